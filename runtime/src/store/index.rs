//! The records in memory, under every key that the engine asks by.

use std::{
    borrow::Borrow,
    cmp::Ordering,
    collections::{self, BTreeMap, BTreeSet},
    hash::{Hash, Hasher},
    ops::Bound,
    sync::{Arc, PoisonError, RwLock},
};

use indexmap::IndexSet;
use occi_model::{AttributeName, CategoryId, hashing::Seeded};

use super::{
    Record, UserMixin,
    changes::Changes,
    values::{Named, Values},
};
use crate::EntityId;

/// Name of the attribute that holds a link's source (B.5).
const SOURCE: &str = "occi.core.source";
/// Name of the attribute that holds a link's target (B.5).
const TARGET: &str = "occi.core.target";

pub(super) type HashMap<K, V> = collections::HashMap<K, V, Seeded>;

/// Records by their order of creation.
type Ordered = BTreeMap<u64, Arc<Record>>;

/// The last numbers that were given out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counters {
    /// Last version: the number of the last commit.
    pub(super) version: u64,
    /// Last order of creation, of records and of mixins.
    pub(super) order: u64,
}

/// A record among others, told apart by its location.
#[derive(Debug)]
struct Placed(Arc<Record>);

impl Borrow<str> for Placed {
    fn borrow(&self) -> &str {
        &self.0.location
    }
}

impl PartialEq for Placed {
    fn eq(&self, other: &Self) -> bool {
        self.0.location == other.0.location
    }
}

impl Eq for Placed {}

impl Ord for Placed {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.location.cmp(&other.0.location)
    }
}

impl PartialOrd for Placed {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Placed {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // As the text that it is found by.
        self.0.location.as_str().hash(state);
    }
}

/// The committed state.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// For a look at one: how many there are does not matter.
    at: IndexSet<Placed, Seeded>,
    /// For what lies below a path.
    by_location: BTreeSet<Placed>,
    by_id: HashMap<EntityId, Arc<Record>>,
    by_kind: BTreeMap<CategoryId, Ordered>,
    by_mixin: BTreeMap<CategoryId, Ordered>,
    by_source: HashMap<String, Ordered>,
    by_target: HashMap<String, Ordered>,
    mixins: BTreeMap<CategoryId, Arc<UserMixin>>,
    /// By the values of the attributes that were asked for together.
    by_values: HashMap<Vec<AttributeName>, Values>,
    pub(super) counters: Counters,
}

fn listed(records: Option<&Ordered>) -> Vec<Arc<Record>> {
    records.map_or_else(Vec::new, |records| records.values().cloned().collect())
}

fn end<'a>(record: &'a Record, name: &str) -> Option<&'a str> {
    record.attributes.get(name).and_then(|value| value.as_str())
}

