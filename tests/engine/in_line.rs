//! What waits in line behind something that runs, and what doesn't: everything here goes the way that a page's commands go.

use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures_channel::mpsc::{UnboundedSender, unbounded};
use futures_util::FutureExt;
use futures_util::future::select;
use luk::client::World;
use luk::closing::{Engine, deliver};
use luk::protocol::{Command, Event, Keeping, RunEnd, RunState, Steering, Tick, Watch};
use luk::tenant::plan::Work;
use luk::tenant::progress::{ExportState, Progress};
use luk::tenant::{Moment, ProblemKind, Task};
use practice::{Fault, Service, TenantName};

use crate::practice_world::{PracticeWorld, SITE};
use crate::steps::{about_to_delete_users, ids, keep, kept_elsewhere, planned, truth, written};
use crate::tab::{ADMIN, Tab, configuration, signed_in};

/// Whoever sits in front of the page: what they press goes to the engine as the browser hands it over.
#[derive(Clone)]
struct Page {
    world: Rc<PracticeWorld>,
    helm: Rc<luk::client::Helm>,
    queue: UnboundedSender<Command>,
}

impl Page {
    fn press(&self, command: Command) {
        deliver(command, &self.helm, &self.queue);
    }

    fn steer(&self, steering: Steering) {
        self.press(Command::Steer(steering));
    }

    /// Does something once, when the first request to this path leaves.
    fn at_first(&self, path: &'static str, mut act: impl FnMut(&Self) + 'static) {
        let (page, done) = (self.clone(), Cell::new(false));
        self.world.on_request.replace(Some(Box::new(move |request| {
            if request.uri().path().ends_with(path) && !done.replace(true) {
                act(&page);
            }
        })));
    }

    /// What the browser has been asked to keep last.
    fn kept(&self) -> Option<Progress> {
        let events = self.world.events.borrow();
        let texts = events.iter().rev().find_map(|event| match event {
            Event::KeepProgress(text) => Some(text.clone()),
            _ => None,
        });
        texts.flatten().map(|text| Progress::from_text(&text).unwrap())
    }
}

/// Serves what a person does, and for two hours after.
fn served<Doing: Future<Output = ()>>(tab: Tab, person: impl FnOnce(Page) -> Doing) -> (Tab, Vec<RunEnd>) {
    let Tab {
        world,
        engine,
        mut view,
        mut storage,
    } = tab;
    let helm = engine.helm();
    let (queue, commands) = unbounded();
    let page = Page {
        world: Rc::clone(&world),
        helm,
        queue,
    };
    let doing = async {
        person(page.clone()).await;
        world.sleep(Duration::from_hours(2)).await;
    };
    world.run(select(pin!(engine.serve(commands)), pin!(doing)).map(drop));
    world.on_request.take();
    let mut ends = Vec::new();
    for event in world.events.take() {
        if let Event::Running(running) = &event
            && let RunState::Ended(end) = &running.state
        {
            ends.push(end.clone());
        }
        if let Event::KeepProgress(text) = &event {
            storage.progress.clone_from(text);
        }
        view.apply(event);
    }
    let engine = Engine::new(Rc::clone(&world), &configuration(), SITE.to_owned(), Engine::at_hand);
    let tab = Tab {
        world,
        engine,
        view,
        storage,
    };
    (tab, ends)
}

/// A tab with a run that was begun and stopped.
fn stopped() -> Tab {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    tab.does_and_steers(Command::Confirm(confirmation), Duration::ZERO, Steering::Stop);
    assert!(tab.view.progress.running.is_some());
    tab
}

#[test]
fn going_on_that_was_pressed_twice_does_not_begin_again_after_a_stop() {
    let (tab, ends) = served(stopped(), |page| async move {
        page.at_first("/$batch", |page| page.steer(Steering::Stop));
        page.press(Command::Resume);
        page.press(Command::Resume);
    });
    assert_eq!(ends, [RunEnd::Stopped]);
    assert!(ids(&truth(&tab), "users").len() > 30);
}

