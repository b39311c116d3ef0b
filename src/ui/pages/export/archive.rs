//! The archive that was written: its figures, and its download where the browser could not save it directly.

use leptos::prelude::*;

use super::run::file_name;
use crate::browser::archive_file;
use crate::browser::download::DownloadAddress;
use crate::protocol::ExportStage;
use crate::tenant::progress::ExportState;
use crate::ui::page::page;

/// What is known of the archive.
#[component]
pub(crate) fn Archive() -> impl IntoView {
    let page = page();
    let t = &page.texts().export;
    let state = Memo::new(move |_| page.view.with(|view| view.progress.export.clone()));
    move || match state.get() {
        ExportState::Missing | ExportState::Waived { .. } => ().into_any(),
        ExportState::Done {
            at,
            files,
            bytes,
            manifest,
        } => {
            let pair = |name: &'static str, value: String| {
                view! {
                    <div>
                        <dt>{name}</dt>
                        <dd>{value}</dd>
                    </div>
                }
            };
            view! {
                <section class="card">
                    <h2>{t.result_title}</h2>
                    <dl class="facts">
                        {pair(t.saved_on, page.time(at))}
                        {pair(t.files, page.number(files).to_string())}
                        {pair(t.size, page.bytes(bytes))}
                        <div>
                            <dt>{t.manifest}</dt>
                            <dd>
                                <code class="block">{manifest}</code>
                            </dd>
                        </div>
                    </dl>
                    <p class="muted">{t.manifest_what}</p>
                    <PrivateCopy bytes/>
                </section>
            }
            .into_any()
        }
    }
}

/// The download of the archive from private storage, if it lies there whole: also after the page was closed in between.
#[component]
fn PrivateCopy(bytes: u64) -> impl IntoView {
    let page = page();
    let t = &page.texts().export;
    let address = RwSignal::new_local(None::<DownloadAddress>);
    let removed = RwSignal::new(false);
    let settled = Memo::new(move |_| {
        page.view.with(|view| {
            let stage = view.export.as_ref().map(|export| &export.stage);
            matches!(stage, None | Some(ExportStage::Done { .. }))
        })
    });
    Effect::new(move || {
        let settled = settled.get();
        leptos::task::spawn_local(async move {
            let file = if settled {
                archive_file::private_archive().await
            } else {
                None
            };
            // A file of another size is one that was begun and not finished.
            #[expect(
                clippy::cast_precision_loss,
                reason = "a file's size in a browser is floating-point too"
            )]
            let whole = file.filter(|file| (file.size() - bytes as f64).abs() < 1.0);
            address.try_set(whole.and_then(|file| DownloadAddress::of(&file)));
        });
    });
    let remove = move |_| {
        leptos::task::spawn_local(async move {
            archive_file::remove_private_archive().await;
            address.try_set(None);
            removed.try_set(true);
        });
    };
    let href = move || address.with(|address| address.as_ref().map(|address| address.as_str().to_owned()));
    move || {
        if removed.get() {
            return view! { <p role="status">{t.download_removed}</p> }.into_any();
        }
        match href() {
            None => ().into_any(),
            Some(href) => view! {
                <h3>{t.download_title}</h3>
                <p>{t.download_what}</p>
                <div class="actions">
                    <a class="button primary" href=href download=file_name(page)>
                        {t.download}
                    </a>
                    <button type="button" on:click=remove>
                        {t.download_remove}
                    </button>
                </div>
            }
            .into_any(),
        }
    }
}
