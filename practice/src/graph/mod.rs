//! Microsoft Graph, v1.0 and beta: who asks, whether they may, how fast, and who answers.

mod access;
mod administrative_units;
mod audit;
mod authentication;
mod batch;
mod calendar;
mod chats;
mod content;
mod deleted_items;
mod devices;
mod directory;
mod domains;
mod drives;
mod ediscovery;
mod error;
mod expand;
mod filter;
mod grants;
mod group_changes;
mod groups;
mod list;
mod mail;
mod mail_export;
mod me;
mod outside;
mod policies;
mod query;
mod roles;
mod search;
mod service_principals;
mod settings;
mod shapes;
mod sites;
mod synchronization;
mod teams;
mod throttle;
mod todo;
mod users;
mod users_delta;

use http::Method;

use crate::cloud::Cloud;
use crate::graph::access::Caller;
use crate::graph::error::{GraphError, RequestIds};
use crate::incoming::Incoming;
use crate::reply::{Fate, Reply};
use crate::tenant::drive::DriveOwner;

pub(crate) use access::{TokenFault, bearer};
pub(crate) use ediscovery::file as ediscovery_file;
pub(crate) use error::{expired_page, too_large};
pub(crate) use mail::mime;
pub(crate) use throttle::Throttle;
pub use throttle::Throttling;

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

/// Charges a request to the quotas, then answers it. The directory's headers come along either way.
fn paced(cloud: &mut Cloud, path: &[&str], ask: &Ask<'_>, headers: &mut Vec<(&'static str, String)>) -> Answer {
    let demand = throttle::Demand::of(cloud, path, ask);
    headers.extend(
        demand
            .price
            .map(|price| ("x-ms-resource-unit", price.units.to_string())),
    );
    let (now, tenant, users) = (cloud.clock.now(), cloud.tenant.id, cloud.tenant.users.len());
    let used = cloud.throttle.admit(now, tenant, users, &demand)?;
    headers.extend(used.map(|hundredths| ("x-ms-throttle-limit-percentage", error::share(hundredths))));
    let change = (ask.request.method != Method::GET)
        .then(|| audit::draft(cloud, path, ask))
        .flatten();
    let reply = route(cloud, path, ask)?;
    if let Some(change) = change.filter(|_| reply.fate == Fate::Answered) {
        cloud.log(ask.caller.user, change);
    }
    Ok(reply)
}

