//! Staying signed in: challenges that make a run wait for the person, the 24-hour end, and signing out.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_channel::mpsc::unbounded;
use futures_util::FutureExt;
use futures_util::future::select;
use http::StatusCode;
use luk::client::World;
use luk::closing::{Engine, deliver};
use luk::protocol::{Command, Event, Purpose, RunEnd, RunState, SignInPlace, Steering};
use luk::tenant::plan::Work;
use luk::tenant::{Problem, ProblemKind};
use practice::{Fault, Service, TenantName};
use serde_json::{Value, json};

use crate::provider::Provider;
use crate::steps::{about_to_delete_users, ids, truth, written};
use crate::support::{ADMIN, PracticeWorld, SITE, Tab, configuration};

const CARRY: Purpose = Purpose::Carry(Work::DeleteUsers);

pub(super) fn token_requests(world: &PracticeWorld) -> usize {
    let cloud = world.cloud.borrow();
    let asked = cloud
        .requests()
        .iter()
        .filter(|exchange| exchange.url.ends_with("/token"));
    asked.count()
}

fn interruption(tab: &Tab) -> Problem {
    let state = tab.view.running.clone().expect("a run").state;
    let RunState::Ended(RunEnd::Interrupted(problem)) = state else {
        panic!("{state:?}")
    };
    problem
}

/// The `claims` of the next sign-in's address.
fn claims_of_next_sign_in(tab: &mut Tab) -> String {
    tab.does(Command::SignIn {
        cloud: luk::tenant::progress::CloudName::Practice,
        purpose: CARRY,
        place: SignInPlace::Page,
    });
    let address = url::Url::parse(tab.storage.left_for.as_ref().unwrap()).unwrap();
    let claims = address.query_pairs().find(|(name, _)| name == "claims");
    claims.unwrap().1.into_owned()
}

/// A run that is interrupted after its first batch by what the test does then.
pub(super) fn interrupted_by(trouble: impl Fn(&PracticeWorld) + 'static) -> Tab {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let world = Rc::clone(&tab.world);
    let batches = Cell::new(0);
    tab.world.on_request.replace(Some(Box::new(move |request| {
        if request.uri().path() == "/v1.0/$batch" {
            batches.set(batches.get() + 1);
            if batches.get() == 2 {
                trouble(&world);
            }
        }
    })));
    tab.does(Command::Confirm(confirmation));
    tab.world.on_request.take();
    tab
}

/// The same person signs in again, and the same run goes on to its end.
fn goes_on_after_signing_in(tab: Tab) {
    assert!(tab.view.progress.running.is_some(), "the plan is kept");
    let left = ids(&truth(&tab), "users").len();
    assert!(left > 1);
    goes_on_in_this_tab(tab.signs_in(CARRY, ADMIN, "practice"));
}

/// Whoever has signed in again goes on with the run.
pub(super) fn goes_on_in_this_tab(mut tab: Tab) {
    assert_eq!(tab.problem(), None);
    tab.does(Command::Resume);
    assert_eq!(tab.problem(), None);
    assert_eq!(ids(&truth(&tab), "users").len(), 1);
}

#[test]
fn a_revoked_sign_in_pauses_the_run_until_the_same_person_is_back() {
    let mut tab = interrupted_by(|world| world.cloud.borrow_mut().revoke_sessions());
    assert_eq!(interruption(&tab).kind, ProblemKind::SignInRevoked);
    assert_eq!(tab.problem(), Some(ProblemKind::SignInRevoked));
    let now = tab.world.now();
    assert!(
        !tab.view.may_confirm(Work::DeleteUsers, now),
        "however short ago it was, that sign-in proves nothing any more"
    );
    let asked = token_requests(&tab.world);
    tab.does(Command::Survey);
    assert_eq!(tab.problem(), Some(ProblemKind::SignInRevoked));
    assert_eq!(
        token_requests(&tab.world),
        asked,
        "a grant that is over is not asked for again"
    );
    assert!(
        claims_of_next_sign_in(&mut tab).contains("nbf"),
        "Graph said what the next token must prove"
    );
    goes_on_after_signing_in(tab);
}

