//! How fast a run is by the published quota, in virtual time: it uses what the quota allows, and asks for no more.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use luk::client::World;
use luk::protocol::{Command, Event};
use practice::Tenant;
use serde_json::Value;

use crate::steps::{about_to_delete_users, ids, truth};
use crate::support::Tab;

/// The published quota: so many at once, then so many a second.
const BURST: u32 = 3_000;
const A_SECOND: u32 = 20;

fn crowd(users: u32) -> Tenant {
    let text = format!(
        r#"{{"name": "crowd", "displayName": "Crowd", "moreUsers": {}, "users": [
            {{"userPrincipalName": "admin", "displayName": "Administrator", "roles": ["Global Administrator"]}}]}}"#,
        users - 1
    );
    Tenant::from_json(&text).unwrap()
}

/// What a run has cost.
struct Figures {
    /// From the first deleting batch to the last answer.
    seconds: f64,
    batches: u32,
    throttled: u32,
}

fn figures(tab: &Tab) -> Figures {
    let cloud = tab.world.cloud.borrow();
    let deletes = cloud
        .requests()
        .iter()
        .filter(|exchange| exchange.url.ends_with("/$batch") && exchange.request_body.contains("\"DELETE\""));
    let mut times = Vec::new();
    let mut throttled = 0;
    for exchange in deletes {
        times.push(exchange.time.millis());
        let body: Value = serde_json::from_str(&exchange.response_body).unwrap();
        let answers = body["responses"].as_array().unwrap();
        throttled += answers.iter().filter(|one| one["status"] == 429).count();
    }
    let whole = times.last().unwrap() - times.first().unwrap();
    Figures {
        seconds: Duration::from_millis(whole.try_into().unwrap()).as_secs_f64(),
        batches: u32::try_from(times.len()).unwrap(),
        throttled: u32::try_from(throttled).unwrap(),
    }
}

/// Deletes so many users and returns the figures, with the best time that the quota allows.
fn deletes(users: u32) -> (Figures, f64) {
    let (mut tab, confirmation) = about_to_delete_users(crowd(users), "admin@crowd.onmicrosoft.com");
    tab.does(Command::Confirm(confirmation));
    assert_eq!(ids(&truth(&tab), "users").len(), 1);
    let optimum = f64::from(users - 1 - BURST) / f64::from(A_SECOND);
    (figures(&tab), optimum)
}

fn holds(users: u32) {
    let (figures, optimum) = deletes(users);
    let share = optimum / figures.seconds;
    println!(
        "{users} users: {:.1} s, {:.2} % of the quota's optimum; {} batches; {} throttled",
        figures.seconds,
        share * 100.0,
        figures.batches,
        figures.throttled
    );
    assert!(share >= 0.97, "{share}");
    assert!(f64::from(figures.batches) <= f64::from(users) / 20.0 * 1.02 + 5.0);
    assert!(figures.throttled * 1_000 <= users);
}

#[test]
fn ten_thousand_users_go_as_fast_as_the_quota_allows() {
    holds(10_000);
}

#[test]
#[ignore = "takes its time: `cargo xtask bench` runs it"]
fn a_hundred_thousand_users_go_as_fast_as_the_quota_allows() {
    holds(100_000);
}

#[test]
fn nothing_is_throttled_while_another_app_spends_half_of_the_quota() {
    let (mut tab, confirmation) = about_to_delete_users(crowd(6_000), "admin@crowd.onmicrosoft.com");
    tab.does_while(Command::Confirm(confirmation), |world, _| async move {
        for _ in 0..600 {
            world.sleep(Duration::from_secs(1)).await;
            let now = world.timestamp();
            world.cloud.borrow_mut().spend_writes(now, A_SECOND / 2);
        }
    });
    let figures = figures(&tab);
    assert_eq!(figures.throttled, 0);
    let optimum = f64::from(6_000 - 1 - BURST) / f64::from(A_SECOND / 2);
    assert!(figures.seconds < optimum * 1.1, "{} of {optimum}", figures.seconds);
}

#[test]
fn after_two_minutes_the_time_that_is_left_is_known_to_a_tenth() {
    let (mut tab, confirmation) = about_to_delete_users(crowd(10_000), "admin@crowd.onmicrosoft.com");
    let said = Rc::new(Cell::new(None));
    let says = Rc::clone(&said);
    tab.does_while(Command::Confirm(confirmation), |world, _| async move {
        world.sleep(Duration::from_mins(2)).await;
        let left = world.events.borrow().iter().rev().find_map(|event| match event {
            Event::Running(running) => running.time_left,
            _ => None,
        });
        says.set(left.map(|left| (world.timestamp().millis(), left)));
    });
    let (at, left) = said.get().expect("a time");
    let cloud = tab.world.cloud.borrow();
    let mut deletes = cloud.requests().iter().rev();
    let last = deletes
        .find(|exchange| exchange.request_body.contains("\"DELETE\""))
        .unwrap();
    let real = Duration::from_millis((last.time.millis() - at).try_into().unwrap());
    let error = left.abs_diff(real).as_secs_f64() / real.as_secs_f64();
    assert!(error <= 0.1, "{left:?} of {real:?}");
}
