//! One seed as a story: a person carries out runs in a practice tenant while things go wrong, until they are done.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use luk::tenant::plan::Work;
use practice::{Cloud, Fault, FaultFamily, Logging, Origins, Setup, Signatures, Tenant, TenantName};

use crate::checks::Checks;
use crate::dice::Dice;
use crate::machine::{BEGINNING, Machine, Plot, SITE, Tab};
use crate::person::{self, Claim};
use crate::runs::Runs;
use crate::thing::{Thing, administrators, is_luk_gone, there};
use crate::virtual_time::Woken;
use crate::weather::weather;

/// A story that takes longer than this in its own time never ends.
const TOO_LONG: i64 = 7 * 24 * 60 * 60 * 1000;

/// How long a story may go on once nothing goes wrong any more: the longest wait that a service may have asked for, the
/// patience with lists, and the person's pauses between visits.
const PATIENCE: i64 = 90 * 60 * 1000;

/// Families of faults that may never end the way a person wants: a role that is gone stays gone.
const FOR_GOOD: FaultFamily = FaultFamily::RoleLost;

/// What happened, line by line.
pub(crate) type Trace = Rc<RefCell<Vec<String>>>;

struct Actor {
    tab: Rc<Tab>,
    life: Option<LocalBoxFuture<'static, Vec<(Work, Claim)>>>,
    woken: Arc<Woken>,
}

impl Actor {
    fn new(machine: &Rc<Machine>, number: u32, after: Duration) -> Self {
        let tab = Tab::new(machine, number);
        let woken = Arc::new(Woken::default());
        Waker::from(Arc::clone(&woken)).wake_by_ref();
        let life = person::closes(Rc::clone(&tab), after).boxed_local();
        Self {
            tab,
            life: Some(life),
            woken,
        }
    }
}

/// What the seed has chosen.
struct Cast {
    tenant: Tenant,
    /// Families of faults, and how often out of a thousand requests.
    faults: Vec<(FaultFamily, u16)>,
    /// How often the tab is killed at most, and once in how many looks at it.
    kills: (u64, u64),
    tabs: u32,
    works: Vec<Work>,
}

fn cast(seed: u64, dice: &mut Dice) -> Cast {
    let works = match dice.below(10) {
        0..=5 => vec![Work::DeleteUsers],
        6 | 7 => vec![Work::DeleteUsers, Work::PurgeUsers],
        8 => vec![Work::DisableMultifactor],
        _ => vec![Work::DeleteApplications],
    };
    let tenant = match (works.as_slice(), dice.below(10)) {
        ([Work::DisableMultifactor], _) => crowd(0, 20 + dice.below(100)),
        ([Work::DeleteApplications], _) | (_, 0..=6) => TenantName::Contoso.into(),
        // More than the whole budget of writes.
        ([Work::DeleteUsers], 7) if dice.one_in(10) => crowd(4_000, 0),
        (_, 7..=8) => crowd(90 + dice.below(60), 0),
        _ => crowd(200 + dice.below(150), 0),
    };
    // Each family alone in turn, then some of them together.
    let families = FaultFamily::ALL.map(Some);
    let alone = usize::try_from(seed % 40).unwrap();
    let faults = match families.get(alone) {
        Some(family) => family.iter().map(|family| (*family, rate(*family, dice))).collect(),
        None => {
            let mut some = Vec::new();
            for _ in 0..dice.below(6) {
                let family = FaultFamily::ALL[usize::try_from(dice.below(20)).unwrap()];
                some.push((family, rate(family, dice)));
            }
            some
        }
    };
    Cast {
        tenant,
        faults,
        kills: (dice.below(4), 20 + dice.below(400)),
        tabs: if dice.one_in(4) { 2 } else { 1 },
        works,
    }
}

fn rate(family: FaultFamily, dice: &mut Dice) -> u16 {
    let most = match family {
        // Each of these costs a tenth of a second of real time.
        FaultFamily::HugeAnswer => 2,
        _ => 250,
    };
    u16::try_from(1 + dice.below(most)).unwrap()
}

/// So many users without anything, and so many whose second factor is demanded at each sign-in.
fn crowd(plain: u64, secured: u64) -> Tenant {
    let secured: String = (0..secured)
        .map(|number| {
            let state = ["enabled", "enforced"][usize::try_from(number % 2).unwrap()];
            format!(
                r#", {{"userPrincipalName": "secured{number}", "displayName": "Secured", "perUserMfaState": "{state}"}}"#
            )
        })
        .collect();
    let text = format!(
        r#"{{"name": "crowd", "displayName": "Crowd", "moreUsers": {plain}, "users": [
            {{"userPrincipalName": "admin", "displayName": "Administrator", "roles": ["Global Administrator"]}},
            {{"userPrincipalName": "second", "displayName": "Second", "roles": ["Global Administrator"]}}{secured}]}}"#
    );
    Tenant::from_json(&text).unwrap()
}

/// For a while nobody may read whose second factor is demanded: the right to it has not arrived everywhere yet.
fn refuse_second_factors(machine: &Machine) {
    let below = |bound| u32::try_from(machine.throw(bound)).unwrap();
    let (skip, times) = (below(300), 1 + below(600));
    machine.note(format!(
        "after {skip} users, of {times} nobody may read the second factor"
    ));
    let read = Fault::status(403).method("GET").path("/authentication/requirements");
    let fault = read.batch_items().skip(skip).times(times);
    machine.cloud.borrow_mut().fail_next(fault);
}

