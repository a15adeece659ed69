//! Types and values.

use pest::iterators::Pair;

use super::{Converter, Rule};
use crate::syntax::tree::{
    Argument, ArgumentForm, HashMember, Lead, Literal, NamedType, Range, Type, TypeForm, Value,
    ValueForm,
};

impl Converter<'_> {
    pub(super) fn named_enum<'a>(
        &mut self,
        pair: Pair<'a, Rule>,
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

    pub(super) fn named_type<'a>(
        &mut self,
        pair: Pair<'a, Rule>,
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

    pub(super) fn type_expr<'a>(&mut self, pair: Pair<'a, Rule>) -> Option<Type<'a>> {
        let span = self.span(&pair);
        let inner = pair.into_inner().next()?;
        let form = match inner.as_rule() {
            Rule::inline_enum => {
                let literals = inner
                    .into_inner()
                    .find(|part| part.as_rule() == Rule::literals)?;
                TypeForm::Enum(self.literals(literals))
            }
            Rule::hash => TypeForm::Hash(self.hash(inner)),
            Rule::list => self.list(inner)?,
            Rule::plain => self.plain(inner)?,
            _ => {
                self.unexpected(&inner, "a type");
                return None;
            }
        };
        Some(Type { form, span })
    }

    fn literals<'a>(&mut self, pair: Pair<'a, Rule>) -> Vec<Literal<'a>> {
        let mut literals = Vec::new();
        for part in pair.into_inner() {
            if part.as_rule() != Rule::literal {
                continue;
            }
            let mut lead = Lead::default();
            for inner in part.into_inner() {
                if !self.lead(&mut lead, &inner) {
                    let name = self.text(&inner);
                    literals.push(Literal {
                        lead: std::mem::take(&mut lead),
                        name,
                    });
                }
            }
        }
        literals
    }

    fn hash<'a>(&mut self, pair: Pair<'a, Rule>) -> Vec<HashMember<'a>> {
        let mut members = Vec::new();
        for part in pair.into_inner() {
            if part.as_rule() == Rule::hash_member {
                members.extend(self.hash_member(part));
            }
        }
        members
    }

    fn hash_member<'a>(&mut self, pair: Pair<'a, Rule>) -> Option<HashMember<'a>> {
        let mut lead = Lead::default();
        let mut modifiers = Vec::new();
        let mut name = None;
        let mut value_type = None;
        let mut default = None;
        for part in pair.into_inner() {
            if self.lead(&mut lead, &part) {
                continue;
            }
            match part.as_rule() {
                Rule::modifier => modifiers.push(self.text(&part)),
                Rule::name | Rule::quoted => name = Some(self.text(&part)),
                Rule::type_expr => value_type = self.type_expr(part),
                Rule::value => default = self.value(part),
                Rule::colon | Rule::equals | Rule::semi => {}
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

    fn list<'a>(&mut self, pair: Pair<'a, Rule>) -> Option<TypeForm<'a>> {
        let mut item = None;
        let mut arguments = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::type_expr => item = self.type_expr(part),
                Rule::argument => arguments.extend(self.argument(part)),
                Rule::kw_list | Rule::lparen | Rule::rparen | Rule::comma => {}
                _ => self.unexpected(&part, "a list"),
            }
        }
        Some(TypeForm::List(Box::new(item?), arguments))
    }

    fn plain<'a>(&mut self, pair: Pair<'a, Rule>) -> Option<TypeForm<'a>> {
        let mut name = None;
        let mut arguments = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::reference => name = self.reference(part),
                Rule::arguments => {
                    let mut found = Vec::new();
                    for inner in part.into_inner() {
                        if inner.as_rule() == Rule::argument {
                            found.extend(self.argument(inner));
                        }
                    }
                    arguments = Some(found);
                }
                _ => self.unexpected(&part, "a type"),
            }
        }
        Some(TypeForm::Plain(name?, arguments))
    }

    fn argument<'a>(&mut self, pair: Pair<'a, Rule>) -> Option<Argument<'a>> {
        let span = self.span(&pair);
        let mut name = None;
        let mut range = None;
        let mut text = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::reference => name = self.reference(part),
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
        Some(Argument { form, span })
    }

    fn range<'a>(&mut self, pair: Pair<'a, Rule>) -> Range<'a> {
        let mut range = Range {
            low: None,
            dots: None,
            high: None,
            span: self.span(&pair),
        };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::dots => range.dots = Some(part.as_str()),
                Rule::number if range.dots.is_some() => range.high = Some(self.number(&part)),
                Rule::number => range.low = Some(self.number(&part)),
                _ => self.unexpected(&part, "a range"),
            }
        }
        range
    }

    pub(super) fn value<'a>(&mut self, pair: Pair<'a, Rule>) -> Option<Value<'a>> {
        let span = self.span(&pair);
        let inner = pair.into_inner().next()?;
        let form = match inner.as_rule() {
            Rule::number => ValueForm::Number(self.number(&inner)),
            Rule::name | Rule::quoted => ValueForm::Text(self.text(&inner)),
            Rule::list_value => {
                let mut items = Vec::new();
                for part in inner.into_inner() {
                    if part.as_rule() == Rule::value {
                        items.extend(self.value(part));
                    }
                }
                ValueForm::List(items)
            }
            Rule::hash_value => {
                let mut members = Vec::new();
                for part in inner.into_inner() {
                    if part.as_rule() != Rule::entry {
                        continue;
                    }
                    let mut name = None;
                    for inner in part.into_inner() {
                        match inner.as_rule() {
                            Rule::name | Rule::quoted => name = Some(self.text(&inner)),
                            Rule::value => members.extend(name.take().zip(self.value(inner))),
                            Rule::colon => {}
                            _ => self.unexpected(&inner, "an entry"),
                        }
                    }
                }
                ValueForm::Hash(members)
            }
            _ => {
                self.unexpected(&inner, "a value");
                return None;
            }
        };
        Some(Value { form, span })
    }
}
