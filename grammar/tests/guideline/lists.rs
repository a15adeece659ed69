//! Test lists, line for line those that the result server gave out.

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
