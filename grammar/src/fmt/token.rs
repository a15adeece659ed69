//! Tokens with the comments and blank lines around them.

use crate::syntax::{is_word_byte, quoted_length};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a keyword.
    Word,
    /// A string; also a word that ends in a dot with the string that belongs to it.
    Quoted,
    /// A number.
    Number,
    /// `..` with what belongs to it.
    Dots,
    /// `///` to the end of the line.
    Doc,
    /// `//!` to the end of the line.
    InnerDoc,
    /// Anything else: brackets, operators, `#[`.
    Sign,
}

/// A comment on lines of its own, or at the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Comment<'a> {
    pub(super) text: &'a str,
    /// Whether a blank line stands before it.
    pub(super) blank: bool,
}

/// A token and what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    /// Comments on lines of their own before it.
    pub(super) before: Vec<Comment<'a>>,
    /// Whether a blank line stands directly before it.
    pub(super) blank: bool,
    /// The comment behind it on its line.
    pub(super) after: Option<&'a str>,
}

impl Token<'_> {
    pub(super) fn is(&self, text: &str) -> bool {
        matches!(self.kind, Kind::Word | Kind::Sign) && self.text == text
    }

    /// Whether it can stand where a name stands.
    pub(super) const fn is_label(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Quoted | Kind::Number)
    }
}

/// The tokens of a text, and the comments after the last one.
pub(super) fn read(text: &str) -> (Vec<Token<'_>>, Vec<Comment<'_>>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut comments = Vec::new();
    let mut newlines = 0_usize;
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        match byte {
            b'\n' => {
                newlines += 1;
                at += 1;
            }
            b' ' | b'\t' | b'\r' => at += 1,
            _ => {
                let rest = &text[at..];
                if is_comment(rest) {
                    let line = line(rest);
                    at += line.len();
                    let line = line.trim_end();
                    match tokens.last_mut() {
                        Some(last)
                            if newlines == 0
                                && comments.is_empty()
                                && !matches!(last.kind, Kind::Doc | Kind::InnerDoc) =>
                        {
                            last.after = Some(line);
                        }
                        _ => comments.push(Comment {
                            text: line,
                            blank: newlines > 1,
                        }),
                    }
                } else {
                    let (kind, length) = token(rest);
                    tokens.push(Token {
                        kind,
                        text: rest[..length].trim_end(),
                        before: std::mem::take(&mut comments),
                        blank: newlines > 1,
                        after: None,
                    });
                    at += length;
                }
                newlines = 0;
            }
        }
    }
    (tokens, comments)
}

fn is_comment(rest: &str) -> bool {
    rest.starts_with("//")
        && !rest.starts_with("//!")
        && (!rest.starts_with("///") || rest.starts_with("////"))
}

fn line(rest: &str) -> &str {
    rest.split('\n').next().unwrap_or(rest)
}

fn token(rest: &str) -> (Kind, usize) {
    if rest.starts_with("//!") {
        return (Kind::InnerDoc, line(rest).len());
    }
    if rest.starts_with("///") {
        return (Kind::Doc, line(rest).len());
    }
    if let Some(length) = dots(rest) {
        return (Kind::Dots, length);
    }
    if let Some(length) = number(rest) {
        return (Kind::Number, length);
    }
    let first = rest.chars().next().unwrap_or(' ');
    if first == '"' {
        return (Kind::Quoted, quoted_length(rest).0);
    }
    if first.is_ascii_alphanumeric() {
        let bytes = rest.as_bytes();
        let length = (0..bytes.len())
            .find(|&at| {
                !is_word_byte(bytes[at]) || (bytes[at] == b'-' && bytes.get(at + 1) == Some(&b'>'))
            })
            .unwrap_or(bytes.len());
        // `alias."name"` is one reference.
        if rest[..length].ends_with('.') && rest[length..].starts_with('"') {
            return (Kind::Quoted, length + quoted_length(&rest[length..]).0);
        }
        return (Kind::Word, length);
    }
    let two = ["->", "==", "!=", "<=", ">=", "#["];
    let length = if two.iter().any(|sign| rest.starts_with(sign)) {
        2
    } else {
        first.len_utf8()
    };
    (Kind::Sign, length)
}

fn dots(rest: &str) -> Option<usize> {
    let low = usize::from(rest.starts_with('<'));
    let tail = rest[low..].strip_prefix("..")?;
    Some(low + 2 + usize::from(tail.starts_with(['=', '<'])))
}

/// The length of a number, as the grammar has it.
fn number(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let digits = |from: usize| {
        let length = bytes.get(from..).map_or(0, |tail| {
            tail.iter().take_while(|byte| byte.is_ascii_digit()).count()
        });
        (length > 0).then_some(from + length)
    };
    let mut at = digits(usize::from(rest.starts_with('-')))?;
    if bytes.get(at) == Some(&b'.')
        && let Some(end) = digits(at + 1)
    {
        at = end;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        if let Some(end) = digits(at + 1 + sign) {
            at = end;
        }
    }
    let is_word = |at: usize| {
        bytes
            .get(at)
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    };
    let goes_on = is_word(at) || (bytes.get(at) == Some(&b'.') && is_word(at + 1));
    (!goes_on).then_some(at)
}
