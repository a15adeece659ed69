//! The one place where values, required attributes and conditions are checked.

use occi_model::{Attributes, Value, ValueType, types::NumberRange};
use occi_rendering::{Mode, RawValue};

use super::{
    Fault, conventions,
    defect::{Defect, Defects},
    shape::{Definition, Shape},
};

/// Reads a value as its definition wants it (D-60) and checks every facet.
///
/// # Errors
///
/// 400 when the value has another type or lies outside the facets.
pub(crate) fn typed(
    name: &str,
    definition: &Definition,
    raw: &RawValue,
    mode: Mode,
    defects: Defects,
) -> Result<Value, Fault> {
    let mut value = one(name, &definition.attribute.value_type, raw, mode, defects)?;
    for attribute in &definition.narrower {
        value = attribute
            .value_type
            .check(value)
            .map_err(|fault| unfit(name, &fault.found, &fault.expected))?;
    }
    Ok(value)
}

/// Reads a value of one type.
///
/// # Errors
///
/// 400 when the value does not fit.
pub(crate) fn one(
    name: &str,
    value_type: &ValueType,
    raw: &RawValue,
    mode: Mode,
    defects: Defects,
) -> Result<Value, Fault> {
    let seeded;
    let value_type = match value_type {
        ValueType::Integer(range) if defects.has(Defect::RangeOffByOne) => {
            seeded = ValueType::Integer(widened(range, 1));
            &seeded
        }
        ValueType::Enum(_) if defects.has(Defect::EnumUnchecked) => {
            seeded = ValueType::any_string();
            &seeded
        }
        other => other,
    };
    match raw.typed(value_type, mode) {
        Ok(value) => Ok(value),
        Err(mismatch) => {
            if mode == Mode::Lenient
                && let RawValue::Text(text) | RawValue::Bare(text) = raw
                && let Some(meant) = conventions::value(name, text)
                && let Ok(value) = value_type.check(Value::from(meant))
            {
                return Ok(value);
            }
            Err(unfit(name, &mismatch.found, &mismatch.expected))
        }
    }
}

fn widened(range: &NumberRange<i64>, by: i64) -> NumberRange<i64> {
    let mut wide = *range;
    if let Some(min) = &mut wide.min {
        min.value = min.value.saturating_sub(by);
    }
    if let Some(max) = &mut wide.max {
        max.value = max.value.saturating_add(by);
    }
    wide
}

fn unfit(name: &str, found: &str, expected: &str) -> Fault {
    Fault::bad_request(
        "invalid-value",
        format!("attribute `{name}`: {found} is not {expected}"),
    )
}

/// Checks a whole instance before it is stored: required attributes and conditions.
///
/// # Errors
///
/// 400 when a required attribute has no value or a condition is not met.
pub(crate) fn whole(shape: &Shape, values: &Attributes, defects: Defects) -> Result<(), Fault> {
    for (name, definition) in &shape.attributes {
        if definition.required()
            && !values.contains_key(name)
            && !defects.has(Defect::RequiredNotChecked)
        {
            return Err(Fault::bad_request(
                "missing-attribute",
                format!(
                    "attribute `{name}` is required; give {}",
                    definition.attribute.value_type.describe()
                ),
            ));
        }
    }
    for constraint in &shape.constraints {
        let met = constraint.condition.eval(
            |name| values.get(name),
            |mixin| shape.carried.contains(mixin),
        );
        if !met {
            return Err(Fault::bad_request("constraint", constraint.message.clone()));
        }
    }
    Ok(())
}

/// Checks what a handler gives back, in the order of the definitions.
///
/// # Errors
///
/// 500 when a value does not fit the definition: the handler is at fault, not the client.
pub(crate) fn of_handler(shape: &Shape, values: Attributes) -> Result<Attributes, Fault> {
    let mut checked = Attributes::with_capacity(values.len());
    for (name, value) in values {
        let Some(definition) = shape.definition(name.as_str()) else {
            return Err(Fault::internal(format!(
                "the provider gave attribute `{name}`, which the instance cannot have"
            )));
        };
        let mut value = value;
        for attribute in definition.all() {
            value = attribute.value_type.check(value).map_err(|fault| {
                Fault::internal(format!(
                    "the provider gave attribute `{name}` as {}, expected {}",
                    fault.found, fault.expected
                ))
            })?;
        }
        checked.insert(name, value);
    }
    whole(shape, &checked, Defects::default())
        .map_err(|fault| Fault::internal(format!("the provider's answer: {}", fault.message)))?;
    Ok(shape.arrange(checked))
}

/// The bare type: what the value looks like, whatever the facets say.
pub(crate) fn without_facets(value_type: &ValueType) -> ValueType {
    match value_type {
        ValueType::Integer(_) => ValueType::Integer(NumberRange::UNBOUNDED),
        ValueType::Float(_) => ValueType::Float(NumberRange::UNBOUNDED),
        ValueType::Number(_) => ValueType::Number(NumberRange::UNBOUNDED),
        ValueType::Boolean => ValueType::Boolean,
        other if other.is_text() => ValueType::any_string(),
        other => other.clone(),
    }
}
