//! The writer of a file: arguments, categories, imports.

use std::collections::{BTreeMap, BTreeSet};

use occi_model::{AttributeName, CategoryId, Value};

use super::{
    super::layout::{Expression, literal, statement},
    identifier,
};
use crate::case::{Choice, Datum, Rendering, Test, Var};

/// Writes the functions of a file, and remembers what they use.
#[derive(Default)]
pub(super) struct Writer {
    /// Names of constants by category.
    pub(super) categories: BTreeMap<CategoryId, String>,
    used: BTreeSet<&'static str>,
    pub(super) out: String,
}

/// A call that is an argument.
pub(super) fn call(name: &'static str, arguments: Vec<Expression>) -> Expression {
    Expression::Call(name, arguments)
}

pub(super) fn atom(text: impl Into<String>) -> Expression {
    Expression::Atom(text.into())
}

pub(super) fn text(text: &str) -> Expression {
    Expression::Atom(literal(text))
}

pub(super) fn named(var: &Var) -> Expression {
    text(&var.to_string())
}

pub(super) fn name(name: &AttributeName) -> Expression {
    text(name.as_str())
}

pub(super) fn number(number: usize) -> Expression {
    atom(number.to_string())
}

pub(super) fn truth(truth: bool) -> Expression {
    atom(truth.to_string())
}

impl Writer {
    /// What is imported, in order.
    pub(super) fn imports(&self) -> Vec<&'static str> {
        let mut all: Vec<&'static str> = self.used.iter().copied().collect();
        all.push("explicit::Script");
        all.sort_unstable();
        all
    }

    pub(super) fn uses(&mut self, path: &'static str) {
        self.used.insert(path);
    }

    pub(super) fn say(&mut self, method: &str, arguments: &[Expression]) {
        statement(&format!("case.{method}"), arguments, &mut self.out);
    }

    /// The constant of a category.
    pub(super) fn category(&mut self, category: &CategoryId) -> Expression {
        if let Some(name) = self.categories.get(category) {
            return atom(name.clone());
        }
        let mut name = identifier(category.term()).to_ascii_uppercase();
        while self.categories.values().any(|taken| *taken == name) {
            name.push('_');
        }
        self.categories.insert(category.clone(), name.clone());
        atom(name)
    }

    pub(super) fn choice(&mut self, choice: Choice) -> Expression {
        self.uses("case::Choice");
        match choice {
            Choice::Run => atom("Choice::Run"),
            Choice::Only(one) => call("Choice::Only", vec![self.rendering(one)]),
            Choice::Prefer(one) => call("Choice::Prefer", vec![self.rendering(one)]),
        }
    }

    pub(super) fn rendering(&mut self, rendering: Rendering) -> Expression {
        self.uses("case::Rendering");
        atom(format!("Rendering::{rendering:?}"))
    }

    pub(super) fn datum(&mut self, datum: &Datum) -> Expression {
        match datum {
            Datum::Value(value) => self.value(value),
            Datum::Marker => {
                self.uses("explicit::marker");
                atom("marker()")
            }
            Datum::Marked(tail) => {
                self.uses("explicit::marked");
                call("marked", vec![text(tail)])
            }
            Datum::Url(var) => {
                self.uses("explicit::url");
                call("url", vec![named(var)])
            }
            Datum::Path(var) => {
                self.uses("explicit::path");
                call("path", vec![named(var)])
            }
            Datum::Beside(var, tail) => {
                self.uses("explicit::beside");
                call("beside", vec![named(var), text(tail)])
            }
        }
    }

    pub(super) fn value(&mut self, value: &Value) -> Expression {
        match value {
            Value::Boolean(value) => truth(*value),
            Value::String(value) => text(value),
            Value::Integer(value) => match i32::try_from(*value) {
                Ok(value) => atom(value.to_string()),
                Err(_) => atom(format!("{value}_i64")),
            },
            Value::Float(value) => atom(format!("{value:?}_f64")),
            Value::List(_) | Value::Hash(_) => {
                self.uses("explicit::json");
                let written = crate::engine::json_value(value).to_string();
                call("json", vec![text(&written)])
            }
        }
    }

    pub(super) fn test(&mut self, test: &Test) -> Expression {
        self.uses("case::Test");
        let owned = |name, value: &str| {
            let owned = atom(match value {
                "" => "String::new()".to_owned(),
                _ => format!("{}.to_owned()", literal(value)),
            });
            call(name, vec![owned])
        };
        match test {
            Test::Present => atom("Test::Present"),
            Test::Absent => atom("Test::Absent"),
            Test::Is(value) => owned("Test::Is", value),
            Test::Has(value) => owned("Test::Has", value),
            Test::HasIfAny(value) => owned("Test::HasIfAny", value),
            Test::Lacks(value) => owned("Test::Lacks", value),
            Test::Word(value) => owned("Test::Word", value),
            Test::AnyWord(words) => {
                let words = words.iter().map(|word| literal(word)).collect();
                call("Test::AnyWord", vec![Expression::Slice(words)])
            }
        }
    }
}
