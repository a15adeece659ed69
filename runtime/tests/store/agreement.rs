//! Random transactions: both stores agree with a plain list of records, and the file gives the
//! same back.

use std::sync::Arc;

use occi::{
    AttributeName, EntityId, Value,
    store::{CommitError, Expect, MemoryStore, Record, RedbStore, Store, Transaction, UserMixin},
};
use proptest::prelude::*;

use crate::support::{category, commit, set};

/// The reference: what the contract says, by linear search.
#[derive(Clone, Default)]
struct Plain {
    records: Vec<Record>,
    mixins: Vec<UserMixin>,
    version: u64,
    order: u64,
}

impl Plain {
    fn at(&self, location: &str) -> Option<&Record> {
        self.records.iter().find(|r| r.location == location)
    }

    /// The new state, or nothing when it is refused.
    fn commit(&self, transaction: &Transaction) -> Option<Self> {
        for (location, expect) in &transaction.expect {
            let found = self.at(location);
            let holds = match expect {
                Expect::Absent => found.is_none(),
                Expect::Exists => found.is_some(),
                Expect::Version(version) => found.is_some_and(|r| r.version == *version),
            };
            if !holds {
                return None;
            }
        }
        let mut next = self.clone();
        next.version += 1;
        next.records
            .retain(|r| !transaction.delete.contains(&r.location));
        for record in &transaction.put {
            let mut record = record.clone();
            record.version = next.version;
            let place = next
                .records
                .iter()
                .position(|r| r.location == record.location);
            if let Some(place) = place {
                record.order = next.records[place].order;
                next.records[place] = record;
            } else {
                next.order += 1;
                record.order = next.order;
                next.records.push(record);
            }
        }
        for (at, record) in next.records.iter().enumerate() {
            if next.records[..at].iter().any(|r| r.id == record.id) {
                return None;
            }
        }
        next.mixins
            .retain(|m| !transaction.delete_mixins.contains(&m.id));
        for mixin in &transaction.put_mixins {
            let mut mixin = mixin.clone();
            let place = next.mixins.iter().position(|m| m.id == mixin.id);
            if let Some(place) = place {
                mixin.order = next.mixins[place].order;
                next.mixins[place] = mixin;
            } else {
                next.order += 1;
                mixin.order = next.order;
                next.mixins.push(mixin);
            }
        }
        Some(next)
    }

    fn select(&self, wanted: impl Fn(&Record) -> bool) -> Vec<Record> {
        let mut found: Vec<_> = self.records.iter().filter(|r| wanted(r)).cloned().collect();
        found.sort_by_key(|r| r.order);
        found
    }

