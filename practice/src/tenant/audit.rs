//! The logs: what was changed through Graph, by whom; who signed in, and who could not.

use crate::guid::Guid;
use crate::time::Moment;

/// One change.
#[derive(Debug, Clone)]
pub(crate) struct AuditEntry {
    pub(crate) id: Guid,
    pub(crate) activity: &'static str,
    pub(crate) category: &'static str,
    pub(crate) operation: &'static str,
    pub(crate) actor: Guid,
    pub(crate) actor_name: String,
    pub(crate) target: String,
    pub(crate) at: Moment,
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
