//! Two tenants in one browser, a tenant that is gone, and what has changed in one since a plan was made.

use std::rc::Rc;
use std::time::Duration;

use http::StatusCode;
use luk::protocol::{Command, Purpose, Steering, Watch};
use luk::tenant::plan::{Reason, Work};
use luk::tenant::progress::{CloudName, ExportState, Progress};
use luk::tenant::receipt::Receipt;
use luk::tenant::{Moment, ProblemKind, TenantId};
use practice::{Fault, Service, TenantName};
use serde_json::json;

use crate::steps::{about_to_delete_users, confirmation, ids, truth, written};
use crate::tab::{ADMIN, Storage, Tab, signed_in};

/// What another tab keeps that closes another tenant.
fn another_tenants() -> Progress {
    Progress {
        tenant: Some(TenantId("11111111-2222-4333-8444-555555555555".parse().unwrap())),
        cloud: Some(CloudName::Practice),
        started_at: Some(Moment::from_milliseconds(1_700_000_000_000)),
        export: ExportState::Waived {
            at: Moment::from_milliseconds(1_700_000_000_000),
        },
        ..Progress::default()
    }
}

fn hears(tab: &mut Tab, progress: &Progress) {
    tab.does(Command::TakeIn(progress.to_text().ok()));
}

#[test]
fn what_another_tab_says_of_another_tenant_is_neither_taken_in_nor_written_over() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    let before = tab.view.progress.clone();
    tab.storage.progress = another_tenants().to_text().ok();
    hears(&mut tab, &another_tenants());
    tab.does(Command::Survey);
    assert_eq!(tab.view.progress.tenant, before.tenant);
    assert_eq!(tab.view.progress.export, ExportState::Missing);
    assert_eq!(tab.storage.progress, another_tenants().to_text().ok());
    tab.does(Command::WaiveExport);
    assert_eq!(tab.storage.progress, another_tenants().to_text().ok());
    // There the closing is forgotten: what is kept is this one's again.
    tab.does(Command::TakeIn(None));
    tab.does(Command::Survey);
    let kept = Progress::from_text(tab.storage.progress.as_deref().unwrap()).unwrap();
    assert_eq!((kept.tenant, kept.export), (before.tenant, ExportState::Missing));
}

#[test]
fn nothing_runs_and_no_plan_is_dropped_while_the_browser_keeps_another_tenants_closing() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    *tab.world.plan.borrow_mut() = Some("the other tenant's".to_owned());
    hears(&mut tab, &another_tenants());
    for command in [Command::Confirm(confirmation), Command::Resume, Command::Abandon] {
        tab.does(command);
        assert_eq!(tab.problem(), Some(ProblemKind::OtherTenant));
    }
    assert_eq!(written(&tab), Vec::<String>::new());
    assert_eq!(tab.world.plan.borrow().as_deref(), Some("the other tenant's"));
}

#[test]
fn nobody_is_signed_in_to_a_tenant_when_another_ones_closing_is_kept_by_then() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    let answer = tab.leaves_to_sign_in(Purpose::Read, ADMIN, "practice");
    tab.storage.progress = another_tenants().to_text().ok();
    let mut tab = Tab::open(&tab.world, tab.storage, Some(answer));
    assert_eq!(tab.problem(), Some(ProblemKind::OtherTenant));
    assert_eq!(tab.view.session, None);
    assert_eq!(tab.view.progress.tenant, another_tenants().tenant);
}

/// Entra says that there is no such tenant, as often as it is asked.
fn is_said_to_be_gone(tab: &Tab, times: u32) {
    let mut left = times;
    tab.world.on_answer.replace(Some(Box::new(move |request, mut answer| {
        if request.uri().path().ends_with("/openid-configuration") && left > 0 {
            left -= 1;
            *answer.status_mut() = StatusCode::BAD_REQUEST;
            let body = json!({"error": "invalid_tenant", "error_codes": [90002]});
            *answer.body_mut() = serde_json::to_vec(&body).unwrap();
        }
        Some(answer)
    })));
    tab.world.events.take();
}

fn interrupted() -> Tab {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    tab.steers_at_the_first_batch(Steering::Stop);
    tab.does(Command::Confirm(confirmation));
    tab.world.on_request.take();
    let running = tab.view.progress.running.as_ref().expect("a stopped run");
    assert!(running.accepted.count() > 0);
    tab.does(Command::Watch(Watch::Directory));
    tab
}

#[test]
fn one_answer_does_not_say_that_a_tenant_is_gone() {
    let mut tab = interrupted();
    is_said_to_be_gone(&tab, 2);
    (0..10).for_each(|_| tab.looks());
    assert_eq!(tab.view.progress.tenant_gone_at, None);
    assert!(tab.view.progress.running.is_some() && tab.world.plan.borrow().is_some());
}

