//! "Azure subscriptions", as the Azure portal has them: cancelling one, and deleting it when its wait is over, which has
//! no API. Also "Access management for Azure resources".

use http::{Method, StatusCode};
use maud::html;

use crate::admin::{pages, unknown};
use crate::cloud::Cloud;
use crate::entra::{Serial, Session};
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::tenant::audit::Change;
use crate::tenant::azure::{AzureEvent, AzureRole, AzureState, AzureSubscription};
use crate::tenant::role::Role;

/// `/azure`, `/azure/{id}`, `/azure/{id}/cancel`, `/azure/{id}/delete`
pub(super) fn answer(cloud: &mut Cloud, rest: &[&str], session: Session, request: &Incoming) -> Reply {
    let user = session.user;
    let known = (user, session.serial);
    let [id, action @ ..] = rest else {
        return if request.method == Method::GET {
            list(cloud, known)
        } else {
            unknown(request)
        };
    };
    if let (&Method::POST, &"access", []) = (&request.method, id, action) {
        let may_elevate = cloud
            .tenant
            .users
            .get(user)
            .is_some_and(|user| user.holds(Role::GlobalAdministrator));
        if may_elevate {
            let name = cloud.random.guid();
            let since = cloud.entra.next_serial();
            cloud.tenant.azure.elevate(user, name, since);
            cloud.write_down(user, Change::ElevateAccess, &user.to_string());
        }
        return Reply::see("/azure");
    }
    let now = cloud.clock.moment();
    let found = cloud
        .tenant
        .azure
        .seen_by(known, now)
        .find(|found| found.id.to_string() == *id);
    let Some(found) = found.cloned() else {
        return pages::not_found("such subscription");
    };
    let is_owner = cloud
        .tenant
        .azure
        .roles(known, found.id)
        .any(|role| role == AzureRole::Owner);
    match (&request.method, action) {
        (&Method::GET, []) => detail(cloud, &found, is_owner),
        (&Method::POST, ["cancel" | "delete"]) if !is_owner => {
            pages::refused("Azure subscription", "You need the role Owner of this subscription.")
        }
        (&Method::POST, ["cancel"]) => cancel(cloud, &found),
        (&Method::POST, ["delete"]) => delete(cloud, &found),
        _ => unknown(request),
    }
}

fn list(cloud: &Cloud, known: (Guid, Serial)) -> Reply {
    let now = cloud.clock.moment();
    let may_elevate = cloud
        .tenant
        .users
        .get(known.0)
        .is_some_and(|user| user.holds(Role::GlobalAdministrator));
    let switched_on = cloud.tenant.azure.has_elevated(known.0);
    let seen: Vec<&AzureSubscription> = cloud.tenant.azure.seen_by(known, now).collect();
    let content = html! {
        @if seen.is_empty() {
            p { "There are no subscriptions to show." }
        } @else {
            table {
                thead { tr { th { "Subscription name" } th { "Subscription ID" } th { "Status" } } }
                tbody {
                    @for found in seen {
                        tr {
                            td { a href=(format!("/azure/{}", found.id)) { (found.display_name) } }
                            td { code { (found.id) } }
                            td { (found.state(now).name()) }
                        }
                    }
                }
            }
        }
        @if cloud.tenant.azure.is_elevated(known) {
            p { "Access management for Azure resources is on." }
        } @else if switched_on {
            p { "Access management for Azure resources is on. Sign out and sign in again to use it." }
        } @else if may_elevate {
            form method="post" action="/azure/access" {
                button type="submit" { "Switch on Access management for Azure resources" }
            }
        }
    };
    pages::page(StatusCode::OK, "Azure subscriptions", &content)
}

fn detail(cloud: &Cloud, found: &AzureSubscription, is_owner: bool) -> Reply {
    let now = cloud.clock.moment();
    let address = format!("/azure/{}", found.id);
    let content = html! {
        p { "Status: " strong { (found.state(now).name()) } }
        h2 { "Resources" }
        ul { @for resource in found.resources(now) { li { (resource.kind) " " strong { (resource.name) } } } }
        @if !is_owner {
            p { "You need the role Owner to cancel or delete this subscription." }
        } @else if let Some(from) = found.deletable_from() {
            @if now < from {
                p { "It can be deleted from " (cloud.clock.show(from).day()) " on." }
            } @else {
                form method="post" action=(format!("{address}/delete")) { button type="submit" { "Delete" } }
            }
        } @else {
            form method="post" action=(format!("{address}/cancel")) { button type="submit" { "Cancel subscription" } }
        }
        p { a href="/azure" { "Back to Azure subscriptions" } }
    };
    pages::page(StatusCode::OK, &found.display_name, &content)
}

fn set(cloud: &mut Cloud, id: Guid, event: AzureEvent) {
    let subscriptions = &mut cloud.tenant.azure.subscriptions;
    if let Some(found) = subscriptions.iter_mut().find(|found| found.id == id) {
        found.event = event;
    }
}

/// The portal warns of resources but cancels all the same.
fn cancel(cloud: &mut Cloud, found: &AzureSubscription) -> Reply {
    let now = cloud.clock.moment();
    match found.state(now) {
        AzureState::Enabled | AzureState::Warned | AzureState::PastDue => {
            set(cloud, found.id, AzureEvent::Cancelled { since: now });
            Reply::see(&format!("/azure/{}", found.id))
        }
        AzureState::Disabled | AzureState::Deleted => {
            pages::refused("Cancel subscription", "The subscription is cancelled already.")
        }
    }
}

fn delete(cloud: &mut Cloud, found: &AzureSubscription) -> Reply {
    let now = cloud.clock.moment();
    let names: Vec<&str> = found.resources(now).map(|resource| resource.name.as_str()).collect();
    if found.deletable_from().is_none_or(|from| now < from) {
        return pages::refused("Delete subscription", "The subscription can't be deleted yet.");
    }
    if !names.is_empty() {
        let message = format!("Delete its resources first: {}.", names.join(", "));
        return pages::refused("Delete subscription", &message);
    }
    set(cloud, found.id, AzureEvent::Deleted);
    cloud.tenant.deleted_in_order.push(found.id);
    Reply::see("/azure")
}
