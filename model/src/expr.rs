//! Expressions of constraints: `allocation != static or defined(address)`.
//!
//! A condition that looks at nothing but its own instance (values, mixins) can be decided wherever
//! the instance is known; [`Expr::reach`] tells which conditions look further: at the resources
//! that a link connects, at the links of a resource, at all instances of a kind.

mod eval;

pub use self::eval::{View, Views};

use serde::Deserialize;

use crate::{
    name::{AttributeName, CategoryId},
    types::Pattern,
    value::Value,
};

/// A comparison of two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// The operator as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}

/// An end of a link (GFD.221 5.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// The resource that the link starts at.
    Source,
    /// The resource that the link leads to.
    Target,
}

impl End {
    /// The word of the language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Target => "target",
        }
    }
}

/// A calculation with two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arithmetic {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
}

impl Arithmetic {
    /// The operator as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Times => "*",
            Self::Over => "/",
        }
    }
}

/// A question about a text, or a list, and a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Test {
    /// The text starts with the part.
    StartsWith,
    /// The text ends with the part.
    EndsWith,
    /// The text has the part somewhere, or the list has it as an item.
    Contains,
}

impl Test {
    /// The name of the function.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StartsWith => "starts_with",
            Self::EndsWith => "ends_with",
            Self::Contains => "contains",
        }
    }
}

/// What a comparison looks at.
///
/// An operand may have no value: an attribute that is not set, an end that is unknown, a
/// calculation that has no result because it divides by zero or leaves the range of its numbers
/// (64-bit integers, finite floats).
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// The value of an attribute of the instance.
    Attribute(AttributeName),
    /// A value written in the definition; an enum literal is a string.
    Literal(Value),
    /// `source(name)`, `target(name)`: the value of an attribute of the resource at an end.
    End(End, AttributeName),
    /// `-a`
    Negated(Box<Operand>),
    /// `a + b` and its like. Two integers give an integer, except that a quotient that is not
    /// whole is a float; an integer and a float give a float.
    Arithmetic(Box<Operand>, Arithmetic, Box<Operand>),
    /// `length(a)`: characters of a text, items of a list.
    Length(Box<Operand>),
    /// `lower(a)`: the text in lower case.
    Lower(Box<Operand>),
    /// `links(kind)`, `links(kind, condition)`: how many links of the kind, or a kind below it,
    /// start at this resource and meet the condition, which is read from the link.
    Links(CategoryId, Option<Box<Expr>>),
}

/// A condition over one instance and what is around it.
///
/// A comparison with an operand that has no value is false for every operator but `!=`, for which
/// it is true; every other question about such an operand is answered with no.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// The attribute has a value.
    Defined(AttributeName),
    /// The attribute of the resource at an end has a value.
    DefinedAt(End, AttributeName),
    /// Two operands compared.
    Compare(Operand, Comparison, Operand),
    /// The operand is one of the values.
    In(Operand, Vec<Value>),
    /// `starts_with(a, b)` and its like.
    Test(Test, Operand, Operand),
    /// `matches(a, "pattern")`: the whole text matches.
    Matches(Operand, Pattern),
    /// `self has mixin`, `source has mixin`: the instance, or the resource at the end, carries the
    /// mixin or one that depends on it. The mixin by its identifier.
    Has(Option<End>, CategoryId),
    /// `unique(a, b)`: no other instance with the category, which is the kind or mixin that has
    /// the condition, has the same values for all of the attributes. An instance without a value
    /// for one of them equals none.
    Unique(Vec<AttributeName>, CategoryId),
    /// `acyclic()`: from the target of the link no way leads to its source over links with the
    /// category, which is the kind or mixin that has the condition.
    Acyclic(CategoryId),
    /// Not.
    Not(Box<Expr>),
    /// Both.
    And(Box<Expr>, Box<Expr>),
    /// Either.
    Or(Box<Expr>, Box<Expr>),
}

/// What a condition looks at besides its own instance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The resources at the ends of a link.
    pub ends: bool,
    /// The links of a resource, or what is at their ends.
    pub links: bool,
    /// All instances of a category.
    pub all: bool,
}

impl Reach {
    /// Whether the condition looks at nothing but its own instance.
    #[must_use]
    pub const fn is_local(self) -> bool {
        !self.ends && !self.links && !self.all
    }

    /// What either looks at.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self {
            ends: self.ends || other.ends,
            links: self.links || other.links,
            all: self.all || other.all,
        }
    }
}

/// A part of a condition, as [`Expr::walk`] shows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part<'e> {
    /// A condition.
    Expr(&'e Expr),
    /// An operand.
    Operand(&'e Operand),
}

impl Expr {
    /// Shows the condition and every part of it, in the order in which they stand there; the
    /// conditions inside of `links(…)` are left out, because they are about other instances.
    pub fn walk<'e>(&'e self, see: &mut dyn FnMut(Part<'e>)) {
        see(Part::Expr(self));
        match self {
            Self::Compare(left, _, right) | Self::Test(_, left, right) => {
                left.walk(see);
                right.walk(see);
            }
            Self::In(operand, _) | Self::Matches(operand, _) => operand.walk(see),
            Self::Not(inner) => inner.walk(see),
            Self::And(left, right) | Self::Or(left, right) => {
                left.walk(see);
                right.walk(see);
            }
            Self::Defined(_)
            | Self::DefinedAt(..)
            | Self::Has(..)
            | Self::Unique(..)
            | Self::Acyclic(_) => {}
        }
    }

    /// What the condition looks at besides its own instance.
    #[must_use]
    pub fn reach(&self) -> Reach {
        let mut reach = Reach::default();
        self.walk(&mut |part| match part {
            Part::Expr(Self::DefinedAt(..) | Self::Has(Some(_), _))
            | Part::Operand(Operand::End(..)) => reach.ends = true,
            Part::Expr(Self::Unique(..) | Self::Acyclic(_)) => reach.all = true,
            Part::Operand(Operand::Links(..)) => reach.links = true,
            Part::Expr(_) | Part::Operand(_) => {}
        });
        reach
    }

    /// The attributes of the instance itself that the condition speaks of, in order, each as often
    /// as it stands there.
    #[must_use]
    pub fn attributes(&self) -> Vec<&AttributeName> {
        let mut names = Vec::new();
        self.walk(&mut |part| match part {
            Part::Expr(Self::Defined(name)) | Part::Operand(Operand::Attribute(name)) => {
                names.push(name);
            }
            Part::Expr(Self::Unique(all, _)) => names.extend(all),
            Part::Expr(_) | Part::Operand(_) => {}
        });
        names
    }
}

impl Operand {
    fn walk<'e>(&'e self, see: &mut dyn FnMut(Part<'e>)) {
        see(Part::Operand(self));
        match self {
            Self::Negated(inner) | Self::Length(inner) | Self::Lower(inner) => inner.walk(see),
            Self::Arithmetic(left, _, right) => {
                left.walk(see);
                right.walk(see);
            }
            Self::Attribute(_) | Self::Literal(_) | Self::End(..) | Self::Links(..) => {}
        }
    }
}

#[cfg(test)]
mod tests;
