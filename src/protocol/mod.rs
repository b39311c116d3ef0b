//! What the page and the engine say to each other: a [`Command`] goes down, an [`Event`] comes up, nothing else.
//!
//! Both travel as bytes over `postMessage` ([`wire`]). No token is part of either.

pub mod view;
pub mod wire;

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::tenant::ids::{Guid, SubscriptionId, TenantId, UserId};
use crate::tenant::plan::{Confirmation, Item, Plan, PlanHash, Work};
use crate::tenant::progress::{CloudName, Progress};
use crate::tenant::snapshot::Snapshot;
use crate::tenant::{Moment, Problem, Task};

/// What the page asks of the engine.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// The page has started: this is what the browser had kept, and the sign-in's answer if there is one.
    Open(Opening),
    /// Sign in, for a purpose: answered by [`Event::Leave`].
    SignIn {
        /// The cloud to sign in to.
        cloud: CloudName,
        /// What the sign-in is for: it decides which permissions are asked.
        purpose: Purpose,
        /// Where the sign-in page is shown.
        place: SignInPlace,
    },
    /// Forget the tokens, then leave to the identity provider's sign-out.
    SignOut,
    /// Read the tenant again.
    Survey,
    /// Write the archive. Where to write is handed over beside the message.
    Export(ArchivePlace),
    /// The person says that nothing needs to be taken along.
    WaiveExport,
    /// Keep a user out of every plan, or let them in again.
    Keep {
        /// Who.
        user: UserId,
        /// Keep or release.
        keeping: Keeping,
    },
    /// Make a plan from the last reading: answered by [`Event::Proposed`].
    Propose(Work),
    /// Confirm the plan that was proposed, and run it.
    Confirm(Confirmation),
    /// Go on with the confirmed plan that was interrupted.
    Resume,
    /// Give the interrupted plan up.
    Abandon,
    /// Another tab has kept this progress, or dropped what was kept. Never waits behind other commands.
    TakeIn(Option<String>),
    /// Steer what is running. Never waits behind other commands.
    Steer(Steering),
    /// The person says that they deleted this subscription in the admin center.
    ReportDeleted(SubscriptionId),
    /// Tick or untick a task by hand.
    Tick {
        /// Which.
        task: Task,
        /// Ticked or not.
        tick: Tick,
    },
    /// Re-read something every few seconds while the person looks at it.
    Watch(Watch),
    /// Forget this closing: all saved progress.
    Forget,
    /// The answer to a sign-in in a small window.
    Answer(String),
    /// Leave for the sign-in to one tenant, which is named by its id or by one of its domains: guests must name it, and so
    /// must who is at home in several.
    SignInTo {
        /// The cloud that it is in.
        cloud: CloudName,
        /// Its id or domain, as it was typed.
        tenant: String,
    },
}

/// Where the identity provider's page is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum SignInPlace {
    /// In place of this page.
    Page,
    /// In a small window, so that this page and what it holds stay. Only for who is signed in already.
    Window,
}

/// A sign-in that is awaited from a small window.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignInWindow {
    /// What the window is to show.
    pub url: String,
    /// The state in its answer.
    pub state: String,
}

/// What the page knows when it starts.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Opening {
    /// The saved progress, as it was found.
    pub progress: Option<String>,
    /// The answer that the identity provider put behind the page's address.
    pub callback: Option<String>,
    /// What was kept for that answer when the page left for the sign-in.
    pub pending: Option<String>,
}

/// What a sign-in is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Purpose {
    /// Read the tenant and export.
    Read,
    /// Carry out this work: asks for its permission and for a fresh proof of who it is.
    Carry(Work),
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 4] = [
        Self::Read,
        Self::Carry(Work::DeleteUsers),
        Self::Carry(Work::DisableMultifactor),
        Self::Carry(Work::DeleteApplications),
    ];
}

/// Where an archive is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ArchivePlace {
    /// Into the file that the person picked; its handle comes beside the message.
    Picked,
    /// Into a temporary file of the origin's private file system; the page downloads it from there.
    PrivateFile,
}

