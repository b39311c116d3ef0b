//! The browser's generator, for the page.

use std::fmt::Write;

/// A text of 256 bits that nobody guesses; nothing where the browser has no generator.
#[must_use]
pub fn secret() -> Option<String> {
    let mut bytes = [0; 32];
    let crypto = web_sys::window()?.crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    bytes.iter().try_fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").ok()?;
        Some(text)
    })
}