#[test]
fn going_on_that_was_pressed_twice_does_not_begin_again_after_luk_has_stopped_by_itself() {
    let refused = Fault::status(400).on(Service::Graph).method("DELETE");
    let tab = stopped();
    let before = written(&tab).len();
    tab.world.cloud.borrow_mut().fail_next(refused.batch_items().times(500));
    let (tab, ends) = served(tab, |page| async move {
        page.press(Command::Resume);
        page.press(Command::Resume);
    });
    assert!(matches!(&ends[..], [RunEnd::Interrupted(_)]), "{ends:?}");
    assert!(written(&tab).len() - before < 39);
}

#[test]
fn a_stop_holds_for_what_has_not_begun_yet() {
    let (tab, ends) = served(stopped(), |page| async move {
        page.at_first("/users", |page| page.steer(Steering::Stop));
        page.press(Command::Survey);
        page.press(Command::Resume);
    });
    assert_eq!((ends, ids(&truth(&tab), "users").len()), (vec![], 40));
}

#[test]
fn who_goes_on_after_a_stop_is_heard() {
    let (tab, ends) = served(stopped(), |page| async move {
        page.at_first("/$batch", |page| page.steer(Steering::Stop));
        page.press(Command::Resume);
        page.world.sleep(Duration::from_mins(1)).await;
        page.press(Command::Resume);
    });
    assert_eq!(ends, [RunEnd::Stopped, RunEnd::Finished]);
    assert_eq!(ids(&truth(&tab), "users").len(), 1);
}

#[test]
fn what_is_given_up_does_not_go_on_first() {
    let (tab, ends) = served(stopped(), |page| async move {
        page.press(Command::Survey);
        page.press(Command::Resume);
        page.press(Command::Abandon);
    });
    assert_eq!((ends, ids(&truth(&tab), "users").len()), (vec![], 40));
    assert_eq!(tab.view.progress.running, None);
}

#[test]
fn what_is_given_up_right_after_going_on_goes_on_no_further() {
    for at in ["/$batch", "/users"] {
        let (tab, ends) = served(stopped(), |page| async move {
            page.at_first(at, |page| page.press(Command::Abandon));
            page.press(Command::Resume);
        });
        assert_eq!(ends, [RunEnd::Stopped]);
        assert!(ids(&truth(&tab), "users").len() > 30);
        assert_eq!(tab.view.progress.running, None);
    }
}

