//! Plans as files, drift, what is excluded after a plan was made, and deleting for good.

use std::rc::Rc;
use std::time::Duration;

use luk::client::World;
use luk::protocol::{Command, Keeping, Purpose, RunEnd, RunState};
use luk::tenant::plan::{Confirmation, Plan, Reason, Turn, Work};
use luk::tenant::progress::Progress;
use luk::tenant::{Moment, ProblemKind, UserId};
use practice::{Fault, Service, TenantName};
use proptest::prelude::*;

use crate::steps::{TINY_ADMIN, about_to_delete_users, carries_out, confirmation, ids, truth, written};
use crate::tab::{ADMIN, Storage, Tab, signed_in};

const SECOND: &str = "breakglass@contoso.onmicrosoft.com";

fn saved(tab: &Tab) -> String {
    let proposal = tab.view.proposal.clone().expect("a plan");
    proposal.plan.to_file(Moment::from_milliseconds(0)).unwrap()
}

/// Keeps or releases the user who is at this place of the plan.
fn keeps(tab: &mut Tab, place: usize, keeping: Keeping) -> UserId {
    let plan = tab.view.proposal.clone().expect("a plan").plan;
    let user = UserId(plan.items()[place].id);
    tab.does(Command::Keep { user, keeping });
    user
}

#[test]
fn a_plan_goes_through_a_file_and_a_second_person_and_is_carried_out_to_the_letter() {
    let (mut first, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let file = saved(&first);
    let plan = first.view.proposal.clone().unwrap().plan;
    assert!(
        !file.contains("Persson") && !file.contains('@'),
        "no name and no address"
    );

    // The second person, at a browser of their own.
    let mut second = Tab::open(&first.world, Storage::default(), None).signs_in(Purpose::Read, SECOND, "practice");
    second.does(Command::LoadPlan(file.clone()));
    assert_eq!(second.problem(), None);
    let seen = second.view.proposal.clone().unwrap();
    assert_eq!((&seen.plan, seen.hash), (&plan, plan.hash()));
    assert!(seen.drift.unwrap().is_none());
    second.does(Command::WaiveExport);
    let mut second = second.signs_in(Purpose::Carry(Work::DeleteUsers), SECOND, "practice");
    second.does(Command::LoadPlan(file.clone()));
    second.does(Command::Confirm(confirmation.clone()));
    assert_eq!(
        second.problem(),
        Some(ProblemKind::OtherPerson),
        "who made it alone can confirm it"
    );

    first.does(Command::LoadPlan(file));
    first.does(Command::Confirm(confirmation));
    assert_eq!(first.problem(), None);
    let mut gone: Vec<String> = plan.items().iter().map(|item| item.id.to_string()).collect();
    gone.sort();
    let mut asked: Vec<String> = written(&first)
        .iter()
        .map(|url| url.trim_matches(['"', '/']).replace("users/", ""))
        .collect();
    asked.sort();
    assert_eq!(asked, gone);
}

#[test]
fn what_a_tenant_gained_and_lost_since_a_plan_was_made_is_shown_and_not_touched() {
    let (mut tab, _) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let gained = keeps(&mut tab, 0, Keeping::Keep);
    let careful = confirmation(&mut tab, Work::DeleteUsers);
    let file = saved(&tab);
    let last = keeps(&mut tab, 0, Keeping::Keep);
    let mut tab = carries_out(tab, Work::DeleteUsers);
    assert_eq!(ids(&truth(&tab), "users").len(), 3);

    tab.does(Command::LoadPlan(file.clone()));
    let barred = tab.view.proposal.clone().unwrap().drift.unwrap().barred;
    assert_eq!(barred.iter().map(|item| item.id).collect::<Vec<_>>(), [last.0]);
    tab.does(Command::Confirm(careful.clone()));
    assert_eq!(
        tab.problem(),
        Some(ProblemKind::PlanNamesKept),
        "the account is kept now"
    );

    for user in [gained, last] {
        let keeping = Keeping::Release;
        tab.does(Command::Keep { user, keeping });
    }
    tab.does(Command::LoadPlan(file));
    let drift = tab.view.proposal.clone().unwrap().drift.unwrap();
    assert_eq!((drift.lost.len(), drift.barred.len()), (37, 0));
    assert_eq!(drift.gained.iter().map(|item| item.id).collect::<Vec<_>>(), [gained.0]);
    tab.does(Command::Confirm(careful));
    assert_eq!(tab.problem(), None);
    let left = ids(&truth(&tab), "users");
    assert!(left.contains(&gained.to_string()) && !left.contains(&last.to_string()));
}

#[test]
fn a_plan_from_a_file_is_nothing_when_it_was_changed_or_is_another_tenants() {
    let (mut tab, _) = about_to_delete_users(TenantName::Tiny, TINY_ADMIN);
    let file = saved(&tab);
    let one = tab.view.proposal.clone().unwrap().plan.items()[0].id.to_string();
    let me = tab.view.snapshot.as_ref().unwrap().me.id.to_string();
    for changed in [
        String::new(),
        "{}".to_owned(),
        file.replace(&one, &me),
        file.replace("\"User\"", "\"DeletedUser\""),
        file.replace("DeleteUsers", "PurgeUsers"),
        file.replace("\"version\": 1", "\"version\": 2"),
        file.replace("\"version\": 1", "\"version\": 1, \"also\": 1"),
        file[..file.len() / 2].to_owned(),
    ] {
        tab.does(Command::LoadPlan(changed.clone()));
        assert_eq!(tab.problem(), Some(ProblemKind::PlanFileUnreadable), "{changed}");
    }
    let mut other = signed_in(TenantName::Contoso, ADMIN);
    other.does(Command::LoadPlan(file));
    assert_eq!(other.problem(), Some(ProblemKind::PlanOfAnotherTenant));
    assert!(other.view.proposal.is_none());
}

proptest! {
    #[test]
    fn no_file_that_differs_in_one_character_is_the_same_plan(at in 0_usize..2_000, with in "[0-9a-zA-Z{}\\[\\],:\" ]") {
        let plan = plan_of_two();
        let file = plan.to_file(Moment::from_milliseconds(0)).unwrap();
        let at = at % file.len();
        let mut changed = file.clone();
        changed.replace_range(at..=at, &with);
        if let Ok(read) = Plan::from_file(&changed) {
            prop_assert_eq!(read, plan);
        }
    }

    #[test]
    fn no_text_makes_reading_a_plan_panic(text in ".{0,200}") {
        prop_assert!(Plan::from_file(&text).is_err());
    }
}

fn plan_of_two() -> Plan {
    let (tab, _) = about_to_delete_users(TenantName::Tiny, TINY_ADMIN);
    tab.view.proposal.clone().unwrap().plan
}

#[test]
fn who_is_excluded_after_a_plan_was_made_is_in_no_request() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let kept = keeps(&mut tab, 5, Keeping::Keep);
    tab.does(Command::Confirm(confirmation));
    assert_eq!(tab.problem(), Some(ProblemKind::PlanNamesKept));
    assert_eq!(written(&tab), Vec::<String>::new());
    assert!(ids(&truth(&tab), "users").contains(&kept.to_string()));
}

