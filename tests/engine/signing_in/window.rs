//! Later sign-ins in a small window: the page, what it has read and its plan stay; only the right answer is taken.

use std::cell::RefCell;
use std::rc::Rc;

use luk::protocol::{Command, Event, Purpose, SignInPlace};
use luk::tenant::plan::Work;
use luk::tenant::progress::CloudName;
use luk::tenant::{ProblemKind, TenantId};
use practice::TenantName;
use serde_json::json;

use crate::provider::Provider;
use crate::steps::{confirmation, ids, truth};
use crate::tab::{ADMIN, Tab, signed_in};

const CARRY: Purpose = Purpose::Carry(Work::DeleteUsers);
const OTHER_ADMIN: &str = "breakglass@contoso.onmicrosoft.com";

/// Opens the small window and signs in there. Returns the answer that its callback page would hand over.
pub(super) fn signs_in_in_a_window(tab: &mut Tab, purpose: Purpose, account: &str) -> String {
    let world = Rc::clone(&tab.world);
    world.run(tab.engine.obey(Command::SignIn {
        cloud: CloudName::Practice,
        purpose,
        place: SignInPlace::Window,
    }));
    let events = world.events.borrow().clone();
    assert!(
        !events.iter().any(|event| matches!(event, Event::Leave { .. })),
        "the page stays"
    );
    let mut opened = None;
    for event in events {
        if let Event::Window(Some(window)) = event {
            opened = Some(window);
        }
    }
    let opened = opened.expect("a window");
    tab.hears();
    assert_eq!(tab.view.awaited.as_deref(), Some(opened.state.as_str()));
    let now = world.timestamp();
    let back = world.cloud.borrow_mut().sign_in(now, account, "practice", &opened.url);
    let (_, answer) = back
        .as_ref()
        .unwrap()
        .split_once('#')
        .expect("the answer is in the fragment");
    answer.to_owned()
}

#[test]
fn a_step_up_in_a_window_leaves_the_page_and_its_plan_as_they_are() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    tab.does(Command::WaiveExport);
    let confirmation = confirmation(&mut tab, Work::DeleteUsers);
    let proposal = tab.view.proposal.clone();
    tab.does(Command::Confirm(confirmation.clone()));
    assert_eq!(tab.problem(), Some(ProblemKind::SignInTooOld));

    let answer = signs_in_in_a_window(&mut tab, CARRY, ADMIN);
    tab.does(Command::Answer(answer));
    assert_eq!(tab.problem(), None);
    assert_eq!((tab.view.awaited.clone(), tab.view.proposal.clone()), (None, proposal));
    tab.does(Command::Confirm(confirmation));
    assert_eq!(tab.problem(), None);
    assert_eq!(ids(&truth(&tab), "users").len(), 1);
}

#[test]
fn an_answer_that_is_not_awaited_is_refused_and_does_not_use_up_the_one_that_is() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    let before = tab.view.session.clone();
    tab.does(Command::Answer("code=forged&state=guessed".to_owned()));
    assert_eq!(tab.problem(), Some(ProblemKind::CallbackNotExpected));

    let answer = signs_in_in_a_window(&mut tab, CARRY, ADMIN);
    for forged in ["", "code=forged&state=guessed", "code=forged", "%ff"] {
        tab.does(Command::Answer(forged.to_owned()));
        assert_eq!(tab.problem(), Some(ProblemKind::CallbackNotExpected), "{forged}");
        assert_eq!(tab.view.session, before);
    }
    tab.does(Command::Answer(answer.clone()));
    assert_eq!(tab.problem(), None);
    assert!(tab.view.session.as_ref().unwrap().granted.contains(&CARRY));

    tab.does(Command::Answer(answer));
    assert_eq!(tab.problem(), Some(ProblemKind::CallbackNotExpected), "it works once");
}

