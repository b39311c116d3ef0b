//! The head of every page: where one is, which tenant, who is signed in, and the language.

use leptos::prelude::*;

use crate::protocol::Command;
use crate::protocol::view::View;
use crate::text::Language;
use crate::ui::page::page;
use crate::ui::parts::link::Link;
use crate::ui::route::Route;

/// The head of every page.
#[component]
pub(crate) fn Header() -> impl IntoView {
    let page = page();
    view! {
        <header class="site">
            <div>
                <Link to=Route::Start class="brand">{"Luk"}</Link>
                <nav aria-label=move || page.live_texts().frame.navigation>
                    <ul>
                        <li>
                            <Link to=Route::Closing>{move || page.live_texts().frame.closing}</Link>
                        </li>
                    </ul>
                </nav>
                <div class="session">
                    <WhichTenant/>
                    <WhoIsSignedIn/>
                    <LanguageChoice/>
                </div>
            </div>
        </header>
    }
}

/// The tenant's name and initial domain, or else its id.
fn tenant(view: &View) -> Option<(String, Option<String>)> {
    if let Some(snapshot) = &view.snapshot {
        let organization = &snapshot.organization;
        return Some((organization.name.clone(), Some(organization.initial_domain.to_string())));
    }
    let id = view
        .session
        .as_ref()
        .map(|session| session.tenant)
        .or(view.progress.tenant)?;
    Some((id.to_string(), None))
}

#[component]
fn WhichTenant() -> impl IntoView {
    let page = page();
    let tenant = Memo::new(move |_| page.view.with(tenant));
    move || {
        tenant.get().map(|(name, domain)| {
            let domain = domain.map(|domain| view! { " " <small>{domain}</small> });
            view! {
                <span>
                    <span class="visually-hidden">{move || page.live_texts().frame.tenant} " "</span>
                    <bdi>{name}</bdi>
                    {domain}
                </span>
            }
        })
    }
}

#[component]
fn WhoIsSignedIn() -> impl IntoView {
    let page = page();
    let name = Memo::new(move |_| page.view.with(|view| Some(view.session.as_ref()?.name.clone())));
    move || {
        name.get().map(|name| {
            view! {
                <span>
                    <span class="visually-hidden">{move || page.live_texts().frame.signed_in_as} " "</span>
                    <bdi>{name}</bdi>
                </span>
                <button type="button" class="quiet" on:click=move |_| page.send(&Command::SignOut)>
                    {move || page.live_texts().frame.sign_out}
                </button>
            }
        })
    }
}

#[component]
fn LanguageChoice() -> impl IntoView {
    let page = page();
    let choose = move |event| {
        if let Some(language) = Language::of_tag(&event_target_value(&event)) {
            page.choose_language(language);
        }
    };
    let options = Language::ALL
        .map(|language| {
            view! {
                <option value=language.tag() lang=language.tag() selected=move || page.live_language() == language>
                    {language.name()}
                </option>
            }
        })
        .collect_view();
    view! {
        <select
            aria-label=move || page.live_texts().frame.language
            prop:value=move || page.live_language().tag()
            on:change=choose
        >
            {options}
        </select>
    }
}
