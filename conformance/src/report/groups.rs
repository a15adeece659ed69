//! Results by requirement, by capability, and by requirement and rendering.

use std::collections::BTreeMap;

use crate::{
    requirement::{self, Requirement},
    verdict::{CaseResult, Tally, Verdict},
};

/// The renderings of the matrix, and last what is none of one.
pub(super) const COLUMNS: [&str; 6] = ["plain", "occi", "uri", "json", "xml", "any"];

/// A requirement with the results of its cases.
pub(super) struct ByRequirement<'r> {
    pub(super) row: &'static Requirement,
    pub(super) cases: Vec<&'r CaseResult>,
}

impl ByRequirement<'_> {
    pub(super) fn verdict(&self) -> Verdict {
        Tally::of(self.cases.iter().copied()).roll_up()
    }

    /// The results by rendering, in the order of [`COLUMNS`].
    pub(super) fn columns(&self) -> [Tally; COLUMNS.len()] {
        COLUMNS.map(|column| {
            Tally::of(
                self.cases
                    .iter()
                    .copied()
                    .filter(|case| case.id.rendering().unwrap_or("any") == column),
            )
        })
    }
}

/// Every requirement that a case cites, sorted by id.
pub(super) fn by_requirement(cases: &[CaseResult]) -> Vec<ByRequirement<'_>> {
    let mut groups: BTreeMap<&str, Vec<&CaseResult>> = BTreeMap::new();
    for case in cases {
        for id in &case.requirements {
            groups.entry(id).or_default().push(case);
        }
    }
    groups
        .into_iter()
        .filter_map(|(id, cases)| {
            let row = requirement::find(id)?;
            Some(ByRequirement { row, cases })
        })
        .collect()
}

/// Every capability with its results, sorted by name.
pub(super) fn by_capability(cases: &[CaseResult]) -> Vec<(&str, Vec<&CaseResult>)> {
    let mut groups: BTreeMap<&str, Vec<&CaseResult>> = BTreeMap::new();
    for case in cases {
        for name in &case.capabilities {
            groups.entry(name).or_default().push(case);
        }
    }
    groups.into_iter().collect()
}

/// Passed of those that say something: `9/12`; nothing where none does.
pub(super) fn share(tally: &Tally) -> String {
    let passed = tally.count(Verdict::Pass) + tally.count(Verdict::PassNoted);
    if tally.total() == 0 {
        String::new()
    } else {
        format!("{passed}/{}", tally.total())
    }
}
