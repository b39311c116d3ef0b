//! The model's truth as JSON, for tests and for people: not a shape of Microsoft's.

use serde_json::{Value, json};

use crate::entra::LUK_APP;
use crate::tenant::Tenant;
use crate::tenant::objects::{Application, Group, ServicePrincipal, User};
use crate::time::Clock;

impl Tenant {
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
                "id": self.id, "name": self.name.name(), "displayName": self.display_name,
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
            "subscriptions": subscriptions,
            "deletedInOrder": self.deleted_in_order,
            "securityDefaults": self.security_defaults,
        })
    }
}

fn user(user: &User) -> Value {
    json!({
        "id": user.id, "userPrincipalName": user.user_principal_name, "displayName": user.display_name,
        "userType": user.kind.name(), "accountEnabled": user.enabled, "perUserMfaState": user.mfa.name(),
        "roles": user.roles.iter().map(|role| role.name()).collect::<Vec<_>>(),
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
