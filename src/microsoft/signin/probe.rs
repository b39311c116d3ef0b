//! Whether a tenant still exists: its discovery document, which needs no token. A deleted tenant answers AADSTS90002.
//!
//! <https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc>

use super::Authority;
use super::refusal::{EntraError, Meaning};
use crate::microsoft::cloud::Cloud;

/// What a probe shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Existence {
    /// The tenant is there.
    Exists,
    /// The tenant is gone.
    Gone,
    /// The answer doesn't tell.
    Unknown,
}

/// The address to ask.
#[must_use]
pub fn address(cloud: &Cloud, tenant: &Authority) -> String {
    format!(
        "{}/{}/v2.0/.well-known/openid-configuration",
        cloud.login.as_str(),
        tenant.segment()
    )
}

/// Reads the answer. Only Entra's own word for it counts as gone: anything else could be a proxy or an outage.
#[must_use]
pub fn read(status: u16, body: &[u8]) -> Existence {
    match status {
        200 => Existence::Exists,
        400..=499 => match serde_json::from_slice::<EntraError>(body) {
            Ok(error) if error.meaning() == Meaning::TenantGone => Existence::Gone,
            _ => Existence::Unknown,
        },
        _ => Existence::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_entras_own_word_counts_as_gone() {
        assert_eq!(
            read(400, br#"{"error":"invalid_tenant","error_codes":[90002]}"#),
            Existence::Gone
        );
        assert_eq!(read(404, b"<html>not found</html>"), Existence::Unknown);
        assert_eq!(read(503, br#"{"error":"x","error_codes":[90002]}"#), Existence::Unknown);
        assert_eq!(read(200, b"{}"), Existence::Exists);
    }
}
