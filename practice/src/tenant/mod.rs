//! A tenant: what its directory and its billing account hold, and what can be done to them. Who may do it is decided
//! where the request comes in.

pub(crate) mod account;
pub(crate) mod audit;
pub(crate) mod azure;
pub(crate) mod billing;
mod contoso;
pub(crate) mod data;
pub(crate) mod drive;
pub(crate) mod ediscovery;
mod file;
mod generate;
mod hostile;
mod inspect;
pub(crate) mod mail;
pub(crate) mod objects;
pub(crate) mod outside;
mod people;
pub(crate) mod role;
pub(crate) mod rules;
mod settle;
pub(crate) mod shelf;
mod small;
mod source;
pub(crate) mod subscription;
pub(crate) mod support;
pub(crate) mod team;

use crate::cloud::Account;
use crate::guid::Guid;
use crate::names::NationalCloud;
use crate::tenant::account::{SignInRules, TenantKind};
use crate::tenant::audit::{AuditEntry, SignIn};
use crate::tenant::azure::Azure;
use crate::tenant::billing::{Agreement, Billing};
use crate::tenant::drive::{Drive, Site};
use crate::tenant::ediscovery::Case;
use crate::tenant::mail::Mailbox;
use crate::tenant::objects::{
    AdministrativeUnit, Application, ConditionalAccessPolicy, Device, Domain, Grant, Group, GroupKind, Reach,
    ServicePrincipal, User,
};
use crate::tenant::outside::{NamedLocation, Outside};
use crate::tenant::shelf::Shelf;
use crate::tenant::subscription::{Channel, Subscription};
use crate::tenant::support::SupportRequest;
use crate::tenant::team::{Chat, Team};
use crate::time::Moment;

pub(crate) use shelf::Lag;

pub use file::{TenantFileError, TenantProblem};
pub use source::{Tenant, TenantName, UnknownTenant};

/// The password of every practice account.
pub(crate) const PASSWORD: &str = "practice";

/// What happens when all checks pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deletion {
    Allowed,
    /// It fails all the same, until support has dealt with it.
    NeedsSupport,
}

/// A tenant as it is now.
#[derive(Debug, Clone)]
pub(crate) struct TenantState {
    pub(crate) id: Guid,
    /// What commands call it.
    pub(crate) name: String,
    pub(crate) display_name: String,
    pub(crate) outside: Outside,
    pub(crate) created: Moment,
    pub(crate) kind: TenantKind,
    pub(crate) domains: Vec<Domain>,
    pub(crate) users: Shelf<User>,
    pub(crate) groups: Shelf<Group>,
    pub(crate) applications: Shelf<Application>,
    pub(crate) service_principals: Shelf<ServicePrincipal>,
    pub(crate) devices: Shelf<Device>,
    pub(crate) administrative_units: Shelf<AdministrativeUnit>,
    pub(crate) audit: Vec<AuditEntry>,
    pub(crate) sign_ins: Vec<SignIn>,
    pub(crate) drives: Vec<Drive>,
    pub(crate) sites: Vec<Site>,
    pub(crate) ediscovery_cases: Vec<Case>,
    pub(crate) mailboxes: Vec<Mailbox>,
    pub(crate) teams: Vec<Team>,
    pub(crate) chats: Vec<Chat>,
    pub(crate) grants: Vec<Grant>,
    pub(crate) subscriptions: Vec<Subscription>,
    pub(crate) azure: Azure,
    pub(crate) billing: Billing,
    pub(crate) support_requests: Vec<SupportRequest>,
    /// Of the older multifactor authentication.
    pub(crate) mfa_providers: Vec<String>,
    pub(crate) deletion: Deletion,
    pub(crate) policies: Vec<ConditionalAccessPolicy>,
    pub(crate) named_locations: Vec<NamedLocation>,
    pub(crate) security_defaults: bool,
    pub(crate) sign_in_rules: SignInRules,
    /// The one of Microsoft's clouds that it is in; none: it is met in each.
    pub(crate) cloud: Option<NationalCloud>,
    /// Whether users come from a directory on premises: never, no longer, or still.
    pub(crate) synced: Option<bool>,
    /// When the sync that is being switched off has ended.
    pub(crate) sync_ends: Option<Moment>,
    /// When it had ended.
    pub(crate) sync_ended: Option<Moment>,
    /// Whose directory roles run out, and when.
    pub(crate) roles_end: Vec<(Guid, Moment)>,
    pub(crate) deleted: Option<Moment>,
    /// The ids of everything deleted, in that order.
    pub(crate) deleted_in_order: Vec<Guid>,
}

