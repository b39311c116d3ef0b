//! The receipt: what was done and when, to print and to keep.

use leptos::prelude::*;

use crate::browser::document;
use crate::tenant::progress::{ExportState, FinishedRun, LeftRun};
use crate::tenant::receipt::Receipt;
use crate::ui::page::{Page, page};
use crate::ui::parts::clicks::Sentences;
use crate::ui::parts::download::DownloadText;
use crate::ui::parts::link::Link;
use crate::ui::route::Route;

#[component]
pub(crate) fn ReceiptPage() -> impl IntoView {
    let page = page();
    let receipt = Memo::new(move |_| {
        page.view.with(|view| {
            let organization = view.snapshot.as_ref().map(|snapshot| &snapshot.organization);
            Receipt::of(&view.progress, organization)
        })
    });
    move || match receipt.get() {
        Some(receipt) => view! { <Whole receipt/> }.into_any(),
        None => view! { <NotYet/> }.into_any(),
    }
}

#[component]
fn NotYet() -> impl IntoView {
    let t = &page().texts().receipt;
    view! {
        <h1 tabindex="-1">{t.title}</h1>
        <p class="lead">{t.not_yet}</p>
        <p>
            <Link to=Route::Closing>{t.to_closing}</Link>
        </p>
    }
}

/// A fact as it is written.
enum Fact {
    /// In words.
    Words(String),
    /// To be compared sign by sign.
    Code(String),
}

fn facts(page: Page, receipt: &Receipt) -> Vec<(&'static str, Fact)> {
    let texts = page.texts();
    let t = &texts.receipt;
    let mut facts = vec![(t.reference, Fact::Code(receipt.reference.clone()))];
    if let Some(organization) = &receipt.organization {
        let named = format!("{} ({})", organization.name, organization.initial_domain);
        facts.push((t.tenant, Fact::Words(named)));
    }
    facts.push((t.tenant_id, Fact::Code(receipt.tenant.to_string())));
    facts.push((t.cloud, Fact::Words((texts.words.cloud)(receipt.cloud).to_owned())));
    facts.push((t.begun, Fact::Words(page.time(receipt.started_at))));
    facts.push((t.gone, Fact::Words(page.time(receipt.gone_at))));
    match &receipt.export {
        ExportState::Missing => facts.push((t.export, Fact::Words(t.export_none.to_owned()))),
        ExportState::Waived { at } => {
            facts.push((t.export, Fact::Words((texts.closing.export_waived)(&page.time(*at)))));
        }
        ExportState::Done {
            at,
            files,
            bytes,
            manifest,
        } => {
            facts.push((
                t.export,
                Fact::Words((texts.closing.export_done)(&page.time(*at), &page.number(*files))),
            ));
            facts.push((texts.export.size, Fact::Words(page.bytes(*bytes))));
            facts.push((texts.export.manifest, Fact::Code(manifest.clone())));
        }
    }
    facts
}

#[component]
fn Whole(receipt: Receipt) -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let t = &texts.receipt;
    let facts = facts(page, &receipt)
        .into_iter()
        .map(|(name, fact)| {
            let fact = match fact {
                Fact::Words(words) => view! { <bdi>{words}</bdi> }.into_any(),
                Fact::Code(code) => view! { <code>{code}</code> }.into_any(),
            };
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd>{fact}</dd>
                </div>
            }
        })
        .collect_view();
    let (runs, left) = (receipt.runs.clone(), receipt.left.clone());
    let name = format!("luk-receipt-{}.json", receipt.reference);
    let json = move || serde_json::to_string_pretty(&receipt).unwrap_or_default();
    view! {
        <article class="receipt">
            <header>
                <h1 tabindex="-1">{t.title}</h1>
                <p class="lead">{t.lead}</p>
            </header>
            <dl class="facts">{facts}</dl>
            <h2>{t.runs}</h2>
            <Runs runs left/>
            <div class="actions">
                <button type="button" class="primary" on:click=move |_| document::print()>
                    {t.print}
                </button>
                <DownloadText text=json name media_type="application/json">
                    {texts.frame.download_json}
                </DownloadText>
            </div>
        </article>
        <section class="no-print">
            <h2>{t.next_title}</h2>
            <Sentences of=t.next/>
        </section>
    }
}

#[component]
fn Runs(runs: Vec<FinishedRun>, left: Vec<LeftRun>) -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let t = &texts.receipt;
    if runs.is_empty() && left.is_empty() {
        return view! { <p>{t.no_runs}</p> }.into_any();
    }
    let rows = runs
        .into_iter()
        .map(|run| {
            view! {
                <tr>
                    <th scope="row">{(texts.words.work)(run.work)}</th>
                    <td class="number">{page.number(run.planned).to_string()}</td>
                    <td class="number">{page.number(run.verified).to_string()}</td>
                    <td>{page.time(run.started_at)}</td>
                    <td>{page.time(run.ended_at)}</td>
                    <td>
                        <code>{run.plan.short()}</code>
                    </td>
                </tr>
            }
        })
        .collect_view();
    // Nobody has looked what became of these: what Microsoft had accepted is all that is known.
    let left = left
        .into_iter()
        .map(|run| {
            let accepted = (texts.run.accepted)(&page.number(run.accepted));
            view! {
                <tr>
                    <th scope="row">{(texts.words.work)(run.work)}</th>
                    <td class="number">{page.number(run.planned).to_string()}</td>
                    <td>{accepted}</td>
                    <td>{page.time(run.started_at)}</td>
                    <td>{page.time(run.left_at)}</td>
                    <td>
                        <code>{run.plan.short()}</code>
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-scroll" role="region" aria-labelledby="runs-caption" tabindex="0">
            <table>
                <caption id="runs-caption" class="visually-hidden">{t.runs}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t.work}</th>
                        <th scope="col" class="number">
                            {t.planned}
                        </th>
                        <th scope="col" class="number">
                            {t.verified}
                        </th>
                        <th scope="col">{t.begun_at}</th>
                        <th scope="col">{t.ended_at}</th>
                        <th scope="col">{t.plan}</th>
                    </tr>
                </thead>
                <tbody>{rows} {left}</tbody>
            </table>
        </div>
    }
    .into_any()
}
