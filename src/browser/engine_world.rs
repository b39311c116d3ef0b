//! The worker's [`World`]: fetch, timers, the clock, the browser's generator, messages to the page, and the file that an
//! export writes. Decides nothing.

use std::cell::RefCell;
use std::time::Duration;

use gloo_net::http::{Request as FetchRequest, RequestBuilder, Response as FetchResponse};
use gloo_timers::future::TimeoutFuture;
use http::{Method, Request, Response};
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, CryptoKey, DedicatedWorkerGlobalScope, FileSystemDirectoryHandle, FileSystemFileHandle,
    FileSystemGetFileOptions, FileSystemReadWriteOptions, FileSystemSyncAccessHandle, FileSystemWritableFileStream,
    ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect,
};

use super::{lead, plan_file};
use crate::client::World;
use crate::client::world::{ArchiveError, Lead, NoAnswer, NotKept};
use crate::microsoft::signin::keys::PublicKey;
use crate::protocol::{ArchivePlace, Command, Event, wire};
use crate::tenant::Moment;

/// The name of the temporary archive in the origin's private file system, which the page offers as a download.
pub const PRIVATE_ARCHIVE: &str = "luk-export.zip";

/// The largest body that is read. The largest that Luk asks for, a page of a list, has a few megabytes.
const LARGEST: usize = 64 * 1024 * 1024;

/// WebCrypto's name of the `RS` algorithms.
const RSA: &str = "RSASSA-PKCS1-v1_5";

/// The browser, seen from the engine worker.
pub struct EngineWorld {
    scope: DedicatedWorkerGlobalScope,
    picked: RefCell<Option<FileSystemFileHandle>>,
    archive: RefCell<Option<OpenArchive>>,
}

#[derive(Clone)]
enum OpenArchive {
    Picked(FileSystemWritableFileStream),
    Private(FileSystemSyncAccessHandle),
}

impl EngineWorld {
    /// The world of this worker.
    #[must_use]
    pub const fn new(scope: DedicatedWorkerGlobalScope) -> Self {
        Self {
            scope,
            picked: RefCell::new(None),
            archive: RefCell::new(None),
        }
    }

    /// Takes the file that the person picked, for the export that follows.
    pub fn hand_over(&self, file: FileSystemFileHandle) {
        self.picked.replace(Some(file));
    }

    async fn verify(&self, key: &PublicKey, message: &[u8], signature: &[u8]) -> Result<JsValue, JsValue> {
        let subtle = self.scope.crypto()?.subtle();
        let object = |fields: &[(&str, &JsValue)]| {
            let object = Object::new();
            for (name, value) in fields {
                Reflect::set(&object, &(*name).into(), value)?;
            }
            Ok::<_, JsValue>(object)
        };
        let written = object(&[
            ("kty", &"RSA".into()),
            ("n", &key.modulus.as_str().into()),
            ("e", &key.exponent.as_str().into()),
        ])?;
        let algorithm = object(&[("name", &RSA.into()), ("hash", &"SHA-256".into())])?;
        let usages = Array::of1(&"verify".into());
        let imported = subtle.import_key_with_object("jwk", &written, &algorithm, false, &usages)?;
        let imported: CryptoKey = JsFuture::from(imported).await?.unchecked_into();
        let holds = subtle.verify_with_str_and_u8_array_and_u8_array(RSA, &imported, signature, message)?;
        JsFuture::from(holds).await
    }

    async fn private_directory(&self) -> Result<FileSystemDirectoryHandle, JsValue> {
        let storage = self.scope.navigator().storage();
        JsFuture::from(storage.get_directory()).await?.dyn_into()
    }

    async fn private_file(&self) -> Result<FileSystemFileHandle, JsValue> {
        let root = self.private_directory().await?;
        let options = FileSystemGetFileOptions::new();
        options.set_create(true);
        JsFuture::from(root.get_file_handle_with_options(PRIVATE_ARCHIVE, &options))
            .await?
            .dyn_into()
    }

