//! Tests of the generators, over the definitions of the project and over hostile ones.

#![allow(clippy::unwrap_used)]

mod builder;
mod changes;
mod configurations;
mod definitions;
mod doors;
mod golden;
mod hostile;
mod support;
