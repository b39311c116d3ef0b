//! The six tasks, each with how it stands in words and what is left.

use leptos::prelude::*;

use crate::protocol::view::View;
use crate::protocol::{Command, Tick};
use crate::tenant::Task;
use crate::tenant::checks::{CheckState, directory_checks};
use crate::tenant::progress::ExportState;
use crate::tenant::step::Status;
use crate::ui::page::{Page, page};
use crate::ui::parts::choice::TickBox;
use crate::ui::parts::link::Link;
use crate::ui::parts::status::{status_of, words};
use crate::ui::route::Route;

/// The six tasks.
#[component]
pub(crate) fn Tasks() -> impl IntoView {
    let items = Task::ALL.map(|task| view! { <TaskItem task/> }).collect_view();
    view! { <ol class="tasks">{items}</ol> }
}

/// One line on what is left of a task.
fn left(page: Page, view: &View, task: Task) -> String {
    let t = &page.texts().closing;
    let counted = |count: Option<u32>, sentence: fn(&crate::text::Number) -> String| match count {
        Some(count) => sentence(&page.number(count)),
        None => t.left_unknown.to_owned(),
    };
    let counts = view.counts();
    match task {
        Task::Export => match &view.progress.export {
            ExportState::Missing => t.export_missing.to_owned(),
            ExportState::Done { at, files, .. } => (t.export_done)(&page.time(*at), &page.number(*files)),
            ExportState::Waived { at } => (t.export_waived)(&page.time(*at)),
        },
        Task::Users => counted(counts.and_then(|counts| counts.other_users), t.users_left),
        Task::CancelSubscriptions => counted(counts.and_then(|counts| counts.to_cancel), t.to_cancel),
        Task::DeleteSubscriptions => counted(counts.and_then(|counts| counts.to_delete), t.to_delete),
        Task::Multifactor => counted(counts.and_then(|counts| counts.multifactor_on), t.multifactor_on),
        Task::Directory => counted(
            counts.map(|counts| {
                let open = directory_checks(&counts)
                    .into_iter()
                    .filter(|check| matches!(check.state, CheckState::Open(_)))
                    .count();
                u32::try_from(open).unwrap_or(u32::MAX)
            }),
            t.checks_open,
        ),
    }
}

#[component]
fn TaskItem(task: Task) -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let status = status_of(page, task);
    let signed_in = Memo::new(move |_| page.signed_in());
    let ticked = Memo::new(move |_| page.view.with(|view| view.progress.ticked.contains(&task)));
    // What the tenant said counts; a tick stands in for it as long as nothing was read.
    let shown = Memo::new(move |_| {
        if status.get() == Status::NotStarted && ticked.get() {
            ("done", texts.words.ticked_off.to_owned())
        } else {
            words(page, status.get())
        }
    });
    let left = Memo::new(move |_| page.view.with(|view| left(page, view, task)));
    let tick = move |ticked| {
        let tick = if ticked { Tick::Ticked } else { Tick::Unticked };
        page.send(&Command::Tick { task, tick });
    };
    view! {
        <li data-status=move || shown.get().0>
            <h3>
                <Link to=Route::of_task(task)>{(texts.words.task)(task)}</Link>
            </h3>
            <p>{move || left.get()}</p>
            <p class="status" data-status=move || shown.get().0>
                {move || shown.get().1}
            </p>
            <Show when=move || !signed_in.get()>
                <TickBox ticked act=tick>
                    {texts.words.ticked}
                    <span class="visually-hidden">{": "} {(texts.words.task)(task)}</span>
                </TickBox>
            </Show>
        </li>
    }
}
