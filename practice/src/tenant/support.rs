//! Requests to support: written in the admin center, listed there, and resolved a day later.

use crate::time::Moment;

/// A request to support.
#[derive(Debug, Clone)]
pub(crate) struct SupportRequest {
    pub(crate) number: usize,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) created: Moment,
}

impl SupportRequest {
    /// Support takes a day.
    pub(crate) fn is_resolved(&self, now: Moment) -> bool {
        now >= self.created.plus_hours(24)
    }
}
