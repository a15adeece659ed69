//! From pest's pairs to the syntax tree: one function per rule.
//!
//! A pair that the grammar cannot give at a place is reported as an internal fault with the
//! name of its rule, so that a change of the grammar fails loudly.

mod condition;
mod configuration;
mod member;
mod types;

use std::borrow::Cow;

use occi_model::{Fault, Origin, SourceId};
use pest::iterators::{Pair, Pairs};

use super::{
    MAX_FAULTS, Rule,
    cut::Place,
    tree::{
        Category, Class, Clause, Doc, Extension, Item, Lead, List, Mark, Member, MemberForm, More,
        Number, Reference, Span, State, States, Text, Transition, Trigger, Use,
    },
};
use crate::code;

/// Turns the pairs of one piece of a text into nodes.
pub(crate) struct Converter<'f, 'a> {
    text: &'a str,
    source: SourceId,
    /// Where in the text the piece is.
    place: Place<'f>,
    faults: &'f mut Vec<Fault>,
}

/// A line of a description without its slashes.
pub(super) fn doc_line(line: &str, span: Span) -> Doc<'_> {
    let text = line.get(3..).unwrap_or_default().trim_end();
    Doc {
        text: text.strip_prefix(' ').unwrap_or(text),
        span,
    }
}

impl<'f, 'a> Converter<'f, 'a> {
    pub(super) const fn new(
        text: &'a str,
        source: SourceId,
        place: Place<'f>,
        faults: &'f mut Vec<Fault>,
    ) -> Self {
        Self {
            text,
            source,
            place,
            faults,
        }
    }

    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        Span::new(self.place.start(span.start()), self.place.end(span.end()))
    }

    /// What is written; the pair itself may be of a shortened text.
    fn written(&self, pair: &Pair<'_, Rule>) -> &'a str {
        self.text.get(self.span(pair).range()).unwrap_or_default()
    }

    /// What was left out before the bracket that ends a pair.
    fn left_out(&self, pair: &Pair<'_, Rule>) -> Option<Span> {
        self.cut_at(pair.as_span().end().checked_sub(1)?)
    }

    fn cut_at(&self, offset: usize) -> Option<Span> {
        let found = self.place.cuts.binary_search_by_key(&offset, |cut| cut.at);
        let rest = &self.place.cuts[found.ok()?].rest;
        Some(Span::new(rest.start, rest.end))
    }

    fn origin(&self, span: Span) -> Origin {
        Origin::span(self.source, span.range())
    }

    /// Reports a pair that the grammar should not have given here.
    fn unexpected(&mut self, pair: &Pair<'_, Rule>, place: &str) {
        let origin = self.origin(self.span(pair));
        self.faults.push(Fault::new(
            code::INTERNAL,
            origin,
            format!(
                "the reader of {place} does not know the rule `{:?}`; please report this",
                pair.as_rule()
            ),
        ));
    }

    // ---- words

    fn doc(&self, pair: &Pair<'_, Rule>) -> Doc<'a> {
        doc_line(self.written(pair), self.span(pair))
    }

    pub(crate) fn text(&mut self, pair: &Pair<'_, Rule>) -> Text<'a> {
        let span = self.span(pair);
        let written = self.written(pair);
        if pair.as_rule() != Rule::quoted {
            return Text {
                value: Cow::Borrowed(written),
                span,
                quoted: false,
            };
        }
        let inner = &written[1..written.len() - 1];
        let value = if inner.contains('\\') {
            Cow::Owned(self.unescape(inner, span.start as usize + 1))
        } else {
            Cow::Borrowed(inner)
        };
        Text {
            value,
            span,
            quoted: true,
        }
    }

    /// Replaces the escapes of a string whose inside starts at byte `at` of the text.
    fn unescape(&mut self, inner: &str, at: usize) -> String {
        let mut value = String::with_capacity(inner.len());
        let mut rest = inner;
        while let Some(backslash) = rest.find('\\') {
            value.push_str(&rest[..backslash]);
            let start = at + (inner.len() - rest.len()) + backslash;
            rest = &rest[backslash + 1..];
            let mut characters = rest.chars();
            let escape = characters.next();
            rest = characters.as_str();
            let plain = match escape {
                Some('n') => Some('\n'),
                Some('r') => Some('\r'),
                Some('t') => Some('\t'),
                Some(same @ ('"' | '\\')) => Some(same),
                Some('u') => rest
                    .strip_prefix('{')
                    .and_then(|tail| tail.split_once('}'))
                    .and_then(|(digits, tail)| {
                        rest = tail;
                        (digits.len() <= 6)
                            .then(|| u32::from_str_radix(digits, 16).ok())
                            .flatten()
                            .and_then(char::from_u32)
                    }),
                _ => None,
            };
            if let Some(character) = plain {
                value.push(character);
            } else if self.faults.len() < MAX_FAULTS {
                let end = at + (inner.len() - rest.len());
                self.faults.push(
                    Fault::new(
                        code::ESCAPE,
                        Origin::span(self.source, start..end),
                        "no such escape in a string",
                    )
                    .with_help(
                        r#"the escapes are \" \\ \n \r \t and \u{1F600}; a backslash itself is \\"#,
                    ),
                );
            }
        }
        value.push_str(rest);
        value
    }

    /// The parts of `reference`.
    pub(crate) fn reference(&mut self, mut parts: Pairs<'_, Rule>) -> Option<Reference<'a>> {
        let text = self.text(&parts.next()?);
        let tail = parts.next().map(|part| self.text(&part));
        let span = tail
            .as_ref()
            .map_or(text.span, |tail| text.span.to(tail.span));
        Some(Reference { text, tail, span })
    }

    /// The parts of a list that a rule has, between brackets.
    fn list<T>(
        &mut self,
        pair: Pair<'_, Rule>,
        rule: Rule,
        convert: impl Fn(&mut Self, Pairs<'_, Rule>) -> Option<T>,
    ) -> List<T> {
        let more = self.left_out(&pair);
        self.parts(pair.into_inner(), more, rule, convert)
    }

    fn parts<T>(
        &mut self,
        pairs: Pairs<'_, Rule>,
        more: Option<Span>,
        rule: Rule,
        convert: impl Fn(&mut Self, Pairs<'_, Rule>) -> Option<T>,
    ) -> List<T> {
        let mut parts = Vec::new();
        for pair in pairs {
            if pair.as_rule() == rule {
                parts.extend(convert(self, pair.into_inner()));
            }
        }
        let at = parts.len();
        List::with_more(parts, more.map(|span| More { at, span }))
    }

    fn number(&self, pair: &Pair<'_, Rule>) -> Number<'a> {
        Number {
            text: self.written(pair),
            span: self.span(pair),
        }
    }

    fn mark(&mut self, pair: Pair<'_, Rule>) -> Option<Mark<'a>> {
        let span = self.span(&pair);
        let mut name = None;
        let mut argument = None;
        let mut second = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name => name = Some(self.text(&part)),
                Rule::quoted if argument.is_none() => argument = Some(self.text(&part)),
                Rule::quoted => second = Some(self.text(&part)),
                _ => {}
            }
        }
        Some(Mark {
            name: name?,
            argument,
            second,
            span,
        })
    }

    /// Takes a description line or a mark; says whether it was one.
    fn lead(&mut self, lead: &mut Lead<'a>, pair: &Pair<'_, Rule>) -> bool {
        match pair.as_rule() {
            Rule::doc => lead.docs.push(self.doc(pair)),
            Rule::mark => lead.marks.extend(self.mark(pair.clone())),
            _ => return false,
        }
        true
    }

    /// The first word or string among the parts of a pair.
    fn label(&mut self, pair: Pair<'_, Rule>) -> Option<Text<'a>> {
        pair.into_inner()
            .find(|part| matches!(part.as_rule(), Rule::name | Rule::quoted))
            .map(|part| self.text(&part))
    }

    /// The first reference among the parts of a pair.
    fn reference_in(&mut self, pair: Pair<'_, Rule>) -> Option<Reference<'a>> {
        pair.into_inner()
            .find(|part| part.as_rule() == Rule::reference)
            .and_then(|part| self.reference(part.into_inner()))
    }

    // ---- items

    /// The parts of `item`, `open_item` or `category_head`.
    pub(crate) fn item(&mut self, pairs: Pairs<'_, Rule>) -> Option<Item<'a>> {
        let mut lead = Lead::default();
        let mut pairs = pairs.peekable();
        while let Some(pair) =
            pairs.next_if(|pair| matches!(pair.as_rule(), Rule::doc | Rule::mark))
        {
            self.lead(&mut lead, &pair);
        }
        match pairs.peek()?.as_rule() {
            Rule::category_modifier | Rule::kw_kind | Rule::kw_mixin => {
                return self.category(pairs, lead).map(Item::Category);
            }
            Rule::kw_configuration => {
                return self.configuration(pairs, lead).map(Item::Configuration);
            }
            _ => {}
        }
        let pair = pairs.next()?;
        let span = self.span(&pair);
        match pair.as_rule() {
            Rule::category => self.category(pair.into_inner(), lead).map(Item::Category),
            Rule::configuration => self
                .configuration(pair.into_inner(), lead)
                .map(Item::Configuration),
            Rule::named_enum => self.named_enum(pair, lead).map(Item::NamedType),
            Rule::named_type => self.named_type(pair, lead).map(Item::NamedType),
            Rule::use_decl => {
                let mut texts = self.labels(pair);
                Some(Item::Use(Use {
                    lead,
                    extension: texts.next()?,
                    alias: texts.next(),
                    span,
                }))
            }
            Rule::extension => self.extension(pair, lead).map(Item::Extension),
            _ => {
                self.unexpected(&pair, "an item");
                None
            }
        }
    }

    fn extension(&mut self, pair: Pair<'_, Rule>, lead: Lead<'a>) -> Option<Extension<'a>> {
        let span = self.span(&pair);
        let mut name = None;
        let mut scheme = None;
        let mut versions = Vec::new();
        let mut specifications = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name | Rule::quoted if name.is_none() => name = Some(self.text(&part)),
                Rule::quoted => scheme = Some(self.text(&part)),
                Rule::version => versions.extend(self.label(part)),
                Rule::specification => specifications.extend(self.label(part)),
                Rule::kw_extension => {}
                _ => self.unexpected(&part, "an extension"),
            }
        }
        Some(Extension {
            lead,
            name: name?,
            scheme: scheme?,
            versions,
            specifications,
            span,
        })
    }

    fn labels(&mut self, pair: Pair<'_, Rule>) -> std::vec::IntoIter<Text<'a>> {
        let texts: Vec<_> = pair
            .into_inner()
            .filter(|part| matches!(part.as_rule(), Rule::name | Rule::quoted))
            .map(|part| self.text(&part))
            .collect();
        texts.into_iter()
    }

    fn category<'p>(
        &mut self,
        pairs: impl Iterator<Item = Pair<'p, Rule>>,
        lead: Lead<'a>,
    ) -> Option<Category<'a>> {
        let mut class = Class::Kind;
        let mut modifiers = Vec::new();
        let mut term = None;
        let mut clauses = Vec::new();
        let mut members = List::default();
        for pair in pairs {
            match pair.as_rule() {
                Rule::category_modifier => modifiers.push(self.text(&pair)),
                Rule::kw_kind => class = Class::Kind,
                Rule::kw_mixin => class = Class::Mixin,
                Rule::name | Rule::quoted if term.is_none() => term = Some(self.text(&pair)),
                Rule::quoted => clauses.push(Clause::Title(self.text(&pair))),
                Rule::scheme_clause => clauses.extend(self.label(pair).map(Clause::Scheme)),
                Rule::location_clause => clauses.extend(self.label(pair).map(Clause::Location)),
                Rule::parent_clause => clauses.extend(self.reference_in(pair).map(Clause::Parent)),
                Rule::body => members = self.list(pair, Rule::member, Self::member),
                Rule::semi | Rule::EOI => {}
                _ => self.unexpected(&pair, "a category"),
            }
        }
        Some(Category {
            lead,
            modifiers,
            class,
            term: term?,
            clauses,
            members,
        })
    }

    // ---- states

    fn states(&mut self, pair: Pair<'_, Rule>) -> Option<States<'a>> {
        let attribute = self.label(pair.clone())?;
        // A semicolon may stand behind the block.
        let close = pair
            .clone()
            .into_inner()
            .find(|part| part.as_rule() == Rule::close);
        let more = close.and_then(|close| self.cut_at(close.as_span().start()));
        Some(States {
            attribute,
            states: self.parts(pair.into_inner(), more, Rule::state, Self::state),
        })
    }

    /// The parts of `states_head`: what stands before and the attribute.
    pub(crate) fn states_head(&mut self, pairs: Pairs<'_, Rule>) -> Option<Member<'a>> {
        let mut lead = Lead::default();
        let mut span: Option<Span> = None;
        let mut attribute = None;
        for pair in pairs {
            if self.lead(&mut lead, &pair) || pair.as_rule() == Rule::EOI {
                continue;
            }
            let here = self.span(&pair);
            span = Some(span.map_or(here, |before| before.to(here)));
            if pair.as_rule() != Rule::kw_states {
                attribute = Some(self.text(&pair));
            }
        }
        let form = MemberForm::States(States {
            attribute: attribute?,
            states: List::default(),
        });
        Some(Member {
            lead,
            form,
            span: span?,
        })
    }

    /// The parts of `state`, `open_state` or `state_head`.
    pub(crate) fn state(&mut self, pairs: Pairs<'_, Rule>) -> Option<State<'a>> {
        let mut lead = Lead::default();
        let mut modifiers = Vec::new();
        let mut name = None;
        let mut transitions = Vec::new();
        let mut more = None;
        for pair in pairs {
            if self.lead(&mut lead, &pair) {
                continue;
            }
            match pair.as_rule() {
                Rule::state_modifier => modifiers.push(self.text(&pair)),
                Rule::name | Rule::quoted => name = Some(self.text(&pair)),
                Rule::transition => transitions.extend(self.transition(pair.into_inner())),
                Rule::close => more = self.left_out(&pair),
                Rule::open | Rule::semi | Rule::EOI => {}
                _ => self.unexpected(&pair, "a state"),
            }
        }
        Some(State {
            lead,
            modifiers,
            name: name?,
            transitions: {
                let at = transitions.len();
                List::with_more(transitions, more.map(|span| More { at, span }))
            },
        })
    }

    /// The parts of `transition` or `open_transition`.
    pub(crate) fn transition(&mut self, pairs: Pairs<'_, Rule>) -> Option<Transition<'a>> {
        let mut lead = Lead::default();
        let mut trigger = None;
        let mut to = None;
        let mut failures = Vec::new();
        let mut vias = Vec::new();
        for pair in pairs {
            if self.lead(&mut lead, &pair) {
                continue;
            }
            match pair.as_rule() {
                Rule::event => trigger = Some(Trigger::Event(self.label(pair))),
                Rule::name | Rule::quoted if trigger.is_none() => {
                    trigger = Some(Trigger::Action(self.text(&pair)));
                }
                Rule::name | Rule::quoted => to = Some(self.text(&pair)),
                Rule::failure => failures.extend(self.label(pair)),
                Rule::via => vias.extend(self.label(pair)),
                Rule::arrow | Rule::semi | Rule::EOI => {}
                _ => self.unexpected(&pair, "a transition"),
            }
        }
        Some(Transition {
            lead,
            trigger: trigger?,
            to: to?,
            failures,
            vias,
        })
    }
}
