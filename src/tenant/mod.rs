//! The domain, pure: what a tenant holds, what a closing is made of, and the rules that keep it safe.
//!
//! Does no I/O, reads no clock, draws no randomness, and knows nothing of Microsoft's protocols.

pub mod bitmap;
pub mod checks;
pub mod counts;
pub mod fate;
pub mod ids;
pub mod moment;
pub mod plan;
pub mod problem;
pub mod progress;
pub mod receipt;
pub mod snapshot;
pub mod step;

pub use counts::Counts;
pub use fate::{Fate, FateCounts};
pub use ids::{AppId, ApplicationId, Guid, InitialDomain, ServicePrincipalId, SubscriptionId, TenantId, UserId};
pub use moment::Moment;
pub use plan::{ConfirmedPlan, Plan, PlanHash, Work};
pub use problem::{Problem, ProblemKind};
pub use progress::Progress;
pub use snapshot::{Reading, Snapshot};
pub use step::{Status, Task};
