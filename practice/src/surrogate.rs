//! Lone surrogates: halves of a UTF-16 pair that JSON can write (`\ud800`) and no Rust text can hold. Microsoft's services
//! keep names in UTF-16 and hand such halves on. The model keeps each as a letter of a private plane, and writes it as the
//! half that it stands for when JSON leaves.

/// The private letter that stands for the half U+D800.
const FIRST: u32 = 0x10_d800;
const LAST: u32 = 0x10_dfff;
/// The first byte of every private letter's UTF-8.
const LEAD: u8 = 0xf4;

/// The letter that stands for a half; nothing for what is no half.
pub(crate) fn lone(half: u16) -> Option<char> {
    (0xd800..=0xdfff)
        .contains(&half)
        .then(|| char::from_u32(0x10_0000 + u32::from(half)))?
}

/// JSON as it leaves: each private letter as the escape of its half.
pub(crate) fn escape(json: String) -> String {
    if !json.as_bytes().contains(&LEAD) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len());
    for letter in json.chars() {
        match u32::from(letter) {
            number @ FIRST..=LAST => escaped.push_str(&format!("\\u{:04x}", number - 0x10_0000)),
            _ => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_leaves_as_its_escape_and_all_else_as_it_is() {
        let text = format!("a🎉{}b{}", lone(0xd83d).unwrap(), lone(0xdfff).unwrap());
        assert_eq!(escape(text), "a🎉\\ud83db\\udfff");
        assert_eq!((lone(0xd7ff), lone(0xe000)), (None, None));
        assert_eq!(escape("\u{100000}".to_owned()), "\u{100000}");
    }
}
