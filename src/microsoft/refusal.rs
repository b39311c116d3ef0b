//! How Graph and ARM say no: the status, the error's code, the request's id. Decides nothing.

use http::HeaderMap;
use serde::Deserialize;

/// A refused request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// HTTP status.
    pub status: u16,
    /// The error's code (`Authorization_RequestDenied`); decisions rest on this and the status, never on the message.
    pub code: Option<String>,
    /// The id to give to support.
    pub request_id: Option<String>,
    /// `Retry-After` as it was sent.
    pub retry_after: Option<String>,
}

#[derive(Deserialize)]
struct Envelope {
    error: Error,
}

#[derive(Deserialize)]
struct Error {
    code: Option<String>,
    #[serde(rename = "innerError", alias = "innererror")]
    inner: Option<Inner>,
}

#[derive(Deserialize)]
struct Inner {
    #[serde(rename = "request-id")]
    request_id: Option<String>,
}

impl Refusal {
    /// Reads a refusal. A body that isn't JSON (a proxy's HTML page) leaves the code empty.
    #[must_use]
    pub fn of(status: u16, headers: &HeaderMap, body: &[u8]) -> Self {
        let text = |name: &str| {
            headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        let error = serde_json::from_slice::<Envelope>(body)
            .ok()
            .map(|envelope| envelope.error);
        let (code, inner) = error.map_or((None, None), |error| (error.code, error.inner));
        Self {
            status,
            code: code.map(|code| code.chars().take(200).collect()),
            request_id: text("request-id").or_else(|| inner.and_then(|inner| inner.request_id)),
            retry_after: text("retry-after"),
        }
    }
}
