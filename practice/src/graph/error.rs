//! Graph's error shape, and the ids that each request gets.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use serde_json::{Value, json};

use crate::cloud::Cloud;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::time::Timestamp;

/// The ids by which Microsoft's support finds a request again.
#[derive(Debug, Clone)]
pub(crate) struct RequestIds {
    pub(crate) request: String,
    pub(crate) client: String,
}

impl RequestIds {
    pub(crate) fn of(cloud: &mut Cloud, request: &Incoming) -> Self {
        let id = cloud.random.guid().to_string();
        let client = request
            .header("client-request-id")
            .map_or_else(|| id.clone(), str::to_owned);
        Self { request: id, client }
    }
}

pub(crate) const EXPIRED_PAGE: &str =
    "The specified page token value has expired and can no longer be included in your request.";

/// Why a request is not answered as it hoped.
#[derive(Debug, Clone)]
pub(crate) enum GraphError {
    Refused {
        status: StatusCode,
        code: &'static str,
        message: String,
        headers: Vec<(&'static str, String)>,
    },
    Unmodelled(String),
}

impl GraphError {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self::Refused {
            status,
            code,
            message: message.into(),
            headers: Vec::new(),
        }
    }

    pub(crate) fn refused(status: StatusCode, code: &'static str, message: &str) -> Self {
        Self::new(status, code, message)
    }

    pub(crate) fn bad_request(message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "Request_BadRequest", message)
    }

    /// What a part of OData's grammar doesn't allow.
    pub(crate) fn bad_query(message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    pub(crate) fn unsupported_query(message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "Request_UnsupportedQuery", message)
    }

    /// A link to changes that is too old or none of the service's: everything has to be read again.
    pub(crate) fn sync_state_not_found() -> Self {
        Self::new(
            StatusCode::GONE,
            "syncStateNotFound",
            "The sync state is not found. Start again without a token.",
        )
    }

    pub(crate) fn denied() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
        )
    }

    pub(crate) fn not_found(id: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "Request_ResourceNotFound",
            format!("Resource '{id}' does not exist or one of its queried reference-property objects are not present."),
        )
    }

    /// A segment that the version of the API doesn't have (as in microsoftgraph/msgraph-sdk-javascript#1178).
    pub(crate) fn no_such_segment(segment: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "BadRequest",
            format!("Resource not found for the segment '{segment}'."),
        )
    }

    pub(crate) fn unauthorized(message: &str) -> Self {
        let mut error = Self::new(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", message);
        if let Self::Refused { headers, .. } = &mut error {
            headers.push((
                "www-authenticate",
                "Bearer realm=\"\", client_id=\"00000003-0000-0000-c000-000000000000\"".to_owned(),
            ));
        }
        error
    }

    /// A token that was taken back: with the claims that the next sign-in must ask for.
    pub(crate) fn challenge(cloud: &Cloud, message: &str) -> Self {
        let seconds = cloud.clock.now().seconds();
        let claims = json!({"access_token": {"nbf": {"essential": true, "value": seconds.to_string()}}}).to_string();
        let mut error = Self::new(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", message);
        if let Self::Refused { headers, .. } = &mut error {
            headers.push((
                "www-authenticate",
                format!(
                    "Bearer realm=\"\", authorization_uri=\"{}/common/oauth2/v2.0/authorize\", error=\"insufficient_claims\", claims=\"{}\"",
                    cloud.setup.origins.login,
                    STANDARD.encode(claims)
                ),
            ));
        }
        error
    }

    pub(crate) fn too_many_requests(retry_after: i64, scope: &'static str, information: &'static str) -> Self {
        let message = "Too many requests. Retry after the time that the Retry-After header gives.";
        let mut error = Self::new(StatusCode::TOO_MANY_REQUESTS, "TooManyRequests", message);
        if let Self::Refused { headers, .. } = &mut error {
            headers.push(("retry-after", retry_after.to_string()));
            headers.push(("x-ms-throttle-scope", scope.to_owned()));
            headers.push(("x-ms-throttle-information", information.to_owned()));
            headers.push(("x-ms-throttle-limit-percentage", "1.00".to_owned()));
        }
        error
    }

    /// Where the documents promise no time to wait, none is told.
    pub(crate) fn too_many_at_once() -> Self {
        let message = "Too many requests to this service. Slow down.";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "TooManyRequests", message)
    }

    pub(crate) fn unmodelled(what: &str) -> Self {
        Self::Unmodelled(what.to_owned())
    }

    pub(crate) fn into_reply(self, cloud: &Cloud, ids: &RequestIds) -> Reply {
        match self {
            Self::Unmodelled(what) => Reply::unmodelled(&what),
            Self::Refused {
                status,
                code,
                message,
                headers,
            } => {
                let body = body(code, &message, cloud.clock.now(), ids);
                headers
                    .into_iter()
                    .fold(Reply::json(status, body), |reply, (name, value)| {
                        reply.with(name, value)
                    })
            }
        }
    }
}

fn body(code: &str, message: &str, now: Timestamp, ids: &RequestIds) -> Value {
    json!({
        "error": {
            "code": code,
            "message": message,
            "innerError": {"date": now.without_zone(), "request-id": ids.request, "client-request-id": ids.client},
        }
    })
}

/// A page's link that is too old, as a list answers it.
pub(crate) fn expired_page(now: Timestamp) -> Reply {
    let ids = RequestIds {
        request: String::new(),
        client: String::new(),
    };
    Reply::json(
        StatusCode::BAD_REQUEST,
        body("Request_BadRequest", EXPIRED_PAGE, now, &ids),
    )
}

/// A body over 4 MB.
pub(crate) fn too_large() -> Reply {
    Reply::json(
        StatusCode::PAYLOAD_TOO_LARGE,
        json!({"error": {"code": "RequestEntityTooLarge", "message": "The request's body is larger than 4 MB."}}),
    )
}
