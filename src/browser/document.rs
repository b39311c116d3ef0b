//! The document around the page's content: title, language, focus, printing, and the warning before leaving.

use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlDialogElement, HtmlElement, VisibilityState};

use super::listening::listen;

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Sets the document's title.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Sets the document's language.
pub fn set_language(tag: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        // Fails only for a name that can't be an attribute's.
        let _ = root.set_attribute("lang", tag);
    }
}

/// Moves the focus to the first element that this selector finds; says whether there was one.
pub fn focus(selector: &str) -> bool {
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    found
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

/// Moves the focus to the first of these that there is, if the element that had it is gone.
pub fn keep_focus(selectors: &[&str]) {
    let lost = document().is_some_and(|document| {
        document
            .active_element()
            .is_none_or(|element| element.tag_name() == "BODY")
    });
    if lost {
        selectors.iter().any(|selector| focus(selector));
    }
}

/// Empties the place that the page is mounted in.
#[must_use]
pub fn emptied(id: &str) -> Option<HtmlElement> {
    let place = document()?.get_element_by_id(id)?;
    // `innerHTML = ""` would need a Trusted Types policy.
    place.replace_children_with_node_0();
    place.dyn_into().ok()
}

/// Shows a dialog above everything else.
pub fn show_modal(dialog: &HtmlDialogElement) {
    // Fails only if it is shown already.
    let _ = dialog.show_modal();
}

/// Prints the page.
pub fn print() {
    if let Some(window) = web_sys::window() {
        // Fails only where printing is forbidden.
        let _ = window.print();
    }
}

/// Scrolls to the top.
pub fn scroll_to_top() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Calls `seen` when the person comes back to this tab.
pub fn on_seen(seen: impl Fn() + 'static) {
    if let Some(document) = document() {
        listen(&document.clone(), "visibilitychange", move |_| {
            if document.visibility_state() == VisibilityState::Visible {
                seen();
            }
        });
    }
}

/// Lets the browser ask the person before the tab is closed, whenever `busy` says so.
pub fn ask_before_leaving(busy: impl Fn() -> bool + 'static) {
    let Some(window) = web_sys::window() else { return };
    listen(&window, "beforeunload", move |event| {
        if busy() {
            event.prevent_default();
        }
    });
}
