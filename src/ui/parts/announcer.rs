//! Says changes of state to those who don't see the screen: politely, and progress at most every ten seconds.

use std::time::Duration;

use leptos::prelude::*;

use crate::protocol::view::View;
use crate::protocol::{ExportStage, RunState};
use crate::tenant::Moment;
use crate::ui::page::{Page, page};
use crate::ui::parts::work::{is_stopping, run_state};

const PAUSE_BETWEEN: Duration = Duration::from_secs(10);

/// What goes on, or went on last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Run,
    Export,
    Reading,
}

/// What is going on: the state, which is said at once when it changes, and how far it is, which can wait.
#[derive(Clone, PartialEq, Eq, Default)]
struct Going {
    what: Option<What>,
    state: String,
    far: String,
}

/// The one live region.
#[component]
pub(crate) fn Announcer() -> impl IntoView {
    let page = page();
    let going = Memo::new(move |last: Option<&Going>| {
        let last = last.and_then(|last| last.what);
        page.view.with(|view| going(page, view, last))
    });
    let said = RwSignal::new(String::new());
    Effect::new(move |last: Option<(Going, Option<Moment>)>| {
        let now = page.now.get();
        let going = going.get();
        let (earlier, last_at) = last.unwrap_or_default();
        let waited = last_at.is_none_or(|at| now.since(at) >= PAUSE_BETWEEN);
        if going.state != earlier.state || (going.far != earlier.far && waited) {
            said.set(format!("{} {}", going.state, going.far).trim().to_owned());
            (going, Some(now))
        } else {
            (earlier, last_at)
        }
    });
    view! { <p class="visually-hidden" role="status">{move || said.get()}</p> }
}

fn going(page: Page, view: &View, last: Option<What>) -> Going {
    let texts = page.live_texts();
    let run = &texts.run;
    if page.failed.with(Option::is_some) {
        return Going::default();
    }
    if let Some(running) = view.under_way() {
        let state = run_state(page, view).unwrap_or_default();
        // Until when it waits is another time with each short wait.
        let waits = matches!(running.state, RunState::Waiting { .. }) && !is_stopping(page, running);
        let (state, waits) = if waits {
            (run.working.to_owned(), state)
        } else {
            (state, String::new())
        };
        let fates = running.fates;
        let figures = (run.figures)(&page.number(fates.gone), &page.number(running.total));
        let accepted = Some(fates.accepted).filter(|count| *count != 0);
        let accepted = accepted.map(|count| (run.accepted)(&page.number(count)));
        return Going {
            what: Some(What::Run),
            state: format!("{}. {state}", (run.words)(running.work).running),
            far: format!("{waits} {figures}. {}", accepted.unwrap_or_default()),
        };
    }
    let (what, state) = match (view.export.as_ref().map(|export| &export.stage), view.surveying) {
        (Some(ExportStage::Writing(part)), _) => (What::Export, (texts.export.writing)((texts.words.part)(*part))),
        (_, Some(surveying)) => {
            let part = (texts.words.part)(surveying.part);
            (What::Reading, (texts.frame.reading)(part, &page.number(0_u32)))
        }
        (_, None) if view.challenge.is_some() => (What::Reading, String::new()),
        (export, None) => {
            let state = match (last, export) {
                (Some(What::Run), _) => run_state(page, view),
                (Some(What::Export), Some(ExportStage::Done { .. })) => Some(texts.export.done.to_owned()),
                (Some(What::Export), Some(ExportStage::Failed(_))) => Some(texts.export.failed_title.to_owned()),
                (Some(What::Reading), _) => view.snapshot.as_ref().map(|_| texts.frame.reading_done.to_owned()),
                (Some(What::Export) | None, _) => None,
            };
            return Going {
                what: last,
                state: state.unwrap_or_default(),
                far: String::new(),
            };
        }
    };
    Going {
        what: Some(what),
        state: if view.challenge.is_some() {
            run.awaits_sign_in.to_owned()
        } else {
            state
        },
        far: String::new(),
    }
}
