//! Evaluation of conditions.
//!
//! Nothing here can fail or panic: what has no result has no value, and a question about what has
//! no value is answered with no.

use std::{borrow::Cow, cmp::Ordering, marker::PhantomData};

use super::{Arithmetic, Comparison, End, Expr, Operand, Test};
use crate::{
    name::{AttributeName, CategoryId},
    types::format,
    value::Value,
};

/// Several instances.
pub type Views<'v> = Vec<Box<dyn View + 'v>>;

/// An instance as a condition sees it, with what is around it.
pub trait View {
    /// The value of an attribute.
    fn value(&self, name: &AttributeName) -> Option<&Value>;

    /// Whether the instance carries the mixin, or one that depends on it.
    fn carries(&self, mixin: &CategoryId) -> bool;

    /// The resource at an end of this link; `None` when it is not known here, or this is no link.
    fn end(&self, end: End) -> Option<Box<dyn View + '_>>;

    /// The links of a kind, or of one below it, that start at this resource.
    fn links(&self, kind: &CategoryId) -> Views<'_>;

    /// Whether no other instance with the category has equal values for these attributes. All of
    /// them have a value here.
    fn is_unique(&self, category: &CategoryId, values: &[(&AttributeName, &Value)]) -> bool;

    /// Whether no way leads from the target of this link to its source over links with the
    /// category.
    fn is_acyclic(&self, category: &CategoryId) -> bool;
}

/// One instance, with nothing around it.
struct Alone<'v, F, C> {
    lookup: F,
    carries: C,
    values: PhantomData<&'v Value>,
}

impl<'v, F, C> View for Alone<'v, F, C>
where
    F: Fn(&AttributeName) -> Option<&'v Value>,
    C: Fn(&CategoryId) -> bool,
{
    fn value(&self, name: &AttributeName) -> Option<&Value> {
        (self.lookup)(name)
    }

    fn carries(&self, mixin: &CategoryId) -> bool {
        (self.carries)(mixin)
    }

    fn end(&self, _: End) -> Option<Box<dyn View + '_>> {
        None
    }

    fn links(&self, _: &CategoryId) -> Views<'_> {
        Vec::new()
    }

    fn is_unique(&self, _: &CategoryId, _: &[(&AttributeName, &Value)]) -> bool {
        true
    }

    fn is_acyclic(&self, _: &CategoryId) -> bool {
        true
    }
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

impl Arithmetic {
    /// The result for two values; `None` when one is no number, the divisor is zero, or the result
    /// is no 64-bit integer or finite float.
    ///
    /// Two integers give an integer, except that a quotient that is not whole is a float.
    #[must_use]
    pub fn of(self, left: &Value, right: &Value) -> Option<Value> {
        if let (&Value::Integer(left), &Value::Integer(right)) = (left, right) {
            let exact = match self {
                Self::Plus => left.checked_add(right)?,
                Self::Minus => left.checked_sub(right)?,
                Self::Times => left.checked_mul(right)?,
                Self::Over if left.checked_rem(right)? == 0 => left.checked_div(right)?,
                Self::Over => return finite(float(left) / float(right)),
            };
            return Some(Value::Integer(exact));
        }
        let (left, right) = (left.as_f64()?, right.as_f64()?);
        finite(match self {
            Self::Plus => left + right,
            Self::Minus => left - right,
            Self::Times => left * right,
            Self::Over => left / right,
        })
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a quotient that is not whole is a float, and no float is exact"
)]
const fn float(number: i64) -> f64 {
    number as f64
}

fn finite(number: f64) -> Option<Value> {
    number.is_finite().then_some(Value::Float(number))
}

impl Test {
    /// The answer for two values.
    #[must_use]
    pub fn holds(self, whole: &Value, part: &Value) -> bool {
        match (whole, part) {
            (Value::String(whole), Value::String(part)) => match self {
                Self::StartsWith => whole.starts_with(&**part),
                Self::EndsWith => whole.ends_with(&**part),
                Self::Contains => whole.contains(&**part),
            },
            (Value::List(items), part) => {
                self == Self::Contains && items.iter().any(|item| item.same_as(part))
            }
            _ => false,
        }
    }
}

