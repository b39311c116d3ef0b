//! The issuer's keys (JSON Web Key Set, RFC 7517): which of them a token must be signed with. Verifies nothing.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::identity::NotProven;
use super::metadata::TENANT;
use super::text;

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
#[derive(Debug)]
pub struct Keys(Vec<Value>);

impl Keys {
    /// Reads a key set.
    ///
    /// # Errors
    /// [`NotProven::Keys`] when it isn't one.
    pub fn read(body: &[u8]) -> Result<Self, NotProven> {
        let mut set: Map<String, Value> = serde_json::from_slice(body).map_err(|_| NotProven::Keys)?;
        match set.remove("keys") {
            Some(Value::Array(keys)) => Ok(Self(keys)),
            _ => Err(NotProven::Keys),
        }
    }

    /// The one key for a token of this issuer and tenant. A token that names no key is taken only where there is no choice.
    ///
    /// # Errors
    /// [`NotProven::UnknownKey`], or [`NotProven::AmbiguousKey`] when several fit.
    pub fn choose(&self, kid: Option<&str>, issuer: &str, tenant: &str) -> Result<PublicKey, NotProven> {
        let mut fitting = self
            .0
            .iter()
            .filter_map(Value::as_object)
            .filter(|key| kid.is_none() || text(key, "kid") == kid)
            // Entra's own: whose tokens the key signs, with the tenant's place left open.
            .filter(|key| text(key, "issuer").is_none_or(|own| own.replace(TENANT, tenant) == issuer))
            .filter_map(public);
        let key = fitting.next().ok_or(NotProven::UnknownKey)?;
        // Entra may list one key several times, once for each issuer.
        if fitting.all(|other| other == key) {
            Ok(key)
        } else {
            Err(NotProven::AmbiguousKey)
        }
    }
}

fn public(key: &Map<String, Value>) -> Option<PublicKey> {
    let (modulus, exponent) = (text(key, "n")?, text(key, "e")?);
    let fits = text(key, "kty") == Some("RSA")
        && text(key, "use").is_none_or(|usage| usage == "sig")
        && text(key, "alg").is_none_or(|algorithm| algorithm == "RS256")
        && URL_SAFE_NO_PAD
            .decode(modulus)
            .is_ok_and(|number| MODULUS_BYTES.contains(&number.len()));
    fits.then(|| PublicKey {
        modulus: modulus.to_owned(),
        exponent: exponent.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

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
