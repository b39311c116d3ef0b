//! The authorize and adminconsent endpoints: reading and checking the request. What it is answered with first is in
//! `starting`.

use http::StatusCode;
use serde_json::Value;

use crate::cloud::Cloud;
use crate::entra::error::EntraError;
use crate::entra::redirect::redirect_error;
use crate::entra::scope::{self, Asked};
use crate::entra::state::{Evaluation, Strength};
use crate::entra::{CLIENT_ID, claims, pages, starting};
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::tenant::TenantState;
use crate::tenant::account::LukAudience;

/// What the app wants in the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Goal {
    /// An authorization code, bound to this S256 challenge.
    Code {
        challenge: String,
        nonce: Option<String>,
        mode: ResponseMode,
    },
    /// Consent for the organization.
    AdminConsent,
}

/// Where the answer's parameters go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ResponseMode {
    Query,
    Fragment,
}

/// What the app asks to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Prompt {
    Unset,
    Login,
    None,
    Consent,
    SelectAccount,
}

/// A checked request.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) goal: Goal,
    pub(crate) tenant_part: String,
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
    pub(crate) asked: Vec<Asked>,
    pub(crate) scope: String,
    pub(crate) prompt: Prompt,
    pub(crate) login_hint: Option<String>,
    pub(crate) wants_auth_time: bool,
    /// `client_info=1`: Microsoft's libraries ask for the account's home, by which they keep accounts apart.
    pub(crate) wants_client_info: bool,
    /// How strong a sign-in the claims demand.
    pub(crate) strength: Strength,
    pub(crate) evaluation: Evaluation,
    /// Where the person is at home: a domain or the id of an organization, or which kind of account.
    pub(crate) domain_hint: Option<String>,
}

impl Ask {
    /// Whether any organization's account may sign in: then a guest would sign in at home, not here.
    pub(crate) fn is_for_any_organization(&self) -> bool {
        is_any_organization(&self.tenant_part)
    }
}

pub(crate) fn is_any_organization(part: &str) -> bool {
    part == "organizations" || part == "common"
}

/// What is wrong with a request's tenant part, if anything is: it can be none, there is no such tenant, or it is one of
/// another national cloud.
pub(super) fn wrong_tenant(cloud: &Cloud, part: &str) -> Option<EntraError> {
    let tenant = &cloud.tenant;
    if part.eq_ignore_ascii_case(PERSONAL) {
        return Some(EntraError::application_not_found(CLIENT_ID, "Microsoft Accounts"));
    }
    let is_a_name = part.contains('.') || part.parse::<Guid>().is_ok() || is_any_organization(part);
    if !is_a_name {
        let message =
            format!("Specified tenant identifier '{part}' is neither a valid DNS name, nor a valid external domain.");
        return Some(EntraError::new(900_023, "invalid_request", message));
    }
    if !leads_to(tenant, part) {
        return Some(EntraError::tenant_not_found(part));
    }
    let elsewhere = tenant.cloud.filter(|home| !cloud.setup.origins.is_login_of(*home))?;
    // Asked for by name, it is known to be elsewhere; among all organizations it is not found.
    (!is_any_organization(part)).then(|| EntraError::another_cloud(part, elsewhere))
}

/// The tenant part, and the domain hint, of personal accounts. Luk's registration takes none.
pub(super) const PERSONAL: &str = "consumers";

/// An app registered for its own organization alone is met by that organization's name only.
pub(super) fn wrong_audience(tenant: &TenantState, part: &str) -> Option<EntraError> {
    let is_single = tenant.sign_in_rules.audience == LukAudience::OwnOrganization;
    (is_single && is_any_organization(part)).then(|| {
        let message = format!(
            "Application '{CLIENT_ID}' (Luk) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps. Use a tenant-specific endpoint or configure the application to be multi-tenant."
        );
        EntraError::new(50194, "invalid_request", message)
    })
}

/// Whether a request's tenant part leads to the tenant, and the tenant is still there.
pub(super) fn leads_to(tenant: &TenantState, part: &str) -> bool {
    tenant.deleted.is_none() && (is_any_organization(part) || tenant.is_named(part))
}

