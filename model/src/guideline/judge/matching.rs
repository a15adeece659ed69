//! Which result belongs to which test.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::results::{ClassResult, Coverage, Missing, Outcome, ResultSet, TestResult};
use crate::guideline::{
    build::Guideline, id::TestUuid, inventory::SuiteTest, name::TestName, parts::Test,
};

/// How results are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Matching {
    /// By id first, then by name, then by alias; names tell tests of one id apart
    /// (conformance-design 12.3, step 2).
    #[default]
    ById,
    /// By name and alias only, as the page of the result server does it
    /// (lists of the RefStack service).
    ByName,
}

/// How the result of a test was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MatchedBy {
    /// Under the name of the guideline.
    Name,
    /// Under this alias.
    Alias(TestName),
    /// Only by its id: under these names, which the guideline does not list. The mend is an
    /// alias.
    Id(BTreeSet<String>),
    /// Not at all.
    Nothing,
}

/// Something about the results that the reader of a verdict should know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warning {
    /// Several results of one test do not agree.
    Conflict {
        /// The test.
        test: TestName,
        /// The names under which they are reported.
        names: BTreeSet<String>,
        /// Which of them counts.
        counted: &'static str,
    },
    /// A result has the name of a test and another id.
    OtherId {
        /// The test.
        test: TestName,
        /// The id of the result.
        found: TestUuid,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Conflict {
                test,
                names,
                counted,
            } => {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                write!(
                    f,
                    "several results of `{test}` do not agree; the {counted} counts ({})",
                    names.join(", ")
                )
            }
            Self::OtherId { test, found } => {
                write!(f, "the result of `{test}` has another id, {found}")
            }
        }
    }
}

/// The results, ready to be asked.
pub(super) struct Matcher<'r> {
    by_name: BTreeMap<&'r str, Vec<&'r TestResult>>,
    by_id: BTreeMap<TestUuid, Vec<&'r TestResult>>,
    /// Names that the guideline lists for each id.
    listed: BTreeMap<TestUuid, BTreeSet<String>>,
    classes: BTreeMap<&'r str, &'r ClassResult>,
    results: &'r ResultSet,
    matching: Matching,
}

impl<'r> Matcher<'r> {
    pub(super) fn new(guideline: &Guideline, results: &'r ResultSet, matching: Matching) -> Self {
        let mut by_name: BTreeMap<&str, Vec<&TestResult>> = BTreeMap::new();
        let mut by_id: BTreeMap<TestUuid, Vec<&TestResult>> = BTreeMap::new();
        for result in &results.results {
            by_name.entry(&result.name).or_default().push(result);
            if let Some(id) = result.id {
                by_id.entry(id).or_default().push(result);
            }
        }
        let mut listed: BTreeMap<TestUuid, BTreeSet<String>> = BTreeMap::new();
        for test in guideline.capabilities().iter().flat_map(|c| &c.tests) {
            if let Some(id) = uuid(test) {
                let names = test.names().map(|name| name.as_str().to_owned());
                listed.entry(id).or_default().extend(names);
            }
        }
        let mut classes: BTreeMap<&str, &ClassResult> = BTreeMap::new();
        for class in &results.classes {
            let known = classes.entry(&class.class).or_insert(class);
            // A failure tells more than a skip.
            if class.failed && !known.failed {
                *known = class;
            }
        }
        Self {
            by_name,
            by_id,
            listed,
            classes,
            results,
            matching,
        }
    }

    /// The outcome of a test and how it was found; of what is missing the best explanation.
    pub(super) fn find(
        &self,
        test: &Test,
        warnings: &mut BTreeSet<Warning>,
    ) -> (Outcome, MatchedBy) {
        match self.look(test, warnings) {
            (Outcome::Missing(missing @ (Missing::Absent | Missing::NotRun(_))), by) => {
                (Outcome::Missing(self.explain(test, missing)), by)
            }
            found => found,
        }
    }

    /// Why a test of which the results say nothing is missing.
    fn explain(&self, test: &Test, found: Missing) -> Missing {
        let suite = self.results.suite.as_ref();
        let in_suite = suite.map(|suite| test.names().any(|name| suite.has(name.as_str())));
        let class = test
            .names()
            .find_map(|name| classes_of(name.as_str()).find_map(|class| self.classes.get(class)));
        match class {
            Some(class) if in_suite != Some(false) => {
                let (class, failed, why) = (class.class.clone(), class.failed, class.why.clone());
                return if failed {
                    Missing::ClassFailed { class, why }
                } else {
                    Missing::ClassSkipped { class, why }
                };
            }
            _ if found != Missing::Absent => return found,
            _ => {}
        }
        if in_suite != Some(true)
            && let Some(names) = self.elsewhere(test)
        {
            return Missing::Renamed(names);
        }
        match in_suite {
            Some(false) => Missing::NotInSuite,
            _ if self.results.coverage == Coverage::PassesOnly => Missing::Absent,
            Some(true) => Missing::NotSelected,
            None if self.results.enumerated => Missing::NotEnumerated,
            None => Missing::Absent,
        }
    }

