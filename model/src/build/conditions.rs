//! Conditions: names resolved, sides compared by type.

use std::sync::Arc;

use super::{
    report::{Report, with_nearest},
    work::{AttributeWork, Parent, Work},
};
use crate::{
    codes,
    draft::{ConstraintDraft, ExprDraft, OperandDraft},
    expr::{Comparison, Expr, Operand},
    fault::Fault,
    model::{Attribute, Constraint},
    origin::{Located, Origin},
    types::{ValueType, format},
    value::Value,
    version::Profile,
};

/// Deepest nesting of a condition; a chain of `and` counts one level for each.
const MAX_DEPTH: usize = 256;

/// Makes the conditions of all kinds and mixins; kinds inherit those of their ancestors.
pub(super) fn lower(work: &mut Work<'_>, report: &mut Report) {
    for at in 0..work.order.len() {
        let kind = work.order[at];
        let own = &work.kinds[kind];
        let mut constraints = Vec::with_capacity(own.draft.constraints.len());
        if !own.draft.constraints.is_empty() {
            let mut reader = Reader {
                known: own.all_attributes.iter().collect(),
                faulty: &own.attributes,
                complete: own.complete,
                subject: format!("the kind `{}`", own.draft.term.value),
                work,
                report,
            };
            constraints.extend(
                own.draft
                    .constraints
                    .iter()
                    .filter_map(|one| reader.constraint(one)),
            );
        }
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
        if own.draft.constraints.is_empty() {
            continue;
        }
        let closure = own
            .closure
            .iter()
            .flat_map(|&on| work.mixins[on].attributes.iter());
        let kinds = own
            .reach
            .roots()
            .iter()
            .flat_map(|&kind| work.kinds[kind].all_attributes.iter());
        let mut reader = Reader {
            known: closure
                .filter_map(|one| one.made.as_ref())
                .chain(kinds)
                .collect(),
            faulty: &own.attributes,
            complete: own.complete,
            subject: format!("the mixin `{}`", own.draft.term.value),
            work,
            report,
        };
        let constraints = own
            .draft
            .constraints
            .iter()
            .filter_map(|one| reader.constraint(one))
            .collect();
        work.mixins[mixin].constraints = constraints;
    }
}

/// What stands on one side of a comparison.
enum Side<'w> {
    Attribute(&'w Arc<Attribute>),
    Value(Value, Origin),
    /// A bare name that is no attribute: a literal of the other side, or a mistake.
    Word(Located<String>),
}

/// Why a condition came to nothing.
enum Stop {
    /// A fault has been reported.
    Faulty,
    /// It speaks of what the profile does not have, and is left out with it.
    Dropped,
}

struct Reader<'r, 'w, 'd> {
    known: Vec<&'w Arc<Attribute>>,
    faulty: &'w [AttributeWork<'d>],
    complete: bool,
    subject: String,
    work: &'w Work<'d>,
    report: &'r mut Report,
}

impl<'w> Reader<'_, 'w, '_> {
    fn constraint(&mut self, draft: &ConstraintDraft) -> Option<Arc<Constraint>> {
        let condition = self.expr(&draft.condition, draft.origin, 0).ok()?;
        Some(Arc::new(Constraint {
            condition,
            message: draft.message.clone(),
            name: draft.name.as_ref().map(|name| name.value.as_str().into()),
        }))
    }

