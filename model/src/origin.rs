//! Where a part of a definition came from.

use std::ops::Range;

use serde::{Deserialize, Deserializer};

/// Number of a source text, given by whoever reads the sources (the grammar's source map).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A stretch of a source text, in bytes; or nowhere, for parts that were made by a program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Made by a program: a live endpoint, a derive macro, a static table.
    #[default]
    Unknown,
    /// Bytes `start..end` of a source.
    Span {
        /// Which text.
        source: SourceId,
        /// First byte.
        start: u32,
        /// Byte after the last.
        end: u32,
    },
}

impl Origin {
    /// A stretch of a source; offsets beyond 4 GiB saturate.
    #[must_use]
    pub fn span(source: SourceId, range: Range<usize>) -> Self {
        Self::Span {
            source,
            start: u32::try_from(range.start).unwrap_or(u32::MAX),
            end: u32::try_from(range.end).unwrap_or(u32::MAX),
        }
    }

    /// The source, when there is one.
    #[must_use]
    pub const fn source(self) -> Option<SourceId> {
        match self {
            Self::Unknown => None,
            Self::Span { source, .. } => Some(source),
        }
    }

    /// The byte range, when there is one.
    #[must_use]
    pub const fn range(self) -> Option<Range<usize>> {
        match self {
            Self::Unknown => None,
            Self::Span { start, end, .. } => Some(start as usize..end as usize),
        }
    }
}

/// A value together with the place it came from.
///
/// Two values are equal when the values are; the place does not count.
#[derive(Clone, Debug)]
pub struct Located<T> {
    /// What was said.
    pub value: T,
    /// Where it was said.
    pub origin: Origin,
}

/// Just the value: what is read so came from no text of the user's.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::nowhere)
    }
}

impl<T> Located<T> {
    /// A value with its place.
    pub const fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }

    /// A value that comes from no text.
    pub const fn nowhere(value: T) -> Self {
        Self {
            value,
            origin: Origin::Unknown,
        }
    }
}

impl<T: PartialEq> PartialEq for Located<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}
impl<T: Eq> Eq for Located<T> {}
