//! The strips under the header: the practice cloud, a sign-in that ends soon, no network, and what waits for the person.

use leptos::prelude::*;

use crate::protocol::view::{Awaiting, View};
use crate::tenant::Moment;
use crate::tenant::progress::CloudName;
use crate::text::Texts;
use crate::ui::page::{Page, page};
use crate::ui::parts::link::Link;
use crate::ui::route::Route;

/// Everything that holds for the whole page at the moment.
#[component]
pub(crate) fn Banners() -> impl IntoView {
    let page = page();
    let practice = Memo::new(move |_| page.cloud() == Some(CloudName::Practice));
    let ends = Memo::new(move |_| ends_at(page).is_some());
    let offline = Memo::new(move |_| !page.online.get());
    view! {
        {strip(page, Tone::Practice, practice, |texts| texts.frame.practice_title, of_practice)}
        {strip(page, Tone::Offline, ends, |texts| texts.frame.sign_in_ends_title, of_the_end)}
        {strip(page, Tone::Offline, offline, |texts| texts.frame.offline_title, of_no_network)}
        <Waits/>
    }
}

/// What waits for the person, on every page that doesn't say so itself.
#[component]
fn Waits() -> impl IntoView {
    let page = page();
    let route = Memo::new(move |_| {
        let shown = page.route.get();
        let route = match page.view.with(View::awaits_sign_in)? {
            Awaiting::Run(work) => Route::of_work(work),
            Awaiting::Export => Route::Export,
            Awaiting::Reading if shown.is_of_a_task() => return None,
            Awaiting::Reading => Route::Closing,
        };
        (route != shown).then_some(route)
    });
    move || {
        route.get().map(|route| {
            let frame = &page.live_texts().frame;
            view! {
                <aside class="banner" data-tone="offline" aria-label=frame.waits_title>
                    <p>
                        <strong>{frame.waits_title}</strong>
                        " "
                        <Link to=route>{frame.waits}</Link>
                    </p>
                </aside>
            }
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tone {
    Practice,
    Offline,
}

/// One strip. Plain functions, so that the code for a strip is there once.
fn strip(
    page: Page,
    tone: Tone,
    shown: Memo<bool>,
    title: fn(&Texts) -> &'static str,
    words: fn(Page) -> String,
) -> impl IntoView {
    let title = move || title(page.live_texts());
    let (tone, role) = match tone {
        Tone::Practice => ("practice", None),
        // It appears while the page is open: who can't see it is told.
        Tone::Offline => ("offline", Some("status")),
    };
    view! {
        <Show when=move || shown.get()>
            <aside class="banner" data-tone=tone aria-label=title>
                <p role=role>
                    <strong>{title}</strong>
                    " "
                    {move || words(page)}
                </p>
            </aside>
        </Show>
    }
}

fn of_practice(page: Page) -> String {
    page.live_texts().frame.practice.to_owned()
}

fn ends_at(page: Page) -> Option<Moment> {
    let now = page.now.get();
    // Once it has ended, it no longer does so soon.
    page.view.with(|view| view.sign_in_ends(now)).filter(|at| now < *at)
}

fn of_the_end(page: Page) -> String {
    let words = page.live_texts().frame.sign_in_ends;
    ends_at(page).map_or_else(String::new, |moment| words(&page.clock_time(moment)))
}

fn of_no_network(page: Page) -> String {
    let frame = &page.live_texts().frame;
    let shown_from = match page.view.with(|view| view.counts()) {
        Some(counts) => (frame.offline_shown_from)(&page.time(counts.taken_at)),
        None => frame.offline_nothing_read.to_owned(),
    };
    format!("{} {shown_from}", frame.offline)
}
