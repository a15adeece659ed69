//! Test lists, line for line those that the result server gave out.

use std::collections::BTreeSet;

use occi_grammar::guideline::{TestsRequest, list_tests};

use crate::{corpus::folder, faults::GOOD};

#[test]
fn lists_equal_those_of_the_result_server() {
    let Some(folder) = folder() else { return };
    let mut compared = 0;
    for (version, aliases) in [("2018.11", false), ("2018.11", true), ("2019.06", true)] {
        let bytes = std::fs::read(folder.join(format!("{version}.json"))).unwrap();
        for target in ["platform", "compute", "object"] {
            let alias = if aliases { "alias" } else { "no-alias" };
            let list = format!("refstack-lists/{version}.{target}.required.no-flag.{alias}.txt");
            let expected = std::fs::read_to_string(folder.join(&list)).unwrap();
            let request = TestsRequest {
                target: target.to_owned(),
                aliases,
                ..TestsRequest::default()
            };
            let listed = list_tests(version, &bytes, &request);
            assert_eq!(listed.text.unwrap(), expected, "{list}");
            compared += 1;
        }
    }
    assert_eq!(compared, 9);
}

/// "All tests of capabilities required in any component, flags in", as the group generated the
/// lists from the files of the same commits. The early lists add attributes to the names.
#[test]
fn lists_equal_those_that_the_group_generated() {
    let Some(folder) = folder() else { return };
    for (name, number) in [
        ("2015.03.73e68c3", 127),
        ("2015.04.ad6c048", 127),
        ("2015.05.abe5b0a", 128),
        ("2015.07.2d6f8bc", 129),
        ("2016.01.7a020f7", 124),
    ] {
        let path = format!("history/generated-lists/{name}");
        let text = std::fs::read_to_string(folder.join(format!("{path}.json"))).unwrap();
        // One test stands twice in the last file, word for word, for which it is refused.
        let doubled = "        \"tempest.api.network.test_routers_negative.RoutersNegativeTest.test_show_non_existent_router_returns_404\": {\n          \"idempotent_id\": \"id-c2a70d72-8826-43a7-8208-0209e6360c47\"\n        },\n";
        let text = text.replace(&doubled.repeat(2), doubled);
        let expected =
            std::fs::read_to_string(folder.join(format!("{path}.required.txt"))).unwrap();
        let with_ids = name >= "2015.07";
        let bare = |line: &str| match line.split_once('[') {
            Some((name, _)) if !with_ids => name.to_owned(),
            _ => line.to_owned(),
        };
        let expected: BTreeSet<String> = expected.lines().map(bare).collect();
        let mut listed = BTreeSet::new();
        for target in ["compute", "object"] {
            let request = TestsRequest {
                target: target.to_owned(),
                flagged: true,
                ..TestsRequest::default()
            };
            let text = list_tests(name, text.as_bytes(), &request).text.unwrap();
            listed.extend(text.lines().map(bare));
        }
        assert_eq!(listed, expected, "{name}");
        assert_eq!(listed.len(), number, "{name}");
    }
}

#[test]
fn a_list_is_asked_in_one_call() {
    let ask = |target: &str, aliases, flagged, states: &[&str]| {
        let request = TestsRequest {
            target: target.to_owned(),
            aliases,
            flagged,
            states: states.iter().map(|state| (*state).to_owned()).collect(),
            ..TestsRequest::default()
        };
        let listed = list_tests("g.json", GOOD.as_bytes(), &request);
        let faults: Vec<String> = listed.faults.iter().map(ToString::to_string).collect();
        (listed.text.map(|text| text.lines().count()), faults)
    };
    for target in ["P", "platform", "A", "c"] {
        assert_eq!(
            ask(target, false, false, &[]),
            (Some(1), vec![]),
            "{target}"
        );
    }
    assert_eq!(ask("c", true, true, &["required"]).0, Some(3));
    assert_eq!(
        ask("c", false, false, &["advisory", "removed"]),
        (
            Some(0),
            vec!["[W0332] target `c` has no advisory or removed test".to_owned()]
        )
    );
    assert_eq!(
        ask("c", false, false, &["mandatory"]),
        (
            None,
            vec![
                "[E0308] `mandatory` is not a state; known are required, advisory, deprecated, removed"
                    .to_owned()
            ]
        )
    );
    assert_eq!(
        ask("compute", false, false, &[]),
        (
            None,
            vec![
                "[E0330] the guideline has no target `compute`; it has `platform`, `P`, `A`, `c`"
                    .to_owned()
            ]
        )
    );
}

/// The flagged tests, as the group listed them at the same commits. (The file of 2016.01 is refused
/// for a doubled test, and its list lags behind.)
#[test]
fn flagged_tests_equal_those_that_the_group_listed() {
    let Some(folder) = folder() else { return };
    for (name, number) in [("2015.05.abe5b0a", 0), ("2015.07.2d6f8bc", 6)] {
        let path = format!("history/generated-lists/{name}");
        let guideline = crate::corpus::guideline(&folder, &format!("{path}.json"));
        let text = std::fs::read_to_string(folder.join(format!("{path}.flagged.txt"))).unwrap();
        let expected: BTreeSet<&str> = text
            .lines()
            .filter_map(|line| line.split('[').next())
            .filter(|line| !line.is_empty())
            .collect();
        let flagged: BTreeSet<&str> = guideline
            .capabilities()
            .iter()
            .flat_map(|capability| &capability.tests)
            .filter(|test| test.is_flagged())
            .map(|test| test.name.value.as_str())
            .collect();
        assert_eq!(flagged, expected, "{name}");
        assert_eq!(flagged.len(), number, "{name}");
    }
}
