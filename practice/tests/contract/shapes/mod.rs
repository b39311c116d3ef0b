//! The shape of each answer, family by family: its status, its headers, its properties with their types, errors too. What
//! is expected stands in the text files beside this one, written after the reference. Values are other tests' matter.

mod azure;
mod centers;
mod downloads;
mod graph;
mod login;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use http::{Method, Response};
use serde_json::Value;

use crate::world::{World, text};

const ADMIN: &str = "admin@all.onmicrosoft.com";
/// What kind of text, number or other value it is.
fn kind(value: &Value) -> &'static str {
    let is_hex = |text: &str, sizes: &[usize]| {
        let parts: Vec<&str> = text.split('-').collect();
        parts.iter().map(|part| part.len()).eq(sizes.iter().copied())
            && text.chars().all(|sign| sign == '-' || sign.is_ascii_hexdigit())
    };
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "number",
        Value::Array(_) => "empty list",
        Value::Object(_) => "empty object",
        Value::String(text) if is_hex(text, &[8, 4, 4, 4, 12]) => "id",
        Value::String(text) if text.len() >= 19 && text.get(4..5) == Some("-") && text.get(10..11) == Some("T") => {
            "date"
        }
        Value::String(text) if text.starts_with("http://") => "address",
        Value::String(_) => "text",
    }
}

/// A line for each property, with the way to it. Objects of a list are taken together.
fn properties(value: &Value, way: &str, found: &mut BTreeSet<String>) {
    match (value.as_object(), value.as_array()) {
        (Some(object), _) if !object.is_empty() => {
            for (name, value) in object {
                let way = if way.is_empty() {
                    name.clone()
                } else {
                    format!("{way}.{name}")
                };
                properties(value, &way, found);
            }
        }
        (_, Some(list)) if !list.is_empty() => {
            for value in list {
                properties(value, &format!("{way}[]"), found);
            }
        }
        _ => drop(found.insert(format!("{way}: {}", kind(value)))),
    }
}

/// Where an id stands in an address, the file says what it is instead.
struct Names(Vec<(String, &'static str)>);

impl Names {
    fn fill(&self, path: &str) -> String {
        let filled = self.0.iter().fold(path.to_owned(), |path, (id, name)| {
            path.replace(&format!("{{{name}}}"), id)
        });
        assert!(!filled.contains('{'), "{filled}");
        filled
    }
}

fn describe(title: &str, response: &Response<Vec<u8>>, into: &mut String) {
    let headers: BTreeSet<&str> = response.headers().keys().map(|name| name.as_str()).collect();
    let headers: Vec<&str> = headers.into_iter().collect();
    writeln!(
        into,
        "{title}\n  {}; {}",
        response.status().as_u16(),
        headers.join(", ")
    )
    .unwrap();
    if let Ok(body) = serde_json::from_slice::<Value>(response.body()) {
        let mut lines = BTreeSet::new();
        properties(&body, "", &mut lines);
        for line in lines {
            writeln!(into, "    {line}").unwrap();
        }
    } else if !response.body().is_empty() {
        writeln!(into, "    no JSON").unwrap();
    }
    into.push('\n');
}

/// Makes the requests of a family and compares what they answer with the file.
fn check(world: &mut World, names: &Names, requests: &[(Method, &str, Value)], base: &str, expected: &str, file: &str) {
    let mut told = String::new();
    for (method, path, content) in requests {
        // So slowly that no quota is reached.
        world.wait(20);
        let content = (!content.is_null()).then_some(content);
        let response = world.send(method.clone(), &format!("{base}{}", names.fill(path)), content);
        assert_ne!(response.status(), 501, "{path}: {}", text(&response));
        describe(&format!("{method} {path}"), &response, &mut told);
    }
    compare(&told, expected, file);
}

fn compare(told: &str, expected: &str, file: &str) {
    if std::env::var_os("LUK_WRITE_SHAPES").is_some() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/shapes/");
        std::fs::write(format!("{folder}{file}"), told).unwrap();
    }
    let difference = told.lines().zip(expected.lines()).find(|(left, right)| left != right);
    assert!(
        told == expected,
        "{file}: {difference:?}; LUK_WRITE_SHAPES=1 writes what is answered now, to be read"
    );
}

fn get(path: &'static str) -> (Method, &'static str, Value) {
    (Method::GET, path, Value::Null)
}
