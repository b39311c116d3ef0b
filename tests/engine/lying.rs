//! Answers and lists that lag or lie: what a run says to be gone is gone, and what is there is named.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use luk::client::World;
use luk::protocol::{Command, Event, Purpose, RunEnd, RunState, Steering, WaitReason};
use luk::tenant::ProblemKind;
use luk::tenant::plan::Work;
use practice::{Fault, Service, TenantName};
use serde_json::Value;

use crate::steps::{
    TINY_ADMIN, about_to_delete_users, about_to_purge_users, confirmation, ids, list_only_the_administrator, truth,
};
use crate::tab::{ADMIN, Tab, signed_in};

#[test]
fn lists_that_lag_behind_are_waited_for() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Tiny, TINY_ADMIN);
    tab.world.cloud.borrow_mut().set_list_lag(Duration::from_secs(90));
    tab.does(Command::Confirm(confirmation));
    let running = tab.view.running.clone().unwrap();
    assert_eq!((running.fates.gone, running.failures), (2, vec![]));
}

#[test]
fn a_success_that_graph_does_not_know_is_none() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let odd = Fault::status(299).on(Service::Graph).method("DELETE").batch_items();
    tab.world.cloud.borrow_mut().fail_next(odd.skip(5).times(1));
    list_only_the_administrator(&tab);
    tab.does(Command::Confirm(confirmation));
    let running = tab.view.running.clone().unwrap();
    assert_eq!((running.fates.gone, running.failures), (39, vec![]));
    assert_eq!(ids(&truth(&tab), "users").len(), 1);
}

#[test]
fn who_is_listed_twice_is_counted_and_planned_once() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    tab.world.on_answer.replace(Some(Box::new(|request, answer| {
        let lists = request.uri().path() == "/v1.0/users";
        Some(if lists {
            answer.map(|body| with_the_first_twice(&body))
        } else {
            answer
        })
    })));
    tab.does(Command::Survey);
    assert_eq!(tab.view.snapshot.as_ref().unwrap().users.known().unwrap().len(), 40);
    tab.does(Command::Propose(Work::DeleteUsers));
    assert_eq!(tab.view.proposal.as_ref().unwrap().plan.count(), 39);
}

fn with_the_first_twice(list: &[u8]) -> Vec<u8> {
    let mut page: Value = serde_json::from_slice(list).unwrap();
    let users = page["value"].as_array_mut().unwrap();
    users.push(users[0].clone());
    page.to_string().into_bytes()
}

#[test]
fn who_is_asked_for_by_id_is_asked_for_again_until_the_answer_is_clear() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    // Said not to be there, and really gone; so each is asked for by its id in the end.
    let gone = Fault::status(404).on(Service::Graph).method("DELETE").batch_items();
    tab.world.cloud.borrow_mut().fail_next(gone.times(39).after_executing());
    let throttled = Fault::status(429).on(Service::Graph).method("GET").batch_items();
    tab.world.cloud.borrow_mut().fail_next(throttled.times(25));
    let mut refused = false;
    tab.world.on_answer.replace(Some(Box::new(move |request, answer| {
        let asks = request.uri().path() == "/v1.0/$batch" && String::from_utf8_lossy(request.body()).contains("GET");
        if asks && !refused {
            refused = true;
            return None;
        }
        Some(answer)
    })));
    tab.does(Command::Confirm(confirmation));
    let running = tab.view.running.clone().unwrap();
    assert_eq!(
        (running.state, running.fates.gone, running.failures),
        (RunState::Ended(RunEnd::Finished), 39, vec![])
    );
}

#[test]
fn who_is_said_not_to_be_there_and_left_out_of_the_list_is_asked_for_by_id() {
    goes_after_lies_about_them_by_id(0);
}

#[test]
fn who_is_said_not_to_be_there_and_is_listed_is_deleted_after_all() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let lie = Fault::status(404).on(Service::Graph).method("DELETE").batch_items();
    tab.world.cloud.borrow_mut().fail_next(lie.skip(5).times(7));
    tab.does(Command::Confirm(confirmation));
    all_are_gone(&tab);
}

#[test]
fn who_was_doubted_is_gone_only_when_no_answer_in_a_row_says_otherwise() {
    goes_after_lies_about_them_by_id(1);
    goes_after_lies_about_them_by_id(2);
}

/// Somebody is said not to be there when they are to be deleted, and so many times when they are asked for; lists leave them
/// out.
fn goes_after_lies_about_them_by_id(lies: u32) {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let lie = |method| Fault::status(404).on(Service::Graph).method(method).batch_items();
    {
        let mut cloud = tab.world.cloud.borrow_mut();
        cloud.fail_next(lie("DELETE").skip(5).times(1));
        cloud.fail_next(lie("GET").times(lies));
    }
    let somebody = tab.view.proposal.as_ref().unwrap().plan.items()[5].id.to_string();
    only_one_list_shows(&tab, &somebody, 1);
    tab.does(Command::Confirm(confirmation));
    all_are_gone(&tab);
}

