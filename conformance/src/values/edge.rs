//! Valid edges: values that must be taken and shown exactly as given, left-out members with their
//! defaults.

use occi_model::{
    Value, ValueType,
    types::{HashType, NumberRange, StringFacets},
};

use super::{NoValue, Sample, good, number};

/// A valid edge of a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// Name: `min`, or the literal of an enum.
    pub name: String,
    /// The value; or why there is none.
    pub value: Result<Sample, NoValue>,
}

impl Edge {
    fn new(name: impl Into<String>, value: impl Into<Sample>) -> Self {
        Self {
            name: name.into(),
            value: Ok(value.into()),
        }
    }
}

/// The valid edges of a type, in order of the table of section 5. `name` goes into texts, as for
/// good values. `is_end`: the attribute is an end of a link.
#[must_use]
pub fn edges(value_type: &ValueType, name: &str, is_end: bool) -> Vec<Edge> {
    let one = |name: &str, text: &str| vec![Edge::new(name, Value::from(text))];
    match value_type {
        ValueType::String(facets) => string(facets),
        ValueType::Integer(range) => integer(range),
        ValueType::Float(range) | ValueType::Number(range) => float(range),
        ValueType::Boolean => vec![
            Edge::new("true", Value::Boolean(true)),
            Edge::new("false", Value::Boolean(false)),
        ],
        ValueType::Enum(literals) => literals
            .literals
            .iter()
            .map(|literal| Edge::new(&*literal.name, Value::from(&*literal.name)))
            .collect(),
        // The ends of a link name entities whatever their declared type is (D-18).
        ValueType::Uri if is_end => vec![Edge::new("relative", Sample::EntityPath(None))],
        ValueType::Uri => one("no-authority", "urn:example:a-b.c?=d#e"),
        ValueType::IpAddress => one("ipv6", "2001:db8::1"),
        ValueType::IpNetwork => one("ipv6", "2001:db8::/32"),
        ValueType::IpPrefix { .. } => one("ipv6", "2001:db8::1/64"),
        ValueType::Mac => one("broadcast", "ff:ff:ff:ff:ff:ff"),
        ValueType::Token => one("symbols", "a!#$%&'*+-.^_`|~1"),
        ValueType::DateTime => one("fraction", "2026-01-02T03:04:05.678+09:30"),
        ValueType::Duration => one("weeks", "P2W"),
        ValueType::Ref(kind) => {
            let relative = Edge::new("relative", Sample::EntityPath(kind.clone()));
            if is_end {
                // The absolute form of an end is what every other case of a link sends.
                vec![relative]
            } else {
                vec![
                    Edge::new("absolute", Sample::Entity(kind.clone())),
                    relative,
                ]
            }
        }
        ValueType::List(list) => {
            if list.length.contains(0) {
                vec![Edge::new("empty", Value::List(Vec::new()))]
            } else {
                Vec::new()
            }
        }
        ValueType::Hash(hash) => self::hash(hash, name),
        _ => Vec::new(),
    }
}

fn string(facets: &StringFacets) -> Vec<Edge> {
    let bounds = (facets.length.min.filter(|min| *min > 0), facets.length.max);
    if facets.pattern.is_none() && bounds == (None, None) {
        return vec![
            Edge::new("empty", Value::from("")),
            Edge::new(
                "quotes",
                Value::from("say \\\"hi\\\", \\ and \" end; x=1, y"),
            ),
            Edge::new("non-ascii", Value::from("Zürich – 東京 – 🙂")),
            Edge::new("4-kib", Value::from("0123456789abcdef".repeat(256))),
        ];
    }
    let made = |unit: &str, length: u32| -> Result<Sample, NoValue> {
        let text = unit.repeat(length as usize);
        if facets
            .pattern
            .as_ref()
            .is_none_or(|pattern| pattern.matches(&text))
        {
            Ok(Value::from(text).into())
        } else {
            Err("no simple string of that length matches the pattern")
        }
    };
    let mut found = Vec::new();
    let mut add = |name: &str, value| {
        found.push(Edge {
            name: name.to_owned(),
            value,
        });
    };
    if let Some(min) = bounds.0 {
        add("min", made("x", min));
    }
    if let Some(max) = bounds.1 {
        add("max", made("x", max));
    }
    if let Some(length) = bounds.1.or(bounds.0) {
        add("multi-byte", made("ü", length));
    }
    found
}

fn integer(range: &NumberRange<i64>) -> Vec<Edge> {
    let edge = |name: &str, value: Option<i64>| Edge {
        name: name.to_owned(),
        value: value
            .map(|value| Value::Integer(value).into())
            .ok_or("nothing lies inside the bound"),
    };
    let min = range
        .min
        .map(|min| edge("min", number::inside_integer(min, true)));
    let max = range
        .max
        .map(|max| edge("max", number::inside_integer(max, false)));
    let digits = range
        .total_digits
        .map(|_| edge("all-digits", range.ends().map(|(_, greatest)| greatest)));
    min.into_iter().chain(max).chain(digits).collect()
}

fn float(range: &NumberRange<f64>) -> Vec<Edge> {
    let edge = |name: &str, lower: bool| Edge {
        name: name.to_owned(),
        value: number::inside_float(range, lower)
            .map(|value| Value::Float(value).into())
            .ok_or("nothing lies inside the bound"),
    };
    let min = range.min.map(|_| edge("min", true));
    let max = range.max.map(|_| edge("max", false));
    let many = |name: &str, value: Option<f64>| Edge {
        name: name.to_owned(),
        value: value
            .map(|value| Value::Float(value).into())
            .ok_or("no number in the range has as many digits"),
    };
    let digits = range
        .total_digits
        .map(|_| many("all-digits", number::of_all_digits(range)));
    let places = range
        .fraction_digits
        .map(|_| many("all-decimals", number::of_all_places(range)));
    [min, max, digits, places].into_iter().flatten().collect()
}

/// What a client leaves out is filled in.
fn hash(hash: &HashType, name: &str) -> Vec<Edge> {
    if hash.members.iter().all(|member| member.default.is_none()) {
        return Vec::new();
    }
    let value = good::hash(hash, name, 0).map(|mut members| {
        members.retain(|name, _| {
            let mut all = hash.members.iter();
            all.any(|member| *member.name == **name && member.default.is_none())
        });
        Value::Hash(members.into()).into()
    });
    vec![Edge {
        name: "defaults".to_owned(),
        value: value.ok_or("no good value of the hash can be made"),
    }]
}
