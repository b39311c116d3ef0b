//! Three tabs of one browser that keep a closing in turn and in the same instant.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use proptest::prelude::*;

use super::{Learned, gathered, take_in};
use crate::protocol::{Keeping, Said, Tick};
use crate::tenant::bitmap::Bitmap;
use crate::tenant::plan::{PlanHash, Work};
use crate::tenant::progress::{CloudName, ExportState, FinishedRun, RunningPlan};
use crate::tenant::{Guid, Moment, Progress, SubscriptionId, Task, TenantId, UserId};

const BEGINNING: Moment = Moment::from_seconds(1_800_000_000);

/// What happens in one of the tabs.
#[derive(Clone, Copy, Debug)]
enum Deed {
    SignsIn,
    Says(Said),
    Waives,
    /// Only the tab that leads does these; it knows what the one that led before has kept.
    Begins,
    GetsFurther(u8),
    Finishes,
    GivesUp,
    FindsTheTenantGone,
    Forgets,
    /// The browser's storage is lost, and of that nobody is told.
    StorageIsLost,
    /// The tab is closed, and opened anew with what is kept.
    Reopens,
    /// Another tab's text reaches this one.
    Hears,
    /// What has reached this one waits: it is busy.
    Gathers,
}

fn deed() -> impl Strategy<Value = Deed> {
    let user = (0..3_u128).prop_map(|user| UserId(Guid::from_u128(user)));
    let keeping = prop_oneof![Just(Keeping::Keep), Just(Keeping::Release)];
    let tick = prop_oneof![Just(Tick::Ticked), Just(Tick::Unticked)];
    prop_oneof![
        1 => Just(Deed::SignsIn),
        4 => (user, keeping).prop_map(|(user, keeping)| Deed::Says(Said::Keep(user, keeping))),
        1 => Just(Deed::Says(Said::Deleted(SubscriptionId(Guid::from_u128(1))))),
        2 => tick.prop_map(|tick| Deed::Says(Said::Tick(Task::Export, tick))),
        1 => Just(Deed::Waives),
        2 => Just(Deed::Begins),
        2 => (0..20_u8).prop_map(Deed::GetsFurther),
        1 => Just(Deed::Finishes),
        1 => Just(Deed::GivesUp),
        1 => Just(Deed::FindsTheTenantGone),
        1 => Just(Deed::Forgets),
        6 => Just(Deed::Hears),
        2 => Just(Deed::Gathers),
    ]
}

fn hash(number: u64) -> PlanHash {
    serde_json::from_str(&format!("\"{number:064x}\"")).unwrap()
}

fn mishap() -> impl Strategy<Value = Deed> {
    prop_oneof![
        8 => deed(),
        1 => Just(Deed::StorageIsLost),
        1 => Just(Deed::Reopens),
    ]
}

/// Three tabs of one browser. What one keeps reaches the others later, in the order in which it was kept.
#[derive(Default)]
struct Browser {
    tabs: [Progress; 3],
    coming: [VecDeque<Progress>; 3],
    storage: Progress,
    runs: u64,
    /// What was said last of each account, in whatever tab.
    said: BTreeMap<UserId, Keeping>,
    /// The runs that have ended.
    ended: BTreeSet<(Moment, PlanHash)>,
}

impl Browser {
    fn keep(&mut self, tab: usize) {
        // Of what doesn't change a browser tells nobody.
        if self.storage == self.tabs[tab] {
            return;
        }
        self.storage = self.tabs[tab].clone();
        for other in (0..3).filter(|other| *other != tab) {
            self.coming[other].push_back(self.storage.clone());
        }
    }

    fn hears(&mut self, tab: usize, now: Moment) {
        let Some(theirs) = self.coming[tab].pop_front() else {
            return;
        };
        // As a run hears it.
        if tab == 0 && self.tabs[0].running.is_some() {
            let before = self.tabs[0].clone();
            self.tabs[0] = before.clone().join_at_work(theirs, now);
            if self.tabs[0] != before {
                self.keep(0);
            }
            return;
        }
        if take_in(&mut self.tabs[tab], theirs) == Learned::Part {
            self.keep(tab);
        }
    }

