//! Genuine runs are judged to their recorded verdicts.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use occi_grammar::{
    judgement::{Answer, Judgement},
    results::{Everything, Format, TargetTests, read},
};
use occi_model::guideline::{
    Guideline, Inventory, ListOptions,
    judge::{MatchedBy, Matching, Missing, Outcome, ResultSet, Verdict, judge},
};
use serde_json::Value as Json;

use crate::shared::{folder, guideline, json};

const RUNS: [&str; 5] = [
    "A-platform-first",
    "B-platform",
    "C-object-reduced",
    "D-alias-and-id",
    "E-interrupted",
];

const STREAMS: [(&str, Format); 3] = [
    ("run.subunit-v1", Format::SubunitV1),
    ("run.subunit-v2", Format::SubunitV2),
    ("live.subunit-v2", Format::SubunitV2),
];

fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "passed",
        Outcome::Failed(_) => "failed",
        Outcome::Missing(Missing::Skipped(_)) => "skipped",
        Outcome::Missing(Missing::ClassSkipped { .. }) => "class_skipped",
        Outcome::Missing(Missing::ClassFailed { .. }) => "class_failed",
        Outcome::Missing(
            Missing::Absent
            | Missing::NotSelected
            | Missing::NotEnumerated
            | Missing::NotInSuite
            | Missing::Renamed(_),
        ) => "missing",
        other => panic!("{other:?}"),
    }
}

fn percent(value: Option<f64>) -> f64 {
    (value.unwrap() * 10_000.0).round() / 10_000.0
}

fn numbers(verdict: &Verdict<'_>, expected: &Json, what: &str) {
    let counts = verdict.counts.required;
    let number = |key: &str| usize::try_from(expected[key].as_u64().unwrap()).unwrap();
    assert_eq!(
        counts.capabilities,
        number("required_capabilities"),
        "{what}"
    );
    assert_eq!(counts.tests, number("required_tests"), "{what}");
    assert_eq!(counts.passed, number("passed"), "{what}");
    assert_eq!(counts.flagged_passed, number("flagged_passed"), "{what}");
    assert_eq!(counts.unflagged(), number("non_flagged_tests"), "{what}");
    assert_eq!(
        counts.unflagged_passed(),
        number("non_flagged_passed"),
        "{what}"
    );
    assert_eq!(
        Some(percent(counts.pass_percent())),
        expected["percent_all"].as_f64(),
        "{what}"
    );
    assert_eq!(
        Some(percent(counts.unflagged_pass_percent())),
        expected["percent_non_flagged"].as_f64(),
        "{what}"
    );
    let says = if verdict.conclusion.is_met() {
        "pass"
    } else {
        "fail"
    };
    assert_eq!(
        Some(says),
        expected["verdict_without_flagged"].as_str(),
        "{what}"
    );
}

fn capabilities(verdict: &Verdict<'_>, expected: &Json, what: &str) {
    let required = verdict
        .capabilities
        .iter()
        .filter(|capability| capability.state == occi_model::guideline::State::Required);
    for capability in required {
        let expected = &expected["capabilities"][capability.name.as_str()];
        let not_passed: BTreeMap<&str, &str> = capability
            .tests
            .iter()
            .filter(|test| !test.outcome.is_pass())
            .map(|test| (test.test.name.value.as_str(), word(&test.outcome)))
            .collect();
        let recorded: BTreeMap<&str, &str> = expected["not_passed"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, test)| (name.as_str(), test["outcome"].as_str().unwrap()))
            .collect();
        assert_eq!(not_passed, recorded, "{what} {}", capability.name);
        let aliases = capability
            .tests
            .iter()
            .filter(|test| test.outcome.is_pass() && matches!(test.by, MatchedBy::Alias(_)))
            .count();
        assert_eq!(
            aliases,
            expected["passed_via_alias"].as_object().unwrap().len(),
            "{what} {}",
            capability.name
        );
    }
}

