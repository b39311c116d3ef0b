//! A provider that answers otherwise than it should: what the practice cloud answers is changed on its way, and tokens are
//! signed anew with a key that the provider's key set shows.

use std::rc::Rc;
use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Request, Response};
use luk::microsoft::signin::keys::PublicKey;
use rsa::pkcs1v15::{Signature, SigningKey, VerifyingKey};
use rsa::sha2::Digest as _;
use rsa::sha2::Sha256;
use rsa::signature::{SignatureEncoding as _, Signer as _, Verifier as _};
use rsa::traits::PublicKeyParts as _;
use rsa::{BigUint, RsaPrivateKey, RsaPublicKey};
use serde_json::{Value, json};

use crate::practice_world::PracticeWorld;

/// Words and the distance to the next prime above the number that they give: everybody has these keys.
pub(crate) const ISSUER_KEY: [(&str, u32); 2] = [
    ("Luk test issuer key, first prime", 1984),
    ("Luk test issuer key, second prime", 426),
];
pub(crate) const ATTACKER_KEY: [(&str, u32); 2] = [
    ("Luk test attacker key, first prime", 204),
    ("Luk test attacker key, second prime", 654),
];

type ChangeToken = Box<dyn FnMut(&mut Value, &mut Value)>;

type Primes = [(&'static str, u32); 2];

fn prime((words, distance): (&str, u32)) -> BigUint {
    let mut bytes: Vec<u8> = (0..4)
        .flat_map(|part| Sha256::digest(format!("{words} {part}")))
        .collect();
    bytes[0] |= 0xc0;
    bytes[127] |= 1;
    BigUint::from_bytes_be(&bytes) + BigUint::from(distance)
}

fn key(primes: Primes) -> &'static SigningKey<Sha256> {
    static KEYS: [OnceLock<SigningKey<Sha256>>; 2] = [OnceLock::new(), OnceLock::new()];
    let place = &KEYS[usize::from(primes == ATTACKER_KEY)];
    place.get_or_init(|| {
        let [first, second] = primes.map(prime);
        SigningKey::new(RsaPrivateKey::from_p_q(first, second, BigUint::from(65_537_u32)).unwrap())
    })
}

/// A key as a key set shows it.
pub(crate) fn shown(primes: Primes, kid: &str) -> Value {
    let key: &RsaPrivateKey = key(primes).as_ref();
    json!({
        "kty": "RSA", "use": "sig", "kid": kid,
        "n": URL_SAFE_NO_PAD.encode(key.n().to_bytes_be()), "e": URL_SAFE_NO_PAD.encode(key.e().to_bytes_be()),
    })
}

/// What the world of a test answers for WebCrypto.
pub(crate) fn holds_rs256(key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
    let number = |text: &str| Some(BigUint::from_bytes_be(&URL_SAFE_NO_PAD.decode(text).ok()?));
    let holds = || {
        let public = RsaPublicKey::new(number(&key.modulus)?, number(&key.exponent)?).ok()?;
        let signature = Signature::try_from(signature).ok()?;
        VerifyingKey::<Sha256>::new(public).verify(message, &signature).ok()
    };
    holds().is_some()
}

fn written(part: &Value) -> String {
    URL_SAFE_NO_PAD.encode(part.to_string())
}

pub(crate) fn sign(primes: Primes, header: &Value, claims: &Value) -> String {
    let message = format!("{}.{}", written(header), written(claims));
    let signature = key(primes).sign(message.as_bytes()).to_bytes();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

pub(crate) fn claims_of(token: &str) -> Value {
    let claims = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap()
}

/// What a provider does otherwise. Each part is given what an honest one would answer.
pub(crate) struct Provider {
    /// The discovery document.
    pub(crate) discovery: Box<dyn FnMut(&mut Value)>,
    /// The key set; nothing: it is out of reach.
    pub(crate) keys: Box<dyn FnMut() -> Option<Value>>,
    /// The id_token's header and claims.
    pub(crate) token: ChangeToken,
    /// The signed id_token, and with it the whole answer of the token endpoint.
    pub(crate) answer: Box<dyn FnMut(&mut Value)>,
    /// Who signs.
    pub(crate) signs: Primes,
    /// Whether refreshed tokens bring an id_token, too.
    pub(crate) tells_who_refreshes: bool,
}

impl Default for Provider {
    fn default() -> Self {
        Self {
            discovery: Box::new(|_| {}),
            keys: Box::new(|| Some(json!({ "keys": [shown(ISSUER_KEY, "issuer")] }))),
            token: Box::new(|_, _| {}),
            answer: Box::new(|_| {}),
            signs: ISSUER_KEY,
            tells_who_refreshes: false,
        }
    }
}

impl Provider {
    /// A provider that only changes the claims.
    pub(crate) fn claiming(change: impl Fn(&mut Value) + 'static) -> Self {
        Self {
            token: Box::new(move |_, claims| change(claims)),
            ..Self::default()
        }
    }

    /// A provider that only changes the header.
    pub(crate) fn heading(change: impl Fn(&mut Value) + 'static) -> Self {
        Self {
            token: Box::new(move |header, _| change(header)),
            ..Self::default()
        }
    }

    /// A provider that only shows other keys.
    pub(crate) fn showing(keys: impl FnMut() -> Option<Value> + 'static) -> Self {
        Self {
            keys: Box::new(keys),
            ..Self::default()
        }
    }

    /// A provider that only changes the token endpoint's answer.
    pub(crate) fn answering(change: impl Fn(&mut Value) + 'static) -> Self {
        Self {
            answer: Box::new(change),
            ..Self::default()
        }
    }

    /// Stands between Luk and the practice cloud's sign-in from now on.
    pub(crate) fn stand_in(mut self, world: &Rc<PracticeWorld>) {
        let mut first = None;
        world.on_answer.replace(Some(Box::new(move |request, answer| {
            let path = request.uri().path();
            if path.ends_with("/openid-configuration") {
                changed(answer, |document| (self.discovery)(document))
            } else if path.ends_with("/discovery/v2.0/keys") {
                (self.keys)().map(|keys| answer.map(|_| keys.to_string().into_bytes()))
            } else if path.ends_with("/oauth2/v2.0/token") && answer.status().is_success() {
                changed(answer, |answer| {
                    let told = answer["id_token"].as_str().map(claims_of);
                    if told.is_some() {
                        first.clone_from(&told);
                    }
                    let told = told.or_else(|| first.clone().filter(|_| self.tells_who_refreshes));
                    if let Some(mut claims) = told {
                        let mut header = json!({"typ": "JWT", "alg": "RS256", "kid": "issuer"});
                        (self.token)(&mut header, &mut claims);
                        answer["id_token"] = json!(sign(self.signs, &header, &claims));
                    }
                    (self.answer)(answer);
                })
            } else {
                Some(answer)
            }
        })));
    }
}

fn changed(answer: Response<Vec<u8>>, change: impl FnOnce(&mut Value)) -> Option<Response<Vec<u8>>> {
    let mut body: Value = serde_json::from_slice(answer.body()).unwrap();
    change(&mut body);
    Some(answer.map(|_| body.to_string().into_bytes()))
}

/// Changes an answer on its way, or keeps it back.
pub(crate) type OnAnswer = Box<dyn FnMut(&Request<Vec<u8>>, Response<Vec<u8>>) -> Option<Response<Vec<u8>>>>;