    fn does(&mut self, tab: usize, deed: Deed, now: Moment) {
        // Whoever takes the lead has heard the one before; the first tab leads here.
        let ours = &mut self.tabs[tab];
        match deed {
            Deed::Hears => {
                self.hears(tab, now);
                return;
            }
            Deed::Gathers => {
                let latest = self.coming[tab].pop_back();
                let texts: Vec<_> = self.coming[tab].iter().map(|one| one.to_text().ok()).collect();
                let gathered = gathered(&texts).unwrap().into_iter().flatten();
                self.coming[tab] = gathered.map(|text| Progress::from_text(&text).unwrap()).collect();
                self.coming[tab].extend(latest);
                return;
            }
            Deed::Says(said) => {
                said.note(ours, now);
                if let Said::Keep(user, keeping) = said {
                    self.said.insert(user, keeping);
                }
            }
            Deed::SignsIn => {
                ours.tenant = Some(TenantId(Guid::from_u128(7)));
                ours.cloud = Some(CloudName::Practice);
                ours.started_at.get_or_insert(now);
                ours.signed_in_at = Some(now.but_after(ours.signed_in_at.max(ours.tenant_gone_at)));
                ours.tenant_gone_at = None;
            }
            Deed::Waives => ours.export = ExportState::Waived { at: now },
            Deed::Begins if tab == 0 && ours.running.is_none() => {
                self.runs += 1;
                ours.running = Some(RunningPlan {
                    work: Work::DeleteUsers,
                    plan: hash(self.runs),
                    total: 20,
                    started_at: now,
                    accepted: Bitmap::default(),
                    sent: 0,
                });
            }
            Deed::GetsFurther(place) if tab == 0 => {
                let running = ours.running.as_mut();
                running.into_iter().for_each(|run| run.accepted.note(place.into()));
            }
            Deed::Finishes if tab == 0 => {
                let finished = ours.running.take().map(|run| FinishedRun {
                    work: run.work,
                    plan: run.plan,
                    planned: run.total,
                    verified: run.total,
                    started_at: run.started_at,
                    ended_at: now,
                });
                ours.finished.extend(finished);
            }
            Deed::GivesUp if tab == 0 => ours.leave(now),
            Deed::FindsTheTenantGone => {
                ours.tenant_gone_at = Some(now.but_after(ours.signed_in_at));
            }
            Deed::Forgets if tab == 0 && ours.tenant.is_some() => {
                *ours = Progress {
                    tenant: ours.tenant,
                    cloud: ours.cloud,
                    started_at: Some(now),
                    forgotten_at: Some(now.but_after(ours.forgotten_at)),
                    signed_in_at: ours.signed_in_at,
                    ..Progress::default()
                };
                self.said.clear();
                self.ended.clear();
            }
            Deed::StorageIsLost => {
                self.storage = Progress::default();
                return;
            }
            Deed::Reopens => {
                *ours = self.storage.clone();
                self.coming[tab].clear();
                return;
            }
            Deed::Forgets | Deed::Begins | Deed::GetsFurther(_) | Deed::Finishes | Deed::GivesUp => return,
        }
        self.ended.extend(ended(&self.tabs[0]));
        self.keep(tab);
    }

    /// All hear all. Says whether that comes to an end.
    fn comes_to_rest(&mut self) -> bool {
        for _ in 0..500 {
            for tab in 0..3 {
                self.hears(tab, BEGINNING);
            }
        }
        self.coming.iter().all(VecDeque::is_empty)
    }
}

fn ended(progress: &Progress) -> impl Iterator<Item = (Moment, PlanHash)> {
    let finished = progress.finished.iter().map(|run| (run.started_at, run.plan));
    finished.chain(progress.left.iter().map(|run| (run.started_at, run.plan)))
}

proptest! {
    #[test]
    fn in_whatever_order_tabs_hear_of_each_other_all_end_with_the_same_and_nothing_said_last_is_lost(
        deeds in prop::collection::vec((0..3_usize, deed()), 1..60),
    ) {
        let mut browser = Browser::default();
        for (second, (tab, deed)) in (0..).zip(deeds) {
            let now = BEGINNING.plus(Duration::from_secs(second));
            browser.does(tab, deed, now);
        }
        let running = browser.tabs[0].running.clone();
        prop_assert!(browser.comes_to_rest());
        for tab in &browser.tabs {
            prop_assert_eq!(tab, &browser.storage);
        }
        let all = &browser.storage;
        for (user, keeping) in &browser.said {
            prop_assert_eq!(all.kept.contains(user), *keeping == Keeping::Keep);
        }
        prop_assert_eq!(&ended(all).collect::<BTreeSet<_>>(), &browser.ended);
        prop_assert_eq!(&all.running, &running, "as the tab knows it that leads");
    }

    #[test]
    fn no_tabs_answer_each_other_for_ever_whatever_is_lost_and_whatever_the_clock_says_and_none_takes_a_run_away(
        deeds in prop::collection::vec((0..3_usize, mishap(), 0..1_000_u64), 1..60),
    ) {
        let mut browser = Browser::default();
        for (tab, deed, second) in deeds {
            browser.does(tab, deed, BEGINNING.plus(Duration::from_secs(second)));
        }
        let run = |browser: &Browser| browser.tabs[0].running.as_ref().map(RunningPlan::begun);
        let running = run(&browser);
        prop_assert!(browser.comes_to_rest());
        if running.is_some() {
            prop_assert_eq!(run(&browser), running);
        }
    }
}
