//! A plan as a file: saving the one that is shown, loading another, and how the tenant differs from a loaded one.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::ask;
use super::plan::MoreRows;
use crate::browser::picked_file::picked_text;
use crate::protocol::Command;
use crate::tenant::Plan;
use crate::tenant::plan::{Drift, Item, Work};
use crate::ui::page::page;
use crate::ui::parts::download::DownloadText;
use crate::ui::parts::names::names_of;

/// A plan of 100,000 things is some 17 MB.
const LARGEST_FILE: u32 = 64_000_000;

/// How many of what has drifted are named at first.
const NAMED: usize = 50;

/// A link that saves the plan.
#[component]
pub(super) fn SavePlan(plan: Plan) -> impl IntoView {
    let page = page();
    let run = &page.texts().run;
    let name = format!("luk-plan-{}.json", plan.hash().short());
    let now = page.now.get_untracked();
    let file = move || plan.to_file(now).unwrap_or_default();
    view! {
        <DownloadText text=file name media_type="application/json">
            {run.save_plan}
        </DownloadText>
    }
}

/// A field to pick a plan's file with.
#[component]
pub(super) fn LoadPlan(work: Work) -> impl IntoView {
    let page = page();
    let run = &page.texts().run;
    // A page may have such a field for each of two works.
    let id = format!("plan-file-{work:?}");
    let load = move |event: web_sys::Event| {
        spawn_local(async move {
            // What can't be read is no plan either: the engine says so.
            let text = picked_text(event, LARGEST_FILE).await.unwrap_or_default();
            ask(page, &Command::LoadPlan(text));
        });
    };
    view! {
        <details>
            <summary>{run.load_plan}</summary>
            <p>{run.load_plan_what}</p>
            <div class="field">
                <label for=id.clone()>{run.load_plan_field}</label>
                <input id=id type="file" accept="application/json,.json" on:change=load/>
            </div>
        </details>
    }
}

/// How the tenant differs from a plan that was loaded.
#[component]
pub(super) fn DriftNotice(drift: Drift) -> impl IntoView {
    let page = page();
    let run = &page.texts().run;
    if drift.is_none() {
        return view! {
            <div class="notice" data-tone="success">
                <p>{run.drift_none}</p>
            </div>
        }
        .into_any();
    }
    let tone = if drift.barred.is_empty() { "info" } else { "warning" };
    view! {
        <div class="notice" data-tone=tone>
            <h3>{run.drift_title}</h3>
            <Drifted items=drift.barred say=run.drift_barred/>
            <Drifted items=drift.gained say=run.drift_gained/>
            <Drifted items=drift.lost say=run.drift_lost/>
        </div>
    }
    .into_any()
}

#[component]
fn Drifted(items: Vec<Item>, say: fn(&crate::text::Number) -> String) -> impl IntoView {
    let page = page();
    if items.is_empty() {
        return ().into_any();
    }
    let all = items.len();
    let count = page.number(all);
    let shown = RwSignal::new(NAMED);
    let rows = move || {
        let items = items.iter().take(shown.get());
        let names = page.view.with_untracked(|view| names_of(view, items.clone()));
        items
            .map(|item| {
                let name = names.get(&item.id).cloned();
                view! {
                    <li>
                        {name.map(|name| view! { <bdi>{name}</bdi> " " })}
                        <code>{item.id.to_string()}</code>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <p>{say(&count)}</p>
        <details>
            <summary>{page.texts().frame.details}</summary>
            <ul>{rows}</ul>
            <MoreRows shown all/>
        </details>
    }
    .into_any()
}
