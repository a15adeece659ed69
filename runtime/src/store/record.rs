//! What a store holds, and how it is changed.

use occi_model::{Attributes, CategoryId};
use serde::{Deserialize, Serialize};

use crate::EntityId;

/// A stored entity instance. Links are records of their own, with `occi.core.source` and
/// `occi.core.target` among their attributes.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Number of the commit that wrote it: greater than the version it replaced, and never used
    /// twice, even when the location is deleted and created again. Set by the store; what a
    /// transaction says here does not matter.
    pub version: u64,
    /// Position in the order of creation: unique, and kept when the record is replaced. Set by
    /// the store; what a transaction says here does not matter.
    pub order: u64,
    /// Id.
    pub id: EntityId,
    /// Canonical location: an absolute path.
    pub location: String,
    /// Kind.
    pub kind: CategoryId,
    /// Attached mixins, in order of attachment (D-09).
    pub mixins: Vec<CategoryId>,
    /// Attribute values, without `occi.core.id`.
    pub attributes: Attributes,
}

impl Record {
    /// A record without mixins and attributes; the store sets version and order.
    #[must_use]
    pub fn new(id: EntityId, location: impl Into<String>, kind: CategoryId) -> Self {
        Self {
            version: 0,
            order: 0,
            id,
            location: location.into(),
            kind,
            mixins: Vec::new(),
            attributes: Attributes::new(),
        }
    }
}

/// A mixin that a user defined (D-25, D-93).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserMixin {
    /// Position in the order of creation; set by the store.
    pub order: u64,
    /// Identifier.
    pub id: CategoryId,
    /// Title.
    pub title: Option<String>,
    /// Path of its collection.
    pub location: String,
    /// The known mixin it depends on.
    pub depends: Option<CategoryId>,
    /// A `rel` that names nothing known: kept as a hint, without effect (D-93).
    pub rel: Option<CategoryId>,
    /// Kinds it may be attached to; empty: all.
    pub applies: Vec<CategoryId>,
}

impl UserMixin {
    /// A mixin with nothing but identifier and location.
    #[must_use]
    pub fn new(id: CategoryId, location: impl Into<String>) -> Self {
        Self {
            order: 0,
            id,
            title: None,
            location: location.into(),
            depends: None,
            rel: None,
            applies: Vec::new(),
        }
    }
}

/// What must hold of a location for a transaction to be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// Nothing is there.
    Absent,
    /// The record there has this version.
    Version(u64),
    /// Some record is there.
    Exists,
}

/// A change that is applied as a whole or not at all.
///
/// Expectations are checked against the state before the transaction. Then records and mixins are
/// deleted, then put; what is put last at a location or identifier wins. Deleting what is not
/// there is no error: expect [`Expect::Exists`] if it matters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transaction {
    /// What must hold, by location.
    pub expect: Vec<(String, Expect)>,
    /// Records to create or replace, by their location.
    pub put: Vec<Record>,
    /// Locations of records to delete.
    pub delete: Vec<String>,
    /// User-defined mixins to create or replace, by their identifier.
    pub put_mixins: Vec<UserMixin>,
    /// Identifiers of user-defined mixins to delete. Records that carry one keep it unless they
    /// are put too.
    pub delete_mixins: Vec<CategoryId>,
}
