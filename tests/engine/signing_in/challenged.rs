//! Challenges while a run works: it waits until the same person has signed in again, and then goes on by itself. One that is
//! met before it is due makes nothing wait.

use std::cell::Cell;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use luk::client::World;
use luk::protocol::{Command, Purpose, RunEnd, RunState, Steering};
use luk::tenant::plan::Work;
use luk::tenant::{Problem, ProblemKind};
use practice::{Fault, Service, TenantName};
use serde_json::{Value, json};

use super::person::{Person, beside_a_run};
use super::staying::token_requests;
use super::trouble::renewals_refused;
use crate::practice_world::PracticeWorld;
use crate::provider::Provider;
use crate::steps::{about_to_delete_users, ids, truth};
use crate::tab::{ADMIN, Tab};

const OTHER_ADMIN: &str = "breakglass@contoso.onmicrosoft.com";

/// The run that was confirmed once has deleted everybody but the administrator, and says so.
pub(super) fn is_finished(tab: &mut Tab) {
    assert_eq!(tab.problem(), None);
    let running = tab.view.running.clone().unwrap();
    assert_eq!(
        (running.state, running.fates.gone, running.failures),
        (RunState::Ended(RunEnd::Finished), 39, vec![])
    );
    assert_eq!(ids(&truth(tab), "users").len(), 1);
    assert_eq!(
        (tab.view.progress.finished.len(), &tab.view.progress.running),
        (1, &None)
    );
}

fn claims_of(address: &str) -> String {
    let address = url::Url::parse(address).unwrap();
    let claims = address.query_pairs().find(|(name, _)| name == "claims");
    claims.unwrap().1.into_owned()
}

/// The run waits for this reason, asks for these claims, and goes on with the same person.
async fn is_asked_and_signs_in(person: &Person, kind: ProblemKind, claims: &str) -> Problem {
    let problem = person.is_waited_for().await;
    assert_eq!(problem.kind, kind);
    let address = person.opens_the_window().await;
    assert!(claims_of(&address).contains(claims), "{address}");
    assert!(address.contains("prompt=login"), "as fresh a proof as at the beginning");
    person.sends(Command::Answer(person.answers(ADMIN, &address)));
    problem
}

#[test]
fn a_revoked_sign_in_makes_the_run_wait_and_it_goes_on_by_itself() {
    let mut tab = beside_a_run(
        |world| world.cloud.borrow_mut().revoke_sessions(),
        async |person: Person| {
            person.is_waited_for().await;
            let (asked, sent) = (
                token_requests(&person.world),
                person.world.cloud.borrow().requests().len(),
            );
            person.world.sleep(Duration::from_hours(9)).await;
            assert_eq!(
                person.world.cloud.borrow().requests().len(),
                sent,
                "nothing is sent meanwhile"
            );
            assert_eq!(token_requests(&person.world), asked);
            let address = person.opens_the_window().await;
            assert!(
                claims_of(&address).contains("nbf"),
                "Graph said what the next token must prove"
            );
            person.sends(Command::Answer(person.answers(ADMIN, &address)));
        },
    );
    is_finished(&mut tab);
}

#[test]
fn a_refused_token_makes_the_run_wait_with_its_own_reason_and_its_claims_go_into_the_sign_in() {
    for (error, code, kind) in [
        ("invalid_grant", Some(50076), ProblemKind::SecondFactorNeeded),
        ("invalid_grant", Some(50079), ProblemKind::SecondFactorMissing),
        ("interaction_required", Some(50074), ProblemKind::SecondFactorNeeded),
        ("consent_required", Some(65001), ProblemKind::ConsentNeeded),
        ("interaction_required", None, ProblemKind::SignInNeeded),
        ("invalid_grant", Some(700_084), ProblemKind::SignInEnded),
        ("invalid_grant", Some(50173), ProblemKind::SignInRevoked),
        ("invalid_grant", Some(70043), ProblemKind::SignInTooRare),
        ("invalid_grant", Some(50055), ProblemKind::PasswordExpired),
        ("invalid_grant", Some(50057), ProblemKind::AccountDisabled),
        ("invalid_grant", Some(53003), ProblemKind::PolicyRefused),
    ] {
        let trouble = renewals_refused(error, code);
        let mut tab = beside_a_run(trouble, async move |person: Person| {
            is_asked_and_signs_in(&person, kind, "capolids").await;
        });
        is_finished(&mut tab);
    }
}

