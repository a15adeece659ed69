//! Whether the query interface shows a category with all its data.

use occi_model::{Attribute, ValueType, model::DefaultValue, types::NumberRange};
use occi_rendering::{AttributeDescription, CategoryDescription, RawValue};
use serde_json::Value as Json;

use crate::{case::Rendering, catalogue::Shown};

/// The first thing that is missing or wrong: what, expected, found.
pub(super) type Wrong = (String, String, String);

fn wrong(what: impl Into<String>, expected: impl Into<String>, found: impl Into<String>) -> Wrong {
    (what.into(), expected.into(), found.into())
}

/// Compares a category as it is shown with what must be shown.
pub(super) fn compare(
    wanted: &Shown,
    shown: &CategoryDescription,
    rendering: Rendering,
) -> Result<(), Wrong> {
    let term = wanted.id.term();
    let json = rendering == Rendering::Json;
    if let Some(class) = shown.class
        && class != wanted.class
    {
        return Err(wrong(
            format!("class of {term}"),
            wanted.class.as_str(),
            class.as_str(),
        ));
    }
    if let Some(rel) = &wanted.rel
        && !shown.rel.contains(rel)
    {
        return Err(wrong(
            format!("parent or depends of {term}"),
            rel.as_str(),
            format!("{:?}", shown.rel),
        ));
    }
    if json {
        for (what, wanted, shown) in [
            ("depends", &wanted.depends, &shown.rel),
            ("applies", &wanted.applies, &shown.applies),
        ] {
            if let Some(missing) = wanted.iter().find(|id| !shown.contains(id)) {
                return Err(wrong(
                    format!("{what} of {term}"),
                    missing.as_str(),
                    format!("{shown:?}"),
                ));
            }
        }
    }
    location(wanted, shown)?;
    if let Some(missing) = wanted.actions.iter().find(|id| !shown.actions.contains(id)) {
        return Err(wrong(
            format!("actions of {term}"),
            missing.as_str(),
            format!("{:?}", shown.actions),
        ));
    }
    for attribute in &wanted.attributes {
        let description = shown
            .attributes
            .iter()
            .find(|description| description.name == attribute.name)
            .ok_or_else(|| {
                wrong(
                    format!("attributes of {term}"),
                    attribute.name.as_str(),
                    "it is not listed",
                )
            })?;
        flags(attribute, description)?;
        if json {
            described(attribute, description)?;
        }
    }
    Ok(())
}

fn location(wanted: &Shown, shown: &CategoryDescription) -> Result<(), Wrong> {
    let what = format!("location of {}", wanted.id.term());
    match (wanted.location, shown.location.as_deref()) {
        (Some(true), None) => Err(wrong(what, "a path", "none")),
        (Some(true), Some(path)) if !path.ends_with('/') => {
            Err(wrong(what, "a path that ends with a slash", path))
        }
        (Some(false), Some(path)) => Err(wrong(what, "none", path)),
        _ => Ok(()),
    }
}

/// `immutable` and `required` (D-23, D-24). A template value is an attribute of others; what is
/// said about its flags is theirs.
fn flags(attribute: &Attribute, description: &AttributeDescription) -> Result<(), Wrong> {
    if attribute.is_setting {
        return Ok(());
    }
    let word = |flag: bool, yes: &'static str, no: &'static str| if flag { yes } else { no };
    if description.mutable != attribute.is_mutable() {
        return Err(wrong(
            format!("mutability of {}", attribute.name),
            word(attribute.is_mutable(), "mutable", "immutable"),
            word(description.mutable, "mutable", "immutable"),
        ));
    }
    if description.required != attribute.required {
        return Err(wrong(
            format!("obligation of {}", attribute.name),
            word(attribute.required, "required", "optional"),
            word(description.required, "required", "optional"),
        ));
    }
    Ok(())
}

