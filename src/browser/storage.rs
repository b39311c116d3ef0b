//! `localStorage` and `sessionStorage`: texts by name. Either can be full, disabled or forbidden.

use wasm_bindgen::JsCast;
use web_sys::{Storage, StorageEvent};

use super::listening::listen;

/// One of the two storages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Area {
    /// Kept until somebody deletes it.
    Local,
    /// Kept as long as the tab.
    Session,
}

/// The browser does not keep it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the browser did not keep the entry")]
pub struct NotKept;

fn storage(area: Area) -> Option<Storage> {
    let window = web_sys::window()?;
    match area {
        Area::Local => window.local_storage(),
        Area::Session => window.session_storage(),
    }
    .ok()
    .flatten()
}

/// Calls `changed` whenever another tab keeps something else under this name, or drops it.
pub fn on_change_elsewhere(name: &'static str, changed: impl Fn(Option<String>) + 'static) {
    let Some(window) = web_sys::window() else { return };
    listen(&window, "storage", move |event| {
        if let Some(event) = event.dyn_ref::<StorageEvent>()
            && event.key().as_deref() == Some(name)
        {
            changed(event.new_value());
        }
    });
}

/// What is kept under this name.
#[must_use]
pub fn read(area: Area, name: &str) -> Option<String> {
    storage(area)?.get_item(name).ok().flatten()
}

/// Keeps a text under this name.
///
/// # Errors
/// [`NotKept`] if the storage is full or may not be used.
pub fn write(area: Area, name: &str, text: &str) -> Result<(), NotKept> {
    storage(area).ok_or(NotKept)?.set_item(name, text).map_err(|_| NotKept)
}

/// Drops what is kept under this name.
pub fn remove(area: Area, name: &str) {
    if let Some(storage) = storage(area) {
        // Fails only if the storage may not be used, and then nothing is in it.
        let _ = storage.remove_item(name);
    }
}

/// Reads an entry that is for one use only, and drops it.
#[must_use]
pub fn take(area: Area, name: &str) -> Option<String> {
    let text = read(area, name);
    remove(area, name);
    text
}
