//! Tests of the conformance cases, the engine and its reports.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed, helpers included"
)]

mod care;
mod catalogue;
mod clients;
mod conditions;
mod corpus;
mod defects;
mod framing;
mod guideline;
mod ledger;
mod liar;
mod pins;
mod reports;
mod requirements;
mod schema;
mod self_test;
mod server;
mod shipped;
mod steady;
mod support;
mod synthetic;
mod templates;
mod values;
mod vectors;
mod walks;
mod words;
