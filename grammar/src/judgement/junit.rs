//! The verdict as JUnit XML: one suite per capability, one case per test.

use occi_model::guideline::{
    State,
    judge::{Outcome, TestVerdict},
};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::{Judgement, mend, word};

impl Judgement<'_> {
    /// JUnit XML. What is needed and did not pass is a failure; what does not count (flagged
    /// tests, and those of capabilities that are not required) is skipped with its explanation.
    ///
    /// # Errors
    ///
    /// When the writer fails, which writing to memory does not.
    pub fn junit(&self) -> Result<String, quick_junit::SerializeError> {
        let id = &self.guideline.metadata().id.value;
        let mut report = Report::new(clean(&format!("{} {id}", self.verdict.target)));
        for capability in &self.verdict.capabilities {
            let mut suite = TestSuite::new(clean(capability.name.as_str()));
            suite.add_property(("state", capability.state.as_str()));
            for test in &capability.tests {
                suite.add_test_case(case(test, capability.state));
            }
            report.add_test_suite(suite);
        }
        report.to_string()
    }
}

fn case(test: &TestVerdict<'_>, state: State) -> TestCase {
    let name = test.test.name.value.as_str();
    let (class, method) = match name.split_once('(') {
        Some(_) => ("", name),
        None => name.rsplit_once('.').unwrap_or(("", name)),
    };
    let why = clean(&test.outcome.to_string());
    let counts = state == State::Required && !test.test.is_flagged();
    let mut status = match (&test.outcome, counts) {
        (Outcome::Passed | Outcome::Tolerated(_), _) => TestCaseStatus::success(),
        (Outcome::Failed(_), true) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_description(why.clone());
            status
        }
        (Outcome::Missing(_), true) => TestCaseStatus::non_success(NonSuccessKind::Failure),
        (_, false) => TestCaseStatus::skipped(),
    };
    if !test.outcome.is_pass() {
        let first = why.lines().last().unwrap_or_default();
        let first = match &test.outcome {
            Outcome::Failed(_) => format!("failed: {first}"),
            _ => why.clone(),
        };
        status.set_message(if counts {
            first
        } else if test.test.is_flagged() {
            format!("flagged, does not count; {first}")
        } else {
            format!("{state}, does not count; {first}")
        });
        if !matches!(status, TestCaseStatus::Skipped { .. }) {
            status.set_type(word(&test.outcome));
        }
    }
    let mut case = TestCase::new(clean(method), status);
    if !class.is_empty() {
        case.set_classname(clean(class));
    }
    if let Some(id) = &test.test.id {
        case.add_property(("idempotent_id", clean(id.value.as_written()).as_str()));
    }
    if let Some(mend) = mend(test.test, &test.outcome) {
        case.set_system_out(clean(&mend));
    }
    case
}

/// Without the characters that XML cannot hold.
fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect()
}