#[test]
fn only_the_last_window_is_awaited_and_none_when_the_page_is_left_or_signed_out() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    let first = signs_in_in_a_window(&mut tab, CARRY, ADMIN);
    let second = signs_in_in_a_window(&mut tab, CARRY, ADMIN);
    tab.does(Command::Answer(first));
    assert_eq!(tab.problem(), Some(ProblemKind::CallbackNotExpected));

    tab.leaves_to_sign_in(CARRY, ADMIN, "practice");
    assert_eq!(tab.view.awaited, None);
    tab.does(Command::Answer(second));
    assert_eq!(tab.problem(), Some(ProblemKind::CallbackNotExpected));

    let third = signs_in_in_a_window(&mut tab, CARRY, ADMIN);
    tab.does(Command::SignOut);
    tab.does(Command::Answer(third));
    assert_eq!(
        (tab.problem(), tab.view.session),
        (Some(ProblemKind::CallbackNotExpected), None)
    );
}

#[test]
fn a_window_that_no_sign_in_can_begin_in_any_more_is_taken_back() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    tab.does(Command::SignOut);
    let world = Rc::clone(&tab.world);
    world.run(tab.engine.obey(Command::SignIn {
        cloud: CloudName::Practice,
        purpose: CARRY,
        place: SignInPlace::Window,
    }));
    let taken_back = |event: &Event| matches!(event, Event::Window(None));
    assert!(world.events.borrow().iter().any(taken_back));
    tab.hears();
    assert_eq!(tab.problem(), Some(ProblemKind::SignInNeeded));
}

#[test]
fn another_person_or_tenant_in_the_window_takes_nobodys_place() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    let before = tab.view.session.clone();
    let answer = signs_in_in_a_window(&mut tab, CARRY, OTHER_ADMIN);
    tab.does(Command::Answer(answer));
    assert_eq!(tab.problem(), Some(ProblemKind::OtherPerson));
    assert_eq!(tab.view.session, before);

    let other: TenantId = "99999999-9999-9999-9999-999999999999".parse().unwrap();
    Provider::claiming(move |claims| {
        claims["tid"] = json!(other.to_string());
        claims["iss"] = json!(format!("http://localhost:8081/{other}/v2.0"));
    })
    .stand_in(&tab.world);
    let answer = signs_in_in_a_window(&mut tab, CARRY, ADMIN);
    tab.does(Command::Answer(answer));
    assert_eq!(tab.problem(), Some(ProblemKind::OtherTenant));
    assert_eq!(tab.view.session, before);
}

#[test]
fn a_window_whose_answer_is_stale_or_another_sign_ins_changes_nothing() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    let before = tab.view.session.clone();
    Provider::claiming(|claims| claims["nonce"] = json!("another sign-in's")).stand_in(&tab.world);
    let answer = signs_in_in_a_window(&mut tab, CARRY, ADMIN);
    tab.does(Command::Answer(answer));
    assert_eq!(tab.problem(), Some(ProblemKind::IdentityNotProven));
    assert_eq!(tab.view.session, before);
    assert!(before.is_some(), "the earlier sign-in still stands");
}

#[test]
fn the_verifier_is_told_to_nobody_but_the_token_endpoint() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    let sent = Rc::new(RefCell::new(String::new()));
    let body = Rc::clone(&sent);
    tab.world.on_request.replace(Some(Box::new(move |request| {
        if request.uri().path().ends_with("/token") {
            *body.borrow_mut() = String::from_utf8(request.body().clone()).unwrap();
        }
    })));
    let answer = signs_in_in_a_window(&mut tab, CARRY, ADMIN);
    let told = format!("{:?} {:?}", tab.view, tab.storage);
    tab.does(Command::Answer(answer));
    let body = sent.borrow();
    let verifier = body.split('&').find_map(|pair| pair.strip_prefix("code_verifier="));
    assert_eq!(verifier.map(str::len), Some(43));
    assert!(!told.contains(verifier.unwrap()));
}
