//! The header list in the words of the hosts: `_headers` (Netlify, Cloudflare Pages), `staticwebapp.config.json` (Azure
//! Static Web Apps) and `nginx.conf`. They say the same; a test reads them back and compares.

use serde_json::{Map, Value, json};

use super::{Caching, FinishError, Site, SiteFile};

/// Adds the three files to the site.
pub(super) fn add_to(site: &mut Site) -> Result<(), FinishError> {
    let written = [
        ("_headers", headers_file(site)),
        (
            "staticwebapp.config.json",
            serde_json::to_string_pretty(&static_web_app(site))?,
        ),
        ("nginx.conf", nginx(site)),
    ];
    for (path, text) in written {
        site.files.insert(
            path.to_owned(),
            SiteFile {
                bytes: text.into_bytes(),
                caching: Caching::Revalidate,
            },
        );
    }
    Ok(())
}

/// The addresses that a file answers to.
fn addresses(path: &str) -> Vec<String> {
    let file = format!("/{path}");
    match path.strip_suffix("index.html") {
        Some(folder) => vec![format!("/{folder}"), file],
        None => vec![file],
    }
}

/// Both hosts join the values of a header that two matching rules set, so `Cache-Control` has no general rule.
fn headers_file(site: &Site) -> String {
    let mut text = String::from("/*\n");
    for header in &site.headers {
        text.push_str(&format!("  {}: {}\n", header.name, header.value));
    }
    for (path, file) in &site.files {
        for address in addresses(path) {
            text.push_str(&format!("{address}\n  Cache-Control: {}\n", file.caching.value()));
        }
    }
    text
}

fn static_web_app(site: &Site) -> Value {
    let everywhere: Map<String, Value> = site
        .headers
        .iter()
        .map(|header| (header.name.to_owned(), Value::from(header.value.as_str())))
        .collect();
    let routes: Vec<Value> = site
        .files
        .iter()
        .flat_map(|(path, file)| addresses(path).into_iter().map(move |address| (address, file.caching)))
        .map(|(address, caching)| json!({ "route": address, "headers": { "Cache-Control": caching.value() } }))
        .collect();
    json!({
        "globalHeaders": everywhere,
        "routes": routes,
        "mimeTypes": { ".wasm": "application/wasm", ".webmanifest": "application/manifest+json" },
    })
}

/// For inclusion in a `server` block. A `location` of one's own that adds headers has to repeat these, because nginx
/// inherits `add_header` only where a level adds none.
fn nginx(site: &Site) -> String {
    let immutable: Vec<String> = site
        .files
        .iter()
        .filter(|(_, file)| file.caching == Caching::Immutable)
        .map(|(path, _)| path.replace('.', "\\."))
        .collect();
    let mut text = String::from("# Include this in the server block that serves Luk.\n");
    for header in &site.headers {
        text.push_str(&format!("add_header {} \"{}\" always;\n", header.name, header.value));
    }
    text.push_str(&format!(
        "set $luk_caching \"{}\";\nif ($uri ~ \"/({})$\") {{ set $luk_caching \"{}\"; }}\n",
        Caching::Revalidate.value(),
        immutable.join("|"),
        Caching::Immutable.value(),
    ));
    text.push_str("add_header Cache-Control $luk_caching always;\n");
    text
}
