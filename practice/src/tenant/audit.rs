//! The logs: what was changed through Graph, by whom and on what; who signed in, and who could not.

use crate::guid::Guid;
use crate::time::Moment;

/// One change.
#[derive(Debug, Clone)]
pub(crate) struct AuditEntry {
    pub(crate) id: Guid,
    pub(crate) what: Activity,
    pub(crate) actor: Guid,
    pub(crate) actor_name: String,
    pub(crate) at: Moment,
}

/// What was done, and to what.
#[derive(Debug, Clone)]
pub(crate) struct Activity {
    pub(crate) name: &'static str,
    pub(crate) category: &'static str,
    /// The service that wrote it down.
    pub(crate) service: &'static str,
    pub(crate) operation: Operation,
    pub(crate) targets: Vec<Target>,
}

/// The kinds of change that the log knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Add,
    Delete,
    Unassign,
    Update,
}

impl Operation {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Add => "Add",
            Self::Delete => "Delete",
            Self::Unassign => "Unassign",
            Self::Update => "Update",
        }
    }
}

/// Something that was changed, as it was called before.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    pub(crate) display_name: Option<String>,
    pub(crate) user_principal_name: Option<String>,
    /// Of a group: which of the log's two kinds it is.
    pub(crate) group_type: Option<&'static str>,
    pub(crate) modified: Option<Modified>,
}

/// A property that is another now. Values are JSON.
#[derive(Debug, Clone)]
pub(crate) struct Modified {
    pub(crate) name: &'static str,
    pub(crate) old: String,
    pub(crate) new: String,
}

/// Somebody signed in to Luk, or tried to.
#[derive(Debug, Clone)]
pub(crate) struct SignIn {
    pub(crate) id: Guid,
    pub(crate) user: Guid,
    /// The AADSTS number; 0 when it went well.
    pub(crate) error: u32,
    pub(crate) reason: String,
    pub(crate) at: Moment,
}
