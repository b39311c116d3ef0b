//! Tokens: renewed in time, once for however many wait, and each refresh token used once.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::join_all;
use luk::client::World;
use luk::client::tokens::Tokens;
use luk::microsoft::Audience;
use luk::microsoft::cloud::configured;
use luk::microsoft::signin::identity::Identity;
use luk::microsoft::signin::token::Granted;
use luk::protocol::{Command, Purpose};
use luk::tenant::plan::Work;
use practice::TenantName;
use serde_json::{Value, json};

use super::staying::token_requests;
use crate::practice_world::{PracticeWorld, SITE};
use crate::provider::Provider;
use crate::steps::TINY_ADMIN;
use crate::tab::{Storage, Tab, configuration};

#[test]
fn a_token_is_renewed_before_it_ends_whatever_this_machines_clock_shows() {
    for ahead in [0, 400 * 24 * 3600 * 1000, -400 * 24 * 3600 * 1000] {
        let world = PracticeWorld::new(TenantName::Tiny);
        world.ahead.set(ahead);
        let mut tab = Tab::open(&world, Storage::default(), None).signs_in(Purpose::Read, TINY_ADMIN, "practice");
        assert_eq!(tab.problem(), None);
        for _ in 0..20 {
            world.pass(Duration::from_mins(40));
            tab.does(Command::Survey);
            assert_eq!(tab.problem(), None);
        }
        let cloud = world.cloud.borrow();
        assert!(
            cloud.requests().iter().all(|exchange| exchange.status != 401),
            "none ever got old"
        );
    }
}

#[test]
fn a_token_is_renewed_before_it_ends_though_this_machines_clock_is_set_meanwhile() {
    for hours in [-10, -1, 1, 400 * 24] {
        let world = PracticeWorld::new(TenantName::Tiny);
        Provider::answering(|answer| answer["expires_in"] = json!(3_600)).stand_in(&world);
        let mut tab = Tab::open(&world, Storage::default(), None).signs_in(Purpose::Read, TINY_ADMIN, "practice");
        world.ahead.set(hours * 3_600_000);
        for round in 1..4 {
            world.pass(Duration::from_mins(59));
            let before = token_requests(&world);
            tab.does(Command::Survey);
            assert_eq!(tab.problem(), None);
            assert_eq!(token_requests(&world) - before, 1, "{hours}, {round}");
        }
    }
}

/// Tokens of a person who is signed in, of which no access token is fresh.
fn tokens(world: &Rc<PracticeWorld>) -> Tokens<PracticeWorld> {
    let refresh = Rc::new(RefCell::new(None));
    let seen = Rc::clone(&refresh);
    world.on_answer.replace(Some(Box::new(move |request, answer| {
        if request.uri().path().ends_with("/token") {
            let body: Value = serde_json::from_slice(answer.body()).unwrap();
            seen.replace(body["refresh_token"].as_str().map(str::to_owned));
        }
        Some(answer)
    })));
    let purpose = Purpose::Carry(Work::DeleteApplications);
    let tab = Tab::open(world, Storage::default(), None).signs_in(purpose, TINY_ADMIN, "practice");
    let session = tab.view.session.unwrap();
    let identity = Identity {
        issuer: String::new(),
        subject: String::new(),
        tenant: session.tenant.to_string(),
        person: session.person.to_string(),
        name: String::new(),
        hint: None,
        sign_out_hint: None,
        authenticated_at: None,
    };
    let granted = Granted {
        access: "old".to_owned(),
        lives: Some(Duration::ZERO),
        refresh: refresh.take(),
        id_token: None,
        scopes: Vec::new(),
    };
    let cloud = configured(&configuration()).unwrap().remove(0);
    Tokens::new(
        Rc::clone(world),
        cloud,
        identity,
        format!("{SITE}signin/"),
        granted,
        world.now(),
    )
}

#[test]
fn a_thousand_callers_wait_for_one_new_token_of_each_service() {
    let world = PracticeWorld::new(TenantName::Tiny);
    let tokens = tokens(&world);
    let before = token_requests(&world);
    let audience = |number: u32| {
        if number.is_multiple_of(2) {
            Audience::Graph
        } else {
            Audience::Azure
        }
    };
    let given = world.run(join_all((0..1_000).map(|number| tokens.access(audience(number)))));
    let given: BTreeSet<String> = given.into_iter().map(Result::unwrap).collect();
    assert_eq!((given.len(), token_requests(&world) - before), (2, 2));
}

#[test]
fn a_caller_who_leaves_in_the_middle_keeps_nobody_waiting() {
    let world = PracticeWorld::new(TenantName::Tiny);
    let tokens = tokens(&world);
    let before = token_requests(&world);
    let first = world.run_until(tokens.access(Audience::Graph), || true);
    assert!(first.is_none(), "it was on its way");
    assert!(world.run(tokens.access(Audience::Graph)).is_ok());
    assert!(token_requests(&world) > before);
}

#[test]
fn what_a_service_demands_while_a_token_is_on_its_way_is_asked_for_at_once() {
    let world = PracticeWorld::new(TenantName::Tiny);
    let tokens = Rc::new(tokens(&world));
    let asked: Rc<RefCell<Vec<bool>>> = Rc::default();
    let (asks, demands) = (Rc::clone(&asked), Rc::clone(&tokens));
    world.on_request.replace(Some(Box::new(move |request| {
        let body = String::from_utf8_lossy(request.body());
        asks.borrow_mut().push(body.contains("nbf"));
        demands.demanded(Audience::Graph, r#"{"access_token":{"nbf":{"essential":true}}}"#);
    })));
    drop(world.run(tokens.access(Audience::Graph)));
    world.on_request.take();
    assert_eq!(*asked.borrow(), [false, true]);
}
