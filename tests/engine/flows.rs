//! Whole ways through a closing: the engine against the practice cloud, in process and in virtual time.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use crate::support::{ADMIN, Storage, Tab, signed_in};
use luk::client::World;
use luk::protocol::{ArchivePlace, Command, Purpose, RunEnd, RunState, Steering, Watch};
use luk::tenant::plan::{Confirmation, Work};
use luk::tenant::progress::ExportState;
use luk::tenant::receipt::Receipt;
use luk::tenant::snapshot::{MultifactorState, SubscriptionState, UserMultifactor};
use luk::tenant::{ProblemKind, Status, SubscriptionId, Task};
use practice::{Browser, Fault, Service, TenantName};
use serde_json::Value;

/// Proposes a plan and returns the confirmation that a careful person gives.
fn confirmation(tab: &mut Tab, work: Work) -> Confirmation {
    tab.does(Command::Propose(work));
    let proposal = tab.view.proposal.clone().expect("a plan");
    let domain = tab
        .view
        .snapshot
        .as_ref()
        .unwrap()
        .organization
        .initial_domain
        .to_string();
    Confirmation {
        plan: proposal.hash,
        count_read: proposal.plan.count(),
        typed_domain: domain,
    }
}

fn carries_out(tab: Tab, work: Work) -> Tab {
    let mut tab = tab.signs_in(Purpose::Carry(work), ADMIN, "practice");
    assert_eq!(tab.problem(), None);
    let confirmation = confirmation(&mut tab, work);
    tab.does(Command::Confirm(confirmation));
    tab
}

fn truth(tab: &Tab) -> Value {
    tab.world.cloud.borrow().inspect()
}

fn ids(truth: &Value, kind: &str) -> BTreeSet<String> {
    truth[kind]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect()
}

/// What a request would change, if anything: the ids that deleting or patching requests name, those inside batches too.
fn written(tab: &Tab) -> Vec<String> {
    let cloud = tab.world.cloud.borrow();
    let mut written = Vec::new();
    for exchange in cloud
        .requests()
        .iter()
        .filter(|exchange| exchange.url.contains(":8082/"))
    {
        if exchange.url.ends_with("/$batch") {
            let body: Value = serde_json::from_str(&exchange.request_body).unwrap();
            let inner = body["requests"].as_array().unwrap();
            written.extend(
                inner
                    .iter()
                    .filter(|one| one["method"] != "GET")
                    .map(|one| one["url"].to_string()),
            );
        } else if !["GET", "OPTIONS"].contains(&exchange.method.as_str()) {
            written.push(exchange.url.clone());
        }
    }
    written
}