#[test]
fn whom_another_tab_excludes_during_a_run_is_left_out() {
    assert_eq!(requests_about_who_is_excluded_at("/v1.0/$batch", &[]), 0);
}

#[test]
fn whom_another_tab_excludes_stays_out_though_a_third_tab_could_not_read_that() {
    let nobody = Progress::default().to_text().unwrap();
    let afterwards = ["damaged".to_owned(), nobody];
    assert_eq!(requests_about_who_is_excluded_at("/v1.0/$batch", &afterwards), 0);
}

#[test]
fn whom_another_tab_excludes_while_the_plan_is_being_kept_stays_out_though_a_third_tab_could_not_read_that() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let user = UserId(tab.view.proposal.clone().unwrap().plan.items()[30].id);
    let excluded = Progress {
        kept: [user].into(),
        ..tab.view.progress.clone()
    };
    let told = [excluded, Progress::default()].map(|progress| progress.to_text().ok());
    tab.does_while(Command::Confirm(confirmation), |world, helm| async move {
        world.sleep(Duration::from_millis(1)).await;
        told.into_iter().for_each(|text| helm.learn(text));
    });
    let user_id = user.to_string();
    assert!(written(&tab).len() > 30, "the run goes on without them");
    assert!(!written(&tab).iter().any(|url| url.contains(&user_id)));
    assert!(tab.view.progress.kept.contains(&user), "also for whoever goes on later");
}

#[test]
fn whom_another_tab_excludes_while_a_run_gets_a_new_token_is_left_out() {
    // In the batch that was refused for its token, and in none after that.
    assert_eq!(requests_about_who_is_excluded_at("/token", &[]), 1);
}

/// During a run in which a token is refused, another tab excludes somebody at the first request to a path that ends so, and
/// others keep something at once afterwards.
fn requests_about_who_is_excluded_at(end_of_path: &'static str, afterwards: &[String]) -> usize {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let ended = Fault::status(401).on(Service::Graph).path("$batch").skip(2).times(1);
    tab.world.cloud.borrow_mut().fail_next(ended);
    let user = UserId(tab.view.proposal.clone().unwrap().plan.items()[30].id);
    let helm = tab.engine.helm();
    let kept = Progress {
        kept: [user].into(),
        ..tab.view.progress.clone()
    };
    let kept = [kept.to_text().unwrap()];
    let mut told = kept.into_iter().chain(afterwards.to_vec()).collect::<Vec<_>>();
    tab.world.on_request.replace(Some(Box::new(move |request| {
        if request.uri().path().ends_with(end_of_path) {
            told.drain(..).for_each(|text| helm.learn(Some(text)));
        }
    })));
    tab.does(Command::Confirm(confirmation));
    let running = tab.view.running.clone().unwrap();
    assert_eq!(running.state, RunState::Ended(RunEnd::Finished));
    assert_eq!(
        (running.fates.gone, running.fates.left_out, running.failures),
        (38, 1, vec![])
    );
    assert!(tab.view.progress.kept.contains(&user), "also for whoever goes on later");
    let user = user.to_string();
    written(&tab).iter().filter(|url| url.contains(&user)).count()
}