/// `GET /{tenant}/oauth2/v2.0/authorize`
pub(super) fn authorize(cloud: &mut Cloud, tenant_part: &str, request: &Incoming) -> Reply {
    let redirect_uri = match check_client(cloud, tenant_part, request) {
        Ok(redirect_uri) => redirect_uri,
        Err(error) => return pages::error(StatusCode::BAD_REQUEST, &error),
    };
    // From here on the redirect address is known to be Luk's, so errors go there.
    let state = request.query("state");
    let mode = mode_of(request);
    match read(cloud, tenant_part, request, &redirect_uri, mode) {
        Ok(ask) => starting::start(cloud, ask, request),
        Err(error) => redirect_error(&redirect_uri, mode, state.as_deref(), &error),
    }
}

/// The way back to the app with an error, if this is a sign-in without pages whose address is the app's.
pub(super) fn silent_failure(cloud: &Cloud, request: &Incoming, error: &EntraError) -> Option<Reply> {
    let segments = request.segments();
    let tenant_part = segments.first()?;
    if request.query("prompt").as_deref() != Some("none") {
        return None;
    }
    let redirect_uri = check_client(cloud, tenant_part, request).ok()?;
    let state = request.query("state");
    Some(redirect_error(&redirect_uri, mode_of(request), state.as_deref(), error))
}

fn mode_of(request: &Incoming) -> ResponseMode {
    match request.query("response_mode").as_deref() {
        Some("fragment") => ResponseMode::Fragment,
        _ => ResponseMode::Query,
    }
}

/// `GET /{tenant}/v2.0/adminconsent`
pub(super) fn admin_consent(cloud: &mut Cloud, tenant_part: &str, request: &Incoming) -> Reply {
    let redirect_uri = match check_client(cloud, tenant_part, request) {
        Ok(redirect_uri) if tenant_part != "common" => redirect_uri,
        Ok(_) => return pages::error(StatusCode::BAD_REQUEST, &EntraError::tenant_not_found("common")),
        Err(error) => return pages::error(StatusCode::BAD_REQUEST, &error),
    };
    let scope = request.query("scope").unwrap_or_default();
    let asked = match scope::read(&scope, &cloud.setup.origins) {
        Ok(asked) => asked,
        Err(unknown) => return pages::error(StatusCode::BAD_REQUEST, &EntraError::scope_not_known(&unknown.0)),
    };
    let ask = Ask {
        goal: Goal::AdminConsent,
        tenant_part: tenant_part.to_owned(),
        redirect_uri,
        state: request.query("state"),
        asked,
        scope,
        prompt: Prompt::Unset,
        login_hint: None,
        wants_auth_time: false,
        wants_client_info: false,
        strength: Strength::Password,
        evaluation: Evaluation::AtExpiry,
        domain_hint: None,
    };
    starting::start(cloud, ask, request)
}

/// The checks whose failure must not redirect anywhere: the redirect address itself is not trusted yet.
fn check_client(cloud: &Cloud, tenant_part: &str, request: &Incoming) -> Result<String, EntraError> {
    if let Some(error) = wrong_tenant(cloud, tenant_part) {
        return Err(error);
    }
    let client_id = request
        .query("client_id")
        .ok_or_else(|| EntraError::missing_parameter("client_id"))?;
    if !client_id.eq_ignore_ascii_case(CLIENT_ID) {
        return Err(EntraError::application_not_found(
            &client_id,
            &cloud.tenant.display_name,
        ));
    }
    if let Some(error) = wrong_audience(&cloud.tenant, tenant_part) {
        return Err(error);
    }
    let redirect_uri = request
        .query("redirect_uri")
        .ok_or_else(|| EntraError::missing_parameter("redirect_uri"))?;
    if cloud.redirect_kind(&redirect_uri).is_none() {
        let message = format!(
            "The redirect URI '{redirect_uri}' specified in the request does not match the redirect URIs configured for the application '{CLIENT_ID}'."
        );
        return Err(EntraError::new(50011, "invalid_request", message));
    }
    Ok(redirect_uri)
}

