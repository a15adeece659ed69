//! `results.tap`: TAP version 14, one test point a case, with YAML diagnostics.

use std::fmt::Write as _;

use crate::{
    run::RunResult,
    verdict::{CaseResult, Verdict},
};

/// The results as TAP 14.
#[must_use]
pub fn tap(result: &RunResult) -> String {
    let mut text = String::from("TAP version 14\n");
    let _ = writeln!(text, "1..{}", result.cases.len());
    for (at, case) in result.cases.iter().enumerate() {
        let _ = point(case, at + 1, &mut text);
    }
    let failed = |case: &&CaseResult| case.verdict == Verdict::Error;
    if let Some(case) = result.cases.iter().find(failed) {
        let _ = writeln!(text, "Bail out! {}", one_line(&case.explanation()));
    }
    text
}

fn point(case: &CaseResult, number: usize, text: &mut String) -> std::fmt::Result {
    let is_ok = !matches!(
        case.verdict,
        Verdict::Fail | Verdict::Blocked | Verdict::Inconclusive | Verdict::Error
    );
    let ok = if is_ok { "ok" } else { "not ok" };
    // A failure that is expected is what TAP calls one to do.
    let directive = match (&case.expected, case.verdict) {
        (Some(reason), _) => format!(" # TODO {}", one_line(reason)),
        (None, Verdict::NotApplicable) => " # SKIP n/a".to_owned(),
        (None, Verdict::Unsupported) => " # SKIP unsupported".to_owned(),
        (None, Verdict::NotRun) => " # SKIP not run".to_owned(),
        (None, _) => String::new(),
    };
    writeln!(
        text,
        "{ok} {number} - {}{directive}",
        escaped(case.id.as_str())
    )?;
    if is_ok && case.notes.is_empty() && case.reason.is_none() {
        return Ok(());
    }
    writeln!(text, "  ---")?;
    let mut field = |name: &str, value: &str| writeln!(text, "  {name}: {}", quoted(value));
    field("verdict", case.verdict.as_str())?;
    field("level", case.level.as_str())?;
    field("title", &case.title)?;
    if !case.requirements.is_empty() {
        field("requirements", &case.requirements.join(" "))?;
    }
    if let Some(failure) = &case.failure {
        field("code", failure.code.as_str())?;
        field("at", &format!("step {}, {}", failure.step, failure.what))?;
        field("expected", &failure.expected)?;
        field("actual", &failure.actual)?;
    }
    if let Some(reason) = &case.reason {
        field("reason", reason)?;
    }
    // A mapping has each key once; further notes stand in the other reports.
    if let Some(note) = case.notes.first() {
        field("note", note)?;
    }
    writeln!(text, "  ...")
}

/// A description without what a reader of TAP takes for a directive.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('#', "\\#")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as a scalar of YAML in double quotes: JSON's strings are that.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
