//! "Support requests": one can be written, is then listed, and resolved a day later.

use http::{Method, StatusCode};
use maud::html;

use crate::admin::{pages, unknown};
use crate::cloud::Cloud;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::tenant::support::SupportRequest;

/// A title is one line, a description a page or so.
const LONGEST_TITLE: usize = 250;
const LONGEST_DESCRIPTION: usize = 8000;

/// `/support`: shows the requests so far and takes a new one.
pub(super) fn answer(cloud: &mut Cloud, rest: &[&str], request: &Incoming) -> Reply {
    match (&request.method, rest) {
        (&Method::GET, []) => list(cloud),
        (&Method::POST, []) => add(cloud, request),
        _ => unknown(request),
    }
}

fn list(cloud: &Cloud) -> Reply {
    let requests = &cloud.tenant.support_requests;
    let content = html! {
        h2 { "Your requests" }
        @if requests.is_empty() { p { "There are no requests yet." } } @else {
            table {
                thead { tr { th { "Number" } th { "Title" } th { "Created" } th { "Status" } } }
                tbody {
                    @for found in requests {
                        tr {
                            td { (found.number) }
                            td { strong { (found.title) } br; (found.description) }
                            td { (cloud.clock.show(found.created).day()) }
                            td { @if found.is_resolved(cloud.clock.moment()) { "Resolved" } @else { "Open" } }
                        }
                    }
                }
            }
        }
        h2 { "New support request" }
        form method="post" action="/support" {
            label for="title" { "Title" }
            input id="title" name="title" type="text" maxlength=(LONGEST_TITLE) required;
            label for="description" { "Description" }
            textarea id="description" name="description" rows="5" maxlength=(LONGEST_DESCRIPTION) required {}
            div { button type="submit" { "Contact support" } }
        }
    };
    pages::page(StatusCode::OK, "Support requests", &content)
}

fn add(cloud: &mut Cloud, request: &Incoming) -> Reply {
    let field = |name: &str, longest: usize| {
        let text = request.field(name).unwrap_or_default().trim().to_owned();
        (!text.is_empty() && text.chars().count() <= longest).then_some(text)
    };
    let (Some(title), Some(description)) = (field("title", LONGEST_TITLE), field("description", LONGEST_DESCRIPTION))
    else {
        return pages::refused("Support requests", "Write a title and a description.");
    };
    let created = cloud.clock.moment();
    let requests = &mut cloud.tenant.support_requests;
    requests.push(SupportRequest {
        number: 1 + requests.len(),
        title,
        description,
        created,
    });
    Reply::see("/support")
}
