//! Conditions: names resolved, sides compared by type.
//!
//! `around` tells what a condition can speak of: the attributes of its instance, the resources at
//! the ends of a link, the links of a resource, mixins. `sides` makes operands of what is written,
//! with their types. Here both become conditions.

mod around;
mod sides;

use std::sync::Arc;

use self::{
    around::Context,
    sides::{Family, Side, Typed},
};
use super::{
    report::Report,
    work::{Parent, Work},
};
use crate::{
    codes,
    draft::{ConstraintDraft, ExprDraft, OperandDraft},
    expr::{Comparison, Expr, Operand, Test},
    fault::Fault,
    model::Constraint,
    origin::{Located, Origin},
    value::Value,
};

/// Deepest nesting of a condition; a chain of `and` or `+` counts one level for each.
const MAX_DEPTH: usize = 256;

/// Makes the conditions of all kinds and mixins; kinds inherit those of their ancestors.
pub(super) fn lower(work: &mut Work<'_>, report: &mut Report) {
    for at in 0..work.order.len() {
        let kind = work.order[at];
        let own = &work.kinds[kind];
        let constraints = if own.draft.constraints.is_empty() {
            Vec::new()
        } else {
            read(
                Context::of_kind(work, kind),
                &own.draft.constraints,
                work,
                report,
            )
        };
        let mut all = match own.parent {
            Parent::Of(parent) => work.kinds[parent].all_constraints.clone(),
            Parent::Root | Parent::Broken => Vec::new(),
        };
        all.extend(constraints.iter().cloned());
        let own = &mut work.kinds[kind];
        own.constraints = constraints;
        own.all_constraints = all;
    }
    for mixin in 0..work.mixins.len() {
        let own = &work.mixins[mixin];
        if !own.draft.constraints.is_empty() {
            let context = Context::of_mixin(work, mixin);
            let constraints = read(context, &own.draft.constraints, work, report);
            work.mixins[mixin].constraints = constraints;
        }
    }
}

fn read(
    context: Context<'_>,
    drafts: &[ConstraintDraft],
    work: &Work<'_>,
    report: &mut Report,
) -> Vec<Arc<Constraint>> {
    let mut reader = Reader {
        context,
        work,
        report,
    };
    drafts
        .iter()
        .filter_map(|one| reader.constraint(one))
        .collect()
}

/// Why a condition came to nothing.
enum Stop {
    /// A fault has been reported.
    Faulty,
    /// It speaks of what the profile does not have, and is left out with it.
    Dropped,
}

/// Both, or why not: a fault counts more than what is left out.
fn both<A, B>(left: Result<A, Stop>, right: Result<B, Stop>) -> Result<(A, B), Stop> {
    match (left, right) {
        (Ok(left), Ok(right)) => Ok((left, right)),
        (Err(Stop::Faulty), _) | (_, Err(Stop::Faulty)) => Err(Stop::Faulty),
        _ => Err(Stop::Dropped),
    }
}

struct Reader<'r, 'w, 'd> {
    context: Context<'w>,
    work: &'w Work<'d>,
    report: &'r mut Report,
}