#[test]
fn deleted_users_are_deleted_for_good_only_when_that_is_asked_for() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    tab.does(Command::WaiveExport);
    let mut tab = carries_out(tab, Work::DeleteUsers);
    assert_eq!(
        tab.view.counts().unwrap().deleted_users,
        Some(39),
        "all can be restored"
    );
    let before = written(&tab).len();

    tab = tab.signs_in(Purpose::Carry(Work::PurgeUsers), ADMIN, "practice");
    let confirmation = confirmation(&mut tab, Work::PurgeUsers);
    let plan = tab.view.proposal.clone().unwrap().plan;
    assert!(plan.items().iter().all(|item| item.reason == Reason::Restorable));
    tab.world.cloud.borrow_mut().fail_next(
        Fault::status(429)
            .on(Service::Graph)
            .method("DELETE")
            .batch_items()
            .times(10)
            .retry_after(3),
    );
    tab.does(Command::Confirm(Confirmation {
        count_read: plan.count(),
        ..confirmation
    }));
    assert_eq!(tab.problem(), None);
    let running = tab.view.running.clone().unwrap();
    assert_eq!((running.fates.gone, running.failures), (39, vec![]));
    assert_eq!(tab.view.counts().unwrap().deleted_users, Some(0));
    assert!(
        written(&tab)
            .iter()
            .skip(before)
            .all(|url| url.contains("/directory/deletedItems/"))
    );
}

#[test]
fn of_what_cannot_be_read_no_plan_says_that_there_is_nothing_to_do() {
    let tab = signed_in(TenantName::Tiny, TINY_ADMIN);
    let world = Rc::clone(&tab.world);
    let refuse = Fault::status(403).on(Service::Graph).path("/users").times(50);
    world.cloud.borrow_mut().fail_next(refuse);
    let mut tab = tab;
    tab.does(Command::Survey);
    tab.does(Command::Propose(Work::DeleteUsers));
    assert_eq!(tab.problem(), Some(ProblemKind::Forbidden));
    assert!(tab.view.proposal.is_none());
}

#[test]
fn no_users_are_planned_for_while_nobody_can_say_which_of_them_must_come_last() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    let refuse = Fault::status(403).on(Service::Graph).path("/roleAssignments").times(50);
    tab.world.cloud.borrow_mut().fail_next(refuse);
    tab.does(Command::Survey);
    tab.does(Command::Propose(Work::DeleteUsers));
    assert_eq!(tab.problem(), Some(ProblemKind::Forbidden));
    assert!(tab.view.proposal.is_none());

    tab.world.cloud.borrow_mut().clear_faults();
    tab.does(Command::Survey);
    tab.does(Command::Propose(Work::DeleteUsers));
    let proposal = tab.view.proposal.as_ref().unwrap();
    let mut items = proposal.plan.items().iter();
    assert!(items.any(|item| item.reason.turn() == Turn::Last));
}

#[test]
fn while_nobody_can_say_who_there_is_nobody_is_said_to_have_no_second_factor() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    let refuse = Fault::status(403).on(Service::Graph).path("/users?").times(50);
    tab.world.cloud.borrow_mut().fail_next(refuse);
    tab.does(Command::Survey);
    tab.does(Command::Propose(Work::DisableMultifactor));
    assert_eq!(tab.problem(), Some(ProblemKind::Forbidden));
    assert!(tab.view.proposal.is_none());
    let snapshot = tab.view.snapshot.as_ref().unwrap();
    assert_eq!(snapshot.multifactor.known(), None);
}

#[test]
fn of_multifactor_states_that_cannot_be_read_no_plan_says_that_there_is_nothing_to_do() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    let refuse = |skip| {
        let refuse = Fault::status(403).on(Service::Graph).method("GET").batch_items();
        refuse.path("/authentication/requirements").skip(skip).times(500)
    };
    tab.world.cloud.borrow_mut().fail_next(refuse(0));
    tab.does(Command::Survey);
    tab.does(Command::Propose(Work::DisableMultifactor));
    assert_eq!(tab.problem(), Some(ProblemKind::Forbidden));
    assert!(tab.view.proposal.is_none());

    // Who is known to have it is planned, whatever can't be read of others.
    tab.world.cloud.borrow_mut().clear_faults();
    tab.world.cloud.borrow_mut().fail_next(refuse(39));
    tab.does(Command::Survey);
    tab.does(Command::Propose(Work::DisableMultifactor));
    assert_eq!(tab.problem(), None);
    assert!(tab.view.proposal.as_ref().unwrap().plan.count() > 0);
}