fn results(path: &Path, format: Format, guideline: &Guideline, target: &str) -> ResultSet {
    let target = guideline.target(target).unwrap();
    let file = std::fs::File::open(path).unwrap();
    let (found, run) = read(file, None, &TargetTests::of(&target)).unwrap();
    assert_eq!((found, run.damages), (format, 0), "{}", path.display());
    run.results
}

#[test]
fn every_run_gets_its_recorded_verdict_from_every_record() {
    let (Some(folder), Some(interop)) = (folder("tempest-runs"), folder("interop")) else {
        return;
    };
    let guideline = guideline(&interop, "2020.06.json");
    let mut judged = 0;
    for run in RUNS {
        let expected = json(&folder.join(run).join("expected.json"));
        for name in ["platform", "compute", "object"] {
            let target = guideline.target(name).unwrap();
            for (file, format) in STREAMS {
                let path = folder.join(run).join(file);
                if !path.is_file() {
                    continue;
                }
                let what = format!("{run} {name} {file}");
                let results = results(&path, format, &guideline, name);
                let verdict = judge(&target, &results, Matching::ByName);
                numbers(&verdict, &expected["targets"][name], &what);
                capabilities(&verdict, &expected, &what);
                judged += 1;
            }
            // What the client uploads holds passes only: same numbers, fewer explanations.
            let path = folder.join(run).join("refstack.json");
            let results = results(&path, Format::Refstack, &guideline, name);
            let verdict = judge(&target, &results, Matching::ByName);
            numbers(
                &verdict,
                &expected["targets"][name],
                &format!("{run} {name} upload"),
            );
        }
    }
    assert_eq!(judged, 33, "eleven records, three targets");
}

/// With the inventory of the suite, variants that share an id stand for nobody else, and ids say
/// of every test that counts what names say.
#[test]
fn ids_and_an_inventory_agree_with_names() {
    let (Some(folder), Some(interop)) = (folder("tempest-runs"), folder("interop")) else {
        return;
    };
    let guideline = guideline(&interop, "2020.06.json");
    let inventory = std::fs::read_to_string(folder.join("tempest-33.0.0-tests.txt")).unwrap();
    let suite = Inventory::of(&inventory);
    for run in RUNS {
        let expected = json(&folder.join(run).join("expected.json"));
        for name in ["platform", "compute", "object"] {
            let target = guideline.target(name).unwrap();
            let path = folder.join(run).join("run.subunit-v1");
            let mut results = results(&path, Format::SubunitV1, &guideline, name);
            results.suite = Some(suite.clone());
            let verdict = judge(&target, &results, Matching::ById);
            let expected = &expected["targets"][name];
            assert_eq!(
                Some(verdict.counts.required.unflagged_passed() as u64),
                expected["non_flagged_passed"].as_u64(),
                "{run} {name}"
            );
        }
    }
}

/// Without an inventory nobody knows that the tests of run D are variants: they pass for what
/// they are taken for, and the verdict says by which name.
#[test]
fn without_an_inventory_a_pass_under_another_name_is_told() {
    let (Some(folder), Some(interop)) = (folder("tempest-runs"), folder("interop")) else {
        return;
    };
    let guideline = guideline(&interop, "2020.06.json");
    let run = folder.join("D-alias-and-id");
    let expected = json(&run.join("expected.json"));
    let target = guideline.target("platform").unwrap();
    let results = results(
        &run.join("run.subunit-v1"),
        Format::SubunitV1,
        &guideline,
        "platform",
    );
    let verdict = judge(&target, &results, Matching::ById);
    let by_id = verdict
        .capabilities
        .iter()
        .flat_map(|capability| &capability.tests)
        .filter(|test| test.outcome.is_pass() && matches!(test.by, MatchedBy::Id(_)))
        .count();
    let recorded = expected["where_uuid_matching_would_differ"]
        .as_array()
        .unwrap();
    let looks_passed = recorded
        .iter()
        .filter(|case| !case["by_uuid_passed"].as_array().unwrap().is_empty())
        .count();
    assert_eq!(by_id, looks_passed);
    assert!(by_id > 0);
}

