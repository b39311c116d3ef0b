//! A calendar file for a date to come back on, as RFC 5545 (iCalendar) writes it. Does not save or send it.

use chrono::{DateTime, Utc};

use crate::tenant::Moment;

/// A day and time to be reminded of.
#[derive(Clone, Copy, Debug)]
pub struct Reminder<'a> {
    /// What makes it the same entry when it is imported twice.
    pub id: &'a str,
    /// When.
    pub at: Moment,
    /// Its title.
    pub title: &'a str,
    /// What to do then.
    pub what: &'a str,
}

/// The calendar file's text. `now` is when it was made.
#[must_use]
pub fn calendar_file(reminder: &Reminder<'_>, now: Moment) -> String {
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Luk//Luk//EN".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@luk", escaped(reminder.id)),
        format!("DTSTAMP:{}", stamp(now)),
        format!("DTSTART:{}", stamp(reminder.at)),
        format!("SUMMARY:{}", escaped(reminder.title)),
        format!("DESCRIPTION:{}", escaped(reminder.what)),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    lines.iter().map(|line| folded(line) + "\r\n").collect()
}

fn stamp(moment: Moment) -> String {
    DateTime::<Utc>::from_timestamp_millis(moment.milliseconds())
        .unwrap_or_default()
        .format("%Y%m%dT%H%M%SZ")
        .to_string()
}

/// RFC 5545, 3.3.11: backslash, semicolon, comma and line breaks are escaped.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace("\r\n", "\\n")
        .replace(['\n', '\r'], "\\n")
}

/// RFC 5545, 3.1: no line is longer than 75 octets; a longer one goes on after a line break and a space.
fn folded(line: &str) -> String {
    const LONGEST: usize = 75;
    let mut text = String::new();
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > LONGEST {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(letter);
        length += letter.len_utf8();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(title: &str) -> String {
        let reminder = Reminder {
            id: "a",
            at: "2026-11-24T14:02:00Z".parse().unwrap(),
            title,
            what: "Open Luk, sign in",
        };
        calendar_file(&reminder, "2026-11-21T08:00:00Z".parse().unwrap())
    }

    #[test]
    fn a_reminder_starts_at_its_time_and_escapes_its_text() {
        let text = file("Gone; really");
        assert!(text.contains("\r\nDTSTART:20261124T140200Z\r\n"));
        assert!(text.contains("\r\nSUMMARY:Gone\\; really\r\n"));
        assert!(text.contains("Open Luk\\, sign in"));
    }

    #[test]
    fn no_line_is_longer_than_75_octets_and_none_is_lost() {
        let title = "ø".repeat(200);
        let text = file(&title);
        assert!(text.lines().all(|line| line.len() <= 75));
        assert!(text.replace("\r\n ", "").contains(&title));
    }

    #[test]
    fn a_name_can_not_add_lines_of_its_own() {
        assert!(!file("A\r\nATTENDEE:mailto:x").contains("\r\nATTENDEE"));
    }
}
