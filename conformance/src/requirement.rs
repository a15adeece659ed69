//! The rows of the requirement list that cases cite: id, level, and what is required.

mod client;
mod table;

use crate::case::Level;

pub use client::CLIENT;
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
    [TABLE, CLIENT].into_iter().find_map(|table| {
        let at = table.binary_search_by(|row| row.id.cmp(id)).ok()?;
        table.get(at)
    })
}

/// Why a row has no case, where it has none.
#[must_use]
pub fn reason(id: &str) -> Option<&'static str> {
    let all = reasons().chain(client_reasons());
    all.into_iter()
        .find(|(row, _)| *row == id)
        .map(|(_, why)| why)
}

/// The rows of [`TABLE`] without a case, each with the reason.
pub fn reasons() -> impl Iterator<Item = (&'static str, &'static str)> {
    lines(include_str!("requirement/reasons.tsv"))
}

/// The rows of [`CLIENT`] without a case, each with the reason.
pub fn client_reasons() -> impl Iterator<Item = (&'static str, &'static str)> {
    lines(include_str!("requirement/client-reasons.tsv"))
}

fn lines(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.lines()
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
        assert!(CLIENT.is_sorted_by(|a, b| a.id < b.id));
        let both = |row: &&Requirement| TABLE.iter().any(|other| other.id == row.id);
        assert_eq!(CLIENT.iter().find(both), None);
        assert_eq!(find("CORE-019").map(|row| row.level), Some(Must));
        assert_eq!(find("CORE-999"), None);
    }
}
