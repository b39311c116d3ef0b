//! A run: carries a confirmed plan out, batch by batch, and ends by reading the tenant. Touches nothing that the plan does
//! not name; a fresh list, not its own bookkeeping, says what is gone.

mod answer;
mod landing;
mod one_by_one;
mod queue;
mod sending;
mod telling;
mod truth;

use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::{Either, LocalBoxFuture, select};
use futures_util::stream::FuturesUnordered;

use super::signing_in::{AtWork, Desk};
use super::{Engine, SignedIn};
use crate::client::batch::{Batched, GraphToken};
use crate::client::helm::Listener;
use crate::client::world::Lead;
use crate::client::{Client, Failure, Helm, World};
use crate::microsoft::limits::{BATCH, Cost, Resource};
use crate::protocol::{Event, RunEnd, RunState, Running, WaitReason};
use crate::tenant::fate::{FateCounts, Fates};
use crate::tenant::ids::{Guid, UserId};
use crate::tenant::progress::{FinishedRun, Progress};
use crate::tenant::{ConfirmedPlan, Moment, Problem, ProblemKind};
use queue::{Group, Queue, Wait};
use truth::Verified;

/// The first batches are small, so that a mistake shows on one thing, then on ten, before it could show on all.
const CANARY: [usize; 2] = [1, 10];

/// How many batches are under way at once, once the first ones went well. Graph's quota is twenty writes a second: more
/// than one only matters where an answer takes longer than a second.
const LANES: usize = 4;

impl<W: World> Engine<W> {
    /// Runs a confirmed plan to its end, whatever that is, gives the lead back, then reads the tenant again.
    pub(super) async fn run(&mut self, lead: Lead, confirmed: ConfirmedPlan) -> Result<(), Problem> {
        let helm = self.helm();
        let now = self.world.now();
        let signed_in = self
            .signed_in
            .as_mut()
            .ok_or_else(|| Problem::new(ProblemKind::SignInNeeded, now))?;
        let session = &signed_in.session;
        if (session.tenant, session.person) != (confirmed.plan().tenant(), confirmed.plan().person()) {
            return Err(Problem::new(ProblemKind::OtherTenant, now));
        }
        let SignedIn {
            client,
            session,
            taken_in,
        } = signed_in;
        let client = &*client;
        client.assume_spent(cost(spent_before(&self.progress, now)));
        let mut run = Run::new(&*self.world, client, Rc::clone(&helm), &confirmed, &mut self.progress);
        // Whoever signs in again meanwhile is heard at once, and the run goes on with the new tokens.
        let mut desk = Desk {
            world: &self.world,
            configuration: &self.configuration,
            base: &self.base,
            awaited: &mut self.awaited,
        };
        let plan = confirmed.plan();
        let at_work = AtWork {
            listener: Listener::Run,
            client,
            session,
            taken_in,
            plan: Some((plan.work(), plan.hash())),
        };
        let end = desk.beside(&helm, at_work, run.carry_out()).await;
        let running = run.running;
        // Who stops what has already come to its end by then, too.
        let stopped = self.helm.is_stopped();
        self.helm.start();
        if end == RunEnd::Finished {
            let begun = self.progress.running.as_ref().map(|running| running.started_at);
            let finished = FinishedRun {
                work: running.work,
                plan: running.plan,
                planned: running.total,
                verified: running.fates.gone,
                started_at: begun.unwrap_or(running.started_at),
                ended_at: self.world.now(),
            };
            self.change(|progress, _| {
                progress.running = None;
                progress.finished.push(finished);
            })?;
            // Only now: a plan without a run that needs it is harmless, a run without its plan can't go on.
            self.world.drop_plan().await;
        }
        // Before anybody hears that it is over: whoever asks then who is at work hears that nobody is.
        drop(lead);
        // Who stopped a run is not waited for after it, however it ended.
        let listener = if stopped { Listener::Look } else { Listener::Reading };
        self.world.tell(Event::Running(Box::new(Running {
            state: RunState::Ended(end),
            ..running
        })));
        self.survey(listener).await
    }
}

