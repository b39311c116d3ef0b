//! Consent: what a person or an organization has granted to Luk, kept as the directory's own permission grants.

use crate::cloud::Cloud;
use crate::entra::LUK_APP;
use crate::entra::scope::{Asked, ConsentBy, Permission, Resource};
use crate::guid::Guid;
use crate::tenant::TenantState;
use crate::tenant::account::UserConsent;
use crate::tenant::audit::Change;
use crate::tenant::objects::{Assignment, ELSEWHERE_TENANT, Grant, Leaves, PrincipalKind, ServicePrincipal, User};
use crate::tenant::role::Role;

/// For whom consent is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    Person(Guid),
    Organization,
}

/// The names of what a person may let Luk do at a resource, in alphabetical order.
pub(super) fn granted(tenant: &TenantState, user: Guid, resource: Resource) -> Vec<String> {
    let (Some(client), Some(resource)) = (
        tenant.service_principal_of(LUK_APP),
        tenant.service_principal_of(resource.app_id()),
    ) else {
        return Vec::new();
    };
    let mut names: Vec<String> = tenant
        .grants
        .iter()
        .filter(|grant| grant.client == client.id && grant.resource == resource.id)
        .filter(|grant| grant.principal.is_none_or(|principal| principal == user))
        .flat_map(|grant| grant.scopes.iter().cloned())
        .collect();
    names.sort();
    names.dedup();
    names
}

/// What was asked for and not yet granted.
pub(super) fn missing(tenant: &TenantState, user: Guid, asked: &[Asked]) -> Vec<&'static Permission> {
    permissions(asked)
        .into_iter()
        .filter(|permission| {
            !granted(tenant, user, permission.resource)
                .iter()
                .any(|name| name == permission.name)
        })
        .collect()
}

/// The permissions by name in what was asked for.
pub(super) fn permissions(asked: &[Asked]) -> Vec<&'static Permission> {
    asked
        .iter()
        .filter_map(|asked| match asked {
            Asked::Permission(permission) => Some(*permission),
            Asked::Default(_) => None,
        })
        .collect()
}

/// Whether a person may give these permissions for themselves.
pub(super) fn may_consent(user: &User, permissions: &[&Permission], rule: UserConsent) -> bool {
    let is_anyones = |permission: &&Permission| permission.consent == ConsentBy::Anyone;
    may_consent_for_all(user) || (rule == UserConsent::Allowed && permissions.iter().all(is_anyones))
}

/// Whether a person may give permissions for the organization, and those that need an administrator.
pub(super) fn may_consent_for_all(user: &User) -> bool {
    [
        Role::GlobalAdministrator,
        Role::PrivilegedRoleAdministrator,
        Role::ApplicationAdministrator,
        Role::CloudApplicationAdministrator,
    ]
    .into_iter()
    .any(|role| user.holds(role))
}

/// Keeps a consent. With the first one Luk becomes an enterprise application of the tenant.
pub(super) fn record(cloud: &mut Cloud, actor: Guid, consent: For, permissions: &[&'static Permission]) {
    let client = luk_principal(cloud, actor);
    let mut is_new = false;
    let principal = match consent {
        For::Person(user) => Some(user),
        For::Organization => None,
    };
    for permission in permissions {
        let Some(resource) = cloud
            .tenant
            .service_principal_of(permission.resource.app_id())
            .map(|found| found.id)
        else {
            continue;
        };
        let grants = &mut cloud.tenant.grants;
        let known = grants
            .iter_mut()
            .find(|grant| grant.client == client && grant.resource == resource && grant.principal == principal);
        match known {
            Some(grant) if grant.scopes.iter().any(|name| name == permission.name) => {}
            Some(grant) => {
                is_new = true;
                grant.scopes.push(permission.name.to_owned());
            }
            None => {
                is_new = true;
                grants.push(Grant {
                    id: cloud.random.secret(),
                    client,
                    resource,
                    principal,
                    scopes: vec![permission.name.to_owned()],
                });
            }
        }
    }
    if is_new {
        cloud.write_down(actor, Change::AddDelegatedPermissionGrant, &client.to_string());
        cloud.write_down(actor, Change::ConsentToApplication, &client.to_string());
    }
}

fn luk_principal(cloud: &mut Cloud, actor: Guid) -> Guid {
    if let Some(principal) = cloud.tenant.service_principal_of(LUK_APP) {
        return principal.id;
    }
    let id = cloud.random.guid();
    let created = cloud.clock.moment();
    let principal = ServicePrincipal {
        leaves: Leaves::Always,
        kind: PrincipalKind::Application,
        id,
        app_id: LUK_APP,
        display_name: "Luk".to_owned(),
        owner_tenant: ELSEWHERE_TENANT,
        enabled: true,
        assignment: Assignment::NotRequired,
        created,
    };
    cloud.tenant.service_principals.add(id, principal);
    cloud.write_down(actor, Change::AddServicePrincipal, &id.to_string());
    id
}
