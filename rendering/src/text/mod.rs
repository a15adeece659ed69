//! The text renderings: body form, header form and URI lists (part B).

mod attribute;
mod category;
mod fields;
mod lex;
mod link;
mod params;
mod read;
#[cfg(test)]
mod tests;
mod write;
mod write_category;

pub(crate) use read::{categories, entities, filter, invocation, locations};
pub(crate) use write::{write_entity, write_filter, write_invocation, write_locations};
pub(crate) use write_category::write_categories;
