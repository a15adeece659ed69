//! Lists of the syntax tree.

use std::ops::Deref;

use super::Span;

/// The parts of a list, a body or a block, in the order they are written.
#[derive(Clone, Debug, PartialEq)]
pub struct List<T> {
    parts: Vec<T>,
    more: Option<More>,
}

/// Parts of a long list that are left unread, so that nobody has to hold them all at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct More {
    /// Before which part they belong.
    pub(crate) at: usize,
    /// Where they are written.
    pub(crate) span: Span,
}

impl<T> List<T> {
    /// A list of which nothing was read.
    pub(crate) const fn unread(span: Span) -> Self {
        Self {
            parts: Vec::new(),
            more: Some(More { at: 0, span }),
        }
    }

    /// A list with a stretch of the text that is still to be read.
    pub(crate) const fn with_more(parts: Vec<T>, more: Option<More>) -> Self {
        Self { parts, more }
    }

    /// The parts that were read.
    pub(crate) fn into_parts(self) -> Vec<T> {
        self.parts
    }

    /// What was left unread; nothing in the tree that [`parse`](crate::syntax::parse) gives.
    pub(crate) const fn more(&self) -> Option<More> {
        self.more
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self::with_more(Vec::new(), None)
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(parts: Vec<T>) -> Self {
        Self::with_more(parts, None)
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.parts
    }
}

impl<'l, T> IntoIterator for &'l List<T> {
    type Item = &'l T;
    type IntoIter = std::slice::Iter<'l, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
