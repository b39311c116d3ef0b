//! Administrative units: reading, taking members out, deleting. Members of a restricted unit are out of reach for
//! administrators of the whole tenant until they are taken out.

use http::Method;

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{page_of, single};
use crate::graph::shapes::{self, ADMINISTRATIVE_UNITS};
use crate::graph::{Answer, Ask, groups, unknown_route};
use crate::guid::Guid;
use crate::reply::Reply;
use crate::tenant::objects::AdministrativeUnit;
use crate::tenant::role::Role;

const READ: [&str; 4] = [
    "AdministrativeUnit.Read.All",
    "AdministrativeUnit.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];
const WRITE: [&str; 1] = ["AdministrativeUnit.ReadWrite.All"];
const WRITERS: Who = Who::Roles(&[Role::GlobalAdministrator, Role::PrivilegedRoleAdministrator]);

/// Everything below `/directory/administrativeUnits`
pub(super) fn answer(cloud: &mut Cloud, rest: &[&str], ask: &Ask<'_>) -> Answer {
    let method = &ask.request.method;
    if *method == Method::GET {
        ask.caller.needs(&READ, Who::Members)?;
    } else {
        ask.caller.needs(&WRITE, WRITERS)?;
    }
    match (method, rest) {
        (&Method::GET, []) => {
            let units = &cloud.tenant.administrative_units;
            page_of(cloud, ask, ADMINISTRATIVE_UNITS, units, shapes::administrative_unit)
        }
        (&Method::GET, [id]) => {
            let unit = shapes::administrative_unit(find(cloud, id)?);
            single(cloud, ask, ADMINISTRATIVE_UNITS, &unit)
        }
        (&Method::GET, [id, "members"]) => groups::objects(cloud, &find(cloud, id)?.members, ask),
        (&Method::DELETE, [id]) => {
            let id = find(cloud, id)?.id;
            cloud.tenant.administrative_units.delete(id, cloud.clock.moment());
            cloud.tenant.deleted_in_order.push(id);
            Ok(Reply::no_content())
        }
        (&Method::DELETE, [id, "members", member, "$ref"]) => {
            let unit = find(cloud, id)?;
            let member: Guid = member.parse().map_err(|_| GraphError::not_found(member))?;
            if !unit.members.contains(&member) {
                return Err(GraphError::not_found(&member.to_string()));
            }
            let id = unit.id;
            if let Some(unit) = cloud.tenant.administrative_units.get_mut(id) {
                unit.members.retain(|other| *other != member);
            }
            Ok(Reply::no_content())
        }
        _ => Err(unknown_route(ask)),
    }
}

fn find<'a>(cloud: &'a Cloud, id: &str) -> Result<&'a AdministrativeUnit, GraphError> {
    let unit = id.parse().ok().and_then(|id| cloud.tenant.administrative_units.get(id));
    unit.ok_or_else(|| GraphError::not_found(id))
}
