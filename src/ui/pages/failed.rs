//! The page that stands in place of every other when the engine is gone.

use leptos::prelude::*;

use crate::ui::page::page;

/// The engine is gone.
#[component]
pub(crate) fn Failed(words: String) -> impl IntoView {
    let frame = &page().texts().frame;
    view! {
        <h1 tabindex="-1">{frame.failed_title}</h1>
        <p class="lead">{frame.failed}</p>
        <p>
            <code>{words}</code>
        </p>
    }
}
