use super::*;
use crate::guideline::{
    Guideline, Inventory, State,
    sample::{built, capability, component, draft, test, uuid, worked_example},
};

fn results(results: &[(&str, Option<u8>, Outcome)], coverage: Coverage) -> ResultSet {
    ResultSet {
        results: results
            .iter()
            .map(|(name, id, outcome)| TestResult {
                name: (*name).to_owned(),
                id: id.map(uuid),
                outcome: outcome.clone(),
            })
            .collect(),
        coverage,
        ..ResultSet::default()
    }
}

fn failed() -> Outcome {
    Outcome::Failed("500".to_owned())
}

fn whole(guideline: &Guideline, run: &[(&str, Option<u8>, Outcome)]) -> Conclusion {
    let target = guideline.target("c").unwrap();
    judge(&target, &results(run, Coverage::Whole), Matching::ById).conclusion
}

/// "A run that passed `old.two` and `t.one` and failed `t.three` satisfies C: 2 of 2 unflagged,
/// although only 2 of 3 of all" (published guidelines).
#[test]
fn the_worked_example_of_flag_and_alias() {
    let guideline = worked_example();
    let target = guideline.target("c").unwrap();
    let run = results(
        &[
            ("old.two", Some(2), Outcome::Passed),
            ("t.one", Some(1), Outcome::Passed),
            ("t.three", Some(3), failed()),
        ],
        Coverage::Whole,
    );
    for matching in [Matching::ById, Matching::ByName] {
        let verdict = judge(&target, &run, matching);
        let counts = verdict.counts.required;
        assert_eq!((counts.unflagged_passed(), counts.unflagged()), (2, 2));
        assert_eq!((counts.passed, counts.tests), (2, 3));
        assert_eq!(verdict.conclusion, Conclusion::MetExceptFlagged);
        assert!(verdict.is_compliant_for_refstack());
        let by = &verdict.capabilities[0].tests[1].by;
        assert!(
            matches!(by, MatchedBy::Alias(alias) if *alias == "old.two"),
            "{by:?}"
        );
        assert!(verdict.warnings.is_empty());
    }
}

#[test]
fn what_failed_and_what_is_missing_are_told_apart() {
    let guideline = worked_example();
    let one = ("t.one", Some(1), Outcome::Passed);
    let two = ("t.two", Some(2), Outcome::Passed);
    let three = ("t.three", Some(3), Outcome::Passed);
    assert_eq!(
        whole(&guideline, &[one.clone(), two.clone(), three]),
        Conclusion::Met
    );
    assert_eq!(
        whole(&guideline, &[one.clone(), two.clone()]),
        Conclusion::MetExceptFlagged
    );
    assert_eq!(
        whole(&guideline, std::slice::from_ref(&one)),
        Conclusion::NotMet
    );
    let target = guideline.target("c").unwrap();
    let passes = results(std::slice::from_ref(&one), Coverage::PassesOnly);
    let verdict = judge(&target, &passes, Matching::ById);
    assert_eq!(verdict.conclusion, Conclusion::Undecidable);
    let open: Vec<_> = verdict
        .open()
        .map(|(_, test)| test.outcome.to_string())
        .collect();
    assert_eq!(open, ["not in the results"]);
    // What is not offered is no pass where the guideline requires it.
    let gap = Outcome::Missing(Missing::NotOffered("no such kind".to_owned()));
    let run = [one, ("t.two", Some(2), gap)];
    assert_eq!(whole(&guideline, &run), Conclusion::NotMet);
    let verdict = judge(&target, &results(&run, Coverage::Whole), Matching::ById);
    assert_eq!(
        (
            verdict.counts.required.failed,
            verdict.counts.required.missing
        ),
        (0, 2)
    );
}

/// "In 2020.06 `test_list_extensions` is in two required capabilities": it counts twice.
#[test]
fn the_worked_example_of_a_test_in_two_capabilities() {
    let twice = || vec![test("t.one", 1, &[], false)];
    let guideline = built(draft(
        vec![component("c", &[(State::Required, &["a", "b"])])],
        vec![capability("a", twice()), capability("b", twice())],
    ));
    let target = guideline.target("c").unwrap();
    let run = results(&[("t.one", Some(1), Outcome::Passed)], Coverage::Whole);
    let verdict = judge(&target, &run, Matching::ById);
    assert_eq!(verdict.counts.required.passed, 2);
    assert_eq!(verdict.counts.required.capabilities, 2);
}

