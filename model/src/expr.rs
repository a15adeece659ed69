//! Expressions of constraints: `allocation != static or defined(address)`.

use crate::{name::AttributeName, value::Value};

/// A comparison of two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

/// What a comparison looks at.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// The value of an attribute of the instance.
    Attribute(AttributeName),
    /// A value written in the definition; an enum literal is a string.
    Literal(Value),
}

/// A condition over the attribute values of one instance.
///
/// A comparison with an attribute that has no value is false for every operator but `!=`, for
/// which it is true.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// The attribute has a value.
    Defined(AttributeName),
    /// Two operands compared.
    Compare(Operand, Comparison, Operand),
    /// The operand is one of the values.
    In(Operand, Vec<Value>),
    /// Not.
    Not(Box<Expr>),
    /// Both.
    And(Box<Expr>, Box<Expr>),
    /// Either.
    Or(Box<Expr>, Box<Expr>),
}
