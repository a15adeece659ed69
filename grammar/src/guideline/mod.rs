//! Readers and writers of interop guideline files.
//!
//! [`read`] makes a [`Guideline`](occi_model::guideline::Guideline) of a file of schema 1.0 to 1.6 or 2.0,
//! with warnings for the faults that published files have and errors for what cannot be
//! understood; [`write()`] gives the file back in one fixed form. [`list_tests`] is the whole of
//! `occi guideline tests`, [`lock`] turns an authored guideline into one that names its cases.
//!
//! Files of other schema versions are refused with their version named.

mod author;
mod early;
mod fields;
mod legacy;
mod metadata;
mod parts;
mod read;
mod tests;
mod write;

pub use author::{Locked, ReadSource, lock, read_source};
pub use read::{READABLE, ReadGuideline, read};
pub use tests::{TestsListed, TestsRequest, list_tests};
pub use write::write;
