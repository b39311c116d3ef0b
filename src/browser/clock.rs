//! The time of day, as this device has it.

use crate::tenant::Moment;

/// Now.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 are whole and far below 2^53"
)]
pub fn now() -> Moment {
    Moment::from_milliseconds(js_sys::Date::now() as i64)
}
