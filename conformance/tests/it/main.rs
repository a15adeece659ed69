//! Tests of the conformance cases, the engine and its reports.

mod catalogue;
mod defects;
mod guideline;
mod ledger;
mod reports;
mod requirements;
mod server;
mod support;
