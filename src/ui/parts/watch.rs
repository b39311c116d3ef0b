//! Lets the engine look again and again while a page is open.

use leptos::prelude::*;

use crate::protocol::{Command, Watch};
use crate::ui::page::page;

/// Has this watched as long as the page that asks for it stands and somebody is signed in.
pub(crate) fn watch(what: Watch) {
    let page = page();
    page.watching.set(true);
    let signed_in = Memo::new(move |_| page.signed_in());
    Effect::new(move || {
        if signed_in.get() {
            page.send(&Command::Watch(what));
        }
    });
    on_cleanup(move || {
        page.watching.set(false);
        page.send(&Command::Watch(Watch::Nothing));
    });
}