/// The records that have these values; the index is kept from the first question on.
pub(super) fn with_values(index: &RwLock<Index>, wanted: &[Named<'_>]) -> Vec<Arc<Record>> {
    // Nothing panics between two changes of the index, so a poisoned lock holds whole data.
    let known = index
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .with_values(wanted);
    known.unwrap_or_else(|| {
        let mut index = index.write().unwrap_or_else(PoisonError::into_inner);
        index.keep_values(wanted.iter().map(|(name, _)| (*name).clone()).collect());
        index.with_values(wanted).unwrap_or_default()
    })
}

/// The questions of [`Store`](super::Store), answered from `self.index`, which `self.read()` locks.
macro_rules! questions_of_index {
    () => {
        fn get(&self, location: &str) -> Option<Arc<Record>> {
            self.read().get(location).cloned()
        }

        fn by_id(&self, id: &str) -> Option<Arc<Record>> {
            self.read().by_id(id).cloned()
        }

        fn of_kind(&self, kind: &str) -> Vec<Arc<Record>> {
            self.read().of_kind(kind)
        }

        fn with_mixin(&self, mixin: &str) -> Vec<Arc<Record>> {
            self.read().with_mixin(mixin)
        }

        fn links_from(&self, location: &str) -> Vec<Arc<Record>> {
            self.read().links_from(location)
        }

        fn links_to(&self, location: &str) -> Vec<Arc<Record>> {
            self.read().links_to(location)
        }

        fn with_values(&self, values: &[(&AttributeName, &Value)]) -> Option<Vec<Arc<Record>>> {
            Some(with_values(&self.index, values))
        }

        fn below(&self, path: &str) -> Vec<Arc<Record>> {
            self.read().below(path)
        }

        fn user_mixins(&self) -> Vec<Arc<UserMixin>> {
            self.read().user_mixins()
        }

        fn kinds(&self) -> Vec<CategoryId> {
            self.read().kinds()
        }
    };
}
pub(super) use questions_of_index;

impl Index {
    pub(super) fn get(&self, location: &str) -> Option<&Arc<Record>> {
        self.at.get(location).map(|placed| &placed.0)
    }

    pub(super) fn by_id(&self, id: &str) -> Option<&Arc<Record>> {
        self.by_id.get(id)
    }

    pub(super) fn of_kind(&self, kind: &str) -> Vec<Arc<Record>> {
        listed(self.by_kind.get(kind))
    }

    pub(super) fn with_mixin(&self, mixin: &str) -> Vec<Arc<Record>> {
        listed(self.by_mixin.get(mixin))
    }

    pub(super) fn links_from(&self, location: &str) -> Vec<Arc<Record>> {
        listed(self.by_source.get(location))
    }

    pub(super) fn links_to(&self, location: &str) -> Vec<Arc<Record>> {
        listed(self.by_target.get(location))
    }

    pub(super) fn below(&self, path: &str) -> Vec<Arc<Record>> {
        let mut found: Vec<_> = self
            .by_location
            .range::<str, _>((Bound::Included(path), Bound::Unbounded))
            .take_while(|placed| placed.0.location.starts_with(path))
            .map(|placed| Arc::clone(&placed.0))
            .collect();
        found.sort_by_key(|record| record.order);
        found
    }

    /// The records that have these values; `None` when [`Self::keep_values`] was not asked for
    /// these attributes, in this order.
    pub(super) fn with_values(&self, wanted: &[Named<'_>]) -> Option<Vec<Arc<Record>>> {
        let names: Vec<AttributeName> = wanted.iter().map(|(name, _)| (*name).clone()).collect();
        Some(self.by_values.get(&names)?.having(wanted))
    }

    /// From now on keeps the records by the values of these attributes.
    pub(super) fn keep_values(&mut self, names: Vec<AttributeName>) {
        let records = &self.by_location;
        self.by_values
            .entry(names)
            .or_insert_with_key(|names| Values::new(names, records.iter().map(|placed| &placed.0)));
    }

    pub(super) fn mixin(&self, id: &CategoryId) -> Option<&Arc<UserMixin>> {
        self.mixins.get(id)
    }

    pub(super) fn user_mixins(&self) -> Vec<Arc<UserMixin>> {
        let mut mixins: Vec<_> = self.mixins.values().cloned().collect();
        mixins.sort_by_key(|mixin| mixin.order);
        mixins
    }

    pub(super) fn kinds(&self) -> Vec<CategoryId> {
        self.by_kind.keys().cloned().collect()
    }

    /// Takes over what was committed.
    pub(super) fn apply(&mut self, changes: Changes) {
        // All old records leave first: a new one may have the id of one that leaves.
        for location in changes.records.keys() {
            if self.at.contains(location.as_str()) {
                self.remove(location);
            }
        }
        for record in changes.records.into_values().flatten() {
            self.insert(record);
        }
        for (id, mixin) in changes.mixins {
            match mixin {
                Some(mixin) => {
                    self.mixins.insert(id, mixin);
                }
                None => {
                    self.mixins.remove(&id);
                }
            }
        }
        self.counters = changes.counters;
    }

    /// Adds a record whose location and id are free.
    pub(super) fn insert(&mut self, record: Arc<Record>) {
        let order = record.order;
        let put = |records: &mut Ordered| {
            records.insert(order, Arc::clone(&record));
        };
        put(self.by_kind.entry(record.kind.clone()).or_default());
        for mixin in &record.mixins {
            put(self.by_mixin.entry(mixin.clone()).or_default());
        }
        if let Some(source) = end(&record, SOURCE) {
            put(self.by_source.entry(source.to_owned()).or_default());
        }
        if let Some(target) = end(&record, TARGET) {
            put(self.by_target.entry(target.to_owned()).or_default());
        }
        for (names, values) in &mut self.by_values {
            values.insert(names, &record);
        }
        self.by_id.insert(record.id.clone(), Arc::clone(&record));
        self.at.insert(Placed(Arc::clone(&record)));
        self.by_location.insert(Placed(record));
    }

    #[cfg(feature = "store-redb")]
    pub(super) fn insert_mixin(&mut self, mixin: UserMixin) {
        self.mixins.insert(mixin.id.clone(), Arc::new(mixin));
    }

    fn remove(&mut self, location: &str) {
        let Some(Placed(record)) = self.by_location.take(location) else {
            return;
        };
        self.at.swap_remove(location);
        self.by_id.remove(&record.id);
        for (names, values) in &mut self.by_values {
            values.remove(names, &record);
        }
        let order = record.order;
        if let Some(records) = self.by_kind.get_mut(&record.kind) {
            records.remove(&order);
            if records.is_empty() {
                self.by_kind.remove(&record.kind);
            }
        }
        for mixin in &record.mixins {
            if let Some(records) = self.by_mixin.get_mut(mixin) {
                records.remove(&order);
                if records.is_empty() {
                    self.by_mixin.remove(mixin);
                }
            }
        }
        for (ends, name) in [(&mut self.by_source, SOURCE), (&mut self.by_target, TARGET)] {
            let Some(end) = end(&record, name) else {
                continue;
            };
            if let Some(records) = ends.get_mut(end) {
                records.remove(&order);
                if records.is_empty() {
                    ends.remove(end);
                }
            }
        }
    }
}
