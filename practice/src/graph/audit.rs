//! The audit log: what was changed through Graph. Sign-ins are in it only for those who pay for Entra ID P1 or P2.

use http::{Method, StatusCode};
use serde_json::json;

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{Collection, Object, whole};
use crate::graph::shapes;
use crate::graph::{Answer, Ask, unknown_route};
use crate::tenant::audit::{AuditEntry, SignIn};
use crate::tenant::role::Role;
use crate::tenant::subscription::Stage;

const AUDITS: Collection = Collection {
    name: "auditLogs/directoryAudits",
    object: "microsoft.graph.directoryAudit",
    default: &[],
};
const SIGN_INS: Collection = Collection {
    name: "auditLogs/signIns",
    object: "microsoft.graph.signIn",
    default: &[],
};
pub(super) const READERS: Who = Who::Roles(&[
    Role::GlobalAdministrator,
    Role::GlobalReader,
    Role::SecurityAdministrator,
]);

/// `GET /auditLogs/directoryAudits`, `/auditLogs/signIns`
pub(super) fn answer(cloud: &Cloud, rest: &[&str], ask: &Ask<'_>) -> Answer {
    if ask.request.method != Method::GET {
        return Err(unknown_route(ask));
    }
    ask.caller.needs(&["AuditLog.Read.All"], READERS)?;
    match rest {
        ["directoryAudits"] => {
            // Seven days, which is how long the free edition keeps them.
            let oldest = cloud.clock.moment().plus_days(-7);
            let entries = cloud.tenant.audit.iter().rev().filter(|entry| entry.at > oldest);
            whole(cloud, ask, AUDITS, entries.map(|entry| shape(cloud, entry)), &[])
        }
        ["signIns"] => {
            let now = cloud.clock.moment();
            if !is_premium(cloud) {
                return Err(GraphError::refused(
                    StatusCode::FORBIDDEN,
                    "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
                    "The tenant has no premium license, which this report needs.",
                ));
            }
            // Thirty days, which is how long the paid editions keep them.
            let oldest = now.plus_days(-30);
            let entries = cloud.tenant.sign_ins.iter().rev().filter(|entry| entry.at > oldest);
            let objects = entries.map(|entry| sign_in_shape(cloud, entry));
            whole(cloud, ask, SIGN_INS, objects, &[])
        }
        _ => Err(unknown_route(ask)),
    }
}

/// Whether something in force holds Entra ID P1 or P2, alone or as a part of it.
pub(super) fn is_premium(cloud: &Cloud) -> bool {
    let now = cloud.clock.moment();
    let mut subscriptions = cloud.tenant.subscriptions.iter();
    subscriptions.any(|found| {
        let mut plans = found.product.plans.iter();
        found.stage(now).0 == Stage::Active && plans.any(|(_, name)| name.starts_with("AAD_PREMIUM"))
    })
}

/// Writes down what was done, after it was done.
pub(super) fn record(cloud: &mut Cloud, path: &[&str], ask: &Ask<'_>) {
    let deletes = ask.request.method == Method::DELETE;
    let (activity, category) = match path {
        ["users", _] if deletes => ("Delete user", "UserManagement"),
        ["groups", _] if deletes => ("Delete group", "GroupManagement"),
        ["applications", _] if deletes => ("Delete application", "ApplicationManagement"),
        ["servicePrincipals", _] if deletes => ("Remove service principal", "ApplicationManagement"),
        ["devices", _] if deletes => ("Delete device", "Device"),
        ["domains", ..] => ("Update domain", "DirectoryManagement"),
        ["organization", _] => ("Set DirSyncEnabled flag", "DirectoryManagement"),
        ["directory", "deletedItems", _] if deletes => ("Hard Delete", "DirectoryManagement"),
        ["directory", "deletedItems", _, "restore"] => ("Restore", "DirectoryManagement"),
        ["directory", "administrativeUnits", ..] => ("Update administrative unit", "AdministrativeUnit"),
        ["oauth2PermissionGrants", _] => ("Remove delegated permission grant", "ApplicationManagement"),
        ["policies", ..] | ["identity", ..] => ("Update policy", "Policy"),
        _ => ("Update", "DirectoryManagement"),
    };
    let target = path.iter().rev().find(|segment| **segment != "$ref").copied();
    let actor_name = cloud.tenant.users.get(ask.caller.user);
    let actor_name = actor_name.map(|user| user.user_principal_name.clone());
    let entry = AuditEntry {
        id: cloud.random.guid(),
        service: "Core Directory",
        activity,
        category,
        operation: if deletes { "Delete" } else { "Update" },
        actor: ask.caller.user,
        actor_name: actor_name.unwrap_or_default(),
        target: target.unwrap_or_default().to_owned(),
        at: cloud.clock.moment(),
    };
    cloud.tenant.audit.push(entry);
}

fn sign_in_shape(cloud: &Cloud, entry: &SignIn) -> Object {
    let user = cloud.tenant.users.get(entry.user);
    let (app_id, app_name) = entry.app.words();
    shapes::object(json!({
        "id": entry.id, "createdDateTime": cloud.clock.show(entry.at).rfc3339(), "userId": entry.user,
        "userDisplayName": user.map(|user| &user.display_name),
        "userPrincipalName": user.map(|user| &user.user_principal_name),
        "appId": app_id, "appDisplayName": app_name, "ipAddress": "127.0.0.1", "clientAppUsed": "Browser",
        "correlationId": entry.id, "isInteractive": true, "conditionalAccessStatus": if entry.error == 53003 { "failure" } else { "notApplied" },
        "riskLevelAggregated": "none", "resourceDisplayName": "Microsoft Graph",
        "status": {"errorCode": entry.error, "failureReason": entry.reason, "additionalDetails": null},
        "location": {"city": null, "state": null, "countryOrRegion": null},
    }))
}

fn shape(cloud: &Cloud, entry: &AuditEntry) -> Object {
    shapes::object(json!({
        "id": format!("Directory_{}", entry.id),
        "category": entry.category,
        "correlationId": entry.id,
        "result": "success",
        "resultReason": "",
        "activityDisplayName": entry.activity,
        "activityDateTime": cloud.clock.show(entry.at).rfc3339(),
        "loggedByService": entry.service,
        "operationType": entry.operation,
        "initiatedBy": {"user": {"id": entry.actor, "userPrincipalName": entry.actor_name}, "app": null},
        "targetResources": [{"id": entry.target, "displayName": null, "type": "Other", "modifiedProperties": []}],
        "additionalDetails": [],
    }))
}
