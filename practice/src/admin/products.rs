//! "Your products": cancelling a subscription, and deleting a disabled one, by the rules of where it was bought.

use std::time::Duration;

use http::{Method, StatusCode};
use maud::{Markup, html};

use crate::admin::{pages, unknown};
use crate::cloud::Cloud;
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::tenant::rules::Cancelling;
use crate::tenant::subscription::{Event, Stage, Subscription};

/// How long a deleted subscription takes to be gone, and what the practice button lets pass.
const REMOVAL: Duration = Duration::from_hours(72);

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
    if let (&Method::POST, ["pass-time"]) = (&request.method, rest) {
        cloud.advance(REMOVAL);
        return Reply::see("/products");
    }
    let Some(found) = find(cloud, id) else {
        return pages::not_found("such subscription");
    };
    match (&request.method, action) {
        (&Method::GET, []) => detail(cloud, &found),
        (&Method::GET, ["cancel"]) => ask_reason(cloud, &found),
        (&Method::POST, ["cancel"]) => cancel(cloud, &found, request),
        (&Method::GET, ["delete"]) => ask_deletion(cloud, &found),
        (&Method::POST, ["delete"]) => delete(cloud, &found),
        (&Method::POST, ["recurring-billing"]) => turn_off_renewal(cloud, &found),
        (&Method::POST, ["licenses"]) => set_licences(cloud, &found, request),
        (&Method::POST, ["partner"]) => ask_partner(cloud, &found),
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
        @if cloud.tenant.subscriptions.iter().any(|subscription| subscription.stage(now).0 == Stage::MarkedDeleted) {
            form method="post" action="/products/pass-time" {
                p { "Only in practice: nobody has to wait here until a deleted subscription is gone." }
                button { "Let 72 hours pass" }
            }
        }
    };
    pages::page(StatusCode::OK, "Your products", &content)
}

fn detail(cloud: &Cloud, subscription: &Subscription) -> Reply {
    let now = cloud.clock.moment();
    let (stage, changes) = subscription.stage(now);
    let cancelling = cloud.tenant.cancelling(subscription, now);
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
                @match cancelling.refusal() {
                    None => {
                        form method="get" action=(format!("{}/cancel", address(subscription))) { button type="submit" { "Cancel subscription" } }
                    }
                    Some(refusal) => { p { (refusal) } }
                }
                (settings(subscription, cancelling))
            }
            Stage::Disabled if cloud.tenant.can_delete(subscription, now) => {
                form method="get" action=(format!("{}/delete", address(subscription))) { button type="submit" { "Delete subscription" } }
            }
            Stage::Disabled => { p { "It can't be deleted sooner." } }
            Stage::MarkedDeleted | Stage::Deprovisioned => { p { "Nothing is left to do." } }
        }
        p { a href="/products" { "Back to Your products" } }
    };
    pages::page(StatusCode::OK, subscription.product.name, &content)
}

/// What else can be set while it runs.
fn settings(subscription: &Subscription, cancelling: Cancelling) -> Markup {
    let address = address(subscription);
    html! {
        @if matches!(subscription.event, Event::Renewing { .. }) && cancelling != Cancelling::ByPartner {
            form method="post" action=(format!("{address}/recurring-billing")) {
                button type="submit" { "Turn off recurring billing" }
            }
        }
        @if cancelling == Cancelling::TooManyLicences {
            form method="post" action=(format!("{address}/licenses")) {
                label for="licenses" { "Total licenses" }
                input id="licenses" name="licenses" type="number" min="1" value=(subscription.licences) required;
                button type="submit" { "Save licenses" }
            }
        }
        @if cancelling == Cancelling::ByPartner {
            form method="post" action=(format!("{address}/partner")) {
                p { "Only in practice: the partner answers at once, and cancels and deletes it." }
                button type="submit" { "Ask the partner" }
            }
        }
    }
}

fn turn_off_renewal(cloud: &mut Cloud, subscription: &Subscription) -> Reply {
    let now = cloud.clock.moment();
    let changed = change(cloud, subscription, |found| {
        found.stop_renewing(now);
        Ok(())
    });
    match changed {
        Ok(()) => Reply::see(&address(subscription)),
        Err(_) => pages::not_found("such subscription"),
    }
}

/// Not below what is given to people.
fn set_licences(cloud: &mut Cloud, subscription: &Subscription, request: &Incoming) -> Reply {
    let wanted: Option<u32> = request.field("licenses").and_then(|text| text.trim().parse().ok());
    let given = cloud.tenant.licences_given(subscription);
    let Some(wanted) = wanted.filter(|wanted| *wanted >= 1 && *wanted <= subscription.licences) else {
        return pages::refused("Licenses", "Choose a number from 1 to what there is.");
    };
    if wanted < given {
        let message = format!("{given} licenses are assigned. Unassign them or delete their users first.");
        return pages::refused("Licenses", &message);
    }
    let changed = change(cloud, subscription, |found| {
        found.licences = wanted;
        Ok(())
    });
    match changed {
        Ok(()) => Reply::see(&address(subscription)),
        Err(_) => pages::not_found("such subscription"),
    }
}

fn ask_partner(cloud: &mut Cloud, subscription: &Subscription) -> Reply {
    let now = cloud.clock.moment();
    if cloud.tenant.cancelling(subscription, now) != Cancelling::ByPartner {
        return pages::refused("Partner", "No partner sold this subscription, or it has ended.");
    }
    let changed = change(cloud, subscription, |found| {
        found.event = Event::Deleted { since: now };
        found.cancelled_because = Some("Asked the partner".to_owned());
        Ok(())
    });
    match changed {
        Ok(()) => {
            cloud.tenant.deleted_in_order.push(subscription.id);
            Reply::see(&address(subscription))
        }
        Err(_) => pages::not_found("such subscription"),
    }
}

fn ask_reason(cloud: &Cloud, subscription: &Subscription) -> Reply {
    if let Some(refusal) = cloud.tenant.cancelling(subscription, cloud.clock.moment()).refusal() {
        return pages::refused("Cancel subscription", refusal);
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
    let cancelling = cloud.tenant.cancelling(subscription, now);
    if let Some(refusal) = cancelling.refusal() {
        return pages::refused("Cancel subscription", refusal);
    }
    let cancelled = change(cloud, subscription, |found| {
        if cancelling == Cancelling::ForTerm {
            found.cancel_for_term(now, reason)
        } else {
            found.cancel(now, reason)
        }
    });
    match cancelled {
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
    if !cloud.tenant.can_delete(subscription, cloud.clock.moment()) {
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
    if subscription.stage(now).0 == Stage::Disabled && !cloud.tenant.can_delete(subscription, now) {
        return pages::refused("Delete subscription", "This subscription can't be deleted by hand.");
    }
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
