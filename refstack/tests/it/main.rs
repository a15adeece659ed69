//! The service from outside: guidelines, test lists, uploads, verdicts, refusals.

#![allow(clippy::unwrap_used)]

mod corpus;
mod guidelines;
mod results;
mod signed;
mod support;
