//! Devices: reading and deleting. What is deleted is gone at once.

use http::Method;

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{page_of, single};
use crate::graph::shapes::{self, DEVICES};
use crate::graph::{Answer, Ask, unknown_route};
use crate::reply::Reply;
use crate::tenant::objects::Device;
use crate::tenant::role::Role;

const READ: [&str; 3] = ["Device.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"];

/// `GET /devices`, `GET` and `DELETE /devices/{id}`
pub(super) fn answer(cloud: &mut Cloud, rest: &[&str], ask: &Ask<'_>) -> Answer {
    match (&ask.request.method, rest) {
        (&Method::GET, []) => {
            ask.caller.needs(&READ, Who::Members)?;
            let devices = &cloud.tenant.devices;
            page_of(cloud, ask, DEVICES, devices, |device| shapes::device(cloud, device))
        }
        (&Method::GET, [id]) => {
            ask.caller.needs(&READ, Who::Members)?;
            single(cloud, ask, DEVICES, &shapes::device(cloud, find(cloud, id)?))
        }
        (&Method::DELETE, [id]) => {
            const DELETERS: Who = Who::Roles(&[
                Role::GlobalAdministrator,
                Role::CloudDeviceAdministrator,
                Role::IntuneAdministrator,
            ]);
            ask.caller.needs(&["Directory.AccessAsUser.All"], DELETERS)?;
            let id = find(cloud, id)?.id;
            cloud.tenant.devices.delete_for_good(id, cloud.clock.moment());
            cloud.tenant.deleted_in_order.push(id);
            Ok(Reply::no_content())
        }
        _ => Err(unknown_route(ask)),
    }
}

fn find<'a>(cloud: &'a Cloud, id: &str) -> Result<&'a Device, GraphError> {
    let device = id.parse().ok().and_then(|id| cloud.tenant.devices.get(id));
    device.ok_or_else(|| GraphError::not_found(id))
}
