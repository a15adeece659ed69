//! Reading piece by piece, and going on after a fault.
//!
//! An item that parses is taken whole. One that does not is opened: its head is parsed by
//! itself, then the pieces of its block, each with the same procedure. So a fault costs the
//! smallest statement that holds it, and every statement reports its own.

mod configuration;

use std::ops::Range;

use occi_model::{Fault, Origin, SourceId};
use pest::{
    Parser as _,
    error::{Error, InputLocation},
    iterators::Pairs,
};

use super::{
    OcciParser, Rule,
    convert::Converter,
    explain::{self, MEMBER_WORDS, explain},
    lex::{Kind, after_lead, similar},
    scan::{Chunk, MAX_DEPTH, Scanner, Statement},
    tree::{File, Item, Member, MemberForm, Span, State, Transition},
};
use crate::code;

/// After so many faults of one file the reader stops.
pub(crate) const MAX_FAULTS: usize = 500;

/// A category with more bytes than this is read member by member at once. What pest notes of a text
/// takes more than a hundred times the text's memory where statements are short, and it keeps that
/// until the whole piece is read.
const WHOLE: usize = 8 << 10;

/// A statement whose semicolon is missing is looked for in so many bytes first.
const GLANCE: usize = 4096;

/// A file as far as it could be read.
#[derive(Debug, Default)]
pub struct Parsed<'a> {
    /// The tree; statements with faults are missing in it.
    pub file: File<'a>,
    /// The faults of the syntax, in the order they were met.
    pub faults: Vec<Fault>,
    /// The pieces that are missing in the tree.
    pub lost: Vec<Span>,
}

/// Reads a text as far as it can be understood.
#[must_use]
pub fn parse(text: &str, source: SourceId) -> Parsed<'_> {
    let mut reader = Reader {
        text,
        source,
        faults: Vec::new(),
        lost: Vec::new(),
    };
    let file = reader.file();
    Parsed {
        file,
        faults: reader.faults,
        lost: reader.lost,
    }
}

struct Reader<'a> {
    text: &'a str,
    source: SourceId,
    faults: Vec<Fault>,
    lost: Vec<Span>,
}

/// What became of a piece that may be a block: the node as far as it could be read, or the fault
/// of a piece that is none.
type Block<T> = Result<Option<T>, Error<Rule>>;

/// How the pieces of one level are read.
struct Level<'a, T> {
    /// A whole piece.
    one: Rule,
    /// A piece without its semicolon.
    open: Rule,
    /// Makes the node from the parts of either.
    convert: fn(&mut Converter<'_>, Pairs<'a, Rule>) -> Option<T>,
    /// Reads a piece with a block when it does not parse as a whole; gives back the piece's
    /// fault when it is no block.
    block: fn(&mut Reader<'a>, Statement, Error<Rule>) -> Block<T>,
    /// Reads the block of a node whose `{` is missing, from a byte on; gives back where it ends.
    rest: fn(&mut Reader<'a>, &mut T, usize) -> Option<usize>,
}

const fn items<'a>() -> Level<'a, Item<'a>> {
    Level {
        one: Rule::one_item,
        open: Rule::open_item,
        convert: |converter, pairs| converter.item(pairs),
        block: |reader, statement, error| reader.category(statement, error),
        rest: |reader, item, at| reader.rest_of_category(item, at),
    }
}

const fn members<'a>() -> Level<'a, Member<'a>> {
    Level {
        one: Rule::one_member,
        open: Rule::open_member,
        convert: |converter, pairs| converter.member(pairs),
        block: |reader, statement, error| reader.states(statement, error),
        rest: |_, _, _| None,
    }
}

const fn states<'a>() -> Level<'a, State<'a>> {
    Level {
        one: Rule::one_state,
        open: Rule::open_state,
        convert: |converter, pairs| converter.state(pairs),
        block: |reader, statement, error| reader.state(statement, error),
        rest: |_, _, _| None,
    }
}

const fn transitions<'a>() -> Level<'a, Transition<'a>> {
    Level {
        one: Rule::one_transition,
        open: Rule::open_transition,
        convert: |converter, pairs| converter.transition(pairs),
        block: |_, _, error| Err(error),
        rest: |_, _, _| None,
    }
}

/// Whether a word starts a configuration, perhaps misspelt.
fn is_configuration(word: &str) -> bool {
    word == "configuration" || similar(word, &super::scan::ITEM_WORDS) == Some("configuration")
}

impl<'a> Reader<'a> {
    fn fault(&mut self, code: occi_model::Code, range: Range<usize>, message: &str) -> &mut Fault {
        self.faults
            .push(Fault::new(code, Origin::span(self.source, range), message));
        let last = self.faults.len() - 1;
        &mut self.faults[last]
    }

