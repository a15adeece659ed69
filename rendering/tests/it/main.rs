//! Tests of the renderings from outside: what writers write, what readers make of it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod category_writers;
mod entity_writers;
mod properties;
