//! Every recorded stream decodes as the reference implementation decodes it.

use std::{collections::BTreeMap, fmt::Write as _, path::Path};

use occi_grammar::results::{Everything, Format, read, subunit::v2};
use occi_model::guideline::judge::{Missing, Outcome};
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use crate::shared::{Recorder, Seen, folder, json, micro, moment, plain};

fn sha256(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        write!(text, "{byte:02x}").unwrap();
    }
    text
}

fn decoded(path: &Path) -> Vec<Seen> {
    let mut recorder = Recorder::default();
    v2::read(std::fs::File::open(path).unwrap(), &mut recorder).unwrap();
    recorder.seen
}

fn same(seen: &Seen, expected: &Json, what: &str) {
    let text = |key: &str| expected[key].as_str().map(str::to_owned);
    assert_eq!(seen.test_id, text("test_id"), "{what}");
    assert_eq!(seen.status, expected["status"].as_str(), "{what}");
    let tags: Vec<String> = serde_json::from_value(expected["tags"].clone()).unwrap();
    assert_eq!(seen.tags, tags, "{what}");
    assert_eq!(
        Some(seen.runnable),
        expected["runnable"].as_bool(),
        "{what}"
    );
    assert_eq!(Some(seen.eof), expected["eof"].as_bool(), "{what}");
    assert_eq!(
        seen.mime_type.as_deref().map(plain),
        expected["mime_type"].as_str().map(plain),
        "{what}"
    );
    assert_eq!(seen.route_code, text("route_code"), "{what}");
    assert_eq!(
        seen.timestamp.map(micro),
        expected["timestamp"].as_str().map(|at| micro(moment(at))),
        "{what}"
    );
    let (name, bytes) = seen.file.clone().unzip();
    assert_eq!(name, text("file_name"), "{what}");
    assert_eq!(
        bytes.as_ref().map(|bytes| bytes.len() as u64),
        expected["file_size"].as_u64(),
        "{what}"
    );
    assert_eq!(
        bytes.map(|bytes| sha256(&bytes)),
        text("file_sha256"),
        "{what}"
    );
}

#[test]
fn every_recorded_stream_decodes_as_expected() {
    let Some(folder) = folder("subunit") else {
        return;
    };
    let mut streams = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let Some(name) = name.strip_suffix(".expected.json") else {
            continue;
        };
        streams += 1;
        let expected = json(&path);
        let seen = decoded(&folder.join(format!("{name}.subunit")));
        let events = expected["events"].as_array().unwrap();
        assert_eq!(seen.len(), events.len(), "{name}");
        for (at, (seen, expected)) in seen.iter().zip(events).enumerate() {
            same(seen, expected, &format!("{name}, event {at}"));
        }
    }
    assert_eq!(streams, 14);
}

/// The word of the expectations for an outcome; classes and the pseudo-test of damage apart.
fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "success",
        Outcome::Failed(why) if why.starts_with("failed, as expected") => "xfail",
        Outcome::Failed(why) if why.contains("expected to fail") => "uxsuccess",
        Outcome::Failed(_) => "fail",
        Outcome::Missing(Missing::Skipped(_)) => "skip",
        Outcome::Missing(Missing::Unfinished) => "inprogress",
        Outcome::Missing(Missing::NotRun(_)) => "exists",
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_recorded_test_has_its_outcome() {
    let Some(folder) = folder("subunit") else {
        return;
    };
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let Some(name) = name.strip_suffix(".expected.json") else {
            continue;
        };
        let stream = std::fs::File::open(folder.join(format!("{name}.subunit"))).unwrap();
        let (_, run) = read(stream, Some(Format::SubunitV2), &Everything).unwrap();
        let mut expected: BTreeMap<&str, usize> = BTreeMap::new();
        let mut ended = Vec::new();
        let (mut damages, mut classes) = (0, 0);
        let whole = json(&path);
        for test in whole["tests"].as_array().unwrap() {
            let (id, status) = (test["id"].as_str().unwrap(), test["status"].as_str());
            if id == "subunit.parser" {
                damages += 1;
            } else if id.starts_with("setUpClass (") {
                classes += 1;
            } else if !id.starts_with("tearDownClass (") {
                ended.push((id, status.unwrap()));
            }
        }
        // Only enumerated, and nothing else: the others are reported by their end.
        ended.retain(|(id, status)| *status != "exists" || ended_otherwise(&whole, id).is_none());
        for (_, status) in &ended {
            *expected.entry(status).or_default() += 1;
        }
        let mut found: BTreeMap<&str, usize> = BTreeMap::new();
        for result in &run.results.results {
            *found.entry(word(&result.outcome)).or_default() += 1;
        }
        assert_eq!(found, expected, "{name}");
        assert_eq!(run.damages, damages, "{name}");
        assert_eq!(run.results.classes.len(), classes, "{name}");
    }
}

