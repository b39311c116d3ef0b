//! The signing key and the tokens it signs (RS256). The key is made from published words, so everybody has it: it
//! signs practice tokens that no real service takes.

use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rsa::pkcs1v15::SigningKey;
use rsa::signature::{SignatureEncoding as _, Signer as _};
use rsa::traits::PublicKeyParts as _;
use rsa::{BigUint, RsaPrivateKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The key's name in tokens and in the key set.
const KEY_ID: &str = "luk-practice-1";
const EXPONENT: u32 = 65_537;
/// How far the next primes lie above the numbers that the words give. Searching them anew would cost seconds.
const FIRST_PRIME: (&str, u32) = ("Luk practice signing key, first prime", 752);
const SECOND_PRIME: (&str, u32) = ("Luk practice signing key, second prime", 452);

/// 1024 bits out of words, with the two highest and the lowest bit set, plus a distance.
fn prime((words, distance): (&str, u32)) -> BigUint {
    let mut bytes: Vec<u8> = (0..4)
        .flat_map(|part| Sha256::digest(format!("{words} {part}")))
        .collect();
    if let Some(first) = bytes.first_mut() {
        *first |= 0xc0;
    }
    if let Some(last) = bytes.last_mut() {
        *last |= 1;
    }
    BigUint::from_bytes_be(&bytes) + BigUint::from(distance)
}

fn key() -> Option<&'static SigningKey<Sha256>> {
    static KEY: OnceLock<Option<SigningKey<Sha256>>> = OnceLock::new();
    KEY.get_or_init(|| {
        RsaPrivateKey::from_p_q(prime(FIRST_PRIME), prime(SECOND_PRIME), BigUint::from(EXPONENT))
            .ok()
            .map(SigningKey::new)
    })
    .as_ref()
}

/// A signed token with these claims.
pub(super) fn sign(claims: &Value) -> Option<String> {
    let header = json!({"typ": "JWT", "alg": "RS256", "kid": KEY_ID});
    let signed = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header.to_string()),
        URL_SAFE_NO_PAD.encode(claims.to_string())
    );
    let signature = key()?.try_sign(signed.as_bytes()).ok()?;
    Some(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes())))
}

/// The public key, as the key set shows it.
pub(super) fn public_keys() -> Value {
    let keys: Vec<Value> = key()
        .map(|key| {
            let public: &RsaPrivateKey = key.as_ref();
            json!({
                "kty": "RSA", "use": "sig", "kid": KEY_ID, "x5t": KEY_ID, "alg": "RS256",
                "n": URL_SAFE_NO_PAD.encode(public.n().to_bytes_be()),
                "e": URL_SAFE_NO_PAD.encode(public.e().to_bytes_be()),
            })
        })
        .into_iter()
        .collect();
    json!({"keys": keys})
}

#[cfg(test)]
mod tests {
    use rsa::pkcs1v15::{Signature, VerifyingKey};
    use rsa::signature::Verifier as _;

    use super::*;

    #[test]
    fn a_token_verifies_with_the_key_of_the_key_set() {
        let token = sign(&json!({"aud": "test"})).unwrap();
        let keys = public_keys();
        let number = |name: &str| {
            BigUint::from_bytes_be(&URL_SAFE_NO_PAD.decode(keys["keys"][0][name].as_str().unwrap()).unwrap())
        };
        let public = rsa::RsaPublicKey::new(number("n"), number("e")).unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let signature = Signature::try_from(URL_SAFE_NO_PAD.decode(signature).unwrap().as_slice()).unwrap();
        let verifier = VerifyingKey::<Sha256>::new(public);
        assert!(verifier.verify(signed.as_bytes(), &signature).is_ok());
        assert!(verifier.verify(b"something else", &signature).is_err());
    }

    #[test]
    fn the_key_has_2048_bits() {
        assert_eq!(key().unwrap().as_ref().n().bits(), 2048);
        assert!(AsRef::<RsaPrivateKey>::as_ref(key().unwrap()).validate().is_ok());
    }
}