struct Run<'e, W> {
    world: &'e W,
    client: &'e Client<W>,
    helm: Rc<Helm>,
    confirmed: &'e ConfirmedPlan,
    progress: &'e mut Progress,
    queue: Queue,
    canary: VecDeque<usize>,
    fates: Fates,
    /// Whom any tab has excluded since the run began. Within a run nobody is let in again: a tab that could not read what
    /// was kept excludes nobody, and must not undo it.
    excluded: BTreeSet<UserId>,
    /// The places of what was only said not to be there. That may be a lie, and so may a list that leaves it out: it is not
    /// noted as accepted, and read by itself at the end.
    doubted: BTreeSet<usize>,
    /// When it began, by the clock that nobody sets.
    began: Duration,
    /// How many things have been accepted or given up.
    settled: usize,
    /// How many refusals for want of permission came in a row.
    forbidden: u32,
    /// How often in a row nothing at all was answered, how often the service failed altogether, and how often it asked for
    /// later without a word on when.
    silences: u32,
    troubles: u32,
    throttles: u32,
    /// How many sign-ins there were when what was answered last was sent.
    sign_ins: u32,
    /// The token for the next batch.
    token: NextToken,
    /// When a new token was asked for because the last one wasn't taken; nothing once one is.
    renewed_at: Option<Duration>,
    /// Until when nothing is sent, and why.
    hold: Option<Wait>,
    /// How often the network had come back when that was looked at last.
    network_returns: u32,
    /// When how many were settled, for the rate of the last minute.
    observed: VecDeque<(Duration, usize)>,
    running: Running,
}

/// Where the token for the next batch comes from. It is at hand before anything is decided on: what is decided leaves at once,
/// and nobody can exclude, pause or stop between.
enum NextToken {
    /// The one that the client holds; if none is, a new one is asked for.
    AsHeld,
    /// A new one was asked for.
    AskedFor,
    /// This one, which may be for one use, and has come at that time.
    New(GraphToken, Duration),
}

/// What came back.
enum Back {
    /// A token, for the next batch, or why there is none.
    Token(Result<GraphToken, Failure>),
    Batch(Landed),
}

/// A batch that came back. One that only asked whether the service answers has an empty group.
struct Landed {
    sent_at: Duration,
    sign_ins: u32,
    group: Group,
    answered: Result<Batched, Failure>,
}

type UnderWay<'e> = FuturesUnordered<LocalBoxFuture<'e, Back>>;

impl<'e, W: World> Run<'e, W> {
    fn new(
        world: &'e W,
        client: &'e Client<W>,
        helm: Rc<Helm>,
        confirmed: &'e ConfirmedPlan,
        progress: &'e mut Progress,
    ) -> Self {
        let plan = confirmed.plan();
        let network_returns = helm.network_returns();
        let running = Running {
            work: plan.work(),
            plan: plan.hash(),
            total: plan.count(),
            fates: FateCounts::default(),
            failures: Vec::new(),
            state: RunState::Verifying,
            started_at: world.now(),
            time_left: None,
        };
        Self {
            world,
            client,
            helm,
            confirmed,
            progress,
            queue: Queue::default(),
            canary: CANARY.into(),
            fates: Fates::planned(plan.count()),
            excluded: BTreeSet::new(),
            doubted: BTreeSet::new(),
            began: world.elapsed(),
            settled: 0,
            forbidden: 0,
            silences: 0,
            troubles: 0,
            throttles: 0,
            sign_ins: client.tokens().sign_ins(),
            token: NextToken::AsHeld,
            renewed_at: None,
            hold: None,
            network_returns,
            observed: VecDeque::new(),
            running,
        }
    }

    async fn carry_out(&mut self) -> RunEnd {
        loop {
            match self.try_to_finish().await {
                Ok(()) => return RunEnd::Finished,
                Err(Halt::Stopped) => return RunEnd::Stopped,
                Err(Halt::Problem(problem)) => return RunEnd::Interrupted(*problem),
                Err(Halt::SignIn(problem)) => {
                    self.show(RunState::AwaitsSignIn(*problem));
                    if let Some(end) = self.await_sign_in().await {
                        return end;
                    }
                    self.begin_anew();
                }
            }
        }
    }

