//! Who holds a directory role in the tenant.
//!
//! Permission: `Directory.Read.All` covers it. <https://learn.microsoft.com/graph/api/rbacapplication-list-roleassignments>

use serde::Deserialize;

use crate::microsoft::{Call, Endpoint, Page, Version};

/// Lists all role assignments of the directory.
#[derive(Clone, Copy, Debug)]
pub struct ListRoleAssignments;

/// A role assignment.
#[derive(Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct RoleAssignment {
    /// Object id of the user, group or application that holds the role.
    pub principal_id: String,
}

impl Endpoint for ListRoleAssignments {
    type Answer = Page<RoleAssignment>;

    fn call(&self) -> Call {
        let path = "/roleManagement/directory/roleAssignments?$select=principalId";
        Call::get(Version::V1, path.to_owned())
    }
}
