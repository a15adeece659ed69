//! The JSON rendering (part C).

mod category;
mod entity;
pub(crate) mod node;
mod read;
mod schema;
mod shape;
#[cfg(test)]
mod tests;
mod write;
mod write_category;

pub(crate) use read::{categories, entities, invocation, locations};
pub(crate) use write::{
    write_entities, write_entity, write_error, write_invocation, write_locations,
};
pub(crate) use write_category::write_categories;
