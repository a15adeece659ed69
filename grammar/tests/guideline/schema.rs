//! The JSON Schemas, against the reader: they know the same keys and demand the same ones, and
//! published guidelines follow them.

use std::fs;

use occi_grammar::{
    Sources,
    guideline::{SCHEMAS, read, schema},
};
use occi_model::{Faults, guideline::SchemaVersion};
use serde_json::{Value as Json, json};

fn parsed(version: SchemaVersion) -> Json {
    serde_json::from_str(&schema(version).unwrap()).unwrap()
}

fn faults(guideline: &Json) -> Faults {
    let text = guideline.to_string();
    let id = Sources::new().add("guideline.json", &*text);
    read(text.as_bytes(), id).faults
}

fn codes(guideline: &Json) -> Vec<String> {
    faults(guideline)
        .iter()
        .map(|fault| fault.code.to_string())
        .collect()
}

/// The least value that a schema takes, with every key that it knows.
fn full(schema: &Json) -> Json {
    if let Some(one) = schema["anyOf"].get(0) {
        return full(one);
    }
    if let Some(word) = schema["enum"].get(0) {
        return word.clone();
    }
    if let Some(word) = schema.get("const") {
        return word.clone();
    }
    match schema["type"].as_str().unwrap() {
        "string" => json!(match schema["pattern"].as_str() {
            Some(month) if month.contains(r"\d{2}$") && month.matches("-").count() == 0 =>
                "2020.06",
            Some(day) if day.matches(r"\d").count() == 3 => "2020-06-11",
            Some(id) if id.starts_with("^id-") => "id-9a438d88-10c6-4bcd-8b5b-5b6e25e1346f",
            Some(reason) if reason.contains("D40") => "[D402] reason",
            Some(since) if since.ends_with(")?$") => "2020.06",
            Some(_) => "12",
            None => "x",
        }),
        "integer" => json!(1),
        "boolean" => json!(true),
        "array" => json!([full(&schema["items"])]),
        "object" => match schema["properties"].as_object() {
            Some(properties) => properties
                .iter()
                .map(|(key, value)| (key.clone(), full(value)))
                .collect(),
            None => json!({ "x": full(&schema["additionalProperties"]) }),
        },
        other => panic!("{other}"),
    }
}

/// Every object of a value with known keys, by its JSON pointer, with its schema.
fn objects<'s>(schema: &'s Json, value: &Json, at: &str, found: &mut Vec<(String, &'s Json)>) {
    let schema = schema["anyOf"].get(0).unwrap_or(schema);
    match value {
        Json::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                objects(&schema["items"], item, &format!("{at}/{number}"), found);
            }
        }
        Json::Object(members) => {
            if schema.get("properties").is_some() {
                found.push((at.to_owned(), schema));
            }
            for (key, member) in members {
                let inner = schema["properties"].get(key);
                let inner = inner.unwrap_or(&schema["additionalProperties"]);
                objects(inner, member, &format!("{at}/{key}"), found);
            }
        }
        _ => {}
    }
}

/// The sample of a version: everything that the schema knows, except one of two forms of flags.
fn sample(version: SchemaVersion) -> (Json, Json) {
    let schema = parsed(version);
    let mut value = full(&schema);
    let test = value.pointer_mut("/capabilities/x/tests/x").unwrap();
    test.as_object_mut().unwrap().remove("flag");
    (schema, value)
}

#[test]
fn a_file_with_every_key_of_the_schema_is_read() {
    for &version in SCHEMAS {
        let (_, value) = sample(version);
        let wrong: Vec<String> = faults(&value)
            .iter()
            .filter(|fault| fault.is_error() || fault.code.to_string().starts_with("W030"))
            .map(|fault| fault.message.clone())
            .collect();
        assert!(wrong.is_empty(), "{version}: {wrong:?}");
    }
}

#[test]
fn the_reader_demands_what_the_schema_demands() {
    for &version in SCHEMAS {
        let (schema, value) = sample(version);
        let mut found = Vec::new();
        objects(&schema, &value, "", &mut found);
        assert!(found.len() > 8, "{version}");
        for (at, schema) in found {
            for key in schema["properties"].as_object().unwrap().keys() {
                // Without its version a file is of no version.
                if key == "schema" {
                    continue;
                }
                let mut value = value.clone();
                let object = value.pointer_mut(&at).unwrap().as_object_mut().unwrap();
                object.remove(key);
                let demanded = schema["required"]
                    .as_array()
                    .is_some_and(|required| required.contains(&json!(key)));
                // A file without metadata is of the older form.
                let codes = codes(&value);
                let refused = ["E0301", "E0302", "E0303"]
                    .iter()
                    .any(|code| codes.iter().any(|c| c == code));
                assert_eq!(refused, demanded, "{version} {at}/{key}: {codes:?}");
            }
        }
    }
}

#[test]
fn the_reader_knows_no_other_keys_than_the_schema() {
    for &version in SCHEMAS {
        let (schema, value) = sample(version);
        let mut found = Vec::new();
        objects(&schema, &value, "", &mut found);
        for (at, schema) in found {
            let mut value = value.clone();
            let object = value.pointer_mut(&at).unwrap().as_object_mut().unwrap();
            object.insert("zzzzzzzz".into(), json!(1));
            let faults = faults(&value);
            let said = faults
                .iter()
                .find(|fault| fault.message.contains("zzzzzzzz"));
            let Some(fault) = said else {
                assert_eq!(schema["additionalProperties"], true, "{version} {at}");
                continue;
            };
            assert_eq!(schema["additionalProperties"], false, "{version} {at}");
            let help = fault.help.clone().unwrap();
            let mut known: Vec<&str> = help
                .strip_prefix("known keys are ")
                .unwrap()
                .split(", ")
                .collect();
            known.sort_unstable();
            let keys: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
            assert_eq!(known, keys, "{version} {at}");
        }
    }
}

#[test]
fn the_published_schemas_are_those_of_the_reader() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/schemas");
    for &version in SCHEMAS {
        let file = folder.join(format!("guideline-{version}.schema.json"));
        let text = schema(version).unwrap();
        if std::env::var_os("OCCI_UPDATE").is_some() {
            fs::write(&file, &text).unwrap();
        }
        let published = fs::read_to_string(&file).unwrap();
        assert!(
            published == text,
            "{} is old; OCCI_UPDATE=1 renews it",
            file.display()
        );
    }
}
