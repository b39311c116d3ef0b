//! `$filter`, as far as a closing uses it: comparisons, `in`, `startsWith` and `endsWith`, joined by `and`, `or`, `not`.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use crate::graph::error::GraphError;

/// How many brackets and negations may stand in each other.
const DEEPEST: usize = 20;

/// A condition that each shown object meets.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter(Option<Condition>);

#[derive(Debug, Clone)]
enum Condition {
    Either(Vec<Self>),
    Both(Vec<Self>),
    Not(Box<Self>),
    Comparison {
        property: String,
        operator: Operator,
        value: Value,
    },
    OneOf {
        property: String,
        values: Vec<Value>,
    },
    Affix {
        property: String,
        place: Place,
        text: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equal,
    NotEqual,
    AtLeast,
    AtMost,
    Above,
    Below,
}

/// Where in a text something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    End,
}

impl Filter {
    /// Reads a filter. What OData doesn't know is refused; what it knows and the model doesn't is said, not guessed.
    pub(crate) fn read(text: &str) -> Result<Self, GraphError> {
        let mut reader = Reader { text, depth: 0 };
        let condition = reader.either()?;
        if reader.text.trim().is_empty() {
            Ok(Self(Some(condition)))
        } else {
            Err(reader.invalid())
        }
    }

    /// Whether it needs the advanced query's header and count: `ne`, `not` and `endsWith` do.
    pub(crate) fn is_advanced(&self) -> bool {
        self.0.as_ref().is_some_and(Condition::is_advanced)
    }

    /// The properties that are compared.
    pub(crate) fn properties(&self) -> impl Iterator<Item = &str> {
        let mut found = Vec::new();
        if let Some(condition) = &self.0 {
            condition.properties(&mut found);
        }
        found.into_iter()
    }

    /// Whether there is no condition at all.
    pub(crate) const fn accepts_all(&self) -> bool {
        self.0.is_none()
    }

    pub(crate) fn accepts(&self, object: &Map<String, Value>) -> bool {
        self.0.as_ref().is_none_or(|condition| condition.accepts(object))
    }
}

impl Condition {
    fn is_advanced(&self) -> bool {
        match self {
            Self::Either(parts) | Self::Both(parts) => parts.iter().any(Self::is_advanced),
            Self::Not(_) => true,
            Self::Comparison { operator, .. } => *operator == Operator::NotEqual,
            Self::OneOf { .. } => false,
            Self::Affix { place, .. } => *place == Place::End,
        }
    }

    fn properties<'a>(&'a self, found: &mut Vec<&'a str>) {
        match self {
            Self::Either(parts) | Self::Both(parts) => parts.iter().for_each(|part| part.properties(found)),
            Self::Not(part) => part.properties(found),
            Self::Comparison { property, .. } | Self::OneOf { property, .. } | Self::Affix { property, .. } => {
                found.push(property);
            }
        }
    }

    fn accepts(&self, object: &Map<String, Value>) -> bool {
        match self {
            Self::Either(parts) => parts.iter().any(|part| part.accepts(object)),
            Self::Both(parts) => parts.iter().all(|part| part.accepts(object)),
            Self::Not(part) => !part.accepts(object),
            Self::Comparison {
                property,
                operator,
                value,
            } => {
                let own = object.get(property);
                let same = own.is_some_and(|own| is_same(own, value));
                let order = own.and_then(|own| own.as_str()?.partial_cmp(value.as_str()?));
                match operator {
                    Operator::Equal => same,
                    Operator::NotEqual => !same,
                    Operator::AtLeast => order.is_some_and(Ordering::is_ge),
                    Operator::AtMost => order.is_some_and(Ordering::is_le),
                    Operator::Above => order.is_some_and(Ordering::is_gt),
                    Operator::Below => order.is_some_and(Ordering::is_lt),
                }
            }
            Self::OneOf { property, values } => object
                .get(property)
                .is_some_and(|own| values.iter().any(|value| is_same(own, value))),
            Self::Affix { property, place, text } => {
                let own = object.get(property).and_then(Value::as_str).map(str::to_lowercase);
                own.is_some_and(|own| match place {
                    Place::Start => own.starts_with(&text.to_lowercase()),
                    Place::End => own.ends_with(&text.to_lowercase()),
                })
            }
        }
    }
}

/// Graph compares texts without regard to case.
fn is_same(left: &Value, right: &Value) -> bool {
    match (left.as_str(), right.as_str()) {
        (Some(left), Some(right)) => left.to_lowercase() == right.to_lowercase(),
        _ => left == right,
    }
}

