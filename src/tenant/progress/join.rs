//! What two tabs of one browser know of a closing, put together: nothing that one of them has said or done is lost, in
//! whatever order they hear of each other. Decides nothing of what is done next.
//!
//! Each tab keeps the whole text. Two that keep in the same instant overwrite one another, and each hears of the other's
//! afterwards; so both put together what they have, and keep it if it is more than what they heard. That comes to an end
//! because the order of joining makes no difference, and joining again changes nothing. Whoever changes how two are joined
//! raises [`SCHEMA`](super::SCHEMA): two tabs with different rules would never agree.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeSet;

use super::{ExportState, FinishedRun, LeftRun, Progress, RunningPlan};
use crate::tenant::ids::UserId;
use crate::tenant::{Counts, Moment, PlanHash};

/// A run, told apart from every other: its plan may be confirmed again later.
type Begun = (Moment, PlanHash);

impl Progress {
    /// What this one and another one of the same tenant hold together.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        let forgotten_at = self.forgotten_at.max(other.forgotten_at);
        let (one, other) = (self.since(forgotten_at), other.since(forgotten_at));
        let kept = kept(&one, &other);
        let ticked = match one.ticked_at.cmp(&other.ticked_at) {
            Ordering::Less => other.ticked,
            Ordering::Equal => one.ticked.into_iter().chain(other.ticked).collect(),
            Ordering::Greater => one.ticked,
        };
        let mut reported_deleted = one.reported_deleted;
        for (subscription, at) in other.reported_deleted {
            let reported = reported_deleted.entry(subscription).or_insert(at);
            *reported = at.min(*reported);
        }
        let mut said_at = one.said_at;
        for (user, at) in other.said_at {
            let said = said_at.entry(user).or_insert(at);
            *said = at.max(*said);
        }
        let finished = each_once(one.finished, other.finished, FinishedRun::begun);
        let left = each_once(one.left, other.left, LeftRun::begun);
        let is_finished = |run: &LeftRun| finished.iter().any(|finished| finished.begun() == run.begun());
        let left: Vec<_> = left.into_iter().filter(|run| !is_finished(run)).collect();
        let running = open(one.running, other.running, &finished, &left);
        let signed_in_at = one.signed_in_at.max(other.signed_in_at);
        let tenant_gone_at = one.tenant_gone_at.max(other.tenant_gone_at);
        Self {
            tenant: one.tenant.max(other.tenant),
            cloud: one.cloud.max(other.cloud),
            started_at: one.started_at.into_iter().chain(other.started_at).min(),
            forgotten_at,
            signed_in_at,
            // The later archive, and an archive rather than none.
            export: one.export.max(other.export),
            kept,
            said_at,
            reported_deleted,
            ticked,
            ticked_at: one.ticked_at.max(other.ticked_at),
            seen: Counts::join_known(one.seen, other.seen),
            running,
            finished,
            left,
            // Who was let in was let in somewhere, whatever Entra had said before.
            tenant_gone_at: tenant_gone_at.filter(|gone| signed_in_at.is_none_or(|signed_in| signed_in < *gone)),
        }
    }
}

impl Progress {
    /// [`Progress::join`] in a tab that is at work with its run, now. Nothing takes that from it: a tab that knows of another
    /// run, or of its end, could not read what was kept. The other run is left.
    #[must_use]
    pub fn join_at_work(mut self, mut other: Self, now: Moment) -> Self {
        let Some(ours) = self.running.as_ref().map(RunningPlan::begun) else {
            return self.join(other);
        };
        if other.running.as_ref().is_some_and(|run| run.begun() != ours) {
            other.leave(now);
        }
        other.finished.retain(|run| run.begun() != ours);
        other.left.retain(|run| run.begun() != ours);
        self.forgotten_at = self.forgotten_at.max(other.forgotten_at);
        self.join(other)
    }

