//! The commands, one file each.

pub(crate) mod apply;
pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod conform;
pub(crate) mod convert;
pub(crate) mod demo;
pub(crate) mod discover;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod generate;
pub(crate) mod guideline;
pub(crate) mod judge;
pub(crate) mod serve;
