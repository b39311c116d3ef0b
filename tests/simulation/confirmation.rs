//! The person before a plan: whom they keep, and how they confirm. Now and then so carelessly that Luk must refuse.

use std::collections::BTreeSet;
use std::time::Duration;

use luk::closing::Engine;
use luk::protocol::{Command, Keeping};
use luk::tenant::plan::{Confirmation, PlanHash, Work};
use luk::tenant::{Progress, UserId};

use crate::machine::{Confirming, Machine, Tab, TabWorld};
use crate::pressing::does;
use crate::thing::{Deed, Thing, users};

/// Looks at the plan and confirms it; now and then so carelessly that Luk must refuse.
pub(crate) async fn confirms(
    tab: &Tab,
    engine: &mut Engine<TabWorld>,
    work: Work,
    forgets_the_export: bool,
) -> Option<()> {
    let machine = &tab.machine;
    // The same two each time: storage may have been lost, the person remembers.
    if machine.keeps.borrow().is_none() {
        machine.keeps.replace(two_others(tab));
    }
    let forgotten = machine.forgotten.get();
    let mut keep = machine.keeps.borrow().clone().unwrap_or_default();
    keep.sort();
    for user in keep {
        keeps_for_good(machine, user);
        let keeping = Keeping::Keep;
        does(tab, engine, work, Command::Keep { user, keeping }).await;
    }
    does(tab, engine, work, Command::Propose(work)).await;
    let (careful, things) = {
        let view = tab.view.borrow();
        let proposal = view.proposal.as_ref()?;
        let domain = view.snapshot.as_ref()?.organization.initial_domain.to_string();
        let things: BTreeSet<Thing> = proposal.plan.items().iter().map(Thing::of_item).collect();
        let careful = Confirmation {
            plan: proposal.hash,
            count_read: proposal.plan.count(),
            typed_domain: domain,
        };
        (careful, things)
    };
    // Who has everything forgotten in one tab while they look at a plan in another sees in it whom they keep.
    let is_kept = |thing: &Thing| machine.checks.borrow().is_untouchable(thing);
    if machine.forgotten.get() != forgotten && things.iter().any(is_kept) {
        tab.note("sees in the plan whom they keep");
        return None;
    }
    let careless = if forgets_the_export {
        Some(careful.clone())
    } else {
        carelessly(machine, &careful).await
    };
    // While another tab is at work with what was confirmed before, or that has not come to its end, it still holds, whether
    // Luk takes this or not.
    let kept = machine.storage.borrow().progress.as_deref().map(Progress::from_text);
    let is_unfinished = matches!(kept, Some(Ok(progress)) if progress.running.is_some());
    if !machine.led.get() && machine.confirming.get() == 0 && !is_unfinished {
        machine.checks.borrow_mut().nothing_is_confirmed(machine.plot.tabs);
    }
    let confirmation = match careless {
        Some(confirmation) => {
            tab.note("confirms carelessly");
            confirmation
        }
        None => {
            tab.note(format!("confirms {work:?}: {} things", things.len()));
            let mut checks = machine.checks.borrow_mut();
            checks.plans.insert(careful.plan, things.clone());
            checks.confirmed.extend(things);
            careful
        }
    };
    let _confirming = Confirming::new(&machine.confirming);
    does(tab, engine, work, Command::Confirm(confirmation)).await;
    Some(())
}

/// Two users to keep, if Luk could read who there is.
fn two_others(tab: &Tab) -> Option<Vec<UserId>> {
    let view = tab.view.borrow();
    let snapshot = view.snapshot.as_ref()?;
    let users = snapshot.users.known()?.iter().map(|user| user.id);
    Some(users.filter(|id| *id != snapshot.me.id).take(2).collect())
}

/// From now on nothing may happen to this user.
fn keeps_for_good(machine: &Machine, user: UserId) {
    let mut checks = machine.checks.borrow_mut();
    if checks.keeps.insert(user.to_string()) {
        let user = Thing::new(Deed::Delete, user.to_string());
        let is_there = users(&machine.cloud.borrow()).contains(&user);
        checks.stays.extend(is_there.then_some(user));
    }
}

/// A confirmation that Luk must refuse, now and then.
async fn carelessly(machine: &Machine, careful: &Confirmation) -> Option<Confirmation> {
    // Of two tabs one may be at work already, with what was confirmed before.
    match machine.throw(if machine.plot.tabs == 1 { 12 } else { 1_000_000 }) {
        0 => Some(Confirmation {
            typed_domain: "contoso.com".to_owned(),
            ..careful.clone()
        }),
        1 => Some(Confirmation {
            count_read: careful.count_read + 1,
            ..careful.clone()
        }),
        2 => Some(Confirmation {
            plan: other_than(careful.plan),
            ..careful.clone()
        }),
        3 => {
            machine.rest(Duration::from_mins(6)).await;
            Some(careful.clone())
        }
        _ => None,
    }
}

fn other_than(hash: PlanHash) -> PlanHash {
    let text = hash.to_string();
    let first = if text.starts_with('0') { '1' } else { '0' };
    serde_json::from_str(&format!("\"{first}{}\"", &text[1..])).unwrap()
}
