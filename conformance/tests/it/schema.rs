//! Results against their published schema, with a reader of the part of JSON Schema that it uses.

use occi::server::Defect;
use occi_conformance::report;
use regex::Regex;
use serde_json::Value;

use crate::reports::some;

/// What a schema may say; anything else would go unchecked.
const KNOWN: [&str; 16] = [
    "$schema",
    "$id",
    "$defs",
    "$ref",
    "title",
    "description",
    "type",
    "const",
    "enum",
    "pattern",
    "minimum",
    "required",
    "properties",
    "additionalProperties",
    "items",
    "format",
];

fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("unknown type {other}"),
    }
}

/// Every place where a value does not meet a schema.
fn faults(root: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(flag) = schema.as_bool() {
        if !flag {
            found.push(format!("{at}: not allowed"));
        }
        return;
    }
    let rules = schema.as_object().unwrap();
    for name in rules.keys() {
        assert!(KNOWN.contains(&name.as_str()), "{at}: the rule {name}");
    }
    if let Some(reference) = rules.get("$ref") {
        let path = reference.as_str().unwrap().strip_prefix('#').unwrap();
        return faults(root, root.pointer(path).unwrap(), value, at, found);
    }
    let mut wrong = |what: &str| found.push(format!("{at}: {what}: {value:.80}"));
    if let Some(types) = rules.get("type") {
        let names: Vec<&str> = match types {
            Value::Array(some) => some.iter().map(|name| name.as_str().unwrap()).collect(),
            one => vec![one.as_str().unwrap()],
        };
        if !names.iter().any(|name| is_of(value, name)) {
            return wrong("type");
        }
    }
    if rules.get("const").is_some_and(|only| only != value) {
        wrong("const");
    }
    if let Some(some) = rules.get("enum")
        && !some.as_array().unwrap().contains(value)
    {
        wrong("enum");
    }
    if let (Some(pattern), Some(text)) = (rules.get("pattern"), value.as_str())
        && !Regex::new(pattern.as_str().unwrap())
            .unwrap()
            .is_match(text)
    {
        wrong("pattern");
    }
    if let (Some(least), Some(number)) = (rules.get("minimum"), value.as_f64())
        && number < least.as_f64().unwrap()
    {
        wrong("minimum");
    }
    if let Some(object) = value.as_object() {
        for name in rules
            .get("required")
            .into_iter()
            .flat_map(|all| all.as_array().unwrap())
        {
            if !object.contains_key(name.as_str().unwrap()) {
                found.push(format!("{at}: {name} is missing"));
            }
        }
        for (name, member) in object {
            let own = rules.get("properties").and_then(|all| all.get(name));
            if let Some(rule) = own.or_else(|| rules.get("additionalProperties")) {
                faults(root, rule, member, &format!("{at}/{name}"), found);
            }
        }
    }
    if let (Some(rule), Some(items)) = (rules.get("items"), value.as_array()) {
        for (n, item) in items.iter().enumerate() {
            faults(root, rule, item, &format!("{at}/{n}"), found);
        }
    }
}

fn schema() -> Value {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../specs/schemas/conformance-results-1.schema.json"
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn check(value: &Value) -> Vec<String> {
    let schema = schema();
    let mut found = Vec::new();
    faults(&schema, &schema, value, "", &mut found);
    found
}

#[test]
fn results_meet_their_published_schema() {
    for defect in [None, Some(Defect::ActionWithoutEffect)] {
        let text = report::json(&some(defect));
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(check(&value), Vec::<String>::new());
        // Whatever the writer adds is described: no member of a run is unknown to the schema.
        let described = schema()["properties"].as_object().unwrap().clone();
        for name in value.as_object().unwrap().keys() {
            assert!(described.contains_key(name), "{name} is not described");
        }
    }
}

#[test]
fn the_reader_of_the_schema_sees_what_is_wrong() {
    let good: Value = serde_json::from_str(&report::json(&some(None))).unwrap();
    for (pointer, bad) in [
        ("/headline", Value::from("splendid")),
        ("/run", Value::from("RUN")),
        ("/tally/pass", Value::from(-1)),
        ("/cases/0/verdict", Value::from("green")),
        ("/cases/0/uuid", Value::Null),
        ("/durations/requests", Value::from(1.5)),
    ] {
        let mut value = good.clone();
        *value.pointer_mut(pointer).unwrap() = bad;
        assert_eq!(check(&value).len(), 1, "{pointer}");
    }
    let mut value = good;
    value.as_object_mut().unwrap().remove("stale");
    assert_eq!(check(&value).len(), 1);
}
