//! What an input led to, in a number.

use std::hash::{DefaultHasher, Hash, Hasher};

/// What an input led to: equal for inputs that the reader answered alike.
///
/// It stands in for coverage where none is measured: an input with a new shape is worth changing
/// further.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shape(pub u64);

impl Shape {
    /// The shape of whatever says what happened: codes of faults, counts of parts.
    pub fn of(facts: impl Hash) -> Self {
        let mut hasher = DefaultHasher::new();
        facts.hash(&mut hasher);
        Self(hasher.finish())
    }

    /// This and another one.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::of((self, other))
    }
}
