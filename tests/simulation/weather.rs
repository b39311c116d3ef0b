//! What goes wrong on the machine itself, whatever the cloud does: until fair weather comes, and then nothing any more.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use luk::protocol::{Keeping, Said, Steering};
use luk::tenant::plan::Work;
use luk::tenant::{Moment, Progress, UserId};
use practice::Cloud;

use crate::machine::Machine;
use crate::thing::{Deed, Thing, there};

const YEAR: i64 = 365 * 24 * 60 * 60 * 1000;

/// Lets things go wrong now and then, then clears everything up.
pub(crate) async fn weather(machine: Rc<Machine>, fair_from: i64) {
    while machine.now() < fair_from {
        let left = u64::try_from(fair_from - machine.now()).unwrap();
        let next = Duration::from_millis(1 + machine.throw(10 * 60 * 1000)).min(Duration::from_millis(left.max(1)));
        machine.rest(next).await;
        let a_while = Duration::from_secs(1 + machine.throw(600));
        match machine.throw(17) {
            0 | 1 => {
                machine.note("the network is gone");
                machine.online.set(false);
                machine.rest(a_while).await;
                the_network_is_back(&machine);
            }
            2 => machine.sleeps(Duration::from_hours(1 + machine.throw(8))),
            3 => {
                let ahead = i64::try_from(machine.throw(u64::try_from(2 * YEAR).unwrap())).unwrap() - YEAR;
                machine.note(format!("the clock is set {} hours ahead", ahead / 3_600_000));
                machine.ahead.set(ahead);
            }
            4 => machine.ahead.set(0),
            5 => {
                machine.note("the disk is full");
                machine.writable.set(false);
                machine.rest(a_while).await;
                machine.writable.set(true);
            }
            6 => {
                machine.note("the browser's storage is cleared");
                machine.storage.take();
                machine.checks.borrow_mut().forgets();
            }
            7 => spoil(&machine),
            8 | 9 => {
                steer(&machine, Steering::Pause);
                machine.rest(a_while).await;
                steer(&machine, Steering::Continue);
            }
            10 => steer(&machine, Steering::Stop),
            11 => {
                machine.note("the access token ends");
                machine.cloud.borrow_mut().expire_tokens();
            }
            12 => exclude(&machine),
            13 => {
                machine.note("the bin falls behind");
                machine.cloud.borrow_mut().set_bin_lag(Duration::from_mins(10));
                machine.rest(a_while).await;
                machine.cloud.borrow_mut().set_bin_lag(Duration::ZERO);
            }
            14 | 15 => {
                spoil_batches(&machine);
                machine.rest(a_while).await;
                machine.spoiler.take();
            }
            _ => {}
        }
    }
    machine.note("from here on nothing goes wrong");
    machine.fair_since.set(Some(machine.now()));
    machine.ahead.set(0);
    machine.cloud.borrow_mut().clear_faults();
    machine.cloud.borrow_mut().set_list_lag(Duration::ZERO);
    steer(&machine, Steering::Continue);
}

/// Not every browser says so.
fn the_network_is_back(machine: &Machine) {
    machine.note("the network is back");
    machine.online.set(true);
    if machine.one_in(2) {
        for (_, helm) in machine.helms.borrow().iter() {
            helm.has_network_again();
        }
    }
}

/// In every tab: whoever paused one goes on in the same one.
fn steer(machine: &Machine, steering: Steering) {
    machine.note(format!("the person steers: {steering:?}"));
    if steering == Steering::Stop {
        machine.stands_by.borrow_mut().clear();
    }
    for (_, helm) in machine.helms.borrow().iter() {
        helm.steer(steering);
    }
}

