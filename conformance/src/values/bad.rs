//! Bad classes: one value each that breaks exactly one rule.

use occi_model::{
    Value, ValueType,
    types::{EnumType, HashType, ListType, NumberRange, StringFacets},
};

use super::{NoValue, Sample, good, number, pattern};

/// A bad class of a type, with a value of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Bad {
    /// Name of the class: `below`.
    pub class: &'static str,
    /// The value; or why there is none, although the type has the facet.
    pub value: Result<Sample, NoValue>,
}

impl Bad {
    fn new(class: &'static str, value: impl Into<Sample>) -> Self {
        Self {
            class,
            value: Ok(value.into()),
        }
    }

    fn or(class: &'static str, value: Option<Value>, none: NoValue) -> Self {
        Self {
            class,
            value: value.map(Sample::from).ok_or(none),
        }
    }
}

/// The bad classes of a type, in order of the table of section 5. `is_end`: the attribute is an
/// end of a link, whose dangling and wrong-kind classes belong to the family `lnk`.
#[must_use]
pub fn bad(value_type: &ValueType, name: &str, is_end: bool) -> Vec<Bad> {
    let mut classes = vec![Bad::new("type", wrong_type(value_type))];
    match value_type {
        ValueType::String(facets) => string(facets, name, &mut classes),
        ValueType::Integer(range) => integer(range, name, value_type, &mut classes),
        ValueType::Float(range) | ValueType::Number(range) => float(range, &mut classes),
        ValueType::Enum(literals) => classes.push(Bad::new("literal", no_literal(literals))),
        ValueType::Uri => format(&mut classes, "not a uri <at all>"),
        ValueType::IpAddress => format(&mut classes, "300.1.1.1"),
        ValueType::IpNetwork | ValueType::IpPrefix { .. } => {
            format(&mut classes, "192.0.2.0/99");
        }
        ValueType::Mac => format(&mut classes, "02:00:5e:10:00:zz"),
        ValueType::Token => format(&mut classes, "two words"),
        ValueType::DateTime => format(&mut classes, "2026-13-45T99:00:00Z"),
        ValueType::Duration => format(&mut classes, "one hour"),
        ValueType::Ref(kind) => {
            format(&mut classes, "not a uri <at all>");
            if !is_end {
                classes.push(Bad::new(
                    "dangling",
                    Value::from("/no-such-collection/no-such-entity"),
                ));
                if let Some(kind) = kind {
                    classes.push(Bad::new("wrong-kind", Sample::Unfit(kind.clone())));
                }
            }
        }
        ValueType::List(list) => self::list(list, name, &mut classes),
        ValueType::Hash(hash) => self::hash(hash, name, &mut classes),
        _ => {}
    }
    classes
}

/// A value of another type that no lenient reader can take for a right one: a list where text is
/// wanted (a number might be taken for a bare word, D-60), a word where a number is wanted.
fn wrong_type(value_type: &ValueType) -> Value {
    match value_type {
        ValueType::Integer(_) | ValueType::Float(_) | ValueType::Number(_) => Value::from("seven"),
        ValueType::Boolean => Value::from("perhaps"),
        ValueType::List(_) | ValueType::Hash(_) => Value::Boolean(true),
        _ => Value::List(vec![Value::from("a list")]),
    }
}

fn format(classes: &mut Vec<Bad>, text: &str) {
    classes.push(Bad::new("format", Value::from(text)));
}

fn no_literal(literals: &EnumType) -> Value {
    let mut text = "no-such-literal".to_owned();
    while literals.has(&text) {
        text.push('x');
    }
    Value::from(text)
}

fn string(facets: &StringFacets, name: &str, classes: &mut Vec<Bad>) {
    let matches = |text: &str| {
        facets
            .pattern
            .as_ref()
            .is_none_or(|pattern| pattern.matches(text))
    };
    if facets.pattern.is_some() {
        let value = good::string(facets, name, 0).and_then(|good| {
            pattern::near(&good)
                .find(|text| !matches(text) && facets.length.contains(text.chars().count()))
        });
        classes.push(Bad::or(
            "pattern",
            value.map(Value::from),
            "no string near a matching one breaks the pattern",
        ));
    }
    let of_length = |length: u32| {
        let plain = "x".repeat(length as usize);
        if matches(&plain) {
            return Some(plain);
        }
        let pattern = facets.pattern.as_ref()?;
        pattern::matching(pattern.as_str()).find(|text| text.chars().count() == length as usize)
    };
    if let Some(min) = facets.length.min.filter(|min| *min > 0) {
        classes.push(Bad::or(
            "short",
            of_length(min - 1).map(Value::from),
            "no shorter string matches the pattern",
        ));
    }
    if let Some(max) = facets.length.max {
        classes.push(Bad::or(
            "long",
            max.checked_add(1).and_then(of_length).map(Value::from),
            "no longer string matches the pattern",
        ));
    }
}

