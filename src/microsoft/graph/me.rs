//! `GET /me` and the signed-in person's active directory roles. Roles that are only eligible (PIM) don't appear.
//!
//! Permission: `User.Read`. <https://learn.microsoft.com/graph/api/user-get>,
//! <https://learn.microsoft.com/graph/api/user-list-transitivememberof>

use serde::Deserialize;

use super::users::UserType;
use crate::microsoft::{Call, Endpoint, Page, Version};

/// The signed-in person.
#[derive(Clone, Copy, Debug)]
pub struct GetMe;

/// Who it is.
#[derive(Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    /// Object id.
    pub id: String,
    /// Display name.
    pub display_name: Option<String>,
    /// Sign-in name.
    pub user_principal_name: String,
    /// Member or guest.
    pub user_type: Option<UserType>,
}

impl Endpoint for GetMe {
    type Answer = Me;

    fn call(&self) -> Call {
        Call::get(
            Version::V1,
            "/me?$select=id,displayName,userPrincipalName,userType".to_owned(),
        )
    }
}

/// The directory roles that the person holds now, through groups too.
#[derive(Clone, Copy, Debug)]
pub struct ListMyRoles;

/// A role.
#[derive(Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryRole {
    /// The same in every tenant.
    pub role_template_id: Option<String>,
}

impl Endpoint for ListMyRoles {
    type Answer = Page<DirectoryRole>;

    fn call(&self) -> Call {
        let path = "/me/transitiveMemberOf/microsoft.graph.directoryRole?$select=id,displayName,roleTemplateId";
        Call::get(Version::V1, path.to_owned())
    }
}

/// Template ids of the roles that matter here. Source: Entra, "Microsoft Entra built-in roles".
pub mod role_template {
    /// Global Administrator.
    pub const GLOBAL_ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";
    /// Billing Administrator.
    pub const BILLING_ADMINISTRATOR: &str = "b0f54661-2d74-4c50-afa3-1ec803f12efe";
    /// User Administrator.
    pub const USER_ADMINISTRATOR: &str = "fe930be7-5e62-47db-91af-98c3a49a38b1";
    /// Global Reader.
    pub const GLOBAL_READER: &str = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
}
