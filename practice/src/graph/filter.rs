//! `$filter`, as far as a closing uses it: comparisons with `eq` and `ne`, of dates with `ge` and `le`, joined by `and`.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use crate::graph::error::GraphError;

/// A condition that each shown object meets.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter(Vec<Comparison>);

#[derive(Debug, Clone)]
struct Comparison {
    property: String,
    operator: Operator,
    value: Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equal,
    NotEqual,
    AtLeast,
    AtMost,
}

impl Filter {
    /// Reads a filter; what the model doesn't know is said, not guessed.
    pub(crate) fn read(text: &str) -> Result<Self, GraphError> {
        text.split(" and ")
            .map(|part| read_comparison(part.trim()))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Whether it needs the advanced query's header and count.
    pub(crate) fn is_advanced(&self) -> bool {
        self.0
            .iter()
            .any(|comparison| comparison.operator == Operator::NotEqual)
    }

    /// The properties that are compared.
    pub(crate) fn properties(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|comparison| comparison.property.as_str())
    }

    /// Whether there is no condition at all.
    pub(crate) fn accepts_all(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn accepts(&self, object: &Map<String, Value>) -> bool {
        self.0.iter().all(|comparison| {
            let value = object.get(&comparison.property);
            let same = value.is_some_and(|value| is_same(value, &comparison.value));
            let order = value.and_then(|value| value.as_str()?.partial_cmp(comparison.value.as_str()?));
            match comparison.operator {
                Operator::Equal => same,
                Operator::NotEqual => !same,
                Operator::AtLeast => order.is_some_and(Ordering::is_ge),
                Operator::AtMost => order.is_some_and(Ordering::is_le),
            }
        })
    }
}

/// Graph compares texts without regard to case.
fn is_same(left: &Value, right: &Value) -> bool {
    match (left.as_str(), right.as_str()) {
        (Some(left), Some(right)) => left.to_lowercase() == right.to_lowercase(),
        _ => left == right,
    }
}

fn is_date(text: &str) -> bool {
    text.ends_with('Z') && text.starts_with(|first: char| first.is_ascii_digit()) && text.contains('T')
}

fn read_comparison(text: &str) -> Result<Comparison, GraphError> {
    let unknown = || GraphError::unmodelled(&format!("the filter {text}"));
    let mut words = text.splitn(3, ' ');
    let (Some(property), Some(operator), Some(value)) = (words.next(), words.next(), words.next()) else {
        return Err(unknown());
    };
    let operator = match operator {
        "eq" => Operator::Equal,
        "ne" => Operator::NotEqual,
        "ge" => Operator::AtLeast,
        "le" => Operator::AtMost,
        _ => return Err(unknown()),
    };
    let value = match value {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "null" => Value::Null,
        // Dates of one shape sort as texts do.
        date if is_date(date) => Value::String(date.to_owned()),
        quoted => {
            let inner = quoted
                .strip_prefix('\'')
                .and_then(|rest| rest.strip_suffix('\''))
                .ok_or_else(unknown)?;
            Value::String(inner.replace("''", "'"))
        }
    };
    Ok(Comparison {
        property: property.to_owned(),
        operator,
        value,
    })
}
