//! Reading a tenant that answers badly: lists that break in the middle, services that ask to be left alone, and a person who
//! does not want to wait for it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use http::{HeaderValue, StatusCode};
use luk::protocol::{ArchivePlace, Command, RunEnd, RunState, Steering};
use luk::tenant::ProblemKind;
use practice::{Fault, Service, TenantName};
use serde_json::{Value, json};

use crate::steps::{TINY_ADMIN, about_to_delete_users, crowd};
use crate::tab::{ADMIN, Tab, signed_in};

const CROWD_ADMIN: &str = "admin@crowd.onmicrosoft.com";

/// More than two pages of users.
const MANY: u32 = 2_500;

fn with_many_users() -> Tab {
    signed_in(crowd(MANY), CROWD_ADMIN)
}

fn reads_all_users(tab: &mut Tab) {
    tab.does(Command::Survey);
    assert_eq!(tab.problem(), None);
    let users = tab.view.snapshot.as_ref().unwrap().users.clone();
    assert_eq!(users.known().map(|users| users.len()), Some(MANY as usize), "{users:?}");
}

/// What comes for a later page of the users, so many times, is changed.
fn spoil(tab: &Tab, times: u32, mut change: impl FnMut(&http::Uri, &mut Value) + 'static) {
    let mut left = times;
    tab.world.on_answer.replace(Some(Box::new(move |request, answer| {
        let page = request.uri().path() == "/v1.0/users" && request.uri().to_string().contains("skiptoken");
        if !page || left == 0 {
            return Some(answer);
        }
        left -= 1;
        Some(answer.map(|body| {
            let mut page = serde_json::from_slice(&body).unwrap();
            change(request.uri(), &mut page);
            page.to_string().into_bytes()
        }))
    })));
}

#[test]
fn a_list_whose_next_page_has_expired_is_read_from_its_beginning() {
    for status in [400, 410] {
        let mut tab = with_many_users();
        let expired = Fault::status(status).on(Service::Graph).method("GET").path("skiptoken");
        tab.world.cloud.borrow_mut().fail_next(expired.skip(1).times(2));
        reads_all_users(&mut tab);
    }
}

#[test]
fn a_list_that_leads_in_a_circle_or_breaks_off_is_read_from_its_beginning() {
    let mut tab = with_many_users();
    spoil(&tab, 2, |address, page| {
        page["@odata.nextLink"] = json!(address.to_string())
    });
    reads_all_users(&mut tab);
    spoil(&tab, 2, |_, page| *page = json!("cut off"));
    reads_all_users(&mut tab);
}

#[test]
fn a_list_that_never_makes_sense_is_given_up() {
    let mut tab = with_many_users();
    let expired = Fault::status(400).on(Service::Graph).method("GET").path("skiptoken");
    tab.world.cloud.borrow_mut().fail_next(expired.times(100));
    tab.does(Command::Survey);
    let users = tab.view.snapshot.as_ref().unwrap().users.clone();
    assert!(users.known().is_none());
}

#[test]
fn a_list_that_always_links_to_another_page_and_brings_nothing_new_comes_to_an_end() {
    for empty in [true, false] {
        let mut tab = with_many_users();
        let mut first = json!([]);
        let mut number = 0;
        tab.world.on_answer.replace(Some(Box::new(move |request, mut answer| {
            let address = request.uri().to_string();
            if request.uri().path() != "/v1.0/users" {
                return Some(answer);
            }
            if !address.contains("skiptoken") {
                let mut page: Value = serde_json::from_slice(answer.body()).unwrap();
                first = page["value"].take();
                return Some(answer);
            }
            number += 1;
            assert!(number < 3_000, "it goes on for ever");
            let (before, _) = address.split_once("skiptoken=").unwrap();
            let next = format!("{before}skiptoken=again{number}");
            let value = if empty { json!([]) } else { first.clone() };
            *answer.status_mut() = StatusCode::OK;
            Some(answer.map(|_| {
                json!({"@odata.nextLink": next, "value": value})
                    .to_string()
                    .into_bytes()
            }))
        })));
        tab.does(Command::Survey);
        assert_eq!(tab.problem(), Some(ProblemKind::AnswerNotUnderstood));
    }
}

