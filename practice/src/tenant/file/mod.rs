//! A tenant as a person writes it down: the shape of the JSON file. Properties carry Graph's names where Graph has one.
//! What serde refuses (unknown properties, wrong types) comes with line and column.

mod bought;
mod check;
mod content;
mod fill;
mod groups;
mod mailbox;
mod outside;
mod sign_in;
mod talk;

use serde::{Deserialize, Deserializer, de};

use crate::names::NationalCloud;
use crate::tenant::account::{Method, TenantKind, UserConsent};
use crate::tenant::billing::Agreement;
use crate::tenant::ediscovery::EdiscoveryRole;
use crate::tenant::file::bought::{
    FileAzureSubscription, FileBillingAccount, FileInvoice, FileReservation, FileSubscription, products,
};
use crate::tenant::file::content::{FileEntry, FileSite};
use crate::tenant::file::groups::FileGroup;
use crate::tenant::file::mailbox::{FileContact, FileEvent, FileMessage, FileTask};
use crate::tenant::file::outside::{FileIdentityProvider, FileNamedLocation};
use crate::tenant::file::sign_in::FileLuk;
use crate::tenant::file::talk::FileChat;
use crate::tenant::objects::{Demand, Leaves, MfaState, PolicyState, PrincipalKind};
use crate::tenant::role::Role;
use crate::tenant::subscription::Product;

pub use check::{TenantFileError, TenantProblem};

