//! Where instances live: the small [`Store`] trait, a store in memory, and one on disk.
//!
//! # Why a trait of our own, and why redb behind it
//!
//! The engine reads far more often than it writes, and it reads by location, id, kind, mixin and
//! link end. No embedded engine has these indexes ready, and any of them costs a transaction per
//! read; so every store here keeps the records in memory, in ordered indexes over shared
//! [`Arc`]s, and the disk only has to remember. What remains for the engine below is to make a
//! batch of small writes durable and to give everything back at the start.
//!
//! redb fits that: pure Rust without dependencies, a stable file format, transactions that
//! survive `kill -9`, the fastest scan of those measured (start-up reads everything once), and an
//! exclusive lock on its file. Its weakness, 39 KB written for one small durable commit against
//! 21 KB of SQLite and 5 KB of fjall, is what group commit takes away: the transactions that
//! arrive while the disk syncs go into the next commit together, which is worth 7 to 18 times,
//! more than the choice of engine; and the keys are sequential, which divides the bytes per
//! record by three again. SQLite would bring a C build and a `links` conflict with sqlx; fjall
//! writes best but its default durability has to be raised call by call and its interface still
//! moves. The trait is small so that another engine can take redb's place.

mod changes;
#[cfg(feature = "store-redb")]
mod encode;
mod error;
#[cfg(feature = "store-redb")]
mod file;
mod index;
mod memory;
mod record;
#[cfg(feature = "store-redb")]
mod redb;
mod values;

use std::{future::Future, pin::Pin, sync::Arc};

use occi_model::{AttributeName, CategoryId, Value};

#[cfg(feature = "store-redb")]
pub use self::redb::RedbStore;
pub use error::{CommitError, StoreError};
pub use memory::MemoryStore;
pub use record::{Expect, Record, Transaction, UserMixin};

/// A boxed future that may move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Keeps the instances and the user-defined mixins of one service.
///
/// All reads are from memory and see committed data only; each call sees one consistent state.
/// Lists are in order of creation.
pub trait Store: Send + Sync + 'static {
    /// The record at a location.
    fn get(&self, location: &str) -> Option<Arc<Record>>;

    /// The record with an id.
    fn by_id(&self, id: &str) -> Option<Arc<Record>>;

    /// The direct instances of a kind.
    fn of_kind(&self, kind: &str) -> Vec<Arc<Record>>;

    /// The records that carry a mixin (the attached list counts, not the closure: D-09).
    fn with_mixin(&self, mixin: &str) -> Vec<Arc<Record>>;

    /// The links whose `occi.core.source` is this location.
    fn links_from(&self, location: &str) -> Vec<Arc<Record>>;

    /// The links whose `occi.core.target` is this location.
    fn links_to(&self, location: &str) -> Vec<Arc<Record>>;

    /// The records that have all of these values, which are compared by [`Value::same_as`].
    /// `None` when the store keeps no index by values, so that whoever asks has to look at all.
    ///
    /// A store that keeps one begins when it is first asked for a list of attributes, so the
    /// lists should be few: those of the conditions of a model.
    fn with_values(&self, _values: &[(&AttributeName, &Value)]) -> Option<Vec<Arc<Record>>> {
        None
    }

    /// The records whose location starts with `path`.
    fn below(&self, path: &str) -> Vec<Arc<Record>>;

    /// The mixins that users defined.
    fn user_mixins(&self) -> Vec<Arc<UserMixin>>;

    /// The kinds of which there are records, in order of their identifiers. A service whose model
    /// lacks one of them cannot serve this store.
    fn kinds(&self) -> Vec<CategoryId>;

    /// Checks `expect` and applies the transaction as a whole; resolves when it is durable.
    ///
    /// A future that is dropped before it resolves may have committed or not.
    ///
    /// # Errors
    ///
    /// [`CommitError::Conflict`] when an expectation does not hold or a put record's id belongs
    /// to another location; read again and decide anew. [`CommitError::Failed`] when the store
    /// cannot write. In both cases nothing was changed.
    fn commit(&self, transaction: Transaction) -> BoxFuture<'_, Result<(), CommitError>>;
}
