//! Guideline files, against the published ones and their test lists.

#![allow(clippy::unwrap_used)]

mod corpus;
mod lists;
