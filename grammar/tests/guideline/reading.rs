//! Reading the published files: what is readable, what is refused and why.

use std::collections::BTreeMap;

use occi_grammar::guideline::read;
use occi_model::{Faults, SourceId};

use crate::corpus::{folder, json_files};

const DOUBLED: [&str; 2] = [
    "history/2016.01.125f1972.schema-1.3.json",
    "history/generated-lists/2016.01.7a020f7.json",
];

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
            // One test of these two is written twice, so that nobody knows which one is meant.
            Some("1.3" | "1.4") if DOUBLED.contains(&&*file) => ("doubled keys", "E0305"),
            Some("1.3" | "1.4" | "1.5" | "1.6") => ("1.3 to 1.6", ""),
            Some("2.0") => ("2.0", ""),
            Some("") => ("no guideline", "E0301"),
            Some(_) => ("1.0 to 1.2", ""),
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
                codes
                    .keys()
                    .all(|code| code == expected || code.starts_with('W')),
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
            ("1.0 to 1.2", 11),
            ("1.3 to 1.6", 12),
            ("doubled keys", 2),
            ("2.0", 28),
            ("no guideline", 7),
            ("not JSON", 15)
        ])
    );
}
