//! The test list of a target.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::{
    name::{CapabilityName, TestName},
    parts::{Capability, Component, Test},
    target::Target,
    words::State,
};

/// The state of each capability: the strongest over the components (Interop WG, process 2017A).
pub(super) fn strongest_states<'g>(
    components: impl IntoIterator<Item = &'g Component>,
) -> BTreeMap<&'g CapabilityName, State> {
    let mut states = BTreeMap::new();
    for component in components {
        for (state, names) in component.capabilities.iter() {
            for name in names {
                let known = states.entry(&name.value).or_insert(state);
                *known = state.min(*known);
            }
        }
    }
    states
}

/// Which tests of a target are wanted. The default is the must-pass list: required, without
/// flagged tests, without aliases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListOptions {
    /// States of the capabilities.
    pub states: BTreeSet<State>,
    /// Whether flagged tests are in.
    pub flagged: bool,
    /// Whether each alias has a line of its own.
    pub aliases: bool,
}

impl Default for ListOptions {
    fn default() -> Self {
        Self {
            states: BTreeSet::from([State::Required]),
            flagged: false,
            aliases: false,
        }
    }
}

/// A line of a test list. Its text is `name[id]` as the result server prints it.
#[derive(Clone, Copy, Debug)]
pub struct Line<'g> {
    /// The name on the line: that of the test, or an alias.
    pub name: &'g TestName,
    /// The test.
    pub test: &'g Test,
    /// The capability that the test is listed for.
    pub capability: &'g Capability,
    brackets: bool,
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name.as_str())?;
        if self.brackets {
            let id = self.test.id.as_ref().map_or("", |id| id.value.as_written());
            write!(f, "[{id}]")?;
        }
        Ok(())
    }
}

impl<'g> Target<'g> {
    /// Every test of the target, in whatever state, flagged or not; one of two capabilities comes
    /// twice.
    pub fn all_tests(&self) -> impl Iterator<Item = &'g Test> {
        let guideline = self.guideline;
        strongest_states(self.components().iter().copied())
            .into_keys()
            .filter_map(move |name| guideline.capability(name.as_str()))
            .flat_map(|capability| &capability.tests)
    }

    /// Names of the capabilities that any component of the target has in one of the states.
    pub(super) fn capability_names(
        &self,
        states: &BTreeSet<State>,
    ) -> BTreeSet<&'g CapabilityName> {
        self.components()
            .iter()
            .flat_map(|component| component.capabilities.iter())
            .filter(|(state, _)| states.contains(state))
            .flat_map(|(_, names)| names)
            .map(|name| &name.value)
            .collect()
    }

    /// The test list (lists of the RefStack service), sorted by bytes. A test of two capabilities comes
    /// twice, as the result server gives it. A capability that is named but not defined has no
    /// tests.
    #[must_use]
    pub fn tests(&self, options: &ListOptions) -> Vec<Line<'g>> {
        let guideline = self.guideline;
        let brackets = guideline.schema().has_ids();
        let mut lines = Vec::new();
        for name in self.capability_names(&options.states) {
            let Some(capability) = guideline.capability(name.as_str()) else {
                continue;
            };
            for test in &capability.tests {
                if test.is_flagged() && !options.flagged {
                    continue;
                }
                let names = test
                    .names()
                    .take(if options.aliases { usize::MAX } else { 1 });
                lines.extend(names.map(|name| Line {
                    name,
                    test,
                    capability,
                    brackets,
                }));
            }
        }
        lines.sort_by_cached_key(ToString::to_string);
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guideline::sample::{
        built, capability, component, draft, test, uuid, worked_example,
    };

    fn lines(target: &Target<'_>, options: &ListOptions) -> Vec<String> {
        target
            .tests(options)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn the_worked_example_of_one_capability() {
        let guideline = worked_example();
        let target = guideline.target("c").unwrap();
        let id = |n| format!("id-{}", uuid(n));
        let everything = ListOptions {
            flagged: true,
            aliases: true,
            ..ListOptions::default()
        };
        assert_eq!(
            lines(&target, &everything),
            [
                format!("old.two[{}]", id(2)),
                format!("t.one[{}]", id(1)),
                format!("t.three[{}]", id(3)),
                format!("t.two[{}]", id(2)),
            ]
        );
        assert_eq!(
            lines(&target, &ListOptions::default()),
            [format!("t.one[{}]", id(1)), format!("t.two[{}]", id(2))]
        );
    }

    #[test]
    fn a_test_of_two_capabilities_comes_twice() {
        let twice = || vec![test("t.one", 1, &[], false)];
        let guideline = built(draft(
            vec![component("c", &[(State::Required, &["a", "b"])])],
            vec![capability("a", twice()), capability("b", twice())],
        ));
        let target = guideline.target("c").unwrap();
        let listed = target.tests(&ListOptions::default());
        assert_eq!(listed.len(), 2);
        assert_eq!(listed[0].to_string(), listed[1].to_string());
        assert_ne!(listed[0].capability.name, listed[1].capability.name);
    }

    #[test]
    fn states_choose_capabilities_and_removed_ones_may_be_undefined() {
        let guideline = built(draft(
            vec![component(
                "c",
                &[(State::Advisory, &["a"]), (State::Removed, &["gone", "b"])],
            )],
            vec![
                capability("a", vec![test("t.a", 1, &[], false)]),
                capability("b", vec![test("t.b", 2, &[], false)]),
            ],
        ));
        let target = guideline.target("c").unwrap();
        assert!(lines(&target, &ListOptions::default()).is_empty());
        let of = |states: &[State]| {
            let options = ListOptions {
                states: states.iter().copied().collect(),
                ..ListOptions::default()
            };
            lines(&target, &options).len()
        };
        assert_eq!(of(&[State::Advisory]), 1);
        assert_eq!(of(&[State::Removed]), 1);
        assert_eq!(of(State::ALL), 2);
    }

    /// Byte order of the whole line: `.` is before `[`, although `a.b` is before `a.b.c`.
    #[test]
    fn lines_are_sorted_with_their_brackets() {
        let tests = vec![test("a.b", 1, &[], false), test("a.b.c", 2, &[], false)];
        let guideline = built(draft(
            vec![component("c", &[(State::Required, &["a"])])],
            vec![capability("a", tests)],
        ));
        let target = guideline.target("c").unwrap();
        let listed = lines(&target, &ListOptions::default());
        assert!(listed[0].starts_with("a.b.c[") && listed[1].starts_with("a.b["));
    }

    #[test]
    fn a_test_without_an_id_has_empty_brackets() {
        let mut bare = test("t.a", 1, &[], false);
        bare.id = None;
        let mut old = draft(
            vec![component("c", &[(State::Required, &["a"])])],
            vec![capability("a", vec![bare])],
        );
        let guideline = built(old.clone());
        let target = guideline.target("c").unwrap();
        assert_eq!(lines(&target, &ListOptions::default()), ["t.a[]"]);
        old.schema = crate::guideline::SchemaVersion::V1_2;
        let guideline = built(old);
        let target = guideline.target("c").unwrap();
        assert_eq!(lines(&target, &ListOptions::default()), ["t.a"]);
    }
}
