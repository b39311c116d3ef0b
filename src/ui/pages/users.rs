//! Step 1: delete all users but one Global Administrator.

mod table;

use leptos::prelude::*;

use crate::protocol::view::View;
use crate::tenant::plan::Work;
use crate::tenant::snapshot::{AccountState, DirectorySync, Origin, UserKind};
use crate::tenant::{Moment, Task};
use crate::ui::page::page;
use crate::ui::parts::link::OutLink;
use crate::ui::parts::reading::{NotReadable, reason};
use crate::ui::parts::step::{NextStep, StepHead};
use crate::ui::parts::work::WorkArea;

use table::UserTable;

#[component]
pub(crate) fn UsersPage() -> impl IntoView {
    let page = page();
    let texts = page.texts();
    // What is found changes with a reading only, not with every event.
    let taken_at = Memo::new(move |_| page.view.with(|view| Some(view.snapshot.as_ref()?.taken_at)));
    let sync_on = Memo::new(move |_| {
        page.view.with(|view| {
            view.counts()
                .is_some_and(|counts| counts.directory_sync == DirectorySync::On)
        })
    });
    let none_left = Memo::new(move |_| {
        page.view
            .with(|view| view.counts().and_then(|counts| counts.other_users) == Some(0))
    });
    view! {
        <StepHead task=Task::Users lead=texts.users.lead/>
        <Show when=move || none_left.get()>
            <div class="notice" data-tone="success">
                <p>{texts.users.only_you}</p>
            </div>
        </Show>
        <Show when=move || sync_on.get()>
            <SyncFirst/>
        </Show>
        {move || view! { <Found taken_at=taken_at.get()/> }}
        <WorkArea work=Work::DeleteUsers/>
        <Deleted/>
        <Elsewhere/>
        <NextStep after=Task::Users/>
    }
}

/// How many of what there are.
#[derive(Clone, Copy, Default)]
struct Kinds {
    members: usize,
    guests: usize,
    synchronised: usize,
    blocked: usize,
}

fn kinds(view: &View) -> Option<Kinds> {
    let users = view.snapshot.as_ref()?.users.known()?;
    let mut kinds = Kinds::default();
    for user in users {
        match user.kind {
            UserKind::Member => kinds.members += 1,
            UserKind::Guest => kinds.guests += 1,
        }
        if user.origin == Origin::OnPremises {
            kinds.synchronised += 1;
        }
        if user.account == AccountState::Blocked {
            kinds.blocked += 1;
        }
    }
    Some(kinds)
}

/// What the last reading found, and the list to review.
#[component]
fn Found(taken_at: Option<Moment>) -> impl IntoView {
    let page = page();
    let t = &page.texts().users;
    let kinds = page.view.with_untracked(kinds);
    let Some(kinds) = kinds.filter(|_| taken_at.is_some()) else {
        let problem = page.view.with_untracked(|view| reason(&view.snapshot.as_ref()?.users));
        return view! { <NotReadable problem/> }.into_any();
    };
    let kept = Memo::new(move |_| page.view.with(|view| view.progress.kept.len()));
    let pair = |name: &'static str, count: usize| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd class="number">{page.number(count).to_string()}</dd>
            </div>
        }
    };
    view! {
        <section>
            <h2>{t.found_title}</h2>
            <dl class="facts">
                {pair(t.members, kinds.members)}
                {pair(t.guests, kinds.guests)}
                {pair(t.synchronised, kinds.synchronised)}
                {pair(t.blocked, kinds.blocked)}
                <div>
                    <dt>{t.kept}</dt>
                    <dd class="number">{move || page.number(kept.get()).to_string()}</dd>
                </div>
            </dl>
        </section>
        <UserTable/>
    }
    .into_any()
}

#[component]
fn SyncFirst() -> impl IntoView {
    let t = &page().texts().users;
    let steps = t
        .sync_steps
        .iter()
        .map(|step| {
            let command = step
                .script
                .map(|script| view! { <code class="block">{script.command()}</code> });
            view! { <li>{step.say} {command}</li> }
        })
        .collect_view();
    view! {
        <div class="notice" data-tone="warning">
            <h2>{t.sync_title}</h2>
            <p>{t.sync}</p>
            <ol>{steps}</ol>
            <p>{t.sync_wait}</p>
        </div>
    }
}

/// Those who were deleted and can be restored. Nothing of a closing waits for them, so there is something to do only for
/// whoever wants it done.
#[component]
fn Deleted() -> impl IntoView {
    let page = page();
    let t = &page.texts().users;
    let begun = Memo::new(move |_| {
        page.view.with(|view| {
            let planned = view.proposal.as_ref().map(|proposal| proposal.plan.work());
            let run = view.running.as_ref().map(|running| running.work);
            [planned, run].contains(&Some(Work::PurgeUsers)) || view.progress.is_running(Work::PurgeUsers)
        })
    });
    let concerns = Memo::new(move |_| {
        page.view
            .with(|view| begun.get() || view.counts().and_then(|counts| counts.deleted_users) > Some(0))
    });
    view! {
        <Show when=move || concerns.get()>
            <details open=move || begun.get()>
                <summary>{t.deleted_title}</summary>
                <p>{t.deleted}</p>
                <WorkArea work=Work::PurgeUsers/>
            </details>
        </Show>
    }
}

/// The same thing in the admin center.
#[component]
fn Elsewhere() -> impl IntoView {
    let page = page();
    let t = &page.texts().users;
    let link = Memo::new(move |_| page.view.with(|view| view.links().map(|links| links.users.clone())));
    view! {
        <details>
            <summary>{t.elsewhere_title}</summary>
            <p>{t.elsewhere}</p>
            {move || link.get().map(|href| view! { <p><OutLink href>{t.elsewhere_link}</OutLink></p> })}
        </details>
    }
}
