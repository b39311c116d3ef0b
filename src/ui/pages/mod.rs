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

use super::route::Route;

/// The page of a route.
pub(super) fn of(route: Route) -> AnyView {
    match route {
        Route::Start => view! { <start::StartPage/> }.into_any(),
        Route::SignIn => view! { <sign_in::SignInPage/> }.into_any(),
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
