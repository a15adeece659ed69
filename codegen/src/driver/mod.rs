//! What touches the world: output directories, and the door for build scripts.

mod builder;
mod cargo;
mod file;
mod write;

pub use builder::{BuildError, Builder, Generated};
pub use write::{WriteError, Written};
