//! A run that was begun and isn't finished: go on with it, or give it up.

use leptos::prelude::*;

use super::confirm::{Proof, ProvenUntil};
use crate::protocol::{Command, Purpose};
use crate::tenant::plan::Work;
use crate::ui::page::page;
use crate::ui::parts::ask::{Ask, Question};
use crate::ui::parts::sign_in::SignInButton;

/// What the person can do about the interrupted run.
#[component]
pub(crate) fn Interrupted(work: Work) -> impl IntoView {
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
