//! Which rows of the requirement list each defect breaks, and which cases no defect fails.

use crate::{pattern::Pattern, requirement};

/// Faults and operators of changed definitions, and the rows that a server with them breaks.
const BROKEN: &str = include_str!("broken.tsv");

/// Cases that no defect fails, by pattern, and why.
const REASONS: &str = include_str!("reasons.tsv");

/// Changes that no server is wrong for, and why: definitions that say something else and do the
/// same, behaviour that the standard leaves to the server. A `*` stands for any text.
const EQUIVALENT: &str = include_str!("equivalent.tsv");

fn lines(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter_map(|line| line.split_once('\t'))
}

/// The rows that a fault or an operator breaks.
pub(super) fn rows(name: &str) -> Vec<&'static str> {
    lines(BROKEN)
        .filter(|(other, _)| *other == name)
        .flat_map(|(_, rows)| rows.split(' '))
        .filter(|row| requirement::find(row).is_some())
        .collect()
}

/// Why no defect fails a case, where that is written down.
#[must_use]
pub fn reason(case: &str) -> Option<&'static str> {
    reasons()
        .find(|(pattern, _)| pattern.matches(case))
        .map(|(_, reason)| reason)
}

/// The patterns of cases that no defect fails, with the reasons.
pub fn reasons() -> impl Iterator<Item = (Pattern, &'static str)> {
    lines(REASONS).filter_map(|(pattern, reason)| Some((pattern.parse().ok()?, reason)))
}

/// Why no server is wrong for a change, where that is written down.
#[must_use]
pub fn equivalent(name: &str) -> Option<&'static str> {
    equivalents()
        .find(|(written, _)| stands_for(written, name))
        .map(|(_, reason)| reason)
}

/// Whether a name, in which a `*` may stand for any text, is that of a change.
#[must_use]
pub fn stands_for(written: &str, name: &str) -> bool {
    let Some((start, rest)) = written.split_once('*') else {
        return written == name;
    };
    let Some(mut name) = name.strip_prefix(start) else {
        return false;
    };
    let (middle, end) = rest
        .rsplit_once('*')
        .map_or(("", rest), |(middle, end)| (middle, end));
    for part in middle.split('*') {
        match name.find(part) {
            Some(at) => name = &name[at + part.len()..],
            None => return false,
        }
    }
    name.ends_with(end)
}

/// The changes that no server is wrong for, with the reasons.
pub fn equivalents() -> impl Iterator<Item = (&'static str, &'static str)> {
    lines(EQUIVALENT)
}
