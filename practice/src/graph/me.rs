//! The signed-in person and what they belong to.

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{Object, page, single};
use crate::graph::shapes::{self, DIRECTORY_OBJECTS, DIRECTORY_ROLES, GROUPS, USERS};
use crate::graph::{Answer, Ask, unknown_route};
use crate::guid::Guid;
use crate::tenant::objects::User;

/// `GET /me`, `GET /me/transitiveMemberOf`, and the same of another user.
pub(super) fn answer(cloud: &Cloud, path: &[&str], ask: &Ask<'_>) -> Answer {
    match path {
        ["me"] => {
            ask.caller.needs(
                &[
                    "User.Read",
                    "User.ReadBasic.All",
                    "User.Read.All",
                    "User.ReadWrite.All",
                    "Directory.Read.All",
                ],
                Who::Anyone,
            )?;
            let user = find(cloud, &ask.caller.user.to_string())?;
            single(cloud, ask, USERS, &shapes::user(cloud, user))
        }
        ["me", kind @ ("transitiveMemberOf" | "memberOf"), cast @ ..] => {
            ask.caller.needs(
                &[
                    "User.Read",
                    "User.Read.All",
                    "RoleManagement.Read.Directory",
                    "Directory.Read.All",
                ],
                Who::Anyone,
            )?;
            let id = ask.caller.user.to_string();
            memberships(cloud, &id, kind, cast, ask)
        }
        ["users", id, kind @ ("transitiveMemberOf" | "memberOf"), cast @ ..] => {
            ask.caller
                .needs(&["User.Read.All", "Directory.Read.All"], Who::Members)?;
            memberships(cloud, id, kind, cast, ask)
        }
        _ => Err(unknown_route(ask)),
    }
}

fn find<'a>(cloud: &'a Cloud, id: &str) -> Result<&'a User, GraphError> {
    cloud.tenant.user(id).ok_or_else(|| GraphError::not_found(id))
}

fn memberships(cloud: &Cloud, id: &str, kind: &str, cast: &[&str], ask: &Ask<'_>) -> Answer {
    let user = find(cloud, id)?;
    let roles = user.roles.iter().map(|role| {
        (
            cloud.tenant.id.combined(role.template_id()),
            shapes::typed(DIRECTORY_ROLES, shapes::directory_role(cloud, *role)),
        )
    });
    let groups = groups_of(cloud, user.id, kind);
    let groups = groups.into_iter().filter_map(|id| {
        Some((
            id,
            shapes::typed(GROUPS, shapes::group(cloud, cloud.tenant.groups.get(id)?)),
        ))
    });
    let mut objects: Vec<(Guid, Object)> = match cast {
        [] => roles.chain(groups).collect(),
        ["microsoft.graph.directoryRole"] => roles.collect(),
        ["microsoft.graph.group"] => groups.collect(),
        _ => return Err(unknown_route(ask)),
    };
    objects.sort_by_key(|(id, _)| *id);
    page(cloud, ask, DIRECTORY_OBJECTS, objects.into_iter(), |object| object)
}

/// The groups a user is in, and for a transitive question those that hold these groups.
pub(super) fn groups_of(cloud: &Cloud, member: Guid, kind: &str) -> Vec<Guid> {
    let mut found: Vec<Guid> = Vec::new();
    let mut looked_for = vec![member];
    while let Some(member) = looked_for.pop() {
        for group in cloud.tenant.groups.iter() {
            if group.members.contains(&member) && !found.contains(&group.id) {
                found.push(group.id);
                if kind == "transitiveMemberOf" {
                    looked_for.push(group.id);
                }
            }
        }
    }
    found
}
