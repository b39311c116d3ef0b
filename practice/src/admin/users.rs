//! "Active users": deleting users by hand.

use http::{Method, StatusCode};
use maud::html;

use crate::admin::{pages, unknown};
use crate::cloud::Cloud;
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::tenant::audit::Change;
use crate::tenant::objects::User;
use crate::tenant::role::Role;

/// `/users`: shows everybody, and deletes those who are ticked.
pub(super) fn answer(cloud: &mut Cloud, rest: &[&str], acting: Guid, request: &Incoming) -> Reply {
    match (&request.method, rest) {
        (&Method::GET, []) => list(cloud, acting),
        (&Method::POST, []) => delete(cloud, acting, request),
        _ => unknown(request),
    }
}

fn list(cloud: &Cloud, acting: Guid) -> Reply {
    let mut users: Vec<&User> = cloud.tenant.users.iter().collect();
    users.sort_by_key(|user| &user.user_principal_name);
    let content = html! {
        form method="post" action="/users" {
            table {
                thead { tr { th { "User" } th { "Name" } th { "Roles" } } }
                tbody {
                    @for user in users {
                        @let id = format!("user-{}", user.id);
                        tr {
                            td {
                                @if user.id == acting { (user.user_principal_name) " (you)" } @else {
                                    div.choice {
                                        input id=(id) type="checkbox" name="user" value=(user.id);
                                        label for=(id) { (user.user_principal_name) }
                                    }
                                }
                            }
                            td { (user.display_name) }
                            td { (user.roles.iter().map(|role| role.name()).collect::<Vec<_>>().join(", ")) }
                        }
                    }
                }
            }
            button type="submit" { "Delete users" }
        }
    };
    pages::page(StatusCode::OK, "Active users", &content)
}

/// The same rules as Graph's: not oneself, not who is synced, and who holds a role only by a Global Administrator.
fn delete(cloud: &mut Cloud, acting: Guid, request: &Incoming) -> Reply {
    let is_global = cloud
        .tenant
        .users
        .get(acting)
        .is_some_and(|user| user.holds(Role::GlobalAdministrator));
    let now = cloud.clock.moment();
    let mut kept = Vec::new();
    for id in request.fields("user").iter().filter_map(|id| id.parse::<Guid>().ok()) {
        let Some(user) = cloud.tenant.users.get(id) else {
            continue;
        };
        if id == acting || user.synced == Some(true) || !(user.roles.is_empty() || is_global) {
            kept.push(user.user_principal_name.clone());
        } else {
            cloud.tenant.delete_user(id, now);
            cloud.write_down(acting, Change::DeleteUser, &id.to_string());
        }
    }
    if kept.is_empty() {
        return Reply::see("/users");
    }
    pages::refused(
        "Active users",
        &format!("These users can't be deleted: {}.", kept.join(", ")),
    )
}
