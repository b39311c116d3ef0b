//! Identifiers: one type for each kind of thing, so that a user can't be passed where a subscription is meant.

use std::fmt;
use std::str::FromStr;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A 128-bit identifier as Microsoft's directory writes it: `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid(u128);

/// A text that is no identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")]
pub struct NotAGuid;

impl Guid {
    /// The identifier with this value.
    #[must_use]
    pub const fn from_u128(value: u128) -> Self {
        Self(value)
    }

    /// The sixteen bytes, most significant first.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }
}

impl FromStr for Guid {
    type Err = NotAGuid;

    fn from_str(text: &str) -> Result<Self, NotAGuid> {
        if text.len() != 36 {
            return Err(NotAGuid);
        }
        // In halves: a browser has no whole numbers of 128 bits, and a large tenant has a hundred thousand identifiers.
        let (mut high, mut low) = (0_u64, 0_u64);
        for (position, byte) in text.bytes().enumerate() {
            if matches!(position, 8 | 13 | 18 | 23) {
                if byte != b'-' {
                    return Err(NotAGuid);
                }
                continue;
            }
            let digit = char::from(byte).to_digit(16).ok_or(NotAGuid)?;
            let half = if position < 18 { &mut high } else { &mut low };
            *half = (*half << 4) | u64::from(digit);
        }
        Ok(Self((u128::from(high) << 64) | u128::from(low)))
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let v = self.0;
        write!(
            f,
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            v >> 96,
            (v >> 80) & 0xffff,
            (v >> 64) & 0xffff,
            (v >> 48) & 0xffff,
            v & 0xffff_ffff_ffff
        )
    }
}

impl fmt::Debug for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Guid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_u128(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Guid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(GuidText)
        } else {
            u128::deserialize(deserializer).map(Self)
        }
    }
}

/// Reads an identifier where it stands, without a copy of its text.
struct GuidText;

impl Visitor<'_> for GuidText {
    type Value = Guid;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an identifier")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Guid, E> {
        text.parse().map_err(E::custom)
    }
}

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Guid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAGuid;

            fn from_str(text: &str) -> Result<Self, NotAGuid> {
                text.parse().map(Self)
            }
        }
    )*};
}

identifiers! {
    /// A tenant (directory, organization).
    TenantId;
    /// A user object.
    UserId;
    /// A subscription as the directory lists it (`companySubscription.id`).
    SubscriptionId;
    /// An application object (app registration), by its object id.
    ApplicationId;
    /// A service principal (enterprise application), by its object id.
    ServicePrincipalId;
    /// What an application is called in sign-ins (`appId`, client id): the same in every tenant.
    AppId;
}

/// The domain a tenant was born with, like `contoso.onmicrosoft.com`: it can't be removed or renamed, so it is what a
/// person types to say which tenant they mean.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InitialDomain(String);

impl InitialDomain {
    /// The domain, kept in lower case.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(name.trim().to_lowercase())
    }

    /// Whether a person typed this domain. Spaces around it and upper case don't matter; anything else does.
    #[must_use]
    pub fn is_typed_as(&self, typed: &str) -> bool {
        !self.0.is_empty() && typed.trim().to_lowercase() == self.0
    }

    /// The domain as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InitialDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_identifier_reads_back_what_it_wrote(value: u128) {
            let id = Guid::from_u128(value);
            prop_assert_eq!(id.to_string().parse::<Guid>(), Ok(id));
        }

        #[test]
        fn no_text_makes_parsing_panic(text in ".*") {
            let _ = text.parse::<Guid>();
        }
    }

    #[test]
    fn upper_case_and_lower_case_are_the_same_identifier() {
        assert_eq!(
            "62E90394-69F5-4237-9190-012177145E10".parse::<Guid>(),
            "62e90394-69f5-4237-9190-012177145e10".parse::<Guid>()
        );
    }

    #[test]
    fn only_the_whole_initial_domain_counts_as_typed() {
        let domain = InitialDomain::new("Contoso.onmicrosoft.com");
        assert!(domain.is_typed_as(" contoso.OnMicrosoft.com\n"));
        assert!(!domain.is_typed_as("contoso"));
        assert!(!domain.is_typed_as(""));
        assert!(
            !InitialDomain::new(" ").is_typed_as(""),
            "a tenant without a name can't be confirmed by silence"
        );
    }
}
