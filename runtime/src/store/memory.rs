//! The store without a disk.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use occi_model::{AttributeName, CategoryId, Value};

use super::{
    BoxFuture, CommitError, Record, Store, Transaction, UserMixin,
    changes::Changes,
    index::{Index, with_values},
};

/// Keeps everything in memory and forgets it at the end: for tests, and for `--memory`.
#[derive(Debug, Default)]
pub struct MemoryStore {
    index: RwLock<Index>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn read(&self) -> RwLockReadGuard<'_, Index> {
        // Nothing panics between two changes of the index, so a poisoned lock holds whole data.
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn commit_now(&self, transaction: Transaction) -> Result<(), CommitError> {
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        let mut changes = Changes::new(&index);
        changes.add(&index, transaction)?;
        index.apply(changes);
        Ok(())
    }
}

impl Store for MemoryStore {
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

    fn commit(&self, transaction: Transaction) -> BoxFuture<'_, Result<(), CommitError>> {
        Box::pin(async move { self.commit_now(transaction) })
    }
}
