//! The suite's own test: servers with faults, and which cases find them (section 18).
//!
//! Two sets of servers. [`Fault`]s are a layer around a sound server that spoils requests and
//! answers; [`mutant`]s are sound servers of a model that was changed. No server that is not made
//! here for the purpose can have either.

mod behaviour;
mod broken;
mod fault;
mod lacking;
mod login;
mod matrix;
mod message;
pub mod mutant;
mod reading;
mod sample;
mod script;
mod shared;
mod visible;
mod wording;
mod writing;

pub use behaviour::Behaviour;
pub use broken::{equivalent, equivalents, reason, reasons, stands_for};
pub use fault::{Fault, Faulty};
pub use matrix::{Caught, Subject, Suite, cover, named, never_failed};
pub use sample::{Drawn, Score, draw};
