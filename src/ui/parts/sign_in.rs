//! The button that leaves for the sign-in.

use leptos::prelude::*;

use crate::protocol::{Command, Purpose, SignInPlace};
use crate::ui::page::page;
use crate::ui::parts::link::Link;
use crate::ui::route::Route;

/// The button that leaves for the sign-in, and says so. Where no cloud is known, a link to the start page.
#[component]
pub(crate) fn SignInButton(
    purpose: Purpose,
    label: &'static str,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    let page = page();
    let cloud = Memo::new(move |_| page.cloud());
    let started = Memo::new(move |_| page.view.with(|view| view.opened.is_some()));
    let waits = Memo::new(move |_| !page.online.get() || !started.get());
    let sign_in = move |_| {
        if let Some(cloud) = cloud.get_untracked()
            && !waits.get_untracked()
        {
            page.send(&Command::SignIn {
                cloud,
                purpose,
                place: SignInPlace::Page,
            });
        }
    };
    move || {
        if started.get() && cloud.get().is_none() {
            return view! { <Link to=Route::Start class="button">{page.texts().sign_in.to_start}</Link> }.into_any();
        }
        view! {
            <button
                type="button"
                class=(!class.is_empty()).then_some(class)
                aria-disabled=move || waits.get().then_some("true")
                on:click=sign_in
            >
                {label}
            </button>
        }
        .into_any()
    }
}
