//! A role or a sign-in that is lost while a run works: it waits for the person each time, whatever they have done before, and
//! whatever it deletes.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use luk::client::World;
use luk::protocol::{Command, RunEnd, RunState, Steering};
use luk::tenant::ProblemKind;
use luk::tenant::plan::Work;
use practice::TenantName;

use super::challenged::is_finished;
use super::person::{Person, beside_a_run};
use crate::steps::{about_to_delete_users, confirmation, written};
use crate::tab::{ADMIN, signed_in};

#[test]
fn who_has_signed_in_early_is_waited_for_all_the_same_when_the_role_is_lost_later() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    tab.steers_at_the_first_batch(Steering::Pause);
    let person = Person::beside(&tab);
    tab.does_while(Command::Confirm(confirmation), |world, helm| async move {
        world.sleep(Duration::from_hours(1)).await;
        person.signs_in(ADMIN).await;
        world.sleep(Duration::from_hours(1)).await;
        assert!(world.cloud.borrow_mut().take_roles(ADMIN));
        helm.steer(Steering::Continue);
        assert_eq!(person.is_waited_for().await.kind, ProblemKind::Forbidden);
        world.sleep(Duration::from_hours(1)).await;
        let waits = |state: &&RunState| matches!(state, RunState::AwaitsSignIn(_));
        assert_eq!(
            person.states().iter().filter(waits).count(),
            1,
            "it did not go on by itself first"
        );
        person.steers(Steering::Stop);
    });
    let state = tab.view.running.unwrap().state;
    assert_eq!(state, RunState::Ended(RunEnd::Stopped));
}

#[test]
fn who_is_signed_out_again_while_the_run_reads_what_is_left_is_waited_for_again() {
    let mut tab = beside_a_run(
        |world| world.cloud.borrow_mut().revoke_sessions(),
        async |person: Person| {
            person.is_waited_for().await;
            let world = Rc::clone(&person.world);
            let revoked = Rc::new(Cell::new(false));
            let revokes = Rc::clone(&revoked);
            person.world.on_request.replace(Some(Box::new(move |request| {
                if request.uri().path() == "/v1.0/users" && !revokes.replace(true) {
                    world.cloud.borrow_mut().revoke_sessions();
                }
            })));
            person.signs_in(ADMIN).await;
            while !revoked.get() {
                person.world.sleep(Duration::from_secs(1)).await;
            }
            person.world.sleep(Duration::from_mins(1)).await;
            let waits = |state: &&RunState| matches!(state, RunState::AwaitsSignIn(_));
            assert_eq!(person.states().iter().filter(waits).count(), 2);
            person.signs_in(ADMIN).await;
        },
    );
    is_finished(&mut tab);
}

#[test]
fn a_role_that_is_lost_before_app_registrations_are_deleted_stops_at_five_and_waits() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    tab.does(Command::WaiveExport);
    let mut tab = tab.signs_in(
        luk::protocol::Purpose::Carry(Work::DeleteApplications),
        ADMIN,
        "practice",
    );
    let confirmation = confirmation(&mut tab, Work::DeleteApplications);
    assert!(tab.world.cloud.borrow_mut().take_roles(ADMIN));
    let person = Person::beside(&tab);
    tab.does_while(Command::Confirm(confirmation), |_, _| async move {
        assert_eq!(person.is_waited_for().await.kind, ProblemKind::Forbidden);
        person.steers(Steering::Stop);
    });
    assert!(written(&tab).len() <= 11, "one, then ten, and no more");
}
