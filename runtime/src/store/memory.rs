//! The store without a disk.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use occi_model::{AttributeName, CategoryId, Value};

use super::{
    BoxFuture, CommitError, Record, Store, Transaction, UserMixin,
    changes::Changes,
    index::{Index, questions_of_index, with_values},
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
    questions_of_index!();

    fn commit(&self, transaction: Transaction) -> BoxFuture<'_, Result<(), CommitError>> {
        Box::pin(async move { self.commit_now(transaction) })
    }
}
