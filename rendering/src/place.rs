//! Places in a message: readers hand out pieces of its text, and a piece tells by its address
//! where it stood. So nothing has to be counted while reading, and messages of the wire, whose
//! places nobody asks for, cost nothing.

use std::ops::Range;

/// A stretch of a text, as offsets of its first byte and the one behind its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    start: usize,
    /// Before `start`: nowhere.
    end: usize,
}

impl Spot {
    pub(crate) const NOWHERE: Self = Self { start: 1, end: 0 };

    pub(crate) const fn at(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    pub(crate) fn range(self) -> Option<Range<usize>> {
        (self.start <= self.end).then_some(self.start..self.end)
    }
}

/// Where a line stood that was joined to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fold {
    /// Offset in the joined value.
    pub(crate) joined: usize,
    /// Offset in the message.
    pub(crate) original: usize,
}

/// A stretch of memory.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    address: usize,
    length: usize,
}

impl Stretch {
    const EMPTY: Self = Self {
        address: 0,
        length: 0,
    };

    fn of(bytes: &[u8]) -> Self {
        Self {
            address: bytes.as_ptr().addr(),
            length: bytes.len(),
        }
    }

    /// The offset at which the other lies within this one.
    fn offset_of(self, piece: &[u8]) -> Option<usize> {
        let offset = piece.as_ptr().addr().checked_sub(self.address)?;
        (offset + piece.len() <= self.length).then_some(offset)
    }
}

/// The text that is read, and the value that was made by joining some of its lines.
#[derive(Debug)]
pub(crate) struct Frame {
    whole: Stretch,
    joined: Stretch,
    folds: Vec<Fold>,
}

impl Frame {
    pub(crate) const NOWHERE: Self = Self {
        whole: Stretch::EMPTY,
        joined: Stretch::EMPTY,
        folds: Vec::new(),
    };

    pub(crate) fn of(text: &[u8]) -> Self {
        Self {
            whole: Stretch::of(text),
            ..Self::NOWHERE
        }
    }

    /// Takes the folds of a value over. Nearly no value has any.
    pub(crate) fn enter(&mut self, value: &str, folds: &mut Vec<Fold>) {
        if folds.is_empty() && self.folds.is_empty() {
            return;
        }
        self.folds = std::mem::take(folds);
        self.joined = if self.folds.is_empty() {
            Stretch::EMPTY
        } else {
            Stretch::of(value.as_bytes())
        };
    }

    /// Where a piece stands; `None` for a text that was made anew.
    pub(crate) fn spot(&self, piece: &str) -> Option<Spot> {
        let piece = piece.as_bytes();
        if let Some(start) = self.whole.offset_of(piece) {
            return Some(Spot::at(start, start + piece.len()));
        }
        let start = self.joined.offset_of(piece)?;
        // The last byte, not the end: that may be the first byte of the next line.
        let original = |at: usize| {
            let fold = self.folds.iter().rev().find(|fold| fold.joined <= at)?;
            Some(fold.original + (at - fold.joined))
        };
        let first = original(start)?;
        let end = match piece.len() {
            0 => first,
            length => original(start + length - 1)? + 1,
        };
        Some(Spot::at(first, end.max(first)))
    }

    /// The offset of a piece of the text itself.
    pub(crate) fn offset(&self, piece: &str) -> Option<usize> {
        self.whole.offset_of(piece.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_know_where_they_stood() {
        let text = String::from("Category: a;\n b=\"c\"");
        let mut frame = Frame::of(text.as_bytes());
        assert_eq!(frame.spot(&text[10..11]).unwrap().range(), Some(10..11));
        assert_eq!(frame.spot("Category"), None, "another text");
        let joined = String::from("a; b=\"c\"");
        assert_eq!(frame.spot(&joined), None);
        let mut folds = vec![
            Fold {
                joined: 0,
                original: 10,
            },
            Fold {
                joined: 3,
                original: 14,
            },
        ];
        frame.enter(&joined, &mut folds);
        let at = |range: Range<usize>| frame.spot(&joined[range]).unwrap().range().unwrap();
        assert_eq!(at(0..1), 10..11);
        assert_eq!(at(3..8), 14..19);
        assert_eq!(at(0..8), 10..19, "across the line end");
        assert_eq!(&text[at(5..8)], "\"c\"");
    }
}
