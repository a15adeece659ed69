//! Interop guideline files.

use std::str;

use occi_grammar::{
    explain,
    guideline::{TestsRequest, edit, lint, list_tests, read, read_source, write},
};
use occi_model::{
    Faults, SourceId,
    guideline::{
        SchemaVersion,
        judge::{Matching, ResultSet, judge},
    },
};

use super::Target;
use crate::{Shape, seeds};

pub(super) const GUIDELINE: Target = Target {
    name: "guideline",
    run: guideline,
    seeds: || {
        let mut found = seeds::files("specs/guidelines", &[".json"]);
        found.extend(seeds::corpus("interop", &[".json"]));
        for page in explain::pages() {
            for example in [page.wrong, page.right].into_iter().flatten() {
                let file = example.file();
                if file.starts_with('{') {
                    found.push(file.into_bytes());
                }
            }
        }
        found
    },
    words: &[
        "\"required\"",
        "\"advisory\"",
        "\"deprecated\"",
        "\"removed\"",
        "\"flag\": {},",
        "\"flagged\"",
        "\"tests\": {}",
        "\"components\"",
        "\"capabilities\"",
        "\"metadata\"",
        "\"schema\": \"1.6\"",
        "\"2.0\"",
        "\"1.2\"",
        "\"id-9a438d88-10c6-4bcd-8b5b-5b6e25e1346f\"",
        "\"aliases\": []",
        "null",
        "true",
        "[]",
        "{}",
        "\\ud800",
        "\\u0000",
        "-1",
        "1e400",
        "\"criteria\"",
        "\"source\"",
        "\"include\": [\"**\"]",
        "\"designated_sections\"",
        "\"status\": \"approved\"",
    ],
};

/// Places lie in the file, at the borders of characters.
fn sound(faults: &Faults, bytes: &[u8]) {
    for fault in faults {
        assert!(
            explain::code_of(fault.code.number).is_some(),
            "{}",
            fault.code
        );
        let Some(range) = fault.origin.range() else {
            continue;
        };
        assert!(
            range.start <= range.end && range.end <= bytes.len(),
            "{fault}"
        );
        if let Ok(text) = str::from_utf8(bytes) {
            assert!(text.get(range).is_some(), "{fault}");
        }
    }
}

/// Any bytes are a guideline or are refused; a guideline can be asked everything, and written
/// again it is the same.
fn guideline(bytes: &[u8]) -> Shape {
    let source = SourceId(0);
    let authored = read_source(bytes, source);
    assert_eq!(authored.authored.is_none(), authored.faults.has_errors());
    let found = read(bytes, source);
    assert_eq!(found.guideline.is_none(), found.faults.has_errors());
    sound(&found.faults, bytes);
    let linted = lint([("2020.06.json", bytes)], None);
    sound(&linted.faults, bytes);
    if let Ok(text) = str::from_utf8(bytes) {
        let mended = edit::mend(text, linted.files[0], &linted.faults);
        let after = lint([("2020.06.json", mended.text.as_bytes())], None);
        // What refuses a file hides what is to be warned of in it.
        assert!(
            linted.faults.has_errors() || after.faults.len() <= linted.faults.len(),
            "mending made it worse: {}\n{}",
            linted.faults,
            after.faults
        );
    }
    let shape = Shape::of(linted.faults.iter().map(|f| f.code).collect::<Vec<_>>());
    let Some(guideline) = found.guideline else {
        return shape;
    };
    for name in guideline.target_names() {
        let request = TestsRequest {
            target: name.clone(),
            aliases: true,
            flagged: true,
            ..TestsRequest::default()
        };
        let _ = list_tests("2020.06.json", bytes, &request);
        if let Ok(target) = guideline.target(&name) {
            let verdict = judge(&target, &ResultSet::default(), Matching::ById);
            assert!(!verdict.conclusion.is_met(), "{name} is met by nothing");
        }
    }
    let text = write(&guideline);
    if guideline.schema() == SchemaVersion::V2_0 {
        let again = read(text.as_bytes(), source);
        assert!(
            again.guideline.as_ref() == Some(&guideline),
            "{}\n{text}",
            again.faults
        );
    }
    shape
}