impl Reader<'_, '_, '_> {
    fn constraint(&mut self, draft: &ConstraintDraft) -> Option<Arc<Constraint>> {
        let condition = self.expr(&draft.condition, draft.origin, 0).ok()?;
        Some(Arc::new(Constraint {
            name: draft
                .name
                .as_ref()
                .map(|name| Arc::from(name.value.as_str())),
            condition,
            message: draft.message.clone(),
        }))
    }

    fn expr(&mut self, draft: &ExprDraft, origin: Origin, level: usize) -> Result<Expr, Stop> {
        self.limit(origin, level)?;
        match draft {
            ExprDraft::Defined(name) => match self.context.find(&name.value) {
                Some(attribute) => Ok(Expr::Defined(attribute.name.clone())),
                None => Err(self.unknown(name)),
            },
            ExprDraft::DefinedAt(end, name) => {
                let found = self.at_end(*end, name)?;
                Ok(Expr::DefinedAt(*end, found.name.clone()))
            }
            ExprDraft::Compare(left, comparison, right) => {
                self.comparison(left, *comparison, right, origin, level)
            }
            ExprDraft::In(operand, values) => self.membership(operand, values, origin, level),
            ExprDraft::Test(test, whole, part) => self.test(*test, whole, part, origin, level),
            ExprDraft::Matches(operand, pattern) => self.matches(operand, pattern, level),
            ExprDraft::Has(end, mixin) => self.has(*end, mixin),
            ExprDraft::Unique(names) => self.unique(names),
            ExprDraft::Acyclic(word) => self.acyclic(word.origin),
            ExprDraft::Not(inner) => {
                Ok(Expr::Not(Box::new(self.expr(inner, origin, level + 1)?)))
            }
            ExprDraft::And(left, right) | ExprDraft::Or(left, right) => {
                // Both sides are read even if the first is faulty, so that all faults are found.
                let left = self.expr(left, origin, level + 1);
                let right = self.expr(right, origin, level + 1);
                let (left, right) = both(left, right)?;
                let (left, right) = (Box::new(left), Box::new(right));
                Ok(match draft {
                    ExprDraft::And(..) => Expr::And(left, right),
                    _ => Expr::Or(left, right),
                })
            }
        }
    }

    fn limit(&mut self, origin: Origin, level: usize) -> Result<(), Stop> {
        if level <= MAX_DEPTH {
            return Ok(());
        }
        self.report.push(
            Fault::new(codes::E0221, origin, "the condition is nested too deeply")
                .with_note(format!("at most {MAX_DEPTH} levels"))
                .with_help("write several conditions"),
        );
        Err(Stop::Faulty)
    }

    fn comparison(
        &mut self,
        left: &OperandDraft,
        comparison: Comparison,
        right: &OperandDraft,
        origin: Origin,
        level: usize,
    ) -> Result<Expr, Stop> {
        let ordered = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        let left = self.side(left, origin, level + 1);
        let right = self.side(right, origin, level + 1);
        let (left, right) = match both(left, right)? {
            (Side::Typed(one), Side::Typed(other)) => {
                if one.constant && other.constant {
                    return Err(self.constants(origin));
                }
                if one.family != other.family {
                    let message = format!("{} and {}", one.describe(), other.describe());
                    return Err(self.unlike(origin, message));
                }
                for side in [&one, &other] {
                    self.order(side, ordered, origin)?;
                }
                (one.operand, other.operand)
            }
            (Side::Typed(one), other) => {
                self.order(&one, ordered, origin)?;
                let value = self.constant_beside(&one, other, origin)?;
                (one.operand, Operand::Literal(value))
            }
            (one, Side::Typed(other)) => {
                self.order(&other, ordered, origin)?;
                let value = self.constant_beside(&other, one, origin)?;
                (Operand::Literal(value), other.operand)
            }
            (Side::Word(name), Side::Word(_) | Side::Value(..))
            | (Side::Value(..), Side::Word(name)) => {
                return Err(self.unknown(&name));
            }
            (Side::Value(..), Side::Value(..)) => return Err(self.constants(origin)),
        };
        Ok(Expr::Compare(left, comparison, right))
    }

    fn constant_beside(
        &mut self,
        typed: &Typed<'_>,
        side: Side<'_>,
        origin: Origin,
    ) -> Result<Value, Stop> {
        if typed.constant {
            return Err(match side {
                Side::Word(name) => self.unknown(&name),
                _ => self.constants(origin),
            });
        }
        self.constant(typed, side)
    }

    fn constants(&mut self, origin: Origin) -> Stop {
        self.unlike(origin, "two constants are compared".to_owned())
    }

    /// Order comparisons need numbers or points in time.
    fn order(&mut self, typed: &Typed<'_>, ordered: bool, origin: Origin) -> Result<(), Stop> {
        if ordered && !matches!(typed.family, Family::Number | Family::Time) {
            let message = format!("{} has no order: it is {}", typed.words, typed.is());
            return Err(self.unlike(origin, message));
        }
        Ok(())
    }

    fn membership(
        &mut self,
        operand: &OperandDraft,
        values: &[OperandDraft],
        origin: Origin,
        level: usize,
    ) -> Result<Expr, Stop> {
        let typed = match self.side(operand, origin, level + 1)? {
            Side::Typed(typed) if !typed.constant => typed,
            Side::Word(name) => return Err(self.unknown(&name)),
            Side::Value(..) | Side::Typed(_) => {
                let place = operand.origin();
                return Err(self.unlike(place, "a constant is looked for in a list".to_owned()));
            }
        };
        let mut constants = Vec::with_capacity(values.len());
        let mut stop = None;
        for value in values {
            match self.side(value, origin, level + 1) {
                Ok(Side::Typed(other)) => {
                    let message = format!("{} is no constant; a list holds constants", other.words);
                    stop = Some(self.unlike(origin, message));
                }
                Ok(side) => match self.constant(&typed, side) {
                    Ok(value) => constants.push(value),
                    Err(why) => stop = Some(why),
                },
                Err(why) => stop = Some(why),
            }
        }
        match stop {
            None => Ok(Expr::In(typed.operand, constants)),
            Some(stop) => Err(stop),
        }
    }

    /// `starts_with` and its like: a text and a part of it, or a list and an item.
    fn test(
        &mut self,
        test: Test,
        whole: &OperandDraft,
        part: &OperandDraft,
        origin: Origin,
        level: usize,
    ) -> Result<Expr, Stop> {
        let place = whole.origin();
        let (whole, part) = both(
            self.side(whole, origin, level + 1),
            self.side(part, origin, level + 1),
        )?;
        let whole = match whole {
            Side::Typed(whole) => whole,
            Side::Word(name) => return Err(self.unknown(&name)),
            Side::Value(..) => {
                let message = format!("`{}` is asked of a constant", test.as_str());
                return Err(self.unlike(place, message));
            }
        };
        let of = match whole.family {
            Family::Text => Typed::text(),
            Family::List if test == Test::Contains => match whole.item() {
                Some(item) => item,
                None => Typed::text(),
            },
            _ => {
                let message = format!(
                    "`{}` is about a text{}; {} is {}",
                    test.as_str(),
                    if test == Test::Contains {
                        " or a list"
                    } else {
                        ""
                    },
                    whole.words,
                    whole.is()
                );
                return Err(self.unlike(place, message));
            }
        };
        let part = match part {
            Side::Typed(part) if part.family == of.family => part.operand,
            Side::Typed(part) => {
                let message = format!(
                    "{} is {}, which {} cannot contain",
                    part.words,
                    part.is(),
                    whole.words
                );
                return Err(self.unlike(origin, message));
            }
            constant => Operand::Literal(self.constant(&of, constant)?),
        };
        Ok(Expr::Test(test, whole.operand, part))
    }

    fn matches(
        &mut self,
        operand: &OperandDraft,
        pattern: &Located<String>,
        level: usize,
    ) -> Result<Expr, Stop> {
        let pattern = super::types::compile(pattern, self.report);
        let typed = self.text(operand, "matches", level)?;
        let pattern = pattern.ok_or(Stop::Faulty)?;
        Ok(Expr::Matches(typed.operand, pattern))
    }
}
