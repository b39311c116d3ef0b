//! Switching directory synchronization off, which takes up to 72 hours and can't be called off; and on again.

use http::Method;

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::{Answer, Ask, content, unknown_route};
use crate::reply::Reply;
use crate::tenant::role::Role;

/// `PATCH /organization/{id}` with `onPremisesSyncEnabled`
pub(super) fn answer(cloud: &mut Cloud, id: &str, ask: &Ask<'_>) -> Answer {
    if ask.request.method != Method::PATCH {
        return Err(unknown_route(ask));
    }
    ask.caller.needs(
        &["Organization.ReadWrite.All"],
        Who::Roles(&[Role::GlobalAdministrator, Role::HybridIdentityAdministrator]),
    )?;
    if id != cloud.tenant.id.to_string() {
        return Err(GraphError::not_found(id));
    }
    let body = content::read(ask, &["onPremisesSyncEnabled"])?;
    let wanted = content::flag(&body, "onPremisesSyncEnabled")?;
    let now = cloud.clock.moment();
    match (wanted, cloud.tenant.synced, cloud.tenant.sync_ends) {
        (_, _, Some(_)) => Err(GraphError::bad_request(
            "You cannot change this setting while directory synchronization is being turned off.",
        )),
        (false, Some(true), None) => {
            cloud.tenant.end_sync(now);
            Ok(Reply::no_content())
        }
        (false, _, None) => Ok(Reply::no_content()),
        (true, Some(true), None) => Ok(Reply::no_content()),
        (true, _, None) => {
            // It stays off for 72 hours at least. Nobody is synchronized anew: that is the work of a server on premises.
            if cloud.tenant.sync_ended.is_some_and(|ended| now < ended.plus_hours(72)) {
                return Err(GraphError::bad_request(
                    "Directory synchronization cannot be turned on within 72 hours after it was turned off.",
                ));
            }
            cloud.tenant.synced = Some(true);
            Ok(Reply::no_content())
        }
    }
}
