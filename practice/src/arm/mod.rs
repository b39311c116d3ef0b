//! Azure Resource Manager: tenants, Azure subscriptions and what is in them, roles over them, billing. Who asks, whether
//! they may, and who answers.

mod access;
mod authorization;
mod billing;
mod error;
mod invoices;
mod resources;
mod subscriptions;
mod throttle;

use http::Method;

use crate::arm::access::Caller;
use crate::arm::error::ArmError;
use crate::cloud::Cloud;
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::reply::Reply;

pub(crate) use throttle::ArmThrottle;

/// What a handler gives.
type Answer = Result<Reply, ArmError>;

/// A request whose sender is known.
struct Ask<'a> {
    request: &'a Incoming,
    caller: Caller,
}

impl Ask<'_> {
    /// The version of the API must be one that the provider has.
    fn version(&self, known: &[&str]) -> Result<(), ArmError> {
        let version = self.request.query("api-version").ok_or_else(ArmError::no_version)?;
        if known.contains(&version.as_str()) {
            Ok(())
        } else {
            Err(ArmError::unknown_version(&version, known))
        }
    }
}

/// Answers a request to the ARM origin.
pub(crate) fn answer(cloud: &mut Cloud, request: &Incoming) -> Reply {
    let id = cloud.random.guid().to_string();
    respond(cloud, request)
        .unwrap_or_else(|error| error.into_reply(cloud))
        .with("x-ms-request-id", id.clone())
        .with("x-ms-correlation-request-id", id)
}

fn respond(cloud: &mut Cloud, request: &Incoming) -> Answer {
    let caller = access::identify(cloud, request)?;
    if request.query("api-version").is_none() {
        return Err(ArmError::no_version());
    }
    if request.method != Method::GET {
        caller.needs_second_factor()?;
    }
    let ask = Ask { request, caller };
    let segments = request.segments();
    let subscription = subscription_of(cloud, &segments);
    let now = cloud.clock.now();
    let left = cloud
        .arm_throttle
        .charge(now, subscription, caller.user, &request.method)?;
    let reply = route(cloud, &segments, &ask).unwrap_or_else(|error| error.into_reply(cloud));
    Ok(left
        .into_iter()
        .fold(reply, |reply, (name, left)| reply.with(name, left)))
}

/// The subscription that an address is below, if there is such a one.
fn subscription_of(cloud: &Cloud, segments: &[String]) -> Option<Guid> {
    let id: Guid = segments.get(1)?.parse().ok()?;
    let known = cloud.tenant.azure.subscriptions.iter().any(|found| found.id == id);
    known.then_some(id)
}

fn route(cloud: &mut Cloud, segments: &[String], ask: &Ask<'_>) -> Answer {
    let path: Vec<&str> = segments.iter().map(String::as_str).collect();
    // ARM reads the words of an address without regard to case.
    let words: Vec<String> = segments.iter().map(|segment| segment.to_lowercase()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["tenants"] | ["subscriptions"] | ["subscriptions", _] => subscriptions::read(cloud, &words, ask),
        ["subscriptions", id, "providers", "microsoft.subscription", action] => {
            subscriptions::act(cloud, id, action, ask)
        }
        ["providers", "microsoft.authorization", "elevateaccess"] => authorization::elevate(cloud, ask),
        ["providers", "microsoft.authorization", "roleassignments", rest @ ..] => {
            authorization::assignments(cloud, None, rest, ask)
        }
        [
            "subscriptions",
            id,
            "providers",
            "microsoft.authorization",
            "roleassignments",
            rest @ ..,
        ] => authorization::assignments(cloud, Some(id), rest, ask),
        ["providers", "microsoft.billing", "billingaccounts", rest @ ..] => billing::answer(cloud, rest, &path, ask),
        ["providers", "microsoft.capacity", "reservationorders"] => billing::reservations(cloud, ask),
        ["subscriptions", id, rest @ ..] => resources::answer(cloud, id, rest, ask),
        _ => Err(unknown_route(ask)),
    }
}

fn unknown_route(ask: &Ask<'_>) -> ArmError {
    ArmError::Unmodelled(format!(
        "{} {} of Azure Resource Manager",
        ask.request.method,
        ask.request.path_and_query()
    ))
}
