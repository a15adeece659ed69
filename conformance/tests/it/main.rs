//! Tests of the conformance cases, the engine and its reports.

mod catalogue;
mod server;
mod support;
