//! Expressions of constraints: `allocation != static or defined(address)`.

use std::cmp::Ordering;

use crate::{name::AttributeName, types::format, value::Value};

/// A comparison of two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// The operator as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}

/// What a comparison looks at.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// The value of an attribute of the instance.
    Attribute(AttributeName),
    /// A value written in the definition; an enum literal is a string.
    Literal(Value),
}

/// A condition over the attribute values of one instance.
///
/// A comparison with an attribute that has no value is false for every operator but `!=`, for
/// which it is true.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// The attribute has a value.
    Defined(AttributeName),
    /// Two operands compared.
    Compare(Operand, Comparison, Operand),
    /// The operand is one of the values.
    In(Operand, Vec<Value>),
    /// Not.
    Not(Box<Expr>),
    /// Both.
    And(Box<Expr>, Box<Expr>),
    /// Either.
    Or(Box<Expr>, Box<Expr>),
}

impl Comparison {
    /// Whether two values stand in this relation. Numbers compare by value, points in time (as
    /// RFC 3339 texts) by instant; everything else is equal or not, without an order.
    #[must_use]
    pub fn holds(self, left: &Value, right: &Value) -> bool {
        match self {
            Self::Equal => left.same_as(right),
            Self::NotEqual => !left.same_as(right),
            Self::Less => order(left, right) == Some(Ordering::Less),
            Self::LessOrEqual => {
                matches!(order(left, right), Some(Ordering::Less | Ordering::Equal))
            }
            Self::Greater => order(left, right) == Some(Ordering::Greater),
            Self::GreaterOrEqual => {
                matches!(
                    order(left, right),
                    Some(Ordering::Greater | Ordering::Equal)
                )
            }
        }
    }
}

fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Integer(left), Value::Integer(right)) => Some(left.cmp(right)),
        (Value::String(left), Value::String(right)) => {
            Some(format::instant(left)?.cmp(&format::instant(right)?))
        }
        _ => left.as_f64()?.partial_cmp(&right.as_f64()?),
    }
}

impl Expr {
    /// Whether the condition is met by the values that `lookup` knows.
    ///
    /// A comparison with an attribute that has no value is false for every operator but `!=`, for
    /// which it is true; such an attribute is in no list.
    #[must_use]
    pub fn eval<'v>(&self, lookup: impl Fn(&AttributeName) -> Option<&'v Value>) -> bool {
        self.evaluate(&lookup)
    }

    fn evaluate<'v>(&self, lookup: &dyn Fn(&AttributeName) -> Option<&'v Value>) -> bool {
        match self {
            Self::Defined(name) => lookup(name).is_some(),
            Self::Compare(left, comparison, right) => {
                let value = |operand: &Operand, holds: &dyn Fn(&Value) -> bool| match operand {
                    Operand::Literal(value) => Some(holds(value)),
                    Operand::Attribute(name) => lookup(name).map(holds),
                };
                value(left, &|left| {
                    value(right, &|right| comparison.holds(left, right))
                        .unwrap_or(*comparison == Comparison::NotEqual)
                })
                .unwrap_or(*comparison == Comparison::NotEqual)
            }
            Self::In(operand, values) => {
                let value = match operand {
                    Operand::Literal(value) => Some(value),
                    Operand::Attribute(name) => lookup(name),
                };
                value.is_some_and(|value| values.iter().any(|one| one.same_as(value)))
            }
            Self::Not(inner) => !inner.evaluate(lookup),
            Self::And(left, right) => left.evaluate(lookup) && right.evaluate(lookup),
            Self::Or(left, right) => left.evaluate(lookup) || right.evaluate(lookup),
        }
    }

    /// The attributes that the condition speaks of, in order, each as often as it stands there.
    #[must_use]
    pub fn attributes(&self) -> Vec<&AttributeName> {
        let mut names = Vec::new();
        self.collect(&mut names);
        names
    }

    fn collect<'e>(&'e self, names: &mut Vec<&'e AttributeName>) {
        match self {
            Self::Defined(name) => names.push(name),
            Self::Compare(left, _, right) => {
                for operand in [left, right] {
                    if let Operand::Attribute(name) = operand {
                        names.push(name);
                    }
                }
            }
            Self::In(operand, _) => {
                if let Operand::Attribute(name) = operand {
                    names.push(name);
                }
            }
            Self::Not(inner) => inner.collect(names),
            Self::And(left, right) | Self::Or(left, right) => {
                left.collect(names);
                right.collect(names);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> AttributeName {
        AttributeName::new(text).unwrap()
    }

    fn compare(attribute: &str, comparison: Comparison, value: impl Into<Value>) -> Expr {
        Expr::Compare(
            Operand::Attribute(name(attribute)),
            comparison,
            Operand::Literal(value.into()),
        )
    }

    fn eval(expr: &Expr, values: &[(&str, Value)]) -> bool {
        expr.eval(|wanted| {
            values
                .iter()
                .find(|(name, _)| *wanted == *name)
                .map(|(_, value)| value)
        })
    }

    #[test]
    fn a_missing_value_differs_from_everything() {
        assert!(!eval(&compare("a", Comparison::Equal, 1_i64), &[]));
        assert!(!eval(&compare("a", Comparison::Less, 1_i64), &[]));
        assert!(eval(&compare("a", Comparison::NotEqual, 1_i64), &[]));
        let both = Expr::Compare(
            Operand::Attribute(name("a")),
            Comparison::Equal,
            Operand::Attribute(name("b")),
        );
        assert!(!eval(&both, &[("a", Value::Integer(1))]));
        assert!(!eval(&Expr::In(Operand::Attribute(name("a")), vec![]), &[]));
    }

    #[test]
    fn numbers_and_points_in_time_have_an_order() {
        let at_most = compare("a", Comparison::LessOrEqual, 2.0);
        assert!(eval(&at_most, &[("a", Value::Integer(2))]));
        assert!(!eval(&at_most, &[("a", Value::Float(2.5))]));
        assert!(!eval(&at_most, &[("a", Value::from("1"))]));
        let later = compare("a", Comparison::Greater, "2016-09-19T12:00:00Z");
        assert!(eval(
            &later,
            &[("a", Value::from("2016-09-19T13:00:00+00:30"))]
        ));
        assert!(!eval(
            &later,
            &[("a", Value::from("2016-09-19T13:00:00+01:00"))]
        ));
    }

    #[test]
    fn connectives_are_those_of_logic() {
        let (a, b) = (Expr::Defined(name("a")), Expr::Defined(name("b")));
        let implies = Expr::Or(
            Box::new(Expr::Not(Box::new(a.clone()))),
            Box::new(b.clone()),
        );
        let both = Expr::And(Box::new(a), Box::new(b));
        let one = Value::Boolean(true);
        for (values, implied, met) in [
            (vec![], true, false),
            (vec![("a", one.clone())], false, false),
            (vec![("b", one.clone())], true, false),
            (vec![("a", one.clone()), ("b", one)], true, true),
        ] {
            assert_eq!(eval(&implies, &values), implied);
            assert_eq!(eval(&both, &values), met);
        }
        assert_eq!(both.attributes(), [&name("a"), &name("b")]);
    }
}
