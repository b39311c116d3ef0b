//! The grammar of a filter: how comparisons are joined, and what stands in them.

use serde_json::Value;

use crate::graph::error::GraphError;
use crate::graph::filter::condition::{Condition, Operator, Path, Place};
use crate::graph::filter::lexer::Lexer;

/// How many brackets and negations may stand in each other.
const DEEPEST: usize = 20;

/// The whole of a filter.
pub(super) fn parse(text: &str) -> Result<Condition, GraphError> {
    let mut parser = Parser {
        lexer: Lexer::new(text),
        depth: 0,
        variable: None,
    };
    let condition = parser.either()?;
    if parser.lexer.rest().is_empty() {
        Ok(condition)
    } else {
        Err(parser.lexer.invalid())
    }
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    depth: usize,
    /// What an element is called inside a lambda.
    variable: Option<&'a str>,
}

impl<'a> Parser<'a> {
    fn either(&mut self) -> Result<Condition, GraphError> {
        let mut parts = vec![self.both()?];
        while self.lexer.takes_word("or") {
            parts.push(self.both()?);
        }
        Ok(Condition::Either(parts))
    }

    fn both(&mut self) -> Result<Condition, GraphError> {
        let mut parts = vec![self.one()?];
        while self.lexer.takes_word("and") {
            parts.push(self.one()?);
        }
        Ok(Condition::Both(parts))
    }

    fn one(&mut self) -> Result<Condition, GraphError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(GraphError::bad_query("The filter clause is nested too deeply."));
        }
        let condition = if self.lexer.takes_word("not") {
            Condition::Not(Box::new(self.one()?))
        } else if self.lexer.takes_function("startsWith") {
            self.affix(Place::Start)?
        } else if self.lexer.takes_function("endsWith") {
            self.affix(Place::End)?
        } else if self.lexer.takes_function("contains") {
            return Err(GraphError::unsupported_query(
                "Filter operator 'Contains' is not supported.",
            ));
        } else if self.lexer.takes('(') {
            let inner = self.either()?;
            self.lexer.expect(')')?;
            inner
        } else {
            self.about_a_property()?
        };
        self.depth -= 1;
        Ok(condition)
    }

    fn affix(&mut self, place: Place) -> Result<Condition, GraphError> {
        let (path, _) = self.path()?;
        self.lexer.expect(',')?;
        let Value::String(text) = self.lexer.value()? else {
            return Err(self.lexer.invalid());
        };
        self.lexer.expect(')')?;
        Ok(Condition::Affix { path, place, text })
    }

    /// A comparison, or a question about the elements of a list.
    fn about_a_property(&mut self) -> Result<Condition, GraphError> {
        let before = self.lexer.clone();
        let (path, end) = self.path()?;
        match end {
            End::Property if self.lexer.takes_word("in") => {
                self.lexer.expect('(')?;
                let mut values = vec![self.lexer.value()?];
                while self.lexer.takes(',') {
                    values.push(self.lexer.value()?);
                }
                self.lexer.expect(')')?;
                Ok(Condition::OneOf { path, values })
            }
            End::Property => {
                let (operator, value) = self.comparison()?;
                Ok(Condition::Comparison { path, operator, value })
            }
            End::Count => {
                let (operator, value) = self.comparison()?;
                let number = value.as_i64().ok_or_else(|| before.invalid())?;
                Ok(Condition::Count { path, operator, number })
            }
            End::Any => {
                let inner = self.lambda()?;
                Ok(Condition::Any { path, inner })
            }
        }
    }

    fn comparison(&mut self) -> Result<(Operator, Value), GraphError> {
        let lexer = &mut self.lexer;
        let found = Operator::ALL.into_iter().find(|(word, _)| lexer.takes_word(word));
        let (_, operator) = found.ok_or_else(|| lexer.invalid())?;
        Ok((operator, lexer.value()?))
    }

    /// What stands in the brackets of `any`: nothing, or a name for the element and what is asked of it.
    fn lambda(&mut self) -> Result<Option<Box<Condition>>, GraphError> {
        if self.lexer.takes(')') {
            return Ok(None);
        }
        let variable = self.lexer.name()?;
        self.lexer.expect(':')?;
        let outer = self.variable.replace(variable);
        let inner = self.either()?;
        self.variable = outer;
        self.lexer.expect(')')?;
        Ok(Some(Box::new(inner)))
    }

    /// A property, or a way through several; inside a lambda it begins with the element's name.
    fn path(&mut self) -> Result<(Path, End), GraphError> {
        let before = self.lexer.clone();
        let mut names = Vec::new();
        match self.variable {
            None => names.push(self.lexer.name()?.to_owned()),
            Some(variable) if self.lexer.name()? == variable => {}
            Some(_) => return Err(before.invalid()),
        }
        let end = loop {
            if self.lexer.rest().starts_with('(') {
                return Err(GraphError::unmodelled(&format!("the filter {}", before.rest())));
            }
            if !self.lexer.takes('/') {
                break End::Property;
            }
            if self.lexer.takes('$') {
                if self.lexer.name()? == "count" {
                    break End::Count;
                }
                return Err(before.invalid());
            }
            if self.lexer.takes_function("any") {
                break End::Any;
            }
            if self.lexer.takes_function("all") {
                return Err(GraphError::unsupported_query(
                    "The lambda operator 'all' is not supported.",
                ));
            }
            names.push(self.lexer.name()?.to_owned());
        };
        Ok((Path(names), end))
    }
}

/// What a way ends with.
enum End {
    Property,
    /// `/$count`: the number of a list's elements.
    Count,
    /// `/any(`: the bracket is still open.
    Any,
}