#[test]
fn the_token_endpoint_is_left_alone_for_as_long_as_it_asks() {
    let documents: [&[u8]; 2] = [
        br#"{"error":"temporarily_unavailable"}"#,
        b"<html>Service unavailable</html>",
    ];
    for document in documents {
        let mut tab = signed_in(TenantName::Tiny, TINY_ADMIN);
        tab.world.cloud.borrow_mut().expire_tokens();
        let asked: Rc<RefCell<Vec<i64>>> = Rc::default();
        let asks = Rc::clone(&asked);
        let world = Rc::clone(&tab.world);
        tab.world.on_answer.replace(Some(Box::new(move |request, mut answer| {
            if request.uri().path().ends_with("/token") {
                asks.borrow_mut().push(world.timestamp().millis());
                if asks.borrow().len() < 4 {
                    *answer.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
                    let headers = answer.headers_mut();
                    headers.insert("retry-after", HeaderValue::from_static("90"));
                    headers.insert("access-control-expose-headers", HeaderValue::from_static("Retry-After"));
                    *answer.body_mut() = document.to_vec();
                }
            }
            Some(answer)
        })));
        tab.does(Command::Survey);
        assert_eq!(tab.problem(), None);
        let asked = asked.borrow();
        assert_eq!(asked.len(), 4);
        assert!(asked.windows(2).all(|two| two[1] - two[0] >= 90_000), "{asked:?}");
    }
}

#[test]
fn who_stops_a_run_waits_for_no_token() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let (world, helm, expired) = (Rc::clone(&tab.world), tab.engine.helm(), Cell::new(false));
    let stopped_at = Rc::new(Cell::new(None));
    let stops_at = Rc::clone(&stopped_at);
    tab.world.on_request.replace(Some(Box::new(move |request| {
        let path = request.uri().path();
        if path == "/v1.0/$batch" && !expired.replace(true) {
            world.cloud.borrow_mut().expire_tokens();
        } else if path.ends_with("/token") && stops_at.get().is_none() {
            world.latency.set(Duration::from_secs(90));
            helm.steer(Steering::Stop);
            stops_at.set(Some(world.timestamp().millis()));
        } else if stops_at.get().is_some() {
            world.latency.set(Duration::from_millis(50));
        }
    })));
    tab.does(Command::Confirm(confirmation));
    assert_eq!(
        tab.view.running.clone().unwrap().state,
        RunState::Ended(RunEnd::Stopped)
    );
    let took = tab.world.timestamp().millis() - stopped_at.get().expect("a token was asked for");
    assert!(took < 5_000, "{took}");
}

#[test]
fn who_stops_waits_for_no_server_that_stalls() {
    for path in ["/v1.0/organization", "/v1.0/users", "/oauth2/v2.0/token"] {
        let mut tab = signed_in(TenantName::Contoso, ADMIN);
        tab.world.cloud.borrow_mut().expire_tokens();
        let stopped_at = Rc::new(Cell::new(None));
        let stops_at = Rc::clone(&stopped_at);
        let (world, helm) = (Rc::clone(&tab.world), tab.engine.helm());
        tab.world.on_request.replace(Some(Box::new(move |request| {
            if request.uri().path().ends_with(path) && stops_at.get().is_none() {
                world.latency.set(Duration::from_secs(90));
                helm.steer(Steering::Stop);
                stops_at.set(Some(world.timestamp().millis()));
            }
        })));
        tab.does(Command::Export(ArchivePlace::PrivateFile));
        let stopped_at = stopped_at.get().expect("it was asked for");
        let took = tab.world.timestamp().millis() - stopped_at;
        assert!(took < 3_000, "{path}: {took}");
    }
}
