//! The body of a request that changes something: a JSON object with properties that the model knows.

use serde_json::{Map, Value};

use crate::graph::Ask;
use crate::graph::error::GraphError;

/// The body's object. A property that isn't modelled is said, not half changed.
pub(super) fn read(ask: &Ask<'_>, known: &[&str]) -> Result<Map<String, Value>, GraphError> {
    let body = ask
        .request
        .json()
        .map_err(|_| GraphError::bad_query("Unable to read JSON request payload."))?;
    let Value::Object(body) = body else {
        return Err(GraphError::bad_query("The request's body must be an object."));
    };
    match body.keys().find(|name| !known.contains(&name.as_str())) {
        Some(other) => Err(GraphError::unmodelled(&format!(
            "the property {other} of {} {}",
            ask.request.method,
            ask.request.url.path()
        ))),
        None => Ok(body),
    }
}

/// A property that must be there and be true or false.
pub(super) fn flag(body: &Map<String, Value>, name: &str) -> Result<bool, GraphError> {
    let value = body.get(name).and_then(Value::as_bool);
    value.ok_or_else(|| GraphError::bad_query(&format!("Invalid value for the property {name}.")))
}

/// A property that must be there and be a text.
pub(super) fn text<'a>(body: &'a Map<String, Value>, name: &str) -> Result<&'a str, GraphError> {
    let value = body.get(name).and_then(Value::as_str);
    value.ok_or_else(|| GraphError::bad_query(&format!("Invalid value for the property {name}.")))
}