    async fn open(&self, place: ArchivePlace) -> Result<OpenArchive, JsValue> {
        match place {
            ArchivePlace::Picked => {
                let file = self.picked.take().ok_or(JsValue::NULL)?;
                Ok(OpenArchive::Picked(
                    JsFuture::from(file.create_writable()).await?.dyn_into()?,
                ))
            }
            ArchivePlace::PrivateFile => {
                let file = self.private_file().await?;
                let handle = plan_file::open_at_once(&file).await?;
                handle.truncate_with_u32(0)?;
                Ok(OpenArchive::Private(handle))
            }
        }
    }
}

/// Aborts its request when it is dropped: an answer that nobody waits for must not go on using the line.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl World for EngineWorld {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, NoAnswer> {
        let abort = Abort(AbortController::new().map_err(|_| NoAnswer::Unreachable)?);
        let sent = fetch_request(request, &abort)
            .map_err(|_| NoAnswer::Unreachable)?
            .send();
        let answer = sent.await.map_err(|_| NoAnswer::Unreachable)?;
        let response = head(&answer);
        let body = body(&answer).await?;
        response.body(body).map_err(|_| NoAnswer::Unreachable)
    }

    async fn sleep(&self, duration: Duration) {
        // Rounded up: never a millisecond too early. A timer takes at most 2^31 - 1 ms.
        let mut left = duration.as_micros().div_ceil(1000);
        loop {
            let now = left.min(i32::MAX as u128);
            TimeoutFuture::new(u32::try_from(now).unwrap_or(0)).await;
            left -= now;
            if left == 0 {
                return;
            }
        }
    }

    fn now(&self) -> Moment {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "Date.now() is a whole number far below 2^53"
        )]
        Moment::from_milliseconds(js_sys::Date::now() as i64)
    }

    fn elapsed(&self) -> Duration {
        let milliseconds = self.scope.performance().map_or(0.0, |performance| performance.now());
        Duration::try_from_secs_f64(milliseconds / 1000.0).unwrap_or_default()
    }

    async fn keep_plan(&self, plan: &str) -> Result<(), NotKept> {
        plan_file::write(&self.scope, plan).await.map_err(|_| NotKept)
    }

    async fn kept_plan(&self) -> Option<String> {
        plan_file::read(&self.scope).await.ok()
    }

    async fn drop_plan(&self) {
        // Fails if there is none.
        drop(plan_file::remove(&self.scope).await);
    }

    async fn take_lead(&self) -> Option<Lead> {
        lead::take(&self.scope).await
    }

    fn fill_random(&self, buffer: &mut [u8]) {
        // Fails only for more than 65,536 bytes, or where there is no generator: then the zeros that the buffer holds
        // must never become a secret, so the worker ends here.
        let filled = self
            .scope
            .crypto()
            .and_then(|crypto| crypto.get_random_values_with_u8_array(buffer));
        if filled.is_err() {
            wasm_bindgen::throw_str("this browser gives no random numbers");
        }
    }

    async fn holds_rs256(&self, key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
        // Fails for a key that is none, and where the page is not in a secure context: then nothing holds.
        self.verify(key, message, signature)
            .await
            .is_ok_and(|holds| holds.is_truthy())
    }

    fn tell(&self, event: Event) {
        if let Ok(bytes) = wire::write(&event) {
            // Fails only when the page is gone.
            drop(self.scope.post_message(&Uint8Array::from(bytes.as_slice())));
        }
    }

    async fn open_archive(&self, place: ArchivePlace) -> Result<(), ArchiveError> {
        let archive = self.open(place).await.map_err(|_| ArchiveError::NotOpened)?;
        self.archive.replace(Some(archive));
        Ok(())
    }

    async fn write_archive(&self, bytes: &[u8]) -> Result<(), ArchiveError> {
        let archive = self.archive.borrow().clone().ok_or(ArchiveError::NotWritten)?;
        match archive {
            OpenArchive::Picked(stream) => {
                // A copy: the stream reads it later, when wasm's memory may have moved.
                let copy = Uint8Array::from(bytes);
                let written = stream
                    .write_with_buffer_source(&copy)
                    .map_err(|_| ArchiveError::NotWritten)?;
                JsFuture::from(written).await.map_err(|_| ArchiveError::NotWritten)?;
            }
            OpenArchive::Private(handle) => {
                let size = handle.get_size().map_err(|_| ArchiveError::NotWritten)?;
                let options = FileSystemReadWriteOptions::new();
                options.set_at(size);
                let written = handle
                    .write_with_buffer_source_and_options(&Uint8Array::from(bytes), &options)
                    .map_err(|_| ArchiveError::NotWritten)?;
                #[expect(clippy::cast_precision_loss, reason = "chunks are far below 2^53 bytes")]
                if written < bytes.len() as f64 {
                    return Err(ArchiveError::NotWritten);
                }
            }
        }
        Ok(())
    }

    async fn close_archive(&self) -> Result<(), ArchiveError> {
        match self.archive.take().ok_or(ArchiveError::NotWritten)? {
            OpenArchive::Picked(stream) => {
                JsFuture::from(stream.close())
                    .await
                    .map_err(|_| ArchiveError::NotWritten)?;
            }
            OpenArchive::Private(handle) => {
                let flushed = handle.flush();
                handle.close();
                flushed.map_err(|_| ArchiveError::NotWritten)?;
            }
        }
        Ok(())
    }

    async fn discard_archive(&self) {
        match self.archive.take() {
            // The stream writes beside the file; aborting leaves the file as it was. Nothing is left to do if it fails.
            Some(OpenArchive::Picked(stream)) => drop(JsFuture::from(stream.abort()).await),
            Some(OpenArchive::Private(handle)) => {
                drop(handle.truncate_with_u32(0));
                handle.close();
            }
            None => {}
        }
    }

    async fn forget_archive(&self) {
        if let Ok(root) = self.private_directory().await {
            // Fails if there is none.
            drop(JsFuture::from(root.remove_entry(PRIVATE_ARCHIVE)).await);
        }
    }
}

