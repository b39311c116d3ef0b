//! A browser's tab in the practice world, and the person in front of it. Checks nothing itself.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use luk::client::{Helm, World};
use luk::closing::Engine;
use luk::protocol::view::View;
use luk::protocol::{Command, Event, Opening, Purpose, SignInPlace, Steering};
use luk::tenant::progress::CloudName;
use luk::tenant::{Problem, ProblemKind};
use practice::Tenant;

use crate::practice_world::{PracticeWorld, SITE};

pub(crate) const ADMIN: &str = "admin@contoso.onmicrosoft.com";

/// A browser's tab: an engine, and what its page keeps. Opening a new one on the same storage is a reload.
pub(crate) struct Tab {
    pub(crate) world: Rc<PracticeWorld>,
    pub(crate) engine: Engine<PracticeWorld>,
    pub(crate) view: View,
    pub(crate) storage: Storage,
}

#[derive(Clone, Default, Debug)]
pub(crate) struct Storage {
    pub(crate) progress: Option<String>,
    pub(crate) left_for: Option<String>,
    pub(crate) pending: Option<String>,
    pub(crate) signed_out: Option<String>,
}

pub(crate) fn configuration() -> String {
    format!(
        r#"{{"clouds":[{{"cloud":"practice","clientId":"{}"}}]}}"#,
        practice::CLIENT_ID
    )
}

impl Tab {
    pub(crate) fn open(world: &Rc<PracticeWorld>, storage: Storage, callback: Option<String>) -> Self {
        let engine = Engine::new(Rc::clone(world), &configuration(), SITE.to_owned(), Engine::at_hand);
        Self::with(engine, world, storage, callback)
    }

    pub(crate) fn with(
        engine: Engine<PracticeWorld>,
        world: &Rc<PracticeWorld>,
        storage: Storage,
        callback: Option<String>,
    ) -> Self {
        let mut tab = Self {
            world: Rc::clone(world),
            engine,
            view: View::default(),
            storage,
        };
        let pending = tab.storage.pending.take();
        let Storage { progress, .. } = tab.storage.clone();
        tab.does(Command::Open(Opening {
            progress,
            callback,
            pending,
        }));
        tab
    }

    /// Carries a command out and takes in what it told.
    pub(crate) fn does(&mut self, command: Command) {
        let world = Rc::clone(&self.world);
        world.run(self.engine.obey(command));
        self.hears();
    }

    pub(crate) fn hears(&mut self) {
        for event in self.world.events.take() {
            if let Event::KeepProgress(text) = &event {
                self.storage.progress.clone_from(text);
            } else if let Event::Leave { url, pending } = &event {
                self.storage.left_for = Some(url.clone());
                self.storage.pending = Some(pending.clone());
            } else if let Event::LeaveSignedOut { url, state } = &event {
                self.storage.left_for = Some(url.clone());
                self.storage.signed_out = Some(state.clone());
            }
            self.view.apply(event);
        }
    }

    /// The problem that was told since the last time this was asked.
    pub(crate) fn problem(&mut self) -> Option<ProblemKind> {
        self.view.problem.take().map(|problem: Problem| problem.kind)
    }

    /// Leaves for the sign-in, signs in there, and comes back: as the browser does, with a new page and a new worker.
    pub(crate) fn signs_in(mut self, purpose: Purpose, account: &str, password: &str) -> Self {
        let answer = self.leaves_to_sign_in(purpose, account, password);
        self.storage.left_for = None;
        let mut tab = Self::open(&self.world, self.storage, Some(answer));
        // Nobody was known there: the sign-in page has to ask after all.
        if tab.storage.left_for.is_some() {
            let answer = tab.answers_the_sign_in(account, password);
            tab = Self::open(&tab.world, tab.storage, Some(answer));
        }
        tab
    }

    /// Leaves for the sign-in and signs in there. Returns the answer that it comes back with.
    pub(crate) fn leaves_to_sign_in(&mut self, purpose: Purpose, account: &str, password: &str) -> String {
        self.does(Command::SignIn {
            cloud: CloudName::Practice,
            purpose,
            place: SignInPlace::Page,
        });
        self.answers_the_sign_in(account, password)
    }

    /// Signs in at the address that the page was left for.
    pub(crate) fn answers_the_sign_in(&self, account: &str, password: &str) -> String {
        let address = self.storage.left_for.clone().expect("a sign-in leaves the page");
        let now = self.world.timestamp();
        let back = self
            .world
            .cloud
            .borrow_mut()
            .sign_in(now, account, password, &address)
            .unwrap();
        let (_, answer) = back.split_once('#').expect("the answer is in the fragment");
        answer.to_owned()
    }
}

/// A tab in which somebody has signed in to read.
pub(crate) fn signed_in(tenant: impl Into<Tenant>, account: &str) -> Tab {
    let world = PracticeWorld::new(tenant);
    let mut tab = Tab::open(&world, Storage::default(), None).signs_in(Purpose::Read, account, "practice");
    assert_eq!(tab.problem(), None);
    tab
}

impl Tab {
    /// One look at what is watched.
    pub(crate) fn looks(&mut self) {
        let world = Rc::clone(&self.world);
        world.run(self.engine.look());
        self.hears();
    }

    /// Carries a command out until so many requests have been sent, then closes the tab in the middle of whatever it does.
    pub(crate) fn closes_after_requests(mut self, command: Command, number: usize) -> Storage {
        let world = Rc::clone(&self.world);
        let sent = Rc::new(Cell::new(0));
        let count = Rc::clone(&sent);
        world
            .on_request
            .replace(Some(Box::new(move |_| count.set(count.get() + 1))));
        world.run_until(self.engine.obey(command), || sent.get() >= number);
        world.on_request.take();
        self.hears();
        Storage {
            pending: None,
            ..self.storage
        }
    }

    /// The person steers while the first deleting batch is on its way.
    pub(crate) fn steers_at_the_first_batch(&self, steering: Steering) {
        let helm = self.engine.helm();
        let mut steered = false;
        self.world.on_request.replace(Some(Box::new(move |request| {
            if request.uri().path() == "/v1.0/$batch" && !steered {
                steered = true;
                helm.steer(steering);
            }
        })));
    }

    /// Carries a command out while something else happens.
    pub(crate) fn does_while<Other: Future<Output = ()>>(
        &mut self,
        command: Command,
        other: impl FnOnce(Rc<PracticeWorld>, Rc<Helm>) -> Other,
    ) {
        let world = Rc::clone(&self.world);
        let other = other(Rc::clone(&world), self.engine.helm());
        let does = self.engine.obey(command);
        world.run(async {
            futures_util::future::join(does, other).await;
        });
        self.hears();
    }

    /// Carries a command out while, after some time, the person steers.
    pub(crate) fn does_and_steers(&mut self, command: Command, after: Duration, steering: Steering) {
        self.does_while(command, |world, helm| async move {
            world.sleep(after).await;
            helm.steer(steering);
        });
    }
}
