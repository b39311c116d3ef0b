//! One bit for each item of a plan, written as base64: a hundred thousand of them take 17 kB.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Which items of a plan something holds for, by their place in it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Bitmap(Vec<u8>);

impl Bitmap {
    /// Whether it holds for the item at this place.
    #[must_use]
    pub fn holds(&self, place: usize) -> bool {
        self.0.get(place / 8).is_some_and(|byte| byte & bit(place) != 0)
    }

    /// Notes that it holds for the item at this place.
    pub fn note(&mut self, place: usize) {
        if self.0.len() <= place / 8 {
            self.0.resize(place / 8 + 1, 0);
        }
        if let Some(byte) = self.0.get_mut(place / 8) {
            *byte |= bit(place);
        }
    }

    /// Notes that it holds for the items that the other one holds for, too.
    pub fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (byte, more) in self.0.iter_mut().zip(&other.0) {
            *byte |= more;
        }
    }

    /// For how many items it holds.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.0.iter().map(|byte| byte.count_ones()).sum()
    }
}

const fn bit(place: usize) -> u8 {
    1 << (place % 8)
}

impl Serialize for Bitmap {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(&STANDARD.encode(&self.0))
        } else {
            serializer.serialize_bytes(&self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Bitmap {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return <&'de [u8]>::deserialize(deserializer).map(|bytes| Self(bytes.to_vec()));
        }
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        STANDARD.decode(text.as_bytes()).map(Self).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_hundred_thousand_items_are_kept_in_less_than_20_kilobytes() {
        let mut all = Bitmap::default();
        (0..100_000).for_each(|place| all.note(place));
        assert!(serde_json::to_string(&all).unwrap().len() < 20_000);
        assert_eq!(all.count(), 100_000);
    }

    proptest! {
        #[test]
        fn what_was_noted_and_nothing_else_is_read_back(places in proptest::collection::btree_set(0_usize..500, 0..50)) {
            let mut bitmap = Bitmap::default();
            places.iter().for_each(|place| bitmap.note(*place));
            let back: Bitmap = serde_json::from_str(&serde_json::to_string(&bitmap).unwrap()).unwrap();
            let held: BTreeSet<usize> = (0..600).filter(|place| back.holds(*place)).collect();
            prop_assert_eq!(held, places);
        }

        #[test]
        fn what_is_added_holds_for_what_either_holds_for(
            ours in proptest::collection::btree_set(0_usize..500, 0..50),
            theirs in proptest::collection::btree_set(0_usize..500, 0..50),
        ) {
            let [mut bitmap, other] = [&ours, &theirs].map(|places| {
                let mut bitmap = Bitmap::default();
                places.iter().for_each(|place| bitmap.note(*place));
                bitmap
            });
            bitmap.add(&other);
            let held: BTreeSet<usize> = (0..600).filter(|place| bitmap.holds(*place)).collect();
            prop_assert_eq!(held, &ours | &theirs);
        }
    }
}
