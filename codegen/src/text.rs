//! Rust as text, formatted from the start: indentation, lists that break at the width, literals.

use std::{
    borrow::Cow,
    fmt::{self, Write as _},
};

/// Width of a line, as the formatters of the language have it.
const WIDTH: usize = 100;

/// Width up to which the arguments of a call, or the items of an array, stay on one line.
const SHORT: usize = 60;

/// Width up to which the fields of a struct stay on one line.
pub(crate) const SHORT_STRUCT: usize = 18;

/// A text under construction.
#[derive(Debug, Default)]
pub(crate) struct Code {
    text: String,
    depth: usize,
}

impl Code {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }

    /// What was written so far.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.text.push_str("    ");
        }
    }

    /// Columns that are left on a line.
    fn room(&self) -> usize {
        WIDTH.saturating_sub(self.depth * 4)
    }

    /// One line.
    pub(crate) fn line(&mut self, line: fmt::Arguments<'_>) {
        self.indent();
        // Writing to a string cannot fail.
        let _ = self.text.write_fmt(line);
        self.text.push('\n');
    }

    /// `head = value;`, the value on a line of its own where that is too long.
    pub(crate) fn assign(&mut self, head: &str, value: &str) {
        if head.len() + value.len() + 4 <= self.room() {
            self.line(format_args!("{head} = {value};"));
        } else {
            self.open(format_args!("{head} ="));
            self.line(format_args!("{value};"));
            self.depth -= 1;
        }
    }

    /// `head = &[a, b];`: a single item that is too long for the line goes to the next with its
    /// brackets, as far as it fits there.
    pub(crate) fn assign_array(&mut self, head: &str, items: Vec<String>) {
        if let [only] = items.as_slice() {
            let whole = format!("&[{only}]");
            if whole.len() + 5 <= self.room() {
                self.assign(head, &whole);
                return;
            }
        }
        let items = items.into_iter().map(Node::Atom).collect();
        Node::Array(items).write(self, &format!("{head} = "), ";");
    }

    /// `head for who {}`: an implementation without items.
    pub(crate) fn marker(&mut self, head: &str, who: &str) {
        if head.len() + who.len() + 8 <= self.room() {
            self.line(format_args!("{head} for {who} {{}}"));
        } else {
            self.line(format_args!("{head}"));
            self.line(format_args!("    for {who}"));
            self.fixed("{");
            self.fixed("}");
        }
    }

    /// One line that is the same in every output.
    pub(crate) fn fixed(&mut self, line: &str) {
        self.line(format_args!("{line}"));
    }

    /// A blank line.
    pub(crate) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A line that opens a block.
    pub(crate) fn open(&mut self, line: fmt::Arguments<'_>) {
        self.line(line);
        self.depth += 1;
    }

    /// A line that closes a block.
    pub(crate) fn close(&mut self, line: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.fixed(line);
    }

    /// A line of documentation; an empty one for a new paragraph.
    pub(crate) fn doc(&mut self, line: &str) {
        if line.is_empty() {
            self.fixed("///");
        } else {
            self.line(format_args!("/// {line}"));
        }
    }

    /// Lines of documentation.
    pub(crate) fn docs<'a>(&mut self, lines: impl IntoIterator<Item = &'a String>) {
        for line in lines {
            self.doc(line);
        }
    }

    /// `head(a, b)tail`, or one argument per line where that is too long.
    pub(crate) fn call(&mut self, head: &str, arguments: &[String], tail: &str) {
        if joined_width(arguments) <= SHORT {
            self.list(head, arguments, tail);
        } else {
            self.tall(head, arguments, tail);
        }
    }

    /// A function's signature up to its opening brace; the body comes at one more depth.
    pub(crate) fn function(&mut self, head: &str, parameters: &[String], result: &str) {
        let tail = if result.is_empty() {
            " {".to_owned()
        } else {
            format!(" -> {result} {{")
        };
        self.list(head, parameters, &tail);
        self.depth += 1;
    }

    /// On one line if it fits there.
    fn list(&mut self, head: &str, items: &[String], tail: &str) {
        if head.len() + joined_width(items) + tail.len() + 2 <= self.room() {
            self.line(format_args!("{head}({}){tail}", items.join(", ")));
        } else {
            self.tall(head, items, tail);
        }
    }

    /// One item per line.
    fn tall(&mut self, head: &str, items: &[String], tail: &str) {
        self.open(format_args!("{head}("));
        for item in items {
            self.line(format_args!("{item},"));
        }
        self.close(&format!("){tail}"));
    }

    /// `head { items }tail;` for the names of an import, filled line by line.
    pub(crate) fn import(&mut self, head: &str, names: &[String]) {
        if let [only] = names {
            self.line(format_args!("{head}{only};"));
            return;
        }
        let joined = names.join(", ");
        if head.len() + joined.len() + 3 <= self.room() {
            self.line(format_args!("{head}{{{joined}}};"));
            return;
        }
        self.open(format_args!("{head}{{"));
        let room = self.room();
        let mut line = String::new();
        for name in names {
            if !line.is_empty() && line.len() + name.len() + 2 > room {
                self.fixed(&line);
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(name);
            line.push(',');
        }
        self.fixed(&line);
        self.close("};");
    }

    /// Appends other text, each line at the present depth.
    pub(crate) fn paste(&mut self, text: &str) {
        for line in text.lines() {
            if line.is_empty() {
                self.blank();
            } else {
                self.fixed(line);
            }
        }
    }
}

