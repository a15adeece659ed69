//! Reading piece by piece, and going on after a fault.
//!
//! An item that parses is taken whole. One that does not is opened: its head is parsed by
//! itself, then the pieces of its block, each with the same procedure. So a fault costs the
//! smallest statement that holds it, and every statement reports its own.

#![expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the methods alone are not general enough for what takes them"
)]

mod configuration;
mod levels;
mod lists;

use std::ops::Range;

use occi_model::{Fault, Origin, SourceId};
use pest::{
    Parser as _,
    error::{Error, InputLocation},
    iterators::Pairs,
};

use self::levels::Block;
pub(crate) use self::levels::{
    Level, arguments, entries, hash_members, instance_parts, literals, members, parameters, parts,
    references, states, transitions, values,
};
use super::{
    OcciParser, Rule,
    convert::{Converter, doc_line},
    cut::{MAX_WORDS, Place, WHOLE, shortened, too_long},
    explain::{self, MEMBER_WORDS, explain},
    lex::{Kind, after_lead, similar},
    scan::{Chunk, MAX_DEPTH, Scanner, Statement},
    tree::{File, Item, List, Member, MemberForm, Span, State},
};
use crate::code;

/// After so many faults of one file the reader stops.
pub(crate) const MAX_FAULTS: usize = 500;

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
    let mut reader = Reader::whole(text, source);
    let mut file = File::default();
    while reader.item(&mut file) {}
    Parsed {
        file,
        faults: reader.faults,
        lost: reader.lost,
    }
}

/// Reads a text piece by piece.
///
/// It leaves the inside of long blocks and lists unread ([`List::more`]); whoever wants them asks
/// for them piece by piece ([`Reader::pieces`]). So only one of many short pieces is held at a time.
pub(crate) struct Reader<'a> {
    text: &'a str,
    source: SourceId,
    items: Scanner<'a>,
    /// Whether there was an item.
    begun: bool,
    /// Whether long blocks and lists are left unread.
    leaves: bool,
    /// The faults of the syntax so far.
    pub(crate) faults: Vec<Fault>,
    /// The pieces so far that could not be read.
    pub(crate) lost: Vec<Span>,
}

/// Whether a word starts a configuration, perhaps misspelt.
fn is_configuration(word: &str) -> bool {
    word == "configuration" || similar(word, &super::scan::ITEM_WORDS) == Some("configuration")
}

impl<'a> Reader<'a> {
    /// A reader that leaves long lists unread.
    pub(crate) fn new(text: &'a str, source: SourceId) -> Self {
        Self {
            text,
            source,
            items: Scanner::items(text),
            begun: false,
            leaves: true,
            faults: Vec::new(),
            lost: Vec::new(),
        }
    }

    /// A reader that leaves nothing unread.
    pub(crate) fn whole(text: &'a str, source: SourceId) -> Self {
        Self {
            leaves: false,
            ..Self::new(text, source)
        }
    }

    fn fault(&mut self, code: occi_model::Code, range: Range<usize>, message: &str) -> &mut Fault {
        self.faults
            .push(Fault::new(code, Origin::span(self.source, range), message));
        let last = self.faults.len() - 1;
        &mut self.faults[last]
    }

    fn lose(&mut self, range: Range<usize>) {
        self.lost.push(Span::new(range.start, range.end));
    }

    /// Reads the next piece of a file, which may turn out to be several items or none. False at
    /// the end.
    pub(crate) fn item(&mut self, file: &mut File<'a>) -> bool {
        let Some(chunk) = self.items.next_chunk() else {
            return false;
        };
        match chunk {
            Chunk::InnerDoc { start, end } if !self.begun => {
                let span = Span::new(start, end);
                file.docs.push(doc_line(&self.text[start..end], span));
            }
            chunk => {
                let resumed = self.chunk(chunk, &levels::items(), &mut file.items);
                if let Some(at) = resumed {
                    self.items.resume(at);
                }
                self.begun |= !file.items.is_empty();
            }
        }
        !self.full()
    }

