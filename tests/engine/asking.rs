//! Asking about many things, twenty a request, while the service throttles, fails and loses answers: each gets a clear answer or
//! is said to have none, and nobody waits for ever.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use http::{Request, Response, StatusCode};
use luk::client::world::NoAnswer;
use luk::protocol::{Command, Purpose, RunEnd, RunState, Steering};
use luk::tenant::plan::Work;
use luk::tenant::snapshot::Reading;
use luk::tenant::{ProblemKind, Snapshot};
use practice::{Fault, Service, TenantName};

use crate::steps::{about_to_delete_users, confirmation, crowd, ids, list_only_the_administrator, truth};
use crate::tab::{ADMIN, Tab, signed_in};

const CROWD_ADMIN: &str = "admin@crowd.onmicrosoft.com";

/// An answer to a question after somebody's second factor, inside a batch.
fn state(status: u16) -> Fault {
    Fault::status(status)
        .on(Service::Graph)
        .path("/authentication")
        .batch_items()
}

fn snapshot(tab: &Tab) -> &Snapshot {
    tab.view.snapshot.as_ref().expect("the tenant was read")
}

fn known_states(tab: &Tab) -> usize {
    let states = snapshot(tab).multifactor.known().unwrap().iter();
    states.filter(|one| one.state.known().is_some()).count()
}

#[test]
fn states_are_all_read_though_a_quarter_of_the_answers_says_later() {
    let mut tab = signed_in(crowd(900), CROWD_ADMIN);
    let later = state(429).per_thousand(250).retry_after(2);
    tab.world.cloud.borrow_mut().fail_next(later);
    tab.does(Command::Survey);
    assert_eq!(tab.problem(), None);
    assert_eq!(known_states(&tab), 900);
}

#[test]
fn one_state_that_can_never_be_read_costs_that_one_and_nothing_else() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    let somebody = snapshot(&tab).users.known().unwrap()[7].id;
    let fails = state(503).path(&format!("{somebody}/authentication")).times(100);
    tab.world.cloud.borrow_mut().fail_next(fails);
    tab.does(Command::Survey);
    assert_eq!(tab.problem(), None);
    let states = snapshot(&tab).multifactor.known().unwrap();
    let unread: Vec<_> = states.iter().filter(|one| one.state.known().is_none()).collect();
    assert_eq!(unread.len(), 1);
    let Reading::Unreadable(problem) = &unread[0].state else {
        panic!("{:?}", unread[0]);
    };
    assert_eq!((unread[0].user, problem.kind), (somebody, ProblemKind::ServiceFailed));
}

#[test]
fn a_token_that_ends_after_a_failure_is_renewed_and_nobody_is_asked() {
    let mut tab = signed_in(crowd(200), CROWD_ADMIN);
    let mut batches = 0;
    tab.world.on_answer.replace(Some(Box::new(move |request, mut answer| {
        if request.uri().path() == "/beta/$batch" {
            batches += 1;
            let body = String::from_utf8_lossy(answer.body()).into_owned();
            match batches {
                1 => answer = answer.map(|_| body.replacen("\"status\":200", "\"status\":503", 1).into_bytes()),
                2 => answer = answer.map(|_| body.replace("\"status\":200", "\"status\":401").into_bytes()),
                _ => {}
            }
        }
        Some(answer)
    })));
    tab.does(Command::Survey);
    assert_eq!(tab.problem(), None);
    assert_eq!(known_states(&tab), 200);
}

#[test]
fn a_reading_that_is_refused_as_a_whole_is_made_smaller() {
    for status in [
        StatusCode::BAD_REQUEST,
        StatusCode::PAYLOAD_TOO_LARGE,
        StatusCode::BAD_GATEWAY,
    ] {
        let mut tab = signed_in(TenantName::Contoso, ADMIN);
        let somebody = snapshot(&tab).users.known().unwrap()[7].id.to_string();
        spoil(&tab, "GET", vec![somebody], move || Ok(failed(status)));
        tab.does(Command::Survey);
        assert_eq!((tab.problem(), known_states(&tab)), (None, 39), "{status}");
    }
}

#[test]
fn two_that_spoil_their_readings_are_named_and_the_others_are_read() {
    for answer in [
        Ok(StatusCode::BAD_REQUEST),
        Ok(StatusCode::BAD_GATEWAY),
        Err(NoAnswer::Unreachable),
    ] {
        let mut tab = signed_in(TenantName::Contoso, ADMIN);
        let users = snapshot(&tab).users.known().unwrap();
        let two = vec![users[7].id.to_string(), users[31].id.to_string()];
        spoil(&tab, "GET", two, move || answer.map(failed));
        tab.does(Command::Survey);
        assert_eq!((tab.problem(), known_states(&tab)), (None, 38), "{answer:?}");
    }
}

