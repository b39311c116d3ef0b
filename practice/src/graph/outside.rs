//! How people from outside get in: identity providers and user flows; in tenants for customers also custom policies and
//! the keys that they sign with; named locations; partners. Reading and deleting.

use http::Method;
use serde_json::json;

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{Collection, Object, single, whole};
use crate::graph::shapes;
use crate::graph::{Answer, Ask, Version, unknown_route};
use crate::reply::Reply;
use crate::tenant::account::TenantKind;
use crate::tenant::outside::{IdentityProvider, Named, NamedLocation, Outside, Trust};
use crate::tenant::role::Role;

/// What can be listed and deleted here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    IdentityProvider,
    UserFlow,
    CustomerUserFlow,
    CustomPolicy,
    PolicyKey,
}

impl Kind {
    fn of<'a>(path: &'a [&'a str]) -> Option<(Self, &'a [&'a str])> {
        Some(match path {
            ["identity", "identityProviders", rest @ ..] => (Self::IdentityProvider, rest),
            ["identity", "b2xUserFlows", rest @ ..] => (Self::UserFlow, rest),
            ["identity", "b2cUserFlows", rest @ ..] => (Self::CustomerUserFlow, rest),
            ["trustFramework", "policies", rest @ ..] => (Self::CustomPolicy, rest),
            ["trustFramework", "keySets", rest @ ..] => (Self::PolicyKey, rest),
            _ => return None,
        })
    }

    const fn collection(self) -> Collection {
        let (name, object) = match self {
            Self::IdentityProvider => ("identity/identityProviders", "microsoft.graph.identityProviderBase"),
            Self::UserFlow => ("identity/b2xUserFlows", "microsoft.graph.b2xIdentityUserFlow"),
            Self::CustomerUserFlow => ("identity/b2cUserFlows", "microsoft.graph.b2cIdentityUserFlow"),
            Self::CustomPolicy => ("trustFramework/policies", "microsoft.graph.trustFrameworkPolicy"),
            Self::PolicyKey => ("trustFramework/keySets", "microsoft.graph.trustFrameworkKeySet"),
        };
        Collection {
            name,
            object,
            default: &[],
        }
    }

    const fn scopes(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::IdentityProvider => (
                &["IdentityProvider.Read.All", "IdentityProvider.ReadWrite.All"],
                &["IdentityProvider.ReadWrite.All"],
            ),
            Self::UserFlow | Self::CustomerUserFlow => (
                &["IdentityUserFlow.Read.All", "IdentityUserFlow.ReadWrite.All"],
                &["IdentityUserFlow.ReadWrite.All"],
            ),
            Self::CustomPolicy => (
                &["Policy.Read.All", "Policy.ReadWrite.TrustFramework"],
                &["Policy.ReadWrite.TrustFramework"],
            ),
            Self::PolicyKey => (
                &["TrustFrameworkKeySet.Read.All", "TrustFrameworkKeySet.ReadWrite.All"],
                &["TrustFrameworkKeySet.ReadWrite.All"],
            ),
        }
    }

    /// Those of B2C are in beta alone, and in tenants of that kind alone.
    const fn is_of_b2c(self) -> bool {
        matches!(self, Self::CustomerUserFlow | Self::CustomPolicy | Self::PolicyKey)
    }
}

/// Whether these are among the addresses that are answered here.
pub(super) fn has(path: &[&str]) -> bool {
    Kind::of(path).is_some() || matches!(path, ["tenantRelationships", "delegatedAdminRelationships", ..])
}

pub(super) fn answer(cloud: &mut Cloud, path: &[&str], ask: &Ask<'_>) -> Answer {
    if let ["tenantRelationships", ..] = path {
        return partners(cloud, path, ask);
    }
    let (kind, rest) = Kind::of(path).ok_or_else(|| unknown_route(ask))?;
    if kind.is_of_b2c() {
        if ask.version == Version::V1 {
            return Err(GraphError::no_such_segment(path.get(1).copied().unwrap_or_default()));
        }
        if cloud.tenant.kind != TenantKind::B2c {
            return Err(GraphError::unmodelled(&format!(
                "{} of a tenant that is none of B2C",
                kind.collection().name
            )));
        }
    }
    let (read, write) = kind.scopes();
    match (&ask.request.method, rest) {
        (&Method::GET, []) => {
            ask.caller.needs(read, Who::Members)?;
            whole(cloud, ask, kind.collection(), all(cloud, kind).into_iter(), &[])
        }
        (&Method::GET, [id]) => {
            ask.caller.needs(read, Who::Members)?;
            let mut all = all(cloud, kind).into_iter();
            let found = all.find(|object| object.get("id").is_some_and(|own| own == id));
            let found = found.ok_or_else(|| GraphError::not_found(id))?;
            single(cloud, ask, kind.collection(), &found)
        }
        (&Method::DELETE, [id]) => {
            ask.caller.needs(write, Who::Roles(&[Role::GlobalAdministrator]))?;
            let outside = &mut cloud.tenant.outside;
            if remove(outside, kind, id) {
                Ok(Reply::no_content())
            } else {
                Err(GraphError::not_found(id))
            }
        }
        _ => Err(unknown_route(ask)),
    }
}