    /// Reads a piece. Gives back where to go on when that is not its end.
    fn chunk<T>(
        &mut self,
        chunk: Chunk,
        level: &Level<'a, T>,
        nodes: &mut Vec<T>,
    ) -> Option<usize> {
        match chunk {
            Chunk::InnerDoc { start, .. } => {
                self.faults.push(explain::inner_doc(self.source, start));
            }
            Chunk::StrayClose(at) => self.stray_close(at),
            Chunk::BlockComment { start, .. } => {
                self.faults.push(explain::block_comment(self.source, start));
            }
            Chunk::Statement(statement) => return self.statement(statement, level, nodes),
        }
        None
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

    /// What stands between the bytes `start` and `end`.
    fn inside<T>(&mut self, start: usize, end: usize, level: &Level<'a, T>) -> List<T> {
        let span = Span::new(start, end);
        if self.leaves && end.saturating_sub(start) > WHOLE {
            return List::unread(span);
        }
        let mut nodes = Vec::new();
        let mut pieces = self.pieces(span, level);
        while self.next_piece(&mut pieces, level, &mut nodes) {}
        nodes.into()
    }

    /// Reads what stands in a block whose head could not be read, for its faults.
    fn skim<T>(&mut self, inside: &List<T>, level: &Level<'a, T>) {
        let Some(more) = inside.more() else {
            return;
        };
        let mut nodes = Vec::new();
        let mut pieces = self.pieces(more.span, level);
        while self.next_piece(&mut pieces, level, &mut nodes) {
            nodes.clear();
        }
    }

    /// The head of a block with what stands in it.
    fn with_inside<N, T>(
        &mut self,
        head: Option<N>,
        inside: Range<usize>,
        level: &Level<'a, T>,
        put: impl FnOnce(&mut N, List<T>),
    ) -> Option<N> {
        let found = self.inside(inside.start, inside.end, level);
        let Some(mut head) = head else {
            self.skim(&found, level);
            return None;
        };
        put(&mut head, found);
        Some(head)
    }

    /// Reads a piece by a rule, and makes a node of the parts of what the rule has in it.
    fn read<T>(
        &mut self,
        rule: Rule,
        range: Range<usize>,
        convert: impl FnOnce(&mut Converter<'_, 'a>, Pairs<'_, Rule>) -> Option<T>,
    ) -> Result<Option<T>, Error<Rule>> {
        let text = self.text;
        let shortened = (self.leaves && range.len() > WHOLE)
            .then(|| shortened(text, &range))
            .flatten();
        let (piece, cuts) = match &shortened {
            Some((short, cuts)) => (&**short, &**cuts),
            None => (&text[range.clone()], &[][..]),
        };
        let place = Place {
            base: range.start,
            cuts,
        };
        match OcciParser::parse(rule, piece) {
            Ok(mut pairs) => {
                // The entry rules wrap what they enter.
                let parts = pairs
                    .next()
                    .map_or(pairs, pest::iterators::Pair::into_inner);
                let mut converter = Converter::new(text, self.source, place, &mut self.faults);
                Ok(convert(&mut converter, parts))
            }
            Err(mut error) => {
                let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
                error.location = InputLocation::Pos(place.start(at) - range.start);
                Err(error)
            }
        }
    }

    /// Reads a whole piece of a level.
    fn read_one<T>(
        &mut self,
        range: Range<usize>,
        level: &Level<'a, T>,
    ) -> Result<Option<T>, Error<Rule>> {
        self.read(level.one, range, |converter, mut pairs| {
            (level.convert)(converter, pairs.next()?.into_inner())
        })
    }

    /// Whether a piece can be read by a rule, or why not.
    fn fits(&mut self, rule: Rule, range: Range<usize>) -> Result<(), Error<Rule>> {
        self.read(rule, range, |_, _| None::<()>).map(drop)
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
        if let Some(place) = too_long(self.text, &statement) {
            let message = format!("this statement has more than {MAX_WORDS} words and signs");
            self.fault(code::CONDITION, place, &message).help =
                Some("remove what is said again and again, or split it".to_owned());
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
                None => self.read_one(range.clone(), level),
            };
            let error = match parsed {
                Ok(node) => {
                    nodes.extend(node);
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
                .and_then(|end| self.read(level.open, range.start..end, level.convert).ok())
                .flatten();
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

    /// Reads a large piece with a block by the pieces of the block; `None` for every other piece.
    /// The tree is the same as if it were read whole.
    fn large<T>(&mut self, statement: &Statement, level: &Level<'a, T>) -> Option<Option<T>> {
        let reads = self.leaves || level.one == Rule::one_item;
        if !reads || statement.end - statement.start <= WHOLE {
            return None;
        }
        let unclosed = statement.unclosed.filter(|at| Some(*at) == statement.open);
        statement.close.or(unclosed)?;
        // Nothing but the head and its bracket: this cannot be whole.
        let head = statement.start..statement.open? + 1;
        let error = self.fits(level.one, head).err()?;
        let node = (level.block)(self, *statement, error).ok()?;
        if let Some(at) = unclosed {
            self.unclosed(at);
        }
        Some(node)
    }

    /// The fault of a piece, when the first lines of it are enough to find it. The work that
    /// pest spends on a fault grows with the text behind it, so this keeps many faults of one
    /// piece linear.
    fn glance(&mut self, rule: Rule, range: &Range<usize>) -> Option<(Range<usize>, Error<Rule>)> {
        let mut end = range.start + GLANCE;
        if end >= range.end {
            return None;
        }
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let lines = self.text[range.start..end].rfind('\n')?;
        let near = range.start..range.start + lines;
        let error = self.fits(rule, near.clone()).err()?;
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
        convert: impl FnOnce(&mut Converter<'_, 'a>, Pairs<'_, Rule>) -> Option<T>,
    ) -> Option<T> {
        match self.read(rule, range.clone(), convert) {
            Ok(node) => node,
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
        let inside = open + 1..Self::inside_end(&statement);
        Ok(self.with_inside(head, inside, &members(), |item, found| {
            if let Item::Category(category) = item {
                category.members = found;
            }
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
        category.members = self.inside(at, close, &members());
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
        if !is_states || self.fits(Rule::open_member, head.clone()).is_ok() {
            return Err(error);
        }
        let first = self.fits(Rule::states_head, head.clone());
        if first.is_err() && self.text[head.clone()].contains(':') {
            return Err(error);
        }
        let member = self.head(Rule::states_head, head, |c, pairs| c.states_head(pairs));
        let inside = open + 1..Self::inside_end(&statement);
        Ok(
            self.with_inside(member, inside, &states(), |member, found| {
                if let MemberForm::States(states) = &mut member.form {
                    states.states = found;
                }
                member.span.end = Span::new(0, statement.end).end;
            }),
        )
    }

    /// A state with its transitions.
    fn state(&mut self, statement: Statement, error: Error<Rule>) -> Block<State<'a>> {
        let Some(open) = statement.open else {
            return Err(error);
        };
        let state = self.head(Rule::state_head, statement.start..open, |c, pairs| {
            c.state(pairs)
        });
        let inside = open + 1..Self::inside_end(&statement);
        Ok(
            self.with_inside(state, inside, &transitions(), |state, found| {
                state.transitions = found;
            }),
        )
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
            let item = Converter::new(&text, SourceId(0), Place::default(), &mut faults)
                .item(inner.into_inner());
            assert_eq!(parsed.file.items, Vec::from_iter(item));
        }
    }
}
