//! Guideline files, against the published ones and their test lists.

#![allow(clippy::unwrap_used)]

mod between;
mod corpus;
mod docs;
mod faults;
mod first_schema;
mod judge;
mod lists;
mod mutation;
mod own;
mod published;
mod reading;
mod schema;
mod score;
mod suite;
