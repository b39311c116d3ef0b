//! "Role groups" of Microsoft Purview: a Global Administrator is in none, and can add themselves.

use http::{Method, StatusCode};
use maud::html;

use crate::admin::{pages, unknown};
use crate::cloud::Cloud;
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::tenant::ediscovery::EdiscoveryRole;

/// `/purview`: who has to do with eDiscovery, and a button to become an eDiscovery Administrator.
pub(super) fn answer(cloud: &mut Cloud, rest: &[&str], user: Guid, request: &Incoming) -> Reply {
    match (&request.method, rest) {
        (&Method::GET, []) => show(cloud, user),
        (&Method::POST, []) => {
            if let Some(user) = cloud.tenant.users.get_mut(user) {
                user.ediscovery = Some(EdiscoveryRole::Administrator);
            }
            Reply::see("/purview")
        }
        _ => unknown(request),
    }
}

fn show(cloud: &Cloud, user: Guid) -> Reply {
    let is = |id: Guid, role| {
        let found = cloud.tenant.users.get(id);
        found.is_some_and(|found| found.ediscovery == Some(role))
    };
    let content = html! {
        @for (title, role) in [
            ("eDiscovery Manager", EdiscoveryRole::Manager),
            ("eDiscovery Administrator", EdiscoveryRole::Administrator),
        ] {
            h2 { (title) }
            @if !cloud.tenant.users.iter().any(|found| is(found.id, role)) { p { "Nobody." } }
            ul {
                @for found in cloud.tenant.users.iter().filter(|found| is(found.id, role)) {
                    li { (found.user_principal_name) }
                }
            }
        }
        @if !is(user, EdiscoveryRole::Administrator) {
            form method="post" action="/purview" { button type="submit" { "Add me" } }
        }
    };
    pages::page(StatusCode::OK, "Role groups for Microsoft Purview", &content)
}
