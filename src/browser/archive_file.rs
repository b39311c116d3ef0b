//! The archive's file: the one that the person picks, or the temporary one in the origin's private file system.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, File, FileSystemDirectoryHandle, FileSystemFileHandle};

/// The temporary archive's name in the private file system; the engine writes it under the same name.
pub use super::engine_world::PRIVATE_ARCHIVE as PRIVATE_NAME;
/// The name of the confirmed plan beside it, which the engine keeps.
pub use super::plan_file::PRIVATE_PLAN;

/// How picking a file ended.
#[derive(Debug)]
pub enum Picked {
    /// This is the file.
    File(FileSystemFileHandle),
    /// The person changed their mind.
    Nothing,
    /// The browser refused.
    Refused,
}

/// The browser's dialog for choosing where to save, where it has one. Not in `web_sys` without unstable flags.
fn picker() -> Option<Function> {
    let window = web_sys::window()?;
    Reflect::get(&window, &"showSaveFilePicker".into())
        .ok()?
        .dyn_into()
        .ok()
}

/// Whether the browser can ask where to save.
#[must_use]
pub fn can_pick() -> bool {
    picker().is_some()
}

/// Asks where to save. Has to be called while a click is being handled; what it returns is awaited afterwards.
///
/// # Errors
/// What the browser says if it can't ask.
pub fn ask_where(suggested_name: &str) -> Result<Promise, JsValue> {
    let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
    let accept = Object::new();
    Reflect::set(&accept, &"application/zip".into(), &Array::of1(&".zip".into()))?;
    let kind = Object::new();
    Reflect::set(&kind, &"accept".into(), &accept)?;
    let options = Object::new();
    Reflect::set(&options, &"suggestedName".into(), &suggested_name.into())?;
    Reflect::set(&options, &"types".into(), &Array::of1(&kind))?;
    picker().ok_or(JsValue::UNDEFINED)?.call1(&window, &options)?.dyn_into()
}

/// Waits for the person's choice.
pub async fn picked(answer: Promise) -> Picked {
    match JsFuture::from(answer).await {
        Ok(handle) => handle.dyn_into().map_or(Picked::Refused, Picked::File),
        Err(error) => match error.dyn_ref::<DomException>() {
            Some(error) if error.name() == "AbortError" => Picked::Nothing,
            Some(_) | None => Picked::Refused,
        },
    }
}

async fn private_directory() -> Result<FileSystemDirectoryHandle, JsValue> {
    let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
    // The property is missing outside secure contexts.
    let storage = Reflect::get(&window.navigator(), &"storage".into())?.dyn_into::<web_sys::StorageManager>()?;
    JsFuture::from(storage.get_directory()).await?.dyn_into()
}

/// The temporary archive, if there is one.
pub async fn private_archive() -> Option<File> {
    let directory = private_directory().await.ok()?;
    let handle: FileSystemFileHandle = JsFuture::from(directory.get_file_handle(PRIVATE_NAME))
        .await
        .ok()?
        .dyn_into()
        .ok()?;
    JsFuture::from(handle.get_file()).await.ok()?.dyn_into().ok()
}

/// Removes everything that Luk keeps in the private file system.
pub async fn remove_private_files() {
    if let Ok(directory) = private_directory().await {
        for name in [PRIVATE_NAME, PRIVATE_PLAN] {
            // Fails if there is none.
            let _ = JsFuture::from(directory.remove_entry(name)).await;
        }
    }
}

/// Removes the temporary archive. Nothing happens if there is none.
pub async fn remove_private_archive() {
    if let Ok(directory) = private_directory().await {
        // Fails if there is none.
        let _ = JsFuture::from(directory.remove_entry(PRIVATE_NAME)).await;
    }
}
