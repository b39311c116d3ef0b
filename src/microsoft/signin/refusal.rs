//! Entra's refusals: the JSON of the token endpoint, and the `AADSTS` codes that say what to do. Shows nothing.
//!
//! Codes: <https://learn.microsoft.com/entra/identity-platform/reference-error-codes>

use std::fmt;

use serde::{Deserialize, Serialize};

/// The token endpoint's error document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EntraError {
    /// OAuth's error, on which decisions rest.
    pub error: String,
    /// A description for developers.
    #[serde(default)]
    pub error_description: String,
    /// Entra's codes: hints.
    #[serde(default)]
    pub error_codes: Vec<u32>,
    /// The id to give to support.
    pub trace_id: Option<String>,
}

impl fmt::Display for EntraError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.error)
    }
}

impl oauth2::ErrorResponse for EntraError {}

/// What a refused sign-in means for a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Meaning {
    /// They have to sign in again, in person.
    SignInAgain,
    /// They said no to the permissions.
    Declined,
    /// An administrator has to consent.
    AdminConsent,
    /// The tenant isn't there (any more).
    TenantGone,
    /// Luk's own application isn't in the tenant (any more), or its registration doesn't fit.
    Registration,
    /// It may work in a moment.
    Passing,
    /// Anything else.
    Refused,
}

impl EntraError {
    /// An error that came in the address of a callback, where the code stands in the description only.
    #[must_use]
    pub fn from_callback(error: &str, description: &str) -> Self {
        Self {
            error: error.to_owned(),
            error_description: description.to_owned(),
            error_codes: code_in(description).into_iter().collect(),
            trace_id: None,
        }
    }

    /// The code as people look it up: `AADSTS65004`, or OAuth's error if there is none.
    #[must_use]
    pub fn code(&self) -> String {
        match self.first_code() {
            Some(code) => format!("AADSTS{code}"),
            None => self.error.chars().take(100).collect(),
        }
    }

    fn first_code(&self) -> Option<u32> {
        self.error_codes
            .first()
            .copied()
            .or_else(|| code_in(&self.error_description))
    }

    /// What it means.
    #[must_use]
    pub fn meaning(&self) -> Meaning {
        match self.first_code() {
            Some(65_004) => Meaning::Declined,
            Some(90_093..=90_095) => Meaning::AdminConsent,
            Some(90_002 | 50_059 | 50_128) => Meaning::TenantGone,
            Some(700_011 | 700_016 | 7_000_112 | 50_011 | 70_004 | 9_002_326 | 50_194 | 650_057 | 700_054) => {
                Meaning::Registration
            }
            Some(90_033 | 90_024 | 90_006 | 50_033 | 90_055 | 50_196) => Meaning::Passing,
            _ => match self.error.as_str() {
                "access_denied" => Meaning::Declined,
                "invalid_grant" | "interaction_required" | "login_required" | "consent_required" => {
                    Meaning::SignInAgain
                }
                "temporarily_unavailable" | "server_error" => Meaning::Passing,
                "unauthorized_client" | "invalid_client" => Meaning::Registration,
                _ => Meaning::Refused,
            },
        }
    }
}

fn code_in(description: &str) -> Option<u32> {
    let (_, after) = description.split_once("AADSTS")?;
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declined_consent_is_told_from_an_expired_sign_in() {
        let declined = EntraError::from_callback("access_denied", "AADSTS65004: User declined to consent.");
        assert_eq!(
            (declined.meaning(), declined.code().as_str()),
            (Meaning::Declined, "AADSTS65004")
        );
        let expired: EntraError = serde_json::from_str(r#"{"error":"invalid_grant","error_codes":[700084]}"#).unwrap();
        assert_eq!(expired.meaning(), Meaning::SignInAgain);
    }
}
