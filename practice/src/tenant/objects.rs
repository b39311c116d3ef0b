//! What a directory holds: users, groups, applications, service principals, grants, policies. Only facts; the shapes
//! that Graph gives them are Graph's.

use crate::guid::Guid;
use crate::tenant::account::{Methods, Password, Risk};
use crate::tenant::ediscovery::EdiscoveryRole;
use crate::tenant::role::Role;
use crate::time::Moment;

/// A person's account. Which accounts may sign in is said by `enabled` and `password`.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) id: Guid,
    pub(crate) user_principal_name: String,
    pub(crate) display_name: String,
    pub(crate) given_name: Option<String>,
    pub(crate) surname: Option<String>,
    pub(crate) job_title: Option<String>,
    pub(crate) department: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) mail: Option<String>,
    pub(crate) kind: UserKind,
    pub(crate) enabled: bool,
    pub(crate) synced: Option<bool>,
    pub(crate) licences: Vec<Guid>,
    pub(crate) mfa: MfaState,
    /// The second factors that were registered.
    pub(crate) methods: Methods,
    pub(crate) password: Password,
    pub(crate) risk: Risk,
    pub(crate) manager: Option<Guid>,
    pub(crate) roles: Vec<Role>,
    /// In which of Purview's role groups for eDiscovery.
    pub(crate) ediscovery: Option<EdiscoveryRole>,
    pub(crate) created: Moment,
}

impl User {
    pub(crate) fn is_guest(&self) -> bool {
        self.kind == UserKind::Guest
    }

    pub(crate) fn holds(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether that is what this person types as account.
    pub(crate) fn signs_in_as(&self, account: &str) -> bool {
        self.user_principal_name.eq_ignore_ascii_case(account)
            || (self.is_guest()
                && self
                    .mail
                    .as_deref()
                    .is_some_and(|mail| mail.eq_ignore_ascii_case(account)))
    }
}

/// Whether the account is at home in this tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UserKind {
    Member,
    Guest,
}

impl UserKind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Member => "Member",
            Self::Guest => "Guest",
        }
    }
}

/// The state of per-user multifactor authentication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MfaState {
    Disabled,
    Enabled,
    Enforced,
}

impl MfaState {
    pub(crate) const ALL: [Self; 3] = [Self::Disabled, Self::Enabled, Self::Enforced];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Disabled => "disabled",
            Self::Enabled => "enabled",
            Self::Enforced => "enforced",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A group.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) id: Guid,
    pub(crate) display_name: String,
    pub(crate) description: Option<String>,
    pub(crate) kind: GroupKind,
    pub(crate) mail_nickname: String,
    /// The custom domain in which its address lies; the initial one when there is none.
    pub(crate) mail_domain: Option<String>,
    /// Users and groups; those that no longer live are not shown.
    pub(crate) members: Vec<Guid>,
    pub(crate) owners: Vec<Guid>,
    /// The products that its members get through it.
    pub(crate) licences: Vec<Guid>,
    pub(crate) synced: Option<bool>,
    pub(crate) created: Moment,
}

/// A device that is registered or joined.
#[derive(Debug, Clone)]
pub(crate) struct Device {
    pub(crate) id: Guid,
    pub(crate) device_id: Guid,
    pub(crate) display_name: String,
    pub(crate) operating_system: String,
    pub(crate) created: Moment,
}

/// A part of the directory that is administered by itself.
#[derive(Debug, Clone)]
pub(crate) struct AdministrativeUnit {
    pub(crate) id: Guid,
    pub(crate) display_name: String,
    pub(crate) reach: Reach,
    pub(crate) members: Vec<Guid>,
}

/// Whether administrators of the whole tenant may change a unit's members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    Tenant,
    /// Restricted management: only the unit's own administrators may.
    UnitOnly,
}

/// What a group is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GroupKind {
    Security,
    Microsoft365,
    DistributionList,
    MailEnabledSecurity,
}

impl GroupKind {
    pub(crate) const fn has_mail(self) -> bool {
        !matches!(self, Self::Security)
    }

    /// Exchange provisions them: Graph shows them, and changes nothing about them
    /// (learn.microsoft.com/graph/api/resources/groups-overview).
    pub(crate) const fn is_of_exchange(self) -> bool {
        matches!(self, Self::DistributionList | Self::MailEnabledSecurity)
    }
}

/// An app registration.
#[derive(Debug, Clone)]
pub(crate) struct Application {
    pub(crate) id: Guid,
    pub(crate) app_id: Guid,
    pub(crate) display_name: String,
    pub(crate) sign_in_audience: &'static str,
    /// The addresses by which other apps name it; they keep the domains in them.
    pub(crate) identifier_uris: Vec<String>,
    pub(crate) created: Moment,
}

impl Application {
    /// Whether one of its addresses lies in a domain.
    pub(crate) fn names_domain(&self, domain: &str) -> bool {
        self.identifier_uris.iter().any(|address| is_host(address, domain))
    }
}

/// Whether an address has this host.
pub(crate) fn is_host(address: &str, host: &str) -> bool {
    let url = url::Url::parse(address);
    url.is_ok_and(|url| url.host_str().is_some_and(|own| own.eq_ignore_ascii_case(host)))
}

/// An enterprise application: what an app is in this tenant.
#[derive(Debug, Clone)]
pub(crate) struct ServicePrincipal {
    pub(crate) id: Guid,
    pub(crate) app_id: Guid,
    pub(crate) display_name: String,
    pub(crate) owner_tenant: Guid,
    pub(crate) enabled: bool,
    pub(crate) assignment: Assignment,
    pub(crate) leaves: Leaves,
    pub(crate) kind: PrincipalKind,
    pub(crate) created: Moment,
}

