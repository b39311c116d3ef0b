//! A run: carries a confirmed plan out, batch by batch, and ends by reading the tenant. Touches nothing that the plan does
//! not name; a fresh list, not its own bookkeeping, says what is gone.

mod fate;
mod truth;

use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::select;

use super::{Engine, SignedIn};
use crate::client::batch::Batched;
use crate::client::retry::{Next, Outcome, backoff, next};
use crate::client::{Client, Failure, Helm, World, failure_of};
use crate::microsoft::graph::{applications, multifactor, users};
use crate::microsoft::limits::BATCH;
use crate::microsoft::refusal::Refusal;
use crate::microsoft::{Call, Version};
use crate::protocol::{self, Event, RunEnd, RunState, Running, WaitReason};
use crate::tenant::ids::Guid;
use crate::tenant::plan::{Item, Target, Work};
use crate::tenant::progress::FinishedRun;
use crate::tenant::{ConfirmedPlan, Moment, Problem, ProblemKind};
use fate::{Fate, fate};

/// The first batches are small, so that a mistake shows on one thing, then on ten, before it could show on all.
const CANARY: [usize; 2] = [1, 10];

/// A run stops by itself when at least so many things turn out otherwise than planned …
const SURPRISES: usize = 5;

/// … and they are more than one in so many of those tried.
const ONE_IN: usize = 50;

/// So many things in a row that are refused for want of a right mean that the right is gone, not that things differ.
const REFUSED_IN_A_ROW: usize = 5;

/// How often one thing is tried before it counts as failed.
const TRIES: u32 = 8;

/// How often a whole batch in a row may go unanswered or be refused before the run is interrupted.
const OUTER_TRIES: u32 = 6;

impl<W: World> Engine<W> {
    /// Runs a confirmed plan to its end, whatever that is, then reads the tenant again.
    pub(super) async fn run(&mut self, confirmed: ConfirmedPlan) -> Result<(), Problem> {
        let SignedIn { client, session } = self.signed_in()?;
        if (session.tenant, session.person) != (confirmed.plan().tenant(), confirmed.plan().person()) {
            return Err(self.problem(ProblemKind::OtherTenant));
        }
        let mut run = Run::new(&*self.world, client, self.helm(), &confirmed);
        let end = run.carry_out().await;
        let (running, started_at) = (
            run.running,
            self.progress.running.as_ref().map(|running| running.started_at),
        );
        self.helm.start();
        if end == RunEnd::Finished {
            self.keep_plan(None);
            let finished = FinishedRun {
                work: running.work,
                plan: running.plan,
                planned: running.total,
                verified: running.verified,
                started_at: started_at.unwrap_or(running.started_at),
                ended_at: self.world.now(),
            };
            self.change(|progress, _| {
                progress.running = None;
                progress.finished.push(finished);
            })?;
        }
        self.world.tell(Event::Running(Box::new(Running {
            state: RunState::Ended(end),
            ..running
        })));
        self.survey().await
    }
}

struct Run<'e, W> {
    world: &'e W,
    client: &'e Client<W>,
    helm: Rc<Helm>,
    confirmed: &'e ConfirmedPlan,
    queue: VecDeque<Queued>,
    accepted: Vec<Item>,
    tried: usize,
    refused_in_a_row: usize,
    unauthorized: u32,
    running: Running,
}

#[derive(Clone, Copy)]
struct Queued {
    item: Item,
    tries: u32,
}

impl<'e, W: World> Run<'e, W> {
    fn new(world: &'e W, client: &'e Client<W>, helm: Rc<Helm>, confirmed: &'e ConfirmedPlan) -> Self {
        let plan = confirmed.plan();
        let running = Running {
            work: plan.work(),
            plan: plan.hash(),
            total: plan.count(),
            verified: 0,
            accepted: 0,
            failures: Vec::new(),
            state: RunState::Working,
            started_at: world.now(),
            time_left: None,
        };
        Self {
            world,
            client,
            helm,
            confirmed,
            queue: VecDeque::new(),
            accepted: Vec::new(),
            tried: 0,
            refused_in_a_row: 0,
            unauthorized: 0,
            running,
        }
    }

    async fn carry_out(&mut self) -> RunEnd {
        match self.try_to_finish().await {
            Ok(()) => RunEnd::Finished,
            Err(Halt::Stopped) => RunEnd::Stopped,
            Err(Halt::Problem(problem)) => RunEnd::Interrupted(*problem),
        }
    }

