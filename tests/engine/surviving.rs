//! Runs that are closed, stopped, throttled, cut off or lied to by lagging lists: they end with the plan carried out, or say so.

use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_channel::mpsc::unbounded;
use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, ready, select};
use luk::client::World;
use luk::closing::{Carry, Engine, deliver};
use luk::later::NotLoaded;
use luk::protocol::{Command, Event, Purpose, RunEnd, RunState, Steering, WaitReason};
use luk::tenant::plan::Work;
use luk::tenant::{ProblemKind, Status, Task};
use practice::{Fault, Service, TenantName};

use crate::practice_world::{PracticeWorld, SITE};
use crate::steps::{TINY_ADMIN, about_to_delete_users, confirmation, crowd, ids, truth, written};
use crate::tab::{ADMIN, Storage, Tab, configuration, signed_in};

#[test]
fn a_run_whose_tab_is_closed_at_any_moment_goes_on_where_it_was() {
    for moment in 1..12 {
        let (tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
        let world = Rc::clone(&tab.world);
        let storage = tab.closes_after_requests(Command::Confirm(confirmation), moment);

        let mut tab = Tab::open(&world, storage, None);
        if tab.view.progress.running.is_some() {
            assert_eq!(tab.view.status(Task::Users, world.now()), Status::InProgress);
            tab.does(Command::Resume);
            assert_eq!(tab.problem(), Some(ProblemKind::SignInNeeded));
            tab = tab.signs_in(Purpose::Carry(Work::DeleteUsers), ADMIN, "practice");
            tab.does(Command::Resume);
            assert_eq!(tab.problem(), None);
        }
        assert_eq!(ids(&truth(&tab), "users").len(), 1, "closed after {moment} requests");
        assert_eq!(
            (tab.view.progress.running.clone(), tab.world.plan.borrow().clone()),
            (None, None)
        );
        let repeated = written(&tab).len() - 39;
        assert!(repeated <= 20, "at most one batch is done again: {repeated}");
    }
}

#[test]
fn a_run_that_is_closed_with_four_batches_unanswered_does_at_most_one_of_them_again() {
    let (mut tab, confirmation) = about_to_delete_users(crowd(200), "admin@crowd.onmicrosoft.com");
    let world = Rc::clone(&tab.world);
    let unanswered = Rc::new(Cell::new(0));
    let count = Rc::clone(&unanswered);
    let mut batches = 0;
    world.on_answer.replace(Some(Box::new(move |request, answer| {
        let deletes = String::from_utf8_lossy(request.body()).contains("DELETE");
        batches += u32::from(deletes);
        // The first two are small: one, then ten.
        if deletes && batches > 2 {
            count.set(count.get() + 1);
            return None;
        }
        Some(answer)
    })));
    world.run_until(tab.engine.obey(Command::Confirm(confirmation)), || {
        unanswered.get() >= 4
    });
    world.on_answer.take();
    tab.hears();
    assert_eq!(unanswered.get(), 4, "that many are under way at once");
    assert_eq!(ids(&truth(&tab), "users").len(), 200 - 11 - 80);

    let storage = Storage {
        pending: None,
        ..tab.storage
    };
    let tab = Tab::open(&world, storage, None);
    let mut tab = tab.signs_in(
        Purpose::Carry(Work::DeleteUsers),
        "admin@crowd.onmicrosoft.com",
        "practice",
    );
    tab.does(Command::Resume);
    assert_eq!(tab.problem(), None);
    assert_eq!(ids(&truth(&tab), "users").len(), 1);
    let repeated = written(&tab).len() - 199;
    assert!(repeated <= 20, "at most one batch is done again: {repeated}");
}

#[test]
fn a_stopped_run_sends_nothing_more_and_can_be_resumed() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    tab.steers_at_the_first_batch(Steering::Stop);
    tab.does(Command::Confirm(confirmation));
    assert_eq!(
        tab.view.running.clone().unwrap().state,
        RunState::Ended(RunEnd::Stopped)
    );
    assert_eq!(
        ids(&truth(&tab), "users").len(),
        39,
        "the one that was on its way, and no more"
    );
    tab.does(Command::Resume);
    assert_eq!(ids(&truth(&tab), "users").len(), 1);
}

#[test]
fn throttled_failing_and_lost_answers_leave_nobody_behind() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    {
        let mut cloud = tab.world.cloud.borrow_mut();
        cloud.fail_next(
            Fault::status(429)
                .on(Service::Graph)
                .method("DELETE")
                .batch_items()
                .times(9)
                .retry_after(7),
        );
        cloud.fail_next(
            Fault::status(500)
                .on(Service::Graph)
                .method("DELETE")
                .batch_items()
                .times(5)
                .after_executing(),
        );
        cloud.fail_next(Fault::status(503).on(Service::Graph).path("$batch").skip(1));
        cloud.fail_next(
            Fault::drop_connection()
                .on(Service::Graph)
                .path("$batch")
                .skip(2)
                .after_executing(),
        );
    }
    tab.does(Command::Confirm(confirmation));
    assert_eq!(tab.problem(), None);
    let running = tab.view.running.clone().unwrap();
    assert_eq!(
        (running.state, running.fates.gone, running.failures),
        (RunState::Ended(RunEnd::Finished), 39, vec![])
    );
    assert_eq!(ids(&truth(&tab), "users").len(), 1);
}

