//! `GET /subscriptions`: Azure subscriptions on which the person has a role. Does not see those of others: a Global
//! Administrator sees all only after elevating access.
//!
//! Permission: `user_impersonation`. <https://learn.microsoft.com/rest/api/resources/subscriptions/list>

use serde::Deserialize;

use crate::microsoft::{Call, Endpoint, Page, Version};

/// Lists Azure subscriptions.
#[derive(Clone, Copy, Debug)]
pub struct ListSubscriptions;

/// An Azure subscription.
#[derive(Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// Its id.
    pub subscription_id: String,
    /// Its name.
    pub display_name: String,
    /// `Enabled`, `Warned`, `PastDue`, `Disabled`, `Deleted`.
    pub state: String,
}

impl Endpoint for ListSubscriptions {
    type Answer = Page<Subscription>;

    fn call(&self) -> Call {
        Call::get(Version::Azure, "/subscriptions?api-version=2022-12-01".to_owned())
    }
}