impl TenantState {
    pub(crate) fn initial_domain(&self) -> &str {
        self.domains
            .iter()
            .find(|domain| domain.is_initial)
            .map_or("", |domain| &domain.name)
    }

    /// By id or by user principal name, as Graph takes both.
    pub(crate) fn user(&self, id_or_name: &str) -> Option<&User> {
        match id_or_name.parse() {
            Ok(id) => self.users.get(id),
            Err(_) => self
                .users
                .iter()
                .find(|user| user.user_principal_name.eq_ignore_ascii_case(id_or_name)),
        }
    }

    /// Whoever types this as account.
    pub(crate) fn account(&self, account: &str) -> Option<&User> {
        self.users.iter().find(|user| user.signs_in_as(account.trim()))
    }

    /// Whether a request's tenant part means this tenant: its id or one of its domains.
    pub(crate) fn is_named(&self, part: &str) -> bool {
        self.id.to_string().eq_ignore_ascii_case(part)
            || self.domains.iter().any(|domain| domain.name.eq_ignore_ascii_case(part))
    }

    pub(crate) fn service_principal_of(&self, app_id: Guid) -> Option<&ServicePrincipal> {
        self.service_principals
            .iter()
            .find(|principal| principal.app_id == app_id)
    }

    /// Whether support has dealt with a request of this tenant.
    pub(crate) fn has_been_helped(&self, now: Moment) -> bool {
        self.support_requests.iter().any(|request| request.is_resolved(now))
    }

    pub(crate) fn agreement_of(&self, subscription: &Subscription) -> Agreement {
        self.billing.account(subscription.account).agreement
    }

    /// Until when a subscription of a customer agreement can still be cancelled by the customer: seven days from its
    /// start or its last renewal.
    pub(crate) fn cancellation_window(&self, subscription: &Subscription, now: Moment) -> Option<Moment> {
        let ends = subscription.term_began(now).plus_days(7);
        (self.agreement_of(subscription) == Agreement::Customer
            && subscription.channel == Channel::Direct
            && now < ends)
            .then_some(ends)
    }

    pub(crate) fn delete_user(&mut self, id: Guid, now: Moment) {
        if self.users.delete(id, now).is_some() {
            self.deleted_in_order.push(id);
        }
    }

    /// An application takes the service principal of its own tenant along.
    pub(crate) fn delete_application(&mut self, id: Guid, now: Moment) {
        let Some(app_id) = self.applications.delete(id, now).map(|application| application.app_id) else {
            return;
        };
        self.deleted_in_order.push(id);
        if let Some(principal) = self.service_principal_of(app_id).map(|principal| principal.id) {
            self.delete_service_principal(principal, now);
        }
    }

    /// A service principal takes the consents with it, those given to it and those for it.
    pub(crate) fn delete_service_principal(&mut self, id: Guid, now: Moment) {
        if self.service_principals.delete(id, now).is_some() {
            self.deleted_in_order.push(id);
            self.grants.retain(|grant| grant.client != id && grant.resource != id);
        }
    }

    /// A Microsoft 365 group goes into the bin, any other for good.
    pub(crate) fn delete_group(&mut self, id: Guid, now: Moment) {
        let Some(kind) = self.groups.get(id).map(|group| group.kind) else {
            return;
        };
        if kind == GroupKind::Microsoft365 {
            self.groups.delete(id, now);
        } else {
            self.groups.delete_for_good(id, now);
        }
        self.deleted_in_order.push(id);
    }

    /// Whether somebody is in a unit whose members only its own administrators may change.
    pub(crate) fn is_restricted(&self, member: Guid) -> bool {
        self.administrative_units
            .iter()
            .any(|unit| unit.reach == Reach::UnitOnly && unit.members.contains(&member))
    }

    pub(crate) fn accounts(&self) -> Vec<Account> {
        let mut accounts: Vec<&User> = self.users.iter().filter(|user| user.enabled).collect();
        accounts.sort_by_key(|user| {
            (
                user.roles.first().copied().map_or(usize::MAX, |role| role as usize),
                user.is_guest(),
                user.created,
            )
        });
        accounts
            .into_iter()
            .filter(|user| {
                !user.roles.is_empty()
                    || user.user_principal_name.starts_with("person@")
                    || user.signs_in_as("guest@fabrikam.example")
            })
            .map(|user| Account {
                user_principal_name: match &user.mail {
                    Some(mail) if user.is_guest() => mail.clone(),
                    _ => user.user_principal_name.clone(),
                },
                password: PASSWORD.to_owned(),
                role: match user.roles.first() {
                    Some(role) => role.name().to_owned(),
                    None if user.is_guest() => "Guest".to_owned(),
                    None => "None".to_owned(),
                },
            })
            .collect()
    }
}
