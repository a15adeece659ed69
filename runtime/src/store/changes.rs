//! Transactions on their way into a store: checked against what is committed and against the
//! ones before them in the same batch.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use occi_model::{CategoryId, Value};

use super::{
    CommitError, Expect, Record, StoreError, Transaction, UserMixin,
    index::{Counters, HashMap, Index},
};
use crate::EntityId;

/// The accepted changes of one or several transactions, not yet committed. `None` deletes.
#[derive(Debug)]
pub(super) struct Changes {
    pub(super) records: BTreeMap<String, Option<Arc<Record>>>,
    pub(super) mixins: BTreeMap<CategoryId, Option<Arc<UserMixin>>>,
    pub(super) counters: Counters,
    /// Locations of the ids that the changes touch; `None`: free now.
    ids: HashMap<EntityId, Option<String>>,
}

impl Changes {
    /// No changes yet.
    pub(super) fn new(index: &Index) -> Self {
        Self {
            records: BTreeMap::new(),
            mixins: BTreeMap::new(),
            counters: index.counters,
            ids: HashMap::default(),
        }
    }

    /// Whether nothing was taken in.
    #[cfg(feature = "store-redb")]
    pub(super) fn is_empty(&self) -> bool {
        self.records.is_empty() && self.mixins.is_empty()
    }

    fn record<'a>(&'a self, index: &'a Index, location: &str) -> Option<&'a Arc<Record>> {
        match self.records.get(location) {
            Some(changed) => changed.as_ref(),
            None => index.get(location),
        }
    }

    fn mixin<'a>(&'a self, index: &'a Index, id: &CategoryId) -> Option<&'a Arc<UserMixin>> {
        match self.mixins.get(id) {
            Some(changed) => changed.as_ref(),
            None => index.mixin(id),
        }
    }

    fn owner<'a>(&'a self, index: &'a Index, id: &EntityId) -> Option<&'a str> {
        match self.ids.get(id) {
            Some(owner) => owner.as_deref(),
            None => index.by_id(id.as_str()).map(|r| r.location.as_str()),
        }
    }

    /// Takes a transaction in, as a whole or not at all.
    pub(super) fn add(
        &mut self,
        index: &Index,
        transaction: Transaction,
    ) -> Result<(), CommitError> {
        for (location, expect) in &transaction.expect {
            let record = self.record(index, location);
            let holds = match expect {
                Expect::Absent => record.is_none(),
                Expect::Exists => record.is_some(),
                Expect::Version(version) => record.is_some_and(|r| r.version == *version),
            };
            if !holds {
                return Err(CommitError::Conflict {
                    location: location.clone(),
                });
            }
        }

        let mut counters = self.counters;
        counters.version += 1;
        let records =
            self.number_records(index, &mut counters, &transaction.delete, transaction.put)?;
        self.check_ids(index, &records)?;
        let mixins = self.number_mixins(
            index,
            &mut counters,
            transaction.delete_mixins,
            transaction.put_mixins,
        );

        for location in records.keys() {
            if let Some(old) = self.record(index, location) {
                let id = old.id.clone();
                self.ids.insert(id, None);
            }
        }
        for record in records.values().flatten() {
            self.ids
                .insert(record.id.clone(), Some(record.location.clone()));
        }
        self.records.extend(records);
        self.mixins.extend(mixins);
        self.counters = counters;
        Ok(())
    }

    /// The records of one transaction with version and order; `None` deletes.
    fn number_records(
        &self,
        index: &Index,
        counters: &mut Counters,
        delete: &[String],
        put: Vec<Record>,
    ) -> Result<BTreeMap<String, Option<Arc<Record>>>, CommitError> {
        let mut records: BTreeMap<String, Option<Arc<Record>>> = delete
            .iter()
            .map(|location| (location.clone(), None))
            .collect();
        for mut record in put {
            storable(&record)?;
            let replaced = match records.get(&record.location) {
                Some(earlier) => earlier.as_ref(),
                None => self.record(index, &record.location),
            };
            record.order = match replaced {
                Some(replaced) => replaced.order,
                None => {
                    counters.order += 1;
                    counters.order
                }
            };
            record.version = counters.version;
            records.insert(record.location.clone(), Some(Arc::new(record)));
        }
        Ok(records)
    }

    /// Refuses an id that another location keeps.
    fn check_ids(
        &self,
        index: &Index,
        records: &BTreeMap<String, Option<Arc<Record>>>,
    ) -> Result<(), CommitError> {
        let mut taken = BTreeSet::new();
        for record in records.values().flatten() {
            let elsewhere = self
                .owner(index, &record.id)
                // A location that this transaction changes gives its id up; what it gets instead
                // is in `taken`.
                .is_some_and(|owner| owner != record.location && !records.contains_key(owner));
            if elsewhere || !taken.insert(&record.id) {
                return Err(CommitError::Conflict {
                    location: record.location.clone(),
                });
            }
        }
        Ok(())
    }

    /// The mixins of one transaction with their order; `None` deletes.
    fn number_mixins(
        &self,
        index: &Index,
        counters: &mut Counters,
        delete: Vec<CategoryId>,
        put: Vec<UserMixin>,
    ) -> BTreeMap<CategoryId, Option<Arc<UserMixin>>> {
        let mut mixins: BTreeMap<_, Option<Arc<UserMixin>>> =
            delete.into_iter().map(|id| (id, None)).collect();
        for mut mixin in put {
            let replaced = match mixins.get(&mixin.id) {
                Some(earlier) => earlier.as_ref(),
                None => self.mixin(index, &mixin.id),
            };
            mixin.order = match replaced {
                Some(replaced) => replaced.order,
                None => {
                    counters.order += 1;
                    counters.order
                }
            };
            mixins.insert(mixin.id.clone(), Some(Arc::new(mixin)));
        }
        mixins
    }
}

/// Deepest nesting of lists and hashes that is stored. Readers of JSON give up at some depth, and
/// a record that cannot be read again would cost the whole store.
const NESTING_LIMIT: usize = 32;

/// Refuses what cannot be written down and read back as the same value.
fn storable(record: &Record) -> Result<(), StoreError> {
    fn check(value: &Value, depth: usize) -> Result<(), String> {
        if depth > NESTING_LIMIT {
            return Err(format!("is nested deeper than {NESTING_LIMIT} levels"));
        }
        match value {
            Value::Float(number) if !number.is_finite() => Err(format!("{number} is not finite")),
            Value::List(items) => items.iter().try_for_each(|item| check(item, depth + 1)),
            Value::Hash(members) => members.values().try_for_each(|item| check(item, depth + 1)),
            Value::Boolean(_) | Value::Integer(_) | Value::Float(_) | Value::String(_) => Ok(()),
        }
    }
    record.attributes.iter().try_for_each(|(name, value)| {
        check(value, 0).map_err(|detail| StoreError::Unstorable {
            location: record.location.clone(),
            detail: format!("attribute `{name}`: {detail}"),
        })
    })
}
