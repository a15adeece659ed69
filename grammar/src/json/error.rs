//! What makes a text no JSON.

use std::{fmt, ops::Range};

use occi_model::{Code, Fault, Origin, SourceId};

use super::parse::{MAX_BYTES, MAX_DEPTH};

/// A breach of RFC 8259, or of a limit of this reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong.
    pub kind: ErrorKind,
    /// The bytes that are wrong; empty where something is missing.
    pub span: Range<usize>,
    /// Start of the array, object or string that the fault belongs to.
    pub opened: Option<usize>,
}

/// The ways of being no JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// More than [`MAX_BYTES`] bytes.
    TooLong,
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
    /// Nothing but blanks.
    Empty,
    /// Something else than what has to come here.
    Unexpected {
        /// What has to come.
        expected: &'static str,
        /// What is there.
        found: String,
    },
    /// A comma before a closing bracket.
    TrailingComma,
    /// No comma between two values.
    MissingComma,
    /// No colon after a key.
    MissingColon,
    /// The text ends inside an array, object or string.
    Unclosed(&'static str),
    /// The line ends inside a string.
    LineEndInString,
    /// A control character inside a string.
    ControlInString(char),
    /// A backslash with something that is no escape.
    BadEscape,
    /// Half of a surrogate pair.
    LoneSurrogate,
    /// Something that begins like a number and is none.
    BadNumber(&'static str),
    /// A word that is no value.
    BadWord {
        /// The word.
        word: String,
        /// The one that is probably meant.
        meant: Option<&'static str>,
    },
    /// Something after the end of the value.
    AfterEnd(String),
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 => f.write_str("bytes that are not UTF-8"),
            Self::TooLong => write!(f, "more than {} MiB of text", MAX_BYTES >> 20),
            Self::TooDeep => write!(f, "arrays and objects nested deeper than {MAX_DEPTH}"),
            Self::Empty => f.write_str("the text is empty"),
            Self::Unexpected { expected, found } => {
                write!(f, "expected {expected}, found {found}")
            }
            Self::TrailingComma => f.write_str("a comma with nothing after it"),
            Self::MissingComma => f.write_str("a comma is missing"),
            Self::MissingColon => f.write_str("a colon is missing after a key"),
            Self::Unclosed(what) => write!(f, "the text ends inside {what}"),
            Self::LineEndInString => f.write_str("the line ends inside a string"),
            Self::ControlInString(control) => write!(
                f,
                "the control character U+{:04X} inside a string",
                u32::from(*control)
            ),
            Self::BadEscape => f.write_str("a backslash with something that is no escape"),
            Self::LoneSurrogate => f.write_str("half of a surrogate pair"),
            Self::BadNumber(why) => write!(f, "not a number: {why}"),
            Self::BadWord { word, .. } => write!(f, "`{word}` is not a JSON value"),
            Self::AfterEnd(found) => write!(f, "{found} after the end of the value"),
        }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.span.start)
    }
}

impl std::error::Error for SyntaxError {}

impl SyntaxError {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        Some(match &self.kind {
            ErrorKind::NotUtf8 => "save the file as UTF-8".to_owned(),
            ErrorKind::Unexpected { found, .. } => match found.as_str() {
                "`/`" | "`#`" => "JSON has no comments; take it away".to_owned(),
                "`'`" => "put text into double quotes".to_owned(),
                _ => return None,
            },
            ErrorKind::TrailingComma => "take the comma away".to_owned(),
            ErrorKind::MissingComma => "put a comma between the two values".to_owned(),
            ErrorKind::MissingColon => "write `\"key\": value`".to_owned(),
            ErrorKind::Unclosed(_) => "close it; is the file cut off?".to_owned(),
            ErrorKind::LineEndInString => {
                "close the string with `\"`, or write the line end as `\\n`".to_owned()
            }
            ErrorKind::ControlInString(control) => {
                format!("write it as `\\u{:04x}`", u32::from(*control))
            }
            ErrorKind::BadEscape => {
                r#"the escapes are \" \\ \/ \b \f \n \r \t and \u with four hexadecimal digits"#
                    .to_owned()
            }
            ErrorKind::LoneSurrogate => {
                "write both halves, \\ud800 to \\udbff and then \\udc00 to \\udfff".to_owned()
            }
            ErrorKind::BadWord {
                meant: Some(meant), ..
            } => format!("write `{meant}`"),
            ErrorKind::BadWord { meant: None, .. } => {
                "put text into double quotes; bare words are `true`, `false` and `null`".to_owned()
            }
            _ => return None,
        })
    }

    /// The fault for people, under a code of the format that is being read.
    #[must_use]
    pub fn fault(&self, code: Code, source: SourceId) -> Fault {
        let origin = Origin::span(source, self.span.clone());
        let mut fault = Fault::new(code, origin, format!("not JSON: {}", self.kind));
        fault = match &self.kind {
            ErrorKind::TrailingComma => fault.with_replacement(""),
            ErrorKind::MissingComma => fault.with_replacement(","),
            ErrorKind::MissingColon => fault.with_replacement(":"),
            ErrorKind::BadWord {
                meant: Some(meant), ..
            } => fault.with_replacement(*meant),
            _ => fault,
        };
        // A suggestion of nothing, or of one sign, reads better in words.
        if let (Some(suggestion), Some(help)) = (&mut fault.suggestion, self.help()) {
            suggestion.text = help;
        } else if let Some(help) = self.help() {
            fault = fault.with_help(help);
        }
        match self.opened {
            Some(at) => fault.with_place(Origin::span(source, at..at + 1), "begins here"),
            None => fault,
        }
    }
}
