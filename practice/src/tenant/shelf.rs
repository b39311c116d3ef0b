//! Directory objects of one kind: those that live, and those in the bin, from which they can come back.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::time::Duration;

use crate::guid::Guid;
use crate::time::Moment;

/// How far reading is behind what was changed (eventual consistency).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lag {
    /// How long lists go on showing what was deleted.
    pub(crate) lists: Duration,
    /// How long the bin does not show it yet.
    pub(crate) bin: Duration,
}

impl Lag {
    pub(crate) const NONE: Self = Self {
        lists: Duration::ZERO,
        bin: Duration::ZERO,
    };
    /// The longest that a closing should be ready for.
    pub(crate) const TEN_MINUTES: Self = Self {
        lists: Duration::from_secs(600),
        bin: Duration::from_secs(600),
    };
}

/// A deleted object and when it was deleted.
#[derive(Debug, Clone)]
pub(crate) struct Binned<T> {
    pub(crate) object: T,
    pub(crate) deleted: Moment,
}

impl<T> Binned<T> {
    /// Soft-deleted objects can be restored for 30 days, then they are gone by themselves.
    fn is_kept(&self, now: Moment) -> bool {
        now < self.deleted.plus_days(30)
    }
}

/// The objects of one kind, in the order of their ids.
#[derive(Debug, Clone)]
pub(crate) struct Shelf<T> {
    live: BTreeMap<Guid, T>,
    bin: BTreeMap<Guid, Binned<T>>,
    /// Deleted for good: kept for lists that lag behind only.
    gone: BTreeMap<Guid, Binned<T>>,
    /// What was changed or came back, and when.
    changed: BTreeMap<Guid, Moment>,
    /// What was taken out of the bin for good, and when.
    purged: BTreeMap<Guid, Moment>,
}

/// What became of an object since a moment.
#[derive(Debug)]
pub(crate) enum Change<'a, T> {
    Altered(&'a T),
    Binned,
    Purged,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self {
            live: BTreeMap::new(),
            bin: BTreeMap::new(),
            gone: BTreeMap::new(),
            changed: BTreeMap::new(),
            purged: BTreeMap::new(),
        }
    }
}

impl<T: Clone> Shelf<T> {
    pub(crate) fn add(&mut self, id: Guid, object: T) {
        self.live.insert(id, object);
    }

    pub(crate) fn get(&self, id: Guid) -> Option<&T> {
        self.live.get(&id)
    }

    pub(crate) fn get_mut(&mut self, id: Guid) -> Option<&mut T> {
        self.live.get_mut(&id)
    }

    /// An object that is about to be changed, so that who asks for changes is told.
    pub(crate) fn change(&mut self, id: Guid, now: Moment) -> Option<&mut T> {
        let object = self.live.get_mut(&id)?;
        self.changed.insert(id, now);
        Some(object)
    }

    /// Everything that was changed, restored, deleted or purged since a moment, in the order of the ids.
    pub(crate) fn changes_since(&self, since: Moment, now: Moment) -> BTreeMap<Guid, Change<'_, T>> {
        let mut changes = BTreeMap::new();
        for (id, _) in self.changed.iter().filter(|(_, at)| **at >= since) {
            if let Some(object) = self.live.get(id) {
                changes.insert(*id, Change::Altered(object));
            }
        }
        for (id, binned) in self.bin.iter().filter(|(_, binned)| binned.deleted >= since) {
            let change = if binned.is_kept(now) {
                Change::Binned
            } else {
                Change::Purged
            };
            changes.insert(*id, change);
        }
        for (id, _) in self.purged.iter().filter(|(_, at)| **at >= since) {
            changes.insert(*id, Change::Purged);
        }
        changes
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.live.values()
    }

    pub(crate) fn len(&self) -> usize {
        self.live.len()
    }

    /// In the order of their ids, from the first one after this id.
    pub(crate) fn after(&self, id: Option<Guid>) -> impl Iterator<Item = (Guid, &T)> {
        let from = id.map_or(Bound::Unbounded, Bound::Excluded);
        self.live
            .range((from, Bound::Unbounded))
            .map(|(id, object)| (*id, object))
    }

    /// Whether a list now shows more than what lives.
    pub(crate) fn lags(&self, now: Moment, lag: Duration) -> bool {
        let mut late = self.bin.values().chain(self.gone.values());
        !lag.is_zero() && late.any(|binned| now < binned.deleted.plus(lag))
    }

    /// What a list shows: with a lag it goes on showing what was deleted a moment ago.
    pub(crate) fn listed(&self, now: Moment, lag: Duration) -> BTreeMap<Guid, &T> {
        let mut listed: BTreeMap<Guid, &T> = self.live.iter().map(|(id, object)| (*id, object)).collect();
        if !lag.is_zero() {
            let late = self
                .bin
                .iter()
                .chain(&self.gone)
                .filter(|(_, binned)| now < binned.deleted.plus(lag));
            listed.extend(late.map(|(id, binned)| (*id, &binned.object)));
        }
        listed
    }

    pub(crate) fn bin(&self, now: Moment) -> BTreeMap<Guid, &Binned<T>> {
        self.bin
            .iter()
            .filter(|(_, binned)| binned.is_kept(now))
            .map(|(id, binned)| (*id, binned))
            .collect()
    }

    pub(crate) fn binned(&self, id: Guid, now: Moment) -> Option<&Binned<T>> {
        self.bin.get(&id).filter(|binned| binned.is_kept(now))
    }

    /// Into the bin; the object, when it was there.
    pub(crate) fn delete(&mut self, id: Guid, now: Moment) -> Option<&T> {
        let object = self.live.remove(&id)?;
        self.bin.insert(id, Binned { object, deleted: now });
        self.bin.get(&id).map(|binned| &binned.object)
    }

    /// Gone at once: what of its kind has no bin.
    pub(crate) fn delete_for_good(&mut self, id: Guid, now: Moment) -> Option<&T> {
        let object = self.live.remove(&id)?;
        self.gone.insert(id, Binned { object, deleted: now });
        self.gone.get(&id).map(|binned| &binned.object)
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.live.values_mut()
    }

    /// Out of the bin and back.
    pub(crate) fn restore(&mut self, id: Guid, now: Moment) -> Option<&T> {
        self.binned(id, now)?;
        let binned = self.bin.remove(&id)?;
        self.changed.insert(id, now);
        self.live.insert(id, binned.object);
        self.live.get(&id)
    }

    /// Out of the bin for good.
    pub(crate) fn purge(&mut self, id: Guid, now: Moment) -> Option<T> {
        self.binned(id, now)?;
        self.purged.insert(id, now);
        self.bin.remove(&id).map(|binned| binned.object)
    }
}
