//! What each command does: everything that the browser loads only when somebody has something to do. What a start page
//! needs is in `mod.rs`.

use std::rc::Rc;

use futures_util::FutureExt;
use futures_util::future::{Either, LocalBoxFuture, ready, select};

use super::Engine;
use super::book::{Learned, hear_beside, learn, note_said, show_progress};
use crate::client::World;
use crate::client::helm::Listener;
use crate::client::world::Lead;
use crate::later::NotLoaded;
use crate::protocol::{Command, Event, Opening, Proposal, Purpose};
use crate::tenant::bitmap::Bitmap;
use crate::tenant::plan::{Confirmation, Drift, Gate, Plan, Work};
use crate::tenant::progress::{ExportState, Progress, RunningPlan};
use crate::tenant::snapshot::{Reading, Snapshot};
use crate::tenant::{ConfirmedPlan, Counts, PlanHash, Problem, ProblemKind};

/// What the larger part of the engine is asked to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Errand {
    /// To obey a command.
    Obey(Command),
    /// To take in what an earlier closing left in the browser.
    ComeBack(Opening),
    /// To look again at what a person waits for.
    Look,
}

/// The larger part of the engine: [`Engine::carry`].
pub type Carry<W> = for<'e> fn(&'e mut Engine<W>, Errand) -> LocalBoxFuture<'e, Result<(), Problem>>;