    /// The names, unknown to the guideline, under which the suite or the results have the id.
    fn elsewhere(&self, test: &Test) -> Option<BTreeSet<String>> {
        let id = uuid(test)?;
        let in_suite = self
            .results
            .suite
            .iter()
            .flat_map(|suite| suite.with_uuid(id))
            .map(SuiteTest::reported);
        let reported = self.by_id.get(&id).into_iter().flatten();
        let listed = self.listed.get(&id);
        let names: BTreeSet<String> = in_suite
            .chain(reported.map(|result| result.name.clone()))
            .filter(|name| !listed.is_some_and(|listed| listed.contains(name)))
            .collect();
        (!names.is_empty()).then_some(names)
    }

    fn look(&self, test: &Test, warnings: &mut BTreeSet<Warning>) -> (Outcome, MatchedBy) {
        if self.matching == Matching::ById
            && let Some(id) = uuid(test)
        {
            let same_id = self.by_id.get(&id).map_or(&[][..], Vec::as_slice);
            let own: Vec<&TestResult> = same_id
                .iter()
                .copied()
                .filter(|result| test.names().any(|name| name == result.name.as_str()))
                .collect();
            if !own.is_empty() {
                return by_listed_name(test, &own, warnings);
            }
            // A name that the guideline lists for another test of this id is that test's.
            let unlisted: Vec<&TestResult> = same_id
                .iter()
                .copied()
                .filter(|result| {
                    !self
                        .listed
                        .get(&id)
                        .is_some_and(|l| l.contains(&result.name))
                })
                .collect();
            // Where the suite has a listed name too, the others are variants of the test, which
            // inherit its id, and prove nothing of it (Tempest).
            let listed_too = self
                .results
                .suite
                .as_ref()
                .is_some_and(|suite| test.names().any(|name| suite.has(name.as_str())));
            if !unlisted.is_empty() && !listed_too {
                return by_unlisted_name(test, &unlisted, warnings);
            }
        }
        let named: Vec<&TestResult> = test
            .names()
            .filter_map(|name| self.by_name.get(name.as_str()))
            .flatten()
            .copied()
            .collect();
        if named.is_empty() {
            return (Outcome::Missing(Missing::Absent), MatchedBy::Nothing);
        }
        if self.matching == Matching::ById
            && let Some(id) = uuid(test)
        {
            warnings.extend(named.iter().filter_map(|result| {
                let found = result.id.filter(|found| *found != id)?;
                Some(Warning::OtherId {
                    test: test.name.value.clone(),
                    found,
                })
            }));
        }
        by_listed_name(test, &named, warnings)
    }
}

fn uuid(test: &Test) -> Option<TestUuid> {
    test.id.as_ref()?.value.uuid()
}

/// The class of a test and its module, from `module.Class.method(scenario)`.
fn classes_of(name: &str) -> impl Iterator<Item = &str> {
    let path = name.split_once('(').map_or(name, |(path, _)| path);
    let class = path.rsplit_once('.').map(|(class, _)| class);
    let module = class.and_then(|class| Some(class.rsplit_once('.')?.0));
    class.into_iter().chain(module)
}

/// Of results under names of the test the best counts: one pass is enough, as for the result
/// server (lists of the RefStack service). Where none passed, the first name that is known explains
/// it: the test's own, then the aliases in order.
fn by_listed_name(
    test: &Test,
    results: &[&TestResult],
    warnings: &mut BTreeSet<Warning>,
) -> (Outcome, MatchedBy) {
    let own = test.name.value.as_str();
    let Some(best) = results.iter().min_by_key(|result| {
        let rank = result.outcome.rank();
        let at = test.names().position(|name| name == result.name.as_str());
        let group = if result.outcome.is_pass() {
            rank
        } else {
            u8::MAX
        };
        (group, at, rank)
    }) else {
        return (Outcome::Missing(Missing::Absent), MatchedBy::Nothing);
    };
    conflict(test, results, "best", warnings);
    let by = match test
        .aliases
        .iter()
        .find(|alias| alias.value == best.name.as_str())
    {
        Some(alias) if best.name != own => MatchedBy::Alias(alias.value.clone()),
        _ => MatchedBy::Name,
    };
    (best.outcome.clone(), by)
}

/// Of results under other names the worst counts: they may be variants of the test, and each of
/// them must pass.
fn by_unlisted_name(
    test: &Test,
    results: &[&TestResult],
    warnings: &mut BTreeSet<Warning>,
) -> (Outcome, MatchedBy) {
    let worst = results
        .iter()
        .map(|result| &result.outcome)
        .max_by_key(|outcome| match outcome {
            // A failure tells more than an absence.
            Outcome::Failed(_) => u8::MAX,
            other => other.rank(),
        });
    conflict(test, results, "worst", warnings);
    (
        worst.cloned().unwrap_or(Outcome::Missing(Missing::Absent)),
        MatchedBy::Id(names(results)),
    )
}

fn conflict(
    test: &Test,
    results: &[&TestResult],
    counted: &'static str,
    warnings: &mut BTreeSet<Warning>,
) {
    let passes = results
        .iter()
        .filter(|result| result.outcome.is_pass())
        .count();
    if passes != 0 && passes != results.len() {
        warnings.insert(Warning::Conflict {
            test: test.name.value.clone(),
            names: names(results),
            counted,
        });
    }
}

fn names(results: &[&TestResult]) -> BTreeSet<String> {
    results.iter().map(|result| result.name.clone()).collect()
}
