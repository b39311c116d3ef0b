//! Signing in to Entra with the authorization code flow and PKCE: what is sent, and how the answers are read and judged.
//! Keeps no token and sends nothing by itself.
//!
//! <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow>

pub mod authorize;
pub mod callback;
pub mod identity;
pub mod probe;
pub mod refusal;
pub mod token;

use oauth2::basic::{BasicRevocationErrorResponse, BasicTokenType};
use oauth2::url::ParseError;
use oauth2::{
    AuthUrl, Client, ClientId, EndpointNotSet, EndpointSet, RedirectUrl, StandardRevocableToken,
    StandardTokenIntrospectionResponse, StandardTokenResponse, TokenUrl,
};

use super::cloud::Cloud;

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

fn entra(cloud: &Cloud, authority: &Authority, redirect: &str) -> Result<EntraClient, ParseError> {
    let base = format!("{}/{}/oauth2/v2.0", cloud.login.as_str(), authority.segment());
    Ok(Client::new(ClientId::new(cloud.client_id.clone()))
        .set_auth_uri(AuthUrl::new(format!("{base}/authorize"))?)
        .set_token_uri(TokenUrl::new(format!("{base}/token"))?)
        .set_redirect_uri(RedirectUrl::new(redirect.to_owned())?))
}

/// Where to go to sign out.
#[must_use]
pub fn sign_out(cloud: &Cloud, authority: &Authority, back_to: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("post_logout_redirect_uri", back_to)
        .finish();
    format!(
        "{}/{}/oauth2/v2.0/logout?{query}",
        cloud.login.as_str(),
        authority.segment()
    )
}
