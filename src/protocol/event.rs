//! What the engine tells the page. How far something is that takes its time is in `running`.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::command::Purpose;
use super::running::{Exporting, Running, Surveying};
use crate::tenant::ids::{Guid, TenantId, UserId};
use crate::tenant::plan::{Drift, Plan, PlanHash};
use crate::tenant::progress::{CloudName, Progress};
use crate::tenant::snapshot::Snapshot;
use crate::tenant::{Moment, Problem};

/// A sign-in that is awaited from a small window.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignInWindow {
    /// What the window is to show.
    pub url: String,
    /// The state in its answer.
    pub state: String,
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
    /// Leave for this address to sign in; keep `pending` for the way back.
    Leave {
        /// Where to.
        url: String,
        /// State, nonce and verifier.
        pending: String,
    },
    /// Who is signed in now, if anybody is.
    Session(Option<Session>),
    /// The tenant is being read.
    Surveying(Option<Surveying>),
    /// The tenant was read.
    Snapshot(#[serde(with = "shared")] Arc<Snapshot>),
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
    /// A reading or an export waits until the person has signed in again, for this reason; or no longer.
    AwaitsSignIn(Option<Problem>),
    /// A sign-in is awaited from a small window, or no longer.
    Window(Option<SignInWindow>),
    /// Nothing of the sign-in is left here: leave for the identity provider's sign-out, and keep `state` for the way back.
    LeaveSignedOut {
        /// Where to.
        url: String,
        /// What must come back.
        state: String,
    },
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

/// A plan to look at.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proposal {
    /// The plan.
    pub plan: Plan,
    /// Its hash, to be given back with the confirmation.
    pub hash: PlanHash,
    /// How the tenant differs from it, if it comes from a file; one that was just made differs in nothing.
    pub drift: Option<Drift>,
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

/// Written and read as what it holds. The engine shares what may be large with the event that tells it, and both ends of the
/// line own theirs.
mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<T: Serialize, S: Serializer>(value: &Arc<T>, serializer: S) -> Result<S::Ok, S::Error> {
        value.as_ref().serialize(serializer)
    }

    pub(super) fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Arc<T>, D::Error> {
        T::deserialize(deserializer).map(Arc::new)
    }
}
