//! Faults as a log of the Static Analysis Results Interchange Format, SARIF 2.1.0 (OASIS).

use std::collections::BTreeMap;

use occi_model::{Fault, Faults, Origin};
use serde::Serialize;

use super::severity;
use crate::{explain, source::Sources};

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Outcome<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: String,
    short_description: Message<'static>,
    full_description: Message<'static>,
}

#[derive(Serialize)]
struct Message<'a> {
    text: std::borrow::Cow<'a, str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: String,
    level: &'static str,
    message: Message<'a>,
    locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: Place<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'a> {
    artifact_location: Artifact<'a>,
    region: Region,
}

#[derive(Serialize)]
struct Artifact<'a> {
    uri: std::borrow::Cow<'a, str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix<'a> {
    description: Message<'a>,
    artifact_changes: [Change<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: Artifact<'a>,
    replacements: [Replacement<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Message<'a>,
}

fn message(text: &str) -> Message<'_> {
    Message { text: text.into() }
}

/// A path as a URI reference: what cannot stand in one is written as `%XX`.
fn uri(path: &str) -> Artifact<'static> {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'\\' => uri.push('/'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    Artifact { uri: uri.into() }
}

fn place(origin: Origin, sources: &Sources) -> Option<Place<'static>> {
    let (source, range) = sources.locate(origin)?;
    let start = source.position(range.start);
    let end = source.position(range.end);
    Some(Place {
        artifact_location: uri(source.name()),
        region: Region {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        },
    })
}

fn outcome<'a>(fault: &'a Fault, sources: &'a Sources) -> Outcome<'a> {
    let mut text = fault.message.clone();
    for more in fault.label.iter().chain(&fault.notes).chain(&fault.help) {
        text.push_str("; ");
        text.push_str(more);
    }
    let location = |origin: Origin, text: Option<&'a str>| {
        place(origin, sources).map(|physical_location| Location {
            physical_location,
            message: text.map(message),
        })
    };
    let fix = fault.suggestion.as_ref().and_then(|suggestion| {
        let place = place(suggestion.origin, sources)?;
        Some(Fix {
            description: message(&suggestion.text),
            artifact_changes: [Change {
                artifact_location: place.artifact_location,
                replacements: [Replacement {
                    deleted_region: place.region,
                    inserted_content: message(&suggestion.replacement),
                }],
            }],
        })
    });
    Outcome {
        rule_id: fault.code.to_string(),
        level: severity(fault),
        message: Message { text: text.into() },
        locations: location(fault.origin, None).into_iter().collect(),
        related_locations: fault
            .labels
            .iter()
            .filter_map(|label| location(label.origin, Some(&label.text)))
            .collect(),
        fixes: fix.into_iter().collect(),
    }
}

/// The faults of several readings as one log; ends with a newline.
pub(super) fn log<'a>(readings: impl IntoIterator<Item = (&'a Faults, &'a Sources)>) -> String {
    let mut rules = BTreeMap::new();
    let mut results = Vec::new();
    for (faults, sources) in readings {
        for fault in faults {
            results.push(outcome(fault, sources));
            rules
                .entry(fault.code.to_string())
                .or_insert_with(|| explain::page(fault.code));
        }
    }
    let rules = rules
        .into_iter()
        .map(|(id, page)| Rule {
            id,
            short_description: message(page.map_or("fault", |page| page.title)),
            full_description: message(page.map_or("fault", |page| page.explanation)),
        })
        .collect();
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "occi",
                    version: env!("CARGO_PKG_VERSION"),
                    rules,
                },
            },
            column_kind: "unicodeCodePoints",
            results,
        }],
    };
    // Texts and numbers only: writing them cannot fail.
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::{MemoryResolver, diagnostic, load};

    #[test]
    fn a_log_has_the_shape_of_sarif() {
        let text = "extension t \"http://example.com/t#\";\nknid a;\nuse kore as \"k\" as x;\n";
        let loaded = load(
            "ein trug",
            &mut MemoryResolver::new().with("ein trug", text),
        );
        let log = diagnostic::sarif([(&loaded.faults, &loaded.sources)]);
        let log: Value = serde_json::from_str(&log).unwrap();
        assert_eq!(log["version"], "2.1.0");
        assert_eq!(log["runs"].as_array().unwrap().len(), 1);
        let run = &log["runs"][0];
        assert_eq!(run["tool"]["driver"]["name"], "occi");
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), loaded.faults.len());
        let rules: Vec<&str> = run["tool"]["driver"]["rules"]
            .as_array()
            .unwrap()
            .iter()
            .map(|rule| rule["id"].as_str().unwrap())
            .collect();
        for result in results {
            assert!(rules.contains(&result["ruleId"].as_str().unwrap()));
            assert!(matches!(
                result["level"].as_str(),
                Some("error" | "warning")
            ));
            assert!(
                result["message"]["text"]
                    .as_str()
                    .is_some_and(|text| !text.is_empty())
            );
        }
        let first = &results[0];
        assert_eq!(first["ruleId"], "E0104");
        assert_eq!(
            first["locations"][0]["physicalLocation"],
            json!({
                "artifactLocation": { "uri": "ein%20trug.occi" },
                "region": { "startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 5 },
            })
        );
        let change = &first["fixes"][0]["artifactChanges"][0];
        assert_eq!(change["replacements"][0]["insertedContent"]["text"], "kind");
        assert_eq!(change["replacements"][0]["deletedRegion"]["startLine"], 2);
    }
}
