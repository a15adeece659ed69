//! Values with their places.

use std::{borrow::Cow, fmt, ops::Range};

/// A value and the bytes it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'t> {
    /// What it is.
    pub value: Value<'t>,
    /// Its bytes, quotes and brackets included.
    pub span: Range<usize>,
}

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'t> {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number, as written: its size is not limited here.
    Number(&'t str),
    /// Text, escapes resolved.
    String(Cow<'t, str>),
    /// Values in order.
    Array(Vec<Node<'t>>),
    /// Members in order; a key may occur more than once.
    Object(Vec<Member<'t>>),
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Member<'t> {
    /// Its key.
    pub key: Key<'t>,
    /// Its value.
    pub value: Node<'t>,
}

/// A key and the bytes it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Key<'t> {
    /// Text, escapes resolved.
    pub text: Cow<'t, str>,
    /// Its bytes, quotes included.
    pub span: Range<usize>,
}

/// The six kinds of JSON values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

impl Value<'_> {
    /// Which of the six kinds it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Boolean(_) => Kind::Boolean,
            Self::Number(_) => Kind::Number,
            Self::String(_) => Kind::String,
            Self::Array(_) => Kind::Array,
            Self::Object(_) => Kind::Object,
        }
    }
}

impl Key<'_> {
    /// The bytes between the quotes.
    #[must_use]
    pub const fn inner(&self) -> Range<usize> {
        inner(&self.span)
    }
}

impl Node<'_> {
    /// For strings the bytes between the quotes, for other values all of them.
    #[must_use]
    pub const fn inner(&self) -> Range<usize> {
        match self.value {
            Value::String(_) => inner(&self.span),
            _ => self.span.start..self.span.end,
        }
    }
}

const fn inner(span: &Range<usize>) -> Range<usize> {
    span.start + 1..span.end - 1
}