/// Tells a story to its end, and checks that the end is a good one.
pub(crate) fn tell(seed: u64, trace: &Trace) {
    let mut dice = Dice::new(seed);
    let Cast {
        tenant,
        faults,
        kills: (mut kills, kill_one_in),
        tabs,
        works,
    } = cast(seed, &mut dice);
    let mut cloud = Cloud::new(Setup {
        origins: Origins::local(8081),
        redirect_uris: vec![format!("{SITE}signin/")],
        tenant,
        seed,
    });
    // Nobody here looks at one: a story is about what becomes of the users.
    cloud.set_signatures(Signatures::Blank);
    cloud.set_logging(Logging::Unmodelled);
    for (family, rate) in &faults {
        cloud.set_fault_rate(*family, *rate);
    }
    if dice.one_in(3) {
        cloud.set_list_lag(Duration::from_secs(dice.below(500)));
    }
    let (admin, account) = person::administrator(&cloud);
    // A list that leaves one of them out looks like any other.
    let can_tell = faults.iter().all(|(family, _)| *family != FaultFamily::OddPages);
    let known = if can_tell {
        administrators(&cloud)
    } else {
        BTreeSet::new()
    };
    let checks = Checks::new(cloud.tenant_id(), admin, Runs::new(known));
    let plot = Plot { account, tabs, works };
    let machine = Machine::new(cloud, dice, checks, plot, Rc::clone(trace));
    machine.note(format!("{:?}, faults: {faults:?}", machine.plot.works));
    if machine.plot.works.contains(&Work::DisableMultifactor) && machine.one_in(3) {
        refuse_second_factors(&machine);
    }
    let fair_from = BEGINNING + i64::try_from(machine.throw(60 * 60 * 1000)).unwrap();
    let mut weather = weather(Rc::clone(&machine), fair_from).boxed_local();
    let weather_woken = Arc::new(Woken::default());
    let weather_waker = Waker::from(Arc::clone(&weather_woken));
    weather_waker.wake_by_ref();

    let mut actors: Vec<Actor> = (0..tabs)
        .map(|number| {
            Actor::new(
                &machine,
                number,
                Duration::from_secs(u64::from(number) * machine.throw(600)),
            )
        })
        .collect();
    let mut claims = Vec::new();
    while actors.iter().any(|actor| actor.life.is_some()) {
        let mut looked = false;
        if weather_woken.take() {
            looked = true;
            let _: std::task::Poll<()> = weather.poll_unpin(&mut Context::from_waker(&weather_waker));
        }
        for place in 0..actors.len() {
            let actor = &mut actors[place];
            let Some(life) = actor.life.as_mut().filter(|_| actor.woken.take()) else {
                continue;
            };
            looked = true;
            let waker = Waker::from(Arc::clone(&actor.woken));
            if let std::task::Poll::Ready(claimed) = life.poll_unpin(&mut Context::from_waker(&waker)) {
                actor.life = None;
                claims.extend(claimed);
                continue;
            }
            if kills > 0 && machine.now() < fair_from && machine.one_in(kill_one_in) {
                kills -= 1;
                // The page has heard some of what the worker told; the rest is lost with the tab.
                actor.tab.hears(usize::try_from(machine.throw(4)).unwrap());
                actor.life = None;
                actor.tab.note("is killed");
                machine.checks.borrow_mut().forgets();
                let after = Duration::from_secs(machine.throw(120));
                let number = u32::try_from(actors.len()).unwrap();
                actors.push(Actor::new(&machine, number, after));
            } else {
                actor.tab.hears(usize::MAX);
            }
        }
        if !looked && !machine.passes() {
            panic!("everything waits, and nothing will ever wake it");
        }
        let now = machine.now();
        assert!(now < BEGINNING + TOO_LONG, "the story never ends");
        let late = machine.fair_since.get().is_some_and(|since| now > since + PATIENCE);
        let hopeless = faults.iter().any(|(family, _)| *family == FOR_GOOD);
        assert!(
            !late || hopeless,
            "nothing goes wrong any more, and still it doesn't end"
        );
    }
    ends_well(&machine, &claims, &faults);
}

/// The truth is the cloud's: who must stay is there, and what is still there is named with a reason.
fn ends_well(machine: &Machine, claims: &[(Work, Claim)], faults: &[(FaultFamily, u16)]) {
    let cloud = machine.cloud.borrow();
    let unmodelled = cloud.unmodelled().first();
    assert_eq!(
        unmodelled, None,
        "the practice cloud was asked for what it doesn't model"
    );
    let checks = machine.checks.borrow();
    let works = [Work::DeleteUsers, Work::PurgeUsers];
    let users: BTreeSet<Thing> = works.into_iter().flat_map(|work| there(&cloud, work)).collect();
    for thing in &checks.stays {
        assert!(users.contains(thing), "I2: {thing} is gone");
    }
    let hopeless = faults.iter().any(|(family, _)| *family == FOR_GOOD) || is_luk_gone(&cloud);
    for work in &machine.plot.works {
        let claims = || claims.iter().filter(|claim| claim.0 == *work).map(|claim| &claim.1);
        let good = claims().filter(|claim| claim.is_good()).count();
        machine.note(format!("{good} tabs say that {work:?} is done"));
        assert!(good > 0 || hopeless, "I10: nobody says that {work:?} is done");
        let mut finished = claims().filter(|claim| matches!(claim, Claim::Finished { .. }));
        if let Some(Claim::Finished { plan, named }) = finished.next_back() {
            let there = there(&cloud, *work);
            let planned = plan.map_or(&checks.confirmed, |plan| &checks.plans[&plan]);
            for thing in planned.iter().filter(|thing| !checks.may_stay(thing)) {
                assert!(
                    !there.contains(thing) || named.contains(thing),
                    "I5: {thing} is said to be gone, and is there"
                );
            }
        }
    }
}
