//! A request as the model reads it: parsed once, the same for a socket, a call in process and an item of a batch.

use http::{HeaderMap, Method};
use serde_json::Value;
use url::Url;

/// A request on its way to a handler.
#[derive(Debug, Clone)]
pub(crate) struct Incoming {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Incoming {
    /// Browsers ask every host for its icon.
    pub(crate) fn is_for_icon(&self) -> bool {
        self.method == Method::GET && self.url.path() == "/favicon.ico"
    }

    /// The path's parts, decoded, without empty ones.
    pub(crate) fn segments(&self) -> Vec<String> {
        self.url
            .path()
            .split('/')
            .filter(|part| !part.is_empty())
            .map(decode)
            .collect()
    }

    /// The first value of a query parameter.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        self.url
            .query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    /// The first value of a field of a form's body.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        url::form_urlencoded::parse(&self.body)
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    /// Every value of a field of a form's body.
    pub(crate) fn fields(&self, name: &str) -> Vec<String> {
        url::form_urlencoded::parse(&self.body)
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
            .collect()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let cookies = self.header("cookie")?;
        cookies
            .split(';')
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.to_owned())
    }

    pub(crate) fn json(&self) -> Result<Value, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }

    /// Path and query, as they came.
    pub(crate) fn path_and_query(&self) -> String {
        match self.url.query() {
            Some(query) => format!("{}?{query}", self.url.path()),
            None => self.url.path().to_owned(),
        }
    }
}

/// Undoes percent-encoding. What separates the fields of a form is an ordinary sign in a path.
fn decode(part: &str) -> String {
    let shielded = part.replace('+', "%2B").replace('=', "%3D").replace('&', "%26");
    url::form_urlencoded::parse(shielded.as_bytes())
        .next()
        .map(|(key, _)| key.into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_path_is_decoded_and_nothing_else_is_done_to_it() {
        assert_eq!(decode("servicePrincipals(appId='a')"), "servicePrincipals(appId='a')");
        assert_eq!(decode("a%20b+c&d%2Fe%C3%A6"), "a b+c&d/eæ");
    }
}
