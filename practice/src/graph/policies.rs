//! Policies that ask for more than a password: security defaults and conditional access; reading, switching off,
//! deleting.

use http::Method;
use serde_json::{Value, json};

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{Collection, Object, single, whole};
use crate::graph::shapes;
use crate::graph::{Answer, Ask, content, outside, unknown_route};
use crate::reply::Reply;
use crate::tenant::objects::{Condition, ConditionalAccessPolicy, Demand, PolicyOrigin, PolicyState};
use crate::tenant::role::Role;

const READERS: Who = Who::Roles(&[
    Role::GlobalAdministrator,
    Role::GlobalReader,
    Role::ConditionalAccessAdministrator,
    Role::SecurityAdministrator,
    Role::AuthenticationPolicyAdministrator,
]);
const WRITERS: Who = Who::Roles(&[
    Role::GlobalAdministrator,
    Role::ConditionalAccessAdministrator,
    Role::SecurityAdministrator,
]);
const SECURITY_DEFAULTS: Collection = Collection {
    name: "policies/identitySecurityDefaultsEnforcementPolicy",
    object: "microsoft.graph.identitySecurityDefaultsEnforcementPolicy",
    default: &[],
};
const CONDITIONAL_ACCESS: Collection = Collection {
    name: "identity/conditionalAccess/policies",
    object: "microsoft.graph.conditionalAccessPolicy",
    default: &[],
};
const NAMED_LOCATIONS: Collection = Collection {
    name: "identity/conditionalAccess/namedLocations",
    object: "microsoft.graph.namedLocation",
    default: &[],
};

/// `/policies/identitySecurityDefaultsEnforcementPolicy`, `/identity/conditionalAccess/policies`
pub(super) fn answer(cloud: &mut Cloud, path: &[&str], ask: &Ask<'_>) -> Answer {
    match (&ask.request.method, path) {
        (&Method::GET, _) => ask.caller.needs(&["Policy.Read.All"], READERS)?,
        (_, ["policies", ..]) => {
            ask.caller.needs(&["Policy.ReadWrite.SecurityDefaults"], WRITERS)?;
            ask.caller.needs(&["Policy.Read.All"], WRITERS)?;
        }
        _ => {
            ask.caller.needs(&["Policy.ReadWrite.ConditionalAccess"], WRITERS)?;
            ask.caller.needs(&["Policy.Read.All"], WRITERS)?;
        }
    }
    match (&ask.request.method, path) {
        (&Method::GET, ["policies", "identitySecurityDefaultsEnforcementPolicy"]) => {
            let policy = shapes::object(json!({
                "id": "00000000-0000-0000-0000-000000000005",
                "displayName": "Security Defaults",
                "description": "A set of basic identity security mechanisms.",
                "isEnabled": cloud.tenant.security_defaults,
            }));
            single(cloud, ask, SECURITY_DEFAULTS, &policy)
        }
        (&Method::PATCH, ["policies", "identitySecurityDefaultsEnforcementPolicy"]) => {
            let body = content::read(ask, &["isEnabled"])?;
            cloud.tenant.security_defaults = content::flag(&body, "isEnabled")?;
            Ok(Reply::no_content())
        }
        (&Method::GET, ["identity", "conditionalAccess", "policies"]) => {
            let policies = cloud.tenant.policies.iter().map(|policy| shape(cloud, policy));
            whole(cloud, ask, CONDITIONAL_ACCESS, policies, &[])
        }
        (&Method::GET, ["identity", "conditionalAccess", "namedLocations"]) => {
            let locations = cloud.tenant.named_locations.iter();
            let locations = locations.map(|location| outside::location_shape(cloud, location));
            whole(cloud, ask, NAMED_LOCATIONS, locations, &[])
        }
        (method, ["identity", "conditionalAccess", "namedLocations", id]) => location(cloud, method, id, ask),
        (method, ["identity", "conditionalAccess", "policies", id]) => one(cloud, method, id, ask),
        _ => Err(unknown_route(ask)),
    }
}