    /// The latest time that it holds: where the clock was ahead, later than now.
    #[must_use]
    pub fn latest(&self) -> Option<Moment> {
        let exported_at = match self.export {
            ExportState::Waived { at } | ExportState::Done { at, .. } => Some(at),
            ExportState::Missing => None,
        };
        let times = [
            self.started_at,
            self.forgotten_at,
            self.signed_in_at,
            exported_at,
            self.ticked_at,
            self.seen.map(|seen| seen.taken_at),
            self.seen.and_then(|seen| seen.subscriptions_at),
            self.running.as_ref().map(|run| run.started_at),
            self.tenant_gone_at,
        ];
        let said = self.said_at.values().chain(self.reported_deleted.values()).copied();
        let begun = self.finished.iter().map(|run| run.started_at);
        let begun = begun.chain(self.left.iter().map(|run| run.started_at));
        times.into_iter().flatten().chain(said).chain(begun).max()
    }

    /// What is not void when everything until then is forgotten.
    fn since(mut self, forgotten_at: Option<Moment>) -> Self {
        let Some(then) = forgotten_at.filter(|_| self.forgotten_at < forgotten_at) else {
            return self;
        };
        let is_later = |at: Moment| at > then;
        self.forgotten_at = forgotten_at;
        self.started_at = self.started_at.filter(|at| is_later(*at));
        self.export = match self.export {
            ExportState::Waived { at } | ExportState::Done { at, .. } if !is_later(at) => ExportState::Missing,
            export @ (ExportState::Missing | ExportState::Waived { .. } | ExportState::Done { .. }) => export,
        };
        self.said_at.retain(|_, at| is_later(*at));
        self.kept.retain(|user| self.said_at.contains_key(user));
        self.reported_deleted.retain(|_, at| is_later(*at));
        self.ticked_at = self.ticked_at.filter(|at| is_later(*at));
        if self.ticked_at.is_none() {
            self.ticked.clear();
        }
        self.seen = self.seen.filter(|seen| is_later(seen.taken_at));
        self.running = self.running.filter(|run| is_later(run.started_at));
        self.finished.retain(|run| is_later(run.started_at));
        self.left.retain(|run| is_later(run.started_at));
        self.tenant_gone_at = self.tenant_gone_at.filter(|at| is_later(*at));
        self
    }
}

/// Of each account what was said last; of two sayings in the same millisecond, that it is kept.
fn kept(one: &Progress, other: &Progress) -> BTreeSet<UserId> {
    let said = |by: &Progress, user| (by.said_at.get(&user).copied(), by.kept.contains(&user));
    let users = one.kept.iter().chain(&other.kept).copied();
    users
        .filter(|user| said(one, *user).max(said(other, *user)).1)
        .collect()
}

/// The runs of both in the order in which they were begun, each as it was told last.
fn each_once<R: Ord>(one: Vec<R>, other: Vec<R>, begun: fn(&R) -> Begun) -> Vec<R> {
    let mut runs = one;
    runs.extend(other);
    runs.sort_by(|one, other| begun(one).cmp(&begun(other)).then_with(|| other.cmp(one)));
    runs.dedup_by_key(|run| begun(run));
    runs
}

/// The run that isn't finished: neither one that another tab has seen the end of, nor one that another was begun after.
fn open(
    one: Option<RunningPlan>,
    other: Option<RunningPlan>,
    finished: &[FinishedRun],
    left: &[LeftRun],
) -> Option<RunningPlan> {
    let has_ended = |run: &RunningPlan| {
        let begun = run.begun();
        finished.iter().any(|run| run.begun() == begun) || left.iter().any(|run| run.begun() == begun)
    };
    let mut runs: Vec<_> = one.into_iter().chain(other).filter(|run| !has_ended(run)).collect();
    runs.sort_by_key(|run| Reverse(run.begun()));
    let mut runs = runs.into_iter();
    let mut last = runs.next()?;
    if let Some(same) = runs.next().filter(|other| other.begun() == last.begun()) {
        last.accepted.add(&same.accepted);
        last.sent = last.sent.max(same.sent);
    }
    Some(last)
}

impl RunningPlan {
    /// What tells it apart from every other run.
    #[must_use]
    pub const fn begun(&self) -> Begun {
        (self.started_at, self.plan)
    }
}

impl FinishedRun {
    const fn begun(&self) -> Begun {
        (self.started_at, self.plan)
    }
}

impl LeftRun {
    const fn begun(&self) -> Begun {
        (self.started_at, self.plan)
    }
}
