//! The closing page: which tenant, who one is, and the tasks.

mod tasks;
mod tenant;

use leptos::prelude::*;

use crate::protocol::{Command, Purpose};
use crate::ui::page::page;
use crate::ui::parts::ask::{Ask, Question};
use crate::ui::parts::forgetting::unless_at_work;
use crate::ui::parts::link::Link;
use crate::ui::parts::other_tenant::OtherTenant;
use crate::ui::parts::reading::LastRead;
use crate::ui::parts::sign_in::SignInButton;
use crate::ui::parts::sign_in_again::SignInAgain;
use crate::ui::parts::work::{Whereabouts, watched, whereabouts};
use crate::ui::route::Route;

use tasks::Tasks;
use tenant::{RoleNotice, TenantCard};

#[component]
pub(crate) fn ClosingPage() -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let t = &texts.closing;
    let signed_in = Memo::new(move |_| page.signed_in());
    // Soon, or already: Entra no longer takes it.
    let ends = Memo::new(move |_| {
        page.view
            .with(|view| view.sign_in_ends(page.now.get()).is_some() || view.session.is_some() && !view.sign_in_holds())
    });
    let gone = Memo::new(move |_| page.view.with(|view| view.progress.tenant_gone_at.is_some()));
    view! {
        <h1 tabindex="-1">{t.title}</h1>
        <p class="lead">{move || if signed_in.get() { t.lead } else { t.lead_checklist }}</p>
        <Show when=move || gone.get()>
            <div class="notice" data-tone="success">
                <h2>{t.gone_title}</h2>
                <p>{t.gone}</p>
                <p>
                    <Link to=Route::Receipt class="button primary">{t.to_the_receipt}</Link>
                </p>
            </div>
        </Show>
        <Show when=move || !signed_in.get() && !gone.get()>
            <p>{texts.frame.leaves_page}</p>
            <div class="actions">
                <SignInButton purpose=Purpose::Read label=texts.frame.sign_in class="primary"/>
            </div>
            <OtherTenant/>
        </Show>
        <Show when=move || ends.get()>
            <SignInAgain purpose=Purpose::Read label=texts.sign_in.try_again/>
        </Show>
        <UnfinishedRun/>
        <TenantCard/>
        <RoleNotice/>
        <section>
            <h2>{t.tasks_title}</h2>
            <LastRead/>
            <Tasks/>
        </section>
        <Forget/>
    }
}

/// A run that isn't finished: where it is, and the way there.
#[component]
fn UnfinishedRun() -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let t = &texts.closing;
    // Neither how far it is nor where: with each change the link would be another one, and lose the focus.
    let unfinished = Memo::new(move |_| {
        page.view.with(|view| {
            let running = view.progress.running.as_ref();
            running.map(|running| (running.work, running.total, running.started_at))
        })
    });
    let whereabouts = whereabouts(page);
    let known = Memo::new(move |_| whereabouts.get().is_some());
    let tone = move || (whereabouts.get() == Some(Whereabouts::Nowhere)).then_some("warning");
    move || {
        let (work, total, started_at) = unfinished.get().filter(|_| known.get())?;
        let title = move || match whereabouts.get()? {
            Whereabouts::Here => Some((texts.run.words)(work).running),
            Whereabouts::Elsewhere => Some(texts.run.watched_title),
            Whereabouts::Nowhere => Some(t.interrupted_title),
        };
        let what = move || match whereabouts.get()? {
            Whereabouts::Here => Some(texts.run.keep_open.to_owned()),
            Whereabouts::Elsewhere => watched(page),
            Whereabouts::Nowhere => {
                let work = (texts.words.work)(work);
                Some((t.interrupted)(work, &page.number(total), &page.time(started_at)))
            }
        };
        let notice = view! {
            <div class="notice" data-tone=tone>
                <h2>{title}</h2>
                <p>{what}</p>
                <p>
                    <Link to=Route::of_work(work) class="button">{t.to_the_run}</Link>
                </p>
            </div>
        };
        Some(notice)
    }
}

#[component]
fn Forget() -> impl IntoView {
    let page = page();
    let t = &page.texts().closing;
    let begun = Memo::new(move |_| {
        page.view
            .with(|view| view.progress.started_at.is_some() || !view.progress.ticked.is_empty())
    });
    let question = Question {
        open: t.forget,
        title: t.forget_title,
        what: t.forget_what,
        yes: t.forget_yes,
        no: t.forget_no,
    };
    view! {
        <Show when=move || begun.get()>
            <section>
                <Ask question act=move || unless_at_work(page, move || page.send(&Command::Forget))/>
            </section>
        </Show>
    }
}
