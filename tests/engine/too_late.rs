//! What nobody can take back any more is said as it is: who was deleted before they were excluded, and who was restored before
//! they were deleted for good.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use http::{Request, StatusCode};
use luk::protocol::Command;
use luk::tenant::ProblemKind;
use luk::tenant::ids::UserId;
use practice::TenantName;

use crate::steps::{about_to_delete_users, about_to_purge_users, ids, keep, kept_elsewhere, planned, truth};
use crate::tab::{ADMIN, Tab};

/// Whom a run names at its end, and why.
fn named(tab: &Tab) -> Vec<(UserId, ProblemKind)> {
    let running = tab.view.running.as_ref().unwrap();
    let named = running.failures.iter();
    named
        .map(|failure| (UserId(failure.item.id), failure.problem.kind))
        .collect()
}

#[test]
fn who_is_excluded_when_they_are_deleted_already_is_not_said_to_be_left_alone() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let user = planned(&tab, 0);
    let (helm, kept) = (tab.engine.helm(), kept_elsewhere(&tab, &keep(user)));
    let lost = Cell::new(false);
    // The first is deleted, its answer is lost, and before it is sent again somebody excludes it.
    tab.world.on_answer.replace(Some(Box::new(move |request, mut answer| {
        if request.uri().path().ends_with("$batch") && !lost.replace(true) {
            *answer.status_mut() = StatusCode::BAD_GATEWAY;
            helm.learn(kept.clone());
        }
        Some(answer)
    })));
    tab.does(Command::Confirm(confirmation));
    assert!(!ids(&truth(&tab), "users").contains(&user.to_string()));
    assert_eq!(named(&tab), [(user, ProblemKind::KeptTooLate)]);
    let fates = tab.view.running.unwrap().fates;
    assert_eq!((fates.gone, fates.left_out, fates.failed), (39, 0, 0));
}

#[test]
fn who_is_restored_before_their_turn_is_not_said_to_be_deleted_for_good() {
    let (mut tab, confirmation) = about_to_purge_users();
    let user = planned(&tab, 20);
    let (world, restored) = (Rc::clone(&tab.world), Cell::new(false));
    tab.world.on_request.replace(Some(Box::new(move |request| {
        if request.uri().path().ends_with("$batch") && !restored.replace(true) {
            let origin = world.cloud.borrow().origins().graph.clone();
            let restore = Request::post(format!("{origin}/v1.0/directory/deletedItems/{user}/restore"))
                .header("authorization", &request.headers()["authorization"])
                .header("content-type", "application/json");
            let restore = restore.body(b"{}".to_vec()).unwrap();
            let answer = world.cloud.borrow_mut().handle(world.timestamp(), restore);
            assert_eq!(answer.status(), StatusCode::OK);
        }
    })));
    tab.does(Command::Confirm(confirmation));
    assert!(ids(&truth(&tab), "users").contains(&user.to_string()));
    assert_eq!(named(&tab), [(user, ProblemKind::Restored)]);
    assert_eq!(tab.view.running.unwrap().fates.gone, 38);
}

#[test]
fn who_is_excluded_while_the_tenant_is_read_at_the_end_is_named_as_deleted_already() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    tab.world.cloud.borrow_mut().set_list_lag(Duration::from_mins(3));
    let user = planned(&tab, 12);
    let (helm, kept) = (tab.engine.helm(), kept_elsewhere(&tab, &keep(user)));
    let lists = Cell::new(0);
    tab.world.on_request.replace(Some(Box::new(move |request| {
        lists.set(lists.get() + u32::from(request.uri().path() == "/v1.0/users"));
        if lists.get() == 3 {
            helm.learn(kept.clone());
        }
    })));
    tab.does(Command::Confirm(confirmation));
    assert_eq!(named(&tab), [(user, ProblemKind::KeptTooLate)]);
}

#[test]
fn who_is_left_in_a_bin_that_lags_behind_is_not_said_to_be_deleted_for_good() {
    let (mut tab, confirmation) = about_to_purge_users();
    let user = planned(&tab, 38);
    let (helm, kept) = (tab.engine.helm(), kept_elsewhere(&tab, &keep(user)));
    let (world, lists) = (Rc::clone(&tab.world), Cell::new(0));
    tab.world.on_request.replace(Some(Box::new(move |request| {
        let path = request.uri().path();
        lists.set(lists.get() + u32::from(path.ends_with("microsoft.graph.user")));
        if path.ends_with("$batch") && lists.get() == 1 {
            helm.learn(kept.clone());
        } else if lists.get() == 2 {
            world.cloud.borrow_mut().set_bin_lag(Duration::from_mins(10));
        }
    })));
    tab.does(Command::Confirm(confirmation));
    assert!(ids(&truth(&tab), "deletedUsers").contains(&user.to_string()));
    assert_eq!(named(&tab), []);
    let fates = tab.view.running.unwrap().fates;
    assert_eq!((fates.gone, fates.left_out), (38, 1));
}
