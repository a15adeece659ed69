//! Arrays and objects, and going on after a fault.

use super::{
    error::{ErrorKind, SyntaxError},
    lex,
    value::{Key, Member, Node, Value},
};

/// Longest text that is read, in bytes: 64 MiB.
pub const MAX_BYTES: usize = 64 << 20;

/// Deepest nesting of arrays and objects that is read. Definition formats need about ten.
pub const MAX_DEPTH: usize = 128;

/// Faults after which the reader gives up.
const MAX_ERRORS: usize = 20;

/// What was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Document<'t> {
    /// The value, unless a fault made it impossible to go on. Trust it only when there are no
    /// errors.
    pub root: Option<Node<'t>>,
    /// The faults, in order of place.
    pub errors: Vec<SyntaxError>,
    /// Whether the text begins with a byte order mark, which RFC 8259 section 8.1 lets a reader
    /// ignore.
    pub byte_order_mark: bool,
}

/// Reads a JSON text. The places are counted from the first byte, a byte order mark included.
#[must_use]
pub fn parse(bytes: &[u8]) -> Document<'_> {
    let failed = |kind, span| Document {
        root: None,
        errors: vec![SyntaxError {
            kind,
            span,
            opened: None,
        }],
        byte_order_mark: false,
    };
    if bytes.len() > MAX_BYTES {
        return failed(ErrorKind::TooLong, MAX_BYTES..MAX_BYTES);
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let start = error.valid_up_to();
            let end = error.error_len().map_or(bytes.len(), |len| start + len);
            return failed(ErrorKind::NotUtf8, start..end);
        }
    };
    let byte_order_mark = text.starts_with('\u{feff}');
    let mut parser = Parser {
        text,
        at: if byte_order_mark { 3 } else { 0 },
        depth: 0,
        errors: Vec::new(),
    };
    let root = parser.document().ok();
    Document {
        root,
        errors: parser.errors,
        byte_order_mark,
    }
}

/// The fault is noted; the reader cannot go on.
struct Stop;

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    errors: Vec<SyntaxError>,
}

