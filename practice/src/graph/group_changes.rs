//! Changing groups: deleting them, taking members and licences away.

use http::{Method, StatusCode};
use serde_json::Value;

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::single;
use crate::graph::shapes::{self, GROUPS};
use crate::graph::{Answer, Ask, content, groups, unknown_route};
use crate::guid::Guid;
use crate::reply::Reply;
use crate::tenant::role::Role;

const WRITE: [&str; 2] = ["Group.ReadWrite.All", "Directory.ReadWrite.All"];
const WRITERS: Who = Who::Roles(&[
    Role::GlobalAdministrator,
    Role::GroupsAdministrator,
    Role::UserAdministrator,
]);

/// `PATCH` and `DELETE /groups/{id}`, `DELETE /groups/{id}/members|owners/{id}/$ref`, `POST /groups/{id}/assignLicense`
pub(super) fn answer(cloud: &mut Cloud, rest: &[&str], ask: &Ask<'_>) -> Answer {
    ask.caller.needs(&WRITE, WRITERS)?;
    let [id, ..] = rest else {
        return Err(unknown_route(ask));
    };
    let group = groups::find(cloud, id)?;
    if group.synced == Some(true) {
        return Err(GraphError::bad_request(
            "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.",
        ));
    }
    if group.kind.is_of_exchange() && !matches!(rest, [_, "assignLicense"]) {
        let what = match rest {
            [_] if ask.request.method == Method::DELETE => "Delete",
            _ => "Update",
        };
        return Err(GraphError::bad_request(&format!(
            "Cannot {what} a mail-enabled security groups and or distribution list."
        )));
    }
    let id = group.id;
    match (&ask.request.method, rest) {
        (&Method::PATCH, [_]) => {
            let body = content::read(ask, &["displayName"])?;
            let name = content::text(&body, "displayName")?.to_owned();
            if let Some(group) = cloud.tenant.groups.get_mut(id) {
                group.display_name = name;
            }
            Ok(Reply::no_content())
        }
        (&Method::DELETE, [_]) => {
            if !group.licences.is_empty() {
                return Err(GraphError::bad_request(
                    "The group has active licenses. Remove them before you delete the group.",
                ));
            }
            cloud.tenant.delete_group(id, cloud.clock.moment());
            Ok(Reply::no_content())
        }
        (&Method::DELETE, [_, list @ ("members" | "owners"), member, "$ref"]) => {
            let other: Guid = member.parse().map_err(|_| GraphError::not_found(member))?;
            let group = cloud.tenant.groups.get_mut(id);
            let list = group.map(|group| match *list {
                "members" => &mut group.members,
                _ => &mut group.owners,
            });
            let list = list.filter(|list| list.contains(&other));
            list.ok_or_else(|| GraphError::not_found(member))?
                .retain(|known| *known != other);
            Ok(Reply::no_content())
        }
        (&Method::POST, [_, "assignLicense"]) => remove_licences(cloud, id, ask),
        _ => Err(unknown_route(ask)),
    }
}

fn remove_licences(cloud: &mut Cloud, id: Guid, ask: &Ask<'_>) -> Answer {
    let body = content::read(ask, &["addLicenses", "removeLicenses"])?;
    let list = |name: &str| {
        let list = body.get(name).and_then(Value::as_array);
        list.ok_or_else(|| GraphError::bad_query(&format!("Invalid value for the property {name}.")))
    };
    if !list("addLicenses")?.is_empty() {
        return Err(GraphError::unmodelled("giving licences to a group"));
    }
    let mut removed: Vec<Guid> = Vec::new();
    for value in list("removeLicenses")? {
        let sku = value.as_str().and_then(|text| text.parse().ok());
        removed.push(sku.ok_or_else(|| GraphError::bad_query("Invalid value for the property removeLicenses."))?);
    }
    let group = cloud.tenant.groups.get_mut(id);
    let group = group.ok_or_else(|| GraphError::not_found(&id.to_string()))?;
    group.licences.retain(|sku| !removed.contains(sku));
    let shape = shapes::group(cloud, groups::find(cloud, &id.to_string())?);
    let mut reply = single(cloud, ask, GROUPS, &shape)?;
    // Members lose what the group gave them later on.
    reply.status = StatusCode::ACCEPTED;
    Ok(reply)
}
