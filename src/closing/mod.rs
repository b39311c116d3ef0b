//! Doing it: a [`Command`] becomes work, work becomes [`Event`]s. Everything outside is reached through [`World`].
//!
//! One command at a time; only steering (pause, continue, stop) overtakes, through the [`Helm`].

mod exporting;
mod run;
mod signing_in;
mod survey;
mod watch;

use std::rc::Rc;
use std::time::Duration;

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender};
use futures_util::StreamExt;
use futures_util::future::{Either, select};

use crate::client::{Client, Failure, Helm, World};
use crate::microsoft::cloud::{Cloud, CloudKind, configured};
use crate::microsoft::permissions::{Need, PERMISSIONS};
use crate::protocol::{
    AdminLinks, CloudChoice, Command, Event, Keeping, Opened, Opening, Permission, Proposal, Purpose, Session, Tick,
    Watch,
};
use crate::tenant::plan::{Confirmation, Gate, Plan, Work};
use crate::tenant::progress::{CloudName, ExportState, Progress, RunningPlan};
use crate::tenant::snapshot::Reading;
use crate::tenant::{ConfirmedPlan, Counts, Problem, ProblemKind, Snapshot};

/// How often something that a person watches is read again.
const WATCH_EVERY: Duration = Duration::from_secs(5);

/// The engine: one closing, in one worker.
pub struct Engine<W> {
    world: Rc<W>,
    helm: Rc<Helm>,
    base: String,
    configuration: Result<Vec<Cloud>, ()>,
    signed_in: Option<SignedIn<W>>,
    progress: Progress,
    kept_plan: Option<String>,
    snapshot: Option<Snapshot>,
    proposal: Option<Plan>,
    watch: Watch,
}

struct SignedIn<W> {
    client: Client<W>,
    session: Session,
}

impl<W: World> Engine<W> {
    /// An engine with the text of `config.json`, for a site at the address `base` (which ends with a slash).
    pub fn new(world: Rc<W>, configuration: &str, base: String) -> Self {
        Self {
            world,
            helm: Rc::default(),
            base,
            configuration: configured(configuration).map_err(drop),
            signed_in: None,
            progress: Progress::default(),
            kept_plan: None,
            snapshot: None,
            proposal: None,
            watch: Watch::Nothing,
        }
    }

    /// What steers whatever runs.
    pub fn helm(&self) -> Rc<Helm> {
        Rc::clone(&self.helm)
    }

    /// Obeys commands until there are no more, and looks after what is watched in between.
    pub async fn serve(mut self, mut commands: UnboundedReceiver<Command>) {
        loop {
            let idle = Rc::clone(&self.world);
            let tick = std::pin::pin!(idle.sleep(WATCH_EVERY));
            match select(commands.next(), tick).await {
                Either::Left((Some(command), _)) => self.obey(command).await,
                Either::Left((None, _)) => return,
                Either::Right(_) => {
                    let helm = self.helm();
                    let (look, left) = (std::pin::pin!(self.look()), std::pin::pin!(helm.left()));
                    select(look, left).await;
                }
            }
        }
    }

    /// Obeys one command; what goes wrong is told as a problem. Signing out ends whatever else is being done, where it is:
    /// as if the tab had been closed.
    pub async fn obey(&mut self, command: Command) {
        let (world, helm) = (Rc::clone(&self.world), self.helm());
        if command == Command::SignOut {
            helm.arrive();
        }
        helm.start();
        let left = std::pin::pin!(helm.left());
        let carry = std::pin::pin!(self.carry(command));
        if let Either::Right((Err(problem), _)) = select(left, carry).await {
            world.tell(Event::Problem(problem));
        }
    }

    async fn carry(&mut self, command: Command) -> Result<(), Problem> {
        match command {
            Command::Open(opening) => self.open(opening).await,
            Command::SignIn { cloud, purpose } => self.sign_in(cloud, purpose),
            Command::SignOut => self.sign_out().await,
            Command::Survey => self.survey().await,
            Command::Export(place) => self.export(place).await,
            Command::WaiveExport => self.change(|progress, now| progress.export = ExportState::Waived { at: now }),
            Command::Keep { user, keeping } => self.change(|progress, _| match keeping {
                Keeping::Keep => drop(progress.kept.insert(user)),
                Keeping::Release => drop(progress.kept.remove(&user)),
            }),
            Command::Propose(work) => self.propose(work).await,
            Command::Confirm(confirmation) => self.confirm(&confirmation).await,
            Command::Resume => self.resume().await,
            Command::Abandon => self.abandon(),
            Command::Steer(steering) => {
                self.helm.steer(steering);
                Ok(())
            }
            Command::ReportDeleted(subscription) => self.change(|progress, now| {
                progress.reported_deleted.entry(subscription).or_insert(now);
            }),
            Command::Tick { task, tick } => self.change(|progress, _| match tick {
                Tick::Ticked => drop(progress.ticked.insert(task)),
                Tick::Unticked => drop(progress.ticked.remove(&task)),
            }),
            Command::Watch(watch) => {
                self.watch = watch;
                Ok(())
            }
            Command::Forget => self.forget(),
        }
    }

