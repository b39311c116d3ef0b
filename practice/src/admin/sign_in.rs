//! Signing in to the admin centers. Whatever a tenant's settings say, they want a second factor of everybody (mandatory
//! multifactor authentication: Azure and Entra since October 2024, Microsoft 365 since February 2025).

use http::StatusCode;
use maud::html;

use crate::admin::pages;
use crate::cloud::Cloud;
use crate::entra::{EntraError, Obstacle, SESSION_COOKIE, Session, Strength, check_password, check_portal};
use crate::frame::{SECOND_FACTOR, second_factor_form};
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::tenant::account::Method;
use crate::tenant::audit::{Change, SignInApp};

/// The person whose session this browser holds, once nothing stands in the way; or the page that asks for what is missing.
pub(super) fn signed_in(cloud: &mut Cloud, request: &Incoming) -> Result<Session, Reply> {
    let next = request.path_and_query();
    let Some(session) = session(cloud, request) else {
        return Err(pages::sign_in(&next, None));
    };
    match obstacle(cloud, session) {
        None => Ok(session),
        Some(Obstacle::Closed(error)) => {
            log(cloud, session.user, Some(&error));
            let content = html! { p.error role="alert" { (error.description()) } };
            Err(pages::page(StatusCode::FORBIDDEN, "Sign in", &content))
        }
        Some(Obstacle::Stale(error)) => Err(pages::sign_in(&next, Some(&error.message))),
        Some(Obstacle::SecondFactor(_)) => Err(second_factor_page(cloud, session.user, &next, None)),
        Some(Obstacle::Registration(_)) => Err(registration_page(&next)),
    }
}

fn session(cloud: &Cloud, request: &Incoming) -> Option<Session> {
    let session = cloud.entra.session(&request.cookie(SESSION_COOKIE)?)?;
    let user = cloud.tenant.users.get(session.user)?;
    user.enabled.then_some(session)
}

fn obstacle(cloud: &Cloud, session: Session) -> Option<Obstacle> {
    let user = cloud.tenant.users.get(session.user)?;
    check_portal(cloud, user, session).err()
}

/// `POST /sign-in`, `/sign-in/second-factor`, `/sign-in/register`
pub(super) fn answer(cloud: &mut Cloud, rest: &[&str], request: &Incoming) -> Option<Reply> {
    // Only a path of this origin is a place to go on to.
    let next = request
        .field("next")
        .filter(|next| next.starts_with('/') && !next.starts_with("//"));
    let next = next.unwrap_or_else(|| "/".to_owned());
    match rest {
        [] => Some(with_password(cloud, &next, request)),
        ["second-factor"] => Some(with_second_factor(cloud, &next, request)),
        ["register"] => Some(registered(cloud, &next, request)),
        _ => None,
    }
}

/// `GET /sign-out`
pub(super) fn sign_out(cloud: &mut Cloud, request: &Incoming) -> Reply {
    if let Some(cookie) = request.cookie(SESSION_COOKIE) {
        cloud.entra.end_session(&cookie);
    }
    Reply::see("/").with(
        "set-cookie",
        format!("{SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"),
    )
}

fn with_password(cloud: &mut Cloud, next: &str, request: &Incoming) -> Reply {
    let account = request.field("account").unwrap_or_default();
    let password = request.field("password").unwrap_or_default();
    match check_password(cloud, &account, &password) {
        Ok(user) => {
            let session = Session {
                user,
                since: cloud.clock.now(),
                strength: Strength::Password,
                serial: cloud.entra.next_serial(),
            };
            let cookie = cloud.entra.start_session(session, &mut cloud.random);
            let cookie = format!("{SESSION_COOKIE}={cookie}; Path=/; HttpOnly; SameSite=Lax");
            Reply::see(next).with("set-cookie", cookie)
        }
        Err(error) => {
            if let Some(user) = cloud.tenant.account(&account).map(|user| user.id) {
                log(cloud, user, Some(&error));
            }
            pages::sign_in(next, Some(&error.message))
        }
    }
}

fn with_second_factor(cloud: &mut Cloud, next: &str, request: &Incoming) -> Reply {
    let Some(session) = session(cloud, request) else {
        return pages::sign_in(next, None);
    };
    if !matches!(obstacle(cloud, session), Some(Obstacle::SecondFactor(_))) {
        return Reply::see(next);
    }
    if request.field("code").as_deref().map(str::trim) != Some(SECOND_FACTOR) {
        return second_factor_page(cloud, session.user, next, Some("That code didn't work."));
    }
    cloud.entra.strengthen(session);
    log(cloud, session.user, None);
    Reply::see(next)
}

fn registered(cloud: &mut Cloud, next: &str, request: &Incoming) -> Reply {
    let Some(session) = session(cloud, request) else {
        return pages::sign_in(next, None);
    };
    if !matches!(obstacle(cloud, session), Some(Obstacle::Registration(_))) {
        return Reply::see(next);
    }
    if let Some(user) = cloud.tenant.users.get_mut(session.user) {
        user.methods.add(Method::MicrosoftAuthenticator);
    }
    cloud.write_down(session.user, Change::RegisterSecurityInfo, &session.user.to_string());
    cloud.entra.strengthen(session);
    log(cloud, session.user, None);
    Reply::see(next)
}

fn log(cloud: &mut Cloud, user: Guid, error: Option<&EntraError>) {
    cloud.log_sign_in(user, SignInApp::AdminCenter, error);
}

fn second_factor_page(cloud: &Cloud, user: Guid, next: &str, error: Option<&str>) -> Reply {
    let content = second_factor_form(
        cloud,
        user,
        "The admin centers want a second factor of everybody.",
        ("/sign-in/second-factor", "next", next),
        error,
    );
    pages::page(StatusCode::OK, "Verify your identity", &content)
}

fn registration_page(next: &str) -> Reply {
    let content = html! {
        p { "The admin centers want a second factor of everybody, and you have none yet." }
        form method="post" action="/sign-in/register" {
            input type="hidden" name="next" value=(next);
            button type="submit" { "Register the authenticator app" }
        }
    };
    pages::page(StatusCode::OK, "More information required", &content)
}
