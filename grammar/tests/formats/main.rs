//! The definition formats from outside: files of the corpus, conversions, bad input.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bad_input;
mod differ;
mod discover;
mod ecore;
mod erocci;
mod generated;
mod imports;
mod json;
mod lenient;
mod page;
mod renderings;
mod report;
mod round_trip;
mod text;
mod textual;
