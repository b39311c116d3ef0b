//! Two tabs of one browser: one alone carries a run out, and what it rests on is taken from it by no other.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use luk::client::World;
use luk::protocol::{Command, Event, RunState, Said, Steering};
use luk::tenant::progress::ExportState;
use luk::tenant::{ProblemKind, Progress};
use practice::TenantName;

use crate::steps::{about_to_delete_users, ids, keep, kept_elsewhere, planned, truth, written};
use crate::tab::{ADMIN, Storage, Tab};

#[test]
fn of_two_tabs_one_alone_runs_and_the_other_keeps_nothing() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    *tab.world.plan.borrow_mut() = Some("the other tab's".to_owned());
    tab.world.led.set(true);
    tab.does(Command::Confirm(confirmation.clone()));
    assert_eq!(tab.problem(), Some(ProblemKind::OtherTab));
    assert_eq!(written(&tab), Vec::<String>::new());
    assert_eq!(tab.world.plan.borrow().as_deref(), Some("the other tab's"));
    assert_eq!(tab.view.progress.running, None);
    tab.world.led.set(false);
    tab.does(Command::Confirm(confirmation));
    assert_eq!(ids(&truth(&tab), "users").len(), 1);
    assert!(!tab.world.led.get(), "the lead is given back");
}

#[test]
fn nobody_is_at_work_any_more_when_a_run_is_said_to_be_over() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let (world, helm) = (Rc::clone(&tab.world), tab.engine.helm());
    let led = Rc::new(RefCell::new(Vec::new()));
    let (seen, asked) = (Rc::clone(&led), Rc::clone(&world));
    tab.world.on_request.replace(Some(Box::new(move |request| {
        if request.uri().path().ends_with("$batch") {
            helm.steer(Steering::Stop);
        }
        let is_over =
            |event: &Event| matches!(event, Event::Running(running) if matches!(running.state, RunState::Ended(_)));
        if asked.events.borrow().iter().any(is_over) {
            seen.borrow_mut().push(asked.led.get());
        }
    })));
    tab.does(Command::Confirm(confirmation));
    assert!(!led.borrow().is_empty(), "the tenant is read again");
    assert!(!led.borrow().contains(&true));
}

#[test]
fn what_another_tab_has_had_accepted_and_keeps_only_now_stays_accepted() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    tab.does_and_steers(Command::Confirm(confirmation), Duration::ZERO, Steering::Stop);
    // There the disk was full.
    let mut theirs = tab.view.progress.clone();
    let known = &mut theirs.running.as_mut().unwrap().accepted;
    assert!(!known.holds(0));
    known.note(38);
    let theirs = theirs.to_text().ok();
    let helm = tab.engine.helm();
    tab.world.on_request.replace(Some(Box::new(move |request| {
        if request.uri().path() == "/v1.0/$batch" {
            helm.learn(theirs.clone());
            helm.steer(Steering::Stop);
        }
    })));
    tab.does(Command::Resume);
    let accepted = tab.view.progress.running.clone().expect("a stopped run").accepted;
    assert!(accepted.holds(38));
    assert!(accepted.holds(0), "and so does what was accepted here meanwhile");
}

#[test]
fn a_closing_that_another_tab_is_at_work_with_is_not_forgotten_here() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    tab.does_and_steers(Command::Confirm(confirmation), Duration::ZERO, Steering::Stop);
    let (progress, plan) = (tab.view.progress.clone(), tab.world.plan.borrow().clone());
    assert!(progress.running.is_some() && plan.is_some());
    tab.world.led.set(true);
    tab.does(Command::Forget);
    assert_eq!(tab.problem(), Some(ProblemKind::OtherTab));
    assert_eq!((&tab.view.progress, &*tab.world.plan.borrow()), (&progress, &plan));
    tab.world.led.set(false);
    tab.does(Command::Forget);
    assert_eq!((&tab.view.progress.running, &*tab.world.plan.borrow()), (&None, &None));
}

#[test]
fn a_run_that_another_tab_holds_is_not_given_up_here() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    tab.does_and_steers(Command::Confirm(confirmation), Duration::ZERO, Steering::Stop);
    let (running, plan) = (tab.view.progress.running.clone(), tab.world.plan.borrow().clone());
    assert!(running.is_some() && plan.is_some());
    tab.world.led.set(true);
    tab.does(Command::Abandon);
    assert_eq!(tab.problem(), Some(ProblemKind::OtherTab));
    assert_eq!(
        (&tab.view.progress.running, &*tab.world.plan.borrow()),
        (&running, &plan)
    );
    tab.world.led.set(false);
    tab.does(Command::Abandon);
    assert_eq!((&tab.view.progress.running, &*tab.world.plan.borrow()), (&None, &None));
    assert!(!tab.world.led.get(), "the lead is given back");
}

#[test]
fn whom_two_tabs_exclude_in_the_same_instant_stays_excluded() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let (here, there) = (planned(&tab, 5), planned(&tab, 6));
    let theirs = kept_elsewhere(&tab, &keep(there));
    tab.does(keep(here));
    // It overwrites what was kept here, and whoever kept it hears of that only now.
    tab.storage.progress.clone_from(&theirs);
    tab.does(Command::TakeIn(theirs));
    let kept = Progress::from_text(tab.storage.progress.as_deref().unwrap()).unwrap();
    assert_eq!(kept.kept, [here, there].into());
    tab.does(Command::Confirm(confirmation));
    assert_eq!(tab.problem(), Some(ProblemKind::PlanNamesKept));
}

#[test]
fn what_another_tab_has_kept_late_brings_no_finished_run_back() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    tab.does_and_steers(Command::Confirm(confirmation), Duration::ZERO, Steering::Stop);
    let before_its_end = tab.view.progress.to_text().ok();
    tab.does(Command::Resume);
    assert_eq!(tab.view.progress.running, None);
    tab.storage.progress.clone_from(&before_its_end);
    tab.does(Command::TakeIn(before_its_end));
    let kept = Progress::from_text(tab.storage.progress.as_deref().unwrap()).unwrap();
    assert_eq!((kept.running, kept.finished.len()), (None, 1));
    tab.does(Command::Resume);
    assert_eq!(tab.problem(), Some(ProblemKind::RunOver));
}

#[test]
fn what_is_forgotten_stays_forgotten_though_the_clock_was_ahead_when_it_was_kept() {
    let (mut tab, _) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let user = planned(&tab, 5);
    let ahead = tab.world.now().plus(Duration::from_hours(24));
    let mut before = tab.view.progress.clone();
    before.export = ExportState::Waived { at: ahead };
    Said::of(&keep(user)).unwrap().note(&mut before, ahead);
    let before = before.to_text().ok();
    tab.does(Command::TakeIn(before.clone()));
    assert!(tab.view.progress.kept.contains(&user));
    tab.does(Command::Forget);
    tab.does(Command::TakeIn(before));
    let progress = &tab.view.progress;
    assert_eq!((&progress.export, progress.kept.len()), (&ExportState::Missing, 0));
}

#[test]
fn a_tab_that_cannot_read_what_is_kept_leaves_it_to_those_who_know_more() {
    let (tab, _) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let spoilt = Storage {
        progress: Some("spoilt".to_owned()),
        ..Storage::default()
    };
    let mut other = Tab::open(&tab.world, spoilt, None);
    assert_eq!(other.problem(), Some(ProblemKind::ProgressDamaged));
    assert_eq!(other.storage.progress.as_deref(), Some("spoilt"), "nothing is dropped");
}
