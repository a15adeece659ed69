//! Guidelines that are authored with patterns and locked to names.
//!
//! The format of guidelines wants the name of every test, and models grow. So a guideline of
//! OCCI is written with patterns over the ids of conformance cases, and [`Authored::lock`]
//! expands them against a catalogue (conformance-design 12.1). The locked guideline is the one
//! that others read; [`check`] tells whether it still fits a catalogue.

mod case;
mod lock;
mod pattern;
#[cfg(test)]
mod tests;

pub use case::{CaseRef, Level};
pub use lock::{Authored, AuthoredCapability, CaseFlag, check};
pub use pattern::{Pattern, PatternError};
