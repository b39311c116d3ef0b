//! The token endpoint: codes and refresh tokens are exchanged here, one resource at a time.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::cloud::{Cloud, RedirectKind};
use crate::entra::authorize::{Goal, wrong_tenant};
use crate::entra::error::{EntraError, SPA_LIFE_OVER};
use crate::entra::scope::{self, Asked, Resource};
use crate::entra::state::{AccessToken, Code, RefreshToken, Strength, Validity};
use crate::entra::steps::{blocked, client_info};
use crate::entra::{CLIENT_ID, LUK_APP, consent, key};
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::time::Timestamp;

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
    match grant_type.as_str() {
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

fn redeem_code(cloud: &mut Cloud, request: &Incoming) -> Result<Value, EntraError> {
    let name = required(request, "code")?;
    let redirect_uri = required(request, "redirect_uri")?;
    let verifier = required(request, "code_verifier")?;
    let kind = cloud.redirect_kind(&redirect_uri).ok_or_else(not_for_pages)?;
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
    code.used = true;
    let code: Code = code.clone();
    let asked = match request.field("scope") {
        Some(scope) => read_scope(cloud, &scope)?,
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
    };
    issue.tokens(cloud)
}

/// The person who signed in; with the fault that mixes up accounts, somebody else who could have.
fn who(cloud: &mut Cloud, signed_in: Guid) -> Guid {
    if !std::mem::take(&mut cloud.entra.mix_up) {
        return signed_in;
    }
    let mut others = cloud.tenant.users.iter();
    let other = others.find(|user| user.id != signed_in && user.enabled && !user.is_guest());
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
    let asked = read_scope(cloud, &scope)?;
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
    }
    .tokens(cloud)
}

fn wants_client_info(request: &Incoming) -> bool {
    request.field("client_info").as_deref() == Some("1")
}

fn read_scope(cloud: &Cloud, scope: &str) -> Result<Vec<Asked>, EntraError> {
    let asked = scope::read(scope, &cloud.setup.origins).map_err(|unknown| EntraError::scope_not_known(&unknown.0))?;
    if asked.is_empty() {
        return Err(EntraError::new(
            28002,
            "invalid_scope",
            "Provided value for the input parameter scope is empty.",
        ));
    }
    Ok(asked)
}

/// Whether a refresh token comes along, and when it ends.
#[derive(Debug, Clone, Copy)]
enum Refresh {
    /// With the first tokens: when `offline_access` was asked for.
    IfAsked { ends: Timestamp },
    /// With each refresh, whatever scope it named.
    Always { ends: Timestamp },
}

/// What is to be issued.
struct Issue {
    user: Guid,
    /// The words of the request.
    scope: String,
    wants_client_info: bool,
    kind: RedirectKind,
    asked: Vec<Asked>,
    refresh: Refresh,
    nonce: Option<String>,
    auth_time: Option<Timestamp>,
    strength: Strength,
}

impl Issue {
    /// If the scope names several resources, the token is for the first one's.
    fn resource(&self) -> Resource {
        self.asked
            .iter()
            .find(|asked| !asked.is_openid())
            .map_or(Resource::Graph, Asked::resource)
    }

    fn asks_for(&self, name: &str) -> bool {
        self.asked
            .iter()
            .any(|asked| matches!(asked, Asked::Permission(permission) if permission.name == name))
    }

