//! What becomes of files and mail as the subscriptions that they live in end: once all of those are disabled only
//! administrators reach them, and once all are deleted they are erased, files at once and mail 72 hours later.

use crate::tenant::TenantState;
use crate::tenant::subscription::Stage;
use crate::time::Moment;

/// A kind of data, by the service that keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Data {
    /// SharePoint's and OneDrive's.
    Files,
    /// Exchange's.
    Mail,
}

/// Who reaches data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Access {
    Erased,
    AdministratorsOnly,
    Everybody,
}

impl Data {
    /// How the plans of its service begin.
    const fn plan(self) -> &'static str {
        match self {
            Self::Files => "SHAREPOINT",
            Self::Mail => "EXCHANGE",
        }
    }

    const fn access(self, stage: Stage) -> Access {
        match (stage, self) {
            (Stage::Active | Stage::Expired, _) => Access::Everybody,
            (Stage::Disabled, _) | (Stage::MarkedDeleted, Self::Mail) => Access::AdministratorsOnly,
            (Stage::MarkedDeleted, Self::Files) | (Stage::Deprovisioned, _) => Access::Erased,
        }
    }
}

impl TenantState {
    /// Who reaches this data now. What no subscription was ever bought for is everybody's.
    pub(crate) fn access(&self, data: Data, now: Moment) -> Access {
        let bought = self.subscriptions.iter().filter(|found| {
            let mut plans = found.product.plans.iter();
            plans.any(|(_, name)| name.starts_with(data.plan()))
        });
        let best = bought.map(|found| data.access(found.stage(now).0)).max();
        best.unwrap_or(Access::Everybody)
    }

    /// Erases what nobody reaches any more.
    pub(super) fn erase(&mut self, now: Moment) {
        if !self.drives.is_empty() && self.access(Data::Files, now) == Access::Erased {
            self.drives.clear();
            self.sites.clear();
        }
        if !self.mailboxes.is_empty() && self.access(Data::Mail, now) == Access::Erased {
            self.mailboxes.clear();
        }
    }
}