/// A constant expression, laid out as wide as it fits.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// Something on one line.
    Atom(String),
    /// `name(a, b)`
    Call(Cow<'static, str>, Vec<Self>),
    /// `&[a, b]`
    Array(Vec<Self>),
}

impl Node {
    /// Writes `head`, the expression, `tail`.
    pub(crate) fn write(&self, code: &mut Code, head: &str, tail: &str) {
        if let Some(flat) = self.flat(code.room().saturating_sub(head.len() + tail.len())) {
            code.line(format_args!("{head}{flat}{tail}"));
            return;
        }
        match self {
            Self::Atom(text) => code.line(format_args!("{head}{text}{tail}")),
            // A text that is too long where it stands goes on a line of its own.
            Self::Call(name, arguments) if matches!(arguments.as_slice(), [Self::Atom(text)] if text.len() + 4 <= code.room()) =>
            {
                Self::write_all(
                    code,
                    &format!("{head}{name}("),
                    arguments,
                    &format!("){tail}"),
                );
            }
            // The last, or only, part opens on the same line and closes on its own.
            Self::Call(name, arguments) if arguments.len() == 1 => {
                arguments[0].write(code, &format!("{head}{name}("), &format!("){tail}"));
            }
            Self::Array(items) if items.len() == 1 && !matches!(items[0], Self::Atom(_)) => {
                items[0].write(code, &format!("{head}&["), &format!("]{tail}"));
            }
            Self::Call(name, arguments) => {
                Self::write_all(
                    code,
                    &format!("{head}{name}("),
                    arguments,
                    &format!("){tail}"),
                );
            }
            Self::Array(items) => {
                Self::write_all(code, &format!("{head}&["), items, &format!("]{tail}"));
            }
        }
    }

    fn write_all(code: &mut Code, head: &str, items: &[Self], tail: &str) {
        code.open(format_args!("{head}"));
        for item in items {
            item.write(code, "", ",");
        }
        code.close(tail);
    }

    /// The expression on one line, if it is short enough to stand there.
    fn flat(&self, room: usize) -> Option<String> {
        let text = match self {
            Self::Atom(text) => text.clone(),
            Self::Call(name, arguments) => {
                format!("{name}({})", Self::join(arguments, SHORT, room)?)
            }
            Self::Array(items) => format!("&[{}]", Self::join(items, SHORT, room)?),
        };
        (text.len() <= room).then_some(text)
    }

    fn join(items: &[Self], limit: usize, room: usize) -> Option<String> {
        let mut joined = String::new();
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                joined.push_str(", ");
            }
            joined.push_str(&item.flat(room)?);
            if joined.len() > limit && !matches!(items, [Self::Atom(_)]) {
                return None;
            }
        }
        Some(joined)
    }
}

/// A chain of calls in the body of a function: on one line, or one call per line where that is
/// too long.
pub(crate) fn chain(start: &str, calls: impl Iterator<Item = String>, end: &str) -> String {
    let calls: Vec<String> = calls.chain([end.to_owned()]).collect();
    let flat = format!("{start}.{}", calls.join("."));
    if flat.len() <= SHORT {
        return flat;
    }
    calls.iter().fold(start.to_owned(), |text, call| {
        format!("{text}\n        .{call}")
    })
}

