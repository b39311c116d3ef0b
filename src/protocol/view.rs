//! What the page knows: the events so far, folded into one value. Shows nothing and asks nothing by itself.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use super::{
    AdminLinks, CloudChoice, Event, ExportStage, Exporting, Opened, Proposal, Purpose, Requested, RunState, Running,
    Session, Surveying,
};
use crate::tenant::plan::{FRESH_SIGN_IN, Work};
use crate::tenant::step::{Status, Task, status};
use crate::tenant::{Counts, Moment, Problem, Progress, Snapshot};

/// The activity page shows this many of the latest requests; older ones are let go so that memory stays flat.
const REQUESTS_KEPT: usize = 2_000;

/// The end of a sign-in is announced this long before.
const ANNOUNCED: Duration = Duration::from_hours(1);

/// Everything the page shows.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct View {
    /// What the engine can do; nothing until it has started.
    pub opened: Option<Opened>,
    /// The progress.
    pub progress: Progress,
    /// Who is signed in.
    pub session: Option<Session>,
    /// The reading that is under way.
    pub surveying: Option<Surveying>,
    /// The last reading of this visit.
    pub snapshot: Option<Snapshot>,
    /// The export of this visit.
    pub export: Option<Exporting>,
    /// The plan that is being looked at.
    pub proposal: Option<Proposal>,
    /// The run of this visit.
    pub running: Option<Running>,
    /// The latest requests, newest first.
    pub requests: VecDeque<Requested>,
    /// The latest problem that the person has not put away.
    pub problem: Option<Problem>,
    /// The sign-in that is awaited from a small window, by its state.
    pub awaited: Option<String>,
    /// Why a reading or an export waits for the person, if it does.
    pub challenge: Option<Problem>,
}

/// What waits until the person has signed in again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Awaiting {
    /// A run of this work.
    Run(Work),
    /// The export.
    Export,
    /// A reading.
    Reading,
}

impl View {
    /// Takes an event in. Events that are not about what is shown (what to keep, where to go) change nothing.
    pub fn apply(&mut self, event: Event) {
        match event {
            Event::Opened(opened) => self.opened = Some(opened),
            Event::Progress(progress) => self.progress = *progress,
            Event::Session(session) => {
                if session.is_none() {
                    // Of what was read while signed in, nothing stays. The progress does: it names nobody.
                    *self = Self {
                        opened: self.opened.take(),
                        progress: std::mem::take(&mut self.progress),
                        ..Self::default()
                    };
                }
                self.session = session;
            }
            Event::Surveying(surveying) => self.surveying = surveying,
            Event::Snapshot(snapshot) => self.snapshot = Some(Arc::unwrap_or_clone(snapshot)),
            Event::Exporting(exporting) => self.export = Some(exporting),
            Event::Proposed(proposal) => self.proposal = Some(proposal),
            Event::Running(running) => {
                self.proposal = None;
                self.running = Some(*running);
            }
            Event::Requested(requested) => {
                self.requests.truncate(REQUESTS_KEPT - 1);
                self.requests.push_front(requested);
            }
            Event::Problem(problem) => self.problem = Some(problem),
            Event::AwaitsSignIn(problem) => self.challenge = problem,
            Event::Window(window) => self.awaited = window.map(|window| window.state),
            Event::Leave { .. } | Event::LeaveSignedOut { .. } | Event::KeepProgress(_) => {}
        }
    }

    /// What is left to do, by the latest reading: this visit's, the last visit's, or another tab's.
    #[must_use]
    pub fn counts(&self) -> Option<Counts> {
        let read = self.snapshot.as_ref().map(Counts::of);
        read.into_iter().chain(self.progress.seen).reduce(Counts::or_later)
    }

    /// The status of a task.
    #[must_use]
    pub fn status(&self, task: Task, now: Moment) -> Status {
        status(task, self.counts().as_ref(), &self.progress, now)
    }

    /// Whether the person may confirm this work now, without proving again who they are.
    #[must_use]
    pub fn may_confirm(&self, work: Work, now: Moment) -> bool {
        self.session.as_ref().is_some_and(|session| {
            session.granted.contains(&Purpose::Carry(work))
                && session
                    .authenticated_at
                    .is_some_and(|at| now.since(at) <= FRESH_SIGN_IN)
        })
    }

    /// Whether somebody is signed in, and Entra still takes it as far as is known.
    #[must_use]
    pub fn sign_in_holds(&self) -> bool {
        let session = self.session.as_ref();
        session.is_some_and(|session| session.authenticated_at.is_some())
    }

    /// This tab's run, if it isn't over: it is at work, paused, or waits for somebody.
    #[must_use]
    pub fn under_way(&self) -> Option<&Running> {
        let running = self.running.as_ref();
        running.filter(|running| !matches!(running.state, RunState::Ended(_)))
    }

    /// Whether a run is at work: neither over nor waiting for the person.
    #[must_use]
    pub fn is_at_work(&self) -> bool {
        self.under_way()
            .is_some_and(|running| !matches!(running.state, RunState::AwaitsSignIn(_)))
    }

    /// Whether an export is under way.
    #[must_use]
    pub fn is_exporting(&self) -> bool {
        let stage = self.export.as_ref().map(|export| &export.stage);
        matches!(stage, Some(ExportStage::Writing(_)))
    }

    /// Whether the tenant is being read. A reading that waits for the person is in the way of nothing else.
    #[must_use]
    pub const fn is_reading(&self) -> bool {
        self.surveying.is_some() && self.challenge.is_none()
    }

    /// What waits for the person, if something does.
    #[must_use]
    pub fn awaits_sign_in(&self) -> Option<Awaiting> {
        if self.challenge.is_some() {
            return Some(if self.is_exporting() {
                Awaiting::Export
            } else {
                Awaiting::Reading
            });
        }
        let running = self.running.as_ref()?;
        matches!(running.state, RunState::AwaitsSignIn(_)).then_some(Awaiting::Run(running.work))
    }

    /// When the sign-in ends, if that is soon: within the hour, or before what is running will be done.
    #[must_use]
    pub fn sign_in_ends(&self, now: Moment) -> Option<Moment> {
        let ends_at = self.session.as_ref()?.ends_at;
        let running = self.running.as_ref().filter(|_| self.is_at_work());
        let needed = running.and_then(|running| running.time_left).unwrap_or_default();
        (now.plus(needed.max(ANNOUNCED)) >= ends_at).then_some(ends_at)
    }

    /// The admin centers' addresses for the cloud of this closing.
    #[must_use]
    pub fn links(&self) -> Option<&AdminLinks> {
        self.choice().map(|choice| &choice.links)
    }

    /// What the engine told of the cloud of this closing.
    #[must_use]
    pub fn choice(&self) -> Option<&CloudChoice> {
        let cloud = self
            .session
            .as_ref()
            .map(|session| session.cloud)
            .or(self.progress.cloud)?;
        let clouds = &self.opened.as_ref()?.clouds;
        clouds.iter().find(|choice| choice.cloud == cloud)
    }
}
