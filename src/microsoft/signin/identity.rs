//! Who signed in: the claims of the id_token, and whether they hold for this sign-in.
//!
//! Does not verify the signature: the token came straight from the token endpoint over TLS (OpenID Connect Core 3.1.3.7,
//! rule 6), never through the address bar.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use crate::microsoft::cloud::Cloud;

/// How far this machine's clock may be off, in seconds.
const CLOCK_SKEW: i64 = 300;

/// Who signed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Identity {
    /// The tenant's id.
    pub tenant: String,
    /// The user's object id.
    pub person: String,
    /// Their name, to show.
    pub name: String,
    /// When they last proved who they are (seconds since 1970), if Entra told.
    pub authenticated_at: Option<i64>,
    /// When the token was issued (seconds since 1970).
    pub issued_at: i64,
}

/// Why an id_token proves nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotProven {
    /// It can't be read.
    #[error("the id_token can't be read")]
    Unreadable,
    /// Another issuer.
    #[error("the id_token has another issuer")]
    Issuer,
    /// For another client.
    #[error("the id_token is for another client")]
    Audience,
    /// From another sign-in.
    #[error("the id_token is from another sign-in")]
    Nonce,
    /// Too old, or from the future.
    #[error("the id_token is not valid at this time")]
    Time,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    nonce: Option<String>,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    tid: String,
    oid: String,
    name: Option<String>,
    preferred_username: Option<String>,
    auth_time: Option<i64>,
}

/// Reads an id_token and checks it against the sign-in that was begun. `now` in seconds since 1970.
///
/// # Errors
/// The first check that fails.
pub fn prove(id_token: &str, cloud: &Cloud, nonce: &str, now: i64) -> Result<Identity, NotProven> {
    let payload = id_token.split('.').nth(1).ok_or(NotProven::Unreadable)?;
    let payload = URL_SAFE_NO_PAD.decode(payload).map_err(|_| NotProven::Unreadable)?;
    let claims: Claims = serde_json::from_slice(&payload).map_err(|_| NotProven::Unreadable)?;
    // Entra's issuer is a template with the tenant's id in it; compared exactly once the id is known to be one.
    let guid = claims.tid.len() == 36 && claims.tid.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    if !guid || claims.iss != format!("{}/{}/v2.0", cloud.login.as_str(), claims.tid) {
        return Err(NotProven::Issuer);
    }
    if claims.aud != cloud.client_id {
        return Err(NotProven::Audience);
    }
    if claims.nonce.as_deref() != Some(nonce) {
        return Err(NotProven::Nonce);
    }
    let too_old = claims.exp <= now.saturating_sub(CLOCK_SKEW);
    let future = claims.iat.max(claims.nbf.unwrap_or(i64::MIN)) > now.saturating_add(CLOCK_SKEW);
    if too_old || future {
        return Err(NotProven::Time);
    }
    Ok(Identity {
        tenant: claims.tid,
        person: claims.oid,
        name: claims.name.or(claims.preferred_username).unwrap_or_default(),
        authenticated_at: claims.auth_time,
        issued_at: claims.iat,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::microsoft::cloud::configured;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const NOW: i64 = 1_790_000_000;
    const TENANT: &str = "11111111-2222-3333-4444-555555555555";

    fn cloud() -> Cloud {
        configured(r#"{"clouds":[{"cloud":"global","clientId":"client"}]}"#)
            .unwrap()
            .remove(0)
    }

    fn token(changes: &Value) -> String {
        let mut claims = json!({
            "iss": format!("https://login.microsoftonline.com/{TENANT}/v2.0"), "aud": "client", "nonce": "nonce",
            "exp": NOW + 3600, "iat": NOW, "nbf": NOW, "tid": TENANT, "oid": "o", "name": "Ada", "auth_time": NOW - 10,
        });
        for (name, value) in changes.as_object().unwrap() {
            claims[name] = value.clone();
        }
        format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims.to_string()))
    }

    #[test]
    fn the_right_token_tells_who_signed_in_and_when() {
        let identity = prove(&token(&json!({})), &cloud(), "nonce", NOW).unwrap();
        assert_eq!(
            (identity.tenant.as_str(), identity.authenticated_at),
            (TENANT, Some(NOW - 10))
        );
    }

    #[test]
    fn each_claim_that_does_not_hold_ends_the_sign_in_with_its_own_reason() {
        let other = "99999999-2222-3333-4444-555555555555";
        for (changes, reason) in [
            (
                json!({"iss": format!("https://login.microsoftonline.com/{other}/v2.0")}),
                NotProven::Issuer,
            ),
            (
                json!({"iss": format!("https://login.microsoftonline.com/{TENANT}/v2.0/")}),
                NotProven::Issuer,
            ),
            (
                json!({"tid": "common", "iss": "https://login.microsoftonline.com/common/v2.0"}),
                NotProven::Issuer,
            ),
            (json!({"aud": "another"}), NotProven::Audience),
            (json!({"aud": ["client", "another"]}), NotProven::Unreadable),
            (json!({"nonce": "another"}), NotProven::Nonce),
            (json!({"nonce": null}), NotProven::Nonce),
            (json!({"exp": NOW - 301}), NotProven::Time),
            (json!({"iat": NOW + 301}), NotProven::Time),
            (json!({"nbf": NOW + 301}), NotProven::Time),
            (json!({"iat": "soon"}), NotProven::Unreadable),
        ] {
            assert_eq!(
                prove(&token(&changes), &cloud(), "nonce", NOW),
                Err(reason),
                "{changes}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_proving_panic(text in ".*") {
            prop_assert!(prove(&text, &cloud(), "nonce", NOW).is_err());
        }
    }
}