    async fn try_to_finish(&mut self) -> Result<(), Halt> {
        // What an earlier, interrupted run of this plan has done shows in the tenant and nowhere else.
        self.show(RunState::Verifying);
        let there = self.still_there().await?;
        let (left, gone): (Vec<Item>, Vec<Item>) = self
            .confirmed
            .plan()
            .items()
            .iter()
            .partition(|item| there.contains(&item.id));
        self.running.verified = u32::try_from(gone.len()).unwrap_or(u32::MAX);
        self.queue = left.into_iter().map(|item| Queued { item, tries: 0 }).collect();
        let mut sizes = CANARY.into_iter();
        let mut outer = 0;
        while !self.queue.is_empty() {
            self.heed().await?;
            let size = sizes.next().unwrap_or(BATCH).min(BATCH).min(self.queue.len());
            let batch: Vec<Queued> = self.queue.drain(..size).collect();
            self.client
                .keep_pace(u32::try_from(size).unwrap_or(u32::MAX))
                .await
                .map_err(|f| self.halt(&f))?;
            self.show(RunState::Working);
            let calls: Vec<(Guid, Call)> = batch.iter().map(|queued| (queued.item.id, call(queued.item))).collect();
            let answered = self.client.batch(version(self.running.work), &calls).await;
            let wait = match answered.map_err(|failure| self.halt(&failure))? {
                Batched::Answers(answers) => {
                    outer = 0;
                    self.take(batch.into_iter().zip(answers))?
                }
                Batched::Outer(outcome) => {
                    // Nobody knows what became of these: they are tried again, and "not found" then means done.
                    batch.into_iter().rev().for_each(|queued| self.queue.push_front(queued));
                    outer += 1;
                    Some(self.outer(&outcome, outer)?)
                }
            };
            self.brake()?;
            if let Some((wait, reason)) = wait {
                self.sit_out(wait, reason).await?;
            }
        }
        self.verify().await
    }

    /// Waits until the service may be asked again. A person who pauses or stops meanwhile is heeded at once, and a pause
    /// counts towards the wait.
    async fn sit_out(&mut self, wait: Duration, reason: WaitReason) -> Result<(), Halt> {
        let until = self.world.now().plus(wait);
        loop {
            self.heed().await?;
            let left = until.since(self.world.now());
            if left.is_zero() {
                return Ok(());
            }
            self.show(RunState::Waiting { until, reason });
            let slept = std::pin::pin!(self.world.sleep(left));
            let turned = std::pin::pin!(self.helm.turned());
            select(slept, turned).await;
        }
    }

    /// Pauses or stops where the person wants it: between two batches.
    async fn heed(&mut self) -> Result<(), Halt> {
        if self.helm.is_paused() {
            self.show(RunState::Paused);
            self.helm.resumed().await;
        }
        if self.helm.is_stopped() {
            Err(Halt::Stopped)
        } else {
            Ok(())
        }
    }

    /// Takes a batch's answers in. Returns how long to wait before the next.
    fn take(
        &mut self,
        answers: impl Iterator<Item = (Queued, Option<crate::microsoft::graph::batch::Answer>)>,
    ) -> Result<Option<(Duration, WaitReason)>, Halt> {
        let mut wait: Option<(Duration, WaitReason)> = None;
        let mut unauthorized: Option<Refusal> = None;
        for (Queued { item, tries }, answer) in answers {
            match fate(answer.as_ref(), self.world.now()) {
                Fate::Accepted => {
                    self.tried += 1;
                    self.refused_in_a_row = 0;
                    self.accepted.push(item);
                }
                Fate::Failed(problem) => {
                    self.tried += 1;
                    if problem.kind == ProblemKind::Forbidden {
                        self.refused_in_a_row += 1;
                    }
                    self.running.failures.push(protocol::Failure { item, problem });
                }
                Fate::SignIn(refusal) => {
                    unauthorized = Some(refusal);
                    self.queue.push_back(Queued { item, tries });
                }
                Fate::Again { problem, .. } if tries + 1 >= TRIES => {
                    self.tried += 1;
                    self.running.failures.push(protocol::Failure { item, problem });
                }
                Fate::Again {
                    wait: asked, reason, ..
                } => {
                    let asked = asked.unwrap_or_else(|| backoff(tries, self.client.jitter()));
                    wait = Some(wait.map_or((asked, reason), |longest| longest.max((asked, reason))));
                    self.queue.push_back(Queued { item, tries: tries + 1 });
                }
            }
        }
        self.running.accepted = u32::try_from(self.accepted.len()).unwrap_or(u32::MAX);
        match unauthorized {
            // One new token is a try; when that isn't taken either, only the person can help.
            Some(refusal) if self.unauthorized > 0 => Err(self.halt(&Failure::SignInNeeded(Some(Box::new(refusal))))),
            Some(refusal) => {
                self.unauthorized += 1;
                self.client.renew_token(Some(&refusal));
                Ok(wait)
            }
            None => {
                self.unauthorized = 0;
                Ok(wait)
            }
        }
    }

