//! The OCCI metamodel and the interop guideline model.
//!
//! # What it is
//!
//! A *definition* is read by somebody else into a [`draft::Draft`]; [`draft::Draft::build`]
//! resolves its names, checks every rule of the metamodel, and makes a [`model::Model`]. Nothing
//! else makes one, so whoever holds a model holds a valid one. Faults ([`fault::Fault`]) carry a
//! stable code and the place they accuse.
//!
//! # Whom it may use
//!
//! No other crate of the project. It does no parsing of definitions and no input or output.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod attributes;
mod build;
pub mod codes;
pub mod configuration;
pub mod core;
pub mod draft;
pub mod expr;
pub mod fault;
pub mod guideline;
pub mod hashing;
pub mod model;
pub mod name;
pub mod origin;
pub mod table;
pub mod types;
pub mod value;
pub mod version;

pub use attributes::Attributes;
pub use configuration::Configuration;
pub use draft::{Built, Draft};
pub use fault::{Code, Fault, Faults, Severity};
pub use model::{
    Access, Action, ActionId, Attribute, CategoryRef, ExtensionId, Kind, KindId, Mixin,
    MixinConflict, MixinId, Model, TypeId,
};
pub use name::{AttributeName, CategoryId, Location, NameError, Scheme, Term};
pub use origin::{Located, Origin, SourceId};
pub use types::{FaultClass, ValueFault, ValueType};
pub use value::{HashValue, Members, Value};
pub use version::{OcciVersion, Profile, VersionRange};
