//! The client, over real HTTP: against canned answers, and against the server of this crate.

#![cfg(all(feature = "client", feature = "server"))]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod acting;
mod asking;
mod cloud;
mod creating;
mod discovering;
mod end_to_end;
mod failing;
mod fake;
mod listing;
mod reading;
mod secured;
mod transcripts;
mod waiting;
