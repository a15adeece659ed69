//! Cutting a text into statements, before any grammar looks at it.
//!
//! A parser of expressions stops at its first fault. So the text is first cut where statements
//! end, at `;` or at the `}` of a block; each piece is then parsed by itself, and a fault in one
//! says nothing about the next. Cutting needs to know strings, comments and brackets only.

/// How deeply brackets may be nested, counted from the item of a file.
///
/// No definition needs ten; the bound keeps recursion small.
pub(crate) const MAX_DEPTH: usize = 64;

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chunk {
    /// A line of `//!`.
    InnerDoc { start: usize, end: usize },
    /// A `}` that closes nothing.
    StrayClose(usize),
    /// A comment of another language, `/* … */`.
    BlockComment { start: usize, end: usize },
    /// What may be a statement.
    Statement(Statement),
}

/// A piece that ends like a statement, or at the end of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Statement {
    /// First byte; neither blank nor comment.
    pub(crate) start: usize,
    /// Byte after the last.
    pub(crate) end: usize,
    /// The first `{` outside of other brackets.
    pub(crate) open: Option<usize>,
    /// The `}` that closes it.
    pub(crate) close: Option<usize>,
    /// A `{` that nothing closes.
    pub(crate) unclosed: Option<usize>,
    /// The bracket that goes beyond [`MAX_DEPTH`].
    pub(crate) too_deep: Option<usize>,
}

/// Words that start an item of a file.
pub(crate) const ITEM_WORDS: [&str; 10] = [
    "kind",
    "mixin",
    "abstract",
    "exclusive",
    "overriding",
    "enum",
    "type",
    "use",
    "configuration",
    "extension",
];

/// Cuts `text[at..end]`.
#[derive(Debug)]
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    /// Whether an item that starts a line ends the statement before it, whatever is still
    /// open. Switched on by the first `{` that is never closed, and only among items.
    cuts_at_items: Option<bool>,
}

impl<'a> Scanner<'a> {
    /// Over the items of a whole text.
    ///
    /// A byte order mark at its start is no part of it.
    pub(crate) fn items(text: &'a str) -> Self {
        Self {
            text,
            at: if text.starts_with('\u{feff}') { 3 } else { 0 },
            end: text.len(),
            cuts_at_items: Some(false),
        }
    }

    /// Over the inside of a block.
    pub(crate) const fn block(text: &'a str, start: usize, end: usize) -> Self {
        Self {
            text,
            at: start,
            end,
            cuts_at_items: None,
        }
    }

    /// Where the next piece starts; the end when there is none.
    pub(crate) fn start(&self) -> usize {
        self.skip_trivia(self.at)
    }

    /// Goes on from another place.
    pub(crate) fn resume(&mut self, at: usize) {
        self.at = at.min(self.end);
    }

    fn byte(&self, at: usize) -> Option<u8> {
        if at < self.end {
            self.text.as_bytes().get(at).copied()
        } else {
            None
        }
    }

    fn starts_with(&self, at: usize, what: &str) -> bool {
        self.text.as_bytes()[at.min(self.end)..self.end].starts_with(what.as_bytes())
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = &self.text.as_bytes()[at..self.end];
        rest.iter()
            .position(|byte| *byte == b'\n')
            .map_or(self.end, |length| at + length)
    }

    /// Whether a comment starts here that is no description.
    fn is_comment(&self, at: usize) -> bool {
        self.starts_with(at, "//")
            && !self.starts_with(at, "//!")
            && (!self.starts_with(at, "///") || self.starts_with(at, "////"))
    }

    fn skip_trivia(&self, mut at: usize) -> usize {
        loop {
            match self.byte(at) {
                Some(b' ' | b'\t' | b'\r' | b'\n') => at += 1,
                Some(b'/') if self.is_comment(at) => at = self.line_end(at),
                _ => return at,
            }
        }
    }

    /// The byte after the string that starts here, or the end of the line of one that has no
    /// end.
    fn skip_string(&self, start: usize) -> Result<usize, usize> {
        let mut at = start + 1;
        while let Some(byte) = self.byte(at) {
            match byte {
                b'"' => return Ok(at + 1),
                b'\n' => return Err(at),
                b'\\' if !matches!(self.byte(at + 1), None | Some(b'\n')) => at += 2,
                _ => at += 1,
            }
        }
        Err(self.end)
    }

    /// The byte after the block comment that starts here; one without end ends with its line.
    fn skip_block_comment(&self, start: usize) -> usize {
        self.text[start..self.end]
            .find("*/")
            .map_or_else(|| self.line_end(start), |length| start + length + 2)
    }

