//! Verdicts with the numbers that the report page of the result server computes.

use occi_grammar::json::{self, Node, Value};
use occi_model::guideline::{
    State,
    judge::{Conclusion, Coverage, Matching, Outcome, ResultSet, TestResult, judge},
};
use serde_json::Value as Json;

use crate::corpus::{folder, guideline, json_files};

/// A percentage by our own reader, which keeps numbers as they are written: the default reader
/// of `serde_json` may be off by the last bit.
fn percentage(case: &Node<'_>, key: &str) -> Option<f64> {
    match member(member(case, "expected"), key).value {
        Value::Null => None,
        Value::Number(text) => Some(text.parse().unwrap()),
        ref other => panic!("{}", other.kind()),
    }
}

fn member<'n, 't>(node: &'n Node<'t>, key: &str) -> &'n Node<'t> {
    let Value::Object(members) = &node.value else {
        panic!("{}", node.value.kind())
    };
    let found = members.iter().find(|member| member.key.text == key);
    &found.unwrap().value
}

fn result_set(sets: &Json, name: &str) -> ResultSet {
    ResultSet {
        results: sets[name]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| TestResult {
                name: name.as_str().unwrap().to_owned(),
                id: None,
                outcome: Outcome::Passed,
            })
            .collect(),
        coverage: Coverage::PassesOnly,
        ..ResultSet::default()
    }
}

#[test]
fn numbers_equal_those_of_the_result_server() {
    let Some(folder) = folder() else { return };
    let json = |name: &str| -> Json {
        serde_json::from_slice(&std::fs::read(folder.join(name)).unwrap()).unwrap()
    };
    let sets = json("judge/result-sets.json");
    let cases = json("judge/cases.json");
    let bytes = std::fs::read(folder.join("judge/cases.json")).unwrap();
    let Some(Value::Array(placed)) = json::parse(&bytes).root.map(|root| root.value) else {
        panic!("no list of cases")
    };
    let mut judged = 0;
    for (case, placed) in cases.as_array().unwrap().iter().zip(&placed) {
        let file = case["guideline"].as_str().unwrap();
        judged += 1;
        let set = case["result_set"].as_str().unwrap();
        let what = format!("{file} {} {set}", case["target"]);
        let guideline = guideline(&folder, file);
        let target = guideline.target(case["target"].as_str().unwrap()).unwrap();
        let results = result_set(&sets, set);
        let verdict = judge(&target, &results, Matching::ByName);
        let expected = &case["expected"];
        for (state, counts) in verdict.counts.iter() {
            let expected = &expected["status"][state.as_str()];
            let number = |key: &str| usize::try_from(expected[key].as_u64().unwrap()).unwrap();
            assert_eq!(
                counts.capabilities,
                number("capabilities"),
                "{what} {state}"
            );
            assert_eq!(counts.tests, number("tests"), "{what} {state}");
            assert_eq!(counts.passed, number("passed"), "{what} {state}");
            assert_eq!(
                counts.flagged_passed,
                number("flagged_passed"),
                "{what} {state}"
            );
            assert_eq!(
                counts.flagged_not_passed,
                number("flagged_not_passed"),
                "{what} {state}"
            );
        }
        let required = verdict.counts.get(State::Required);
        assert_eq!(
            required.pass_percent(),
            percentage(placed, "required_pass_percent"),
            "{what}"
        );
        assert_eq!(
            required.unflagged_pass_percent(),
            percentage(placed, "non_flagged_pass_percent"),
            "{what}"
        );
        assert_eq!(
            Some(required.unflagged_passed() as u64),
            expected["non_flagged_passed"].as_u64()
        );
        assert_eq!(
            Some(required.unflagged() as u64),
            expected["non_flagged_total"].as_u64()
        );
        assert_eq!(
            Some(verdict.is_compliant_for_refstack()),
            expected["compliant"].as_bool(),
            "{what}"
        );
        // Where something counts, our conclusion is that of the result server.
        if required.unflagged() > 0 {
            assert_eq!(
                verdict.conclusion.is_met(),
                verdict.is_compliant_for_refstack(),
                "{what}"
            );
        } else {
            assert_eq!(verdict.conclusion, Conclusion::NothingToJudge, "{what}");
        }
        assert_eq!(
            verdict.open().next().is_none(),
            verdict.is_compliant_for_refstack(),
            "{what}"
        );
    }
    assert_eq!(judged, 24 * 7, "seven result sets for each of the targets");
}

/// Every test of every published guideline, reported as Tempest reports it, is found by its id
/// and its name.
#[test]
fn a_complete_run_meets_every_target_of_every_guideline() {
    let Some(folder) = folder() else { return };
    let mut targets = 0;
    for file in json_files(&folder) {
        let bytes = std::fs::read(folder.join(&file)).unwrap();
        let Some(guideline) =
            occi_grammar::guideline::read(&bytes, occi_model::SourceId(0)).guideline
        else {
            continue;
        };
        let results = ResultSet {
            results: guideline
                .capabilities()
                .iter()
                .flat_map(|capability| &capability.tests)
                .map(|test| {
                    let id = test.id.as_ref().map_or("", |id| id.value.as_written());
                    TestResult::reported(&format!("{}[{id}]", test.name.value), Outcome::Passed)
                })
                .collect(),
            coverage: Coverage::Whole,
            ..ResultSet::default()
        };
        for name in guideline.target_names() {
            let target = guideline.target(&name).unwrap();
            let verdict = judge(&target, &results, Matching::ById);
            let nothing = verdict.counts.required.unflagged() == 0;
            let expected = if nothing {
                Conclusion::NothingToJudge
            } else {
                Conclusion::Met
            };
            assert_eq!(verdict.conclusion, expected, "{file} {name}");
            assert!(
                verdict.warnings.is_empty(),
                "{file} {name}: {:?}",
                verdict.warnings
            );
            targets += 1;
        }
    }
    assert!(targets > 100, "{targets}");
}
