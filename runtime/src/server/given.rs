//! Values that a client gives: which it may, and what they are.

use occi_model::{Access, AttributeName, Attributes};
use occi_rendering::RawValue;

use super::{
    Fault,
    ask::Ask,
    defect::Defect,
    engine,
    shape::{Definition, Shape},
    validate,
};
use crate::store::Record;

/// What a client gives.
#[derive(Debug, Default)]
pub(crate) struct Given {
    /// Typed and checked values.
    pub(crate) values: Attributes,
    /// Values it takes away (D-75).
    pub(crate) removed: Vec<AttributeName>,
}

/// What the values are given for.
#[derive(Clone, Copy)]
pub(crate) enum Stage<'a> {
    /// A new instance.
    Creation,
    /// A change of this one.
    Change {
        /// The instance.
        record: &'a Record,
        /// Whether the request replaces the whole representation.
        full: bool,
        /// Whether the payload is JSON, where `null` takes a value away.
        json: bool,
    },
}

/// Reads the values of a request (D-22 steps 4 and 5, D-23, D-112, D-116).
///
/// # Errors
///
/// 400 for an unknown attribute or an unfit value, 403 for an immutable one, 409 for another id in
/// a replacement (D-109).
pub(crate) fn read(
    ask: Ask<'_>,
    shape: &Shape,
    attributes: &[(AttributeName, RawValue)],
    stage: Stage<'_>,
) -> Result<Given, Fault> {
    let mut given = Given::default();
    for (name, raw) in attributes {
        if *name == *engine::ID {
            check_id(raw, stage)?;
            continue;
        }
        let Some(definition) = shape.definition(name.as_str()) else {
            if ask.engine.defects.has(Defect::UnknownAttributeIgnored) {
                continue;
            }
            return Err(Fault::bad_request(
                "unknown-attribute",
                format!(
                    "attribute `{name}` is defined neither by the kind nor by an attached mixin"
                ),
            ));
        };
        // Empty in text: as if it were not there (B.5).
        if *raw == RawValue::Null {
            if let Stage::Change { json: true, .. } = stage {
                remove(&mut given, name, definition)?;
            }
            continue;
        }
        if !is_settable(ask, name, definition, raw, stage)? {
            continue;
        }
        let value = validate::typed(
            name.as_str(),
            definition,
            raw,
            ask.engine.mode,
            ask.engine.defects,
        )?;
        if let Some(earlier) = given.values.get(name)
            && !earlier.same_as(&value)
        {
            return Err(Fault::bad_request(
                "duplicate-attribute",
                format!("attribute `{name}` is given twice, as {earlier} and as {value}"),
            ));
        }
        given.values.insert(name.clone(), value);
    }
    Ok(given)
}

/// At creation an id is ignored (D-116); later it must be the stored one (D-109).
fn check_id(raw: &RawValue, stage: Stage<'_>) -> Result<(), Fault> {
    let Stage::Change { record, full, .. } = stage else {
        return Ok(());
    };
    let same = match raw {
        RawValue::Text(text) | RawValue::Bare(text) => text == record.id.as_str(),
        RawValue::Null => true,
        _ => false,
    };
    if same {
        Ok(())
    } else if full {
        Err(Fault::conflict(
            "other-id",
            format!("the instance at this path has the id `{}`", record.id),
        ))
    } else {
        Err(immutable(&engine::ID))
    }
}

fn remove(given: &mut Given, name: &AttributeName, definition: &Definition) -> Result<(), Fault> {
    if definition.access() != Access::Mutable {
        return Err(immutable(name));
    }
    if definition.required() {
        return Err(Fault::bad_request(
            "missing-attribute",
            format!("attribute `{name}` is required and cannot be taken away"),
        ));
    }
    given.removed.push(name.clone());
    Ok(())
}

/// Whether to take the value: an immutable one that equals the stored value is passed over
/// (13.1), any other is refused.
fn is_settable(
    ask: Ask<'_>,
    name: &AttributeName,
    definition: &Definition,
    raw: &RawValue,
    stage: Stage<'_>,
) -> Result<bool, Fault> {
    let defects = ask.engine.defects;
    let access = definition.access();
    // The kind of the source follows from the source; what a client says is compared there.
    if access == Access::Mutable || *name == *engine::SOURCE_KIND {
        return Ok(true);
    }
    match stage {
        Stage::Creation if access == Access::CreateOnly => return Ok(true),
        Stage::Creation => {}
        Stage::Change { record, .. } => match record.attributes.get(name) {
            Some(stored) => {
                let given =
                    validate::typed(name.as_str(), definition, raw, ask.engine.mode, defects);
                if given.is_ok_and(|given| stored.same_as(&given)) {
                    return Ok(false);
                }
            }
            // Of a mixin that comes with this request: given once, now.
            None if access == Access::CreateOnly && comes_now(ask, record, name) => {
                return Ok(true);
            }
            None => {}
        },
    }
    if access == Access::ReadOnly && defects.has(Defect::ReadOnlyStored) {
        return Ok(true);
    }
    if access == Access::ReadOnly && defects.has(Defect::ReadOnlyIgnored) {
        return Ok(false);
    }
    Err(immutable(name))
}

/// Whether neither the kind nor the present mixins of a record define the attribute.
fn comes_now(ask: Ask<'_>, record: &Record, name: &AttributeName) -> bool {
    let engine = ask.engine;
    let before = engine.shape_of(record);
    before.is_ok_and(|before| before.definition(name.as_str()).is_none())
}

fn immutable(name: &AttributeName) -> Fault {
    Fault::forbidden(
        "immutable-attribute",
        format!("attribute `{name}` cannot be set by a client; leave it out"),
    )
}
