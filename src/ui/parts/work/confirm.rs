//! The last question before a run: the export, a fresh sign-in, the count and the tenant's initial domain.
//!
//! The engine asks all of it again; here it is asked in a way that a person understands.

use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::{exporting, keep_focus};
use crate::browser::document;
use crate::protocol::{Command, Purpose};
use crate::tenant::plan::{Confirmation, FRESH_SIGN_IN, Work};
use crate::tenant::{InitialDomain, PlanHash};
use crate::ui::page::{Page, page};
use crate::ui::parts::choice::TickBox;
use crate::ui::parts::link::Link;
use crate::ui::parts::sign_in_again::SignInAgain;
use crate::ui::route::Route;

/// Which question comes first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Export,
    Proof,
    Confirmation,
}

/// Everything between a plan and its run.
#[component]
pub(crate) fn ConfirmArea(work: Work, hash: PlanHash, count: u32) -> impl IntoView {
    let page = page();
    let asked = Memo::new(move |_| {
        page.view.with(|view| {
            if !view.progress.export.is_settled() {
                Asked::Export
            } else if view.may_confirm(work, page.now.get()) {
                Asked::Confirmation
            } else {
                Asked::Proof
            }
        })
    });
    Effect::new(move |earlier: Option<Asked>| {
        let asked = asked.get();
        if earlier.is_some_and(|earlier| earlier != asked) {
            keep_focus(work);
        }
        asked
    });
    move || match asked.get() {
        Asked::Export => view! { <ExportFirst/> }.into_any(),
        Asked::Proof => view! { <Proof work/> }.into_any(),
        Asked::Confirmation => view! { <Confirm work hash count/> }.into_any(),
    }
}

#[component]
fn ExportFirst() -> impl IntoView {
    let texts = page().texts();
    view! {
        <div class="notice" data-tone="warning">
            <p>{texts.run.export_first}</p>
            <p>
                <Link to=Route::Export class="button">{texts.run.to_export}</Link>
            </p>
        </div>
    }
}

/// The permission's name, as the consent page shows it.
fn permission(page: Page, purpose: Purpose) -> String {
    page.view.with_untracked(|view| {
        let permissions = view.opened.iter().flat_map(|opened| &opened.permissions);
        let scopes: Vec<&str> = permissions
            .filter(|permission| permission.purpose == purpose)
            .map(|permission| permission.scope.as_str())
            .collect();
        scopes.join(", ")
    })
}

/// Asks for a fresh sign-in with the work's permission.
#[component]
pub(crate) fn Proof(work: Work) -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let purpose = Purpose::Carry(work);
    view! {
        <div class="notice">
            <h3>{(texts.run.words)(work).prove}</h3>
            <p>{(texts.run.prove_what)(&permission(page, purpose))}</p>
            <SignInAgain purpose label=texts.run.prove_button/>
        </div>
    }
}

/// Until when the sign-in is fresh.
#[component]
pub(crate) fn ProvenUntil() -> impl IntoView {
    let page = page();
    let until = Memo::new(move |_| {
        page.view.with(|view| {
            let at = view.session.as_ref()?.authenticated_at?;
            Some(at.plus(FRESH_SIGN_IN))
        })
    });
    move || {
        until.get().map(|until| {
            view! { <p class="muted">{(page.texts().run.proven_until)(&page.clock_time(until))}</p> }
        })
    }
}

fn initial_domain(page: Page) -> Option<InitialDomain> {
    page.view
        .with(|view| Some(view.snapshot.as_ref()?.organization.initial_domain.clone()))
}

/// Whether something was sent that must not be sent twice. A problem lets the person try again.
pub(crate) fn sent(page: Page) -> RwSignal<bool> {
    let sent = RwSignal::new(false);
    let problem_at = Memo::new(move |_| page.view.with(|view| view.problem.as_ref().map(|problem| problem.at)));
    Effect::new(move || {
        problem_at.with(|_| sent.set(false));
    });
    sent
}

#[component]
fn Confirm(work: Work, hash: PlanHash, count: u32) -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let words = (texts.run.words)(work);
    let number = page.number(count);
    let (read_words, confirm_words) = ((words.read)(&number), (words.confirm)(&number));
    let read = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    // What is missing is said when the button is pressed, and then follows what the person does about it.
    let pressed = RwSignal::new(false);
    let sent = sent(page);
    let export = exporting(page);
    let domain = Memo::new(move |_| initial_domain(page));
    let domain_holds =
        move || domain.with(|domain| domain.as_ref().is_some_and(|domain| domain.is_typed_as(&typed.get())));
    let count_wrong = Memo::new(move |_| pressed.get() && !read.get());
    let domain_wrong = Memo::new(move |_| pressed.get() && !domain_holds());
    let confirm = move |event: SubmitEvent| {
        event.prevent_default();
        pressed.set(true);
        if count_wrong.get_untracked() {
            document::focus("form.confirm input[type=checkbox]");
        } else if domain_wrong.get_untracked() {
            document::focus("#domain");
        } else if page.online.get_untracked() && !sent.get_untracked() && !export.get_untracked() {
            sent.set(true);
            page.send(&Command::Confirm(Confirmation {
                plan: hash,
                count_read: count,
                typed_domain: typed.get_untracked(),
            }));
        }
    };
    view! {
        <form class="confirm" autocomplete="off" novalidate on:submit=confirm>
            <h3>{texts.run.confirm_title}</h3>
            <ProvenUntil/>
            <TickBox ticked=read act=move |ticked| read.set(ticked) wrong=count_wrong error="count-error">
                {read_words}
            </TickBox>
            <p class="error" id="count-error" hidden=move || !count_wrong.get()>
                {texts.run.count_not_read}
            </p>
            <div class="field">
                <label for="domain">
                    {texts.run.domain_label} ": "
                    <code>{move || domain.get().map(|domain| domain.to_string())}</code>
                </label>
                <p class="hint" id="domain-hint">{texts.run.domain_hint}</p>
                <input
                    id="domain"
                    type="text"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby="domain-hint domain-error"
                    aria-invalid=move || domain_wrong.get().then_some("true")
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
                <p class="error" id="domain-error" hidden=move || !domain_wrong.get()>
                    {texts.run.domain_not_typed}
                </p>
            </div>
            <p class="error" hidden=move || page.online.get()>{texts.run.offline}</p>
            <div class="actions">
                <button
                    type="submit"
                    class="danger"
                    aria-busy=move || sent.get().then_some("true")
                    aria-disabled=move || export.get().then_some("true")
                >
                    {confirm_words}
                </button>
            </div>
        </form>
    }
}
