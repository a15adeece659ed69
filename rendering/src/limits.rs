//! Limits against hostile input.
//!
//! The standard sets none; each of these lies far above what a real message needs.

/// Longest body that a reader takes, in bytes.
pub const MAX_BODY_BYTES: usize = 16 << 20;

/// Longest value of one text field, in bytes, after unfolding.
pub const MAX_FIELD_BYTES: usize = 1 << 20;

/// Most fields in one text message, and most header fields.
pub const MAX_FIELDS: usize = 100_000;

/// Most list members (categories, links, attributes, locations) in one text message, and most
/// values of any kind in one JSON message.
pub const MAX_ITEMS: usize = 200_000;

/// Deepest nesting of JSON arrays and objects.
pub const MAX_DEPTH: usize = 32;

/// Most deviations that one reading reports; further ones are forgiven without a record.
pub const MAX_DEVIATIONS: usize = 256;

/// Longest excerpt of the input in a message or a deviation, in bytes.
pub(crate) const MAX_EXCERPT_BYTES: usize = 80;
