//! "Self-service sign-up products" of the Entra admin center: what people signed up for by themselves. Deleting is
//! immediate.

use http::{Method, StatusCode};
use maud::html;

use crate::admin::{pages, unknown};
use crate::cloud::Cloud;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::tenant::subscription::{Channel, Event, Stage};

/// `/self-service`: shows the products, and deletes the one that is named.
pub(super) fn answer(cloud: &mut Cloud, rest: &[&str], request: &Incoming) -> Reply {
    match (&request.method, rest) {
        (&Method::GET, []) => list(cloud),
        (&Method::POST, []) => delete(cloud, request),
        _ => unknown(request),
    }
}

fn list(cloud: &Cloud) -> Reply {
    let now = cloud.clock.moment();
    let products = cloud.tenant.subscriptions.iter();
    let products: Vec<_> = products.filter(|found| found.channel == Channel::SelfService).collect();
    let content = html! {
        @if products.is_empty() { p { "There are no self-service sign-up products." } } @else {
            table {
                thead { tr { th { "Product" } th { "State" } th { "Action" } } }
                tbody {
                    @for found in products {
                        @let deleted = found.stage(now).0 == Stage::Deprovisioned;
                        tr {
                            td { (found.product.name) }
                            td { @if deleted { "Deleted" } @else { "Active" } }
                            td {
                                @if !deleted {
                                    form method="post" action="/self-service" {
                                        input type="hidden" name="product" value=(found.id);
                                        button type="submit" { "Delete " (found.product.name) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            p { "A deleted product is gone at once, with the data of its users." }
        }
    };
    pages::page(StatusCode::OK, "Self-service sign-up products", &content)
}

fn delete(cloud: &mut Cloud, request: &Incoming) -> Reply {
    let id = request.field("product").unwrap_or_default();
    let mut subscriptions = cloud.tenant.subscriptions.iter_mut();
    let found = subscriptions.find(|found| found.channel == Channel::SelfService && found.id.to_string() == id);
    let Some(found) = found else {
        return pages::not_found("such product");
    };
    if found.event != Event::Removed {
        found.event = Event::Removed;
        let id = found.id;
        cloud.tenant.deleted_in_order.push(id);
    }
    Reply::see("/self-service")
}
