//! A client in process that does no work of its own while it is measured, and the stopwatch.

use std::time::{Duration, Instant};

use http::{Method, Request};
use practice::{CLIENT_ID, Cloud};
use serde_json::Value;

use crate::NOW;

pub(crate) const CALLBACK: &str = "http://localhost:8080/callback";
/// RFC 7636, appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub(crate) const SCOPE: &str = "openid User.Read User.ReadWrite.All";

pub(crate) fn stopwatch<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    #[expect(clippy::disallowed_methods, reason = "what is measured is real time")]
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

pub(crate) fn form(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// The address of a sign-in, without its origin.
pub(crate) fn authorize() -> String {
    let pairs = form(&[
        ("client_id", CLIENT_ID),
        ("response_type", "code"),
        ("redirect_uri", CALLBACK),
        ("scope", SCOPE),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]);
    format!("/organizations/oauth2/v2.0/authorize?{pairs}")
}

pub(crate) fn redemption(code: &str) -> String {
    form(&[
        ("client_id", CLIENT_ID),
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ])
}

pub(crate) fn code_in(address: &str) -> String {
    let url = url::Url::parse(address).unwrap();
    let code = url.query_pairs().find(|(name, _)| name == "code");
    code.unwrap().1.into_owned()
}

pub(crate) struct Client<'a> {
    cloud: &'a mut Cloud,
    authorization: String,
}

impl<'a> Client<'a> {
    /// The administrator's.
    pub(crate) fn sign_in(cloud: &'a mut Cloud) -> Self {
        let account = cloud.accounts()[0].clone();
        let url = format!("{}{}", cloud.origins().login, authorize());
        let callback = cloud
            .sign_in(NOW, &account.user_principal_name, &account.password, &url)
            .unwrap();
        let request = Request::post(format!("{}/organizations/oauth2/v2.0/token", cloud.origins().login))
            .header("origin", "http://localhost:8080")
            .body(redemption(&code_in(&callback)).into_bytes());
        let answer = cloud.handle(NOW, request.unwrap());
        let tokens: Value = serde_json::from_slice(answer.body()).unwrap();
        let authorization = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
        Self { cloud, authorization }
    }

    fn send(&mut self, method: Method, url: &str, content: Vec<u8>) -> Vec<u8> {
        let request = Request::builder()
            .method(method)
            .uri(url)
            .header("authorization", &self.authorization)
            .header("content-type", "application/json");
        let answer = self.cloud.handle(NOW, request.body(content).unwrap());
        assert_eq!(answer.status(), 200);
        answer.into_body()
    }

    /// Every page as it came.
    pub(crate) fn list(&mut self, path: &str) -> Vec<Vec<u8>> {
        let mut pages = Vec::new();
        let mut next = Some(format!("{}{path}", self.cloud.origins().graph));
        while let Some(url) = next {
            let page = self.send(Method::GET, &url, Vec::new());
            next = next_link(&page);
            pages.push(page);
        }
        pages
    }

    pub(crate) fn send_batches(&mut self, batches: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
        let url = format!("{}/v1.0/$batch", self.cloud.origins().graph);
        batches
            .into_iter()
            .map(|batch| self.send(Method::POST, &url, batch))
            .collect()
    }
}

/// The link to the next page, found without reading the page's JSON as a whole: that would be the client's work.
fn next_link(page: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(page).unwrap();
    let start = text.find("\"@odata.nextLink\":\"")?;
    let link = text[start..].split('"').nth(3)?;
    Some(link.to_owned())
}
