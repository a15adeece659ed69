//! `results.json`: everything, sorted, with durations apart so that two runs can be compared.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::groups::{self, COLUMNS};
use crate::{
    run::RunResult,
    verdict::{CaseResult, Tally, Verdict},
};

/// Version of the shape of the file; changes are additive.
pub(crate) const SCHEMA: &str = "1";

/// What is known of the product that was tested, without anything secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Target {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Who makes or runs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
}

/// The results as JSON text, ending with a line feed. The schema is
/// `specs/schemas/conformance-results-1.schema.json`.
#[must_use]
pub fn json(result: &RunResult) -> String {
    json_of(result, &Target::default())
}

/// The same, with what is known of the product.
#[must_use]
pub fn json_of(result: &RunResult, target: &Target) -> String {
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
        "target": target,
        "endpoint": result.endpoint,
        "model": result.model,
        "catalogue": result.catalogue,
        "headline": result.headline().as_str(),
        "unreachable": result.unreachable,
        "stopped": result.stopped,
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
        "stale": result
            .stale
            .iter()
            .map(|(id, reason)| json!({ "id": id, "reason": reason }))
            .collect::<Vec<_>>(),
        "leftovers": result.leftovers,
        "shared_fixtures": result.shared_fixtures,
        "guideline": result.judgement,
        "differences": result.differences,
        "durations": {
            "whole": result.duration.as_secs_f64(),
            "requests": result.requests,
            "cases": durations,
        },
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

/// Each requirement that a case cites, with the verdict of the group (13.4), and the share that
/// passed in each rendering.
fn requirements(result: &RunResult) -> Value {
    groups::by_requirement(&result.cases)
        .iter()
        .map(|group| {
            let renderings: Map<String, Value> = COLUMNS
                .iter()
                .zip(group.columns())
                .filter(|(_, tally)| tally.total() > 0)
                .map(|(name, tally)| ((*name).to_owned(), tally.roll_up().as_str().into()))
                .collect();
            let value = json!({
                "level": group.row.level,
                "text": group.row.text,
                "verdict": group.verdict(),
                "cases": group.cases.len(),
                "renderings": renderings,
            });
            (group.row.id.to_owned(), value)
        })
        .collect::<Map<_, _>>()
        .into()
}

/// Each capability with the verdict of the group.
fn capabilities(result: &RunResult) -> Value {
    groups::by_capability(&result.cases)
        .into_iter()
        .map(|(name, group)| {
            let tally = Tally::of(group);
            let value = json!({ "verdict": tally.roll_up(), "cases": tally.total() });
            (name.to_owned(), value)
        })
        .collect::<Map<_, _>>()
        .into()
}
