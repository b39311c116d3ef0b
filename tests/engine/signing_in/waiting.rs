//! What becomes of a run that waits for its person: stopped, left by the page, taken up after coming back, or waited for by
//! another tab; and what it waits for by itself.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use futures_channel::mpsc::unbounded;
use http::{Request, StatusCode};
use luk::client::World;
use luk::closing::{Engine, deliver};
use luk::protocol::{Command, Opening, Purpose, RunEnd, RunState, SignInPlace, Steering};
use luk::tenant::ProblemKind;
use luk::tenant::plan::Work;
use practice::TenantName;
use serde_json::json;

use super::person::{Person, beside_a_run};
use super::staying::token_requests;
use crate::practice_world::{PracticeWorld, SITE};
use crate::steps::{about_to_delete_users, ids, truth, written};
use crate::tab::{ADMIN, Storage, Tab, configuration};

const OTHER_ADMIN: &str = "breakglass@contoso.onmicrosoft.com";

use super::challenged::is_finished;

#[test]
fn a_run_that_waits_can_be_stopped_and_resumed_later() {
    let mut tab = beside_a_run(
        |world| world.cloud.borrow_mut().revoke_sessions(),
        async |person: Person| {
            person.is_waited_for().await;
            person.steers(Steering::Stop);
        },
    );
    assert_eq!(
        tab.view.running.clone().unwrap().state,
        RunState::Ended(RunEnd::Stopped)
    );
    assert_eq!(tab.problem(), Some(ProblemKind::SignInRevoked));
    let now = tab.world.now();
    assert!(
        !tab.view.may_confirm(Work::DeleteUsers, now),
        "however short ago it was, that sign-in proves nothing any more"
    );
    let asked = token_requests(&tab.world);
    let person = Person::beside(&tab);
    tab.does_while(Command::Survey, |_, _| async move {
        assert_eq!(person.is_asked_for().await.kind, ProblemKind::SignInRevoked);
        person.steers(Steering::Stop);
    });
    assert_eq!(tab.problem(), Some(ProblemKind::SignInRevoked));
    assert_eq!(
        token_requests(&tab.world),
        asked,
        "a grant that is over is not asked for again"
    );

    let mut tab = tab.signs_in(Purpose::Carry(Work::DeleteUsers), ADMIN, "practice");
    assert!(
        ids(&truth(&tab), "users").len() > 1,
        "a run that was stopped doesn't go on by itself"
    );
    tab.does(Command::Resume);
    is_finished(&mut tab);
}

#[test]
fn who_stopped_a_run_at_its_very_end_is_not_waited_for_either() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let (world, helm, sends) = (Rc::clone(&tab.world), tab.engine.helm(), Cell::new(false));
    let hook = move |request: &Request<Vec<u8>>| match request.uri().path() {
        "/v1.0/$batch" => sends.set(true),
        "/v1.0/users" if sends.get() => helm.steer(Steering::Stop),
        "/v1.0/organization" => world.cloud.borrow_mut().revoke_sessions(),
        _ => {}
    };
    tab.world.on_request.replace(Some(Box::new(hook)));
    tab.does(Command::Confirm(confirmation));
    let state = tab.view.running.clone().unwrap().state;
    assert_eq!(state, RunState::Ended(RunEnd::Finished), "nothing was left to stop");
    assert_eq!(tab.problem(), Some(ProblemKind::SignInRevoked));
}

/// The person leaves the page to sign in while the run waits: its tab is gone, and a new one comes back with this answer.
fn leaves_the_page(account: &str) -> (Tab, String) {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let sent = Cell::new(0);
    let world = std::rc::Rc::clone(&tab.world);
    tab.world.on_request.replace(Some(Box::new(move |request| {
        sent.set(sent.get() + u32::from(request.uri().path() == "/v1.0/$batch"));
        if sent.get() == 2 {
            world.cloud.borrow_mut().revoke_sessions();
        }
    })));
    let person = Person::beside(&tab);
    let world = std::rc::Rc::clone(&tab.world);
    let leaves = async {
        person.is_waited_for().await;
        person.asks_to_sign_in(Purpose::Read, SignInPlace::Page);
        person.leaves().await;
    };
    // The browser leaves in the middle of it: what runs is gone with the page.
    let obeys = tab.engine.obey(Command::Confirm(confirmation));
    world.run(async {
        futures_util::future::select(std::pin::pin!(obeys), std::pin::pin!(leaves)).await;
    });
    tab.hears();
    world.on_request.take();
    world.led.set(false);
    let answer = tab.answers_the_sign_in(account, "practice");
    (tab, answer)
}

