//! Filters of collections: categories and attribute values in header fields (D.8, D-101).

use occi_model::{AttributeName, KindId, Value};
use occi_rendering::{RawValue, read_filter};

use super::{
    Fault,
    ask::{Ask, fields},
    engine::{self, Category, Engine},
    shape::MixinRef,
    validate,
};
use crate::store::Record;

/// What a collection is filtered by; all must match.
#[derive(Debug, Default)]
pub(crate) struct Filter {
    kinds: Vec<KindId>,
    mixins: Vec<MixinRef>,
    /// By name, the readings that the definitions of that name give to the value.
    attributes: Vec<(AttributeName, Vec<Value>)>,
}

/// Whether a request has header fields that filter.
pub(crate) fn is_filtered(ask: Ask<'_>) -> bool {
    ["category", "x-occi-category", "x-occi-attribute"]
        .iter()
        .any(|name| ask.parts.headers.contains_key(*name))
}

impl Filter {
    /// The filter of a request; empty when there is none.
    ///
    /// # Errors
    ///
    /// 400 for a malformed field, an unknown attribute, a value of no fitting type; 404 for an
    /// unknown category.
    pub(crate) fn of(ask: Ask<'_>) -> Result<Self, Fault> {
        if !is_filtered(ask) {
            return Ok(Self::default());
        }
        let engine = ask.engine;
        let message = read_filter(fields(&ask.parts.headers), engine.mode)?.value;
        let mut filter = Self::default();
        for tag in &message.categories {
            match engine.find(tag.id.as_str()) {
                Some(Category::Kind(kind)) => filter.kinds.push(kind),
                Some(Category::Mixin(mixin)) => filter.mixins.push(mixin),
                Some(Category::Action(_)) => {
                    return Err(Fault::bad_request(
                        "invalid-filter",
                        format!("`{}` is an action; filter by kinds and mixins", tag.id),
                    ));
                }
                None => return Err(super::recognise::unknown(&tag.id)),
            }
        }
        for (name, raw) in message.attributes {
            let readings = readings(engine, &name, &raw)?;
            filter.attributes.push((name, readings));
        }
        Ok(filter)
    }

    /// Whether a record matches.
    pub(crate) fn matches(&self, ask: Ask<'_>, record: &Record) -> bool {
        let engine = ask.engine;
        let kind = engine.kind_of(record);
        self.kinds
            .iter()
            .all(|&other| engine.model.is_a(kind, other))
            && self
                .mixins
                .iter()
                .all(|mixin| record.mixins.contains(mixin.id(&engine.model)))
            && self.attributes.iter().all(|(name, readings)| {
                if *name == *engine::ID {
                    return readings
                        .iter()
                        .any(|value| value.as_str() == Some(record.id.as_str()));
                }
                let end = *name == *engine::SOURCE || *name == *engine::TARGET;
                record.attributes.get(name).is_some_and(|stored| {
                    readings.iter().any(|value| {
                        stored.same_as(value)
                            || (end && same_place(ask, stored.as_str(), value.as_str()))
                    })
                })
            })
    }
}

/// Whether two references mean one place (D-18).
fn same_place(ask: Ask<'_>, stored: Option<&str>, given: Option<&str>) -> bool {
    match (stored, given) {
        (Some(stored), Some(given)) => {
            ask.local(given) == Some(stored)
                || ask
                    .record(given)
                    .is_some_and(|record| record.location == stored)
        }
        _ => false,
    }
}

/// The values that a filter value can mean, by the definitions of its name. Facets do not count:
/// a value outside them matches nothing.
fn readings(engine: &Engine, name: &AttributeName, raw: &RawValue) -> Result<Vec<Value>, Fault> {
    if matches!(raw, RawValue::Null) {
        return Err(Fault::bad_request(
            "invalid-filter",
            format!("the filter by attribute `{name}` has no value"),
        ));
    }
    let definitions = engine.definitions.get(name).ok_or_else(|| {
        Fault::bad_request(
            "unknown-attribute",
            format!("no category defines attribute `{name}`"),
        )
    })?;
    let mut first = None;
    let mut readings: Vec<Value> = Vec::new();
    for definition in definitions {
        match validate::one(
            name.as_str(),
            &validate::without_facets(&definition.value_type),
            raw,
            engine.mode,
            engine.defects,
        ) {
            Ok(value) => readings.push(value),
            Err(fault) => {
                first.get_or_insert(fault);
            }
        }
    }
    match first {
        Some(fault) if readings.is_empty() => Err(fault),
        _ => Ok(readings),
    }
}
