//! Entra's refusals: the JSON of the token endpoint, and what a refusal means. Shows nothing.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::codes;

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
    /// What the next sign-in must prove, as JSON.
    pub claims: Option<String>,
    /// When, by Entra's clock (`2026-01-09 02:02:12Z`).
    pub timestamp: Option<String>,
    /// How long Entra asks to be left alone: what a header says beside the document.
    #[serde(skip)]
    pub asks: Option<Duration>,
}

impl fmt::Display for EntraError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.error)
    }
}

impl oauth2::ErrorResponse for EntraError {}

/// What a refused sign-in or token means for a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Meaning {
    /// They have to sign in again, in person.
    SignInAgain,
    /// The 24 hours of a single-page application's sign-in are over.
    Ended,
    /// The sign-in was taken back: a changed password, an administrator.
    Revoked,
    /// Their organization wants to see them more often.
    Frequency,
    /// They have to show a second factor.
    SecondFactor,
    /// They have no second factor yet and must set one up.
    SecondFactorMissing,
    /// They have to consent.
    Consent,
    /// They said no to the permissions.
    Declined,
    /// An administrator has to consent.
    AdminConsent,
    /// The account is at home elsewhere, or nowhere.
    AccountElsewhere,
    /// The account is locked after too many attempts.
    AccountLocked,
    /// The account is disabled.
    AccountDisabled,
    /// The password has expired.
    PasswordExpired,
    /// The password is wrong.
    PasswordWrong,
    /// The account isn't assigned to Luk's application, as the tenant demands.
    NotAssigned,
    /// A policy wants another device.
    DeviceRefused,
    /// A policy or the security defaults refuse.
    PolicyRefused,
    /// The request names no tenant, or one that can't be.
    TenantNotNamed,
    /// The tenant isn't there (any more).
    TenantGone,
    /// The tenant is in another national cloud.
    OtherCloud,
    /// Luk's own application isn't in the tenant (any more).
    ApplicationMissing,
    /// The service that a token is for isn't in the tenant.
    ServiceMissing,
    /// Luk's registration doesn't know this site's address.
    RedirectNotRegistered,
    /// Luk's registration has the address as another type than single-page application.
    NotSinglePage,
    /// Luk's registration is for one tenant alone.
    NotMultitenant,
    /// Luk's registration doesn't name the permission.
    PermissionNotRegistered,
    /// Luk's registration doesn't fit otherwise.
    Registration,
    /// Luk asked for something that Entra doesn't know.
    RequestMalformed,
    /// The code was used before, or is another sign-in's.
    AnswerSpent,
    /// Too many sign-ins in a row.
    TooMany,
    /// The tenant is throttled.
    Throttled,
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
            claims: None,
            timestamp: None,
            asks: None,
        }
    }

    /// A refusal without a document, such as the page of something that stands before Entra: it passes.
    #[must_use]
    pub fn unavailable() -> Self {
        Self::from_callback("temporarily_unavailable", "")
    }

    /// A message as a person copied it from Entra's own page: the code in it, or the number alone, or OAuth's error.
    #[must_use]
    pub fn from_message(message: &str) -> Self {
        let message = message.trim();
        let alone = (5..=8).contains(&message.len()).then(|| message.parse().ok()).flatten();
        Self {
            error_codes: alone
                .or_else(|| code_in(&message.to_ascii_uppercase()))
                .into_iter()
                .collect(),
            ..Self::from_callback(message, "")
        }
    }

    /// The code as people look it up: `AADSTS65004`, or OAuth's error if there is none.
    #[must_use]
    pub fn code(&self) -> String {
        match self.first_code() {
            Some(code) => format!("AADSTS{code}"),
            // It may come from an address that anybody can make: only what an error's name is made of is shown.
            None => self
                .error
                .chars()
                .filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.'))
                .take(100)
                .collect(),
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
        if let Some(meaning) = self.first_code().and_then(codes::meaning) {
            return meaning;
        }
        match self.error.as_str() {
            "access_denied" => Meaning::Declined,
            "consent_required" => Meaning::Consent,
            "invalid_grant" | "interaction_required" | "login_required" => Meaning::SignInAgain,
            "temporarily_unavailable" | "server_error" => Meaning::Passing,
            "unauthorized_client" | "invalid_client" => Meaning::Registration,
            "invalid_scope" | "unsupported_grant_type" | "unsupported_response_type" => Meaning::RequestMalformed,
            "invalid_resource" => Meaning::ServiceMissing,
            _ => Meaning::Refused,
        }
    }

    /// Whether the person has to sign in again before there is a token: asking again by itself would not help.
    #[must_use]
    pub fn wants_person(&self) -> bool {
        matches!(
            self.error.as_str(),
            "invalid_grant"
                | "interaction_required"
                | "consent_required"
                | "login_required"
                | "account_selection_required"
        )
    }

    /// Whether the refresh token is worth nothing any more, for whatever service.
    #[must_use]
    pub fn ends_grant(&self) -> bool {
        self.error == "invalid_grant" && self.first_code().is_none_or(codes::ends_grant)
    }

    /// The moment of the refusal by Entra's clock, in the form of RFC 3339.
    #[must_use]
    pub fn moment(&self) -> Option<String> {
        self.timestamp.as_ref().map(|text| text.trim().replacen(' ', "T", 1))
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
    use proptest::prelude::*;

    #[test]
    fn a_declined_consent_is_told_from_an_expired_sign_in() {
        let declined = EntraError::from_callback("access_denied", "AADSTS65004: User declined to consent.");
        assert_eq!(
            (declined.meaning(), declined.code().as_str()),
            (Meaning::Declined, "AADSTS65004")
        );
        let expired: EntraError = serde_json::from_str(r#"{"error":"invalid_grant","error_codes":[700084]}"#).unwrap();
        assert_eq!(expired.meaning(), Meaning::Ended);
        assert!(expired.ends_grant());
    }

    #[test]
    fn a_message_from_entras_own_page_says_what_it_means() {
        for message in [
            "AADSTS50011",
            " aadsts50011: The redirect URI does not match\n",
            "50011",
            "Sorry, but we’re having trouble signing you in.\n\nAADSTS50011: The redirect URI 'https://x.example/' …",
        ] {
            let error = EntraError::from_message(message);
            assert_eq!(
                (error.meaning(), error.code().as_str()),
                (Meaning::RedirectNotRegistered, "AADSTS50011")
            );
        }
        assert_eq!(EntraError::from_message("consent_required").meaning(), Meaning::Consent);
        assert_eq!(EntraError::from_message("help").meaning(), Meaning::Refused);
        assert_eq!(EntraError::from_message("").code(), "");
    }

    #[test]
    fn a_second_factor_for_one_service_leaves_the_others_their_tokens() {
        let error: EntraError = serde_json::from_str(r#"{"error":"invalid_grant","error_codes":[50076]}"#).unwrap();
        assert!(!error.ends_grant());
    }

    proptest! {
        #[test]
        fn no_description_makes_reading_panic_and_no_markup_gets_into_a_code(error in ".*", description in ".*") {
            for refused in [EntraError::from_callback(&error, &description), EntraError::from_message(&description)] {
                let _ = refused.meaning();
                prop_assert!(!refused.code().contains(['<', '>', '&', '"', '\'']));
            }
        }
    }
}