#[test]
fn a_run_without_network_waits_and_goes_on_by_itself() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Tiny, TINY_ADMIN);
    tab.world.offline.set(true);
    tab.does_while(Command::Confirm(confirmation), |world, _| async move {
        world.sleep(Duration::from_hours(8)).await;
        world.offline.set(false);
    });
    let running = tab.view.running.clone().unwrap();
    assert_eq!(running.state, RunState::Ended(RunEnd::Finished));
    assert_eq!(ids(&truth(&tab), "users").len(), 1);
}

#[test]
fn a_run_waits_hardly_longer_than_until_the_browser_has_a_network_again() {
    for path in ["/users", "/$batch"] {
        let (mut tab, confirmation) = about_to_delete_users(TenantName::Tiny, TINY_ADMIN);
        let waited = Rc::new(Cell::new(None));
        let first = Rc::clone(&waited);
        tab.does_while(Command::Confirm(confirmation), |world, helm| async move {
            let cut_off = Rc::clone(&world);
            world.on_request.replace(Some(Box::new(move |request| {
                cut_off
                    .offline
                    .set(cut_off.offline.get() || request.uri().path().ends_with(path));
            })));
            world.sleep(Duration::from_hours(8)).await;
            world.offline.set(false);
            helm.has_network_again();
            let (back, now) = (world.elapsed(), Rc::clone(&world));
            world.on_request.replace(Some(Box::new(move |_| {
                first.set(first.get().or(Some(now.elapsed() - back)));
            })));
        });
        let waited = waited.get().expect("a request");
        assert!(waited <= Duration::from_secs(1), "{path}: {waited:?}");
        assert_eq!(ids(&truth(&tab), "users").len(), 1);
    }
}

#[test]
fn a_paused_run_stays_paused_when_the_network_comes_back() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    tab.does_while(Command::Confirm(confirmation), |world, helm| async move {
        helm.steer(Steering::Pause);
        world.sleep(Duration::from_mins(1)).await;
        let requests = world.cloud.borrow().requests().len();
        helm.has_network_again();
        world.sleep(Duration::from_mins(1)).await;
        assert_eq!(world.cloud.borrow().requests().len(), requests);
        helm.steer(Steering::Continue);
    });
    assert_eq!(ids(&truth(&tab), "users").len(), 1);
}

#[test]
fn a_run_without_network_stops_when_it_is_told_to_and_can_be_resumed() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Tiny, TINY_ADMIN);
    tab.world.offline.set(true);
    tab.does_and_steers(Command::Confirm(confirmation), Duration::from_hours(1), Steering::Stop);
    assert_eq!(
        tab.view.running.clone().unwrap().state,
        RunState::Ended(RunEnd::Stopped)
    );
    tab.world.offline.set(false);
    tab = tab.signs_in(Purpose::Carry(Work::DeleteUsers), TINY_ADMIN, "practice");
    tab.does(Command::Resume);
    assert_eq!(ids(&truth(&tab), "users").len(), 1);
}

#[test]
fn steering_pauses_a_run_and_goes_on() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    tab.steers_at_the_first_batch(Steering::Pause);
    let before = tab.world.now();
    tab.does_and_steers(
        Command::Confirm(confirmation),
        Duration::from_secs(3600),
        Steering::Continue,
    );
    assert!(tab.world.now().since(before) >= Duration::from_secs(3600));
    assert_eq!(ids(&truth(&tab), "users").len(), 1);
}

#[test]
fn a_run_that_waits_for_microsoft_stops_when_it_is_told_to() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let throttle = Fault::status(429)
        .on(Service::Graph)
        .method("DELETE")
        .batch_items()
        .retry_after(300);
    tab.world.cloud.borrow_mut().fail_next(throttle);
    let before = tab.world.now();
    tab.does_and_steers(Command::Confirm(confirmation), Duration::from_secs(10), Steering::Stop);
    assert_eq!(
        tab.view.running.clone().unwrap().state,
        RunState::Ended(RunEnd::Stopped)
    );
    assert!(
        tab.world.now().since(before) < Duration::from_secs(30),
        "not after the 300 seconds that were asked for"
    );
    assert_eq!(ids(&truth(&tab), "users").len(), 40);
}

