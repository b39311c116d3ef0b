//! Fills in the service worker's template: the id of the build and the list of files with their sums.

use std::collections::BTreeMap;

use super::{Files, FinishError, replace_once, sums};

/// The service worker for these files. A page is listed under its folder's address, because hosts answer `index.html`
/// itself with a redirect, or not at all.
pub(super) fn fill_in(template: &str, files: &Files) -> Result<String, FinishError> {
    let listed: BTreeMap<&str, String> = files
        .iter()
        .map(|(path, bytes)| (path.strip_suffix("index.html").unwrap_or(path), sums::sha256_hex(bytes)))
        .collect();
    let worker = replace_once("sw.js", template, "%BUILD%", &sums::build_id(files))?;
    replace_once("sw.js", &worker, "%FILES%", &serde_json::to_string_pretty(&listed)?)
}
