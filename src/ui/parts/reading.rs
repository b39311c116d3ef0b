//! When the tenant was last read, reading it again, and how far a reading is.

use leptos::prelude::*;

use crate::protocol::view::Awaiting;
use crate::protocol::{Command, Purpose};
use crate::tenant::{Problem, Reading};
use crate::ui::page::page;
use crate::ui::parts::problem::ProblemLine;
use crate::ui::parts::sign_in_again::Challenge;
use crate::ui::parts::work::in_the_way;

/// When the tenant was last read, and a button to read it again.
#[component]
pub(crate) fn LastRead() -> impl IntoView {
    let page = page();
    let frame = &page.texts().frame;
    let surveying = Memo::new(move |_| page.view.with(|view| view.surveying));
    let taken_at = Memo::new(move |_| page.view.with(|view| Some(view.counts()?.taken_at)));
    let signed_in = Memo::new(move |_| page.signed_in());
    let challenge = Memo::new(move |_| {
        page.view.with(|view| {
            let reads = view.awaits_sign_in() == Some(Awaiting::Reading);
            view.challenge.clone().filter(|_| reads)
        })
    });
    let when = move || match (surveying.get(), taken_at.get()) {
        _ if challenge.with(Option::is_some) => page.texts().run.awaits_sign_in.to_owned(),
        (Some(surveying), _) => {
            (frame.reading)((page.texts().words.part)(surveying.part), &page.number(surveying.read))
        }
        (None, Some(at)) => (frame.last_read)(&page.time(at)),
        (None, None) => frame.never_read.to_owned(),
    };
    let busy = move || {
        surveying
            .get()
            .filter(|_| challenge.with(Option::is_none))
            .map(|_| "true")
    };
    let why = in_the_way(page);
    let waits = move || surveying.get().is_some() || why.with(Option::is_some) || !page.online.get();
    let read = move |_| {
        if !waits() {
            page.send(&Command::Survey);
        }
    };
    view! {
        <div class="toolbar">
            <p class="muted">{when} " " {why}</p>
            <Show when=move || signed_in.get()>
                <button
                    type="button"
                    aria-busy=busy
                    aria-disabled=move || waits().then_some("true")
                    on:click=read
                >
                    {frame.read_again}
                </button>
            </Show>
        </div>
        {move || {
            let stop = page.texts().run.stop;
            challenge.get().map(|problem| view! { <Challenge problem purpose=Purpose::Read stop/> })
        }}
    }
}

/// Why a part of the tenant isn't shown.
#[component]
pub(crate) fn NotReadable(
    /// What stands in the way, if the tenant was asked.
    problem: Option<Problem>,
) -> impl IntoView {
    let frame = &page().texts().frame;
    match problem {
        Some(problem) => view! {
            <div class="notice" data-tone="warning">
                <p>{frame.unreadable}</p>
                <ProblemLine problem/>
            </div>
        }
        .into_any(),
        None => view! { <p class="empty">{frame.not_read}</p> }.into_any(),
    }
}

/// Why a reading holds nothing, if it was tried.
pub(crate) fn reason<T>(reading: &Reading<T>) -> Option<Problem> {
    match reading {
        Reading::Unreadable(problem) => Some(problem.clone()),
        Reading::NotRead | Reading::Known(_) => None,
    }
}
