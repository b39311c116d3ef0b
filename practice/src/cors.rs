//! Which answers a script of another origin may read, and which headers: the table of the reference's section 9.

use http::{Method, StatusCode};

use crate::incoming::Incoming;
use crate::origins::Service;
use crate::reply::{Fate, Reply};

/// What Graph exposes, after the captured samples: none of the throttle headers, which only a batch's items show.
const GRAPH_EXPOSES: &str = "ETag, Location, Preference-Applied, Content-Range, request-id, client-request-id, \
                             ReadWriteConsistencyToken, Retry-After, SdkVersion, WWW-Authenticate";

/// The answer to a preflight, on the origins that answer one.
pub(crate) fn preflight(service: Service, request: &Incoming) -> Option<Reply> {
    if request.method != Method::OPTIONS {
        return None;
    }
    match service {
        Service::Graph | Service::Arm | Service::Control => {}
        Service::Login if crate::entra::is_token_endpoint(request) => {}
        Service::Login | Service::Admin | Service::Downloads => return None,
    }
    let headers = request
        .header("access-control-request-headers")
        .unwrap_or("Authorization");
    Some(
        Reply::empty(StatusCode::OK)
            .with("access-control-allow-origin", "*")
            .with("access-control-allow-methods", "GET, POST, PATCH, PUT, DELETE, OPTIONS")
            .with("access-control-allow-headers", headers)
            .with("access-control-max-age", "600"),
    )
}

/// Adds what lets a script read the answer. The login origin decides for itself, answer by answer.
pub(crate) fn allow(service: Option<Service>, reply: Reply) -> Reply {
    if reply.fate == Fate::Unreadable {
        return reply;
    }
    if reply
        .headers
        .iter()
        .any(|(name, _)| name == "access-control-allow-origin")
    {
        return reply;
    }
    match service {
        Some(Service::Graph) => reply
            .with("access-control-allow-origin", "*")
            .with("access-control-expose-headers", GRAPH_EXPOSES),
        Some(Service::Arm | Service::Control | Service::Downloads) => reply.with("access-control-allow-origin", "*"),
        // What isn't modelled shall be seen by the page too, not pass as a network error.
        Some(Service::Login | Service::Admin) | None if reply.fate == Fate::Unmodelled => {
            reply.with("access-control-allow-origin", "*")
        }
        Some(Service::Login | Service::Admin) | None => reply,
    }
}
