//! A run that was begun and isn't finished: go on with it, or give it up; or watch it, while another tab carries it out.

use leptos::prelude::*;

use super::confirm::{Proof, ProvenUntil, sent};
use super::whereabouts::{Whereabouts, whereabouts};
use super::{ask, exporting, keep_focus};
use crate::protocol::{Command, Purpose};
use crate::tenant::Progress;
use crate::tenant::plan::Work;
use crate::ui::page::{Page, page};
use crate::ui::parts::ask::{Ask, Question};
use crate::ui::parts::sign_in::SignInButton;

/// The run that this tab doesn't carry out.
#[component]
pub(crate) fn Interrupted(work: Work) -> impl IntoView {
    let whereabouts = whereabouts(page());
    move || match whereabouts.get() {
        Some(Whereabouts::Elsewhere) => view! { <Watched work/> }.into_any(),
        Some(Whereabouts::Nowhere) => view! { <Unfinished work/> }.into_any(),
        Some(Whereabouts::Here) | None => ().into_any(),
    }
}

/// How far another tab is, as far as it has kept it.
#[component]
fn Watched(work: Work) -> impl IntoView {
    let page = page();
    let run = &page.texts().run;
    let far = Memo::new(move |_| page.view.with(|view| far(&view.progress)));
    let all = move || far.get().map(|(_, total)| total.to_string());
    let value = move || far.get().map(|(accepted, _)| accepted.to_string());
    let what = move || watched(page);
    view! {
        <section class="run stage" data-state="watched" data-work=format!("{work:?}")>
            <h2 tabindex="-1">{run.watched_title}</h2>
            <progress max=all value=value aria-label=(run.words)(work).running></progress>
            <p>{what}</p>
        </section>
    }
}

/// How many things of the unfinished run are known to be accepted, and of how many.
fn far(progress: &Progress) -> Option<(u32, u32)> {
    let running = progress.running.as_ref()?;
    Some((running.accepted.count(), running.total))
}

/// How far another tab is, in words.
pub(crate) fn watched(page: Page) -> Option<String> {
    let (accepted, total) = page.view.with(|view| far(&view.progress))?;
    Some((page.texts().run.watched)(&page.number(accepted), &page.number(total)))
}

/// What the person can do about the interrupted run.
#[component]
fn Unfinished(work: Work) -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let unfinished = page.view.with_untracked(|view| view.progress.running.clone());
    let may = Memo::new(move |_| page.view.with(|view| view.may_confirm(work, page.now.get())));
    let give_up = Question {
        open: texts.run.give_up,
        title: texts.run.give_up_title,
        what: texts.run.give_up_what,
        yes: texts.run.give_up,
        no: texts.run.give_up_no,
    };
    let what =
        unfinished.map(|running| (texts.run.resume_what)(&page.number(running.total), &page.time(running.started_at)));
    let signed_in = Memo::new(move |_| page.signed_in());
    Effect::new(move |earlier: Option<(bool, bool)>| {
        let now = (may.get(), signed_in.get());
        if earlier.is_some_and(|earlier| earlier != now) {
            keep_focus(work);
        }
        now
    });
    let sent = sent(page);
    let export = exporting(page);
    let resume = move |_| {
        if !sent.get_untracked() && !export.get_untracked() {
            sent.set(true);
            page.send(&Command::Resume);
        }
    };
    view! {
        <section class="stage" data-work=format!("{work:?}")>
            <h2 tabindex="-1">{texts.run.resume_title}</h2>
            <p>{what}</p>
            {move || {
                if may.get() {
                    view! {
                        <ProvenUntil/>
                        <div class="actions">
                            <button
                                type="button"
                                class="primary"
                                aria-busy=move || sent.get().then_some("true")
                                aria-disabled=move || export.get().then_some("true")
                                on:click=resume
                            >
                                {texts.run.resume}
                            </button>
                        </div>
                    }
                        .into_any()
                } else if signed_in.get() {
                    view! { <Proof work/> }.into_any()
                } else {
                    view! {
                        <p>{texts.frame.leaves_page}</p>
                        <div class="actions">
                            <SignInButton
                                purpose=Purpose::Carry(work)
                                label=texts.run.prove_button
                                class="primary"
                            />
                        </div>
                    }
                        .into_any()
                }
            }}
            <Ask question=give_up act=move || ask(page, &Command::Abandon)/>
        </section>
    }
}
