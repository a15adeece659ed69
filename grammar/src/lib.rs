//! placeholder

pub mod guideline;
