//! The log: every request with its answer, secrets left out, so that it can be kept and shown.

use http::{HeaderMap, Response};
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::incoming::Incoming;
use crate::time::Timestamp;

/// Whether the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Logging {
    /// Every request with its answer.
    Everything,
    /// Only what the model didn't know.
    Unmodelled,
}

/// One answered request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Exchange {
    /// When it came.
    #[serde(serialize_with = "as_rfc3339")]
    pub time: Timestamp,
    /// The method.
    pub method: String,
    /// The absolute address.
    pub url: String,
    /// The request's headers; of `Authorization` and `Cookie` only that they were there.
    #[serde(serialize_with = "as_object")]
    pub request_headers: Vec<(String, String)>,
    /// The request's body, without codes, tokens and passwords.
    pub request_body: String,
    /// The answer's status; 0 when the connection was dropped.
    pub status: u16,
    /// The answer's headers.
    #[serde(serialize_with = "as_object")]
    pub response_headers: Vec<(String, String)>,
    /// The answer's body, without tokens.
    pub response_body: String,
}

/// A longer body is told by its length alone, so that the log stays smaller than the tenant.
const LONGEST_KEPT: usize = 1024 * 1024;
const LEFT_OUT: &str = "(left out)";
const SECRET_FIELDS: [&str; 9] = [
    "tempauth",
    "code",
    "code_verifier",
    "refresh_token",
    "access_token",
    "id_token",
    "password",
    "id_token_hint",
    "client_secret",
];

impl Exchange {
    pub(crate) fn new(time: Timestamp, request: &Incoming, response: &Response<Vec<u8>>) -> Self {
        Self {
            time,
            method: request.method.to_string(),
            url: clean_address(request.url.as_str()),
            request_headers: clean_headers(&request.headers),
            request_body: clean_body(&request.headers, &request.body),
            status: if crate::is_dropped(response) {
                0
            } else {
                response.status().as_u16()
            },
            response_headers: clean_headers(response.headers()),
            response_body: clean_body(response.headers(), response.body()),
        }
    }
}

fn clean_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            let value = match name.as_str() {
                "authorization" => value
                    .split_once(' ')
                    .map_or(LEFT_OUT.to_owned(), |(kind, _)| format!("{kind} {LEFT_OUT}")),
                "cookie" | "set-cookie" => LEFT_OUT.to_owned(),
                "location" | "referer" => clean_address(&value),
                _ => value.into_owned(),
            };
            (name.to_string(), value)
        })
        .collect()
}

/// An address without the values of secret parameters, in its query and in its fragment.
fn clean_address(address: &str) -> String {
    let mut cleaned = String::with_capacity(address.len());
    for (number, piece) in address.split_inclusive(['?', '#', '&']).enumerate() {
        let (pair, end) = match piece.char_indices().last() {
            Some((at, mark @ ('?' | '#' | '&'))) => (piece.get(..at).unwrap_or(piece), Some(mark)),
            _ => (piece, None),
        };
        match pair.split_once('=') {
            Some((name, _)) if number > 0 && SECRET_FIELDS.contains(&name) => {
                cleaned.push_str(name);
                cleaned.push('=');
                cleaned.push_str(LEFT_OUT);
            }
            _ => cleaned.push_str(pair),
        }
        cleaned.extend(end);
    }
    cleaned
}

fn clean_body(headers: &HeaderMap, body: &[u8]) -> String {
    let kind = headers
        .get(http::header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if kind.starts_with("application/x-www-form-urlencoded") {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in url::form_urlencoded::parse(body) {
            let value = if SECRET_FIELDS.contains(&name.as_ref()) {
                LEFT_OUT.into()
            } else {
                value
            };
            form.append_pair(&name, &value);
        }
        return form.finish();
    }
    if body.len() > LONGEST_KEPT
        || kind == "application/zip"
        || kind == "application/octet-stream"
        || kind == "application/pdf"
    {
        return format!("({} bytes)", body.len());
    }
    let text = String::from_utf8_lossy(body).into_owned();
    if !text.contains("_token\"") {
        return text;
    }
    let Ok(mut value) = serde_json::from_str::<Value>(&text) else {
        return text;
    };
    if let Some(object) = value.as_object_mut() {
        for (name, value) in object.iter_mut() {
            if SECRET_FIELDS.contains(&name.as_str()) {
                *value = Value::from(LEFT_OUT);
            }
        }
    }
    value.to_string()
}

fn as_rfc3339<S: Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    let millis = time.millis().rem_euclid(1000);
    serializer.serialize_str(&format!("{}.{millis:03}Z", time.without_zone()))
}

fn as_object<S: Serializer>(pairs: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(name, value)| (name, value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_loses_its_code_and_keeps_the_rest() {
        assert_eq!(
            clean_address("http://localhost:8080/?x=1#code=abc&state=def"),
            "http://localhost:8080/?x=1#code=(left out)&state=def"
        );
        assert_eq!(
            clean_address("http://localhost:8080/code=1"),
            "http://localhost:8080/code=1"
        );
    }
}
