//! Says changes of state to those who don't see the screen: politely, and progress at most every ten seconds.

use std::time::Duration;

use leptos::prelude::*;

use crate::protocol::view::View;
use crate::protocol::{ExportStage, RunState};
use crate::tenant::Moment;
use crate::ui::page::{Page, page};
use crate::ui::parts::work::run_state;

const PAUSE_BETWEEN: Duration = Duration::from_secs(10);

/// What is going on: the state, which is said at once when it changes, and how far it is, which can wait.
#[derive(Clone, PartialEq, Eq, Default)]
struct Going {
    state: String,
    far: String,
}

/// The one live region.
#[component]
pub(crate) fn Announcer() -> impl IntoView {
    let page = page();
    let going = Memo::new(move |_| page.view.with(|view| going(page, view)));
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

fn going(page: Page, view: &View) -> Going {
    let texts = page.live_texts();
    if let Some(running) = &view.running
        && !matches!(running.state, RunState::Ended(_))
    {
        let words = (texts.run.words)(running.work);
        return Going {
            state: format!("{}. {}", words.running, run_state(page, running)),
            far: (texts.run.figures)(
                &page.number(running.fates.gone.saturating_add(running.fates.accepted)),
                &page.number(running.total),
            ),
        };
    }
    if view.challenge.is_some() {
        return Going {
            state: texts.run.awaits_sign_in.to_owned(),
            far: String::new(),
        };
    }
    if let Some(export) = &view.export
        && let ExportStage::Writing(part) = export.stage
    {
        return Going {
            state: (texts.export.writing)((texts.words.part)(part)),
            far: String::new(),
        };
    }
    if let Some(surveying) = view.surveying {
        let part = (texts.words.part)(surveying.part);
        return Going {
            state: (texts.frame.reading)(part, &page.number(0_u32)),
            far: String::new(),
        };
    }
    let ended = view.running.as_ref().map(|running| run_state(page, running));
    let exported = view.export.as_ref().and_then(|export| match export.stage {
        ExportStage::Done { .. } => Some(texts.export.done.to_owned()),
        ExportStage::Writing(_) | ExportStage::Failed(_) => None,
    });
    let read = view.snapshot.as_ref().map(|_| texts.frame.reading_done.to_owned());
    Going {
        state: ended.or(exported).or(read).unwrap_or_default(),
        far: String::new(),
    }
}
