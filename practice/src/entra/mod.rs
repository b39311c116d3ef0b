//! Entra: signing in, consenting, tokens. Each address of the login origin and who answers it.

mod authorize;
mod claims;
mod codes;
mod consent;
mod consenting;
mod error;
mod gate;
mod hint;
mod issue;
mod key;
mod metadata;
mod pages;
mod passwords;
mod redirect;
pub(crate) mod scope;
mod starting;
mod state;
mod steps;
mod token;

use http::Method;

use crate::cloud::Cloud;
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::reply::Reply;

pub(crate) use authorize::is_any_organization;
pub(crate) use codes::fail;
pub use codes::{EntraCode, UnknownEntraCode};
pub(crate) use error::EntraError;
pub(crate) use error::refused_grant;
pub(crate) use gate::{Obstacle, check_portal};
pub use key::Signatures;
pub(crate) use passwords::{change_password, check_password};
pub(crate) use scope::Resource;
pub(crate) use state::{AccessToken, Entra, Evaluation, Serial, Session, Strength, Validity};
pub(crate) use steps::is_personal;

/// Luk's registration: multi-tenant, redirect addresses of the type `spa`.
pub const CLIENT_ID: &str = "11f0c1c5-0000-4000-8000-6c756b6c756b";
/// The same as an app id.
pub(crate) const LUK_APP: Guid = Guid::from_u128(0x11f0c1c5_0000_4000_8000_6c756b6c756b);
/// Cookies of localhost are shared by all ports, so the admin centers see this one too.
pub(crate) const SESSION_COOKIE: &str = "practice-session";

/// The session's cookie as Entra sets it: an app's hidden frame shows it too, where the browser allows that. Without TLS
/// no browser would take such a cookie, so there it stays with its own site.
fn session_cookie(cloud: &Cloud, value: &str, rest: &str) -> String {
    let site = if cloud.setup.origins.login.starts_with("https:") {
        "SameSite=None; Secure"
    } else {
        "SameSite=Lax"
    };
    format!("{SESSION_COOKIE}={value}; Path=/; HttpOnly; {site}{rest}")
}

/// Whether the address is a token endpoint, the only one of Entra's that answers scripts with more than metadata.
pub(crate) fn is_token_endpoint(request: &Incoming) -> bool {
    request.url.path().ends_with("/oauth2/v2.0/token")
}

/// Answers a request to the login origin.
pub(crate) fn answer(cloud: &mut Cloud, request: &Incoming) -> Reply {
    let segments = request.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    if request.is_for_icon() {
        return Reply::no_content();
    }
    match (&request.method, segments.as_slice()) {
        (&Method::GET, [tenant, "oauth2", "v2.0", "authorize"]) => authorize::authorize(cloud, tenant, request),
        (&Method::GET, [tenant, "v2.0", "adminconsent"]) => authorize::admin_consent(cloud, tenant, request),
        (&Method::POST, [_, "login"]) => steps::sign_in(cloud, request),
        (&Method::POST, [_, "password"]) => steps::new_password(cloud, request),
        (&Method::POST, [_, "second-factor"]) => steps::second_factor(cloud, request),
        (&Method::POST, [_, "register"]) => steps::register(cloud, request),
        (&Method::POST, [_, "account"]) => steps::pick_account(cloud, request),
        (&Method::POST, [_, "consent"]) => consenting::consent(cloud, request),
        (&Method::POST, [_, "consent-request"]) => consenting::request(cloud, request),
        (&Method::POST, [tenant, "oauth2", "v2.0", "token"]) => token::answer(cloud, tenant, request),
        (&Method::GET, [_, "oauth2", "v2.0", "logout"]) => metadata::logout(cloud, request),
        (&Method::GET, [tenant, "v2.0", ".well-known", "openid-configuration"]) => metadata::discovery(cloud, tenant),
        (&Method::GET, [_, "discovery", "v2.0", "keys"]) => metadata::keys(cloud),
        (&Method::GET, ["error"]) => metadata::error_lookup(request),
        _ => Reply::unmodelled(&format!(
            "{} {} of the login origin",
            request.method,
            request.url.path()
        )),
    }
}
