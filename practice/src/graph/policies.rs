//! Policies that ask for more than a password: security defaults and conditional access. Reading only.

use http::Method;
use serde_json::json;

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::list::{Collection, single, whole};
use crate::graph::shapes;
use crate::graph::{Answer, Ask, unknown_route};
use crate::tenant::role::Role;

const READERS: Who = Who::Roles(&[
    Role::GlobalAdministrator,
    Role::GlobalReader,
    Role::ConditionalAccessAdministrator,
    Role::SecurityAdministrator,
    Role::AuthenticationPolicyAdministrator,
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

/// `GET /policies/identitySecurityDefaultsEnforcementPolicy`, `GET /identity/conditionalAccess/policies`
pub(super) fn answer(cloud: &Cloud, path: &[&str], ask: &Ask<'_>) -> Answer {
    match (&ask.request.method, path) {
        (&Method::GET, ["policies", "identitySecurityDefaultsEnforcementPolicy"]) => {
            ask.caller.needs(&["Policy.Read.All"], READERS)?;
            let policy = shapes::object(json!({
                "id": "00000000-0000-0000-0000-000000000005",
                "displayName": "Security Defaults",
                "description": "A set of basic identity security mechanisms.",
                "isEnabled": cloud.tenant.security_defaults,
            }));
            single(cloud, ask, SECURITY_DEFAULTS, &policy)
        }
        (&Method::GET, ["identity", "conditionalAccess", "policies"]) => {
            ask.caller.needs(&["Policy.Read.All"], READERS)?;
            let policies = cloud.tenant.policies.iter().map(|policy| {
                shapes::object(json!({
                    "id": policy.id,
                    "displayName": policy.display_name,
                    "state": policy.state,
                    "createdDateTime": cloud.clock.show(policy.created).rfc3339(),
                    "modifiedDateTime": null,
                    "conditions": {
                        "clientAppTypes": ["all"],
                        "users": {"includeUsers": [], "includeRoles": [Role::GlobalAdministrator.template_id()]},
                        "applications": {"includeApplications": ["All"]},
                    },
                    "grantControls": {"operator": "OR", "builtInControls": ["mfa"], "authenticationStrength": null},
                    "sessionControls": null,
                }))
            });
            whole(cloud, ask, CONDITIONAL_ACCESS, policies, &[])
        }
        _ => Err(unknown_route(ask)),
    }
}
