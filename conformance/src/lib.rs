//! OCCI conformance: cases derived from a model, run against a server, judged and reported.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod case;
pub mod catalogue;
pub mod count;
pub mod engine;
pub mod guideline;
mod harness;
pub mod oracle;
pub mod pattern;
pub mod report;
pub mod requirement;
pub mod run;
pub mod transport;
pub mod values;
pub mod verdict;

pub use harness::harness;
pub use transport::{Http, InProcess, Transport};