fn route(cloud: &mut Cloud, path: &[&str], ask: &Ask<'_>) -> Answer {
    let get = ask.request.method == Method::GET;
    match (&ask.request.method, path) {
        (_, [collection @ .., "$count"]) if get => list::counted(ask, |ask| route(cloud, collection, ask)),
        (_, ["me", word @ ("drive" | "drives")]) if get => {
            drives::of_owner(cloud, DriveOwner::User(ask.caller.user), word, ask)
        }
        (_, ["users", id, word @ ("drive" | "drives")]) if get => {
            let user = cloud.tenant.user(id).ok_or_else(|| GraphError::not_found(id))?.id;
            drives::of_owner(cloud, DriveOwner::User(user), word, ask)
        }
        (_, ["groups", id, word @ ("drive" | "drives")]) if get => {
            let group = groups::find(cloud, id)?.id;
            drives::of_owner(cloud, DriveOwner::Group(group), word, ask)
        }
        (_, ["drives", rest @ ..]) => drives::answer(cloud, rest, ask),
        (_, ["sites", rest @ ..]) => sites::answer(cloud, rest, ask),
        (_, ["me", rest @ ..]) if is_mail(rest) => mail::answer(cloud, ask.caller.user, rest, ask),
        (_, ["users", id, rest @ ..]) if is_mail(rest) => {
            let user = cloud.tenant.user(id).ok_or_else(|| GraphError::not_found(id))?.id;
            mail::answer(cloud, user, rest, ask)
        }
        (_, ["me", "todo", rest @ ..]) => todo::answer(cloud, ask.caller.user, rest, ask),
        (_, ["users", id, "todo", rest @ ..]) => {
            let user = cloud.tenant.user(id).ok_or_else(|| GraphError::not_found(id))?.id;
            todo::answer(cloud, user, rest, ask)
        }
        (_, ["security", "cases", "ediscoveryCases", rest @ ..]) => ediscovery::answer(cloud, rest, ask),
        (_, ["teams", rest @ ..]) => teams::answer(cloud, rest, ask),
        (_, ["chats", rest @ ..] | ["me", "chats", rest @ ..]) => chats::answer(cloud, ask.caller.user, rest, ask),
        (_, ["users", id, "chats", rest @ ..]) => {
            let user = cloud.tenant.user(id).ok_or_else(|| GraphError::not_found(id))?.id;
            chats::answer(cloud, user, rest, ask)
        }
        (_, path) if outside::has(path) => outside::answer(cloud, path, ask),
        (_, ["me", rest @ ..]) if is_calendar(rest) => calendar::answer(cloud, ask.caller.user, rest, ask),
        (_, ["users", id, rest @ ..]) if is_calendar(rest) => {
            let user = cloud.tenant.user(id).ok_or_else(|| GraphError::not_found(id))?.id;
            calendar::answer(cloud, user, rest, ask)
        }
        (_, path) if get && settings::has(path) => settings::answer(cloud, path, ask),
        (_, ["users", id, "authentication", "methods"]) if get => authentication::methods(cloud, id, ask),
        (_, ["me", "authentication", "methods"]) if get => {
            authentication::methods(cloud, &ask.caller.user.to_string(), ask)
        }
        (_, ["reports", "authenticationMethods", "userRegistrationDetails"]) if get => {
            authentication::registrations(cloud, ask)
        }
        (_, [.., "authentication", "requirements"]) => authentication::requirements(cloud, path, ask),
        (_, ["me", ..] | ["users", _, "transitiveMemberOf" | "memberOf", ..]) if get => me::answer(cloud, path, ask),
        (&Method::GET, ["users"]) => users::list(cloud, ask),
        (&Method::GET, ["users", "delta"]) => users_delta::answer(cloud, ask),
        (&Method::GET, ["users", id]) => users::get(cloud, id, ask),
        (&Method::DELETE, ["users", id]) => users::delete(cloud, id, ask),
        (&Method::PATCH, ["users", id]) => users::change(cloud, id, ask),
        (_, ["directory", "deletedItems", rest @ ..]) => deleted_items::answer(cloud, rest, ask),
        (_, ["admin", "exchange", "mailboxes", mailbox, rest @ ..]) => mail_export::answer(cloud, mailbox, rest, ask),
        (_, ["groups", rest @ ..]) if get => groups::answer(cloud, rest, ask),
        (_, ["groups", rest @ ..]) => group_changes::answer(cloud, rest, ask),
        (_, ["devices", rest @ ..]) => devices::answer(cloud, rest, ask),
        (_, ["directory", "administrativeUnits", rest @ ..]) => administrative_units::answer(cloud, rest, ask),
        (_, ["auditLogs", rest @ ..]) => audit::answer(cloud, rest, ask),
        (_, ["oauth2PermissionGrants", rest @ ..]) => grants::answer(cloud, rest, ask),
        (&Method::GET, ["domains", name, "domainNameReferences"]) => domains::references(cloud, name, ask),
        (_, ["domains", rest @ ..]) if !get => domains::change(cloud, rest, ask),
        (_, ["organization", id]) if !get => synchronization::answer(cloud, id, ask),
        (_, ["applications", rest @ ..]) => service_principals::applications(cloud, rest, ask),
        (_, ["servicePrincipals", ..]) => service_principals::answer(cloud, path, ask),
        (_, [first, ..]) if first.starts_with("servicePrincipals(") => service_principals::answer(cloud, path, ask),
        (_, ["organization" | "domains" | "subscribedSkus", ..] | ["directory", "subscriptions", ..]) if get => {
            directory::answer(cloud, path, ask)
        }
        (_, ["directory", one]) if get && one.starts_with("subscriptions(") => directory::answer(cloud, path, ask),
        (_, ["roleManagement", "directory", _] | ["directoryRoles", ..]) if get => roles::answer(cloud, path, ask),
        (_, ["policies" | "identity", ..]) => policies::answer(cloud, path, ask),
        _ => Err(unknown_route(ask)),
    }
}

fn is_mail(path: &[&str]) -> bool {
    matches!(path, ["mailFolders" | "messages", ..])
}

fn is_calendar(path: &[&str]) -> bool {
    matches!(path, ["contacts" | "calendars" | "events" | "calendarView", ..])
}

fn unknown_route(ask: &Ask<'_>) -> GraphError {
    GraphError::unmodelled(&format!("{} {} of Graph", ask.request.method, ask.request.url.path()))
}
