//! Reports of a run (section 14).

mod badge;
mod ctrf;
mod groups;
mod html;
mod json;
mod junit;
pub mod statement;
mod summary;
mod tap;
mod terminal;
mod transcript;

pub use badge::badge;
pub use ctrf::ctrf;
pub use html::html;
pub(crate) use json::SCHEMA;
pub use json::{Target, json, json_of};
pub use junit::junit;
pub use summary::summary;
pub use tap::tap;
pub use terminal::{Size, terminal, terminal_within};
pub use transcript::{file_name, transcript};
