//! OCCI conformance: cases derived from a model, run against a server, judged and reported.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod case;
pub mod catalogue;
pub mod count;
mod harness;
pub mod oracle;
pub mod pattern;
pub mod requirement;
pub mod transport;
pub mod values;

pub use harness::harness;
pub use transport::{Http, InProcess, Transport};
