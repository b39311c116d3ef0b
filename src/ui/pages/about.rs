//! About and privacy: what is stored, what Luk may do, whom it talks to.

use leptos::prelude::*;
use web_sys::SubmitEvent;

use crate::browser::{archive_file, chance, document};
use crate::protocol::Command;
use crate::ui::keeping;
use crate::ui::page::page;
use crate::ui::parts::ask::{Ask, Question};
use crate::ui::parts::clicks::Sentences;
use crate::ui::parts::forgetting::unless_at_work;
use crate::ui::parts::link::OutLink;

#[component]
pub(crate) fn AboutPage() -> impl IntoView {
    let page = page();
    let t = &page.texts().about;
    let sent = Memo::new(move |_| page.view.with(|view| view.requests.len()));
    view! {
        <h1 tabindex="-1">{t.title}</h1>
        <p class="lead">{t.lead}</p>
        <p>{t.what}</p>
        <Stored/>
        <Permissions/>
        <Explain/>
        <section>
            <h2>{t.hosts_title}</h2>
            <Sentences of=t.hosts/>
            <p class="muted">{move || (t.contacted)(&page.number(sent.get()))}</p>
        </section>
        <Delete/>
        <p class="muted">{(t.version)(env!("CARGO_PKG_VERSION"))}</p>
    }
}

#[component]
fn Stored() -> impl IntoView {
    let t = &page().texts().about;
    let rows = [
        (keeping::PROGRESS, t.progress),
        (keeping::PROGRESS_SET_ASIDE, t.progress_aside),
        (archive_file::PRIVATE_PLAN, t.plan),
        (keeping::LANGUAGE, t.language),
        (keeping::PENDING, t.pending),
        (keeping::SIGNED_OUT, t.signed_out),
        (keeping::CONSENT, t.consent_state),
        (keeping::RETURN, t.way_back),
        (archive_file::PRIVATE_NAME, t.archive),
    ]
    .map(|(name, holds)| {
        view! {
            <tr>
                <th scope="row">
                    <code>{name}</code>
                </th>
                <td>{holds}</td>
            </tr>
        }
    })
    .collect_view();
    view! {
        <section>
            <h2>{t.stored_title}</h2>
            <div class="table-scroll" role="region" aria-labelledby="stored-caption" tabindex="0">
                <table>
                    <caption id="stored-caption">{t.stored_what}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t.key}</th>
                            <th scope="col">{t.holds}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p>{t.not_stored}</p>
            <p>{t.offline_copy}</p>
        </section>
    }
}

#[component]
fn Permissions() -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let t = &texts.about;
    let permissions = Memo::new(move |_| {
        page.view
            .with(|view| view.opened.as_ref().map(|opened| opened.permissions.clone()))
    });
    let state = StoredValue::new(chance::secret());
    let keep = move || {
        state.with_value(|state| {
            if let Some(state) = state {
                keeping::keep_consent(state);
            }
        });
    };
    let consent = Memo::new(move |_| {
        let cloud = page.cloud();
        page.view.with(|view| {
            let clouds = view.opened.iter().flat_map(|opened| &opened.clouds);
            let mut chosen = clouds.filter(|choice| Some(choice.cloud) == cloud);
            let address = chosen.next().map(|choice| choice.consent.clone())?;
            Some(state.with_value(|state| match state {
                Some(state) => format!("{address}&state={state}"),
                None => address,
            }))
        })
    });
    let rows = move || {
        permissions
            .get()
            .unwrap_or_default()
            .into_iter()
            .map(|permission| {
                view! {
                    <tr>
                        <td>{(texts.words.purpose)(permission.purpose)}</td>
                        <td>
                            <code>{permission.scope}</code>
                        </td>
                        <td>{permission.role}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    view! {
        <section>
            <h2>{t.permissions_title}</h2>
            <div class="table-scroll" role="region" aria-labelledby="permissions-caption" tabindex="0">
                <table>
                    <caption id="permissions-caption">{t.permissions_what}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t.purpose}</th>
                            <th scope="col">{t.permission}</th>
                            <th scope="col">{t.role}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p>
                {t.consent_what} " "
                // By whichever button or key the link is opened.
                <span on:pointerdown=move |_| keep() on:click=move |_| keep()>
                    {move || consent.get().map(|href| view! { <OutLink href>{t.consent}</OutLink> })}
                </span>
            </p>
        </section>
    }
}

/// What a message of Microsoft's means: some never come back to Luk, such as that its address is not registered.
#[component]
fn Explain() -> impl IntoView {
    let page = page();
    let t = &page.texts().about;
    let typed = RwSignal::new(String::new());
    let asked = StoredValue::new(false);
    let explain = move |event: SubmitEvent| {
        event.prevent_default();
        let message = typed.get_untracked();
        if !message.trim().is_empty() {
            asked.set_value(true);
            page.send(&Command::Explain(message));
        }
    };
    // The answer stands at the head of the page, far from here.
    let problem = Memo::new(move |_| page.view.with(|view| view.problem.clone()));
    Effect::new(move || {
        if problem.with(Option::is_some) && asked.get_value() {
            asked.set_value(false);
            request_animation_frame(|| {
                document::focus("#problem-title");
            });
        }
    });
    view! {
        <section>
            <h2>{t.explain_title}</h2>
            <p>{t.explain_what}</p>
            <form autocomplete="off" novalidate on:submit=explain>
                <div class="field">
                    <label for="message">{t.explain_label}</label>
                    <p class="hint" id="message-hint">{t.explain_hint}</p>
                    <input
                        id="message"
                        type="text"
                        maxlength="10000"
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        aria-describedby="message-hint"
                        prop:value=move || typed.get()
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                </div>
                <div class="actions">
                    <button type="submit">{t.explain}</button>
                </div>
            </form>
        </section>
    }
}

#[component]
fn Delete() -> impl IntoView {
    let page = page();
    let t = &page.texts().about;
    let deleted = RwSignal::new(false);
    let question = Question {
        open: t.delete,
        title: t.delete_ask,
        what: t.delete_what,
        yes: t.delete,
        no: t.delete_no,
    };
    let delete = move || {
        page.forget_everything();
        leptos::task::spawn_local(async move {
            archive_file::remove_private_archive().await;
            deleted.try_set(true);
        });
        page.send(&Command::Forget);
    };
    let delete = move || unless_at_work(page, delete);
    view! {
        <section>
            <h2>{t.delete_title}</h2>
            <p>{t.delete_what}</p>
            <Ask question act=delete/>
            <p role="status">{move || deleted.get().then_some(t.deleted)}</p>
        </section>
    }
}
