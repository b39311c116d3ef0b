//! The confirmed plan's file in the origin's private file system, for the engine worker: localStorage would be too small for
//! a hundred thousand ids. Knows nothing of what a plan is.

use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DedicatedWorkerGlobalScope, File, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetFileOptions,
    FileSystemSyncAccessHandle,
};

/// The file's name.
pub const PRIVATE_PLAN: &str = "luk-plan.json";

/// Writes the file anew. One that was written in part is no plan: whoever reads it compares its hash.
pub(super) async fn write(scope: &DedicatedWorkerGlobalScope, text: &str) -> Result<(), JsValue> {
    let options = FileSystemGetFileOptions::new();
    options.set_create(true);
    let directory = directory(scope).await?;
    let file = JsFuture::from(directory.get_file_handle_with_options(PRIVATE_PLAN, &options)).await?;
    let file: FileSystemFileHandle = file.dyn_into()?;
    let handle = open_at_once(&file).await?;
    let written = write_all(&handle, text.as_bytes());
    // Until then nobody else can open the file.
    handle.close();
    written
}

/// Opens a private file for writing at once: Safari before 26 has no other way. The binding would throw through the engine
/// where this one is missing, too.
pub(super) async fn open_at_once(file: &FileSystemFileHandle) -> Result<FileSystemSyncAccessHandle, JsValue> {
    let open: Function = Reflect::get(file, &"createSyncAccessHandle".into())?.dyn_into()?;
    let opened: Promise = open.call0(file)?.dyn_into()?;
    JsFuture::from(opened).await?.dyn_into()
}

fn write_all(handle: &FileSystemSyncAccessHandle, bytes: &[u8]) -> Result<(), JsValue> {
    handle.truncate_with_u32(0)?;
    let written = handle.write_with_buffer_source(&Uint8Array::from(bytes))?;
    #[expect(clippy::cast_precision_loss, reason = "a plan is far below 2^53 bytes")]
    if written < bytes.len() as f64 {
        return Err(JsValue::NULL);
    }
    handle.flush()
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
