//! Users: list and delete. Deleting is soft: the user stays in "Deleted users" for 30 days.
//!
//! Permission: `Directory.Read.All` to list; `User.ReadWrite.All` to delete, and `Directory.AccessAsUser.All` where the
//! user holds an administrator role. <https://learn.microsoft.com/graph/api/user-list>,
//! <https://learn.microsoft.com/graph/api/user-delete>

use serde::Deserialize;

use crate::microsoft::limits::PAGE;
use crate::microsoft::sparing::{Count, Parsed};
use crate::microsoft::{Call, Endpoint, Page, Version};
use crate::tenant::ids::{Guid, UserId};

/// Lists all users, guests included.
#[derive(Clone, Copy, Debug)]
pub struct ListUsers;

/// A user.
#[derive(Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// Object id.
    pub id: Parsed<UserId>,
    /// Display name.
    pub display_name: Option<String>,
    /// Sign-in name.
    pub user_principal_name: Option<String>,
    /// Empty on very old objects.
    pub user_type: Option<UserType>,
    /// Whether the account may sign in.
    pub account_enabled: Option<bool>,
    /// Whether it is mastered on-premises.
    pub on_premises_sync_enabled: Option<bool>,
    /// Its licences.
    #[serde(default)]
    pub assigned_licenses: Count,
}

/// `userType`.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
pub enum UserType {
    /// Invited from elsewhere.
    Guest,
    /// `Member`, and whatever else may come.
    #[serde(other)]
    Other,
}

impl Endpoint for ListUsers {
    type Answer = Page<User>;

    fn call(&self) -> Call {
        let select = "id,displayName,userPrincipalName,userType,accountEnabled,onPremisesSyncEnabled,assignedLicenses";
        Call::get(Version::V1, format!("/users?$select={select}&$top={PAGE}"))
    }
}

/// Lists the ids of all users, and nothing else of them.
#[derive(Clone, Copy, Debug)]
pub struct ListUserIds;

/// An object's id.
#[derive(Deserialize, Debug)]
pub struct Identified {
    /// Object id.
    pub id: Guid,
}

impl Endpoint for ListUserIds {
    type Answer = Page<Identified>;

    fn call(&self) -> Call {
        Call::get(Version::V1, format!("/users?$select=id&$top={PAGE}"))
    }
}

/// Reads whether a user is there.
#[must_use]
pub fn find_user(id: &str) -> Call {
    Call::get(Version::V1, format!("/users/{id}?$select=id"))
}

/// Deletes a user.
#[must_use]
pub fn delete_user(id: &str) -> Call {
    Call::delete(Version::V1, format!("/users/{id}"))
}
