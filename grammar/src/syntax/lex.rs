//! The words of a text, for explaining faults; reading itself needs only the grammar.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name, a keyword or a number.
    Word,
    /// A string; `closed` tells whether it has its second quote.
    Quoted { closed: bool },
    /// `///` to the end of the line.
    Doc,
    /// `//!` to the end of the line.
    InnerDoc,
    /// Any other character.
    Other(char),
}

/// A token with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) range: Range<usize>,
}

/// The tokens of `text[at..]`; comments and blanks are left out.
#[derive(Clone, Debug)]
pub(crate) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    /// From a byte on; an offset inside a character is moved to its start.
    pub(crate) fn new(text: &'a str, at: usize) -> Self {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        Self { text, at }
    }
}

fn line_length(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// The length of the string that `text` starts with, and whether it has its second quote.
pub(crate) fn quoted_length(text: &str) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return (at + 1, true),
            b'\n' => return (at, false),
            b'\\' if bytes.get(at + 1).is_some_and(|next| *next != b'\n') => at += 2,
            _ => at += 1,
        }
    }
    (text.len(), false)
}

pub(crate) const fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let rest = &self.text[self.at..];
            let start = self.at;
            let first = rest.chars().next()?;
            let (kind, length) = if first.is_ascii_whitespace() {
                self.at += 1;
                continue;
            } else if rest.starts_with("//!") {
                (Kind::InnerDoc, line_length(rest))
            } else if rest.starts_with("///") && !rest.starts_with("////") {
                (Kind::Doc, line_length(rest))
            } else if rest.starts_with("//") {
                self.at += line_length(rest);
                continue;
            } else if first == '"' {
                let (length, closed) = quoted_length(rest);
                (Kind::Quoted { closed }, length)
            } else if first.is_ascii_alphanumeric() {
                let length = rest
                    .bytes()
                    .enumerate()
                    .take_while(|(at, byte)| {
                        is_word_byte(*byte)
                            && !(*byte == b'-' && rest.as_bytes().get(at + 1) == Some(&b'>'))
                    })
                    .count();
                (Kind::Word, length)
            } else {
                (Kind::Other(first), first.len_utf8())
            };
            self.at += length;
            return Some(Token {
                kind,
                range: start..self.at,
            });
        }
    }
}

/// The first token that belongs neither to a description nor to a mark.
pub(crate) fn after_lead(text: &str, at: usize) -> Option<Token> {
    let mut tokens = Tokens::new(text, at);
    let mut in_mark = false;
    tokens.find(|token| match token.kind {
        Kind::Doc => false,
        Kind::Other('#') => {
            in_mark = true;
            false
        }
        Kind::Other(']') => {
            in_mark = false;
            false
        }
        _ => !in_mark,
    })
}

/// The keyword of `known` that `word` most resembles, if any does and it is none of them itself.
pub(crate) fn similar<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    if known.contains(&word) {
        return None;
    }
    known
        .iter()
        .map(|keyword| (strsim::damerau_levenshtein(word, keyword), *keyword))
        .filter(|(distance, keyword)| *distance <= keyword.len().div_ceil(4) && word.len() > 1)
        // Of two equally near ones the one with the same last letter: people rarely miss that.
        .min_by_key(|(distance, keyword)| {
            (*distance, keyword.bytes().last() != word.bytes().last())
        })
        .map(|(_, keyword)| keyword)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_have_kinds_and_places() {
        let text = "/// d\na.b-> \"x\\\"\" // c\n\"open\n}ä";
        let found: Vec<_> = Tokens::new(text, 0)
            .map(|token| (token.kind, &text[token.range]))
            .collect();
        assert_eq!(
            found,
            [
                (Kind::Doc, "/// d"),
                (Kind::Word, "a.b"),
                (Kind::Other('-'), "-"),
                (Kind::Other('>'), ">"),
                (Kind::Quoted { closed: true }, "\"x\\\"\""),
                (Kind::Quoted { closed: false }, "\"open"),
                (Kind::Other('}'), "}"),
                (Kind::Other('ä'), "ä"),
            ]
        );
    }

    #[test]
    fn likeness_needs_few_edits() {
        assert_eq!(similar("knid", &["kind", "mixin"]), Some("kind"));
        assert_eq!(
            similar("requird", &["require", "required"]),
            Some("required")
        );
        assert_eq!(
            similar("kind", &["kind"]),
            None,
            "the same word is not misspelt"
        );
        assert_eq!(
            similar("require", &["require", "required"]),
            None,
            "a keyword is not meant for its neighbour"
        );
        assert_eq!(similar("compute", &["kind", "mixin"]), None);
    }
}
