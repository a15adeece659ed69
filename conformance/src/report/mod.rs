//! Reports of a run (section 14).

mod json;
mod junit;
mod terminal;

pub use json::json;
pub use junit::junit;
pub use terminal::terminal;
