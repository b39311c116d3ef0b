//! Entra's errors that a fault can cause, with the number of Entra's list. Five of them nothing in the model causes by
//! itself: 50033, 90006 and 90024 (something inside the service, which passes), 90055 (no figures are published for it: a
//! client that asks too often meets 50196, as learn.microsoft.com/entra/msal/dotnet/advanced/client-and-server-throttling
//! says), and 700011 (its text is 700016's, and 700016 is what was seen of an application that is gone). The others have
//! their own causes too; those stand where they come from.

use http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::cloud::Cloud;
use crate::entra::error::{EntraError, MULTIFACTOR_CLAIMS};
use crate::entra::{authorize, is_token_endpoint, pages};
use crate::incoming::Incoming;
use crate::reply::Reply;

/// The number of one of these errors, without its letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct EntraCode(u32);

/// There is no such error among those that a fault can cause.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("AADSTS{0} is not among the errors that a fault can cause")]
pub struct UnknownEntraCode(pub u32);

impl TryFrom<u32> for EntraCode {
    type Error = UnknownEntraCode;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        match ERRORS.iter().any(|(known, ..)| *known == number) {
            true => Ok(Self(number)),
            false => Err(UnknownEntraCode(number)),
        }
    }
}

impl From<EntraCode> for u32 {
    fn from(code: EntraCode) -> Self {
        code.0
    }
}

impl EntraCode {
    /// Every one of them.
    pub fn all() -> impl Iterator<Item = Self> {
        ERRORS.iter().map(|(number, ..)| Self(*number))
    }
}

/// Number, OAuth's word, and what it says, after Microsoft's list of error codes.
const ERRORS: &[(u32, &str, &str)] = &[
    (
        16000,
        "interaction_required",
        "The selected account does not exist in the tenant and cannot access the application in that tenant.",
    ),
    (
        28003,
        "invalid_scope",
        "The scope for the OAuth2 code can't be empty when an access token is asked for.",
    ),
    (
        50033,
        "temporarily_unavailable",
        "A transient error occurred. Please try again.",
    ),
    (
        50053,
        "invalid_grant",
        "The account is locked: sign-in was tried too many times with an incorrect user ID or password.",
    ),
    (50055, "invalid_grant", "The password is expired."),
    (
        50059,
        "invalid_request",
        "No tenant-identifying information was found in the request or implied by any provided credentials.",
    ),
    (
        50072,
        "invalid_grant",
        "The user needs to enroll for multi-factor authentication.",
    ),
    (50074, "invalid_grant", "Strong authentication is required."),
    (
        50078,
        "invalid_grant",
        "The presented multi-factor authentication has expired due to policies that the administrator set.",
    ),
    (
        50079,
        "invalid_grant",
        "The user must register for multi-factor authentication.",
    ),
    (
        50105,
        "invalid_grant",
        "The signed-in user is not assigned to a role for the application.",
    ),
    (
        50128,
        "invalid_request",
        "Invalid domain name: no tenant-identifying information was found.",
    ),
    (
        50194,
        "invalid_request",
        "The application is not configured as a multi-tenant application.",
    ),
    (
        50196,
        "invalid_grant",
        "The server terminated an operation because it encountered a client request loop.",
    ),
    (
        53004,
        "invalid_grant",
        "The user must complete the multi-factor registration process before accessing this content.",
    ),
    (
        70004,
        "invalid_request",
        "The redirect address specified by the client does not match any configured addresses.",
    ),
    (
        70043,
        "invalid_grant",
        "The refresh token has expired or is invalid due to sign-in frequency checks by Conditional Access.",
    ),
    (90006, "temporarily_unavailable", "An external server is too busy."),
    (
        90024,
        "temporarily_unavailable",
        "A transient error has occurred: the request budget is exceeded.",
    ),
    (
        90055,
        "temporarily_unavailable",
        "The tenant is throttled: there are too many incoming requests.",
    ),
    (
        90093,
        "access_denied",
        "Graph calls of the application are forbidden for this user.",
    ),
    (
        90095,
        "access_denied",
        "An administrator has to approve; a request for it can be sent.",
    ),
    (
        530_035,
        "invalid_grant",
        "Access has been blocked by security defaults.",
    ),
    (
        650_057,
        "invalid_resource",
        "The client has asked for a resource which is not among its configured permissions.",
    ),
    (
        700_011,
        "unauthorized_client",
        "The application was not found in the directory or tenant.",
    ),
];

/// A request of the login origin fails with one of these errors: at the token endpoint as JSON, at a silent sign-in by
/// the way back to the app, and else on a page of Entra's.
pub(crate) fn fail(cloud: &mut Cloud, code: EntraCode, request: &Incoming) -> Reply {
    let known = ERRORS.iter().find(|(number, ..)| *number == code.0);
    let (number, word, message) = known
        .copied()
        .unwrap_or((code.0, "server_error", "Something went wrong."));
    let mut error = EntraError::new(number, word, message);
    if [50072, 50074, 50078, 50079].contains(&number) {
        error = error.demanding(MULTIFACTOR_CLAIMS);
    }
    if is_token_endpoint(request) {
        return error.into_json(cloud);
    }
    authorize::silent_failure(cloud, request, &error).unwrap_or_else(|| pages::error(StatusCode::BAD_REQUEST, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_when_it_is_known() {
        assert_eq!(serde_json::from_str::<EntraCode>("50196").unwrap(), EntraCode(50196));
        assert!(serde_json::from_str::<EntraCode>("50126").is_err());
        assert_eq!(serde_json::to_string(&EntraCode(50196)).unwrap(), "50196");
    }
}