/// In another tab the person decides to keep somebody whom the plan would delete and who is still there.
fn exclude(machine: &Machine) {
    let mut storage = machine.storage.borrow_mut();
    let kept = storage.progress.as_deref().map(Progress::from_text);
    let (Some(Ok(mut progress)), true) = (kept, machine.writable.get()) else {
        return;
    };
    let Some(thing) = somebody_to_exclude(machine) else {
        return;
    };
    let user: UserId = thing.id.parse().unwrap();
    machine.note(format!("another tab excludes {user}"));
    is_excluded(machine, thing);
    let now = Moment::from_milliseconds(machine.now() + machine.ahead.get());
    Said::Keep(user, Keeping::Keep).note(&mut progress, now);
    let text = progress.to_text().unwrap();
    for (_, helm) in machine.helms.borrow().iter() {
        helm.learn(Some(text.clone()));
    }
    storage.progress = Some(text);
}

/// Somebody whom the plan would delete, and who most often is still there.
pub(crate) fn somebody_to_exclude(machine: &Machine) -> Option<Thing> {
    let too_late = machine.one_in(4);
    let checks = machine.checks.borrow();
    let cloud = machine.cloud.borrow();
    let (users, deleted) = (there(&cloud, Work::DeleteUsers), there(&cloud, Work::PurgeUsers));
    let ids: BTreeSet<&str> = users.union(&deleted).map(|thing| thing.id.as_str()).collect();
    let candidates: Vec<&Thing> = checks
        .confirmed
        .iter()
        .filter(|thing| ids.contains(thing.id.as_str()) && thing.deed != Deed::DisableMultifactor)
        .filter(|thing| too_late || (is_there(&cloud, thing) && !checks.is_under_way(thing)))
        .collect();
    if candidates.is_empty() {
        return None;
    }
    Some(candidates[usize::try_from(machine.throw(candidates.len() as u64)).unwrap()].clone())
}

fn is_there(cloud: &Cloud, thing: &Thing) -> bool {
    let of = match thing.deed {
        Deed::Purge => Work::PurgeUsers,
        Deed::Delete | Deed::DisableMultifactor => Work::DeleteUsers,
    };
    there(cloud, of).contains(thing)
}

/// From now on nothing may happen to this user; the person remembers it, too.
pub(crate) fn is_excluded(machine: &Machine, thing: Thing) {
    let user = thing.id.parse().unwrap();
    machine.keeps.borrow_mut().get_or_insert_default().push(user);
    let mut checks = machine.checks.borrow_mut();
    let can_stay = is_there(&machine.cloud.borrow(), &thing) && !checks.is_under_way(&thing);
    checks.keeps.insert(thing.id.clone());
    checks.stays.extend(can_stay.then_some(thing));
}

/// Something that the plan names spoils every batch that it is in.
fn spoil_batches(machine: &Machine) {
    let checks = machine.checks.borrow();
    let confirmed: Vec<&Thing> = checks.confirmed.iter().collect();
    if confirmed.is_empty() {
        return;
    }
    let thing = confirmed[usize::try_from(machine.throw(confirmed.len() as u64)).unwrap()];
    let answers = [None, None, Some(502), Some(400), Some(200)];
    let answer = answers[usize::try_from(machine.throw(answers.len() as u64)).unwrap()];
    machine.note(format!("{} spoils its batches: {answer:?}", thing.id));
    machine.spoiler.replace(Some((thing.id.clone(), answer)));
}

/// Half-written, another program's, or with a bit turned over.
fn spoil(machine: &Machine) {
    let mut storage = machine.storage.borrow_mut();
    let throw = machine.throw(4);
    let text = if machine.one_in(2) {
        storage.plan.as_mut()
    } else {
        storage.progress.as_mut()
    };
    if let Some(text) = text {
        match throw {
            0 => text.truncate(text.len() / 2),
            1 => *text = "{\"schema\":7}".to_owned(),
            2 => {
                // Near the end: in one of the ids, so that it still reads as what it was.
                if let Some(at) = text.rfind('1') {
                    text.replace_range(at..=at, "2");
                }
            }
            _ => *text = String::new(),
        }
        drop(storage);
        machine.checks.borrow_mut().forgets();
        machine.note("what was stored is spoilt");
    }
}
