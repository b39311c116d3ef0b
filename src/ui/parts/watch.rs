//! Lets the engine look again and again while a page is open.

use leptos::prelude::*;

use crate::protocol::{Command, Watch};
use crate::ui::page::page;

/// Has this watched as long as the page that asks for it stands, and told anew after a sign-in.
pub(crate) fn watch(what: Watch) {
    let page = page();
    page.watching.set(true);
    let person = Memo::new(move |_| {
        page.view
            .with(|view| view.session.as_ref().map(|session| session.person))
    });
    Effect::new(move || {
        person.with(|_| page.send(&Command::Watch(what)));
    });
    on_cleanup(move || {
        page.watching.set(false);
        page.send(&Command::Watch(Watch::Nothing));
    });
}
