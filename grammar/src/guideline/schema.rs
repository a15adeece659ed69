//! The JSON Schemas of guideline files, made of the words and forms that the reader takes.

use occi_model::guideline::{SchemaVersion, SectionState, State, Status};
use serde_json::{Value as Json, json};

/// A month: `2020.06`.
const MONTH: &str = r"^\d{4}\.\d{2}$";
/// A day: `2020-06-11`.
const DAY: &str = r"^\d{4}-\d{2}-\d{2}$";
/// An idempotent id in its canonical form.
const ID: &str = "^id-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";
/// A reason of a flag: one of the codes D400 to D406, in brackets or not.
const REASON: &str = r"^(\[D40[0-6]\]|D40[0-6])";

/// The versions that have a schema here: the last of each form of the file.
pub const SCHEMAS: &[SchemaVersion] = &[SchemaVersion::V1_6, SchemaVersion::V2_0];

/// The JSON Schema (2020-12) of a version, ended by a line feed; `None` for versions other than
/// [`SCHEMAS`]. What it takes, the reader takes without an error; what it refuses, the reader
/// refuses or warns of.
#[must_use]
pub fn schema(version: SchemaVersion) -> Option<String> {
    let schema = match version {
        SchemaVersion::V1_6 => version_1_6(),
        SchemaVersion::V2_0 => version_2_0(),
        _ => return None,
    };
    let mut text = serde_json::to_string_pretty(&schema).ok()?;
    text.push('\n');
    Some(text)
}

fn version_2_0() -> Json {
    let fields = [
        ("metadata", metadata()),
        ("platforms", map(&platform())),
        ("add-ons", map(&add_on())),
        ("components", map(&component())),
        ("capabilities", map(&capability("required_since", &[]))),
        (
            "designated_sections",
            map(&by_section_state(&section_block(false))),
        ),
        (
            "test_repositories",
            map(&repository("repository", "reference", true)),
        ),
    ];
    let required = [
        "metadata",
        "components",
        "capabilities",
        "designated_sections",
        "test_repositories",
    ];
    let root = object(fields, &required);
    document("2.0", root)
}

fn version_1_6() -> Json {
    let capability = capability("required-since", &[("status", words(State::ALL))]);
    let fields = [
        ("id", name()),
        ("schema", json!({ "const": "1.6" })),
        ("reference", text()),
        ("source", text()),
        ("status", words(Status::ALL)),
        (
            "cutoff_score",
            json!({ "type": "string", "pattern": r"^\d+$" }),
        ),
        ("target_approval", pattern(DAY)),
        ("replaces", text()),
        ("releases", list(&text())),
        ("platform", by_state(&name())),
        ("components", map(&by_state(&name()))),
        (
            "test-repositories",
            map(&repository("url", "git-sha", false)),
        ),
        ("criteria", map(&criterion("Description"))),
        ("capabilities", map(&capability)),
        (
            "designated-sections",
            by_section_state(&map(&section_block(true))),
        ),
    ];
    let required = [
        "id",
        "schema",
        "reference",
        "source",
        "status",
        "releases",
        "platform",
        "components",
        "criteria",
        "capabilities",
        "designated-sections",
    ];
    document("1.6", object(fields, &required))
}