    /// Whether what follows a closed block belongs to the same statement, and where it ends if
    /// that is known.
    fn after_block(&self, at: usize, in_brackets: bool) -> Result<(), usize> {
        let next = self.skip_trivia(at);
        if in_brackets && !self.text[at..next].contains('\n') {
            return Ok(());
        }
        match self.byte(next) {
            Some(b';') => Err(next + 1),
            Some(b'=' | b',' | b')' | b'|') => Ok(()),
            Some(b'u') if self.starts_with(next, "unit ") || self.starts_with(next, "unit\"") => {
                Ok(())
            }
            _ => Err(at),
        }
    }

    /// Whether the line that starts here starts an item.
    fn is_item_line(&self, at: usize) -> bool {
        ITEM_WORDS.iter().any(|word| {
            self.starts_with(at, word) && {
                let after = at + word.len();
                let next = self.skip_trivia(after);
                next > after
                    && self
                        .byte(next)
                        .is_some_and(|b| b.is_ascii_alphanumeric() || b == b'"')
            }
        })
    }

    /// The start of the descriptions and marks that stand directly before the line at `at`.
    fn lead_start(&self, mut at: usize, floor: usize) -> usize {
        while at > floor {
            let start = self.text[floor..at - 1]
                .rfind('\n')
                .map_or(floor, |newline| floor + newline + 1);
            if self.starts_with(start, "///") || self.starts_with(start, "#[") {
                at = start;
            } else {
                break;
            }
        }
        at
    }

    fn statement(&mut self, start: usize) -> Statement {
        let mut open_brackets: Vec<(u8, usize)> = Vec::new();
        // Braces beyond the depth limit, counted only.
        let mut beyond = 0_usize;
        let mut found = Statement {
            start,
            ..Statement::default()
        };
        let mut at = start;
        while let Some(byte) = self.byte(at) {
            match byte {
                b'"' => {
                    match self.skip_string(at) {
                        Ok(end) => at = end,
                        // What the string was meant to hold is unknown; the next line is not.
                        Err(end) if open_brackets.iter().all(|(kind, _)| *kind != b'{') => {
                            found.end = end;
                            return found;
                        }
                        Err(end) => at = end,
                    }
                    continue;
                }
                b'/' if self.byte(at + 1) == Some(b'*') => {
                    at = self.skip_block_comment(at);
                    continue;
                }
                b'/' if self.byte(at + 1) == Some(b'/') => {
                    at = self.line_end(at);
                    continue;
                }
                b'{' | b'(' | b'[' => {
                    if open_brackets.len() < MAX_DEPTH {
                        if byte == b'{' && open_brackets.is_empty() && found.open.is_none() {
                            found.open = Some(at);
                        }
                        open_brackets.push((byte, at));
                    } else {
                        found.too_deep = found.too_deep.or(Some(at));
                        beyond += usize::from(byte == b'{');
                    }
                }
                b'}' if beyond > 0 => beyond -= 1,
                b'}' => {
                    while open_brackets.pop_if(|(kind, _)| *kind != b'{').is_some() {}
                    let Some((_, opened)) = open_brackets.pop() else {
                        found.end = at;
                        return found;
                    };
                    if found.open == Some(opened) {
                        found.close = Some(at);
                    }
                    if !open_brackets.iter().any(|(kind, _)| *kind == b'{')
                        && let Err(end) = self.after_block(at + 1, !open_brackets.is_empty())
                    {
                        found.end = end;
                        return found;
                    }
                }
                b')' => {
                    open_brackets.pop_if(|(kind, _)| *kind == b'(');
                }
                b']' => {
                    open_brackets.pop_if(|(kind, _)| *kind == b'[');
                }
                b';' if beyond == 0 => {
                    while open_brackets.pop_if(|(kind, _)| *kind != b'{').is_some() {}
                    if open_brackets.is_empty() {
                        found.end = at + 1;
                        return found;
                    }
                }
                b'\n'
                    if self.cuts_at_items == Some(true)
                        && !open_brackets.is_empty()
                        && self.is_item_line(at + 1) =>
                {
                    found.unclosed = open_brackets.last().map(|(_, at)| *at);
                    found.end = self.lead_start(at + 1, start);
                    return found;
                }
                _ => {}
            }
            at += 1;
        }
        let unclosed = open_brackets
            .iter()
            .rev()
            .find(|(kind, _)| *kind == b'{')
            .map(|(_, at)| *at);
        if unclosed.is_some() && self.cuts_at_items == Some(false) {
            self.cuts_at_items = Some(true);
            return self.statement(start);
        }
        found.unclosed = unclosed;
        found.end = self.end;
        found
    }

