//! Roles over Azure subscriptions: elevating access as a Global Administrator, giving and taking roles.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::arm::error::ArmError;
use crate::arm::{Answer, Ask, unknown_route};
use crate::cloud::Cloud;
use crate::entra::Serial;
use crate::guid::Guid;
use crate::reply::Reply;
use crate::tenant::audit::Change;
use crate::tenant::azure::{AzureRole, RoleAssignment, Scope};
use crate::tenant::role::Role;

const VERSIONS: [&str; 1] = ["2022-04-01"];

/// `POST /providers/Microsoft.Authorization/elevateAccess`: User Access Administrator at `/` for a Global Administrator.
pub(super) fn elevate(cloud: &mut Cloud, ask: &Ask<'_>) -> Answer {
    if ask.request.method != Method::POST {
        return Err(unknown_route(ask));
    }
    ask.version(&["2016-07-01"])?;
    if !ask.caller.holds(cloud, &[Role::GlobalAdministrator]) {
        return Err(ArmError::denied("Microsoft.Authorization/elevateAccess/action", "/"));
    }
    let principal = ask.caller.user;
    let name = cloud.random.guid();
    let since = cloud.entra.next_serial();
    cloud.tenant.azure.elevate(principal, name, since);
    cloud.write_down(principal, Change::ElevateAccess, &principal.to_string());
    Ok(Reply::empty(StatusCode::OK))
}

/// `GET`, `PUT`, `DELETE` of `…/providers/Microsoft.Authorization/roleAssignments`, at `/` or at a subscription
pub(super) fn assignments(cloud: &mut Cloud, subscription: Option<&str>, rest: &[&str], ask: &Ask<'_>) -> Answer {
    ask.version(&VERSIONS)?;
    let scope = match subscription {
        None => Scope::Root,
        Some(id) => Scope::Subscription(id.parse().map_err(|_| ArmError::no_subscription(id))?),
    };
    match (&ask.request.method, rest) {
        (&Method::GET, []) => list(cloud, scope, ask),
        (&Method::PUT, [name]) => give(cloud, scope, name, ask),
        (&Method::DELETE, [name]) => take(cloud, scope, name, ask),
        _ => Err(unknown_route(ask)),
    }
}

/// Whether the caller may do something to the roles at a scope.
fn needs(
    cloud: &Cloud,
    scope: Scope,
    ask: &Ask<'_>,
    action: &str,
    allows: impl Fn(AzureRole) -> bool,
) -> Result<(), ArmError> {
    match scope {
        Scope::Subscription(id) => ask.caller.may(cloud, &id.to_string(), action, allows).map(drop),
        Scope::Root => {
            let mut own = cloud
                .tenant
                .azure
                .assignments
                .iter()
                .filter(|found| found.principal == ask.caller.user && found.scope == Scope::Root)
                .filter(|found| found.since <= ask.caller.serial);
            if own.any(|found| allows(found.role)) {
                Ok(())
            } else {
                Err(ArmError::denied(action, "/"))
            }
        }
    }
}

fn shape(assignment: &RoleAssignment) -> Value {
    let place = match assignment.scope {
        Scope::Root => String::new(),
        Scope::Subscription(_) => assignment.scope.path(),
    };
    json!({
        "id": format!("{place}/providers/Microsoft.Authorization/roleAssignments/{}", assignment.name),
        "name": assignment.name,
        "type": "Microsoft.Authorization/roleAssignments",
        "properties": {
            "roleDefinitionId":
                format!("{place}/providers/Microsoft.Authorization/roleDefinitions/{}", assignment.role.definition()),
            "principalId": assignment.principal,
            "principalType": "User",
            "scope": assignment.scope.path(),
        },
    })
}

/// Those at the scope and above it, as the API lists them.
fn list(cloud: &Cloud, scope: Scope, ask: &Ask<'_>) -> Answer {
    needs(
        cloud,
        scope,
        ask,
        "Microsoft.Authorization/roleAssignments/read",
        |_| true,
    )?;
    let wanted: Option<Guid> = match ask.request.query("$filter") {
        None => None,
        Some(filter) => {
            let id = filter
                .strip_prefix("principalId eq '")
                .and_then(|rest| rest.strip_suffix('\''))
                .ok_or_else(|| ArmError::Unmodelled(format!("the filter {filter} of role assignments")))?;
            Some(
                id.parse()
                    .map_err(|_| ArmError::bad_request("The filter names no id."))?,
            )
        }
    };
    let found = cloud.tenant.azure.assignments.iter().filter(|found| {
        (found.scope == Scope::Root || found.scope == scope) && wanted.is_none_or(|wanted| found.principal == wanted)
    });
    Ok(Reply::ok(json!({"value": found.map(shape).collect::<Vec<_>>()})))
}

fn give(cloud: &mut Cloud, scope: Scope, name: &str, ask: &Ask<'_>) -> Answer {
    needs(
        cloud,
        scope,
        ask,
        "Microsoft.Authorization/roleAssignments/write",
        AzureRole::gives_access,
    )?;
    let name: Guid = name.parse().map_err(|_| {
        ArmError::new(
            StatusCode::BAD_REQUEST,
            "InvalidRoleAssignmentId",
            "The name must be a GUID.",
        )
    })?;
    let body = ask.request.json().map_err(|_| ArmError::bad_content())?;
    let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str);
    let role = text("/properties/roleDefinitionId")
        .and_then(|id| id.rsplit('/').next()?.parse().ok())
        .and_then(AzureRole::defined_by);
    let role = role.ok_or_else(|| {
        ArmError::new(
            StatusCode::BAD_REQUEST,
            "RoleDefinitionDoesNotExist",
            "The specified role definition does not exist.",
        )
    })?;
    let principal: Option<Guid> = text("/properties/principalId").and_then(|id| id.parse().ok());
    let principal = principal
        .filter(|id| cloud.tenant.users.get(*id).is_some())
        .ok_or_else(|| {
            ArmError::new(
                StatusCode::BAD_REQUEST,
                "PrincipalNotFound",
                "The principal does not exist in the directory.",
            )
        })?;
    let assignment = RoleAssignment {
        name,
        scope,
        role,
        principal,
        since: Serial::default(),
    };
    let exists = |found: &RoleAssignment| found.scope == scope && found.role == role && found.principal == principal;
    if cloud.tenant.azure.assignments.iter().any(exists) {
        return Err(ArmError::new(
            StatusCode::CONFLICT,
            "RoleAssignmentExists",
            "The role assignment already exists.",
        ));
    }
    let created = shape(&assignment);
    cloud.tenant.azure.assignments.push(assignment);
    Ok(Reply::json(StatusCode::CREATED, created))
}

fn take(cloud: &mut Cloud, scope: Scope, name: &str, ask: &Ask<'_>) -> Answer {
    needs(
        cloud,
        scope,
        ask,
        "Microsoft.Authorization/roleAssignments/delete",
        AzureRole::gives_access,
    )?;
    let assignments = &mut cloud.tenant.azure.assignments;
    let at = assignments
        .iter()
        .position(|found| found.scope == scope && found.name.to_string() == name);
    match at {
        Some(at) => Ok(Reply::ok(shape(&assignments.remove(at)))),
        None => Ok(Reply::no_content()),
    }
}