    /// Everything the store shows equals everything the list shows.
    fn compare(&self, store: &dyn Store) -> Result<(), TestCaseError> {
        let plain = |records: Vec<Arc<Record>>| -> Vec<Record> {
            records.iter().map(|r| (**r).clone()).collect()
        };
        let text = |r: &Record, name: &str| {
            r.attributes
                .get(name)
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        for path in ["", "/", "/a/", "/a/1", "/b"] {
            prop_assert_eq!(
                plain(store.below(path)),
                self.select(|r| r.location.starts_with(path))
            );
        }
        for location in LOCATIONS {
            let found = store.get(location);
            prop_assert_eq!(found.as_deref(), self.at(location));
            prop_assert_eq!(
                plain(store.links_from(location)),
                self.select(|r| text(r, "occi.core.source").as_deref() == Some(location))
            );
            prop_assert_eq!(
                plain(store.links_to(location)),
                self.select(|r| text(r, "occi.core.target").as_deref() == Some(location))
            );
        }
        for id in IDS {
            let found = store.by_id(id);
            prop_assert_eq!(
                found.as_deref(),
                self.records.iter().find(|r| r.id.as_str() == id)
            );
        }
        let mut kinds = Vec::new();
        for text in CATEGORIES {
            let of_kind = self.select(|r| r.kind == *text);
            if !of_kind.is_empty() {
                kinds.push(category(text));
            }
            prop_assert_eq!(plain(store.of_kind(text)), of_kind);
            prop_assert_eq!(
                plain(store.with_mixin(text)),
                self.select(|r| r.mixins.contains(&category(text)))
            );
        }
        prop_assert_eq!(store.kinds(), kinds);
        let source = AttributeName::new("occi.core.source").unwrap();
        let few = AttributeName::new("f.few").unwrap();
        for value in FEW {
            for location in LOCATIONS {
                let location = Value::from(location);
                let wanted = [(&source, &location), (&few, &value)];
                let equal = |r: &Record| {
                    wanted.iter().all(|(name, value)| {
                        r.attributes.get(*name).is_some_and(|v| v.same_as(value))
                    })
                };
                let found = store.with_values(&wanted).map(plain);
                prop_assert_eq!(found, Some(self.select(equal)));
            }
        }
        let mut mixins = self.mixins.clone();
        mixins.sort_by_key(|m| m.order);
        let stored: Vec<_> = store.user_mixins().iter().map(|m| (**m).clone()).collect();
        prop_assert_eq!(stored, mixins);
        Ok(())
    }
}

const LOCATIONS: [&str; 5] = ["/a/1", "/a/10", "/a/2", "/b/1", "/b"];
const IDS: [&str; 5] = ["i1", "i2", "i3", "i4", "i5"];
/// Some of them equal each other.
const FEW: [Value; 5] = [
    Value::Integer(0),
    Value::Float(-0.0),
    Value::Integer(i64::MAX),
    Value::Integer(i64::MAX - 1),
    Value::Boolean(true),
];
const CATEGORIES: [&str; 3] = [
    "http://example.com/t#a",
    "http://example.com/t#b",
    "http://example.com/t#c",
];

fn record() -> impl Strategy<Value = Record> {
    let end = || prop::option::of(prop::sample::select(&LOCATIONS[..]));
    (
        prop::sample::select(&LOCATIONS[..]),
        prop::sample::select(&IDS[..]),
        prop::sample::select(&CATEGORIES[..]),
        prop::collection::vec(prop::sample::select(&CATEGORIES[..]), 0..3),
        end(),
        end(),
        any::<(i64, String)>(),
        prop::num::f64::NORMAL,
        prop::option::of(prop::sample::select(&FEW[..])),
    )
        .prop_map(
            |(location, id, kind, mixins, source, target, some, float, few)| {
                let mut record = Record::new(EntityId::new(id), location, category(kind));
                record.mixins = mixins.into_iter().map(category).collect();
                for (name, end) in [("occi.core.source", source), ("occi.core.target", target)] {
                    if let Some(end) = end {
                        set(&mut record, name, Value::from(end));
                    }
                }
                if let Some(few) = few {
                    set(&mut record, "f.few", few);
                }
                set(&mut record, "z.integer", Value::Integer(some.0));
                set(&mut record, "a.text", Value::String(some.1));
                set(&mut record, "m.float", Value::Float(float));
                record
            },
        )
}

fn transaction() -> impl Strategy<Value = Transaction> {
    let expect = prop_oneof![
        Just(Expect::Absent),
        Just(Expect::Exists),
        (0..6_u64).prop_map(Expect::Version),
    ];
    let location = || prop::sample::select(&LOCATIONS[..]).prop_map(str::to_owned);
    let mixin = || prop::sample::select(&CATEGORIES[..]).prop_map(category);
    (
        prop::collection::vec((location(), expect), 0..2),
        prop::collection::vec(record(), 0..4),
        prop::collection::vec(location(), 0..3),
        prop::collection::vec((mixin(), any::<Option<String>>()), 0..2),
        prop::collection::vec(mixin(), 0..2),
    )
        .prop_map(
            |(expect, put, delete, put_mixins, delete_mixins)| Transaction {
                expect,
                put,
                delete,
                put_mixins: put_mixins
                    .into_iter()
                    .map(|(id, title)| UserMixin {
                        title,
                        ..UserMixin::new(id, "/m/")
                    })
                    .collect(),
                delete_mixins,
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn both_stores_agree_with_a_plain_list(
        transactions in prop::collection::vec(transaction(), 1..12),
    ) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("store");
        let memory = MemoryStore::new();
        let disk = RedbStore::open(&path).unwrap();
        let mut plain = Plain::default();
        for transaction in transactions {
            let next = plain.commit(&transaction);
            for store in [&memory as &dyn Store, &disk] {
                let done = match commit(store, transaction.clone()) {
                    Ok(()) => true,
                    Err(CommitError::Conflict { .. }) => false,
                    Err(error) => panic!("{error}"),
                };
                prop_assert_eq!(done, next.is_some());
            }
            plain = next.unwrap_or(plain);
            plain.compare(&memory)?;
            plain.compare(&disk)?;
        }
        drop(disk);
        plain.compare(&RedbStore::open(&path).unwrap())?;
    }
}
