//! Conditions.

use occi_model::expr::Comparison;
use pest::iterators::Pair;

use super::{Converter, Rule};
use crate::syntax::tree::{Condition, ConditionForm, MemberForm, Operand};

impl Converter<'_> {
    pub(super) fn require<'a>(&mut self, pair: Pair<'a, Rule>) -> Option<MemberForm<'a>> {
        let mut condition = None;
        let mut message = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::any => condition = self.any(part),
                Rule::quoted => message = Some(self.text(&part)),
                Rule::kw_require => {}
                _ => self.unexpected(&part, "`require`"),
            }
        }
        Some(MemberForm::Require(condition?, message?))
    }

    fn any<'a>(&mut self, pair: Pair<'a, Rule>) -> Option<Condition<'a>> {
        let span = self.span(&pair);
        let mut parts = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::all => parts.push(self.all(part)?),
                Rule::kw_or => {}
                _ => self.unexpected(&part, "`or`"),
            }
        }
        join(parts, |parts| Condition {
            form: ConditionForm::Any(parts),
            span,
        })
    }

    fn all<'a>(&mut self, pair: Pair<'a, Rule>) -> Option<Condition<'a>> {
        let span = self.span(&pair);
        let mut parts = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::term => parts.push(self.term(part)?),
                Rule::kw_and => {}
                _ => self.unexpected(&part, "`and`"),
            }
        }
        join(parts, |parts| Condition {
            form: ConditionForm::All(parts),
            span,
        })
    }

    fn term<'a>(&mut self, pair: Pair<'a, Rule>) -> Option<Condition<'a>> {
        let span = self.span(&pair);
        let mut negations = 0_u32;
        let mut condition = None;
        for part in pair.into_inner() {
            let inner = self.span(&part);
            match part.as_rule() {
                Rule::kw_not => negations = negations.saturating_add(1),
                Rule::group => {
                    let any = part.into_inner().find(|part| part.as_rule() == Rule::any)?;
                    condition = self.any(any);
                }
                Rule::defined => {
                    condition = self.label(part).map(|name| Condition {
                        form: ConditionForm::Defined(name),
                        span: inner,
                    });
                }
                Rule::comparison => {
                    condition = self
                        .comparison(part)
                        .map(|form| Condition { form, span: inner });
                }
                _ => self.unexpected(&part, "a condition"),
            }
        }
        let condition = condition?;
        if negations == 0 {
            return Some(condition);
        }
        Some(Condition {
            form: ConditionForm::Not(negations, Box::new(condition)),
            span,
        })
    }

    fn comparison<'a>(&mut self, pair: Pair<'a, Rule>) -> Option<ConditionForm<'a>> {
        let mut operands = Vec::new();
        let mut compare = None;
        let mut negated = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::number => operands.push(Operand::Number(self.number(&part))),
                Rule::name | Rule::quoted => operands.push(Operand::Text(self.text(&part))),
                Rule::compare => compare = comparison(part.as_str()),
                Rule::kw_in => negated = Some(false),
                Rule::kw_not_in => negated = Some(true),
                Rule::lparen | Rule::rparen | Rule::comma => {}
                _ => self.unexpected(&part, "a comparison"),
            }
        }
        let mut operands = operands.into_iter();
        let operand = operands.next()?;
        Some(match negated {
            Some(negated) => ConditionForm::In {
                operand,
                negated,
                items: operands.collect(),
            },
            None => ConditionForm::Compare(operand, compare?, operands.next()?),
        })
    }
}

/// One part stands for itself; several are joined.
fn join<'a>(
    mut parts: Vec<Condition<'a>>,
    several: impl FnOnce(Vec<Condition<'a>>) -> Condition<'a>,
) -> Option<Condition<'a>> {
    if parts.len() > 1 {
        Some(several(parts))
    } else {
        parts.pop()
    }
}

fn comparison(text: &str) -> Option<Comparison> {
    Some(match text {
        "==" => Comparison::Equal,
        "!=" => Comparison::NotEqual,
        "<" => Comparison::Less,
        "<=" => Comparison::LessOrEqual,
        ">" => Comparison::Greater,
        ">=" => Comparison::GreaterOrEqual,
        _ => return None,
    })
}