    fn expr(&mut self, draft: &ExprDraft, origin: Origin, level: usize) -> Result<Expr, Stop> {
        if level > MAX_DEPTH {
            self.report.push(
                Fault::new(codes::E0221, origin, "the condition is nested too deeply")
                    .with_note(format!("at most {MAX_DEPTH} levels"))
                    .with_help("write several conditions"),
            );
            return Err(Stop::Faulty);
        }
        match draft {
            ExprDraft::Defined(name) => match self.find(&name.value) {
                Some(attribute) => Ok(Expr::Defined(attribute.name.clone())),
                None => Err(self.unknown(name)),
            },
            ExprDraft::Compare(left, comparison, right) => {
                self.comparison(left, *comparison, right, origin)
            }
            ExprDraft::In(operand, values) => self.membership(operand, values, origin),
            ExprDraft::Not(inner) => {
                Ok(Expr::Not(Box::new(self.expr(inner, origin, level + 1)?)))
            }
            ExprDraft::And(left, right) | ExprDraft::Or(left, right) => {
                // Both sides are read even if the first is faulty, so that all faults are found.
                let left = self.expr(left, origin, level + 1);
                let right = self.expr(right, origin, level + 1);
                let (left, right) = match (left, right) {
                    (Ok(left), Ok(right)) => (Box::new(left), Box::new(right)),
                    (Err(Stop::Faulty), _) | (_, Err(Stop::Faulty)) => return Err(Stop::Faulty),
                    _ => return Err(Stop::Dropped),
                };
                Ok(match draft {
                    ExprDraft::And(..) => Expr::And(left, right),
                    _ => Expr::Or(left, right),
                })
            }
        }
    }

