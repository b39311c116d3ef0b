//! "Manage tenants": the checks before a directory can be deleted, and its deletion.

use http::{Method, StatusCode};
use maud::html;

use crate::admin::{pages, unknown};
use crate::cloud::Cloud;
use crate::entra::Session;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::tenant::account::TenantKind;
use crate::tenant::azure::AzureState;
use crate::tenant::subscription::{Channel, Stage};
use crate::tenant::{Deletion, TenantState};
use crate::time::Moment;

/// How many names a required action lists.
const NAMES_SHOWN: usize = 5;

/// `/tenants`, `/tenants/{id}/delete`
pub(super) fn answer(cloud: &mut Cloud, rest: &[&str], session: Session, request: &Incoming) -> Reply {
    match (&request.method, rest) {
        (&Method::GET, []) => list(cloud),
        // The button of the list leads to the tenant that was ticked.
        (&Method::GET, ["delete"]) => match request.query("tenant") {
            Some(id) if cloud.tenant.is_named(&id) => Reply::see(&format!("/tenants/{id}/delete")),
            _ => pages::refused("Manage tenants", "Tick the tenant that is to be deleted."),
        },
        (method, [id, "delete"]) if cloud.tenant.is_named(id) => match *method {
            Method::GET => show_checks(cloud, session),
            Method::POST => delete(cloud, session),
            _ => unknown(request),
        },
        (_, [_, "delete"]) => pages::not_found("such tenant"),
        _ => unknown(request),
    }
}

fn list(cloud: &Cloud) -> Reply {
    let tenant = &cloud.tenant;
    let content = html! {
        form method="get" action="/tenants/delete" {
            table {
                thead { tr { th { "Organization name" } th { "Domain name" } th { "Tenant ID" } } }
                tbody {
                    tr {
                        td {
                            div.choice {
                                input id="tenant" type="checkbox" name="tenant" value=(tenant.id);
                                label for="tenant" { (tenant.display_name) }
                            }
                        }
                        td { (tenant.initial_domain()) }
                        td { code { (tenant.id) } }
                    }
                }
            }
            button type="submit" { "Delete" }
        }
    };
    pages::page(StatusCode::OK, "Manage tenants", &content)
}

/// One condition for deleting the directory.
struct Check {
    resource: &'static str,
    /// What has to be done; nothing when the check passes.
    required: Option<String>,
    /// The page where that is done by hand, if there is one.
    page: Option<&'static str>,
}

fn names<'a>(action: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    let names: Vec<&str> = names.collect();
    if names.is_empty() {
        return None;
    }
    let shown = names.iter().take(NAMES_SHOWN).copied().collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(NAMES_SHOWN);
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    Some(format!("{action}: {shown}{more}"))
}

