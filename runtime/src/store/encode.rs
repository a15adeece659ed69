//! Records as bytes on disk.
//!
//! JSON by serde_json: it keeps the order of attributes, a person can read a damaged store with
//! any tool, and a later release can add members without a new format. Each value carries a tag
//! of its type, so that 2 and 2.0 stay apart whatever features another crate of the build
//! switches on in serde_json. Encoding costs 1 to 2 us per record, a disk sync a hundred times
//! that.

use indexmap::IndexMap;
use occi_model::{AttributeName, Attributes, CategoryId, Members, Value};
use serde::{
    Deserialize, Serialize, Serializer,
    ser::{SerializeMap, SerializeSeq},
};

use super::{Record, UserMixin};
use crate::EntityId;

/// A record as it is written.
#[derive(Serialize)]
struct Written<'a> {
    version: u64,
    order: u64,
    id: &'a EntityId,
    location: &'a str,
    kind: &'a CategoryId,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    mixins: &'a [CategoryId],
    #[serde(serialize_with = "write_attributes")]
    attributes: &'a Attributes,
}

/// A record as it is read.
#[derive(Deserialize)]
struct Stored {
    version: u64,
    order: u64,
    id: EntityId,
    location: String,
    kind: CategoryId,
    #[serde(default)]
    mixins: Vec<CategoryId>,
    attributes: IndexMap<AttributeName, StoredValue>,
}

/// A value with the tag of its type.
#[derive(Deserialize)]
enum StoredValue {
    #[serde(rename = "b")]
    Boolean(bool),
    #[serde(rename = "i")]
    Integer(i64),
    #[serde(rename = "f")]
    Float(f64),
    #[serde(rename = "s")]
    String(String),
    #[serde(rename = "l")]
    List(Vec<StoredValue>),
    #[serde(rename = "h")]
    Hash(IndexMap<String, StoredValue>),
}

impl From<StoredValue> for Value {
    fn from(stored: StoredValue) -> Self {
        match stored {
            StoredValue::Boolean(truth) => Self::Boolean(truth),
            StoredValue::Integer(number) => Self::Integer(number),
            StoredValue::Float(number) => Self::Float(number),
            StoredValue::String(text) => Self::String(text),
            StoredValue::List(items) => Self::List(items.into_iter().map(Self::from).collect()),
            StoredValue::Hash(members) => Self::Hash(
                members
                    .into_iter()
                    .map(|(name, value)| (name, Self::from(value)))
                    .collect(),
            ),
        }
    }
}

/// Writes what [`StoredValue`] reads.
struct Tagged<'a>(&'a Value);

struct TaggedList<'a>(&'a [Value]);

struct TaggedHash<'a>(&'a Members);

impl Serialize for Tagged<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const NAME: &str = "StoredValue";
        match self.0 {
            Value::Boolean(truth) => serializer.serialize_newtype_variant(NAME, 0, "b", truth),
            Value::Integer(number) => serializer.serialize_newtype_variant(NAME, 1, "i", number),
            Value::Float(number) => serializer.serialize_newtype_variant(NAME, 2, "f", number),
            Value::String(text) => serializer.serialize_newtype_variant(NAME, 3, "s", text),
            Value::List(items) => {
                serializer.serialize_newtype_variant(NAME, 4, "l", &TaggedList(items))
            }
            Value::Hash(members) => {
                serializer.serialize_newtype_variant(NAME, 5, "h", &TaggedHash(members))
            }
        }
    }
}

impl Serialize for TaggedList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.len()))?;
        for item in self.0 {
            list.serialize_element(&Tagged(item))?;
        }
        list.end()
    }
}

impl Serialize for TaggedHash<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.0 {
            map.serialize_entry(name, &Tagged(value))?;
        }
        map.end()
    }
}

fn write_attributes<S: Serializer>(
    attributes: &Attributes,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(attributes.len()))?;
    for (name, value) in attributes {
        map.serialize_entry(name, &Tagged(value))?;
    }
    map.end()
}

/// The bytes of a record.
pub(super) fn record_to_bytes(record: &Record) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Written {
        version: record.version,
        order: record.order,
        id: &record.id,
        location: &record.location,
        kind: &record.kind,
        mixins: &record.mixins,
        attributes: &record.attributes,
    })
}

/// The record of some bytes.
pub(super) fn record_from_bytes(bytes: &[u8]) -> Result<Record, serde_json::Error> {
    let stored: Stored = serde_json::from_slice(bytes)?;
    Ok(Record {
        version: stored.version,
        order: stored.order,
        id: stored.id,
        location: stored.location,
        kind: stored.kind,
        mixins: stored.mixins,
        attributes: stored
            .attributes
            .into_iter()
            .map(|(name, value)| (name, value.into()))
            .collect(),
    })
}

/// The bytes of a user-defined mixin.
pub(super) fn mixin_to_bytes(mixin: &UserMixin) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(mixin)
}

/// The user-defined mixin of some bytes.
pub(super) fn mixin_from_bytes(bytes: &[u8]) -> Result<UserMixin, serde_json::Error> {
    serde_json::from_slice(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_type_precision_and_order() {
        let mut record = Record::new(
            EntityId::new("urn:uuid:1"),
            "/compute/1",
            CategoryId::parse("http://example.com/a#b").unwrap(),
        );
        let hash = [
            ("z".to_owned(), Value::Integer(i64::MIN)),
            (
                "a".to_owned(),
                Value::List(vec![Value::Boolean(true), Value::from("\u{0}\"é")]),
            ),
        ];
        for (name, value) in [
            ("z.float", Value::Float(2.0)),
            ("a.integer", Value::Integer(2)),
            ("m.precise", Value::Float(0.1 + 0.2)),
            ("m.huge", Value::Float(f64::MAX)),
            ("m.zero", Value::Float(-0.0)),
            ("b.hash", Value::Hash(hash.into_iter().collect())),
        ] {
            record
                .attributes
                .insert(AttributeName::new(name).unwrap(), value);
        }
        let read = record_from_bytes(&record_to_bytes(&record).unwrap()).unwrap();
        assert_eq!(format!("{read:?}"), format!("{record:?}"));
    }
}
