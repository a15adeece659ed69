//! Fuzz targets of the readers: what must hold whatever the input.
//!
//! Each [`Target`] takes bytes, asks everything of the reader under it, and panics when something
//! does not hold. They run in two ways:
//!
//! * the tests of this crate drive each for a bounded time with the [`driver`] here: on stable
//!   Rust, from the seeds of the repository, by a random number generator whose seed is printed;
//! * `fuzz/run` gives them to libFuzzer, which is guided by coverage and runs as long as it is let.

pub mod driver;
mod mutate;
mod random;
mod seeds;
mod shape;
pub mod targets;

pub use shape::Shape;
pub use targets::{TARGETS, Target, find};
