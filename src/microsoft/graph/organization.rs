//! `GET /organization`: the tenant itself, a list of one.
//!
//! Permission: `Directory.Read.All`. <https://learn.microsoft.com/graph/api/organization-list>

use serde::Deserialize;

use crate::microsoft::{Call, Endpoint, Page, Version};

/// The tenant.
#[derive(Clone, Copy, Debug)]
pub struct GetOrganization;

/// What it is.
#[derive(Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// The tenant's id.
    pub id: String,
    /// Its name.
    pub display_name: Option<String>,
    /// `true`: on; `false`: was on; `null`: never was.
    pub on_premises_sync_enabled: Option<bool>,
    /// Its domains.
    #[serde(default)]
    pub verified_domains: Vec<VerifiedDomain>,
}

/// A domain.
#[derive(Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct VerifiedDomain {
    /// Its name.
    pub name: String,
    /// Whether the tenant was born with it.
    #[serde(default)]
    pub is_initial: bool,
}

impl Endpoint for GetOrganization {
    type Answer = Page<Organization>;

    fn call(&self) -> Call {
        Call::get(Version::V1, "/organization".to_owned())
    }
}
