//! Two tenants in one browser, and what has changed in one since a plan was made.

use std::rc::Rc;

use luk::protocol::{Command, Purpose, Watch};
use luk::tenant::plan::{Reason, Work};
use luk::tenant::progress::{CloudName, ExportState, Progress};
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
