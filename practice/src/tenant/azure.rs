//! What a tenant has in Azure: subscriptions, what is in them, and who holds which role over them.

use std::collections::BTreeMap;

use crate::entra::Serial;
use crate::guid::Guid;
use crate::time::Moment;

/// Everything in Azure.
#[derive(Debug, Clone, Default)]
pub(crate) struct Azure {
    pub(crate) subscriptions: Vec<AzureSubscription>,
    pub(crate) assignments: Vec<RoleAssignment>,
    /// When each long operation ends.
    pub(crate) operations: BTreeMap<Guid, Moment>,
}

/// How an Azure subscription is paid, which also says how soon it can be deleted after it was cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Offer {
    PayAsYouGo,
    FreeTrial,
    Enterprise,
}

impl Offer {
    pub(crate) const fn quota_id(self) -> &'static str {
        match self {
            Self::PayAsYouGo => "PayAsYouGo_2014-09-01",
            Self::FreeTrial => "FreeTrial_2014-09-01",
            Self::Enterprise => "EnterpriseAgreement_2014-09-01",
        }
    }

    /// After Entra's article: three days for pay-as-you-go and free trials, seven for others.
    const fn days_until_deletable(self) -> i64 {
        match self {
            Self::PayAsYouGo | Self::FreeTrial => 3,
            Self::Enterprise => 7,
        }
    }

    /// Whether the owner alone can take a cancellation back.
    pub(crate) const fn can_be_enabled_again(self) -> bool {
        match self {
            Self::PayAsYouGo => true,
            Self::FreeTrial | Self::Enterprise => false,
        }
    }
}

/// What was last done to an Azure subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AzureEvent {
    Enabled,
    /// The credit or the spending limit is nearly used up.
    Warned,
    PastDue,
    Cancelled {
        since: Moment,
    },
    /// "Delete" of the portal was confirmed.
    Deleted,
}

/// ARM's words for where an Azure subscription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
pub(crate) enum AzureState {
    Enabled,
    Warned,
    PastDue,
    Disabled,
    #[serde(skip)]
    Deleted,
}

impl AzureState {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Enabled => "Enabled",
            Self::Warned => "Warned",
            Self::PastDue => "PastDue",
            Self::Disabled => "Disabled",
            Self::Deleted => "Deleted",
        }
    }
}

/// Something in a subscription.
#[derive(Debug, Clone)]
pub(crate) struct Resource {
    /// Such as `Microsoft.Compute/virtualMachines`.
    pub(crate) kind: String,
    pub(crate) group: String,
    pub(crate) name: String,
    /// Set once its deletion has begun: then it is gone at that moment.
    pub(crate) gone: Option<Moment>,
}

/// The type of a managed domain.
pub(crate) const DOMAIN_SERVICES: &str = "Microsoft.AAD/domainServices";

/// An Azure subscription.
#[derive(Debug, Clone)]
pub(crate) struct AzureSubscription {
    pub(crate) id: Guid,
    pub(crate) display_name: String,
    pub(crate) offer: Offer,
    pub(crate) event: AzureEvent,
    resources: Vec<Resource>,
}

/// What is left of an Azure subscription that was cancelled goes by itself after that time.
const DELETED_AFTER_DAYS: i64 = 90;

impl AzureSubscription {
    pub(crate) const fn new(
        id: Guid,
        display_name: String,
        offer: Offer,
        event: AzureEvent,
        resources: Vec<Resource>,
    ) -> Self {
        Self {
            id,
            display_name,
            offer,
            event,
            resources,
        }
    }

    pub(crate) fn state(&self, now: Moment) -> AzureState {
        match self.event {
            AzureEvent::Enabled => AzureState::Enabled,
            AzureEvent::Warned => AzureState::Warned,
            AzureEvent::PastDue => AzureState::PastDue,
            AzureEvent::Cancelled { since } if now < since.plus_days(DELETED_AFTER_DAYS) => AzureState::Disabled,
            AzureEvent::Cancelled { .. } | AzureEvent::Deleted => AzureState::Deleted,
        }
    }

    /// What is still in it.
    pub(crate) fn resources(&self, now: Moment) -> impl Iterator<Item = &Resource> {
        self.resources
            .iter()
            .filter(move |found| found.gone.is_none_or(|gone| now < gone))
    }

    pub(crate) fn resources_mut(&mut self, now: Moment) -> impl Iterator<Item = &mut Resource> {
        self.resources
            .iter_mut()
            .filter(move |found| found.gone.is_none_or(|gone| now < gone))
    }

