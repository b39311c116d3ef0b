//! The issuer's keys (JSON Web Key Set, RFC 7517): which of them a token must be signed with. Verifies nothing.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use super::identity::NotProven;
use super::metadata::TENANT;

/// RSA keys below 2048 bits are not taken (RFC 7518, 3.3); beyond 8192 nobody's are.
const MODULUS_BYTES: std::ops::RangeInclusive<usize> = 256..=1024;

/// An RSA key as a JSON Web Key writes it: two numbers in base64url.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublicKey {
    /// `n`.
    pub modulus: String,
    /// `e`.
    pub exponent: String,
}

/// A key set.
#[derive(Deserialize, Debug)]
pub struct Keys {
    keys: Vec<Key>,
}

#[derive(Deserialize, Debug)]
struct Key {
    kty: Option<String>,
    kid: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    alg: Option<String>,
    n: Option<String>,
    e: Option<String>,
    /// Entra's own: whose tokens the key signs, with the tenant's place left open.
    issuer: Option<String>,
}

impl Keys {
    /// Reads a key set.
    ///
    /// # Errors
    /// [`NotProven::Keys`] when it isn't one.
    pub fn read(body: &[u8]) -> Result<Self, NotProven> {
        serde_json::from_slice(body).map_err(|_| NotProven::Keys)
    }

    /// The one key for a token of this issuer and tenant. A token that names no key is taken only where there is no choice.
    ///
    /// # Errors
    /// [`NotProven::UnknownKey`], or [`NotProven::AmbiguousKey`] when several fit.
    pub fn choose(&self, kid: Option<&str>, issuer: &str, tenant: &str) -> Result<PublicKey, NotProven> {
        let mut fitting = self
            .keys
            .iter()
            .filter(|key| kid.is_none() || key.kid.as_deref() == kid)
            .filter(|key| key.signs_for(issuer, tenant))
            .filter_map(Key::public);
        let key = fitting.next().ok_or(NotProven::UnknownKey)?;
        // Entra may list one key several times, once for each issuer.
        if fitting.all(|other| other == key) {
            Ok(key)
        } else {
            Err(NotProven::AmbiguousKey)
        }
    }
}

impl Key {
    fn signs_for(&self, issuer: &str, tenant: &str) -> bool {
        let own = |own: &String| own.replace(TENANT, tenant) == issuer;
        self.issuer.as_ref().is_none_or(own)
    }

    fn public(&self) -> Option<PublicKey> {
        let absent_or = |value: &Option<String>, wanted: &str| value.as_deref().is_none_or(|value| value == wanted);
        let (modulus, exponent) = (self.n.clone()?, self.e.clone()?);
        let fits = self.kty.as_deref() == Some("RSA")
            && absent_or(&self.usage, "sig")
            && absent_or(&self.alg, "RS256")
            && URL_SAFE_NO_PAD
                .decode(&modulus)
                .is_ok_and(|number| MODULUS_BYTES.contains(&number.len()));
        fits.then_some(PublicKey { modulus, exponent })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const ISSUER: &str = "https://login.microsoftonline.com/t/v2.0";

    fn key(kid: &str, changes: &Value) -> Value {
        let mut key = json!({"kty": "RSA", "use": "sig", "kid": kid, "e": "AQAB", "n": "A".repeat(342)});
        for (name, value) in changes.as_object().unwrap() {
            key[name] = value.clone();
        }
        key
    }

    fn choose(keys: &[Value], kid: Option<&str>) -> Result<PublicKey, NotProven> {
        Keys::read(json!({ "keys": keys }).to_string().as_bytes())
            .unwrap()
            .choose(kid, ISSUER, "t")
    }

    #[test]
    fn only_a_key_that_may_sign_such_a_token_is_chosen() {
        assert!(
            choose(
                &[key(
                    "a",
                    &json!({"issuer": "https://login.microsoftonline.com/{tenantid}/v2.0"})
                )],
                Some("a")
            )
            .is_ok()
        );
        for unfit in [
            json!({"kty": "EC"}),
            json!({"use": "enc"}),
            json!({"alg": "RS512"}),
            json!({"n": "A".repeat(171)}),
            json!({"n": null}),
            json!({"issuer": "https://login.microsoftonline.com/another/v2.0"}),
        ] {
            assert_eq!(
                choose(&[key("a", &unfit)], Some("a")),
                Err(NotProven::UnknownKey),
                "{unfit}"
            );
        }
        assert_eq!(choose(&[key("a", &json!({}))], Some("b")), Err(NotProven::UnknownKey));
        let other = json!({"n": format!("B{}", "A".repeat(341))});
        assert_eq!(
            choose(&[key("a", &json!({})), key("a", &other)], Some("a")),
            Err(NotProven::AmbiguousKey)
        );
        assert!(choose(&[key("a", &json!({})), key("a", &json!({}))], Some("a")).is_ok());
    }

    proptest! {
        #[test]
        fn no_body_makes_reading_panic(body: Vec<u8>, text in ".*") {
            let _ = Keys::read(&body);
            prop_assert!(Keys::read(text.as_bytes()).is_err());
        }
    }
}