/// All lists but the one of this number leave somebody out.
fn only_one_list_shows(tab: &Tab, somebody: &str, number: u32) {
    let hidden = somebody.to_owned();
    let mut lists = 0;
    tab.world.on_answer.replace(Some(Box::new(move |request, answer| {
        if request.uri().path() != "/v1.0/users" {
            return Some(answer);
        }
        lists += 1;
        Some(if lists == number {
            answer
        } else {
            answer.map(|body| without(&hidden, &body))
        })
    })));
}

/// What was lied about has been sent after all: all users are gone, and none is named.
fn all_are_gone(tab: &Tab) {
    let running = tab.view.running.clone().unwrap();
    assert_eq!((running.fates.gone, running.failures), (39, vec![]));
    assert_eq!(ids(&truth(tab), "users").len(), 1);
}

#[test]
fn who_is_listed_and_yet_not_found_when_a_run_goes_on_is_asked_for_again_at_its_end() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let somebody = tab.view.proposal.as_ref().unwrap().plan.items()[1].id.to_string();
    tab.steers_at_the_first_batch(Steering::Stop);
    tab.does(Command::Confirm(confirmation));
    let lie = Fault::status(404).on(Service::Graph).method("GET").batch_items();
    tab.world.cloud.borrow_mut().fail_next(lie.times(1));
    only_one_list_shows(&tab, &somebody, 1);
    tab.does(Command::Resume);
    all_are_gone(&tab);
}

#[test]
fn who_is_neither_listed_nor_found_when_a_run_begins_is_asked_for_again_at_its_end() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let lie = Fault::status(404).on(Service::Graph).method("GET").batch_items();
    tab.world.cloud.borrow_mut().fail_next(lie.times(1));
    list_only_the_administrator(&tab);
    tab.does(Command::Confirm(confirmation));
    all_are_gone(&tab);
}

#[test]
fn who_was_found_gone_and_is_then_seen_in_a_list_is_asked_for_by_id_when_the_next_list_leaves_them_out() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let lie = Fault::status(404).on(Service::Graph).method("GET").batch_items();
    tab.world.cloud.borrow_mut().fail_next(lie.times(1));
    let somebody = tab.view.proposal.as_ref().unwrap().plan.items()[7].id.to_string();
    // The run begins with the first; the second one is read when nothing is left to do.
    only_one_list_shows(&tab, &somebody, 2);
    tab.does(Command::Confirm(confirmation));
    all_are_gone(&tab);
}

fn without(id: &str, list: &[u8]) -> Vec<u8> {
    let mut page: Value = serde_json::from_slice(list).unwrap();
    page["value"].as_array_mut().unwrap().retain(|user| user["id"] != id);
    page.to_string().into_bytes()
}

#[test]
fn a_bin_that_lags_behind_is_waited_for_and_emptied_after_all() {
    let (mut tab, confirmation) = about_to_purge_users();
    // Shown a moment ago, and from here on neither listed nor found, like what was deleted in these ten minutes.
    tab.world.cloud.borrow_mut().set_bin_lag(Duration::from_mins(10));
    let shown = Rc::new(Cell::new(None));
    let shows = Rc::clone(&shown);
    tab.does_while(Command::Confirm(confirmation), |world, _| async move {
        world.sleep(Duration::from_mins(5)).await;
        let states = world.events.borrow();
        shows.set(states.iter().rev().find_map(|event| match event {
            Event::Running(running) => Some((running.state.clone(), running.fates.planned)),
            _ => None,
        }));
    });
    let (state, planned) = shown.take().expect("the person is told how it goes");
    let RunState::Waiting { reason, .. } = state else {
        panic!("{state:?}");
    };
    assert_eq!(
        (reason, planned),
        (WaitReason::ListsLag, 39),
        "nobody is said to be gone yet"
    );
    let running = tab.view.running.clone().unwrap();
    assert_eq!((running.fates.gone, running.failures), (39, vec![]));
    assert_eq!(ids(&truth(&tab), "deletedUsers").len(), 0);
}

#[test]
fn a_second_factor_is_not_overlooked_for_one_wrong_answer() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    tab.does(Command::WaiveExport);
    let lie = || {
        Fault::status(404)
            .on(Service::Graph)
            .method("GET")
            .path("/authentication")
            .batch_items()
    };
    tab.world.cloud.borrow_mut().fail_next(lie().times(40 * 4));
    let mut tab = tab.signs_in(Purpose::Carry(Work::DisableMultifactor), ADMIN, "practice");
    let confirmation = confirmation(&mut tab, Work::DisableMultifactor);
    let count = confirmation.count_read;
    {
        let mut cloud = tab.world.cloud.borrow_mut();
        let refused = Fault::status(403).on(Service::Graph).method("PATCH").batch_items();
        cloud.fail_next(refused.skip(5).times(1));
        // One answer for each when the run begins; of the next ones none is true.
        cloud.fail_next(lie().skip(count).times(4 * count));
    }
    tab.does(Command::Confirm(confirmation));
    let running = tab.view.running.clone().unwrap();
    let named: Vec<_> = running.failures.iter().map(|failure| failure.problem.kind).collect();
    assert_eq!((running.fates.gone, named), (count - 1, vec![ProblemKind::Forbidden]));
    assert_eq!(tab.view.counts().unwrap().multifactor_on, Some(1));
}
