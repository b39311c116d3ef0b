//! The Exchange admin center's groups: distribution lists and mail-enabled security groups, which Graph can't change.

use http::{Method, StatusCode};
use maud::html;

use crate::admin::{pages, unknown};
use crate::cloud::Cloud;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::tenant::objects::Group;

/// `/exchange-groups`: shows them, moves one to the initial domain, or deletes it.
pub(super) fn answer(cloud: &mut Cloud, rest: &[&str], request: &Incoming) -> Reply {
    match (&request.method, rest) {
        (&Method::GET, []) => list(cloud),
        (&Method::POST, [what @ ("move" | "delete")]) => {
            let id = request.field("group").and_then(|id| id.parse().ok());
            let found = id.and_then(|id| cloud.tenant.groups.get_mut(id));
            let Some(group) = found.filter(|group| group.kind.is_of_exchange()) else {
                return pages::not_found("such group");
            };
            if *what == "move" {
                group.mail_domain = None;
            } else {
                let id = group.id;
                cloud.tenant.delete_group(id, cloud.clock.moment());
            }
            Reply::see("/exchange-groups")
        }
        _ => unknown(request),
    }
}

fn list(cloud: &Cloud) -> Reply {
    let initial = cloud.tenant.initial_domain();
    let groups = cloud.tenant.groups.iter().filter(|group| group.kind.is_of_exchange());
    let groups: Vec<&Group> = groups.collect();
    let content = html! {
        @if groups.is_empty() { p { "There are no distribution lists and no mail-enabled security groups." } }
        @for group in groups {
            h2 { (group.display_name) }
            p { (group.mail_nickname) "@" (group.mail_domain.as_deref().unwrap_or(initial)) }
            @if group.mail_domain.is_some() {
                form method="post" action="/exchange-groups/move" {
                    input type="hidden" name="group" value=(group.id);
                    button type="submit" { "Move " (group.display_name) " to " (initial) }
                }
            }
            form method="post" action="/exchange-groups/delete" {
                input type="hidden" name="group" value=(group.id);
                button type="submit" { "Delete " (group.display_name) }
            }
        }
    };
    pages::page(StatusCode::OK, "Groups of Exchange", &content)
}
