//! Writing JSON: indented, keys in the order of the calls, the same bytes for the same calls.

use std::fmt::Write as _;

/// A JSON string literal: quotes, backslashes and control characters escaped, everything else
/// as it is.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_quoted(&mut out, text);
    out
}

fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // RFC 8259 asks for U+0000 to U+001F; the line separators break readers of
            // JavaScript, and deletion is invisible.
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Writes one JSON text with two blanks per level and a line feed at the end.
#[derive(Debug, Default)]
pub struct Writer {
    out: String,
    depth: usize,
    /// Whether the open array or object has an item already.
    filled: bool,
}

impl Writer {
    /// Nothing written yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The text.
    #[must_use]
    pub fn finish(mut self) -> String {
        self.out.push('\n');
        self.out
    }

    /// A string.
    pub fn string(&mut self, text: &str) {
        push_quoted(&mut self.out, text);
    }

    /// A boolean.
    pub fn boolean(&mut self, truth: bool) {
        self.out.push_str(if truth { "true" } else { "false" });
    }

    /// A whole number.
    pub fn integer(&mut self, number: i64) {
        // Writing to a string cannot fail.
        let _ = write!(self.out, "{number}");
    }

    /// An object, whose members `write` writes.
    pub fn object(&mut self, write: impl FnOnce(&mut Self)) {
        self.nest('{', '}', write);
    }

    /// An array, whose items `write` writes.
    pub fn array(&mut self, write: impl FnOnce(&mut Self)) {
        self.nest('[', ']', write);
    }

    /// An array of strings.
    pub fn strings<'a>(&mut self, items: impl IntoIterator<Item = &'a str>) {
        self.array(|w| {
            for item in items {
                w.item(|w| w.string(item));
            }
        });
    }

    /// A member of the open object, whose value `write` writes.
    pub fn member(&mut self, key: &str, write: impl FnOnce(&mut Self)) {
        self.next();
        push_quoted(&mut self.out, key);
        self.out.push_str(": ");
        write(self);
    }

    /// An item of the open array, which `write` writes.
    pub fn item(&mut self, write: impl FnOnce(&mut Self)) {
        self.next();
        write(self);
    }

    fn next(&mut self) {
        if self.filled {
            self.out.push(',');
        }
        self.filled = true;
        self.line();
    }

    fn line(&mut self) {
        self.out.push('\n');
        for _ in 0..self.depth {
            self.out.push_str("  ");
        }
    }

    fn nest(&mut self, open: char, close: char, write: impl FnOnce(&mut Self)) {
        self.out.push(open);
        self.depth += 1;
        self.filled = false;
        write(self);
        self.depth -= 1;
        if self.filled {
            self.line();
        }
        self.out.push(close);
        // The closed array or object is itself an item of what surrounds it.
        self.filled = true;
    }
}
