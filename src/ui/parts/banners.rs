//! The strips under the header: the practice cloud, a sign-in that ends soon, and no network.

use leptos::prelude::*;

use crate::tenant::progress::CloudName;
use crate::ui::page::page;

/// Everything that holds for the whole page at the moment.
#[component]
pub(crate) fn Banners() -> impl IntoView {
    let page = page();
    let practice = Memo::new(move |_| page.cloud() == Some(CloudName::Practice));
    let offline = Memo::new(move |_| !page.online.get());
    let ends = Memo::new(move |_| page.view.with(|view| view.sign_in_ends(page.now.get())));
    let sign_in_ends = move || {
        let frame = &page.live_texts().frame;
        ends.get().map(|moment| (frame.sign_in_ends)(&page.clock_time(moment)))
    };
    let shown_from = move || {
        let frame = &page.live_texts().frame;
        match page.view.with(|view| view.counts()) {
            Some(counts) => (frame.offline_shown_from)(&page.time(counts.taken_at)),
            None => frame.offline_nothing_read.to_owned(),
        }
    };
    view! {
        <Show when=move || practice.get()>
            <aside class="banner" data-tone="practice" aria-label=move || page.live_texts().frame.practice_title>
                <p>
                    <strong>{move || page.live_texts().frame.practice_title}</strong>
                    " "
                    {move || page.live_texts().frame.practice}
                </p>
            </aside>
        </Show>
        <Show when=move || ends.get().is_some()>
            <aside class="banner" data-tone="offline" aria-label=move || page.live_texts().frame.sign_in_ends_title>
                <p role="status">
                    <strong>{move || page.live_texts().frame.sign_in_ends_title}</strong>
                    " "
                    {sign_in_ends}
                </p>
            </aside>
        </Show>
        <Show when=move || offline.get()>
            <aside class="banner" data-tone="offline" aria-label=move || page.live_texts().frame.offline_title>
                <p role="status">
                    <strong>{move || page.live_texts().frame.offline_title}</strong>
                    " "
                    {move || page.live_texts().frame.offline}
                    " "
                    {shown_from}
                </p>
            </aside>
        </Show>
    }
}
