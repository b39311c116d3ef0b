//! Groups and their members, for the export.
//!
//! Permission: `Directory.Read.All`. <https://learn.microsoft.com/graph/api/group-list>,
//! <https://learn.microsoft.com/graph/api/group-list-members>

use crate::microsoft::limits::PAGE;
use crate::microsoft::{Call, Version};

/// Lists a group's direct members.
#[must_use]
pub fn list_members(group: &str) -> Call {
    Call::get(
        Version::V1,
        format!("/groups/{group}/members?$select=id,displayName&$top={PAGE}"),
    )
}
