//! Step 4: disable per-user multifactor authentication for everybody but the signed-in administrator.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::protocol::view::View;
use crate::tenant::plan::Work;
use crate::tenant::snapshot::MultifactorState;
use crate::tenant::{Moment, Problem, Task, UserId};
use crate::ui::page::{Page, page};
use crate::ui::parts::link::{Link, OutLink};
use crate::ui::parts::reading::{NotReadable, reason};
use crate::ui::parts::step::{NextStep, StepHead};
use crate::ui::parts::work::{MoreRows, WorkArea};
use crate::ui::route::Route;

/// How many are shown at first.
const SHOWN: usize = 100;

#[component]
pub(crate) fn MultifactorPage() -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let t = &texts.multifactor;
    let taken_at = Memo::new(move |_| page.view.with(|view| Some(view.snapshot.as_ref()?.taken_at)));
    let none_left = Memo::new(move |_| {
        page.view.with(|view| {
            let counts = view.counts();
            counts.is_some_and(|counts| counts.multifactor_on == Some(0) || counts.other_users == Some(0))
        })
    });
    let link = Memo::new(move |_| {
        page.view
            .with(|view| view.links().map(|links| links.multifactor.clone()))
    });
    view! {
        <StepHead task=Task::Multifactor lead=t.lead/>
        <Show
            when=move || none_left.get()
            fallback=move || {
                view! {
                    <p>
                        {t.users_first}
                        " "
                        <Link to=Route::Users>{(texts.words.task)(Task::Users)}</Link>
                    </p>
                }
            }
        >
            <div class="notice" data-tone="success">
                <p>{t.only_you}</p>
            </div>
        </Show>
        <section>
            <h2>{t.yours_title}</h2>
            <p>{t.yours}</p>
        </section>
        {move || view! { <States taken_at=taken_at.get()/> }}
        <WorkArea work=Work::DisableMultifactor/>
        <details>
            <summary>{t.elsewhere_title}</summary>
            <p>{t.elsewhere}</p>
            {move || link.get().map(|href| view! { <p><OutLink href>{t.elsewhere_link}</OutLink></p> })}
        </details>
        <NextStep after=Task::Multifactor/>
    }
}

/// A user and how it stands with them.
struct Row {
    name: String,
    principal_name: String,
    state: Result<MultifactorState, Option<Problem>>,
    me: bool,
}

fn rows(view: &View, shown: usize) -> Vec<Row> {
    let Some(snapshot) = &view.snapshot else {
        return Vec::new();
    };
    let states = snapshot.multifactor.known().into_iter().flatten().take(shown);
    let users: BTreeMap<UserId, _> = snapshot
        .users
        .known()
        .into_iter()
        .flatten()
        .map(|user| (user.id, user))
        .collect();
    states
        .map(|one| Row {
            name: users.get(&one.user).map(|user| user.name.clone()).unwrap_or_default(),
            principal_name: users
                .get(&one.user)
                .map_or_else(|| one.user.to_string(), |user| user.principal_name.clone()),
            state: one.state.known().copied().ok_or_else(|| reason(&one.state)),
            me: one.user == snapshot.me.id,
        })
        .collect()
}

/// The state of each user, as the last reading found it.
#[component]
fn States(taken_at: Option<Moment>) -> impl IntoView {
    let page = page();
    let t = &page.texts().multifactor;
    let all = page.view.with_untracked(|view| {
        let states = view.snapshot.as_ref()?.multifactor.known()?;
        Some(states.len())
    });
    let Some(all) = all.filter(|_| taken_at.is_some()) else {
        let problem = page
            .view
            .with_untracked(|view| reason(&view.snapshot.as_ref()?.multifactor));
        return view! { <NotReadable problem/> }.into_any();
    };
    let shown = RwSignal::new(SHOWN);
    let rows = move || {
        let rows = page.view.with_untracked(|view| rows(view, shown.get()));
        rows.into_iter().map(|row| shown_row(page, row)).collect_view()
    };
    view! {
        <section>
            <h2>{t.list_title}</h2>
            <div class="table-scroll" data-tall role="region" aria-labelledby="states-caption" tabindex="0">
                <table>
                    <caption id="states-caption" class="visually-hidden">{t.list_title}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t.user}</th>
                            <th scope="col">{t.state}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <MoreRows shown all/>
        </section>
    }
    .into_any()
}

fn shown_row(page: Page, row: Row) -> impl IntoView {
    let texts = page.texts();
    let state = match row.state {
        Ok(state) => (texts.words.multifactor)(state),
        Err(Some(problem)) => (texts.problem)(problem.kind).happened,
        Err(None) => texts.words.not_known,
    };
    let me = row.me.then(|| view! { " " <strong>{texts.multifactor.you}</strong> });
    view! {
        <tr data-kept=row.me.then_some("")>
            <th scope="row">
                <bdi>{row.name}</bdi>
                " "
                <small>
                    <bdi>{row.principal_name}</bdi>
                </small>
            </th>
            <td>{state} {me}</td>
        </tr>
    }
}
