//! The model's truth as JSON, for tests and for people: not a shape of Microsoft's.

use serde_json::{Value, json};

use crate::entra::LUK_APP;
use crate::tenant::TenantState;
use crate::tenant::objects::{Application, Group, ServicePrincipal, User};
use crate::time::Clock;

impl TenantState {
    pub(crate) fn inspect(&self, clock: &Clock) -> Value {
        let now = clock.moment();
        let subscriptions: Vec<Value> = self
            .subscriptions
            .iter()
            .map(|subscription| {
                let (stage, changes) = subscription.stage(now);
                json!({
                    "id": subscription.id,
                    "commerceSubscriptionId": subscription.commerce_id,
                    "name": subscription.product.name,
                    "skuPartNumber": subscription.product.part_number,
                    "status": stage.graph_name(),
                    "center": stage.center_name(),
                    "isTrial": subscription.is_trial,
                    "changes": changes.map(|changes| clock.show(changes).rfc3339()),
                    "cancelledBecause": subscription.cancelled_because,
                })
            })
            .collect();
        json!({
            "tenant": {
                "id": self.id, "name": self.name, "displayName": self.display_name,
                "initialDomain": self.initial_domain(), "deleted": self.deleted.is_some(), "syncEnabled": self.synced,
            },
            "users": self.users.iter().map(user).collect::<Vec<_>>(),
            "deletedUsers": self.users.bin(now).values().map(|binned| user(&binned.object)).collect::<Vec<_>>(),
            "groups": self.groups.iter().map(group).collect::<Vec<_>>(),
            "deletedGroups": self.groups.bin(now).values().map(|binned| group(&binned.object)).collect::<Vec<_>>(),
            "applications": self.applications.iter().map(application).collect::<Vec<_>>(),
            "deletedApplications":
                self.applications.bin(now).values().map(|binned| application(&binned.object)).collect::<Vec<_>>(),
            "servicePrincipals": self.service_principals.iter().map(service_principal).collect::<Vec<_>>(),
            "deletedServicePrincipals": self.service_principals.bin(now).values()
                .map(|binned| service_principal(&binned.object)).collect::<Vec<_>>(),
            "deletedAdministrativeUnits": self.administrative_units.bin(now).values()
                .map(|binned| json!({"id": binned.object.id})).collect::<Vec<_>>(),
            "subscriptions": subscriptions,
            "deletedInOrder": self.deleted_in_order,
            "devices": self.devices.iter().map(|device| json!({
                "id": device.id, "displayName": device.display_name,
            })).collect::<Vec<_>>(),
            "administrativeUnits": self.administrative_units.iter().map(|unit| json!({
                "id": unit.id, "displayName": unit.display_name, "members": unit.members,
            })).collect::<Vec<_>>(),
            "domains": self.domains.iter().map(|domain| json!({
                "name": domain.name, "isInitial": domain.is_initial, "isDefault": domain.is_default,
            })).collect::<Vec<_>>(),
            "policies": self.policies.iter().map(|policy| json!({
                "id": policy.id, "displayName": policy.display_name, "state": policy.state.name(),
            })).collect::<Vec<_>>(),
            "namedLocations": self.named_locations.iter().map(|location| location.id).collect::<Vec<_>>(),
            "outside": self.outside.identity_providers.iter().map(|found| found.id())
                .chain(self.outside.named().map(|found| found.id.clone())).collect::<Vec<_>>(),
            "grants": self.grants.iter().map(|grant| json!({
                "id": grant.id, "client": grant.client, "resource": grant.resource,
            })).collect::<Vec<_>>(),
            "consentRequests": self.sign_in_rules.asked.iter().map(|asked| json!({
                "id": asked.id, "by": asked.by, "reason": asked.reason,
            })).collect::<Vec<_>>(),
            "securityDefaults": self.security_defaults,
            "azureSubscriptions": self.azure.subscriptions.iter().map(|found| json!({
                "id": found.id, "displayName": found.display_name, "state": found.state(now).name(),
                "resources": found.resources(now).map(|resource| &resource.name).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "invoices": self.billing.invoices().map(|invoice| json!({
                "name": invoice.name, "dueCents": invoice.due,
            })).collect::<Vec<_>>(),
            "roleAssignments": self.azure.assignments.iter().map(|found| json!({
                "id": found.name, "scope": found.scope.path(), "principal": found.principal,
            })).collect::<Vec<_>>(),
            "supportRequests": self.support_requests.iter().map(|request| json!({
                "number": request.number, "title": request.title,
            })).collect::<Vec<_>>(),
        })
    }
}

fn user(user: &User) -> Value {
    json!({
        "id": user.id, "userPrincipalName": user.user_principal_name, "displayName": user.display_name,
        "userType": user.kind.name(), "accountEnabled": user.enabled, "perUserMfaState": user.mfa.name(),
        "roles": user.roles.iter().map(|role| role.name()).collect::<Vec<_>>(),
        "authenticationMethods": user.methods.iter().map(|method| json!({
            "id": method.id(user.id), "kind": method.name(),
        })).collect::<Vec<_>>(),
    })
}

fn group(group: &Group) -> Value {
    json!({"id": group.id, "displayName": group.display_name, "members": group.members})
}

fn application(application: &Application) -> Value {
    json!({"id": application.id, "appId": application.app_id, "displayName": application.display_name})
}

fn service_principal(principal: &ServicePrincipal) -> Value {
    json!({
        "id": principal.id, "appId": principal.app_id, "displayName": principal.display_name,
        "accountEnabled": principal.enabled, "microsoft": principal.is_microsofts(), "luk": principal.app_id == LUK_APP,
    })
}