    async fn open(&mut self, opening: Opening) -> Result<(), Problem> {
        let now = self.world.now();
        let clouds = self
            .configuration
            .as_deref()
            .unwrap_or_default()
            .iter()
            .map(choice)
            .collect();
        self.world.tell(Event::Opened(Opened {
            clouds,
            permissions: permissions(),
        }));
        let restored = opening.progress.as_deref().map(Progress::from_text).transpose();
        match restored {
            Ok(progress) => self.progress = progress.unwrap_or_default(),
            Err(kind) => self.world.tell(Event::Problem(Problem::new(kind, now))),
        }
        self.kept_plan = opening.plan;
        self.tell_progress();
        if self.configuration.is_err() {
            return Err(Problem::new(ProblemKind::ConfigurationUnreadable, now));
        }
        if let Some(callback) = opening.callback {
            self.finish_sign_in(&callback, opening.pending.as_deref()).await?;
            self.survey().await?;
        }
        Ok(())
    }

    fn cloud(&self, name: CloudName) -> Result<Cloud, Problem> {
        let clouds = self.configuration.as_deref().unwrap_or_default();
        let found = clouds.iter().find(|cloud| cloud_name(cloud.kind) == name).cloned();
        found.ok_or_else(|| self.problem(ProblemKind::ConfigurationUnreadable))
    }

    fn problem(&self, kind: ProblemKind) -> Problem {
        Problem::new(kind, self.world.now())
    }

    fn signed_in(&self) -> Result<&SignedIn<W>, Problem> {
        self.signed_in
            .as_ref()
            .ok_or_else(|| self.problem(ProblemKind::SignInNeeded))
    }

    fn failed(&self, failure: &Failure) -> Problem {
        failure.problem(self.world.now())
    }

    /// Changes the progress and tells the page, which keeps it.
    fn change(&mut self, change: impl FnOnce(&mut Progress, crate::tenant::Moment)) -> Result<(), Problem> {
        change(&mut self.progress, self.world.now());
        self.tell_progress();
        Ok(())
    }

    /// The page shows the progress and keeps its text; of a closing that was not begun there is nothing to keep.
    fn tell_progress(&self) {
        self.world.tell(Event::Progress(Box::new(self.progress.clone())));
        let text = if self.progress == Progress::default() {
            Ok(None)
        } else {
            self.progress.to_text().map(Some)
        };
        self.world.tell(match text {
            Ok(text) => Event::KeepProgress(text),
            Err(_) => Event::Problem(self.problem(ProblemKind::ProgressNotKept)),
        });
    }

    fn keep_plan(&mut self, plan: Option<String>) {
        self.kept_plan.clone_from(&plan);
        self.world.tell(Event::KeepPlan(plan));
    }

    fn forget(&mut self) -> Result<(), Problem> {
        self.keep_plan(None);
        self.proposal = None;
        let signed_in = self.signed_in.as_ref().map(|signed_in| &signed_in.session);
        let (tenant, cloud) = (
            signed_in.map(|session| session.tenant),
            signed_in.map(|session| session.cloud),
        );
        let seen = self.snapshot.as_ref().map(Counts::of);
        self.change(|progress, now| {
            *progress = Progress {
                tenant,
                cloud,
                seen,
                started_at: tenant.map(|_| now),
                ..Progress::default()
            };
        })
    }

    async fn propose(&mut self, work: Work) -> Result<(), Problem> {
        if work == Work::DisableMultifactor {
            self.read_multifactor().await?;
        }
        let snapshot = self
            .snapshot
            .as_ref()
            .ok_or_else(|| self.problem(ProblemKind::SignInNeeded))?;
        let plan = Plan::propose(work, snapshot, &self.progress.kept);
        let hash = plan.hash();
        self.proposal = Some(plan.clone());
        self.world.tell(Event::Proposed(Proposal { plan, hash }));
        Ok(())
    }

