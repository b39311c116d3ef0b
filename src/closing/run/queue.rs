//! What is left to send, and when: in the plan's order, what must come last only after everything else is settled. Sends
//! nothing.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use crate::protocol::WaitReason;
use crate::tenant::plan::{Item, Turn};

/// A wait: until when, since the start of the engine, and why.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Wait {
    pub(super) until: Duration,
    pub(super) reason: WaitReason,
}

impl Wait {
    /// The longer one.
    pub(super) fn or_later(self, other: Self) -> Self {
        if other.until > self.until { other } else { self }
    }

    /// No longer than another one for the same reason.
    pub(super) fn no_longer_than(self, other: Self) -> Self {
        if other.reason == self.reason && other.until < self.until {
            other
        } else {
            self
        }
    }
}

/// An item on its way through a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Queued {
    /// Its place in the plan.
    pub(super) place: usize,
    /// What it is.
    pub(super) item: Item,
    /// How often it was tried.
    pub(super) tries: u32,
    /// How often it was only put off: that is no reason to give up.
    pub(super) throttles: u32,
}

/// Items that are sent together.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Group {
    pub(super) items: Vec<Queued>,
    /// How often they were sent together and refused together.
    pub(super) tries: u32,
}

/// What is left.
#[derive(Debug, Default)]
pub(super) struct Queue {
    ready: VecDeque<Queued>,
    groups: VecDeque<Group>,
    /// Not before the time in front; the number keeps those of the same time apart.
    later: BTreeMap<(Duration, u64), (WaitReason, Later)>,
    last: VecDeque<Queued>,
    number: u64,
}

#[derive(Debug)]
enum Later {
    One(Queued),
    Together(Group),
}

impl Queue {
    /// A queue of these items.
    pub(super) fn new(items: impl Iterator<Item = Queued>) -> Self {
        let (last, ready) = items.partition(|queued| queued.item.reason.turn() == Turn::Last);
        Self {
            last,
            ready,
            ..Self::default()
        }
    }

    /// How many items are left, those that wait included.
    pub(super) fn left(&self) -> usize {
        self.ready.len()
            + self.last.len()
            + self.groups.iter().map(|group| group.items.len()).sum::<usize>()
            + self.waiting()
    }

    /// What the last of those that wait waits for.
    pub(super) fn latest(&self) -> Option<Wait> {
        self.later.last_key_value().map(wait_of)
    }

    /// How many items wait for their time.
    pub(super) fn waiting(&self) -> usize {
        let sizes = self.later.values().map(|(_, later)| match later {
            Later::One(_) => 1,
            Later::Together(group) => group.items.len(),
        });
        sizes.sum()
    }

    /// Lets what is due in, and what comes last once nothing else is left here or under way.
    pub(super) fn turn(&mut self, now: Duration, under_way: usize) {
        while let Some(entry) = self.later.first_entry() {
            if entry.key().0 > now {
                break;
            }
            match entry.remove() {
                (_, Later::One(queued)) => self.again(queued),
                (_, Later::Together(group)) => self.again_together(group),
            }
        }
        if under_way == 0 && self.ready.is_empty() && self.groups.is_empty() && self.later.is_empty() {
            self.ready.append(&mut self.last);
        }
    }

    /// How many items the next group has, if one is ready.
    pub(super) fn next_size(&self, most: usize) -> Option<usize> {
        let together = self.groups.front().map(|group| group.items.len());
        together.or_else(|| Some(self.ready.len().min(most)).filter(|size| *size > 0))
    }

    /// Takes the next group out.
    pub(super) fn next(&mut self, most: usize) -> Option<Group> {
        if let Some(group) = self.groups.pop_front() {
            return Some(group);
        }
        let size = self.next_size(most)?;
        let items = self.ready.drain(..size).collect();
        Some(Group { items, tries: 0 })
    }

    /// What the next of those that wait waits for.
    pub(super) fn due(&self) -> Option<Wait> {
        self.later.first_key_value().map(wait_of)
    }

