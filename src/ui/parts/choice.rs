//! A box to tick.

use leptos::prelude::*;

/// A box to tick, with its sentence.
#[component]
pub(crate) fn TickBox(
    /// Whether it is ticked.
    #[prop(into)]
    ticked: Signal<bool>,
    /// What to do when it is ticked or unticked.
    act: impl Fn(bool) + 'static,
    /// Whether its being unticked was found to be a mistake.
    #[prop(optional, into)]
    wrong: Option<Signal<bool>>,
    /// The id of what says so then.
    #[prop(optional)]
    error: Option<&'static str>,
    /// Whether it can't be changed at the moment.
    #[prop(optional, into)]
    fixed: Option<Signal<bool>>,
    children: Children,
) -> impl IntoView {
    let invalid = move || wrong.filter(|wrong| wrong.get()).map(|_| "true");
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || ticked.get()
                aria-invalid=invalid
                aria-describedby=error
                disabled=move || fixed.is_some_and(|fixed| fixed.get())
                on:change=move |event| act(event_target_checked(&event))
            />
            <span>{children()}</span>
        </label>
    }
}
