//! "Role groups" of Microsoft Purview: a Global Administrator is in none, and can add themselves.

use http::{Method, StatusCode};
use maud::html;

use crate::admin::{pages, unknown};
use crate::cloud::Cloud;
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::reply::Reply;

/// `/purview`: who is an eDiscovery Administrator, and a button to become one.
pub(super) fn answer(cloud: &mut Cloud, rest: &[&str], user: Guid, request: &Incoming) -> Reply {
    match (&request.method, rest) {
        (&Method::GET, []) => show(cloud, user),
        (&Method::POST, []) => {
            let administrators = &mut cloud.tenant.ediscovery_administrators;
            if !administrators.contains(&user) {
                administrators.push(user);
            }
            Reply::see("/purview")
        }
        _ => unknown(request),
    }
}

fn show(cloud: &Cloud, user: Guid) -> Reply {
    let administrators = &cloud.tenant.ediscovery_administrators;
    let names = administrators.iter().filter_map(|id| cloud.tenant.users.get(*id));
    let content = html! {
        h2 { "eDiscovery Administrator" }
        @if administrators.is_empty() { p { "Nobody is in this role group." } }
        ul { @for found in names { li { (found.user_principal_name) } } }
        @if !administrators.contains(&user) {
            form method="post" action="/purview" { button type="submit" { "Add me" } }
        }
    };
    pages::page(StatusCode::OK, "Role groups for Microsoft Purview", &content)
}
