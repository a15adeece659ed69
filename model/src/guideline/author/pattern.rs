//! Patterns over case ids.

use std::{fmt, str::FromStr};

/// Longest pattern, in bytes.
const MAX_PATTERN_BYTES: usize = 1024;

/// A pattern over case ids (conformance-design 12.1).
///
/// `*` stands for any characters but `/`, also for none; `**` for any characters at all. `/**`
/// stands for everything below, and for the thing itself in any rendering: `…/del/**` selects
/// `…/del`, `…/del@json` and `…/del/second@json`, but not `…/del.coll`. All other characters
/// stand for themselves; the whole id must match.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pattern {
    written: String,
    parts: Vec<Part>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Part {
    /// This byte.
    Byte(u8),
    /// Any bytes but `/`.
    Star,
    /// Any bytes.
    Stars,
    /// Nothing, or any bytes after `/` or `@`.
    Below,
}

/// Why a text is no pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// Nothing at all.
    #[error("a pattern is not empty")]
    Empty,
    /// Longer than 1024 bytes.
    #[error("a pattern of {0} bytes is longer than {MAX_PATTERN_BYTES}")]
    TooLong(usize),
    /// Three or more stars in a row.
    #[error("`***` is no wildcard; there are `*` and `**`")]
    Stars,
    /// A blank or a control character, which no case id has.
    #[error("a pattern has no blanks and no control characters")]
    Blank,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// When it is empty, longer than 1024 bytes, has three stars in a row, or blanks.
    pub fn new(text: &str) -> Result<Self, PatternError> {
        if text.is_empty() {
            return Err(PatternError::Empty);
        }
        if text.len() > MAX_PATTERN_BYTES {
            return Err(PatternError::TooLong(text.len()));
        }
        if text.contains("***") {
            return Err(PatternError::Stars);
        }
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(PatternError::Blank);
        }
        let mut parts = Vec::new();
        let mut rest = text.as_bytes();
        while let Some((&byte, tail)) = rest.split_first() {
            let (part, length) = if rest.starts_with(b"/**") {
                (Part::Below, 3)
            } else if rest.starts_with(b"**") {
                (Part::Stars, 2)
            } else if byte == b'*' {
                (Part::Star, 1)
            } else {
                (Part::Byte(byte), 1)
            };
            parts.push(part);
            rest = tail.get(length - 1..).unwrap_or_default();
        }
        Ok(Self {
            written: text.to_owned(),
            parts,
        })
    }

    /// The text of the pattern.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Whether the whole id matches. The time is at most the product of the two lengths.
    #[must_use]
    pub fn matches(&self, id: &str) -> bool {
        // Most patterns and ids differ in their first, plain parts.
        let plain = self.written.find('*').unwrap_or(self.written.len());
        let plain = self.written.get(..plain).unwrap_or_default();
        if !id.starts_with(plain.strip_suffix('/').unwrap_or(plain)) {
            return false;
        }
        // `open[i]`: the parts before i match what has been read. Below has an inner state of
        // its own: its first byte has been read.
        let count = self.parts.len();
        let mut open = vec![false; count + 1];
        let mut below = vec![false; count];
        if let Some(first) = open.first_mut() {
            *first = true;
        }
        self.skip(&mut open);
        for &byte in id.as_bytes() {
            let mut next = vec![false; count + 1];
            let mut next_below = vec![false; count];
            for (at, part) in self.parts.iter().enumerate() {
                match part {
                    Part::Byte(wanted) => next[at + 1] |= open[at] && *wanted == byte,
                    Part::Star => next[at] |= open[at] && byte != b'/',
                    Part::Stars => next[at] |= open[at],
                    Part::Below => {
                        next_below[at] = below[at] || (open[at] && matches!(byte, b'/' | b'@'));
                        next[at + 1] |= next_below[at];
                    }
                }
            }
            self.skip(&mut next);
            open = next;
            below = next_below;
        }
        open[count]
    }

    /// Opens what follows a part that may stand for nothing.
    fn skip(&self, open: &mut [bool]) {
        for (at, part) in self.parts.iter().enumerate() {
            if open[at] && !matches!(part, Part::Byte(_)) {
                open[at + 1] = true;
            }
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}
impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.written, f)
    }
}
impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        Self::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_stand_for_what_they_say() {
        let id = "k:infrastructure#compute/act.cell/start/active@json";
        for (pattern, yes) in [
            (id, true),
            ("k:infrastructure#compute/act.cell/start/active", false),
            ("k:infrastructure#compute/act.cell/start/*", true),
            ("k:infrastructure#compute/act.cell/*", false),
            ("k:infrastructure#compute/act.cell/**", true),
            ("k:infrastructure#compute/act.*/**", true),
            ("k:infrastructure#*/act.cell/*/active@*", true),
            ("**@json", true),
            ("**@xml", false),
            ("**", true),
            ("*", false),
            ("k:**/start/**", true),
            ("k:**/stop/**", false),
            ("**/active@json", true),
        ] {
            assert_eq!(Pattern::new(pattern).unwrap().matches(id), yes, "{pattern}");
        }
    }

    #[test]
    fn below_stands_for_nothing_or_for_something_after_a_slash() {
        let del = Pattern::new("k:a#b/del/**").unwrap();
        assert!(del.matches("k:a#b/del") && del.matches("k:a#b/del/second@json"));
        assert!(del.matches("k:a#b/del@json"));
        assert!(!del.matches("k:a#b/del.coll") && !del.matches("k:a#b/delete"));
        let middle = Pattern::new("a/**/z").unwrap();
        assert!(middle.matches("a/z") && middle.matches("a/b/c/z"));
        assert!(!middle.matches("az") && !middle.matches("a/bz"));
        let created = Pattern::new("k:a#b/cre.*/**").unwrap();
        assert!(created.matches("k:a#b/cre.min@plain") && created.matches("k:a#b/cre.miss/x.y"));
        assert!(!created.matches("k:a#b/cre"));
    }

    #[test]
    fn no_pattern_takes_long() {
        let pattern = Pattern::new(&"*a".repeat(500)).unwrap();
        assert!(!pattern.matches(&"a".repeat(499)));
        assert!(pattern.matches(&"a".repeat(1500)));
    }

    #[test]
    fn texts_that_are_no_patterns_are_refused() {
        assert_eq!(Pattern::new(""), Err(PatternError::Empty));
        assert_eq!(Pattern::new("a/***"), Err(PatternError::Stars));
        assert_eq!(Pattern::new("a b"), Err(PatternError::Blank));
        assert_eq!(
            Pattern::new(&"x".repeat(2000)),
            Err(PatternError::TooLong(2000))
        );
    }
}
