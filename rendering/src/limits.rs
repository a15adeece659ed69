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

/// Longest text with a definition, in bytes: what [`read_categories_placed`] takes. Definitions are
/// read by their owner, who chose them; messages come from anybody.
///
/// [`read_categories_placed`]: crate::read_categories_placed
pub const MAX_DEFINITION_BYTES: usize = 64 << 20;

/// Most fields, list members and JSON values of a definition: ten times what a message may have, so
/// that memory stays below a few hundred megabytes whatever they are.
pub const MAX_DEFINITION_ITEMS: usize = 2_000_000;

/// The bounds that differ between messages and definitions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Bytes of a body.
    pub(crate) body: usize,
    /// Fields of a text.
    pub(crate) fields: usize,
    /// List members and JSON values.
    pub(crate) items: usize,
}

impl Bounds {
    pub(crate) const MESSAGE: Self = Self {
        body: MAX_BODY_BYTES,
        fields: MAX_FIELDS,
        items: MAX_ITEMS,
    };
    pub(crate) const DEFINITION: Self = Self {
        body: MAX_DEFINITION_BYTES,
        fields: MAX_DEFINITION_ITEMS,
        items: MAX_DEFINITION_ITEMS,
    };
}

/// Deepest nesting of JSON arrays and objects.
pub const MAX_DEPTH: usize = 32;

/// Most deviations that one reading reports; further ones are forgiven without a record.
pub const MAX_DEVIATIONS: usize = 256;

/// Longest excerpt of the input in a message or a deviation, in bytes.
pub(crate) const MAX_EXCERPT_BYTES: usize = 80;