    fn lose(&mut self, range: Range<usize>) {
        let at = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        self.lost.push(Span {
            start: at(range.start),
            end: at(range.end),
        });
    }

    fn file(&mut self) -> File<'a> {
        let mut file = File::default();
        let mut scanner = Scanner::items(self.text);
        while let Some(chunk) = scanner.next_chunk() {
            match chunk {
                Chunk::InnerDoc { start, end } => {
                    if file.items.is_empty() {
                        let converter = Converter::new(self.source, start, &mut self.faults);
                        file.docs.push(converter.inner_doc(&self.text[start..end]));
                    } else {
                        self.faults.push(explain::inner_doc(self.source, start));
                    }
                }
                Chunk::StrayClose(at) => self.stray_close(at),
                Chunk::BlockComment { start, .. } => {
                    self.faults.push(explain::block_comment(self.source, start));
                }
                Chunk::Statement(statement) => {
                    if let Some(at) = self.statement(statement, &items(), &mut file.items) {
                        scanner.resume(at);
                    }
                }
            }
            if self.full() {
                break;
            }
        }
        file
    }

    /// Whether there are too many faults to go on; says so once.
    fn full(&mut self) -> bool {
        if self.faults.len() < MAX_FAULTS {
            return false;
        }
        if self.faults.iter().all(|fault| fault.code != code::TOO_MANY) {
            self.fault(
                code::TOO_MANY,
                self.text.len()..self.text.len(),
                "too many faults; the rest of the file was not read",
            );
            self.lose(0..self.text.len());
        }
        true
    }

    fn stray_close(&mut self, at: usize) {
        self.fault(code::STRAY_CLOSE, at..at + 1, "this `}` closes nothing")
            .help = Some("remove it, or look above for a `{` that is missing".to_owned());
    }

    /// Reads the pieces between `start` and `end`.
    fn block<T>(&mut self, start: usize, end: usize, level: &Level<'a, T>) -> Vec<T> {
        let mut nodes = Vec::new();
        let mut scanner = Scanner::block(self.text, start, end);
        while let Some(chunk) = scanner.next_chunk() {
            match chunk {
                Chunk::InnerDoc { start, .. } => {
                    self.faults.push(explain::inner_doc(self.source, start));
                }
                Chunk::StrayClose(at) => self.stray_close(at),
                Chunk::BlockComment { start, .. } => {
                    self.faults.push(explain::block_comment(self.source, start));
                }
                Chunk::Statement(statement) => {
                    self.statement(statement, level, &mut nodes);
                }
            }
            if self.full() {
                break;
            }
        }
        nodes
    }

    fn parse(&self, rule: Rule, range: Range<usize>) -> Result<Pairs<'a, Rule>, Error<Rule>> {
        let mut pairs = OcciParser::parse(rule, &self.text[range])?;
        // The entry rules wrap what they enter.
        Ok(pairs
            .next()
            .map_or(pairs, pest::iterators::Pair::into_inner))
    }

    fn convert<T>(
        &mut self,
        base: usize,
        pairs: Pairs<'a, Rule>,
        convert: impl FnOnce(&mut Converter<'_>, Pairs<'a, Rule>) -> Option<T>,
    ) -> Option<T> {
        convert(
            &mut Converter::new(self.source, base, &mut self.faults),
            pairs,
        )
    }

    /// Reads one piece, which may turn out to be several that lack their semicolons. Gives back
    /// where to go on when that is not the end of the piece.
    fn statement<T>(
        &mut self,
        mut statement: Statement,
        level: &Level<'a, T>,
        nodes: &mut Vec<T>,
    ) -> Option<usize> {
        if let Some(at) = statement.too_deep {
            let message = format!("brackets are nested more than {MAX_DEPTH} deep");
            self.fault(code::DEPTH, at..at + 1, &message);
            self.lose(statement.start..statement.end);
            return None;
        }
        if let Some(node) = self.large(&statement, level) {
            nodes.extend(node);
            return None;
        }
        let mut resumed = false;
        loop {
            let mut range = statement.start..statement.end;
            let glance = resumed.then(|| self.glance(level.one, &range)).flatten();
            let parsed = match glance {
                Some((near, error)) => {
                    range = near;
                    Err(error)
                }
                None => self.parse(level.one, range.clone()),
            };
            let error = match parsed {
                Ok(mut pairs) => {
                    if let Some(inner) = pairs.next() {
                        let node = self.convert(range.start, inner.into_inner(), level.convert);
                        nodes.extend(node);
                    }
                    return None;
                }
                Err(error) => error,
            };
            if let Some(at) = statement.unclosed {
                self.unclosed(at);
            }
            let error = match (level.block)(self, statement, error) {
                Ok(node) => {
                    nodes.extend(node);
                    return None;
                }
                Err(error) => error,
            };
            if statement.unclosed.is_some() {
                self.lose(range);
                return None;
            }
            let explained = explain(self.text, self.source, &range, &error);
            self.faults.push(explained.fault);
            let node = explained
                .statement_end
                .filter(|end| (range.start..=range.end).contains(end))
                .and_then(|end| self.parse(level.open, range.start..end).ok())
                .and_then(|pairs| self.convert(range.start, pairs, level.convert));
            let Some(mut node) = node else {
                self.lose(range);
                return None;
            };
            if explained.block_fits && !self.is_item_word(explained.at) {
                let end = (level.rest)(self, &mut node, explained.at);
                if end.is_some() {
                    nodes.push(node);
                    return end;
                }
            }
            nodes.push(node);
            let next = explained.at.max(range.start + 1);
            if next >= statement.end || self.full() {
                return None;
            }
            resumed = true;
            statement.start = next;
            statement.open = statement.open.filter(|open| *open >= next);
            statement.close = statement.close.filter(|_| statement.open.is_some());
        }
    }

    /// Reads a large item with a block piece by piece; `None` for every other piece. The tree is
    /// the same as if it were read whole.
    fn large<T>(&mut self, statement: &Statement, level: &Level<'a, T>) -> Option<Option<T>> {
        if level.one != Rule::one_item || statement.end - statement.start <= WHOLE {
            return None;
        }
        statement.close?;
        // Nothing but the head and its bracket: this cannot be a whole item.
        let head = statement.start..statement.open? + 1;
        let error = self.parse(level.one, head).err()?;
        (level.block)(self, *statement, error).ok()
    }

    /// The fault of a piece, when the first lines of it are enough to find it. The work that
    /// pest spends on a fault grows with the text behind it, so this keeps many faults of one
    /// piece linear.
    fn glance(&self, rule: Rule, range: &Range<usize>) -> Option<(Range<usize>, Error<Rule>)> {
        let mut end = range.start + GLANCE;
        if end >= range.end {
            return None;
        }
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let lines = self.text[range.start..end].rfind('\n')?;
        let near = range.start..range.start + lines;
        let error = self.parse(rule, near.clone()).err()?;
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let inside = !self.text[near.start + at..near.end].trim().is_empty();
        inside.then_some((near, error))
    }

    fn unclosed(&mut self, at: usize) {
        let fault = self.fault(code::UNCLOSED, at..at + 1, "this `{` is never closed");
        fault.help = Some("add the missing `}`, here or further inside".to_owned());
    }

    /// Where the inside of a block ends.
    const fn inside_end(statement: &Statement) -> usize {
        match statement.close {
            Some(close) => close,
            None => statement.end,
        }
    }

    /// The head of a block; its own fault when it has one.
    fn head<T>(
        &mut self,
        rule: Rule,
        range: Range<usize>,
        convert: impl FnOnce(&mut Converter<'_>, Pairs<'a, Rule>) -> Option<T>,
    ) -> Option<T> {
        match self.parse(rule, range.clone()) {
            Ok(pairs) => self.convert(range.start, pairs, convert),
            Err(error) => {
                let explained = explain(self.text, self.source, &range, &error);
                self.faults.push(explained.fault);
                self.lose(range);
                None
            }
        }
    }

    /// A kind or mixin with a block.
    fn category(&mut self, statement: Statement, error: Error<Rule>) -> Block<Item<'a>> {
        let Some(open) = statement.open else {
            return Err(error);
        };
        let first = after_lead(self.text, statement.start).filter(|token| token.range.end <= open);
        let is_other = first.as_ref().is_none_or(|token| {
            token.kind != Kind::Word
                || matches!(
                    &self.text[token.range.clone()],
                    "enum" | "type" | "use" | "extension"
                )
        });
        // A semicolon forgotten before the block belongs to the statement before.
        if is_other || self.another_item(statement.start, open) {
            return Err(error);
        }
        if first.is_some_and(|token| is_configuration(&self.text[token.range])) {
            return self.configuration(statement, open);
        }
        let head = self.head(Rule::category_head, statement.start..open, |c, pairs| {
            c.item(pairs)
        });
        let found = self.block(open + 1, Self::inside_end(&statement), &members());
        Ok(head.map(|mut item| {
            if let Item::Category(category) = &mut item {
                category.members = found;
            }
            item
        }))
    }

    fn is_item_word(&self, at: usize) -> bool {
        after_lead(self.text, at)
            .is_some_and(|token| super::scan::ITEM_WORDS.contains(&&self.text[token.range]))
    }

    /// The body of a category that lacks its `{`, when there is one that ends in `}`.
    fn rest_of_category(&mut self, item: &mut Item<'a>, at: usize) -> Option<usize> {
        let Item::Category(category) = item else {
            return None;
        };
        let mut scanner = Scanner::block(self.text, at, self.text.len());
        let close = loop {
            match scanner.next_chunk()? {
                Chunk::StrayClose(close) => break close,
                Chunk::Statement(statement) if self.is_item_word(statement.start) => return None,
                _ => {}
            }
        };
        // The last fault is the missing semicolon, which it is not.
        let fault = self.faults.last_mut()?;
        "missing `{`".clone_into(&mut fault.message);
        fault.code = code::BRACE;
        fault.help = Some("or end the statement with `;`, and remove the block".to_owned());
        if let Some(suggestion) = &mut fault.suggestion {
            " {".clone_into(&mut suggestion.replacement);
            "start the block with `{`".clone_into(&mut suggestion.text);
        }
        category.members = self.block(at, close, &members());
        Some(close + 1)
    }

    /// Whether a line after the first one starts another item.
    fn another_item(&self, start: usize, open: usize) -> bool {
        let from = after_lead(self.text, start).map_or(start, |token| token.range.start);
        self.text[from..open.max(from)].lines().skip(1).any(|line| {
            let mut words = line.split_ascii_whitespace();
            words
                .next()
                .is_some_and(|word| super::scan::ITEM_WORDS.contains(&word))
                && words.next().is_some()
        })
    }

    /// `states` with its block.
    fn states(&mut self, statement: Statement, error: Error<Rule>) -> Block<Member<'a>> {
        let Some(open) = statement.open else {
            return Err(error);
        };
        let head = statement.start..open;
        let is_states = after_lead(self.text, statement.start)
            .filter(|token| token.range.end <= open && token.kind == Kind::Word)
            .is_some_and(|token| {
                let word = &self.text[token.range];
                word == "states" || similar(word, &MEMBER_WORDS) == Some("states")
            });
        // An attribute named `states` has a colon before its type's braces.
        if !is_states || self.parse(Rule::open_member, head.clone()).is_ok() {
            return Err(error);
        }
        let first = self.parse(Rule::states_head, head.clone());
        if first.is_err() && self.text[head.clone()].contains(':') {
            return Err(error);
        }
        let member = self.head(Rule::states_head, head, |c, pairs| c.states_head(pairs));
        let found = self.block(open + 1, Self::inside_end(&statement), &states());
        Ok(member.map(|mut member| {
            if let MemberForm::States(states) = &mut member.form {
                states.states = found;
            }
            member
        }))
    }

    /// A state with its transitions.
    fn state(&mut self, statement: Statement, error: Error<Rule>) -> Block<State<'a>> {
        let Some(open) = statement.open else {
            return Err(error);
        };
        let state = self.head(Rule::state_head, statement.start..open, |c, pairs| {
            c.state(pairs)
        });
        let found = self.block(open + 1, Self::inside_end(&statement), &transitions());
        Ok(state.map(|mut state| {
            state.transitions = found;
            state
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A large category is the same tree by members as in one piece.
    #[test]
    fn large_categories_are_read_alike() {
        let heads = [
            "/// A kind.\n#[since(\"1\")]\nkind a \"A\" : core.resource at \"/a/\" {",
            "mixin a {",
        ];
        let members = "\n// A note.\n/// What it is.\nrequired a.b: list(string, unique) = [\"{\", \";\"] unit \"}\";\n\
             action b (c: enum { d, e });\nstates a.b { initial d { b -> e; } e; }\n\
             require a.b == 1 \"No.\";\ndepends d, \"http://e/#f\";\nset a = { b: 1 };";
        for head in heads {
            let text = [head, &*members.repeat(WHOLE / members.len() + 1), "\n}"].concat();
            let parsed = parse(&text, SourceId(0));
            assert_eq!(parsed.faults, []);
            let mut faults = Vec::new();
            let mut whole = OcciParser::parse(Rule::one_item, &text).unwrap();
            let inner = whole.next().unwrap().into_inner().next().unwrap();
            let item = Converter::new(SourceId(0), 0, &mut faults).item(inner.into_inner());
            assert_eq!(parsed.file.items, Vec::from_iter(item));
        }
    }
}
