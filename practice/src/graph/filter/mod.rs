//! `$filter`, as far as a closing uses it: comparisons, `in`, `startsWith` and `endsWith`, lists by `any` and `$count`,
//! joined by `and`, `or`, `not`.

mod condition;
mod lexer;
mod parser;

use serde_json::{Map, Value};

use crate::graph::error::GraphError;
use crate::graph::filter::condition::{Condition, Subject};

/// A condition that each shown object meets.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter(Option<Condition>);

impl Filter {
    /// Reads a filter. What OData doesn't know is refused; what it knows and the model doesn't is said, not guessed.
    pub(crate) fn read(text: &str) -> Result<Self, GraphError> {
        parser::parse(text).map(|condition| Self(Some(condition)))
    }

    /// Whether it needs the advanced query's header and count: `ne`, `not`, `endsWith` and `$count` do, and so does a
    /// user's type beside something else.
    pub(crate) fn is_advanced(&self) -> bool {
        let is_joined = || {
            let compared: Vec<&str> = self.properties().collect();
            compared.len() > 1 && compared.contains(&"userType")
        };
        self.0.as_ref().is_some_and(Condition::is_advanced) || is_joined()
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
        let condition = self.0.as_ref();
        condition.is_none_or(|condition| condition.accepts(Subject::Object(object)))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn accepts(filter: &str) -> bool {
        let object = json!({
            "name": "O'Hara", "type": "Guest", "enabled": false, "since": "2026-01-02T00:00:00Z", "count": 3,
            "kinds": ["Unified"], "none": [], "status": {"code": 0},
            "licences": [{"sku": "e5", "plans": [{"name": "A"}]}, {"sku": "p1", "plans": []}],
        });
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
            "count ge 3 and count lt 10",
            "status/code eq 0",
            "kinds/any(kind:kind eq 'unified')",
            "licences/any(x:x/sku eq 'p1' or x/sku eq 'e3')",
            "licences/any(x:x/plans/any(y:startsWith(y/name,'a')))",
            "not(none/any()) and licences/any()",
            "licences/$count eq 2 and none/$count lt 1",
        ] {
            assert!(accepts(yes), "{yes}");
        }
        for no in [
            "name eq 'Hara'",
            "type in ('Member')",
            "since gt 2026-01-02T00:00:00Z",
            "not(enabled eq false)",
            "kinds/any(kind:kind eq 'Team')",
            "none/any()",
            "licences/any(x:x/sku eq 'p1' and x/plans/$count gt 0)",
            "status/nothing eq 0",
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
            "a/any(x:y/b eq 1)",
            "a/any(x y/b eq 1)",
            "a/any(x:x/b eq 1",
            "a/all(x:x/b eq 1)",
            "a/$sum eq 1",
            "a/$count eq 'b'",
            "contains(a,'b')",
            &deep,
        ] {
            assert!(
                matches!(Filter::read(wrong), Err(GraphError::Refused { .. })),
                "{wrong}"
            );
        }
        assert!(matches!(Filter::read("length(a) eq 1"), Err(GraphError::Unmodelled(_))));
    }

    #[test]
    fn what_needs_the_advanced_query_is_known() {
        for (filter, advanced) in [
            ("a eq 1", false),
            ("a eq 1 or b ne 2", true),
            ("not(a eq 1)", true),
            ("endsWith(a,'b')", true),
            ("startsWith(a,'b')", false),
            ("a/any(x:x eq 1)", false),
            ("a/any(x:x ne 1)", true),
            ("a/$count eq 0", true),
            ("userType eq 'Guest'", false),
            ("userType eq 'Guest' and a eq 1", true),
        ] {
            assert_eq!(Filter::read(filter).unwrap().is_advanced(), advanced, "{filter}");
        }
    }
}
