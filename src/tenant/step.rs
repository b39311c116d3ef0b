//! The six tasks of a closing, and the status of each: derived from the tenant each time, never stored.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::checks::{Check, CheckState, directory_checks};
use super::plan::Work;
use super::progress::{ExportState, Progress};
use super::snapshot::DirectorySync;
use super::{Counts, Moment};

/// How long a deleted subscription takes to leave the tenant: it can be reactivated meanwhile.
/// Source: Microsoft, "Delete a directory in Microsoft Entra ID" (Disabled → Deprovisioned in 72 hours).
pub const SUBSCRIPTION_REMOVAL: Duration = Duration::from_hours(72);

/// A task of the closing, in the order of Microsoft's article; the export comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Task {
    /// Take along what should be kept.
    Export,
    /// Step 1: delete all users but one Global Administrator.
    Users,
    /// Step 2: cancel all active subscriptions.
    CancelSubscriptions,
    /// Step 3: delete all disabled subscriptions.
    DeleteSubscriptions,
    /// Step 4: disable multifactor authentication.
    Multifactor,
    /// Step 5: delete the directory.
    Directory,
}

impl Task {
    /// All tasks, in order.
    pub const ALL: [Self; 6] = [
        Self::Export,
        Self::Users,
        Self::CancelSubscriptions,
        Self::DeleteSubscriptions,
        Self::Multifactor,
        Self::Directory,
    ];
}

/// Where a task stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// Nothing is known of the tenant yet.
    NotStarted,
    /// Can be done now.
    Ready,
    /// Begun: a run was started and isn't finished.
    InProgress,
    /// Time has to pass.
    Waiting {
        /// Until when, as far as one knows.
        until: Option<Moment>,
    },
    /// Something else has to be done first.
    Blocked(Blocker),
    /// Done in the tenant (the export: done, or knowingly waived).
    Done,
}

/// What stands in a task's way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Blocker {
    /// The export is neither done nor waived.
    Export,
    /// Users are synchronised from on-premises.
    DirectorySync,
    /// This many subscriptions have to be cancelled first.
    ActiveSubscriptions(u32),
    /// This many of the directory's checks don't pass, or can't be read.
    Checks(u32),
}

/// The status of a task. `counts` is the last reading of the tenant, if there ever was one.
#[must_use]
pub fn status(task: Task, counts: Option<&Counts>, progress: &Progress, now: Moment) -> Status {
    if progress.tenant_gone_at.is_some() {
        return Status::Done;
    }
    let export_settled = progress.export.is_settled();
    let Some(counts) = counts else {
        return if task == Task::Export && export_settled {
            Status::Done
        } else {
            Status::NotStarted
        };
    };
    match task {
        Task::Export => {
            if export_settled {
                Status::Done
            } else {
                Status::Ready
            }
        }
        Task::Users => match counts.other_users {
            Some(0) => Status::Done,
            Some(_) if progress.is_running(Work::DeleteUsers) => Status::InProgress,
            Some(_) if counts.directory_sync == DirectorySync::On => Status::Blocked(Blocker::DirectorySync),
            Some(_) => after_export(progress),
            None => Status::NotStarted,
        },
        Task::CancelSubscriptions => match counts.to_cancel {
            Some(0) => Status::Done,
            Some(_) => after_export(progress),
            None => Status::NotStarted,
        },
        Task::DeleteSubscriptions => match (counts.to_cancel, counts.to_delete) {
            (Some(0), Some(0)) => Status::Done,
            (Some(active), Some(0)) => Status::Blocked(Blocker::ActiveSubscriptions(active)),
            (Some(_), Some(disabled)) => delete_subscriptions(disabled, progress, now),
            _ => Status::NotStarted,
        },
        Task::Multifactor => match (counts.multifactor_on, counts.other_users) {
            (_, Some(0)) | (Some(0), _) => Status::Done,
            (Some(_), _) if progress.is_running(Work::DisableMultifactor) => Status::InProgress,
            (Some(_), _) => after_export(progress),
            (None, _) => Status::NotStarted,
        },
        Task::Directory => directory(counts, progress),
    }
}

const fn after_export(progress: &Progress) -> Status {
    match progress.export {
        ExportState::Missing => Status::Blocked(Blocker::Export),
        ExportState::Done { .. } | ExportState::Waived { .. } => Status::Ready,
    }
}

/// The directory goes on listing a deleted subscription as suspended for 72 hours. That a person deleted it is their
/// own word, so it only ever makes a task wait, never done.
fn delete_subscriptions(disabled: u32, progress: &Progress, now: Moment) -> Status {
    let waiting: Vec<Moment> = progress
        .reported_deleted
        .values()
        .map(|reported| reported.plus(SUBSCRIPTION_REMOVAL))
        .filter(|until| *until > now)
        .collect();
    if waiting.len() >= disabled as usize {
        Status::Waiting {
            until: waiting.into_iter().max(),
        }
    } else {
        after_export(progress)
    }
}

fn directory(counts: &Counts, progress: &Progress) -> Status {
    if progress.is_running(Work::DeleteApplications) {
        return Status::InProgress;
    }
    let open = directory_checks(counts)
        .into_iter()
        .filter(|check: &Check| matches!(check.state, CheckState::Open(_)));
    match u32::try_from(open.count()).unwrap_or(u32::MAX) {
        0 => Status::Ready,
        open => Status::Blocked(Blocker::Checks(open)),
    }
}
