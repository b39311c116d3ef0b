//! Times and numbers as a language writes them, through the browser's `Intl`; and which languages the person reads.

use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::tenant::Moment;
use crate::text::{Language, Number};

/// The tags of the languages that the person has told the browser they read, best first.
#[must_use]
pub fn preferred() -> Vec<String> {
    web_sys::window()
        .map(|window| window.navigator().languages())
        .map(|tags| tags.iter().filter_map(|tag| tag.as_string()).collect())
        .unwrap_or_default()
}

/// How the person's own region writes this language (`en-GB`), or just the language.
fn tag(language: Language) -> String {
    preferred()
        .into_iter()
        .find(|tag| Language::of_tag(tag) == Some(language))
        .unwrap_or_else(|| language.tag().to_owned())
}

fn options(pairs: &[(&str, JsValue)]) -> Object {
    let options = Object::new();
    for (name, value) in pairs {
        // Fails never for a plain object.
        let _ = Reflect::set(&options, &JsValue::from(*name), value);
    }
    options
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a browser's dates and numbers are floating-point; ours are far below 2^53"
)]
const fn floating(value: i64) -> f64 {
    value as f64
}

fn moment_with(language: Language, moment: Moment, shape: &[(&str, JsValue)]) -> String {
    let date = Date::new(&JsValue::from_f64(floating(moment.milliseconds())));
    date.to_locale_string(&tag(language), &options(shape)).into()
}

/// Day and time: "21 November 2026 at 08:39".
#[must_use]
pub fn day_and_time(language: Language, moment: Moment) -> String {
    let shape = [("dateStyle", "long".into()), ("timeStyle", "short".into())];
    moment_with(language, moment, &shape)
}

/// The time of day to the second: "08:39:44".
#[must_use]
pub fn time_of_day(language: Language, moment: Moment) -> String {
    moment_with(language, moment, &[("timeStyle", "medium".into())])
}

fn number_with(language: Language, value: f64, shape: &[(&str, JsValue)]) -> String {
    let format = Intl::NumberFormat::new(&Array::of1(&tag(language).into()), &options(shape)).format();
    format
        .call1(&JsValue::UNDEFINED, &JsValue::from_f64(value))
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// A whole number.
#[must_use]
pub fn number(language: Language, value: u64) -> Number {
    let value_for_browser = floating(i64::try_from(value).unwrap_or(i64::MAX));
    Number::new(value, number_with(language, value_for_browser, &[]))
}

/// A number of bytes, in the largest unit that gives at least one.
#[must_use]
pub fn bytes(language: Language, bytes: u64) -> String {
    let units = [
        (1_000_000_000, "gigabyte"),
        (1_000_000, "megabyte"),
        (1_000, "kilobyte"),
    ];
    let (size, unit) = units
        .into_iter()
        .find(|(size, _)| bytes >= *size)
        .unwrap_or((1, "byte"));
    let value = floating(i64::try_from(bytes).unwrap_or(i64::MAX)) / floating(i64::try_from(size).unwrap_or(1));
    let shape = [
        ("style", "unit".into()),
        ("unit", unit.into()),
        ("maximumFractionDigits", 1.into()),
    ];
    number_with(language, value, &shape)
}

/// Seconds with one decimal: "0.4 sec".
#[must_use]
pub fn seconds(language: Language, milliseconds: u64) -> String {
    let value = floating(i64::try_from(milliseconds).unwrap_or(i64::MAX)) / 1000.0;
    let shape = [
        ("style", "unit".into()),
        ("unit", "second".into()),
        ("maximumFractionDigits", 2.into()),
    ];
    number_with(language, value, &shape)
}
