//! Doing it: a [`Command`] becomes work, work becomes [`Event`]s. Everything outside is reached through [`World`].
//!
//! One command at a time; only steering and what the person says of the closing overtake, through the [`Helm`]. What a start
//! page needs is here, in `line` and in `book`; the rest, in the other files, is loaded by the browser when it is first needed.

mod book;
mod commands;
mod exporting;
mod line;
mod run;
mod signing_in;
mod survey;
mod watch;

pub use commands::{Carry, Errand};
pub use line::deliver;

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use futures_channel::mpsc::UnboundedReceiver;
use futures_util::StreamExt;
use futures_util::future::{Either, select};

use crate::client::{Client, Failure, Helm, World};
use crate::later::{Later, NotLoaded};
use crate::microsoft::cloud::{Cloud, CloudKind, configured};
use crate::microsoft::permissions::{Need, PERMISSIONS};
use crate::microsoft::signin::admin_consent;
use crate::protocol::{
    AdminLinks, CloudChoice, Command, Event, Opened, Opening, Permission, Purpose, Said, Session, Watch,
};
use crate::tenant::plan::{Plan, Work};
use crate::tenant::progress::{CloudName, Progress};
use crate::tenant::snapshot::Reading;
use crate::tenant::{Moment, Problem, ProblemKind, Snapshot};
use book::{Learned, show_progress};
use line::{begins_a_run, is_wish};

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
    snapshot: Option<Arc<Snapshot>>,
    proposal: Option<Plan>,
    watch: Watch,
    /// How often in a row Entra has said that there is no such tenant.
    said_gone: u32,
    /// When to look next, by the clock that nobody sets.
    looks_at: Duration,
    /// The sign-in that is awaited from a small window. Its verifier leaves this worker only with the code.
    awaited: Option<signing_in::Pending>,
    /// What an earlier closing left, until the larger part has taken it in.
    unopened: Option<Opening>,
    load_carry: Later<Carry<W>>,
    carry: Option<Carry<W>>,
    /// Takes in what another tab has kept: comes with the larger part.
    learn: Option<Learn>,
}

/// How the engine has spent a turn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Turn {
    /// With something that it was told.
    Busy,
    /// With looking around, because it was time to.
    Idle,
    /// There will be nothing any more.
    Over,
}

/// Takes what another tab has kept into the progress; says how it stands to what is known with it.
type Learn = fn(&mut Progress, &Helm) -> Option<Learned>;

struct SignedIn<W> {
    client: Client<W>,
    session: Session,
    /// When the sign-in's answer was taken in: by the clock on the wall, and by the one that nobody sets.
    taken_in: (Moment, Duration),
}

impl<W: World> SignedIn<W> {
    /// Now, for saying how old the sign-in is: the later of what the two clocks say, so that a clock that is set back makes
    /// nothing younger.
    fn now(&self, world: &W) -> Moment {
        let (then, elapsed) = self.taken_in;
        world.now().max(then.plus(world.elapsed().saturating_sub(elapsed)))
    }
}

impl<W: World> Engine<W> {
    /// An engine with the text of `config.json`, for a site at the address `base` (which ends with a slash). `load_carry`
    /// brings the larger part of it: [`Engine::at_hand`], or where the browser has to fetch it first.
    pub fn new(world: Rc<W>, configuration: &str, base: String, load_carry: Later<Carry<W>>) -> Self {
        Self {
            world,
            helm: Rc::default(),
            base,
            configuration: configured(configuration).map_err(drop),
            signed_in: None,
            progress: Progress::default(),
            snapshot: None,
            proposal: None,
            watch: Watch::Nothing,
            looks_at: Duration::ZERO,
            said_gone: 0,
            awaited: None,
            unopened: None,
            load_carry,
            carry: None,
            learn: None,
        }
    }

    /// What steers whatever runs.
    pub fn helm(&self) -> Rc<Helm> {
        Rc::clone(&self.helm)
    }

    /// Obeys commands until there are no more, and looks after what is watched in between.
    pub async fn serve(mut self, mut commands: UnboundedReceiver<Command>) {
        while self.turn(&mut commands).await != Turn::Over {}
    }

    /// Waits for one thing to do, and does it.
    pub async fn turn(&mut self, commands: &mut UnboundedReceiver<Command>) -> Turn {
        // Handed to what had just ended.
        if let Some(handed) = self.helm.left_over() {
            self.obey(handed.into()).await;
            return Turn::Busy;
        }
        let (idle, helm) = (Rc::clone(&self.world), self.helm());
        // However much other tabs have to tell in between.
        let tick = std::pin::pin!(idle.sleep(self.looks_at.saturating_sub(idle.elapsed())));
        let heard = std::pin::pin!(helm.hears());
        match select(select(commands.next(), heard), tick).await {
            Either::Left((Either::Left((Some(command), _)), _)) => self.obey(command).await,
            Either::Left((Either::Left((None, _)), _)) => return Turn::Over,
            Either::Left((Either::Right(_), _)) => {
                if let Err(problem) = self.hear().await {
                    self.world.tell(Event::Problem(problem));
                }
            }
            Either::Right(_) => {
                let (look, left) = (std::pin::pin!(self.look_around()), std::pin::pin!(helm.left()));
                select(look, left).await;
                return Turn::Idle;
            }
        }
        Turn::Busy
    }

