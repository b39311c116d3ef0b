//! `GET /directory/subscriptions`: the tenant's commercial subscriptions. Read-only: no public API cancels or deletes one.
//!
//! Permission: `Directory.Read.All`. <https://learn.microsoft.com/graph/api/directory-list-subscriptions>

use serde::Deserialize;

use crate::microsoft::{Call, Endpoint, Page, Version};

/// Lists subscriptions.
#[derive(Clone, Copy, Debug)]
pub struct ListSubscriptions;

/// A subscription (`companySubscription`).
#[derive(Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// Its id.
    pub id: String,
    /// The product's short name.
    pub sku_part_number: Option<String>,
    /// `Enabled`, `Warning`, `Suspended`, `Deleted`, `LockedOut`.
    pub status: Option<String>,
    /// Whether it is a trial.
    pub is_trial: Option<bool>,
    /// Its licences.
    pub total_licenses: Option<u32>,
    /// When its state changes if it isn't renewed.
    pub next_lifecycle_date_time: Option<String>,
    /// The partner's tenant, if a partner sold it.
    pub owner_tenant_id: Option<String>,
}

impl Endpoint for ListSubscriptions {
    type Answer = Page<Subscription>;

    fn call(&self) -> Call {
        Call::get(Version::V1, "/directory/subscriptions".to_owned())
    }
}
