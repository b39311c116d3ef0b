//! The person in front of a tab: opens the page, signs in, carries out what the story is about, and comes back until it is
//! done. Confirms nothing here.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use luk::closing::Engine;
use luk::protocol::{Command, Opening, Purpose, RunEnd, RunState, SignInPlace};
use luk::tenant::plan::{PlanHash, Work};
use luk::tenant::progress::{CloudName, ExportState};
use luk::tenant::{ProblemKind, Progress};
use practice::Cloud;

use crate::checks::Checks;
use crate::confirmation::confirms;
use crate::machine::{Machine, SITE, Tab, TabWorld};
use crate::pressing::does;
use crate::sign_in::signs_in;
use crate::thing::{Thing, is_luk_gone, there, what_comes_back};

/// What a tab says at its end.
pub(crate) enum Claim {
    /// The run of this plan is finished, or there was nothing to plan; these did not go.
    Finished {
        plan: Option<PlanHash>,
        named: BTreeSet<Thing>,
    },
    /// Another tab has finished it.
    Seen,
    /// The person gave up: the right to do it was lost for good.
    GivenUp,
}

impl Claim {
    pub(crate) const fn is_good(&self) -> bool {
        matches!(self, Self::Finished { .. } | Self::Seen)
    }
}

/// The id and the sign-in name of the administrator who closes the tenant.
pub(crate) fn administrator(cloud: &Cloud) -> (String, String) {
    let all = cloud.inspect();
    let mut users = all["users"].as_array().unwrap().iter();
    let name = |one: &serde_json::Value| one["userPrincipalName"].as_str().unwrap().to_owned();
    let user = users.find(|one| name(one).starts_with("admin@")).unwrap();
    (user["id"].as_str().unwrap().to_owned(), name(user))
}

/// Opens a tab after a while and carries the story's works out with it, one after the other.
pub(crate) async fn closes(tab: Rc<Tab>, after: Duration) -> Vec<(Work, Claim)> {
    tab.machine.rest(after).await;
    let mut claims = Vec::new();
    let mut left = tab.machine.plot.works.iter();
    for _ in 0..400 {
        let Some(work) = left.as_slice().first() else {
            return claims;
        };
        if let Some(claim) = visit(&tab, *work).await {
            let given_up = matches!(claim, Claim::GivenUp);
            claims.push((*work, claim));
            if given_up {
                return claims;
            }
            left.next();
        }
        let pause = Duration::from_secs(1 + tab.machine.throw(90));
        tab.machine.rest(pause).await;
    }
    claims.extend(left.map(|work| (*work, Claim::GivenUp)));
    claims
}

fn open(tab: &Rc<Tab>) -> Engine<TabWorld> {
    let configuration = format!(
        r#"{{"clouds":[{{"cloud":"practice","clientId":"{}"}}]}}"#,
        practice::CLIENT_ID
    );
    let world = Rc::new(TabWorld(Rc::clone(tab)));
    tab.view.take();
    tab.machine.checks.borrow_mut().is_a_new_page(tab.number);
    let engine = Engine::new(world, &configuration, SITE.to_owned(), Engine::at_hand);
    let mut helms = tab.machine.helms.borrow_mut();
    helms.retain(|(number, _)| *number != tab.number);
    helms.push((tab.number, engine.helm()));
    drop(helms);
    engine
}

fn problem(tab: &Tab) -> Option<ProblemKind> {
    tab.view.borrow_mut().problem.take().map(|problem| problem.kind)
}