    /// Obeys one command; what goes wrong is told as a problem. Signing out ends whatever else is being done, where it is:
    /// as if the tab had been closed.
    pub async fn obey(&mut self, command: Command) {
        let (world, helm) = (Rc::clone(&self.world), self.helm());
        if command == Command::SignOut {
            helm.arrive();
        }
        if is_wish(&command) {
            helm.grant();
        }
        if command == Command::Survey {
            helm.begin_to_read();
        }
        helm.start();
        if begins_a_run(&command) && !helm.begin() {
            return;
        }
        let left = std::pin::pin!(helm.left());
        let obeyed = std::pin::pin!(self.obey_until_done(command));
        if let Either::Right((Err(problem), _)) = select(left, obeyed).await {
            world.tell(Event::Problem(problem));
        }
    }

    async fn obey_until_done(&mut self, command: Command) -> Result<(), Problem> {
        if let Command::Open(opening) = command {
            self.open(opening).await
        } else if let (Command::SignOut, None) = (&command, &self.carry) {
            // Nobody has signed in without the larger part, and this doesn't wait until it is loaded.
            self.world.tell(Event::Session(None));
            Ok(())
        } else if let Command::TakeIn(progress) = command {
            self.helm.learn(progress);
            self.hear().await
        } else if let Some(said) = Said::of(&command) {
            self.helm.say(said);
            self.hear().await
        } else {
            self.hand_on(Errand::Obey(command)).await
        }
    }

    /// Looks again at what a person waits for. Nothing is watched before a command said so.
    async fn look_around(&mut self) {
        if self.watch != Watch::Nothing
            && let Err(problem) = self.hand_on(Errand::Look).await
        {
            self.world.tell(Event::Problem(problem));
        }
        self.looks_at = self.world.elapsed() + WATCH_EVERY;
    }

    /// Hands an errand to the larger part, which is loaded if it isn't there yet. What an earlier closing left comes first,
    /// or the errand would be done as if there had been none.
    async fn hand_on(&mut self, errand: Errand) -> Result<(), Problem> {
        let carry = match self.carry {
            Some(carry) => carry,
            None => {
                let loaded = (self.load_carry)().await;
                loaded.map_err(|NotLoaded| self.problem(ProblemKind::PartNotLoaded))?
            }
        };
        self.carry = Some(carry);
        if let Some(opening) = self.unopened.take() {
            carry(self, Errand::ComeBack(opening)).await?;
        }
        carry(self, errand).await
    }

    /// Says what there is to choose from. A first visit needs nothing else.
    async fn open(&mut self, opening: Opening) -> Result<(), Problem> {
        let clouds = self
            .configuration
            .as_deref()
            .unwrap_or_default()
            .iter()
            .map(|cloud| choice(cloud, &self.base))
            .collect();
        self.world.tell(Event::Opened(Opened {
            clouds,
            permissions: permissions(),
        }));
        if opening == Opening::default() {
            show_progress(&*self.world, &self.helm, &self.progress);
        } else {
            self.unopened = Some(opening);
            self.hand_on(Errand::Look).await?;
        }
        match self.configuration {
            Ok(_) => Ok(()),
            Err(()) => Err(self.problem(ProblemKind::ConfigurationUnreadable)),
        }
    }

    fn cloud(&self, name: CloudName) -> Result<Cloud, Problem> {
        choose(&self.configuration, name).ok_or_else(|| self.problem(ProblemKind::ConfigurationUnreadable))
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

    /// Whether a part of the tenant has been read.
    fn has_read<T>(reading: &Reading<T>) -> bool {
        reading.known().is_some()
    }
}

fn choose(configuration: &Result<Vec<Cloud>, ()>, name: CloudName) -> Option<Cloud> {
    let clouds = configuration.as_deref().unwrap_or_default();
    clouds.iter().find(|cloud| cloud_name(cloud.kind) == name).cloned()
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

fn choice(cloud: &Cloud, base: &str) -> CloudChoice {
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
        consent: admin_consent(cloud, base),
    }
}

const fn need(purpose: Purpose) -> Need {
    match purpose {
        Purpose::Read => Need::Read,
        Purpose::Carry(Work::DeleteUsers) => Need::DeleteUsers,
        Purpose::Carry(Work::DisableMultifactor) => Need::DisableMultifactor,
        Purpose::Carry(Work::DeleteApplications) => Need::DeleteApplications,
        Purpose::Carry(Work::PurgeUsers) => Need::PurgeUsers,
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
