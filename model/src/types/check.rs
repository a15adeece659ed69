//! Checking values against types.

use std::{
    collections::{HashMap, hash_map::DefaultHasher},
    fmt::{self, Write as _},
    hash::{Hash as _, Hasher as _},
};

use super::{Digits, HashType, ListType, NumberRange, StringFacets, ValueType, format};
use crate::value::Value;

/// In which way a value is not of its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FaultClass {
    /// It is of another type altogether: text for a number.
    Type,
    /// It has a fraction where a whole number is wanted, or is no 64-bit integer.
    Fraction,
    /// It lies below the range.
    Below,
    /// It lies above the range.
    Above,
    /// It has too many decimal digits, in all or behind the point.
    Digits,
    /// It is none of the literals of the enum.
    Literal,
    /// It does not match the pattern.
    Pattern,
    /// It has too few characters or items.
    Short,
    /// It has too many characters or items.
    Long,
    /// It does not have the form of the type: no address, no date, not finite.
    Format,
    /// An item of the list is not of the item type.
    Item,
    /// Two items of the list are equal, and may not be.
    Duplicate,
    /// A member of the hash is missing, unknown, or not of its type.
    Member,
}

/// Why a value is not of a type, in words: "`found` is not `expected`".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found} is not {expected}")]
pub struct ValueFault {
    /// The value as people read it, cut to a few words; control characters are escaped.
    pub found: String,
    /// What was expected: "an integer from 0 to 4095".
    pub expected: String,
    /// The kind of misfit.
    pub class: FaultClass,
}

/// Longest excerpt of a value in a message, in characters.
const EXCERPT_CHARS: usize = 80;

/// Takes text up to a limit, then refuses more.
struct Limited {
    text: String,
    left: usize,
}

impl fmt::Write for Limited {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        for letter in part.chars() {
            if self.left == 0 {
                return Err(fmt::Error);
            }
            self.left -= 1;
            self.text.push(letter);
        }
        Ok(())
    }
}

/// The value in a few words, for messages.
pub(super) fn excerpt(value: &Value) -> String {
    let mut out = Limited {
        text: String::new(),
        left: EXCERPT_CHARS,
    };
    if write!(out, "{value}").is_err() {
        out.text.push('…');
    }
    out.text
}

/// The integer of a float that has no fraction and fits (D-77).
fn whole(number: f64) -> Option<i64> {
    // Both limits are powers of two, so they are exact; the upper one is the first outside.
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    (number.fract() == 0.0 && (-LIMIT..LIMIT).contains(&number)).then_some({
        #[expect(clippy::cast_possible_truncation, reason = "checked just above")]
        {
            number as i64
        }
    })
}

impl<N: PartialOrd + Copy> NumberRange<N> {
    /// On which side of the range `number` lies; `None`: inside.
    fn misses(&self, number: N) -> Option<FaultClass> {
        if self.contains(number) {
            return None;
        }
        let below = Self {
            min: self.min,
            max: None,
            fraction_digits: None,
            total_digits: None,
        };
        Some(if below.contains(number) {
            FaultClass::Above
        } else {
            FaultClass::Below
        })
    }
}

