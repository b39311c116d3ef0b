//! The same page under every route's own address, so that a deep link works on any static host and below any path.

use super::names::Named;
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

/// What `index.html` holds for the policy to stand before.
pub(super) const BASE: &str = "<base href=\"./\">";

/// The page at the site's root, with everything filled in.
pub(super) struct Page {
    root: String,
}

impl Page {
    /// Fills in the final names, the integrity of the scripts, and the policy. The policy stands before everything that
    /// loads something, or it would not hold for it (CSP 3, section 3.3).
    pub(super) fn new(template: &str, named: &Named, files: &Files, policy: &Policy) -> Result<Self, FinishError> {
        let integrity = |path: &str| -> Result<String, FinishError> {
            let bytes = files.get(path).ok_or_else(|| FinishError::Missing(path.to_owned()))?;
            Ok(format!("integrity=\"{}\"", sums::integrity(bytes)))
        };
        // A module that is imported later takes its integrity from where it is preloaded.
        let fillings = [
            (BASE.to_owned(), policy_and_base(policy)),
            (r#"href="./luk.css""#.to_owned(), format!(r#"href="./{}""#, named.style)),
            (
                preload("./luk.js"),
                format!("{} {}", preload(&named.script), integrity(&named.script)?),
            ),
            (
                preload("./parts.js"),
                format!("{} {}", preload(&named.loader), integrity(&named.loader)?),
            ),
            (
                r#"href="./luk.wasm""#.to_owned(),
                format!(r#"href="./{}""#, named.module),
            ),
            (
                r#"src="./boot.js""#.to_owned(),
                format!(r#"src="./{}" {}"#, named.boot, integrity(&named.boot)?),
            ),
            (
                r#"data-script="./luk.js""#.to_owned(),
                format!(r#"data-script="./{}""#, named.script),
            ),
            (
                r#"data-module="./luk.wasm""#.to_owned(),
                format!(r#"data-module="./{}""#, named.module),
            ),
        ];
        let mut root = template.to_owned();
        for (text, filling) in fillings {
            root = replace_once("index.html", &root, &text, &filling)?;
        }
        Ok(Self { root })
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

pub(super) fn policy_and_base(policy: &Policy) -> String {
    format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n    {BASE}",
        policy.in_page()
    )
}

fn preload(path: &str) -> String {
    let path = path.trim_start_matches("./");
    format!(r#"rel="modulepreload" href="./{path}""#)
}
