//! A plan: exactly what will be touched, why, and in which order. Does not run anything.
//!
//! A [`Plan`] can't hold the signed-in administrator or a kept account, and a [`ConfirmedPlan`] can only be made by
//! [`Plan::confirm`] or by reading back one that was.

mod confirmation;
mod drift;
mod file;
mod hash;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use confirmation::{Confirmation, ConfirmedPlan, FRESH_SIGN_IN, Gate};
pub use drift::Drift;
pub use hash::PlanHash;

use super::ids::{AppId, Guid, TenantId, UserId};
use super::snapshot::{MultifactorState, Origin, ServicePrincipalOwner, Snapshot};

/// What kind of work a plan is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Work {
    /// Delete users.
    DeleteUsers,
    /// Disable per-user multifactor authentication.
    DisableMultifactor,
    /// Delete app registrations and enterprise applications.
    DeleteApplications,
    /// Delete for good those users who were deleted and could still be restored.
    PurgeUsers,
}

/// What a plan's item is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Target {
    /// A user is deleted.
    User,
    /// A user's per-user multifactor authentication is disabled.
    UserMultifactor,
    /// An app registration is deleted.
    Application,
    /// An enterprise application is deleted.
    ServicePrincipal,
    /// A deleted user is deleted for good.
    DeletedUser,
}

impl Target {
    /// The work that this belongs to: a plan holds nothing of another one.
    #[must_use]
    pub const fn work(self) -> Work {
        match self {
            Self::User => Work::DeleteUsers,
            Self::UserMultifactor => Work::DisableMultifactor,
            Self::Application | Self::ServicePrincipal => Work::DeleteApplications,
            Self::DeletedUser => Work::PurgeUsers,
        }
    }
}

/// Why something is in a plan.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Reason {
    /// Every user but one must go before the directory can (step 1).
    OtherUser,
    /// The same, of a user who holds a directory role.
    Administrator,
    /// Per-user multifactor authentication is demanded at the next sign-in (step 4).
    MultifactorEnabled,
    /// Per-user multifactor authentication is demanded, and set up (step 4).
    MultifactorEnforced,
    /// Applications that the tenant registered or took in must be gone before the directory (step 5).
    OtherApplication,
    /// The same, of the one that Luk itself signs in with.
    LukItself,
    /// It could be restored for 30 days otherwise.
    Restorable,
}

/// When in a plan something is touched.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Turn {
    /// In the plan's order.
    Any,
    /// Only after everything else is settled: administrators, and what Luk itself signs in with.
    Last,
}

impl Reason {
    /// When something that is in a plan for this reason is touched.
    #[must_use]
    pub const fn turn(self) -> Turn {
        match self {
            Self::OtherUser
            | Self::MultifactorEnabled
            | Self::MultifactorEnforced
            | Self::OtherApplication
            | Self::Restorable => Turn::Any,
            Self::Administrator | Self::LukItself => Turn::Last,
        }
    }
}

/// One thing that a plan touches.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Item {
    /// What it is.
    pub target: Target,
    /// Its object id.
    pub id: Guid,
    /// Why it is in the plan.
    pub reason: Reason,
}

impl Item {
    /// Whether it is the account of one of these.
    #[must_use]
    pub fn is_one_of(&self, accounts: &BTreeSet<UserId>) -> bool {
        match self.target {
            Target::User | Target::DeletedUser => accounts.contains(&UserId(self.id)),
            Target::UserMultifactor | Target::Application | Target::ServicePrincipal => false,
        }
    }
}

/// What will be touched, in this order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct Plan {
    work: Work,
    tenant: TenantId,
    person: UserId,
    kept: BTreeSet<UserId>,
    items: Vec<Item>,
}

/// A plan as it stands in a file or storage: not to be trusted before it is checked.
#[derive(Deserialize)]
struct Written {
    work: Work,
    tenant: TenantId,
    person: UserId,
    kept: BTreeSet<UserId>,
    items: Vec<Item>,
}

/// Why something that was written isn't a plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
enum NotAPlan {
    #[error("the plan names something that its work doesn't touch")]
    OtherWork,
    #[error("the plan names something twice")]
    NamedTwice,
    #[error("the plan names an account that must stay")]
    NamesWhoStays,
    #[error("the plan names something last that must not wait, or the other way round")]
    OutOfTurn,
}

