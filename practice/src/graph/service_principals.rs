//! App registrations, enterprise applications and the permissions granted to them.

use http::{Method, StatusCode};
use serde_json::Value;

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{page_of, single};
use crate::graph::shapes::{self, APPLICATIONS, SERVICE_PRINCIPALS};
use crate::graph::{Answer, Ask, content, unknown_route};
use crate::guid::Guid;
use crate::reply::Reply;
use crate::tenant::TenantState;
use crate::tenant::objects::{
    Application, Assignment, Leaves, MICROSOFT_TENANT, PURVIEW_APP, PrincipalKind, ServicePrincipal, is_host,
};
use crate::tenant::role::Role;

const READ: [&str; 4] = [
    "Application.Read.All",
    "Application.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];
const WRITE: [&str; 2] = ["Application.ReadWrite.All", "Directory.ReadWrite.All"];
const WRITERS: Who = Who::Roles(&[
    Role::GlobalAdministrator,
    Role::ApplicationAdministrator,
    Role::CloudApplicationAdministrator,
]);

/// `GET /applications`, `GET`, `PATCH` and `DELETE /applications/{id}`
pub(super) fn applications(cloud: &mut Cloud, rest: &[&str], ask: &Ask<'_>) -> Answer {
    match (&ask.request.method, rest) {
        (&Method::GET, []) => {
            ask.caller.needs(&READ, Who::Members)?;
            let applications = &cloud.tenant.applications;
            page_of(cloud, ask, APPLICATIONS, applications, |found| {
                shapes::application(cloud, found)
            })
        }
        (&Method::GET, [id]) => {
            ask.caller.needs(&READ, Who::Members)?;
            let found = id.parse().ok().and_then(|id| cloud.tenant.applications.get(id));
            let found = found.ok_or_else(|| GraphError::not_found(id))?;
            single(cloud, ask, APPLICATIONS, &shapes::application(cloud, found))
        }
        (&Method::DELETE, [id]) => {
            ask.caller.needs(&["Application.ReadWrite.All"], WRITERS)?;
            let found = id.parse().ok().and_then(|id| cloud.tenant.applications.get(id));
            let found = found.ok_or_else(|| GraphError::not_found(id))?;
            let principal = cloud.tenant.service_principal_of(found.app_id);
            let is_saml = principal.is_some_and(|principal| principal.kind == PrincipalKind::Saml);
            if is_saml && !has_verified_addresses(&cloud.tenant, found) {
                return Err(GraphError::refused(
                    StatusCode::BAD_REQUEST,
                    "DeletingSamlSpNotAllowed",
                    "Property appId is invalid.",
                ));
            }
            let id: Guid = found.id;
            cloud.tenant.delete_application(id, cloud.clock.moment());
            Ok(Reply::no_content())
        }
        (&Method::PATCH, [id]) => {
            ask.caller.needs(&["Application.ReadWrite.All"], WRITERS)?;
            let found = id.parse().ok().and_then(|id| cloud.tenant.applications.get(id));
            let id: Guid = found.ok_or_else(|| GraphError::not_found(id))?.id;
            let body = content::read(ask, &["identifierUris"])?;
            let addresses = body.get("identifierUris").and_then(Value::as_array);
            let addresses: Option<Vec<String>> =
                addresses.and_then(|list| list.iter().map(|one| one.as_str().map(str::to_owned)).collect());
            let addresses =
                addresses.ok_or_else(|| GraphError::bad_query("Invalid value for the property identifierUris."))?;
            if let Some(application) = cloud.tenant.applications.get_mut(id) {
                application.identifier_uris = addresses;
            }
            Ok(Reply::no_content())
        }
        _ => Err(unknown_route(ask)),
    }
}

/// Whether it is named by addresses in the tenant's own domains, after which even one from the template for SAML goes (as
/// in hashicorp/terraform-provider-azuread#1388).
fn has_verified_addresses(tenant: &TenantState, application: &Application) -> bool {
    let in_own_domain = |address: &String| tenant.domains.iter().any(|domain| is_host(address, &domain.name));
    !application.identifier_uris.is_empty() && application.identifier_uris.iter().all(in_own_domain)
}

/// `/servicePrincipals`, `/servicePrincipals/{id}`, `/servicePrincipals(appId='…')`
pub(super) fn answer(cloud: &mut Cloud, path: &[&str], ask: &Ask<'_>) -> Answer {
    match (&ask.request.method, path) {
        (&Method::GET, ["servicePrincipals"]) => {
            ask.caller.needs(&READ, Who::Members)?;
            let principals = &cloud.tenant.service_principals;
            page_of(cloud, ask, SERVICE_PRINCIPALS, principals, |found| {
                shapes::service_principal(cloud, found)
            })
        }
        (&Method::POST, ["servicePrincipals"]) => create(cloud, ask),
        (_, ["servicePrincipals", id]) => {
            let found = id
                .parse()
                .ok()
                .and_then(|id| cloud.tenant.service_principals.get(id))
                .map(|found| found.id);
            one(cloud, id, found, ask)
        }
        (_, [first]) => {
            let app_id = first
                .strip_prefix("servicePrincipals(appId='")
                .and_then(|rest| rest.strip_suffix("')"));
            let app_id = app_id.ok_or_else(|| unknown_route(ask))?;
            let found = app_id
                .parse()
                .ok()
                .and_then(|app_id| cloud.tenant.service_principal_of(app_id));
            let found = found.map(|found| found.id);
            one(cloud, app_id, found, ask)
        }
        _ => Err(unknown_route(ask)),
    }
}

/// Puts one of Microsoft's apps, or the tenant's own, into the tenant.
fn create(cloud: &mut Cloud, ask: &Ask<'_>) -> Answer {
    ask.caller.needs(&WRITE, WRITERS)?;
    let body = content::read(ask, &["appId"])?;
    let app_id = content::text(&body, "appId")?;
    let known: Option<Guid> = app_id.parse().ok();
    let invalid = || {
        let message =
            format!("The appId '{app_id}' of the service principal does not reference a valid application object.");
        GraphError::bad_request(&message)
    };
    let app_id = known.ok_or_else(invalid)?;
    if cloud.tenant.service_principal_of(app_id).is_some() {
        let message = "The service principal cannot be created, updated, or restored because the service principal name is already in use.";
        return Err(GraphError::refused(
            StatusCode::CONFLICT,
            "Request_MultipleObjectsWithSameKeyValue",
            message,
        ));
    }
    let own = cloud.tenant.applications.iter().find(|found| found.app_id == app_id);
    let (display_name, owner_tenant) = match own {
        Some(found) => (found.display_name.clone(), cloud.tenant.id),
        None if app_id == PURVIEW_APP => ("MicrosoftPurviewEDiscovery".to_owned(), MICROSOFT_TENANT),
        None => return Err(invalid()),
    };
    let principal = ServicePrincipal {
        id: cloud.random.guid(),
        app_id,
        display_name,
        owner_tenant,
        enabled: true,
        assignment: Assignment::NotRequired,
        leaves: Leaves::Always,
        kind: PrincipalKind::Application,
        created: cloud.clock.moment(),
    };
    let shape = shapes::service_principal(cloud, &principal);
    cloud.tenant.service_principals.add(principal.id, principal);
    Ok(Reply::json(StatusCode::CREATED, Value::Object(shape)))
}

fn one(cloud: &mut Cloud, name: &str, id: Option<Guid>, ask: &Ask<'_>) -> Answer {
    let find = |cloud: &Cloud| {
        let found = id.and_then(|id| cloud.tenant.service_principals.get(id));
        found.cloned().ok_or_else(|| GraphError::not_found(name))
    };
    match ask.request.method {
        Method::GET => {
            ask.caller.needs(&READ, Who::Members)?;
            single(
                cloud,
                ask,
                SERVICE_PRINCIPALS,
                &shapes::service_principal(cloud, &find(cloud)?),
            )
        }
        Method::DELETE => {
            ask.caller.needs(&WRITE, WRITERS)?;
            let principal = find(cloud)?;
            leave(&principal)?;
            cloud
                .tenant
                .delete_service_principal(principal.id, cloud.clock.moment());
            Ok(Reply::no_content())
        }
        Method::PATCH => {
            ask.caller.needs(&WRITE, WRITERS)?;
            let principal = find(cloud)?;
            let body = ask
                .request
                .json()
                .map_err(|_| GraphError::bad_query("Unable to read JSON request payload."))?;
            let enabled = read_enabled(&body)?;
            if let Some(principal) = cloud.tenant.service_principals.get_mut(principal.id) {
                principal.enabled = enabled;
            }
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        _ => Err(unknown_route(ask)),
    }
}

/// Why a service principal stays: Microsoft's own apps do not go, some go only once disabled, some never, and a managed
/// identity goes with its Azure resource.
fn leave(principal: &ServicePrincipal) -> Result<(), GraphError> {
    if principal.is_microsofts() {
        return Err(GraphError::denied());
    }
    if principal.kind == PrincipalKind::ManagedIdentity {
        let message = "A managed identity's service principal cannot be deleted; delete its Azure resource.";
        return Err(GraphError::bad_request(message));
    }
    match principal.leaves {
        Leaves::Always => Ok(()),
        Leaves::OnceDisabled if !principal.enabled => Ok(()),
        Leaves::OnceDisabled => Err(GraphError::bad_request(
            "The service principal cannot be deleted while it is enabled for users to sign in.",
        )),
        Leaves::Never => Err(GraphError::denied()),
    }
}

/// Only `accountEnabled` can be changed here; other properties are not modelled and not half changed.
fn read_enabled(body: &Value) -> Result<bool, GraphError> {
    let body = body
        .as_object()
        .ok_or_else(|| GraphError::bad_query("The request's body must be an object."))?;
    if let Some(other) = body.keys().find(|name| *name != "accountEnabled") {
        return Err(GraphError::unmodelled(&format!(
            "changing {other} of a service principal"
        )));
    }
    let enabled = body.get("accountEnabled").and_then(Value::as_bool);
    enabled.ok_or_else(|| GraphError::bad_query("Invalid value for the property accountEnabled."))
}
