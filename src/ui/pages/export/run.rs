//! Choosing where to save, writing, stopping; and what went wrong.

use leptos::prelude::*;

use crate::browser::{archive_file, clock, document};
use crate::protocol::{ArchivePlace, Command, ExportStage, Exporting, Purpose};
use crate::tenant::ProblemKind;
use crate::tenant::progress::ExportState;
use crate::ui::page::{Page, page};
use crate::ui::parts::problem::ProblemLine;
use crate::ui::parts::sign_in::SignInButton;
use crate::ui::parts::sign_in_again::{Challenge, Stop};
use crate::ui::parts::work::sent;

/// Where the export of this visit stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    SignedOut,
    Ready,
    Writing,
    Done,
    Failed,
}

fn stand(page: Page) -> Stand {
    page.view
        .with(|view| match view.export.as_ref().map(|export| &export.stage) {
            Some(ExportStage::Writing(_)) => Stand::Writing,
            Some(ExportStage::Failed(_)) => Stand::Failed,
            Some(ExportStage::Done { .. }) => Stand::Done,
            None if view.session.is_some() => Stand::Ready,
            None => Stand::SignedOut,
        })
}

/// The archive's name: which tenant, and which day.
pub(super) fn file_name(page: Page) -> String {
    let tenant = page.view.with_untracked(|view| {
        let domain = view
            .snapshot
            .as_ref()
            .map(|snapshot| snapshot.organization.initial_domain.to_string());
        domain.or_else(|| Some(view.session.as_ref()?.tenant.to_string()))
    });
    let day: String = clock::now().to_string().chars().take(10).collect();
    format!("luk-{}-{day}.zip", tenant.unwrap_or_default())
}

/// Begins the export. The browser's dialog has to be asked for right in the click.
fn begin(page: Page, sent: RwSignal<bool>) {
    sent.set(true);
    if !archive_file::can_pick() {
        page.send(&Command::Export(ArchivePlace::PrivateFile));
        return;
    }
    let Ok(answer) = archive_file::ask_where(&file_name(page)) else {
        page.report(ProblemKind::ArchiveNotOpened);
        return;
    };
    leptos::task::spawn_local(async move {
        match archive_file::picked(answer).await {
            archive_file::Picked::File(file) => {
                page.send_with(&Command::Export(ArchivePlace::Picked), Some(&file));
            }
            archive_file::Picked::Nothing => drop(sent.try_set(false)),
            archive_file::Picked::Refused => page.report(ProblemKind::ArchiveNotOpened),
        }
    });
}

/// Saving the archive.
#[component]
pub(crate) fn ExportRun() -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let t = &texts.export;
    let stand = Memo::new(move |_| stand(page));
    Effect::new(move |earlier: Option<Stand>| {
        let stand = stand.get();
        if earlier.is_some_and(|earlier| earlier != stand) {
            request_animation_frame(|| document::keep_focus(&[".stage h2", "main h1"]));
        }
        stand
    });
    let body = move || match stand.get() {
        Stand::SignedOut => view! {
            <p>{t.sign_in} " " {texts.frame.leaves_page}</p>
            <div class="actions">
                <SignInButton purpose=Purpose::Read label=texts.frame.sign_in class="primary"/>
            </div>
        }
        .into_any(),
        Stand::Writing => view! { <Writing/> }.into_any(),
        Stand::Ready => {
            let saved = page
                .view
                .with_untracked(|view| matches!(view.progress.export, ExportState::Done { .. }));
            view! { <Begin again=saved.then_some(t.save_again)/> }.into_any()
        }
        Stand::Done => view! {
            <p class="status" data-status="done">{t.done}</p>
            <Begin again=Some(t.save_again)/>
        }
        .into_any(),
        Stand::Failed => view! {
            <Failed/>
            <Begin again=Some(t.save_again)/>
        }
        .into_any(),
    };
    view! {
        <section class="stage">
            <h2 tabindex="-1">{t.save_title}</h2>
            {body}
            <Missing/>
        </section>
    }
}