impl TryFrom<Written> for Plan {
    type Error = NotAPlan;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        let Written {
            work,
            tenant,
            person,
            kept,
            items,
        } = written;
        if items.iter().any(|item| item.target.work() != work) {
            return Err(NotAPlan::OtherWork);
        }
        let given = items.len();
        let different: BTreeSet<_> = items.iter().map(|item| (item.target, item.id)).collect();
        if different.len() != given {
            return Err(NotAPlan::NamedTwice);
        }
        let order = items.clone();
        let plan = Self::new(work, tenant, person, kept, items);
        if plan.items.len() != given {
            return Err(NotAPlan::NamesWhoStays);
        }
        if plan.items != order {
            return Err(NotAPlan::OutOfTurn);
        }
        Ok(plan)
    }
}

impl Plan {
    /// The only way to make a plan: whoever must stay is taken out here, and everything named once, whatever the caller put in.
    fn new(work: Work, tenant: TenantId, person: UserId, kept: BTreeSet<UserId>, items: Vec<Item>) -> Self {
        let mut named = BTreeSet::new();
        let mut items: Vec<Item> = items
            .into_iter()
            .filter(|item| item.id != person.0 && !item.is_one_of(&kept))
            .filter(|item| named.insert((item.target, item.id)))
            .collect();
        // Stable: within a turn the order stays as it was given.
        items.sort_by_key(|item| item.reason.turn());
        Self {
            work,
            tenant,
            person,
            kept,
            items,
        }
    }

    /// Proposes a plan from what the tenant held at the last reading. `kept` are the accounts that were excluded.
    ///
    /// Of users mastered on-premises none is planned: Graph refuses their deletion until the sync is off.
    #[must_use]
    pub fn propose(work: Work, snapshot: &Snapshot, kept: &BTreeSet<UserId>) -> Self {
        let items = candidates(work, snapshot);
        Self::new(work, snapshot.organization.id, snapshot.me.id, kept.clone(), items)
    }

    /// What kind of work it is.
    #[must_use]
    pub const fn work(&self) -> Work {
        self.work
    }

    /// The tenant that it is about.
    #[must_use]
    pub const fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// The administrator who made it, and who stays.
    #[must_use]
    pub const fn person(&self) -> UserId {
        self.person
    }

    /// What it touches.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// How many things it touches.
    #[must_use]
    pub fn count(&self) -> u32 {
        u32::try_from(self.items.len()).unwrap_or(u32::MAX)
    }
}

/// What a work would touch in the tenant, whoever asks and whatever is kept.
fn candidates(work: Work, snapshot: &Snapshot) -> Vec<Item> {
    let administrators = snapshot.administrators.known();
    match work {
        Work::DeleteUsers => known(snapshot.users.known())
            .filter(|user| user.origin == Origin::Cloud)
            .map(|user| Item {
                target: Target::User,
                id: user.id.0,
                reason: if administrators.is_some_and(|all| all.contains(&user.id)) {
                    Reason::Administrator
                } else {
                    Reason::OtherUser
                },
            })
            .collect(),
        Work::DisableMultifactor => known(snapshot.multifactor.known())
            .filter_map(|one| {
                let reason = match one.state.known()? {
                    MultifactorState::Disabled => return None,
                    MultifactorState::Enabled => Reason::MultifactorEnabled,
                    MultifactorState::Enforced => Reason::MultifactorEnforced,
                };
                Some(Item {
                    target: Target::UserMultifactor,
                    id: one.user.0,
                    reason,
                })
            })
            .collect(),
        Work::DeleteApplications => applications(snapshot),
        Work::PurgeUsers => known(snapshot.deleted_users.known())
            .map(|user| Item {
                target: Target::DeletedUser,
                id: user.id.0,
                reason: Reason::Restorable,
            })
            .collect(),
    }
}

fn known<T>(list: Option<&Vec<T>>) -> std::slice::Iter<'_, T> {
    list.map(Vec::as_slice).unwrap_or_default().iter()
}

/// App registrations first, then enterprise applications; what Luk itself signs in with last: after that no sign-in is
/// possible any more.
fn applications(snapshot: &Snapshot) -> Vec<Item> {
    let principals = || known(snapshot.service_principals.known());
    let luk: BTreeSet<AppId> = principals()
        .filter(|one| one.owner == ServicePrincipalOwner::Luk)
        .map(|one| one.app_id)
        .collect();
    let reason = |app| {
        if luk.contains(&app) {
            Reason::LukItself
        } else {
            Reason::OtherApplication
        }
    };
    let registrations = known(snapshot.applications.known()).map(|one| Item {
        target: Target::Application,
        id: one.id.0,
        reason: reason(one.app_id),
    });
    let owned_by_others = principals()
        .filter(|one| one.owner != ServicePrincipalOwner::Microsoft)
        .map(|one| Item {
            target: Target::ServicePrincipal,
            id: one.id.0,
            reason: reason(one.app_id),
        });
    registrations.chain(owned_by_others).collect()
}
