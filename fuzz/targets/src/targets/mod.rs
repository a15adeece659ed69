//! The targets.

mod condition;
mod foreign;
mod guideline;
mod json;
mod language;
mod rendering;
mod results;

use crate::Shape;

/// One thing that must hold whatever the input.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name: that of the binary for libFuzzer, too.
    pub name: &'static str,
    /// Runs it; panics when something does not hold.
    pub run: fn(&[u8]) -> Shape,
    /// Inputs to start from.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Words that mean something there.
    pub words: &'static [&'static str],
}

/// All targets, by name.
pub const TARGETS: &[Target] = &[
    foreign::CATEGORIES_JSON,
    foreign::CATEGORIES_TEXT,
    foreign::COMPATIBLE_ONE,
    condition::CONDITION,
    foreign::ECORE,
    foreign::EROCCI_XML,
    guideline::GUIDELINE,
    rendering::HEADERS,
    json::JSON,
    language::LANGUAGE,
    language::LAYOUT,
    rendering::OCCI_JSON,
    results::RESULTS,
    rendering::TEXT,
    foreign::TEXTUAL,
    language::WRITER,
    foreign::XML,
];

/// The target of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
