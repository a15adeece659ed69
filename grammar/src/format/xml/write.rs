//! Writing XML: elements, indented by two blanks, attributes on one line.

use std::fmt::Write as _;

/// A text being written.
#[derive(Clone, Debug, Default)]
pub struct XmlWriter {
    out: String,
    /// Names of open elements.
    open: Vec<String>,
    /// Whether the last tag may still get attributes.
    in_tag: bool,
    /// Whether the open element holds text, so that its end tag stands on the same line.
    inline: bool,
}

impl XmlWriter {
    /// With the XML declaration of UTF-8.
    #[must_use]
    pub fn new() -> Self {
        Self {
            out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(),
            ..Self::default()
        }
    }

    /// Opens an element; attributes follow.
    pub fn open(&mut self, name: &str) {
        self.close_tag();
        if self.in_line() {
            self.out.push('\n');
        }
        let _ = write!(
            self.out,
            "{:indent$}<{name}",
            "",
            indent = self.open.len() * 2
        );
        self.open.push(name.to_owned());
        self.in_tag = true;
    }

    /// An attribute of the element that was just opened.
    pub fn attribute(&mut self, name: &str, value: &str) {
        debug_assert!(self.in_tag, "an attribute outside of a tag");
        let _ = write!(self.out, " {name}=\"");
        escape(value, true, &mut self.out);
        self.out.push('"');
    }

    /// An attribute, when there is a value.
    pub fn optional(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.attribute(name, value);
        }
    }

    /// Text in the open element.
    pub fn text(&mut self, text: &str) {
        if self.in_tag {
            self.out.push('>');
            self.in_tag = false;
        }
        escape(text, false, &mut self.out);
        self.inline = true;
    }

    /// Closes the innermost element.
    pub fn close(&mut self) {
        let Some(name) = self.open.pop() else { return };
        if self.in_tag {
            self.out.push_str("/>\n");
            self.in_tag = false;
        } else if self.inline {
            let _ = writeln!(self.out, "</{name}>");
        } else {
            let _ = writeln!(
                self.out,
                "{:indent$}</{name}>",
                "",
                indent = self.open.len() * 2
            );
        }
        self.inline = false;
    }

    /// The text, all elements closed.
    #[must_use]
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    fn in_line(&self) -> bool {
        self.inline
    }

    fn close_tag(&mut self) {
        if self.in_tag {
            self.out.push_str(">\n");
            self.in_tag = false;
        }
    }
}

/// Characters that XML 1.0 has no way to write (2.2): control characters but tab and line ends.
#[must_use]
pub fn is_writable(character: char) -> bool {
    !matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Writes a text with what means something to XML by reference; what XML cannot say becomes
/// U+FFFD.
fn escape(text: &str, attribute: bool, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' if attribute => out.push_str("&#10;"),
            '\t' if attribute => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            other if is_writable(other) => out.push(other),
            _ => out.push('\u{fffd}'),
        }
    }
}
