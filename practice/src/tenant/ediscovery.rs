//! Purview eDiscovery: cases, what they search, and the operations that take their time.

use std::time::Duration;

use serde::Deserialize;

use crate::guid::Guid;
use crate::time::Moment;

/// What somebody is in Purview's role group "eDiscovery Manager".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum EdiscoveryRole {
    /// Has to do with the cases that are their own.
    Manager,
    /// And with everybody's.
    Administrator,
}

/// A case.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) id: Guid,
    pub(crate) display_name: String,
    pub(crate) description: String,
    pub(crate) created_by: Guid,
    pub(crate) created: Moment,
    pub(crate) searches: Vec<Search>,
    pub(crate) operations: Vec<Operation>,
}

/// A search over everything that it names.
#[derive(Debug, Clone)]
pub(crate) struct Search {
    pub(crate) id: Guid,
    pub(crate) display_name: String,
    pub(crate) scopes: Vec<SourceScope>,
    /// Single people beside them.
    pub(crate) people: Vec<UserSource>,
    pub(crate) created: Moment,
}

/// What is somebody's own.
#[derive(Debug, Clone)]
pub(crate) struct UserSource {
    pub(crate) user: Guid,
    pub(crate) included: Vec<Included>,
}

/// The parts of what is somebody's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Included {
    Mailbox,
    Site,
}

impl Included {
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "mailbox" => Some(Self::Mailbox),
            "site" => Some(Self::Site),
            _ => None,
        }
    }
}

impl Search {
    /// Whether it looks into this part of what is somebody's; of what is nobody's own, no person is given.
    pub(crate) fn reaches(&self, part: Included, owner: Option<Guid>) -> bool {
        let all = match part {
            Included::Mailbox => SourceScope::TenantMailboxes,
            Included::Site => SourceScope::TenantSites,
        };
        let mut people = self.people.iter();
        self.scopes.contains(&all) || people.any(|source| Some(source.user) == owner && source.included.contains(&part))
    }
}

/// What a search looks into: all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SourceScope {
    TenantMailboxes,
    TenantSites,
    /// The custodians of the case: no case of the model has any.
    CaseCustodians,
    CaseNoncustodialDataSources,
}

impl SourceScope {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::TenantMailboxes => "allTenantMailboxes",
            Self::TenantSites => "allTenantSites",
            Self::CaseCustodians => "allCaseCustodians",
            Self::CaseNoncustodialDataSources => "allCaseNoncustodialDataSources",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        let all = [
            Self::TenantMailboxes,
            Self::TenantSites,
            Self::CaseCustodians,
            Self::CaseNoncustodialDataSources,
        ];
        all.into_iter().find(|scope| scope.name() == name)
    }
}

/// What is being done with a search's result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum OperationKind {
    EstimateStatistics,
    ExportResult { name: String, format: ExportFormat },
    ExportReport { name: String },
}

/// As what mail is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExportFormat {
    Pst,
    Msg,
    Eml,
}

impl ExportFormat {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Pst => "pst",
            Self::Msg => "msg",
            Self::Eml => "eml",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Pst, Self::Msg, Self::Eml]
            .into_iter()
            .find(|format| format.name() == name)
    }
}

/// Something that takes its time.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    pub(crate) id: Guid,
    pub(crate) search: Guid,
    pub(crate) kind: OperationKind,
    pub(crate) started: Moment,
}

/// Right after its start an operation can't be seen yet.
const UNSEEN: Duration = Duration::from_secs(5);

impl Operation {
    const fn duration(&self) -> Duration {
        match self.kind {
            OperationKind::EstimateStatistics => Duration::from_secs(60),
            OperationKind::ExportReport { .. } => Duration::from_secs(300),
            OperationKind::ExportResult { .. } => Duration::from_secs(600),
        }
    }

    pub(crate) fn is_seen(&self, now: Moment) -> bool {
        self.started.plus(UNSEEN) <= now
    }

    /// How far it is, in percent.
    pub(crate) fn progress(&self, now: Moment) -> u8 {
        let share = self.started.share_of(now, self.duration());
        u8::try_from(share.min(100)).unwrap_or(100)
    }

    /// When it was done, or will be.
    pub(crate) fn ends(&self) -> Moment {
        self.started.plus(self.duration())
    }

    pub(crate) fn is_done(&self, now: Moment) -> bool {
        self.progress(now) == 100
    }
}