    /// Waits until the person has signed in again; says how the run ended if they have stopped it.
    async fn await_sign_in(&mut self) -> Option<RunEnd> {
        let (tokens, helm) = (self.client.tokens(), Rc::clone(&self.helm));
        // Who has signed in while the refusal was on its way needs no other sign-in; one hours ago helps nothing.
        let mut again = std::pin::pin!(tokens.signed_in_after(self.sign_ins));
        let mut stopped = std::pin::pin!(helm.stopped());
        loop {
            let learns = std::pin::pin!(helm.learns());
            match select(&mut again, select(&mut stopped, learns)).await {
                Either::Left(_) => return None,
                Either::Right((Either::Left(_), _)) => return Some(RunEnd::Stopped),
                // It may take the night, and other tabs may keep much meanwhile.
                Either::Right((Either::Right(_), _)) => self.take_in_learned(),
            }
        }
    }

    /// After a new sign-in: what is left is read in the tenant, what failed is tried again, and the first batches are small.
    fn begin_anew(&mut self) {
        self.canary = CANARY.into();
        self.fates = Fates::planned(self.confirmed.plan().count());
        self.settled = 0;
        self.running.failures.clear();
        self.observed.clear();
        self.renewed_at = None;
        self.token = NextToken::AsHeld;
        // What a service asked to wait for before still holds.
        self.hold = self.queue.latest();
        (self.forbidden, self.silences, self.troubles, self.throttles) = (0, 0, 0, 0);
    }

    async fn try_to_finish(&mut self) -> Result<(), Halt> {
        self.find_what_is_left().await?;
        let mut patience = truth::patience();
        loop {
            let mut under_way = UnderWay::new();
            let sent = self.send_all(&mut under_way).await;
            // What is under way can't be called back: its answers are still taken in, whatever ended the sending.
            while let Some(back) = under_way.next().await {
                drop(self.take_back(back));
            }
            sent?;
            match self.verify(&mut patience).await? {
                Verified::Whole => return Ok(()),
                Verified::SomeAreThere => {}
            }
        }
    }

    /// Shows a wait, and returns how long it still is.
    fn wait(&mut self, wait: Wait) -> Duration {
        let left = wait.until.saturating_sub(self.world.elapsed());
        let until = self.world.now().plus(left);
        let reason = wait.reason;
        self.show(RunState::Waiting { until, reason });
        left
    }

    /// A wait from now on.
    fn after(&self, wait: Duration, reason: WaitReason) -> Wait {
        let until = self.world.elapsed() + wait;
        Wait { until, reason }
    }

    fn halt(&self, failure: &Failure) -> Halt {
        if matches!(failure, Failure::Stopped) {
            Halt::Stopped
        } else {
            Halt::of(failure.problem(self.world.now()))
        }
    }
}

/// Why a run doesn't go on.
enum Halt {
    Stopped,
    /// The person has to sign in again; then it does.
    SignIn(Box<Problem>),
    Problem(Box<Problem>),
}

impl Halt {
    fn of(problem: Problem) -> Self {
        let problem = Box::new(problem);
        if problem.kind.pauses_a_run() {
            Self::SignIn(problem)
        } else {
            Self::Problem(problem)
        }
    }
}

/// How many writes other tabs, or this one before it was reloaded, may have spent of the budget that is there now: what is
/// known to be sent and was under way, of the run that goes on, or of one that has ended within the budget's time.
fn spent_before(progress: &Progress, now: Moment) -> u32 {
    let window = Resource::DirectoryWrites.budget().window;
    let sent = progress.running.as_ref().map_or(0, |running| running.sent);
    let finished = progress.finished.iter().filter(|run| now.since(run.ended_at) < window);
    let spent = sent + finished.map(|run| run.planned).sum::<u32>();
    if spent == 0 { 0 } else { spent + count(LANES * BATCH) }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

const fn cost(writes: u32) -> Cost {
    Cost {
        resource: Resource::DirectoryWrites,
        units: writes,
    }
}

/// The ids among these that still stand for something.
type There = BTreeSet<Guid>;
