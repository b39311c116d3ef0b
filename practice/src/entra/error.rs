//! Entra's errors: a code, OAuth's word for it, a sentence; as JSON of the token endpoint, as parameters of a redirect,
//! or as a page.

use http::StatusCode;
use serde_json::json;

use crate::cloud::Cloud;
use crate::reply::Reply;

/// An error with its AADSTS number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EntraError {
    pub(crate) number: u32,
    pub(crate) error: &'static str,
    pub(crate) message: String,
}

impl EntraError {
    pub(crate) fn new(number: u32, error: &'static str, message: impl Into<String>) -> Self {
        Self {
            number,
            error,
            message: message.into(),
        }
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

    pub(crate) fn application_not_found(client_id: &str, tenant: &str) -> Self {
        Self::new(
            700_016,
            "unauthorized_client",
            format!("Application with identifier '{client_id}' was not found in the directory '{tenant}'."),
        )
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
        let (trace, correlation) = (cloud.random.guid(), cloud.random.guid());
        let time = cloud.clock.now().spaced();
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
            "error_uri": format!("{}/error?code={}", cloud.setup.origins.login, self.number),
        });
        if self.number == 65001
            && let Some(body) = body.as_object_mut()
        {
            body.insert("suberror".to_owned(), json!("consent_required"));
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