/// What of the text is still to be read.
struct Reader<'a> {
    text: &'a str,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn invalid(&self) -> GraphError {
        let rest: String = self.text.chars().take(40).collect();
        GraphError::bad_query(&format!("Invalid filter clause: syntax error at '{rest}'."))
    }

    /// Goes on behind a word that stands alone, if it is the next one.
    fn takes_word(&mut self, word: &str) -> bool {
        let text = self.text.trim_start();
        let (Some(start), Some(rest)) = (text.get(..word.len()), text.get(word.len()..)) else {
            return false;
        };
        let ends = rest
            .chars()
            .next()
            .is_none_or(|next| !next.is_alphanumeric() && next != '_');
        let taken = start.eq_ignore_ascii_case(word) && ends;
        if taken {
            self.text = rest;
        }
        taken
    }

    fn takes(&mut self, sign: char) -> bool {
        match self.text.trim_start().strip_prefix(sign) {
            Some(rest) => {
                self.text = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, sign: char) -> Result<(), GraphError> {
        if self.takes(sign) { Ok(()) } else { Err(self.invalid()) }
    }

    fn either(&mut self) -> Result<Condition, GraphError> {
        let first = self.both()?;
        let mut parts = vec![first];
        while self.takes_word("or") {
            parts.push(self.both()?);
        }
        Ok(Condition::Either(parts))
    }

    fn both(&mut self) -> Result<Condition, GraphError> {
        let mut parts = vec![self.one()?];
        while self.takes_word("and") {
            parts.push(self.one()?);
        }
        Ok(Condition::Both(parts))
    }

    fn one(&mut self) -> Result<Condition, GraphError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(GraphError::bad_query("The filter clause is nested too deeply."));
        }
        let condition = if self.takes_word("not") {
            Condition::Not(Box::new(self.one()?))
        } else if self.takes('(') {
            let inner = self.either()?;
            self.expect(')')?;
            inner
        } else if self.takes_word("startsWith") {
            self.affix(Place::Start)?
        } else if self.takes_word("endsWith") {
            self.affix(Place::End)?
        } else {
            self.comparison()?
        };
        self.depth -= 1;
        Ok(condition)
    }

    fn affix(&mut self, place: Place) -> Result<Condition, GraphError> {
        self.expect('(')?;
        let property = self.property()?;
        self.expect(',')?;
        let Value::String(text) = self.value()? else {
            return Err(self.invalid());
        };
        self.expect(')')?;
        Ok(Condition::Affix { property, place, text })
    }

    fn comparison(&mut self) -> Result<Condition, GraphError> {
        let property = self.property()?;
        if self.takes_word("in") {
            self.expect('(')?;
            let mut values = vec![self.value()?];
            while self.takes(',') {
                values.push(self.value()?);
            }
            self.expect(')')?;
            return Ok(Condition::OneOf { property, values });
        }
        let operators = [
            ("eq", Operator::Equal),
            ("ne", Operator::NotEqual),
            ("ge", Operator::AtLeast),
            ("le", Operator::AtMost),
            ("gt", Operator::Above),
            ("lt", Operator::Below),
        ];
        let found = operators.into_iter().find(|(word, _)| self.takes_word(word));
        let (_, operator) = found.ok_or_else(|| self.invalid())?;
        let value = self.value()?;
        Ok(Condition::Comparison {
            property,
            operator,
            value,
        })
    }

    /// A run of letters that a name or a value without quotes may hold.
    fn run(&mut self) -> &'a str {
        let text = self.text.trim_start();
        let end = text
            .find(|sign: char| !sign.is_ascii_alphanumeric() && !"_-:.+".contains(sign))
            .unwrap_or(text.len());
        let (run, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        self.text = rest;
        run
    }

    fn property(&mut self) -> Result<String, GraphError> {
        let before = self.text;
        let name = self.run();
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            self.text = before;
            return Err(self.invalid());
        }
        if self.text.starts_with(['/', '(']) {
            return Err(GraphError::unmodelled(&format!("the filter {before}")));
        }
        Ok(name.to_owned())
    }

    fn value(&mut self) -> Result<Value, GraphError> {
        if self.takes('\'') {
            return self.quoted();
        }
        let before = self.text;
        match self.run() {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            "null" => Ok(Value::Null),
            // Dates of one shape sort as texts do; ids are texts too.
            bare if is_date(bare) || bare.parse::<crate::guid::Guid>().is_ok() => Ok(Value::String(bare.to_owned())),
            bare => bare.parse::<i64>().map(Value::from).map_err(|_| {
                self.text = before;
                self.invalid()
            }),
        }
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn accepts(filter: &str) -> bool {
        let object =
            json!({"name": "O'Hara", "type": "Guest", "enabled": false, "since": "2026-01-02T00:00:00Z", "count": 3});
        Filter::read(filter).unwrap().accepts(object.as_object().unwrap())
    }

    #[test]
    fn conditions_are_joined_as_odata_joins_them() {
        for yes in [
            "name eq 'o''hara'",
            "type eq 'Member' or enabled eq false and count eq 3",
            "(type eq 'Member' or enabled eq false) and not(count eq 4)",
            "type in ('Member', 'Guest')",
            "startswith(name, 'O') and endsWith(name,'RA')",
            "since ge 2026-01-02T00:00:00Z and since lt 2026-02-01T00:00:00Z",
            "not (type ne 'Guest')",
        ] {
            assert!(accepts(yes), "{yes}");
        }
        for no in [
            "name eq 'Hara'",
            "type in ('Member')",
            "since gt 2026-01-02T00:00:00Z",
            "not(enabled eq false)",
        ] {
            assert!(!accepts(no), "{no}");
        }
    }

    #[test]
    fn what_is_no_filter_is_refused() {
        let deep = "(".repeat(30) + "a eq 1" + &")".repeat(30);
        for wrong in [
            "",
            "a",
            "a eq",
            "a eq 'b",
            "a eq 1 and",
            "a eq 1 or or",
            "eq 1",
            "a == 1",
            "(a eq 1",
            "a in ()",
            &deep,
        ] {
            assert!(
                matches!(Filter::read(wrong), Err(GraphError::Refused { .. })),
                "{wrong}"
            );
        }
        assert!(matches!(
            Filter::read("assignedLicenses/any(x:x/skuId eq 1)"),
            Err(GraphError::Unmodelled(_))
        ));
    }

    #[test]
    fn what_needs_the_advanced_query_is_known() {
        for (filter, advanced) in [
            ("a eq 1", false),
            ("a eq 1 or b ne 2", true),
            ("not(a eq 1)", true),
            ("endsWith(a,'b')", true),
            ("startsWith(a,'b')", false),
        ] {
            assert_eq!(Filter::read(filter).unwrap().is_advanced(), advanced, "{filter}");
        }
    }
}
