//! The list of users, with a filter and a box beside each to keep them.

use leptos::prelude::*;

use crate::protocol::view::View;
use crate::protocol::{Command, Keeping};
use crate::tenant::UserId;
use crate::tenant::plan::Work;
use crate::tenant::snapshot::{Origin, User};
use crate::ui::page::page;
use crate::ui::parts::choice::TickBox;
use crate::ui::parts::work::MoreRows;

/// How many are shown at first: the browser stays quick, however many there are.
const SHOWN: usize = 100;

/// Whether a user's name or sign-in name holds what was typed.
fn matches(user: &User, typed: &str) -> bool {
    typed.is_empty() || user.name.to_lowercase().contains(typed) || user.principal_name.to_lowercase().contains(typed)
}

/// The users that match, oneself first.
fn matching<'a>(view: &'a View, typed: &'a str) -> impl Iterator<Item = &'a User> {
    let me = view.snapshot.as_ref().map(|snapshot| snapshot.me.id);
    let users = view.snapshot.as_ref().and_then(|snapshot| snapshot.users.known());
    let users = users.into_iter().flatten().filter(move |user| matches(user, typed));
    let oneself = users.clone().filter(move |user| Some(user.id) == me);
    oneself.chain(users.filter(move |user| Some(user.id) != me))
}

/// The list of users of the last reading.
#[component]
pub(crate) fn UserTable() -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let t = &texts.users;
    let typed = RwSignal::new(String::new());
    let shown = RwSignal::new(SHOWN);
    let wanted = Memo::new(move |_| typed.get().trim().to_lowercase());
    let all = Memo::new(move |_| wanted.with(|wanted| page.view.with_untracked(|view| matching(view, wanted).count())));
    let rows = Memo::new(move |_| {
        let shown = shown.get();
        wanted.with(|wanted| {
            page.view
                .with_untracked(|view| matching(view, wanted).take(shown).cloned().collect::<Vec<_>>())
        })
    });
    view! {
        <section>
            <h2>{t.list_title}</h2>
            <p>{t.list_what}</p>
            <div class="toolbar">
                <div class="field">
                    <label for="filter">{texts.frame.filter}</label>
                    <input
                        id="filter"
                        type="search"
                        autocomplete="off"
                        prop:value=move || typed.get()
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                </div>
            </div>
            <div class="table-scroll" data-tall role="region" aria-labelledby="users-caption" tabindex="0">
                <table>
                    <caption id="users-caption" class="visually-hidden">{t.list_title}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t.keep}</th>
                            <th scope="col">{t.user}</th>
                            <th scope="col">{t.kind}</th>
                            <th scope="col">{t.state}</th>
                            <th scope="col" class="number">
                                {t.licences}
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || rows.get() key=|user| user.id let:user>
                            <UserRow user/>
                        </For>
                    </tbody>
                </table>
            </div>
            <Show when=move || all.get() == 0>
                <p class="empty" role="status">{texts.frame.nothing_found}</p>
            </Show>
            <MoreRows shown all/>
        </section>
    }
}

#[component]
fn UserRow(user: User) -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let id = user.id;
    let kept = Memo::new(move |_| page.view.with(|view| view.progress.kept.contains(&id)));
    let me = page
        .view
        .with_untracked(|view| view.snapshot.as_ref().is_some_and(|snapshot| snapshot.me.id == id));
    let origin = match user.origin {
        Origin::Cloud => None,
        Origin::OnPremises => Some(view! { " " <small>{texts.words.synchronised}</small> }),
    };
    view! {
        <tr data-kept=move || (me || kept.get()).then_some("")>
            <td>
                <Keep id name=user.name.clone() stays=me.then_some(texts.users.you_stay)/>
            </td>
            <th scope="row">
                <bdi>{user.name}</bdi>
                " "
                <small>
                    <bdi>{user.principal_name}</bdi>
                </small>
            </th>
            <td>{(texts.words.kind)(user.kind)} {origin}</td>
            <td>{(texts.words.account)(user.account)}</td>
            <td class="number">{page.number(user.licences).to_string()}</td>
        </tr>
    }
}

/// The box beside a user; or the words for the one who stays in any case.
#[component]
fn Keep(id: UserId, name: String, stays: Option<&'static str>) -> impl IntoView {
    let page = page();
    let t = &page.texts().users;
    if let Some(stays) = stays {
        return view! { <strong>{stays}</strong> }.into_any();
    }
    let kept = Memo::new(move |_| page.view.with(|view| view.progress.kept.contains(&id)));
    // The plan of a run that was begun can't be changed any more, and whom it names may be gone already. Who is kept since can
    // be released, or an interrupted run could never go on.
    let fixed = Memo::new(move |_| {
        page.view.with(|view| {
            let under_way = view
                .under_way()
                .is_some_and(|running| running.work == Work::DeleteUsers);
            under_way || (view.progress.is_running(Work::DeleteUsers) && !kept.get())
        })
    });
    let keep = move |ticked| {
        let keeping = if ticked { Keeping::Keep } else { Keeping::Release };
        // A plan that was made before knows nothing of this choice.
        page.view.update(|view| view.proposal = None);
        page.send(&Command::Keep { user: id, keeping });
    };
    view! {
        <TickBox ticked=kept act=keep fixed>
            {t.keep}
            <span class="visually-hidden">" " <bdi>{name}</bdi></span>
        </TickBox>
    }
    .into_any()
}
