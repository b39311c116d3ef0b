//! A run that was begun and isn't finished: go on with it, or give it up; or watch it, while another tab carries it out.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::confirm::{Proof, ProvenUntil};
use crate::browser::lead;
use crate::protocol::{Command, Purpose};
use crate::tenant::plan::Work;
use crate::ui::page::page;
use crate::ui::parts::ask::{Ask, Question};
use crate::ui::parts::sign_in::SignInButton;

/// The run that this tab doesn't carry out.
#[component]
pub(crate) fn Interrupted(work: Work) -> impl IntoView {
    let page = page();
    let elsewhere = RwSignal::new(false);
    // Nobody tells when a tab is closed: it is asked with each tick of the clock.
    Effect::new(move |_| {
        page.now.track();
        spawn_local(async move {
            let taken = lead::is_taken().await;
            if elsewhere.try_get_untracked().is_some_and(|before| before != taken) {
                elsewhere.set(taken);
            }
        });
    });
    move || {
        if elsewhere.get() {
            view! { <Watched work/> }.into_any()
        } else {
            view! { <Unfinished work/> }.into_any()
        }
    }
}

/// How far another tab is, as far as it has kept it.
#[component]
fn Watched(work: Work) -> impl IntoView {
    let page = page();
    let run = &page.texts().run;
    let far = Memo::new(move |_| {
        page.view.with(|view| {
            let running = view.progress.running.as_ref()?;
            Some((running.accepted.count(), running.total))
        })
    });
    let all = move || far.get().map(|(_, total)| total.to_string());
    let value = move || far.get().map(|(accepted, _)| accepted.to_string());
    let what = move || {
        far.get()
            .map(|(accepted, total)| (run.watched)(&page.number(accepted), &page.number(total)))
    };
    view! {
        <section class="run stage" data-state="watched">
            <h2 tabindex="-1">{run.watched_title}</h2>
            <progress max=all value=value aria-label=(run.words)(work).running></progress>
            <p>{what}</p>
        </section>
    }
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
    view! {
        <section class="stage">
            <h2 tabindex="-1">{texts.run.resume_title}</h2>
            <p>{what}</p>
            {move || {
                if may.get() {
                    view! {
                        <ProvenUntil/>
                        <div class="actions">
                            <button type="button" class="primary" on:click=move |_| page.send(&Command::Resume)>
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
            <Ask question=give_up act=move || page.send(&Command::Abandon)/>
        </section>
    }
}
