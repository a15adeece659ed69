//! Conditions: from operands and operators in a row to a tree.
//!
//! From loose to tight: `or`; `and`; `not`; comparisons, `in` and `has`, of which only one stands
//! between two operands; `+` and `-`; `*` and `/`; the minus sign. All but comparisons go from left
//! to right. Chains are read in loops: only parentheses make the reader go deeper, and these are
//! counted before.

use std::iter::Peekable;

use occi_model::{
    Fault,
    expr::{Arithmetic, Comparison},
};
use pest::iterators::{Pair, Pairs};

use super::{Converter, Rule};
use crate::{
    code,
    syntax::tree::{Condition, ConditionForm, MemberForm, Span, Value, ValueForm},
};

/// The pairs of one row.
type Row<'p> = Peekable<Pairs<'p, Rule>>;

impl<'a> Converter<'_, 'a> {
    pub(super) fn require(&mut self, pair: Pair<'_, Rule>) -> Option<MemberForm<'a>> {
        let mut name = None;
        let mut condition = None;
        let mut message = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::condition => condition = Some(self.condition(part)?),
                Rule::name => name = Some(self.text(&part)),
                Rule::quoted if condition.is_none() => name = Some(self.text(&part)),
                Rule::quoted => message = Some(self.text(&part)),
                Rule::kw_require | Rule::kw_require_named | Rule::colon => {}
                _ => self.unexpected(&part, "`require`"),
            }
        }
        Some(MemberForm::Require(name, condition?, message?))
    }

    fn condition(&mut self, pair: Pair<'_, Rule>) -> Option<Condition<'a>> {
        let mut row = pair.into_inner().peekable();
        let condition = self.any(&mut row)?;
        if let Some(rest) = row.next() {
            let span = self.span(&rest);
            let fault = match rest.as_rule() {
                Rule::compare | Rule::membership | Rule::has => Fault::new(
                    code::SYNTAX,
                    self.origin(span),
                    "a comparison is compared again",
                )
                .with_help("write two comparisons joined by `and`: `1 < a and a < 9`"),
                _ => {
                    self.unexpected(&rest, "a condition");
                    return None;
                }
            };
            self.faults.push(fault);
            return None;
        }
        Some(condition)
    }

    fn any(&mut self, row: &mut Row<'_>) -> Option<Condition<'a>> {
        let mut parts = vec![self.all(row)?];
        while next_if(row, Rule::kw_or).is_some() {
            parts.push(self.all(row)?);
        }
        join(parts, ConditionForm::Any)
    }

    fn all(&mut self, row: &mut Row<'_>) -> Option<Condition<'a>> {
        let mut parts = vec![self.term(row)?];
        while next_if(row, Rule::kw_and).is_some() {
            parts.push(self.term(row)?);
        }
        join(parts, ConditionForm::All)
    }

    /// A comparison with any number of `not` before it.
    fn term(&mut self, row: &mut Row<'_>) -> Option<Condition<'a>> {
        self.repeated(row, Rule::kw_not, ConditionForm::Not, Self::comparison)
    }

    fn comparison(&mut self, row: &mut Row<'_>) -> Option<Condition<'a>> {
        let left = self.sum(row)?;
        let Some(next) = row.peek() else {
            return Some(left);
        };
        let mut end = self.span(next);
        let left = Box::new(left);
        let start = left.span;
        let form = match next.as_rule() {
            Rule::compare => {
                let comparison = comparison(next.as_str())?;
                row.next();
                let right = self.sum(row)?;
                end = right.span;
                ConditionForm::Compare(left, comparison, Box::new(right))
            }
            Rule::membership => {
                let parts = row.next()?.into_inner();
                let mut negated = false;
                let mut items = Vec::new();
                for part in parts {
                    match part.as_rule() {
                        Rule::condition => items.push(self.condition(part)?),
                        Rule::list_value => items.extend(self.items(part)?),
                        Rule::kw_not_in => negated = true,
                        Rule::kw_in | Rule::lparen | Rule::rparen | Rule::comma => {}
                        _ => self.unexpected(&part, "`in`"),
                    }
                }
                ConditionForm::In {
                    operand: left,
                    negated,
                    items,
                }
            }
            Rule::has => {
                let mut parts = row.next()?.into_inner();
                let reference = parts.find(|part| part.as_rule() == Rule::reference)?;
                ConditionForm::Has(left, self.reference(reference.into_inner())?)
            }
            _ => return Some(*left),
        };
        Some(Condition {
            form,
            span: over(start, end),
        })
    }

    fn sum(&mut self, row: &mut Row<'_>) -> Option<Condition<'a>> {
        let signs = [Arithmetic::Plus, Arithmetic::Minus];
        self.chain(row, signs, Self::product)
    }

    fn product(&mut self, row: &mut Row<'_>) -> Option<Condition<'a>> {
        let signs = [Arithmetic::Times, Arithmetic::Over];
        self.chain(row, signs, |converter, row| {
            converter.repeated(row, Rule::negative, ConditionForm::Negated, Self::operand)
        })
    }

    fn operand(&mut self, row: &mut Row<'_>) -> Option<Condition<'a>> {
        let pair = row.next()?;
        let span = self.span(&pair);
        let form = match pair.as_rule() {
            Rule::group => {
                let mut parts = pair.into_inner();
                let inside = parts.find(|part| part.as_rule() == Rule::condition)?;
                // The place of what stands in parentheses is that of the whole.
                return self
                    .condition(inside)
                    .map(|inside| Condition { span, ..inside });
            }
            Rule::call => {
                let mut name = None;
                let mut arguments = Vec::new();
                for part in pair.into_inner() {
                    match part.as_rule() {
                        Rule::function => name = Some(self.text(&part)),
                        Rule::condition => arguments.push(self.condition(part)?),
                        Rule::lparen | Rule::rparen | Rule::comma => {}
                        _ => self.unexpected(&part, "a function"),
                    }
                }
                ConditionForm::Call(name?, arguments)
            }
            Rule::list_value | Rule::hash_value => ConditionForm::Constant(self.constant(pair)?),
            Rule::number => ConditionForm::Number(self.number(&pair)),
            Rule::name | Rule::quoted => ConditionForm::Text(self.text(&pair)),
            Rule::kw_not => {
                let fault = Fault::new(
                    code::SYNTAX,
                    self.origin(span),
                    "`not` stands where a value is needed",
                )
                .with_help("put what is compared or calculated in parentheses after the `not`");
                self.faults.push(fault);
                return None;
            }
            _ => {
                self.unexpected(&pair, "an operand");
                return None;
            }
        };
        Some(Condition { form, span })
    }

    /// What stands in `in […]`, which says the same as `in (…)`.
    fn items(&mut self, list: Pair<'_, Rule>) -> Option<Vec<Condition<'a>>> {
        let ValueForm::List(items) = self.constant(list)?.form else {
            return None;
        };
        let condition = |value: Value<'a>| Condition {
            span: value.span,
            form: match value.form {
                ValueForm::Number(number) => ConditionForm::Number(number),
                ValueForm::Text(text) => ConditionForm::Text(text),
                ValueForm::List(_) | ValueForm::Hash(_) => ConditionForm::Constant(value),
            },
        };
        Some(items.into_parts().into_iter().map(condition).collect())
    }

    /// What `inner` reads, with any number of signs before it.
    fn repeated(
        &mut self,
        row: &mut Row<'_>,
        sign: Rule,
        form: impl FnOnce(u32, Box<Condition<'a>>) -> ConditionForm<'a>,
        inner: impl FnOnce(&mut Self, &mut Row<'_>) -> Option<Condition<'a>>,
    ) -> Option<Condition<'a>> {
        let mut times = 0_u32;
        let mut start = None;
        while let Some(pair) = next_if(row, sign) {
            times = times.saturating_add(1);
            start.get_or_insert_with(|| self.span(&pair));
        }
        let inner = inner(self, row)?;
        let Some(start) = start else {
            return Some(inner);
        };
        Some(Condition {
            span: over(start, inner.span),
            form: form(times, Box::new(inner)),
        })
    }

    /// Operands joined by any of these signs.
    fn chain(
        &mut self,
        row: &mut Row<'_>,
        signs: [Arithmetic; 2],
        inner: impl Fn(&mut Self, &mut Row<'_>) -> Option<Condition<'a>>,
    ) -> Option<Condition<'a>> {
        let first = inner(self, row)?;
        let mut others = Vec::new();
        let mut span = first.span;
        while let Some(pair) = row.peek()
            && pair.as_rule() == Rule::calculate
            && let Some(sign) = signs
                .into_iter()
                .find(|sign| sign.as_str() == pair.as_str())
        {
            row.next();
            let other = inner(self, row)?;
            span = over(span, other.span);
            others.push((sign, other));
        }
        if others.is_empty() {
            return Some(first);
        }
        Some(Condition {
            form: ConditionForm::Calculated(Box::new(first), others),
            span,
        })
    }
}

fn next_if<'p>(row: &mut Row<'p>, rule: Rule) -> Option<Pair<'p, Rule>> {
    row.next_if(|pair| pair.as_rule() == rule)
}

/// From the start of one to the end of the other.
const fn over(start: Span, end: Span) -> Span {
    Span {
        start: start.start,
        end: end.end,
    }
}

/// One part stands for itself; several are joined.
fn join<'a>(
    mut parts: Vec<Condition<'a>>,
    several: impl FnOnce(Vec<Condition<'a>>) -> ConditionForm<'a>,
) -> Option<Condition<'a>> {
    if parts.len() < 2 {
        return parts.pop();
    }
    let span = over(parts.first()?.span, parts.last()?.span);
    Some(Condition {
        form: several(parts),
        span,
    })
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
