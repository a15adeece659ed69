//! The texts that a definition was read from, and lines and columns in them.
//!
//! Spans are byte offsets from the reader to the end; a line and a column are computed only
//! while something is printed.

use std::{ops::Range, path::PathBuf};

use occi_model::{Origin, SourceId};

/// A place in a text as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters (not bytes, not UTF-16 units), from 1.
    pub column: usize,
}

/// One text.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    path: Option<PathBuf>,
    text: String,
    /// Offsets of the first byte of every line.
    lines: Vec<u32>,
}

impl Source {
    fn new(name: String, path: Option<PathBuf>, text: String) -> Self {
        let mut lines = vec![0];
        lines.extend(
            text.bytes()
                .enumerate()
                .filter(|(_, byte)| *byte == b'\n')
                .map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)),
        );
        Self {
            name,
            path,
            text,
            lines,
        }
    }

    /// What messages call the text: a path as the user wrote it, or `builtin:core.occi`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file, when the text came from the disk.
    #[must_use]
    pub const fn path(&self) -> Option<&PathBuf> {
        self.path.as_ref()
    }

    /// The text itself.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many lines there are; a text without any line break has one.
    #[must_use]
    pub const fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// The line, counted from 0, that holds the byte; offsets beyond the text lie in the last.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.lines
            .partition_point(|start| *start as usize <= offset)
            .saturating_sub(1)
    }

    /// Where a line, counted from 0, starts and ends, its line break included; empty beyond
    /// the text.
    #[must_use]
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let end = self.text.len();
        let at = |line: usize| {
            self.lines
                .get(line)
                .map_or(end, |start| (*start as usize).min(end))
        };
        at(line)..at(line + 1)
    }

    /// Line and column of a byte; offsets beyond the text stand for its end, offsets inside a
    /// character for that character.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.line_of(offset);
        let start = self.line_range(line).start;
        let column = self.text[start..]
            .char_indices()
            .take_while(|(at, character)| start + at + character.len_utf8() <= offset)
            .count();
        Position {
            line: line + 1,
            column: column + 1,
        }
    }
}

/// All texts of one reading, by number.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    sources: Vec<Source>,
}

impl Sources {
    /// No text yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            sources: Vec::new(),
        }
    }

    /// Adds a text that is not a file.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.push(Source::new(name.into(), None, text.into()))
    }

    /// Adds the text of a file.
    pub fn add_file(
        &mut self,
        name: impl Into<String>,
        path: impl Into<PathBuf>,
        text: impl Into<String>,
    ) -> SourceId {
        self.push(Source::new(name.into(), Some(path.into()), text.into()))
    }

    fn push(&mut self, source: Source) -> SourceId {
        let id = SourceId(u32::try_from(self.sources.len()).unwrap_or(u32::MAX));
        self.sources.push(source);
        id
    }

    /// The text of a number.
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.0 as usize)
    }

    /// The texts in the order they were read.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.sources
            .iter()
            .enumerate()
            .map(|(at, source)| (SourceId(u32::try_from(at).unwrap_or(u32::MAX)), source))
    }

    /// The source and the byte range of an origin, cut to the text and to whole characters;
    /// nothing for origins that no text has.
    #[must_use]
    pub fn locate(&self, origin: Origin) -> Option<(&Source, Range<usize>)> {
        let source = self.get(origin.source()?)?;
        let range = origin.range()?;
        let mut start = range.start.min(source.text.len());
        let mut end = range.end.clamp(start, source.text.len());
        while !source.text.is_char_boundary(start) {
            start -= 1;
        }
        while !source.text.is_char_boundary(end) {
            end += 1;
        }
        Some((source, start..end))
    }

    /// What is written at an origin.
    #[must_use]
    pub fn excerpt(&self, origin: Origin) -> Option<&str> {
        self.locate(origin)
            .map(|(source, range)| &source.text[range])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let mut sources = Sources::new();
        let id = sources.add("a", "äb\ncd");
        let source = sources.get(id).unwrap();
        let at = |offset| {
            let Position { line, column } = source.position(offset);
            (line, column)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(1), (1, 1), "inside a character");
        assert_eq!(at(2), (1, 2));
        assert_eq!(at(4), (2, 1));
        assert_eq!(at(99), (2, 3));
        assert_eq!(source.line_range(1), 4..6);
        assert_eq!(source.line_range(7), 6..6);
    }

    #[test]
    fn origins_are_cut_to_the_text_and_to_characters() {
        let mut sources = Sources::new();
        let id = sources.add("a", "äb");
        assert_eq!(sources.excerpt(Origin::span(id, 1..2)), Some("ä"));
        assert_eq!(sources.excerpt(Origin::span(id, 2..90)), Some("b"));
        assert_eq!(sources.excerpt(Origin::span(id, 50..90)), Some(""));
        assert_eq!(sources.excerpt(Origin::Unknown), None);
        assert_eq!(sources.excerpt(Origin::span(SourceId(7), 0..1)), None);
    }
}
