//! ARM's error shape, and its demand for a second factor.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use serde_json::json;

use crate::cloud::Cloud;
use crate::graph::TokenFault;
use crate::reply::Reply;

/// Why a request is not answered as it hoped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ArmError {
    Refused {
        status: StatusCode,
        code: &'static str,
        message: String,
    },
    /// Too many requests: after how many seconds the next one is taken.
    Throttled {
        code: &'static str,
        message: String,
        wait: i64,
    },
    /// What changes something needs a token of a sign-in with a second factor.
    SecondFactor,
    /// The token was taken back before its time (continuous access evaluation).
    Revoked,
    Unmodelled(String),
}

/// What a client hands on to the sign-in page.
const CLAIMS: &str = r#"{"access_token":{"acrs":{"essential":true,"values":["p1"]}}}"#;

impl ArmError {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self::Refused {
            status,
            code,
            message: message.into(),
        }
    }

    pub(super) fn no_version() -> Self {
        let message = "The api-version query parameter (?api-version=) is required for all requests.";
        Self::new(StatusCode::BAD_REQUEST, "MissingApiVersionParameter", message)
    }

    pub(super) fn unknown_version(version: &str, known: &[&str]) -> Self {
        let message = format!(
            "The api-version '{version}' is invalid. The supported versions are '{}'.",
            known.join(",")
        );
        Self::new(StatusCode::BAD_REQUEST, "InvalidApiVersionParameter", message)
    }

    pub(super) fn denied(action: &str, scope: &str) -> Self {
        let message = format!(
            "The client does not have authorization to perform action '{action}' over scope '{scope}' or the scope is invalid. If access was recently granted, please refresh your credentials."
        );
        Self::new(StatusCode::FORBIDDEN, "AuthorizationFailed", message)
    }

    pub(super) fn no_subscription(id: &str) -> Self {
        let message = format!("The subscription '{id}' could not be found.");
        Self::new(StatusCode::NOT_FOUND, "SubscriptionNotFound", message)
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    pub(super) fn not_found(what: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "ResourceNotFound",
            format!("The resource '{what}' was not found."),
        )
    }

    pub(super) fn bad_content() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "InvalidRequestContent",
            "The request content was invalid and could not be deserialized.",
        )
    }

    pub(super) fn into_reply(self, cloud: &Cloud) -> Reply {
        let shape = |code: &str, message: &str| json!({"error": {"code": code, "message": message}});
        match self {
            Self::Unmodelled(what) => Reply::unmodelled(&what),
            Self::Refused { status, code, message } => Reply::json(status, shape(code, &message)),
            Self::Throttled { code, message, wait } => {
                Reply::json(StatusCode::TOO_MANY_REQUESTS, shape(code, &message)).with("retry-after", wait.to_string())
            }
            Self::SecondFactor => {
                let message = "Users must use MFA for create, update and delete operations. Sign in again with the claims of the WWW-Authenticate header.";
                Reply::json(StatusCode::UNAUTHORIZED, shape("InteractionRequired", message))
                    .with("www-authenticate", challenge(cloud, CLAIMS))
            }
            Self::Revoked => {
                let claims = json!({"access_token": {"nbf": {
                    "essential": true, "value": cloud.clock.now().seconds().to_string(),
                }}});
                let message = TokenFault::Revoked.message();
                Reply::json(StatusCode::UNAUTHORIZED, shape("InvalidAuthenticationToken", message))
                    .with("www-authenticate", challenge(cloud, &claims.to_string()))
            }
        }
    }
}

/// What a client hands on to the sign-in page.
fn challenge(cloud: &Cloud, claims: &str) -> String {
    format!(
        "Bearer realm=\"\", authorization_uri=\"{}/common/oauth2/authorize\", error=\"insufficient_claims\", claims=\"{}\"",
        cloud.setup.origins.login,
        STANDARD.encode(claims)
    )
}
