//! JSON, laid out in lines.

use std::fmt::Write as _;

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Json {
    /// A number, a truth value or a text, as it is written.
    Written(String),
    /// Values on one line.
    Array(Vec<Self>),
    /// Values, each on lines of its own.
    Lines(Vec<Self>),
    /// Values by name, on one line but for what has lines of its own.
    Object(Vec<(&'static str, Self)>),
    /// Values by names that are texts of the definition, on one line.
    Members(Vec<(String, Self)>),
}

/// An object under construction; what is not there is left out.
#[derive(Debug, Default)]
pub(super) struct Object(Vec<(&'static str, Json)>);

impl Object {
    pub(super) fn new(name: &'static str, value: Json) -> Self {
        Self(vec![(name, value)])
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<Option<Json>>) -> Self {
        if let Some(value) = value.into() {
            self.0.push((name, value));
        }
        self
    }

    /// A text, if there is one.
    pub(super) fn text(self, name: &'static str, value: Option<&str>) -> Self {
        self.with(name, value.map(text))
    }

    /// A truth value, when it is true.
    pub(super) fn flag(self, name: &'static str, value: bool) -> Self {
        self.with(name, value.then(|| truth(true)))
    }

    /// Values, when there are some.
    pub(super) fn array(self, name: &'static str, values: Vec<Json>) -> Self {
        self.with(name, (!values.is_empty()).then_some(Json::Array(values)))
    }

    /// Values, each on lines of its own, when there are some.
    pub(super) fn lines(self, name: &'static str, values: Vec<Json>) -> Self {
        self.with(name, (!values.is_empty()).then_some(Json::Lines(values)))
    }

    pub(super) fn done(self) -> Json {
        Json::Object(self.0)
    }
}

pub(super) fn truth(value: bool) -> Json {
    Json::Written(value.to_string())
}

pub(super) fn null() -> Json {
    Json::Written("null".to_owned())
}

pub(super) fn number(value: impl std::fmt::Display) -> Json {
    Json::Written(value.to_string())
}

/// A finite number with a decimal point or an exponent, by which it is told from a whole one.
pub(super) fn float(value: f64) -> Json {
    Json::Written(format!("{value:?}"))
}

/// A text. Quotes, controls and everything that does not show are escaped by their number, and a
/// `#` at the beginning is, so that no quote has one behind it: no text can end a raw string.
pub(super) fn text(value: &str) -> Json {
    let mut written = String::with_capacity(value.len() + 2);
    written.push('"');
    for character in value.chars() {
        match character {
            '\\' => written.push_str("\\\\"),
            '\'' => written.push('\''),
            '"' => escape(&mut written, character),
            '#' if written.len() == 1 => escape(&mut written, character),
            _ if character.escape_debug().len() == 1 => written.push(character),
            _ => escape(&mut written, character),
        }
    }
    written.push('"');
    Json::Written(written)
}

fn escape(written: &mut String, character: char) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        // Writing to a string cannot fail.
        let _ = write!(written, "\\u{unit:04x}");
    }
}

impl Json {
    /// The value in lines.
    pub(super) fn into_lines(self) -> Vec<String> {
        let mut out = Lines::default();
        self.write(0, &mut out);
        out.finish()
    }

    fn write(self, depth: usize, out: &mut Lines) {
        match self {
            Self::Written(text) => out.line.push_str(&text),
            Self::Array(values) => {
                out.line.push('[');
                for (at, value) in values.into_iter().enumerate() {
                    if at > 0 {
                        out.line.push_str(", ");
                    }
                    value.write(depth, out);
                }
                out.line.push(']');
            }
            Self::Lines(values) => {
                out.line.push('[');
                for (at, value) in values.into_iter().enumerate() {
                    out.next(depth + 1);
                    // Before the value, so that another one after it leaves its line as it is.
                    if at > 0 {
                        out.line.push_str(", ");
                    }
                    value.write(depth + 1, out);
                }
                out.next(depth);
                out.line.push(']');
            }
            Self::Object(fields) => {
                out.line.push('{');
                for (at, (name, value)) in fields.into_iter().enumerate() {
                    if at > 0 {
                        out.line.push_str(", ");
                    }
                    let _ = write!(out.line, "\"{name}\": ");
                    value.write(depth, out);
                }
                out.line.push('}');
            }
            Self::Members(members) => {
                out.line.push('{');
                for (at, (name, value)) in members.into_iter().enumerate() {
                    if at > 0 {
                        out.line.push_str(", ");
                    }
                    text(&name).write(depth, out);
                    out.line.push_str(": ");
                    value.write(depth, out);
                }
                out.line.push('}');
            }
        }
    }
}

#[derive(Default)]
struct Lines {
    done: Vec<String>,
    line: String,
}

impl Lines {
    fn next(&mut self, depth: usize) {
        self.done.push(std::mem::take(&mut self.line));
        self.line.extend(std::iter::repeat_n("  ", depth));
    }

    fn finish(mut self) -> Vec<String> {
        self.done.push(self.line);
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_lines_of_its_own_breaks() {
        let item = |name: &str| {
            Object::new("name", text(name))
                .flag("required", true)
                .done()
        };
        let json = Object::new("kind", text("a"))
            .text("title", None)
            .lines("attributes", vec![item("b"), item("c")])
            .array("source", vec![text("d"), text("e")])
            .done();
        assert_eq!(
            json.into_lines(),
            [
                r#"{"kind": "a", "attributes": ["#,
                r#"  {"name": "b", "required": true}"#,
                r#"  , {"name": "c", "required": true}"#,
                r#"], "source": ["d", "e"]}"#,
            ]
        );
    }

    #[test]
    fn no_text_ends_a_raw_string() {
        for (given, expected) in [
            (
                "\"# \\ \u{202e}\n🦀 it's",
                r#""\u0022# \\ \u202e\u000a🦀 it's""#,
            ),
            ("#![a]#", r#""\u0023![a]#""#),
        ] {
            let Json::Written(written) = text(given) else {
                panic!("no text");
            };
            assert_eq!(written, expected);
        }
    }
}
