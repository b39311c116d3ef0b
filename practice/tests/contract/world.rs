//! A client for the tests: signs in, keeps its tokens, calls Graph and ARM. It knows the documented wire format only.

use std::time::Duration;

use http::{Method, Request, Response};
use practice::{Browser, CLIENT_ID, Cloud, Origins, Setup, Tenant, TenantName, Timestamp};
use serde_json::{Value, json};
use url::Url;

pub(crate) const CALLBACK: &str = "http://localhost:8080/callback";
/// RFC 7636, appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub(crate) const ADMIN: &str = "admin@contoso.onmicrosoft.com";
pub(crate) const ARM_SCOPE: &str = "openid offline_access https://management.azure.com/user_impersonation";
/// What ARM asks for before it changes anything.
pub(crate) const SECOND_FACTOR: &str = r#"{"access_token":{"acrs":{"essential":true,"values":["p1"]}}}"#;
/// What a client declares that takes challenges.
pub(crate) const CAPABLE: &str = r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#;
pub(crate) const EVERYTHING: &str = "openid profile offline_access User.Read Directory.Read.All User.ReadWrite.All \
    Directory.AccessAsUser.All Application.ReadWrite.All Policy.Read.All Policy.ReadWrite.AuthenticationMethod \
    User.DeleteRestore.All RoleManagement.Read.Directory Organization.Read.All";

#[derive(Clone)]
pub(crate) struct World {
    pub(crate) cloud: Cloud,
    pub(crate) now: Timestamp,
    pub(crate) tokens: Value,
}

impl World {
    pub(crate) fn new(tenant: impl Into<Tenant>) -> Self {
        let redirect_uris = vec![CALLBACK.to_owned()];
        let cloud = Cloud::new(Setup {
            origins: Origins::local(8081),
            redirect_uris,
            tenant,
            seed: 7,
        });
        Self {
            cloud,
            now: Timestamp::from_millis(1_795_000_000_000),
            tokens: Value::Null,
        }
    }

    pub(crate) fn contoso_as(account: &str, scope: &str) -> Self {
        let mut world = Self::new(TenantName::Contoso);
        world.sign_in(account, scope);
        world
    }

    /// A tenant that a file describes, with somebody signed in.
    pub(crate) fn written(file: &str, account: &str, scope: &str) -> Self {
        let mut world = Self::new(Tenant::from_json(file).unwrap());
        world.sign_in(account, scope);
        world
    }

    pub(crate) fn wait(&mut self, seconds: u64) {
        self.now = self.now.plus(Duration::from_secs(seconds));
    }

    pub(crate) fn call(&mut self, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        self.cloud.handle(self.now, request)
    }

    pub(crate) fn code(&mut self, account: &str, scope: &str) -> String {
        let url = authorize_url(&[("scope", scope)]);
        let callback = self.cloud.sign_in(self.now, account, "practice", &url).unwrap();
        answer_of(&callback, "code").unwrap_or_else(|| panic!("no code in {callback}"))
    }

    pub(crate) fn token(&mut self, form: &[(&str, &str)]) -> Response<Vec<u8>> {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        let request = Request::post("http://localhost:8081/organizations/oauth2/v2.0/token")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", "http://localhost:8080")
            .body(body.into_bytes())
            .unwrap();
        self.call(request)
    }

    pub(crate) fn redeem(&mut self, code: &str) -> Response<Vec<u8>> {
        self.token(&[
            ("client_id", CLIENT_ID),
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ])
    }

    pub(crate) fn refresh(&mut self, scope: &str) -> Response<Vec<u8>> {
        let refresh_token = self.tokens["refresh_token"].as_str().unwrap().to_owned();
        self.token(&[
            ("client_id", CLIENT_ID),
            ("grant_type", "refresh_token"),
            ("refresh_token", &refresh_token),
            ("scope", scope),
        ])
    }

