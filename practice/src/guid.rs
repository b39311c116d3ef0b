//! A GUID, the id of every object in a directory.

use std::fmt;
use std::str::FromStr;

/// An id as Entra writes it: 32 hexadecimal digits in five groups.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Guid(u128);

impl Guid {
    pub(crate) const fn from_u128(value: u128) -> Self {
        Self(value)
    }

    /// A version 4 id out of 128 random bits.
    pub(crate) const fn random(bits: u128) -> Self {
        Self(bits & !(0xf << 76) & !(0xc << 60) | (0x4 << 76) | (0x8 << 60))
    }

    /// An id that follows from two others, the same each time.
    pub(crate) const fn combined(self, other: Self) -> Self {
        Self::random(self.0 ^ other.0)
    }

    /// Without dashes, as the UPN of a deleted user begins.
    pub(crate) fn simple(self) -> String {
        format!("{:032x}", self.0)
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // By hand: lists of a hundred thousand objects are written as ids mostly.
        let mut rest = self.0;
        let mut text = [b'-'; 36];
        for (place, letter) in text.iter_mut().enumerate() {
            if ![8, 13, 18, 23].contains(&place) {
                let digit = u8::try_from(rest >> 124).unwrap_or(0);
                *letter = if digit < 10 { b'0' + digit } else { b'a' + digit - 10 };
                rest <<= 4;
            }
        }
        formatter.pad(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl fmt::Debug for Guid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// The text is not a GUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAGuid;

impl FromStr for Guid {
    type Err = NotAGuid;

    fn from_str(text: &str) -> Result<Self, NotAGuid> {
        if text.len() != 36 {
            return Err(NotAGuid);
        }
        let mut value: u128 = 0;
        for (place, letter) in text.bytes().enumerate() {
            match ([8, 13, 18, 23].contains(&place), char::from(letter).to_digit(16)) {
                (true, _) if letter == b'-' => {}
                (false, Some(digit)) => value = value << 4 | u128::from(digit),
                (true | false, _) => return Err(NotAGuid),
            }
        }
        Ok(Self(value))
    }
}

impl serde::Serialize for Guid {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_is_written_as_it_was_read() {
        let text = "62e90394-69f5-4237-9190-012177145e10";
        assert_eq!(text.parse::<Guid>().unwrap().to_string(), text);
        for wrong in [
            "",
            "62e90394",
            "62e9039469f542379190012177145e10",
            "62e90394-69f5-4237-9190-01217714+e10",
        ] {
            assert_eq!(wrong.parse::<Guid>(), Err(NotAGuid));
        }
    }

    #[test]
    fn a_random_guid_says_version_4() {
        assert_eq!(Guid::random(0).to_string(), "00000000-0000-4000-8000-000000000000");
        assert_eq!(
            Guid::random(u128::MAX).to_string(),
            "ffffffff-ffff-4fff-bfff-ffffffffffff"
        );
    }
}
