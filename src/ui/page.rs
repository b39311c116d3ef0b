//! What every part of the page shares: the view, the language, the time, the network, the open page and the line to the
//! engine. Lives as long as the page, so that nothing outlives it.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::FileSystemFileHandle;

use super::keeping::{self, Found};
use super::later::LaterParts;
use super::pages::Pages;
use super::route::Route;
use crate::browser::address::{self, History};
use crate::browser::sign_in_window::SignInWindow;
use crate::browser::storage::{Area, write};
use crate::browser::wake_lock::WakeLock;
use crate::browser::worker_port::WorkerPort;
use crate::browser::{clock, document, locale};
use crate::later::NotLoaded;
use crate::protocol::view::View;
use crate::protocol::{Command, Consented, Event, SignedOut, Steering};
use crate::tenant::progress::CloudName;
use crate::tenant::{Moment, Problem, ProblemKind};
use crate::text::{Language, Number, Texts};

/// How the person came to the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// By its address.
    Direct,
    /// From the identity provider, with the answer to a sign-in.
    FromSignIn,
}

/// What every part of the page shares.
#[derive(Clone, Copy)]
pub(crate) struct Page {
    /// What the engine has told.
    pub(crate) view: RwSignal<View>,
    /// The texts, and with them the language.
    pub(super) texts: RwSignal<&'static Texts>,
    /// The pages behind the start page, once they are loaded.
    pub(super) pages: RwSignal<Option<Pages>>,
    /// What brings the parts of the page that aren't loaded yet.
    pub(super) later: LaterParts,
    /// The time, by the second.
    pub(crate) now: RwSignal<Moment>,
    /// Whether there is a network.
    pub(crate) online: RwSignal<bool>,
    /// The open page.
    pub(crate) route: RwSignal<Route>,
    /// The engine's last words, if it is gone.
    pub(crate) failed: RwSignal<Option<String>>,
    /// The cloud that was chosen on the start page.
    pub(crate) chosen_cloud: RwSignal<Option<CloudName>>,
    /// Whether the page in view waits for something that is done in an admin center.
    pub(crate) watching: RwSignal<bool>,
    /// How the last sign-out ended.
    pub(crate) signed_out: RwSignal<Option<SignedOut>>,
    /// How the organization's consent ended, if the person comes back from it.
    pub(crate) consented: StoredValue<Option<Consented>>,
    /// What the person asked of a run last, and of which one, by when it was begun.
    pub(crate) steered: RwSignal<Option<(Moment, Steering)>>,
    /// Whether the browser kept the progress that it was given last.
    pub(super) keeps: StoredValue<bool>,
    /// What keeps the machine awake during a run.
    pub(crate) wake_lock: StoredValue<Option<WakeLock>, LocalStorage>,
    /// Whether the progress that the browser had kept is in the view: the engine reads it.
    pub(super) restored: RwSignal<bool>,
    /// How the person came here.
    pub(crate) arrival: Arrival,
    /// What became of the progress that was found at the start.
    pub(super) found: StoredValue<Found>,
    /// The small window of a sign-in, from the click that opens it to the sign-in's end. A page with our policy can't see
    /// whether the person has closed it.
    pub(crate) window: RwSignal<Option<SignInWindow>, LocalStorage>,
    /// The line to the engine; nothing before it is open.
    pub(super) port: StoredValue<Option<WorkerPort>, LocalStorage>,
}

/// The shared page.
pub(crate) fn page() -> Page {
    expect_context()
}

