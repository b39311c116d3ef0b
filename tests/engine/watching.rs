//! Looking again and again at what a person waits for: in nobody's way, and not for ever in vain.

use std::time::Duration;

use http::{Response, StatusCode};
use luk::client::World;
use luk::protocol::{Command, Watch};
use luk::tenant::{Counts, ProblemKind, Progress};
use practice::{Fault, Service, TenantName};
use serde_json::json;

use crate::steps::TINY_ADMIN;
use crate::tab::{ADMIN, signed_in};

#[test]
fn what_entra_refuses_for_good_is_told_once_and_not_asked_for_again() {
    let mut tab = signed_in(TenantName::Tiny, TINY_ADMIN);
    tab.does(Command::Watch(Watch::Subscriptions));
    tab.world.cloud.borrow_mut().expire_tokens();
    let asked = std::rc::Rc::new(std::cell::Cell::new(0));
    let asks = std::rc::Rc::clone(&asked);
    tab.world.in_its_place.replace(Some(Box::new(move |request| {
        request.uri().path().ends_with("/token").then(|| {
            asks.set(asks.get() + 1);
            // "The app has made too many of the same request in too short a period."
            let refused = json!({"error": "invalid_grant", "error_codes": [50196]});
            let mut answer = Response::new(serde_json::to_vec(&refused).unwrap());
            *answer.status_mut() = StatusCode::BAD_REQUEST;
            let headers = answer.headers_mut();
            headers.insert("access-control-allow-origin", "*".parse().unwrap());
            Ok(answer)
        })
    })));
    (0..20).for_each(|_| tab.looks());
    assert_eq!((tab.problem(), asked.get()), (Some(ProblemKind::SignInsTooMany), 1));
}

#[test]
fn a_look_at_subscriptions_says_nothing_of_users_whom_another_tab_has_counted_since() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    tab.does(Command::Watch(Watch::Subscriptions));
    tab.world.pass(Duration::from_mins(10));
    let mut theirs: Progress = tab.view.progress.clone();
    let before = tab.view.counts().unwrap();
    assert_eq!(before.other_users, Some(39));
    theirs.seen = Some(Counts {
        taken_at: tab.world.now(),
        subscriptions_at: Some(tab.world.now()),
        other_users: Some(0),
        ..before
    });
    tab.does(Command::TakeIn(theirs.to_text().ok()));
    tab.world.pass(Duration::from_mins(10));
    tab.looks();
    let counts = tab.view.counts().unwrap();
    assert_eq!((counts.other_users, counts.to_cancel), (Some(0), before.to_cancel));
    assert!(counts.subscriptions_at > Some(counts.taken_at) && counts.taken_at > before.taken_at);
    assert_eq!(tab.view.progress.seen, Some(counts));
}

#[test]
fn what_was_known_of_subscriptions_stays_known_while_the_service_fails() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    let before = tab.view.counts();
    tab.does(Command::Watch(Watch::Subscriptions));
    let fails = Fault::status(503).on(Service::Graph).path("/directory/subscriptions");
    tab.world.cloud.borrow_mut().fail_next(fails.times(99));
    tab.looks();
    assert_eq!((tab.problem(), tab.view.counts()), (None, before));
}
