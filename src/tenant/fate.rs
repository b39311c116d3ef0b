//! What has become of each thing of a plan: one fate each, and how many share it. Decides nobody's fate.

use serde::{Deserialize, Serialize};

/// What has become of one thing of a plan.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Fate {
    /// Nothing yet, or it is to be tried again.
    Planned,
    /// A request about it is under way.
    Sent,
    /// It is to be tried again later, because the service asks for it (429).
    Throttled,
    /// The service accepted it, which is not yet proof.
    Accepted,
    /// A fresh reading shows that it is gone (or as planned).
    Gone,
    /// It has been excluded since the plan was confirmed, and is not touched.
    LeftOut,
    /// The service refuses it, for a reason that stays.
    Blocked,
    /// It did not go, for another reason.
    Failed,
}

/// How many things have met each fate.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct FateCounts {
    /// [`Fate::Planned`].
    pub planned: u32,
    /// [`Fate::Sent`].
    pub sent: u32,
    /// [`Fate::Throttled`].
    pub throttled: u32,
    /// [`Fate::Accepted`].
    pub accepted: u32,
    /// [`Fate::Gone`].
    pub gone: u32,
    /// [`Fate::LeftOut`].
    pub left_out: u32,
    /// [`Fate::Blocked`].
    pub blocked: u32,
    /// [`Fate::Failed`].
    pub failed: u32,
}

impl FateCounts {
    const fn of(&mut self, fate: Fate) -> &mut u32 {
        match fate {
            Fate::Planned => &mut self.planned,
            Fate::Sent => &mut self.sent,
            Fate::Throttled => &mut self.throttled,
            Fate::Accepted => &mut self.accepted,
            Fate::Gone => &mut self.gone,
            Fate::LeftOut => &mut self.left_out,
            Fate::Blocked => &mut self.blocked,
            Fate::Failed => &mut self.failed,
        }
    }
}

/// The fate of each thing of a plan, by its place there.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fates {
    fates: Vec<Fate>,
    counts: FateCounts,
}

impl Fates {
    /// The fates of so many things that are only planned.
    #[must_use]
    pub fn planned(things: u32) -> Self {
        Self {
            fates: std::iter::repeat_n(Fate::Planned, things as usize).collect(),
            counts: FateCounts {
                planned: things,
                ..FateCounts::default()
            },
        }
    }

    /// The fate of the thing at this place; a plan has no others than it names.
    #[must_use]
    pub fn at(&self, place: usize) -> Option<Fate> {
        self.fates.get(place).copied()
    }

    /// Sets the fate of the thing at this place.
    pub fn set(&mut self, place: usize, fate: Fate) {
        if let Some(before) = self.fates.get_mut(place) {
            *self.counts.of(*before) -= 1;
            *self.counts.of(fate) += 1;
            *before = fate;
        }
    }

    /// How many things have met each fate.
    #[must_use]
    pub const fn counts(&self) -> FateCounts {
        self.counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_has_one_fate_and_is_counted_once() {
        let mut fates = Fates::planned(3);
        fates.set(0, Fate::Sent);
        fates.set(0, Fate::Throttled);
        fates.set(0, Fate::Gone);
        fates.set(2, Fate::Failed);
        fates.set(3, Fate::Gone);
        assert_eq!(
            [0, 1, 2, 3].map(|place| fates.at(place)),
            [Some(Fate::Gone), Some(Fate::Planned), Some(Fate::Failed), None]
        );
        assert_eq!(
            fates.counts(),
            FateCounts {
                planned: 1,
                gone: 1,
                failed: 1,
                ..FateCounts::default()
            }
        );
    }
}