#[test]
fn who_is_excluded_while_a_confirmation_waits_for_its_turn_is_in_no_request() {
    let (tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let user = planned(&tab, 5);
    let (mut tab, ends) = served(tab, |page| async move {
        page.press(Command::Survey);
        page.press(Command::Confirm(confirmation));
        page.press(keep(user));
    });
    assert_eq!((ends, written(&tab)), (vec![], vec![]));
    assert_eq!(tab.problem(), Some(ProblemKind::PlanNamesKept));
    assert!(tab.view.progress.kept.contains(&user));
}

#[test]
fn who_is_excluded_during_a_run_is_left_out_of_it() {
    let (tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let user = planned(&tab, 30);
    let (tab, ends) = served(tab, |page| async move {
        page.at_first("/$batch", move |page| page.press(keep(user)));
        page.press(Command::Confirm(confirmation));
    });
    assert_eq!(ends, [RunEnd::Finished]);
    assert!(ids(&truth(&tab), "users").contains(&user.to_string()));
    assert_eq!(tab.view.running.as_ref().unwrap().fates.left_out, 1);
    assert!(tab.view.progress.kept.contains(&user), "also for whoever plans later");
}

#[test]
fn what_a_person_says_during_a_run_is_kept_at_once_and_with_the_time_when_they_said_it() {
    let (tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let user = planned(&tab, 30);
    let snapshot = tab.view.snapshot.clone().unwrap();
    let subscription = snapshot.subscriptions.known().unwrap()[0].id;
    let (tick, said_at) = (Tick::Ticked, Rc::new(Cell::new(Moment::from_milliseconds(0))));
    let saying = Rc::clone(&said_at);
    let (tab, ends) = served(tab, |page| async move {
        page.at_first("/$batch", |page| page.steer(Steering::Pause));
        page.press(Command::Confirm(confirmation));
        page.world.sleep(Duration::from_hours(1)).await;
        saying.set(page.world.now());
        page.press(keep(user));
        page.press(Command::Tick {
            task: Task::Export,
            tick,
        });
        page.press(Command::ReportDeleted(subscription));
        page.world.sleep(Duration::from_millis(1)).await;
        let kept = page.kept().unwrap();
        assert!(kept.kept.contains(&user) && kept.ticked.contains(&Task::Export));
        assert_eq!(kept.reported_deleted[&subscription], saying.get());
        assert!(kept.running.unwrap().accepted.count() > 0, "beside how far the run is");
        page.world.sleep(Duration::from_hours(1)).await;
        page.steer(Steering::Continue);
    });
    assert_eq!(ends, [RunEnd::Finished]);
    let progress = &tab.view.progress;
    assert!(progress.kept.contains(&user) && progress.ticked.contains(&Task::Export));
    assert_eq!(progress.reported_deleted[&subscription], said_at.get());
    assert!(ids(&truth(&tab), "users").contains(&user.to_string()));
}

#[test]
fn what_a_person_says_is_kept_when_nothing_runs() {
    let (tab, _) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let user = planned(&tab, 5);
    served(tab, |page| async move {
        page.press(keep(user));
        page.world.sleep(Duration::from_millis(1)).await;
        assert!(page.kept().unwrap().kept.contains(&user));
        page.press(Command::Keep {
            user,
            keeping: Keeping::Release,
        });
        page.world.sleep(Duration::from_millis(1)).await;
        assert!(!page.kept().unwrap().kept.contains(&user));
    });
}

#[test]
fn what_a_person_says_while_luk_reads_undoes_nothing_that_another_tab_has_kept_meanwhile() {
    let (tab, _) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let (user, tick) = (planned(&tab, 5), Tick::Ticked);
    let theirs = kept_elsewhere(&tab, &keep(user));
    served(tab, |page| async move {
        page.at_first("/users", move |page| {
            page.press(Command::TakeIn(theirs.clone()));
            page.press(Command::Tick {
                task: Task::Export,
                tick,
            });
        });
        page.press(Command::Survey);
        let is_kept = || page.kept().filter(|kept| kept.ticked.contains(&Task::Export));
        while is_kept().is_none() {
            page.world.sleep(Duration::from_millis(1)).await;
        }
        assert!(is_kept().unwrap().kept.contains(&user));
    });
}

#[test]
fn of_all_that_other_tabs_keep_while_this_one_reads_nothing_is_lost() {
    let (tab, _) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let user = planned(&tab, 5);
    let with_them = kept_elsewhere(&tab, &keep(user));
    // What was stored was spoilt, and a tab that was opened then knows nothing of them.
    let without = tab.view.progress.to_text().ok();
    let (tab, _) = served(tab, |page| async move {
        page.at_first("/users", move |page| {
            // Nor does it end with anything that would be kept.
            page.world.offline.set(true);
            for theirs in [&with_them, &without, &without, &without] {
                page.press(Command::TakeIn(theirs.clone()));
            }
        });
        page.press(Command::Survey);
        while !page.helm.has_learned() {
            page.world.sleep(Duration::from_millis(1)).await;
        }
        page.world.sleep(Duration::from_millis(1)).await;
        assert!(page.helm.yet_to_learn().len() <= 2, "nor does it pile up");
    });
    assert!(tab.view.progress.kept.contains(&user));
    let stored = tab.storage.progress.as_deref().map(Progress::from_text);
    assert!(stored.unwrap().unwrap().kept.contains(&user));
}

#[test]
fn what_a_person_says_while_luk_reads_brings_nothing_back_that_another_tab_has_dropped_meanwhile() {
    let (mut tab, _) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let user = planned(&tab, 5);
    tab.does(keep(user));
    let (tab, _) = served(tab, |page| async move {
        page.at_first("/users", |page| {
            page.press(Command::TakeIn(None));
            page.press(Command::Tick {
                task: Task::Export,
                tick: Tick::Ticked,
            });
        });
        page.press(Command::Survey);
        let is_kept = || page.kept().filter(|kept| kept.ticked.contains(&Task::Export));
        while is_kept().is_none() {
            page.world.sleep(Duration::from_millis(1)).await;
        }
        let kept = is_kept().unwrap();
        assert_eq!((kept.kept.len(), kept.export), (0, ExportState::Missing));
        assert!(kept.tenant.is_some(), "somebody is signed in to it");
    });
    assert!(!tab.view.progress.kept.contains(&user) && tab.view.progress.ticked.contains(&Task::Export));
}

#[test]
fn what_a_person_says_during_a_run_undoes_nothing_that_it_has_taken_in_from_another_tab() {
    let (tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let (user, tick) = (planned(&tab, 30), Tick::Ticked);
    let theirs = kept_elsewhere(&tab, &keep(user));
    served(tab, |page| async move {
        page.at_first("/$batch", |page| page.steer(Steering::Pause));
        page.press(Command::Confirm(confirmation));
        page.world.sleep(Duration::from_mins(1)).await;
        page.press(Command::TakeIn(theirs));
        page.world.sleep(Duration::from_mins(1)).await;
        page.press(Command::Tick {
            task: Task::Export,
            tick,
        });
        page.world.sleep(Duration::from_millis(1)).await;
        let kept = page.kept().unwrap();
        assert!(kept.ticked.contains(&Task::Export) && kept.kept.contains(&user));
    });
}

/// How many requests to this path there were.
fn asked(tab: &Tab, path: &str) -> usize {
    let cloud = tab.world.cloud.borrow();
    let asked = cloud.requests().iter().filter(|exchange| exchange.url.contains(path));
    asked.count()
}

#[test]
fn a_look_that_takes_long_is_in_nobodys_way() {
    for asked in [Command::Propose(Work::DeleteUsers), Command::Survey] {
        let tab = signed_in(TenantName::Contoso, ADMIN);
        served(tab, |page| async move {
            page.press(Command::Watch(Watch::Subscriptions));
            let world = Rc::clone(&page.world);
            page.at_first("/directory/subscriptions", |page| {
                page.world.latency.set(Duration::from_secs(90));
            });
            world.sleep(Duration::from_secs(10)).await;
            world.latency.set(Duration::from_millis(50));
            page.press(asked);
            world.sleep(Duration::from_secs(5)).await;
            let is_there = |event: &Event| matches!(event, Event::Proposed(_) | Event::Snapshot(_));
            assert!(world.events.borrow().iter().any(is_there));
        });
    }
}

#[test]
fn whoever_waits_for_subscriptions_is_not_kept_from_it_by_what_other_tabs_keep() {
    let tab = signed_in(TenantName::Contoso, ADMIN);
    let text = tab.view.progress.to_text().ok();
    let before = asked(&tab, "/directory/subscriptions");
    let (tab, _) = served(tab, |page| async move {
        page.press(Command::Watch(Watch::Subscriptions));
        for _ in 0..60 {
            page.press(Command::TakeIn(text.clone()));
            page.world.sleep(Duration::from_secs(1)).await;
        }
        page.press(Command::Watch(Watch::Nothing));
    });
    let looks = asked(&tab, "/directory/subscriptions") - before;
    assert!((8..=13).contains(&looks), "{looks}");
}
