//! Meeting the conditions (`require`) of a kind.

use std::cmp::Ordering;

use occi_model::{
    Attribute, AttributeName, Kind, KindId, Value,
    expr::{Comparison, Expr, Operand},
};

use super::scope::Scope;
use crate::values::{NoValue, Sample};

/// How many values of an attribute are tried.
const TRIES: u32 = 4;

/// Changes or adds values until every condition holds. The value of `fixed` stays.
pub(super) fn settle<'m>(
    scope: &Scope<'m>,
    id: KindId,
    chosen: &mut Vec<(&'m Attribute, Sample)>,
    fixed: Option<&AttributeName>,
) -> Result<(), NoValue> {
    let kind = scope.model.kind(id);
    for _ in 0..=kind.all_constraints.len() {
        let Some(broken) = kind
            .all_constraints
            .iter()
            .find(|constraint| !holds(&constraint.condition, kind, chosen))
        else {
            return Ok(());
        };
        let mut names = Vec::new();
        mentioned(&broken.condition, &mut names);
        names.retain(|name| Some(name) != fixed);
        mend(scope, id, &broken.condition, &names, chosen)?;
    }
    Err("no values tried meet the conditions of the kind")
}

/// Whether every condition of a kind holds for values by name.
pub(super) fn all_hold(kind: &Kind, values: &[(&AttributeName, Sample)]) -> bool {
    let chosen: Vec<(&Attribute, Sample)> = values
        .iter()
        .filter_map(|(name, sample)| Some((&**kind.attribute(name.as_str())?, sample.clone())))
        .collect();
    kind.all_constraints
        .iter()
        .all(|constraint| holds(&constraint.condition, kind, &chosen))
}

fn mend<'m>(
    scope: &Scope<'m>,
    id: KindId,
    condition: &Expr,
    names: &[AttributeName],
    chosen: &mut Vec<(&'m Attribute, Sample)>,
) -> Result<(), NoValue> {
    let kind = scope.model.kind(id);
    for name in names {
        let Some(attribute) = kind
            .attribute(name.as_str())
            .filter(|attribute| attribute.settable_at_creation())
        else {
            continue;
        };
        for n in 0..TRIES {
            let Some(sample) = scope.good_of(id, attribute, n) else {
                break;
            };
            let mut tried = chosen.clone();
            tried.retain(|(other, _)| other.name != attribute.name);
            tried.push((attribute, sample));
            if holds(condition, kind, &tried) {
                *chosen = tried;
                return Ok(());
            }
        }
        if !attribute.required {
            let mut tried = chosen.clone();
            tried.retain(|(other, _)| other.name != attribute.name);
            if holds(condition, kind, &tried) {
                *chosen = tried;
                return Ok(());
            }
        }
    }
    Err("no values tried meet the conditions of the kind")
}

fn holds(condition: &Expr, kind: &Kind, chosen: &[(&Attribute, Sample)]) -> bool {
    evaluate(condition, &|name: &AttributeName| -> Option<Value> {
        let given = chosen.iter().find(|(attribute, _)| attribute.name == *name);
        match given {
            Some((_, Sample::Value(value))) => Some(value.clone()),
            // Whatever entity it will be, it is defined.
            Some(_) => Some(Value::from("/")),
            None => kind
                .attribute(name.as_str())
                .and_then(|attribute| attribute.default_value().cloned()),
        }
    })
}

/// Whether a condition holds. Written for itself, so that a server with a wrong evaluation is
/// not asked for what it wrongly takes.
fn evaluate(condition: &Expr, lookup: &dyn Fn(&AttributeName) -> Option<Value>) -> bool {
    let value = |operand: &Operand| match operand {
        Operand::Attribute(name) => lookup(name),
        Operand::Literal(value) => Some(value.clone()),
    };
    match condition {
        Expr::Defined(name) => lookup(name).is_some(),
        Expr::Compare(left, operator, right) => match (value(left), value(right)) {
            (Some(left), Some(right)) => compare(&left, *operator, &right),
            _ => *operator == Comparison::NotEqual,
        },
        Expr::In(left, values) => {
            value(left).is_some_and(|left| values.iter().any(|right| left.same_as(right)))
        }
        Expr::Not(inner) => !evaluate(inner, lookup),
        Expr::And(left, right) => evaluate(left, lookup) && evaluate(right, lookup),
        Expr::Or(left, right) => evaluate(left, lookup) || evaluate(right, lookup),
    }
}

fn compare(left: &Value, operator: Comparison, right: &Value) -> bool {
    let order = match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left.partial_cmp(&right),
        _ => left
            .as_str()
            .zip(right.as_str())
            .map(|(left, right)| left.cmp(right)),
    };
    match operator {
        Comparison::Equal => left.same_as(right),
        Comparison::NotEqual => !left.same_as(right),
        Comparison::Less => order.is_some_and(Ordering::is_lt),
        Comparison::LessOrEqual => order.is_some_and(Ordering::is_le),
        Comparison::Greater => order.is_some_and(Ordering::is_gt),
        Comparison::GreaterOrEqual => order.is_some_and(Ordering::is_ge),
    }
}

fn mentioned(condition: &Expr, names: &mut Vec<AttributeName>) {
    let mut operand = |operand: &Operand| {
        if let Operand::Attribute(name) = operand
            && !names.contains(name)
        {
            names.push(name.clone());
        }
    };
    match condition {
        Expr::Defined(name) => operand(&Operand::Attribute(name.clone())),
        Expr::Compare(left, _, right) => {
            operand(left);
            operand(right);
        }
        Expr::In(left, _) => operand(left),
        Expr::Not(inner) => mentioned(inner, names),
        Expr::And(left, right) | Expr::Or(left, right) => {
            mentioned(left, names);
            mentioned(right, names);
        }
    }
}
