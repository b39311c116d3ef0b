//! What a filter asks, and whether an object meets it.

use std::cmp::Ordering;

use serde_json::{Map, Value};

/// A way through an object's properties; inside a lambda it begins at the element, and may be empty.
#[derive(Debug, Clone)]
pub(super) struct Path(pub(super) Vec<String>);

/// What a path begins at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Subject<'a> {
    Object(&'a Map<String, Value>),
    Element(&'a Value),
}

impl Path {
    fn of<'a>(&self, subject: Subject<'a>) -> Option<&'a Value> {
        let (first, rest) = match (self.0.split_first(), subject) {
            (None, Subject::Element(element)) => return Some(element),
            (None, Subject::Object(_)) => return None,
            (Some((first, rest)), Subject::Object(object)) => (object.get(first)?, rest),
            (Some((first, rest)), Subject::Element(element)) => (element.get(first)?, rest),
        };
        rest.iter().try_fold(first, |value, name| value.get(name))
    }
}

#[derive(Debug, Clone)]
pub(super) enum Condition {
    Either(Vec<Self>),
    Both(Vec<Self>),
    Not(Box<Self>),
    Comparison {
        path: Path,
        operator: Operator,
        value: Value,
    },
    OneOf {
        path: Path,
        values: Vec<Value>,
    },
    Affix {
        path: Path,
        place: Place,
        text: String,
    },
    /// How many elements a list has.
    Count {
        path: Path,
        operator: Operator,
        number: i64,
    },
    /// Whether a list has an element of which something holds; without a question, whether it has one.
    Any {
        path: Path,
        inner: Option<Box<Self>>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    AtLeast,
    AtMost,
    Above,
    Below,
}

impl Operator {
    pub(super) const ALL: [(&'static str, Self); 6] = [
        ("eq", Self::Equal),
        ("ne", Self::NotEqual),
        ("ge", Self::AtLeast),
        ("le", Self::AtMost),
        ("gt", Self::Above),
        ("lt", Self::Below),
    ];

    fn accepts(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::AtLeast => order.is_ge(),
            Self::AtMost => order.is_le(),
            Self::Above => order.is_gt(),
            Self::Below => order.is_lt(),
        }
    }
}

/// Where in a text something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Start,
    End,
}

impl Condition {
    pub(super) fn is_advanced(&self) -> bool {
        match self {
            Self::Either(parts) | Self::Both(parts) => parts.iter().any(Self::is_advanced),
            Self::Not(_) | Self::Count { .. } => true,
            Self::Comparison { operator, .. } => *operator == Operator::NotEqual,
            Self::OneOf { .. } => false,
            Self::Affix { place, .. } => *place == Place::End,
            Self::Any { inner, .. } => inner.as_ref().is_some_and(|inner| inner.is_advanced()),
        }
    }

    /// The properties of the object that are looked at, not those of its elements.
    pub(super) fn properties<'a>(&'a self, found: &mut Vec<&'a str>) {
        match self {
            Self::Either(parts) | Self::Both(parts) => parts.iter().for_each(|part| part.properties(found)),
            Self::Not(part) => part.properties(found),
            Self::Comparison { path, .. }
            | Self::OneOf { path, .. }
            | Self::Affix { path, .. }
            | Self::Count { path, .. }
            | Self::Any { path, .. } => found.extend(path.0.first().map(String::as_str)),
        }
    }

    pub(super) fn accepts(&self, subject: Subject<'_>) -> bool {
        match self {
            Self::Either(parts) => parts.iter().any(|part| part.accepts(subject)),
            Self::Both(parts) => parts.iter().all(|part| part.accepts(subject)),
            Self::Not(part) => !part.accepts(subject),
            Self::Comparison { path, operator, value } => {
                let own = path.of(subject);
                let same = own.is_some_and(|own| is_same(own, value));
                match operator {
                    Operator::Equal => same,
                    Operator::NotEqual => !same,
                    Operator::AtLeast | Operator::AtMost | Operator::Above | Operator::Below => own
                        .and_then(|own| order(own, value))
                        .is_some_and(|order| operator.accepts(order)),
                }
            }
            Self::OneOf { path, values } => path
                .of(subject)
                .is_some_and(|own| values.iter().any(|value| is_same(own, value))),
            Self::Affix { path, place, text } => {
                let own = path.of(subject).and_then(Value::as_str).map(str::to_lowercase);
                own.is_some_and(|own| match place {
                    Place::Start => own.starts_with(&text.to_lowercase()),
                    Place::End => own.ends_with(&text.to_lowercase()),
                })
            }
            Self::Count { path, operator, number } => {
                let elements = path.of(subject).and_then(Value::as_array).map_or(0, Vec::len);
                operator.accepts(i64::try_from(elements).unwrap_or(i64::MAX).cmp(number))
            }
            Self::Any { path, inner } => {
                let mut elements = path.of(subject).and_then(Value::as_array).into_iter().flatten();
                elements.any(|element| {
                    inner
                        .as_ref()
                        .is_none_or(|inner| inner.accepts(Subject::Element(element)))
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

fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left.as_i64(), right.as_i64()) {
        (Some(left), Some(right)) => Some(left.cmp(&right)),
        _ => Some(left.as_str()?.cmp(right.as_str()?)),
    }
}
