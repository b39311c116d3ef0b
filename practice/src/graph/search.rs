//! `$search` in collections of the directory: `"property:words"`, joined by `AND` and `OR`. Names and descriptions are
//! searched word by word, other properties by how they begin.

use serde_json::Value;

use crate::graph::error::GraphError;
use crate::graph::list::{Collection, Object};

/// How many brackets may stand in each other.
const DEEPEST: usize = 20;

/// What each found object holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Search(Option<Clause>);

#[derive(Debug, Clone)]
enum Clause {
    Either(Vec<Self>),
    Both(Vec<Self>),
    Holds { property: String, text: String },
}

/// The properties of a collection that can be searched; nothing where Graph searches in another way, or not at all.
fn searchable(collection: Collection) -> Option<&'static [&'static str]> {
    Some(match collection.name {
        "users" => &[
            "displayName",
            "givenName",
            "surname",
            "mail",
            "mailNickname",
            "userPrincipalName",
        ],
        "groups" => &["displayName", "description", "mail", "mailNickname"],
        "applications" | "servicePrincipals" | "directory/administrativeUnits" => &["displayName", "description"],
        "devices" => &["displayName"],
        "directoryObjects" => &["displayName", "description", "mail", "userPrincipalName"],
        _ => return None,
    })
}

/// Whether it is a collection of the directory, whose rules for queries are its own.
pub(super) fn is_of_the_directory(collection: Collection) -> bool {
    searchable(collection).is_some()
}

impl Search {
    pub(super) fn read(text: &str, collection: Collection) -> Result<Self, GraphError> {
        let Some(known) = searchable(collection) else {
            return Err(GraphError::unmodelled(&format!("$search of {}", collection.name)));
        };
        let mut reader = Reader {
            text,
            known,
            object: collection.object,
            depth: 0,
        };
        let clause = reader.either()?;
        if reader.text.trim().is_empty() {
            Ok(Self(Some(clause)))
        } else {
            Err(reader.invalid())
        }
    }

    pub(super) const fn accepts_all(&self) -> bool {
        self.0.is_none()
    }

    pub(super) fn accepts(&self, object: &Object) -> bool {
        self.0.as_ref().is_none_or(|clause| clause.accepts(object))
    }

    pub(super) fn properties(&self) -> impl Iterator<Item = &str> {
        let mut found = Vec::new();
        if let Some(clause) = &self.0 {
            clause.properties(&mut found);
        }
        found.into_iter()
    }
}

impl Clause {
    fn properties<'a>(&'a self, found: &mut Vec<&'a str>) {
        match self {
            Self::Either(parts) | Self::Both(parts) => parts.iter().for_each(|part| part.properties(found)),
            Self::Holds { property, .. } => found.push(property),
        }
    }

    fn accepts(&self, object: &Object) -> bool {
        match self {
            Self::Either(parts) => parts.iter().any(|part| part.accepts(object)),
            Self::Both(parts) => parts.iter().all(|part| part.accepts(object)),
            Self::Holds { property, text } => {
                let own = object.get(property).and_then(Value::as_str).unwrap_or_default();
                match property.as_str() {
                    "displayName" | "description" => {
                        let own = words(own);
                        let wanted = words(text);
                        !wanted.is_empty() && wanted.iter().all(|word| own.iter().any(|own| own.starts_with(word)))
                    }
                    _ => own.to_lowercase().starts_with(&text.to_lowercase()),
                }
            }
        }
    }
}

/// Words end at blanks and signs, as Graph's index has them.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|sign: char| !sign.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

struct Reader<'a> {
    text: &'a str,
    known: &'static [&'static str],
    object: &'static str,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn invalid(&self) -> GraphError {
        let rest: String = self.text.chars().take(40).collect();
        GraphError::bad_query(&format!("Invalid search clause: syntax error at '{rest}'."))
    }

    fn takes(&mut self, sign: &str) -> bool {
        match self.text.trim_start().strip_prefix(sign) {
            Some(rest) => {
                self.text = rest;
                true
            }
            None => false,
        }
    }

    fn either(&mut self) -> Result<Clause, GraphError> {
        let mut parts = vec![self.both()?];
        while self.takes("OR") {
            parts.push(self.both()?);
        }
        Ok(Clause::Either(parts))
    }

    fn both(&mut self) -> Result<Clause, GraphError> {
        let mut parts = vec![self.one()?];
        while self.takes("AND") {
            parts.push(self.one()?);
        }
        Ok(Clause::Both(parts))
    }

    fn one(&mut self) -> Result<Clause, GraphError> {
        if self.takes("(") {
            self.depth += 1;
            if self.depth > DEEPEST {
                return Err(GraphError::bad_query("The search clause is nested too deeply."));
            }
            let inner = self.either()?;
            self.depth -= 1;
            return if self.takes(")") {
                Ok(inner)
            } else {
                Err(self.invalid())
            };
        }
        if !self.takes("\"") {
            return Err(self.invalid());
        }
        let (clause, rest) = self.closed()?;
        let (property, text) = clause
            .split_once(':')
            .ok_or_else(|| GraphError::bad_query("A search clause must be a property, a colon and a text."))?;
        if !self.known.contains(&property) {
            return Err(GraphError::unsupported_query(&format!(
                "Property '{property}' of '{}' does not support $search.",
                self.object
            )));
        }
        let clause = Clause::Holds {
            property: property.to_owned(),
            text: text.to_owned(),
        };
        self.text = rest;
        Ok(clause)
    }

    /// Up to the closing quotation mark; one in the text stands behind a backslash.
    fn closed(&self) -> Result<(String, &'a str), GraphError> {
        let mut text = String::new();
        let mut signs = self.text.char_indices();
        while let Some((at, sign)) = signs.next() {
            match sign {
                '\\' => text.extend(signs.next().map(|(_, sign)| sign)),
                '"' => return Ok((text, self.text.get(at + 1..).unwrap_or_default())),
                sign => text.push(sign),
            }
        }
        Err(self.invalid())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::graph::shapes::USERS;

    fn finds(search: &str) -> bool {
        let person = json!({"displayName": "Mette Skovgaard-Holm", "mail": "mette.holm@contoso.example"});
        Search::read(search, USERS)
            .unwrap()
            .accepts(person.as_object().unwrap())
    }

    #[test]
    fn names_are_searched_by_their_words_and_addresses_by_how_they_begin() {
        for yes in [
            "\"displayName:holm\"",
            "\"displayName:Skov met\"",
            "\"mail:mette.\"",
            "\"displayName:nobody\" OR (\"mail:mette\" AND \"displayName:mette\")",
        ] {
            assert!(finds(yes), "{yes}");
        }
        for no in [
            "\"displayName:gaard\"",
            "\"mail:holm\"",
            "\"displayName:\"",
            "\"mail:mette\" AND \"mail:x\"",
        ] {
            assert!(!finds(no), "{no}");
        }
    }

    #[test]
    fn what_is_no_search_is_refused() {
        let deep = "(".repeat(30) + "\"mail:a\"" + &")".repeat(30);
        for wrong in [
            "",
            "mail:a",
            "\"mail\"",
            "\"mail:a",
            "\"mail:a\" \"mail:b\"",
            "\"city:a\"",
            "\"mail:a\" AND",
            &deep,
        ] {
            assert!(
                matches!(Search::read(wrong, USERS), Err(GraphError::Refused { .. })),
                "{wrong}"
            );
        }
    }
}