/// Width of the items with `, ` between them.
fn joined_width(items: &[String]) -> usize {
    let width: usize = items.iter().map(|item| item.len() + 2).sum();
    width.saturating_sub(2)
}

/// A string literal: quotes, backslashes, controls and everything that does not show are
/// escaped.
pub(crate) fn string(text: &str) -> String {
    let needs_none = |byte: u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
    if text.bytes().all(needs_none) {
        return format!("\"{text}\"");
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            // `escape_debug` would escape it; it needs none inside double quotes.
            '\'' => out.push('\''),
            _ => out.extend(character.escape_debug()),
        }
    }
    out.push('"');
    out
}

/// An integer literal, its digits in groups of three.
pub(crate) fn integer(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", group_from_right(&digits))
}

/// A literal of a finite number, its digits in groups of three.
pub(crate) fn float(number: f64) -> String {
    let text = format!("{number:?}");
    let Some((whole, fraction)) = text.split_once('.') else {
        // `1e300`: written with an exponent.
        return text;
    };
    if fraction.contains('e') {
        return text;
    }
    let (sign, whole) = whole
        .strip_prefix('-')
        .map_or(("", whole), |digits| ("-", digits));
    let fraction: Vec<&str> = fraction
        .as_bytes()
        .chunks(3)
        .filter_map(|chunk| std::str::from_utf8(chunk).ok())
        .collect();
    format!("{sign}{}.{}", group_from_right(whole), fraction.join("_"))
}

/// Groups of three digits, none below five digits, as lints of the language want it.
fn group_from_right(digits: &str) -> String {
    if digits.len() < 5 {
        return digits.to_owned();
    }
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('_');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_and_number_comes_back_from_its_literal(
            text in any::<String>(),
            whole in any::<i64>(),
            number in prop::num::f64::NORMAL | prop::num::f64::ZERO,
        ) {
            let parsed: syn::LitStr = syn::parse_str(&string(&text)).unwrap();
            prop_assert_eq!(parsed.value(), text);
            prop_assert_eq!(integer(whole).replace('_', "").parse(), Ok(whole));
            let literal = float(number);
            prop_assert!(literal.contains(['.', 'e']), "{literal} is an integer");
            prop_assert_eq!(literal.replace('_', "").parse(), Ok(number));
        }
    }

    #[test]
    fn literals_give_back_what_went_in() {
        for text in [
            "",
            "a\"b\\c",
            "\u{202e}x",
            "\n\r\t\0",
            "it's",
            "{}",
            "*/",
            "日本",
        ] {
            let literal = string(text);
            let parsed: syn::LitStr = syn::parse_str(&literal).unwrap();
            assert_eq!(parsed.value(), text);
        }
        assert_eq!(string("\u{202e}"), "\"\\u{202e}\"");
        assert_eq!(string("it's"), "\"it's\"");
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(integer(4095), "4095");
        assert_eq!(integer(-12_345), "-12_345");
        assert_eq!(integer(i64::MIN), "-9_223_372_036_854_775_808");
        assert_eq!(float(0.0), "0.0");
        assert_eq!(float(-1_234_567.5), "-1_234_567.5");
        assert_eq!(float(1e300), "1e300");
        assert_eq!(float(0.123_456_7), "0.123_456_7");
    }

    #[test]
    fn an_array_of_one_item_stays_in_its_brackets() {
        let mut code = Code::new();
        for length in [60, 87, 92, 93] {
            code.assign_array("let a", vec!["x".repeat(length)]);
        }
        let [short, next, last, long] = [60, 87, 92, 93].map(|length| "x".repeat(length));
        assert_eq!(
            code.finish(),
            format!(
                "let a = &[{short}];\nlet a = &[{next}];\nlet a =\n    &[{last}];\nlet a = &[\n    {long},\n];\n"
            )
        );
    }

    #[test]
    fn long_lists_break() {
        let mut code = Code::new();
        code.call("f", &["a".to_owned(), "b".to_owned()], ";");
        code.call("f", &vec!["x".repeat(60); 2], ";");
        let x = "x".repeat(60);
        assert_eq!(
            code.finish(),
            format!("f(a, b);\nf(\n    {x},\n    {x},\n);\n")
        );
    }
}
