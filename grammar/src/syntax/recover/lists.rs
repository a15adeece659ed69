//! Reading what was left unread, piece by piece.

use std::ops::Range;

use super::{Level, Reader, explain};
use crate::syntax::{lex::quoted_length, scan::Scanner, tree::Span};

/// The pieces of a stretch of the text that are still to be read.
#[derive(Debug)]
pub(crate) enum Pieces<'a> {
    /// They end like statements.
    Statements(Scanner<'a>),
    /// They stand between commas; the last one may end with the bracket behind the stretch.
    Commas(Range<usize>),
}

impl<'a> Reader<'a> {
    /// The pieces of a stretch that was left unread.
    pub(crate) fn pieces<T>(&self, span: Span, level: &Level<'a, T>) -> Pieces<'a> {
        let range = span.range();
        if level.commas {
            Pieces::Commas(range)
        } else {
            Pieces::Statements(Scanner::block(self.text, range.start, range.end))
        }
    }

    /// Reads the next piece, which may turn out to be several nodes or none. False at the end.
    pub(crate) fn next_piece<T>(
        &mut self,
        pieces: &mut Pieces<'a>,
        level: &Level<'a, T>,
        nodes: &mut Vec<T>,
    ) -> bool {
        match pieces {
            Pieces::Statements(scanner) => {
                let Some(chunk) = scanner.next_chunk() else {
                    return false;
                };
                self.chunk(chunk, level, nodes);
            }
            Pieces::Commas(range) => {
                range.start = Scanner::block(self.text, range.start, range.end).start();
                if range.start >= range.end {
                    return false;
                }
                let end = self.piece_end(range);
                self.between_commas(range.start..end, level, nodes);
                range.start = end.min(range.end);
            }
        }
        !self.full()
    }

    /// The byte behind the comma that ends the first piece, or behind the bracket that ends all.
    fn piece_end(&self, range: &Range<usize>) -> usize {
        let bytes = &self.text.as_bytes()[..range.end];
        let mut depth = 0_usize;
        let mut at = range.start;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'"' => {
                    at += quoted_length(&self.text[at..range.end]).0;
                    continue;
                }
                b'/' if bytes.get(at + 1) == Some(&b'/') => {
                    let line = &self.text[at..range.end];
                    at += line.find('\n').unwrap_or(line.len());
                    continue;
                }
                b'{' | b'(' | b'[' => depth += 1,
                b'}' | b')' | b']' => depth = depth.saturating_sub(1),
                b',' if depth == 0 => return at + 1,
                _ => {}
            }
            at += 1;
        }
        self.text.len().min(range.end + 1)
    }

    fn between_commas<T>(&mut self, range: Range<usize>, level: &Level<'a, T>, nodes: &mut Vec<T>) {
        match self.read_one(range.clone(), level) {
            Ok(node) => nodes.extend(node),
            Err(error) => {
                let explained = explain(self.text, self.source, &range, &error);
                self.faults.push(explained.fault);
                self.lose(range);
            }
        }
    }
}
