//! The token endpoint: a code or a refresh token becomes an access token for one service.

use std::time::Duration;

use oauth2::{
    AsyncHttpClient, AuthorizationCode, PkceCodeVerifier, RefreshToken, RequestTokenError, Scope, TokenResponse,
};
use serde::{Deserialize, Serialize};

use super::refusal::EntraError;
use super::{Authority, Tokens, entra};
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
    /// Who signed in; only with a code.
    pub id_token: Option<String>,
    /// The scopes that it holds.
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
            .add_extra_param("scope", scopes)
            .request_async(http)
            .await
            .map(|tokens| granted(&tokens))
            .map_err(failure)
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
            .add_scope(Scope::new(scope))
            .add_scope(Scope::new("offline_access".to_owned()))
            .request_async(http)
            .await
            .map(|tokens| granted(&tokens))
            .map_err(failure)
    }
}

fn granted(tokens: &Tokens) -> Granted {
    Granted {
        access: tokens.access_token().secret().clone(),
        lives: tokens.expires_in(),
        refresh: tokens.refresh_token().map(|token| token.secret().clone()),
        id_token: tokens.extra_fields().id_token.clone(),
        scopes: tokens
            .scopes()
            .into_iter()
            .flatten()
            .map(|scope| scope.to_string())
            .collect(),
    }
}

fn failure<E: std::error::Error + 'static>(error: RequestTokenError<E, EntraError>) -> TokenFailure<E> {
    match error {
        RequestTokenError::ServerResponse(refused) => TokenFailure::Refused(Box::new(refused)),
        RequestTokenError::Request(transport) => TokenFailure::Transport(transport),
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => TokenFailure::NotUnderstood,
    }
}
