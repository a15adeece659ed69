//! Configurations.

use pest::iterators::{Pair, Pairs};

use super::Converter;
use crate::syntax::{
    Rule,
    tree::{
        Clause, Configuration, Instance, InstanceClass, InstanceClause, Lead, List, Part, PartForm,
        Tag,
    },
};

impl<'a> Converter<'_, 'a> {
    /// The parts of `configuration` or of its head.
    pub(super) fn configuration<'p>(
        &mut self,
        pairs: impl Iterator<Item = Pair<'p, Rule>>,
        lead: Lead<'a>,
    ) -> Option<Configuration<'a>> {
        let mut name = None;
        let mut locations = Vec::new();
        let mut parts = List::default();
        for pair in pairs {
            match pair.as_rule() {
                Rule::name | Rule::quoted => name = Some(self.text(&pair)),
                Rule::location_clause => locations.extend(self.label(pair)),
                Rule::configuration_body => parts = self.list(pair, Rule::part, Self::part),
                Rule::kw_configuration | Rule::semi | Rule::EOI => {}
                _ => self.unexpected(&pair, "a configuration"),
            }
        }
        Some(Configuration {
            lead,
            name: name?,
            locations,
            parts,
        })
    }

    /// The parts of `part`, `instance_part`, or their forms without semicolon and block.
    pub(crate) fn part(&mut self, pairs: Pairs<'_, Rule>) -> Option<Part<'a>> {
        let mut lead = Lead::default();
        let mut pairs = pairs.peekable();
        while let Some(pair) =
            pairs.next_if(|pair| matches!(pair.as_rule(), Rule::doc | Rule::mark))
        {
            self.lead(&mut lead, &pair);
        }
        let first = pairs.peek()?;
        let span = self.span(first);
        if matches!(first.as_rule(), Rule::kw_resource | Rule::kw_link) {
            let last = pairs
                .clone()
                .filter(|pair| pair.as_rule() != Rule::EOI)
                .last();
            let span = last.map_or(span, |last| span.to(self.span(&last)));
            let form = PartForm::Instance(self.instance(pairs)?);
            return Some(Part { lead, form, span });
        }
        let pair = pairs.next()?;
        let form = match pair.as_rule() {
            Rule::tag => self.tag(pair).map(PartForm::Tag),
            Rule::instance => self.instance(pair.into_inner()).map(PartForm::Instance),
            Rule::assignment => self.assignment(pair),
            Rule::id => self.label(pair).map(PartForm::Id),
            Rule::summary => self.label(pair).map(PartForm::Summary),
            _ => {
                self.unexpected(&pair, "a part of a configuration");
                None
            }
        };
        form.map(|form| Part { lead, form, span })
    }

    fn assignment(&mut self, pair: Pair<'_, Rule>) -> Option<PartForm<'a>> {
        let mut name = None;
        let mut value = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name | Rule::quoted => name = Some(self.text(&part)),
                Rule::value => value = self.value(part.into_inner()),
                Rule::equals => {}
                _ => self.unexpected(&part, "a value"),
            }
        }
        Some(PartForm::Assignment(name?, value?))
    }

    fn tag(&mut self, pair: Pair<'_, Rule>) -> Option<Tag<'a>> {
        let mut term = None;
        let mut clauses = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name | Rule::quoted if term.is_none() => term = Some(self.text(&part)),
                Rule::quoted => clauses.push(Clause::Title(self.text(&part))),
                Rule::scheme_clause => clauses.extend(self.label(part).map(Clause::Scheme)),
                Rule::location_clause => clauses.extend(self.label(part).map(Clause::Location)),
                Rule::kw_tag => {}
                _ => self.unexpected(&part, "a tag"),
            }
        }
        Some(Tag {
            term: term?,
            clauses,
        })
    }

    fn instance<'p>(
        &mut self,
        pairs: impl Iterator<Item = Pair<'p, Rule>>,
    ) -> Option<Instance<'a>> {
        let mut class = InstanceClass::Resource;
        let mut name = None;
        let mut clauses = Vec::new();
        let mut parts = List::default();
        for pair in pairs {
            match pair.as_rule() {
                Rule::kw_resource => class = InstanceClass::Resource,
                Rule::kw_link => class = InstanceClass::Link,
                Rule::name | Rule::quoted if name.is_none() => name = Some(self.text(&pair)),
                Rule::quoted => clauses.push(InstanceClause::Title(self.text(&pair))),
                Rule::parent_clause => {
                    clauses.extend(self.reference_in(pair).map(InstanceClause::Kind));
                }
                Rule::location_clause => {
                    clauses.extend(self.label(pair).map(InstanceClause::Location));
                }
                Rule::target_clause => {
                    clauses.extend(self.label(pair).map(InstanceClause::Target));
                }
                Rule::with_clause => {
                    let span = self.span(&pair);
                    clauses.push(InstanceClause::With(self.references(pair), span));
                }
                Rule::instance_body => {
                    parts = self.list(pair, Rule::instance_part, Self::part);
                }
                Rule::semi | Rule::EOI => {}
                _ => self.unexpected(&pair, "an instance"),
            }
        }
        Some(Instance {
            class,
            name: name?,
            clauses,
            parts,
        })
    }
}
