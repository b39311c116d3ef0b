//! From what was built to the finished site: content addresses, pages for every route, policy, service worker.
//! Pure: files come in and go out as bytes in memory. Reads no disk and serves nothing.

mod config;
mod headers;
mod host_files;
mod lean;
mod names;
mod offline;
mod pages;
mod parts;
mod policy;
mod registration;
mod sums;

pub(crate) use headers::{Caching, Header};
pub(crate) use sums::short as short_sum;

use std::collections::BTreeMap;

use config::Config;
use policy::Policy;

/// The parts of the module that hold the texts of a language.
const LANGUAGES: [&str; 3] = ["english", "danish", "norwegian"];

/// Files by their path relative to the site's root, in a fixed order so that a build is the same each time.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// What the site is made from.
pub(crate) struct Sources {
    /// `index.html`, the style sheet, the wasm module and its parts, and their two scripts.
    pub(crate) built: Files,
    /// The folder `public/`: boot files, service worker, manifest, icons.
    pub(crate) public: Files,
    /// The readme: the page on registering Luk is made from it.
    pub(crate) readme: String,
    /// The text of the `config.json` to publish.
    pub(crate) config: String,
}

/// Where the finished site will be served from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// This machine, over plain HTTP.
    Local,
    /// Any static host, over HTTPS: the hosts' own header files are added.
    Public,
}

/// One finished file.
pub(crate) struct SiteFile {
    pub(crate) bytes: Vec<u8>,
    pub(crate) caching: Caching,
}

/// The finished site.
pub(crate) struct Site {
    /// The files by path; a page's path ends with `index.html`.
    pub(crate) files: BTreeMap<String, SiteFile>,
    /// What goes with every answer, beside the file's own `Cache-Control`.
    pub(crate) headers: Vec<Header>,
    /// What a browser needs for its first page.
    pub(crate) first_load: Vec<String>,
}

/// Why a site cannot be finished.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FinishError {
    /// A file that the site needs is not there.
    #[error("the file {0} is missing from the build")]
    Missing(String),
    /// A file lacks the place where the build has something to fill in, or has it twice.
    #[error("{file} should hold {text:?} exactly once")]
    Placeholder { file: String, text: String },
    /// A text file is not UTF-8.
    #[error("{0} is not UTF-8 text")]
    NotText(String),
    /// The configuration cannot be read.
    #[error("config.json cannot be read: {0}")]
    Config(#[from] serde_json::Error),
    /// An address in the configuration is no origin that a page may talk to.
    #[error("config.json: {0:?} is not an origin: https://host, or http://localhost:port for practice")]
    Origin(String),
}

/// Finishes a site.
///
/// # Errors
/// When a file is missing or has not the form that the steps here rely on, or the configuration names a bad origin.
pub(crate) fn finish(sources: Sources, audience: Audience) -> Result<Site, FinishError> {
    let config = Config::parse(&sources.config)?;
    let policy = Policy::for_config(&config);

    let mut files = sources.built;
    let page = take_text(&mut files, "index.html")?;
    files.extend(sources.public);
    make_lean(&mut files)?;
    let worker_template = take_text(&mut files, "sw.js")?;
    files.insert("config.json".to_owned(), sources.config.into_bytes());

    let named = names::address_by_content(&mut files)?;
    let page = pages::Page::new(&page, &named, &files, &policy)?;
    let first_load = first_load(&files, page.root())?;
    files.extend(page.all_routes()?);
    let registration = registration::page(&sources.readme, &named.style, &policy)?;
    files.insert("registration/index.html".to_owned(), registration.into_bytes());

    let worker = offline::fill_in(&worker_template, &files)?;
    files.insert("sw.js".to_owned(), worker.into_bytes());

    let mut site = Site {
        files: files
            .into_iter()
            .map(|(path, bytes)| {
                let caching = Caching::of(&path);
                (path, SiteFile { bytes, caching })
            })
            .collect(),
        headers: headers::for_every_file(&policy, audience),
        first_load,
    };
    if audience == Audience::Public {
        host_files::add_to(&mut site)?;
    }
    Ok(site)
}

fn make_lean(files: &mut Files) -> Result<(), FinishError> {
    let written = files
        .iter_mut()
        .filter(|(path, _)| path.ends_with(".js") || path.ends_with(".css"));
    for (path, bytes) in written {
        let text = std::str::from_utf8(bytes).map_err(|_| FinishError::NotText(path.clone()))?;
        *bytes = lean::lean(text).into_bytes();
    }
    Ok(())
}

/// The page itself, everything that it names but the icons for installing, the engine's boot script, the configuration, and
/// of the module's parts those that a first page needs: a language, and what it shares with others.
fn first_load(files: &Files, page: &str) -> Result<Vec<String>, FinishError> {
    let engine = |path: &str| path.starts_with("engine-boot-") || path == "config.json";
    let named = |path: &str| page.contains(&format!("./{path}")) && !path.ends_with(".png");
    let loader = files.iter().find(|(path, _)| path.starts_with("parts-"));
    let loader = loader.and_then(|(_, bytes)| std::str::from_utf8(bytes).ok());
    let size = |paths: &Vec<String>| -> usize { paths.iter().filter_map(|path| files.get(path)).map(Vec::len).sum() };
    // The largest language, so that the figure holds for each.
    let mut languages = Vec::new();
    for language in LANGUAGES {
        let own = files
            .keys()
            .filter(|path| path.starts_with(&format!("{language}-")))
            .cloned();
        let shared = loader.and_then(|loader| parts::loaded_with(loader, language));
        // Counting too little without noticing would make the budget worthless.
        let shared = shared.ok_or_else(|| FinishError::Missing(format!("the part {language}")))?;
        languages.push(own.chain(shared).collect::<Vec<String>>());
    }
    let language = languages.into_iter().max_by_key(size);
    let mut paths = vec!["index.html".to_owned()];
    paths.extend(language.into_iter().flatten());
    paths.extend(files.keys().filter(|path| engine(path) || named(path)).cloned());
    Ok(paths)
}

fn take_text(files: &mut Files, path: &str) -> Result<String, FinishError> {
    let bytes = files
        .remove(path)
        .ok_or_else(|| FinishError::Missing(path.to_owned()))?;
    String::from_utf8(bytes).map_err(|_| FinishError::NotText(path.to_owned()))
}

/// Replaces a text that has to be there exactly once, so that a change of a template can't go unnoticed.
fn replace_once(file: &str, source: &str, text: &str, replacement: &str) -> Result<String, FinishError> {
    if source.matches(text).count() == 1 {
        Ok(source.replacen(text, replacement, 1))
    } else {
        Err(FinishError::Placeholder {
            file: file.to_owned(),
            text: text.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests;