    /// What waits for the same reason waits no longer than this.
    pub(super) fn hasten(&mut self, to: Wait) {
        let later = std::mem::take(&mut self.later).into_iter();
        let hastened = later.map(|((until, number), (reason, later))| {
            let wait = Wait { until, reason }.no_longer_than(to);
            ((wait.until, number), (reason, later))
        });
        self.later = hastened.collect();
    }

    /// Puts an item back, to be tried again.
    pub(super) fn again(&mut self, queued: Queued) {
        self.ready.push_back(queued);
    }

    /// Puts an item back, to be tried again after a wait.
    pub(super) fn again_after(&mut self, wait: Wait, queued: Queued) {
        self.put(wait, Later::One(queued));
    }

    /// Puts a group back, to be sent again as it is.
    pub(super) fn again_together(&mut self, group: Group) {
        if !group.items.is_empty() {
            self.groups.push_back(group);
        }
    }

    /// Puts a group back, to be sent again as it is after a wait.
    pub(super) fn again_together_after(&mut self, wait: Wait, group: Group) {
        self.put(wait, Later::Together(group));
    }

    /// Puts a group back in two halves: so one that spoils the others is found.
    pub(super) fn again_in_halves_after(&mut self, wait: Wait, group: Group) {
        let mut first = group.items;
        let second = first.split_off(first.len() / 2);
        for items in [first, second] {
            self.again_together_after(wait, Group { items, tries: 0 });
        }
    }

    fn put(&mut self, wait: Wait, later: Later) {
        if matches!(&later, Later::Together(group) if group.items.is_empty()) {
            return;
        }
        self.number += 1;
        self.later.insert((wait.until, self.number), (wait.reason, later));
    }
}

const fn wait_of(((until, _), (reason, _)): (&(Duration, u64), &(WaitReason, Later))) -> Wait {
    Wait {
        until: *until,
        reason: *reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tenant::ids::Guid;
    use crate::tenant::plan::{Reason, Target};

    fn queued(place: usize, reason: Reason) -> Queued {
        let id: Guid = format!("00000000-0000-4000-8000-{place:012}").parse().unwrap();
        let item = Item {
            target: Target::User,
            id,
            reason,
        };
        Queued {
            place,
            item,
            tries: 0,
            throttles: 0,
        }
    }

    fn places(group: Option<Group>) -> Vec<usize> {
        group
            .into_iter()
            .flat_map(|group| group.items)
            .map(|one| one.place)
            .collect()
    }

    #[test]
    fn what_comes_last_waits_for_what_is_under_way_and_for_what_is_tried_again() {
        let mut queue = Queue::new(
            [
                queued(0, Reason::Administrator),
                queued(1, Reason::OtherUser),
                queued(2, Reason::OtherUser),
            ]
            .into_iter(),
        );
        let second = Duration::from_secs(1);
        queue.turn(Duration::ZERO, 0);
        assert_eq!(places(queue.next(20)), [1, 2]);
        queue.turn(Duration::ZERO, 1);
        assert_eq!(queue.next(20), None, "two are under way");
        let wait = Wait {
            until: second,
            reason: WaitReason::Throttled,
        };
        queue.again_after(wait, queued(2, Reason::OtherUser));
        queue.turn(Duration::ZERO, 0);
        assert_eq!((queue.next(20), queue.left(), queue.due()), (None, 2, Some(wait)));
        queue.turn(second, 0);
        assert_eq!(places(queue.next(20)), [2]);
        queue.turn(second, 0);
        assert_eq!(places(queue.next(20)), [0]);
        assert_eq!(queue.left(), 0);
    }

    #[test]
    fn one_that_spoils_twenty_is_alone_after_five_halvings() {
        let mut queue = Queue::new((0..20).map(|place| queued(place, Reason::OtherUser)));
        let mut rounds = 0;
        queue.turn(Duration::ZERO, 0);
        loop {
            let group = queue.next(20).unwrap();
            if !group.items.iter().any(|one| one.place == 13) {
                continue;
            }
            if group.items.len() == 1 {
                break;
            }
            rounds += 1;
            let wait = Wait {
                until: Duration::ZERO,
                reason: WaitReason::ServiceFailed,
            };
            queue.again_in_halves_after(wait, group);
            queue.turn(Duration::ZERO, 0);
        }
        assert!(rounds <= 5, "{rounds}");
    }
}
