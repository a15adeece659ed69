//! From tokens to a layout: where lines may break, and where they must.

mod configuration;

mod heads;

use super::{
    doc::{self, Doc},
    token::{self, Comment, Kind, Token},
};

/// Formats a text without faults of the syntax.
pub(super) fn format(text: &str) -> String {
    let (tokens, rest) = token::read(text);
    let partners = partners(&tokens);
    let mut layout = Layout {
        tokens: &tokens,
        partners: &partners,
        at: 0,
        written: usize::MAX,
    };
    let mut docs = Vec::new();
    layout.elements(&mut docs, Place::File);
    comments(&mut docs, &rest);
    doc::print(&docs)
}

/// For each opening bracket the place of its partner.
fn partners(tokens: &[Token<'_>]) -> Vec<usize> {
    let mut partners = vec![tokens.len(); tokens.len()];
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.kind != Kind::Sign {
            continue;
        }
        match token.text {
            "{" | "(" | "[" | "#[" => open.push(at),
            "}" | ")" | "]" => {
                if let Some(partner) = open.pop() {
                    partners[partner] = at;
                }
            }
            _ => {}
        }
    }
    partners
}

/// Comments on lines of their own.
fn comments<'a>(out: &mut Vec<Doc<'a>>, comments: &[Comment<'a>]) {
    for comment in comments {
        out.push(if comment.blank && !out.is_empty() {
            Doc::Blank
        } else {
            Doc::Hard
        });
        out.push(Doc::Own(comment.text));
    }
}

/// What a block holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    File,
    Category,
    Configuration,
    Instance,
    States,
    Transitions,
    Other,
}

/// How a list in brackets is written.
#[derive(Clone, Copy, Debug)]
struct Style {
    /// What stands between the elements.
    separator: &'static str,
    /// Whether blanks stand inside of the brackets on one line.
    padded: bool,
    /// Whether a separator stands behind the last element of a broken list.
    trailing: bool,
    /// Whether the elements are conditions.
    condition: bool,
}

struct Layout<'t, 'a> {
    tokens: &'t [Token<'a>],
    partners: &'t [usize],
    at: usize,
    /// The token whose comments before it are written already.
    written: usize,
}

