//! What did not go in a run, and what went too late to be kept, grouped by the reason.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::protocol::Failure;
use crate::tenant::ProblemKind;
use crate::ui::page::page;
use crate::ui::parts::names::names_of;
use crate::ui::parts::problem::ProblemDetails;
use crate::ui::parts::work::MoreRows;

/// How many of a group are named at first.
const NAMED: usize = 50;

/// What did not go, grouped by the reason: each reason once, with what to do about it.
#[component]
pub(crate) fn Failures(
    failures: Vec<Failure>,
    /// How they are tried again.
    next: Option<&'static str>,
) -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let mut groups: BTreeMap<ProblemKind, Vec<Failure>> = BTreeMap::new();
    for failure in failures {
        groups.entry(failure.problem.kind).or_default().push(failure);
    }
    // That did go, and should not have.
    let too_late = groups.remove(&ProblemKind::KeptTooLate);
    let too_late = too_late.map(|failures| {
        view! {
            <div class="notice" data-tone="warning">
                <Group kind=ProblemKind::KeptTooLate failures/>
            </div>
        }
    });
    let count: usize = groups.values().map(Vec::len).sum();
    let groups = groups
        .into_iter()
        .map(|(kind, failures)| view! { <Group kind failures/> })
        .collect_view();
    let failed = (count > 0).then(|| {
        view! {
            <div class="notice" data-tone="warning">
                <h3>{(texts.run.failures_title)(&page.number(count))}</h3>
                {groups}
                {next.map(|next| view! { <p>{next}</p> })}
            </div>
        }
    });
    view! {
        {too_late}
        {failed}
    }
}

#[component]
fn Group(kind: ProblemKind, failures: Vec<Failure>) -> impl IntoView {
    let page = page();
    let message = (page.texts().problem)(kind);
    let all = failures.len();
    let count = (kind != ProblemKind::KeptTooLate).then(|| (page.texts().run.failures_title)(&page.number(all)) + ": ");
    let shown = RwSignal::new(NAMED);
    let rows = move || {
        let failures = failures.iter().take(shown.get());
        let items = failures.clone().map(|failure| &failure.item);
        let names = page.view.with_untracked(|view| names_of(view, items));
        failures
            .map(|failure| {
                let id = failure.item.id.to_string();
                let name = names.get(&failure.item.id).cloned();
                view! {
                    <li>
                        {name.map(|name| view! { <bdi>{name}</bdi> " " })}
                        <code>{id}</code>
                        <ProblemDetails problem=failure.problem.clone()/>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <p>
            <strong>{count} {message.happened} "."</strong>
            " "
            {message.todo}
        </p>
        <details>
            <summary>{page.texts().frame.details}</summary>
            <ul>{rows}</ul>
            <MoreRows shown all/>
        </details>
    }
}
