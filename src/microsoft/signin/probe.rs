//! Whether a tenant still exists: its discovery document ([`super::metadata::address`]), which needs no token. A deleted tenant answers AADSTS90002.
//!
//! <https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc>

use super::refusal::{EntraError, Meaning};

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
        assert_eq!(
            read(400, br#"{"error":"invalid_request","error_codes":[50059]}"#),
            Existence::Unknown,
            "a tenant that wasn't named is no tenant that is gone"
        );
        assert_eq!(read(404, b"<html>not found</html>"), Existence::Unknown);
        assert_eq!(read(503, br#"{"error":"x","error_codes":[90002]}"#), Existence::Unknown);
        assert_eq!(read(200, b"{}"), Existence::Exists);
    }
}
