//! Answers to questions about one guideline, for people and for programs: the whole in short,
//! its capabilities, its platforms, its designated sections.

mod capabilities;
mod overview;
mod platforms;
mod sections;
mod table;

use serde::Serialize;

pub(super) use capabilities::test_answer;
pub use capabilities::{
    CapabilityAnswer, CapabilityList, CapabilityRow, FlagAnswer, TestAnswer, capabilities,
    capability,
};
pub use overview::{ComponentCounts, Overview, SuiteAnswer, overview};
pub use platforms::{PlatformAnswer, PlatformList, platforms};
pub use sections::{SectionAnswer, SectionList, SectionsAnswer, sections};
pub(super) use table::table;

/// An answer in two forms. Both are the same bytes for the same guideline.
pub trait Answer: Serialize {
    /// For people: lines of text, each ended.
    fn text(&self) -> String;

    /// For programs: one JSON value, indented by two blanks, with a line feed at the end.
    fn json(&self) -> String
    where
        Self: Sized,
    {
        json(self)
    }
}

/// A value of plain structures as JSON.
pub(super) fn json(value: &impl Serialize) -> String {
    // The structures have no maps with keys that are no strings, and nothing that fails.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
