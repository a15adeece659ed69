//! Differences of small guidelines.

use super::*;
use crate::guideline::sample::{built, capability, component, draft, test};

fn change(name: &str, change: TestChange) -> ChangedTest {
    ChangedTest {
        name: name.to_owned(),
        change,
    }
}

#[test]
fn what_moved_is_told_with_its_states() {
    let old = built(draft(
        vec![component(
            "c",
            &[(State::Required, &["a", "b"]), (State::Advisory, &["n"])],
        )],
        vec![
            capability(
                "a",
                vec![
                    test("t.stays", 1, &[], false),
                    test("t.old", 2, &[], false),
                    test("t.moves", 3, &[], false),
                    test("t.gone", 4, &[], false),
                    test("t.flagged", 5, &[], false),
                ],
            ),
            capability("b", Vec::new()),
            capability("n", Vec::new()),
        ],
    ));
    let mut a = capability(
        "a",
        vec![
            test("t.stays", 1, &["t.alias"], false),
            test("t.new", 2, &["t.old"], false),
            test("t.flagged", 5, &[], true),
            test("t.added", 6, &[], false),
        ],
    );
    a.admin.value = true;
    let new = built(draft(
        vec![component(
            "c",
            &[(State::Required, &["a", "n"]), (State::Deprecated, &["b"])],
        )],
        vec![
            a,
            capability("b", vec![test("t.moves", 3, &[], false)]),
            capability("n", Vec::new()),
        ],
    ));
    let difference = Difference::between(&old, &new);
    let names: Vec<&str> = difference
        .capabilities
        .iter()
        .map(|c| c.name.as_str())
        .collect();
    assert_eq!(names, ["a", "b", "n"]);
    assert_eq!(
        difference.capabilities[0].fields,
        [FieldChange {
            field: "admin",
            from: Some("false".to_owned()),
            to: Some("true".to_owned())
        }]
    );
    let strings = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(
        difference.capabilities[0].tests,
        [
            change("t.added", TestChange::Added),
            change(
                "t.flagged",
                TestChange::Flagged {
                    reason: String::new()
                }
            ),
            change("t.gone", TestChange::Removed),
            change(
                "t.moves",
                TestChange::MovedTo {
                    capabilities: strings(&["b"])
                }
            ),
            change(
                "t.new",
                TestChange::Renamed {
                    from: "t.old".to_owned()
                }
            ),
            change(
                "t.new",
                TestChange::Aliases {
                    added: strings(&["t.old"]),
                    removed: Vec::new()
                }
            ),
            change(
                "t.stays",
                TestChange::Aliases {
                    added: strings(&["t.alias"]),
                    removed: Vec::new()
                }
            ),
        ]
    );
    let state = |from, to| StateChange {
        component: "c".to_owned(),
        from,
        to,
    };
    assert_eq!(
        difference.capabilities[1].states,
        [state(Some("required"), Some("deprecated"))]
    );
    assert_eq!(
        difference.capabilities[1].tests,
        [change(
            "t.moves",
            TestChange::MovedFrom {
                capabilities: strings(&["a"])
            }
        )]
    );
    assert_eq!(
        difference.capabilities[2].states,
        [state(Some("advisory"), Some("required"))]
    );
}

#[test]
fn a_guideline_does_not_differ_from_itself() {
    let guideline = crate::guideline::sample::worked_example();
    assert!(Difference::between(&guideline, &guideline).is_empty());
}
