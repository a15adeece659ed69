//! Definitions in the XML of the working group's draft: the extension descriptors of the erocci
//! server (`extension`, [`read_extension`]) and what a query interface answers in XML
//! (`component` or `capabilities`, [`read_listing`]).
//!
//! Both use the namespace `http://schemas.ogf.org/occi` and the same elements for categories and
//! attributes (`occi.xsd` version 0.2; occi-rendering part E). The schema itself is not valid
//! and its published users differ from it, so that elements are known by name: a restriction
//! may stand in `xs:simpleType` or alone, `import` is optional (D-114).
//!
//! How it maps to the metamodel:
//!
//! * An attribute is mutable unless `immutable="true"`, which is `readonly` (D-23). `use="required"`
//!   is `required`; of an immutable attribute it is `always` instead, since nobody could give it
//!   (D-24).
//! * `title` of an attribute is its description when it has no `description`.
//! * What is referred to is imported, whether an `import` element says so or not.

mod category;
mod entities;
mod read;
mod types;
mod write;
mod write_entities;

#[cfg(test)]
mod tests;

pub(super) use read::{read_extension, read_listing};
pub(super) use write::{write_extension, write_listing};
