//! Per-user multifactor authentication: read and disable, one user a call. Exists in beta only.
//!
//! Permission: `Policy.Read.All` to read, `Policy.ReadWrite.AuthenticationMethod` to change.
//! <https://learn.microsoft.com/graph/api/authentication-get>, <https://learn.microsoft.com/graph/api/authentication-update>

use http::Method;
use serde::Deserialize;
use serde_json::json;

use crate::microsoft::{Call, Version};

/// A user's requirements.
#[derive(Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct Requirements {
    /// `disabled`, `enabled`, `enforced`.
    pub per_user_mfa_state: String,
}

/// Reads a user's state; the answer is [`Requirements`].
#[must_use]
pub fn read_state(user: &str) -> Call {
    Call::get(Version::Beta, format!("/users/{user}/authentication/requirements"))
}

/// Disables it for a user.
#[must_use]
pub fn disable(user: &str) -> Call {
    Call {
        version: Version::Beta,
        method: Method::PATCH,
        path: format!("/users/{user}/authentication/requirements"),
        body: Some(json!({ "perUserMfaState": "disabled" })),
    }
}
