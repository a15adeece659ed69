//! Attribute values of an instance.

use std::{
    iter::FromIterator,
    ops::{Deref, DerefMut, Index},
};

use indexmap::{IndexMap, map};

use crate::{AttributeName, Value, hashing::Seeded};

/// The map behind [`Attributes`].
type Map = IndexMap<AttributeName, Value, Seeded>;

/// Attribute values by name, in order of insertion; everything else is as in the [`IndexMap`] that
/// it dereferences to. Two are equal if they have the same values, in whatever order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attributes(Map);

impl Attributes {
    /// No values.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// No values, with space for as many as `capacity`.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self(Map::with_capacity_and_hasher(capacity, Seeded))
    }
}

impl Deref for Attributes {
    type Target = Map;

    fn deref(&self) -> &Map {
        &self.0
    }
}

impl DerefMut for Attributes {
    fn deref_mut(&mut self) -> &mut Map {
        &mut self.0
    }
}

impl Index<&str> for Attributes {
    type Output = Value;

    fn index(&self, name: &str) -> &Value {
        &self.0[name]
    }
}

impl FromIterator<(AttributeName, Value)> for Attributes {
    fn from_iter<I: IntoIterator<Item = (AttributeName, Value)>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl<const N: usize> From<[(AttributeName, Value); N]> for Attributes {
    fn from(values: [(AttributeName, Value); N]) -> Self {
        values.into_iter().collect()
    }
}

impl Extend<(AttributeName, Value)> for Attributes {
    fn extend<I: IntoIterator<Item = (AttributeName, Value)>>(&mut self, values: I) {
        self.0.extend(values);
    }
}

impl IntoIterator for Attributes {
    type Item = (AttributeName, Value);
    type IntoIter = map::IntoIter<AttributeName, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Attributes {
    type Item = (&'a AttributeName, &'a Value);
    type IntoIter = map::Iter<'a, AttributeName, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a mut Attributes {
    type Item = (&'a AttributeName, &'a mut Value);
    type IntoIter = map::IterMut<'a, AttributeName, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter_mut()
    }
}