fn named(outside: &mut Outside, kind: Kind) -> Option<&mut Vec<Named>> {
    match kind {
        Kind::IdentityProvider => None,
        Kind::UserFlow => Some(&mut outside.user_flows),
        Kind::CustomerUserFlow => Some(&mut outside.customer_user_flows),
        Kind::CustomPolicy => Some(&mut outside.custom_policies),
        Kind::PolicyKey => Some(&mut outside.policy_keys),
    }
}

/// Whether there was such a one.
fn remove(outside: &mut Outside, kind: Kind, id: &str) -> bool {
    match named(outside, kind) {
        None => {
            let before = outside.identity_providers.len();
            outside.identity_providers.retain(|found| found.id() != id);
            outside.identity_providers.len() < before
        }
        Some(list) => {
            let before = list.len();
            list.retain(|found| found.id != id);
            list.len() < before
        }
    }
}

fn all(cloud: &Cloud, kind: Kind) -> Vec<Object> {
    let outside = &cloud.tenant.outside;
    let flows = |flows: &[Named]| -> Vec<Object> {
        let objects = flows.iter().map(|flow| {
            json!({
                "id": flow.id, "userFlowType": "signUpOrSignIn", "userFlowTypeVersion": 1,
            })
        });
        objects.map(shapes::object).collect()
    };
    match kind {
        Kind::IdentityProvider => outside.identity_providers.iter().map(provider_shape).collect(),
        Kind::UserFlow => flows(&outside.user_flows),
        Kind::CustomerUserFlow => flows(&outside.customer_user_flows),
        Kind::CustomPolicy => {
            let policies = outside.custom_policies.iter();
            policies.map(|found| shapes::object(json!({"id": found.id}))).collect()
        }
        Kind::PolicyKey => {
            let keys = outside.policy_keys.iter();
            // Keys themselves are never shown.
            keys.map(|found| shapes::object(json!({"id": found.id, "keys": []})))
                .collect()
        }
    }
}

fn provider_shape(provider: &IdentityProvider) -> Object {
    shapes::object(json!({
        "@odata.type": "#microsoft.graph.socialIdentityProvider", "id": provider.id(),
        "displayName": provider.display_name, "identityProviderType": provider.kind, "clientId": "practice",
        "clientSecret": "******",
    }))
}

/// `GET /tenantRelationships/delegatedAdminRelationships`: a partner sees its customers here; a customer, as every tenant of
/// the model is, sees nothing.
fn partners(cloud: &Cloud, path: &[&str], ask: &Ask<'_>) -> Answer {
    const RELATIONSHIPS: Collection = Collection {
        name: "tenantRelationships/delegatedAdminRelationships",
        object: "microsoft.graph.delegatedAdminRelationship",
        default: &[],
    };
    if ask.request.method != Method::GET {
        return Err(unknown_route(ask));
    }
    ask.caller
        .needs(&["DelegatedAdminRelationship.Read.All"], Who::Members)?;
    match path {
        [_, _] => whole(cloud, ask, RELATIONSHIPS, std::iter::empty(), &[]),
        [_, _, id] => Err(GraphError::not_found(id)),
        _ => Err(unknown_route(ask)),
    }
}

/// A place by its addresses.
pub(super) fn location_shape(cloud: &Cloud, location: &NamedLocation) -> Object {
    let created = cloud.clock.show(location.created).rfc3339();
    let ranges: Vec<_> = location
        .ranges
        .iter()
        .map(|range| {
            let kind = if range.contains(':') {
                "iPv6CidrRange"
            } else {
                "iPv4CidrRange"
            };
            json!({"@odata.type": format!("#microsoft.graph.{kind}"), "cidrAddress": range})
        })
        .collect();
    shapes::object(json!({
        "@odata.type": "#microsoft.graph.ipNamedLocation", "id": location.id, "displayName": location.display_name,
        "createdDateTime": created, "modifiedDateTime": created, "isTrusted": location.trust == Trust::Trusted,
        "ipRanges": ranges,
    }))
}
