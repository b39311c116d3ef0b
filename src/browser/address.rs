//! The page's address: where the site begins, which page of it is open, and going to another one.

use wasm_bindgen::JsValue;

use super::listening::listen;

/// How the way there is remembered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum History {
    /// As a new entry: the back button comes back here.
    Push,
    /// In place of this entry.
    Replace,
}

/// The path under which the site lies, with a slash at its end. The document's base says so, whichever page of the
/// site was opened, and it doesn't change when the address does.
#[must_use]
pub fn base() -> String {
    web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.base_uri().ok().flatten())
        .and_then(|uri| web_sys::Url::new(&uri).ok())
        .map_or_else(|| "/".to_owned(), |url| directory(&url.pathname()))
}

fn directory(path: &str) -> String {
    path.rsplit_once('/')
        .map_or_else(|| "/".to_owned(), |(before, _)| format!("{before}/"))
}

/// What stands behind the base in the page's address.
#[must_use]
pub fn current() -> String {
    let path = web_sys::window()
        .and_then(|window| window.location().pathname().ok())
        .unwrap_or_default();
    path.strip_prefix(&base()).unwrap_or_default().to_owned()
}

/// Reads the answer in the address' query, if it holds this name, and takes the query out of the address.
#[must_use]
pub fn take_answer(name: &str) -> Option<impl Fn(&str) -> Option<String> + use<>> {
    let location = web_sys::window()?.location();
    let query = web_sys::UrlSearchParams::new_with_str(&location.search().ok()?).ok()?;
    query.get(name)?;
    show(&location.pathname().ok()?, History::Replace);
    Some(move |name: &str| query.get(name))
}

/// Puts another address into the address bar, without loading anything.
pub fn show(address: &str, how: History) {
    let Some(Ok(history)) = web_sys::window().map(|window| window.history()) else {
        return;
    };
    // Fails only for an address of another site, or when a page changes it hundreds of times in a few seconds.
    let _ = match how {
        History::Push => history.push_state_with_url(&JsValue::NULL, "", Some(address)),
        History::Replace => history.replace_state_with_url(&JsValue::NULL, "", Some(address)),
    };
}

/// Calls `moved` when the person goes back or forward.
pub fn on_move(moved: impl Fn() + 'static) {
    if let Some(window) = web_sys::window() {
        listen(&window, "popstate", move |_| moved());
    }
}

/// Leaves the site.
pub fn leave_for(address: &str) {
    if let Some(window) = web_sys::window() {
        // Fails only for an address that is none; then the person stays where they are.
        let _ = window.location().assign(address);
    }
}
