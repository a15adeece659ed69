//! From places in a message to places in the text that it was taken from.

use std::ops::Range;

use occi_model::{Located, Origin, SourceId};

/// The way back to the text.
#[derive(Clone, Debug)]
pub(super) struct Origins {
    source: SourceId,
    /// Where the pieces of the message begin, in the message and in the text.
    pieces: Vec<(usize, usize)>,
}

impl Origins {
    pub(super) const fn new(source: SourceId, pieces: Vec<(usize, usize)>) -> Self {
        Self { source, pieces }
    }

    /// The offset in the text of a byte of the message.
    fn original(&self, at: usize) -> usize {
        match self.pieces.iter().rev().find(|(start, _)| *start <= at) {
            Some((start, original)) => original + (at - start),
            None => at,
        }
    }

    pub(super) fn at(&self, place: &Range<usize>) -> Origin {
        let start = self.original(place.start);
        // The byte before the end: the end itself may begin the next piece.
        let end = match place.end {
            end if end > place.start => self.original(end - 1) + 1,
            _ => start,
        };
        Origin::span(self.source, start..end.max(start))
    }

    /// Where the message begins.
    pub(super) fn start(&self) -> Origin {
        let start = self.original(0);
        Origin::span(self.source, start..start)
    }

    pub(super) fn located<T>(&self, value: T, place: &Range<usize>) -> Located<T> {
        Located::new(value, self.at(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_put_back() {
        let origins = Origins::new(SourceId(0), vec![(0, 10), (5, 20)]);
        let range = |place| origins.at(&place).range().unwrap();
        assert_eq!(range(0..5), 10..15, "up to the end of the first piece");
        assert_eq!(range(5..6), 20..21);
        assert_eq!(range(3..7), 13..22, "across the gap");
        assert_eq!(range(4..4), 14..14);
        let whole = Origins::new(SourceId(0), Vec::new());
        assert_eq!(whole.at(&(3..7)).range(), Some(3..7));
    }
}