/// Keep a user or not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Keeping {
    /// In no plan.
    Keep,
    /// May be planned.
    Release,
}

/// Ticked or not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Tick {
    /// Ticked.
    Ticked,
    /// Not ticked.
    Unticked,
}

/// What a person does to something that runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Steering {
    /// Send nothing more for now.
    Pause,
    /// Go on.
    Continue,
    /// End it; what is left stays in the plan.
    Stop,
}

/// What the person looks at and waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Watch {
    /// Nothing.
    Nothing,
    /// The subscriptions, which are cancelled and deleted in the admin center.
    Subscriptions,
    /// Whether the tenant still exists.
    Directory,
}

/// What the engine tells the page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Event {
    /// The engine has read its configuration and is ready.
    Opened(Opened),
    /// The progress changed.
    Progress(Box<Progress>),
    /// The progress changed: keep this text, or drop what was kept. Comes after [`ProblemKind::ProgressDamaged`] or
    /// [`ProblemKind::ProgressNewer`] if what had been kept can't be read.
    ///
    /// [`ProblemKind::ProgressDamaged`]: crate::tenant::ProblemKind::ProgressDamaged
    /// [`ProblemKind::ProgressNewer`]: crate::tenant::ProblemKind::ProgressNewer
    KeepProgress(Option<String>),
    /// Leave for this address (sign-in, sign-out); keep `pending` for the way back.
    Leave {
        /// Where to.
        url: String,
        /// State, nonce and verifier of a sign-in.
        pending: Option<String>,
    },
    /// Who is signed in now, if anybody is.
    Session(Option<Session>),
    /// The tenant is being read.
    Surveying(Option<Surveying>),
    /// The tenant was read.
    Snapshot(Box<Snapshot>),
    /// The export moved on.
    Exporting(Exporting),
    /// The plan that was asked for.
    Proposed(Proposal),
    /// The run moved on.
    Running(Box<Running>),
    /// A request was answered, or not.
    Requested(Requested),
    /// Something went wrong.
    Problem(Problem),
    /// A sign-in is awaited from a small window, or no longer.
    Window(Option<SignInWindow>),
}

/// What the engine can do here.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Opened {
    /// The clouds that `config.json` offers.
    pub clouds: Vec<CloudChoice>,
    /// Which permission is asked for when.
    pub permissions: Vec<Permission>,
}

/// A cloud that can be signed in to, and where its admin centers are.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CloudChoice {
    /// Which.
    pub cloud: CloudName,
    /// Links for what only an admin center can do.
    pub links: AdminLinks,
    /// Where an administrator can consent to Luk's permissions for the whole organization.
    pub consent: String,
}

/// Addresses in the admin centers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AdminLinks {
    /// Microsoft 365 admin center: "Your products".
    pub products: String,
    /// Microsoft 365 admin center: active users.
    pub users: String,
    /// Per-user multifactor authentication.
    pub multifactor: String,
    /// Entra: "Manage tenants", where the directory is deleted.
    pub tenants: String,
    /// Azure portal: subscriptions.
    pub azure_subscriptions: String,
    /// Support requests.
    pub support: String,
}

/// One permission and what it is for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Permission {
    /// What for.
    pub purpose: Purpose,
    /// Its name, as the consent page shows it (`User.ReadWrite.All`).
    pub scope: String,
    /// The least directory role that makes it effective.
    pub role: String,
}

/// Who is signed in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Session {
    /// The cloud.
    pub cloud: CloudName,
    /// The tenant.
    pub tenant: TenantId,
    /// The person.
    pub person: UserId,
    /// Their name, as the identity provider gives it; to be shown, never to decide on.
    pub name: String,
    /// When they last proved who they are, if that is known.
    pub authenticated_at: Option<Moment>,
    /// What this sign-in was granted for.
    pub granted: BTreeSet<Purpose>,
    /// When it ends for good and one must sign in again (24 hours for a single-page application).
    pub ends_at: Moment,
    /// How it is known that the identity provider said all this.
    pub signature: Signature,
}