    fn find(&self, name: &str) -> Option<&'w Arc<Attribute>> {
        self.known
            .iter()
            .copied()
            .find(|attribute| attribute.name == *name)
    }

    fn side(&self, draft: &OperandDraft) -> Side<'w> {
        match draft {
            OperandDraft::Name(name) => match self.find(&name.value) {
                Some(attribute) => Side::Attribute(attribute),
                None => Side::Word(name.clone()),
            },
            OperandDraft::Literal(value) => Side::Value(value.value.clone(), value.origin),
        }
    }

    fn comparison(
        &mut self,
        left: &OperandDraft,
        comparison: Comparison,
        right: &OperandDraft,
        origin: Origin,
    ) -> Result<Expr, Stop> {
        let ordered = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        let (left, right) = match (self.side(left), self.side(right)) {
            (Side::Attribute(one), Side::Attribute(other)) => {
                if family(&one.value_type) != family(&other.value_type) {
                    return Err(self.unlike(
                        origin,
                        format!(
                            "`{}` is {} and `{}` is {}",
                            one.name,
                            one.value_type.describe(),
                            other.name,
                            other.value_type.describe()
                        ),
                    ));
                }
                for attribute in [one, other] {
                    self.order(attribute, ordered, origin)?;
                }
                (
                    Operand::Attribute(one.name.clone()),
                    Operand::Attribute(other.name.clone()),
                )
            }
            (Side::Attribute(one), other) => {
                self.order(one, ordered, origin)?;
                let value = self.constant(one, other)?;
                (
                    Operand::Attribute(one.name.clone()),
                    Operand::Literal(value),
                )
            }
            (one, Side::Attribute(other)) => {
                self.order(other, ordered, origin)?;
                let value = self.constant(other, one)?;
                (
                    Operand::Literal(value),
                    Operand::Attribute(other.name.clone()),
                )
            }
            (Side::Word(name), Side::Word(_) | Side::Value(..))
            | (Side::Value(..), Side::Word(name)) => {
                return Err(self.unknown(&name));
            }
            (Side::Value(..), Side::Value(..)) => {
                return Err(self.unlike(origin, "two constants are compared".to_owned()));
            }
        };
        Ok(Expr::Compare(left, comparison, right))
    }

    fn membership(
        &mut self,
        operand: &OperandDraft,
        values: &[OperandDraft],
        origin: Origin,
    ) -> Result<Expr, Stop> {
        let attribute = match self.side(operand) {
            Side::Attribute(attribute) => attribute,
            Side::Word(name) => return Err(self.unknown(&name)),
            Side::Value(_, place) => {
                return Err(self.unlike(place, "a constant is looked for in a list".to_owned()));
            }
        };
        let mut constants = Vec::with_capacity(values.len());
        let mut stop = None;
        for value in values {
            match self.side(value) {
                Side::Attribute(other) => {
                    let message =
                        format!("`{}` is an attribute; a list holds constants", other.name);
                    stop = Some(self.unlike(origin, message));
                }
                side => match self.constant(attribute, side) {
                    Ok(value) => constants.push(value),
                    Err(why) => stop = Some(why),
                },
            }
        }
        match stop {
            None => Ok(Expr::In(
                Operand::Attribute(attribute.name.clone()),
                constants,
            )),
            Some(stop) => Err(stop),
        }
    }

    /// Order comparisons need numbers or points in time.
    fn order(&mut self, attribute: &Attribute, ordered: bool, origin: Origin) -> Result<(), Stop> {
        let has_order = matches!(family(&attribute.value_type), Family::Number | Family::Time);
        if ordered && !has_order {
            return Err(self.unlike(
                origin,
                format!(
                    "`{}` has no order: it is {}",
                    attribute.name,
                    attribute.value_type.describe()
                ),
            ));
        }
        Ok(())
    }

    /// The constant that an attribute is compared with.
    fn constant(&mut self, attribute: &Attribute, side: Side<'_>) -> Result<Value, Stop> {
        let literals = match &attribute.value_type {
            ValueType::Enum(literals) => Some(literals),
            _ => None,
        };
        let (value, origin) = match side {
            Side::Word(name) if literals.is_some() => (Value::String(name.value), name.origin),
            Side::Word(name) => return Err(self.unknown(&name)),
            Side::Value(value, origin) => (value, origin),
            Side::Attribute(_) => return Err(Stop::Faulty),
        };
        let fits = match (family(&attribute.value_type), &value) {
            (Family::Number, Value::Integer(_)) | (Family::Truth, Value::Boolean(_)) => true,
            (Family::Number, Value::Float(number)) => number.is_finite(),
            (Family::Time, Value::String(text)) => format::instant(text).is_some(),
            (Family::Text, Value::String(text)) => match literals {
                // A literal of another version is never met, and no mistake.
                Some(literals) => literals.has(text) || self.work.scope.profile != Profile::Union,
                None => true,
            },
            (Family::List, Value::List(_)) | (Family::Hash, Value::Hash(_)) => true,
            _ => false,
        };
        if fits {
            return Ok(value);
        }
        let mut fault = Fault::new(
            codes::E0220,
            origin,
            format!(
                "`{}` is never {value}: it is {}",
                attribute.name,
                attribute.value_type.describe()
            ),
        );
        if let (Some(literals), Value::String(text)) = (literals, &value) {
            let near: Vec<String> = self
                .report
                .nearest(text, literals.literals.iter().map(|one| &*one.name))
                .into_iter()
                .map(str::to_owned)
                .collect();
            fault = with_nearest(fault, &near);
        }
        self.report.push(fault);
        Err(Stop::Faulty)
    }

    fn unlike(&mut self, origin: Origin, message: String) -> Stop {
        self.report.push(
            Fault::new(codes::E0220, origin, message).with_label("compared here").with_help(
                "compare an attribute with a value of its type, or with another attribute of that type",
            ),
        );
        Stop::Faulty
    }

    fn unknown(&mut self, name: &Located<String>) -> Stop {
        if self.work.dropped.contains(&*name.value) {
            return Stop::Dropped;
        }
        let faulty = self
            .faulty
            .iter()
            .any(|one| one.draft.name.value == name.value);
        if self.complete && !faulty {
            let fault = Fault::new(
                codes::E0219,
                name.origin,
                format!("{} has no attribute `{}`", self.subject, name.value),
            );
            let known = self.known.iter().map(|one| one.name.as_str());
            let near: Vec<String> = self
                .report
                .nearest(&name.value, known)
                .into_iter()
                .map(str::to_owned)
                .collect();
            self.report.push(with_nearest(fault, &near));
        }
        Stop::Faulty
    }
}

/// Types whose values can be compared with each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Number,
    Truth,
    Text,
    Time,
    List,
    Hash,
}

fn family(value_type: &ValueType) -> Family {
    match value_type {
        ValueType::Integer(_) | ValueType::Float(_) | ValueType::Number(_) => Family::Number,
        ValueType::Boolean => Family::Truth,
        ValueType::DateTime => Family::Time,
        ValueType::List(_) => Family::List,
        ValueType::Hash(_) => Family::Hash,
        _ => Family::Text,
    }
}
