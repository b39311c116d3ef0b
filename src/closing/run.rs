//! A run: carries a confirmed plan out, batch by batch, and ends by reading the tenant. Touches nothing that the plan does
//! not name; a fresh list, not its own bookkeeping, says what is gone.

mod answer;
mod landing;
mod queue;
mod telling;
mod truth;

use std::collections::{BTreeSet, VecDeque};
use std::future::pending;
use std::rc::Rc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::{Either, LocalBoxFuture, select};
use futures_util::stream::FuturesUnordered;

use super::signing_in::{AtWork, Desk};
use super::{Engine, SignedIn};
use crate::client::batch::Batched;
use crate::client::pace::PauseReason;
use crate::client::retry::backoff;
use crate::client::{Client, Failure, Helm, World};
use crate::microsoft::graph::{applications, deleted_users, multifactor, users};
use crate::microsoft::limits::{BATCH, Cost, Resource};
use crate::microsoft::{Call, Version};
use crate::protocol::{Event, RunEnd, RunState, Running, WaitReason};
use crate::tenant::fate::{Fate, FateCounts, Fates};
use crate::tenant::ids::{Guid, UserId};
use crate::tenant::plan::{Item, Target, Work};
use crate::tenant::progress::{FinishedRun, Progress};
use crate::tenant::{ConfirmedPlan, Problem, ProblemKind};
use queue::{Group, Queue};

/// The first batches are small, so that a mistake shows on one thing, then on ten, before it could show on all.
const CANARY: [usize; 2] = [1, 10];

/// How many batches are under way at once, once the first ones went well. Graph's quota is twenty writes a second: more
/// than one only matters where an answer takes longer than a second.
const LANES: usize = 4;

/// How often a list is read again that could not be read, before the run is interrupted. Without network there is no end.
const READINGS: u32 = 12;

impl<W: World> Engine<W> {
    /// Runs a confirmed plan to its end, whatever that is, then reads the tenant again.
    pub(super) async fn run(&mut self, confirmed: ConfirmedPlan) -> Result<(), Problem> {
        let Some(_lead) = self.world.take_lead().await else {
            return Err(self.problem(ProblemKind::OtherTab));
        };
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
            client,
            session,
            taken_in,
            plan: (plan.work(), plan.hash()),
        };
        helm.open_desk();
        let end = {
            let (carrying, serving) = (
                std::pin::pin!(run.carry_out()),
                std::pin::pin!(desk.serve(&helm, at_work)),
            );
            match select(carrying, serving).await {
                Either::Left((end, _)) => end,
                Either::Right((never, _)) => match never {},
            }
        };
        helm.close_desk();
        let running = run.running;
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
    progress: &'e mut Progress,
    queue: Queue,
    canary: VecDeque<usize>,
    fates: Fates,
    /// Whom any tab has excluded since the run began. Within a run nobody is let in again: a tab that could not read what
    /// was kept excludes nobody, and must not undo it.
    excluded: BTreeSet<UserId>,
    /// What was only said not to be there. That may be a lie, and so may a list that leaves it out: it is not noted as
    /// accepted, and read by itself at the end.
    doubted: Vec<Item>,
    /// How many things have been accepted or given up.
    settled: usize,
    /// How many refusals for want of permission came in a row.
    forbidden: u32,
    /// How often in a row nothing at all was answered, and how often the service failed altogether.
    silences: u32,
    troubles: u32,
    /// When a new token was asked for because the last one wasn't taken; nothing once one is.
    renewed_at: Option<Duration>,
    /// Until when nothing is sent, and why.
    hold: Option<(Duration, WaitReason)>,
    /// When how many were settled, for the rate of the last minute.
    observed: VecDeque<(Duration, usize)>,
    running: Running,
}

/// A batch that came back.
struct Landed {
    sent_at: Duration,
    group: Group,
    answered: Result<Batched, Failure>,
}

type UnderWay<'e> = FuturesUnordered<LocalBoxFuture<'e, Landed>>;