/// The whole file.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TenantFile {
    /// What commands call it, and the first part of its initial domain.
    pub(crate) name: String,
    pub(crate) display_name: String,
    #[serde(default)]
    domains: Vec<String>,
    default_domain: Option<String>,
    #[serde(default)]
    tenant_type: TenantKind,
    users: Vec<FileUser>,
    #[serde(default)]
    guests: Vec<FileGuest>,
    /// That many users more, without roles, with made-up names.
    #[serde(default)]
    more_users: u32,
    #[serde(default)]
    groups: Vec<FileGroup>,
    #[serde(default)]
    applications: Vec<FileApplication>,
    #[serde(default)]
    enterprise_applications: Vec<FileEnterpriseApplication>,
    #[serde(default)]
    subscriptions: Vec<FileSubscription>,
    #[serde(default)]
    azure_subscriptions: Vec<FileAzureSubscription>,
    #[serde(default)]
    agreement: Agreement,
    #[serde(default)]
    invoices: Vec<FileInvoice>,
    /// Besides the one that `agreement` and `invoices` are of.
    #[serde(default)]
    billing_accounts: Vec<FileBillingAccount>,
    #[serde(default)]
    reservations: Vec<FileReservation>,
    #[serde(default)]
    conditional_access_policies: Vec<FilePolicy>,
    security_defaults: Option<bool>,
    luk: Option<FileLuk>,
    #[serde(default)]
    user_consent: UserConsent,
    /// Whoever may not consent can ask an administrator on the spot.
    #[serde(default)]
    admin_consent_requests: bool,
    /// In which of Microsoft's clouds it is; it can be met in each when nothing is said.
    cloud: Option<NationalCloud>,
    #[serde(default)]
    devices: Vec<FileDevice>,
    #[serde(default)]
    administrative_units: Vec<FileUnit>,
    #[serde(default)]
    directory_sync: FileSync,
    #[serde(default)]
    sites: Vec<FileSite>,
    #[serde(default)]
    chats: Vec<FileChat>,
    #[serde(default)]
    identity_providers: Vec<FileIdentityProvider>,
    /// By which guests sign up.
    #[serde(default)]
    user_flows: Vec<String>,
    /// By which customers do, in B2C; its custom policies and their keys.
    #[serde(default)]
    customer_user_flows: Vec<String>,
    #[serde(default)]
    custom_policies: Vec<String>,
    #[serde(default)]
    policy_keys: Vec<String>,
    #[serde(default)]
    named_locations: Vec<FileNamedLocation>,
    #[serde(default)]
    mfa_providers: Vec<String>,
    /// All checks may pass, and the deletion still fails until support has helped.
    #[serde(default)]
    deletion_needs_support: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FileUser {
    user_principal_name: String,
    display_name: String,
    given_name: Option<String>,
    surname: Option<String>,
    job_title: Option<String>,
    department: Option<String>,
    country: Option<String>,
    account_enabled: Option<bool>,
    #[serde(default)]
    on_premises_sync_enabled: bool,
    #[serde(default)]
    files: Vec<FileEntry>,
    /// Site collection administrators of the drive, besides its owner.
    #[serde(default)]
    file_readers: Vec<String>,
    #[serde(default)]
    mail: Vec<FileMessage>,
    #[serde(default)]
    contacts: Vec<FileContact>,
    #[serde(default)]
    events: Vec<FileEvent>,
    #[serde(default)]
    tasks: Vec<FileTask>,
    /// With full access to the mailbox.
    #[serde(default)]
    mail_readers: Vec<String>,
    #[serde(default, deserialize_with = "roles")]
    roles: Vec<Role>,
    /// What they are in Purview's role group for eDiscovery.
    ediscovery_role: Option<EdiscoveryRole>,
    #[serde(default, deserialize_with = "products")]
    licenses: Vec<&'static Product>,
    #[serde(default, deserialize_with = "mfa_state")]
    per_user_mfa_state: Option<MfaState>,
    /// The second factors that were registered; the authenticator app when nothing is said.
    authentication_methods: Option<Vec<Method>>,
    #[serde(default)]
    password_expired: bool,
    #[serde(default)]
    is_at_risk: bool,
    manager: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FileGuest {
    mail: String,
    display_name: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FileApplication {
    display_name: String,
    /// The addresses by which other apps name it.
    #[serde(default)]
    identifier_uris: Vec<String>,
    #[serde(default)]
    sign_in_audience: Audience,
    #[serde(default)]
    kind: FileApplicationKind,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
enum FileApplicationKind {
    #[default]
    Usual,
    Saml,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
enum Audience {
    #[default]
    #[serde(rename = "AzureADMyOrg")]
    MyOrg,
    #[serde(rename = "AzureADMultipleOrgs")]
    MultipleOrgs,
    #[serde(rename = "AzureADandPersonalMicrosoftAccount")]
    OrgsAndPersonalAccounts,
    #[serde(rename = "PersonalMicrosoftAccount")]
    PersonalAccounts,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FileEnterpriseApplication {
    display_name: String,
    #[serde(default)]
    leaves: Leaves,
    #[serde(default)]
    kind: PrincipalKind,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FilePolicy {
    display_name: String,
    state: PolicyState,
    /// Microsoft's own: it can be switched off, not deleted.
    #[serde(default)]
    managed_by_microsoft: bool,
    /// What it asks for.
    #[serde(default)]
    demand: Demand,
    /// Whom it is for; when nobody is named: Global Administrators if it demands a second factor, else everybody.
    #[serde(default)]
    users: Vec<String>,
    /// Only for accounts that Entra holds to be in somebody else's hands.
    #[serde(default)]
    only_at_risk: bool,
    /// How old a sign-in may be.
    sign_in_frequency_hours: Option<u16>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FileDevice {
    display_name: String,
    operating_system: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FileUnit {
    display_name: String,
    /// Restricted management.
    #[serde(default)]
    is_member_management_restricted: bool,
    #[serde(default)]
    members: Vec<String>,
}

/// Whether users come from a directory on premises.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
enum FileSync {
    #[default]
    Never,
    On,
    Off,
}

/// A word out of a list, or an error that names the list.
fn word<E: de::Error, T>(text: &str, what: &str, found: Option<T>, all: &[&str]) -> Result<T, E> {
    found.ok_or_else(|| E::custom(format!("unknown {what} `{text}`, expected one of {}", all.join(", "))))
}

fn role<E: de::Error>(name: &str) -> Result<Role, E> {
    let all: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
    word(name, "role", Role::named(name), &all)
}

fn roles<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Role>, D::Error> {
    let names = Vec::<String>::deserialize(deserializer)?;
    names.iter().map(|name| role(name)).collect()
}

fn mfa_state<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<MfaState>, D::Error> {
    let name = String::deserialize(deserializer)?;
    word(
        &name,
        "state",
        MfaState::named(&name),
        &MfaState::ALL.map(MfaState::name),
    )
    .map(Some)
}
