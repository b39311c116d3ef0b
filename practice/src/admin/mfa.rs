//! The list of per-user multifactor authentication.

use http::{Method, StatusCode};
use maud::html;

use crate::admin::{pages, unknown};
use crate::cloud::Cloud;
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::tenant::audit::Change;
use crate::tenant::objects::MfaState;

/// `/mfa`: shows everybody's state, and sets it for those who are ticked.
pub(super) fn answer(cloud: &mut Cloud, rest: &[&str], acting: Guid, request: &Incoming) -> Reply {
    match (&request.method, rest) {
        (&Method::GET, []) => list(cloud),
        (&Method::POST, []) => set(cloud, acting, request),
        _ => unknown(request),
    }
}

fn list(cloud: &Cloud) -> Reply {
    let mut users: Vec<_> = cloud.tenant.users.iter().collect();
    users.sort_by_key(|user| &user.user_principal_name);
    let content = html! {
        form method="post" action="/mfa" {
            table {
                thead { tr { th { "User" } th { "Name" } th { "Multifactor authentication status" } } }
                tbody {
                    @for user in users {
                        @let id = format!("user-{}", user.id);
                        tr {
                            td {
                                div.choice {
                                    input id=(id) type="checkbox" name="user" value=(user.id);
                                    label for=(id) { (user.user_principal_name) }
                                }
                            }
                            td { (user.display_name) }
                            td { (user.mfa.name()) }
                        }
                    }
                }
            }
            button type="submit" name="state" value="disabled" { "Disable MFA" }
            button type="submit" name="state" value="enabled" { "Enable MFA" }
            button type="submit" name="state" value="enforced" { "Enforce MFA" }
        }
    };
    pages::page(StatusCode::OK, "Multifactor authentication", &content)
}

fn set(cloud: &mut Cloud, acting: Guid, request: &Incoming) -> Reply {
    let Some(state) = request.field("state").as_deref().and_then(MfaState::named) else {
        return pages::refused("Multifactor authentication", "Choose what to set.");
    };
    for id in request.fields("user").iter().filter_map(|id| id.parse::<Guid>().ok()) {
        let Some(user) = cloud.tenant.users.get_mut(id) else {
            continue;
        };
        let before = std::mem::replace(&mut user.mfa, state);
        if before == state {
            continue;
        }
        let change = match state {
            MfaState::Disabled => Change::DisableStrongAuthentication,
            MfaState::Enabled | MfaState::Enforced => Change::EnableStrongAuthentication,
        };
        cloud.write_down(acting, change, &id.to_string());
    }
    Reply::see("/mfa")
}