fn document(version: &str, mut root: Json) -> Json {
    root["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    root["title"] = format!("Interop guideline, schema {version}").into();
    root
}

fn metadata() -> Json {
    let scoring = object(
        [
            ("cutoff_score", whole()),
            ("criteria", map(&criterion("description"))),
        ],
        &[],
    );
    let approval = object(
        [
            ("target_approval", pattern(MONTH)),
            ("replaces", text()),
            ("releases", list(&text())),
            ("status", words(Status::ALL)),
        ],
        &["target_approval", "releases", "status"],
    );
    let fields = [
        ("id", name()),
        ("schema", json!({ "const": "2.0" })),
        ("reference", text()),
        ("source", text()),
        ("scoring", scoring),
        ("os_trademark_approval", approval),
        ("strict", json!({ "type": "boolean" })),
    ];
    let mut metadata = object(fields, &["id", "schema", "reference", "source"]);
    // The only object that may have further keys.
    metadata["additionalProperties"] = true.into();
    metadata
}

fn criterion(description: &'static str) -> Json {
    let fields = [("name", text()), (description, text()), ("weight", whole())];
    object(fields, &["name", description, "weight"])
}

fn component_refs() -> Json {
    list(&object([("name", name()), ("source", text())], &["name"]))
}

fn platform() -> Json {
    let fields = [("description", text()), ("components", component_refs())];
    object(fields, &["components"])
}

fn add_on() -> Json {
    let fields = [
        ("description", text()),
        ("components", component_refs()),
        ("required_platform_components", component_refs()),
        ("optional_platform_components", component_refs()),
    ];
    object(fields, &[])
}

fn component() -> Json {
    let fields = [
        ("capabilities", by_state(&name())),
        ("designated_sections", by_state(&name())),
    ];
    object(fields, &["capabilities"])
}

/// `since` is the key of the guideline that first required it.
fn capability(since: &'static str, more: &[(&'static str, Json)]) -> Json {
    let fields = [
        ("achievements", list(&text())),
        ("admin", json!({ "type": "boolean" })),
        (
            since,
            json!({ "type": "string", "pattern": r"^(\d{4}\.\d{2})?$" }),
        ),
        ("description", text()),
        ("project", name()),
        ("tests", map(&test())),
    ];
    let required = ["achievements", "admin", "description", "project", "tests"];
    object(fields.into_iter().chain(more.iter().cloned()), &required)
}

fn test() -> Json {
    let flag = object(
        [
            ("reason", pattern(REASON)),
            ("action", text()),
            ("date", pattern(DAY)),
        ],
        &["reason", "action", "date"],
    );
    let fields = [
        ("idempotent_id", pattern(ID)),
        ("aliases", list(&name())),
        ("flag", flag.clone()),
        ("flagged", flag),
    ];
    object(fields, &["idempotent_id"])
}

fn section_block(legacy: bool) -> Json {
    let section = object(
        [
            ("description", text()),
            ("designated", json!({ "type": "boolean" })),
            ("comment", text()),
        ],
        &["description", "designated"],
    );
    let mut sections = map(&section);
    if legacy {
        // No sections were written as an empty list.
        sections = json!({ "anyOf": [sections, { "type": "array", "maxItems": 0 }] });
    }
    let fields = [
        ("guidance", text()),
        ("comment", text()),
        ("sections", sections),
    ];
    let more = legacy.then(|| ("required", json!({ "type": "boolean" })));
    object(fields.into_iter().chain(more), &["guidance", "sections"])
}

fn repository(url: &'static str, reference: &'static str, described: bool) -> Json {
    let description = described.then(|| ("description", text()));
    let fields = [(url, text()), (reference, text())];
    object(fields.into_iter().chain(description), &[url])
}

fn by_state(item: &Json) -> Json {
    object(
        State::ALL.iter().map(|state| (state.as_str(), list(item))),
        &[],
    )
}

fn by_section_state(value: &Json) -> Json {
    let states = SectionState::ALL.iter();
    object(states.map(|state| (state.as_str(), value.clone())), &[])
}

fn object(fields: impl IntoIterator<Item = (&'static str, Json)>, required: &[&str]) -> Json {
    let properties: serde_json::Map<String, Json> = fields
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
    let mut object = json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        object["required"] = required.into();
    }
    object
}

fn map(value: &Json) -> Json {
    json!({ "type": "object", "propertyNames": name(), "additionalProperties": value })
}

fn list(item: &Json) -> Json {
    json!({ "type": "array", "items": item })
}

fn words(words: &[impl ToString]) -> Json {
    let words: Vec<String> = words.iter().map(ToString::to_string).collect();
    json!({ "enum": words })
}

fn text() -> Json {
    json!({ "type": "string" })
}

fn name() -> Json {
    json!({ "type": "string", "minLength": 1 })
}

fn pattern(pattern: &str) -> Json {
    json!({ "type": "string", "pattern": pattern })
}

fn whole() -> Json {
    json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX })
}
