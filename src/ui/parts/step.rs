//! What every task's page has at its head and at its foot.

use leptos::prelude::*;

use crate::tenant::Task;
use crate::ui::page::page;
use crate::ui::parts::link::Link;
use crate::ui::parts::reading::LastRead;
use crate::ui::parts::status::StatusLine;
use crate::ui::route::Route;

/// The way back, the title, what it is about, how it stands and when the tenant was read.
#[component]
pub(crate) fn StepHead(task: Task, lead: &'static str) -> impl IntoView {
    let texts = page().texts();
    view! {
        <p class="trail">
            <Link to=Route::Closing>{texts.closing.title}</Link>
        </p>
        <h1 tabindex="-1">{(texts.words.task)(task)}</h1>
        <p class="lead">{lead}</p>
        <StatusLine task/>
        <LastRead/>
    }
}

/// The way on: the task after this one, or the receipt.
#[component]
pub(crate) fn NextStep(after: Task) -> impl IntoView {
    let texts = page().texts();
    let next = Task::ALL.into_iter().find(|task| *task > after);
    next.map(|task| {
        view! {
            <p>
                <Link to=Route::of_task(task)>{(texts.frame.next)((texts.words.task)(task))}</Link>
            </p>
        }
    })
}
