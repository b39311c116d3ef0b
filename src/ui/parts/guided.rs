//! What the pages share where the clicks happen in an admin center.

use leptos::prelude::*;

use crate::protocol::view::View;
use crate::tenant::Problem;
use crate::tenant::snapshot::Subscription;
use crate::ui::page::page;
use crate::ui::parts::link::Link;
use crate::ui::parts::reading::reason;
use crate::ui::parts::work::in_the_way;
use crate::ui::route::Route;

/// The subscriptions that a page is about.
#[derive(Clone, PartialEq)]
pub(crate) enum Gathered {
    /// Not known, and why if the tenant was asked.
    Unknown(Option<Box<Problem>>),
    /// There are none.
    None,
    /// These.
    Some(Vec<Subscription>),
}

/// Gathers them from the last reading.
pub(crate) fn gathered(view: &View, about: impl Fn(&Subscription) -> bool) -> Gathered {
    let Some(snapshot) = &view.snapshot else {
        return Gathered::Unknown(None);
    };
    let Some(all) = snapshot.subscriptions.known() else {
        return Gathered::Unknown(reason(&snapshot.subscriptions).map(Box::new));
    };
    let matching: Vec<Subscription> = all.iter().filter(|one| about(one)).cloned().collect();
    if matching.is_empty() {
        Gathered::None
    } else {
        Gathered::Some(matching)
    }
}

/// Says strongly that the export comes first, as long as it isn't settled.
#[component]
pub(crate) fn SaveFirst() -> impl IntoView {
    let page = page();
    let t = &page.texts().subscriptions;
    let settled = Memo::new(move |_| page.view.with(|view| view.progress.export.is_settled()));
    view! {
        <Show when=move || !settled.get()>
            <div class="notice" data-tone="warning">
                <h2>{t.export_first_title}</h2>
                <p>{t.export_first}</p>
                <p>
                    <Link to=Route::Export class="button">{t.to_export}</Link>
                </p>
            </div>
        </Show>
    }
}

/// That Luk looks by itself, as soon as it knows where.
#[component]
pub(crate) fn Watching(
    /// What it says when it looks.
    words: &'static str,
    /// What it says when it can't.
    without: &'static str,
    /// Whether it can.
    #[prop(into)]
    can: Signal<bool>,
) -> impl IntoView {
    // It has the engine to itself.
    let busy = in_the_way(page());
    view! {
        <Show when=move || busy.with(Option::is_none)>
            <p class="muted">{move || if can.get() { words } else { without }}</p>
        </Show>
    }
}

/// When the subscriptions were last looked at.
#[component]
pub(crate) fn LookedAt() -> impl IntoView {
    let page = page();
    let t = &page.texts().subscriptions;
    let looked_at = Memo::new(move |_| page.view.with(|view| Some(view.snapshot.as_ref()?.subscriptions_at)));
    move || {
        looked_at
            .get()
            .map(|at| view! { <p class="muted">{(t.looked_at)(&page.clock_time(at))}</p> })
    }
}
