//! Tests of the conformance cases, the engine and its reports.

mod catalogue;
mod defects;
mod server;
mod support;
