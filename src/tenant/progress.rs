//! What the browser keeps between visits: ids, counts and times; no name, no address, no token.
//!
//! It is a hint, never the truth: the tenant is read again before anything is said to be done.

mod join;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::bitmap::Bitmap;
use super::ids::{SubscriptionId, TenantId, UserId};
use super::plan::{PlanHash, Work};
use super::{Counts, Moment, ProblemKind, Task};

/// The version of the form below; a document of a newer one is not touched, and what one of an older lacks is not known.
pub const SCHEMA: u32 = 2;

/// The progress of one closing.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Progress {
    /// The tenant that is being closed; set at the first sign-in and then fixed.
    pub tenant: Option<TenantId>,
    /// The cloud it is in, as `config.json` names it.
    pub cloud: Option<CloudName>,
    /// When the closing was begun.
    pub started_at: Option<Moment>,
    /// When the person last forgot what had been done before: what was kept until then is void.
    pub forgotten_at: Option<Moment>,
    /// When somebody was last let in.
    pub signed_in_at: Option<Moment>,
    /// The export.
    pub export: ExportState,
    /// Accounts that a person wants to keep for now.
    pub kept: BTreeSet<UserId>,
    /// When it was last said of an account whether it is kept: of two tabs that say otherwise, the later one is right.
    pub said_at: BTreeMap<UserId, Moment>,
    /// Subscriptions that a person said they deleted in the admin center, and when.
    pub reported_deleted: BTreeMap<SubscriptionId, Moment>,
    /// Tasks ticked by hand, for those who use Luk as a checklist without signing in.
    pub ticked: BTreeSet<Task>,
    /// When one was last ticked or unticked.
    pub ticked_at: Option<Moment>,
    /// What was left at the last reading.
    pub seen: Option<Counts>,
    /// The run that isn't finished, if one isn't.
    pub running: Option<RunningPlan>,
    /// Runs that ended.
    pub finished: Vec<FinishedRun>,
    /// Runs that were left before their end.
    pub left: Vec<LeftRun>,
    /// When the tenant was found to be gone.
    pub tenant_gone_at: Option<Moment>,
}

/// A cloud of Microsoft's, or the practice cloud.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CloudName {
    /// Microsoft's worldwide cloud, GCC included.
    Global,
    /// US Government L4 (GCC High).
    UsGovernment,
    /// US Government L5 (DoD).
    UsGovernmentDod,
    /// China, operated by 21Vianet.
    China,
    /// The practice cloud.
    Practice,
}

/// Whether what should be kept has been taken along: the later in this order, the better is it known.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub enum ExportState {
    /// Neither done nor waived.
    #[default]
    Missing,
    /// A person said that they need none.
    Waived {
        /// When.
        at: Moment,
    },
    /// Done: the archive was written and closed.
    Done {
        /// When it was closed.
        at: Moment,
        /// Files in it.
        files: u32,
        /// Its size.
        bytes: u64,
        /// SHA-256 of the manifest inside.
        manifest: String,
    },
}

impl ExportState {
    /// Whether deletions may follow.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        match self {
            Self::Missing => false,
            Self::Done { .. } | Self::Waived { .. } => true,
        }
    }
}

/// A confirmed plan that was begun.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunningPlan {
    /// What it does.
    pub work: Work,
    /// The plan's hash.
    pub plan: PlanHash,
    /// How many things it touches.
    pub total: u32,
    /// When it was begun.
    pub started_at: Moment,
    /// Which of its items were accepted so far; a hint for what to expect of lists that lag, never a proof.
    #[serde(default)]
    pub accepted: Bitmap,
    /// How many writes were sent for it so far, those that were refused included: what they cost of the budget.
    #[serde(default)]
    pub sent: u32,
}

/// A run that ended, and what the tenant showed afterwards.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FinishedRun {
    /// What it did.
    pub work: Work,
    /// The plan's hash.
    pub plan: PlanHash,
    /// How many things the plan named.
    pub planned: u32,
    /// How many of them were found gone (or disabled) in the tenant afterwards.
    pub verified: u32,
    /// When it was begun.
    pub started_at: Moment,
    /// When the tenant was re-read.
    pub ended_at: Moment,
}

/// A run that was given up, or that ended with the tenant: nobody has looked what became of the rest.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeftRun {
    /// What it did.
    pub work: Work,
    /// The plan's hash.
    pub plan: PlanHash,
    /// How many things the plan named.
    pub planned: u32,
    /// How many of them Microsoft is known to have accepted.
    pub accepted: u32,
    /// When it was begun.
    pub started_at: Moment,
    /// When it was left.
    pub left_at: Moment,
}

impl RunningPlan {
    /// What is known of it when it is left.
    fn left(self, now: Moment) -> LeftRun {
        LeftRun {
            work: self.work,
            plan: self.plan,
            planned: self.total,
            accepted: self.accepted.count(),
            started_at: self.started_at,
            left_at: now,
        }
    }
}

#[derive(Deserialize)]
struct Header {
    schema: u32,
}

#[derive(Serialize, Deserialize)]
struct Document<'d> {
    schema: u32,
    sum: String,
    #[serde(borrow)]
    progress: &'d RawValue,
}

impl Progress {
    /// Whether a plan of this kind of work was begun and isn't finished.
    #[must_use]
    pub fn is_running(&self, work: Work) -> bool {
        self.running.as_ref().is_some_and(|running| running.work == work)
    }

    /// Leaves the run that isn't finished, if there is one, and notes what is known of it.
    pub fn leave(&mut self, now: Moment) {
        self.left.extend(self.running.take().map(|running| running.left(now)));
    }

    /// The text to keep.
    ///
    /// # Errors
    /// Never in practice: nothing in it can fail to be written.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        let progress = serde_json::value::to_raw_value(self)?;
        serde_json::to_string(&Document {
            schema: SCHEMA,
            sum: sum(&progress),
            progress: &progress,
        })
    }

    /// Reads what was kept.
    ///
    /// # Errors
    /// [`ProblemKind::ProgressNewer`] if a newer Luk wrote it, [`ProblemKind::ProgressDamaged`] if it isn't what Luk
    /// wrote. Nothing is guessed from a damaged text: the tenant knows what is done.
    pub fn from_text(text: &str) -> Result<Self, ProblemKind> {
        let header: Header = serde_json::from_str(text).map_err(|_| ProblemKind::ProgressDamaged)?;
        if header.schema > SCHEMA {
            return Err(ProblemKind::ProgressNewer);
        }
        let document: Document<'_> = serde_json::from_str(text).map_err(|_| ProblemKind::ProgressDamaged)?;
        if document.sum != sum(document.progress) {
            return Err(ProblemKind::ProgressDamaged);
        }
        serde_json::from_str(document.progress.get()).map_err(|_| ProblemKind::ProgressDamaged)
    }
}

/// Catches accidents (a truncated or half-overwritten entry), not attackers: whoever can write the origin's storage can
/// also run its scripts.
fn sum(progress: &RawValue) -> String {
    let hash = Sha256::digest(progress.get().as_bytes());
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