fn read(
    cloud: &Cloud,
    tenant_part: &str,
    request: &Incoming,
    redirect_uri: &str,
    mode: ResponseMode,
) -> Result<Ask, EntraError> {
    match request.query("response_type").as_deref() {
        Some("code") => {}
        Some(other) => {
            let message = format!("The response_type '{other}' is not supported for this application.");
            return Err(EntraError::new(700_054, "unsupported_response_type", message));
        }
        None => return Err(EntraError::missing_parameter("response_type")),
    }
    match request.query("response_mode").as_deref() {
        None | Some("query" | "fragment") => {}
        Some(other) => {
            let message = format!("'{other}' is not a supported value of 'response_mode' here.");
            return Err(EntraError::new(70007, "invalid_request", message));
        }
    }
    let challenge = request
        .query("code_challenge")
        .filter(|challenge| challenge.len() == 43);
    let (Some(challenge), Some("S256")) = (challenge, request.query("code_challenge_method").as_deref()) else {
        let message = "Proof Key for Code Exchange with a SHA-256 challenge is required for cross-origin authorization code redemption.";
        return Err(EntraError::new(9_002_325, "invalid_request", message));
    };
    let scope = request.query("scope").filter(|scope| !scope.trim().is_empty());
    let scope = scope.ok_or_else(|| EntraError::missing_parameter("scope"))?;
    let asked = scope::read(&scope, &cloud.setup.origins).map_err(|unknown| EntraError::scope_not_known(&unknown.0))?;
    scope::check_configured(&cloud.tenant, &asked)?;
    check_resources(&cloud.tenant, &asked)?;
    let claims = request
        .query("claims")
        .map_or(Ok(Value::Null), |claims| claims::read(&claims))?;
    let demands = claims::demands(&claims);
    let prompt = read_prompt(request)?;
    let login_hint = request.query("login_hint");
    if prompt == Prompt::SelectAccount && login_hint.is_some() {
        let message = "The parameters 'prompt' with the value 'select_account' and 'login_hint' cannot be combined.";
        return Err(EntraError::new(90023, "invalid_request", message));
    }
    Ok(Ask {
        goal: Goal::Code {
            challenge,
            nonce: request.query("nonce"),
            mode,
        },
        tenant_part: tenant_part.to_owned(),
        redirect_uri: redirect_uri.to_owned(),
        state: request.query("state"),
        asked,
        scope,
        prompt,
        login_hint,
        wants_auth_time: claims.pointer("/id_token/auth_time").is_some(),
        wants_client_info: request.query("client_info").as_deref() == Some("1"),
        strength: demands.strength,
        evaluation: demands.evaluation,
        domain_hint: request.query("domain_hint").filter(|hint| !hint.is_empty()),
    })
}

/// An API of which the organization has no service principal can be consented to by nobody.
fn check_resources(tenant: &TenantState, asked: &[Asked]) -> Result<(), EntraError> {
    let absent =
        |asked: &&Asked| !asked.is_openid() && tenant.service_principal_of(asked.resource().app_id()).is_none();
    match asked.iter().find(absent) {
        None => Ok(()),
        Some(asked) => {
            let message = format!(
                "The app is trying to access a service '{}' that your organization '{}' lacks a service principal for.",
                asked.resource().app_id(),
                tenant.id
            );
            Err(EntraError::new(650_052, "invalid_client", message))
        }
    }
}

fn read_prompt(request: &Incoming) -> Result<Prompt, EntraError> {
    match request.query("prompt").as_deref() {
        None | Some("") => Ok(Prompt::Unset),
        Some("login") => Ok(Prompt::Login),
        Some("none") => Ok(Prompt::None),
        Some("consent") => Ok(Prompt::Consent),
        Some("select_account") => Ok(Prompt::SelectAccount),
        Some(other) => {
            let message = format!("'{other}' is not a valid value of 'prompt'.");
            Err(EntraError::new(90023, "invalid_request", message))
        }
    }
}
