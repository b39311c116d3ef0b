//! The steps of a sign-in between the first page and the way back to the app: password, second factor, registering one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::StatusCode;
use serde_json::json;

use crate::cloud::Cloud;
use crate::entra::authorize::{Ask, Goal, Prompt, ResponseMode, leads_to};
use crate::entra::error::EntraError;
use crate::entra::gate::{self, Obstacle, Proof, ProofKind};
use crate::entra::passwords::{check_password, renew};
use crate::entra::redirect::{redirect, return_address};
use crate::entra::starting::current_session;
use crate::entra::state::{Code, Flow, Session, Strength};
use crate::entra::{consenting, pages, session_cookie};
use crate::frame::SECOND_FACTOR;
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::tenant::account::Method;
use crate::tenant::audit::{Change, SignInApp};
use crate::tenant::objects::{ELSEWHERE_TENANT, User};

/// `POST /{tenant}/login`: account and password.
pub(super) fn sign_in(cloud: &mut Cloud, request: &Incoming) -> Reply {
    let Some((id, flow)) = find_flow(cloud, request) else {
        return pages::flow_lost();
    };
    let account = request.field("account").unwrap_or_default();
    let password = request.field("password").unwrap_or_default();
    let checked = check_password(cloud, &account, &password);
    signed_in_with(cloud, &id, &flow, &account, checked)
}

/// `POST /{tenant}/password`: a new password in the place of one that has expired.
pub(super) fn new_password(cloud: &mut Cloud, request: &Incoming) -> Reply {
    let Some((id, flow)) = find_flow(cloud, request) else {
        return pages::flow_lost();
    };
    let account = request.field("account").unwrap_or_default();
    let password = request.field("password").unwrap_or_default();
    let new = request.field("new").unwrap_or_default();
    let checked = renew(cloud, &account, &password, &new);
    signed_in_with(cloud, &id, &flow, &account, checked)
}

fn signed_in_with(cloud: &mut Cloud, id: &str, flow: &Flow, account: &str, checked: Result<Guid, EntraError>) -> Reply {
    let guest = |user: &Guid| cloud.tenant.users.get(*user).is_some_and(User::is_guest);
    let user = match checked {
        // A guest with a personal account: it is at home in no organization.
        Ok(user) if guest(&user) && flow.ask.is_for_any_organization() => {
            let error = not_of_tenant(cloud, account);
            return pages::sign_in(cloud, id, account, Some(&error));
        }
        Ok(user) => user,
        Err(_) if is_personal(account) => {
            let error = not_of_tenant(cloud, account);
            return pages::sign_in(cloud, id, account, Some(&error));
        }
        Err(error) => {
            if let Some(user) = cloud.tenant.account(account).map(|user| user.id) {
                log(cloud, user, Some(&error));
            }
            return match error.number {
                50055 => pages::new_password(cloud, id, account, &error),
                _ => pages::sign_in(cloud, id, account, Some(&error)),
            };
        }
    };
    let session = Session {
        user,
        since: cloud.clock.now(),
        strength: Strength::Password,
        serial: cloud.entra.next_serial(),
    };
    let cookie = cloud.entra.start_session(session, &mut cloud.random);
    if let Some(flow) = cloud.entra.flows.get_mut(id) {
        flow.signed_in = Some(session);
    }
    let cookie = session_cookie(cloud, &cookie, "");
    go_on(cloud, id).with("set-cookie", cookie)
}

