//! Groups, their members and owners: reading.

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{Object, page, page_of, single};
use crate::graph::shapes::{self, APPLICATIONS, DIRECTORY_OBJECTS, GROUPS, USERS};
use crate::graph::{Answer, Ask, unknown_route};
use crate::guid::Guid;
use crate::tenant::objects::Group;

const READ: [&str; 5] = [
    "Group.Read.All",
    "GroupMember.Read.All",
    "Group.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

/// `GET /groups`, `/groups/{id}`, `/groups/{id}/members`, `/groups/{id}/owners`
pub(super) fn answer(cloud: &Cloud, rest: &[&str], ask: &Ask<'_>) -> Answer {
    ask.caller.needs(&READ, Who::Members)?;
    match rest {
        [] => {
            let groups = &cloud.tenant.groups;
            page_of(cloud, ask, GROUPS, groups, |group| shapes::group(cloud, group))
        }
        [id] => single(cloud, ask, GROUPS, &shapes::group(cloud, find(cloud, id)?)),
        [id, "members"] => objects(cloud, &find(cloud, id)?.members, ask),
        [id, "owners"] => objects(cloud, &find(cloud, id)?.owners, ask),
        _ => Err(unknown_route(ask)),
    }
}

pub(super) fn find<'a>(cloud: &'a Cloud, id: &str) -> Result<&'a Group, GraphError> {
    let group = id.parse().ok().and_then(|id| cloud.tenant.groups.get(id));
    group.ok_or_else(|| GraphError::not_found(id))
}

/// Users, groups and applications that still live, each with its type.
pub(super) fn objects(cloud: &Cloud, ids: &[Guid], ask: &Ask<'_>) -> Answer {
    let mut ids = ids.to_vec();
    ids.sort();
    let objects: Vec<(Guid, Object)> = ids
        .into_iter()
        .filter_map(|id| Some((id, object(cloud, id)?)))
        .collect();
    page(cloud, ask, DIRECTORY_OBJECTS, objects.into_iter(), |object| object)
}

pub(super) fn object(cloud: &Cloud, id: Guid) -> Option<Object> {
    match cloud.tenant.users.get(id) {
        Some(user) => Some(shapes::typed(USERS, shapes::user(cloud, user))),
        None => {
            let group = cloud.tenant.groups.get(id);
            let group = group.map(|group| shapes::typed(GROUPS, shapes::group(cloud, group)));
            let application = || cloud.tenant.applications.get(id);
            group.or_else(|| application().map(|found| shapes::typed(APPLICATIONS, shapes::application(cloud, found))))
        }
    }
}
