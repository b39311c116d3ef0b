//! A plan to look at: what it touches, what can be undone, and every name in it.

use leptos::prelude::*;

use super::confirm::ConfirmArea;
use super::exporting;
use super::file::{DriftNotice, LoadPlan, SavePlan};
use crate::protocol::{Command, Proposal};
use crate::tenant::PlanHash;
use crate::tenant::plan::{Item, Work};
use crate::ui::page::page;
use crate::ui::parts::names::names_of;

/// How many more of a long plan are shown at a time.
const MORE: usize = 100;

/// The plan that was proposed.
#[component]
pub(crate) fn PlanReview(work: Work, hash: PlanHash) -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let words = (texts.run.words)(work);
    // The same plan may come from a file, or from one again: only what has drifted differs then.
    let drift = Memo::new(move |_| page.view.with(|view| view.proposal.as_ref()?.drift.clone()));
    let Some(Proposal { plan, .. }) = page.view.with_untracked(|view| view.proposal.clone()) else {
        return ().into_any();
    };
    let items = plan.items().to_vec();
    let count = plan.count();
    let mine = page
        .view
        .with_untracked(|view| view.session.as_ref().map(|session| session.person))
        == Some(plan.person());
    let barred = Memo::new(move |_| drift.with(|drift| drift.as_ref().is_some_and(|drift| !drift.barred.is_empty())));
    let export = exporting(page);
    let again = move |_| {
        if !export.get_untracked() {
            page.send(&Command::Propose(work));
        }
    };
    let body = if items.is_empty() {
        view! { <p class="empty">{texts.run.plan_empty}</p> }.into_any()
    } else {
        view! {
            <p>
                <strong>{(words.plan)(&page.number(count))}</strong>
            </p>
            <p>{texts.run.plan_only} " " {words.undo}</p>
            {move || drift.get().map(|drift| view! { <DriftNotice drift/> })}
            <PlanTable items/>
            {move || {
                if !mine {
                    view! {
                        <div class="notice">
                            <p>{texts.run.plan_of_other}</p>
                        </div>
                    }
                        .into_any()
                } else if barred.get() {
                    // What has drifted says why.
                    ().into_any()
                } else {
                    view! { <ConfirmArea work hash count/> }.into_any()
                }
            }}
        }
        .into_any()
    };
    view! {
        <section class="stage" data-work=format!("{work:?}")>
            <h2 tabindex="-1">{texts.run.plan_title}</h2>
            <p class="muted">
                <code>{(texts.run.plan_name)(&hash.short())}</code>
            </p>
            {body}
            <div class="actions">
                <button
                    type="button"
                    class="quiet"
                    aria-disabled=move || export.get().then_some("true")
                    on:click=again
                >
                    {texts.run.make_plan_again}
                </button>
                <SavePlan plan/>
            </div>
            <LoadPlan work/>
        </section>
    }
    .into_any()
}

/// Every item of the plan, by name.
#[component]
fn PlanTable(items: Vec<Item>) -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let all = items.len();
    let items = StoredValue::new(items);
    let shown = RwSignal::new(MORE);
    let rows = move || {
        let shown: Vec<Item> = items.with_value(|items| items.iter().take(shown.get()).copied().collect());
        let names = page.view.with_untracked(|view| names_of(view, shown.iter()));
        shown
            .into_iter()
            .map(|item| {
                let name = names.get(&item.id).cloned();
                view! {
                    <tr>
                        <th scope="row">
                            <bdi>{name}</bdi>
                        </th>
                        <td>{(texts.run.target)(item.target)}</td>
                        <td>{(texts.run.reason)(item.reason)}</td>
                        <td>
                            <code>{item.id.to_string()}</code>
                        </td>
                    </tr>
                }
            })
            .collect_view()
    };
    view! {
        <details>
            <summary>{texts.run.plan_lists}</summary>
            <div class="table-scroll" data-tall role="region" aria-labelledby="plan-caption" tabindex="0">
                <table>
                    <caption id="plan-caption" class="visually-hidden">{texts.run.plan_lists}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{texts.run.name}</th>
                            <th scope="col">{texts.run.what}</th>
                            <th scope="col">{texts.run.why}</th>
                            <th scope="col">{texts.run.identifier}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <MoreRows shown all/>
        </details>
    }
}

/// How many rows of a long list are shown, and a button for more.
#[component]
pub(crate) fn MoreRows(shown: RwSignal<usize>, #[prop(into)] all: Signal<usize>) -> impl IntoView {
    let page = page();
    let frame = &page.texts().frame;
    let hidden = Memo::new(move |_| all.get().saturating_sub(shown.get()));
    view! {
        <Show when=move || hidden.get() != 0>
            <div class="toolbar">
                <p class="muted">
                    {move || (frame.shown_of)(&page.number(shown.get()), &page.number(all.get()))}
                </p>
                <button type="button" on:click=move |_| shown.update(|shown| *shown = shown.saturating_add(MORE))>
                    {move || (frame.show_more)(&page.number(hidden.get().min(MORE)))}
                </button>
            </div>
        </Show>
    }
}
