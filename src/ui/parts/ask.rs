//! A question before something that can't be taken back: a button that opens a dialog whose buttons are named after
//! the act.

use leptos::html::Dialog;
use leptos::prelude::*;

use crate::browser::document;

/// The words of a question.
#[derive(Clone, Copy)]
pub(crate) struct Question {
    /// The button that opens it.
    pub(crate) open: &'static str,
    /// The question.
    pub(crate) title: &'static str,
    /// What it means.
    pub(crate) what: &'static str,
    /// The button that does it.
    pub(crate) yes: &'static str,
    /// The button that doesn't.
    pub(crate) no: &'static str,
}

/// A button that asks before it acts.
#[component]
pub(crate) fn Ask(question: Question, act: impl Fn() + 'static) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let open = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            document::show_modal(&dialog);
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <button type="button" on:click=open>{question.open}</button>
        <dialog node_ref=dialog aria-label=question.title>
            <h2>{question.title}</h2>
            <p>{question.what}</p>
            <div class="actions">
                <button type="button" class="primary" on:click=move |_| close()>{question.no}</button>
                <button
                    type="button"
                    on:click=move |_| {
                        close();
                        act();
                    }
                >
                    {question.yes}
                </button>
            </div>
        </dialog>
    }
}