#[test]
fn a_refused_token_pauses_the_run_with_its_own_reason_and_its_claims_go_into_the_next_sign_in() {
    for (error, code, kind) in [
        ("invalid_grant", Some(50076), ProblemKind::SecondFactorNeeded),
        ("invalid_grant", Some(50079), ProblemKind::SecondFactorMissing),
        ("interaction_required", Some(50074), ProblemKind::SecondFactorNeeded),
        ("consent_required", Some(65001), ProblemKind::ConsentNeeded),
        ("interaction_required", None, ProblemKind::SignInNeeded),
        ("invalid_grant", Some(700_084), ProblemKind::SignInEnded),
        ("invalid_grant", Some(70043), ProblemKind::SignInTooRare),
        ("invalid_grant", Some(50055), ProblemKind::PasswordExpired),
    ] {
        let claims = r#"{"access_token":{"capolids":{"essential":true,"values":["policy"]}}}"#;
        let codes: Vec<u32> = code.into_iter().collect();
        let refusal = json!({"error": error, "error_codes": codes, "claims": claims}).to_string();
        let mut tab = interrupted_by(move |world| {
            world.cloud.borrow_mut().expire_tokens();
            let refusal = refusal.clone();
            world.on_answer.replace(Some(Box::new(move |request, mut answer| {
                if request.uri().path().ends_with("/token") {
                    *answer.status_mut() = StatusCode::BAD_REQUEST;
                    *answer.body_mut() = refusal.clone().into_bytes();
                }
                Some(answer)
            })));
        });
        tab.world.on_answer.take();
        assert_eq!(interruption(&tab).kind, kind, "{error} {code:?}");
        assert_eq!(tab.problem(), Some(kind));
        assert!(
            claims_of_next_sign_in(&mut tab).contains("capolids"),
            "{error} {code:?}"
        );
        goes_on_after_signing_in(tab);
    }
}

/// Answers each request of a batch with a refusal that demands claims.
fn demanding(claims: &'static str) -> impl Fn(&PracticeWorld) {
    move |world| {
        let header = format!(
            "Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{}\"",
            STANDARD.encode(claims)
        );
        world.on_answer.replace(Some(Box::new(move |request, answer| {
            if request.uri().path() != "/v1.0/$batch" {
                return Some(answer);
            }
            let mut body: Value = serde_json::from_slice(answer.body()).unwrap();
            for one in body["responses"].as_array_mut().unwrap() {
                one["status"] = json!(403);
                one["headers"] = json!({"WWW-Authenticate": header});
                one["body"] = json!({"error": {"code": "InsufficientClaims"}});
            }
            Some(answer.map(|_| body.to_string().into_bytes()))
        })));
    }
}

#[test]
fn a_demand_for_more_claims_is_first_put_to_the_token_endpoint_and_then_to_the_person() {
    let demand = r#"{"access_token":{"acrs":{"essential":true,"values":["p1"]}}}"#;
    let mut tab = interrupted_by(demanding(demand));
    tab.world.on_answer.take();
    let problem = interruption(&tab);
    assert_eq!(
        (problem.kind, problem.code.as_deref()),
        (ProblemKind::SignInNeeded, Some("InsufficientClaims"))
    );
    let cloud = tab.world.cloud.borrow();
    let refreshed = cloud
        .requests()
        .iter()
        .filter(|exchange| exchange.request_body.contains("refresh_token"));
    let bodies: Vec<&str> = refreshed.map(|exchange| exchange.request_body.as_str()).collect();
    assert_eq!(bodies.len(), 1, "one new token is a try, more would be a loop");
    assert!(bodies[0].contains("acrs"));
    drop(cloud);
    assert!(claims_of_next_sign_in(&mut tab).contains("acrs"));
    goes_on_after_signing_in(tab);
}

#[test]
fn a_demand_that_the_token_endpoint_can_meet_stops_nothing() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let challenged = Cell::new(false);
    tab.world.on_answer.replace(Some(Box::new(move |request, mut answer| {
        if request.uri().path() == "/v1.0/$batch" && !challenged.replace(true) {
            *answer.status_mut() = StatusCode::UNAUTHORIZED;
            let claims = STANDARD.encode(r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#);
            let header = format!("Bearer error=\"insufficient_claims\", claims=\"{claims}\"");
            answer.headers_mut().insert("www-authenticate", header.parse().unwrap());
        }
        Some(answer)
    })));
    tab.does(Command::Confirm(confirmation));
    assert_eq!(tab.problem(), None);
    assert_eq!(ids(&truth(&tab), "users").len(), 1);
}

#[test]
fn a_lost_role_pauses_the_run_and_says_which_right_is_missing() {
    let tab = interrupted_by(|world| assert!(world.cloud.borrow_mut().take_roles(ADMIN)));
    assert_eq!(interruption(&tab).kind, ProblemKind::Forbidden);
    assert!(tab.view.progress.running.is_some(), "the plan is kept");

    let tab = interrupted_by(|world| {
        let refusal = Fault::status(403).on(Service::Graph).method("DELETE").batch_items();
        world.cloud.borrow_mut().fail_next(refusal.times(10));
    });
    assert_eq!(interruption(&tab).kind, ProblemKind::Forbidden);
    goes_on_after_signing_in(tab);
}

#[test]
fn another_person_cannot_go_on_with_the_run() {
    let tab = interrupted_by(|world| world.cloud.borrow_mut().revoke_sessions());
    let written_before = written(&tab).len();
    let mut other = tab.signs_in(CARRY, "breakglass@contoso.onmicrosoft.com", "practice");
    assert_eq!(other.problem(), None);
    other.does(Command::Resume);
    assert_eq!(other.problem(), Some(ProblemKind::OtherPerson));
    assert_eq!(written(&other).len(), written_before, "nothing was sent");
    goes_on_after_signing_in(other);
}