    async fn confirm(&mut self, confirmation: &Confirmation) -> Result<(), Problem> {
        if self.progress.running.is_some() {
            return Err(self.problem(ProblemKind::Busy));
        }
        let session = &self.signed_in()?.session;
        let granted = session.granted.clone();
        let authenticated_at = session.authenticated_at;
        let snapshot = self
            .snapshot
            .as_ref()
            .ok_or_else(|| self.problem(ProblemKind::SignInNeeded))?;
        let plan = self
            .proposal
            .clone()
            .ok_or_else(|| self.problem(ProblemKind::PlanChanged))?;
        let gate = Gate {
            export: &self.progress.export,
            initial_domain: &snapshot.organization.initial_domain,
            authenticated_at,
            now: self.world.now(),
        };
        if !granted.contains(&Purpose::Carry(plan.work())) {
            return Err(self.problem(ProblemKind::SignInTooOld));
        }
        let confirmed = plan.confirm(confirmation, &gate).map_err(|kind| self.problem(kind))?;
        self.proposal = None;
        let text = confirmed
            .to_text()
            .map_err(|_| self.problem(ProblemKind::ProgressNotKept))?;
        self.keep_plan(Some(text));
        let running = RunningPlan {
            work: confirmed.plan().work(),
            plan: confirmed.plan().hash(),
            total: confirmed.plan().count(),
            started_at: self.world.now(),
        };
        self.change(|progress, _| progress.running = Some(running))?;
        self.run(confirmed).await
    }

    /// Goes on with a plan that was confirmed before: as fresh a sign-in as for the first time, the same tenant, the same
    /// person, the same plan.
    async fn resume(&mut self) -> Result<(), Problem> {
        let running = self
            .progress
            .running
            .clone()
            .ok_or_else(|| self.problem(ProblemKind::NothingPlanned))?;
        let text = self
            .kept_plan
            .clone()
            .ok_or_else(|| self.problem(ProblemKind::PlanChanged))?;
        let confirmed = ConfirmedPlan::from_text(&text, running.plan).map_err(|kind| self.problem(kind))?;
        let session = &self.signed_in()?.session;
        if session.tenant != confirmed.plan().tenant() {
            return Err(self.problem(ProblemKind::OtherTenant));
        }
        if session.person != confirmed.plan().person() {
            return Err(self.problem(ProblemKind::OtherPerson));
        }
        let snapshot = self
            .snapshot
            .as_ref()
            .ok_or_else(|| self.problem(ProblemKind::SignInNeeded))?;
        let gate = Gate {
            export: &self.progress.export,
            initial_domain: &snapshot.organization.initial_domain,
            authenticated_at: session.authenticated_at,
            now: self.world.now(),
        };
        if !session.granted.contains(&Purpose::Carry(running.work)) {
            return Err(self.problem(ProblemKind::SignInTooOld));
        }
        gate.check_freshness().map_err(|kind| self.problem(kind))?;
        self.run(confirmed).await
    }

    fn abandon(&mut self) -> Result<(), Problem> {
        self.keep_plan(None);
        self.change(|progress, _| progress.running = None)
    }

    /// Whether a part of the tenant has been read.
    fn has_read<T>(reading: &Reading<T>) -> bool {
        reading.known().is_some()
    }
}

/// Hands a command to the engine. Steering and signing out don't wait behind a run that takes hours: they take hold at
/// once.
pub fn deliver(command: Command, helm: &Helm, queue: &UnboundedSender<Command>) {
    if command == Command::SignOut {
        helm.leave();
    }
    if let Command::Steer(steering) = command {
        helm.steer(steering);
    } else {
        // When the engine is gone there is nobody to tell: the page is being closed.
        drop(queue.unbounded_send(command));
    }
}

const fn cloud_name(kind: CloudKind) -> CloudName {
    match kind {
        CloudKind::Global => CloudName::Global,
        CloudKind::UsGovernment => CloudName::UsGovernment,
        CloudKind::UsGovernmentDod => CloudName::UsGovernmentDod,
        CloudKind::China => CloudName::China,
        CloudKind::Practice => CloudName::Practice,
    }
}

fn choice(cloud: &Cloud) -> CloudChoice {
    let admin = cloud.admin.clone();
    let links = AdminLinks {
        products: admin.products,
        users: admin.users,
        multifactor: admin.multifactor,
        tenants: admin.tenants,
        azure_subscriptions: admin.azure_subscriptions,
        support: admin.support,
    };
    CloudChoice {
        cloud: cloud_name(cloud.kind),
        links,
    }
}

const fn need(purpose: Purpose) -> Need {
    match purpose {
        Purpose::Read => Need::Read,
        Purpose::Carry(Work::DeleteUsers) => Need::DeleteUsers,
        Purpose::Carry(Work::DisableMultifactor) => Need::DisableMultifactor,
        Purpose::Carry(Work::DeleteApplications) => Need::DeleteApplications,
    }
}

fn permissions() -> Vec<Permission> {
    let rows = Purpose::ALL.into_iter().flat_map(|purpose| {
        PERMISSIONS
            .iter()
            .filter(move |row| row.need == need(purpose))
            .map(move |row| Permission {
                purpose,
                scope: row.scope.to_owned(),
                role: row.role.to_owned(),
            })
    });
    rows.collect()
}
