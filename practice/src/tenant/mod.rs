//! A tenant: what its directory and its billing account hold, and what can be done to them. Who may do it is decided
//! where the request comes in.

mod contoso;
mod generate;
mod inspect;
pub(crate) mod objects;
mod people;
pub(crate) mod role;
pub(crate) mod shelf;
pub(crate) mod subscription;

use std::fmt;
use std::str::FromStr;

use crate::cloud::Account;
use crate::guid::Guid;
use crate::tenant::objects::{Application, ConditionalAccessPolicy, Domain, Grant, Group, ServicePrincipal, User};
use crate::tenant::shelf::Shelf;
use crate::tenant::subscription::Subscription;
use crate::time::Moment;

/// The password of every practice account.
pub(crate) const PASSWORD: &str = "practice";

/// A tenant that the practice cloud can generate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TenantName {
    /// Three users and one subscription.
    Tiny,
    /// Forty users, groups, guests, five subscriptions, twelve applications.
    Contoso,
}

impl TenantName {
    /// Every tenant there is.
    pub const ALL: [Self; 2] = [Self::Tiny, Self::Contoso];

    /// Its name, as commands take it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tiny => "tiny",
            Self::Contoso => "contoso",
        }
    }
}

impl fmt::Display for TenantName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// There is no such tenant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no practice tenant \"{0}\"; there are tiny and contoso")]
pub struct UnknownTenant(String);

impl FromStr for TenantName {
    type Err = UnknownTenant;

    fn from_str(text: &str) -> Result<Self, UnknownTenant> {
        Self::ALL
            .into_iter()
            .find(|tenant| tenant.name() == text)
            .ok_or_else(|| UnknownTenant(text.to_owned()))
    }
}

/// A tenant.
#[derive(Debug, Clone)]
pub(crate) struct Tenant {
    pub(crate) id: Guid,
    pub(crate) name: TenantName,
    pub(crate) display_name: String,
    pub(crate) created: Moment,
    pub(crate) domains: Vec<Domain>,
    pub(crate) users: Shelf<User>,
    pub(crate) groups: Shelf<Group>,
    pub(crate) applications: Shelf<Application>,
    pub(crate) service_principals: Shelf<ServicePrincipal>,
    pub(crate) grants: Vec<Grant>,
    pub(crate) subscriptions: Vec<Subscription>,
    pub(crate) policies: Vec<ConditionalAccessPolicy>,
    pub(crate) security_defaults: bool,
    /// Whether users come from a directory on premises: never, no longer, or still.
    pub(crate) synced: Option<bool>,
    pub(crate) deleted: Option<Moment>,
    /// The ids of everything deleted, in that order.
    pub(crate) deleted_in_order: Vec<Guid>,
}

impl Tenant {
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