impl<'t> Parser<'t> {
    fn document(&mut self) -> Result<Node<'t>, Stop> {
        if self.peek().is_none() {
            return Err(self.stop(ErrorKind::Empty, None));
        }
        let root = self.value()?;
        if self.peek().is_some() {
            let found = self.found();
            return Err(self.stop(ErrorKind::AfterEnd(found), None));
        }
        Ok(root)
    }

    /// Skips blanks; the byte after them.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
    }

    fn note(&mut self, error: SyntaxError) -> Result<(), Stop> {
        self.errors.push(error);
        if self.errors.len() < MAX_ERRORS {
            Ok(())
        } else {
            Err(Stop)
        }
    }

    fn stop(&mut self, kind: ErrorKind, opened: Option<usize>) -> Stop {
        self.errors.push(SyntaxError {
            kind,
            span: lex::char_span(self.text, self.at),
            opened,
        });
        Stop
    }

    /// What is at the reader's place, in words.
    fn found(&self) -> String {
        match lex::char_at(self.text, self.at) {
            None => "the end of the text".to_owned(),
            Some(c) if c.is_control() => format!("U+{:04X}", u32::from(c)),
            Some(c) => format!("`{c}`"),
        }
    }

    fn unexpected(&mut self, expected: &'static str, opened: Option<usize>) -> Stop {
        let found = self.found();
        self.stop(ErrorKind::Unexpected { expected, found }, opened)
    }

    fn value(&mut self) -> Result<Node<'t>, Stop> {
        let next = self.peek();
        let start = self.at;
        let value = match next {
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::array)?,
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => {
                let end = lex::number(self.text, start).map_err(|error| self.fail(error))?;
                self.at = end;
                Value::Number(&self.text[start..end])
            }
            _ if lex::char_at(self.text, start).is_some_and(char::is_alphabetic) => {
                let (value, end) = lex::word(self.text, start).map_err(|error| self.fail(error))?;
                self.at = end;
                value
            }
            _ => return Err(self.unexpected("a value", None)),
        };
        Ok(Node {
            value,
            span: start..self.at,
        })
    }

    fn fail(&mut self, error: SyntaxError) -> Stop {
        self.errors.push(error);
        Stop
    }

    fn string(&mut self) -> Result<std::borrow::Cow<'t, str>, Stop> {
        let (text, end) = lex::string(self.text, self.at).map_err(|error| self.fail(error))?;
        self.at = end;
        Ok(text)
    }

    fn nested(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Value<'t>, Stop>,
    ) -> Result<Value<'t>, Stop> {
        if self.depth == MAX_DEPTH {
            return Err(self.stop(ErrorKind::TooDeep, None));
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn array(&mut self) -> Result<Value<'t>, Stop> {
        let open = self.at;
        self.at += 1;
        let mut items = Vec::new();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Value::Array(items));
        }
        loop {
            if self.peek().is_none() {
                return Err(self.stop(ErrorKind::Unclosed("an array"), Some(open)));
            }
            items.push(self.value()?);
            if self.close_or_comma(b']', open)? {
                return Ok(Value::Array(items));
            }
        }
    }

    fn object(&mut self) -> Result<Value<'t>, Stop> {
        let open = self.at;
        self.at += 1;
        let mut members = Vec::new();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Value::Object(members));
        }
        loop {
            members.push(self.member(open)?);
            if self.close_or_comma(b'}', open)? {
                return Ok(Value::Object(members));
            }
        }
    }

    fn member(&mut self, open: usize) -> Result<Member<'t>, Stop> {
        match self.peek() {
            Some(b'"') => {}
            None => return Err(self.stop(ErrorKind::Unclosed("an object"), Some(open))),
            Some(_) => {
                return Err(self.unexpected("a key in double quotes", Some(open)));
            }
        }
        let start = self.at;
        let text = self.string()?;
        let key = Key {
            text,
            span: start..self.at,
        };
        match self.peek() {
            Some(b':') => self.at += 1,
            None => return Err(self.stop(ErrorKind::Unclosed("an object"), Some(open))),
            // After a key, only a value can be mended by a colon.
            Some(b'"' | b'{' | b'[') => self.note(SyntaxError {
                kind: ErrorKind::MissingColon,
                span: key.span.end..key.span.end,
                opened: None,
            })?,
            Some(_) => return Err(self.unexpected("a colon after the key", Some(start))),
        }
        if self.peek().is_none() {
            return Err(self.stop(ErrorKind::Unclosed("an object"), Some(open)));
        }
        let value = self.value()?;
        Ok(Member { key, value })
    }

    /// After an item: whether the array or object is closed.
    fn close_or_comma(&mut self, close: u8, open: usize) -> Result<bool, Stop> {
        let what = if close == b']' {
            "an array"
        } else {
            "an object"
        };
        let end = self.at;
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(true)
            }
            Some(b',') => {
                let comma = self.at;
                self.at += 1;
                if self.peek() != Some(close) {
                    return Ok(false);
                }
                self.at += 1;
                self.note(SyntaxError {
                    kind: ErrorKind::TrailingComma,
                    span: comma..comma + 1,
                    opened: None,
                })?;
                Ok(true)
            }
            None => Err(self.stop(ErrorKind::Unclosed(what), Some(open))),
            // What can only be the next item tells that the comma was forgotten.
            Some(b'"' | b'{' | b'[') if close == b']' || self.starts_member() => {
                self.note(SyntaxError {
                    kind: ErrorKind::MissingComma,
                    span: end..end,
                    opened: None,
                })?;
                Ok(false)
            }
            Some(_) => {
                let expected = if close == b']' {
                    "a comma or `]`"
                } else {
                    "a comma or `}`"
                };
                Err(self.unexpected(expected, Some(open)))
            }
        }
    }

    /// Whether a key and a colon come next.
    fn starts_member(&self) -> bool {
        if self.text.as_bytes().get(self.at) != Some(&b'"') {
            return false;
        }
        lex::string(self.text, self.at).is_ok_and(|(_, end)| {
            self.text
                .get(end..)
                .is_some_and(|rest| rest.trim_start().starts_with(':'))
        })
    }
}
