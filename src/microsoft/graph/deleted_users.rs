//! Users who were deleted and can be restored for 30 days: list them, and delete them for good. Restoring is not here.
//!
//! Permission: `User.Read.All` (`Directory.Read.All` holds it) to list; `User.ReadWrite.All` to delete for good, and
//! `Directory.AccessAsUser.All` where the user held an administrator role.
//! <https://learn.microsoft.com/graph/api/directory-deleteditems-list>,
//! <https://learn.microsoft.com/graph/api/directory-deleteditems-delete>

use serde::Deserialize;

use super::users::Identified;
use crate::microsoft::limits::PAGE;
use crate::microsoft::{Call, Endpoint, Page, Version};

/// The cast to users is mandatory: deleted groups and applications are in lists of their own.
const DELETED_USERS: &str = "/directory/deletedItems/microsoft.graph.user";

/// Lists the deleted users.
#[derive(Clone, Copy, Debug)]
pub struct ListDeletedUsers;

/// A deleted user.
#[derive(Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct DeletedUser {
    /// Object id; the same as before the deletion.
    pub id: String,
    /// Display name.
    pub display_name: Option<String>,
}

impl Endpoint for ListDeletedUsers {
    type Answer = Page<DeletedUser>;

    fn call(&self) -> Call {
        Call::get(
            Version::V1,
            format!("{DELETED_USERS}?$select=id,displayName&$top={PAGE}"),
        )
    }
}

/// Lists the ids of the deleted users, and nothing else of them.
#[derive(Clone, Copy, Debug)]
pub struct ListDeletedUserIds;

impl Endpoint for ListDeletedUserIds {
    type Answer = Page<Identified>;

    fn call(&self) -> Call {
        Call::get(Version::V1, format!("{DELETED_USERS}?$select=id&$top={PAGE}"))
    }
}

/// Reads whether a deleted user can still be restored.
#[must_use]
pub fn find_deleted_user(id: &str) -> Call {
    Call::get(Version::V1, format!("/directory/deletedItems/{id}?$select=id"))
}

/// Deletes a deleted user for good.
#[must_use]
pub fn purge_user(id: &str) -> Call {
    Call::delete(Version::V1, format!("/directory/deletedItems/{id}"))
}
