//! Known deviations: cases that are expected to fail at an endpoint, with the reason and an end
//! (section 11).
//!
//! They change what a run exits with, never a verdict. A case that is expected to fail and passes
//! makes the run fail, so that the list is kept; after its last day an entry has no effect.

/// A day of the calendar.
pub use chrono::NaiveDate;

use crate::{
    pattern::Pattern,
    verdict::{CaseResult, Verdict},
};

/// Cases that are expected to fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// Which.
    pub cases: Pattern,
    /// Why.
    pub reason: String,
    /// The last day on which they are.
    pub until: NaiveDate,
    /// Where it is dealt with: a URL.
    pub issue: Option<String>,
    /// Whether they are only sometimes so: then passing is no reason to take the entry away.
    pub flaky: bool,
}

impl Deviation {
    /// Whether the entry still has an effect.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        day <= self.until
    }
}

/// Today, in UTC.
#[must_use]
pub fn today() -> NaiveDate {
    chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()).date_naive()
}

/// Marks the failures that are expected; gives the ids of cases that were expected to fail and
/// passed, each with the reason that no longer holds.
pub(crate) fn apply(
    deviations: &[Deviation],
    day: NaiveDate,
    results: &mut [CaseResult],
) -> Vec<(String, String)> {
    let mut stale = Vec::new();
    for result in results.iter_mut() {
        let id = result.id.as_str();
        let Some(deviation) = deviations
            .iter()
            .find(|deviation| deviation.holds_on(day) && deviation.cases.matches(id))
        else {
            continue;
        };
        if result.verdict == Verdict::Fail {
            result.expected = Some(format!("{} (until {})", deviation.reason, deviation.until));
        } else if result.verdict.is_pass() && !deviation.flaky {
            stale.push((id.to_owned(), deviation.reason.clone()));
        }
    }
    // What an expected failure blocks is expected too.
    let excused: Vec<(usize, String)> = results
        .iter()
        .enumerate()
        .filter_map(|(at, result)| {
            let cause = result.blocked_by.as_ref()?;
            let cause = results.iter().find(|other| &other.id == cause)?;
            Some((at, cause.expected.clone()?))
        })
        .collect();
    for (at, reason) in excused {
        if let Some(result) = results.get_mut(at) {
            result.expected = Some(reason);
        }
    }
    stale
}
