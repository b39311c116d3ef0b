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

const EXPONENT: u32 = 65_537;
/// As many as the key has.
const SIGNATURE_BYTES: usize = 256;
/// The words of each key, and how far the next primes lie above the numbers that the words give. Searching them anew would
/// cost seconds. After the last one it is the first one's turn again, under a new name.
const KEYS: [[(&str, u32); 2]; 3] = [
    [
        ("Luk practice signing key, first prime", 752),
        ("Luk practice signing key, second prime", 452),
    ],
    [
        ("Luk practice second signing key, first prime", 1176),
        ("Luk practice second signing key, second prime", 94),
    ],
    [
        ("Luk practice third signing key, first prime", 1102),
        ("Luk practice third signing key, second prime", 128),
    ],
];

/// Which key signs: 0 is the first, and each rotation counts one on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Generation(u32);

impl Generation {
    pub(super) const fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }

    /// The key's name in tokens and in the key set.
    fn name(self) -> String {
        format!("luk-practice-{}", self.0.wrapping_add(1))
    }
}

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

fn key(generation: Generation) -> Option<&'static SigningKey<Sha256>> {
    static MADE: [OnceLock<Option<SigningKey<Sha256>>>; KEYS.len()] = [const { OnceLock::new() }; KEYS.len()];
    let number = generation.0 as usize % KEYS.len();
    let [first, second] = *KEYS.get(number)?;
    MADE.get(number)?
        .get_or_init(|| {
            RsaPrivateKey::from_p_q(prime(first), prime(second), BigUint::from(EXPONENT))
                .ok()
                .map(SigningKey::new)
        })
        .as_ref()
}

/// Whether tokens are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signatures {
    /// By the key that the key set shows.
    Real,
    /// By nobody: as many zeros as a signature has bytes. A signature takes longer than everything else that a small tenant is
    /// asked, so this is for a client that doesn't check them and is run thousands of times.
    Blank,
}

/// A token with these claims.
pub(super) fn sign(claims: &Value, generation: Generation, signatures: Signatures) -> Option<String> {
    let header = json!({"typ": "JWT", "alg": "RS256", "kid": generation.name()});
    let signed = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header.to_string()),
        URL_SAFE_NO_PAD.encode(claims.to_string())
    );
    let signature = match signatures {
        Signatures::Real => key(generation)?.try_sign(signed.as_bytes()).ok()?.to_bytes(),
        Signatures::Blank => Box::new([0; SIGNATURE_BYTES]),
    };
    Some(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// The public keys, as the key set shows them.
pub(super) fn public_keys(generations: impl Iterator<Item = Generation>) -> Value {
    let keys: Vec<Value> = generations
        .filter_map(|generation| {
            let public: &RsaPrivateKey = key(generation)?.as_ref();
            let name = generation.name();
            Some(json!({
                "kty": "RSA", "use": "sig", "kid": name, "x5t": name, "alg": "RS256",
                "n": URL_SAFE_NO_PAD.encode(public.n().to_bytes_be()),
                "e": URL_SAFE_NO_PAD.encode(public.e().to_bytes_be()),
            }))
        })
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
        let token = sign(&json!({"aud": "test"}), Generation(1), Signatures::Real).unwrap();
        let keys = public_keys([Generation(1)].into_iter());
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
    fn a_blank_signature_is_as_long_as_a_real_one_and_verifies_with_no_key() {
        let claims = json!({"aud": "test"});
        let [real, blank] =
            [Signatures::Real, Signatures::Blank].map(|signatures| sign(&claims, Generation(0), signatures).unwrap());
        assert_eq!(real.len(), blank.len());
        let (signed, signature) = blank.rsplit_once('.').unwrap();
        let signature = Signature::try_from(URL_SAFE_NO_PAD.decode(signature).unwrap().as_slice()).unwrap();
        for number in 0..3 {
            let verifier = VerifyingKey::<Sha256>::new(key(Generation(number)).unwrap().as_ref().to_public_key());
            assert!(verifier.verify(signed.as_bytes(), &signature).is_err());
        }
    }

    #[test]
    fn each_key_has_2048_bits_and_is_a_right_one() {
        for number in 0..3 {
            let key = key(Generation(number)).unwrap();
            assert_eq!(key.as_ref().n().bits(), 2048);
            assert!(AsRef::<RsaPrivateKey>::as_ref(key).validate().is_ok());
        }
    }
}
