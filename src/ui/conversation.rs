//! The conversation with the engine: opens it, and does what an event asks of the page besides being shown.

use leptos::prelude::*;

use super::keeping;
use super::page::Page;
use super::route::Route;
use crate::browser::address::{self, History};
use crate::browser::storage::{self, Area, NotKept, read, take};
use crate::browser::worker_port::{FromEngine, WorkerPort};
use crate::protocol::{Command, Event, Opening, SignedOut};
use crate::tenant::ProblemKind;

/// Opens the line and tells the engine what the browser had kept.
pub(super) fn open(page: Page, worker: web_sys::Worker, callback: Option<String>) {
    let progress = read(Area::Local, keeping::PROGRESS);
    page.restored.set(progress.is_none());
    let port = WorkerPort::open(worker, move |message| receive(page, message));
    page.port.set_value(Some(port));
    storage::on_change_elsewhere(keeping::PROGRESS, move |progress| page.send(&Command::TakeIn(progress)));
    page.send(&Command::Open(Opening {
        progress,
        callback,
        pending: keeping::take_pending(),
    }));
}

fn receive(page: Page, message: FromEngine) {
    match message {
        FromEngine::Failed(words) => page.fail(words),
        FromEngine::Event(event) => {
            if obey(page, &event).is_err() {
                page.report(ProblemKind::ProgressNotKept);
            }
            let signed_in = matches!(*event, Event::Session(Some(_)));
            let restored = matches!(*event, Event::Progress(_));
            page.view.try_update(|view| view.apply(*event));
            if restored && !page.restored.get_untracked() {
                page.restored.set(true);
            }
            if signed_in {
                return_from_sign_in(page);
            }
        }
    }
}

/// What an event asks the page to keep or to do.
fn obey(page: Page, event: &Event) -> Result<(), NotKept> {
    match event {
        Event::KeepProgress(text) => {
            let kept = page.found.try_update_value(|found| found.keep(text.as_deref()));
            let kept = kept.unwrap_or(Ok(()));
            let before = page
                .keeps
                .try_update_value(|keeps| std::mem::replace(keeps, kept.is_ok()));
            // A run keeps it with each batch: what it can't is said once.
            if before == Some(false) { Ok(()) } else { kept }
        }
        Event::Problem(problem) => {
            page.found.try_update_value(|found| found.learn(problem.kind));
            Ok(())
        }
        // Without network Entra's own sign-out would only be an error page.
        Event::LeaveSignedOut { .. } if !page.online.get_untracked() => {
            page.signed_out.set(Some(SignedOut::Here));
            page.go(Route::Start, History::Push);
            Ok(())
        }
        Event::LeaveSignedOut { url, state } => {
            // Where it can't be kept, the way back says less; signing out must not fail for that.
            let _ = keeping::keep_signed_out(state);
            address::leave_for(url);
            Ok(())
        }
        Event::Leave { url, pending } => {
            // Without it the sign-in could not be finished: better not to leave.
            // From the way back itself: where the first attempt was begun is where the second one leads back to.
            let from = page.route.get_untracked();
            keeping::keep_for_return(pending, (from != Route::SignIn).then(|| from.path()))?;
            address::leave_for(url);
            Ok(())
        }
        Event::Window(Some(window)) => {
            page.window.try_update(|opened| {
                if let Some(opened) = opened {
                    opened.show(&window.url);
                }
            });
            Ok(())
        }
        Event::Window(None) => {
            page.replace_window(None);
            Ok(())
        }
        Event::Opened(_)
        | Event::Progress(_)
        | Event::Session(_)
        | Event::Surveying(_)
        | Event::Snapshot(_)
        | Event::Exporting(_)
        | Event::Proposed(_)
        | Event::Running(_)
        | Event::AwaitsSignIn(_)
        | Event::Requested(_) => Ok(()),
    }
}

/// Goes back to where the sign-in was begun, or to the tasks if that was the start page.
fn return_from_sign_in(page: Page) {
    if page.route.get_untracked() == Route::SignIn {
        let from = take(Area::Session, keeping::RETURN).and_then(|path| Route::at(&path));
        let to = match from {
            None | Some(Route::Start | Route::SignIn) => Route::Closing,
            Some(route) => route,
        };
        page.go(to, History::Replace);
    }
}