/// What became of the check of a sign-in's signature.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Signature {
    /// It holds.
    Verified,
    /// The provider's keys were out of reach. The answer came straight from the provider over TLS, which proves the same
    /// (OpenID Connect Core 3.1.3.7, rule 6).
    KeysOutOfReach,
}

/// Which part of the tenant is being read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Part {
    /// The organization.
    Organization,
    /// The signed-in person and their roles.
    Me,
    /// Users.
    Users,
    /// Groups.
    Groups,
    /// Subscriptions.
    Subscriptions,
    /// App registrations.
    Applications,
    /// Enterprise applications.
    ServicePrincipals,
    /// Per-user multifactor authentication.
    Multifactor,
    /// Azure subscriptions.
    AzureSubscriptions,
}

/// How far the reading has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Surveying {
    /// What is being read.
    pub part: Part,
    /// How many things of it have been read.
    pub read: u32,
}

/// How far the export has come.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Exporting {
    /// What is happening.
    pub stage: ExportStage,
    /// Files written.
    pub files: u32,
    /// Bytes written.
    pub bytes: u64,
    /// Parts that could not be read and are therefore not in the archive.
    pub missing: Vec<MissingPart>,
}

/// The stages of an export.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ExportStage {
    /// This part is being read and written.
    Writing(Part),
    /// The archive is closed and whole.
    Done {
        /// Where it was written; from a private file the page must offer it as a download.
        place: ArchivePlace,
    },
    /// It failed; what was written is not to be relied on.
    Failed(Problem),
}

/// A part that is not in the archive.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MissingPart {
    /// Which.
    pub part: Part,
    /// Why.
    pub problem: Problem,
}

/// A plan to look at.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proposal {
    /// The plan.
    pub plan: Plan,
    /// Its hash, to be given back with the confirmation.
    pub hash: PlanHash,
}

/// How far a run has come.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Running {
    /// What it does.
    pub work: Work,
    /// Its plan.
    pub plan: PlanHash,
    /// How many things the plan names.
    pub total: u32,
    /// How many of them the tenant no longer has (or has as planned), seen by a fresh reading.
    pub verified: u32,
    /// How many more were accepted by the service, which is not yet proof.
    pub accepted: u32,
    /// How many are under way at most.
    pub sent: u32,
    /// How many wait to be tried again.
    pub waiting: u32,
    /// Those that did not go, and why.
    pub failures: Vec<Failure>,
    /// What it is doing.
    pub state: RunState,
    /// When this run (not the plan) was begun.
    pub started_at: Moment,
    /// How long it will probably take from now.
    pub time_left: Option<Duration>,
}

/// What a run is doing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum RunState {
    /// Sending requests.
    Working,
    /// Waiting, because the service asks for it or could not be reached.
    Waiting {
        /// Until when.
        until: Moment,
        /// Why.
        reason: WaitReason,
    },
    /// Paused by the person.
    Paused,
    /// Reading the tenant to see what is true.
    Verifying,
    /// Over.
    Ended(RunEnd),
}

/// Why a run waits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum WaitReason {
    /// Microsoft asks for it (429, Retry-After).
    Throttled,
    /// The service failed; it is tried again.
    ServiceFailed,
    /// There was no answer; it is tried again.
    Unreachable,
}

/// How a run ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum RunEnd {
    /// Everything in the plan was tried; the tenant was read again.
    Finished,
    /// The person stopped it; the plan can be resumed.
    Stopped,
    /// It could not go on; the plan can be resumed.
    Interrupted(Problem),
}

/// An item that did not go.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Failure {
    /// Which.
    pub item: Item,
    /// Why.
    pub problem: Problem,
}

/// A request, for the activity page. Holds no token, no query and no body.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Requested {
    /// When it was sent.
    pub at: Moment,
    /// GET, POST …
    pub method: String,
    /// Host.
    pub host: String,
    /// Path, without the query.
    pub path: String,
    /// How it ended: the status, or nothing if no answer came.
    pub status: Option<u16>,
    /// The service's id of it.
    pub request_id: Option<String>,
    /// How long it took.
    pub took: Duration,
    /// For a request inside a batch: the id of the thing it was about.
    pub about: Option<Guid>,
}
