//! Whether one type is the same as another or narrower (D-11).

use std::sync::Arc;

use super::{
    Bound, Digits, EnumType, HashType, LengthRange, ListType, NumberRange, StringFacets, ValueType,
};
use crate::{name::CategoryId, value::Value};

/// Whether the first kind is the second or below it.
type IsA<'a> = &'a dyn Fn(&CategoryId, &CategoryId) -> bool;

impl ValueType {
    /// Whether every value of this type is also one of `other`, so that an attribute may be
    /// restated with it (D-11). `is_a` knows the kinds' lineage.
    ///
    /// Decided by facets, never by comparing patterns: a string with a pattern narrows only
    /// strings without one or with the very same.
    ///
    /// # Errors
    ///
    /// Says in a few words what is wider or different.
    pub fn narrows(
        &self,
        other: &Self,
        is_a: &dyn Fn(&CategoryId, &CategoryId) -> bool,
    ) -> Result<(), String> {
        self.fits_in(other, is_a)
    }

    fn fits_in(&self, other: &Self, is_a: IsA<'_>) -> Result<(), String> {
        match (self, other) {
            (Self::String(one), Self::String(other)) => strings(one, other),
            (Self::Integer(one), Self::Integer(other)) => {
                ranges(&with_digits(inclusive(*one)), &inclusive(*other))
            }
            (Self::Integer(one), Self::Number(other)) => {
                ranges(&as_floats(with_digits(*one)), other)
            }
            (Self::Float(one) | Self::Number(one), Self::Number(other))
            | (Self::Float(one), Self::Float(other)) => ranges(one, other),
            (Self::Enum(one), Self::Enum(other)) => enums(one, other),
            (Self::Enum(one), _) if other.is_text() => {
                one.literals.iter().try_for_each(|literal| {
                    match other.check(Value::from(&*literal.name)) {
                        Ok(_) => Ok(()),
                        Err(fault) => Err(fault.to_string()),
                    }
                })
            }
            // Every other text type, as long as the string has no facets of its own.
            (one, Self::String(facets)) if one.is_text() && *facets == StringFacets::default() => {
                Ok(())
            }
            (
                Self::IpPrefix {
                    optional_length: one,
                },
                Self::IpPrefix {
                    optional_length: other,
                },
            ) if *other || !*one => Ok(()),
            (Self::IpNetwork, Self::IpPrefix { .. })
            | (
                Self::IpAddress,
                Self::IpPrefix {
                    optional_length: true,
                },
            )
            | (Self::Ref(_), Self::Ref(None) | Self::Uri) => Ok(()),
            (Self::Ref(Some(one)), Self::Ref(Some(other))) if one == other || is_a(one, other) => {
                Ok(())
            }
            (Self::List(one), Self::List(other)) => lists(one, other, is_a),
            (Self::Hash(one), Self::Hash(other)) => hashes(one, other, is_a),
            (one, other) if one == other => Ok(()),
            (one, other) => Err(format!("{} is not {}", one.describe(), other.describe())),
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "comparison of numbers is by their float value"
)]
fn as_floats(range: NumberRange<i64>) -> NumberRange<f64> {
    let bound = |bound: Bound<i64>| Bound {
        value: bound.value as f64,
        exclusive: bound.exclusive,
    };
    NumberRange {
        min: range.min.map(bound),
        max: range.max.map(bound),
        total_digits: range.total_digits,
        fraction_digits: range.fraction_digits,
    }
}

/// The same integers with inclusive bounds: above 0 is from 1.
fn inclusive(range: NumberRange<i64>) -> NumberRange<i64> {
    let bound = |bound: Bound<i64>, step: i64| match bound.value.checked_add(step) {
        Some(value) if bound.exclusive => Bound {
            value,
            exclusive: false,
        },
        _ => bound,
    };
    NumberRange {
        min: range.min.map(|min| bound(min, 1)),
        max: range.max.map(|max| bound(max, -1)),
        ..range
    }
}

/// The range with the digits that its integers have anyway.
fn with_digits(range: NumberRange<i64>) -> NumberRange<i64> {
    let total_digits = range.ends().map(|(least, greatest)| {
        Digits::of_integer(least)
            .total
            .max(Digits::of_integer(greatest).total)
    });
    NumberRange {
        total_digits,
        fraction_digits: Some(0),
        ..range
    }
}

fn ranges<N: PartialOrd + Copy>(
    one: &NumberRange<N>,
    other: &NumberRange<N>,
) -> Result<(), String> {
    let lower = match (one.min, other.min) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(one), Some(other)) => {
            one.value > other.value
                || (one.value >= other.value && (one.exclusive || !other.exclusive))
        }
    };
    let upper = match (one.max, other.max) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(one), Some(other)) => {
            one.value < other.value
                || (one.value <= other.value && (one.exclusive || !other.exclusive))
        }
    };
    let more = |one: Option<u32>, other: Option<u32>| {
        other.is_some_and(|other| one.is_none_or(|one| one > other))
    };
    if !lower {
        Err("its range begins lower".to_owned())
    } else if !upper {
        Err("its range ends higher".to_owned())
    } else if more(one.total_digits, other.total_digits) {
        Err("it may have more digits".to_owned())
    } else if more(one.fraction_digits, other.fraction_digits) {
        Err("it may have more digits behind the point".to_owned())
    } else {
        Ok(())
    }
}

