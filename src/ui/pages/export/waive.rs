//! Saying out loud that nothing needs to be saved.

use leptos::prelude::*;

use crate::protocol::Command;
use crate::tenant::progress::ExportState;
use crate::ui::page::page;
use crate::ui::parts::choice::TickBox;
use crate::ui::parts::work::in_the_way;

/// Going on without an archive.
#[component]
pub(crate) fn Waive() -> impl IntoView {
    let page = page();
    let t = &page.texts().export;
    let state = Memo::new(move |_| page.view.with(|view| view.progress.export.clone()));
    move || match state.get() {
        ExportState::Done { .. } => ().into_any(),
        ExportState::Waived { at } => view! {
            <div class="notice">
                <p>{(t.waived)(&page.time(at))}</p>
            </div>
        }
        .into_any(),
        ExportState::Missing => view! { <SayIt/> }.into_any(),
    }
}

#[component]
fn SayIt() -> impl IntoView {
    let page = page();
    let t = &page.texts().export;
    let said = RwSignal::new(false);
    let pressed = RwSignal::new(false);
    let wrong = Memo::new(move |_| pressed.get() && !said.get());
    let busy = in_the_way(page);
    let waits = move || busy.with(Option::is_some);
    let waive = move |_| {
        pressed.set(true);
        if said.get_untracked() && !waits() {
            page.send(&Command::WaiveExport);
        }
    };
    view! {
        <section>
            <h2>{t.waive_title}</h2>
            <p>{t.waive_what}</p>
            <TickBox ticked=said act=move |ticked| said.set(ticked) wrong>
                {t.waive_say}
            </TickBox>
            <p class="error" role="status" hidden=move || !wrong.get()>{t.waive_not_said}</p>
            <div class="actions">
                <button
                    type="button"
                    aria-disabled=move || (waits() || !said.get()).then_some("true")
                    on:click=waive
                >
                    {t.waive}
                </button>
            </div>
        </section>
    }
}
