//! The steps of a sign-in after its first page: password, account, consent, and the way back to the app.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::StatusCode;
use serde_json::json;

use crate::cloud::Cloud;
use crate::entra::authorize::{Ask, Goal, Prompt, ResponseMode, current_session, leads_to};
use crate::entra::consent::{self, For};
use crate::entra::error::EntraError;
use crate::entra::state::{Code, Flow, Session, Strength};
use crate::entra::{pages, session_cookie};
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::names::NationalCloud;
use crate::reply::Reply;
use crate::tenant::audit::SignIn;
use crate::tenant::objects::{Demand, ELSEWHERE_TENANT, PolicyState, User};
use crate::tenant::{PASSWORD, TenantState};

/// The person behind account and password, or what the sign-in page says instead.
pub(crate) fn check_password<'a>(cloud: &'a Cloud, account: &str, password: &str) -> Result<&'a User, EntraError> {
    let elsewhere = |home: NationalCloud| !cloud.setup.origins.is_login_of(home);
    let is_here = cloud.tenant.deleted.is_none() && !cloud.tenant.cloud.is_some_and(elsewhere);
    let user = cloud.tenant.account(account).filter(|_| is_here).ok_or_else(|| {
        EntraError::new(
            50034,
            "invalid_grant",
            "We couldn't find an account with that username.",
        )
    })?;
    if password != PASSWORD {
        return Err(EntraError::new(
            50126,
            "invalid_grant",
            "Your account or password is incorrect.",
        ));
    }
    if !user.enabled {
        return Err(EntraError::new(
            50057,
            "invalid_grant",
            "Your account has been locked. Contact your administrator.",
        ));
    }
    Ok(user)
}

/// `POST /{tenant}/login`: account and password.
pub(super) fn sign_in(cloud: &mut Cloud, request: &Incoming) -> Reply {
    let Some((id, flow)) = find_flow(cloud, request) else {
        return pages::flow_lost();
    };
    let (account, password) = (
        request.field("account").unwrap_or_default(),
        request.field("password").unwrap_or_default(),
    );
    let user = match check_password(cloud, &account, &password) {
        Ok(user) if user.is_guest() && flow.ask.is_for_any_organization() => {
            let message = "This account is a guest here and would sign in to its own organization, which the practice cloud does not model. Sign in to this tenant by its id.";
            return pages::sign_in(
                cloud,
                &id,
                &account,
                Some(&EntraError::new(50020, "invalid_grant", message)),
            );
        }
        Ok(user) => user.id,
        Err(_) if is_personal(&account) => {
            let message = format!(
                "User account '{account}' from identity provider 'live.com' does not exist in tenant '{}' and cannot access the application. Sign in again with a work or school account.",
                cloud.tenant.display_name
            );
            let error = EntraError::new(50020, "invalid_grant", message);
            return pages::sign_in(cloud, &id, &account, Some(&error));
        }
        Err(error) => {
            if let Some(user) = cloud.tenant.account(&account).map(|user| user.id) {
                log(cloud, user, Some(&error));
            }
            return pages::sign_in(cloud, &id, &account, Some(&error));
        }
    };
    let session = Session {
        user,
        since: cloud.clock.now(),
        strength: Strength::Password,
    };
    let cookie = cloud.entra.start_session(session, &mut cloud.random);
    if let Some(flow) = cloud.entra.flows.get_mut(&id) {
        flow.signed_in = Some(session);
    }
    let cookie = session_cookie(cloud, &cookie, "");
    go_on(cloud, &id).with("set-cookie", cookie)
}

/// `POST /{tenant}/account`: the account picker.
pub(super) fn pick_account(cloud: &mut Cloud, request: &Incoming) -> Reply {
    let Some((id, flow)) = find_flow(cloud, request) else {
        return pages::flow_lost();
    };
    if request.field("choice").as_deref() == Some("signed-in") && is_same_browser(cloud, &flow, request) {
        go_on(cloud, &id)
    } else {
        pages::sign_in(cloud, &id, "", None)
    }
}

/// `POST /{tenant}/second-factor`: the code of the made-up authenticator.
pub(super) fn second_factor(cloud: &mut Cloud, request: &Incoming) -> Reply {
    let Some((id, flow)) = find_flow(cloud, request) else {
        return pages::flow_lost();
    };
    let Some(session) = flow.signed_in.filter(|_| is_same_browser(cloud, &flow, request)) else {
        return pages::flow_lost();
    };
    if request.field("code").as_deref().map(str::trim) != Some(pages::SECOND_FACTOR) {
        let error = EntraError::new(500_121, "invalid_grant", "That code didn't work.");
        return pages::second_factor(cloud, &id, Some(&error));
    }
    cloud.entra.strengthen(session);
    if let Some(flow) = cloud.entra.flows.get_mut(&id) {
        flow.signed_in = Some(Session {
            strength: Strength::Multifactor,
            ..session
        });
    }
    go_on(cloud, &id)
}

