//! The shapes of the admin centers' pages: status, headers, and what can be filled in, pressed and followed on each.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use practice::Browser;

use crate::properties::routes::FILE;
use crate::shapes::{ADMIN, compare};
use crate::world::World;

/// Ids are not what the shape is about.
fn without_ids(text: &str) -> String {
    let parts = text.split('/').map(|part| {
        let is_id = part.len() == 36 && part.split('-').count() == 5;
        if is_id { "{id}" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}

/// A line for each control of a page: its kind and its name.
fn controls(html: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for tag in html.split('<').skip(1) {
        let (tag, text) = tag.split_once('>').unwrap_or((tag, ""));
        let attribute = |name: &str| {
            let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
            rest.split_once('"').map(|(value, _)| without_ids(value))
        };
        let kind = tag.split([' ', '\n']).next().unwrap_or_default();
        let line = match kind {
            "form" => attribute("action").map(|action| format!("form to {action}")),
            "input" | "select" | "textarea" => attribute("name").map(|name| {
                format!(
                    "{kind} {name} ({})",
                    attribute("type").unwrap_or_else(|| "no type".to_owned())
                )
            }),
            "h1" | "h2" | "th" => Some(format!("{kind} {}", text.trim())),
            "button" => Some(format!(
                "button {}",
                text.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
            )),
            "a" => attribute("href").map(|link| format!("link to {link}")),
            _ => None,
        };
        found.extend(line);
    }
    found
}

#[test]
fn pages_of_the_admin_centers() {
    let mut world = World::new(practice::Tenant::from_json(FILE).unwrap());
    let mut told = String::new();
    let mut tell = |world: &World, title: &str| {
        let page = world.cloud.requests().last().unwrap();
        let headers: BTreeSet<&str> = page.response_headers.iter().map(|(name, _)| name.as_str()).collect();
        let headers: Vec<&str> = headers.into_iter().collect();
        writeln!(told, "{title}\n  {}; {}", page.status, headers.join(", ")).unwrap();
        for line in controls(&page.response_body) {
            writeln!(told, "    {line}").unwrap();
        }
        told.push('\n');
    };
    let mut browser = Browser::default();
    let origin = "http://localhost:8084";
    browser
        .open(&mut world.cloud, world.now, &format!("{origin}/products"))
        .unwrap();
    tell(&world, "/products without a session");
    browser.sign_in(&mut world.cloud, world.now, ADMIN, "practice").unwrap();
    for path in [
        "/products",
        "/self-service",
        "/users",
        "/mfa",
        "/mfa-providers",
        "/azure",
        "/bills",
        "/purview",
        "/exchange-groups",
        "/support",
        "/tenants",
        "/nothing",
    ] {
        browser
            .open(&mut world.cloud, world.now, &format!("{origin}{path}"))
            .unwrap();
        tell(&world, path);
    }
    compare(&told, include_str!("centers.txt"), "centers.txt");
}
