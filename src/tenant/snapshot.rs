//! What the tenant held when it was last read. Lives in memory only: it has names and addresses.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::ids::{AppId, ApplicationId, Guid, InitialDomain, ServicePrincipalId, SubscriptionId, TenantId, UserId};
use super::{Moment, Problem};

/// A part of the tenant: read, not read yet, or not readable and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Reading<T> {
    /// Nobody has asked yet.
    NotRead,
    /// This is what the tenant answered.
    Known(T),
    /// The tenant did not tell, and this is why.
    Unreadable(Problem),
}

impl<T> Reading<T> {
    /// What is known, if it is.
    pub const fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::NotRead | Self::Unreadable(_) => None,
        }
    }
}

/// A thing of the tenant that is told apart by its id.
pub trait Identified {
    /// The id.
    fn id(&self) -> Guid;
}

macro_rules! identified {
    ($($thing:ty),*) => {
        $(impl Identified for $thing {
            fn id(&self) -> Guid {
                self.id.0
            }
        })*
    };
}

identified!(User, DeletedUser, Subscription, Application, ServicePrincipal);

impl Identified for UserMultifactor {
    fn id(&self) -> Guid {
        self.user.0
    }
}

impl Identified for AzureSubscription {
    fn id(&self) -> Guid {
        self.id
    }
}

impl<T: Identified> Reading<Vec<T>> {
    /// Each thing once, as it was read first. Graph pages through a directory that changes meanwhile: what moves from one page to
    /// the next is listed on both.
    #[must_use]
    pub fn each_once(self) -> Self {
        let Self::Known(mut list) = self else {
            return self;
        };
        let mut read = BTreeSet::new();
        list.retain(|thing| read.insert(thing.id()));
        Self::Known(list)
    }

    /// What was known, and what another reading knows beside it; nothing is known any more if that brought nothing.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Known(mut list), Self::Known(others)) => {
                list.extend(others);
                Self::Known(list).each_once()
            }
            (_, other) => other,
        }
    }
}

/// One reading of a tenant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Snapshot {
    /// When the reading ended.
    pub taken_at: Moment,
    /// When its subscriptions were read: since then perhaps once more.
    pub subscriptions_at: Moment,
    /// The tenant itself.
    pub organization: Organization,
    /// Who is signed in.
    pub me: Me,
    /// Everyone in the tenant, the signed-in administrator included.
    pub users: Reading<Vec<User>>,
    /// Users who were deleted and can still be restored.
    pub deleted_users: Reading<Vec<DeletedUser>>,
    /// Who holds a directory role: by itself or through a group, whose id is then among them.
    pub administrators: Reading<BTreeSet<UserId>>,
    /// Subscriptions to Microsoft's online services, in the order the directory lists them.
    pub subscriptions: Reading<Vec<Subscription>>,
    /// App registrations.
    pub applications: Reading<Vec<Application>>,
    /// Enterprise applications.
    pub service_principals: Reading<Vec<ServicePrincipal>>,
    /// Per-user multifactor authentication, for each user in `users`.
    pub multifactor: Reading<Vec<UserMultifactor>>,
    /// Azure subscriptions that the signed-in person can see.
    pub azure_subscriptions: Reading<Vec<AzureSubscription>>,
}

/// The tenant as an organization.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Organization {
    /// The tenant's id.
    pub id: TenantId,
    /// Its display name.
    pub name: String,
    /// The domain it was born with.
    pub initial_domain: InitialDomain,
    /// All verified domains.
    pub domains: Vec<String>,
    /// Whether users come from an on-premises directory.
    pub directory_sync: DirectorySync,
}

/// Whether the tenant's users are synchronised from on-premises (`organization.onPremisesSyncEnabled`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum DirectorySync {
    /// Never was on, or is off.
    Off,
    /// Is on: synchronised users can't be deleted in the cloud until it is switched off.
    On,
}

/// The signed-in person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Me {
    /// The person's user object.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// Sign-in name.
    pub principal_name: String,
    /// Member or guest: only a member of the tenant itself can delete it.
    pub kind: UserKind,
    /// The directory roles that are active now.
    pub roles: Reading<Vec<Role>>,
}

