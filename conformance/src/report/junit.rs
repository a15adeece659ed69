//! `junit.xml`: one suite per kind, mixin or protocol group, one test case per case (section 14).

use std::collections::BTreeMap;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::{
    run::RunResult,
    verdict::{CaseResult, Verdict},
};

/// The results as JUnit XML.
///
/// # Errors
///
/// When the writer fails, which writing to memory does not.
pub fn junit(result: &RunResult) -> Result<String, quick_junit::SerializeError> {
    let mut report = Report::new("occi-conformance");
    report.set_time(result.duration);
    let mut suites: BTreeMap<String, Vec<&CaseResult>> = BTreeMap::new();
    for case in &result.cases {
        let name = format!("{}:{}", case.id.prefix(), case.id.subject());
        suites.entry(name).or_default().push(case);
    }
    for (name, cases) in suites {
        let mut suite = TestSuite::new(clean(&name));
        for case in cases {
            suite.add_test_case(test_case(case));
        }
        report.add_test_suite(suite);
    }
    report.to_string()
}

fn test_case(result: &CaseResult) -> TestCase {
    let mut case = TestCase::new(clean(result.id.as_str()), status(result));
    case.set_classname(clean(&format!(
        "{}.{}",
        result.id.subject(),
        result.id.family()
    )));
    case.set_time(result.duration);
    case.add_property(("uuid", result.uuid.as_str()));
    case.add_property(("level", result.level.as_str()));
    case.add_property(("verdict", result.verdict.as_str()));
    case.add_property(("requirements", result.requirements.join(" ").as_str()));
    case.add_property(("title", clean(&result.title).as_str()));
    if !result.notes.is_empty() {
        case.set_system_out(clean(&result.notes.join("\n")));
    }
    case
}

fn status(result: &CaseResult) -> TestCaseStatus {
    let explanation = clean(&result.explanation());
    let worded = |mut status: TestCaseStatus| {
        status.set_message(explanation.clone());
        status
    };
    match result.verdict {
        Verdict::Pass | Verdict::PassNoted => TestCaseStatus::success(),
        Verdict::Fail => {
            let mut status = worded(TestCaseStatus::non_success(NonSuccessKind::Failure));
            if let Some(failure) = &result.failure {
                status.set_type(failure.code.as_str());
            }
            let commands: Vec<&str> = result
                .transcript
                .iter()
                .map(|exchange| exchange.reproduce.as_str())
                .filter(|command| !command.is_empty())
                .collect();
            status.set_description(clean(&commands.join("\n")));
            status
        }
        Verdict::Inconclusive | Verdict::Error => {
            let mut status = worded(TestCaseStatus::non_success(NonSuccessKind::Error));
            status.set_type(result.verdict.as_str());
            status
        }
        Verdict::Blocked | Verdict::NotApplicable | Verdict::Unsupported | Verdict::NotRun => {
            let mut status = TestCaseStatus::skipped();
            let word = result.verdict.as_str();
            status.set_message(format!("{word}: {explanation}"));
            status
        }
    }
}

/// Without the control characters that XML cannot hold.
fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect()
}
