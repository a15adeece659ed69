//! The parts of tables: values, types.

use occi_model::{
    Value, ValueType, VersionRange,
    model::{Annotation, Constraint},
    types::{Bound, EnumType, LengthRange, NumberRange, Pattern},
};

use super::condition::expression;
use crate::text::{Node, float, integer, string};

pub(super) fn structure(name: &'static str, fields: Vec<(&'static str, Node)>) -> Node {
    Node::Struct(name.into(), fields, None)
}

pub(super) fn call(name: &'static str, arguments: Vec<Node>) -> Node {
    Node::Call(name.into(), arguments)
}

pub(super) fn atom(value: &str) -> Node {
    Node::Atom(value.to_owned())
}

pub(super) fn truth(value: bool) -> Node {
    atom(if value { "true" } else { "false" })
}

pub(super) fn text(value: &str) -> Node {
    Node::Atom(string(value))
}

pub(super) fn optional(value: Option<Node>) -> Node {
    match value {
        Some(value) => call("Some", vec![value]),
        None => Node::Atom("None".to_owned()),
    }
}

pub(super) fn optional_text(value: Option<&str>) -> Node {
    optional(value.map(text))
}

pub(super) fn versions(range: VersionRange) -> Node {
    if range == VersionRange::ALL {
        return atom("VersionRange::ALL");
    }
    let version = |version: Option<occi_model::OcciVersion>| {
        optional(version.map(|version| {
            atom(match version {
                occi_model::OcciVersion::V1_1 => "OcciVersion::V1_1",
                occi_model::OcciVersion::V1_2 => "OcciVersion::V1_2",
            })
        }))
    };
    structure(
        "VersionRange",
        vec![
            ("since", version(range.since)),
            ("until", version(range.until)),
        ],
    )
}

pub(super) fn value(value: &Value) -> Node {
    match value {
        Value::Boolean(given) => call("ValueTable::Boolean", vec![truth(*given)]),
        Value::Integer(number) => call("ValueTable::Integer", vec![Node::Atom(integer(*number))]),
        Value::Float(number) => call("ValueTable::Float", vec![Node::Atom(float(*number))]),
        Value::String(given) => call("ValueTable::String", vec![text(given)]),
        Value::List(items) => call(
            "ValueTable::List",
            vec![Node::Array(items.iter().map(self::value).collect())],
        ),
        Value::Hash(members) => call(
            "ValueTable::Hash",
            vec![Node::Array(
                members
                    .iter()
                    .map(|(name, member)| Node::Tuple(vec![text(name), self::value(member)]))
                    .collect(),
            )],
        ),
    }
}

fn length(range: LengthRange) -> Node {
    let end = |end: Option<u32>| optional(end.map(|end| Node::Atom(integer(i64::from(end)))));
    Node::Tuple(vec![end(range.min), end(range.max)])
}

/// Facts that only tools read.
pub(super) fn annotations(annotations: &[Annotation]) -> Node {
    Node::Array(
        annotations
            .iter()
            .map(|one| Node::Tuple(vec![text(&one.key), text(&one.value)]))
            .collect(),
    )
}

fn range<N: Copy>(range: &NumberRange<N>, show: impl Fn(N) -> String) -> Node {
    if range.min.is_none() && range.max.is_none() && !range.has_digits() {
        return atom("RangeTable::UNBOUNDED");
    }
    let end =
        |end: Option<Bound<N>>| {
            optional(end.map(|bound| {
                Node::Tuple(vec![Node::Atom(show(bound.value)), truth(bound.exclusive)])
            }))
        };
    let digits =
        |digits: Option<u32>| optional(digits.map(|digits| atom(&integer(i64::from(digits)))));
    let fields = vec![
        ("min", end(range.min)),
        ("max", end(range.max)),
        ("total_digits", digits(range.total_digits)),
        ("fraction_digits", digits(range.fraction_digits)),
    ];
    // Most ranges have no digits.
    let (fields, rest) = if range.has_digits() {
        (fields, None)
    } else {
        let ends = fields.into_iter().take(2).collect();
        (ends, Some(Box::new(atom("RangeTable::UNBOUNDED"))))
    };
    Node::Struct("RangeTable".into(), fields, rest)
}

/// A type. `reference` gives the name of an enum that has one.
pub(super) fn value_type(
    value_type: &ValueType,
    reference: &dyn Fn(&EnumType) -> Option<Node>,
) -> Node {
    let of = |name: &'static str, argument: Node| call(name, vec![argument]);
    match value_type {
        ValueType::Integer(r) => of("TypeTable::Integer", range(r, integer)),
        ValueType::Float(r) => of("TypeTable::Float", range(r, float)),
        ValueType::Number(r) => of("TypeTable::Number", range(r, float)),
        ValueType::Boolean => atom("TypeTable::Boolean"),
        ValueType::Enum(enumeration) => {
            if let Some(named) = reference(enumeration) {
                return named;
            }
            let literals = enumeration.literals.iter().map(|literal| {
                structure(
                    "LiteralTable",
                    vec![
                        ("name", text(&literal.name)),
                        ("description", optional_text(literal.description.as_deref())),
                        ("versions", versions(literal.versions)),
                    ],
                )
            });
            of("TypeTable::Enum", Node::Array(literals.collect()))
        }
        ValueType::Uri => atom("TypeTable::Uri"),
        ValueType::IpAddress => atom("TypeTable::IpAddress"),
        ValueType::IpNetwork => atom("TypeTable::IpNetwork"),
        ValueType::IpPrefix { optional_length } => {
            of("TypeTable::IpPrefix", truth(*optional_length))
        }
        ValueType::Mac => atom("TypeTable::Mac"),
        ValueType::Token => atom("TypeTable::Token"),
        ValueType::DateTime => atom("TypeTable::DateTime"),
        ValueType::Duration => atom("TypeTable::Duration"),
        ValueType::Ref(kind) => of(
            "TypeTable::Ref",
            optional_text(kind.as_ref().map(occi_model::CategoryId::as_str)),
        ),
        ValueType::List(list) => call(
            "TypeTable::List",
            vec![
                Node::Ref(Box::new(self::value_type(&list.item, reference))),
                length(list.length),
                truth(list.unique),
            ],
        ),
        ValueType::Hash(hash) => {
            let members = hash.members.iter().map(|member| {
                structure(
                    "MemberTable",
                    vec![
                        ("name", text(&member.name)),
                        (
                            "value_type",
                            self::value_type(&member.value_type, reference),
                        ),
                        ("required", truth(member.required)),
                        ("default", optional(member.default.as_ref().map(value))),
                        ("description", optional_text(member.description.as_deref())),
                    ],
                )
            });
            of("TypeTable::Hash", Node::Array(members.collect()))
        }
        ValueType::String(facets) => call(
            "TypeTable::String",
            vec![
                optional_text(facets.pattern.as_ref().map(Pattern::as_str)),
                length(facets.length),
            ],
        ),
        // Types that a later version of the metamodel adds are text until they are known here.
        _ => call(
            "TypeTable::String",
            vec![optional(None), length(LengthRange::default())],
        ),
    }
}

pub(super) fn constraints(constraints: &[std::sync::Arc<Constraint>]) -> Node {
    Node::Array(
        constraints
            .iter()
            .map(|constraint| {
                structure(
                    "ConstraintTable",
                    vec![
                        ("name", optional_text(constraint.name.as_deref())),
                        ("condition", expression(&constraint.condition)),
                        ("message", text(&constraint.message)),
                    ],
                )
            })
            .collect(),
    )
}
