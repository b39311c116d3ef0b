//! What must hold of each run as a whole: how freshly it is begun and how carefully, when it stops by itself, what comes
//! last, and that it ends. What must hold of each request is in `checks`.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use luk::protocol::Running;
use luk::tenant::plan::Work;

use crate::checks::WRITES;
use crate::thing::Thing;

/// The longest that Luk lets a service make it wait.
const LONGEST_ASKED: Duration = Duration::from_mins(15);

/// The longest that Luk waits before it reads a list again that still shows what should be gone.
const LONGEST_PATIENCE: Duration = Duration::from_mins(5);

/// How long the bin may hide what was deleted.
const BIN_LAG: Duration = Duration::from_mins(10);

/// What a run spends on reading, whatever it has to do: before it begins, while it tries with few, and after it has ended.
const SETTLES: Duration = Duration::from_mins(1);

/// What each thing costs that is gone before a run begins: it is asked for by its id, once when it is not found and three times
/// at the end, twenty in each of the answers, which take 400 ms here.
const ASKED_BY_ID: Duration = Duration::from_millis(80);

/// How old the person's proof of who they are may be when a run begins, in milliseconds; it tells seconds only.
const FRESH: i64 = 5 * 60 * 1000 + 999;

/// So many things the first batches of a run hold at most.
const FIRST: [usize; 2] = [1, 10];

/// A run stops by itself when at least so many things are refused …
const REFUSED: usize = 5;

/// … and they are more than one in so many of those that were answered …
const ONE_IN: usize = 50;

/// … give or take what has found its end otherwise, which no answer tells of.
const UNTOLD: usize = 20;

/// The runs that go on, one for each tab.
#[derive(Default)]
pub(crate) struct Runs {
    /// Who held a directory role when the story began: they are deleted only after everybody else.
    administrators: BTreeSet<Thing>,
    /// When the person in a tab has proved last who they are.
    proved: BTreeMap<u32, i64>,
    of_tabs: BTreeMap<u32, Run>,
}

struct Run {
    work: Work,
    pressed: i64,
    batches: usize,
    /// What left before this one was sent with an earlier sign-in.
    anew_from: u64,
    answered: BTreeSet<Thing>,
    refused: BTreeSet<Thing>,
    /// Since when it should have stopped by itself.
    too_much_since: Option<i64>,
}

impl Runs {
    pub(crate) fn new(administrators: BTreeSet<Thing>) -> Self {
        Self {
            administrators,
            ..Self::default()
        }
    }

    /// The person has confirmed a plan, or wants to go on with one.
    pub(crate) fn begins(&mut self, tab: u32, work: Work, pressed: i64) {
        let run = Run {
            work,
            pressed,
            batches: 0,
            anew_from: 0,
            answered: BTreeSet::new(),
            refused: BTreeSet::new(),
            too_much_since: None,
        };
        self.of_tabs.insert(tab, run);
    }

    /// The person has proved who they are.
    pub(crate) fn proves(&mut self, tab: u32, at: i64) {
        self.proved.insert(tab, at);
    }

    /// The person has signed in again: what was refused before is tried again.
    pub(crate) fn begins_anew(&mut self, tab: u32, next: u64) {
        if let Some(run) = self.of_tabs.get_mut(&tab) {
            run.anew_from = next;
            run.refused.clear();
            run.answered.clear();
            run.too_much_since = None;
        }
    }

    /// Looks at a changing request before it leaves.
    pub(crate) fn sends(
        &mut self,
        tab: u32,
        now: i64,
        changes: &[Thing],
        under_way: usize,
        is_administrator: impl Fn(&Thing) -> bool,
    ) -> Result<(), String> {
        let Some(run) = self.of_tabs.get_mut(&tab) else {
            return Err("I3: something is changed without a run".to_owned());
        };
        let proved = self.proved.get(&tab).copied().unwrap_or_default();
        if run.batches == 0 && run.pressed - proved > FRESH {
            return Err(format!("a run begins {} ms after the sign-in", run.pressed - proved));
        }
        if run.batches <= FIRST.len() && under_way > 0 {
            return Err(format!(
                "U6: batch {} leaves before the one before it was answered",
                run.batches
            ));
        }
        if FIRST.get(run.batches).is_some_and(|most| changes.len() > *most) {
            return Err(format!("U6: batch {} holds {} things", run.batches, changes.len()));
        }
        run.batches += 1;
        if run.too_much_since.is_some_and(|since| since < now) {
            let (refused, answered) = (run.refused.len(), run.answered.len());
            return Err(format!("U6: goes on though {refused} of {answered} were refused"));
        }
        // Who is gone, or has lost the role, may not be known as one any more.
        let mut administrators = changes.iter().filter(|thing| self.administrators.contains(thing));
        let other = changes.iter().find(|thing| !self.administrators.contains(thing));
        if let Some(other) = other
            && let Some(administrator) = administrators.find(|thing| is_administrator(thing))
        {
            return Err(format!(
                "{administrator} is an administrator, and is sent together with {other}"
            ));
        }
        Ok(())
    }

    /// Takes in what was answered about one thing.
    pub(crate) fn hears(&mut self, (tab, request): (u32, u64), now: i64, thing: &Thing, status: u16) {
        let Some(run) = self.of_tabs.get_mut(&tab).filter(|run| request >= run.anew_from) else {
            return;
        };
        match status {
            200 | 204 | 404 => drop(run.answered.insert(thing.clone())),
            // Neither a token that isn't taken, nor what passes.
            400..=499 if ![401, 408, 409, 423, 424, 429].contains(&status) => {
                run.answered.insert(thing.clone());
                run.refused.insert(thing.clone());
            }
            _ => {}
        }
        // Enterprise applications are known to refuse.
        let brakes = run.work != Work::DeleteApplications;
        let too_much = run.refused.len() >= REFUSED && run.refused.len() * ONE_IN > run.answered.len() + UNTOLD;
        run.too_much_since = run.too_much_since.or((brakes && too_much).then_some(now));
    }
}

/// Liveness: once nothing goes wrong any more, a run that ends now takes hardly longer than the quota asks for, beside the
/// waits that Microsoft has asked for before, or that its lists may need.
pub(crate) fn ends_soon(run: &Running, gone_before: usize, pressed: i64, fair: i64, ended: i64) {
    // One after the other: what was read before the one wait may be the reason for the other.
    let asked = if pressed < fair {
        LONGEST_ASKED + LONGEST_PATIENCE
    } else {
        Duration::ZERO
    };
    let lists = if run.work == Work::PurgeUsers {
        BIN_LAG
    } else {
        Duration::ZERO
    };
    let quota = Duration::from_secs(run.total.into()).mul_f64(1.25 / WRITES.1);
    let doubts = ASKED_BY_ID * u32::try_from(gone_before).unwrap();
    let most = i64::try_from((asked + lists + quota + doubts + SETTLES).as_millis()).unwrap();
    let took = ended - pressed.max(fair);
    assert!(
        took <= most,
        "nothing goes wrong any more, and the run took {took} ms of {most}"
    );
}
