//! OCCI conformance: cases derived from a model, run against a server, judged and reported.

mod harness;
pub mod transport;

pub use harness::harness;
pub use transport::{Http, InProcess, Transport};