impl Operand {
    /// The value, if there is one.
    #[must_use]
    pub fn value<'a>(&'a self, of: &'a dyn View) -> Option<Cow<'a, Value>> {
        Some(match self {
            Self::Attribute(name) => Cow::Borrowed(of.value(name)?),
            Self::Literal(value) => Cow::Borrowed(value),
            Self::End(end, name) => Cow::Owned(of.end(*end)?.value(name)?.clone()),
            Self::Negated(inner) => Cow::Owned(match &*inner.value(of)? {
                Value::Integer(number) => Value::Integer(number.checked_neg()?),
                Value::Float(number) => Value::Float(-number),
                _ => return None,
            }),
            Self::Arithmetic(left, how, right) => {
                Cow::Owned(how.of(&*left.value(of)?, &*right.value(of)?)?)
            }
            Self::Length(inner) => {
                let length = match &*inner.value(of)? {
                    Value::String(text) => text.chars().count(),
                    Value::List(items) => items.len(),
                    _ => return None,
                };
                Cow::Owned(Value::Integer(i64::try_from(length).ok()?))
            }
            Self::Lower(inner) => match &*inner.value(of)? {
                Value::String(text) => Cow::Owned(Value::String(text.to_lowercase())),
                _ => return None,
            },
            Self::Links(kind, condition) => {
                let mut links = of.links(kind);
                if let Some(condition) = condition {
                    links.retain(|link| condition.holds(&**link));
                }
                Cow::Owned(Value::Integer(i64::try_from(links.len()).ok()?))
            }
        })
    }
}

impl Expr {
    /// Whether the condition is met by an instance with the values that `lookup` knows, and the
    /// mixins for which `carries` says that they, or others that depend on them, are there.
    ///
    /// Right for conditions that look at nothing else; [`Self::reach`] tells which do, and
    /// [`Self::holds`] is right for all.
    #[must_use]
    pub fn eval<'v>(
        &self,
        lookup: impl Fn(&AttributeName) -> Option<&'v Value>,
        carries: impl Fn(&CategoryId) -> bool,
    ) -> bool {
        self.holds(&Alone {
            lookup,
            carries,
            values: PhantomData,
        })
    }

    /// Whether an instance meets the condition.
    ///
    /// A comparison with an operand that has no value is false for every operator but `!=`, for
    /// which it is true; every other question about such an operand is answered with no.
    #[must_use]
    pub fn holds(&self, of: &dyn View) -> bool {
        match self {
            Self::Defined(name) => of.value(name).is_some(),
            Self::DefinedAt(end, name) => of.end(*end).is_some_and(|end| end.value(name).is_some()),
            Self::Compare(left, comparison, right) => match (left.value(of), right.value(of)) {
                (Some(left), Some(right)) => comparison.holds(&left, &right),
                _ => *comparison == Comparison::NotEqual,
            },
            Self::In(operand, values) => operand
                .value(of)
                .is_some_and(|value| values.iter().any(|one| one.same_as(&value))),
            Self::Test(test, whole, part) => match (whole.value(of), part.value(of)) {
                (Some(whole), Some(part)) => test.holds(&whole, &part),
                _ => false,
            },
            Self::Matches(operand, pattern) => operand
                .value(of)
                .is_some_and(|value| value.as_str().is_some_and(|text| pattern.matches(text))),
            Self::Has(None, mixin) => of.carries(mixin),
            Self::Has(Some(end), mixin) => of.end(*end).is_some_and(|end| end.carries(mixin)),
            Self::Unique(names, category) => {
                let values: Option<Vec<(&AttributeName, &Value)>> = names
                    .iter()
                    .map(|name| Some((name, of.value(name)?)))
                    .collect();
                values.is_none_or(|values| of.is_unique(category, &values))
            }
            Self::Acyclic(category) => of.is_acyclic(category),
            Self::Not(inner) => !inner.holds(of),
            Self::And(left, right) => left.holds(of) && right.holds(of),
            Self::Or(left, right) => left.holds(of) || right.holds(of),
        }
    }
}
