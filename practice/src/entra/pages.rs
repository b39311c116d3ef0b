//! The pages of a sign-in: plain forms without a script. They say that nothing here is Microsoft's.

use http::StatusCode;
use maud::{Markup, html};

use crate::cloud::Cloud;
use crate::entra::authorize::{Ask, Goal};
use crate::entra::consent;
use crate::entra::error::EntraError;
use crate::entra::scope::Permission;
use crate::entra::state::Session;
use crate::frame::{frame, second_factor_form};
use crate::guid::Guid;
use crate::reply::Reply;
use crate::tenant::objects::User;

const BANNER: &str = "Practice sign-in — not Microsoft. Never type a real password here.";

fn page(title: &str, content: &Markup) -> Markup {
    frame(title, &html! { p.banner { (BANNER) } }, content)
}

/// A reply that holds a form is about one sign-in and must not be kept.
fn form_page(title: &str, content: &Markup) -> Reply {
    Reply::page(StatusCode::OK, page(title, content)).with("cache-control", "no-store, no-cache")
}

pub(super) fn sign_in(cloud: &Cloud, flow: &str, account: &str, error: Option<&EntraError>) -> Reply {
    let action = format!("/{}/login", cloud.tenant.id);
    let content = html! {
        @if let Some(error) = error {
            p.error role="alert" { (error.message) " (AADSTS" (error.number) ")" }
        }
        form method="post" action=(action) {
            input type="hidden" name="flow" value=(flow);
            label for="account" { "Account" }
            input id="account" name="account" type="text" value=(account) autocomplete="username" autocapitalize="none" required;
            label for="password" { "Password" }
            input id="password" name="password" type="password" autocomplete="current-password" required;
            div { button type="submit" { "Sign in" } }
        }
        p { "to continue to Luk" }
    };
    form_page("Sign in to your account", &content)
}

pub(super) fn second_factor(cloud: &Cloud, flow: &str, user: Guid, error: Option<&EntraError>) -> Reply {
    let error = error.map(|error| format!("{} (AADSTS{})", error.message, error.number));
    let content = second_factor_form(
        cloud,
        user,
        "Your organization asks for a second factor.",
        (&format!("/{}/second-factor", cloud.tenant.id), "flow", flow),
        error.as_deref(),
    );
    form_page("Verify your identity", &content)
}

/// Somebody has to have a second factor and has none yet.
pub(super) fn register(cloud: &Cloud, flow: &str, error: &EntraError) -> Reply {
    let content = html! {
        p { "Your organization needs more information to keep your account secure." }
        p { (error.description()) }
        form method="post" action=(format!("/{}/register", cloud.tenant.id)) {
            input type="hidden" name="flow" value=(flow);
            button type="submit" { "Register the authenticator app" }
        }
    };
    form_page("More information required", &content)
}

/// The password has expired.
pub(super) fn new_password(cloud: &Cloud, flow: &str, account: &str, error: &EntraError) -> Reply {
    let content = html! {
        p.error role="alert" { (error.message) " (AADSTS" (error.number) ")" }
        form method="post" action=(format!("/{}/password", cloud.tenant.id)) {
            input type="hidden" name="flow" value=(flow);
            input type="hidden" name="account" value=(account);
            label for="password" { "Current password" }
            input id="password" name="password" type="password" autocomplete="current-password" required;
            label for="new" { "New password" }
            input id="new" name="new" type="password" autocomplete="new-password" required;
            div { button type="submit" { "Update password" } }
        }
    };
    form_page("Update your password", &content)
}