fn fetch_request(request: Request<Vec<u8>>, abort: &Abort) -> Result<FetchRequest, gloo_net::Error> {
    let (head, body) = request.into_parts();
    // No answer is kept: it holds names and addresses. A browser keeps none to a POST anyway, and asked not to, it would forget
    // its preflights as well and send one before each batch.
    let cache = if head.method == Method::POST {
        RequestCache::Default
    } else {
        RequestCache::NoStore
    };
    let mut builder = RequestBuilder::new(&head.uri.to_string())
        .method(head.method)
        .mode(RequestMode::Cors)
        // No cookie goes out with a request and none is taken: the token alone says who asks.
        .credentials(RequestCredentials::Omit)
        .cache(cache)
        .redirect(RequestRedirect::Error)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(&abort.0.signal()));
    for (name, value) in &head.headers {
        if let Ok(value) = value.to_str() {
            builder = builder.header(name.as_str(), value);
        }
    }
    if body.is_empty() {
        builder.build()
    } else {
        builder.body(Uint8Array::from(body.as_slice()))
    }
}

/// The body of an answer, as far as it makes sense to read it.
///
/// # Errors
/// When it breaks off, or is larger than any that Luk asks for: it would fill the memory.
pub async fn body(answer: &FetchResponse) -> Result<Vec<u8>, NoAnswer> {
    let Some(stream) = answer.body() else {
        return Ok(Vec::new());
    };
    let reader = ReadableStreamDefaultReader::new(&stream).map_err(|_| NoAnswer::Unreachable)?;
    let mut body = Vec::new();
    loop {
        let read = JsFuture::from(reader.read()).await.map_err(|_| NoAnswer::Unreachable)?;
        let Ok(piece) = Reflect::get(&read, &"value".into()).and_then(|value| value.dyn_into::<Uint8Array>()) else {
            // The last reading brings nothing.
            return Ok(body);
        };
        if body.len() + piece.length() as usize > LARGEST {
            return Err(NoAnswer::Unreachable);
        }
        body.append(&mut piece.to_vec());
    }
}

fn head(answer: &FetchResponse) -> http::response::Builder {
    answer.headers().entries().fold(
        Response::builder().status(answer.status()),
        |response, (name, value)| response.header(name, value),
    )
}

/// What the page posts: a command, and for an export the picked file beside it.
#[must_use]
pub fn posted(data: &JsValue) -> Option<(Command, Option<FileSystemFileHandle>)> {
    let command: Uint8Array = Reflect::get(data, &"command".into()).ok()?.dyn_into().ok()?;
    let command = wire::read(&command.to_vec()).ok()?;
    let archive = Reflect::get(data, &"archive".into()).ok()?.dyn_into().ok();
    Some((command, archive))
}
