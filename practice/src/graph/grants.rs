//! Permissions that people and administrators granted to apps.

use http::Method;
use serde_json::json;

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{Collection, Object, single, whole};
use crate::graph::shapes;
use crate::graph::{Answer, Ask, unknown_route};
use crate::reply::Reply;
use crate::tenant::objects::Grant;
use crate::tenant::role::Role;

const GRANTS: Collection = Collection {
    name: "oauth2PermissionGrants",
    object: "microsoft.graph.oAuth2PermissionGrant",
    default: &[],
};
const READ: [&str; 2] = ["Directory.Read.All", "DelegatedPermissionGrant.ReadWrite.All"];
const WRITERS: Who = Who::Roles(&[
    Role::GlobalAdministrator,
    Role::ApplicationAdministrator,
    Role::CloudApplicationAdministrator,
]);

/// `GET /oauth2PermissionGrants`, `GET` and `DELETE /oauth2PermissionGrants/{id}`
pub(super) fn answer(cloud: &mut Cloud, rest: &[&str], ask: &Ask<'_>) -> Answer {
    let find = |cloud: &Cloud, id: &str| {
        let at = cloud.tenant.grants.iter().position(|grant| grant.id == id);
        at.ok_or_else(|| GraphError::not_found(id))
    };
    match (&ask.request.method, rest) {
        (&Method::GET, []) => {
            ask.caller.needs(&READ, Who::Members)?;
            whole(cloud, ask, GRANTS, cloud.tenant.grants.iter().map(shape), &[])
        }
        (&Method::GET, [id]) => {
            ask.caller.needs(&READ, Who::Members)?;
            let at = find(cloud, id)?;
            let grant = cloud.tenant.grants.get(at).map(shape);
            single(cloud, ask, GRANTS, &grant.ok_or_else(|| GraphError::not_found(id))?)
        }
        (&Method::DELETE, [id]) => {
            ask.caller.needs(&["DelegatedPermissionGrant.ReadWrite.All"], WRITERS)?;
            let at = find(cloud, id)?;
            cloud.tenant.grants.remove(at);
            Ok(Reply::no_content())
        }
        _ => Err(unknown_route(ask)),
    }
}

fn shape(grant: &Grant) -> Object {
    shapes::object(json!({
        "id": grant.id,
        "clientId": grant.client,
        "consentType": if grant.principal.is_some() { "Principal" } else { "AllPrincipals" },
        "principalId": grant.principal,
        "resourceId": grant.resource,
        "scope": grant.scopes.join(" "),
    }))
}