/// Only an administrator may consent, and can be asked (admin consent workflow).
pub(super) fn ask_administrator(
    cloud: &Cloud,
    flow: &str,
    user: &User,
    wanted: &[&Permission],
    error: &EntraError,
    back: &str,
) -> Reply {
    let content = html! {
        p { (user.user_principal_name) }
        p.error role="alert" { (error.description()) }
        p { strong { "Luk" } " needs permission to:" }
        (list(wanted))
        form method="post" action=(format!("/{}/consent-request", cloud.tenant.id)) {
            input type="hidden" name="flow" value=(flow);
            label for="reason" { "Enter justification for requesting this app" }
            textarea id="reason" name="reason" required {}
            div { button type="submit" { "Request approval" } }
        }
        p { a href=(back) { "Return to the application without granting consent" } }
    };
    form_page("Approval required", &content)
}

pub(super) fn request_sent(back: &str) -> Reply {
    let content = html! {
        p.done role="status" { "Your request was sent to the administrators of your organization." }
        p { a href=(back) { "Return to the application without granting consent" } }
    };
    form_page("Request sent", &content)
}

pub(super) fn pick_account(cloud: &Cloud, flow: &str, session: Session) -> Reply {
    let action = format!("/{}/account", cloud.tenant.id);
    let name = cloud
        .tenant
        .users
        .get(session.user)
        .map_or("", |user| &user.user_principal_name);
    let content = html! {
        form method="post" action=(action) {
            input type="hidden" name="flow" value=(flow);
            button type="submit" name="choice" value="signed-in" { (name) }
            button type="submit" name="choice" value="another" { "Use another account" }
        }
    };
    form_page("Pick an account", &content)
}

pub(super) fn consent(cloud: &Cloud, flow: &str, ask: &Ask, user: &User, wanted: &[&Permission]) -> Reply {
    let content = html! {
        p { (user.user_principal_name) }
        p { strong { "Luk" } " would like to:" }
        (list(wanted))
        form method="post" action=(format!("/{}/consent", cloud.tenant.id)) {
            input type="hidden" name="flow" value=(flow);
            @if ask.goal == Goal::AdminConsent {
                p { "You consent on behalf of your organization." }
            } @else if consent::may_consent_for_all(user) {
                div.choice {
                    input id="organization" name="organization" type="checkbox" value="yes";
                    label for="organization" { "Consent on behalf of your organization" }
                }
            }
            button type="submit" name="decision" value="accept" { "Accept" }
            button type="submit" name="decision" value="decline" { "Decline" }
        }
    };
    form_page("Permissions requested", &content)
}

fn list(wanted: &[&Permission]) -> Markup {
    html! { ul { @for permission in wanted { li { (permission.sentence) " (" code { (permission.name) } ")" } } } }
}

pub(super) fn admin_needed(user: &User, wanted: &[&Permission], error: &EntraError, back: &str) -> Reply {
    let content = html! {
        p { (user.user_principal_name) }
        p.error role="alert" { (error.description()) }
        p { strong { "Luk" } " needs permission to access resources in your organization that only an administrator can grant:" }
        (list(wanted))
        p { a href=(back) { "Return to the application without granting consent" } }
    };
    form_page("Need admin approval", &content)
}

pub(super) fn error(status: StatusCode, error: &EntraError) -> Reply {
    let content = html! {
        p { "Sorry, but we're having trouble signing you in." }
        p.error role="alert" { (error.description()) }
    };
    Reply::page(status, page("Sign in", &content))
}

pub(super) fn flow_lost() -> Reply {
    let message = "This sign-in is over or belongs to another window. Go back to the application and start again.";
    error(
        StatusCode::BAD_REQUEST,
        &EntraError::new(165_000, "invalid_request", message),
    )
}

pub(super) fn signed_out() -> Reply {
    Reply::page(
        StatusCode::OK,
        page(
            "You signed out of your account",
            &html! { p { "It's a good idea to close all browser windows." } },
        ),
    )
}

pub(super) fn error_lookup(number: &str) -> Reply {
    let content = html! { p { "The meaning of AADSTS" (number) " is in Microsoft's list of error codes." } };
    Reply::page(StatusCode::OK, page("Error code", &content))
}