#[test]
fn a_practice_tenant_is_closed_down_to_its_receipt() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    let snapshot = tab.view.snapshot.clone().expect("the tenant was read");
    let me = snapshot.me.id;
    assert_eq!(snapshot.users.known().unwrap().len(), 40);
    assert_eq!(snapshot.subscriptions.known().unwrap().len(), 5);
    assert_eq!(snapshot.applications.known().unwrap().len(), 12);
    assert!(written(&tab).is_empty());

    tab.does(Command::Export(ArchivePlace::Picked));
    assert!(
        matches!(tab.view.progress.export, ExportState::Done { .. }),
        "{:?}",
        tab.view.export
    );

    // One account is kept at first: one of whom multifactor authentication is demanded.
    let demanded = |one: &&UserMultifactor| one.state.known() == Some(&MultifactorState::Enforced) && one.user != me;
    let kept = snapshot
        .multifactor
        .known()
        .unwrap()
        .iter()
        .find(demanded)
        .unwrap()
        .user;
    tab.does(Command::Keep {
        user: kept,
        keeping: luk::protocol::Keeping::Keep,
    });
    let mut tab = carries_out(tab, Work::DeleteUsers);
    assert_eq!(tab.problem(), None);
    let running = tab.view.running.clone().unwrap();
    assert_eq!(
        (running.state, running.verified),
        (RunState::Ended(RunEnd::Finished), 38),
        "{:?}",
        running.failures
    );
    assert_eq!(
        ids(&truth(&tab), "users"),
        BTreeSet::from([me.to_string(), kept.to_string()])
    );

    let mut tab = carries_out(tab, Work::DisableMultifactor);
    assert_eq!(tab.problem(), None);
    assert_eq!(tab.view.counts().unwrap().multifactor_on, Some(0));

    tab.does(Command::Keep {
        user: kept,
        keeping: luk::protocol::Keeping::Release,
    });
    let mut tab = carries_out(tab, Work::DeleteUsers);
    assert_eq!(tab.problem(), None);
    assert_eq!(ids(&truth(&tab), "users"), BTreeSet::from([me.to_string()]));
    assert_eq!(tab.view.status(Task::Users, tab.world.now()), Status::Done);

    cancel_and_delete_subscriptions(&mut tab);
    assert_eq!(tab.view.counts().unwrap().to_delete, Some(0));

    let mut tab = carries_out(tab, Work::DeleteApplications);
    assert_eq!(tab.problem(), None);
    assert_eq!(tab.view.counts().unwrap().applications, Some(0));
    assert_eq!(tab.view.counts().unwrap().enterprise_applications, Some(0));
    assert_eq!(
        tab.view.counts().unwrap().azure_subscriptions,
        Some(0),
        "this sign-in was for reading Azure, too"
    );

    delete_directory(&tab);
    tab.does(Command::Watch(Watch::Directory));
    tab.looks();
    assert!(tab.view.progress.tenant_gone_at.is_some());
    let organization = tab.view.snapshot.as_ref().map(|snapshot| &snapshot.organization);
    let receipt = Receipt::of(&tab.view.progress, organization).expect("a receipt");
    assert_eq!(receipt.runs.len(), 4);
    assert!(receipt.runs.iter().all(|run| run.planned == run.verified));
    assert_eq!(truth(&tab)["tenant"]["deleted"], true);
    assert!(
        written(&tab).iter().all(|url| !url.contains(&me.to_string())),
        "the administrator is in no such request"
    );
    assert!(tab.world.cloud.borrow().unmodelled().is_empty());
}

fn cancel_and_delete_subscriptions(tab: &mut Tab) {
    let now = tab.world.timestamp();
    let mut cloud = tab.world.cloud.borrow_mut();
    let origin = cloud.origins().admin.clone();
    let subscriptions = cloud.inspect()["subscriptions"].clone();
    let mut browser = Browser::default();
    browser.open(&mut cloud, now, &format!("{origin}/products")).unwrap();
    browser.sign_in(&mut cloud, now, ADMIN, "practice").unwrap();
    for one in subscriptions.as_array().unwrap() {
        let page = format!("{origin}/products/{}", one["commerceSubscriptionId"].as_str().unwrap());
        browser.open(&mut cloud, now, &page).unwrap();
        if browser.has_button("Cancel subscription") {
            browser.press(&mut cloud, now, "Cancel subscription").unwrap();
            browser.choose("No longer needed").unwrap();
            browser.press(&mut cloud, now, "Save").unwrap();
            browser.open(&mut cloud, now, &page).unwrap();
        }
        browser.press(&mut cloud, now, "Delete subscription").unwrap();
        browser.press(&mut cloud, now, "Yes").unwrap();
    }
    drop(cloud);
    tab.does(Command::Watch(Watch::Subscriptions));
    tab.looks();
    assert_eq!(tab.view.counts().unwrap().to_cancel, Some(0));
    let disabled: Vec<SubscriptionId> = tab
        .view
        .snapshot
        .as_ref()
        .unwrap()
        .subscriptions
        .known()
        .unwrap()
        .iter()
        .filter(|one| one.state == SubscriptionState::Disabled)
        .map(|one| one.id)
        .collect();
    for id in disabled {
        tab.does(Command::ReportDeleted(id));
    }
    let now = tab.world.now();
    assert!(matches!(
        tab.view.status(Task::DeleteSubscriptions, now),
        Status::Waiting { until: Some(_) }
    ));
    tab.world.cloud.borrow_mut().advance(Duration::from_hours(72));
    tab.looks();
}

