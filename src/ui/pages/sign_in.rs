//! Where the sign-in comes back to: says that it is under way, or that it did not work.

use leptos::prelude::*;

use crate::protocol::Purpose;
use crate::ui::page::{Arrival, page};
use crate::ui::parts::link::Link;
use crate::ui::parts::sign_in::SignInButton;
use crate::ui::route::Route;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    Working,
    Failed,
    Nothing,
}

#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let t = &texts.sign_in;
    let stand = Memo::new(move |earlier: Option<&Stand>| {
        let failed = earlier == Some(&Stand::Failed) || page.view.with(|view| view.problem.is_some());
        match page.arrival {
            _ if failed => Stand::Failed,
            Arrival::FromSignIn => Stand::Working,
            Arrival::Direct => Stand::Nothing,
        }
    });
    let body = move || match stand.get() {
        Stand::Working => view! { <p role="status">{t.working}</p> }.into_any(),
        Stand::Nothing => view! { <p>{t.nothing}</p> }.into_any(),
        Stand::Failed => view! {
            <p>{t.failed}</p>
            <div class="actions">
                <SignInButton purpose=Purpose::Read label=t.try_again class="primary"/>
            </div>
        }
        .into_any(),
    };
    view! {
        <h1 tabindex="-1">
            {move || if stand.get() == Stand::Failed { t.failed_title } else { t.title }}
        </h1>
        {body}
        <p>
            <Link to=Route::Start>{t.to_start}</Link>
        </p>
    }
}
