//! The token endpoint: a code or a refresh token becomes an access token for one service.

use std::time::Duration;

use oauth2::basic::BasicTokenType;
use oauth2::{
    AsyncHttpClient, AuthorizationCode, PkceCodeVerifier, RefreshToken, RequestTokenError, Scope, TokenResponse,
};
use serde::{Deserialize, Serialize};

use super::refusal::EntraError;
use super::{Authority, Tokens, challenge, entra};
use crate::microsoft::Audience;
use crate::microsoft::azure::USER_IMPERSONATION;
use crate::microsoft::cloud::Cloud;

/// The OpenID Connect part of the answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct IdTokenField {
    id_token: Option<String>,
}

impl oauth2::ExtraTokenFields for IdTokenField {}

/// What a token request gives.
pub struct Granted {
    /// The access token.
    pub access: String,
    /// How long it lives. Unknown: use it, and refresh when the service says no.
    pub lives: Option<Duration>,
    /// The next refresh token.
    pub refresh: Option<String>,
    /// Who signed in. With a code there must be one; with a refresh token there may be.
    pub id_token: Option<String>,
    /// The scopes that it holds: those that were asked for, where the answer doesn't say (RFC 6749, 5.1).
    pub scopes: Vec<String>,
}

/// Why there is no token.
#[derive(Debug)]
pub enum TokenFailure<E> {
    /// Entra refused.
    Refused(Box<EntraError>),
    /// No answer.
    Transport(E),
    /// An answer that makes no sense.
    NotUnderstood,
}

/// Where and for whom tokens are asked.
#[derive(Clone, Debug)]
pub struct Desk<'a> {
    /// The cloud.
    pub cloud: &'a Cloud,
    /// Whose endpoint.
    pub authority: &'a Authority,
    /// The redirect address that the code was sent to.
    pub redirect: &'a str,
    /// What a service demands beyond what the last token proved.
    pub demand: Option<&'a str>,
}

impl Desk<'_> {
    /// Redeems a code for these scopes, all of one service.
    ///
    /// # Errors
    /// When Entra refuses, doesn't answer, or answers nonsense.
    pub async fn redeem<C, E>(
        &self,
        code: String,
        verifier: String,
        scopes: String,
        http: &C,
    ) -> Result<Granted, TokenFailure<E>>
    where
        C: for<'h> AsyncHttpClient<'h, Error = E>,
        E: std::error::Error + 'static,
    {
        let client = entra(self.cloud, self.authority, self.redirect).map_err(|_| TokenFailure::NotUnderstood)?;
        client
            .exchange_code(AuthorizationCode::new(code))
            .set_pkce_verifier(PkceCodeVerifier::new(verifier))
            .add_extra_param("scope", &scopes)
            .add_extra_param("claims", challenge::for_token(self.demand))
            .request_async(http)
            .await
            .map_err(failure)
            .and_then(|tokens| granted(&tokens, &scopes))
    }

    /// Gets a token for a service. One token request serves one service only (Entra, "Refresh tokens").
    ///
    /// # Errors
    /// When Entra refuses, doesn't answer, or answers nonsense.
    pub async fn refresh<C, E>(&self, refresh: String, audience: Audience, http: &C) -> Result<Granted, TokenFailure<E>>
    where
        C: for<'h> AsyncHttpClient<'h, Error = E>,
        E: std::error::Error + 'static,
    {
        let client = entra(self.cloud, self.authority, self.redirect).map_err(|_| TokenFailure::NotUnderstood)?;
        let refresh = RefreshToken::new(refresh);
        // `.default`: everything that was consented to for this service.
        let scope = match audience {
            Audience::Graph => self.cloud.scope(audience, ".default"),
            Audience::Azure => self.cloud.scope(audience, USER_IMPERSONATION),
        };
        client
            .exchange_refresh_token(&refresh)
            .add_scope(Scope::new(scope.clone()))
            .add_scope(Scope::new("offline_access".to_owned()))
            .add_extra_param("claims", challenge::for_token(self.demand))
            .request_async(http)
            .await
            .map_err(failure)
            .and_then(|tokens| granted(&tokens, &scope))
    }
}

fn granted<E>(tokens: &Tokens, asked: &str) -> Result<Granted, TokenFailure<E>> {
    // A token of another type would have to be used in another way (RFC 6749, 7.1).
    if *tokens.token_type() != BasicTokenType::Bearer {
        return Err(TokenFailure::NotUnderstood);
    }
    let scopes = match tokens.scopes() {
        Some(scopes) => scopes.iter().map(|scope| scope.to_string()).collect(),
        None => asked.split(' ').map(str::to_owned).collect(),
    };
    Ok(Granted {
        access: tokens.access_token().secret().clone(),
        lives: tokens.expires_in(),
        refresh: tokens.refresh_token().map(|token| token.secret().clone()),
        id_token: tokens.extra_fields().id_token.clone(),
        scopes,
    })
}

/// A request that the token endpoint refuses, with the time in its refusal: the one clock of Entra's that a script can
/// read, because the answers' `Date` is hidden from it.
#[must_use]
pub fn time_request(cloud: &Cloud, authority: &Authority) -> Option<http::Request<Vec<u8>>> {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", &cloud.client_id)
        .append_pair("grant_type", "refresh_token")
        .finish();
    http::Request::post(format!("{}/token", super::base(cloud, authority)))
        .header(http::header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body.into_bytes())
        .ok()
}

/// The time of a refusal, in the form of RFC 3339.
#[must_use]
pub fn time_of(body: &[u8]) -> Option<String> {
    serde_json::from_slice::<EntraError>(body).ok()?.moment()
}

fn failure<E: std::error::Error + 'static>(error: RequestTokenError<E, EntraError>) -> TokenFailure<E> {
    match error {
        RequestTokenError::ServerResponse(refused) => TokenFailure::Refused(Box::new(refused)),
        RequestTokenError::Request(transport) => TokenFailure::Transport(transport),
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => TokenFailure::NotUnderstood,
    }
}
