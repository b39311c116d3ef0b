//! Entra's errors: a code, OAuth's word for it, a sentence; as JSON of the token endpoint, as parameters of a redirect,
//! or as a page.

use http::StatusCode;
use serde_json::json;

use crate::cloud::Cloud;
use crate::guid::Guid;
use crate::names::NationalCloud;
use crate::random::Random;
use crate::reply::Reply;
use crate::time::Timestamp;

/// An error with its AADSTS number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EntraError {
    pub(crate) number: u32,
    pub(crate) error: &'static str,
    pub(crate) message: String,
    /// What the next sign-in must ask for.
    pub(crate) claims: Option<&'static str>,
}

/// The claims that demand a second factor, as a resource or the token endpoint hands them over.
pub(crate) const MULTIFACTOR_CLAIMS: &str = r#"{"access_token":{"acrs":{"essential":true,"values":["p1"]}}}"#;

/// The fixed life of what a `spa` was given is over.
pub(crate) const SPA_LIFE_OVER: &str = "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which can't be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page.";

impl EntraError {
    pub(crate) fn new(number: u32, error: &'static str, message: impl Into<String>) -> Self {
        Self {
            number,
            error,
            message: message.into(),
            claims: None,
        }
    }

    /// With what the next sign-in must ask for.
    pub(crate) const fn demanding(mut self, claims: &'static str) -> Self {
        self.claims = Some(claims);
        self
    }

    pub(crate) fn tenant_not_found(tenant: &str) -> Self {
        Self::new(
            90002,
            "invalid_request",
            format!(
                "Tenant '{tenant}' not found. Check that the tenant ID is right and that the cloud is the one you sign in to."
            ),
        )
    }

    pub(crate) fn another_cloud(tenant: &str, home: NationalCloud) -> Self {
        let message = format!(
            "Tenant '{tenant}' request is being redirected to the National Cloud '{}'.",
            home.instance()
        );
        Self::new(90038, "invalid_request", message)
    }

    pub(crate) fn application_not_found(client_id: &str, tenant: &str) -> Self {
        Self::new(
            700_016,
            "unauthorized_client",
            format!("Application with identifier '{client_id}' was not found in the directory '{tenant}'."),
        )
    }

    pub(crate) fn client_loop() -> Self {
        let message = "The server terminated an operation because it encountered a client request loop.";
        Self::new(50196, "invalid_grant", message)
    }

    pub(crate) fn missing_parameter(name: &str) -> Self {
        Self::new(
            900_144,
            "invalid_request",
            format!("The request must contain the parameter '{name}'."),
        )
    }

    pub(crate) fn scope_not_known(scope: &str) -> Self {
        Self::new(
            70011,
            "invalid_scope",
            format!("The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid."),
        )
    }

    pub(crate) fn description(&self) -> String {
        format!("AADSTS{}: {}", self.number, self.message)
    }

    /// The body of the token endpoint, and of discovery when the tenant isn't there.
    pub(crate) fn into_json(self, cloud: &mut Cloud) -> Reply {
        let ids = (cloud.random.guid(), cloud.random.guid());
        let (now, login) = (cloud.clock.now(), cloud.setup.origins.login.clone());
        self.shown(now, ids, Some(&login))
    }

    fn shown(self, now: Timestamp, (trace, correlation): (Guid, Guid), login: Option<&str>) -> Reply {
        let time = now.spaced();
        let description = format!(
            "{} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {time}",
            self.description()
        );
        let mut body = json!({
            "error": self.error,
            "error_description": description,
            "error_codes": [self.number],
            "timestamp": time,
            "trace_id": trace,
            "correlation_id": correlation,
        });
        let extra = match self.number {
            65001 => Some("consent_required"),
            // What conditional access or multifactor authentication wants, a person can give.
            50072 | 50074 | 50076 | 50078 | 50079 => Some("basic_action"),
            53000..=53004 | 530_035 => Some("message_only"),
            _ => None,
        };
        if let Some(body) = body.as_object_mut() {
            if let Some(login) = login {
                body.insert(
                    "error_uri".to_owned(),
                    json!(format!("{login}/error?code={}", self.number)),
                );
            }
            if let Some(extra) = extra {
                body.insert("suberror".to_owned(), json!(extra));
            }
            if let Some(claims) = self.claims {
                body.insert("claims".to_owned(), json!(claims));
            }
        }
        let status = match self.error {
            "invalid_client" => StatusCode::UNAUTHORIZED,
            _ => StatusCode::BAD_REQUEST,
        };
        Reply::json(status, body)
            .with("cache-control", "no-store, no-cache")
            .with("pragma", "no-cache")
    }
}

/// One of the ways in which a refresh token is refused for good, or until a person acts; a fault's, without ids of its
/// own.
pub(crate) fn refused_grant(now: Timestamp, random: &mut Random) -> Reply {
    let multifactor = || {
        EntraError::new(
            50076,
            "interaction_required",
            "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication.",
        )
    };
    let error = match random.below(3) {
        0 => EntraError::new(
            50173,
            "invalid_grant",
            "The provided grant has expired due to it being revoked, a fresh auth token is needed.",
        ),
        1 => EntraError::new(700_084, "invalid_grant", SPA_LIFE_OVER),
        _ => multifactor().demanding(MULTIFACTOR_CLAIMS),
    };
    error.shown(now, (random.guid(), random.guid()), None)
}
