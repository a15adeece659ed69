//! Values for cases (section 5): good ones, valid edges, and bad classes, by type and facet.
//!
//! Everything is deterministic and made from the type and a name. A bad value is made from a good
//! one by changing exactly one facet, so that one bad case violates one rule.

mod bad;
mod edge;
mod good;
mod number;
mod pattern;

use occi_model::{CategoryId, Value};

pub use bad::{Bad, bad};
pub use edge::{Edge, edges};
pub use good::good;

/// A value of a case, before the entities that it may refer to exist.
#[derive(Clone, Debug, PartialEq)]
pub enum Sample {
    /// This one.
    Value(Value),
    /// The absolute URL of an entity, of the given kind if there is one.
    Entity(Option<CategoryId>),
    /// The absolute path of an entity.
    EntityPath(Option<CategoryId>),
    /// The absolute URL of an entity of a kind that does not fit the given one.
    Unfit(CategoryId),
}

impl From<Value> for Sample {
    fn from(value: Value) -> Self {
        Self::Value(value)
    }
}

/// Why there is no value of a class; the case is dropped and listed.
pub type NoValue = &'static str;