/// `POST /{tenant}/consent`: Accept or Decline.
pub(super) fn consent(cloud: &mut Cloud, request: &Incoming) -> Reply {
    let Some((id, flow)) = find_flow(cloud, request) else {
        return pages::flow_lost();
    };
    // A form from another browser, or from before somebody else signed in, consents to nothing.
    let Some(session) = flow.signed_in.filter(|_| is_same_browser(cloud, &flow, request)) else {
        return pages::flow_lost();
    };
    let Some(user) = cloud.tenant.users.get(session.user) else {
        return pages::flow_lost();
    };
    if request.field("decision").as_deref() != Some("accept") {
        let error = EntraError::new(65004, "access_denied", "User declined to consent to access the app.");
        return finish_with_error(cloud, &id, &error);
    }
    let wanted = wanted(cloud, &flow.ask, session.user);
    if !consent::may_consent(user, &wanted) {
        return pages::flow_lost();
    }
    let for_all = flow.ask.goal == Goal::AdminConsent || request.field("organization").is_some();
    let whom = if for_all && consent::may_consent_for_all(user) {
        For::Organization
    } else {
        For::Person(session.user)
    };
    consent::record(cloud, whom, &wanted);
    finish(cloud, &id, flow.ask, session)
}

/// Personal accounts of Microsoft's are at home in no organization.
fn is_personal(account: &str) -> bool {
    let domain = account
        .trim()
        .rsplit_once('@')
        .map(|(_, domain)| domain.to_ascii_lowercase());
    domain.is_some_and(|domain| ["outlook.com", "hotmail.com", "live.com", "msn.com"].contains(&domain.as_str()))
}

/// Writes a sign-in down, as Entra's own log does.
fn log(cloud: &mut Cloud, user: Guid, error: Option<&EntraError>) {
    let sign_in = SignIn {
        id: cloud.random.guid(),
        user,
        error: error.map_or(0, |error| error.number),
        reason: error.map_or_else(|| "Other.".to_owned(), |error| error.message.clone()),
        at: cloud.clock.moment(),
    };
    cloud.tenant.sign_ins.push(sign_in);
}

fn find_flow(cloud: &Cloud, request: &Incoming) -> Option<(String, Flow)> {
    let id = request.field("flow")?;
    let flow = cloud.entra.flows.get(&id)?;
    leads_to(&cloud.tenant, &flow.ask.tenant_part).then(|| (id, flow.clone()))
}

fn is_same_browser(cloud: &Cloud, flow: &Flow, request: &Incoming) -> bool {
    flow.signed_in.is_some() && current_session(cloud, &flow.ask, request) == flow.signed_in
}

/// What this sign-in has to be consented to.
fn wanted(cloud: &Cloud, ask: &Ask, user: Guid) -> Vec<&'static crate::entra::scope::Permission> {
    if ask.prompt == Prompt::Consent || ask.goal == Goal::AdminConsent {
        consent::permissions(&ask.asked)
    } else {
        consent::missing(&cloud.tenant, user, &ask.asked)
    }
}

/// The conditional access policy that keeps somebody out, if one does.
pub(super) fn blocked(tenant: &TenantState, user: Guid) -> Option<EntraError> {
    let mut policies = tenant.policies.iter().filter(|policy| {
        policy.state == PolicyState::Enabled && (policy.users.is_empty() || policy.users.contains(&user))
    });
    policies.find_map(|policy| {
        let (number, message) = match policy.demand {
            Demand::Multifactor => return None,
            Demand::Block => (
                53003,
                "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
            ),
            Demand::CompliantDevice => (
                53000,
                "Device is not in required device state: compliant. Conditional Access policy requires a compliant device, and the device is not compliant.",
            ),
            Demand::DomainJoinedDevice => (
                53001,
                "Device is not in required device state: domain_joined. Conditional Access policy requires a domain joined device, and the device is not domain joined.",
            ),
            Demand::ApprovedApplication => (
                53002,
                "The app used is not an approved app for Conditional Access.",
            ),
        };
        Some(EntraError::new(number, "invalid_grant", message))
    })
}

