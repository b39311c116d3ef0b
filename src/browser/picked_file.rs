//! A file that a person picked, as text. What it means is decided elsewhere.

use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, HtmlInputElement};

/// The first file that was picked in the field that this event came from, as text; nothing if none was, if it is larger
/// than `most` bytes, or if it can't be read.
pub async fn picked_text(event: Event, most: u32) -> Option<String> {
    let field: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = field.files()?.get(0)?;
    if file.size() > f64::from(most) {
        return None;
    }
    let text: Result<JsValue, JsValue> = JsFuture::from(file.text()).await;
    // The same file may be picked again: that must be an event, too.
    field.set_value("");
    text.ok()?.as_string()
}
