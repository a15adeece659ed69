//! The rows of the requirement list that cases cite: id, level, and what is required.

mod table;

use crate::case::Level;

pub use table::TABLE;

/// A requirement of the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Stable id: `HTTP-018`.
    pub id: &'static str,
    /// Its strength.
    pub level: Level,
    /// What is required, in one sentence.
    pub text: &'static str,
}

/// The row of an id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Requirement> {
    TABLE
        .binary_search_by(|row| row.id.cmp(id))
        .ok()
        .and_then(|at| TABLE.get(at))
}

/// Why a row has no case, where it has none.
#[must_use]
pub fn reason(id: &str) -> Option<&'static str> {
    reasons().find(|(row, _)| *row == id).map(|(_, why)| why)
}

/// The rows without a case, each with the reason.
pub fn reasons() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("requirement/reasons.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
}

const fn row(id: &'static str, level: Level, text: &'static str) -> Requirement {
    Requirement { id, level, text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Level::Must;

    #[test]
    fn rows_are_sorted_and_found() {
        assert!(TABLE.is_sorted_by(|a, b| a.id < b.id));
        assert_eq!(find("CORE-019").map(|row| row.level), Some(Must));
        assert_eq!(find("CORE-999"), None);
    }
}