impl Page {
    /// The texts, for a part that is built anew when the language changes.
    pub(crate) fn texts(self) -> &'static Texts {
        self.texts.get_untracked()
    }

    /// The texts, for a part that stays when the language changes.
    pub(crate) fn live_texts(self) -> &'static Texts {
        self.texts.get()
    }

    /// The language, for what is written anew when it changes.
    pub(crate) fn live_language(self) -> Language {
        self.live_texts().language
    }

    /// Chooses the language, as soon as its texts are there, and keeps the choice.
    pub(crate) fn choose_language(self, language: Language) {
        spawn_local(async move {
            match (self.later.texts)(language).await {
                Ok(texts) => {
                    self.texts.try_set(texts);
                    if write(Area::Local, keeping::LANGUAGE, language.tag()).is_err() {
                        self.report(ProblemKind::ProgressNotKept);
                    }
                }
                Err(NotLoaded) => {
                    self.report(ProblemKind::PartNotLoaded);
                    // The choice shows the language that is in use.
                    self.texts.try_update(|_| ());
                }
            }
        });
    }

    /// Loads the pages behind the start page, if they aren't there yet.
    pub(crate) fn load_pages(self) {
        if self.pages.with_untracked(Option::is_some) {
            return;
        }
        spawn_local(async move {
            match (self.later.pages)().await {
                Ok(pages) => drop(self.pages.try_set(Some(pages))),
                Err(NotLoaded) => self.report(ProblemKind::PartNotLoaded),
            }
        });
    }

    /// Sends a command to the engine.
    pub(crate) fn send(self, command: &Command) {
        self.send_with(command, None);
    }

    /// Sends a command to the engine, and the file that goes with it.
    pub(crate) fn send_with(self, command: &Command, archive: Option<&FileSystemFileHandle>) {
        let sent = self
            .port
            .try_with_value(|port| port.as_ref().map(|port| port.send(command, archive)));
        if let Some(Some(Err(error))) = sent {
            self.fail(error.as_string().unwrap_or_default());
        }
    }

    /// The engine is gone, or is not understood any more: then it must not go on unseen.
    pub(super) fn fail(self, words: String) {
        self.port.try_with_value(|port| port.as_ref().map(WorkerPort::end));
        self.failed.try_set(Some(words));
        self.replace_window(None);
    }

    /// Puts this window, or none, in the place of the small window that there was.
    pub(crate) fn replace_window(self, window: Option<SignInWindow>) {
        let earlier = self.window.try_update(|there| std::mem::replace(there, window));
        if let Some(Some(earlier)) = earlier {
            earlier.end();
        }
    }

    /// Drops everything that the page keeps in the browser, and lets it keep again what comes from now on.
    pub(crate) fn forget_everything(self) {
        keeping::drop_everything();
        spawn_local(crate::browser::archive_file::remove_private_files());
        self.found.set_value(Found::Ours);
    }

    /// Shows a problem of the page's own.
    pub(crate) fn report(self, kind: ProblemKind) {
        let problem = Problem::new(kind, clock::now());
        self.view.try_update(|view| view.apply(Event::Problem(problem)));
    }

    /// Opens another page of the site.
    pub(crate) fn go(self, route: Route, how: History) {
        if self.route.get_untracked() != route {
            address::show(&route.address(), how);
            self.route.set(route);
            document::scroll_to_top();
        }
    }

    /// [`Page::cloud`], once.
    pub(crate) fn cloud_untracked(self) -> Option<CloudName> {
        untrack(move || self.cloud())
    }

    /// The cloud to sign in to: this closing's, or else the one that was chosen, or the only one there is.
    pub(crate) fn cloud(self) -> Option<CloudName> {
        self.view.with(|view| {
            let fixed = view
                .session
                .as_ref()
                .map(|session| session.cloud)
                .or(view.progress.cloud);
            let first = || view.opened.as_ref()?.clouds.first().map(|choice| choice.cloud);
            fixed.or(self.chosen_cloud.get()).or_else(first)
        })
    }

    /// Whether somebody is signed in.
    pub(crate) fn signed_in(self) -> bool {
        self.view.with(|view| view.session.is_some())
    }

    /// A number as it is written in the language. Like the ones below it follows the language only where a text does.
    pub(crate) fn number(self, value: impl TryInto<u64>) -> Number {
        locale::number(self.texts().language, value.try_into().unwrap_or(u64::MAX))
    }

    /// A moment as it is written in the language.
    pub(crate) fn time(self, moment: Moment) -> String {
        locale::day_and_time(self.texts().language, moment)
    }

    /// The time of day as it is written in the language.
    pub(crate) fn clock_time(self, moment: Moment) -> String {
        locale::time_of_day(self.texts().language, moment)
    }

    /// A size as it is written in the language.
    pub(crate) fn bytes(self, bytes: u64) -> String {
        locale::bytes(self.texts().language, bytes)
    }

    /// A rough length of time in words.
    pub(crate) fn duration(self, duration: Duration) -> String {
        let frame = &self.texts().frame;
        match duration.as_secs() {
            seconds @ 0..60 => (frame.seconds)(&self.number(seconds.max(1))),
            seconds @ 60..5400 => (frame.minutes)(&self.number(seconds.div_ceil(60))),
            seconds => (frame.hours)(&self.number(seconds.div_ceil(3600))),
        }
    }
}
