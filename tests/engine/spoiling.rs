//! Things that spoil every batch they are in: they are found and named, and keep nothing else from going.

use std::cell::RefCell;
use std::rc::Rc;

use http::{HeaderValue, Request, Response, StatusCode};
use luk::client::world::NoAnswer;
use luk::protocol::{Command, RunEnd, RunState, Running};
use luk::tenant::ProblemKind;
use luk::tenant::plan::Confirmation;
use practice::{Fault, Service, TenantName};

use crate::steps::{TINY_ADMIN, about_to_delete_users, ids, planned, truth};
use crate::tab::{ADMIN, Tab};

/// What becomes of a batch that a spoiler is in.
#[derive(Clone, Copy)]
enum Spoils {
    /// It is carried out, and refused as a whole.
    BadRequest,
    /// It is not carried out, and fails with a page that is no answer of Graph's.
    BadGateway,
    /// It is not carried out, and the browser shows a script no answer at all.
    Silence,
}

/// Carries a plan out in which the things at these places spoil their batches.
fn run(tab: &mut Tab, confirmation: Confirmation, places: &[usize], spoils: Spoils) -> Running {
    let plan = tab.view.proposal.clone().unwrap().plan;
    let names: Vec<String> = places.iter().map(|place| plan.items()[*place].id.to_string()).collect();
    spoil(tab, names, spoils);
    tab.does(Command::Confirm(confirmation));
    tab.view.running.clone().unwrap()
}

fn spoil(tab: &Tab, names: Vec<String>, spoils: Spoils) {
    let spoilt = move |request: &Request<Vec<u8>>| {
        let body = String::from_utf8_lossy(request.body());
        body.contains("DELETE") && names.iter().any(|name| body.contains(name))
    };
    match spoils {
        Spoils::BadRequest => drop(tab.world.on_answer.replace(Some(Box::new(move |request, answer| {
            Some(if spoilt(request) {
                failed(answer, StatusCode::BAD_REQUEST)
            } else {
                answer
            })
        })))),
        Spoils::BadGateway => drop(tab.world.in_its_place.replace(Some(Box::new(move |request| {
            spoilt(request).then(|| Ok(failed(Response::default(), StatusCode::BAD_GATEWAY)))
        })))),
        Spoils::Silence => drop(tab.world.in_its_place.replace(Some(Box::new(move |request| {
            spoilt(request).then_some(Err(NoAnswer::Unreachable))
        })))),
    }
}

/// A page that is no answer of Graph's.
fn failed(answer: Response<Vec<u8>>, status: StatusCode) -> Response<Vec<u8>> {
    let mut failed = answer.map(|_| b"<html>No</html>".to_vec());
    *failed.status_mut() = status;
    failed
}

#[test]
fn one_that_has_its_batch_refused_is_found_and_named() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let requests = tab.world.cloud.borrow().requests().len();
    let running = run(&mut tab, confirmation, &[20], Spoils::BadRequest);
    assert_eq!(running.state, RunState::Ended(RunEnd::Finished));
    // The service did it although it said no: the tenant is the truth.
    assert_eq!((running.fates.gone, running.failures), (39, vec![]));
    let asked = tab.world.cloud.borrow().requests().len() - requests;
    assert!(asked < 40, "a few rounds of halves: {asked}");
}

#[test]
fn one_that_leaves_its_batch_without_an_answer_is_found_and_named() {
    for place in [0, 5, 20, 38] {
        let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
        let running = run(&mut tab, confirmation, &[place], Spoils::Silence);
        assert_eq!(running.state, RunState::Ended(RunEnd::Finished), "place {place}");
        assert_eq!((running.fates.gone, running.failures.len()), (38, 1), "place {place}");
        assert_eq!(running.failures[0].problem.kind, ProblemKind::Unreachable);
    }
}

#[test]
fn two_that_fail_their_batches_keep_nobody_else_from_going() {
    for places in [[0, 1], [3, 30], [37, 38]] {
        let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
        let running = run(&mut tab, confirmation, &places, Spoils::BadGateway);
        assert_eq!(running.state, RunState::Ended(RunEnd::Finished), "places {places:?}");
        assert_eq!(
            (running.fates.gone, running.failures.len()),
            (37, 2),
            "places {places:?}"
        );
        assert_eq!(ids(&truth(&tab), "users").len(), 3);
    }
}

#[test]
fn those_that_are_alone_in_the_plan_and_spoil_it_are_named_and_not_waited_for() {
    for spoils in [Spoils::BadGateway, Spoils::Silence] {
        let (mut tab, confirmation) = about_to_delete_users(TenantName::Tiny, TINY_ADMIN);
        let all: Vec<usize> = (0..tab.view.proposal.clone().unwrap().plan.items().len()).collect();
        let running = run(&mut tab, confirmation, &all, spoils);
        assert_eq!(running.state, RunState::Ended(RunEnd::Finished));
        assert_eq!(running.failures.len(), all.len());
    }
}

#[test]
fn a_service_that_answers_no_batch_interrupts_the_run_and_names_nobody() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    tab.world.in_its_place.replace(Some(Box::new(|request| {
        let is_batch = request.uri().path().ends_with("$batch");
        is_batch.then(|| Ok(failed(Response::default(), StatusCode::SERVICE_UNAVAILABLE)))
    })));
    tab.does(Command::Confirm(confirmation));
    let running = tab.view.running.clone().unwrap();
    let RunState::Ended(RunEnd::Interrupted(problem)) = running.state else {
        panic!("{:?}", running.state);
    };
    assert_eq!((problem.kind, running.failures), (ProblemKind::ServiceFailed, vec![]));
}

#[test]
fn who_only_asks_whether_anything_is_answered_waits_as_long_as_the_service_asks_for() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let asked: Rc<RefCell<Vec<i64>>> = Rc::default();
    let (asks, world) = (Rc::clone(&asked), Rc::clone(&tab.world));
    tab.world.in_its_place.replace(Some(Box::new(move |request| {
        if !request.uri().path().ends_with("$batch") {
            return None;
        }
        let mut asked = asks.borrow_mut();
        asked.push(world.timestamp().millis());
        match asked.len() {
            1 | 2 => Some(Err(NoAnswer::Unreachable)),
            3..=5 => {
                let mut later = failed(Response::default(), StatusCode::TOO_MANY_REQUESTS);
                later
                    .headers_mut()
                    .insert("retry-after", HeaderValue::from_static("300"));
                Some(Ok(later))
            }
            _ => None,
        }
    })));
    tab.does(Command::Confirm(confirmation));
    assert_eq!(tab.view.running.clone().unwrap().fates.gone, 39);
    let asked = &asked.borrow()[2..6];
    assert!(asked.windows(2).all(|two| two[1] - two[0] >= 300_000), "{asked:?}");
}

#[test]
fn who_was_put_off_many_times_is_not_given_up_for_one_failure() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let somebody = planned(&tab, 7).to_string();
    let answers = |status| {
        Fault::status(status)
            .on(Service::Graph)
            .method("DELETE")
            .path(&somebody)
            .batch_items()
    };
    tab.world
        .cloud
        .borrow_mut()
        .fail_next(answers(429).times(12).retry_after(1));
    tab.world.cloud.borrow_mut().fail_next(answers(503).times(1));
    tab.does(Command::Confirm(confirmation));
    let running = tab.view.running.clone().unwrap();
    assert_eq!((running.fates.gone, running.failures), (39, vec![]));
}