impl<W: World> Engine<W> {
    /// Does what it is asked to. What the person says of their closing meanwhile is heard beside it.
    pub fn carry(&mut self, errand: Errand) -> LocalBoxFuture<'_, Result<(), Problem>> {
        async move {
            let (world, helm) = (Rc::clone(&self.world), self.helm());
            let beside = std::pin::pin!(hear_beside(&*world, &helm));
            let does = std::pin::pin!(self.do_errand(errand));
            match select(beside, does).await {
                Either::Left((never, _)) => match never {},
                Either::Right((done, _)) => done,
            }
        }
        .boxed_local()
    }

    async fn do_errand(&mut self, errand: Errand) -> Result<(), Problem> {
        self.learn = Some(learn);
        let done = match errand {
            Errand::Obey(command) => {
                self.take_in_learned();
                self.obey_in_full(command).await
            }
            Errand::ComeBack(opening) => self.come_back(opening).await,
            Errand::Look => {
                self.look().await;
                Ok(())
            }
        };
        self.doubt_sign_in();
        done
    }

    /// [`Engine::carry`], where the whole engine is one piece and nothing has to be loaded.
    #[must_use]
    pub fn at_hand() -> LocalBoxFuture<'static, Result<Carry<W>, NotLoaded>> {
        let carry: Carry<W> = Self::carry;
        ready(Ok(carry)).boxed_local()
    }

    /// Takes in what another tab has kept: of two tabs that keep their own state in turn, the one would undo the other.
    pub(super) fn take_in_learned(&mut self) {
        let learned = learn(&mut self.progress, &self.helm);
        if note_said(&mut self.progress, &self.helm, self.world.now()) || learned == Some(Learned::Part) {
            self.tell_progress();
        } else if learned == Some(Learned::All) {
            show_progress(&*self.world, &self.helm, &self.progress);
        }
    }

    async fn obey_in_full(&mut self, command: Command) -> Result<(), Problem> {
        match command {
            // Opened before, when the page began to speak.
            Command::Open(opening) => self.come_back(opening).await,
            Command::SignIn { cloud, purpose, place } => self.sign_in(cloud, purpose, place),
            Command::SignOut => self.sign_out().await,
            Command::Survey => self.survey(Listener::Reading).await,
            Command::Export(place) => self.export(place).await,
            Command::WaiveExport => self.change(|progress, now| progress.export = ExportState::Waived { at: now }),
            Command::Propose(work) => self.propose(work).await,
            Command::LoadPlan(text) => self.load_plan(&text).await,
            Command::Confirm(confirmation) => self.confirm(&confirmation).await,
            Command::Resume => self.resume().await,
            Command::Abandon => self.abandon().await,
            Command::Steer(steering) => {
                self.helm.steer(steering);
                Ok(())
            }
            Command::Watch(watch) => {
                self.watch = watch;
                Ok(())
            }
            Command::Forget => self.forget().await,
            // Heard at once, by the helm, and taken in by now.
            Command::NetworkIsBack
            | Command::TakeIn(_)
            | Command::Keep { .. }
            | Command::ReportDeleted(_)
            | Command::Tick { .. } => Ok(()),
            Command::Answer(answer) => self.take_answer(&answer).await,
            Command::Explain(message) => self.explain(&message),
            Command::SignInTo { cloud, tenant } => self.sign_in_to(cloud, &tenant).await,
        }
    }

    /// Takes in what an earlier closing left, and judges the answer to a sign-in if there is one.
    async fn come_back(&mut self, opening: Opening) -> Result<(), Problem> {
        let restored = opening.progress.as_deref().map(Progress::from_text).transpose();
        match restored {
            Ok(progress) => self.progress = progress.unwrap_or_default(),
            Err(kind) => self.world.tell(Event::Problem(self.problem(kind))),
        }
        // What another tab has kept since is newer than what this one found.
        learn(&mut self.progress, &self.helm);
        note_said(&mut self.progress, &self.helm, self.world.now());
        if self.progress == Progress::default() {
            // What can't be read stays kept: to the other tabs it would be forgotten if it was dropped, and they know more.
            show_progress(&*self.world, &self.helm, &self.progress);
        } else {
            self.tell_progress();
        }
        if let (Some(callback), Ok(_)) = (opening.callback, &self.configuration) {
            // What goes on by itself can be given up like what was pressed: the reading before it may take minutes.
            self.helm.will_go_on();
            let goes_on = self.sign_in_and_read(&callback, opening.pending.as_deref()).await?;
            // The page was left in the middle of a run, for its sake.
            let running = self.progress.running.as_ref().map(|running| running.plan);
            if goes_on.is_some() && goes_on == running && self.helm.goes_on() {
                self.resume().await?;
            }
        }
        Ok(())
    }

    /// Judges the answer to a sign-in, and reads the tenant. Says which run the page was left for, if it was one.
    async fn sign_in_and_read(&mut self, callback: &str, pending: Option<&str>) -> Result<Option<PlanHash>, Problem> {
        let goes_on = self.finish_sign_in(callback, pending).await?;
        // Nobody is signed in yet when the sign-in page has to ask after all: the page is left again.
        if self.signed_in.is_none() {
            return Ok(None);
        }
        self.survey(Listener::Reading).await?;
        Ok(goes_on)
    }

    async fn forget(&mut self) -> Result<(), Problem> {
        let _lead = self.take_lead().await?;
        self.world.drop_plan().await;
        self.proposal = None;
        let signed_in = self.signed_in.as_ref().map(|signed_in| &signed_in.session);
        let (tenant, cloud) = (
            signed_in.map(|session| session.tenant),
            signed_in.map(|session| session.cloud),
        );
        let seen = self.snapshot.as_deref().map(Counts::of);
        self.change(|progress, now| {
            *progress = Progress {
                tenant,
                cloud,
                seen,
                started_at: tenant.map(|_| now),
                // Without a tenant nothing is kept at all.
                forgotten_at: tenant.map(|_| now.but_after(progress.latest())),
                signed_in_at: progress.signed_in_at.filter(|_| tenant.is_some()),
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
        self.check_read(snapshot, work)?;
        let plan = Plan::propose(work, snapshot, &self.progress.kept);
        self.show_plan(plan, None);
        Ok(())
    }

    /// Shows a plan from a file beside a fresh reading of the tenant. Whoever may read the tenant may look at it; only who
    /// made it can confirm it.
    async fn load_plan(&mut self, text: &str) -> Result<(), Problem> {
        let plan = Plan::from_file(text).map_err(|kind| self.problem(kind))?;
        if plan.tenant() != self.signed_in()?.session.tenant {
            return Err(self.problem(ProblemKind::PlanOfAnotherTenant));
        }
        self.survey(Listener::Reading).await?;
        if plan.work() == Work::DisableMultifactor {
            self.read_multifactor().await?;
        }
        let snapshot = self
            .snapshot
            .as_ref()
            .ok_or_else(|| self.problem(ProblemKind::SignInNeeded))?;
        self.check_read(snapshot, plan.work())?;
        let drift = plan.drift(snapshot, &self.progress.kept);
        self.show_plan(plan, Some(drift));
        Ok(())
    }

    fn show_plan(&mut self, plan: Plan, drift: Option<Drift>) {
        let hash = plan.hash();
        self.proposal = Some(plan.clone());
        self.world.tell(Event::Proposed(Proposal { plan, hash, drift }));
    }

    /// Of what could not be read no plan is made: it would say that there is nothing to do.
    fn check_read(&self, snapshot: &Snapshot, work: Work) -> Result<(), Problem> {
        match work {
            Work::DeleteUsers => {
                self.known(&snapshot.users)?;
                // Who must come last.
                self.known(&snapshot.administrators)?;
            }
            Work::DisableMultifactor => {
                self.known(&snapshot.multifactor)?;
                self.known_of_some(snapshot)?;
            }
            Work::DeleteApplications => {
                self.known(&snapshot.applications)?;
                self.known(&snapshot.service_principals)?;
            }
            Work::PurgeUsers => {
                self.known(&snapshot.deleted_users)?;
            }
        }
        Ok(())
    }

    /// Each user's state is read by itself: that there is nobody to plan for can be said only when each could be read.
    fn known_of_some(&self, snapshot: &Snapshot) -> Result<(), Problem> {
        if !Plan::propose(Work::DisableMultifactor, snapshot, &self.progress.kept)
            .items()
            .is_empty()
        {
            return Ok(());
        }
        let states = snapshot.multifactor.known().into_iter().flatten();
        let mut others = states.filter(|one| one.user != snapshot.me.id);
        others.try_for_each(|one| self.known(&one.state).map(drop))
    }

    /// What was read, or why it wasn't.
    pub(super) fn known<'r, T>(&self, reading: &'r Reading<T>) -> Result<&'r T, Problem> {
        match reading {
            Reading::Known(value) => Ok(value),
            Reading::NotRead => Err(self.problem(ProblemKind::SignInNeeded)),
            Reading::Unreadable(problem) => Err(problem.clone()),
        }
    }

    async fn confirm(&mut self, confirmation: &Confirmation) -> Result<(), Problem> {
        let lead = self.take_lead().await?;
        if self.progress.running.is_some() {
            return Err(self.problem(ProblemKind::Busy));
        }
        let signed_in = self.signed_in()?;
        let session = &signed_in.session;
        let (tenant, person) = (session.tenant, session.person);
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
            kept: &self.progress.kept,
            export: &self.progress.export,
            initial_domain: &snapshot.organization.initial_domain,
            authenticated_at,
            now: signed_in.now(&self.world),
        };
        if !granted.contains(&Purpose::Carry(plan.work())) {
            return Err(self.problem(ProblemKind::SignInTooOld));
        }
        // The run refuses these too; here it is said before anything is kept.
        if plan.tenant() != tenant {
            return Err(self.problem(ProblemKind::OtherTenant));
        }
        if plan.person() != person {
            return Err(self.problem(ProblemKind::OtherPerson));
        }
        // Read again since, perhaps with less success. What could be read of second factors is the plan's own.
        if plan.work() != Work::DisableMultifactor {
            self.check_read(snapshot, plan.work())?;
        }
        // What the person has excluded is barred, too, and has words of its own.
        gate.check_kept(&plan).map_err(|kind| self.problem(kind))?;
        if !plan.drift(snapshot, &self.progress.kept).barred.is_empty() {
            return Err(self.problem(ProblemKind::PlanNamesBarred));
        }
        let confirmed = plan.confirm(confirmation, &gate).map_err(|kind| self.problem(kind))?;
        self.proposal = None;
        let text = confirmed
            .to_text()
            .map_err(|_| self.problem(ProblemKind::ProgressNotKept))?;
        // Where the browser keeps no files the run goes on without: a closed tab then needs a new confirmation.
        if self.world.keep_plan(&text).await.is_err() {
            self.world
                .tell(Event::Problem(self.problem(ProblemKind::ProgressNotKept)));
        }
        let running = RunningPlan {
            work: confirmed.plan().work(),
            plan: confirmed.plan().hash(),
            total: confirmed.plan().count(),
            started_at: self.world.now(),
            accepted: Bitmap::default(),
            sent: 0,
        };
        self.change(|progress, _| progress.running = Some(running))?;
        self.run(lead, confirmed).await
    }

    /// Goes on with a plan that was confirmed before: as fresh a sign-in as for the first time, the same tenant, the same
    /// person, the same plan.
    async fn resume(&mut self) -> Result<(), Problem> {
        let lead = self.take_lead().await?;
        let running = self
            .progress
            .running
            .clone()
            .ok_or_else(|| self.problem(ProblemKind::RunOver))?;
        let text = self.world.kept_plan().await;
        let text = text.ok_or_else(|| self.problem(ProblemKind::PlanLost))?;
        let confirmed = ConfirmedPlan::from_text(&text, running.plan).map_err(|kind| self.problem(kind))?;
        let signed_in = self.signed_in()?;
        let session = &signed_in.session;
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
            kept: &self.progress.kept,
            export: &self.progress.export,
            initial_domain: &snapshot.organization.initial_domain,
            authenticated_at: session.authenticated_at,
            now: signed_in.now(&self.world),
        };
        if !session.granted.contains(&Purpose::Carry(running.work)) {
            return Err(self.problem(ProblemKind::SignInTooOld));
        }
        gate.check_kept(confirmed.plan()).map_err(|kind| self.problem(kind))?;
        gate.check_freshness().map_err(|kind| self.problem(kind))?;
        self.run(lead, confirmed).await
    }

    async fn abandon(&mut self) -> Result<(), Problem> {
        let _lead = self.take_lead().await?;
        self.change(Progress::leave)?;
        self.world.drop_plan().await;
        Ok(())
    }

    /// Takes the lead over all tabs. Without it no run is begun, given up or forgotten, and no plan is kept: a tab that is at
    /// work would go on with what it has in memory. Nor while what the browser keeps, the plan too, is another tenant's.
    pub(super) async fn take_lead(&mut self) -> Result<Lead, Problem> {
        let lead = self.world.take_lead().await;
        let lead = lead.ok_or_else(|| self.problem(ProblemKind::OtherTab))?;
        let lead = self.helm.lead(lead);
        // What the tab that had it before has kept last.
        self.take_in_learned();
        let signed_in_to = self.helm.tenant();
        if self.helm.keeps_another() || signed_in_to.is_some_and(|tenant| self.progress.tenant != Some(tenant)) {
            return Err(self.problem(ProblemKind::OtherTenant));
        }
        Ok(lead)
    }
}
