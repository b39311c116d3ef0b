//! Azure Resource Manager. Only what a closing reads; nothing is written yet.

pub mod subscriptions;

/// The one delegated permission of Azure Resource Manager: act as the signed-in person.
pub const USER_IMPERSONATION: &str = "user_impersonation";