/// The account is at home elsewhere and no guest here.
pub(super) fn not_of_tenant(cloud: &Cloud, account: &str) -> EntraError {
    let provider = if is_personal(account) {
        "live.com".to_owned()
    } else {
        format!("https://sts.windows.net/{ELSEWHERE_TENANT}/")
    };
    let message = format!(
        "User account '{account}' from identity provider '{provider}' does not exist in tenant '{}' and cannot access the application. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different account.",
        cloud.tenant.display_name
    );
    EntraError::new(50020, "invalid_grant", message)
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

/// `POST /{tenant}/second-factor`: the code of the made-up second factor.
pub(super) fn second_factor(cloud: &mut Cloud, request: &Incoming) -> Reply {
    let Some((id, flow)) = find_flow(cloud, request) else {
        return pages::flow_lost();
    };
    let Some(session) = flow.signed_in.filter(|_| is_same_browser(cloud, &flow, request)) else {
        return pages::flow_lost();
    };
    let has_one = cloud
        .tenant
        .users
        .get(session.user)
        .is_some_and(|user| !user.methods.is_empty());
    if !has_one {
        return go_on(cloud, &id);
    }
    if request.field("code").as_deref().map(str::trim) != Some(SECOND_FACTOR) {
        let message = "Authentication failed during strong authentication request: that code didn't work.";
        let error = EntraError::new(500_121, "invalid_grant", message);
        log(cloud, session.user, Some(&error));
        return pages::second_factor(cloud, &id, session.user, Some(&error));
    }
    strengthen(cloud, &id, session)
}

/// `POST /{tenant}/register`: the authenticator app becomes the second factor of somebody who has none.
pub(super) fn register(cloud: &mut Cloud, request: &Incoming) -> Reply {
    let Some((id, flow)) = find_flow(cloud, request) else {
        return pages::flow_lost();
    };
    let Some(session) = flow.signed_in.filter(|_| is_same_browser(cloud, &flow, request)) else {
        return pages::flow_lost();
    };
    let Some(user) = cloud.tenant.users.get(session.user) else {
        return pages::flow_lost();
    };
    // Who has a second factor shows it; only where nothing else stands in the way can one be registered.
    let obstacle = gate::check(cloud, user, proof(session, flow.ask.strength));
    if !matches!(obstacle, Err(Obstacle::Registration(_))) {
        return go_on(cloud, &id);
    }
    if let Some(user) = cloud.tenant.users.get_mut(session.user) {
        user.methods.add(Method::MicrosoftAuthenticator);
    }
    cloud.write_down(session.user, Change::RegisterSecurityInfo, &session.user.to_string());
    strengthen(cloud, &id, session)
}

fn strengthen(cloud: &mut Cloud, id: &str, session: Session) -> Reply {
    cloud.entra.strengthen(session);
    if let Some(flow) = cloud.entra.flows.get_mut(id) {
        flow.signed_in = Some(Session {
            strength: Strength::Multifactor,
            ..session
        });
    }
    go_on(cloud, id)
}

const fn proof(session: Session, demanded: Strength) -> Proof {
    Proof {
        strength: session.strength,
        since: session.since,
        demanded,
        kind: ProofKind::Session,
    }
}

/// Personal accounts of Microsoft's are at home in no organization.
pub(crate) fn is_personal(account: &str) -> bool {
    let domain = account
        .trim()
        .rsplit_once('@')
        .map(|(_, domain)| domain.to_ascii_lowercase());
    domain.is_some_and(|domain| ["outlook.com", "hotmail.com", "live.com", "msn.com"].contains(&domain.as_str()))
}

pub(super) fn log(cloud: &mut Cloud, user: Guid, error: Option<&EntraError>) {
    cloud.log_sign_in(user, SignInApp::Luk, error);
}

pub(super) fn find_flow(cloud: &Cloud, request: &Incoming) -> Option<(String, Flow)> {
    let id = request.field("flow")?;
    let flow = cloud.entra.flows.get(&id)?;
    leads_to(&cloud.tenant, &flow.ask.tenant_part).then(|| (id, flow.clone()))
}

pub(super) fn is_same_browser(cloud: &Cloud, flow: &Flow, request: &Incoming) -> bool {
    flow.signed_in.is_some() && current_session(cloud, &flow.ask, request) == flow.signed_in
}

/// Somebody has signed in: asks for what is missing, for consent, or goes back to the app.
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
    match gate::check(cloud, user, proof(session, flow.ask.strength)) {
        Ok(()) => consenting::go_on(cloud, id, flow.ask, session),
        Err(obstacle) => stopped(cloud, id, &flow.ask, session, obstacle),
    }
}

fn stopped(cloud: &mut Cloud, id: &str, ask: &Ask, session: Session, obstacle: Obstacle) -> Reply {
    if ask.prompt == Prompt::None {
        let error = EntraError {
            error: "interaction_required",
            ..obstacle.into_error()
        };
        log(cloud, session.user, Some(&error));
        return finish_with_error(cloud, id, &error);
    }
    match obstacle {
        // It is told on a page of Entra's: the app is not sent anything.
        Obstacle::Closed(error) => {
            log(cloud, session.user, Some(&error));
            pages::error(StatusCode::FORBIDDEN, &error)
        }
        // In the log an interrupted sign-in has the number of the interruption.
        Obstacle::SecondFactor(error) => {
            let interrupted = EntraError { number: 50074, ..error };
            log(cloud, session.user, Some(&interrupted));
            pages::second_factor(cloud, id, session.user, None)
        }
        Obstacle::Registration(error) => {
            let interrupted = EntraError { number: 50072, ..error };
            log(cloud, session.user, Some(&interrupted));
            pages::register(cloud, id, &interrupted)
        }
        Obstacle::Stale(error) => {
            let name = cloud
                .tenant
                .users
                .get(session.user)
                .map(|user| user.user_principal_name.clone());
            pages::sign_in(cloud, id, &name.unwrap_or_default(), Some(&error))
        }
    }
}

/// Whose account it is, and of which tenant, as Microsoft's libraries read it.
pub(super) fn client_info(user: &User, tenant: Guid, home: Option<Guid>) -> String {
    let home = if user.is_guest() {
        home.unwrap_or(ELSEWHERE_TENANT)
    } else {
        tenant
    };
    URL_SAFE_NO_PAD.encode(json!({"uid": user.id, "utid": home}).to_string())
}

pub(super) fn finish(cloud: &mut Cloud, id: &str, ask: Ask, session: Session) -> Reply {
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
            let client_info = user.map(|user| {
                client_info(
                    user,
                    cloud.tenant.id,
                    cloud.home_id(user.mail.as_deref().unwrap_or_default()),
                )
            });
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
