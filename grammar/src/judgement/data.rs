//! The verdict for programs, as JSON.

use occi_model::guideline::{
    State,
    judge::{CapabilityVerdict, Counts, Outcome, TestVerdict},
};
use serde::Serialize;

use super::{Answer, Judgement, found_by, mend, word};

/// Version of the shape; changes are additive.
const SCHEMA: &str = "1";

#[derive(Serialize)]
struct Whole<'a> {
    schema: &'static str,
    guideline: &'a str,
    target: &'a str,
    answer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    conclusion: String,
    refstack_compliant: bool,
    matched: &'static str,
    results: Results<'a>,
    states: Vec<StateNumbers>,
    capabilities: Vec<Capability<'a>>,
    not_judged: Vec<&'a str>,
    warnings: Vec<String>,
}

#[derive(Serialize)]
struct Results<'a> {
    name: &'a str,
    format: String,
    ended: usize,
    selected: Option<usize>,
    damaged_pieces: usize,
    damage: &'a [String],
}

#[derive(Serialize)]
struct StateNumbers {
    state: &'static str,
    #[serde(flatten)]
    numbers: Numbers,
}

#[derive(Serialize)]
struct Numbers {
    capabilities: usize,
    tests: usize,
    passed: usize,
    failed: usize,
    missing: usize,
    flagged_passed: usize,
    flagged_not_passed: usize,
    non_flagged: usize,
    non_flagged_passed: usize,
    pass_percent: Option<f64>,
    non_flagged_pass_percent: Option<f64>,
}

#[derive(Serialize)]
struct Capability<'a> {
    name: &'a str,
    state: &'static str,
    conclusion: String,
    defined: bool,
    passed: usize,
    tests: Vec<Test<'a>>,
}

#[derive(Serialize)]
struct Test<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    flagged: bool,
    outcome: &'static str,
    passed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mend: Option<String>,
}

impl Judgement<'_> {
    /// JSON with every capability and every test, ended by a line feed.
    ///
    /// # Errors
    ///
    /// None that is known: nothing in the report is without a form in JSON.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        let answer = self.answer();
        let why = match &answer {
            Answer::CannotJudge(doubt) => Some(doubt.to_string()),
            _ => None,
        };
        let verdict = &self.verdict;
        let whole = Whole {
            schema: SCHEMA,
            guideline: self.guideline.metadata().id.value.as_str(),
            target: verdict.target,
            answer: answer.to_string(),
            why,
            conclusion: verdict.conclusion.to_string(),
            refstack_compliant: verdict.is_compliant_for_refstack(),
            matched: self.matching_word(),
            results: Results {
                name: &self.results,
                format: self.format.to_string(),
                ended: self.run.ended,
                selected: (self.run.enumerated > 0).then_some(self.run.enumerated),
                damaged_pieces: self.run.damages,
                damage: &self.run.damage,
            },
            states: State::ALL
                .iter()
                .map(|state| StateNumbers {
                    state: state.as_str(),
                    numbers: numbers(verdict.counts.get(*state)),
                })
                .collect(),
            capabilities: verdict.capabilities.iter().map(capability).collect(),
            not_judged: verdict
                .elsewhere
                .iter()
                .map(|component| component.name.value.as_str())
                .collect(),
            warnings: verdict.warnings.iter().map(ToString::to_string).collect(),
        };
        let mut text = serde_json::to_string_pretty(&whole)?;
        text.push('\n');
        Ok(text)
    }
}

fn numbers(counts: &Counts) -> Numbers {
    Numbers {
        capabilities: counts.capabilities,
        tests: counts.tests,
        passed: counts.passed,
        failed: counts.failed,
        missing: counts.missing,
        flagged_passed: counts.flagged_passed,
        flagged_not_passed: counts.flagged_not_passed,
        non_flagged: counts.unflagged(),
        non_flagged_passed: counts.unflagged_passed(),
        pass_percent: counts.pass_percent(),
        non_flagged_pass_percent: counts.unflagged_pass_percent(),
    }
}

fn capability<'a>(capability: &'a CapabilityVerdict<'_>) -> Capability<'a> {
    Capability {
        name: capability.name.as_str(),
        state: capability.state.as_str(),
        conclusion: capability.conclusion.to_string(),
        defined: capability.capability.is_some(),
        passed: capability.counts.passed,
        tests: capability.tests.iter().map(test).collect(),
    }
}

fn test<'a>(test: &'a TestVerdict<'_>) -> Test<'a> {
    Test {
        name: test.test.name.value.as_str(),
        id: test.test.id.as_ref().map(|id| id.value.as_written()),
        flagged: test.test.is_flagged(),
        outcome: word(&test.outcome),
        passed: test.outcome.is_pass(),
        why: (test.outcome != Outcome::Passed).then(|| test.outcome.to_string()),
        found: found_by(test),
        mend: mend(test.test, &test.outcome),
    }
}
