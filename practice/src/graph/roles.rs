//! Directory roles: who holds which. Reading only.

use serde_json::{Value, json};

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{Collection, Object, page, whole};
use crate::graph::shapes::{self, DIRECTORY_OBJECTS, DIRECTORY_ROLES, USERS};
use crate::graph::{Answer, Ask, unknown_route};
use crate::guid::Guid;
use crate::tenant::role::Role;

const READ: [&str; 3] = [
    "RoleManagement.Read.Directory",
    "RoleManagement.ReadWrite.Directory",
    "Directory.Read.All",
];
const ASSIGNMENTS: Collection = Collection {
    name: "roleManagement/directory/roleAssignments",
    object: "microsoft.graph.unifiedRoleAssignment",
    default: &[],
};
const DEFINITIONS: Collection = Collection {
    name: "roleManagement/directory/roleDefinitions",
    object: "microsoft.graph.unifiedRoleDefinition",
    default: &[],
};

/// `GET /roleManagement/directory/roleAssignments`, `/roleDefinitions`, `/directoryRoles`, `/directoryRoles/{id}/members`
pub(super) fn answer(cloud: &Cloud, path: &[&str], ask: &Ask<'_>) -> Answer {
    ask.caller.needs(&READ, Who::Members)?;
    match path {
        ["roleManagement", "directory", "roleAssignments"] => assignments(cloud, ask),
        ["roleManagement", "directory", "roleDefinitions"] => {
            let definitions = Role::ALL.iter().map(|role| {
                shapes::object(json!({
                    "id": role.template_id(), "templateId": role.template_id(), "displayName": role.name(),
                    "description": format!("Holders of the role {}", role.name()), "isBuiltIn": true, "isEnabled": true,
                    "resourceScopes": ["/"], "version": "1",
                }))
            });
            whole(cloud, ask, DEFINITIONS, definitions, &[])
        }
        ["directoryRoles"] => {
            let held = Role::ALL
                .iter()
                .filter(|role| cloud.tenant.users.iter().any(|user| user.holds(**role)));
            whole(
                cloud,
                ask,
                DIRECTORY_ROLES,
                held.map(|role| shapes::directory_role(cloud, *role)),
                &[],
            )
        }
        ["directoryRoles", id, "members"] => {
            let role = Role::ALL
                .iter()
                .find(|role| cloud.tenant.id.combined(role.template_id()).to_string() == *id)
                .ok_or_else(|| GraphError::not_found(id))?;
            let members: Vec<(Guid, Object)> = cloud
                .tenant
                .users
                .iter()
                .filter(|user| user.holds(*role))
                .map(|user| (user.id, shapes::typed(USERS, shapes::user(cloud, user))))
                .collect();
            page(cloud, ask, DIRECTORY_OBJECTS, members.into_iter(), |object| object)
        }
        _ => Err(unknown_route(ask)),
    }
}

fn assignments(cloud: &Cloud, ask: &Ask<'_>) -> Answer {
    let expand = ask.request.query("$expand");
    if let Some(other) = expand.as_deref().filter(|expand| *expand != "principal") {
        return Err(GraphError::unmodelled(&format!("$expand={other} of role assignments")));
    }
    let assignments = cloud
        .tenant
        .users
        .iter()
        .flat_map(|user| user.roles.iter().map(move |role| (user, *role)));
    let objects = assignments.map(|(user, role)| {
        let mut object = shapes::object(json!({
            "id": user.id.combined(role.template_id()).simple(),
            "principalId": user.id,
            "roleDefinitionId": role.template_id(),
            "directoryScopeId": "/",
        }));
        if expand.is_some() {
            let principal = shapes::typed(USERS, shapes::user(cloud, user));
            object.insert("principal".to_owned(), Value::Object(principal));
        }
        object
    });
    whole(cloud, ask, ASSIGNMENTS, objects, &["$expand"])
}
