//! The beginning of a sign-in: whose session the browser holds, whom the hints mean, and the first page or an answer at
//! once.

use crate::cloud::Cloud;
use crate::entra::authorize::{Ask, PERSONAL, Prompt};
use crate::entra::error::EntraError;
use crate::entra::redirect::return_address;
use crate::entra::state::{Flow, Session};
use crate::entra::{SESSION_COOKIE, hint, pages, steps};
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::tenant::objects::User;

/// Goes on without a question where the session allows it, else asks.
pub(super) fn start(cloud: &mut Cloud, ask: Ask, request: &Incoming) -> Reply {
    let known = who_is_signed_in(cloud, &ask, request);
    let session = match known {
        Known::Here(session) => Some(session),
        Known::Nobody | Known::Elsewhere | Known::Disabled => None,
    };
    let prompt = ask.prompt;
    let typed = typed(cloud, ask.login_hint.as_deref());
    let id = cloud.random.secret();
    if prompt == Prompt::None && repeats(cloud, &ask, request) {
        return redirect_error_of(&ask, &EntraError::client_loop());
    }
    // Whoever has to type the password again has not signed in to this flow yet.
    let signed_in = session.filter(|_| prompt != Prompt::Login);
    let refused = (prompt == Prompt::None).then(|| silently_refused(known)).flatten();
    cloud.entra.flows.insert(id.clone(), Flow { ask, signed_in });
    if let Some(error) = refused {
        return steps::finish_with_error(cloud, &id, &error);
    }
    match (prompt, session) {
        (Prompt::Login, _) | (_, None) => pages::sign_in(cloud, &id, &typed, None),
        (Prompt::SelectAccount, Some(session)) => pages::pick_account(cloud, &id, session),
        (Prompt::Unset | Prompt::None | Prompt::Consent, Some(_)) => steps::go_on(cloud, &id),
    }
}

/// What a hint puts into the page's field: a sign-in name, never the opaque one.
fn typed(cloud: &Cloud, hint: Option<&str>) -> String {
    let hint = hint.unwrap_or_default();
    let named = hint::account(hint).and_then(|id| cloud.tenant.users.get(id));
    named.map_or_else(|| hint.to_owned(), |user| user.user_principal_name.clone())
}

/// Whose session a browser holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Nobody,
    /// Somebody who is not (or no longer) in the tenant, or not meant by the request's hints.
    Elsewhere,
    Disabled,
    Here(Session),
}

fn silently_refused(known: Known) -> Option<EntraError> {
    let (number, word, message) = match known {
        Known::Here(_) => return None,
        Known::Nobody => (
            50058,
            "login_required",
            "A silent sign-in request was sent but no user is signed in.",
        ),
        Known::Elsewhere => (
            16000,
            "interaction_required",
            "The selected user account does not exist in the tenant and cannot access the application in that tenant. Sign in with another account.",
        ),
        Known::Disabled => (50057, "interaction_required", "The user account is disabled."),
    };
    Some(EntraError::new(number, word, message))
}

fn redirect_error_of(ask: &Ask, error: &EntraError) -> Reply {
    Reply::see(&return_address(ask, error))
}

/// Whether the same browser asks the same thing silently again and again.
fn repeats(cloud: &mut Cloud, ask: &Ask, request: &Incoming) -> bool {
    let cookie = request.cookie(SESSION_COOKIE).unwrap_or_default();
    let asked = format!("{cookie} {} {} {}", ask.tenant_part, ask.redirect_uri, ask.scope);
    let now = cloud.clock.now();
    cloud.entra.loops(&asked, now)
}

/// Who signed in at home is the guest with the same address here.
fn as_guest(cloud: &Cloud, session: Session) -> Session {
    match cloud.guest_of(session.user) {
        Some(user) if cloud.tenant.users.get(session.user).is_none() => Session { user, ..session },
        _ => session,
    }
}

/// The browser's session, as far as the request means its person.
fn who_is_signed_in(cloud: &Cloud, ask: &Ask, request: &Incoming) -> Known {
    let cookie = request.cookie(SESSION_COOKIE);
    let Some(session) = cookie.and_then(|cookie| cloud.entra.session(&cookie)) else {
        return Known::Nobody;
    };
    let session = as_guest(cloud, session);
    let Some(user) = cloud.tenant.users.get(session.user) else {
        return Known::Elsewhere;
    };
    if !user.enabled {
        return Known::Disabled;
    }
    let hinted = ask.login_hint.as_deref().is_none_or(|hint| hint::means(hint, user));
    let hinted = hinted
        && ask
            .domain_hint
            .as_deref()
            .is_none_or(|hint| is_at_home(cloud, user, hint));
    if !hinted {
        return Known::Nobody;
    }
    match user.is_guest() && ask.is_for_any_organization() {
        true => Known::Elsewhere,
        false => Known::Here(session),
    }
}

/// Whether a domain hint means somebody: by the domain of the sign-in name, the organization's id, or the kind of account.
fn is_at_home(cloud: &Cloud, user: &User, hint: &str) -> bool {
    let name = user.mail.as_deref().filter(|_| user.is_guest());
    let name = name.unwrap_or(&user.user_principal_name);
    let is_personal = steps::is_personal(name);
    match hint {
        "organizations" => !is_personal,
        PERSONAL => is_personal,
        _ if cloud.tenant.is_named(hint) => !user.is_guest(),
        _ => name
            .rsplit_once('@')
            .is_some_and(|(_, domain)| domain.eq_ignore_ascii_case(hint)),
    }
}

/// The browser's session, if its user may still sign in this way.
pub(super) fn current_session(cloud: &Cloud, ask: &Ask, request: &Incoming) -> Option<Session> {
    let session = as_guest(cloud, cloud.entra.session(&request.cookie(SESSION_COOKIE)?)?);
    let user = cloud.tenant.users.get(session.user)?;
    (user.enabled && !(user.is_guest() && ask.is_for_any_organization())).then_some(session)
}
