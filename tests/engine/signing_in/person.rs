//! The person beside a run, an export or a reading: sees what the page shows while it works or waits, and signs in again in a
//! small window.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use futures_channel::mpsc::unbounded;
use luk::client::{Helm, World};
use luk::closing::deliver;
use luk::protocol::{Command, Event, Purpose, RunState, SignInPlace, Steering};
use luk::tenant::progress::CloudName;
use luk::tenant::{Problem, ProblemKind};
use practice::TenantName;

use crate::practice_world::PracticeWorld;
use crate::steps::about_to_delete_users;
use crate::tab::{ADMIN, Tab};

pub(crate) struct Person {
    pub(super) world: Rc<PracticeWorld>,
    helm: Rc<Helm>,
    seen: Cell<usize>,
}

impl Person {
    pub(crate) fn beside(tab: &Tab) -> Self {
        Self::beside_helm(&tab.world, &tab.engine.helm())
    }

    pub(super) fn beside_helm(world: &Rc<PracticeWorld>, helm: &Rc<Helm>) -> Self {
        Self {
            world: Rc::clone(world),
            helm: Rc::clone(helm),
            seen: Cell::default(),
        }
    }

    /// Looks until the page is left.
    pub(super) async fn leaves(&self) {
        self.sees(|event| matches!(event, Event::Leave { .. }).then_some(()))
            .await;
    }

    /// Looks until the page has been told something.
    async fn sees<T>(&self, what: impl Fn(&Event) -> Option<T>) -> T {
        for _ in 0..200_000 {
            let found = {
                let events = self.world.events.borrow();
                let told = events.iter().enumerate().skip(self.seen.get());
                told.into_iter().find_map(|(at, event)| Some((at, what(event)?)))
            };
            if let Some((at, found)) = found {
                self.seen.set(at + 1);
                return found;
            }
            self.world.sleep(Duration::from_millis(500)).await;
        }
        panic!("the page is never told that");
    }

    /// Looks until the run waits for the person. Returns why.
    pub(super) async fn is_waited_for(&self) -> Problem {
        let waits = |event: &Event| match event {
            Event::Running(running) => match &running.state {
                RunState::AwaitsSignIn(problem) => Some(problem.clone()),
                _ => None,
            },
            _ => None,
        };
        self.sees(waits).await
    }

    /// Looks until a reading or an export waits for the person. Returns why.
    pub(super) async fn is_asked_for(&self) -> Problem {
        let waits = |event: &Event| match event {
            Event::AwaitsSignIn(problem) => problem.clone(),
            _ => None,
        };
        self.sees(waits).await
    }

    pub(super) async fn is_told(&self) -> ProblemKind {
        let problem = |event: &Event| match event {
            Event::Problem(problem) => Some(problem.kind),
            _ => None,
        };
        self.sees(problem).await
    }

    /// What the page says while something has the engine to itself.
    pub(super) fn sends(&self, command: Command) {
        let (queue, mut line) = unbounded();
        deliver(command, &self.helm, &queue);
        assert!(line.try_recv().is_err(), "it waits behind nothing");
    }

    pub(super) fn asks_to_sign_in(&self, purpose: Purpose, place: SignInPlace) {
        self.sends(Command::SignIn {
            cloud: CloudName::Practice,
            purpose,
            place,
        });
    }

    /// Opens the small window: the address that it shows. Of a run its own purpose counts, whatever was meant.
    pub(super) async fn opens_the_window(&self) -> String {
        self.opens_the_window_for(Purpose::Read).await
    }

    /// Opens the small window for a purpose: the address that it shows.
    pub(super) async fn opens_the_window_for(&self, purpose: Purpose) -> String {
        self.asks_to_sign_in(purpose, SignInPlace::Window);
        self.world.sleep(Duration::from_millis(1)).await;
        let window = |event: &Event| match event {
            Event::Window(Some(window)) => Some(window.url.clone()),
            _ => None,
        };
        self.sees(window).await
    }

    /// Signs in at this address: the answer that comes back.
    pub(super) fn answers(&self, account: &str, address: &str) -> String {
        let now = self.world.timestamp();
        let back = self.world.cloud.borrow_mut().sign_in(now, account, "practice", address);
        let (_, answer) = back.as_ref().unwrap().split_once('#').unwrap();
        answer.to_owned()
    }

    pub(crate) async fn signs_in(&self, account: &str) {
        let address = self.opens_the_window().await;
        self.sends(Command::Answer(self.answers(account, &address)));
    }

    pub(super) fn steers(&self, steering: Steering) {
        self.helm.steer(steering);
    }

    /// The states of the run so far.
    pub(crate) fn states(&self) -> Vec<RunState> {
        let events = self.world.events.borrow();
        let states = events.iter().filter_map(|event| match event {
            Event::Running(running) => Some(running.state.clone()),
            _ => None,
        });
        states.collect()
    }
}

/// A run that deletes users and meets at its second batch what the test does then, and the person beside it.
pub(super) fn beside_a_run<Doing: Future<Output = ()>>(
    trouble: impl Fn(&PracticeWorld) + 'static,
    person: impl FnOnce(Person) -> Doing,
) -> Tab {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let world = Rc::clone(&tab.world);
    let batches = Cell::new(0);
    tab.world.on_request.replace(Some(Box::new(move |request| {
        if request.uri().path() == "/v1.0/$batch" {
            batches.set(batches.get() + 1);
            if batches.get() == 2 {
                trouble(&world);
            }
        }
    })));
    let beside = Person::beside(&tab);
    tab.does_while(Command::Confirm(confirmation), |_, _| person(beside));
    tab.world.on_request.take();
    tab
}
