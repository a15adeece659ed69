//! A small pretty printer: groups that stand on one line where they fit.

/// The width that lines keep to where they can.
const WIDTH: usize = 100;

/// Blanks of one level.
const INDENT: usize = 4;

/// A piece of a layout.
#[derive(Clone, Debug)]
pub(super) enum Doc<'a> {
    /// Text without a line break.
    Text(&'a str),
    /// A blank, never at the start or the end of a line.
    Space,
    /// In a broken group a line break, else a blank (`true`) or nothing.
    Line(bool),
    /// A line break.
    Hard,
    /// An empty line.
    Blank,
    /// A comment that moves to the end of its line.
    Suffix(&'a str),
    /// A comment on a line of its own.
    Own(&'a str),
    /// Text of broken groups only.
    IfBroken(&'a str),
    /// Broken as a whole or not at all.
    Group {
        /// Whether it is broken even where it would fit.
        broken: bool,
        /// What it holds.
        parts: Vec<Doc<'a>>,
    },
    /// One level deeper.
    Indent(Vec<Doc<'a>>),
}

#[derive(Default)]
struct Printer<'a> {
    out: String,
    /// Columns of the current line; 0 while it is empty.
    column: usize,
    indent: usize,
    space: bool,
    /// Whether nothing may follow on the current line.
    ended: bool,
    /// Comments that wait for the end of the line; all but the first get lines of their own.
    suffixes: Vec<&'a str>,
}

/// Lays pieces out.
pub(super) fn print(docs: &[Doc<'_>]) -> String {
    let mut printer = Printer::default();
    printer.all(docs, true, &[]);
    printer.newline();
    printer.out
}

impl<'a> Printer<'a> {
    fn text(&mut self, text: &str) {
        if self.ended {
            self.newline();
        }
        if self.column == 0 {
            for _ in 0..self.indent {
                self.out.push(' ');
            }
            self.column = self.indent;
        } else if self.space {
            self.out.push(' ');
            self.column += 1;
        }
        self.space = false;
        self.out.push_str(text);
        self.column += text.chars().count();
    }

    fn newline(&mut self) {
        let mut suffixes = std::mem::take(&mut self.suffixes).into_iter();
        if let Some(first) = suffixes.next() {
            if self.column > 0 {
                self.out.push(' ');
            }
            self.out.push_str(first);
            self.out.push('\n');
            for other in suffixes {
                for _ in 0..self.indent {
                    self.out.push(' ');
                }
                self.out.push_str(other);
                self.out.push('\n');
            }
        } else if self.column > 0 {
            self.out.push('\n');
        }
        self.column = 0;
        self.space = false;
        self.ended = false;
    }

    fn all(&mut self, docs: &[Doc<'a>], broken: bool, rest: &[&[Doc<'a>]]) {
        for (at, doc) in docs.iter().enumerate() {
            match doc {
                Doc::Text(text) => self.text(text),
                Doc::Space => self.space = true,
                Doc::Line(_) if broken => self.newline(),
                Doc::Line(space) => self.space |= space,
                Doc::Hard => self.newline(),
                Doc::Blank => {
                    self.newline();
                    if !self.out.is_empty() && !self.out.ends_with("\n\n") {
                        self.out.push('\n');
                    }
                }
                Doc::Suffix(comment) => self.suffixes.push(comment),
                Doc::Own(comment) => {
                    self.newline();
                    self.text(comment);
                    self.ended = true;
                }
                Doc::IfBroken(text) if broken => self.text(text),
                Doc::IfBroken(_) => {}
                Doc::Indent(parts) => {
                    self.indent += INDENT;
                    let mut behind = vec![&docs[at + 1..]];
                    behind.extend_from_slice(rest);
                    self.all(parts, broken, &behind);
                    self.indent -= INDENT;
                }
                Doc::Group {
                    broken: forced,
                    parts,
                } => {
                    let mut behind = vec![&docs[at + 1..]];
                    behind.extend_from_slice(rest);
                    // What holds it fits on this line, and so does it.
                    let breaks = *forced || (broken && !self.fits(parts, &behind));
                    self.all(parts, breaks, &behind);
                }
            }
        }
    }

    /// Whether a group and what follows it up to the next line break stand on this line.
    fn fits(&self, parts: &[Doc<'a>], rest: &[&[Doc<'a>]]) -> bool {
        let start = if self.column == 0 || self.ended {
            self.indent
        } else {
            self.column
        };
        let mut width = Width {
            left: WIDTH.saturating_sub(start + usize::from(self.space)),
            space: false,
        };
        match width.flat(parts) {
            Some(true) => {}
            Some(false) | None => return false,
        }
        for docs in rest {
            match width.behind(docs, true) {
                Some(true) => {}
                Some(false) => return false,
                None => return true,
            }
        }
        true
    }
}

struct Width {
    left: usize,
    space: bool,
}

impl Width {
    fn take(&mut self, text: &str) -> bool {
        let needed = text.chars().count() + usize::from(std::mem::take(&mut self.space));
        match self.left.checked_sub(needed) {
            Some(left) => {
                self.left = left;
                true
            }
            None => false,
        }
    }

    /// Pieces of a group on one line: whether they fit; `None` when they cannot be on one line.
    fn flat(&mut self, docs: &[Doc<'_>]) -> Option<bool> {
        for doc in docs {
            match doc {
                Doc::Text(text) => {
                    if !self.take(text) {
                        return Some(false);
                    }
                }
                Doc::Space => self.space = true,
                Doc::Line(space) => self.space |= space,
                Doc::Hard | Doc::Blank | Doc::Own(_) => return None,
                Doc::Suffix(_) | Doc::IfBroken(_) => {}
                Doc::Group { broken: true, .. } => return None,
                Doc::Group { parts, .. } | Doc::Indent(parts) => match self.flat(parts) {
                    Some(true) => {}
                    other => return other,
                },
            }
        }
        Some(true)
    }

    /// What follows a group, up to the first possible line break: `None` when it was met.
    fn behind(&mut self, docs: &[Doc<'_>], broken: bool) -> Option<bool> {
        for doc in docs {
            match doc {
                Doc::Text(text) => {
                    if !self.take(text) {
                        return Some(false);
                    }
                }
                Doc::Space => self.space = true,
                Doc::Line(_) if broken => return None,
                Doc::Line(space) => self.space |= space,
                Doc::Hard | Doc::Blank | Doc::Own(_) => return None,
                Doc::IfBroken(text) if broken => {
                    if !self.take(text) {
                        return Some(false);
                    }
                }
                Doc::Suffix(_) | Doc::IfBroken(_) => {}
                Doc::Group { parts, broken } => match self.behind(parts, *broken) {
                    Some(true) => {}
                    other => return other,
                },
                Doc::Indent(parts) => match self.behind(parts, broken) {
                    Some(true) => {}
                    other => return other,
                },
            }
        }
        Some(true)
    }
}