    /// When the portal's "Delete" can be used; nothing while the subscription isn't cancelled.
    pub(crate) fn deletable_from(&self) -> Option<Moment> {
        match self.event {
            AzureEvent::Cancelled { since } => Some(since.plus_days(self.offer.days_until_deletable())),
            AzureEvent::Enabled | AzureEvent::Warned | AzureEvent::PastDue | AzureEvent::Deleted => None,
        }
    }
}

/// Over what a role holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// `/`: everything in the tenant.
    Root,
    Subscription(Guid),
}

impl Scope {
    pub(crate) fn path(self) -> String {
        match self {
            Self::Root => "/".to_owned(),
            Self::Subscription(id) => format!("/subscriptions/{id}"),
        }
    }
}

/// An Azure role, as far as a closing meets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AzureRole {
    Owner,
    Contributor,
    Reader,
    UserAccessAdministrator,
}

impl AzureRole {
    const ALL: [Self; 4] = [
        Self::Owner,
        Self::Contributor,
        Self::Reader,
        Self::UserAccessAdministrator,
    ];

    /// The id of the built-in definition, the same everywhere.
    pub(crate) const fn definition(self) -> Guid {
        Guid::from_u128(match self {
            Self::Owner => 0x8e3af657_a8ff_443c_a75c_2fe8c4bcb635,
            Self::Contributor => 0xb24988ac_6180_42a0_ab88_20f7382dd24c,
            Self::Reader => 0xacdd72a7_3385_48ef_bd42_f606fba81ae7,
            Self::UserAccessAdministrator => 0x18d7d88d_d35e_4fb5_a5c3_7773c20a72d9,
        })
    }

    pub(crate) fn defined_by(definition: Guid) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.definition() == definition)
    }

    /// Whether its holder may give roles to others, and to themselves.
    pub(crate) const fn gives_access(self) -> bool {
        match self {
            Self::Owner | Self::UserAccessAdministrator => true,
            Self::Contributor | Self::Reader => false,
        }
    }

    /// Whether its holder may change what is in a subscription.
    pub(crate) const fn changes_resources(self) -> bool {
        match self {
            Self::Owner | Self::Contributor => true,
            Self::Reader | Self::UserAccessAdministrator => false,
        }
    }
}

/// Somebody's role over something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RoleAssignment {
    pub(crate) name: Guid,
    pub(crate) scope: Scope,
    pub(crate) role: AzureRole,
    pub(crate) principal: Guid,
    /// Entra's count when access was elevated: tokens and sessions from before know nothing of it.
    pub(crate) since: Serial,
}

impl Azure {
    /// The roles that somebody holds over a subscription, their own and those from `/`.
    pub(crate) fn roles(
        &self,
        (principal, serial): (Guid, Serial),
        subscription: Guid,
    ) -> impl Iterator<Item = AzureRole> {
        self.assignments
            .iter()
            .filter(move |found| {
                found.principal == principal
                    && found.since <= serial
                    && (found.scope == Scope::Root || found.scope == Scope::Subscription(subscription))
            })
            .map(|found| found.role)
    }

    /// The subscriptions that somebody sees: those that aren't gone and over which they hold some role.
    pub(crate) fn seen_by(&self, principal: (Guid, Serial), now: Moment) -> impl Iterator<Item = &AzureSubscription> {
        self.subscriptions.iter().filter(move |found| {
            found.state(now) != AzureState::Deleted && self.roles(principal, found.id).next().is_some()
        })
    }

    /// "Access management for Azure resources" on: User Access Administrator over everything.
    pub(crate) fn elevate(&mut self, principal: Guid, name: Guid, since: Serial) {
        if !self.has_elevated(principal) {
            self.assignments.push(RoleAssignment {
                name,
                scope: Scope::Root,
                role: AzureRole::UserAccessAdministrator,
                principal,
                since,
            });
        }
    }

    /// Whether a Global Administrator switched "Access management for Azure resources" on before signing in this way.
    pub(crate) fn is_elevated(&self, (principal, serial): (Guid, Serial)) -> bool {
        self.assignments.iter().any(|found| {
            found.principal == principal
                && found.since <= serial
                && found.scope == Scope::Root
                && found.role == AzureRole::UserAccessAdministrator
        })
    }

    /// The same, whether they have signed in again since or not.
    pub(crate) fn has_elevated(&self, principal: Guid) -> bool {
        let mut own = self.assignments.iter().filter(|found| found.principal == principal);
        own.any(|found| found.scope == Scope::Root && found.role == AzureRole::UserAccessAdministrator)
    }
}