fn ended_otherwise<'j>(whole: &'j Json, id: &str) -> Option<&'j Json> {
    let tests = whole["tests"].as_array().unwrap();
    tests
        .iter()
        .find(|test| test["id"] == id && test["status"] != "exists")
}

/// What stestr stored (version 1) and what it gives back (version 2) are one run.
#[test]
fn version_1_tells_what_version_2_tells() {
    let Some(folder) = folder("subunit") else {
        return;
    };
    for name in ["tempest-run", "tempest-run-no-reader"] {
        let open = |kind: &str| {
            let path = folder.join(format!("{name}.{kind}.subunit"));
            read(std::fs::File::open(path).unwrap(), None, &Everything).unwrap()
        };
        let (first, one) = open("v1");
        let (second, two) = open("stestr-last");
        assert_eq!((first, second), (Format::SubunitV1, Format::SubunitV2));
        assert!(one.ended > 9 && one == two, "{name}");
        // The client of the result server finds these passes in version 1.
        let upload = json(&folder.join(format!("{name}.refstack.json")));
        let mut passes: Vec<String> = one
            .results
            .results
            .iter()
            .filter(|result| result.outcome == Outcome::Passed)
            .map(|result| format!("{} {:?}", result.name, result.id))
            .collect();
        let text = std::fs::read(folder.join(format!("{name}.refstack.json"))).unwrap();
        let (format, uploaded) = read(&*text, None, &Everything).unwrap();
        assert_eq!(format, Format::Refstack);
        let mut listed: Vec<String> = uploaded
            .results
            .results
            .iter()
            .map(|result| format!("{} {:?}", result.name, result.id))
            .collect();
        passes.sort();
        listed.sort();
        assert_eq!(passes, listed, "{name}");
        assert_eq!(
            listed.len(),
            upload["results"].as_array().unwrap().len(),
            "{name}"
        );
    }
}

/// The genuine streams, packet by packet with their whole contents.
#[test]
fn genuine_streams_decode_to_their_recorded_packets() {
    let Some(folder) = folder("tempest-runs") else {
        return;
    };
    for (stream, lines) in [
        (
            "A-platform-first/run.subunit-v2",
            "A-platform-first/run.jsonl",
        ),
        ("B-platform/live.subunit-v2", "B-platform/live.jsonl"),
        (
            "C-object-reduced/live.subunit-v2",
            "C-object-reduced/live.jsonl",
        ),
        (
            "D-alias-and-id/live.subunit-v2",
            "D-alias-and-id/live.jsonl",
        ),
        ("E-interrupted/run.subunit-v2", "E-interrupted/run.jsonl"),
    ] {
        let seen = decoded(&folder.join(stream));
        let text = std::fs::read_to_string(folder.join(lines)).unwrap();
        let expected: Vec<Json> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(seen.len(), expected.len(), "{stream}");
        for (at, (seen, expected)) in seen.iter().zip(&expected).enumerate() {
            let what = format!("{stream}, event {at}");
            assert_eq!(
                seen.test_id.as_deref(),
                expected["test_id"].as_str(),
                "{what}"
            );
            assert_eq!(seen.status, expected["test_status"].as_str(), "{what}");
            let mut tags: Vec<String> =
                serde_json::from_value(expected["test_tags"].clone()).unwrap_or_default();
            tags.sort();
            assert_eq!(seen.tags, tags, "{what}");
            assert_eq!(
                seen.route_code.as_deref(),
                expected["route_code"].as_str(),
                "{what}"
            );
            let (name, bytes) = seen.file.clone().unzip();
            assert_eq!(name.as_deref(), expected["file_name"].as_str(), "{what}");
            assert_eq!(
                bytes
                    .map(|bytes| String::from_utf8(bytes).unwrap())
                    .as_deref(),
                expected["file_text"].as_str(),
                "{what}"
            );
        }
    }
}
