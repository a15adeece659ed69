//! Whether a condition is met, as far as can be known before the instances are there.
//!
//! Written for itself, so that a server with a wrong evaluation is not asked for what it wrongly
//! takes. Three answers: yes, no, and it depends on instances that the tests do not choose.

use std::cmp::Ordering;

use occi_model::{
    AttributeName, Value,
    expr::{Arithmetic, Comparison, Expr, Operand, Test},
};

/// The values of the instance by name.
type Lookup<'a> = &'a dyn Fn(&AttributeName) -> Option<Value>;

/// How many links of a kind the tests give a resource at most.
const LINKS: i64 = 2;

/// Whether a condition is met whatever is around the instance.
pub(super) fn is_met(condition: &Expr, lookup: Lookup<'_>) -> bool {
    // Cases add links to resources as they need them.
    (0..=LINKS).all(|links| World { lookup, links }.truth(condition) == Some(true))
}

/// Whether a condition is not met, whatever is around the instance.
pub(super) fn is_broken(condition: &Expr, lookup: Lookup<'_>) -> bool {
    (0..=LINKS).all(|links| World { lookup, links }.truth(condition) == Some(false))
}

/// What an operand is.
enum Is {
    Value(Value),
    /// It has no value.
    Nothing,
    /// It has one or not.
    Unknown,
}

struct World<'a> {
    lookup: Lookup<'a>,
    /// The number of links, of whatever kind.
    links: i64,
}

