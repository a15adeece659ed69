//! The parts of a definition: values, types, versions.

use std::sync::Arc;

use occi_model::{
    Value, ValueType, VersionRange,
    model::{Annotation, Constraint},
    types::{Bound, EnumType, LengthRange, NumberRange, Pattern},
};

use super::{
    condition::expression,
    json::{Json, Object, float, null, number, text, truth},
};

/// The versions, unless it is all of them.
pub(super) fn versions(range: VersionRange) -> Option<Json> {
    let version = |version: Option<occi_model::OcciVersion>| version.map(|v| text(v.as_str()));
    (range != VersionRange::ALL).then(|| {
        Object::default()
            .with("since", version(range.since))
            .with("until", version(range.until))
            .done()
    })
}

pub(super) fn value(value: &Value) -> Json {
    match value {
        Value::Boolean(given) => truth(*given),
        Value::Integer(given) => number(given),
        Value::Float(given) => float(*given),
        Value::String(given) => text(given),
        Value::List(items) => Json::Array(items.iter().map(self::value).collect()),
        Value::Hash(members) => Json::Members(
            members
                .iter()
                .map(|(name, member)| (name.clone(), self::value(member)))
                .collect(),
        ),
    }
}

/// The length, unless any will do.
fn length(range: LengthRange) -> Option<Json> {
    (range != LengthRange::default()).then(|| {
        Object::default()
            .with("min", range.min.map(number))
            .with("max", range.max.map(number))
            .done()
    })
}

/// Facts that only tools read.
pub(super) fn annotations(annotations: &[Annotation]) -> Vec<Json> {
    let annotation = |one: &Annotation| {
        Object::new("key", text(&one.key))
            .with("value", text(&one.value))
            .done()
    };
    annotations.iter().map(annotation).collect()
}

/// The facets of a number.
fn range<N: Copy>(range: &NumberRange<N>, show: impl Fn(N) -> Json) -> Json {
    let end = |end: Option<Bound<N>>| {
        end.map(|bound| Json::Array(vec![show(bound.value), truth(bound.exclusive)]))
    };
    Object::default()
        .with("min", end(range.min))
        .with("max", end(range.max))
        .with("total_digits", range.total_digits.map(number))
        .with("fraction_digits", range.fraction_digits.map(number))
        .done()
}

fn of(name: &'static str, argument: Json) -> Json {
    Object::new(name, argument).done()
}

/// A type. `reference` gives the name of an enum that has one.
pub(super) fn value_type(
    value_type: &ValueType,
    reference: &dyn Fn(&EnumType) -> Option<Json>,
) -> Json {
    match value_type {
        ValueType::Integer(r) => of("integer", range(r, number)),
        ValueType::Float(r) => of("float", range(r, float)),
        ValueType::Number(r) => of("number", range(r, float)),
        ValueType::Boolean => text("boolean"),
        ValueType::Enum(enumeration) => {
            if let Some(named) = reference(enumeration) {
                return named;
            }
            let literals = enumeration.literals.iter().map(|literal| {
                Object::new("name", text(&literal.name))
                    .text("description", literal.description.as_deref())
                    .with("versions", versions(literal.versions))
                    .done()
            });
            of("enum", Json::Array(literals.collect()))
        }
        ValueType::Uri => text("uri"),
        ValueType::IpAddress => text("ip-address"),
        ValueType::IpNetwork => text("ip-network"),
        ValueType::IpPrefix { optional_length } => {
            of("ip-prefix", of("optional_length", truth(*optional_length)))
        }
        ValueType::Mac => text("mac"),
        ValueType::Token => text("token"),
        ValueType::DateTime => text("date-time"),
        ValueType::Duration => text("duration"),
        ValueType::Ref(kind) => of("ref", kind.as_ref().map_or_else(null, |k| text(k.as_str()))),
        ValueType::List(list) => of(
            "list",
            Object::new("item", self::value_type(&list.item, reference))
                .with("length", length(list.length))
                .flag("unique", list.unique)
                .done(),
        ),
        ValueType::Hash(hash) => {
            let members = hash.members.iter().map(|member| {
                Object::new("name", text(&member.name))
                    .with("type", self::value_type(&member.value_type, reference))
                    .flag("required", member.required)
                    .with("default", member.default.as_ref().map(value))
                    .text("description", member.description.as_deref())
                    .done()
            });
            of("hash", Json::Array(members.collect()))
        }
        ValueType::String(facets) => of(
            "string",
            Object::default()
                .text("pattern", facets.pattern.as_ref().map(Pattern::as_str))
                .with("length", length(facets.length))
                .done(),
        ),
        // Types that a later version of the metamodel adds are text until they are known here.
        _ => of("string", Object::default().done()),
    }
}

pub(super) fn constraints(constraints: &[Arc<Constraint>]) -> Vec<Json> {
    let constraint = |constraint: &Arc<Constraint>| {
        Object::default()
            .text("name", constraint.name.as_deref())
            .with("condition", expression(&constraint.condition))
            .text("message", Some(&constraint.message))
            .done()
    };
    constraints.iter().map(constraint).collect()
}
