//! From the wire's objects to the domain's. What makes no sense becomes nothing, and is not guessed at.

use crate::microsoft::graph::{applications, deleted_users, me, subscriptions, users};
use crate::tenant::ids::{AppId, Guid};
use crate::tenant::snapshot::{
    AccountState, Application, DeletedUser, Offer, Origin, Role, Seller, ServicePrincipal, ServicePrincipalOwner,
    Subscription, SubscriptionState, User, UserKind,
};

pub(super) fn role_of(template: &str) -> Role {
    use me::role_template as id;
    match template {
        id::GLOBAL_ADMINISTRATOR => Role::GlobalAdministrator,
        id::BILLING_ADMINISTRATOR => Role::BillingAdministrator,
        id::USER_ADMINISTRATOR => Role::UserAdministrator,
        id::GLOBAL_READER => Role::GlobalReader,
        other => Role::Other(other.parse().unwrap_or(Guid::from_u128(0))),
    }
}

/// `userType` is empty on very old objects; a guest's sign-in name holds `#EXT#`.
pub(super) fn kind(user_type: Option<&str>, principal_name: &str) -> UserKind {
    match user_type {
        Some("Guest") => UserKind::Guest,
        None if principal_name.contains("#EXT#") => UserKind::Guest,
        Some(_) | None => UserKind::Member,
    }
}

pub(super) fn user(wire: users::User) -> Option<User> {
    let principal_name = wire.user_principal_name.unwrap_or_default();
    Some(User {
        id: wire.id.parse().ok()?,
        name: wire.display_name.unwrap_or_default(),
        kind: kind(wire.user_type.as_deref(), &principal_name),
        principal_name,
        account: if wire.account_enabled == Some(false) {
            AccountState::Blocked
        } else {
            AccountState::Enabled
        },
        origin: if wire.on_premises_sync_enabled == Some(true) {
            Origin::OnPremises
        } else {
            Origin::Cloud
        },
        licences: u32::try_from(wire.assigned_licenses.len()).ok()?,
    })
}

pub(super) fn deleted_user(wire: deleted_users::DeletedUser) -> Option<DeletedUser> {
    Some(DeletedUser {
        id: wire.id.parse().ok()?,
        name: wire.display_name.unwrap_or_default(),
    })
}

/// A status that Luk doesn't know is not guessed at: the list is then unreadable.
pub(super) fn subscription(wire: subscriptions::Subscription) -> Option<Subscription> {
    Some(Subscription {
        id: wire.id.parse().ok()?,
        product: wire.sku_part_number.unwrap_or_default(),
        state: match wire.status?.as_str() {
            "Enabled" => SubscriptionState::Active,
            "Warning" => SubscriptionState::Expired,
            "Suspended" => SubscriptionState::Disabled,
            "LockedOut" => SubscriptionState::LockedOut,
            "Deleted" => SubscriptionState::Deleted,
            _ => return None,
        },
        offer: if wire.is_trial == Some(true) {
            Offer::Trial
        } else {
            Offer::Paid
        },
        licences: wire.total_licenses.unwrap_or(0),
        next_change: wire.next_lifecycle_date_time.and_then(|time| time.parse().ok()),
        seller: if wire.owner_tenant_id.is_some() {
            Seller::Partner
        } else {
            Seller::Microsoft
        },
    })
}

pub(super) fn application(wire: applications::Application) -> Option<Application> {
    Some(Application {
        id: wire.id.parse().ok()?,
        app_id: wire.app_id.parse().ok()?,
        name: wire.display_name.unwrap_or_default(),
    })
}

pub(super) fn service_principal(wire: applications::ServicePrincipal, luk: &str) -> Option<ServicePrincipal> {
    let app_id: AppId = wire.app_id.parse().ok()?;
    let owner = if luk.parse() == Ok(app_id) {
        ServicePrincipalOwner::Luk
    } else if wire.app_owner_organization_id.as_deref() == Some(applications::MICROSOFT_TENANT) {
        ServicePrincipalOwner::Microsoft
    } else {
        ServicePrincipalOwner::Other
    };
    Some(ServicePrincipal {
        id: wire.id.parse().ok()?,
        app_id,
        name: wire.display_name.unwrap_or_default(),
        owner,
    })
}
