//! Microsoft Graph, one file for each family of endpoints.

pub mod applications;
pub mod batch;
pub mod deleted_users;
pub mod groups;
pub mod me;
pub mod multifactor;
pub mod organization;
pub mod roles;
pub mod subscriptions;
pub mod users;