fn lengths(one: LengthRange, other: LengthRange) -> Result<(), String> {
    if one.min.unwrap_or(0) < other.min.unwrap_or(0) {
        return Err("it may be shorter".to_owned());
    }
    if one.max.unwrap_or(u32::MAX) > other.max.unwrap_or(u32::MAX) {
        return Err("it may be longer".to_owned());
    }
    Ok(())
}

fn strings(one: &StringFacets, other: &StringFacets) -> Result<(), String> {
    lengths(one.length, other.length)?;
    if other.pattern.is_some() && one.pattern != other.pattern {
        return Err("it has another pattern".to_owned());
    }
    Ok(())
}

fn enums(one: &Arc<EnumType>, other: &Arc<EnumType>) -> Result<(), String> {
    if Arc::ptr_eq(one, other) {
        return Ok(());
    }
    match one
        .literals
        .iter()
        .find(|literal| !other.has(&literal.name))
    {
        None => Ok(()),
        Some(literal) => Err(format!("it has the further literal `{}`", literal.name)),
    }
}

fn lists(one: &Arc<ListType>, other: &Arc<ListType>, is_a: IsA<'_>) -> Result<(), String> {
    if Arc::ptr_eq(one, other) {
        return Ok(());
    }
    lengths(one.length, other.length)?;
    if other.unique && !one.unique {
        return Err("its items may be equal".to_owned());
    }
    one.item
        .fits_in(&other.item, is_a)
        .map_err(|reason| format!("in its items, {reason}"))
}