#[test]
fn a_wait_says_whether_microsoft_asks_for_it_or_has_failed() {
    for (status, reason) in [(429, WaitReason::Throttled), (503, WaitReason::ServiceFailed)] {
        let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
        // The last ones: nothing else is left to send meanwhile.
        let fault = Fault::status(status)
            .on(Service::Graph)
            .method("DELETE")
            .batch_items()
            .skip(36)
            .times(3)
            .retry_after(7);
        tab.world.cloud.borrow_mut().fail_next(fault);
        let world = Rc::clone(&tab.world);
        world.run(tab.engine.obey(Command::Confirm(confirmation)));
        let mut said: Vec<WaitReason> = Vec::new();
        for event in world.events.borrow().iter() {
            if let Event::Running(running) = event
                && let RunState::Waiting { reason, .. } = running.state
            {
                said.push(reason);
            }
        }
        said.dedup();
        assert_eq!(said, [reason]);
        tab.hears();
        assert_eq!(ids(&truth(&tab), "users").len(), 1);
    }
}

#[test]
fn a_lost_plan_needs_a_new_confirmation() {
    let (tab, first) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let world = Rc::clone(&tab.world);
    let storage = tab.closes_after_requests(Command::Confirm(first), 6);
    world.plan.take();
    let mut tab = Tab::open(&world, storage, None).signs_in(Purpose::Carry(Work::DeleteUsers), ADMIN, "practice");
    let before = written(&tab).len();
    tab.does(Command::Resume);
    assert_eq!(tab.problem(), Some(ProblemKind::PlanLost));
    assert_eq!(written(&tab).len(), before, "nothing says what was confirmed");
    tab.does(Command::Abandon);
    let second = confirmation(&mut tab, Work::DeleteUsers);
    tab.does(Command::Confirm(second));
    assert_eq!(ids(&truth(&tab), "users").len(), 1);
}

#[test]
fn administrators_go_last() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    // A user who takes longer than the others doesn't let the administrators overtake.
    let fault = Fault::status(503)
        .on(Service::Graph)
        .method("DELETE")
        .batch_items()
        .skip(3);
    tab.world.cloud.borrow_mut().fail_next(fault);
    let administrators = tab.view.snapshot.clone().unwrap().administrators;
    tab.does(Command::Confirm(confirmation));
    let administrators = administrators.known().unwrap();
    let order: Vec<bool> = written(&tab)
        .iter()
        .map(|url| administrators.iter().any(|id| url.contains(&id.to_string())))
        .collect();
    let first = order
        .iter()
        .position(|administrator| *administrator)
        .expect("there are others");
    assert!(
        order.iter().skip(first).all(|administrator| *administrator),
        "{order:?}"
    );
}

#[test]
fn a_list_that_is_refused_for_no_known_reason_is_read_again_and_interrupts_no_run() {
    for status in [409, 413, 418, 520] {
        let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
        let odd = Fault::status(status).on(Service::Graph).method("GET").path("/users?");
        tab.world.cloud.borrow_mut().fail_next(odd.times(3));
        tab.does(Command::Confirm(confirmation));
        let running = tab.view.running.clone().unwrap();
        assert_eq!(running.state, RunState::Ended(RunEnd::Finished), "{status}");
        assert_eq!((running.fates.gone, running.failures), (39, vec![]));
    }
}

/// The larger part of the engine can't be fetched the first time it is asked for.
fn the_second_time() -> LocalBoxFuture<'static, Result<Carry<PracticeWorld>, NotLoaded>> {
    static ASKED: AtomicBool = AtomicBool::new(false);
    if ASKED.swap(true, Ordering::Relaxed) {
        Engine::at_hand()
    } else {
        ready(Err(NotLoaded)).boxed_local()
    }
}

#[test]
fn a_part_that_does_not_come_is_said_and_costs_nothing() {
    let (tab, _) = about_to_delete_users(TenantName::Tiny, TINY_ADMIN);
    let before = tab.view.progress.clone();
    let world = Rc::clone(&tab.world);
    let engine = Engine::new(Rc::clone(&world), &configuration(), SITE.to_owned(), the_second_time);
    let mut tab = Tab::with(engine, &world, tab.storage, None);
    assert_eq!(tab.problem(), Some(ProblemKind::PartNotLoaded));
    tab.does(Command::WaiveExport);
    assert_eq!(tab.problem(), None);
    assert_eq!(
        tab.view.progress.tenant, before.tenant,
        "what the browser had kept came first"
    );
    let Storage { progress, .. } = tab.storage;
    assert!(progress.unwrap().contains(&before.tenant.unwrap().to_string()));
}

#[test]
fn a_tab_that_only_watches_shows_what_another_one_keeps() {
    let Tab {
        world, engine, view, ..
    } = signed_in(TenantName::Tiny, TINY_ADMIN);
    let mut progress = view.progress;
    progress.ticked.insert(Task::Users);
    let helm = engine.helm();
    let (queue, commands) = unbounded();
    deliver(Command::TakeIn(Some(progress.to_text().unwrap())), &helm, &queue);
    let a_moment = world.sleep(Duration::from_millis(10));
    world.run(select(pin!(engine.serve(commands)), pin!(a_moment)).map(drop));
    let told = world.events.take();
    assert!(told.contains(&Event::Progress(Box::new(progress))), "{told:?}");
}