#[test]
fn another_tenants_answer_cannot_go_on_with_the_run() {
    let tab = interrupted_by(|world| world.cloud.borrow_mut().revoke_sessions());
    let other = "99999999-9999-9999-9999-999999999999";
    Provider::claiming(move |claims| {
        claims["tid"] = json!(other);
        claims["iss"] = json!(format!("http://localhost:8081/{other}/v2.0"));
    })
    .stand_in(&tab.world);
    let mut tab = tab.signs_in(CARRY, ADMIN, "practice");
    assert_eq!(tab.problem(), Some(ProblemKind::OtherTenant));
    assert_eq!(tab.view.session, None);
    tab.world.on_answer.take();
    goes_on_after_signing_in(tab);
}

#[test]
fn the_end_of_the_24_hours_is_announced_and_pauses_the_run() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let ends_at = tab.view.session.clone().unwrap().ends_at;
    let now = tab.world.now();
    assert_eq!(tab.view.sign_in_ends(now), None);
    assert_eq!(tab.view.sign_in_ends(now.plus(Duration::from_hours(23))), Some(ends_at));
    tab.steers_at_the_first_batch(Steering::Pause);
    tab.does_and_steers(
        Command::Confirm(confirmation),
        Duration::from_hours(25),
        Steering::Continue,
    );
    tab.world.on_request.take();
    assert_eq!(interruption(&tab).kind, ProblemKind::SignInEnded);
    assert_eq!(tab.problem(), Some(ProblemKind::SignInEnded));
    goes_on_after_signing_in(tab);
}

#[test]
fn a_run_that_takes_longer_than_the_sign_in_is_announced_at_once() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    tab.steers_at_the_first_batch(Steering::Stop);
    tab.does(Command::Confirm(confirmation));
    let now = tab.world.now();
    let mut running = tab.view.running.clone().unwrap();
    running.time_left = Some(Duration::from_hours(30));
    tab.view.running = Some(running.clone());
    assert_eq!(tab.view.sign_in_ends(now), None, "it has ended");
    running.state = RunState::Working;
    tab.view.running = Some(running);
    assert!(tab.view.sign_in_ends(now).is_some());
}

#[test]
fn signing_out_ends_a_run_at_once_even_without_network() {
    for offline in [false, true] {
        let (tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
        let Tab {
            world,
            engine,
            mut view,
            ..
        } = tab;
        let helm = engine.helm();
        let (queue, commands) = unbounded();
        world.offline.set(offline);
        deliver(Command::Confirm(confirmation), &helm, &queue);
        deliver(Command::Survey, &helm, &queue);
        let signed_out = || {
            world
                .events
                .borrow()
                .iter()
                .any(|event| matches!(event, Event::Session(None)))
        };
        let asked_at = Cell::new(None);
        let serve = engine.serve(commands);
        let sign_out = async {
            world.sleep(Duration::from_millis(130)).await;
            asked_at.set(Some(world.now()));
            deliver(Command::SignOut, &helm, &queue);
            poll_fn(|_| if signed_out() { Poll::Ready(()) } else { Poll::Pending }).await;
        };
        world.run(select(pin!(serve), pin!(sign_out)).map(drop));
        let took = world.now().since(asked_at.get().unwrap());
        assert!(took <= Duration::from_millis(100), "{took:?}");
        let sent = world.cloud.borrow().requests().len();
        for event in world.events.take() {
            view.apply(event);
        }
        assert_eq!((view.session, view.snapshot, view.running), (None, None, None));
        assert!(view.requests.is_empty(), "nor a list of what was asked");
        assert!(
            view.progress.running.is_some(),
            "the plan can be resumed by whoever signs in again"
        );
        world.pass(Duration::from_hours(1));
        assert_eq!(world.cloud.borrow().requests().len(), sent);
    }
}

#[test]
fn signing_out_waits_for_no_part_of_the_program_that_is_still_to_be_loaded() {
    let world = PracticeWorld::new(TenantName::Contoso);
    // A network that brings nothing: whatever needs the larger part waits for ever.
    let load = || futures_util::future::pending().boxed_local();
    let engine = Engine::new(Rc::clone(&world), &configuration(), SITE.to_owned(), load);
    let helm = engine.helm();
    let (queue, commands) = unbounded();
    deliver(Command::Survey, &helm, &queue);
    let sign_out = async {
        world.sleep(Duration::from_millis(130)).await;
        deliver(Command::SignOut, &helm, &queue);
        world.sleep(Duration::from_millis(100)).await;
    };
    world.run(select(pin!(engine.serve(commands)), pin!(sign_out)).map(drop));
    assert!(world.events.borrow().contains(&Event::Session(None)));
}