fn checks(tenant: &TenantState, session: Session, now: Moment) -> Vec<Check> {
    let users = tenant
        .users
        .iter()
        .filter(|other| other.id != session.user)
        .map(|other| other.user_principal_name.as_str());
    let applications = tenant
        .applications
        .iter()
        .map(|application| application.display_name.as_str());
    let enterprise = tenant.service_principals.iter().filter(|principal| principal.blocks());
    let subscriptions = tenant
        .subscriptions
        .iter()
        .filter(|subscription| subscription.stage(now).0 != Stage::Deprovisioned);
    let signed_up = subscriptions
        .clone()
        .filter(|found| found.channel == Channel::SelfService);
    let subscriptions = subscriptions.filter(|found| found.channel != Channel::SelfService);
    let mut azure = tenant
        .azure
        .subscriptions
        .iter()
        .filter(|found| found.state(now) != AzureState::Deleted);
    let unpaid = tenant.billing.invoices().filter(|invoice| invoice.due > 0);
    let outside = &tenant.outside;
    let providers = outside
        .identity_providers
        .iter()
        .map(|found| found.display_name.as_str());
    let for_customers = providers.chain(outside.named().map(|found| found.id.as_str()));
    let mut checks = vec![
        Check {
            resource: "Invoices",
            page: Some("/bills"),
            required: names("Pay all invoices", unpaid.map(|invoice| invoice.name.as_str())),
        },
        Check {
            resource: "Users",
            page: Some("/users"),
            required: names("Delete all users", users),
        },
        Check {
            resource: "Directory synchronization",
            page: None,
            required: (tenant.synced == Some(true)).then(|| "Turn off directory synchronization".to_owned()),
        },
        Check {
            resource: "App registrations",
            page: None,
            required: names("Delete all app registrations", applications),
        },
        Check {
            resource: "Enterprise applications",
            page: None,
            required: names(
                "Delete all enterprise applications",
                enterprise.map(|principal| principal.display_name.as_str()),
            ),
        },
        Check {
            resource: "Multifactor authentication providers",
            page: Some("/mfa-providers"),
            required: names("Delete all providers", tenant.mfa_providers.iter().map(String::as_str)),
        },
        Check {
            resource: "License-based subscriptions",
            page: Some("/products"),
            required: names(
                "Cancel and delete all subscriptions, and wait until they are deprovisioned",
                subscriptions.map(|subscription| subscription.product.name),
            ),
        },
        Check {
            resource: "Azure subscriptions",
            page: Some("/azure"),
            required: names(
                "Cancel and delete all Azure subscriptions",
                azure.clone().map(|found| found.display_name.as_str()),
            ),
        },
        Check {
            resource: "Self-service sign-up products",
            page: Some("/self-service"),
            required: names(
                "Delete all self-service sign-up products",
                signed_up.map(|found| found.product.name),
            ),
        },
        Check {
            // Asked of a tenant that has something in Azure; the model asks no other, so that the simple ones stay so.
            resource: "Permission to delete Azure resources",
            page: Some("/azure"),
            required: (azure.next().is_some() && !tenant.azure.is_elevated((session.user, session.serial)))
                .then(|| "Switch on Access management for Azure resources, then sign in again".to_owned()),
        },
    ];
    if tenant.kind != TenantKind::Workforce {
        checks.push(Check {
            resource: "User flows and policies",
            page: None,
            required: names(
                "Delete all user flows, custom policies, policy keys and identity providers",
                for_customers,
            ),
        });
    }
    checks
}

fn show_checks(cloud: &Cloud, session: Session) -> Reply {
    let checks = checks(&cloud.tenant, session, cloud.clock.moment());
    let all_pass = checks.iter().all(|check| check.required.is_none());
    let content = html! {
        p {
            "Deleting a directory can't be undone. All its checks have to pass first."
        }
        table {
            thead { tr { th { "Resource" } th { "Status" } th { "Required action" } } }
            tbody {
                @for check in &checks {
                    tr {
                        td { (check.resource) }
                        td { @if check.required.is_none() { "Passed" } @else { "Failed" } }
                        td {
                            @match (&check.required, check.page) {
                                (Some(required), Some(page)) => a href=(page) { (required) },
                                (Some(required), None) => (required),
                                (None, _) => "",
                            }
                        }
                    }
                }
            }
        }
        form method="post" action=(format!("/tenants/{}/delete", cloud.tenant.id)) {
            button type="submit" disabled[!all_pass] { "Delete" }
        }
        p { a href="/tenants" { "Back to Manage tenants" } }
    };
    pages::page(
        StatusCode::OK,
        &format!("Delete tenant '{}'?", cloud.tenant.display_name),
        &content,
    )
}

fn delete(cloud: &mut Cloud, session: Session) -> Reply {
    let now = cloud.clock.moment();
    // The button of an old page is no proof that the checks still pass.
    if checks(&cloud.tenant, session, now)
        .iter()
        .any(|check| check.required.is_some())
    {
        return pages::refused("Unable to delete the tenant", "Not all checks pass.");
    }
    if cloud.tenant.deletion == Deletion::NeedsSupport && !cloud.tenant.has_been_helped(now) {
        return pages::refused(
            "Unable to delete the tenant",
            "The tenant could not be deleted although all checks pass. Contact support.",
        );
    }
    cloud.tenant.deleted = Some(now);
    cloud.tenant.deleted_in_order.push(cloud.tenant.id);
    let content = html! {
        p.done role="status" { "The tenant " strong { (cloud.tenant.display_name) } " was deleted." }
        p { "You are signed out of it; nothing is left to sign in to." }
    };
    pages::page(StatusCode::OK, "Tenant deleted", &content)
}