#[component]
fn Begin(again: Option<&'static str>) -> impl IntoView {
    let page = page();
    let t = &page.texts().export;
    let picks = archive_file::can_pick();
    let label = again.unwrap_or(if picks { t.choose } else { t.save });
    // A file that is picked while another one waits in line would take its place.
    let sent = sent(page);
    let export = Memo::new(move |_| page.view.with(|view| view.export.clone()));
    Effect::new(move || export.with(|_| sent.set(false)));
    let busy = Memo::new(move |_| page.view.with(|view| view.under_way().is_some() || view.is_reading()));
    let waits = move || sent.get() || busy.get() || !page.online.get();
    let begin = move |_| {
        if !waits() {
            begin(page, sent);
        }
    };
    view! {
        <p>{t.private}</p>
        <p hidden=picks>{t.save_how}</p>
        <div class="actions">
            <button
                type="button"
                class=again.is_none().then_some("primary")
                aria-disabled=move || waits().then_some("true")
                on:click=begin
            >
                {label}
            </button>
        </div>
    }
}

#[component]
fn Writing() -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let t = &texts.export;
    let export = Memo::new(move |_| page.view.with(|view| view.export.clone()));
    let doing = move |export: &Exporting| match export.stage {
        ExportStage::Writing(part) => Some((t.writing)((texts.words.part)(part))),
        ExportStage::Done { .. } | ExportStage::Failed(_) => None,
    };
    let far = move |export: &Exporting| (t.written)(&page.number(export.files), &page.bytes(export.bytes));
    let challenge = Memo::new(move |_| page.view.with(|view| view.challenge.clone()));
    let waits = move || challenge.with(Option::is_some);
    let state = move || {
        if waits() {
            return Some(texts.run.awaits_sign_in.to_owned());
        }
        export.with(|export| export.as_ref().and_then(doing))
    };
    view! {
        <div class="run" data-state=move || if waits() { "paused" } else { "working" }>
            // Without a value it would move, as if something were going on.
            <progress aria-label=t.save_title value=move || waits().then_some("0")></progress>
            <p class="run-figures">
                <strong>{move || export.with(|export| export.as_ref().map(far))}</strong>
            </p>
            <p class="status" data-status=move || if waits() { "waiting" } else { "in-progress" }>
                {state}
            </p>
            {move || match challenge.get() {
                Some(problem) => view! { <Challenge problem purpose=Purpose::Read stop=t.stop/> }.into_any(),
                None => view! { <Stop label=t.stop/> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Failed() -> impl IntoView {
    let page = page();
    let t = &page.texts().export;
    let problem = page
        .view
        .with_untracked(|view| match view.export.as_ref()?.stage.clone() {
            ExportStage::Failed(problem) => Some(problem),
            ExportStage::Writing(_) | ExportStage::Done { .. } => None,
        });
    view! {
        <div class="notice" data-tone="warning">
            <h3>{t.failed_title}</h3>
            {problem.map(|problem| view! { <ProblemLine problem/> })}
            <p>{t.failed}</p>
        </div>
    }
}

/// The parts that could not be read and are therefore not in the archive.
#[component]
fn Missing() -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let t = &texts.export;
    let missing = Memo::new(move |_| {
        page.view.with(|view| {
            view.export
                .as_ref()
                .map(|export| export.missing.clone())
                .unwrap_or_default()
        })
    });
    move || {
        let missing = missing.get();
        (!missing.is_empty()).then(|| {
            let items = missing
                .into_iter()
                .map(|one| {
                    view! {
                        <li>
                            <strong>{(texts.words.part)(one.part)}</strong>
                            <ProblemLine problem=one.problem/>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <div class="notice" data-tone="warning">
                    <h3>{t.missing_title}</h3>
                    <p>{t.missing_what}</p>
                    <ul>{items}</ul>
                </div>
            }
        })
    }
}
