//! Signing in to a tenant that the person names: for guests, and for accounts that are at home in several.

use leptos::prelude::*;
use web_sys::SubmitEvent;

use crate::protocol::Command;
use crate::ui::page::page;

/// Asks for the tenant's domain or id and leaves for its sign-in page. Not while a closing is pinned to its tenant.
#[component]
pub(crate) fn OtherTenant() -> impl IntoView {
    let page = page();
    let t = &page.texts().sign_in;
    let named = RwSignal::new(String::new());
    let pinned = Memo::new(move |_| page.view.with(|view| view.progress.tenant.is_some()));
    let leave = move |event: SubmitEvent| {
        event.prevent_default();
        let tenant = named.get_untracked();
        if let Some(cloud) = page.cloud_untracked()
            && page.online.get_untracked()
            && !tenant.trim().is_empty()
        {
            page.send(&Command::SignInTo { cloud, tenant });
        }
    };
    view! {
        <Show when=move || !pinned.get()>
            <details>
                <summary>{t.other_tenant}</summary>
                <form autocomplete="off" novalidate on:submit=leave>
                    <div class="field">
                        <label for="tenant">{t.tenant_label}</label>
                        <p class="hint" id="tenant-hint">{t.tenant_hint}</p>
                        <input
                            id="tenant"
                            type="text"
                            autocomplete="off"
                            autocapitalize="none"
                            spellcheck="false"
                            aria-describedby="tenant-hint"
                            prop:value=move || named.get()
                            on:input=move |event| named.set(event_target_value(&event))
                        />
                    </div>
                    <div class="actions">
                        <button type="submit">{page.texts().frame.sign_in}</button>
                    </div>
                </form>
            </details>
        </Show>
    }
}
