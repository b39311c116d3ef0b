//! Signing in to Entra with the authorization code flow and PKCE: what is sent, and how the answers are read and judged.
//! Keeps no token and sends nothing by itself.
//!
//! <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow>

pub mod authorize;
pub mod callback;
pub mod challenge;
pub mod codes;
pub mod identity;
pub mod jwt;
pub mod keys;
pub mod metadata;
pub mod probe;
pub mod refusal;
pub mod token;

use oauth2::basic::{BasicRevocationErrorResponse, BasicTokenType};
use oauth2::url::ParseError;
use oauth2::{
    AuthUrl, Client, ClientId, EndpointNotSet, EndpointSet, RedirectUrl, StandardRevocableToken,
    StandardTokenIntrospectionResponse, StandardTokenResponse, TokenUrl,
};

use serde_json::{Map, Value};

use super::cloud::Cloud;
use super::permissions::PERMISSIONS;

type Tokens = StandardTokenResponse<token::IdTokenField, BasicTokenType>;
type EntraClient = Client<
    refusal::EntraError,
    Tokens,
    StandardTokenIntrospectionResponse<token::IdTokenField, BasicTokenType>,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// Whose sign-in page: any organization's, or one tenant's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Authority {
    /// Any work or school account (`organizations`).
    Organizations,
    /// This tenant's, by its id: guests and second sign-ins must name it.
    Tenant(String),
}

impl Authority {
    fn segment(&self) -> &str {
        match self {
            Self::Organizations => "organizations",
            Self::Tenant(id) => id,
        }
    }
}

fn base(cloud: &Cloud, authority: &Authority) -> String {
    format!("{}/{}/oauth2/v2.0", cloud.login.as_str(), authority.segment())
}

fn entra(cloud: &Cloud, authority: &Authority, redirect: &str) -> Result<EntraClient, ParseError> {
    let base = base(cloud, authority);
    Ok(Client::new(ClientId::new(cloud.client_id.clone()))
        .set_auth_uri(AuthUrl::new(format!("{base}/authorize"))?)
        .set_token_uri(TokenUrl::new(format!("{base}/token"))?)
        .set_redirect_uri(RedirectUrl::new(redirect.to_owned())?))
}

fn text<'m>(map: &'m Map<String, Value>, name: &str) -> Option<&'m str> {
    map.get(name).and_then(Value::as_str)
}

fn number(map: &Map<String, Value>, name: &str) -> Option<i64> {
    map.get(name).and_then(Value::as_i64)
}

/// Where an administrator consents, for everybody in the organization, to all that Luk ever asks for, Azure's permission too. By
/// hand, as all in it are origins, names, an id and the site's own address, which need no escaping.
///
/// <https://learn.microsoft.com/entra/identity-platform/v2-admin-consent>
#[must_use]
pub fn admin_consent(cloud: &Cloud, back_to: &str) -> String {
    let scopes = PERMISSIONS.iter().map(|row| cloud.scope(row.audience, row.scope));
    let scope = scopes.collect::<Vec<_>>().join("%20");
    let (login, client) = (cloud.login.as_str(), &cloud.client_id);
    format!("{login}/organizations/v2.0/adminconsent?client_id={client}&scope={scope}&redirect_uri={back_to}")
}

/// Where to go to sign out (OpenID Connect RP-Initiated Logout 1.0). With a hint Entra need not ask which account; the state
/// comes back with the person.
#[must_use]
pub fn sign_out(cloud: &Cloud, authority: &Authority, back_to: &str, hint: Option<&str>, state: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("client_id", &cloud.client_id);
    query.append_pair("post_logout_redirect_uri", back_to);
    query.append_pair("state", state);
    if let Some(hint) = hint {
        query.append_pair("logout_hint", hint);
    }
    format!("{}/logout?{}", base(cloud, authority), query.finish())
}
