//! The frame around every page, and what the page as a whole listens to.

use leptos::prelude::*;
use web_sys::Worker;

use super::conversation;
use super::keeping::{Found, chosen_language, take_consented, take_signed_out};
use super::later::LaterParts;
use super::page::{Arrival, Page};
use super::pages::{self, Behind};
use super::parts::banners::Banners;
use super::parts::footer::Footer;
use super::parts::header::Header;
use super::parts::problem::ShownProblem;
use super::route::Route;
use crate::browser::address::{self, History};
use crate::browser::{clock, document, locale, network};
use crate::later::NotLoaded;
use crate::protocol::view::View;
use crate::protocol::{Command, Consented, Watch};
use crate::text::{Language, Texts};

/// How often the shown time moves on.
const TICK: std::time::Duration = std::time::Duration::from_secs(1);

/// Shows the page in place of the loading message, and opens the conversation with the engine.
///
/// # Errors
/// When the texts of the language can't be loaded.
pub async fn mount(callback: Option<String>, worker: Worker, later: LaterParts) -> Result<(), NotLoaded> {
    let language = chosen_language()
        .or_else(preferred_language)
        .unwrap_or(Language::English);
    let texts = (later.texts)(language).await?;
    // Not there: the script has put its own message in its place.
    let Some(place) = document::emptied("luk") else {
        return Ok(());
    };
    leptos::mount::mount_to(place, move || {
        let arrival = if callback.is_some() {
            Arrival::FromSignIn
        } else {
            Arrival::Direct
        };
        let page = new_page(arrival, texts, later);
        provide_context(page);
        follow(page);
        conversation::open(page, worker, callback);
        if let Some(Consented::Refused(message)) = page.consented.get_value() {
            page.send(&Command::Explain(message));
        }
        if arrival == Arrival::FromSignIn {
            // Where the person goes next.
            page.load_pages();
        }
        view! { <App/> }
    })
    .forget();
    Ok(())
}

fn preferred_language() -> Option<Language> {
    locale::preferred().iter().find_map(|tag| Language::of_tag(tag))
}

fn new_page(arrival: Arrival, texts: &'static Texts, later: LaterParts) -> Page {
    let route = Route::at(&address::current()).unwrap_or(Route::Start);
    Page {
        view: RwSignal::new(View::default()),
        texts: RwSignal::new(texts),
        pages: RwSignal::new(None),
        later,
        now: RwSignal::new(clock::now()),
        online: RwSignal::new(network::is_online()),
        route: RwSignal::new(route),
        failed: RwSignal::new(None),
        chosen_cloud: RwSignal::new(None),
        watching: RwSignal::new(false),
        signed_out: RwSignal::new(take_signed_out()),
        consented: StoredValue::new(take_consented()),
        steered: RwSignal::new(None),
        keeps: StoredValue::new(true),
        wake_lock: StoredValue::new_local(None),
        restored: RwSignal::new(true),
        arrival,
        found: StoredValue::new(Found::Ours),
        window: RwSignal::new_local(None),
        port: StoredValue::new_local(None),
    }
}

/// What the page as a whole follows: the clock, the network, the history, the tab.
fn follow(page: Page) {
    set_interval(
        move || {
            page.now.try_set(clock::now());
        },
        TICK,
    );
    network::on_change(move |online| {
        page.online.try_set(online);
        if online {
            page.send(&Command::NetworkIsBack);
        }
    });
    address::on_move(move || {
        let route = Route::at(&address::current()).unwrap_or(Route::Start);
        page.route.try_set(route);
    });
    // Coming back from an admin center: what was done there should be seen at once.
    document::on_seen(move || {
        let looks = |view: &View| view.session.is_some() && view.under_way().is_none();
        if page.watching.get_untracked() && page.view.with_untracked(looks) {
            page.send(&Command::Survey);
        }
    });
    document::ask_before_leaving(move || {
        page.failed.try_with_untracked(Option::is_none) == Some(true)
            && page.view.try_with_untracked(is_busy).unwrap_or(false)
    });
    Effect::new(move || document::set_language(page.live_language().tag()));
    Effect::new(move || document::set_title(&format!("{} – Luk", page.route.get().title(page.live_texts()))));
    Effect::new(move |earlier: Option<Route>| {
        let route = page.route.get();
        let Some(earlier) = earlier else { return route };
        if earlier == route || !pages::stands(page, route) {
            return earlier;
        }
        // Only after the new page stands.
        request_animation_frame(|| {
            document::focus("main h1");
        });
        route
    });
    // The tenant is gone: nothing on the directory page is left to do.
    let gone = Memo::new(move |_| {
        let restored = page.restored.get();
        restored.then(|| page.view.with(|view| view.progress.tenant_gone_at.is_some()))
    });
    Effect::new(move |was_gone: Option<Option<bool>>| {
        let gone = gone.get();
        if was_gone == Some(Some(false)) && gone == Some(true) && page.route.get_untracked() == Route::Directory {
            page.go(Route::Receipt, History::Push);
        }
        gone
    });
}

fn is_busy(view: &View) -> bool {
    // A run that waits for the person may be left to sign in on this page; an export would have to begin anew.
    view.is_at_work() || view.is_exporting()
}

#[component]
fn App() -> impl IntoView {
    let page = super::page::page();
    let skip = move || format!("{}#content", page.route.get().address());
    view! {
        <a class="skip" href=skip>{move || page.live_texts().frame.skip}</a>
        <Header/>
        <Banners/>
        <main id="content" tabindex="-1">
            <ShownProblem/>
            // Built anew when the language changes, so that the parts of a page take their texts once.
            {move || {
                page.texts.track();
                match page.failed.get() {
                    Some(words) => view! { <pages::failed::Failed words/> }.into_any(),
                    // The engine couldn't be loaded whole: whatever it is asked, it tries again first.
                    None if !page.restored.get() => pages::loading(|page| page.send(&Command::Watch(Watch::Nothing))),
                    None => pages::of(page.route.get()),
                }
            }}
        </main>
        <Footer/>
        {move || page.pages.get().map(|pages| pages(Behind::Announcer))}
    }
}