/// Answers each request of a batch with a refusal that demands claims, as Graph does within one; at the place where the batch
/// itself would be refused, with a 401.
fn demanding(claims: &'static str, place: Place) -> impl Fn(&PracticeWorld) {
    move |world| {
        let header = format!(
            "Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{}\"",
            STANDARD.encode(claims)
        );
        world.on_answer.replace(Some(Box::new(move |request, mut answer| {
            if request.uri().path() != "/v1.0/$batch" {
                return Some(answer);
            }
            if place == Place::Batch {
                *answer.status_mut() = StatusCode::UNAUTHORIZED;
                answer.headers_mut().insert("www-authenticate", header.parse().unwrap());
                *answer.body_mut() = br#"{"error":{"code":"InsufficientClaims"}}"#.to_vec();
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Batch,
    Items,
}

#[test]
fn a_demand_for_more_claims_is_first_put_to_the_token_endpoint_and_then_to_the_person() {
    const DEMAND: &str = r#"{"access_token":{"acrs":{"essential":true,"values":["p1"]}}}"#;
    for place in [Place::Batch, Place::Items] {
        let mut tab = beside_a_run(demanding(DEMAND, place), async |person: Person| {
            let problem = person.is_waited_for().await;
            assert_eq!(
                (problem.kind, problem.code.as_deref()),
                (ProblemKind::SignInNeeded, Some("InsufficientClaims"))
            );
            let bodies: Vec<String> = {
                let cloud = person.world.cloud.borrow();
                let asked = cloud.requests().iter().map(|exchange| &exchange.request_body);
                asked.filter(|body| body.contains("refresh_token")).cloned().collect()
            };
            assert_eq!(bodies.len(), 1, "one new token is a try, more would be a loop");
            assert!(bodies[0].contains("acrs"));
            person.world.on_answer.take();
            let address = person.opens_the_window().await;
            assert!(claims_of(&address).contains("acrs"));
            person.sends(Command::Answer(person.answers(ADMIN, &address)));
        });
        is_finished(&mut tab);
    }
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
    is_finished(&mut tab);
}

#[test]
fn azures_demand_is_put_to_the_token_endpoint_and_then_into_the_next_sign_in() {
    const DEMAND: &str = r#"{"access_token":{"acrs":{"essential":true,"values":["p1"]}}}"#;
    let (tab, _) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let mut tab = tab.signs_in(Purpose::Carry(Work::DeleteApplications), ADMIN, "practice");
    tab.world.on_answer.replace(Some(Box::new(|request, mut answer| {
        if request.uri().host() == Some("localhost") && request.uri().port_u16() == Some(8083) {
            *answer.status_mut() = StatusCode::UNAUTHORIZED;
            let header = format!(
                "Bearer error=\"insufficient_claims\", claims=\"{}\"",
                STANDARD.encode(DEMAND)
            );
            answer.headers_mut().insert("www-authenticate", header.parse().unwrap());
            let exposed = "WWW-Authenticate".parse().unwrap();
            answer.headers_mut().insert("access-control-expose-headers", exposed);
            *answer.body_mut() = br#"{"error":{"code":"InvalidAuthenticationToken"}}"#.to_vec();
        }
        Some(answer)
    })));
    let asked = token_requests(&tab.world);
    tab.does(Command::Survey);
    let more = token_requests(&tab.world) - asked;
    assert_eq!(more, 1, "one new token with what it demands, and then no more");
    let azure = tab.view.snapshot.as_ref().unwrap().azure_subscriptions.clone();
    assert!(azure.known().is_none(), "what was not read is not known: {azure:?}");
    tab.leaves_to_sign_in(Purpose::Carry(Work::DeleteApplications), ADMIN, "practice");
    assert!(claims_of(tab.storage.left_for.as_ref().unwrap()).contains("acrs"));
}

#[test]
fn a_lost_role_makes_the_run_wait_and_says_which_right_is_missing() {
    let refused = |world: &PracticeWorld| {
        let refusal = Fault::status(403).on(Service::Graph).method("DELETE").batch_items();
        world.cloud.borrow_mut().fail_next(refusal.times(10));
    };
    let mut tab = beside_a_run(refused, async |person: Person| {
        assert_eq!(person.is_waited_for().await.kind, ProblemKind::Forbidden);
        // Somebody has given the role back.
        person.signs_in(ADMIN).await;
    });
    is_finished(&mut tab);

    let tab = beside_a_run(
        |world| assert!(world.cloud.borrow_mut().take_roles(ADMIN)),
        async |person: Person| {
            assert_eq!(person.is_waited_for().await.kind, ProblemKind::Forbidden);
            person.signs_in(ADMIN).await;
            assert_eq!(
                person.is_waited_for().await.kind,
                ProblemKind::Forbidden,
                "it is still gone"
            );
            person.steers(Steering::Stop);
        },
    );
    let state = tab.view.running.clone().unwrap().state;
    assert_eq!(state, RunState::Ended(RunEnd::Stopped));
    assert!(tab.view.progress.running.is_some(), "the plan is kept");
}

#[test]
fn another_person_is_refused_and_the_run_goes_on_waiting_for_the_right_one() {
    let mut tab = beside_a_run(
        |world| world.cloud.borrow_mut().revoke_sessions(),
        async |person: Person| {
            person.is_waited_for().await;
            person.signs_in(OTHER_ADMIN).await;
            assert_eq!(person.is_told().await, ProblemKind::OtherPerson);
            let sent = person.world.cloud.borrow().requests().len();
            person.world.sleep(Duration::from_hours(1)).await;
            assert_eq!(person.world.cloud.borrow().requests().len(), sent, "it still waits");
            person.signs_in(ADMIN).await;
        },
    );
    assert_eq!(tab.problem(), Some(ProblemKind::OtherPerson));
    is_finished(&mut tab);
}

#[test]
fn another_tenants_or_a_stale_or_a_forged_answer_is_refused_and_the_run_goes_on_waiting() {
    let other = "99999999-9999-9999-9999-999999999999";
    let elsewhere = move |claims: &mut Value| {
        claims["tid"] = json!(other);
        claims["iss"] = json!(format!("http://localhost:8081/{other}/v2.0"));
    };
    let stale = |claims: &mut Value| claims["auth_time"] = json!(claims["auth_time"].as_i64().unwrap() - 3600);
    let mut tab = beside_a_run(
        |world| world.cloud.borrow_mut().revoke_sessions(),
        async move |person: Person| {
            person.is_waited_for().await;
            for (provider, kind) in [
                (Provider::claiming(elsewhere), ProblemKind::OtherTenant),
                (Provider::claiming(stale), ProblemKind::IdentityNotProven),
            ] {
                provider.stand_in(&person.world);
                person.signs_in(ADMIN).await;
                assert_eq!(person.is_told().await, kind);
                person.world.on_answer.take();
            }
            let address = person.opens_the_window().await;
            person.sends(Command::Answer("code=forged&state=guessed".to_owned()));
            assert_eq!(person.is_told().await, ProblemKind::CallbackNotExpected);
            // The forged one has not used up the one that is awaited.
            person.sends(Command::Answer(person.answers(ADMIN, &address)));
        },
    );
    assert_eq!(tab.problem(), Some(ProblemKind::CallbackNotExpected));
    is_finished(&mut tab);
}

#[test]
fn the_end_of_the_24_hours_makes_the_run_wait() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    tab.steers_at_the_first_batch(Steering::Pause);
    let person = Person::beside(&tab);
    tab.does_while(Command::Confirm(confirmation), |world, helm| async move {
        world.sleep(Duration::from_hours(29)).await;
        helm.steer(Steering::Continue);
        assert_eq!(person.is_waited_for().await.kind, ProblemKind::SignInEnded);
        person.signs_in(ADMIN).await;
    });
    is_finished(&mut tab);
}

#[test]
fn who_signs_in_before_the_24_hours_are_over_makes_nothing_wait() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    tab.steers_at_the_first_batch(Steering::Pause);
    let person = Person::beside(&tab);
    let ends_at = tab.view.session.clone().unwrap().ends_at;
    tab.does_while(Command::Confirm(confirmation), |world, helm| async move {
        world.sleep(Duration::from_hours(23)).await;
        person.signs_in(ADMIN).await;
        world.sleep(Duration::from_hours(2)).await;
        helm.steer(Steering::Continue);
        world.sleep(Duration::from_mins(5)).await;
        let waited = |state: &RunState| matches!(state, RunState::AwaitsSignIn(_));
        assert!(!person.states().iter().any(waited));
    });
    is_finished(&mut tab);
    assert!(tab.view.session.unwrap().ends_at > ends_at.plus(Duration::from_hours(22)));
}
