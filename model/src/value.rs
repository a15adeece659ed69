//! Attribute values at run time.

use std::fmt;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::hashing::Seeded;

/// The value of an attribute or of an action's parameter.
///
/// Addresses, URIs, dates, enum literals and references are strings here; the attribute's
/// [`ValueType`](crate::types::ValueType) says what they must look like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number of 64 bits.
    Integer(i64),
    /// A finite number.
    Float(f64),
    /// Text, and every type that is written as text.
    String(String),
    /// Several values in order.
    List(Vec<Value>),
    /// Values by name, in order.
    Hash(HashValue),
}

impl Value {
    /// What the value is, in the words of the type system.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Boolean(_) => "boolean",
            Self::Integer(_) => "integer",
            Self::Float(_) => "float",
            Self::String(_) => "string",
            Self::List(_) => "list",
            Self::Hash(_) => "hash",
        }
    }

    /// The text of a string value.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number, whole or not.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "comparison of numbers is by their float value"
    )]
    pub const fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Integer(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            _ => None,
        }
    }

    /// Typed comparison: 2 equals 2.0, in lists and hashes too, everything else as it stands
    /// (D-101).
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Integer(a), Self::Integer(b)) => a == b,
            (Self::List(a), Self::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same_as(b))
            }
            (Self::Hash(a), Self::Hash(b)) => {
                let has_same =
                    |(name, a): (&String, &Self)| b.get(name).is_some_and(|b| a.same_as(b));
                a.len() == b.len() && a.iter().all(has_same)
            }
            _ => match (self.as_f64(), other.as_f64()) {
                (Some(a), Some(b)) => a == b,
                _ => self == other,
            },
        }
    }
}

/// Values by name, in order; two are equal whatever their order.
///
/// In a box, so that every other value is small: a list has many.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HashValue(Box<Members>);

/// The map behind a [`HashValue`].
pub type Members = IndexMap<String, Value, Seeded>;

impl Clone for HashValue {
    /// A copy with room for its values only; that of a map has room for three more than it needs.
    fn clone(&self) -> Self {
        let mut copy = Members::with_capacity_and_hasher(self.0.len(), Seeded);
        copy.extend(
            self.0
                .iter()
                .map(|(name, value)| (name.clone(), value.clone())),
        );
        Self(Box::new(copy))
    }
}

impl HashValue {
    /// The values themselves.
    #[must_use]
    pub fn into_map(self) -> Members {
        *self.0
    }
}

impl std::ops::Deref for HashValue {
    type Target = Members;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl std::ops::DerefMut for HashValue {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl From<Members> for HashValue {
    fn from(members: Members) -> Self {
        Self(Box::new(members))
    }
}

impl From<IndexMap<String, Value>> for HashValue {
    fn from(members: IndexMap<String, Value>) -> Self {
        members.into_iter().collect()
    }
}

impl<const N: usize> From<[(String, Value); N]> for HashValue {
    fn from(members: [(String, Value); N]) -> Self {
        members.into_iter().collect()
    }
}

impl FromIterator<(String, Value)> for HashValue {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(members: I) -> Self {
        Self(Box::new(members.into_iter().collect()))
    }
}

impl IntoIterator for HashValue {
    type Item = (String, Value);
    type IntoIter = indexmap::map::IntoIter<String, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'h> IntoIterator for &'h HashValue {
    type Item = (&'h String, &'h Value);
    type IntoIter = indexmap::map::Iter<'h, String, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}
impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Float(number)
    }
}
impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Boolean(truth)
    }
}

impl fmt::Display for Value {
    /// For messages to people; the renderings have their own writers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(truth) => write!(f, "{truth}"),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Float(number) => write!(f, "{number:?}"),
            Self::String(text) => write!(f, "{text:?}"),
            Self::List(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        f.write_str(", ")?;
                    }
                    write!(f, "{item}")?;
                }
                f.write_str("]")
            }
            Self::Hash(members) => {
                f.write_str("{")?;
                for (at, (name, value)) in members.iter().enumerate() {
                    if at > 0 {
                        f.write_str(", ")?;
                    }
                    write!(f, "{name}: {value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_compare_by_value_and_strings_exactly() {
        assert!(Value::Integer(2).same_as(&Value::Float(2.0)));
        assert!(!Value::Integer(2).same_as(&Value::from("2")));
        let list: fn(Value) -> Value = |number| Value::List(vec![Value::from("a"), number]);
        let hash: fn(Value) -> Value =
            |number| Value::Hash([("a".to_owned(), Value::List(vec![number]))].into());
        for make in [list, hash] {
            assert!(make(Value::Integer(2)).same_as(&make(Value::Float(2.0))));
            assert!(!make(Value::Integer(2)).same_as(&make(Value::Integer(3))));
        }
        assert!(!list(Value::Integer(2)).same_as(&Value::List(vec![Value::from("a")])));
        assert!(Value::from("a").same_as(&Value::from("a")));
        assert!(!Value::from("a").same_as(&Value::from("A")));
    }
}
