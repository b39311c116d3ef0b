//! "Providers" of the older multifactor authentication: each keeps the directory from being deleted.

use http::{Method, StatusCode};
use maud::html;

use crate::admin::{pages, unknown};
use crate::cloud::Cloud;
use crate::incoming::Incoming;
use crate::reply::Reply;

/// `/mfa-providers`: shows them, and deletes the one that is named.
pub(super) fn answer(cloud: &mut Cloud, rest: &[&str], request: &Incoming) -> Reply {
    match (&request.method, rest) {
        (&Method::GET, []) => list(cloud),
        (&Method::POST, []) => {
            let name = request.field("provider").unwrap_or_default();
            cloud.tenant.mfa_providers.retain(|provider| *provider != name);
            Reply::see("/mfa-providers")
        }
        _ => unknown(request),
    }
}

fn list(cloud: &Cloud) -> Reply {
    let providers = &cloud.tenant.mfa_providers;
    let content = html! {
        @if providers.is_empty() { p { "There are no providers." } }
        @for provider in providers {
            form method="post" action="/mfa-providers" {
                strong { (provider) }
                input type="hidden" name="provider" value=(provider);
                button type="submit" { "Delete " (provider) }
            }
        }
    };
    pages::page(StatusCode::OK, "Multifactor authentication providers", &content)
}
