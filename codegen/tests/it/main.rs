//! Tests of the generators, over the definitions of the project and over hostile ones.

#![allow(clippy::unwrap_used)]

mod golden;
mod support;