/// "Same id, two names" (published guidelines): the name tells them apart.
#[test]
fn the_worked_example_of_one_id_with_two_names() {
    let tests = vec![
        test("a.Json.test_list", 1, &[], false),
        test("a.Manual.test_list", 1, &[], false),
    ];
    let guideline = built(draft(
        vec![component("c", &[(State::Required, &["a"])])],
        vec![capability("a", tests)],
    ));
    let target = guideline.target("c").unwrap();
    let run = results(
        &[
            ("a.Json.test_list", Some(1), Outcome::Passed),
            ("a.Manual.test_list", Some(1), failed()),
        ],
        Coverage::Whole,
    );
    let verdict = judge(&target, &run, Matching::ById);
    let outcomes: Vec<_> = verdict.capabilities[0]
        .tests
        .iter()
        .map(|test| test.outcome.is_pass())
        .collect();
    assert_eq!(outcomes, [true, false]);
    // The result of the one is never taken for the other.
    let half = results(
        &[("a.Json.test_list", Some(1), Outcome::Passed)],
        Coverage::Whole,
    );
    let verdict = judge(&target, &half, Matching::ById);
    assert_eq!(
        verdict.capabilities[0].tests[1].outcome,
        Outcome::Missing(Missing::Absent)
    );
}

/// "The list for `required` is empty, and the report page calls every result compliant."
#[test]
fn the_worked_example_of_nothing_required() {
    let guideline = built(draft(
        vec![component("c", &[(State::Advisory, &["a"])])],
        vec![capability("a", vec![test("t.a", 1, &[], false)])],
    ));
    let target = guideline.target("c").unwrap();
    let verdict = judge(&target, &results(&[], Coverage::Whole), Matching::ById);
    assert_eq!(verdict.conclusion, Conclusion::NothingToJudge);
    assert!(verdict.is_compliant_for_refstack());
    assert_eq!(verdict.counts.required.unflagged_pass_percent(), None);
    assert_eq!(verdict.capabilities[0].conclusion, Conclusion::NotMet);
}

#[test]
fn a_renamed_test_is_found_by_its_id_and_only_by_its_id() {
    let guideline = worked_example();
    let target = guideline.target("c").unwrap();
    let run = results(
        &[
            ("moved.one", Some(1), Outcome::Passed),
            ("t.two", None, Outcome::Passed),
        ],
        Coverage::Whole,
    );
    let verdict = judge(&target, &run, Matching::ById);
    assert!(verdict.conclusion.is_met());
    let by = &verdict.capabilities[0].tests[0].by;
    assert!(
        matches!(by, MatchedBy::Id(names) if names.contains("moved.one")),
        "{by:?}"
    );
    let verdict = judge(&target, &run, Matching::ByName);
    assert_eq!(verdict.conclusion, Conclusion::NotMet);
}

#[test]
fn results_that_do_not_agree_are_told() {
    let guideline = worked_example();
    let target = guideline.target("c").unwrap();
    // A test that failed and passed when it was repeated has passed.
    let retried = results(
        &[
            ("t.one", Some(1), failed()),
            ("t.one", Some(1), Outcome::Passed),
            ("t.two", Some(2), Outcome::Passed),
        ],
        Coverage::Whole,
    );
    let verdict = judge(&target, &retried, Matching::ById);
    assert!(verdict.conclusion.is_met());
    assert_eq!(
        verdict
            .warnings
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["several results of `t.one` do not agree; the best counts (t.one)"]
    );
    // Of variants under unlisted names each must pass.
    let variants = results(
        &[
            ("v.one_4", Some(1), Outcome::Passed),
            ("v.one_6", Some(1), failed()),
            ("t.two", Some(2), Outcome::Passed),
        ],
        Coverage::Whole,
    );
    let verdict = judge(&target, &variants, Matching::ById);
    assert_eq!(verdict.conclusion, Conclusion::NotMet);
    assert_eq!(
        verdict
            .warnings
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["several results of `t.one` do not agree; the worst counts (v.one_4, v.one_6)"]
    );
    // The right name with another id counts, with a warning.
    let other = results(
        &[
            ("t.one", Some(9), Outcome::Passed),
            ("t.two", Some(2), Outcome::Passed),
        ],
        Coverage::Whole,
    );
    let verdict = judge(&target, &other, Matching::ById);
    assert!(verdict.conclusion.is_met());
    assert!(matches!(&verdict.warnings[..], [Warning::OtherId { .. }]));
}

#[test]
fn a_strict_guideline_takes_no_tolerated_answer() {
    let noted = Outcome::Tolerated("204 for 200".to_owned());
    let run = [
        ("t.one", Some(1), noted),
        ("t.two", Some(2), Outcome::Passed),
    ];
    let guideline = worked_example();
    assert_eq!(whole(&guideline, &run), Conclusion::MetExceptFlagged);
    let mut draft = guideline.into_draft();
    draft.metadata.strict = true;
    assert_eq!(whole(&built(draft), &run), Conclusion::NotMet);
}

