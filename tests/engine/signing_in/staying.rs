//! Staying signed in: the 24-hour end is announced. And signing out, which waits for nothing.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use futures_channel::mpsc::unbounded;
use futures_util::FutureExt;
use futures_util::future::select;
use luk::client::World;
use luk::closing::{Engine, deliver};
use luk::protocol::{Command, Event, RunState, Steering};
use practice::TenantName;

use crate::practice_world::{PracticeWorld, SITE};
use crate::steps::about_to_delete_users;
use crate::tab::{ADMIN, Tab, configuration, signed_in};

pub(super) fn token_requests(world: &PracticeWorld) -> usize {
    let cloud = world.cloud.borrow();
    let asked = cloud
        .requests()
        .iter()
        .filter(|exchange| exchange.url.ends_with("/token"));
    asked.count()
}

#[test]
fn the_end_of_the_24_hours_is_announced_an_hour_before() {
    let tab = signed_in(TenantName::Contoso, ADMIN);
    let ends_at = tab.view.session.clone().unwrap().ends_at;
    let now = tab.world.now();
    assert_eq!(tab.view.sign_in_ends(now), None);
    assert_eq!(tab.view.sign_in_ends(now.plus(Duration::from_hours(23))), Some(ends_at));
}

#[test]
fn a_run_that_takes_longer_than_the_sign_in_is_announced_at_once() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    tab.steers_at_the_first_batch(Steering::Stop);
    tab.does(Command::Confirm(confirmation));
    let now = tab.world.now();
    let mut running = tab.view.running.clone().unwrap();
    running.time_left = Some(Duration::from_hours(30));
    tab.view.running = Some(running.clone());
    assert_eq!(tab.view.sign_in_ends(now), None, "it has ended");
    running.state = RunState::Working;
    tab.view.running = Some(running);
    assert!(tab.view.sign_in_ends(now).is_some());
}

#[test]
fn signing_out_ends_a_run_at_once_even_without_network() {
    for offline in [false, true] {
        let (tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
        let Tab {
            world,
            engine,
            mut view,
            ..
        } = tab;
        let helm = engine.helm();
        let (queue, commands) = unbounded();
        world.offline.set(offline);
        deliver(Command::Confirm(confirmation), &helm, &queue);
        deliver(Command::Survey, &helm, &queue);
        let signed_out = || {
            world
                .events
                .borrow()
                .iter()
                .any(|event| matches!(event, Event::Session(None)))
        };
        let asked_at = Cell::new(None);
        let serve = engine.serve(commands);
        let sign_out = async {
            world.sleep(Duration::from_millis(130)).await;
            asked_at.set(Some(world.now()));
            deliver(Command::SignOut, &helm, &queue);
            poll_fn(|_| if signed_out() { Poll::Ready(()) } else { Poll::Pending }).await;
        };
        world.run(select(pin!(serve), pin!(sign_out)).map(drop));
        let took = world.now().since(asked_at.get().unwrap());
        assert!(took <= Duration::from_millis(100), "{took:?}");
        let sent = world.cloud.borrow().requests().len();
        for event in world.events.take() {
            view.apply(event);
        }
        assert_eq!((view.session, view.snapshot, view.running), (None, None, None));
        assert!(view.requests.is_empty(), "nor a list of what was asked");
        assert!(
            view.progress.running.is_some(),
            "the plan can be resumed by whoever signs in again"
        );
        world.pass(Duration::from_hours(1));
        assert_eq!(world.cloud.borrow().requests().len(), sent);
    }
}

#[test]
fn signing_out_waits_for_no_part_of_the_program_that_is_still_to_be_loaded() {
    let world = PracticeWorld::new(TenantName::Contoso);
    // A network that brings nothing: whatever needs the larger part waits for ever.
    let load = || futures_util::future::pending().boxed_local();
    let engine = Engine::new(Rc::clone(&world), &configuration(), SITE.to_owned(), load);
    let helm = engine.helm();
    let (queue, commands) = unbounded();
    deliver(Command::Survey, &helm, &queue);
    let sign_out = async {
        world.sleep(Duration::from_millis(130)).await;
        deliver(Command::SignOut, &helm, &queue);
        world.sleep(Duration::from_millis(100)).await;
    };
    world.run(select(pin!(engine.serve(commands)), pin!(sign_out)).map(drop));
    assert!(world.events.borrow().contains(&Event::Session(None)));
}