#[test]
fn no_plan_is_taken_from_a_tab_that_is_at_work_because_the_tenant_is_said_to_be_gone() {
    let mut tab = interrupted();
    is_said_to_be_gone(&tab, 99);
    tab.world.led.set(true);
    (0..10).for_each(|_| tab.looks());
    assert!(tab.view.progress.running.is_some() && tab.world.plan.borrow().is_some());
    tab.world.led.set(false);
    tab.looks();
    assert!(tab.view.progress.tenant_gone_at.is_some() && tab.world.plan.borrow().is_none());
    assert!(!tab.world.led.get());
}

#[test]
fn who_can_sign_in_shows_that_the_tenant_is_not_gone() {
    let mut tab = interrupted();
    is_said_to_be_gone(&tab, 99);
    (0..10).for_each(|_| tab.looks());
    assert!(tab.view.progress.tenant_gone_at.is_some());
    tab.world.on_answer.take();
    let tab = tab.signs_in(Purpose::Read, ADMIN, "practice");
    assert!(tab.view.session.is_some());
    assert_eq!(tab.view.progress.tenant_gone_at, None);
}

#[test]
fn whoever_has_signed_in_elsewhere_is_believed_until_it_is_said_three_times_again() {
    let mut tab = interrupted();
    is_said_to_be_gone(&tab, 99);
    (0..10).for_each(|_| tab.looks());
    let mut theirs = tab.view.progress.clone();
    theirs.signed_in_at = theirs.tenant_gone_at.map(|at| at.plus(Duration::from_secs(1)));
    theirs.tenant_gone_at = None;
    tab.does(Command::TakeIn(theirs.to_text().ok()));
    is_said_to_be_gone(&tab, 1);
    (0..10).for_each(|_| tab.looks());
    assert_eq!(tab.view.progress.tenant_gone_at, None);
}

#[test]
fn the_receipt_names_a_run_that_was_given_up_and_one_that_ended_with_the_tenant() {
    for given_up in [true, false] {
        let mut tab = interrupted();
        let running = tab.view.progress.running.clone().unwrap();
        if given_up {
            tab.does(Command::Abandon);
        }
        is_said_to_be_gone(&tab, 99);
        (0..10).for_each(|_| tab.looks());
        assert_eq!(tab.view.progress.running, None);
        let receipt = Receipt::of(&tab.view.progress, None).unwrap();
        let [run] = &receipt.left[..] else {
            panic!("{receipt:?}")
        };
        assert_eq!((run.plan, run.planned), (running.plan, 39));
        assert_eq!(run.accepted, running.accepted.count());
    }
}

#[test]
fn a_plan_that_names_a_user_who_is_an_administrator_by_now_is_not_carried_out() {
    let (mut tab, careful) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let plan = tab.view.proposal.clone().unwrap().plan;
    let file = plan.to_file(Moment::from_milliseconds(0)).unwrap();
    let promoted = plan.items()[0];
    assert_eq!(promoted.reason, Reason::OtherUser);
    let id = promoted.id.to_string();
    tab.world.on_answer.replace(Some(Box::new(move |request, mut answer| {
        if request.uri().path().ends_with("/roleAssignments") {
            let mut body: serde_json::Value = serde_json::from_slice(answer.body()).unwrap();
            let all = body["value"].as_array_mut().unwrap();
            let mut one = all[0].clone();
            one["id"] = json!("new");
            one["principalId"] = json!(id);
            all.push(one);
            *answer.body_mut() = serde_json::to_vec(&body).unwrap();
        }
        Some(answer)
    })));
    tab.does(Command::LoadPlan(file));
    let drift = tab.view.proposal.clone().unwrap().drift.unwrap();
    assert_eq!(drift.barred, [promoted]);
    tab.does(Command::Confirm(careful));
    assert_eq!(tab.problem(), Some(ProblemKind::PlanNamesBarred));
    assert_eq!(written(&tab), Vec::<String>::new());
}

#[test]
fn a_plan_is_not_confirmed_when_nobody_can_say_any_more_who_must_come_last() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    tab.does(Command::WaiveExport);
    let mut tab = tab.signs_in(Purpose::Carry(Work::DeleteUsers), ADMIN, "practice");
    let careful = confirmation(&mut tab, Work::DeleteUsers);
    let refuse = Fault::status(403).on(Service::Graph).path("/roleAssignments").times(50);
    Rc::clone(&tab.world).cloud.borrow_mut().fail_next(refuse);
    tab.does(Command::Survey);
    tab.does(Command::Confirm(careful));
    assert_eq!(tab.problem(), Some(ProblemKind::Forbidden));
    assert_eq!(ids(&truth(&tab), "users").len(), 40);
}

#[test]
fn a_first_visit_takes_another_tabs_closing_in() {
    let world = crate::practice_world::PracticeWorld::new(TenantName::Contoso);
    let mut tab = Tab::open(&world, Storage::default(), None);
    hears(&mut tab, &another_tenants());
    tab.does(Command::Watch(Watch::Nothing));
    assert_eq!(tab.view.progress, another_tenants());
}
