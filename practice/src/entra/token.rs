//! The token endpoint: codes and refresh tokens are exchanged here, one resource at a time. What comes out is made in
//! `issue`.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::cloud::{Cloud, RedirectKind};
use crate::entra::CLIENT_ID;
use crate::entra::authorize::{Goal, is_any_organization, wrong_audience, wrong_tenant};
use crate::entra::claims;
use crate::entra::error::{EntraError, SPA_LIFE_OVER};
use crate::entra::issue::{Issue, Refresh};
use crate::entra::scope::{self, Asked, Resource};
use crate::entra::state::{Code, Evaluation, Strength, Validity};
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::reply::Reply;

/// A code can be exchanged for about ten minutes.
const CODE_LIFE: Duration = Duration::from_secs(600);
/// A refresh token of a `spa`, and all that follow from it, live 24 hours from the first.
const REFRESH_LIFE: Duration = Duration::from_secs(24 * 3600);
/// A refresh token of any other type lives 90 days, and so does each that follows from it.
const NATIVE_REFRESH_LIFE: Duration = Duration::from_secs(90 * 24 * 3600);

/// `POST /{tenant}/oauth2/v2.0/token`
pub(super) fn answer(cloud: &mut Cloud, tenant_part: &str, request: &Incoming) -> Reply {
    // Only an address registered as `spa` lets a script of another origin read the answer, be it an error.
    let readable = request.header("origin").is_some()
        && request
            .field("client_id")
            .is_some_and(|client_id| client_id.eq_ignore_ascii_case(CLIENT_ID))
        && request
            .field("redirect_uri")
            .is_none_or(|address| cloud.redirect_kind(&address) == Some(RedirectKind::Spa));
    let reply = match exchange(cloud, tenant_part, request) {
        Ok(value) => Reply::ok(value)
            .with("cache-control", "no-store, no-cache")
            .with("pragma", "no-cache"),
        Err(error) => error.into_json(cloud),
    };
    if readable {
        reply.with("access-control-allow-origin", "*")
    } else {
        reply
    }
}

fn required(request: &Incoming, name: &str) -> Result<String, EntraError> {
    request
        .field(name)
        .filter(|value| !value.is_empty())
        .ok_or_else(|| EntraError::missing_parameter(name))
}

fn exchange(cloud: &mut Cloud, tenant_part: &str, request: &Incoming) -> Result<Value, EntraError> {
    if let Some(error) = wrong_tenant(cloud, tenant_part) {
        return Err(error);
    }
    let grant_type = required(request, "grant_type")?;
    let client_id = required(request, "client_id")?;
    if !client_id.eq_ignore_ascii_case(CLIENT_ID) {
        return Err(EntraError::application_not_found(
            &client_id,
            &cloud.tenant.display_name,
        ));
    }
    if request.field("client_secret").is_some() {
        let message = "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.";
        return Err(EntraError::new(700_025, "invalid_client", message));
    }
    if let Some(error) = wrong_audience(&cloud.tenant, tenant_part) {
        return Err(error);
    }
    match grant_type.as_str() {
        // An app by itself is in no organization, so one has to be named.
        "client_credentials" if is_any_organization(tenant_part) => {
            let message =
                "No tenant-identifying information found in either the request or implied by any provided credentials.";
            Err(EntraError::new(50059, "invalid_request", message))
        }
        "authorization_code" => redeem_code(cloud, request),
        "refresh_token" => redeem_refresh_token(cloud, request),
        other => {
            let message = format!("The app requested an unsupported grant type '{other}'.");
            Err(EntraError::new(70003, "unsupported_grant_type", message))
        }
    }
}

/// A page redeems across origins, and nothing else does.
fn check_origin(kind: RedirectKind, request: &Incoming) -> Result<(), EntraError> {
    match (kind, request.header("origin")) {
        (RedirectKind::Spa, Some(_)) | (RedirectKind::Native, None) => Ok(()),
        (RedirectKind::Spa, None) => {
            let message = "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.";
            Err(EntraError::new(9_002_327, "invalid_request", message))
        }
        (RedirectKind::Native, Some(_)) => Err(not_for_pages()),
    }
}

fn not_for_pages() -> EntraError {
    let message = "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.";
    EntraError::new(9_002_326, "invalid_request", message)
}

/// "The redirect address specified by the client does not match any configured addresses", as Microsoft's list has it; one
/// that is configured and isn't the one the code was asked for is 50011.
fn unknown_address() -> EntraError {
    let message = "The redirect address specified by the client does not match any configured addresses.";
    EntraError::new(70004, "invalid_request", message)
}

