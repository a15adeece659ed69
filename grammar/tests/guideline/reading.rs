//! Reading the published files: what is readable, what is refused and why.

use std::collections::BTreeMap;

use occi_grammar::guideline::read;
use occi_model::{Faults, SourceId};

use crate::corpus::{folder, json_files};

fn schema_of(bytes: &[u8]) -> Option<String> {
    let json: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    let schema = json["metadata"]["schema"]
        .as_str()
        .or(json["schema"].as_str());
    Some(schema.unwrap_or_default().to_owned())
}

fn codes(faults: &Faults) -> BTreeMap<String, usize> {
    let mut codes = BTreeMap::new();
    for fault in faults {
        *codes.entry(fault.code.to_string()).or_insert(0) += 1;
    }
    codes
}

#[test]
fn every_published_file_is_read_or_refused_for_its_reason() {
    let Some(folder) = folder() else { return };
    let mut kinds = BTreeMap::new();
    for file in json_files(&folder) {
        let bytes = std::fs::read(folder.join(&file)).unwrap();
        let read = read(&bytes, SourceId(0));
        let codes = codes(&read.faults);
        let (kind, expected) = match schema_of(&bytes).as_deref() {
            None => ("not JSON", "E0300"),
            Some("2.0") => ("2.0", ""),
            Some("") => ("no guideline", "E0301"),
            Some(_) => ("1.x", "E0302"),
        };
        *kinds.entry(kind).or_insert(0) += 1;
        assert_eq!(
            read.guideline.is_some(),
            expected.is_empty(),
            "{file}: {}",
            read.faults
        );
        assert_eq!(
            read.faults.has_errors(),
            !expected.is_empty(),
            "{file}: {}",
            read.faults
        );
        if !expected.is_empty() {
            assert!(
                codes.keys().all(|code| code == expected),
                "{file}: {codes:?}"
            );
            let all_placed = read
                .faults
                .iter()
                .all(|fault| fault.origin.range().is_some());
            assert!(all_placed, "{file}");
        }
    }
    assert_eq!(
        kinds,
        BTreeMap::from([
            ("1.x", 25),
            ("2.0", 28),
            ("no guideline", 7),
            ("not JSON", 15)
        ])
    );
}
