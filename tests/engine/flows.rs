//! Whole ways through a closing, and what must hold on the way.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use futures_channel::mpsc::unbounded;
use http::Request;
use luk::client::World;
use luk::closing::deliver;
use luk::protocol::{ArchivePlace, Command, Purpose, RunEnd, RunState, Watch};
use luk::tenant::plan::{Confirmation, Work};
use luk::tenant::progress::ExportState;
use luk::tenant::receipt::Receipt;
use luk::tenant::snapshot::{MultifactorState, SubscriptionState, UserMultifactor};
use luk::tenant::{ProblemKind, Reading, Status, SubscriptionId, Task};
use practice::{Browser, Fault, TenantName};
use serde_json::Value;

use crate::practice_world::PracticeWorld;
use crate::steps::{TINY_ADMIN, about_to_delete_users, carries_out, confirmation, crowd, ids, truth, written};
use crate::tab::{ADMIN, Storage, Tab, signed_in};

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
        (running.state, running.fates.gone),
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
    (0..3).for_each(|_| tab.looks());
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
fn nothing_is_deleted_before_every_condition_holds() {
    let mut tab = signed_in(TenantName::Tiny, TINY_ADMIN);
    let work = Work::DeleteUsers;
    let careful = confirmation(&mut tab, work);
    tab.does(Command::Confirm(careful.clone()));
    assert_eq!(
        tab.problem(),
        Some(ProblemKind::SignInTooOld),
        "this sign-in was for reading"
    );

    let mut tab = tab.signs_in(Purpose::Carry(work), TINY_ADMIN, "practice");
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
fn answers_to_sign_ins_that_nobody_began_are_refused() {
    let tab = signed_in(TenantName::Tiny, TINY_ADMIN);
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
    let tab = signed_in(TenantName::Tiny, TINY_ADMIN);
    let world = Rc::clone(&tab.world);
    let mut progress = tab.view.progress.clone();
    progress.tenant = Some("99999999-9999-9999-9999-999999999999".parse().unwrap());
    progress.cloud = None;
    let storage = Storage {
        progress: Some(progress.to_text().unwrap()),
        ..Storage::default()
    };
    let mut tab = Tab::open(&world, storage, None).signs_in(Purpose::Read, TINY_ADMIN, "practice");
    assert_eq!(tab.problem(), Some(ProblemKind::OtherTenant));
    assert!(tab.view.session.is_none());
}

#[test]
fn what_an_older_luk_has_kept_is_taken_up() {
    let tab = signed_in(TenantName::Tiny, TINY_ADMIN);
    let text = tab.storage.progress.clone().unwrap();
    let storage = Storage {
        progress: Some(text.replace("\"schema\":2", "\"schema\":1")),
        ..Storage::default()
    };
    let mut again = Tab::open(&tab.world, storage, None);
    assert_eq!(again.problem(), None);
    assert_eq!(again.view.progress, tab.view.progress);
}

#[test]
fn a_damaged_progress_is_said_and_not_guessed_at() {
    let tab = signed_in(TenantName::Tiny, TINY_ADMIN);
    let whole = tab.storage.progress.clone().unwrap();
    for (text, kind) in [
        (whole[..whole.len() / 2].to_owned(), ProblemKind::ProgressDamaged),
        (whole.replace("otherUsers", "otherusers"), ProblemKind::ProgressDamaged),
        ("[]".to_owned(), ProblemKind::ProgressDamaged),
        (
            whole.replace("\"schema\":2", "\"schema\":3"),
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

#[test]
fn a_list_with_one_user_that_makes_no_sense_is_unreadable_and_not_shorter() {
    for id in ["\"nobody\"", "\"\""] {
        let world = PracticeWorld::new(TenantName::Contoso);
        world.on_answer.replace(Some(Box::new(move |request, mut answer| {
            if request.uri().path() == "/v1.0/users" {
                let mut page: Value = serde_json::from_slice(answer.body()).unwrap();
                page["value"][7]["id"] = serde_json::from_str(id).unwrap();
                *answer.body_mut() = page.to_string().into_bytes();
            }
            Some(answer)
        })));
        let tab = Tab::open(&world, Storage::default(), None).signs_in(Purpose::Read, ADMIN, "practice");
        let snapshot = tab.view.snapshot.as_ref().expect("the rest of the tenant is read");
        let Reading::Unreadable(problem) = &snapshot.users else {
            panic!("{id}: the list passes for complete");
        };
        assert_eq!(problem.kind, ProblemKind::AnswerNotUnderstood);
        assert!(snapshot.taken_at.since(problem.at) < Duration::from_mins(1));
    }
}

#[test]
fn a_reading_that_is_asked_for_again_and_again_is_one_until_it_begins() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    let (helm, (queue, mut line)) = (tab.engine.helm(), unbounded());
    let mut in_line = || std::iter::from_fn(|| line.try_recv().ok()).collect::<Vec<_>>();
    for _ in 0..3 {
        deliver(Command::Survey, &helm, &queue);
        deliver(Command::WaiveExport, &helm, &queue);
    }
    let waive = Command::WaiveExport;
    assert_eq!(in_line(), [Command::Survey, waive.clone(), waive.clone(), waive]);
    tab.does(Command::Survey);
    deliver(Command::Survey, &helm, &queue);
    assert_eq!(
        in_line(),
        [Command::Survey],
        "what changes from now on isn't in the one before"
    );
}

/// How many things each request deletes that a run of a hundred sends, and each answer tells of.
fn deletions(fault: Option<Fault>) -> Vec<String> {
    let (mut tab, confirmation) = about_to_delete_users(crowd(100), "admin@crowd.onmicrosoft.com");
    if let Some(fault) = fault {
        tab.world.cloud.borrow_mut().fail_next(fault);
    }
    let told: Rc<RefCell<Vec<String>>> = Rc::default();
    let tell =
        |told: &RefCell<Vec<String>>, request: &Request<Vec<u8>>, what| match String::from_utf8_lossy(request.body())
            .matches("DELETE")
            .count()
        {
            0 => {}
            some => told.borrow_mut().push(format!("{some} {what}")),
        };
    let (sent, answered) = (Rc::clone(&told), Rc::clone(&told));
    let on_request = move |request: &Request<Vec<u8>>| tell(&sent, request, "sent");
    tab.world.on_request.replace(Some(Box::new(on_request)));
    tab.world.on_answer.replace(Some(Box::new(move |request, answer| {
        tell(&answered, request, "answered");
        Some(answer)
    })));
    tab.does(Command::Confirm(confirmation));
    told.take()
}

#[test]
fn one_goes_first_then_ten_and_the_rest_only_once_both_were_answered() {
    let first = ["1 sent", "1 answered", "10 sent", "10 answered", "20 sent", "20 sent"];
    assert_eq!(deletions(None)[..6], first);
}

#[test]
fn another_one_goes_when_the_first_was_only_put_off() {
    let busy = Fault::status(429).method("DELETE").batch_items();
    let first = ["1 sent", "1 answered", "1 sent", "1 answered", "10 sent", "10 answered"];
    assert_eq!(deletions(Some(busy))[..6], first);
}
