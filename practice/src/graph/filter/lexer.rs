//! Reading a filter's text piece by piece: words, signs, names and values. What they mean together is the parser's matter.

use serde_json::Value;

use crate::graph::error::GraphError;

/// What of the text is still to be read.
#[derive(Debug, Clone)]
pub(super) struct Lexer<'a> {
    text: &'a str,
}

impl<'a> Lexer<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text }
    }

    /// A complaint that names the place.
    pub(super) fn invalid(&self) -> GraphError {
        let rest: String = self.text.chars().take(40).collect();
        GraphError::bad_query(&format!("Invalid filter clause: syntax error at '{rest}'."))
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.trim_start()
    }

    /// Goes on behind a word that stands alone, if it is the next one.
    pub(super) fn takes_word(&mut self, word: &str) -> bool {
        let text = self.rest();
        let (Some(start), Some(rest)) = (text.get(..word.len()), text.get(word.len()..)) else {
            return false;
        };
        let ends = rest
            .chars()
            .next()
            .is_none_or(|next| !next.is_alphanumeric() && next != '_' && next != '/');
        let taken = start.eq_ignore_ascii_case(word) && ends;
        if taken {
            self.text = rest;
        }
        taken
    }

    /// The same for the name of a function, whose bracket follows.
    pub(super) fn takes_function(&mut self, name: &str) -> bool {
        let before = self.clone();
        let taken = self.takes_word(name) && self.takes('(');
        if !taken {
            *self = before;
        }
        taken
    }

    pub(super) fn takes(&mut self, sign: char) -> bool {
        match self.rest().strip_prefix(sign) {
            Some(rest) => {
                self.text = rest;
                true
            }
            None => false,
        }
    }

    pub(super) fn expect(&mut self, sign: char) -> Result<(), GraphError> {
        if self.takes(sign) { Ok(()) } else { Err(self.invalid()) }
    }

    /// A name that begins with a letter.
    pub(super) fn name(&mut self) -> Result<&'a str, GraphError> {
        let text = self.rest();
        let end = text
            .find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_')
            .unwrap_or(text.len());
        match text.split_at_checked(end) {
            Some((name, rest)) if name.starts_with(|first: char| first.is_ascii_alphabetic()) => {
                self.text = rest;
                Ok(name)
            }
            _ => Err(self.invalid()),
        }
    }

    pub(super) fn value(&mut self) -> Result<Value, GraphError> {
        if self.takes('\'') {
            return self.quoted();
        }
        let text = self.rest();
        let end = text
            .find(|sign: char| !sign.is_ascii_alphanumeric() && !"_-:.+".contains(sign))
            .unwrap_or(text.len());
        let (bare, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        let value = match bare {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Null,
            // Dates of one shape sort as texts do; ids are texts too.
            bare if is_date(bare) || bare.parse::<crate::guid::Guid>().is_ok() => Value::String(bare.to_owned()),
            bare => Value::from(bare.parse::<i64>().map_err(|_| self.invalid())?),
        };
        self.text = rest;
        Ok(value)
    }

    /// Up to the closing quote; two quotes are one.
    fn quoted(&mut self) -> Result<Value, GraphError> {
        let mut text = String::new();
        loop {
            let (piece, rest) = self.text.split_once('\'').ok_or_else(|| self.invalid())?;
            text.push_str(piece);
            self.text = rest;
            match rest.strip_prefix('\'') {
                Some(rest) => {
                    text.push('\'');
                    self.text = rest;
                }
                None => return Ok(Value::String(text)),
            }
        }
    }
}

fn is_date(text: &str) -> bool {
    text.ends_with('Z') && text.starts_with(|first: char| first.is_ascii_digit()) && text.contains('T')
}