#[test]
fn the_strongest_state_counts() {
    let mut draft = draft(
        vec![
            component("x", &[(State::Advisory, &["a"])]),
            component("y", &[(State::Required, &["a"])]),
        ],
        vec![capability("a", vec![test("t.a", 1, &[], false)])],
    );
    draft.platforms = vec![crate::guideline::sample::platform(
        "c",
        vec![
            crate::guideline::sample::reference("x", None),
            crate::guideline::sample::reference("y", None),
        ],
    )];
    let guideline = built(draft);
    let target = guideline.target("c").unwrap();
    let verdict = judge(&target, &results(&[], Coverage::Whole), Matching::ById);
    assert_eq!(verdict.capabilities.len(), 1);
    assert_eq!(verdict.capabilities[0].state, State::Required);
    assert_eq!(verdict.counts.advisory.capabilities, 0);
}

fn explained(guideline: &Guideline, run: &ResultSet, matching: Matching) -> Vec<String> {
    let target = guideline.target("c").unwrap();
    let verdict = judge(&target, run, matching);
    verdict.capabilities[0]
        .tests
        .iter()
        .map(|test| test.outcome.to_string())
        .collect()
}

fn classes() -> Guideline {
    built(draft(
        vec![component("c", &[(State::Required, &["a"])])],
        vec![capability(
            "a",
            vec![
                test("m.Skipped.test_a", 1, &[], false),
                test("m.Failed.test_b", 2, &["m.Old.test_b"], false),
                test("n.Other.test_c", 3, &[], false),
            ],
        )],
    ))
}

#[test]
fn what_its_class_suffered_explains_a_test_that_is_not_there() {
    let class = |class: &str, failed, why: &str| ClassResult {
        class: class.to_owned(),
        failed,
        why: why.to_owned(),
    };
    let run = ResultSet {
        // Enumerated, and never heard of again.
        results: vec![TestResult::reported(
            "m.Skipped.test_a",
            Outcome::Missing(Missing::NotRun(String::new())),
        )],
        classes: vec![
            class("m.Skipped", false, "no service"),
            class("m.Failed", true, "500"),
            class("n", false, ""),
        ],
        ..ResultSet::default()
    };
    for matching in [Matching::ById, Matching::ByName] {
        assert_eq!(
            explained(&classes(), &run, matching),
            [
                "skipped with its class m.Skipped: no service",
                "its class m.Failed failed before its tests: 500",
                "skipped with its class n",
            ]
        );
    }
    // A test that has a result of its own needs no such explanation.
    let passed = ResultSet {
        results: vec![TestResult::reported("m.Failed.test_b", Outcome::Passed)],
        ..run
    };
    assert_eq!(
        explained(&classes(), &passed, Matching::ByName)[1],
        "passed"
    );
}

#[test]
fn an_inventory_tells_renamed_gone_and_not_selected_apart() {
    let inventory = |lines: &str| ResultSet {
        suite: Some(Inventory::of(lines)),
        ..ResultSet::default()
    };
    let two = uuid(2);
    let run = inventory(&format!(
        "# listed\n\nm.Skipped.test_a[id-x,smoke]\nm.New.test_b[id-{two}]\n"
    ));
    for matching in [Matching::ById, Matching::ByName] {
        assert_eq!(
            explained(&classes(), &run, matching),
            [
                "not selected",
                "renamed to m.New.test_b",
                "not in the suite"
            ]
        );
    }
    let nobody_knows = ResultSet::default();
    assert_eq!(
        explained(&classes(), &nobody_knows, Matching::ById),
        ["not in the results"; 3]
    );
    let enumerated = ResultSet {
        enumerated: true,
        ..ResultSet::default()
    };
    assert_eq!(
        explained(&classes(), &enumerated, Matching::ById),
        ["not selected, or not in the suite"; 3]
    );
}

/// A variant that inherits the id proves nothing where the suite has the test itself.
#[test]
fn a_variant_does_not_stand_for_a_test_that_the_suite_has() {
    let id = uuid(3);
    let mut run = ResultSet {
        results: vec![TestResult::reported(
            &format!("n.OtherIpV6.test_c[id-{id}]"),
            Outcome::Passed,
        )],
        ..ResultSet::default()
    };
    assert_eq!(explained(&classes(), &run, Matching::ById)[2], "passed");
    assert_eq!(
        explained(&classes(), &run, Matching::ByName)[2],
        "renamed to n.OtherIpV6.test_c"
    );
    run.suite = Some(Inventory::of(&format!(
        "n.Other.test_c[id-{id}]\nn.OtherIpV6.test_c[id-{id}]\n"
    )));
    assert_eq!(
        explained(&classes(), &run, Matching::ById)[2],
        "not selected"
    );
}
