//! Identifiers of the kinds of Core (GFD.221 5.3.3), which every definition stands on.

/// The root of all kinds.
pub const ENTITY: &str = "http://schemas.ogf.org/occi/core#entity";
/// The kind that all kinds of resources inherit from.
pub const RESOURCE: &str = "http://schemas.ogf.org/occi/core#resource";
/// The kind that all kinds of links inherit from.
pub const LINK: &str = "http://schemas.ogf.org/occi/core#link";