    /// A batch that was refused or unanswered as a whole.
    fn outer(&self, outcome: &Outcome, tries: u32) -> Result<(Duration, WaitReason), Halt> {
        let now = self.world.now();
        let interrupted = || Halt::Problem(Box::new(failure_of(outcome).problem(now)));
        if tries >= OUTER_TRIES {
            return Err(interrupted());
        }
        let pause = backoff(tries, self.client.jitter());
        match next(outcome, tries, self.client.jitter(), now) {
            Next::After(wait, reason) => Ok((wait, reason)),
            Next::RenewToken if tries == 1 => {
                // What a refusal of the whole batch demands, the client has heard.
                self.client.renew_token(None);
                Ok((Duration::from_millis(100), WaitReason::ServiceFailed))
            }
            // An answer with status 200 that isn't a batch's: as good as none.
            Next::Take => Ok((pause, WaitReason::ServiceFailed)),
            Next::RenewToken | Next::GiveUp => Err(interrupted()),
        }
    }

    /// Stops by itself when too much turns out otherwise. Enterprise applications are known to refuse (Microsoft: "errors
    /// are expected"), so applications have no brake.
    fn brake(&self) -> Result<(), Halt> {
        let surprises = self.running.failures.len();
        let braked = matches!(self.running.work, Work::DeleteUsers | Work::DisableMultifactor);
        if braked && self.refused_in_a_row >= REFUSED_IN_A_ROW {
            let last = self.running.failures.iter().rev().map(|failure| &failure.problem);
            let mut refusals = last.filter(|problem| problem.kind == ProblemKind::Forbidden);
            if let Some(refusal) = refusals.next() {
                return Err(Halt::Problem(Box::new(refusal.clone())));
            }
        }
        if braked && surprises >= SURPRISES && surprises * ONE_IN > self.tried {
            return Err(Halt::Problem(Box::new(Problem::new(
                ProblemKind::TooManySurprises,
                self.world.now(),
            ))));
        }
        Ok(())
    }

    fn halt(&self, failure: &Failure) -> Halt {
        if matches!(failure, Failure::Stopped) {
            Halt::Stopped
        } else {
            Halt::Problem(Box::new(failure.problem(self.world.now())))
        }
    }

    fn show(&mut self, state: RunState) {
        self.running.state = state;
        self.running.time_left = self.time_left(self.world.now());
        self.world.tell(Event::Running(Box::new(self.running.clone())));
    }

    /// The longer of what the quota allows and what was observed: neither alone is honest.
    fn time_left(&self, now: Moment) -> Option<Duration> {
        let left = u32::try_from(self.queue.len()).ok()?;
        let done = u32::try_from(self.tried).ok().filter(|done| *done > 0)?;
        let observed = now
            .since(self.running.started_at)
            .checked_div(done)?
            .checked_mul(left)?;
        Some(observed.max(self.client.time_for(left)))
    }
}

/// Why a run doesn't go on.
enum Halt {
    Stopped,
    Problem(Box<Problem>),
}

const fn version(work: Work) -> Version {
    match work {
        Work::DeleteUsers | Work::DeleteApplications => Version::V1,
        Work::DisableMultifactor => Version::Beta,
    }
}

fn call(item: Item) -> Call {
    let id = item.id.to_string();
    match item.target {
        Target::User => users::delete_user(&id),
        Target::UserMultifactor => multifactor::disable(&id),
        Target::Application => applications::delete_application(&id),
        Target::ServicePrincipal => applications::delete_service_principal(&id),
    }
}
