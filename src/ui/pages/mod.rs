//! The pages, one for each route. Thin: they put parts in order.

mod about;
mod activity;
mod cancel;
mod closing;
mod delete;
mod directory;
mod export;
pub(super) mod failed;
mod multifactor;
mod receipt;
mod sign_in;
mod start;
mod users;

use leptos::prelude::*;

use super::page::{Page, page};
use super::parts::announcer::Announcer;
use super::route::Route;
use crate::browser::document;

/// What lies behind the start page.
#[derive(Clone, Copy)]
pub enum Behind {
    /// The page of a route.
    Page(Route),
    /// What says aloud how far things are: nothing begins before the first of these pages is there.
    Announcer,
}

/// Shows what lies behind the start page.
pub type Pages = fn(Behind) -> AnyView;

/// The page of a route. Where one starts and comes back to is always there; the others are loaded when one of them is
/// first opened.
pub(super) fn of(route: Route) -> AnyView {
    match route {
        Route::Start => view! { <start::StartPage/> }.into_any(),
        Route::SignIn => view! { <sign_in::SignInPage/> }.into_any(),
        Route::Closing
        | Route::Export
        | Route::Users
        | Route::Cancel
        | Route::Delete
        | Route::Multifactor
        | Route::Directory
        | Route::Receipt
        | Route::Activity
        | Route::About => view! { <BehindTheStart route/> }.into_any(),
    }
}

/// Whether the page of a route can be shown at once.
pub(super) fn stands(page: Page, route: Route) -> bool {
    matches!(route, Route::Start | Route::SignIn) || page.pages.with(Option::is_some)
}

#[component]
fn BehindTheStart(route: Route) -> impl IntoView {
    let page = page();
    page.load_pages();
    move || match page.pages.get() {
        Some(pages) => pages(Behind::Page(route)),
        None => loading(Page::load_pages),
    }
}

/// Stands in for a page that is being loaded, or could not be.
pub(super) fn loading(again: fn(Page)) -> AnyView {
    let page = page();
    let t = &page.texts().frame;
    // Also once the message is put away.
    let failed = Memo::new(move |before: Option<&bool>| {
        before.is_some_and(|failed| *failed) || page.view.with(|view| view.problem.is_some())
    });
    let stand = move || {
        if failed.get() {
            // When the page comes, the button goes, and must not take the focus along.
            on_cleanup(|| {
                request_animation_frame(|| document::keep_focus(&["main h1"]));
            });
            view! {
                <div class="actions">
                    <button type="button" on:click=move |_| again(page)>{t.load_again}</button>
                </div>
            }
            .into_any()
        } else {
            view! { <p class="starting" role="status">{t.starting}</p> }.into_any()
        }
    };
    stand.into_any()
}

/// Shows what lies behind the start page.
#[must_use]
pub fn behind_the_start(what: Behind) -> AnyView {
    let route = match what {
        Behind::Page(route) => route,
        Behind::Announcer => return view! { <Announcer/> }.into_any(),
    };
    match route {
        Route::Start | Route::SignIn => ().into_any(),
        Route::Closing => view! { <closing::ClosingPage/> }.into_any(),
        Route::Export => view! { <export::ExportPage/> }.into_any(),
        Route::Users => view! { <users::UsersPage/> }.into_any(),
        Route::Cancel => view! { <cancel::CancelPage/> }.into_any(),
        Route::Delete => view! { <delete::DeletePage/> }.into_any(),
        Route::Multifactor => view! { <multifactor::MultifactorPage/> }.into_any(),
        Route::Directory => view! { <directory::DirectoryPage/> }.into_any(),
        Route::Receipt => view! { <receipt::ReceiptPage/> }.into_any(),
        Route::Activity => view! { <activity::ActivityPage/> }.into_any(),
        Route::About => view! { <about::AboutPage/> }.into_any(),
    }
}
