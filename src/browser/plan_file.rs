//! The confirmed plan's file in the origin's private file system, for the engine worker: localStorage would be too small for
//! a hundred thousand ids. Knows nothing of what a plan is.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DedicatedWorkerGlobalScope, File, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetFileOptions,
    FileSystemWritableFileStream,
};

/// The file's name.
pub const PRIVATE_PLAN: &str = "luk-plan.json";

/// Writes the file anew. A file that was there stays as it is until all of this one is written.
pub(super) async fn write(scope: &DedicatedWorkerGlobalScope, text: &str) -> Result<(), JsValue> {
    let options = FileSystemGetFileOptions::new();
    options.set_create(true);
    let directory = directory(scope).await?;
    let file = JsFuture::from(directory.get_file_handle_with_options(PRIVATE_PLAN, &options)).await?;
    let file: FileSystemFileHandle = file.dyn_into()?;
    let stream: FileSystemWritableFileStream = JsFuture::from(file.create_writable()).await?.dyn_into()?;
    JsFuture::from(stream.write_with_str(text)?).await?;
    JsFuture::from(stream.close()).await?;
    Ok(())
}

/// Reads the file.
pub(super) async fn read(scope: &DedicatedWorkerGlobalScope) -> Result<String, JsValue> {
    let file = JsFuture::from(directory(scope).await?.get_file_handle(PRIVATE_PLAN)).await?;
    let file: FileSystemFileHandle = file.dyn_into()?;
    let file: File = JsFuture::from(file.get_file()).await?.dyn_into()?;
    JsFuture::from(file.text()).await?.as_string().ok_or(JsValue::NULL)
}

/// Removes the file.
pub(super) async fn remove(scope: &DedicatedWorkerGlobalScope) -> Result<(), JsValue> {
    JsFuture::from(directory(scope).await?.remove_entry(PRIVATE_PLAN)).await?;
    Ok(())
}

async fn directory(scope: &DedicatedWorkerGlobalScope) -> Result<FileSystemDirectoryHandle, JsValue> {
    let storage = scope.navigator().storage();
    JsFuture::from(storage.get_directory()).await?.dyn_into()
}
