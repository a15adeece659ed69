//! Reports: well-formed, complete, the same for the same run.

use occi::server::{Defect, Service};
use occi_conformance::{
    engine::Settings,
    report,
    run::{RunResult, Selection, run},
    verdict::Verdict,
};
use occi_model::Profile;
use quick_junit::{Report, TestCaseStatus};

use crate::{
    server::{block_on, in_process},
    support::infrastructure,
};

pub(crate) fn some(defect: Option<Defect>) -> RunResult {
    let model = infrastructure(Profile::V1_2);
    let builder = Service::builder(model.clone());
    let builder = match defect {
        Some(defect) => builder.defect(defect),
        None => builder,
    };
    let selection = Selection {
        patterns: vec!["k:infrastructure#compute/**".parse().unwrap()],
        ..Selection::default()
    };
    let settings = Settings {
        run: Some("0a1b2c3d".to_owned()),
        concurrency: 1,
        ..Settings::in_process()
    };
    block_on(run(
        model,
        in_process(builder.build().unwrap()),
        &selection,
        settings,
        |_| {},
    ))
}

#[test]
fn junit_is_well_formed_and_counts_right() {
    let result = some(Some(Defect::ActionWithoutEffect));
    let tally = result.tally();
    assert!(tally.count(Verdict::Fail) > 0 && tally.count(Verdict::Blocked) > 0);
    let xml = report::junit(&result).unwrap();
    let read = Report::deserialize_from_str(&xml).unwrap();
    assert_eq!(read.tests, tally.total());
    assert_eq!(read.failures, tally.count(Verdict::Fail));
    assert_eq!(read.errors, 0);
    let skipped = read
        .test_suites
        .iter()
        .flat_map(|suite| &suite.test_cases)
        .filter(|case| matches!(case.status, TestCaseStatus::Skipped { .. }))
        .count();
    assert_eq!(
        skipped,
        tally.count(Verdict::Blocked) + tally.count(Verdict::NotApplicable)
    );
    let names: Vec<_> = read
        .test_suites
        .iter()
        .flat_map(|suite| suite.test_cases.iter().map(|case| case.name.to_string()))
        .collect();
    let ids: Vec<_> = result
        .cases
        .iter()
        .map(|case| case.id.to_string())
        .collect();
    assert_eq!(names, ids);
}

#[test]
fn json_says_everything_and_two_runs_differ_in_durations_only() {
    let read = |result: &RunResult| -> serde_json::Value {
        let mut json: serde_json::Value = serde_json::from_str(&report::json(result)).unwrap();
        assert!(json["durations"]["cases"].is_object());
        json.as_object_mut().unwrap().remove("durations");
        json
    };
    let (one, two) = (some(None), some(None));
    let json = read(&one);
    assert_eq!(json, read(&two));
    assert_eq!(
        json["headline"], "partial",
        "other kinds were not asked for"
    );
    assert_eq!(json["tally"]["pass"], one.tally().count(Verdict::Pass),);
    assert_eq!(json["requirements"]["INF-038"], serde_json::Value::Null);
    assert_eq!(json["requirements"]["INF-025"]["verdict"], "pass");
    assert_eq!(
        json["capabilities"]["infrastructure-compute-action-start"]["verdict"],
        "pass"
    );
    let failed = read(&some(Some(Defect::ReadOnlyIgnored)));
    let case = failed["cases"]
        .as_array()
        .unwrap()
        .iter()
        .find(|case| case["verdict"] == "fail")
        .unwrap();
    assert_eq!(case["failure"]["code"], "ignored");
    assert!(
        case["transcript"][0]["reproduce"]
            .as_str()
            .unwrap()
            .starts_with("curl ")
    );
}

#[test]
fn the_terminal_tells_failures_and_how_to_see_them_again() {
    let text = report::terminal(&some(Some(Defect::RangeOffByOne)));
    assert!(text.contains("FAIL k:infrastructure#compute/val.bad/occi.compute.cores/below"));
    assert!(text.contains("    expected: 400"));
    assert!(text.contains("    reproduce: curl -i -X POST"));
    assert!(text.contains("not conformant"));
    let clean = report::terminal(&some(None));
    assert!(clean.contains("partial; 1"), "{clean}");
    assert!(!clean.contains("FAIL"));
}
