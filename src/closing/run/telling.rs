//! Tells the page how far a run has come, and keeps how far. Decides nothing.

use std::time::Duration;

use super::{Run, cost, count};
use crate::client::World;
use crate::closing::book::{learned, note_said, tell_progress};
use crate::protocol::{Event, RunState};

/// The rate is taken from so long a time, and not from less than this many things.
const LOOKING_BACK: Duration = Duration::from_mins(1);

impl<W: World> Run<'_, W> {
    /// Shows a state, with everything else that is known.
    pub(super) fn show(&mut self, state: RunState) {
        let at_least = match &state {
            RunState::Waiting { until, .. } => until.since(self.world.now()),
            RunState::Working
            | RunState::Paused
            | RunState::AwaitsSignIn(_)
            | RunState::Verifying
            | RunState::Ended(_) => Duration::ZERO,
        };
        self.running.state = state;
        self.running.fates = self.fates.counts();
        self.running.time_left = self.time_left().map(|time| time.max(at_least));
        self.world.tell(Event::Running(Box::new(self.running.clone())));
    }

    /// Shows what a batch has changed, and keeps it.
    pub(super) fn tell_progress(&mut self) {
        let now = self.world.elapsed();
        self.observed.push_back((now, self.settled));
        while self
            .observed
            .front()
            .is_some_and(|(at, _)| now.saturating_sub(*at) > LOOKING_BACK)
        {
            self.observed.pop_front();
        }
        self.take_in_learned();
        tell_progress(self.world, &self.helm, self.progress);
        self.show(self.running.state.clone());
    }

    /// Another tab, or the person here, may have ticked something off or excluded somebody; how far the run is, only this one knows.
    pub(super) fn take_in_learned(&mut self) {
        self.excluded.extend(&self.progress.kept);
        let (before, now) = (self.progress.clone(), self.world.now());
        for learned in learned(&self.helm).flatten() {
            self.excluded.extend(&learned.kept);
            *self.progress = std::mem::take(self.progress).join_at_work(learned, now);
        }
        note_said(self.progress, &self.helm, now);
        self.excluded.extend(&self.progress.kept);
        // At once: what the person says next is kept on top of what was told last. But only what is new: a tab that can't be
        // agreed with would answer for ever.
        if *self.progress != before {
            tell_progress(self.world, &self.helm, self.progress);
        }
    }

    /// The longer of what the quota allows and what the last minute showed: neither alone is honest. When nothing is left to
    /// send, it lasts as long as Microsoft's lists take, and nobody knows how long that is.
    fn time_left(&self) -> Option<Duration> {
        let left = Some(count(self.queue.left())).filter(|left| *left > 0)?;
        let by_quota = self.client.time_for(cost(left));
        let ((from, before), (until, after)) = (self.observed.front()?, self.observed.back()?);
        let settled = count(after.saturating_sub(*before));
        let seen = until.saturating_sub(*from).checked_mul(left)?.checked_div(settled);
        Some(by_quota.max(seen.unwrap_or_default()))
    }
}