    /// The next piece.
    pub(crate) fn next_chunk(&mut self) -> Option<Chunk> {
        let start = self.skip_trivia(self.at);
        let (chunk, next) = match self.byte(start)? {
            b'}' => (Chunk::StrayClose(start), start + 1),
            b'/' if self.starts_with(start, "//!") => {
                let end = self.line_end(start);
                (Chunk::InnerDoc { start, end }, end)
            }
            b'/' if self.starts_with(start, "/*") => {
                let end = self.skip_block_comment(start);
                (Chunk::BlockComment { start, end }, end)
            }
            _ => {
                let statement = self.statement(start);
                // Something stands at `start`, and no statement ends before its first byte.
                (Chunk::Statement(statement), statement.end.max(start + 1))
            }
        };
        self.at = next;
        Some(chunk)
    }
}

/// The comments of a text that are no descriptions, in order, as byte ranges.
pub(crate) fn comments(text: &str) -> Vec<std::ops::Range<usize>> {
    let scanner = Scanner::items(text);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = scanner.byte(at) {
        match byte {
            b'"' => at = scanner.skip_string(at).unwrap_or_else(|end| end),
            b'/' if scanner.starts_with(at, "//") => {
                let end = scanner.line_end(at);
                if scanner.is_comment(at) {
                    found.push(at..end);
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        let mut scanner = Scanner::items(text);
        let mut pieces = Vec::new();
        while let Some(chunk) = scanner.next_chunk() {
            pieces.push(match chunk {
                Chunk::InnerDoc { start, end } => &text[start..end],
                Chunk::StrayClose(at) => &text[at..=at],
                Chunk::BlockComment { start, end } => &text[start..end],
                Chunk::Statement(statement) => &text[statement.start..statement.end],
            });
        }
        pieces
    }

    #[test]
    fn statements_end_at_semicolons_and_blocks() {
        assert_eq!(
            pieces(
                "//! top\nuse a; // c\n/// d\nkind b { x: \"};\"; y: hash { z: t; }; }\nenum E { a }"
            ),
            [
                "//! top",
                "use a;",
                "/// d\nkind b { x: \"};\"; y: hash { z: t; }; }",
                "enum E { a }"
            ]
        );
        assert_eq!(pieces("x: enum { a } = a; y"), ["x: enum { a } = a;", "y"]);
        assert_eq!(
            pieces("type T = enum { a } ; }"),
            ["type T = enum { a } ;", "}"]
        );
    }

    #[test]
    fn an_open_bracket_ends_with_its_statement() {
        assert_eq!(
            pieces("a: integer(0..; b: c;"),
            ["a: integer(0..;", "b: c;"]
        );
        assert_eq!(pieces("a: \"x;\nb;"), ["a: \"x;", "b;"]);
        assert_eq!(
            pieces("a(b: enum { c } d: e); f;"),
            ["a(b: enum { c } d: e);", "f;"]
        );
        assert_eq!(pieces("a (: b { c; }\nd;"), ["a (: b { c; }", "d;"]);
        assert_eq!(pieces("/* a;\n b; */ c;"), ["/* a;\n b; */", "c;"]);
    }

    #[test]
    fn an_unclosed_block_ends_before_the_next_item() {
        let text = "kind a {\n  x: y;\n\n/// d\n#[since(\"1.2\")]\nkind b { }\nuse c;";
        assert_eq!(
            pieces(text),
            [
                "kind a {\n  x: y;\n\n",
                "/// d\n#[since(\"1.2\")]\nkind b { }",
                "use c;"
            ]
        );
        let mut scanner = Scanner::items(text);
        let Some(Chunk::Statement(first)) = scanner.next_chunk() else {
            panic!("a statement");
        };
        assert_eq!(first.unclosed, Some(7));
        assert_eq!((first.open, first.close), (Some(7), None));
        // Balanced texts are never cut at lines.
        assert_eq!(pieces("kind a {\nkind b;\n}").len(), 1);
    }

    #[test]
    fn depth_is_bounded() {
        let text = format!(
            "a {} {};",
            "{".repeat(MAX_DEPTH + 1),
            "}".repeat(MAX_DEPTH + 1)
        );
        let mut scanner = Scanner::items(&text);
        let Some(Chunk::Statement(statement)) = scanner.next_chunk() else {
            panic!("a statement");
        };
        assert_eq!(statement.too_deep, Some(2 + MAX_DEPTH));
        assert_eq!(statement.end, text.len());
    }

    #[test]
    fn comments_are_found_outside_of_strings() {
        let text = "// a\n/// d\n\"// s\" //// b\n//! i";
        let found: Vec<&str> = comments(text)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(found, ["// a", "//// b"]);
    }
}
