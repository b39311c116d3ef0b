//! Graph's error shape, and the ids that each request gets.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use serde_json::{Value, json};

use crate::cloud::Cloud;
use crate::entra::CLIENT_ID;
use crate::guid::Guid;
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

/// Which of the directory's quotas is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Excess {
    Units,
    Writes,
    UnitsOfApplication,
    WritesOfApplication,
    WritesOfTenant,
}

impl Excess {
    /// Scope and limit, and the reason, as the headers have them.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Units => ("Tenant_Application/ReadWrite", "ResourceUnitLimitExceeded"),
            Self::Writes => ("Tenant_Application/Write", "WriteLimitExceeded"),
            Self::UnitsOfApplication => ("Application/ReadWrite", "ResourceUnitLimitExceeded"),
            Self::WritesOfApplication => ("Application/Write", "WriteLimitExceeded"),
            Self::WritesOfTenant => ("Tenant/Write", "WriteLimitExceeded"),
        }
    }
}

/// Hundredths as the header has them: `0.83`.
pub(crate) fn share(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
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

    /// A quota of the directory is used up: the headers say whose, what of it, and how far, in hundredths.
    pub(crate) fn too_many_requests(retry_after: i64, excess: Excess, used: i64, tenant: Guid) -> Self {
        let mut error = Self::service_limit(Some(retry_after));
        if let Self::Refused { headers, .. } = &mut error {
            let (scope, information) = excess.names();
            let whose = format!("{scope}/{CLIENT_ID}/{tenant}");
            headers.push(("x-ms-throttle-scope", whose));
            headers.push(("x-ms-throttle-information", information.to_owned()));
            headers.push(("x-ms-throttle-limit-percentage", share(used)));
        }
        error
    }

    /// The quota of another service is used up. Where the documents promise no time to wait, none is told.
    pub(crate) fn service_limit(retry_after: Option<i64>) -> Self {
        let message = match retry_after {
            Some(_) => "Too many requests. Retry after the time that the Retry-After header gives.",
            None => "Too many requests to this service. Slow down.",
        };
        let mut error = Self::new(StatusCode::TOO_MANY_REQUESTS, "TooManyRequests", message);
        if let Self::Refused { headers, .. } = &mut error {
            headers.extend(retry_after.map(|seconds| ("retry-after", seconds.to_string())));
        }
        error
    }

    /// More requests at once than a mailbox takes (as in alcionai/corso#3695).
    pub(crate) fn mailbox_concurrency(retry_after: i64) -> Self {
        let message = "Application is over its MailboxConcurrency limit.";
        let mut error = Self::new(StatusCode::TOO_MANY_REQUESTS, "ApplicationThrottled", message);
        if let Self::Refused { headers, .. } = &mut error {
            headers.push(("retry-after", retry_after.to_string()));
        }
        error
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