/// One visit to the page: from opening it to the end of a run, or to what got in the way.
async fn visit(tab: &Rc<Tab>, work: Work) -> Option<Claim> {
    let machine = &tab.machine;
    let fair = machine.fair_since.get().is_some();
    let mut engine = open(tab);
    let kept = || machine.storage.borrow().progress.clone();
    let opening = |callback, pending| {
        Command::Open(Opening {
            progress: kept(),
            callback,
            pending,
        })
    };
    does(tab, &mut engine, work, opening(None, None)).await;
    if is_done(tab, work) {
        return Some(Claim::Seen);
    }
    let cloud = CloudName::Practice;
    let place = SignInPlace::Page;
    let sign_in = Command::SignIn {
        cloud,
        purpose: Purpose::Carry(work),
        place,
    };
    does(tab, &mut engine, work, sign_in).await;
    let (url, pending) = tab.left_for.take()?;
    let back = match signs_in(machine, &url) {
        Ok(back) => back,
        Err(error) => {
            tab.note(format!("the sign-in fails: {error}"));
            // Luk has deleted what it signs in with: the last thing it does, and nobody can look any more.
            return is_luk_gone(&machine.cloud.borrow()).then_some(Claim::GivenUp);
        }
    };
    let callback = back.split_once('#').map(|(_, answer)| answer.to_owned());
    // The browser has left the page: this is a new one, with a new worker.
    drop(engine);
    let mut engine = open(tab);
    does(tab, &mut engine, work, opening(callback, pending)).await;
    let is_somebody_else = {
        let (view, checks) = (tab.view.borrow(), machine.checks.borrow());
        view.session.as_ref()?.person.to_string() != checks.admin
    };
    if is_somebody_else {
        tab.note("is signed in as somebody else");
        let resumes = tab.view.borrow().progress.running.is_some();
        if !resumes || machine.one_in(2) {
            return None;
        }
    }
    let rights = {
        let view = tab.view.borrow();
        view.snapshot.as_ref()?.me.roles.known().map(Vec::len)
    };
    if is_done(tab, work) {
        return Some(Claim::Seen);
    }
    if rights == Some(0) {
        // What was read while things went wrong, or by somebody else, says nothing for good: they look again later.
        if fair && !is_somebody_else {
            return Some(Claim::GivenUp);
        }
        tab.note("has no role");
        if !machine.one_in(4) {
            machine.rest(Duration::from_secs(machine.throw(900))).await;
            return None;
        }
    }
    // Somebody else could begin a closing of their own then.
    if !is_somebody_else && machine.one_in(60) {
        tab.note("wants to forget the closing");
        machine.forgotten.set(machine.forgotten.get() + 1);
        gives_up(tab, &mut engine, work, Command::Forget).await;
    }
    let resumes = tab.view.borrow().progress.running.is_some();
    let settled = tab.view.borrow().progress.export != ExportState::Missing;
    let forgets_the_export = !settled && machine.plot.tabs == 1 && machine.one_in(6);
    if !forgets_the_export {
        does(tab, &mut engine, work, Command::WaiveExport).await;
    }
    problem(tab);
    if resumes {
        tab.note("goes on");
        does(tab, &mut engine, work, Command::Resume).await;
    } else {
        confirms(tab, &mut engine, work, forgets_the_export).await?;
    }
    match problem(tab) {
        Some(ProblemKind::PlanLost | ProblemKind::PlanChanged | ProblemKind::PlanNamesKept) => {
            // Not at once: meanwhile another tab may have begun something.
            machine.rest(Duration::from_secs(machine.throw(600))).await;
            gives_up(tab, &mut engine, work, Command::Abandon).await;
        }
        // Another tab has finished it meanwhile.
        Some(ProblemKind::RunOver) => return None,
        Some(ProblemKind::NothingPlanned) if is_something_left(machine, work) => {
            // Who has just deleted so many knows that a bin which shows nobody is only late, and looks again; and what another
            // tab's sign-in has brought back was not there when this one read.
            assert!(
                work == Work::PurgeUsers || only_comes_back(machine, work),
                "I5: it is said that there is nothing to do, and there is"
            );
            return None;
        }
        Some(ProblemKind::NothingPlanned) => {
            return Some(Claim::Finished {
                plan: None,
                named: BTreeSet::new(),
            });
        }
        _ => {}
    }
    claims(tab, work)
}

