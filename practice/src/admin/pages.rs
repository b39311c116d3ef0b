//! What stands above the admin pages, and the pages that say little.

use http::StatusCode;
use maud::{Markup, html};

use crate::frame::frame;
use crate::reply::Reply;

pub(super) fn page(status: StatusCode, title: &str, content: &Markup) -> Reply {
    let above = html! {
        p.banner { "Practice admin center — not Microsoft" }
        nav aria-label="Admin centers" {
            a href="/products" { "Your products" } " · "
            a href="/users" { "Active users" } " · "
            a href="/mfa" { "Multifactor authentication" } " · "
            a href="/tenants" { "Manage tenants" } " · "
            a href="/azure" { "Azure subscriptions" } " · "
            a href="/self-service" { "Self-service sign-up products" } " · "
            a href="/mfa-providers" { "MFA providers" } " · "
            a href="/bills" { "Bills & payments" } " · "
            a href="/purview" { "Microsoft Purview roles" } " · "
            a href="/exchange-groups" { "Groups of Exchange" } " · "
            a href="/support" { "Support requests" } " · "
            a href="/sign-out" { "Sign out" }
        }
    };
    let markup = frame(title, &above, content);
    Reply::page(status, markup).with("cache-control", "no-store")
}

pub(super) fn home() -> Reply {
    page(StatusCode::OK, "Admin centers", &html! { p { "Choose where to go." } })
}

pub(super) fn not_found(what: &str) -> Reply {
    page(
        StatusCode::NOT_FOUND,
        "Not found",
        &html! { p.error role="alert" { "There is no " (what) "." } },
    )
}

pub(super) fn refused(title: &str, reason: &str) -> Reply {
    page(
        StatusCode::CONFLICT,
        title,
        &html! { p.error role="alert" { (reason) } },
    )
}

pub(super) fn sign_in(next: &str, error: Option<&str>) -> Reply {
    let content = html! {
        @if let Some(error) = error { p.error role="alert" { (error) } }
        form method="post" action="/sign-in" {
            input type="hidden" name="next" value=(next);
            label for="account" { "Account" }
            input id="account" name="account" type="text" autocomplete="username" autocapitalize="none" required;
            label for="password" { "Password" }
            input id="password" name="password" type="password" autocomplete="current-password" required;
            div { button type="submit" { "Sign in" } }
        }
    };
    page(StatusCode::OK, "Sign in to the admin center", &content)
}