impl ValueType {
    /// Checks a value against the type with all its facets, and gives it back in the type's own
    /// form: an integer where a float is wanted becomes a float, a float without fraction becomes
    /// an integer where one is wanted (D-77). Items and members likewise. Members that a hash does
    /// not have get their defaults.
    ///
    /// Nothing is allocated for a scalar that fits.
    ///
    /// # Errors
    ///
    /// A [`ValueFault`] that says what was found and what was expected; for lists and hashes the
    /// first misfit.
    pub fn check(&self, value: Value) -> Result<Value, ValueFault> {
        match self {
            Self::String(facets) => self.check_string(facets, value),
            Self::Integer(range) => self.check_integer(range, value),
            Self::Float(range) => match value.as_f64() {
                Some(number) => self
                    .check_number(*range, number, &value)
                    .map(|()| Value::Float(number)),
                None => Err(self.refuse(&value, FaultClass::Type)),
            },
            Self::Number(range) => match value.as_f64() {
                Some(number) => self.check_number(*range, number, &value).map(|()| value),
                None => Err(self.refuse(&value, FaultClass::Type)),
            },
            Self::Boolean => match value {
                Value::Boolean(_) => Ok(value),
                other => Err(self.refuse(&other, FaultClass::Type)),
            },
            Self::Enum(literals) => {
                self.check_text(value, FaultClass::Literal, |text| literals.has(text))
            }
            Self::Uri | Self::Ref(_) => {
                self.check_text(value, FaultClass::Format, format::is_uri_reference)
            }
            Self::IpAddress => self.check_text(value, FaultClass::Format, format::is_ip_address),
            Self::IpNetwork => self.check_text(value, FaultClass::Format, format::is_ip_network),
            Self::IpPrefix { optional_length } => {
                self.check_text(value, FaultClass::Format, |text| {
                    format::is_ip_prefix(text) || (*optional_length && format::is_ip_address(text))
                })
            }
            Self::Mac => self.check_text(value, FaultClass::Format, format::is_mac),
            Self::Token => self.check_text(value, FaultClass::Format, format::is_token),
            Self::DateTime => self.check_text(value, FaultClass::Format, |text| {
                format::instant(text).is_some()
            }),
            Self::Duration => self.check_text(value, FaultClass::Format, format::is_duration),
            Self::List(list) => self.check_list(list, value),
            Self::Hash(hash) => self.check_hash(hash, value),
        }
    }

    fn refuse(&self, value: &Value, class: FaultClass) -> ValueFault {
        ValueFault {
            found: excerpt(value),
            expected: self.describe(),
            class,
        }
    }

    fn check_text(
        &self,
        value: Value,
        class: FaultClass,
        fits: impl FnOnce(&str) -> bool,
    ) -> Result<Value, ValueFault> {
        match value.as_str() {
            Some(text) if fits(text) => Ok(value),
            Some(_) => Err(self.refuse(&value, class)),
            None => Err(self.refuse(&value, FaultClass::Type)),
        }
    }

    fn check_string(&self, facets: &StringFacets, value: Value) -> Result<Value, ValueFault> {
        let Some(text) = value.as_str() else {
            return Err(self.refuse(&value, FaultClass::Type));
        };
        let class = if facets.length.min.is_some() || facets.length.max.is_some() {
            let length = text.chars().count();
            facets.length.misses(length)
        } else {
            None
        };
        let class = class.or_else(|| {
            facets
                .pattern
                .as_ref()
                .filter(|pattern| !pattern.matches(text))
                .map(|_| FaultClass::Pattern)
        });
        match class {
            None => Ok(value),
            Some(class) => Err(self.refuse(&value, class)),
        }
    }

    fn check_integer(&self, range: &NumberRange<i64>, value: Value) -> Result<Value, ValueFault> {
        let number = match value {
            Value::Integer(number) => number,
            Value::Float(number) => {
                whole(number).ok_or_else(|| self.refuse(&value, FaultClass::Fraction))?
            }
            other => return Err(self.refuse(&other, FaultClass::Type)),
        };
        let class = range.misses(number).or_else(|| {
            let fits = !range.has_digits() || range.allows(Digits::of_integer(number));
            (!fits).then_some(FaultClass::Digits)
        });
        match class {
            None => Ok(Value::Integer(number)),
            Some(class) => Err(self.refuse(&value, class)),
        }
    }

    fn check_number(
        &self,
        range: NumberRange<f64>,
        number: f64,
        value: &Value,
    ) -> Result<(), ValueFault> {
        let class = if number.is_finite() {
            range.misses(number).or_else(|| {
                let digits = || match value {
                    Value::Integer(whole) => Digits::of_integer(*whole),
                    _ => Digits::of_float(number),
                };
                let fits = !range.has_digits() || range.allows(digits());
                (!fits).then_some(FaultClass::Digits)
            })
        } else {
            Some(FaultClass::Format)
        };
        match class {
            None => Ok(()),
            Some(class) => Err(self.refuse(value, class)),
        }
    }