/// Whether there is something left to do, whatever Luk could read.
fn is_something_left(machine: &Machine, work: Work) -> bool {
    let checks = machine.checks.borrow();
    let left = there(&machine.cloud.borrow(), work);
    left.iter().any(|thing| !checks.may_stay(thing))
}

/// Whether all that is left is what a sign-in brings back.
fn only_comes_back(machine: &Machine, work: Work) -> bool {
    let cloud = machine.cloud.borrow();
    let checks = machine.checks.borrow();
    let (left, comes_back) = (there(&cloud, work), what_comes_back(&cloud));
    left.iter()
        .all(|thing| checks.may_stay(thing) || comes_back.contains(thing))
}

/// What the tab says of the run that has ended, held against itself and the cloud's truth.
fn claims(tab: &Tab, work: Work) -> Option<Claim> {
    let machine = &tab.machine;
    let view = tab.view.borrow();
    let running = view.running.as_ref()?;
    if running.state != RunState::Ended(RunEnd::Finished) {
        tab.note(format!("the run ends: {:?}", running.state));
        return None;
    }
    let failures = running
        .failures
        .iter()
        .filter(|one| one.problem.kind != ProblemKind::KeptTooLate);
    let named: BTreeSet<Thing> = failures.map(|one| Thing::of_item(&one.item)).collect();
    assert_eq!(
        (running.fates.gone + running.fates.left_out) as usize + named.len(),
        running.total as usize,
        "I10: everything is gone, left out or named: {:?}, {:?}",
        running.fates,
        running.failures
    );
    let left_alone = |checks: &Checks| {
        // It may have gone on with what another tab had begun.
        let there = there(&machine.cloud.borrow(), running.work);
        let planned = checks.plans.get(&running.plan).into_iter().flatten();
        planned
            .filter(|thing| checks.may_stay(thing) && there.contains(thing))
            .count()
    };
    assert!(
        running.fates.left_out as usize <= left_alone(&machine.checks.borrow()),
        "I5: {} are said to be left out, and not so many are there",
        running.fates.left_out
    );
    let there = there(&machine.cloud.borrow(), work);
    for failure in &running.failures {
        let thing = Thing::of_item(&failure.item);
        assert!(
            failure.problem.kind != ProblemKind::StillListed
                || !there.contains(&thing)
                || machine.checks.borrow().accepted.contains(&thing),
            "I5: {thing} was taken for accepted, and no answer has said so"
        );
    }
    let kinds: BTreeSet<String> = running
        .failures
        .iter()
        .map(|one| format!("{:?}", one.problem.kind))
        .collect();
    tab.note(format!(
        "is done: {} gone, {} named {kinds:?}",
        running.fates.gone,
        named.len()
    ));
    let plan = Some(running.plan);
    Some(Claim::Finished { plan, named })
}

/// Gives the run up, or forgets the whole closing. What was confirmed is confirmed no more, once that is kept: nothing may be
/// deleted until somebody confirms again.
async fn gives_up(tab: &Tab, engine: &mut Engine<TabWorld>, work: Work, command: Command) {
    let machine = &tab.machine;
    does(tab, engine, work, command).await;
    let kept = machine.storage.borrow().progress.as_deref().map(Progress::from_text);
    let is_kept = !matches!(kept, Some(Ok(progress)) if progress.running.is_some());
    if problem(tab).is_some() || !is_kept {
        return;
    }
    tab.note("has given the run up");
    assert!(
        !tab.led_afterwards.get(),
        "I3: a run is given up while another tab is at work with it"
    );
    if machine.confirming.get() == 0 {
        machine.checks.borrow_mut().nothing_is_confirmed(machine.plot.tabs);
    }
}

fn is_done(tab: &Tab, work: Work) -> bool {
    let view = tab.view.borrow();
    let Progress {
        running,
        finished,
        export,
        ..
    } = &view.progress;
    running.is_none() && finished.iter().any(|run| run.work == work) && *export != ExportState::Missing
}