fn delete_directory(tab: &Tab) {
    let now = tab.world.timestamp();
    let mut cloud = tab.world.cloud.borrow_mut();
    let origin = cloud.origins().admin.clone();
    let mut browser = Browser::default();
    browser.open(&mut cloud, now, &format!("{origin}/tenants")).unwrap();
    browser.sign_in(&mut cloud, now, ADMIN, "practice").unwrap();
    browser.choose("Contoso").unwrap();
    browser.press(&mut cloud, now, "Delete").unwrap();
    assert!(browser.has_button("Delete"), "{}", browser.text());
    browser.press(&mut cloud, now, "Delete").unwrap();
}

#[test]
fn a_run_whose_tab_is_closed_at_any_moment_goes_on_where_it_was() {
    for moment in 1..12 {
        let mut tab = signed_in(TenantName::Contoso, ADMIN);
        tab.does(Command::WaiveExport);
        let mut tab = tab.signs_in(Purpose::Carry(Work::DeleteUsers), ADMIN, "practice");
        let confirmation = confirmation(&mut tab, Work::DeleteUsers);
        let world = Rc::clone(&tab.world);
        let storage = tab.closes_after_requests(Command::Confirm(confirmation), moment);

        let mut tab = Tab::open(&world, storage, None);
        if tab.view.progress.running.is_some() {
            assert_eq!(tab.view.status(Task::Users, world.now()), Status::InProgress);
            tab.does(Command::Resume);
            assert_eq!(tab.problem(), Some(ProblemKind::SignInNeeded));
            tab = tab.signs_in(Purpose::Carry(Work::DeleteUsers), ADMIN, "practice");
            tab.does(Command::Resume);
            assert_eq!(tab.problem(), None);
        }
        assert_eq!(ids(&truth(&tab), "users").len(), 1, "closed after {moment} requests");
        assert_eq!(
            (tab.view.progress.running.clone(), tab.storage.plan.clone()),
            (None, None)
        );
        let repeated = written(&tab).len() - 39;
        assert!(repeated <= 20, "at most one batch is done again: {repeated}");
    }
}

#[test]
fn a_stopped_run_sends_nothing_more_and_can_be_resumed() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    tab.does(Command::WaiveExport);
    let mut tab = tab.signs_in(Purpose::Carry(Work::DeleteUsers), ADMIN, "practice");
    let confirmation = confirmation(&mut tab, Work::DeleteUsers);
    tab.steers_at_the_first_batch(Steering::Stop);
    tab.does(Command::Confirm(confirmation));
    assert_eq!(
        tab.view.running.clone().unwrap().state,
        RunState::Ended(RunEnd::Stopped)
    );
    assert_eq!(
        ids(&truth(&tab), "users").len(),
        39,
        "the one that was on its way, and no more"
    );
    tab.does(Command::Resume);
    assert_eq!(ids(&truth(&tab), "users").len(), 1);
}

#[test]
fn nothing_is_deleted_before_every_condition_holds() {
    let mut tab = signed_in(TenantName::Tiny, "admin@tiny.onmicrosoft.com");
    let work = Work::DeleteUsers;
    let careful = confirmation(&mut tab, work);
    tab.does(Command::Confirm(careful.clone()));
    assert_eq!(
        tab.problem(),
        Some(ProblemKind::SignInTooOld),
        "this sign-in was for reading"
    );

    let mut tab = tab.signs_in(Purpose::Carry(work), "admin@tiny.onmicrosoft.com", "practice");
    tab.does(Command::Confirm(careful.clone()));
    assert_eq!(
        tab.problem(),
        Some(ProblemKind::PlanChanged),
        "the plan was another page's"
    );
    let careful = confirmation(&mut tab, work);
    tab.does(Command::Confirm(careful.clone()));
    assert_eq!(tab.problem(), Some(ProblemKind::ExportMissing));
    tab.does(Command::WaiveExport);
    tab.does(Command::Confirm(Confirmation {
        typed_domain: "contoso.onmicrosoft.com".into(),
        ..careful.clone()
    }));
    assert_eq!(tab.problem(), Some(ProblemKind::DomainNotTyped));
    tab.does(Command::Confirm(Confirmation {
        count_read: 1,
        ..careful.clone()
    }));
    assert_eq!(tab.problem(), Some(ProblemKind::CountNotRead));
    tab.world.pass(Duration::from_secs(301));
    tab.does(Command::Confirm(careful));
    assert_eq!(tab.problem(), Some(ProblemKind::SignInTooOld));
    assert!(written(&tab).is_empty());
    assert_eq!(ids(&truth(&tab), "users").len(), 3);
}

