//! `summary.json`: what is handed in where somebody keeps a list of implementations.

use serde_json::{Map, Value, json};

use super::{Target, groups, json::SCHEMA};
use crate::{
    case::Level,
    run::RunResult,
    verdict::{CaseResult, Tally, Verdict},
};

/// The summary as JSON text, ending with a line feed: the implementation, the numbers of each level,
/// what failed and what was left out, and the features that it has and has not.
#[must_use]
pub fn summary(result: &RunResult, target: &Target) -> String {
    let levels: Map<String, Value> = [Level::Must, Level::Should, Level::May]
        .into_iter()
        .map(|level| (level.as_str().to_owned(), of_level(result, level)))
        .collect();
    let capabilities = groups::by_capability(&result.cases);
    let with = |wanted: &dyn Fn(Verdict) -> bool| -> Vec<&str> {
        capabilities
            .iter()
            .filter(|(_, cases)| wanted(Tally::of(cases.iter().copied()).roll_up()))
            .map(|(name, _)| *name)
            .collect()
    };
    let whole = json!({
        "schema": SCHEMA,
        "implementation": target,
        "tool": { "name": "occi-conformance", "version": env!("CARGO_PKG_VERSION") },
        "profile": result.model,
        "catalogue": result.catalogue,
        "headline": result.headline().as_str(),
        "levels": levels,
        "features": {
            "supported": with(&Verdict::is_pass),
            "unsupported": with(&|verdict| {
                matches!(verdict, Verdict::Unsupported | Verdict::NotApplicable)
            }),
            "failed": with(&Verdict::counts_against),
        },
        "guideline": result.judgement,
    });
    format!("{whole:#}\n")
}

fn of_level(result: &RunResult, level: Level) -> Value {
    let cases: Vec<&CaseResult> = result.cases.iter().filter(|c| c.level == level).collect();
    let tally = Tally::of(cases.iter().copied());
    let statistics: Map<String, Value> = Verdict::ALL
        .into_iter()
        .map(|verdict| (verdict.as_str().to_owned(), tally.count(verdict).into()))
        .collect();
    let of = |wanted: &dyn Fn(Verdict) -> bool| -> Vec<Value> {
        cases
            .iter()
            .filter(|case| wanted(case.verdict))
            .map(|case| json!({ "id": case.id, "why": case.explanation() }))
            .collect()
    };
    json!({
        "statistics": statistics,
        "failed": of(&Verdict::counts_against),
        "skipped": of(&|verdict| !verdict.is_pass() && !verdict.counts_against()),
    })
}