#[test]
fn where_no_window_opens_the_page_is_left_and_the_run_goes_on_by_itself_after_coming_back() {
    let (tab, answer) = leaves_the_page(ADMIN);
    let done = written(&tab).len();
    let Tab { world, storage, .. } = tab;
    let mut tab = Tab::open(&world, storage, Some(answer));
    is_finished(&mut tab);
    assert!(written(&tab).len() <= done + 39);
}

#[test]
fn who_gives_the_run_up_while_the_tenant_is_read_has_given_up_that_it_goes_on_by_itself() {
    let (tab, answer) = leaves_the_page(ADMIN);
    let done = written(&tab).len();
    let Tab { world, storage, .. } = tab;
    let engine = Engine::new(Rc::clone(&world), &configuration(), SITE.to_owned(), Engine::at_hand);
    let (helm, (queue, commands)) = (engine.helm(), unbounded());
    let (presses, pressed) = (queue.clone(), Cell::new(false));
    world.on_request.replace(Some(Box::new(move |request| {
        if request.uri().path() == "/v1.0/users" && !pressed.replace(true) {
            deliver(Command::Abandon, &helm, &presses);
        }
    })));
    let open = Opening {
        progress: storage.progress,
        callback: Some(answer),
        pending: storage.pending,
    };
    deliver(Command::Open(open), &engine.helm(), &queue);
    let waits = std::pin::pin!(world.sleep(Duration::from_mins(30)));
    world.run(futures_util::future::select(
        std::pin::pin!(engine.serve(commands)),
        waits,
    ));
    world.on_request.take();
    let tab = Tab::open(&world, Storage::default(), None);
    assert_eq!(written(&tab).len(), done, "the rest is not touched");
    assert_eq!(*world.plan.borrow(), None, "it is given up");
}

#[test]
fn another_person_who_comes_back_does_not_go_on_with_the_run() {
    let (tab, answer) = leaves_the_page(OTHER_ADMIN);
    let done = written(&tab).len();
    let Tab { world, storage, .. } = tab;
    let mut tab = Tab::open(&world, storage, Some(answer));
    assert_eq!(tab.problem(), Some(ProblemKind::OtherPerson));
    assert_eq!(written(&tab).len(), done, "nothing was sent");
    assert!(tab.view.progress.running.is_some());
    let mut tab = tab.signs_in(Purpose::Carry(Work::DeleteUsers), ADMIN, "practice");
    tab.does(Command::Resume);
    is_finished(&mut tab);
}

#[test]
fn a_run_that_another_one_has_replaced_is_not_what_the_way_back_goes_on_with() {
    let (tab, answer) = leaves_the_page(ADMIN);
    let Tab { world, storage, .. } = tab;
    // Another tab has given the run up meanwhile.
    let mut other = Tab::open(
        &world,
        Storage {
            pending: None,
            ..storage.clone()
        },
        None,
    );
    other.does(Command::Abandon);
    let progress = other.storage.progress;
    let mut tab = Tab::open(&world, Storage { progress, ..storage }, Some(answer));
    assert_eq!(tab.problem(), None);
    assert!(ids(&truth(&tab), "users").len() > 1);
    assert!(tab.view.running.is_none());
}

#[test]
fn while_a_run_waits_another_tab_begins_none() {
    let tab = beside_a_run(
        |world| world.cloud.borrow_mut().revoke_sessions(),
        async |person: Person| {
            person.is_waited_for().await;
            assert!(person.world.take_lead().await.is_none());
            person.steers(Steering::Stop);
        },
    );
    assert!(!tab.world.led.get(), "and it is given back");
}

#[test]
fn a_network_that_is_gone_when_a_token_is_due_is_waited_for() {
    let mut tab = beside_a_run(
        |world| world.cloud.borrow_mut().expire_tokens(),
        async |person: Person| {
            person.world.offline.set(true);
            person.world.sleep(Duration::from_hours(8)).await;
            person.world.offline.set(false);
        },
    );
    is_finished(&mut tab);
}

#[test]
fn a_token_that_entra_refuses_for_a_moment_is_asked_for_again() {
    for error in [
        json!({"error": "temporarily_unavailable"}),
        json!({"error": "invalid_grant", "error_codes": [90033]}),
        json!({"error": "server_error", "error_codes": [90055]}),
    ] {
        let trouble = move |world: &PracticeWorld| {
            world.cloud.borrow_mut().expire_tokens();
            let (left, error) = (Cell::new(3), error.to_string());
            world.on_answer.replace(Some(Box::new(move |request, mut answer| {
                if request.uri().path().ends_with("/token") && left.get() > 0 {
                    left.set(left.get() - 1);
                    *answer.status_mut() = StatusCode::BAD_REQUEST;
                    *answer.body_mut() = error.clone().into_bytes();
                }
                Some(answer)
            })));
        };
        let mut tab = beside_a_run(trouble, async |_: Person| {});
        is_finished(&mut tab);
    }
}
