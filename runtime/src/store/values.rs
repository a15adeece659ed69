//! Records by the values of some of their attributes taken together, for `unique(a, b)`.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use occi_model::{AttributeName, Value};

use super::Record;

/// An attribute with a value.
pub(super) type Named<'v> = (&'v AttributeName, &'v Value);

/// What equal values have in common. Values that differ may have the same key: integers beyond
/// the precision of a float.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    /// Bits of the number as a float: 2 equals 2.0.
    Truth(bool),
    Number(u64),
    Text(String),
    List(Vec<Key>),
    Hash(BTreeMap<String, Key>),
}

impl From<&Value> for Key {
    fn from(value: &Value) -> Self {
        // -0.0 equals 0.0.
        let number = |number: f64| Self::Number((number + 0.0).to_bits());
        match value {
            Value::Boolean(truth) => Self::Truth(*truth),
            Value::Integer(_) | Value::Float(_) => number(value.as_f64().unwrap_or_default()),
            Value::String(text) => Self::Text(text.clone()),
            Value::List(items) => Self::List(items.iter().map(Self::from).collect()),
            Value::Hash(members) => Self::Hash(
                members
                    .iter()
                    .map(|(name, member)| (name.clone(), Self::from(member)))
                    .collect(),
            ),
        }
    }
}

/// The records that have a value for each of some attributes, by these values. Those without
/// one are not in it: they equal none.
#[derive(Debug, Default)]
pub(super) struct Values(HashMap<Vec<Key>, BTreeMap<u64, Arc<Record>>>);

impl Values {
    pub(super) fn new<'r>(
        names: &[AttributeName],
        records: impl Iterator<Item = &'r Arc<Record>>,
    ) -> Self {
        let mut values = Self::default();
        for record in records {
            values.insert(names, record);
        }
        values
    }

    pub(super) fn insert(&mut self, names: &[AttributeName], record: &Arc<Record>) {
        if let Some(key) = key(names, record) {
            let equal = self.0.entry(key).or_default();
            equal.insert(record.order, Arc::clone(record));
        }
    }

    pub(super) fn remove(&mut self, names: &[AttributeName], record: &Record) {
        let Some(key) = key(names, record) else {
            return;
        };
        if let Some(equal) = self.0.get_mut(&key) {
            equal.remove(&record.order);
            if equal.is_empty() {
                self.0.remove(&key);
            }
        }
    }

    /// The records with these values, in order of creation.
    pub(super) fn having(&self, wanted: &[Named<'_>]) -> Vec<Arc<Record>> {
        let key: Vec<Key> = wanted.iter().map(|(_, value)| Key::from(*value)).collect();
        let equal = self.0.get(&key).into_iter().flat_map(BTreeMap::values);
        equal
            .filter(|record| {
                wanted.iter().all(|(name, value)| {
                    let other = record.attributes.get(*name);
                    other.is_some_and(|other| other.same_as(value))
                })
            })
            .cloned()
            .collect()
    }
}

fn key(names: &[AttributeName], record: &Record) -> Option<Vec<Key>> {
    names
        .iter()
        .map(|name| record.attributes.get(name).map(Key::from))
        .collect()
}
