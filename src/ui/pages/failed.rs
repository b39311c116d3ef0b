//! The page that stands in place of every other when the engine is gone.

use leptos::prelude::*;

use crate::ui::page::page;

/// The engine is gone.
#[component]
pub(crate) fn Failed(words: String) -> impl IntoView {
    let page = page();
    let frame = &page.texts().frame;
    // Once it has started, something may have been done.
    let (title, what) = if page.view.with_untracked(|view| view.opened.is_some()) {
        (frame.stopped_title, frame.stopped)
    } else {
        (frame.failed_title, frame.failed)
    };
    view! {
        <h1 tabindex="-1">{title}</h1>
        <p class="lead" role="alert">
            {what}
        </p>
        <p>
            <code>{words}</code>
        </p>
    }
}
