//! Tests of a guideline against those that a suite really has.

use crate::{
    fault::{Fault, Faults},
    guideline::{
        build::Guideline,
        code,
        inventory::{Found, Inventory, SuiteTest},
        parts::{Capability, Test},
    },
};

impl Guideline {
    /// Every test that the suite does not have under a listed name and its id
    /// (Tempest's lists of tests), flagged ones included, as warnings in order of place.
    #[must_use]
    pub fn lint_suite(&self, inventory: &Inventory) -> Faults {
        let mut faults = Faults::new();
        for capability in self.capabilities() {
            for test in &capability.tests {
                faults.extend(suite_fault(capability, test, inventory));
            }
        }
        faults.sort();
        faults
    }
}

/// What a test has against it; `None` when the suite has it as it is listed.
#[must_use]
pub fn suite_fault(capability: &Capability, test: &Test, inventory: &Inventory) -> Option<Fault> {
    let name = &test.name.value;
    let flagged = if test.is_flagged() {
        "flagged test"
    } else {
        "test"
    };
    let place = test.name.origin;
    let of = &capability.name.value;
    Some(match inventory.find(test) {
        Found::Listed(_) => return None,
        Found::Renamed(tests) => Fault::new(
            code::RENAMED_TEST,
            place,
            format!(
                "the {flagged} `{name}` of `{of}` is now called {}",
                names(&tests)
            ),
        )
        .with_help(match tests.as_slice() {
            [only] => format!("add the alias `{}`", only.name()),
            _ => "add the one that is meant as an alias: the id is inherited".to_owned(),
        }),
        Found::OtherId(tests) => Fault::new(
            code::OTHER_ID,
            place,
            format!("the {flagged} `{name}` of `{of}` has another id in the suite"),
        )
        .with_help(match tests.iter().find_map(|test| test.uuid()) {
            Some(uuid) => format!("the suite has id-{uuid}; is it the same test?"),
            None => "the suite has it without an id".to_owned(),
        }),
        Found::Gone => Fault::new(
            code::GONE_TEST,
            place,
            format!("the {flagged} `{name}` of `{of}` is not in the suite"),
        )
        .with_help("flag it, or look whether the inventory is of the right suite and version"),
    })
}

fn names(tests: &[&SuiteTest]) -> String {
    let mut names: Vec<&str> = tests.iter().map(|test| test.name()).collect();
    names.sort_unstable();
    names.dedup();
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guideline::sample::{built, capability, component, draft, test, uuid};

    #[test]
    fn tests_that_the_suite_has_not_are_told_with_the_mend() {
        let tests = vec![
            test("t.there", 1, &[], false),
            test("t.old", 2, &[], false),
            test("t.three", 3, &[], false),
            test("t.gone", 4, &[], true),
        ];
        let guideline = built(draft(
            vec![component("c", &[])],
            vec![capability("a", tests)],
        ));
        let mut inventory = Inventory::default();
        inventory.add(&format!(
            "t.there[id-{},smoke]\nt.new[id-{}]\nt.three[id-{}]\n",
            uuid(1),
            uuid(2),
            uuid(9)
        ));
        let faults = guideline.lint_suite(&inventory);
        let texts: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "[W0366] the flagged test `t.gone` of `a` is not in the suite",
                "[W0367] the test `t.old` of `a` is now called `t.new`",
                "[W0368] the test `t.three` of `a` has another id in the suite",
            ]
        );
        let help = faults.iter().find_map(|fault| fault.help.as_deref());
        assert!(help.is_some());
        assert!(
            faults
                .iter()
                .any(|f| f.help.as_deref() == Some("add the alias `t.new`"))
        );
    }
}
