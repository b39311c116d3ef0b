//! Signing in again while the page stays: in a small window, and on the page itself where that does not work.

use leptos::prelude::*;

use crate::browser::sign_in_window::SignInWindow;
use crate::protocol::view::View;
use crate::protocol::{Command, Purpose, SignInPlace, Steering};
use crate::tenant::Problem;
use crate::ui::page::{Page, page};
use crate::ui::parts::problem::ProblemLine;

/// The button that opens the small window, and what can be done when it is gone.
#[component]
pub(crate) fn SignInAgain(purpose: Purpose, label: &'static str) -> impl IntoView {
    let page = page();
    let t = &page.texts().sign_in;
    // The other way is there from the click on: nobody can tell us that the window was closed or never came.
    let waits = move || page.window.with(Option::is_some);
    // The page that leaves takes the open file along.
    let exporting = Memo::new(move |_| page.view.with(View::is_exporting));
    let offline = Memo::new(move |_| !page.online.get());
    view! {
        <p>{t.window}</p>
        <div class="actions">
            <button
                type="button"
                class="primary"
                aria-disabled=move || offline.get().then_some("true")
                on:click=move |_| begin(page, purpose, SignInPlace::Window)
            >
                {label}
            </button>
        </div>
        <Show when=waits>
            <p role="status">
                {t.window_open} " "
                {move || exporting.get().then_some(t.window_export)}
            </p>
            <div class="actions">
                <button type="button" on:click=move |_| begin(page, purpose, SignInPlace::Page)>
                    {t.window_gone}
                </button>
            </div>
        </Show>
    }
}

/// What waits for the person, for this reason, goes on as soon as they have signed in again; or they stop it.
#[component]
pub(crate) fn Challenge(problem: Problem, purpose: Purpose, stop: &'static str) -> impl IntoView {
    let label = page().texts().run.sign_in_and_go_on;
    view! {
        <div class="notice" data-tone="warning">
            <ProblemLine problem/>
            <SignInAgain purpose label/>
        </div>
        <Stop label=stop/>
    }
}

/// The button that stops what is under way.
#[component]
pub(crate) fn Stop(label: &'static str) -> impl IntoView {
    let page = page();
    view! {
        <div class="actions">
            <button type="button" on:click=move |_| page.send(&Command::Steer(Steering::Stop))>{label}</button>
        </div>
    }
}

fn begin(page: Page, purpose: Purpose, place: SignInPlace) {
    let Some(cloud) = page.cloud_untracked() else { return };
    if !page.online.get_untracked() {
        return;
    }
    let opened = match place {
        SignInPlace::Window => SignInWindow::open(move |state, answer| take(page, state, answer)),
        SignInPlace::Page => None,
    };
    let place = match opened {
        Some(_) => SignInPlace::Window,
        // Blocked: the whole page goes, as the first time.
        None => SignInPlace::Page,
    };
    page.replace_window(opened);
    page.send(&Command::SignIn { cloud, purpose, place });
}

/// Hands the engine the answer that it awaits. Others' answers are none of this page's business.
fn take(page: Page, state: &str, answer: String) -> bool {
    let awaited = page
        .view
        .try_with_untracked(|view| view.awaited.as_deref() == Some(state))
        .unwrap_or(false);
    if awaited {
        page.send(&Command::Answer(answer));
    }
    awaited
}
