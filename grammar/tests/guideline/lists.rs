//! Test lists, line for line those that the result server gave out.

use std::collections::BTreeSet;

use occi_grammar::guideline::{TestsRequest, list_tests};

use crate::corpus::folder;

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
/// list from the file of the same commit.
#[test]
fn lists_equal_those_that_the_group_generated() {
    let Some(folder) = folder() else { return };
    let name = "history/generated-lists/2015.07.2d6f8bc";
    let bytes = std::fs::read(folder.join(format!("{name}.json"))).unwrap();
    let expected = std::fs::read_to_string(folder.join(format!("{name}.required.txt"))).unwrap();
    let expected: BTreeSet<&str> = expected.lines().collect();
    let mut listed = BTreeSet::new();
    for target in ["compute", "object"] {
        let request = TestsRequest {
            target: target.to_owned(),
            flagged: true,
            ..TestsRequest::default()
        };
        let text = list_tests(name, &bytes, &request).text.unwrap();
        listed.extend(text.lines().map(str::to_owned));
    }
    assert!(
        listed
            .iter()
            .map(String::as_str)
            .eq(expected.iter().copied())
    );
    assert_eq!(listed.len(), 129);
}
