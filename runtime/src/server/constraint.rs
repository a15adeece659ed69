//! Conditions over the values of an instance.

use std::cmp::Ordering;

use occi_model::{
    Attributes, Value,
    expr::{Comparison, Expr, Operand},
};

/// Whether the condition holds. A comparison with an attribute that has no value is false for
/// every operator but `!=`, for which it is true.
pub(crate) fn holds(condition: &Expr, values: &Attributes) -> bool {
    match condition {
        Expr::Defined(name) => values.contains_key(name),
        Expr::Compare(left, comparison, right) => {
            match (operand(left, values), operand(right, values)) {
                (Some(left), Some(right)) => compare(left, *comparison, right),
                _ => *comparison == Comparison::NotEqual,
            }
        }
        Expr::In(value, list) => operand(value, values)
            .is_some_and(|value| list.iter().any(|other| value.same_as(other))),
        Expr::Not(inner) => !holds(inner, values),
        Expr::And(left, right) => holds(left, values) && holds(right, values),
        Expr::Or(left, right) => holds(left, values) || holds(right, values),
    }
}

fn operand<'a>(operand: &'a Operand, values: &'a Attributes) -> Option<&'a Value> {
    match operand {
        Operand::Attribute(name) => values.get(name),
        Operand::Literal(value) => Some(value),
    }
}

fn compare(left: &Value, comparison: Comparison, right: &Value) -> bool {
    let order = match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left.partial_cmp(&right),
        _ => match (left.as_str(), right.as_str()) {
            (Some(left), Some(right)) => Some(left.cmp(right)),
            _ => None,
        },
    };
    match comparison {
        Comparison::Equal => left.same_as(right),
        Comparison::NotEqual => !left.same_as(right),
        Comparison::Less => order == Some(Ordering::Less),
        Comparison::LessOrEqual => order.is_some_and(Ordering::is_le),
        Comparison::Greater => order == Some(Ordering::Greater),
        Comparison::GreaterOrEqual => order.is_some_and(Ordering::is_ge),
    }
}
