//! How long a run still waits, second by second. Why and until when is said beside it.

use std::time::Duration;

use leptos::prelude::*;

use super::run::is_stopping;
use crate::browser::clock;
use crate::protocol::RunState;
use crate::tenant::Moment;
use crate::ui::page::page;

const A_SECOND: Duration = Duration::from_secs(1);

/// What is left of the wait that this visit's run is in, if it is in one.
#[component]
pub(super) fn WaitLeft() -> impl IntoView {
    let page = page();
    let until = Memo::new(move |_| {
        page.view.with(|view| {
            let running = view.running.as_ref().filter(|running| !is_stopping(page, running))?;
            if let RunState::Waiting { until, .. } = running.state {
                Some(until)
            } else {
                None
            }
        })
    });
    move || until.get().map(|until| view! { <CountsDown until/> })
}

#[component]
fn CountsDown(until: Moment) -> impl IntoView {
    let page = page();
    let now = RwSignal::new(clock::now());
    let ticks = set_interval_with_handle(
        move || {
            now.try_set(clock::now());
        },
        A_SECOND,
    );
    // Without ticks it would say for ever what was true once.
    let ticks = ticks.ok();
    on_cleanup(move || ticks.into_iter().for_each(|ticks| ticks.clear()));
    let left = move || (page.texts().run.wait_left)(&page.duration(until.since(now.get())));
    ticks.is_some().then(|| view! { <span>" " {left}</span> })
}
