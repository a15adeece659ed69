//! The command line from outside: every command, its exit codes, and the documentation.

#![allow(clippy::unwrap_used)]

mod bad_input;
mod commands;
mod convert;
mod configurations;
mod discover;
mod docs;
mod explain;
mod fmt;
mod guideline;
mod judge;
mod same_answers;
mod support;
