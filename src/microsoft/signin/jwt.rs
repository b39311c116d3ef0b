//! A signed token as it is written down: header, claims, signature (JWS compact serialization, RFC 7515). Checks only what
//! the header says about how it is signed; whether the signature holds is for whoever has the key.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::identity::{Claims, NotProven};
use super::text;

/// The only algorithm that Entra signs with and Luk takes. An allow-list of one: nothing in a token may choose (RFC 8725).
const ALGORITHM: &str = "RS256";

/// A token in its three parts.
#[derive(Debug)]
pub struct Signed<'t> {
    /// The key that it says it is signed with.
    pub key: Option<String>,
    /// What the signature is over.
    pub message: &'t str,
    /// The signature.
    pub signature: Vec<u8>,
    claims: Vec<u8>,
}

impl<'t> Signed<'t> {
    /// Takes a token apart.
    ///
    /// # Errors
    /// [`NotProven::Unreadable`], [`NotProven::Algorithm`] for anything but RS256, [`NotProven::Header`] for a token of
    /// another type or with extensions that must be understood.
    pub fn read(token: &'t str) -> Result<Self, NotProven> {
        let (message, signature) = token.rsplit_once('.').ok_or(NotProven::Unreadable)?;
        let (header, claims) = message.split_once('.').ok_or(NotProven::Unreadable)?;
        let header = object(&decoded(header)?)?;
        if text(&header, "alg") != Some(ALGORITHM) {
            return Err(NotProven::Algorithm);
        }
        let of_type = |typ: &Value| typ.as_str().is_some_and(|typ| typ.eq_ignore_ascii_case("JWT"));
        if header.contains_key("crit") || !header.get("typ").is_none_or(of_type) {
            return Err(NotProven::Header);
        }
        Ok(Self {
            key: text(&header, "kid").map(str::to_owned),
            message,
            signature: decoded(signature)?,
            claims: decoded(claims)?,
        })
    }

    /// The claims. Believe them only once the token is proven.
    ///
    /// # Errors
    /// [`NotProven::Unreadable`].
    pub fn claims(&self) -> Result<Claims, NotProven> {
        object(&self.claims).map(Claims)
    }
}

fn object(part: &[u8]) -> Result<Map<String, Value>, NotProven> {
    serde_json::from_slice(part).map_err(|_| NotProven::Unreadable)
}

fn decoded(part: &str) -> Result<Vec<u8>, NotProven> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| NotProven::Unreadable)
}
