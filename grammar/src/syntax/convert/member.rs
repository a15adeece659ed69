//! Members of categories.

use pest::iterators::{Pair, Pairs};

use super::{Converter, Rule};
use crate::syntax::tree::{
    Action, Attribute, Default, DefaultForm, Lead, List, Member, MemberForm, More, Reference, Role,
};

impl<'a> Converter<'_, 'a> {
    /// The parts of `member` or `open_member`.
    pub(crate) fn member(&mut self, pairs: Pairs<'_, Rule>) -> Option<Member<'a>> {
        let mut lead = Lead::default();
        for pair in pairs {
            if self.lead(&mut lead, &pair) {
                continue;
            }
            let span = self.span(&pair);
            let form = match pair.as_rule() {
                Rule::attribute => self.attribute(pair).map(MemberForm::Attribute),
                Rule::action => self.action(pair).map(MemberForm::Action),
                Rule::states => self.states(pair).map(MemberForm::States),
                Rule::require => self.require(pair),
                Rule::depends => Some(self.role(pair, Role::Depends)),
                Rule::applies => Some(self.role(pair, Role::Applies)),
                Rule::source => Some(self.role(pair, Role::Source)),
                Rule::target => Some(self.role(pair, Role::Target)),
                Rule::setting => self.setting(pair),
                _ => {
                    self.unexpected(&pair, "a member");
                    None
                }
            };
            return form.map(|form| Member { lead, form, span });
        }
        None
    }

    pub(super) fn role(&mut self, pair: Pair<'_, Rule>, role: Role) -> MemberForm<'a> {
        MemberForm::References(role, self.references(pair))
    }

    /// The references among the parts of a pair. They stand between no brackets, so what is left
    /// out of a long list is between the first and the last.
    pub(super) fn references(&mut self, pair: Pair<'_, Rule>) -> List<Reference<'a>> {
        let within = pair.as_span();
        let cut = self
            .place
            .cuts
            .iter()
            .find(|cut| within.start() < cut.at && cut.at <= within.end())
            .map(|cut| cut.at);
        let mut found = Vec::new();
        let mut at = 0;
        for part in pair.into_inner() {
            if part.as_rule() == Rule::reference {
                at += usize::from(cut.is_some_and(|cut| part.as_span().end() <= cut));
                found.extend(self.reference(part.into_inner()));
            }
        }
        let more = cut.and_then(|cut| self.cut_at(cut));
        List::with_more(found, more.map(|span| More { at, span }))
    }

    pub(super) fn setting(&mut self, pair: Pair<'_, Rule>) -> Option<MemberForm<'a>> {
        let mut name = None;
        let mut value = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name | Rule::quoted => name = Some(self.text(&part)),
                Rule::value => value = self.value(part.into_inner()),
                Rule::kw_set | Rule::equals => {}
                _ => self.unexpected(&part, "`set`"),
            }
        }
        Some(MemberForm::Set(name?, value?))
    }

    pub(super) fn attribute(&mut self, pair: Pair<'_, Rule>) -> Option<Attribute<'a>> {
        let mut modifiers = Vec::new();
        let mut name = None;
        let mut value_type = None;
        let mut defaults = Vec::new();
        let mut units = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::modifier => modifiers.push(self.text(&part)),
                Rule::name | Rule::quoted => name = Some(self.text(&part)),
                Rule::type_expr => value_type = self.type_expr(part),
                Rule::default => defaults.extend(self.default(part)),
                Rule::unit => units.extend(self.label(part)),
                Rule::colon => {}
                _ => self.unexpected(&part, "an attribute"),
            }
        }
        Some(Attribute {
            modifiers,
            name: name?,
            value_type: value_type?,
            defaults,
            units,
        })
    }

    pub(super) fn default(&mut self, pair: Pair<'_, Rule>) -> Option<Default<'a>> {
        for part in pair.into_inner() {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::equals => {}
                Rule::value => {
                    let form = DefaultForm::Value(self.value(part.into_inner())?);
                    return Some(Default { form, span });
                }
                Rule::generated => {
                    let form = DefaultForm::Generated(self.label(part));
                    return Some(Default { form, span });
                }
                _ => self.unexpected(&part, "a default"),
            }
        }
        None
    }

    pub(super) fn action(&mut self, pair: Pair<'_, Rule>) -> Option<Action<'a>> {
        let mut term = None;
        let mut title = None;
        let mut scheme = None;
        let mut parameters = List::default();
        let mut returns = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name | Rule::quoted if term.is_none() => term = Some(self.text(&part)),
                Rule::quoted => title = Some(self.text(&part)),
                Rule::scheme_clause => scheme = self.label(part),
                Rule::parameters => {
                    parameters = self.list(part, Rule::parameter, Self::parameter);
                }
                Rule::returns => returns = self.label(part),
                Rule::kw_action => {}
                _ => self.unexpected(&part, "an action"),
            }
        }
        Some(Action {
            term: term?,
            title,
            scheme,
            parameters,
            returns,
        })
    }

    /// The parts of `parameter`.
    pub(crate) fn parameter(
        &mut self,
        pairs: Pairs<'_, Rule>,
    ) -> Option<(Lead<'a>, Attribute<'a>)> {
        let mut lead = Lead::default();
        for part in pairs {
            if !self.lead(&mut lead, &part) {
                return Some((lead, self.attribute(part)?));
            }
        }
        None
    }
}
