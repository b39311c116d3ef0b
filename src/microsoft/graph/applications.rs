//! App registrations and enterprise applications (service principals): list and delete.
//!
//! Permission: `Directory.Read.All` to list, `Application.ReadWrite.All` to delete.
//! <https://learn.microsoft.com/graph/api/application-list>, <https://learn.microsoft.com/graph/api/serviceprincipal-list>

use serde::Deserialize;

use crate::microsoft::limits::PAGE;
use crate::microsoft::{Call, Endpoint, Page, Version};

/// The tenant that owns Microsoft's own applications. They appear in every tenant and most refuse to be deleted.
pub const MICROSOFT_TENANT: &str = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

/// Lists app registrations.
#[derive(Clone, Copy, Debug)]
pub struct ListApplications;

/// An app registration.
#[derive(Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    /// Object id.
    pub id: String,
    /// Client id.
    pub app_id: String,
    /// Display name.
    pub display_name: Option<String>,
}

impl Endpoint for ListApplications {
    type Answer = Page<Application>;

    fn call(&self) -> Call {
        Call::get(
            Version::V1,
            format!("/applications?$select=id,appId,displayName&$top={PAGE}"),
        )
    }
}

/// Lists enterprise applications.
#[derive(Clone, Copy, Debug)]
pub struct ListServicePrincipals;

/// An enterprise application.
#[derive(Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct ServicePrincipal {
    /// Object id.
    pub id: String,
    /// Client id.
    pub app_id: String,
    /// Display name.
    pub display_name: Option<String>,
    /// The tenant that owns the application.
    pub app_owner_organization_id: Option<String>,
}

impl Endpoint for ListServicePrincipals {
    type Answer = Page<ServicePrincipal>;

    fn call(&self) -> Call {
        let select = "id,appId,displayName,appOwnerOrganizationId";
        Call::get(Version::V1, format!("/servicePrincipals?$select={select}&$top={PAGE}"))
    }
}

/// Deletes an app registration (soft: 30 days).
#[must_use]
pub fn delete_application(id: &str) -> Call {
    Call::delete(Version::V1, format!("/applications/{id}"))
}

/// Deletes an enterprise application.
#[must_use]
pub fn delete_service_principal(id: &str) -> Call {
    Call::delete(Version::V1, format!("/servicePrincipals/{id}"))
}

/// Reads whether an app registration is there.
#[must_use]
pub fn find_application(id: &str) -> Call {
    Call::get(Version::V1, format!("/applications/{id}?$select=id"))
}

/// Reads whether an enterprise application is there.
#[must_use]
pub fn find_service_principal(id: &str) -> Call {
    Call::get(Version::V1, format!("/servicePrincipals/{id}?$select=id"))
}
