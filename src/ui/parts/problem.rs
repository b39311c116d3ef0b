//! A problem in words: what happened, what it means, what to do, and what support would ask for.

use leptos::prelude::*;

use crate::browser::document;
use crate::tenant::Problem;
use crate::ui::page::page;

/// The latest problem that the person has not put away.
#[component]
pub(crate) fn ShownProblem() -> impl IntoView {
    let page = page();
    let problem = Memo::new(move |_| page.view.with(|view| view.problem.clone()));
    let put_away = move |_| {
        page.view.update(|view| view.problem = None);
        document::focus("main h1");
    };
    move || {
        problem.get().map(|problem| {
            let message = (page.live_texts().problem)(problem.kind);
            view! {
                <section class="problem" role="alert" aria-labelledby="problem-title">
                    <h2 id="problem-title" tabindex="-1">{message.happened}</h2>
                    <p>{message.means}</p>
                    <p>{message.todo}</p>
                    <ProblemDetails problem/>
                    <div class="actions">
                        <button type="button" on:click=put_away>{page.live_texts().frame.put_away}</button>
                    </div>
                </section>
            }
        })
    }
}

/// What support would ask for.
#[component]
pub(crate) fn ProblemDetails(problem: Problem) -> impl IntoView {
    let page = page();
    let frame = &page.texts().frame;
    let pair = |name: &'static str, value: String| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>
                    <code>{value}</code>
                </dd>
            </div>
        }
    };
    view! {
        <details>
            <summary>{frame.details}</summary>
            <dl class="facts">
                {problem.code.map(|code| pair(frame.code, code))}
                {problem.request_id.map(|id| pair(frame.request_id, id))}
                {pair(frame.time, problem.at.to_string())}
            </dl>
        </details>
    }
}

/// A problem in one line: what happened and what to do.
#[component]
pub(crate) fn ProblemLine(problem: Problem) -> impl IntoView {
    let message = (page().texts().problem)(problem.kind);
    view! {
        <p>{message.happened} ". " {message.todo}</p>
        <ProblemDetails problem/>
    }
}
