//! Failures because of response properties that the suite does not know: those for which a
//! waiver could be had (Interop WG, process 2017A).

use std::{collections::BTreeMap, fmt::Write as _};

use occi_model::guideline::judge::Outcome;
use serde::Serialize;

use super::view::{Answer, table};
use crate::results::Run;

/// The exception of such a failure, and the words of its schema error.
const EXCEPTION: &str = "InvalidHTTPResponseBody";
const FAILED: &str = "Failed validating 'additionalProperties' in schema";
const UNEXPECTED: &str = "Additional properties are not allowed (";

/// A test that failed because of unknown properties alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Waivable {
    /// Its name, without attributes.
    pub name: String,
    /// Its id, when the results tell it.
    pub idempotent_id: Option<String>,
    /// The properties that the schema does not know; empty where the traceback is cut.
    pub properties: Vec<String>,
    /// Where in the schema, such as `['properties']['flavors']['items']`.
    pub schema_path: String,
}

/// The failures of a run, sorted by whether a waiver could be had.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WaiverReport {
    /// How many tests passed.
    pub passed: usize,
    /// How many tests failed.
    pub failed: usize,
    /// How many failed for another reason.
    pub other_failures: usize,
    /// Those that failed because of unknown properties, by name.
    pub waivable: Vec<Waivable>,
    /// The unknown properties, each with the number of tests that met it.
    pub properties: BTreeMap<String, usize>,
}

/// Finds the failures of a run that come from unknown properties. The run must hold every
/// test with its traceback; results of passes only have nothing to find.
#[must_use]
pub fn waiver(run: &Run) -> WaiverReport {
    let mut report = WaiverReport::default();
    for result in &run.results.results {
        match &result.outcome {
            Outcome::Passed | Outcome::Tolerated(_) => report.passed += 1,
            Outcome::Failed(traceback) => {
                report.failed += 1;
                let Some((properties, schema_path)) = unknown_properties(traceback) else {
                    report.other_failures += 1;
                    continue;
                };
                for property in &properties {
                    *report.properties.entry(property.clone()).or_default() += 1;
                }
                report.waivable.push(Waivable {
                    name: result.name.clone(),
                    idempotent_id: result.id.map(|id| format!("id-{id}")),
                    properties,
                    schema_path,
                });
            }
            Outcome::Missing(_) => {}
        }
    }
    report.waivable.sort_by(|a, b| a.name.cmp(&b.name));
    report
}

/// The properties and the place in the schema, when the failure is of the kind.
fn unknown_properties(traceback: &str) -> Option<(Vec<String>, String)> {
    if !traceback.contains(EXCEPTION) {
        return None;
    }
    let (before, after) = traceback.rsplit_once(FAILED)?;
    let path = after.lines().next()?.trim_end_matches(':').to_owned();
    // `('a', 'b' were unexpected)`: quoted names.
    let properties = before
        .rsplit_once(UNEXPECTED)
        .and_then(|(_, words)| words.lines().next())
        .map(|words| {
            words
                .split('\'')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect()
        })
        .unwrap_or_default();
    Some((properties, path))
}

impl Answer for WaiverReport {
    fn text(&self) -> String {
        let mut out = String::new();
        let mut rows = vec![["property".to_owned(), "tests".to_owned()]];
        rows.extend(
            self.properties
                .iter()
                .map(|(property, tests)| [property.clone(), tests.to_string()]),
        );
        out.push_str(&table(&rows));
        if !self.properties.is_empty() {
            out.push('\n');
        }
        for one in &self.waivable {
            let id = one.idempotent_id.as_deref().unwrap_or_default();
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "{}[{id}]: {} in schema{}",
                one.name,
                one.properties.join(", "),
                one.schema_path
            );
        }
        let _ = writeln!(
            out,
            "{} passed, {} failed: {} because of unknown properties, {} otherwise",
            self.passed,
            self.failed,
            self.waivable.len(),
            self.other_failures
        );
        // Names and properties come from the results of somebody else.
        out.lines().fold(String::new(), |mut text, line| {
            text.push_str(&crate::diagnostic::escape(line));
            text.push('\n');
            text
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_properties_and_the_place_are_named() {
        let traceback = "tempest.lib.exceptions.InvalidHTTPResponseBody: invalid\n\
            Details: (Additional properties are not allowed ('a:b', 'c' were unexpected)\n\n\
            Failed validating 'additionalProperties' in schema['properties']['x']:\n    {}\n";
        assert_eq!(
            unknown_properties(traceback),
            Some((
                vec!["a:b".to_owned(), "c".to_owned()],
                "['properties']['x']".to_owned()
            ))
        );
        for other in [
            "AssertionError: Failed validating 'additionalProperties' in schema['x']:",
            "tempest.lib.exceptions.InvalidHTTPResponseBody: Failed validating 'required' in schema",
            "",
        ] {
            assert_eq!(unknown_properties(other), None, "{other}");
        }
    }
}
