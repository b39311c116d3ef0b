//! How Graph and ARM say no: the status, the error's code, the request's id. Decides nothing.

use chrono::{DateTime, NaiveDateTime};
use http::{HeaderMap, Method};
use serde::Deserialize;
use serde_json::Value;

use super::Audience;
use super::signin::challenge::{SECOND_FACTOR, demanded};
use crate::tenant::Moment;

/// A refused request.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Refusal {
    /// HTTP status.
    pub status: u16,
    /// The error's code (`Authorization_RequestDenied`); decisions rest on this and the status, never on the message.
    pub code: Option<String>,
    /// The id to give to support.
    pub request_id: Option<String>,
    /// `Retry-After` as it was sent.
    pub retry_after: Option<String>,
    /// The time by the service's clock: a `Retry-After` that is a date is meant by it, whatever this machine's clock says.
    pub date: Option<Moment>,
    /// How much of the budget is used (`x-ms-throttle-limit-percentage`), from 0.8 on; 1 is all of it.
    pub used: Option<f64>,
    /// What the next token must prove (`insufficient_claims`), as JSON.
    pub demand: Option<String>,
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
    date: Option<String>,
}

impl Refusal {
    /// Reads a refusal. A body that isn't JSON (a proxy's HTML page) leaves the code empty.
    #[must_use]
    pub fn of(status: u16, headers: &HeaderMap, body: &[u8]) -> Self {
        Self::said(status, headers, serde_json::from_slice(body).ok())
    }

    /// Reads a refusal inside a batch's answer, whose body has been parsed with the rest of it.
    #[must_use]
    pub fn of_parsed(status: u16, headers: &HeaderMap, body: &Value) -> Self {
        Self::said(status, headers, Envelope::deserialize(body).ok())
    }

    fn said(status: u16, headers: &HeaderMap, envelope: Option<Envelope>) -> Self {
        let text = |name: &str| {
            headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        let (code, inner) = envelope.map_or((None, None), |Envelope { error }| (error.code, error.inner));
        let (request_id, date) = inner.map_or((None, None), |inner| (inner.request_id, inner.date));
        Self {
            status,
            code: code.map(|code| code.chars().take(200).collect()),
            request_id: text("request-id").or(request_id),
            retry_after: text("retry-after"),
            date: text("date").or(date).and_then(|date| moment(&date)),
            used: text("x-ms-throttle-limit-percentage").and_then(|used| share(&used)),
            demand: text("www-authenticate").as_deref().and_then(demanded),
        }
    }
}

/// Reads a header's date, or the one in Graph's error body, which names no zone and means UTC.
fn moment(text: &str) -> Option<Moment> {
    let milliseconds = match DateTime::parse_from_rfc2822(text) {
        Ok(date) => date.timestamp_millis(),
        Err(_) => text
            .trim_end_matches('Z')
            .parse::<NaiveDateTime>()
            .ok()?
            .and_utc()
            .timestamp_millis(),
    };
    Some(Moment::from_milliseconds(milliseconds))
}

/// A share of a budget; nothing if it says nothing sensible.
fn share(text: &str) -> Option<f64> {
    let share: f64 = text.trim().parse().ok()?;
    (0.0..=10.0).contains(&share).then_some(share)
}

impl Refusal {
    /// Whether another token could help: this one isn't taken, or doesn't prove enough (Graph says that with 403, too).
    #[must_use]
    pub const fn wants_sign_in(&self) -> bool {
        self.status == 401 || self.demand.is_some()
    }

    /// What the service demands of the next token. Azure's demand is in a header that scripts don't see: what refuses a
    /// change with 401, and not because the token is over, wants a second factor.
    #[must_use]
    pub fn demand(&self, audience: Audience, method: &Method) -> Option<&str> {
        let hidden = audience == Audience::Azure
            && self.status == 401
            && !method.is_safe()
            && self.code.as_deref() != Some("ExpiredAuthenticationToken");
        self.demand.as_deref().or(hidden.then_some(SECOND_FACTOR))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn azure_wants_a_second_factor_for_a_change_though_its_header_is_hidden() {
        let refusal = |code: &str| {
            Refusal::of(
                401,
                &HeaderMap::new(),
                format!(r#"{{"error":{{"code":"{code}"}}}}"#).as_bytes(),
            )
        };
        let refused = refusal("InteractionRequired");
        assert_eq!(refused.demand(Audience::Azure, &Method::POST), Some(SECOND_FACTOR));
        assert_eq!(
            refused.demand(Audience::Azure, &Method::GET),
            None,
            "reading needs none"
        );
        assert_eq!(refused.demand(Audience::Graph, &Method::POST), None);
        let expired = refusal("ExpiredAuthenticationToken");
        assert_eq!(expired.demand(Audience::Azure, &Method::DELETE), None);
    }
}