/// A directory role that matters for a closing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Role {
    /// May do every step.
    GlobalAdministrator,
    /// May cancel and delete subscriptions.
    BillingAdministrator,
    /// May delete users that hold no administrator role.
    UserAdministrator,
    /// May read everything and change nothing.
    GlobalReader,
    /// Any other role, by its template id.
    Other(Guid),
}

impl Me {
    /// Whether the person is known to hold a role.
    #[must_use]
    pub fn holds(&self, role: Role) -> bool {
        self.roles.known().is_some_and(|roles| roles.contains(&role))
    }
}

/// Whether a user belongs to the tenant or is invited from elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum UserKind {
    /// Belongs to the tenant.
    Member,
    /// Invited from elsewhere.
    Guest,
}

/// Whether an account may sign in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum AccountState {
    /// May sign in.
    Enabled,
    /// May not sign in.
    Blocked,
}

/// Where a user object is mastered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Origin {
    /// In the cloud.
    Cloud,
    /// On-premises: can't be deleted here until the sync is off.
    OnPremises,
}

/// A user.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct User {
    /// Object id.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// Sign-in name.
    pub principal_name: String,
    /// Member or guest.
    pub kind: UserKind,
    /// May sign in or not.
    pub account: AccountState,
    /// Cloud or on-premises.
    pub origin: Origin,
    /// How many licences are assigned.
    pub licences: u32,
}

/// A user who was deleted and can still be restored.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DeletedUser {
    /// Object id; the same as before the deletion.
    pub id: UserId,
    /// Display name.
    pub name: String,
}

/// A subscription to one of Microsoft's online services.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Subscription {
    /// The directory's id.
    pub id: SubscriptionId,
    /// The product's short name (`skuPartNumber`).
    pub product: String,
    /// Where it stands.
    pub state: SubscriptionState,
    /// Paid or trial.
    pub offer: Offer,
    /// How many licences it holds.
    pub licences: u32,
    /// When its state changes by itself if it isn't renewed.
    pub next_change: Option<Moment>,
    /// Who sold it.
    pub seller: Seller,
}

/// Where a subscription stands, in the admin center's words.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum SubscriptionState {
    /// Active (`Enabled`).
    Active,
    /// Expired, still usable for a while (`Warning`).
    Expired,
    /// Disabled (`Suspended`).
    Disabled,
    /// Locked out (`LockedOut`).
    LockedOut,
    /// Gone (`Deleted`).
    Deleted,
}

/// Paid or trial.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Offer {
    /// Paid for.
    Paid,
    /// A trial.
    Trial,
}

/// Who sold a subscription.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Seller {
    /// Microsoft, directly.
    Microsoft,
    /// A partner: only the partner can cancel it.
    Partner,
}

/// An app registration.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Application {
    /// Object id.
    pub id: ApplicationId,
    /// Client id.
    pub app_id: AppId,
    /// Display name.
    pub name: String,
}

/// An enterprise application.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ServicePrincipal {
    /// Object id.
    pub id: ServicePrincipalId,
    /// Client id.
    pub app_id: AppId,
    /// Display name.
    pub name: String,
    /// Whose it is.
    pub owner: ServicePrincipalOwner,
}

/// Whose an enterprise application is, which decides whether it stands in the way of the directory's deletion.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ServicePrincipalOwner {
    /// Microsoft's own: stays until the end, most refuse deletion, and portals need them.
    Microsoft,
    /// Anybody else's: must go.
    Other,
    /// Luk's own: must go, last.
    Luk,
}

/// A user's state of per-user multifactor authentication.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct UserMultifactor {
    /// Whose.
    pub user: UserId,
    /// The state, or why it could not be read.
    pub state: Reading<MultifactorState>,
}

/// Per-user multifactor authentication (`perUserMfaState`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum MultifactorState {
    /// Not demanded of this user.
    Disabled,
    /// Demanded at the next sign-in.
    Enabled,
    /// Demanded, and set up.
    Enforced,
}

/// An Azure subscription.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AzureSubscription {
    /// Its id.
    pub id: Guid,
    /// Its name.
    pub name: String,
    /// Its state (`Enabled`, `Warned`, `PastDue`, `Disabled`, `Deleted`), as Azure writes it: active or cancelled, it blocks.
    pub state: String,
}
