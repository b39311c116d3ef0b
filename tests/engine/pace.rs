//! How fast a run is by the published quota, in virtual time: it uses what the quota allows, and asks for no more.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use luk::client::World;
use luk::protocol::{Command, Event, Purpose, RunEnd, RunState};
use luk::tenant::plan::Work;
use practice::FaultFamily;
use serde_json::Value;

use crate::practice_world::PracticeWorld;
use crate::signing_in::person::Person;
use crate::steps::{about_to_delete_users, crowd, ids, truth};
use crate::tab::Tab;

/// The published quota: so many at once, then so many a second.
const BURST: u32 = 3_000;
const A_SECOND: u32 = 20;

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

/// How many requests were throttled of a run whose tab is closed, and that goes on in a new one. Nothing is said of what is used;
/// of every so many batches in the first tab one is carried out and refused all the same.
fn throttled_in_a_new_tab(one_in: Option<u32>) -> u32 {
    let admin = "admin@crowd.onmicrosoft.com";
    let (tab, confirmation) = about_to_delete_users(crowd(7_000), admin);
    let world = Rc::clone(&tab.world);
    let refuses = Rc::new(Cell::new(one_in));
    let (refused, batches) = (Rc::clone(&refuses), Cell::new(0_u32));
    world.on_answer.replace(Some(Box::new(move |request, mut answer| {
        batches.set(batches.get() + u32::from(request.uri().path().ends_with("$batch")));
        if refused.get().is_some_and(|one_in| batches.get() % one_in == 1) {
            *answer.status_mut() = http::StatusCode::BAD_GATEWAY;
        }
        Some(answer.map(|body| {
            String::from_utf8_lossy(&body)
                .replace("x-ms-throttle", "x-other")
                .into_bytes()
        }))
    })));
    let storage = tab.closes_after_requests(Command::Confirm(confirmation), 140);
    refuses.set(None);
    let mut tab = Tab::open(&world, storage, None).signs_in(Purpose::Carry(Work::DeleteUsers), admin, "practice");
    tab.does(Command::Resume);
    assert_eq!(ids(&truth(&tab), "users").len(), 1);
    figures(&tab).throttled
}

#[test]
fn a_run_that_goes_on_in_a_new_tab_spends_no_part_of_the_quota_twice() {
    assert_eq!(throttled_in_a_new_tab(None), 0);
    assert_eq!(throttled_in_a_new_tab(Some(3)), 0, "what was refused was sent, too");
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

/// Deletes so many users while a family of faults strikes one request in four for half a minute. Returns how long it takes
/// from then on, and the best time that is allowed: what the quota needs for those who are left then, after the longest
/// wait that a refusal had asked for. What was deleted and never answered is among those who are left: nobody knows.
fn deletes_after_faults(family: FaultFamily, users: u32) -> (f64, f64) {
    let account = "admin@crowd.onmicrosoft.com";
    let (mut tab, confirmation) = about_to_delete_users(crowd(users), account);
    // An answer of 100 MB costs a tenth of a second of real time.
    let rate = if family == FaultFamily::HugeAnswer { 5 } else { 250 };
    tab.world.cloud.borrow_mut().set_fault_rate(family, rate);
    let fair = Rc::new(Cell::new(None));
    let becomes_fair = Rc::clone(&fair);
    let person = Person::beside(&tab);
    tab.does_while(Command::Confirm(confirmation), |world, _| async move {
        world.sleep(Duration::from_secs(30)).await;
        becomes_fair.set(Some(fair_weather(&world)));
        // Who is waited for signs in again.
        for _ in 0..60 {
            match person.states().last() {
                Some(RunState::AwaitsSignIn(_)) => person.signs_in(account).await,
                Some(RunState::Ended(_)) => break,
                _ => world.sleep(Duration::from_secs(5)).await,
            }
        }
    });
    while matches!(
        tab.view.running.clone().unwrap().state,
        RunState::Ended(RunEnd::Interrupted(_))
    ) {
        tab = tab.signs_in(Purpose::Carry(Work::DeleteUsers), account, "practice");
        tab.does(Command::Resume);
        assert_eq!(tab.problem(), None, "{family:?}");
    }
    let running = tab.view.running.clone().unwrap();
    let named = running.failures.len();
    assert_eq!(ids(&truth(&tab), "users").len(), 1 + named, "{family:?}");
    let (from, left) = fair.get().unwrap();
    let cloud = tab.world.cloud.borrow();
    let asked = cloud
        .requests()
        .iter()
        .filter(|exchange| exchange.time.millis() <= from);
    let asked = asked
        .map(|exchange| exchange.time.millis() + longest_wait(exchange))
        .max();
    let mut deletes = cloud.requests().iter().rev();
    let last = deletes
        .find(|exchange| exchange.request_body.contains("\"DELETE\""))
        .unwrap();
    let seconds = |milliseconds: i64| Duration::from_millis(milliseconds.max(0).try_into().unwrap()).as_secs_f64();
    let optimum = seconds(asked.unwrap() - from) + f64::from(left) / f64::from(A_SECOND);
    (seconds(last.time.millis() - from), optimum)
}

/// Nothing goes wrong from now on. Returns when that is, and how many things the run does not know to be gone.
fn fair_weather(world: &PracticeWorld) -> (i64, u32) {
    world.cloud.borrow_mut().clear_faults();
    let fates = world.events.borrow().iter().rev().find_map(|event| match event {
        Event::Running(running) => Some(running.fates),
        _ => None,
    });
    let left = fates.map(|fates| fates.planned + fates.sent + fates.throttled);
    (world.timestamp().millis(), left.unwrap())
}

/// The longest wait that an answer asks for, its items' included, in milliseconds; a date as the longest that Luk keeps.
fn longest_wait(exchange: &practice::Exchange) -> i64 {
    let milliseconds = |text: &str| {
        text.parse::<f64>()
            .map_or(900_000, |seconds| (seconds * 1_000.0) as i64)
    };
    let headers = exchange.response_headers.iter();
    let outer = headers
        .filter(|(name, _)| name == "retry-after")
        .map(|(_, value)| milliseconds(value));
    let body: Value = serde_json::from_str(&exchange.response_body).unwrap_or_default();
    let items = body["responses"].as_array().cloned().unwrap_or_default();
    let inner = items
        .iter()
        .filter_map(|one| one["headers"]["Retry-After"].as_str().map(milliseconds));
    inner.chain(outer).max().unwrap_or(0)
}

#[test]
fn when_faults_stop_a_run_ends_in_at_most_a_quarter_more_than_the_quota_needs() {
    // A role that is gone stays gone.
    let families = FaultFamily::ALL.into_iter();
    let families: Vec<_> = families.filter(|family| *family != FaultFamily::RoleLost).collect();
    std::thread::scope(|scope| {
        for some in families.chunks(families.len().div_ceil(2)) {
            scope.spawn(move || {
                for family in some {
                    let (seconds, optimum) = deletes_after_faults(*family, 4_000);
                    println!("{family:?}: {seconds:.0} s of {optimum:.0} s");
                    assert!(seconds <= optimum * 1.25, "{family:?}: {seconds} s of {optimum} s");
                }
            });
        }
    });
}
