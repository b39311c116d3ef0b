//! The audit log: what was changed through Graph, by whom.

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
