//! Guidelines: which cases one asks for, and what the results mean for it (section 12).

use std::collections::BTreeSet;

use occi_model::{
    CategoryId,
    guideline::{
        Guideline, Target, TestUuid,
        author::{self, CaseRef},
        judge::{Coverage, Matching, Missing, Outcome, ResultSet, TestResult, judge},
    },
};
use serde::Serialize;

use crate::{
    case::{Grade, Level},
    catalogue::Catalogue,
    engine::Required,
    run::{RunResult, Selection},
    verdict::{CaseResult, Verdict},
};

/// The cases of a catalogue as a lock wants them (12.1); no provisional ones, which count for
/// nobody.
#[must_use]
pub fn case_refs(catalogue: &Catalogue) -> Vec<CaseRef<'_>> {
    catalogue
        .cases
        .iter()
        .filter(|case| case.grade == Grade::Stable)
        .map(|case| CaseRef {
            id: case.id.as_str(),
            uuid: TestUuid::from_bytes(*case.uuid().as_bytes()),
            level: match case.level {
                Level::May => author::Level::May,
                Level::Should => author::Level::Should,
                Level::Must => author::Level::Must,
            },
            hazard: case.hazard.class(),
        })
        .collect()
}

/// The selection of a target: every case that it names, in whatever state, flagged ones too, so
/// that the judge finds a result for each.
#[must_use]
pub fn selection(guideline: &Guideline, target: &Target<'_>) -> Selection {
    let mut names = BTreeSet::new();
    for component in target.components() {
        for (_, capability) in component.capabilities.iter() {
            for name in capability {
                let Some(capability) = guideline.capability(name.value.as_str()) else {
                    continue;
                };
                for test in &capability.tests {
                    names.extend(test.names().map(|name| name.as_str().to_owned()));
                    names.extend(test.id.as_ref().and_then(|id| id.value.canonical()));
                }
            }
        }
    }
    Selection {
        names: Some(names),
        ..Selection::default()
    }
}

/// The categories that a selection requires: those of the discovery cases that it names.
#[must_use]
pub fn required(catalogue: &Catalogue, selection: &Selection) -> Required {
    let categories: BTreeSet<CategoryId> = catalogue
        .cases
        .iter()
        .filter(|case| case.id.family() == "disc" && selection.has(case))
        .filter_map(|case| case.category.clone())
        .collect();
    Required::Only(categories)
}

/// What a guideline says of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// The platform or component that was judged.
    pub target: String,
    /// The conclusion in words.
    pub conclusion: String,
    /// Whether it is met.
    pub met: bool,
    /// Each capability, in the order of the guideline.
    pub capabilities: Vec<OfCapability>,
}

/// What a guideline says of a capability.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfCapability {
    /// Its name.
    pub name: String,
    /// `required`, `advisory`, `deprecated` or `removed`.
    pub state: String,
    /// Tests, flagged ones included.
    pub tests: usize,
    /// Passes.
    pub passed: usize,
    /// Tests that are flagged.
    pub flagged: usize,
    /// The conclusion in words.
    pub conclusion: String,
}

impl Judgement {
    /// Judges a run by a target of a guideline.
    #[must_use]
    pub fn of(target: &Target<'_>, run: &RunResult) -> Self {
        let verdict = judge(target, &results(run), Matching::ById);
        let capabilities = verdict.capabilities.iter().map(|capability| OfCapability {
            name: capability.name.to_string(),
            state: capability.state.to_string(),
            tests: capability.counts.tests,
            passed: capability.counts.passed,
            flagged: capability.counts.flagged_passed + capability.counts.flagged_not_passed,
            conclusion: capability.conclusion.to_string(),
        });
        Self {
            target: verdict.target.to_string(),
            conclusion: verdict.conclusion.to_string(),
            met: verdict.conclusion.is_met(),
            capabilities: capabilities.collect(),
        }
    }
}

/// The results as the judge wants them (12.3). What is not offered is missing, not passed.
#[must_use]
pub fn results(run: &RunResult) -> ResultSet {
    ResultSet {
        results: run.cases.iter().map(result).collect(),
        coverage: Coverage::Whole,
        ..ResultSet::default()
    }
}

fn result(case: &CaseResult) -> TestResult {
    let why = case.explanation();
    let outcome = match case.verdict {
        Verdict::Pass => Outcome::Passed,
        Verdict::PassNoted => Outcome::Tolerated(case.notes.join("; ")),
        Verdict::Fail => Outcome::Failed(why),
        Verdict::Blocked => Outcome::Missing(Missing::Blocked(why)),
        Verdict::Inconclusive | Verdict::Error => Outcome::Missing(Missing::Inconclusive(why)),
        Verdict::NotRun => Outcome::Missing(Missing::NotRun(why)),
        Verdict::NotApplicable | Verdict::Unsupported => Outcome::Missing(Missing::NotOffered(why)),
    };
    TestResult {
        name: case.id.to_string(),
        id: Some(TestUuid::from_bytes(*case.id.uuid().as_bytes())),
        outcome,
    }
}
