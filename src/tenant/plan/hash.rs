//! A plan's hash: what people compare and what a confirmation names. Says nothing of who confirmed.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Plan;

/// The SHA-256 of a plan: two plans with the same hash touch the same things in the same order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlanHash([u8; 32]);

impl Plan {
    /// The plan's hash.
    #[must_use]
    pub fn hash(&self) -> PlanHash {
        let mut hash = Sha256::new();
        hash.update(b"luk plan 3");
        hash.update([self.work as u8]);
        hash.update(self.tenant.0.to_bytes());
        hash.update(self.person.0.to_bytes());
        for item in &self.items {
            hash.update([item.reason as u8, item.target as u8]);
            hash.update(item.id.to_bytes());
        }
        PlanHash(hash.finalize().into())
    }
}

impl PlanHash {
    /// The hash's first eight hexadecimal digits: enough for people to compare.
    #[must_use]
    pub fn short(self) -> String {
        self.to_string().chars().take(8).collect()
    }
}

impl fmt::Display for PlanHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for PlanHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for PlanHash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_bytes(&self.0)
        }
    }
}

impl<'de> Deserialize<'de> for PlanHash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            let bytes = <&'de [u8]>::deserialize(deserializer)?;
            return bytes.try_into().map(Self).map_err(serde::de::Error::custom);
        }
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(serde::de::Error::custom("not a SHA-256"));
        }
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte = std::str::from_utf8(digits)
                .ok()
                .and_then(|digits| u8::from_str_radix(digits, 16).ok())
                .ok_or_else(|| serde::de::Error::custom("not a SHA-256"))?;
        }
        Ok(Self(bytes))
    }
}
