//! JSON that knows its places.
//!
//! A strict reader of RFC 8259 whose values, keys and faults carry their byte ranges, so that a
//! fault of what was *meant* can point at what was *written*. Objects keep every member in
//! order, doubled keys included. Nesting is limited, and no input makes it panic.
//!
//! Why not a crate: `serde_json` tells no places of values; of the crates that do,
//! `json-spanned-value` keeps the last of doubled keys and stops at the first fault, and
//! `json-syntax` keeps places in a separate map and has no limit of depth. None mends: this
//! reader goes on after the faults that people make most (a comma too many, a comma too few),
//! and says what to do about each.

mod error;
mod lex;
mod parse;
#[cfg(test)]
mod tests;
mod value;
mod write;

pub use error::{ErrorKind, SyntaxError};
pub use parse::{Document, MAX_BYTES, MAX_DEPTH, parse};
pub use value::{Key, Kind, Member, Node, Value};
pub use write::{Writer, quote};
