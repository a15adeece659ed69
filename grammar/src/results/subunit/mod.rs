//! Subunit: streams of test results, versions 1 and 2 (subunit README).
//!
//! A library of its own: [`v2::read`] and [`v1::read`] take any source, live or at rest, and
//! tell a [`Sink`] what they find. Nothing in a stream stops them or makes them panic, and their
//! memory does not grow with its length.

mod buffer;
mod crc32;
mod event;
pub mod v1;
pub mod v2;

pub use crc32::crc32;
pub use event::{Attachment, Event, PacketError, Sink, Status, Timestamp};