fn hashes(one: &Arc<HashType>, other: &Arc<HashType>, is_a: IsA<'_>) -> Result<(), String> {
    if Arc::ptr_eq(one, other) || other.members.is_empty() {
        return Ok(());
    }
    if one.members.is_empty() {
        return Err("it may have any member".to_owned());
    }
    for member in &one.members {
        let Some(base) = other.members.iter().find(|base| base.name == member.name) else {
            return Err(format!("it has the further member `{}`", member.name));
        };
        if base.required && !member.required && member.default.is_none() {
            return Err(format!("its member `{}` may be missing", member.name));
        }
        member
            .value_type
            .fits_in(&base.value_type, is_a)
            .map_err(|reason| format!("in its member `{}`, {reason}", member.name))?;
    }
    match other
        .members
        .iter()
        .find(|base| base.required && !one.members.iter().any(|member| member.name == base.name))
    {
        None => Ok(()),
        Some(base) => Err(format!("it lacks the member `{}`", base.name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{types::EnumLiteral, version::VersionRange};

    fn narrows(one: &ValueType, other: &ValueType) -> bool {
        one.narrows(other, &|_, _| false).is_ok()
    }

    fn integer(min: Option<i64>, max: Option<i64>) -> ValueType {
        let bound = |value| Bound {
            value,
            exclusive: false,
        };
        ValueType::Integer(NumberRange {
            min: min.map(bound),
            max: max.map(bound),
            fraction_digits: None,
            total_digits: None,
        })
    }

    fn literals(names: &[&str]) -> ValueType {
        ValueType::Enum(Arc::new(EnumType {
            name: None,
            literals: names
                .iter()
                .map(|&name| EnumLiteral {
                    name: name.into(),
                    description: None,
                    versions: VersionRange::ALL,
                })
                .collect(),
        }))
    }

    #[test]
    fn ranges_may_shrink_only() {
        assert!(narrows(&integer(Some(1), Some(4)), &integer(Some(0), None)));
        assert!(!narrows(&integer(Some(0), None), &integer(Some(1), None)));
        assert!(!narrows(&integer(None, Some(4)), &integer(None, Some(3))));
        // Above 0 and from 1 are the same integers.
        let above = |value| {
            ValueType::Integer(NumberRange {
                min: Some(Bound {
                    value,
                    exclusive: true,
                }),
                ..NumberRange::UNBOUNDED
            })
        };
        assert!(narrows(&above(0), &integer(Some(1), None)));
        assert!(narrows(&integer(Some(1), None), &above(0)));
        assert!(!narrows(&above(-1), &integer(Some(1), None)));
        let open = |exclusive| {
            ValueType::Float(NumberRange {
                min: Some(Bound {
                    value: 0.0,
                    exclusive,
                }),
                max: None,
                fraction_digits: None,
                total_digits: None,
            })
        };
        assert!(narrows(&open(true), &open(false)));
        assert!(!narrows(&open(false), &open(true)));
    }

    #[test]
    fn digits_may_become_fewer_only() {
        let number = |total_digits, fraction_digits| {
            ValueType::Number(NumberRange {
                total_digits,
                fraction_digits,
                ..NumberRange::UNBOUNDED
            })
        };
        assert!(narrows(&number(Some(3), Some(1)), &number(Some(3), None)));
        assert!(!narrows(&number(Some(4), None), &number(Some(3), None)));
        assert!(!narrows(&number(None, None), &number(None, Some(2))));
        // What the range of an integer says of its digits counts.
        assert!(narrows(
            &integer(Some(-99), Some(9)),
            &number(Some(2), Some(0))
        ));
        assert!(!narrows(
            &integer(Some(-99), Some(100)),
            &number(Some(2), None)
        ));
    }

    #[test]
    fn numbers_take_integers_and_floats_which_do_not_mix() {
        let float = ValueType::Float(NumberRange::UNBOUNDED);
        let number = ValueType::Number(NumberRange::UNBOUNDED);
        assert!(narrows(&float, &number) && narrows(&integer(None, None), &number));
        assert!(!narrows(&number, &float) && !narrows(&integer(None, None), &float));
    }

    #[test]
    fn texts_narrow_plain_strings_and_enums_shrink() {
        let string = ValueType::any_string();
        assert!(narrows(&ValueType::Mac, &string) && narrows(&literals(&["a"]), &string));
        assert!(!narrows(&string, &ValueType::Mac) && !narrows(&ValueType::Boolean, &string));
        assert!(narrows(&literals(&["a"]), &literals(&["b", "a"])));
        assert!(!narrows(&literals(&["a", "c"]), &literals(&["b", "a"])));
        assert!(narrows(&literals(&["a"]), &ValueType::Token));
        assert!(!narrows(&literals(&["n/a"]), &ValueType::Token));
    }
}