const NO_DIGITS: NoValue = "no number in the range has more digits";

fn integer(range: &NumberRange<i64>, name: &str, value_type: &ValueType, classes: &mut Vec<Bad>) {
    // Half a step above a good value stays inside the range in all but the fraction.
    let fraction = match good(value_type, name, 0) {
        Some(Sample::Value(value)) => value.as_f64().map(|number| number + 0.5),
        _ => None,
    };
    let inside = fraction.filter(|number| {
        range.max.is_none_or(|max| {
            Value::Integer(max.value)
                .as_f64()
                .is_some_and(|max| *number < max)
        })
    });
    classes.push(Bad::new(
        "fraction",
        Value::Float(
            inside
                .or(fraction.map(|number| number - 1.0))
                .unwrap_or(0.5),
        ),
    ));
    if let Some(min) = range.min {
        classes.push(Bad::or(
            "below",
            number::outside_integer(min, true).map(Value::Integer),
            "nothing lies below the least 64-bit integer",
        ));
    }
    if let Some(max) = range.max {
        classes.push(Bad::or(
            "above",
            number::outside_integer(max, false).map(Value::Integer),
            "nothing lies above the greatest 64-bit integer",
        ));
    }
    if range.total_digits.is_some() {
        classes.push(Bad::or(
            "digits",
            number::beyond_digits_of_integer(range).map(Value::Integer),
            NO_DIGITS,
        ));
    }
}

fn float(range: &NumberRange<f64>, classes: &mut Vec<Bad>) {
    const TOO_LARGE: NoValue = "the bound is too large for a step outside";
    if let Some(min) = range.min {
        classes.push(Bad::or(
            "below",
            number::outside_float(min, true).map(Value::Float),
            TOO_LARGE,
        ));
    }
    if let Some(max) = range.max {
        classes.push(Bad::or(
            "above",
            number::outside_float(max, false).map(Value::Float),
            TOO_LARGE,
        ));
    }
    if range.total_digits.is_some() {
        classes.push(Bad::or(
            "digits",
            number::beyond_digits(range).map(Value::Float),
            NO_DIGITS,
        ));
    }
    if range.fraction_digits.is_some() {
        classes.push(Bad::or(
            "decimals",
            number::beyond_places(range).map(Value::Float),
            NO_DIGITS,
        ));
    }
}

fn list(list: &ListType, name: &str, classes: &mut Vec<Bad>) {
    const NO_ITEMS: NoValue = "the item type has too few good values";
    let item = |n: u32| match good(&list.item, name, n) {
        Some(Sample::Value(value)) => Some(value),
        _ => None,
    };
    let items = |count: u32| {
        (0..count)
            .map(item)
            .collect::<Option<Vec<_>>>()
            .map(Value::List)
    };
    let mut spoilt = good::list(list, name, 0).unwrap_or_default();
    let wrong = wrong_type(&list.item);
    match spoilt.last_mut() {
        Some(last) => *last = wrong,
        None => spoilt.push(wrong),
    }
    classes.push(Bad::new("item", Value::List(spoilt)));
    if let Some(min) = list.length.min.filter(|min| *min > 0) {
        classes.push(Bad::or("min-items", items(min - 1), NO_ITEMS));
    }
    if let Some(max) = list.length.max {
        classes.push(Bad::or(
            "max-items",
            max.checked_add(1).and_then(items),
            NO_ITEMS,
        ));
    }
    if list.unique {
        let twice = list.length.max.is_none_or(|max| max >= 2).then(|| {
            let mut values = good::list(list, name, 0)?;
            let first = values.first()?.clone();
            if list.length.contains(values.len() + 1) {
                values.push(first);
            } else {
                *values.last_mut()? = first;
            }
            Some(Value::List(values))
        });
        classes.push(Bad::or(
            "duplicate",
            twice.flatten(),
            "the list holds one item at most",
        ));
    }
}

fn hash(hash: &HashType, name: &str, classes: &mut Vec<Bad>) {
    if hash.members.is_empty() {
        return;
    }
    const NO_HASH: NoValue = "no good value of the hash can be made";
    let whole = good::hash(hash, name, 0);
    let mut unknown = "unknown-member".to_owned();
    while hash.members.iter().any(|member| *member.name == unknown) {
        unknown.push('x');
    }
    classes.push(Bad::or(
        "unknown-member",
        whole.clone().map(|mut members| {
            members.insert(unknown, Value::from("x"));
            Value::Hash(members.into())
        }),
        NO_HASH,
    ));
    if let Some(required) = hash.members.iter().find(|member| member.required) {
        classes.push(Bad::or(
            "missing-member",
            whole.map(|mut members| {
                members.shift_remove(&*required.name);
                Value::Hash(members.into())
            }),
            NO_HASH,
        ));
    }
}
