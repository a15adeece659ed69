//! Guideline files, against the published ones and their test lists.

#![allow(clippy::unwrap_used)]

mod corpus;
mod judge;
mod lists;
mod reading;
