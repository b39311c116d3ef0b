//! "Bills & payments": invoices, and paying them with made-up money.

use http::{Method, StatusCode};
use maud::html;

use crate::admin::{pages, unknown};
use crate::cloud::Cloud;
use crate::incoming::Incoming;
use crate::reply::Reply;

/// `/bills`: shows the invoices, and pays the one that is named.
pub(super) fn answer(cloud: &mut Cloud, rest: &[&str], request: &Incoming) -> Reply {
    match (&request.method, rest) {
        (&Method::GET, []) => list(cloud),
        (&Method::POST, []) => pay(cloud, request),
        _ => unknown(request),
    }
}

fn euros(hundredths: u32) -> String {
    format!("EUR {}.{:02}", hundredths / 100, hundredths % 100)
}

fn list(cloud: &Cloud) -> Reply {
    let billing = &cloud.tenant.billing;
    let now = cloud.clock.moment();
    let content = html! {
        @for account in billing.accounts() {
            h2 { (account.display_name) }
            p { "Billing account type: " strong { (account.agreement.center_name()) } }
            @if account.invoices.is_empty() { p { "There are no invoices." } } @else {
                table {
                    thead { tr { th { "Invoice" } th { "Amount" } th { "Due" } th { "Status" } th { "Payment" } } }
                    tbody {
                        @for found in &account.invoices {
                            tr {
                                td { (found.name) }
                                td { (euros(found.billed)) }
                                td { (euros(found.due)) }
                                td { (found.status(now)) }
                                td {
                                    @if found.due > 0 {
                                        form method="post" action="/bills" {
                                            input type="hidden" name="invoice" value=(found.name);
                                            button type="submit" { "Pay " (found.name) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    pages::page(StatusCode::OK, "Bills & payments", &content)
}

fn pay(cloud: &mut Cloud, request: &Incoming) -> Reply {
    let name = request.field("invoice").unwrap_or_default();
    match cloud.tenant.billing.invoice_mut(&name) {
        Some(invoice) => {
            invoice.due = 0;
            Reply::see("/bills")
        }
        None => pages::not_found("such invoice"),
    }
}
