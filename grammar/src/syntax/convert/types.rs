//! Types and values.

use pest::iterators::{Pair, Pairs};

use super::{Converter, Rule};
use crate::syntax::tree::{
    Argument, ArgumentForm, HashMember, Lead, List, Literal, NamedType, Range, Span, Text, Type,
    TypeForm, Value, ValueForm,
};

impl<'a> Converter<'_, 'a> {
    pub(super) fn named_enum(
        &mut self,
        pair: Pair<'_, Rule>,
        lead: Lead<'a>,
    ) -> Option<NamedType<'a>> {
        let mut name = None;
        let mut value_type = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name | Rule::quoted => name = Some(self.text(&part)),
                Rule::literals => {
                    let span = self.span(&part);
                    let form = TypeForm::Enum(self.literals(part));
                    value_type = Some(Type { form, span });
                }
                Rule::kw_enum | Rule::semi => {}
                _ => self.unexpected(&part, "an enum"),
            }
        }
        Some(NamedType {
            lead,
            name: name?,
            value_type: value_type?,
        })
    }

    pub(super) fn named_type(
        &mut self,
        pair: Pair<'_, Rule>,
        lead: Lead<'a>,
    ) -> Option<NamedType<'a>> {
        let mut name = None;
        let mut value_type = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name | Rule::quoted => name = Some(self.text(&part)),
                Rule::type_expr => value_type = self.type_expr(part),
                Rule::kw_type | Rule::equals => {}
                _ => self.unexpected(&part, "a named type"),
            }
        }
        Some(NamedType {
            lead,
            name: name?,
            value_type: value_type?,
        })
    }

    pub(super) fn type_expr(&mut self, pair: Pair<'_, Rule>) -> Option<Type<'a>> {
        let span = self.span(&pair);
        let inner = pair.into_inner().next()?;
        let form = match inner.as_rule() {
            Rule::inline_enum => {
                let literals = inner
                    .into_inner()
                    .find(|part| part.as_rule() == Rule::literals)?;
                TypeForm::Enum(self.literals(literals))
            }
            Rule::hash => TypeForm::Hash(self.list(inner, Rule::hash_member, Self::hash_member)),
            Rule::list => self.list_type(inner)?,
            Rule::plain => self.plain(inner)?,
            _ => {
                self.unexpected(&inner, "a type");
                return None;
            }
        };
        Some(Type { form, span })
    }

    fn literals(&mut self, pair: Pair<'_, Rule>) -> List<Literal<'a>> {
        self.list(pair, Rule::literal, Self::literal)
    }

    /// The parts of `literal`.
    pub(crate) fn literal(&mut self, pairs: Pairs<'_, Rule>) -> Option<Literal<'a>> {
        let mut lead = Lead::default();
        for pair in pairs {
            if !self.lead(&mut lead, &pair) {
                let name = self.text(&pair);
                return Some(Literal { lead, name });
            }
        }
        None
    }

    /// The parts of `hash_member` or `open_hash_member`.
    pub(crate) fn hash_member(&mut self, pairs: Pairs<'_, Rule>) -> Option<HashMember<'a>> {
        let mut lead = Lead::default();
        let mut modifiers = Vec::new();
        let mut name = None;
        let mut value_type = None;
        let mut default = None;
        for part in pairs {
            if self.lead(&mut lead, &part) {
                continue;
            }
            match part.as_rule() {
                Rule::modifier => modifiers.push(self.text(&part)),
                Rule::name | Rule::quoted => name = Some(self.text(&part)),
                Rule::type_expr => value_type = self.type_expr(part),
                Rule::value => default = self.value(part.into_inner()),
                Rule::colon | Rule::equals | Rule::semi | Rule::EOI => {}
                _ => self.unexpected(&part, "a member of a hash"),
            }
        }
        Some(HashMember {
            lead,
            modifiers,
            name: name?,
            value_type: value_type?,
            default,
        })
    }

    fn list_type(&mut self, pair: Pair<'_, Rule>) -> Option<TypeForm<'a>> {
        let item = pair
            .clone()
            .into_inner()
            .find(|part| part.as_rule() == Rule::type_expr)?;
        let item = Box::new(self.type_expr(item)?);
        let arguments = self.list(pair, Rule::argument, Self::argument);
        Some(TypeForm::List(item, arguments))
    }

    fn plain(&mut self, pair: Pair<'_, Rule>) -> Option<TypeForm<'a>> {
        let mut name = None;
        let mut arguments = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::reference => name = self.reference(part.into_inner()),
                Rule::arguments => {
                    arguments = Some(self.list(part, Rule::argument, Self::argument));
                }
                _ => self.unexpected(&part, "a type"),
            }
        }
        Some(TypeForm::Plain(name?, arguments))
    }

    /// The parts of `argument`.
    pub(crate) fn argument(&mut self, pairs: Pairs<'_, Rule>) -> Option<Argument<'a>> {
        let mut span: Option<Span> = None;
        let mut name = None;
        let mut range = None;
        let mut text = None;
        for part in pairs {
            let here = self.span(&part);
            span = Some(span.map_or(here, |before| before.to(here)));
            match part.as_rule() {
                Rule::reference => name = self.reference(part.into_inner()),
                Rule::range => range = Some(self.range(part)),
                Rule::quoted => text = Some(self.text(&part)),
                Rule::equals => {}
                _ => self.unexpected(&part, "an argument"),
            }
        }
        let form = match (name, text, range) {
            (Some(name), Some(text), _) => ArgumentForm::Text(name, text),
            (Some(name), None, Some(range)) => ArgumentForm::Length(name, range),
            (Some(name), None, None) => ArgumentForm::Word(name),
            (None, _, range) => ArgumentForm::Range(range?),
        };
        Some(Argument { form, span: span? })
    }

    fn range(&mut self, pair: Pair<'_, Rule>) -> Range<'a> {
        let mut range = Range {
            low: None,
            dots: None,
            high: None,
            span: self.span(&pair),
        };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::dots => range.dots = Some(self.written(&part)),
                Rule::number if range.dots.is_some() => range.high = Some(self.number(&part)),
                Rule::number => range.low = Some(self.number(&part)),
                _ => self.unexpected(&part, "a range"),
            }
        }
        range
    }

    /// The parts of `value`.
    pub(crate) fn value(&mut self, mut pairs: Pairs<'_, Rule>) -> Option<Value<'a>> {
        self.constant(pairs.next()?)
    }

    /// A value, from the pair of its form.
    pub(super) fn constant(&mut self, inner: Pair<'_, Rule>) -> Option<Value<'a>> {
        let span = self.span(&inner);
        let form = match inner.as_rule() {
            Rule::number => ValueForm::Number(self.number(&inner)),
            Rule::name | Rule::quoted => ValueForm::Text(self.text(&inner)),
            Rule::list_value => ValueForm::List(self.list(inner, Rule::value, Self::value)),
            Rule::hash_value => ValueForm::Hash(self.list(inner, Rule::entry, Self::entry)),
            _ => {
                self.unexpected(&inner, "a value");
                return None;
            }
        };
        Some(Value { form, span })
    }

    /// The parts of `entry`.
    pub(crate) fn entry(&mut self, pairs: Pairs<'_, Rule>) -> Option<(Text<'a>, Value<'a>)> {
        let mut name = None;
        let mut value = None;
        for pair in pairs {
            match pair.as_rule() {
                Rule::name | Rule::quoted => name = Some(self.text(&pair)),
                Rule::value => value = self.value(pair.into_inner()),
                Rule::colon => {}
                _ => self.unexpected(&pair, "an entry"),
            }
        }
        name.zip(value)
    }
}