/// The outcome of each test, as another reader of the same stream records it.
#[test]
fn every_test_of_a_run_has_its_recorded_outcome() {
    let Some(folder) = folder("tempest-runs") else {
        return;
    };
    for run in RUNS {
        let expected = json(&folder.join(run).join("outcomes.json"));
        let file = std::fs::File::open(folder.join(run).join("run.subunit-v1")).unwrap();
        let (_, read) = read(file, None, &Everything).unwrap();
        let mut found = BTreeMap::new();
        for result in &read.results.results {
            found.insert(result.name.clone(), word(&result.outcome));
        }
        let mut recorded = BTreeMap::new();
        for (id, status) in expected.as_object().unwrap() {
            if id.contains(" (") {
                continue;
            }
            let name = id.split_once('[').map_or(id.as_str(), |(name, _)| name);
            let word = match status.as_str().unwrap() {
                "success" => "passed",
                "fail" => "failed",
                "skip" => "skipped",
                other => panic!("{other}"),
            };
            recorded.insert(name.to_owned(), word);
        }
        assert_eq!(found, recorded, "{run}");
    }
}

/// What was asked for is what the suite has of the guideline, and what it has not is known.
#[test]
fn what_was_asked_is_what_the_suite_has() {
    let (Some(folder), Some(interop)) = (folder("tempest-runs"), folder("interop")) else {
        return;
    };
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let suite = Inventory::of(&text("tempest-33.0.0-tests.txt"));
    let guideline = guideline(&interop, "2020.06.json");
    let target = guideline.target("platform").unwrap();
    let options = ListOptions {
        aliases: true,
        flagged: true,
        ..ListOptions::default()
    };
    let missing: BTreeSet<String> = target
        .tests(&options)
        .iter()
        .map(|line| line.name.to_string())
        .filter(|name| !suite.has(name))
        .collect();
    let known = text("names-not-installed-2020.06.txt");
    assert_eq!(missing, known.lines().map(str::to_owned).collect());
    for (asked, number) in [
        ("asked-2020.06-platform.txt", 288),
        ("asked-2020.06-object.txt", 59),
        ("asked-alias-and-id.txt", 16),
    ] {
        let asked = Inventory::of(&text(asked));
        assert_eq!(asked.tests().len(), number);
        for test in asked.tests() {
            assert!(suite.tests().contains(test), "{}", test.line());
        }
    }
}

/// The totals that stestr printed.
#[test]
fn as_many_tests_pass_as_stestr_counted() {
    let Some(folder) = folder("tempest-runs") else {
        return;
    };
    let mut compared = 0;
    for run in RUNS {
        let Ok(text) = std::fs::read_to_string(folder.join(run).join("stestr-last.txt")) else {
            continue;
        };
        let passed = text
            .lines()
            .find_map(|line| line.strip_prefix(" - Passed: "));
        let file = std::fs::File::open(folder.join(run).join("run.subunit-v1")).unwrap();
        let (_, read) = read(file, None, &Everything).unwrap();
        let passes = read
            .results
            .results
            .iter()
            .filter(|result| result.outcome.is_pass());
        assert_eq!(passed, Some(passes.count().to_string().as_str()), "{run}");
        compared += 1;
    }
    assert_eq!(compared, 4);
}

/// What refstack-client makes of a stream of version 2: an upload without a result, and no word.
#[test]
fn an_upload_without_a_result_tells_nothing() {
    let (Some(folder), Some(interop)) = (folder("tempest-runs"), folder("interop")) else {
        return;
    };
    let guideline = guideline(&interop, "2020.06.json");
    let target = guideline.target("platform").unwrap();
    let path = folder.join("A-platform-first/refstack-from-v2.json");
    let file = std::fs::File::open(path).unwrap();
    let (format, run) = read(file, None, &Everything).unwrap();
    let judgement = Judgement::new(&guideline, &target, "it", format, &run, Matching::ByName);
    assert!(matches!(judgement.answer(), Answer::CannotJudge(_)));
}
