//! Readers and writers of interop guideline files.
//!
//! [`read`] makes a [`Guideline`](occi_model::guideline::Guideline) of a file of schema 1.0 to 1.6 or 2.0,
//! with warnings for the faults that published files have and errors for what cannot be
//! understood; [`write()`] gives the file back in one fixed form. [`list_tests`] is the whole of
//! `occi guideline tests`, [`lock`] turns an authored guideline into one that names its cases.
//!
//! [`schema()`] is the JSON Schema of the format, and [`validate()`] goes by any. Behind the other sub-commands of `occi guideline`: [`view`] answers questions, [`lint()`] finds
//! faults, [`edit`] changes files and leaves the rest of them as it is, [`score`] computes
//! worksheets, [`waiver`] sorts failures, and the pages are [`guideline_page`],
//! [`difference_page`] and [`history_page`].
//!
//! Files of other schema versions are refused with their version named.

mod author;
mod difference;
mod early;
pub mod edit;
mod fields;
mod legacy;
mod lint;
pub mod measure;
mod metadata;
#[cfg(feature = "results")]
mod page;
mod parts;
mod read;
mod schema;
pub mod score;
mod tests;
mod validate;
pub mod view;
#[cfg(feature = "results")]
pub mod waiver;
mod write;

pub use author::{Locked, ReadSource, lock, read_source};
pub use lint::{Linted, lint};
#[cfg(feature = "results")]
pub use page::{PageFormat, difference_page, guideline_page, history_page};
pub use read::{READABLE, ReadGuideline, read};
pub use schema::{SCHEMAS, schema};
pub use tests::{TestsFormat, TestsListed, TestsRequest, list_tests};
pub use validate::validate;
pub use write::write;
