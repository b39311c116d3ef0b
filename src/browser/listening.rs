//! Event listeners that last as long as the page.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Event, EventTarget};

/// Calls `heard` for every event of this name, for as long as the page lives.
pub fn listen(target: &EventTarget, name: &str, heard: impl FnMut(Event) + 'static) {
    let listener = Closure::<dyn FnMut(Event)>::new(heard);
    // Fails only for a name that is no text.
    if target
        .add_event_listener_with_callback(name, listener.as_ref().unchecked_ref())
        .is_ok()
    {
        listener.forget();
    }
}