/// Who may use an app (`appRoleAssignmentRequired`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Assignment {
    #[default]
    NotRequired,
    /// These people alone, whatever their roles.
    Required(Vec<Guid>),
}

/// When a service principal lets itself be deleted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Leaves {
    #[default]
    Always,
    OnceDisabled,
    Never,
}

/// What stands behind a service principal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum PrincipalKind {
    #[default]
    Application,
    ManagedIdentity,
    /// Made from the template for SAML: its registration can't be deleted by itself.
    Saml,
}

impl PrincipalKind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Application | Self::Saml => "Application",
            Self::ManagedIdentity => "ManagedIdentity",
        }
    }
}

/// The tenant that Microsoft's own apps belong to.
pub(crate) const MICROSOFT_TENANT: Guid = Guid::from_u128(0xf8cdef31_a31e_4b4a_93e4_5f571e91255a);
/// The tenant of the apps in the gallery and of Luk's registration, as far as this model goes.
pub(crate) const ELSEWHERE_TENANT: Guid = Guid::from_u128(0x9cdead84_a844_4324_93f2_b2e6bb768d07);
/// Microsoft Graph's app id.
pub(crate) const GRAPH_APP: Guid = Guid::from_u128(0x0000_0003_0000_0000_c000_0000_0000_0000);
/// Azure Service Management's app id.
pub(crate) const ARM_APP: Guid = Guid::from_u128(0x797f_4846_ba00_4fd7_ba43_dac1_f8f6_3013);
/// MicrosoftPurviewEDiscovery's app id. It is in a tenant only once somebody has put it there.
pub(crate) const PURVIEW_APP: Guid = Guid::from_u128(0xb26e_684c_5068_4120_a679_64a5_d2c9_09d9);

impl ServicePrincipal {
    pub(crate) fn is_microsofts(&self) -> bool {
        self.owner_tenant == MICROSOFT_TENANT
    }

    /// Whether it keeps the directory from being deleted. What can't be deleted must at least be disabled, as support
    /// says.
    pub(crate) fn blocks(&self) -> bool {
        let can_go = self.leaves != Leaves::Never && self.kind != PrincipalKind::ManagedIdentity;
        !self.is_microsofts() && (self.enabled || can_go)
    }
}

/// Delegated permissions that were consented to.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    pub(crate) id: String,
    /// The service principal of the client.
    pub(crate) client: Guid,
    /// The service principal of the resource.
    pub(crate) resource: Guid,
    /// The person who consented for themselves; nobody when it holds for the organization.
    pub(crate) principal: Option<Guid>,
    pub(crate) scopes: Vec<String>,
}

/// A domain name of the tenant.
#[derive(Debug, Clone)]
pub(crate) struct Domain {
    pub(crate) name: String,
    pub(crate) is_initial: bool,
    pub(crate) is_default: bool,
    /// Set once its forced deletion has begun: then it is gone at that moment.
    pub(crate) gone: Option<Moment>,
}

/// A conditional access policy.
#[derive(Debug, Clone)]
pub(crate) struct ConditionalAccessPolicy {
    pub(crate) id: Guid,
    pub(crate) display_name: String,
    pub(crate) state: PolicyState,
    pub(crate) origin: PolicyOrigin,
    pub(crate) demand: Demand,
    /// Whom it is for; nobody named means everybody.
    pub(crate) users: Vec<Guid>,
    pub(crate) condition: Condition,
    /// How old a sign-in may be (`sessionControls.signInFrequency`).
    pub(crate) frequency_hours: Option<u16>,
    pub(crate) created: Moment,
    pub(crate) modified: Option<Moment>,
}

/// Whether a policy is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum PolicyState {
    Enabled,
    Disabled,
    EnabledForReportingButNotEnforced,
}

impl PolicyState {
    const ALL: [Self; 3] = [Self::Enabled, Self::Disabled, Self::EnabledForReportingButNotEnforced];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Enabled => "enabled",
            Self::Disabled => "disabled",
            Self::EnabledForReportingButNotEnforced => "enabledForReportingButNotEnforced",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What a policy asks of a sign-in. What a browser in practice can't give blocks it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Demand {
    #[default]
    #[serde(rename = "mfa")]
    Multifactor,
    Block,
    CompliantDevice,
    DomainJoinedDevice,
    ApprovedApplication,
    /// No control of access: of use together with a sign-in frequency.
    Nothing,
}

impl ConditionalAccessPolicy {
    /// Whether it is in force for somebody. A second factor is demanded of Global Administrators where nobody is named.
    pub(crate) fn is_for(&self, user: &User) -> bool {
        let meant = match self.demand {
            _ if !self.users.is_empty() => self.users.contains(&user.id),
            Demand::Multifactor => user.holds(Role::GlobalAdministrator),
            Demand::Block
            | Demand::CompliantDevice
            | Demand::DomainJoinedDevice
            | Demand::ApprovedApplication
            | Demand::Nothing => true,
        };
        let applies = self.condition == Condition::Always || user.risk == Risk::High;
        self.state == PolicyState::Enabled && meant && applies
    }
}

/// When a policy applies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Condition {
    #[default]
    Always,
    /// When Entra holds the account to be in somebody else's hands.
    AtRisk,
}

impl Demand {
    /// What `builtInControls` says.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Multifactor => "mfa",
            Self::Block => "block",
            Self::CompliantDevice => "compliantDevice",
            Self::DomainJoinedDevice => "domainJoinedDevice",
            Self::ApprovedApplication => "approvedApplication",
            Self::Nothing => "nothing",
        }
    }
}

/// Who made a policy. Microsoft's own can be switched off, not deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PolicyOrigin {
    Tenant,
    Microsoft,
}
