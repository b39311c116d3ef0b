//! Where a run is that isn't finished. Shows nothing.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::lead;
use crate::ui::page::Page;

/// Where a run is that isn't finished.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whereabouts {
    /// At work in this tab.
    Here,
    /// At work in another tab.
    Elsewhere,
    /// At work nowhere: it was interrupted.
    Nowhere,
}

/// Where it is from now on; nothing until the browser has said whether any tab is at work.
pub(crate) fn whereabouts(page: Page) -> Memo<Option<Whereabouts>> {
    let taken = RwSignal::new(None);
    // Nobody tells when a tab is closed: it is asked with each tick of the clock.
    Effect::new(move |_| {
        page.now.track();
        spawn_local(async move {
            let now = Some(lead::is_taken().await);
            if taken.try_get_untracked().is_some_and(|before| before != now) {
                taken.set(now);
            }
        });
    });
    Memo::new(move |_| {
        let here = page.view.with(|view| view.under_way().is_some());
        taken.get().map(|taken| match (here, taken) {
            (true, _) => Whereabouts::Here,
            (false, true) => Whereabouts::Elsewhere,
            (false, false) => Whereabouts::Nowhere,
        })
    })
}