impl<'e, W: World> Run<'e, W> {
    fn new(
        world: &'e W,
        client: &'e Client<W>,
        helm: Rc<Helm>,
        confirmed: &'e ConfirmedPlan,
        progress: &'e mut Progress,
    ) -> Self {
        let plan = confirmed.plan();
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
            doubted: Vec::new(),
            settled: 0,
            forbidden: 0,
            silences: 0,
            troubles: 0,
            renewed_at: None,
            hold: None,
            observed: VecDeque::new(),
            running,
        }
    }

    async fn carry_out(&mut self) -> RunEnd {
        loop {
            let sign_ins = self.client.tokens().sign_ins();
            match self.try_to_finish().await {
                Ok(()) => return RunEnd::Finished,
                Err(Halt::Stopped) => return RunEnd::Stopped,
                Err(Halt::Problem(problem)) => return RunEnd::Interrupted(*problem),
                Err(Halt::SignIn(problem)) => {
                    self.show(RunState::AwaitsSignIn(*problem));
                    let (tokens, helm) = (self.client.tokens(), Rc::clone(&self.helm));
                    let again = std::pin::pin!(tokens.signed_in_after(sign_ins));
                    let stopped = std::pin::pin!(helm.stopped());
                    if let Either::Right(_) = select(again, stopped).await {
                        return RunEnd::Stopped;
                    }
                    self.begin_anew();
                }
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
        // What a service asked to wait for before still holds.
        self.hold = self.queue.latest().map(|until| (until, WaitReason::Throttled));
        (self.forbidden, self.silences, self.troubles) = (0, 0, 0);
    }

    async fn try_to_finish(&mut self) -> Result<(), Halt> {
        self.find_what_is_left().await?;
        let mut under_way = UnderWay::new();
        let sent = self.send_all(&mut under_way).await;
        // What is under way can't be called back: its answers are still taken in, whatever ended the sending.
        while let Some(landed) = under_way.next().await {
            drop(self.land(landed));
        }
        sent?;
        self.verify().await
    }

    /// Sends until nothing is left.
    async fn send_all(&mut self, under_way: &mut UnderWay<'e>) -> Result<(), Halt> {
        loop {
            let wait = self.launch(under_way)?;
            if under_way.is_empty() && self.queue.left() == 0 {
                return Ok(());
            }
            let landing = async {
                match under_way.next().await {
                    Some(landed) => landed,
                    None => pending().await,
                }
            };
            let landing = std::pin::pin!(landing);
            let helm = Rc::clone(&self.helm);
            let resting = std::pin::pin!(rest(self.world, &helm, wait));
            if let Either::Left((landed, _)) = select(landing, resting).await {
                self.land(landed)?;
            }
        }
    }

    /// Sends what may be sent now. Returns how long until there may be more; nothing if only an answer or the person can
    /// say.
    fn launch(&mut self, under_way: &mut UnderWay<'e>) -> Result<Option<Duration>, Halt> {
        loop {
            if self.helm.is_stopped() {
                return Err(Halt::Stopped);
            }
            if self.helm.is_paused() {
                self.show(RunState::Paused);
                return Ok(None);
            }
            let now = self.world.elapsed();
            self.queue.turn(now, under_way.len());
            // One at a time while it is young or in trouble.
            let careful = !self.canary.is_empty() || self.silences + self.troubles > 0;
            if under_way.len() >= if careful { 1 } else { LANES } {
                return Ok(None);
            }
            if let Some((until, reason)) = self.hold.filter(|(until, _)| *until > now) {
                return Ok(Some(self.wait(until.saturating_sub(now), reason)));
            }
            let size = self.canary.front().copied().unwrap_or(BATCH).min(BATCH);
            let Some(size) = self.queue.next_size(size) else {
                let due = self.queue.due().map(|due| due.saturating_sub(now));
                return Ok(match due {
                    Some(due) if under_way.is_empty() => Some(self.wait(due, WaitReason::ServiceFailed)),
                    due => due,
                });
            };
            if let Err(pause) = self.client.take_pace(cost(count(size))) {
                if pause.reason == PauseReason::Asked {
                    self.wait(pause.wait, WaitReason::Throttled);
                }
                return Ok(Some(pause.wait));
            }
            let Some(group) = self.queue.next(size) else {
                return Ok(None);
            };
            let group = self.leave_out(group);
            if group.items.is_empty() {
                continue;
            }
            self.canary.pop_front();
            for queued in &group.items {
                self.fates.set(queued.place, Fate::Sent);
            }
            under_way.push(self.send(group));
            self.show(RunState::Working);
        }
    }

    /// Takes out what another tab has excluded since the plan was confirmed: nothing that was is ever in a request.
    fn leave_out(&mut self, group: Group) -> Group {
        self.take_in_learned();
        let Group { items, tries } = group;
        let (left_out, items) = items
            .into_iter()
            .partition::<Vec<_>, _>(|queued| queued.item.is_one_of(&self.excluded));
        for queued in left_out {
            self.settled += 1;
            self.fates.set(queued.place, Fate::LeftOut);
        }
        Group { items, tries }
    }

    fn send(&self, group: Group) -> LocalBoxFuture<'e, Landed> {
        let (client, version) = (self.client, version(self.running.work));
        let sent_at = self.world.elapsed();
        Box::pin(async move {
            let calls: Vec<(Guid, Call)> = group
                .items
                .iter()
                .map(|queued| (queued.item.id, call(queued.item)))
                .collect();
            let answered = client.batch(version, &calls).await;
            Landed {
                sent_at,
                group,
                answered,
            }
        })
    }

    /// Shows a wait, and returns it.
    fn wait(&mut self, wait: Duration, reason: WaitReason) -> Duration {
        let until = self.world.now().plus(wait);
        self.show(RunState::Waiting { until, reason });
        wait
    }

    /// What an earlier, interrupted run of this plan has done shows in the tenant; its record only says what may be on its
    /// way still, because lists lag.
    async fn find_what_is_left(&mut self) -> Result<(), Halt> {
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
                self.fates.set(*place, Fate::Gone);
            }
            !gone
        });
        left.sort_unstable_by_key(|(place, _)| *place);
        self.queue = Queue::new(
            left.into_iter()
                .map(|(place, item)| queue::Queued { place, item, tries: 0 }),
        );
        Ok(())
    }

    /// Reads something of the tenant with the patience of a run: without network it waits as long as that takes.
    async fn patiently<T>(&mut self, read: impl AsyncFn(&Self) -> Result<T, Failure>) -> Result<T, Halt> {
        let mut tries = 0;
        loop {
            let failure = match read(self).await {
                Ok(value) => return Ok(value),
                Err(failure) => failure,
            };
            let reason = match failure.passes() {
                Some(reason @ WaitReason::Unreachable) => reason,
                Some(reason) if tries < READINGS => reason,
                Some(_) | None => return Err(self.halt(&failure)),
            };
            let wait = backoff(tries, self.client.jitter());
            tries += 1;
            self.wait(wait, reason);
            let waited = self.client.wait(wait).await;
            waited.map_err(|failure| self.halt(&failure))?;
            self.show(RunState::Verifying);
        }
    }

    fn halt(&self, failure: &Failure) -> Halt {
        if matches!(failure, Failure::Stopped) {
            Halt::Stopped
        } else {
            Halt::of(failure.problem(self.world.now()))
        }
    }
}

/// Returns after a while, or when the person steers.
async fn rest<W: World>(world: &W, helm: &Helm, wait: Option<Duration>) {
    let turning = async {
        if helm.is_paused() {
            helm.resumed().await;
        } else {
            helm.turned().await;
        }
    };
    let sleeping = async {
        match wait {
            Some(wait) => world.sleep(wait).await,
            None => pending().await,
        }
    };
    select(std::pin::pin!(turning), std::pin::pin!(sleeping)).await;
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

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

const fn cost(writes: u32) -> Cost {
    Cost {
        resource: Resource::DirectoryWrites,
        units: writes,
    }
}

const fn version(work: Work) -> Version {
    match work {
        Work::DeleteUsers | Work::DeleteApplications | Work::PurgeUsers => Version::V1,
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
        Target::DeletedUser => deleted_users::purge_user(&id),
    }
}

/// The ids among these that still stand for something.
type There = BTreeSet<Guid>;