impl World<'_> {
    /// `None`: it depends.
    fn truth(&self, condition: &Expr) -> Option<bool> {
        match condition {
            Expr::Defined(name) => Some((self.lookup)(name).is_some()),
            Expr::DefinedAt(..) | Expr::Has(..) => None,
            Expr::Compare(left, operator, right) => match (self.value(left), self.value(right)) {
                (Is::Unknown, _) | (_, Is::Unknown) => None,
                (Is::Value(left), Is::Value(right)) => Some(compare(&left, *operator, &right)),
                _ => Some(*operator == Comparison::NotEqual),
            },
            Expr::In(left, values) => match self.value(left) {
                Is::Unknown => None,
                Is::Nothing => Some(false),
                Is::Value(left) => Some(values.iter().any(|right| left.same_as(right))),
            },
            Expr::Test(test, whole, part) => match (self.value(whole), self.value(part)) {
                (Is::Unknown, _) | (_, Is::Unknown) => None,
                (Is::Value(whole), Is::Value(part)) => Some(has_part(*test, &whole, &part)),
                _ => Some(false),
            },
            Expr::Matches(operand, pattern) => match self.value(operand) {
                Is::Unknown => None,
                Is::Nothing => Some(false),
                Is::Value(value) => Some(value.as_str().is_some_and(|text| pattern.matches(text))),
            },
            // Several instances get the same good values.
            Expr::Unique(names, _) => names
                .iter()
                .any(|name| (self.lookup)(name).is_none())
                .then_some(true),
            // Links lead to instances that were made for them.
            Expr::Acyclic(_) => Some(true),
            Expr::Not(inner) => self.truth(inner).map(|met| !met),
            Expr::And(left, right) => match (self.truth(left), self.truth(right)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            Expr::Or(left, right) => match (self.truth(left), self.truth(right)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
        }
    }

    fn value(&self, operand: &Operand) -> Is {
        match operand {
            Operand::Attribute(name) => (self.lookup)(name).map_or(Is::Nothing, Is::Value),
            Operand::Literal(value) => Is::Value(value.clone()),
            Operand::End(..) | Operand::Links(_, Some(_)) => Is::Unknown,
            Operand::Links(_, None) => Is::Value(Value::Integer(self.links)),
            Operand::Negated(inner) => self.with(inner, |value| match value {
                Value::Integer(number) => number.checked_neg().map(Value::Integer),
                Value::Float(number) => Some(Value::Float(-number)),
                _ => None,
            }),
            Operand::Arithmetic(left, how, right) => match (self.value(left), self.value(right)) {
                (Is::Unknown, _) | (_, Is::Unknown) => Is::Unknown,
                (Is::Value(left), Is::Value(right)) => {
                    calculate(&left, *how, &right).map_or(Is::Nothing, Is::Value)
                }
                _ => Is::Nothing,
            },
            Operand::Length(inner) => self.with(inner, |value| {
                let length = match value {
                    Value::String(text) => text.chars().count(),
                    Value::List(items) => items.len(),
                    _ => return None,
                };
                i64::try_from(length).ok().map(Value::Integer)
            }),
            Operand::Lower(inner) => self.with(inner, |value| {
                Some(Value::String(value.as_str()?.to_lowercase()))
            }),
        }
    }

    fn with(&self, inner: &Operand, make: impl FnOnce(&Value) -> Option<Value>) -> Is {
        match self.value(inner) {
            Is::Value(value) => make(&value).map_or(Is::Nothing, Is::Value),
            other => other,
        }
    }
}

fn calculate(left: &Value, how: Arithmetic, right: &Value) -> Option<Value> {
    if let (Value::Integer(one), Value::Integer(other)) = (left, right) {
        // Wider than either, so that only the result can be out of range.
        let (one, other) = (i128::from(*one), i128::from(*other));
        let exact = match how {
            Arithmetic::Plus => one + other,
            Arithmetic::Minus => one - other,
            Arithmetic::Times => one * other,
            Arithmetic::Over if other == 0 => return None,
            Arithmetic::Over if one % other == 0 => one / other,
            Arithmetic::Over => {
                let quotient = left.as_f64()? / right.as_f64()?;
                return Some(Value::Float(quotient));
            }
        };
        return i64::try_from(exact).ok().map(Value::Integer);
    }
    let (one, other) = (left.as_f64()?, right.as_f64()?);
    let result = match how {
        Arithmetic::Plus => one + other,
        Arithmetic::Minus => one - other,
        Arithmetic::Times => one * other,
        Arithmetic::Over => one / other,
    };
    result.is_finite().then_some(Value::Float(result))
}

fn has_part(test: Test, whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::String(whole), Value::String(part)) => {
            let at = whole.find(part.as_str());
            match test {
                Test::StartsWith => at == Some(0),
                Test::EndsWith => whole
                    .rfind(part.as_str())
                    .is_some_and(|at| at + part.len() == whole.len()),
                Test::Contains => at.is_some(),
            }
        }
        (Value::List(items), part) => {
            test == Test::Contains && items.iter().any(|item| item.same_as(part))
        }
        _ => false,
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

#[cfg(test)]
mod tests {
    use occi_model::{CategoryId, expr::End};

    use super::*;

    fn name(text: &str) -> AttributeName {
        AttributeName::new(text).unwrap()
    }

    fn id() -> CategoryId {
        CategoryId::parse("http://example.com/occi/test#one").unwrap()
    }

    fn less(left: Operand, right: Operand) -> Expr {
        Expr::Compare(left, Comparison::Less, right)
    }

    fn one() -> Operand {
        Operand::Literal(Value::Integer(1))
    }

    fn met(condition: &Expr, a: Option<i64>) -> bool {
        is_met(condition, &|wanted| {
            a.filter(|_| *wanted == *"a").map(Value::Integer)
        })
    }

    #[test]
    fn what_depends_on_others_is_met_only_beside_what_is_met_anyway() {
        let a = || Operand::Attribute(name("a"));
        let far = || less(Operand::End(End::Target, name("b")), one());
        let near = || less(a(), one());
        assert!(!met(&far(), Some(0)));
        assert!(!met(&Expr::Not(Box::new(far())), Some(0)));
        assert!(!met(&Expr::Has(None, id()), None));
        let either = Expr::Or(Box::new(far()), Box::new(near()));
        assert!(met(&either, Some(0)) && !met(&either, Some(2)));
        let both = Expr::And(Box::new(far()), Box::new(near()));
        assert!(!met(&both, Some(0)));
        assert!(met(&Expr::Not(Box::new(both)), Some(2)));
    }

    #[test]
    fn links_may_come_or_not() {
        let count = || Operand::Links(id(), None);
        let at_most = |most: i64| {
            let most = Operand::Literal(Value::Integer(most));
            Expr::Compare(count(), Comparison::LessOrEqual, most)
        };
        assert!(met(&at_most(2), None) && !met(&at_most(1), None));
        assert!(!met(&less(one(), count()), None));
    }

    #[test]
    fn nobody_else_has_no_value() {
        let unique = Expr::Unique(vec![name("a"), name("c")], id());
        assert!(met(&unique, Some(1)));
        assert!(!met(&Expr::Unique(vec![name("a")], id()), Some(1)));
        assert!(met(&Expr::Acyclic(id()), None));
    }

    #[test]
    fn calculations_are_those_of_the_model() {
        use Arithmetic::{Minus, Over, Plus, Times};
        let numbers = [
            Value::Integer(i64::MIN),
            Value::Integer(-1),
            Value::Integer(0),
            Value::Integer(2),
            Value::Integer(7),
            Value::Integer(i64::MAX),
            Value::Float(0.5),
            Value::Float(f64::MAX),
        ];
        for how in [Plus, Minus, Times, Over] {
            for left in &numbers {
                for right in &numbers {
                    let said = format!("{left} {} {right}", how.as_str());
                    assert_eq!(calculate(left, how, right), how.of(left, right), "{said}");
                }
            }
        }
        let text = Value::from("abab");
        for test in [Test::StartsWith, Test::EndsWith, Test::Contains] {
            for part in ["", "ab", "ba", "b", "abab", "ababa"] {
                let part = Value::from(part);
                let said = format!("{}({text}, {part})", test.as_str());
                assert_eq!(
                    has_part(test, &text, &part),
                    test.holds(&text, &part),
                    "{said}"
                );
            }
        }
    }
}
