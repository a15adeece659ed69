//! The JSON Schema of an attribute: its type and facets (C.6, D-70).

use occi_model::types::{Bound, HashType, LengthRange, ListType, NumberRange, ValueType};

use super::write::{Joined, push_string, push_value};
use crate::number::{push_float, push_integer};

/// The dialect that the schemas are written in; GFD.226 recommends that they name it.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Whether the attribute's JSON type says everything, so that no schema is needed.
pub(crate) fn is_plain(value_type: &ValueType) -> bool {
    match value_type {
        ValueType::String(facets) => {
            facets.pattern.is_none() && facets.length == LengthRange::default()
        }
        ValueType::Float(range) | ValueType::Number(range) => *range == NumberRange::UNBOUNDED,
        ValueType::Boolean => true,
        _ => false,
    }
}

/// Appends the schema of an attribute, with its dialect.
pub(crate) fn push_schema(out: &mut Vec<u8>, value_type: &ValueType) {
    let mut schema = Joined::object(out);
    push_string(schema.member("$schema"), DIALECT);
    push_keywords(&mut schema, value_type);
    schema.end();
}

fn push_inner(out: &mut Vec<u8>, value_type: &ValueType) {
    let mut schema = Joined::object(out);
    push_keywords(&mut schema, value_type);
    schema.end();
}

fn push_keywords(schema: &mut Joined<'_>, value_type: &ValueType) {
    let json_type = match value_type {
        ValueType::Integer(_) => "integer",
        other => other.json_type(),
    };
    push_string(schema.member("type"), json_type);
    match value_type {
        ValueType::String(facets) => {
            push_length(schema, ["minLength", "maxLength"], facets.length);
            if let Some(pattern) = &facets.pattern {
                // JSON Schema searches, a facet matches the whole value.
                let anchored = format!("^(?:{})$", pattern.as_str());
                push_string(schema.member("pattern"), &anchored);
            }
        }
        ValueType::Integer(range) => push_range(schema, range, push_integer),
        ValueType::Float(range) | ValueType::Number(range) => {
            push_range(schema, range, push_float);
            push_fraction(schema, range.fraction_digits);
        }
        ValueType::Enum(literals) => {
            let mut array = Joined::array(schema.member("enum"));
            for literal in &literals.literals {
                push_string(array.item(), &literal.name);
            }
            array.end();
        }
        ValueType::Uri | ValueType::Ref(_) => {
            push_string(schema.member("format"), "uri-reference");
        }
        ValueType::IpAddress => push_formats(schema, ["ipv4", "ipv6"]),
        ValueType::IpNetwork
        | ValueType::IpPrefix {
            optional_length: false,
        } => push_string(schema.member("pattern"), "^[0-9A-Fa-f:.]+/[0-9]{1,3}$"),
        ValueType::IpPrefix {
            optional_length: true,
        } => push_string(schema.member("pattern"), "^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$"),
        ValueType::Mac => push_string(
            schema.member("pattern"),
            "^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$",
        ),
        ValueType::Token => push_string(schema.member("pattern"), "^[-!#$%&'*+.^_`|~0-9A-Za-z]+$"),
        ValueType::DateTime => push_formats(schema, ["date-time", "date"]),
        ValueType::Duration => push_string(schema.member("format"), "duration"),
        ValueType::List(list) => push_list(schema, list),
        ValueType::Hash(hash) => push_hash(schema, hash),
        // The type says it all; a type added later says at least that.
        _ => {}
    }
}

/// Text of one format or the other.
fn push_formats(schema: &mut Joined<'_>, formats: [&str; 2]) {
    let mut array = Joined::array(schema.member("anyOf"));
    for format in formats {
        let mut branch = Joined::object(array.item());
        push_string(branch.member("format"), format);
        branch.end();
    }
    array.end();
}

fn push_length(schema: &mut Joined<'_>, names: [&str; 2], length: LengthRange) {
    for (name, bound) in names.into_iter().zip([length.min, length.max]) {
        if let Some(bound) = bound {
            push_integer(schema.member(name), bound.into());
        }
    }
}

fn push_range<N: Copy>(
    schema: &mut Joined<'_>,
    range: &NumberRange<N>,
    push: impl Fn(&mut Vec<u8>, N),
) {
    let mut one = |bound: Option<Bound<N>>, inclusive: &str, exclusive: &str| {
        if let Some(bound) = bound {
            let name = if bound.exclusive {
                exclusive
            } else {
                inclusive
            };
            push(schema.member(name), bound.value);
        }
    };
    one(range.min, "minimum", "exclusiveMinimum");
    one(range.max, "maximum", "exclusiveMaximum");
}

/// Digits behind the point are a step; JSON Schema has no word for digits in all.
fn push_fraction(schema: &mut Joined<'_>, digits: Option<u32>) {
    let Some(digits) = digits else { return };
    let out = schema.member("multipleOf");
    if digits == 0 {
        out.push(b'1');
        return;
    }
    out.extend_from_slice(b"0.");
    out.extend((1..digits).map(|_| b'0'));
    out.push(b'1');
}

fn push_list(schema: &mut Joined<'_>, list: &ListType) {
    push_inner(schema.member("items"), &list.item);
    push_length(schema, ["minItems", "maxItems"], list.length);
    if list.unique {
        schema.member("uniqueItems").extend_from_slice(b"true");
    }
}

fn push_hash(schema: &mut Joined<'_>, hash: &HashType) {
    if hash.members.is_empty() {
        return;
    }
    let mut properties = Joined::object(schema.member("properties"));
    for member in &hash.members {
        let out = properties.item();
        push_string(out, &member.name);
        out.push(b':');
        let mut schema = Joined::object(out);
        push_keywords(&mut schema, &member.value_type);
        if let Some(default) = &member.default {
            push_value(schema.member("default"), default);
        }
        if let Some(description) = &member.description {
            push_string(schema.member("description"), description);
        }
        schema.end();
    }
    properties.end();
    if hash.members.iter().any(|member| member.required) {
        let mut required = Joined::array(schema.member("required"));
        for member in hash.members.iter().filter(|member| member.required) {
            push_string(required.item(), &member.name);
        }
        required.end();
    }
    schema
        .member("additionalProperties")
        .extend_from_slice(b"false");
}
