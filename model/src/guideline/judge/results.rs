//! What a judge is given: the outcome of each test that ran, and of those known not to have.

use std::{collections::BTreeSet, fmt};

use crate::guideline::{
    id::{IdempotentId, TestUuid},
    inventory::Inventory,
};

/// Why there is no pass and no failure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Missing {
    /// The results do not mention the test.
    Absent,
    /// It was skipped; why.
    Skipped(String),
    /// Something that it needs had failed; what.
    Blocked(String),
    /// It ran and could not tell; why.
    Inconclusive(String),
    /// It was selected and not run; why.
    NotRun(String),
    /// It began and never ended.
    Unfinished,
    /// Its whole class was skipped; the run says nothing of the test itself
    /// (Tempest).
    ClassSkipped {
        /// The class, or the module.
        class: String,
        /// Why.
        why: String,
    },
    /// What prepares its class failed; the run says nothing of the test itself.
    ClassFailed {
        /// The class, or the module.
        class: String,
        /// How.
        why: String,
    },
    /// The suite has neither its name nor an alias.
    NotInSuite,
    /// It is there under names that the guideline does not list, found by its id.
    Renamed(BTreeSet<String>),
    /// The suite has it, and the run did not select it.
    NotSelected,
    /// The results name every test that was selected, and this is not among them: the run did
    /// not select it, or the suite does not have it.
    NotEnumerated,
    /// What it tests is not there; what. A guideline that requires the thing takes this for a
    /// gap, not for an excuse (conformance-design 12.3, step 6).
    NotOffered(String),
}

/// The outcome of a test.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Passed.
    Passed,
    /// Passed with an answer that is only tolerated; which. No pass for a strict guideline.
    Tolerated(String),
    /// Failed; how.
    Failed(String),
    /// Neither.
    Missing(Missing),
}

impl Outcome {
    /// Whether it is a pass for a guideline that is not strict.
    #[must_use]
    pub const fn is_pass(&self) -> bool {
        matches!(self, Self::Passed | Self::Tolerated(_))
    }

    /// How good the outcome is: passes first, then failures, then what is missing.
    pub(super) const fn rank(&self) -> u8 {
        match self {
            Self::Passed => 0,
            Self::Tolerated(_) => 1,
            Self::Failed(_) => 2,
            Self::Missing(_) => 3,
        }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, why) = match self {
            Self::Absent => ("not in the results", ""),
            Self::Skipped(why) => ("skipped", why.as_str()),
            Self::Blocked(why) => ("blocked", why.as_str()),
            Self::Inconclusive(why) => ("inconclusive", why.as_str()),
            Self::NotRun(why) => ("not run", why.as_str()),
            Self::Unfinished => ("never finished", ""),
            Self::ClassSkipped { class, why } => {
                write!(f, "skipped with its class {class}")?;
                return with_reason(f, "", why);
            }
            Self::ClassFailed { class, why } => {
                write!(f, "its class {class} failed before its tests")?;
                return with_reason(f, "", why);
            }
            Self::NotInSuite => ("not in the suite", ""),
            Self::Renamed(names) => {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                return write!(f, "renamed to {}", names.join(", "));
            }
            Self::NotSelected => ("not selected", ""),
            Self::NotEnumerated => ("not selected, or not in the suite", ""),
            Self::NotOffered(why) => ("not offered", why.as_str()),
        };
        with_reason(f, what, why)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passed => f.write_str("passed"),
            Self::Tolerated(why) => with_reason(f, "passed with a tolerated answer", why),
            Self::Failed(why) => with_reason(f, "failed", why),
            Self::Missing(missing) => fmt::Display::fmt(missing, f),
        }
    }
}

fn with_reason(f: &mut fmt::Formatter<'_>, what: &str, why: &str) -> fmt::Result {
    f.write_str(what)?;
    if why.is_empty() {
        Ok(())
    } else {
        write!(f, ": {why}")
    }
}

/// The result of one test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestResult {
    /// Its name, without attributes.
    pub name: String,
    /// Its id, when the results tell it.
    pub id: Option<TestUuid>,
    /// How it ended.
    pub outcome: Outcome,
}

impl TestResult {
    /// A result under the name that a run reports, `name[id-…,smoke](scenario)`: the attributes
    /// are taken off and searched for the id, the scenario stays (Tempest).
    #[must_use]
    pub fn reported(written: &str, outcome: Outcome) -> Self {
        let (name, id) = split(written);
        Self { name, id, outcome }
    }
}

/// Name and id of a test as a run writes it.
fn split(written: &str) -> (String, Option<TestUuid>) {
    let parts = written
        .split_once('[')
        .and_then(|(name, rest)| Some((name, rest.split_once(']')?)));
    let Some((name, (attributes, scenario))) = parts else {
        return (written.to_owned(), None);
    };
    let id = attributes
        .split(',')
        .filter(|attribute| attribute.starts_with("id-"))
        .find_map(|attribute| IdempotentId::parse(attribute).ok()?.uuid());
    (format!("{name}{scenario}"), id)
}

/// What became of a whole class before any of its tests (Tempest).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassResult {
    /// The class with its module, or the module.
    pub class: String,
    /// Whether it failed; otherwise it was skipped.
    pub failed: bool,
    /// How or why.
    pub why: String,
}

/// What a set of results can say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Coverage {
    /// Every test that was selected is in it, however it ended.
    #[default]
    Whole,
    /// Only passes are in it, as in uploads to the result server: of a test that is not there
    /// nobody knows whether it failed.
    PassesOnly,
}

/// The results of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResultSet {
    /// One result per test; a test that was repeated may occur more than once.
    pub results: Vec<TestResult>,
    /// What the absence of a test means.
    pub coverage: Coverage,
    /// What became of whole classes.
    pub classes: Vec<ClassResult>,
    /// Whether the results name every test that was selected, also those that never ran.
    pub enumerated: bool,
    /// The tests that the suite has, when somebody knows.
    pub suite: Option<Inventory>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reported_names_lose_their_attributes_and_keep_their_scenario() {
        let result = TestResult::reported(
            "a.B.test_c[id-9a438d88-10c6-4bcd-8b5b-5b6e25e1346f,smoke](ipv6)",
            Outcome::Passed,
        );
        assert_eq!(result.name, "a.B.test_c(ipv6)");
        assert_eq!(
            result.id.unwrap().to_string(),
            "9a438d88-10c6-4bcd-8b5b-5b6e25e1346f"
        );
        let plain = TestResult::reported("a.B.test_c", Outcome::Passed);
        assert_eq!((plain.name.as_str(), plain.id), ("a.B.test_c", None));
        let open = TestResult::reported("a.B.test_c[id-", Outcome::Passed);
        assert_eq!((open.name.as_str(), open.id), ("a.B.test_c[id-", None));
    }

    #[test]
    fn outcomes_say_why() {
        assert_eq!(Outcome::Passed.to_string(), "passed");
        assert_eq!(
            Outcome::Missing(Missing::Skipped("no image".into())).to_string(),
            "skipped: no image"
        );
        assert_eq!(
            Outcome::Missing(Missing::Absent).to_string(),
            "not in the results"
        );
    }
}