    /// The administrator consents on behalf of everybody.
    pub(crate) fn consent_for_all(&mut self, account: &str, scope: &str) {
        let url = authorize_url(&[("scope", scope), ("prompt", "consent")]);
        let mut browser = Browser::default();
        browser.open(&mut self.cloud, self.now, &url).unwrap();
        browser.sign_in(&mut self.cloud, self.now, account, "practice").unwrap();
        browser.choose("Consent on behalf of your organization").unwrap();
        browser.press(&mut self.cloud, self.now, "Accept").unwrap();
    }

    pub(crate) fn sign_in(&mut self, account: &str, scope: &str) {
        let code = self.code(account, scope);
        let response = self.redeem(&code);
        assert_eq!(response.status(), 200, "{}", text(&response));
        self.tokens = body(&response);
    }

    /// As a client that declares that it takes challenges (continuous access evaluation).
    pub(crate) fn sign_in_taking_challenges(&mut self, account: &str, scope: &str) {
        let url = authorize_url(&[("scope", scope), ("claims", CAPABLE)]);
        let callback = self.cloud.sign_in(self.now, account, "practice", &url).unwrap();
        let code = answer_of(&callback, "code").unwrap_or_else(|| panic!("no code in {callback}"));
        self.tokens = body(&self.redeem(&code));
    }

    pub(crate) fn send(&mut self, method: Method, url: &str, content: Option<&Value>) -> Response<Vec<u8>> {
        let url = if url.starts_with('/') {
            format!("http://localhost:8082{url}")
        } else {
            url.to_owned()
        };
        let mut request = Request::builder()
            .method(method)
            .uri(url.replace(' ', "%20"))
            .header(
                "authorization",
                format!("Bearer {}", self.tokens["access_token"].as_str().unwrap_or_default()),
            )
            .header("consistencylevel", "eventual");
        if content.is_some() {
            request = request.header("content-type", "application/json");
        }
        let content = content.map(|value| value.to_string().into_bytes()).unwrap_or_default();
        self.call(request.body(content).unwrap())
    }

    /// A token for ARM, of a sign-in that was as strong as the claims demand.
    pub(crate) fn sign_in_to_azure(&mut self, account: &str, claims: &str) {
        let url = authorize_url(&[("scope", ARM_SCOPE), ("claims", claims), ("prompt", "login")]);
        let callback = self.cloud.sign_in(self.now, account, "practice", &url).unwrap();
        let code = answer_of(&callback, "code").unwrap_or_else(|| panic!("no code in {callback}"));
        self.tokens = body(&self.redeem(&code));
    }

    /// A request to ARM.
    pub(crate) fn arm(&mut self, method: Method, path: &str, content: Option<&Value>) -> Response<Vec<u8>> {
        self.send(method, &format!("http://localhost:8083{path}"), content)
    }

    pub(crate) fn get(&mut self, path: &str) -> Response<Vec<u8>> {
        self.send(Method::GET, path, None)
    }

    pub(crate) fn delete(&mut self, path: &str) -> Response<Vec<u8>> {
        self.send(Method::DELETE, path, None)
    }

    pub(crate) fn batch(&mut self, version: &str, requests: &Value) -> Response<Vec<u8>> {
        let url = format!("/{version}/$batch");
        self.send(Method::POST, &url, Some(&json!({"requests": requests})))
    }

    pub(crate) fn all(&mut self, path: &str) -> Vec<Value> {
        let (mut found, mut next) = (Vec::new(), Some(path.to_owned()));
        while let Some(path) = next {
            let response = self.get(&path);
            assert_eq!(response.status(), 200, "{}", text(&response));
            let page = body(&response);
            found.extend(page["value"].as_array().unwrap().iter().cloned());
            next = page["@odata.nextLink"].as_str().map(str::to_owned);
        }
        found
    }