    fn check_list(&self, list: &ListType, value: Value) -> Result<Value, ValueFault> {
        let Value::List(mut items) = value else {
            return Err(self.refuse(&value, FaultClass::Type));
        };
        if let Some(class) = list.length.misses(items.len()) {
            return Err(ValueFault {
                found: format!("a list of {} items", items.len()),
                expected: self.describe(),
                class,
            });
        }
        for (at, item) in items.iter_mut().enumerate() {
            let given = std::mem::replace(item, Value::Boolean(false));
            *item = list.item.check(given).map_err(|fault| ValueFault {
                found: format!("item {}, {},", at + 1, fault.found),
                expected: fault.expected,
                class: FaultClass::Item,
            })?;
        }
        if list.unique
            && let Some((first, second)) = find_equal(&items)
        {
            return Err(ValueFault {
                found: format!(
                    "a list whose items {} and {} are both {}",
                    first + 1,
                    second + 1,
                    excerpt(&items[first])
                ),
                expected: self.describe(),
                class: FaultClass::Duplicate,
            });
        }
        Ok(Value::List(items))
    }

    fn check_hash(&self, hash: &HashType, value: Value) -> Result<Value, ValueFault> {
        let Value::Hash(mut values) = value else {
            return Err(self.refuse(&value, FaultClass::Type));
        };
        if hash.members.is_empty() {
            return Ok(Value::Hash(values));
        }
        for (name, value) in values.iter_mut() {
            let Some(member) = hash.members.iter().find(|member| *member.name == **name) else {
                return Err(ValueFault {
                    found: format!("an object with the member {name:?}"),
                    expected: self.describe(),
                    class: FaultClass::Member,
                });
            };
            let given = std::mem::replace(value, Value::Boolean(false));
            *value = member.value_type.check(given).map_err(|fault| ValueFault {
                found: format!("member {name:?}, {},", fault.found),
                expected: fault.expected,
                class: FaultClass::Member,
            })?;
        }
        if let Some(missing) = hash
            .members
            .iter()
            .find(|member| member.required && !values.contains_key(&*member.name))
        {
            return Err(ValueFault {
                found: format!("an object without the member {:?}", missing.name),
                expected: self.describe(),
                class: FaultClass::Member,
            });
        }
        for member in &hash.members {
            if let Some(default) = &member.default
                && !values.contains_key(&*member.name)
            {
                values.insert(member.name.to_string(), default.clone());
            }
        }
        Ok(Value::Hash(values))
    }
}

/// The first two items that are the same (D-101), in linear time.
fn find_equal(items: &[Value]) -> Option<(usize, usize)> {
    let mut seen: HashMap<u64, Vec<usize>> = HashMap::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        let mut hasher = DefaultHasher::new();
        digest(item, &mut hasher);
        let bucket = seen.entry(hasher.finish()).or_default();
        if let Some(&first) = bucket.iter().find(|&&first| items[first].same_as(item)) {
            return Some((first, at));
        }
        bucket.push(at);
    }
    None
}

/// A hash that is equal wherever [`Value::same_as`] says that two values are.
fn digest(value: &Value, hasher: &mut DefaultHasher) {
    if let Some(number) = value.as_f64() {
        // Adding zero turns -0.0 into 0.0, which compares equal to it.
        (number + 0.0).to_bits().hash(hasher);
        return;
    }
    match value {
        Value::Boolean(truth) => truth.hash(hasher),
        Value::String(text) => text.hash(hasher),
        Value::List(items) => {
            for item in items {
                digest(item, hasher);
            }
        }
        // The order of members does not count, so their hashes are added up.
        Value::Hash(members) => members
            .iter()
            .map(|(name, value)| {
                let mut member = DefaultHasher::new();
                name.hash(&mut member);
                digest(value, &mut member);
                member.finish()
            })
            .fold(0_u64, u64::wrapping_add)
            .hash(hasher),
        Value::Integer(_) | Value::Float(_) => {}
    }
}

#[cfg(test)]
mod tests;
