//! Lets the engine look again and again while a page is open.

use leptos::prelude::*;

use crate::protocol::{Command, Watch};
use crate::ui::page::page;

/// Has this watched as long as the page that asks for it stands, and told anew after a sign-in.
pub(crate) fn watch(what: Watch) {
    let page = page();
    page.watching.set(true);
    // The same person signs in again: that the sign-in ends later tells the one from the other.
    let sign_in = Memo::new(move |_| {
        page.view
            .with(|view| view.session.as_ref().map(|session| (session.person, session.ends_at)))
    });
    Effect::new(move || {
        sign_in.with(|_| page.send(&Command::Watch(what)));
    });
    on_cleanup(move || {
        page.watching.set(false);
        page.send(&Command::Watch(Watch::Nothing));
    });
}
