//! Links: to a page of the site, and out to an admin center.

use leptos::prelude::*;
use web_sys::MouseEvent;

use crate::browser::address::History;
use crate::ui::page::page;
use crate::ui::route::Route;

/// A link to a page of the site.
#[component]
pub(crate) fn Link(to: Route, #[prop(optional)] class: &'static str, children: Children) -> impl IntoView {
    let page = page();
    let current = move || (page.route.get() == to).then_some("page");
    let go = move |event: MouseEvent| {
        if is_plain(&event) {
            event.prevent_default();
            page.go(to, History::Push);
        }
    };
    view! {
        <a href=to.address() class=(!class.is_empty()).then_some(class) aria-current=current on:click=go>
            {children()}
        </a>
    }
}

/// Whether the click is to open the page right here; a modified one is the browser's to handle.
fn is_plain(event: &MouseEvent) -> bool {
    event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
}

/// A link to an admin center, in a new tab.
#[component]
pub(crate) fn OutLink(
    #[prop(into)] href: String,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    let class = format!("external {class}");
    view! {
        <a href=href class=class.trim().to_owned() target="_blank" rel="noopener noreferrer">
            {children()} " "
            <span class="visually-hidden">{page().texts().frame.new_tab}</span>
        </a>
    }
}