#[test]
fn throttled_failing_and_lost_answers_leave_nobody_behind() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    tab.does(Command::WaiveExport);
    let mut tab = tab.signs_in(Purpose::Carry(Work::DeleteUsers), ADMIN, "practice");
    let confirmation = confirmation(&mut tab, Work::DeleteUsers);
    {
        let mut cloud = tab.world.cloud.borrow_mut();
        cloud.fail_next(
            Fault::status(429)
                .on(Service::Graph)
                .method("DELETE")
                .batch_items()
                .times(9)
                .retry_after(7),
        );
        cloud.fail_next(
            Fault::status(500)
                .on(Service::Graph)
                .method("DELETE")
                .batch_items()
                .times(5)
                .after_executing(),
        );
        cloud.fail_next(Fault::status(503).on(Service::Graph).path("$batch").skip(1));
        cloud.fail_next(
            Fault::drop_connection()
                .on(Service::Graph)
                .path("$batch")
                .skip(2)
                .after_executing(),
        );
    }
    tab.does(Command::Confirm(confirmation));
    assert_eq!(tab.problem(), None);
    let running = tab.view.running.clone().unwrap();
    assert_eq!(
        (running.state, running.verified, running.failures),
        (RunState::Ended(RunEnd::Finished), 39, vec![])
    );
    assert_eq!(ids(&truth(&tab), "users").len(), 1);
}

#[test]
fn a_run_without_network_is_interrupted_and_can_be_resumed() {
    let mut tab = signed_in(TenantName::Tiny, "admin@tiny.onmicrosoft.com");
    tab.does(Command::WaiveExport);
    let mut tab = tab.signs_in(
        Purpose::Carry(Work::DeleteUsers),
        "admin@tiny.onmicrosoft.com",
        "practice",
    );
    let confirmation = confirmation(&mut tab, Work::DeleteUsers);
    tab.world.offline.set(true);
    tab.does(Command::Confirm(confirmation));
    let end = tab.view.running.clone().unwrap().state;
    let RunState::Ended(RunEnd::Interrupted(problem)) = end else {
        panic!("{end:?}")
    };
    assert_eq!(problem.kind, ProblemKind::Unreachable);
    tab.world.offline.set(false);
    tab.does(Command::Resume);
    assert_eq!(ids(&truth(&tab), "users").len(), 1);
}

#[test]
fn lists_that_lag_behind_are_waited_for() {
    let mut tab = signed_in(TenantName::Tiny, "admin@tiny.onmicrosoft.com");
    tab.does(Command::WaiveExport);
    let mut tab = tab.signs_in(
        Purpose::Carry(Work::DeleteUsers),
        "admin@tiny.onmicrosoft.com",
        "practice",
    );
    tab.world.cloud.borrow_mut().set_list_lag(Duration::from_secs(90));
    let confirmation = confirmation(&mut tab, Work::DeleteUsers);
    tab.does(Command::Confirm(confirmation));
    let running = tab.view.running.clone().unwrap();
    assert_eq!((running.verified, running.failures), (2, vec![]));
}

