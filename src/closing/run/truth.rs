//! What the tenant says of a plan's things: read afresh, with patience for lists that lag behind. Single things are asked for
//! in `one_by_one.rs`.

use std::iter::Peekable;
use std::time::Duration;

use super::queue::{Queue, Queued, Wait};
use super::{Halt, LANES, Run, There};
use crate::client::asking::{Asking, Round};
use crate::client::{Client, World};
use crate::closing::survey;
use crate::microsoft::Endpoint;
use crate::microsoft::graph::{applications, deleted_users, users};
use crate::microsoft::limits::BATCH;
use crate::protocol::{Failure, RunState, WaitReason};
use crate::tenant::ids::UserId;
use crate::tenant::plan::{Item, Target, Work};
use crate::tenant::snapshot::MultifactorState;
use crate::tenant::{Fate, Problem, ProblemKind};

/// How long lists are given to catch up with what was accepted. Microsoft promises no time; minutes have been seen.
const PATIENCE: [u64; 8] = [1, 2, 5, 10, 30, 60, 120, 300];

/// How often a list is read again that could not be read, before the run is interrupted. Without network there is no end.
const READINGS: u32 = 12;

impl<W: World> Run<'_, W> {
    /// Which of the plan's things are still as they were.
    pub(super) async fn still_there(&mut self) -> Result<There, Halt> {
        match self.running.work {
            Work::DeleteUsers => {
                self.patiently(async |run| listed(run.client, &users::ListUserIds).await)
                    .await
            }
            Work::DeleteApplications => {
                let both = async |run: &Self| {
                    let mut ids = listed(run.client, &applications::ListApplications).await?;
                    ids.append(&mut listed(run.client, &applications::ListServicePrincipals).await?);
                    Ok(ids)
                };
                self.patiently(both).await
            }
            Work::DisableMultifactor => self.with_multifactor().await,
            Work::PurgeUsers => {
                self.patiently(async |run| listed(run.client, &deleted_users::ListDeletedUserIds).await)
                    .await
            }
        }
    }

    /// A state that can't be read counts as still on: "done" never rests on silence.
    async fn with_multifactor(&mut self) -> Result<There, Halt> {
        let items = self.confirmed.plan().items().iter();
        let mut asking = survey::asking(items.map(|item| UserId(item.id)));
        self.ask_about(&mut asking).await?;
        let on = survey::states(asking)
            .into_iter()
            .filter(|one| one.state.known() != Some(&MultifactorState::Disabled));
        Ok(on.map(|one| one.user.0).collect())
    }

    /// Asks about all of them, and says what it waits for.
    pub(super) async fn ask_about<T>(&mut self, asking: &mut Asking<T>) -> Result<(), Halt> {
        loop {
            let round = self
                .patiently(async |run| asking.go_on(run.client, |_| {}).await)
                .await?;
            match round {
                Round::Done => return Ok(()),
                Round::Later(wait, reason) => self.wait_for(self.after(wait, reason)).await?,
                Round::Nothing(failure, times) => self.wait_to_try_again(&failure, times - 1).await?,
            }
        }
    }

    /// The places of what should be gone by now, and is among these: accepted in this run, or found to be gone when it
    /// began.
    fn said_to_be_gone(&self, there: &There) -> Vec<(usize, Item)> {
        let items = self.confirmed.plan().items().iter().copied().enumerate();
        items
            .filter(|(place, item)| {
                there.contains(&item.id)
                    && !matches!(
                        self.fates.at(*place),
                        Some(Fate::LeftOut | Fate::Blocked | Fate::Failed)
                    )
            })
            .collect()
    }

    /// What an earlier, interrupted run of this plan has done shows in the tenant; its record only says what may be on its
    /// way still, because lists lag.
    pub(super) async fn find_what_is_left(&mut self) -> Result<(), Halt> {
        self.show(RunState::Verifying);
        let there = self.still_there().await?;
        let accepted = self.progress.running.as_ref().map(|running| running.accepted.clone());
        let accepted = accepted.unwrap_or_default();
        let mut left = Vec::new();
        let mut absent = Vec::new();
        for (place, item) in self.confirmed.plan().items().iter().enumerate() {
            match (there.contains(&item.id), accepted.holds(place)) {
                (true, true) => self.fates.set(place, Fate::Accepted),
                (true, false) => left.push((place, *item)),
                (false, true) => self.fates.set(place, Fate::Gone),
                // Read one by one already.
                (false, false) if item.target == Target::UserMultifactor => self.fates.set(place, Fate::Gone),
                (false, false) => absent.push((place, *item)),
            }
        }
        // A list that others change while its pages are read may leave something out: what Luk has not deleted itself is
        // gone only if it is not found. What was under way when a tab was closed is still listed for a while.
        let under_way = if accepted.count() > 0 { LANES * BATCH } else { 0 };
        let doubtful = left.iter().take(under_way).chain(&absent);
        let doubtful: Vec<Item> = doubtful.map(|(_, item)| *item).collect();
        let not_found = self.gone_one_by_one(&doubtful).await?;
        left.append(&mut absent);
        left.retain(|(place, item)| {
            let gone = not_found.contains(&item.id);
            if gone {
                // Its fate stays open: nobody is told that it is gone before the end bears it out.
                self.doubted.insert(*place);
            }
            !gone
        });
        left.sort_unstable_by_key(|(place, _)| *place);
        self.queue = Queue::new(left.into_iter().map(queued));
        Ok(())
    }

    /// Reads something of the tenant with the patience of a run: without network it waits as long as that takes.
    async fn patiently<T>(
        &mut self,
        mut read: impl AsyncFnMut(&Self) -> Result<T, crate::client::Failure>,
    ) -> Result<T, Halt> {
        let mut tries = 0;
        loop {
            self.sign_ins = self.client.tokens().sign_ins();
            match read(self).await {
                Ok(value) => return Ok(value),
                Err(failure) => self.wait_to_try_again(&failure, tries).await?,
            }
            tries += 1;
        }
    }

    /// Waits until what has failed so many times before may be tried again, if it may.
    async fn wait_to_try_again(&mut self, failure: &crate::client::Failure, tries: u32) -> Result<(), Halt> {
        let reason = match failure.passes() {
            Some(reason @ WaitReason::Unreachable) => reason,
            Some(reason) if tries < READINGS => reason,
            Some(_) | None => return Err(self.halt(failure)),
        };
        let wait = self.client.before_another_try(failure, tries);
        self.wait_for(self.after(wait, reason)).await
    }

    /// Waits before it reads again, and says why.
    pub(super) async fn wait_for(&mut self, wait: Wait) -> Result<(), Halt> {
        let left = self.wait(wait);
        let waited = self.client.wait_for(left, wait.reason).await;
        waited.map_err(|failure| self.halt(&failure))?;
        self.show(RunState::Verifying);
        Ok(())
    }

    /// Accepted is not gone: a fresh list decides. What was only said not to be there, and is, was never accepted by anybody: it
    /// is put back in line. What is still there after all patience is named as such.
    pub(super) async fn verify(&mut self, patience: &mut Patience) -> Result<Verified, Halt> {
        let there = loop {
            self.show(RunState::Verifying);
            let mut there = self.still_there().await?;
            if self.said_to_be_gone(&there).is_empty() || patience.peek().is_none() {
                let doubtful = self.doubtful_yet_there(&there).await?;
                there.extend(doubtful);
            }
            let seen = self.said_to_be_gone(&there);
            let Some(wait) = patience.next_if(|_| !seen.is_empty()) else {
                break there;
            };
            self.wait_for(self.after(wait, WaitReason::ListsLag)).await?;
            if self.put_back(&seen) {
                return Ok(Verified::SomeAreThere);
            }
        };
        let at = self.world.now();
        for (place, item) in self.said_to_be_gone(&there) {
            let problem = Problem::new(ProblemKind::StillListed, at);
            self.fates.set(place, problem.kind.fate());
            self.running.failures.push(Failure { item, problem });
        }
        // An item that failed may have gone all the same: then it is no failure.
        let otherwise = self.otherwise_than_said(&there).await?;
        let stays = |failure: &Failure| there.contains(&failure.item.id) && !otherwise.contains_key(&failure.item.id);
        self.running.failures.retain(stays);
        for (place, item) in self.confirmed.plan().items().iter().enumerate() {
            if let Some(kind) = otherwise.get(&item.id) {
                self.fates.set(place, kind.fate());
                let problem = Problem::new(*kind, at);
                self.running.failures.push(Failure { item: *item, problem });
            } else if !there.contains(&item.id) && self.fates.at(place) != Some(Fate::LeftOut) {
                self.fates.set(place, Fate::Gone);
            }
        }
        self.running.fates = self.fates.counts();
        Ok(Verified::Whole)
    }

    /// Puts back in line what of these was only said not to be there. Says whether there was something.
    fn put_back(&mut self, seen: &[(usize, Item)]) -> bool {
        let seen = seen.iter().copied();
        let again: Vec<(usize, Item)> = seen.filter(|(place, _)| self.doubted.remove(place)).collect();
        for (place, _) in &again {
            self.settled = self.settled.saturating_sub(1);
            self.fates.set(*place, Fate::Planned);
        }
        let is_some = !again.is_empty();
        self.queue = Queue::new(again.into_iter().map(queued));
        is_some
    }
}

/// The waits until a run is over.
pub(super) type Patience = Peekable<std::iter::Map<std::array::IntoIter<u64, 8>, fn(u64) -> Duration>>;

/// All of them.
pub(super) fn patience() -> Patience {
    let seconds: fn(u64) -> Duration = Duration::from_secs;
    PATIENCE.into_iter().map(seconds).peekable()
}

/// What the tenant says of a run's things.
pub(super) enum Verified {
    /// Each has found its fate.
    Whole,
    /// Some that nobody had accepted are there, and in line again.
    SomeAreThere,
}

/// An item that was not tried yet.
const fn queued((place, item): (usize, Item)) -> Queued {
    Queued {
        place,
        item,
        tries: 0,
        throttles: 0,
    }
}

async fn listed<W: World, E: Endpoint>(client: &Client<W>, endpoint: &E) -> Result<There, crate::client::Failure> {
    let objects: Vec<users::Identified> = client.list(&endpoint.call(), |_| {}).await?;
    Ok(objects.into_iter().map(|object| object.id).collect())
}
