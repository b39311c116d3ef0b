//! The logs: what was changed. Sign-ins are in it only for those who pay for Entra ID P1 or P2.

mod draft;

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{Collection, Object, page, single};
use crate::graph::shapes;
use crate::graph::{Answer, Ask, unknown_route};
use crate::guid::Guid;
use crate::tenant::audit::{AuditEntry, SignIn, Target};
use crate::tenant::role::Role;
use crate::tenant::subscription::Stage;

pub(super) use draft::draft;

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

/// `GET /auditLogs/directoryAudits`, one of them, `/auditLogs/signIns`
pub(super) fn answer(cloud: &Cloud, rest: &[&str], ask: &Ask<'_>) -> Answer {
    if ask.request.method != Method::GET {
        return Err(unknown_route(ask));
    }
    ask.caller.needs(&["AuditLog.Read.All"], READERS)?;
    match rest {
        ["directoryAudits"] => newest_first(cloud, ask, AUDITS, changes(cloud), |entry| shape(cloud, entry)),
        ["directoryAudits", wanted] => {
            let found = changes(cloud).into_iter().find(|entry| id(entry) == *wanted);
            let found = found.ok_or_else(|| GraphError::not_found(wanted))?;
            single(cloud, ask, AUDITS, &shape(cloud, found))
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
            let entries = cloud.tenant.sign_ins.iter().filter(|entry| entry.at > oldest);
            newest_first(cloud, ask, SIGN_INS, entries.collect(), |entry| {
                sign_in_shape(cloud, entry)
            })
        }
        _ => Err(unknown_route(ask)),
    }
}

/// Seven days, which is how long the free edition keeps them; thirty with the paid ones.
fn changes(cloud: &Cloud) -> Vec<&AuditEntry> {
    let days = if is_premium(cloud) { 30 } else { 7 };
    let oldest = cloud.clock.moment().plus_days(-days);
    let entries = cloud.tenant.audit.iter();
    entries.filter(|entry| entry.at > oldest).collect()
}

/// In pages, which new entries don't move: each entry's place is counted from the oldest.
fn newest_first<'a, T>(
    cloud: &Cloud,
    ask: &Ask<'_>,
    collection: Collection,
    oldest_first: Vec<&'a T>,
    shape: impl Fn(&'a T) -> Object,
) -> Answer {
    let numbered = oldest_first.into_iter().enumerate();
    let entries: Vec<(Guid, &T)> = numbered
        .map(|(number, entry)| (Guid::from_u128(u128::MAX - number as u128), entry))
        .collect();
    page(cloud, ask, collection, entries.into_iter().rev(), shape)
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
    let what = &entry.what;
    shapes::object(json!({
        "id": id(entry),
        "category": what.category,
        "correlationId": entry.id,
        "result": "success",
        "resultReason": "",
        "activityDisplayName": what.name,
        "activityDateTime": cloud.clock.show(entry.at).rfc3339(),
        "loggedByService": what.service,
        "operationType": what.operation.name(),
        "initiatedBy": {"app": null, "user": {
            "id": entry.actor, "displayName": null, "userPrincipalName": entry.actor_name, "ipAddress": "127.0.0.1",
            "userType": null, "homeTenantId": null, "homeTenantName": null,
        }},
        "targetResources": what.targets.iter().map(target).collect::<Vec<_>>(),
        "additionalDetails": [],
    }))
}

fn id(entry: &AuditEntry) -> String {
    format!("Directory_{}", entry.id)
}

fn target(target: &Target) -> Value {
    let modified = target.modified.iter();
    let modified: Vec<Value> = modified
        .map(|one| json!({"displayName": one.name, "oldValue": one.old, "newValue": one.new}))
        .collect();
    json!({
        "id": target.id, "displayName": target.display_name, "type": target.kind,
        "userPrincipalName": target.user_principal_name, "modifiedProperties": modified,
        "groupType": target.group_type,
    })
}