fn redeem_code(cloud: &mut Cloud, request: &Incoming) -> Result<Value, EntraError> {
    let name = required(request, "code")?;
    let redirect_uri = required(request, "redirect_uri")?;
    let verifier = required(request, "code_verifier")?;
    let kind = cloud.redirect_kind(&redirect_uri).ok_or_else(unknown_address)?;
    check_origin(kind, request)?;
    let now = cloud.clock.now();
    let malformed = || EntraError::new(70000, "invalid_grant", "Provided grant is invalid or malformed.");
    let code = cloud.entra.codes.get_mut(&name).ok_or_else(malformed)?;
    if code.used {
        let message = "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.";
        return Err(EntraError::new(54005, "invalid_grant", message));
    }
    if now > code.issued.plus(CODE_LIFE) {
        let message = "The provided authorization code or refresh token has expired due to inactivity.";
        return Err(EntraError::new(70008, "invalid_grant", message));
    }
    if code.ask.redirect_uri != redirect_uri {
        let message =
            "The reply address does not match the reply address provided when requesting the authorization code.";
        return Err(EntraError::new(50011, "invalid_grant", message));
    }
    let Goal::Code { challenge, nonce, .. } = code.ask.goal.clone() else {
        return Err(malformed());
    };
    if URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) != challenge {
        let message = "The Code_Verifier does not match the code_challenge supplied in the authorization request.";
        return Err(EntraError::new(501_481, "invalid_grant", message));
    }
    let demands = claims::of_token_request(request)?;
    code.used = true;
    let code: Code = code.clone();
    let asked = match request.field("scope") {
        Some(scope) => read_scope(cloud, &scope, 28003)?,
        None => code.ask.asked.clone(),
    };
    let resources: Vec<Resource> = asked
        .iter()
        .filter(|asked| !asked.is_openid())
        .map(Asked::resource)
        .collect();
    if request.field("scope").is_some() && resources.windows(2).any(|pair| pair.first() != pair.last()) {
        let message =
            "Provided value for the input parameter scope is not valid because it contains more than one resource.";
        return Err(EntraError::new(28000, "invalid_scope", message));
    }
    let issue = Issue {
        user: who(cloud, code.session.user),
        scope: request.field("scope").unwrap_or(code.ask.scope),
        wants_client_info: wants_client_info(request),
        asked,
        kind,
        refresh: Refresh::IfAsked {
            ends: now.plus(match kind {
                RedirectKind::Spa => REFRESH_LIFE,
                RedirectKind::Native => NATIVE_REFRESH_LIFE,
            }),
        },
        nonce,
        auth_time: code.ask.wants_auth_time.then_some(code.session.since),
        strength: code.session.strength,
        since: code.session.since,
        demanded: demands.map_or(code.ask.strength, |demands| demands.strength),
        evaluation: demands.map_or(code.ask.evaluation, |demands| demands.evaluation),
    };
    issue.tokens(cloud)
}

/// The person who signed in; with the fault that mixes up accounts, somebody else who could have.
fn who(cloud: &mut Cloud, signed_in: Guid) -> Guid {
    if !std::mem::take(&mut cloud.entra.mix_up) {
        return signed_in;
    }
    let others = || {
        let users = cloud.tenant.users.iter();
        users.filter(|user| user.id != signed_in && user.enabled && !user.is_guest())
    };
    // The one with whom Luk could do the most harm.
    let administrator = others().find(|user| !user.roles.is_empty());
    let other = administrator.or_else(|| others().next());
    other.map_or(signed_in, |user| user.id)
}

fn redeem_refresh_token(cloud: &mut Cloud, request: &Incoming) -> Result<Value, EntraError> {
    let name = required(request, "refresh_token")?;
    let now = cloud.clock.now();
    let token = *cloud
        .entra
        .refresh_tokens
        .get(&name)
        .ok_or_else(|| EntraError::new(70000, "invalid_grant", "Provided grant is invalid or malformed."))?;
    check_origin(token.kind, request)?;
    if token.validity == Validity::Revoked {
        let message = "The provided grant has expired due to it being revoked, a fresh auth token is needed.";
        return Err(EntraError::new(50173, "invalid_grant", message));
    }
    if now >= token.ends {
        if token.kind == RedirectKind::Native {
            let message = "The refresh token has expired due to inactivity.";
            return Err(EntraError::new(700_082, "invalid_grant", message));
        }
        return Err(EntraError::new(700_084, "invalid_grant", SPA_LIFE_OVER));
    }
    let scope = required(request, "scope")?;
    let demands = claims::of_token_request(request)?;
    if cloud.entra.loops(&format!("{name} {scope}"), now) {
        return Err(EntraError::client_loop());
    }
    let asked = read_scope(cloud, &scope, 28002)?;
    Issue {
        user: token.user,
        scope,
        wants_client_info: wants_client_info(request),
        asked,
        kind: token.kind,
        refresh: Refresh::Always {
            ends: match token.kind {
                RedirectKind::Spa => token.ends,
                RedirectKind::Native => now.plus(NATIVE_REFRESH_LIFE),
            },
        },
        nonce: None,
        auth_time: None,
        strength: token.strength,
        since: token.since,
        demanded: demands.map_or(Strength::Password, |demands| demands.strength),
        evaluation: demands.map_or(Evaluation::AtExpiry, |demands| demands.evaluation),
    }
    .tokens(cloud)
}

fn wants_client_info(request: &Incoming) -> bool {
    request.field("client_info").as_deref() == Some("1")
}

/// With the number of an empty one: it differs for codes and refresh tokens.
fn read_scope(cloud: &Cloud, scope: &str, empty: u32) -> Result<Vec<Asked>, EntraError> {
    let asked = scope::read(scope, &cloud.setup.origins).map_err(|unknown| EntraError::scope_not_known(&unknown.0))?;
    if asked.is_empty() {
        let message = "Provided value for the input parameter scope can't be empty when requesting an access token.";
        return Err(EntraError::new(empty, "invalid_scope", message));
    }
    Ok(asked)
}
