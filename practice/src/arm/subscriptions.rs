//! Tenants and Azure subscriptions: reading, cancelling, enabling again. Deleting has no API; the portal does it.

use http::Method;
use serde_json::{Value, json};

use crate::arm::error::ArmError;
use crate::arm::{Answer, Ask, unknown_route};
use crate::cloud::Cloud;
use crate::reply::Reply;
use crate::tenant::azure::{AzureEvent, AzureRole, AzureState, AzureSubscription};

const VERSIONS: [&str; 6] = [
    "2016-06-01",
    "2019-11-01",
    "2020-01-01",
    "2021-01-01",
    "2022-09-01",
    "2022-12-01",
];

/// `GET /tenants`, `/subscriptions`, `/subscriptions/{id}`
pub(super) fn read(cloud: &Cloud, words: &[&str], ask: &Ask<'_>) -> Answer {
    ask.version(&VERSIONS)?;
    match (&ask.request.method, words) {
        (&Method::GET, ["tenants"]) => {
            let tenant = &cloud.tenant;
            let domains: Vec<&str> = tenant.domains.iter().map(|domain| domain.name.as_str()).collect();
            Ok(Reply::ok(json!({"value": [{
                "id": format!("/tenants/{}", tenant.id), "tenantId": tenant.id, "displayName": tenant.display_name,
                "defaultDomain": tenant.domains.iter().find(|domain| domain.is_default).map(|domain| &domain.name),
                "domains": domains, "tenantCategory": "Home", "countryCode": "DK", "tenantType": tenant.kind.name(),
            }]})))
        }
        (&Method::GET, ["subscriptions"]) => {
            let seen = cloud.tenant.azure.seen_by(ask.caller.known(), cloud.clock.moment());
            let seen: Vec<Value> = seen.map(|found| shape(cloud, found)).collect();
            Ok(Reply::ok(
                json!({"count": {"type": "Total", "value": seen.len()}, "value": seen}),
            ))
        }
        (&Method::GET, ["subscriptions", id]) => Ok(Reply::ok(shape(cloud, ask.caller.sees(cloud, id)?))),
        _ => Err(unknown_route(ask)),
    }
}

fn shape(cloud: &Cloud, subscription: &AzureSubscription) -> Value {
    json!({
        "id": format!("/subscriptions/{}", subscription.id), "subscriptionId": subscription.id,
        "tenantId": cloud.tenant.id, "displayName": subscription.display_name,
        "state": subscription.state(cloud.clock.moment()).name(),
        "subscriptionPolicies": {
            "locationPlacementId": "Public_2014-09-01", "quotaId": subscription.offer.quota_id(), "spendingLimit": "Off",
        },
        "authorizationSource": "RoleBased", "managedByTenants": [],
    })
}

/// `POST /subscriptions/{id}/providers/Microsoft.Subscription/cancel` and `/enable`
pub(super) fn act(cloud: &mut Cloud, id: &str, action: &str, ask: &Ask<'_>) -> Answer {
    if ask.request.method != Method::POST {
        return Err(unknown_route(ask));
    }
    ask.version(&["2021-10-01"])?;
    let event = match action {
        "cancel" => cancelled(cloud, id, ask)?,
        "enable" => enabled(cloud, id, ask)?,
        _ => return Err(unknown_route(ask)),
    };
    let found = cloud
        .tenant
        .azure
        .subscriptions
        .iter_mut()
        .find(|found| found.id.to_string() == id);
    if let Some(found) = found {
        found.event = event;
    }
    Ok(Reply::ok(json!({"subscriptionId": id})))
}

fn is_owner(role: AzureRole) -> bool {
    role == AzureRole::Owner
}

fn cancelled(cloud: &Cloud, id: &str, ask: &Ask<'_>) -> Result<AzureEvent, ArmError> {
    let action = "Microsoft.Subscription/cancel/action";
    let found = ask.caller.may(cloud, id, action, is_owner)?;
    let now = cloud.clock.moment();
    match found.state(now) {
        AzureState::Enabled | AzureState::Warned | AzureState::PastDue => {}
        AzureState::Disabled | AzureState::Deleted => {
            return Err(ArmError::bad_request("The subscription is cancelled already."));
        }
    }
    let ignores_resources = ask
        .request
        .query("IgnoreResourceCheck")
        .is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let resources = found.resources(now).count();
    if resources > 0 && !ignores_resources {
        let message = format!("The subscription can't be cancelled: it holds {resources} active resources.");
        return Err(ArmError::bad_request(message));
    }
    Ok(AzureEvent::Cancelled { since: now })
}

fn enabled(cloud: &Cloud, id: &str, ask: &Ask<'_>) -> Result<AzureEvent, ArmError> {
    let action = "Microsoft.Subscription/enable/action";
    let found = ask.caller.may(cloud, id, action, is_owner)?;
    if found.state(cloud.clock.moment()) != AzureState::Disabled {
        return Err(ArmError::bad_request("The subscription is not cancelled."));
    }
    if !found.offer.can_be_enabled_again() {
        let message = "A subscription of this offer can be enabled again by support only.";
        return Err(ArmError::bad_request(message));
    }
    Ok(AzureEvent::Enabled)
}