impl<'a> Layout<'_, 'a> {
    fn token(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.at)
    }

    fn is(&self, text: &str) -> bool {
        self.token().is_some_and(|token| token.is(text))
    }

    /// The token with the comment behind it.
    fn bare(&mut self, out: &mut Vec<Doc<'a>>) {
        if let Some(token) = self.tokens.get(self.at) {
            out.push(Doc::Text(token.text));
            out.extend(token.after.map(Doc::Suffix));
            self.at += 1;
        }
    }

    /// The token with all comments around it.
    fn whole(&mut self, out: &mut Vec<Doc<'a>>) {
        self.before(out);
        self.bare(out);
    }

    /// The comments before the token, unless they are written already.
    fn before(&mut self, out: &mut Vec<Doc<'a>>) {
        if self.written != self.at
            && let Some(token) = self.tokens.get(self.at)
        {
            out.extend(token.before.iter().map(|comment| Doc::Own(comment.text)));
        }
    }

    /// The comments of a token that is left out, or that was written already.
    fn trivia(&mut self, out: &mut Vec<Doc<'a>>) {
        if let Some(token) = self.tokens.get(self.at) {
            out.extend(token.after.map(Doc::Suffix));
            out.extend(token.before.iter().map(|comment| Doc::Own(comment.text)));
            self.at += 1;
        }
    }

    /// A separator or a semicolon, which stands directly behind what it ends.
    fn end(&mut self, out: &mut Vec<Doc<'a>>) {
        if let Some(token) = self.tokens.get(self.at) {
            out.push(Doc::Text(token.text));
            self.trivia(out);
        }
    }

    fn semicolon(&mut self, out: &mut Vec<Doc<'a>>) {
        if self.is(";") {
            self.end(out);
        }
    }

    /// A `;` behind a block says nothing.
    fn drop_semicolon(&mut self, out: &mut Vec<Doc<'a>>) {
        if self.is(";") {
            self.trivia(out);
        }
    }

    // ---- elements

    /// The line break before an element, with the comments before it.
    fn start(&mut self, out: &mut Vec<Doc<'a>>) {
        let Some(token) = self.tokens.get(self.at) else {
            return;
        };
        comments(out, &token.before);
        self.written = self.at;
        out.push(if token.blank && !out.is_empty() {
            Doc::Blank
        } else {
            Doc::Hard
        });
    }

    /// Descriptions and marks.
    fn lead(&mut self, out: &mut Vec<Doc<'a>>) {
        while let Some(token) = self.tokens.get(self.at) {
            let is_mark = token.is("#[");
            if token.kind != Kind::Doc && !is_mark {
                break;
            }
            if is_mark {
                let close = self.partners[self.at];
                self.whole(out);
                while self.at <= close && self.at < self.tokens.len() {
                    let is_comma = self.is(",");
                    self.whole(out);
                    out.extend(is_comma.then_some(Doc::Space));
                }
            } else {
                self.description(out, "///");
            }
            out.push(Doc::Hard);
        }
    }

    fn description(&mut self, out: &mut Vec<Doc<'a>>, slashes: &'static str) {
        self.before(out);
        if let Some(token) = self.tokens.get(self.at) {
            let text = token.text.get(3..).unwrap_or_default();
            let text = text.strip_prefix(' ').unwrap_or(text);
            out.push(Doc::Text(slashes));
            if !text.is_empty() {
                out.extend([Doc::Space, Doc::Text(text)]);
            }
            self.at += 1;
        }
    }

    /// Elements up to the end of the block.
    fn elements(&mut self, out: &mut Vec<Doc<'a>>, place: Place) {
        while let Some(token) = self.token() {
            if token.is("}") {
                break;
            }
            let at = self.at;
            self.start(out);
            self.lead(out);
            // Not inside of what may stand on one line.
            self.before(out);
            self.written = self.at;
            self.element(out, place);
            if self.at == at {
                self.bare(out);
            }
        }
    }

    /// One element without what stands before it.
    fn element(&mut self, out: &mut Vec<Doc<'a>>, place: Place) {
        let Some(token) = self.token() else { return };
        let word = if token.kind == Kind::Word {
            token.text
        } else {
            ""
        };
        match (place, word) {
            (Place::File, _) if token.kind == Kind::InnerDoc => self.description(out, "//!"),
            (Place::File, "kind" | "mixin" | "abstract" | "exclusive" | "overriding") => {
                self.category(out);
            }
            (Place::File, "extension") => self.extension(out),
            (Place::File, "configuration") => self.headed(out, Place::Configuration),
            (Place::Configuration | Place::Instance, "tag" | "resource" | "link")
                if !self.is_assignment() =>
            {
                self.headed(out, Place::Instance);
            }
            (Place::Category, _) if self.is_attribute() => self.statement(out),
            (Place::Category, "states") => {
                self.whole(out);
                out.push(Doc::Space);
                self.whole(out);
                self.block(out, Place::States);
            }
            (Place::Category, "require") => self.require(out),
            (Place::Category, "depends" | "applies" | "source" | "target") => self.references(out),
            (Place::States, _) => self.state(out),
            _ => self.statement(out),
        }
    }

    /// Whether names and a colon stand here, and no condition with a name.
    fn is_attribute(&self) -> bool {
        let names = self.tokens[self.at..]
            .iter()
            .take_while(|token| token.is_label())
            .count();
        let is_require = names == 2 && self.is("require");
        names > 0 && !is_require && self.tokens.get(self.at + names).is_some_and(|t| t.is(":"))
    }

    fn statement(&mut self, out: &mut Vec<Doc<'a>>) {
        let ended_with_block = self.run(out, false, None);
        if ended_with_block {
            self.drop_semicolon(out);
        } else {
            self.semicolon(out);
        }
    }

    /// A block whose `{` comes next.
    fn block(&mut self, out: &mut Vec<Doc<'a>>, place: Place) {
        out.push(Doc::Space);
        self.whole(out);
        self.inside(out, place);
    }

    /// A block whose `{` has been written.
    fn inside(&mut self, out: &mut Vec<Doc<'a>>, place: Place) {
        let mut inner = Vec::new();
        self.elements(&mut inner, place);
        if let Some(close) = self.token() {
            comments(&mut inner, &close.before);
        }
        if !inner.is_empty() {
            inner.push(Doc::Hard);
            out.push(Doc::Indent(inner));
        }
        self.bare(out);
        self.drop_semicolon(out);
    }

    fn state(&mut self, out: &mut Vec<Doc<'a>>) {
        self.whole(out);
        while let Some(token) = self.token()
            && !token.is("{")
            && !token.is(";")
        {
            out.push(Doc::Space);
            self.whole(out);
        }
        if self.is(";") {
            self.semicolon(out);
        } else if self.is_short() {
            let mut parts = vec![Doc::Space];
            self.whole(&mut parts);
            let mut inner = vec![Doc::Line(true)];
            self.statement(&mut inner);
            parts.extend([Doc::Indent(inner), Doc::Line(true)]);
            self.bare(&mut parts);
            out.push(Doc::Group {
                broken: false,
                parts,
            });
            self.drop_semicolon(out);
        } else {
            self.block(out, Place::Transitions);
        }
    }

    /// Whether the block that starts here holds one plain transition.
    fn is_short(&self) -> bool {
        let close = self.partners[self.at];
        let Some(inside) = self.tokens.get(self.at + 1..close) else {
            return false;
        };
        let ends = inside.iter().filter(|token| token.is(";")).count();
        ends == 1
            && !self.has_trivia(self.at, close)
            && !inside
                .iter()
                .any(|token| token.kind == Kind::Doc || token.is("#["))
    }

    /// Whether comments stand between two brackets.
    fn has_trivia(&self, open: usize, close: usize) -> bool {
        (open..close).any(|at| {
            self.tokens
                .get(at)
                .is_some_and(|token| token.after.is_some())
        }) || (open + 1..=close).any(|at| {
            self.tokens
                .get(at)
                .is_some_and(|token| !token.before.is_empty())
        })
    }

    fn require(&mut self, out: &mut Vec<Doc<'a>>) {
        let mut parts = Vec::new();
        self.whole(&mut parts);
        let end = (self.at..self.tokens.len())
            .find(|at| self.tokens[*at].is(";"))
            .unwrap_or(self.tokens.len());
        let mut condition = Vec::new();
        self.run(&mut condition, true, Some(end.saturating_sub(1)));
        let condition = Doc::Group {
            broken: false,
            parts: condition,
        };
        let mut message = vec![Doc::Space, condition, Doc::Line(true)];
        self.whole(&mut message);
        parts.push(Doc::Indent(message));
        out.push(Doc::Group {
            broken: false,
            parts,
        });
        self.semicolon(out);
    }

    fn references(&mut self, out: &mut Vec<Doc<'a>>) {
        let mut parts = Vec::new();
        self.whole(&mut parts);
        let mut names = vec![Doc::Space];
        while let Some(token) = self.token() {
            if token.is(";") {
                break;
            }
            if !token.is(",") {
                self.whole(&mut names);
            } else if self
                .tokens
                .get(self.at + 1)
                .is_some_and(|next| next.is(";"))
            {
                self.trivia(&mut names);
            } else {
                self.end(&mut names);
                names.push(Doc::Line(true));
            }
        }
        parts.push(Doc::Indent(names));
        out.push(Doc::Group {
            broken: false,
            parts,
        });
        self.semicolon(out);
    }

    // ---- what stands between punctuation

    /// Tokens up to a `;`, a `,`, a closing bracket, or the place `until`; tells whether they
    /// ended with a block.
    fn run(&mut self, out: &mut Vec<Doc<'a>>, condition: bool, until: Option<usize>) -> bool {
        let start = self.at;
        let mut glued = false;
        while let Some(token) = self.tokens.get(self.at) {
            if Some(self.at) == until
                || (token.kind == Kind::Sign && matches!(token.text, ";" | "," | ")" | "]" | "}"))
            {
                break;
            }
            let previous = (self.at > start).then(|| &self.tokens[self.at - 1]);
            let is_operator = condition && (token.is("or") || token.is("and"));
            let is_operand = |p: &Token<'_>| p.is_label() || p.is(")") || p.is("]") || p.is("}");
            if is_operator && previous.is_some_and(is_operand) {
                out.push(Doc::Line(true));
            } else if !(glued && token.kind == Kind::Number || self.is_glued(previous, condition)) {
                out.push(Doc::Space);
            }
            glued = token.kind == Kind::Dots;
            if token.kind != Kind::Sign {
                self.whole(out);
                continue;
            }
            match token.text {
                "(" => {
                    let before = previous.map_or("", |token| token.text);
                    let is_list = !condition || before == "in";
                    let style = Style {
                        separator: ",",
                        padded: false,
                        trailing: is_list && !matches!(before, "defined" | "generated"),
                        condition,
                    };
                    self.list(out, style);
                }
                "[" => self.list(
                    out,
                    Style {
                        separator: ",",
                        padded: false,
                        trailing: true,
                        condition,
                    },
                ),
                "{" => {
                    let back = |by: usize| {
                        self.at
                            .checked_sub(by)
                            .filter(|at| *at >= start)
                            .map_or("", |at| self.tokens[at].text)
                    };
                    let style = Style {
                        separator: ",",
                        padded: true,
                        trailing: true,
                        condition,
                    };
                    let is_item = self.at == start + 2;
                    match (back(2), back(1)) {
                        // The name of an enum may be a word of the language.
                        ("enum", _) if is_item => {
                            self.list(out, style);
                            if !self.is("=") {
                                return true;
                            }
                        }
                        (_, "hash") => self.list(
                            out,
                            Style {
                                separator: ";",
                                ..style
                            },
                        ),
                        (_, "enum" | "=" | ":" | "") => self.list(out, style),
                        ("enum", _) => self.list(out, style),
                        _ if condition => self.list(out, style),
                        _ => {
                            self.whole(out);
                            self.inside(out, Place::Other);
                            return true;
                        }
                    }
                }
                _ => self.whole(out),
            }
        }
        false
    }

    /// Whether no blank stands between a token and the one before it.
    fn is_glued(&self, previous: Option<&Token<'a>>, condition: bool) -> bool {
        let Some((previous, token)) = previous.zip(self.token()) else {
            // A run starts right behind a bracket or a line break; after `require` it does not.
            return !(condition && self.at > 0 && self.tokens[self.at - 1].is("require"));
        };
        if token.is(":") {
            return true;
        }
        if token.kind == Kind::Dots {
            return previous.kind == Kind::Number;
        }
        if condition && previous.is("-") && token.kind != Kind::Number && !token.is("-") {
            return self.is_negative();
        }
        let is_operator = condition && matches!(previous.text, "in" | "not" | "and" | "or");
        token.is("(") && previous.kind == Kind::Word && !is_operator
    }

    /// Whether the `-` before this place is the sign of what follows, and no difference.
    fn is_negative(&self) -> bool {
        self.at
            .checked_sub(2)
            .and_then(|at| self.tokens.get(at))
            .is_some_and(|before| match before.kind {
                Kind::Sign => !before.is(")"),
                Kind::Word => matches!(before.text, "require" | "and" | "or" | "not"),
                _ => false,
            })
    }

    /// A list in brackets whose opening one comes next.
    fn list(&mut self, out: &mut Vec<Doc<'a>>, style: Style) {
        let open = self.at;
        let close = self.partners[open];
        let broken = self.has_trivia(open, close)
            || self
                .tokens
                .get(open..close)
                .is_some_and(|inside| inside.iter().any(|t| t.kind == Kind::Doc || t.is("#[")));
        let mut parts = Vec::new();
        self.whole(&mut parts);
        let mut inner = Vec::new();
        let mut first = true;
        while self.at < close && self.token().is_some() {
            if broken {
                self.start(&mut inner);
            } else {
                inner.push(Doc::Line(style.padded || !first));
            }
            first = false;
            let at = self.at;
            self.lead(&mut inner);
            self.run(&mut inner, style.condition, Some(close));
            if self.is(style.separator) {
                let is_last = self.at + 1 == close;
                if is_last && style.separator == "," {
                    inner.extend(style.trailing.then_some(Doc::IfBroken(",")));
                    self.trivia(&mut inner);
                } else {
                    self.end(&mut inner);
                }
            } else {
                inner.extend(style.trailing.then_some(Doc::IfBroken(style.separator)));
            }
            if self.at == at {
                self.bare(&mut inner);
            }
        }
        if let Some(token) = self.tokens.get(self.at) {
            comments(&mut inner, &token.before);
        }
        if !inner.is_empty() {
            inner.extend(broken.then_some(Doc::Hard));
            parts.extend([Doc::Indent(inner), Doc::Line(style.padded)]);
        }
        self.bare(&mut parts);
        out.push(Doc::Group { broken, parts });
    }
}