    fn tokens(&self, cloud: &mut Cloud) -> Result<Value, EntraError> {
        let user = cloud.tenant.users.get(self.user).ok_or_else(|| {
            EntraError::new(
                50034,
                "invalid_grant",
                "The user account does not exist in the directory.",
            )
        })?;
        if !user.enabled {
            return Err(EntraError::new(50057, "invalid_grant", "The user account is disabled."));
        }
        if let Some(error) = blocked(&cloud.tenant, self.user) {
            return Err(error);
        }
        let client_info = self.wants_client_info.then(|| client_info(user, cloud.tenant.id));
        let (name, display_name) = (user.user_principal_name.clone(), user.display_name.clone());
        match cloud.tenant.service_principal_of(LUK_APP) {
            Some(principal) if principal.enabled => {}
            Some(_) => {
                let message = format!("Application '{CLIENT_ID}' is disabled.");
                return Err(EntraError::new(7_000_112, "unauthorized_client", message));
            }
            None => return Err(EntraError::application_not_found(CLIENT_ID, &cloud.tenant.display_name)),
        }
        let resource = self.resource();
        if cloud.tenant.service_principal_of(resource.app_id()).is_none() {
            let message = format!(
                "The resource principal named {} was not found in the tenant.",
                resource.audience_here(&cloud.setup.origins).as_str()
            );
            return Err(EntraError::new(500_011, "invalid_resource", message));
        }
        // The token carries everything consented to for its resource, not only what was asked for now.
        let granted = consent::granted(&cloud.tenant, self.user, resource);
        let of_resource: Vec<Asked> = self
            .asked
            .iter()
            .filter(|asked| asked.resource() == resource && !asked.is_openid())
            .cloned()
            .collect();
        if granted.is_empty() || !consent::missing(&cloud.tenant, self.user, &of_resource).is_empty() {
            let message = format!(
                "The user or administrator has not consented to use the application with ID '{CLIENT_ID}' named 'Luk'. Send an interactive authorization request for this user and resource."
            );
            return Err(EntraError::new(65001, "invalid_grant", message));
        }
        let broken = || EntraError::new(90033, "temporarily_unavailable", "The signing key is not available.");

        let now = cloud.clock.now();
        // An hour to an hour and a half, as the service spreads it.
        let life = 3599 + cloud.random.below(1800);
        let expires = now.plus(Duration::from_secs(u64::from(life)));
        let login = cloud.setup.origins.login.clone();
        let tenant_id = cloud.tenant.id;
        let issuer = format!("{login}/{tenant_id}/v2.0");
        let subject = subject(tenant_id, self.user);
        let audience = resource.audience(&self.scope, &cloud.setup.origins);
        let mut claims = json!({
            "aud": audience.as_str(), "iss": issuer, "iat": now.seconds(), "nbf": now.seconds(), "exp": expires.seconds(),
            "appid": CLIENT_ID, "oid": self.user, "tid": tenant_id, "sub": subject, "upn": name, "name": display_name,
            "scp": granted.join(" "), "ver": "1.0", "uti": cloud.random.secret(), "canary": cloud.random.guid(), "amr": self.strength.methods(),
        });
        if self.strength == Strength::Multifactor
            && let Some(claims) = claims.as_object_mut()
        {
            claims.insert("acrs".to_owned(), json!(["p1"]));
        }
        let access_token = key::sign(&claims, cloud.entra.signing_key()).ok_or_else(broken)?;
        let scopes = granted.clone();
        cloud.entra.add_access_token(
            &access_token,
            AccessToken {
                resource,
                audience,
                user: self.user,
                scopes,
                expires,
                strength: self.strength,
                validity: Validity::Good,
            },
        );

        let before = scope::prefix(&self.scope, resource, &cloud.setup.origins);
        let prefix = |name: &String| match scope::is_openid(name) {
            true => name.clone(),
            false => format!("{before}{name}"),
        };
        let scope = granted
            .iter()
            .filter(|name| *name != "offline_access")
            .map(prefix)
            .collect::<Vec<_>>()
            .join(" ");
        let mut answer = json!({
            "token_type": "Bearer", "scope": scope, "expires_in": life, "ext_expires_in": life, "access_token": access_token,
        });
        if let Some(client_info) = client_info {
            insert(&mut answer, "client_info", client_info);
        }
        if self.asks_for("openid") {
            claims = json!({
                "aud": CLIENT_ID, "iss": issuer, "iat": now.seconds(), "nbf": now.seconds(), "exp": now.seconds() + 3600,
                "name": display_name, "oid": self.user, "preferred_username": name, "sub": subject, "tid": tenant_id,
                "uti": cloud.random.secret(), "ver": "2.0", "canary": cloud.random.guid(),
            });
            if let Some(claims) = claims.as_object_mut() {
                if let Some(nonce) = &self.nonce {
                    claims.insert("nonce".to_owned(), json!(nonce));
                }
                if let Some(time) = self.auth_time {
                    claims.insert("auth_time".to_owned(), json!(time.seconds()));
                }
            }
            let id_token = key::sign(&claims, cloud.entra.signing_key()).ok_or_else(broken)?;
            cloud.entra.note_secret(&id_token);
            insert(&mut answer, "id_token", id_token);
        }
        let ends = match self.refresh {
            Refresh::Always { ends } => Some(ends),
            Refresh::IfAsked { ends } => self.asks_for("offline_access").then_some(ends),
        };
        if let Some(ends) = ends {
            let token = RefreshToken {
                user: self.user,
                kind: self.kind,
                ends,
                strength: self.strength,
                validity: Validity::Good,
            };
            insert(
                &mut answer,
                "refresh_token",
                cloud.entra.add_refresh_token(token, &mut cloud.random),
            );
        }
        Ok(answer)
    }
}

fn insert(answer: &mut Value, name: &str, value: String) {
    if let Some(answer) = answer.as_object_mut() {
        answer.insert(name.to_owned(), Value::String(value));
    }
}

/// The pairwise subject: the same person is someone else to another app.
fn subject(tenant: Guid, user: Guid) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{tenant} {user} {CLIENT_ID}")))
}
