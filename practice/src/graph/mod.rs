//! Microsoft Graph, v1.0 and beta: who asks, whether they may, how fast, and who answers.

mod access;
mod batch;
mod deleted_items;
mod directory;
mod error;
mod filter;
mod groups;
mod list;
mod me;
mod policies;
mod roles;
mod service_principals;
mod shapes;
mod throttle;
mod users;

use http::Method;

use crate::cloud::Cloud;
use crate::graph::access::Caller;
use crate::graph::error::{GraphError, RequestIds};
use crate::incoming::Incoming;
use crate::reply::Reply;

pub(crate) use access::{TokenFault, bearer};
pub(crate) use error::too_large;
pub(crate) use throttle::Throttle;

/// What a handler gives.
pub(crate) type Answer = Result<Reply, GraphError>;

/// The two versions of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    V1,
    Beta,
}

impl Version {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1.0",
            Self::Beta => "beta",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::V1, Self::Beta]
            .into_iter()
            .find(|version| version.name() == name)
    }
}

/// A request whose sender is known.
#[derive(Debug)]
pub(crate) struct Ask<'a> {
    pub(crate) request: &'a Incoming,
    pub(crate) version: Version,
    pub(crate) caller: &'a Caller,
}

/// Answers a request to the Graph origin.
pub(crate) fn answer(cloud: &mut Cloud, request: &Incoming) -> Reply {
    let ids = RequestIds::of(cloud, request);
    let segments = request.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let reply = match segments.split_first() {
        Some((version, path)) => match Version::named(version) {
            Some(version) => versioned(cloud, version, path, request, &ids),
            None => Err(GraphError::bad_request(&format!("Invalid version: {version}"))),
        },
        None => Err(GraphError::unmodelled("the root of Graph")),
    };
    let reply = reply.unwrap_or_else(|error| error.into_reply(cloud, &ids));
    reply
        .with("request-id", ids.request.clone())
        .with("client-request-id", ids.client)
}

fn versioned(cloud: &mut Cloud, version: Version, path: &[&str], request: &Incoming, ids: &RequestIds) -> Answer {
    let caller = access::identify(cloud, request)?;
    if let ["$batch"] = path {
        return batch::answer(cloud, version, &caller, request, ids);
    }
    let mut headers = Vec::new();
    let answered = paced(
        cloud,
        path,
        &Ask {
            request,
            version,
            caller: &caller,
        },
        &mut headers,
    );
    let mut reply = answered.unwrap_or_else(|error| error.into_reply(cloud, ids));
    for (name, value) in headers {
        reply = reply.with(name, value);
    }
    Ok(reply)
}

/// Charges a request to the token bucket, then answers it. The bucket's headers come along either way.
fn paced(cloud: &mut Cloud, path: &[&str], ask: &Ask<'_>, headers: &mut Vec<(&'static str, String)>) -> Answer {
    let price = throttle::price(path, ask.request);
    headers.push(("x-ms-resource-unit", price.units.to_string()));
    let charge = cloud
        .throttle
        .charge(cloud.clock.now(), cloud.tenant.users.len(), price)?;
    headers.extend(
        charge
            .percentage
            .map(|percentage| ("x-ms-throttle-limit-percentage", percentage)),
    );
    route(cloud, path, ask)
}

fn route(cloud: &mut Cloud, path: &[&str], ask: &Ask<'_>) -> Answer {
    let get = ask.request.method == Method::GET;
    match (&ask.request.method, path) {
        (_, ["me", ..] | ["users", _, "transitiveMemberOf" | "memberOf", ..]) if get => me::answer(cloud, path, ask),
        (_, [.., "authentication", "requirements"]) => users::requirements(cloud, path, ask),
        (&Method::GET, ["users"]) => users::list(cloud, ask),
        (&Method::GET, ["users", "$count"]) => users::count(cloud, ask),
        (&Method::GET, ["users", id]) => users::get(cloud, id, ask),
        (&Method::DELETE, ["users", id]) => users::delete(cloud, id, ask),
        (_, ["directory", "deletedItems", rest @ ..]) => deleted_items::answer(cloud, rest, ask),
        (_, ["groups", rest @ ..]) if get => groups::answer(cloud, rest, ask),
        (_, ["applications", rest @ ..]) => service_principals::applications(cloud, rest, ask),
        (_, ["servicePrincipals" | "oauth2PermissionGrants", ..]) => service_principals::answer(cloud, path, ask),
        (_, [first, ..]) if first.starts_with("servicePrincipals(") => service_principals::answer(cloud, path, ask),
        (_, ["organization" | "domains" | "subscribedSkus", ..] | ["directory", "subscriptions", ..]) if get => {
            directory::answer(cloud, path, ask)
        }
        (_, ["roleManagement", "directory", _] | ["directoryRoles", ..]) if get => roles::answer(cloud, path, ask),
        (_, ["policies" | "identity", ..]) => policies::answer(cloud, path, ask),
        _ => Err(unknown_route(ask)),
    }
}

fn unknown_route(ask: &Ask<'_>) -> GraphError {
    GraphError::unmodelled(&format!("{} {} of Graph", ask.request.method, ask.request.url.path()))
}
