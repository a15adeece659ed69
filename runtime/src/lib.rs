//! What generated OCCI services and clients stand on.
//!
//! # What it is
//!
//! Entities without static types ([`Instance`]), the traits that generated types implement
//! ([`typed`], [`values`]), messages turned into instances and back ([`wire`]), the extension that
//! every model starts from ([`core`](mod@core)), the protocol engine and its HTTP front (`server`,
//! feature `server`), the store ([`store`], on disk with feature `store-redb`), the client
//! (`client`, feature `client`), and the macros (feature `macros`).
//!
//! # Whom it may use
//!
//! `occi-model`, `occi-rendering` and, for the feature `macros`, `occi-macros`. It never parses
//! definitions: it receives a model.

#![cfg_attr(test, allow(clippy::unwrap_used))]

#[cfg(feature = "client")]
pub mod client;
pub mod core;
pub mod define;
mod instance;
mod macros;
#[cfg(feature = "server")]
pub mod server;
pub mod store;
pub mod typed;
pub mod values;
pub mod wire;

pub use instance::{EntityId, Instance, LinkInstance};
#[cfg(feature = "macros")]
pub use occi_macros::{Action, Link, Mixin, Resource, Value, model, model_of};
pub use occi_model as model;
pub use occi_model::{AttributeName, Attributes, CategoryId, Model, Value};
pub use typed::{
    Action, Applicable, AppliesTo, AttributeValue, Entity, FieldError, FieldWriter, Fields, Link,
    Mixin, NewEntity, Patch, Resource, SourceOf, Stateful, TargetOf,
};