#[test]
fn a_token_that_is_not_to_be_had_for_a_moment_costs_nobodys_state() {
    let mut tab = signed_in(crowd(200), CROWD_ADMIN);
    let (cloud, ended) = (Rc::clone(&tab.world), Cell::new(false));
    tab.world.in_its_place.replace(Some(Box::new(move |request| {
        let path = request.uri().path();
        if path == "/beta/$batch" && !ended.replace(true) {
            cloud.cloud.borrow_mut().expire_tokens();
            cloud
                .cloud
                .borrow_mut()
                .fail_next(Fault::status(503).on(Service::Login).path("/token"));
        }
        None
    })));
    tab.does(Command::Survey);
    assert_eq!(tab.problem(), None);
    assert_eq!(known_states(&tab), 200);
}

#[test]
fn who_can_never_be_asked_for_by_id_is_named_and_the_run_ends() {
    for answer in [Err(NoAnswer::Unreachable), Ok(())] {
        let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
        // Nobody is listed: each is asked for by their id, before and after.
        list_only_the_administrator(&tab);
        let gone = Fault::status(404).on(Service::Graph).method("DELETE").batch_items();
        tab.world.cloud.borrow_mut().fail_next(gone.times(39).after_executing());
        let somebody = tab.view.proposal.clone().unwrap().plan.items()[7].id.to_string();
        spoil(&tab, "GET", vec![somebody], move || {
            answer.map(|()| failed(StatusCode::BAD_GATEWAY))
        });
        tab.does(Command::Confirm(confirmation));
        let running = tab.view.running.clone().unwrap();
        assert_eq!(running.state, RunState::Ended(RunEnd::Finished));
        assert_eq!((running.fates.gone, running.failures.len()), (38, 1));
        assert_eq!(ids(&truth(&tab), "users").len(), 1);
    }
}

#[test]
fn nobody_else_is_asked_about_before_the_service_lets_them() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let gone = Fault::status(404).on(Service::Graph).method("DELETE").batch_items();
    tab.world.cloud.borrow_mut().fail_next(gone.times(39).after_executing());
    let later = Fault::status(429).on(Service::Graph).method("GET").batch_items();
    tab.world.cloud.borrow_mut().fail_next(later.times(20).retry_after(60));
    let before = tab.world.cloud.borrow().requests().len();
    tab.does(Command::Confirm(confirmation));
    assert_eq!(tab.view.running.clone().unwrap().fates.gone, 39);
    let cloud = tab.world.cloud.borrow();
    let asked = cloud.requests()[before..]
        .iter()
        .filter(|exchange| exchange.url.ends_with("/$batch") && exchange.request_body.contains("\"GET\""));
    let times: Vec<i64> = asked.map(|exchange| exchange.time.millis()).collect();
    assert!(times[1] - times[0] >= 60_000, "{times:?}");
}

#[test]
fn who_stops_a_run_that_reads_states_does_not_wait_for_the_other_states() {
    let mut tab = signed_in(crowd(1_500), CROWD_ADMIN);
    tab.does(Command::WaiveExport);
    let mut tab = tab.signs_in(Purpose::Carry(Work::DisableMultifactor), CROWD_ADMIN, "practice");
    tab.world.on_answer.replace(Some(Box::new(|_, answer| {
        Some(answer.map(|body| {
            String::from_utf8_lossy(&body)
                .replace("\"disabled\"", "\"enabled\"")
                .into_bytes()
        }))
    })));
    let confirmation = confirmation(&mut tab, Work::DisableMultifactor);
    let world = Rc::clone(&tab.world);
    let before = world.cloud.borrow().requests().len();
    tab.does_and_steers(
        Command::Confirm(confirmation),
        Duration::from_millis(500),
        Steering::Stop,
    );
    let running = tab.view.running.clone().unwrap();
    assert_eq!(running.state, RunState::Ended(RunEnd::Stopped));
    let cloud = world.cloud.borrow();
    let asked = cloud.requests()[before..]
        .iter()
        .filter(|exchange| exchange.url.ends_with("beta/$batch"));
    assert!(asked.count() < 20);
}

/// Requests with this method that name one of these get this answer as a whole, and never arrive.
fn spoil(
    tab: &Tab,
    method: &'static str,
    names: Vec<String>,
    answer: impl Fn() -> Result<Response<Vec<u8>>, NoAnswer> + 'static,
) {
    tab.world
        .in_its_place
        .replace(Some(Box::new(move |request: &Request<Vec<u8>>| {
            let body = String::from_utf8_lossy(request.body());
            let is_spoilt = body.contains(method) && names.iter().any(|name| body.contains(name));
            is_spoilt.then(&answer)
        })));
}

fn failed(status: StatusCode) -> Response<Vec<u8>> {
    let mut failed = Response::new(b"<html>No</html>".to_vec());
    *failed.status_mut() = status;
    failed
}
