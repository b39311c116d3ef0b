//! "Your products": cancelling a subscription, and deleting a disabled one.

use http::{Method, StatusCode};
use maud::html;

use crate::admin::{pages, unknown};
use crate::cloud::Cloud;
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::tenant::subscription::{Stage, Subscription};

/// Why one cancels.
const REASONS: [&str; 5] = [
    "No longer needed",
    "Too expensive",
    "Moving to another service",
    "Closing my account",
    "Other",
];

/// `/products`, `/products/{id}`, `/products/{id}/cancel`, `/products/{id}/delete`
pub(super) fn answer(cloud: &mut Cloud, rest: &[&str], request: &Incoming) -> Reply {
    let [id, action @ ..] = rest else {
        return list(cloud, request);
    };
    let Some(found) = find(cloud, id) else {
        return pages::not_found("such subscription");
    };
    match (&request.method, action) {
        (&Method::GET, []) => detail(cloud, &found),
        (&Method::GET, ["cancel"]) => ask_reason(cloud, &found),
        (&Method::POST, ["cancel"]) => cancel(cloud, &found, request),
        (&Method::GET, ["delete"]) => ask_deletion(cloud, &found),
        (&Method::POST, ["delete"]) => delete(cloud, &found),
        _ => unknown(request),
    }
}

/// By either of its two ids, as links may hold both.
fn find(cloud: &Cloud, id: &str) -> Option<Subscription> {
    let id: Guid = id.parse().ok()?;
    cloud
        .tenant
        .subscriptions
        .iter()
        .find(|found| found.commerce_id == id || found.id == id)
        .cloned()
}

fn change<T>(
    cloud: &mut Cloud,
    subscription: &Subscription,
    change: impl FnOnce(&mut Subscription) -> Result<T, Stage>,
) -> Result<T, Stage> {
    let found = cloud
        .tenant
        .subscriptions
        .iter_mut()
        .find(|found| found.id == subscription.id);
    found.map_or(Err(Stage::Deprovisioned), change)
}

fn address(subscription: &Subscription) -> String {
    format!("/products/{}", subscription.commerce_id)
}

fn list(cloud: &Cloud, request: &Incoming) -> Reply {
    if request.method != Method::GET {
        return unknown(request);
    }
    let now = cloud.clock.moment();
    let content = html! {
        table {
            thead { tr { th { "Product" } th { "Subscription status" } th { "Licenses" } th { "Changes" } } }
            tbody {
                @for subscription in &cloud.tenant.subscriptions {
                    @let (stage, changes) = subscription.stage(now);
                    tr {
                        td { a href=(address(subscription)) { (subscription.product.name) } @if subscription.is_trial { " (trial)" } }
                        td { (stage.center_name()) }
                        td { (subscription.licences) }
                        td { @if let Some(changes) = changes { (cloud.clock.show(changes).day()) } }
                    }
                }
            }
        }
    };
    pages::page(StatusCode::OK, "Your products", &content)
}

fn detail(cloud: &Cloud, subscription: &Subscription) -> Reply {
    let (stage, changes) = subscription.stage(cloud.clock.moment());
    let day = changes
        .map(|changes| cloud.clock.show(changes).day())
        .unwrap_or_default();
    let content = html! {
        p { "Subscription status: " strong { (stage.center_name()) } }
        @match stage {
            Stage::Active => {
                p { @if subscription.is_trial { "Trial ends on " } @else { "Renews or ends on " } (day) "." }
            }
            Stage::Expired => { p { "Expired; disabled on " (day) " unless it is renewed." } }
            Stage::Disabled => { p { "Disabled; its data is deleted on " (day) "." } }
            Stage::MarkedDeleted => { p.done { "Deleted, removed for good on " (day) "." } }
            Stage::Deprovisioned => { p.done { "Deleted and removed for good." } }
        }
        h2 { "Subscription and payment settings" }
        @match stage {
            Stage::Active | Stage::Expired => {
                form method="get" action=(format!("{}/cancel", address(subscription))) { button type="submit" { "Cancel subscription" } }
            }
            Stage::Disabled => {
                form method="get" action=(format!("{}/delete", address(subscription))) { button type="submit" { "Delete subscription" } }
            }
            Stage::MarkedDeleted | Stage::Deprovisioned => { p { "Nothing is left to do." } }
        }
        p { a href="/products" { "Back to Your products" } }
    };
    pages::page(StatusCode::OK, subscription.product.name, &content)
}

fn ask_reason(cloud: &Cloud, subscription: &Subscription) -> Reply {
    if !matches!(
        subscription.stage(cloud.clock.moment()).0,
        Stage::Active | Stage::Expired
    ) {
        return pages::refused("Cancel subscription", "This subscription can't be cancelled any more.");
    }
    let content = html! {
        p { (subscription.product.name) " is disabled at once. Only administrators reach its data then." }
        form method="post" action=(format!("{}/cancel", address(subscription))) {
            fieldset {
                legend { "Why are you cancelling?" }
                @for (number, reason) in REASONS.iter().enumerate() {
                    @let id = format!("reason-{number}");
                    div.choice {
                        input id=(id) type="radio" name="reason" value=(reason) required;
                        label for=(id) { (reason) }
                    }
                }
            }
            label for="feedback" { "Feedback (optional)" }
            textarea id="feedback" name="feedback" rows="3" {}
            div { button type="submit" { "Save" } }
        }
        p { a href=(address(subscription)) { "Keep the subscription" } }
    };
    pages::page(StatusCode::OK, "Cancel subscription", &content)
}

fn cancel(cloud: &mut Cloud, subscription: &Subscription, request: &Incoming) -> Reply {
    let reason = request
        .field("reason")
        .filter(|reason| REASONS.contains(&reason.as_str()));
    let Some(reason) = reason else {
        return pages::refused("Cancel subscription", "Choose a reason.");
    };
    let now = cloud.clock.moment();
    match change(cloud, subscription, |found| found.cancel(now, reason)) {
        Ok(()) => Reply::see(&address(subscription)),
        Err(stage) => pages::refused(
            "Cancel subscription",
            &format!(
                "This subscription can't be cancelled: its status is {}.",
                stage.center_name()
            ),
        ),
    }
}

fn ask_deletion(cloud: &Cloud, subscription: &Subscription) -> Reply {
    if subscription.stage(cloud.clock.moment()).0 != Stage::Disabled {
        return pages::refused("Delete subscription", "Only a disabled subscription can be deleted.");
    }
    let content = html! {
        p { "Delete " strong { (subscription.product.name) } "? All its data is erased, and nobody can bring it back." }
        form method="post" action=(format!("{}/delete", address(subscription))) { button type="submit" { "Yes" } }
        p { a href=(address(subscription)) { "No" } }
    };
    pages::page(StatusCode::OK, "Delete subscription", &content)
}

fn delete(cloud: &mut Cloud, subscription: &Subscription) -> Reply {
    let now = cloud.clock.moment();
    match change(cloud, subscription, |found| found.delete(now)) {
        Ok(()) => {
            cloud.tenant.deleted_in_order.push(subscription.id);
            Reply::see(&address(subscription))
        }
        Err(stage) => pages::refused(
            "Delete subscription",
            &format!(
                "Only a disabled subscription can be deleted; this one's status is {}.",
                stage.center_name()
            ),
        ),
    }
}