    pub(crate) fn user_id(&self, name: &str) -> String {
        let state = self.cloud.inspect();
        let user = state["users"]
            .as_array()
            .unwrap()
            .iter()
            .find(|user| user["userPrincipalName"] == name);
        user.unwrap()["id"].as_str().unwrap().to_owned()
    }

    pub(crate) fn admin_center(&mut self, path: &str) -> Browser {
        self.admin_center_as(ADMIN, path)
    }

    pub(crate) fn admin_center_as(&mut self, account: &str, path: &str) -> Browser {
        let mut browser = Browser::default();
        browser
            .open(&mut self.cloud, self.now, &format!("http://localhost:8084{path}"))
            .unwrap();
        browser.sign_in(&mut self.cloud, self.now, account, "practice").unwrap();
        browser
    }

    /// A browser with which somebody began to sign in, as far as it gets with the password.
    pub(crate) fn password_typed(&mut self, account: &str, url: &str) -> Browser {
        let mut browser = Browser::default();
        browser.open(&mut self.cloud, self.now, url).unwrap();
        browser.fill("Account", account).unwrap();
        browser.fill("Password", "practice").unwrap();
        browser.press(&mut self.cloud, self.now, "Sign in").unwrap();
        browser
    }

    /// What comes back of a silent sign-in with this browser: the error and its description, or nothing.
    pub(crate) fn silently(&mut self, browser: &mut Browser, changes: &[(&str, &str)]) -> Option<(String, String)> {
        let mut all = vec![("prompt", "none")];
        all.extend(changes);
        let url = authorize_url(&all);
        browser.open(&mut self.cloud, self.now, &url).unwrap();
        let back = browser.left_for().unwrap();
        Some((answer_of(back, "error")?, answer_of(back, "error_description")?))
    }
}

pub(crate) fn text(response: &Response<Vec<u8>>) -> String {
    String::from_utf8_lossy(response.body()).into_owned()
}

/// JSON as a browser reads it: halves of surrogate pairs, which a strict reader refuses, are U+FFFD here.
pub(crate) fn body(response: &Response<Vec<u8>>) -> Value {
    let text = text(response);
    let mut pieces = text.split("\\ud");
    let mut lenient = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        lenient += "\\ufffd";
        lenient += piece.get(3..).unwrap_or_default();
    }
    let start = || text.chars().take(500).collect::<String>();
    serde_json::from_str(&lenient).unwrap_or_else(|_| panic!("no JSON: {}", start()))
}

pub(crate) fn header<'a>(response: &'a Response<Vec<u8>>, name: &str) -> Option<&'a str> {
    response.headers().get(name).map(|value| value.to_str().unwrap())
}

pub(crate) fn code_of(response: &Response<Vec<u8>>) -> String {
    body(response)["error"]["code"].as_str().unwrap_or_default().to_owned()
}

pub(crate) fn entra_code_of(response: &Response<Vec<u8>>) -> u64 {
    body(response)["error_codes"][0].as_u64().unwrap_or_default()
}

/// A parameter of a callback address, wherever it stands.
pub(crate) fn answer_of(callback: &str, name: &str) -> Option<String> {
    let url = Url::parse(callback).unwrap();
    let pairs = format!(
        "{}&{}",
        url.query().unwrap_or_default(),
        url.fragment().unwrap_or_default()
    );
    url::form_urlencoded::parse(pairs.as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

pub(crate) fn authorize_url(changes: &[(&str, &str)]) -> String {
    let mut pairs = vec![
        ("client_id", CLIENT_ID),
        ("response_type", "code"),
        ("redirect_uri", CALLBACK),
        ("response_mode", "fragment"),
        ("scope", "openid profile offline_access User.Read"),
        ("state", "the state"),
        ("nonce", "the nonce"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in changes {
        pairs.retain(|(known, _)| known != name);
        if !value.is_empty() {
            pairs.push((name, value));
        }
    }
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    format!("http://localhost:8081/organizations/oauth2/v2.0/authorize?{query}")
}
