//! The status of a task and of a check, always in words.

use leptos::prelude::*;

use crate::tenant::Task;
use crate::tenant::checks::CheckState;
use crate::tenant::step::{Blocker, Status};
use crate::ui::page::{Page, page};

/// The name of a status for styles, and the words for people.
pub(crate) fn words(page: Page, status: Status) -> (&'static str, String) {
    let words = &page.texts().words;
    match status {
        Status::NotStarted => ("not-started", words.not_started.to_owned()),
        Status::Ready => ("ready", words.ready.to_owned()),
        Status::InProgress => ("in-progress", words.in_progress.to_owned()),
        Status::Waiting { until: None } => ("waiting", words.waiting.to_owned()),
        Status::Waiting { until: Some(until) } => ("waiting", (words.waiting_until)(&page.time(until))),
        Status::Blocked(Blocker::Export) => ("blocked", words.blocked_by_export.to_owned()),
        Status::Blocked(Blocker::DirectorySync) => ("blocked", words.blocked_by_sync.to_owned()),
        Status::Blocked(Blocker::ActiveSubscriptions(n)) => {
            ("blocked", (words.blocked_by_subscriptions)(&page.number(n)))
        }
        Status::Blocked(Blocker::Checks(n)) => ("blocked", (words.blocked_by_checks)(&page.number(n))),
        Status::Done => ("done", words.done.to_owned()),
    }
}

/// The same for one of the portal's conditions.
pub(crate) fn check_words(page: Page, state: CheckState) -> (&'static str, String) {
    let words = &page.texts().words;
    match state {
        CheckState::Passed => ("passed", words.passed.to_owned()),
        CheckState::Open(left) => ("open", (words.open)(&page.number(left))),
        CheckState::Unknown => ("unknown", words.not_known.to_owned()),
        CheckState::PortalOnly => ("portal", words.portal_only.to_owned()),
    }
}

/// The status of a task, as it is from moment to moment.
pub(crate) fn status_of(page: Page, task: Task) -> Memo<Status> {
    Memo::new(move |_| page.view.with(|view| view.status(task, page.now.get())))
}

/// The line that says how a task stands.
#[component]
pub(crate) fn StatusLine(task: Task) -> impl IntoView {
    let page = page();
    let status = status_of(page, task);
    let shown = Memo::new(move |_| words(page, status.get()));
    view! {
        <p class="status" data-status=move || shown.get().0>{move || shown.get().1}</p>
    }
}
