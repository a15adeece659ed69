//! The suite's own test: servers with faults, and which cases find them (section 18).
//!
//! Two sets of servers. [`Fault`]s are a layer around a sound server that spoils requests and
//! answers; [`mutant`]s are sound servers of a model that was changed. No server that is not made
//! here for the purpose can have either.

mod fault;
mod matrix;
mod message;
pub mod mutant;
mod reading;
mod script;
mod wording;
mod writing;

pub use fault::{Fault, Faulty};
pub use matrix::{Caught, Subject, faults, mutants, never_caught};
