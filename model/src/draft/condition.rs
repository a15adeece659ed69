//! Conditions, as written.

use serde::Deserialize;

use super::Reference;
use crate::{
    expr::{Arithmetic, Comparison, End, Test},
    origin::{Located, Origin},
    value::Value,
};

/// An operand of a comparison, as written.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OperandDraft {
    /// A bare name: an attribute, or else an enum literal of the attribute compared with.
    Name(Located<String>),
    /// A literal value.
    Literal(Located<Value>),
    /// `source(name)`, `target(name)`: an attribute of the resource at an end of the link.
    End(End, Located<String>),
    /// `-a`
    Negated(Box<OperandDraft>),
    /// `a + b` and its like.
    Arithmetic(Box<OperandDraft>, Arithmetic, Box<OperandDraft>),
    /// `length(a)`
    Length(Box<OperandDraft>),
    /// `lower(a)`
    Lower(Box<OperandDraft>),
    /// `links(kind)`, `links(kind, condition)`
    Links(Located<Reference>, Option<Box<ExprDraft>>),
}

impl OperandDraft {
    /// Where it is written: the place of the first name or value in it.
    #[must_use]
    pub fn origin(&self) -> Origin {
        match self {
            Self::Name(name) | Self::End(_, name) => name.origin,
            Self::Literal(value) => value.origin,
            Self::Negated(inner) | Self::Length(inner) | Self::Lower(inner) => inner.origin(),
            Self::Arithmetic(left, _, _) => left.origin(),
            Self::Links(kind, _) => kind.origin,
        }
    }
}

/// A condition, as written.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExprDraft {
    /// `defined(name)`
    Defined(Located<String>),
    /// `defined(source(name))`
    DefinedAt(End, Located<String>),
    /// `a == b`
    Compare(OperandDraft, Comparison, OperandDraft),
    /// `a in (x, y)`
    In(OperandDraft, Vec<OperandDraft>),
    /// `starts_with(a, b)` and its like.
    Test(Test, OperandDraft, OperandDraft),
    /// `matches(a, "pattern")`
    Matches(OperandDraft, Located<String>),
    /// `self has mixin` (no end), `source has mixin`, `target has mixin`
    Has(Option<End>, Located<Reference>),
    /// `unique(a, b)`, with the place of the word.
    Unique(Located<Vec<Located<String>>>),
    /// `acyclic()`, with the place of the word.
    Acyclic(Located<()>),
    /// `not a`
    Not(Box<ExprDraft>),
    /// `a and b`
    And(Box<ExprDraft>, Box<ExprDraft>),
    /// `a or b`
    Or(Box<ExprDraft>, Box<ExprDraft>),
}
