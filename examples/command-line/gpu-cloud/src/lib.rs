//! Graphics processors of a cloud: a small extension of somebody's own, used by the examples.
//!
//! Generated from an OCCI definition: edit the definition and generate again. What your cloud does
//! when it is asked to, belongs in [`providers`].

#![warn(clippy::all, clippy::pedantic, missing_docs)]
#![forbid(unsafe_code)]
#![allow(
    // Texts and names come from the definition.
    clippy::doc_markdown,
    clippy::enum_variant_names,
    clippy::many_single_char_names,
    clippy::similar_names,
    clippy::struct_field_names,
    // So do the numbers of attributes.
    clippy::struct_excessive_bools,
    clippy::too_many_lines
)]

pub mod gpu;
pub mod infrastructure;
pub mod providers;
