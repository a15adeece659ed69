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

#[test]
fn tap_has_a_point_for_each_case_and_says_why() {
    let result = some(Some(Defect::ActionWithoutEffect));
    let text = report::tap(&result);
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("TAP version 14"));
    assert_eq!(lines.next(), Some(&*format!("1..{}", result.cases.len())));
    let points: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("ok ") || line.starts_with("not ok "))
        .collect();
    assert_eq!(points.len(), result.cases.len());
    let tally = result.tally();
    let bad = tally.count(Verdict::Fail) + tally.count(Verdict::Blocked);
    let not_ok = points.iter().filter(|line| line.starts_with("not ok "));
    assert_eq!(not_ok.count(), bad);
    let skipped = points.iter().filter(|line| line.contains(" # SKIP n/a"));
    assert_eq!(skipped.count(), tally.count(Verdict::NotApplicable));
    // A hash in an id is no directive.
    assert!(
        points
            .iter()
            .any(|line| line.contains("k:infrastructure\\#compute/"))
    );
    assert_eq!(
        text.matches("\n  ---\n").count(),
        text.matches("\n  ...\n").count()
    );
    assert!(text.contains("\n  expected: \""));
}

#[test]
fn ctrf_counts_what_it_lists() {
    let result = some(Some(Defect::ActionWithoutEffect));
    let value: serde_json::Value = serde_json::from_str(&report::ctrf(&result)).unwrap();
    let tests = value["results"]["tests"].as_array().unwrap();
    let summary = &value["results"]["summary"];
    for status in ["passed", "failed", "skipped", "other"] {
        let count = tests.iter().filter(|test| test["status"] == status).count();
        assert_eq!(summary[status], count, "{status}");
    }
    assert_eq!(summary["tests"], tests.len());
    assert_eq!(summary["failed"], result.tally().count(Verdict::Fail));
    let failed = tests
        .iter()
        .find(|test| test["status"] == "failed")
        .unwrap();
    assert!(failed["message"].as_str().unwrap().contains("expected"));
}

#[test]
fn the_page_shows_each_failure_with_its_evidence() {
    let mut result = some(Some(Defect::RangeOffByOne));
    let failed = result
        .cases
        .iter()
        .position(|case| case.verdict == Verdict::Fail)
        .unwrap();
    // What a server says is shown as text, never as a part of the page.
    let hostile = "</pre><script>alert(1)</script>";
    result.cases[failed].transcript[0]
        .response
        .push_str(hostile);
    let page = report::html(&result).unwrap();
    assert!(!page.contains(hostile) && page.contains("alert(1)"));
    let case = &result.cases[failed];
    let failure = case.failure.as_ref().unwrap();
    for text in [
        case.id.as_str(),
        &failure.expected,
        &failure.actual,
        "curl -i -X POST",
        "not conformant",
    ] {
        let escaped = text.replace('\'', "&#39;").replace('"', "&#34;");
        assert!(page.contains(text) || page.contains(&escaped), "{text}");
    }
    let row = occi_conformance::requirement::find(case.requirements[0]).unwrap();
    assert!(page.contains(row.text), "the sentence of the standard");
    // It needs no network, and links within it lead somewhere.
    assert!(!page.contains("src=") && !page.contains("<link"));
    for part in page.split("href=\"#").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(page.contains(&format!("id=\"{name}\"")), "{name}");
    }
    let cells = page.matches("data-level=").count();
    assert!(cells > 20, "{cells} requirements");
    assert!(page.len() < 5_000_000);
}

#[test]
fn a_badge_is_for_whole_runs_only() {
    let mut result = some(None);
    assert_eq!(
        report::badge(&result, "x"),
        Err("only a part of the cases was selected")
    );
    result.deselected = 0;
    let badge = report::badge(&result, "<infrastructure> & more").unwrap();
    assert!(badge.contains("conformant"), "{badge}");
    assert!(badge.contains("&lt;infrastructure&gt; &amp; more"));
    result.stopped = Some("interrupted".to_owned());
    assert!(report::badge(&result, "x").is_err());
}

#[test]
fn a_statement_speaks_of_the_results_that_it_is_made_for() {
    let result = some(Some(Defect::RangeOffByOne));
    let json = report::json(&result);
    let text = report::statement::statement(&result, &json);
    let statement: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(statement["_type"], "https://in-toto.io/Statement/v1");
    assert_eq!(statement["predicate"]["result"], "FAILED");
    let digest = report::statement::sha256(json.as_bytes());
    assert_eq!(statement["subject"][0]["digest"]["sha256"], digest);
    let failed = statement["predicate"]["failedTests"].as_array().unwrap();
    let tally = result.tally();
    assert_eq!(
        failed.len(),
        tally.count(Verdict::Fail) + tally.count(Verdict::Blocked)
    );
}

#[test]
fn the_summary_fits_the_screen_that_it_is_shown_on() {
    let result = some(Some(Defect::ActionWithoutEffect));
    let size = report::Size {
        width: 80,
        height: 40,
    };
    let text = report::terminal_within(&result, size);
    assert!(text.lines().count() <= size.height, "{text}");
    let long = |line: &&str| line.chars().count() > size.width && !line.contains("reproduce: ");
    assert_eq!(text.lines().find(long), None);
    assert!(text.contains("FAIL "));
    assert!(text.contains(" cases in a second, "));
    assert!(text.contains("requirements; must: "));
}
