//! What a person says of their closing, whatever runs: it waits for nothing. Sends nothing, and changes nothing in the tenant.

use std::collections::BTreeSet;

use super::{Command, Keeping, Tick};
use crate::tenant::ids::{SubscriptionId, UserId};
use crate::tenant::{Moment, Progress, Task};

/// Something that a person says of their closing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Said {
    /// [`Command::Keep`].
    Keep(UserId, Keeping),
    /// [`Command::ReportDeleted`].
    Deleted(SubscriptionId),
    /// [`Command::Tick`].
    Tick(Task, Tick),
}

impl Said {
    /// What a command says, if that is what it does.
    #[must_use]
    pub const fn of(command: &Command) -> Option<Self> {
        if let Command::Keep { user, keeping } = command {
            Some(Self::Keep(*user, *keeping))
        } else if let Command::ReportDeleted(subscription) = command {
            Some(Self::Deleted(*subscription))
        } else if let Command::Tick { task, tick } = command {
            Some(Self::Tick(*task, *tick))
        } else {
            None
        }
    }

    /// Notes it in the progress, as said at this time.
    pub fn note(self, progress: &mut Progress, at: Moment) {
        match self {
            Self::Keep(user, keeping) => {
                let said = progress.said_at.entry(user);
                said.and_modify(|said| *said = at.but_after(Some(*said))).or_insert(at);
                match keeping {
                    Keeping::Keep => drop(progress.kept.insert(user)),
                    Keeping::Release => take_out(&mut progress.kept, user),
                }
            }
            Self::Deleted(subscription) => drop(progress.reported_deleted.entry(subscription).or_insert(at)),
            Self::Tick(task, tick) => {
                progress.ticked_at = Some(at.but_after(progress.ticked_at));
                match tick {
                    Tick::Ticked => drop(progress.ticked.insert(task)),
                    Tick::Unticked => take_out(&mut progress.ticked, task),
                }
            }
        }
    }
}

/// Takes one out of a set by building it anew. A first page loads this, and what removes something from a tree is larger than
/// all the rest of it.
fn take_out<T: Copy + Ord>(set: &mut BTreeSet<T>, one: T) {
    for other in std::mem::take(set) {
        if other != one {
            set.insert(other);
        }
    }
}