fn location(cloud: &mut Cloud, method: &Method, id: &str, ask: &Ask<'_>) -> Answer {
    let mut locations = cloud.tenant.named_locations.iter();
    let at = locations.position(|location| location.id.to_string() == id);
    let at = at.ok_or_else(|| GraphError::not_found(id))?;
    match *method {
        Method::GET => {
            let found = cloud.tenant.named_locations.get(at);
            let found = found.map(|location| outside::location_shape(cloud, location));
            let found = found.ok_or_else(|| GraphError::not_found(id))?;
            single(cloud, ask, NAMED_LOCATIONS, &found)
        }
        Method::DELETE => {
            let location = cloud.tenant.named_locations.remove(at);
            cloud.tenant.deleted_in_order.push(location.id);
            Ok(Reply::no_content())
        }
        _ => Err(unknown_route(ask)),
    }
}

fn one(cloud: &mut Cloud, method: &Method, id: &str, ask: &Ask<'_>) -> Answer {
    let not_found = || GraphError::not_found(id);
    let at = cloud
        .tenant
        .policies
        .iter()
        .position(|policy| policy.id.to_string() == id);
    let at = at.ok_or_else(not_found)?;
    let now = cloud.clock.moment();
    match *method {
        Method::GET => {
            let policy = cloud.tenant.policies.get(at).map(|policy| shape(cloud, policy));
            single(cloud, ask, CONDITIONAL_ACCESS, &policy.ok_or_else(not_found)?)
        }
        Method::PATCH => {
            let body = content::read(ask, &["state"])?;
            let state = PolicyState::named(content::text(&body, "state")?)
                .ok_or_else(|| GraphError::bad_query("Invalid value for the property state."))?;
            if let Some(policy) = cloud.tenant.policies.get_mut(at) {
                policy.state = state;
                policy.modified = Some(now);
            }
            Ok(Reply::no_content())
        }
        Method::DELETE => {
            let policy = cloud.tenant.policies.get(at).ok_or_else(not_found)?;
            if policy.origin == PolicyOrigin::Microsoft {
                return Err(GraphError::bad_request(
                    "A policy that Microsoft manages cannot be deleted; turn it off instead.",
                ));
            }
            let policy = cloud.tenant.policies.remove(at);
            cloud.tenant.deleted_in_order.push(policy.id);
            Ok(Reply::no_content())
        }
        _ => Err(unknown_route(ask)),
    }
}

fn shape(cloud: &Cloud, policy: &ConditionalAccessPolicy) -> Object {
    let modified: Option<Value> = policy
        .modified
        .map(|modified| cloud.clock.show(modified).rfc3339().into());
    let users = match policy.demand {
        _ if !policy.users.is_empty() => json!({"includeUsers": policy.users, "includeRoles": []}),
        Demand::Multifactor => {
            json!({"includeUsers": [], "includeRoles": [Role::GlobalAdministrator.template_id()]})
        }
        Demand::Block
        | Demand::CompliantDevice
        | Demand::DomainJoinedDevice
        | Demand::ApprovedApplication
        | Demand::Nothing => json!({"includeUsers": ["All"], "includeRoles": []}),
    };
    let risks = match policy.condition {
        Condition::Always => json!([]),
        Condition::AtRisk => json!(["high"]),
    };
    let grant = (policy.demand != Demand::Nothing)
        .then(|| json!({"operator": "OR", "builtInControls": [policy.demand.name()], "authenticationStrength": null}));
    let session = policy.frequency_hours.map(|hours| {
        json!({"signInFrequency": {
            "value": hours, "type": "hours", "isEnabled": true, "frequencyInterval": "timeBased",
            "authenticationType": "primaryAndSecondaryAuthentication",
        }})
    });
    shapes::object(json!({
        "id": policy.id,
        "displayName": policy.display_name,
        "state": policy.state.name(),
        "createdDateTime": cloud.clock.show(policy.created).rfc3339(),
        "modifiedDateTime": modified,
        "templateId": null,
        "conditions": {
            "clientAppTypes": ["all"],
            "users": users,
            "applications": {"includeApplications": ["All"]},
            "userRiskLevels": risks,
        },
        "grantControls": grant,
        "sessionControls": session,
    }))
}
