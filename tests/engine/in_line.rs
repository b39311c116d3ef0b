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
use luk::protocol::{Command, Event, RunEnd, RunState, Steering};
use practice::{Fault, Service, TenantName};

use crate::practice_world::{PracticeWorld, SITE};
use crate::steps::{about_to_delete_users, ids, truth, written};
use crate::tab::{ADMIN, Tab, configuration};

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
