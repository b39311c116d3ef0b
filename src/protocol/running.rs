//! How far a reading, an export or a run has come, and how it ended.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::command::ArchivePlace;
use crate::tenant::plan::{Item, PlanHash, Work};
use crate::tenant::{FateCounts, Moment, Problem};

/// Which part of the tenant is being read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Part {
    /// The organization.
    Organization,
    /// The signed-in person and their roles.
    Me,
    /// Users.
    Users,
    /// Users who were deleted and can be restored.
    DeletedUsers,
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

/// How far a run has come.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Running {
    /// What it does.
    pub work: Work,
    /// Its plan.
    pub plan: PlanHash,
    /// How many things the plan names.
    pub total: u32,
    /// What has become of them.
    pub fates: FateCounts,
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
    /// Paused until the person has signed in again, for this reason. Then it goes on by itself.
    AwaitsSignIn(Problem),
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
    /// Lists don't show yet what was done a while ago.
    ListsLag,
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
