//! The host of downloads: addresses that need no token because they carry a key, and only for a while. It answers no
//! preflight, as the real one does not.

use std::collections::BTreeMap;

use http::{Method, StatusCode};

use crate::cloud::Cloud;
use crate::entra::Resource;
use crate::graph::{bearer, ediscovery_file};
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::tenant::drive::ItemKind;
use crate::tenant::ediscovery::EdiscoveryRole;
use crate::time::Timestamp;
use crate::zip;

/// The addresses that were given out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Downloads(BTreeMap<String, Offered>);

#[derive(Debug, Clone)]
struct Offered {
    path: String,
    ends: Timestamp,
    what: What,
}

#[derive(Debug, Clone, Copy)]
enum What {
    Invoice,
    File { drive: Guid, item: Guid },
}

impl Downloads {
    /// Gives out an address for an invoice, usable with its key until the time given.
    pub(crate) fn offer(&mut self, path: &str, key: &str, ends: Timestamp) -> String {
        self.give(path.to_owned(), key, ends, What::Invoice)
    }

    /// Gives out an address for a file in a drive.
    pub(crate) fn offer_file(&mut self, drive: Guid, item: Guid, key: &str, ends: Timestamp) -> String {
        let path = format!("/files/{}-{}", drive.simple(), item.simple());
        self.give(path, key, ends, What::File { drive, item })
    }

    fn give(&mut self, path: String, key: &str, ends: Timestamp, what: What) -> String {
        let address = format!("{path}?tempauth={key}");
        self.0.insert(key.to_owned(), Offered { path, ends, what });
        address
    }
}

/// Answers a request to the downloads origin.
pub(crate) fn answer(cloud: &Cloud, request: &Incoming) -> Reply {
    if let [kind, operation, number] = request.segments().as_slice()
        && kind == "ediscovery"
    {
        return exported(cloud, operation, number, request);
    }
    let known = matches!(request.segments().as_slice(), [kind, _] if kind == "invoices" || kind == "files");
    if !known {
        return Reply::unmodelled(&format!("{} {} of the downloads", request.method, request.url.path()));
    }
    if request.method != Method::GET {
        return Reply::raw(StatusCode::METHOD_NOT_ALLOWED, "Only GET is answered here.");
    }
    if request.header("authorization").is_some() {
        return Reply::raw(
            StatusCode::UNAUTHORIZED,
            "This address carries its own key and takes no token.",
        );
    }
    let key = request.query("tempauth").unwrap_or_default();
    let offered = cloud.downloads.0.get(&key);
    let offered = offered.filter(|offered| offered.path == request.url.path() && cloud.clock.now() < offered.ends);
    match offered.map(|offered| (offered, offered.what)) {
        Some((offered, What::Invoice)) if offered.path.ends_with(".zip") => {
            let names = offered
                .path
                .trim_start_matches("/invoices/")
                .trim_end_matches(".zip")
                .split('+');
            let files: Vec<(String, Vec<u8>)> = names
                .map(|name| (format!("{name}.pdf"), pdf(&format!("Invoice {name}")).into_bytes()))
                .collect();
            Reply::bytes(StatusCode::OK, zip::archive(&files)).with("content-type", "application/zip")
        }
        Some((offered, What::Invoice)) => {
            let file = pdf(&format!("Invoice {}", offered.path)).into_bytes();
            Reply::bytes(StatusCode::OK, file).with("content-type", "application/pdf")
        }
        Some((_, What::File { drive, item })) => file(cloud, drive, item, request),
        None => Reply::raw(
            StatusCode::FORBIDDEN,
            "This address has expired or was never given out.",
        ),
    }
    .with("cache-control", "no-store")
}

/// A file of an eDiscovery export: it takes a token of its own audience, and a header that says so.
fn exported(cloud: &Cloud, operation: &str, number: &str, request: &Incoming) -> Reply {
    if request.method != Method::GET {
        return Reply::raw(StatusCode::METHOD_NOT_ALLOWED, "Only GET is answered here.");
    }
    match bearer(cloud, request, Resource::Purview) {
        Ok(token) if token.scopes.iter().any(|scope| scope == "eDiscovery.Download.Read") => {
            let caller = cloud.tenant.users.get(token.user);
            // Managers were seen to be refused here, of their own cases too (learn.microsoft.com/answers/questions/5877104).
            if caller.and_then(|caller| caller.ediscovery) != Some(EdiscoveryRole::Administrator) {
                return Reply::raw(StatusCode::UNAUTHORIZED, "The caller is no eDiscovery Administrator.");
            }
        }
        Ok(_) => {
            return Reply::raw(
                StatusCode::FORBIDDEN,
                "The token lacks the scope eDiscovery.Download.Read.",
            );
        }
        Err(fault) => return Reply::raw(StatusCode::UNAUTHORIZED, fault.message()),
    }
    let says_so = request.header("x-allowwithaadtoken");
    if !says_so.is_some_and(|value| value.eq_ignore_ascii_case("true")) {
        return Reply::raw(StatusCode::UNAUTHORIZED, "The header X-AllowWithAADToken is missing.");
    }
    match ediscovery_file(cloud, operation, number) {
        Some(bytes) => piece(bytes, request).with("cache-control", "no-store"),
        None => Reply::raw(StatusCode::NOT_FOUND, "There is no such file."),
    }
}

/// A file's bytes, or the piece that a simple `Range` asks for.
fn file(cloud: &Cloud, drive: Guid, item: Guid, request: &Incoming) -> Reply {
    let drive = cloud.tenant.drives.iter().find(|found| found.id == drive);
    let Some(ItemKind::File(content)) = drive.and_then(|drive| drive.item(item)).map(|item| &item.kind) else {
        return Reply::raw(StatusCode::NOT_FOUND, "The file is gone.");
    };
    piece(content.bytes(), request)
}

fn piece(bytes: Vec<u8>, request: &Incoming) -> Reply {
    let size = bytes.len();
    let kind = "application/octet-stream";
    let wanted = request
        .header("range")
        .and_then(|range| range.strip_prefix("bytes="))
        .and_then(|range| {
            let (from, to) = range.split_once('-')?;
            let from: usize = from.parse().ok()?;
            let to = if to.is_empty() {
                size.saturating_sub(1)
            } else {
                to.parse().ok()?
            };
            Some((from, to.min(size.saturating_sub(1))))
        });
    match wanted {
        None => Reply::bytes(StatusCode::OK, bytes)
            .with("content-type", kind)
            .with("accept-ranges", "bytes"),
        Some((from, to)) => match bytes.get(from..=to).filter(|piece| !piece.is_empty()) {
            Some(piece) => Reply::bytes(StatusCode::PARTIAL_CONTENT, piece.to_vec())
                .with("content-type", kind)
                .with("content-range", format!("bytes {from}-{to}/{size}")),
            None => Reply::empty(StatusCode::RANGE_NOT_SATISFIABLE).with("content-range", format!("bytes */{size}")),
        },
    }
}

/// The smallest document that readers open: one page with one line.
fn pdf(line: &str) -> String {
    let text: String = line
        .chars()
        .filter(|letter| letter.is_ascii_graphic() && !"()\\".contains(*letter) || *letter == ' ')
        .collect();
    let content = format!("BT /F1 18 Tf 72 720 Td ({text}) Tj ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>".to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.push_str(&format!("{} 0 obj{object}endobj\n", number + 1));
    }
    let table = file.len();
    file.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1));
    for place in &places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    file.push_str(&format!(
        "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n",
        places.len() + 1
    ));
    file
}
