//! Every request of this visit.

use leptos::prelude::*;

use crate::browser::locale;
use crate::protocol::{Requested, Signature};
use crate::ui::page::{Page, page};
use crate::ui::parts::download::DownloadText;
use crate::ui::parts::work::MoreRows;

/// How many are shown at first.
const SHOWN: usize = 100;

#[component]
pub(crate) fn ActivityPage() -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let t = &texts.activity;
    let shown = RwSignal::new(SHOWN);
    let all = Memo::new(move |_| page.view.with(|view| view.requests.len()));
    let empty = Memo::new(move |_| all.get() == 0);
    let unchecked = Memo::new(move |_| {
        page.view.with(|view| {
            let signature = view.session.as_ref().map(|session| session.signature);
            signature == Some(Signature::KeysOutOfReach)
        })
    });
    // A run sends twenty requests a second: what is shown of them follows once a second.
    let latest = Memo::new(move |_| {
        page.now.track();
        page.view.with_untracked(|view| view.requests.front().cloned())
    });
    // With the memo at hand, not only tracked: one that nobody reads follows nothing.
    let rows = move || {
        latest.with(|_| {
            page.view.with_untracked(|view| {
                let shown = view.requests.iter().take(shown.get());
                shown.map(|request| row(page, request)).collect_view()
            })
        })
    };
    let json = move || {
        latest.with(|_| {
            page.view.with_untracked(|view| {
                let requests: Vec<&Requested> = view.requests.iter().collect();
                serde_json::to_string_pretty(&requests).unwrap_or_default()
            })
        })
    };
    view! {
        <h1 tabindex="-1">{t.title}</h1>
        <p class="lead">{t.lead}</p>
        <Show when=move || unchecked.get()>
            <p>{move || page.live_texts().activity.signature_unchecked}</p>
        </Show>
        <Show
            when=move || !empty.get()
            fallback=move || view! { <p class="empty">{t.empty}</p> }
        >
            <div class="actions">
                <DownloadText text=json name="luk-activity.json" media_type="application/json">
                    {texts.frame.download_json}
                </DownloadText>
            </div>
            <div class="table-scroll" data-tall role="region" aria-labelledby="activity-caption" tabindex="0">
                <table>
                    <caption id="activity-caption" class="visually-hidden">{t.title}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t.time}</th>
                            <th scope="col">{t.request}</th>
                            <th scope="col">{t.result}</th>
                            <th scope="col" class="number">
                                {t.took}
                            </th>
                            <th scope="col">{t.request_id}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <MoreRows shown all/>
        </Show>
    }
}

/// How a request ended, in words.
fn result(page: Page, request: &Requested) -> String {
    let t = &page.texts().activity;
    match request.status {
        None => t.no_answer.to_owned(),
        Some(status @ 200..400) => (t.succeeded)(status),
        Some(status @ (404 | 410)) => (t.gone)(status),
        Some(status @ 429) => (t.throttled)(status),
        Some(status @ 400..500) => (t.refused)(status),
        Some(status) => (t.failed)(status),
    }
}

fn row(page: Page, request: &Requested) -> impl IntoView + use<> {
    let t = &page.texts().activity;
    let milliseconds = u64::try_from(request.took.as_millis()).unwrap_or(u64::MAX);
    let about = request
        .about
        .filter(|id| !request.path.contains(&id.to_string()))
        .map(|id| view! { " " <small>{t.about} " " <code>{id.to_string()}</code></small> });
    view! {
        <tr>
            <td>
                <time datetime=request.at.to_string()>{page.clock_time(request.at)}</time>
            </td>
            <td class="address">
                <code>{format!("{} {}{}", request.method, request.host, request.path)}</code>
                {about}
            </td>
            <td>{result(page, request)}</td>
            <td class="number">{locale::seconds(page.texts().language, milliseconds)}</td>
            <td>{request.request_id.clone().map(|id| view! { <code>{id}</code> })}</td>
        </tr>
    }
}
