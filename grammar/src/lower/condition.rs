//! Conditions.

use occi_model::{
    Located, Value,
    draft::{ExprDraft, OperandDraft},
};

use super::Lowering;
use crate::{
    code,
    syntax::tree::{Condition, ConditionForm, Operand},
};

/// The greatest number of comparisons, `defined`s and `not`s in one condition; it bounds how
/// deep the tree of a condition can be.
const MAX_PARTS: usize = 1000;

impl Lowering<'_> {
    /// The condition; `None` when it is too long, or holds a number that cannot be.
    pub(super) fn condition(&mut self, condition: &Condition<'_>) -> Option<ExprDraft> {
        if parts(condition) > MAX_PARTS {
            let fault = self
                .fault(
                    code::CONDITION,
                    condition.span,
                    format!("this condition has more than {MAX_PARTS} parts"),
                )
                .with_help("split it: every `require` of a category must hold");
            self.report(fault);
            return None;
        }
        self.expression(condition)
    }

    fn expression(&mut self, condition: &Condition<'_>) -> Option<ExprDraft> {
        Some(match &condition.form {
            ConditionForm::Any(parts) => self.fold(parts, ExprDraft::Or)?,
            ConditionForm::All(parts) => self.fold(parts, ExprDraft::And)?,
            ConditionForm::Not(times, inner) => {
                let mut expression = self.expression(inner)?;
                for _ in 0..*times {
                    expression = ExprDraft::Not(Box::new(expression));
                }
                expression
            }
            ConditionForm::Defined(name) => ExprDraft::Defined(self.text(name)),
            ConditionForm::Compare(left, comparison, right) => {
                let left = self.operand(left)?;
                ExprDraft::Compare(left, *comparison, self.operand(right)?)
            }
            ConditionForm::In {
                operand,
                negated,
                items,
            } => {
                let operand = self.operand(operand)?;
                let items = items
                    .iter()
                    .map(|item| self.operand(item))
                    .collect::<Option<_>>()?;
                let found = ExprDraft::In(operand, items);
                if *negated {
                    ExprDraft::Not(Box::new(found))
                } else {
                    found
                }
            }
        })
    }

    fn fold(
        &mut self,
        parts: &[Condition<'_>],
        join: fn(Box<ExprDraft>, Box<ExprDraft>) -> ExprDraft,
    ) -> Option<ExprDraft> {
        let mut folded: Option<ExprDraft> = None;
        for part in parts {
            let part = self.expression(part)?;
            folded = Some(match folded {
                None => part,
                Some(before) => join(Box::new(before), Box::new(part)),
            });
        }
        folded
    }

    fn operand(&mut self, operand: &Operand<'_>) -> Option<OperandDraft> {
        Some(match operand {
            Operand::Number(number) => {
                let value = self.number(number)?;
                OperandDraft::Literal(Located::new(value, self.origin(number.span)))
            }
            Operand::Text(text) => {
                let literal = match (&*text.value, text.quoted) {
                    ("true", false) => Value::Boolean(true),
                    ("false", false) => Value::Boolean(false),
                    (word, true) => Value::String(word.to_owned()),
                    (_, false) => return Some(OperandDraft::Name(self.text(text))),
                };
                OperandDraft::Literal(Located::new(literal, self.origin(text.span)))
            }
        })
    }
}

fn parts(condition: &Condition<'_>) -> usize {
    match &condition.form {
        ConditionForm::Any(inner) | ConditionForm::All(inner) => inner.iter().map(parts).sum(),
        ConditionForm::Not(times, inner) => {
            parts(inner).saturating_add(usize::try_from(*times).unwrap_or(usize::MAX))
        }
        ConditionForm::Defined(_) | ConditionForm::Compare(..) => 1,
        ConditionForm::In { items, .. } => items.len().max(1),
    }
}
