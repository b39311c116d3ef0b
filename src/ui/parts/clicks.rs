//! The exact clicks in an admin center, and notes for those for whom it goes another way.

use leptos::prelude::*;

use crate::text::Click;

/// Clicks, in order.
#[component]
pub(crate) fn Clicks(steps: &'static [Click]) -> impl IntoView {
    let steps = steps
        .iter()
        .map(|click| {
            let name = (!click.name.is_empty()).then(|| view! { <strong>{click.name}</strong> });
            view! { <li>{click.before} {name} {click.after}</li> }
        })
        .collect_view();
    view! { <ol class="steps">{steps}</ol> }
}

/// A list of sentences.
#[component]
pub(crate) fn Sentences(of: &'static [&'static str]) -> impl IntoView {
    let items = of.iter().map(|sentence| view! { <li>{*sentence}</li> }).collect_view();
    view! { <ul>{items}</ul> }
}

/// What is second to most people: notes that open when asked for.
#[component]
pub(crate) fn Notes(title: &'static str, of: &'static [&'static str]) -> impl IntoView {
    view! {
        <details>
            <summary>{title}</summary>
            <Sentences of/>
        </details>
    }
}
