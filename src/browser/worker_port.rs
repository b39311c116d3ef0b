//! The page's end of the line to the engine worker: commands down, events up.

use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, FileSystemFileHandle, MessageEvent, Worker};

use super::listening::listen;
use crate::protocol::{Command, Event, wire};

/// What comes from the engine.
#[derive(Debug)]
pub enum FromEngine {
    /// An event.
    Event(Box<Event>),
    /// The engine is gone, and this is its last word.
    Failed(String),
}

/// The line to the engine.
#[derive(Clone, Debug)]
pub struct WorkerPort {
    worker: Worker,
}

impl WorkerPort {
    /// Listens to the worker from now on.
    pub fn open(worker: Worker, receive: impl Fn(FromEngine) + Clone + 'static) -> Self {
        let failed = receive.clone();
        listen(&worker, "message", move |event| {
            if let Some(message) = event.dyn_ref::<MessageEvent>() {
                receive(read(&message.data()));
            }
        });
        listen(&worker, "error", move |event| {
            let words = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
            failed(FromEngine::Failed(words.unwrap_or_default()));
        });
        Self { worker }
    }

    /// Sends a command; `archive` is the file that the person picked for it.
    ///
    /// # Errors
    /// What the browser says if the message can't be sent.
    pub fn send(&self, command: &Command, archive: Option<&FileSystemFileHandle>) -> Result<(), JsValue> {
        let bytes = wire::write(command).map_err(|error| JsValue::from(error.to_string()))?;
        let message = Object::new();
        Reflect::set(&message, &"command".into(), &Uint8Array::from(bytes.as_slice()))?;
        if let Some(archive) = archive {
            Reflect::set(&message, &"archive".into(), archive)?;
        }
        self.worker.post_message(&message)
    }

    /// Ends the worker where it is.
    pub fn end(&self) {
        self.worker.terminate();
    }
}

fn read(data: &JsValue) -> FromEngine {
    if let Some(bytes) = data.dyn_ref::<Uint8Array>() {
        return match wire::read(&bytes.to_vec()) {
            Ok(event) => FromEngine::Event(Box::new(event)),
            Err(error) => FromEngine::Failed(error.to_string()),
        };
    }
    let words = Reflect::get(data, &"failed".into())
        .ok()
        .and_then(|words| words.as_string());
    FromEngine::Failed(words.unwrap_or_default())
}
