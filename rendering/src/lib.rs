//! OCCI renderings: categories, entities, collections and action invocations as text and JSON.
//!
//! # What it is
//!
//! Readers turn the bytes of a message into [`message`] types, writers turn views of entities and
//! categories into bytes, both at wire speed and with a strict and a lenient mode. Parts B and C
//! of the rendering reference: GFD.185, GFD.226, GFD.229.
//!
//! # Whom it may use
//!
//! `occi-model` only.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod codes;
mod findings;
mod json;
pub mod limits;
mod media;
pub mod message;
mod number;
mod place;
mod read;
mod repeated;
mod text;
mod typed;
mod write;

pub use media::{MediaType, negotiate};
pub use message::{
    ActionTag, AttributeDescription, AttributePlaces, CategoryDescription, CategoryPlaces,
    CategoryTag, Class, EntityMessage, FilterMessage, InvocationMessage, JsonAttribute,
    LinkMessage, RawValue, TypeMismatch,
};
pub use read::{
    Deviation, Payload, PlacedCategories, Read, ReadError, read_categories, read_categories_placed,
    read_entities, read_filter, read_invocation, read_locations,
};
pub use write::{
    ActionView, CategoriesView, EntityView, HEADER_FIELD_LIMIT, LinkView, Rendered, Style,
    WriteError, write_categories, write_categories_styled, write_entities, write_entities_styled,
    write_entity, write_entity_styled, write_error, write_filter, write_invocation,
    write_locations, write_ok,
};

/// How much a reader forgives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The grammar of the standard, nothing else.
    Strict,
    /// In addition the deviations of real peers (B.10); each one is reported.
    #[default]
    Lenient,
}
