//! The command line from outside: every command, its exit codes, and the documentation.

#![allow(clippy::unwrap_used)]

mod bad_input;
mod closed;
mod commands;
mod configurations;
mod conform;
mod convert;
mod discover;
mod docs;
mod explain;
mod fmt;
mod guideline;
mod https;
mod judge;
mod refstack;
mod runs;
mod same_answers;
mod support;