#[test]
fn answers_to_sign_ins_that_nobody_began_are_refused() {
    let tab = signed_in(TenantName::Tiny, "admin@tiny.onmicrosoft.com");
    let world = Rc::clone(&tab.world);
    let storage = tab.storage.clone();
    for (callback, pending) in [
        ("code=stolen&state=forged", None),
        ("code=stolen&state=forged", Some(r#"{"cloud":"practice"}"#.to_owned())),
        ("code=a&code=b&state=c", None),
    ] {
        let storage = Storage {
            pending,
            ..storage.clone()
        };
        let mut tab = Tab::open(&world, storage, Some(callback.to_owned()));
        assert_eq!(tab.problem(), Some(ProblemKind::CallbackNotExpected));
        assert!(tab.view.session.is_none());
    }
}

#[test]
fn another_tenants_administrator_cannot_take_over_a_closing() {
    let tab = signed_in(TenantName::Tiny, "admin@tiny.onmicrosoft.com");
    let world = Rc::clone(&tab.world);
    let mut progress = tab.view.progress.clone();
    progress.tenant = Some("99999999-9999-9999-9999-999999999999".parse().unwrap());
    progress.cloud = None;
    let storage = Storage {
        progress: Some(progress.to_text().unwrap()),
        ..Storage::default()
    };
    let mut tab = Tab::open(&world, storage, None).signs_in(Purpose::Read, "admin@tiny.onmicrosoft.com", "practice");
    assert_eq!(tab.problem(), Some(ProblemKind::OtherTenant));
    assert!(tab.view.session.is_none());
}

#[test]
fn steering_pauses_a_run_and_goes_on() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    tab.does(Command::WaiveExport);
    let mut tab = tab.signs_in(Purpose::Carry(Work::DeleteUsers), ADMIN, "practice");
    let confirmation = confirmation(&mut tab, Work::DeleteUsers);
    tab.steers_at_the_first_batch(Steering::Pause);
    let before = tab.world.now();
    tab.does_and_steers(
        Command::Confirm(confirmation),
        Duration::from_secs(3600),
        Steering::Continue,
    );
    assert!(tab.world.now().since(before) >= Duration::from_secs(3600));
    assert_eq!(ids(&truth(&tab), "users").len(), 1);
}

#[test]
fn a_run_that_waits_for_microsoft_stops_when_it_is_told_to() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    tab.does(Command::WaiveExport);
    let mut tab = tab.signs_in(Purpose::Carry(Work::DeleteUsers), ADMIN, "practice");
    let confirmation = confirmation(&mut tab, Work::DeleteUsers);
    let throttle = Fault::status(429)
        .on(Service::Graph)
        .method("DELETE")
        .batch_items()
        .retry_after(300);
    tab.world.cloud.borrow_mut().fail_next(throttle);
    let before = tab.world.now();
    tab.does_and_steers(Command::Confirm(confirmation), Duration::from_secs(10), Steering::Stop);
    assert_eq!(
        tab.view.running.clone().unwrap().state,
        RunState::Ended(RunEnd::Stopped)
    );
    assert!(
        tab.world.now().since(before) < Duration::from_secs(30),
        "not after the 300 seconds that were asked for"
    );
    assert_eq!(ids(&truth(&tab), "users").len(), 40);
}

#[test]
fn a_damaged_progress_is_said_and_not_guessed_at() {
    let tab = signed_in(TenantName::Tiny, "admin@tiny.onmicrosoft.com");
    let whole = tab.storage.progress.clone().unwrap();
    for (text, kind) in [
        (whole[..whole.len() / 2].to_owned(), ProblemKind::ProgressDamaged),
        (whole.replace("otherUsers", "otherusers"), ProblemKind::ProgressDamaged),
        ("[]".to_owned(), ProblemKind::ProgressDamaged),
        (
            whole.replace("\"schema\":1", "\"schema\":2"),
            ProblemKind::ProgressNewer,
        ),
    ] {
        let storage = Storage {
            progress: Some(text),
            ..Storage::default()
        };
        let mut tab = Tab::open(&tab.world, storage, None);
        assert_eq!(tab.problem(), Some(kind));
        assert_eq!(tab.view.progress.tenant, None);
    }
}
