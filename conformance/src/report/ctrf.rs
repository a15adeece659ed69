//! `ctrf.json`: the Common Test Report Format, with what it has no word for under `extra`.

use serde_json::{Value, json};

use crate::{
    run::RunResult,
    verdict::{CaseResult, Verdict},
};

/// The results in the Common Test Report Format.
#[must_use]
pub fn ctrf(result: &RunResult) -> String {
    let count = |status: &str| {
        let has = |case: &&CaseResult| self::status(case.verdict) == status;
        result.cases.iter().filter(has).count()
    };
    let tests: Vec<Value> = result.cases.iter().map(test).collect();
    let whole = json!({
        "reportFormat": "CTRF",
        "specVersion": "0.0.0",
        "generatedBy": "occi-conformance",
        "results": {
            "tool": { "name": "occi-conformance", "version": env!("CARGO_PKG_VERSION") },
            "summary": {
                "tests": result.cases.len(),
                "passed": count("passed"),
                "failed": count("failed"),
                "skipped": count("skipped"),
                "pending": 0,
                "other": count("other"),
                "start": 0,
                "stop": milliseconds(result.duration),
                "extra": { "occi": {
                    "endpoint": result.endpoint,
                    "model": result.model,
                    "headline": result.headline().as_str(),
                    "run": result.run,
                } },
            },
            "tests": tests,
        },
    });
    let mut text = format!("{whole:#}");
    text.push('\n');
    text
}

const fn status(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass | Verdict::PassNoted => "passed",
        Verdict::Fail => "failed",
        Verdict::Inconclusive | Verdict::Error => "other",
        Verdict::Blocked | Verdict::NotRun | Verdict::Unsupported | Verdict::NotApplicable => {
            "skipped"
        }
    }
}

fn milliseconds(duration: std::time::Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn test(case: &CaseResult) -> Value {
    let mut test = json!({
        "name": case.id,
        "status": status(case.verdict),
        "rawStatus": case.verdict,
        "duration": milliseconds(case.duration),
        "suite": [format!("{}:{}", case.id.prefix(), case.id.subject())],
        "tags": case.requirements,
        "extra": { "occi": {
            "uuid": case.uuid,
            "title": case.title,
            "level": case.level,
            "notes": case.notes,
            "expected": case.expected,
        } },
    });
    let explanation = case.explanation();
    if !explanation.is_empty()
        && let Some(object) = test.as_object_mut()
    {
        object.insert("message".to_owned(), explanation.into());
    }
    test
}
