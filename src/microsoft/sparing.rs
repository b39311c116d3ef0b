//! Pieces of JSON read without keeping what nobody needs: a tenant may have a hundred thousand users, and each text that is kept
//! on the way costs memory that wasm never gives back.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Error, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// What a text stands for, read where it stands; nothing when it makes no sense.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Parsed<T>(pub Option<T>);

impl<'de, T: FromStr> Deserialize<'de> for Parsed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text<T>(PhantomData<T>);

        impl<T: FromStr> Visitor<'_> for Text<T> {
            type Value = Parsed<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Parsed<T>, E> {
                Ok(Parsed(text.parse().ok()))
            }
        }

        deserializer.deserialize_str(Text(PhantomData))
    }
}

/// How many entries a list has, and not which.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Count(pub u32);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List;

        impl<'de> Visitor<'de> for List {
            type Value = Count;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Count, A::Error> {
                let mut count = 0_u32;
                while list.next_element::<IgnoredAny>()?.is_some() {
                    count = count.saturating_add(1);
                }
                Ok(Count(count))
            }
        }

        deserializer.deserialize_seq(List)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tenant::UserId;

    #[test]
    fn a_text_that_makes_no_sense_is_nothing_and_no_text_is_refused() {
        let read = |json: &str| serde_json::from_str::<Parsed<UserId>>(json);
        let id = "62e90394-69f5-4237-9190-012177145e10";
        assert_eq!(read(&format!("\"{id}\"")).unwrap(), Parsed(id.parse().ok()));
        assert_eq!(read("\"\\u0036\"").unwrap(), Parsed(None));
        assert!(read("7").is_err());
    }

    #[test]
    fn a_list_is_counted_whatever_it_holds() {
        let read = |json: &str| serde_json::from_str::<Count>(json);
        assert_eq!(
            read("[{\"skuId\":\"a\",\"disabledPlans\":[1,2]},[],null]").unwrap(),
            Count(3)
        );
        assert_eq!(read("[]").unwrap(), Count(0));
        assert!(read("{}").is_err() && read("[1").is_err());
    }
}
