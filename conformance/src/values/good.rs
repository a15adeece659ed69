//! Good values: any number of them, all different while the type has enough.

use occi_model::{
    Members, Value, ValueType,
    types::{HashType, LengthRange, ListType, NumberRange, StringFacets},
};

use super::{Sample, number, pattern};

/// The `n`-th good value of a type, or none when the type has fewer. `name` goes into texts, so
/// that values of different attributes differ.
#[must_use]
pub fn good(value_type: &ValueType, name: &str, n: u32) -> Option<Sample> {
    let text = |text: String| Some(Sample::Value(Value::String(text)));
    match value_type {
        ValueType::String(facets) => string(facets, name, n).and_then(text),
        ValueType::Integer(range) => integer(range, n).map(|n| Value::Integer(n).into()),
        ValueType::Float(range) | ValueType::Number(range) => {
            float(range, n).map(|n| Value::Float(n).into())
        }
        ValueType::Boolean => match n {
            0 => Some(Value::Boolean(true).into()),
            1 => Some(Value::Boolean(false).into()),
            _ => None,
        },
        ValueType::Enum(literals) => literals
            .literals
            .get(n as usize)
            .map(|literal| Value::from(&*literal.name).into()),
        ValueType::Uri => text(format!("http://example.org/{name}/{n}")),
        ValueType::IpAddress => {
            (n < 200).then(|| Value::from(format!("192.0.2.{}", n + 10)).into())
        }
        ValueType::IpNetwork => {
            (n < 200).then(|| Value::from(format!("198.18.{}.0/24", n + 10)).into())
        }
        ValueType::IpPrefix { .. } => {
            (n < 200).then(|| Value::from(format!("192.0.2.{}/24", n + 10)).into())
        }
        ValueType::Mac => (n < 200).then(|| Value::from(format!("02:00:5e:10:00:{n:02x}")).into()),
        ValueType::Token => text(format!("{}-{n}", last(name))),
        ValueType::DateTime => {
            (n < 60).then(|| Value::from(format!("2026-01-02T03:04:{n:02}Z")).into())
        }
        ValueType::Duration => text(format!("PT{}M", n + 1)),
        ValueType::Ref(kind) => Some(Sample::Entity(kind.clone())),
        ValueType::List(list) => self::list(list, name, n).map(|items| Value::List(items).into()),
        ValueType::Hash(hash) => {
            self::hash(hash, name, n).map(|members| Value::Hash(members.into()).into())
        }
        _ => None,
    }
}

/// The part of a dotted name behind the last dot.
fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// The `n`-th good string.
pub(super) fn string(facets: &StringFacets, name: &str, n: u32) -> Option<String> {
    let plain = format!("{}-{n}", last(name));
    let fits = |text: &String| {
        facets.length.contains(text.chars().count())
            && facets
                .pattern
                .as_ref()
                .is_none_or(|pattern| pattern.matches(text))
    };
    if fits(&plain) {
        return Some(plain);
    }
    match &facets.pattern {
        Some(pattern) => pattern::matching(pattern.as_str())
            .filter(fits)
            .nth(n as usize),
        None => of_length(facets.length, n),
    }
}

/// The `n`-th string of a fitting length.
fn of_length(length: LengthRange, n: u32) -> Option<String> {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
    // A number in letters is unlike any other number in letters of the same length.
    let least = length.min.unwrap_or(0).max(1);
    let width = length.max.map_or(least.max(8), |max| max.min(least.max(8)));
    let mut rest = n;
    let mut text: Vec<u8> = (0..width)
        .map(|_| {
            let letter = LETTERS[(rest % 26) as usize];
            rest /= 26;
            letter
        })
        .collect();
    text.reverse();
    (rest == 0 && !text.is_empty())
        .then(|| String::from_utf8(text).ok())
        .flatten()
}

fn integer(range: &NumberRange<i64>, n: u32) -> Option<i64> {
    let n = i64::from(n);
    // Away from the bounds first, so that an edge is a different value; then whatever fits.
    let start = match (range.min, range.max) {
        (Some(min), _) => min.value.checked_add(2)?,
        (None, Some(max)) => max.value.checked_sub(100)?,
        (None, None) => 2,
    };
    let candidate = start.checked_add(n)?;
    if range.admits(candidate) {
        return Some(candidate);
    }
    let (first, _) = range.ends()?;
    (0..1000)
        .filter_map(|step| first.checked_add(step))
        .filter(|value| range.admits(*value))
        .nth(usize::try_from(n).ok()?)
}

fn float(range: &NumberRange<f64>, n: u32) -> Option<f64> {
    if range.has_digits() {
        return number::with_digits(*range).nth(usize::try_from(n).ok()?);
    }
    let n = f64::from(n);
    let start = match (range.min, range.max) {
        (Some(min), _) => min.value + 1.5,
        (None, Some(max)) => max.value - 100.5,
        (None, None) => 1.5,
    };
    let candidate = start + n;
    if range.contains(candidate) {
        return Some(candidate);
    }
    // A narrow range: fractions of it.
    let (min, max) = (range.min?.value, range.max?.value);
    let value = min + (max - min) * (n + 1.0) / 8.0;
    range.contains(value).then_some(value)
}

/// The `n`-th good list: the least number of items, each different from the others.
pub(super) fn list(list: &ListType, name: &str, n: u32) -> Option<Vec<Value>> {
    let least = list.length.min.unwrap_or(0).max(1);
    if list.length.max == Some(0) {
        return (n == 0).then(Vec::new);
    }
    (0..least)
        .map(|at| match good(&list.item, name, n + at)? {
            Sample::Value(value) => Some(value),
            _ => None,
        })
        .collect()
}

/// The `n`-th good hash: every member.
pub(super) fn hash(hash: &HashType, name: &str, n: u32) -> Option<Members> {
    if hash.members.is_empty() {
        let mut members = Members::default();
        members.insert(
            "member".to_owned(),
            Value::from(format!("{}-{n}", last(name))),
        );
        return Some(members);
    }
    let mut differs = n == 0;
    let mut members = Members::default();
    for member in &hash.members {
        let sample = match good(&member.value_type, name, n) {
            Some(sample) => {
                differs = true;
                sample
            }
            None => good(&member.value_type, name, 0)?,
        };
        match sample {
            Sample::Value(value) => {
                members.insert(member.name.to_string(), value);
            }
            // An entity inside a hash cannot be made yet; an optional member is left out.
            _ if !member.required => {}
            _ => return None,
        }
    }
    differs.then_some(members)
}
