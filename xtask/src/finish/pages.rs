//! The same page under every route's own address, so that a deep link works on any static host and below any path.

use super::names::Boot;
use super::policy::Policy;
use super::{Files, FinishError, replace_once, sums};

/// The routes of the app below the site's root; each becomes a folder with a page in it.
pub(super) const ROUTES: [&str; 11] = [
    "signin",
    "closing",
    "export",
    "users",
    "cancel",
    "delete",
    "mfa",
    "directory",
    "receipt",
    "activity",
    "about",
];

// What Trunk's output holds for the steps here to fill in.
const BASE: &str = "<base href=\"./\">";
const BOOT: &str = "\"./boot.js\"";
const PRELOAD: &str = "rel=\"modulepreload\"";

/// The page at the site's root, with everything filled in.
pub(super) struct Page {
    root: String,
}

impl Page {
    /// Fills in the boot module's final name, the integrity of both scripts, and the policy. The policy stands before
    /// everything that loads something, or it would not hold for it (CSP 3, section 3.3).
    pub(super) fn new(built: &str, boot: &Boot, files: &Files, policy: &Policy) -> Result<Self, FinishError> {
        let meta = format!(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n    {BASE}",
            policy.in_page()
        );
        let page = replace_once("index.html", built, BASE, &meta)?;

        let script = format!("\"./{}\" integrity=\"{}\"", boot.path, boot.integrity);
        let page = replace_once("index.html", &page, BOOT, &script)?;

        let is_glue = |path: &&String| path.starts_with("luk-") && path.ends_with(".js");
        let glue = files.keys().find(is_glue).and_then(|path| files.get(path));
        let glue = glue.ok_or_else(|| FinishError::Missing("luk-SUM.js".to_owned()))?;
        // A module that is imported later takes its integrity from here.
        let preload = format!("{PRELOAD} integrity=\"{}\"", sums::integrity(glue));
        Ok(Self {
            root: replace_once("index.html", &page, PRELOAD, &preload)?,
        })
    }

    /// The root's page.
    pub(super) fn root(&self) -> &str {
        &self.root
    }

    /// The root's page and one for each route, whose relative addresses start one folder up.
    pub(super) fn all_routes(self) -> Result<Files, FinishError> {
        let below = replace_once("index.html", &self.root, BASE, "<base href=\"../\">")?;
        let mut files: Files = ROUTES
            .iter()
            .map(|route| (format!("{route}/index.html"), below.clone().into_bytes()))
            .collect();
        files.insert("index.html".to_owned(), self.root.into_bytes());
        Ok(files)
    }
}