/// Somebody has signed in: asks for consent, or goes back to the app.
pub(super) fn go_on(cloud: &mut Cloud, id: &str) -> Reply {
    let Some(flow) = cloud.entra.flows.get(id).cloned() else {
        return pages::flow_lost();
    };
    let Some(session) = flow.signed_in else {
        return pages::flow_lost();
    };
    let Some(user) = cloud.tenant.users.get(session.user) else {
        return pages::flow_lost();
    };
    if session.strength < flow.ask.strength {
        if flow.ask.prompt == Prompt::None {
            let message = "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication.";
            return finish_with_error(cloud, id, &EntraError::new(50076, "interaction_required", message));
        }
        return pages::second_factor(cloud, id, None);
    }
    if let Some(error) = blocked(&cloud.tenant, session.user) {
        log(cloud, session.user, Some(&error));
        if flow.ask.prompt == Prompt::None {
            return finish_with_error(
                cloud,
                id,
                &EntraError {
                    error: "interaction_required",
                    ..error
                },
            );
        }
        // It is told on a page of Entra's: the app is not sent anything.
        return pages::error(StatusCode::FORBIDDEN, &error);
    }
    let wanted = wanted(cloud, &flow.ask, session.user);
    if wanted.is_empty() && flow.ask.goal != Goal::AdminConsent {
        return finish(cloud, id, flow.ask, session);
    }
    if flow.ask.prompt == Prompt::None {
        let message = "The user or administrator has not consented to use the application. Send an interactive authorization request.";
        return finish_with_error(cloud, id, &EntraError::new(65001, "interaction_required", message));
    }
    let needs_administrator = flow.ask.goal == Goal::AdminConsent && !consent::may_consent_for_all(user);
    if needs_administrator || !consent::may_consent(user, &wanted) {
        let error = EntraError::new(
            90094,
            "access_denied",
            "The app requires access that only an administrator can grant.",
        );
        let back = return_address(&flow.ask, &error);
        return pages::admin_needed(user, &wanted, &error, &back);
    }
    pages::consent(id, &flow.ask, user, &wanted)
}

/// Whose account it is, and of which tenant, as Microsoft's libraries read it.
pub(super) fn client_info(user: &User, tenant: Guid) -> String {
    let home = if user.is_guest() { ELSEWHERE_TENANT } else { tenant };
    URL_SAFE_NO_PAD.encode(json!({"uid": user.id, "utid": home}).to_string())
}

fn finish(cloud: &mut Cloud, id: &str, ask: Ask, session: Session) -> Reply {
    cloud.entra.flows.remove(id);
    let redirect_uri = ask.redirect_uri.clone();
    match ask.goal.clone() {
        Goal::AdminConsent => {
            let mut pairs = vec![
                ("admin_consent", "True".to_owned()),
                ("tenant", cloud.tenant.id.to_string()),
                ("scope", ask.scope),
            ];
            pairs.extend(ask.state.map(|state| ("state", state)));
            redirect(&redirect_uri, ResponseMode::Query, &pairs)
        }
        Goal::Code { mode, .. } => {
            let state = ask.state.clone();
            log(cloud, session.user, None);
            let user = cloud.tenant.users.get(session.user).filter(|_| ask.wants_client_info);
            let client_info = user.map(|user| client_info(user, cloud.tenant.id));
            let code = Code {
                ask,
                session,
                issued: cloud.clock.now(),
                used: false,
            };
            let code = cloud.entra.add_code(code, &mut cloud.random);
            let mut pairs = vec![("code", code)];
            pairs.extend(client_info.map(|info| ("client_info", info)));
            pairs.extend(state.map(|state| ("state", state)));
            pairs.push(("session_state", cloud.random.guid().to_string()));
            redirect(&redirect_uri, mode, &pairs)
        }
    }
}

/// Back to the app with an error; the flow is over.
pub(super) fn finish_with_error(cloud: &mut Cloud, id: &str, error: &EntraError) -> Reply {
    match cloud.entra.flows.remove(id) {
        Some(flow) => Reply::see(&return_address(&flow.ask, error)),
        None => pages::flow_lost(),
    }
}

fn return_address(ask: &Ask, error: &EntraError) -> String {
    match ask.goal {
        Goal::Code { mode, .. } => error_address(&ask.redirect_uri, mode, ask.state.as_deref(), error),
        Goal::AdminConsent => {
            let address = error_address(&ask.redirect_uri, ResponseMode::Query, ask.state.as_deref(), error);
            format!("{address}&admin_consent=True")
        }
    }
}

pub(super) fn redirect_error(redirect_uri: &str, mode: ResponseMode, state: Option<&str>, error: &EntraError) -> Reply {
    Reply::see(&error_address(redirect_uri, mode, state, error))
}

fn error_address(redirect_uri: &str, mode: ResponseMode, state: Option<&str>, error: &EntraError) -> String {
    let mut pairs = vec![
        ("error", error.error.to_owned()),
        ("error_description", error.description()),
    ];
    pairs.extend(state.map(|state| ("state", state.to_owned())));
    address(redirect_uri, mode, &pairs)
}

fn redirect(redirect_uri: &str, mode: ResponseMode, pairs: &[(&str, String)]) -> Reply {
    Reply {
        status: StatusCode::FOUND,
        ..Reply::see(&address(redirect_uri, mode, pairs))
    }
}

fn address(redirect_uri: &str, mode: ResponseMode, pairs: &[(&str, String)]) -> String {
    let pairs = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    match mode {
        ResponseMode::Fragment => format!("{redirect_uri}#{pairs}"),
        ResponseMode::Query if redirect_uri.contains('?') => format!("{redirect_uri}&{pairs}"),
        ResponseMode::Query => format!("{redirect_uri}?{pairs}"),
    }
}
