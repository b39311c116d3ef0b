//! The foot of every page.

use leptos::prelude::*;

use crate::ui::page::page;
use crate::ui::parts::link::Link;
use crate::ui::route::Route;

/// The foot of every page.
#[component]
pub(crate) fn Footer() -> impl IntoView {
    let page = page();
    view! {
        <footer class="site">
            <div>
                <ul>
                    <li>
                        <Link to=Route::Activity>{move || page.live_texts().frame.activity}</Link>
                    </li>
                    <li>
                        <Link to=Route::About>{move || page.live_texts().frame.about}</Link>
                    </li>
                </ul>
            </div>
        </footer>
    }
}
