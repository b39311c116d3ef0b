//! The admin centers: what has no API is done here by hand. Plain pages with their own sign-in, on an origin of their own.

mod azure;
mod bills;
mod exchange_groups;
mod links;
mod mfa;
mod mfa_providers;
mod pages;
mod products;
mod purview;
mod self_service;
mod sign_in;
mod support;
mod tenants;
mod users;

use http::{Method, StatusCode};
use maud::html;

use crate::cloud::Cloud;
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::tenant::objects::User;
use crate::tenant::role::Role;

/// Answers a request to the admin origin.
pub(crate) fn answer(cloud: &mut Cloud, request: &Incoming) -> Reply {
    let segments = request.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let known = matches!(
        segments.as_slice(),
        [] | ["adminportal", "home"]
            | [
                "sign-in"
                    | "sign-out"
                    | "fwlink"
                    | "products"
                    | "users"
                    | "tenants"
                    | "mfa"
                    | "azure"
                    | "support"
                    | "bills"
                    | "self-service"
                    | "mfa-providers"
                    | "purview"
                    | "exchange-groups",
                ..
            ]
    );
    if request.is_for_icon() {
        return Reply::no_content();
    }
    // `https://entra.microsoft.com/{tenant}/#view/…`: what stands behind the `#` never comes here.
    let names_tenant = matches!(segments.as_slice(), [part] if cloud.tenant.is_named(part));
    if !known && !names_tenant {
        return Reply::unmodelled(&format!(
            "{} {} of the admin centers",
            request.method,
            request.url.path()
        ));
    }
    if let (&Method::GET, ["fwlink", ..]) = (&request.method, segments.as_slice()) {
        return links::short(cloud, request).unwrap_or_else(|| unknown(request));
    }
    if let (&Method::GET, ["sign-out"]) = (&request.method, segments.as_slice()) {
        return sign_in::sign_out(cloud, request);
    }
    if let (&Method::POST, ["sign-in", rest @ ..]) = (&request.method, segments.as_slice()) {
        return sign_in::answer(cloud, rest, request).unwrap_or_else(|| unknown(request));
    }
    if let Some(deleted) = &cloud.tenant.deleted {
        let day = cloud.clock.show(*deleted).day();
        let content = html! { p.done { "The organization " (cloud.tenant.display_name) " was deleted on " (day) "." } };
        return pages::page(StatusCode::NOT_FOUND, "This organization was deleted", &content);
    }
    let session = match sign_in::signed_in(cloud, request) {
        Ok(session) => session,
        Err(page) => return page,
    };
    let user = session.user;
    match segments.split_first() {
        None | Some((&"adminportal", _)) => pages::home(),
        Some((part, [])) if cloud.tenant.is_named(part) => pages::home(),
        Some((&"products", rest)) => restricted(
            cloud,
            user,
            &[Role::GlobalAdministrator, Role::BillingAdministrator],
            |cloud| products::answer(cloud, rest, request),
        ),
        Some((&"azure", rest)) => azure::answer(cloud, rest, session, request),
        Some((&"self-service", rest)) => restricted(cloud, user, &[Role::GlobalAdministrator], |cloud| {
            self_service::answer(cloud, rest, request)
        }),
        Some((&"mfa-providers", rest)) => restricted(cloud, user, &[Role::GlobalAdministrator], |cloud| {
            mfa_providers::answer(cloud, rest, request)
        }),
        Some((&"exchange-groups", rest)) => restricted(cloud, user, &[Role::GlobalAdministrator], |cloud| {
            exchange_groups::answer(cloud, rest, request)
        }),
        Some((&"bills", rest)) => restricted(
            cloud,
            user,
            &[Role::GlobalAdministrator, Role::BillingAdministrator],
            |cloud| bills::answer(cloud, rest, request),
        ),
        Some((&"support", rest)) => restricted(
            cloud,
            user,
            &[Role::GlobalAdministrator, Role::BillingAdministrator],
            |cloud| support::answer(cloud, rest, request),
        ),
        Some((&"purview", rest)) => restricted(cloud, user, &[Role::GlobalAdministrator], |cloud| {
            purview::answer(cloud, rest, user, request)
        }),
        Some((&"users", rest)) => restricted(
            cloud,
            user,
            &[Role::GlobalAdministrator, Role::UserAdministrator],
            |cloud| users::answer(cloud, rest, user, request),
        ),
        Some((&"tenants", rest)) => restricted(cloud, user, &[Role::GlobalAdministrator], |cloud| {
            tenants::answer(cloud, rest, session, request)
        }),
        Some((&"mfa", rest)) => restricted(
            cloud,
            user,
            &[Role::GlobalAdministrator, Role::AuthenticationPolicyAdministrator],
            |cloud| mfa::answer(cloud, rest, user, request),
        ),
        Some(_) => unknown(request),
    }
}

fn unknown(request: &Incoming) -> Reply {
    Reply::unmodelled(&format!(
        "{} {} of the admin centers",
        request.method,
        request.url.path()
    ))
}

fn restricted(cloud: &mut Cloud, user: Guid, roles: &[Role], page: impl FnOnce(&mut Cloud) -> Reply) -> Reply {
    let allowed = |user: &User| roles.iter().any(|role| user.holds(*role));
    if cloud.tenant.users.get(user).is_some_and(allowed) {
        return page(cloud);
    }
    let names: Vec<&str> = roles.iter().map(|role| role.name()).collect();
    let content = html! {
        p.error role="alert" { "You don't have permission to see this page. It needs one of these roles: " (names.join(", ")) "." }
    };
    pages::page(StatusCode::FORBIDDEN, "Access denied", &content)
}