/// What only JSON says: type, default, schema. The schema may be missing (C.6); what it says must
/// be right.
fn described(attribute: &Attribute, description: &AttributeDescription) -> Result<(), Wrong> {
    let expected = attribute.value_type.json_type();
    // Table C.6: absent means string.
    let found = description.json().json_type.as_deref().unwrap_or("string");
    if found != expected {
        return Err(wrong(
            format!("type of {}", attribute.name),
            expected,
            found,
        ));
    }
    if let Some(DefaultValue::Value(value)) = &attribute.default {
        let shown = description.json().default.as_ref().and_then(|raw| {
            raw.typed(&attribute.value_type, occi_rendering::Mode::Strict)
                .ok()
        });
        if !shown.as_ref().is_some_and(|shown| shown.same_as(value)) {
            let found = shown.map_or_else(
                || {
                    description
                        .json()
                        .default
                        .as_ref()
                        .map_or("none".to_owned(), |raw: &RawValue| format!("{raw:?}"))
                },
                |value| value.to_string(),
            );
            return Err(wrong(
                format!("default of {}", attribute.name),
                value.to_string(),
                found,
            ));
        }
    }
    match &description.json().pattern {
        Some(schema) => keywords(attribute, schema),
        None => Ok(()),
    }
}

fn keywords(attribute: &Attribute, schema: &Json) -> Result<(), Wrong> {
    match &attribute.value_type {
        ValueType::Enum(literals) => {
            if let Some(Json::Array(shown)) = schema.get("enum") {
                let mut found: Vec<&str> = shown.iter().filter_map(Json::as_str).collect();
                let mut expected: Vec<&str> = literals.literals.iter().map(|l| &*l.name).collect();
                found.sort_unstable();
                expected.sort_unstable();
                if found != expected {
                    return Err(wrong(
                        format!("literals of {}", attribute.name),
                        expected.join(" "),
                        found.join(" "),
                    ));
                }
            }
            Ok(())
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "JSON Schema compares numbers as floats"
        )]
        ValueType::Integer(range) => bounds(attribute, range, schema, |n| n as f64),
        ValueType::Float(range) | ValueType::Number(range) => {
            bounds(attribute, range, schema, |n| n)?;
            places(attribute, range.fraction_digits, schema)
        }
        _ => Ok(()),
    }
}

/// Digits behind the point are shown as a step, if at all.
fn places(attribute: &Attribute, digits: Option<u32>, schema: &Json) -> Result<(), Wrong> {
    let Some(found) = schema.get("multipleOf").and_then(Json::as_f64) else {
        return Ok(());
    };
    let expected = digits.map(|digits| format!("1e-{digits}"));
    let same = expected
        .as_ref()
        .is_some_and(|step| step.parse() == Ok(found));
    if same {
        return Ok(());
    }
    Err(wrong(
        format!("multipleOf of {}", attribute.name),
        expected.unwrap_or_else(|| "none".to_owned()),
        found.to_string(),
    ))
}

fn bounds<N: Copy>(
    attribute: &Attribute,
    range: &NumberRange<N>,
    schema: &Json,
    float: impl Fn(N) -> f64,
) -> Result<(), Wrong> {
    for (bound, inclusive, exclusive) in [
        (range.min, "minimum", "exclusiveMinimum"),
        (range.max, "maximum", "exclusiveMaximum"),
    ] {
        for (keyword, wants) in [(inclusive, false), (exclusive, true)] {
            let Some(found) = schema.get(keyword).and_then(Json::as_f64) else {
                continue;
            };
            let expected = bound.filter(|bound| bound.exclusive == wants);
            // An integer above 0 is an integer from 1 on: both may be said.
            let equivalent = bound.map(|bound| (float(bound.value), bound.exclusive));
            let same = match equivalent {
                Some((value, is_exclusive)) if is_exclusive == wants => value == found,
                Some((value, is_exclusive)) => {
                    let inwards = if inclusive == "minimum" { 1.0 } else { -1.0 };
                    let integers = matches!(attribute.value_type, ValueType::Integer(_));
                    let shift = if is_exclusive { inwards } else { -inwards };
                    integers && value + shift == found
                }
                None => false,
            };
            if !same {
                let expected =
                    expected.map_or("none".to_owned(), |bound| float(bound.value).to_string());
                return Err(wrong(
                    format!("{keyword} of {}", attribute.name),
                    expected,
                    found.to_string(),
                ));
            }
        }
    }
    Ok(())
}
