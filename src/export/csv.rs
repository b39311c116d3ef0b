//! CSV as RFC 4180 has it, safe to open in a spreadsheet: a cell that a spreadsheet would run as a formula is made text.

use csv_core::{WriteResult, Writer};
use serde_json::{Map, Value};

/// A table being written. Begins with a byte order mark, without which Excel takes UTF-8 for something else.
pub struct Csv {
    columns: &'static [&'static str],
    out: Vec<u8>,
}

impl Csv {
    /// A table with these columns.
    #[must_use]
    pub fn new(columns: &'static [&'static str]) -> Self {
        let mut csv = Self {
            columns,
            out: "\u{feff}".as_bytes().to_vec(),
        };
        csv.cells(columns.iter().map(|name| (*name).to_owned()));
        csv
    }

    /// Adds an object.
    pub fn row(&mut self, object: &Map<String, Value>) {
        self.cells(self.columns.iter().map(|name| cell(object.get(*name))));
    }

    /// The finished table.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.out
    }

    fn cells(&mut self, cells: impl Iterator<Item = String>) {
        let mut writer = csv_core::WriterBuilder::new()
            .terminator(csv_core::Terminator::CRLF)
            .build();
        for (number, cell) in cells.enumerate() {
            if number > 0 {
                self.push(|out| writer.delimiter(out));
            }
            self.field(&mut writer, cell.as_bytes());
        }
        self.push(|out| writer.terminator(out));
    }

    fn field(&mut self, writer: &mut Writer, mut input: &[u8]) {
        loop {
            let mut buffer = [0; 256];
            let (result, read, written) = writer.field(input, &mut buffer);
            self.out.extend(buffer.iter().take(written));
            input = input.get(read..).unwrap_or_default();
            if result == WriteResult::InputEmpty {
                return;
            }
        }
    }

    fn push(&mut self, mut step: impl FnMut(&mut [u8]) -> (WriteResult, usize)) {
        loop {
            let mut buffer = [0; 16];
            let (result, written) = step(&mut buffer);
            self.out.extend(buffer.iter().take(written));
            if result == WriteResult::InputEmpty {
                return;
            }
        }
    }
}

/// A value as a cell.
fn cell(value: Option<&Value>) -> String {
    let text = match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => items
            .iter()
            .map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned))
            .collect::<Vec<_>>()
            .join("; "),
        Some(other) => other.to_string(),
    };
    as_text(text)
}

/// Spreadsheets run a cell that begins with one of these, full-width forms included, even behind blanks
/// (OWASP, "CSV Injection"; ASVS 1.2.10). A single quote in front makes it text.
fn as_text(text: String) -> String {
    let blank = |character: char| character.is_whitespace() || matches!(character, '\u{feff}' | '\u{200b}' | '\0');
    let begins = text.chars().find(|character| !blank(*character));
    let control = text.starts_with(['\t', '\r', '\n', '\0']);
    if control || begins.is_some_and(|first| matches!(first, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')) {
        format!("'{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn table(value: &Value) -> String {
        let mut csv = Csv::new(&["name"]);
        csv.row(value.as_object().unwrap());
        String::from_utf8(csv.finish()).unwrap()
    }

    #[test]
    fn quotes_commas_and_lines_stay_in_their_cell() {
        assert_eq!(
            table(&json!({"name": "a \"b\", c\nd"})),
            "\u{feff}name\r\n\"a \"\"b\"\", c\nd\"\r\n"
        );
    }

    #[test]
    fn a_list_becomes_one_cell_and_nothing_an_empty_one() {
        assert_eq!(table(&json!({"name": ["a", "b"]})), "\u{feff}name\r\na; b\r\n");
        assert_eq!(table(&json!({})), "\u{feff}name\r\n\"\"\r\n");
    }

    proptest! {
        #[test]
        fn no_cell_is_ever_a_formula(blank in "[ \t\u{feff}\u{a0}]{0,3}", first in "[=+@＝＋－＠-]", rest in ".*") {
            let text = table(&json!({ "name": format!("{blank}{first}{rest}") }));
            let cell = text.trim_start_matches("\u{feff}name\r\n").trim_start_matches('"');
            prop_assert!(cell.starts_with('\''), "{}", cell);
        }
    }
}
