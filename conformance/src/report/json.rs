//! `results.json`: everything, sorted, with durations apart so that two runs can be compared.

use serde_json::{Map, Value, json};

use crate::{
    requirement,
    run::RunResult,
    verdict::{CaseResult, Tally, Verdict},
};

/// Version of the shape of the file; changes are additive.
const SCHEMA: &str = "1";

/// The results as JSON text, ending with a line feed.
#[must_use]
pub fn json(result: &RunResult) -> String {
    let cases: Vec<Value> = result.cases.iter().map(case).collect();
    let durations: Map<String, Value> = result
        .cases
        .iter()
        .map(|case| (case.id.to_string(), case.duration.as_secs_f64().into()))
        .collect();
    let whole = json!({
        "schema": SCHEMA,
        "tool": { "name": "occi-conformance", "version": env!("CARGO_PKG_VERSION") },
        "run": result.run,
        "endpoint": result.endpoint,
        "model": result.model,
        "headline": result.headline().as_str(),
        "unreachable": result.unreachable,
        "tally": tally(&result.tally()),
        "deselected": result.deselected,
        "cases": cases,
        "requirements": requirements(result),
        "capabilities": capabilities(result),
        "dropped": result
            .dropped
            .iter()
            .map(|dropped| json!({ "id": dropped.id, "reason": dropped.reason }))
            .collect::<Vec<_>>(),
        "leftovers": result.leftovers,
        "durations": { "whole": result.duration.as_secs_f64(), "cases": durations },
    });
    let mut text = format!("{whole:#}");
    text.push('\n');
    text
}

fn case(result: &CaseResult) -> Value {
    let mut value = serde_json::to_value(result).unwrap_or_default();
    // What was sent and answered is evidence where something is wrong, and noise elsewhere.
    if !result.verdict.is_pass()
        && !result.transcript.is_empty()
        && let Some(object) = value.as_object_mut()
    {
        let transcript = serde_json::to_value(&result.transcript).unwrap_or_default();
        object.insert("transcript".to_owned(), transcript);
    }
    value
}

fn tally(tally: &Tally) -> Value {
    Verdict::ALL
        .into_iter()
        .map(|verdict| (verdict.as_str().to_owned(), tally.count(verdict).into()))
        .collect::<Map<_, _>>()
        .into()
}

/// Each requirement that a case cites, with the verdict of the group (13.4).
fn requirements(result: &RunResult) -> Value {
    requirement::TABLE
        .iter()
        .filter_map(|row| {
            let group: Vec<&CaseResult> = result
                .cases
                .iter()
                .filter(|case| case.requirements.contains(&row.id))
                .collect();
            (!group.is_empty()).then(|| {
                let verdict = Tally::of(group.iter().copied()).roll_up();
                let value = json!({
                    "level": row.level,
                    "text": row.text,
                    "verdict": verdict,
                    "cases": group.len(),
                });
                (row.id.to_owned(), value)
            })
        })
        .collect::<Map<_, _>>()
        .into()
}

/// Each capability with the verdict of the group.
fn capabilities(result: &RunResult) -> Value {
    let mut groups = std::collections::BTreeMap::<&str, Vec<&CaseResult>>::new();
    for case in &result.cases {
        for capability in &case.capabilities {
            groups.entry(capability).or_default().push(case);
        }
    }
    groups
        .into_iter()
        .map(|(name, group)| {
            let tally = Tally::of(group.iter().copied());
            let value = json!({ "verdict": tally.roll_up(), "cases": tally.total() });
            (name.to_owned(), value)
        })
        .collect::<Map<_, _>>()
        .into()
}
