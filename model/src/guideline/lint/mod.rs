//! What is legal in a guideline but wrong: the fault classes of published files
//! (published guidelines) that one file alone shows; with a name of the file, other
//! guidelines or a suite at hand, [`lint_file`], [`lint_set`] and [`Guideline::lint_suite`] find
//! more.

use std::collections::{BTreeMap, BTreeSet};

mod set;
mod suite;

pub(super) use set::counterpart;
pub use set::{Filed, lint_file, lint_life_cycle, lint_set};
pub use suite::suite_fault;

use super::{
    build::{Guideline, nearest},
    code,
    id::TestUuid,
    list::strongest_states,
    name::{CapabilityName, CriterionKey, TestName},
    parts::{Capability, Component, DesignatedSections, Test},
    words::{SectionState, State},
};
use crate::{
    fault::{Fault, Faults},
    origin::{Located, Origin},
};

impl Guideline {
    /// Everything that is legal but wrong, as warnings in order of place.
    #[must_use]
    pub fn lint(&self) -> Faults {
        let mut faults = Faults::new();
        let strongest = strongest_states(self.components());
        for component in self.components() {
            self.lint_component(component, &mut faults);
        }
        for sections in self.designated_sections() {
            lint_sections(sections, &mut faults);
        }
        let mut first_use: BTreeMap<&TestName, (&CapabilityName, Origin)> = BTreeMap::new();
        let mut first_id: BTreeMap<TestUuid, &Test> = BTreeMap::new();
        for capability in self.capabilities() {
            let state = strongest.get(&capability.name.value).copied();
            self.lint_capability(capability, state, &mut faults);
            for test in &capability.tests {
                lint_test(test, &mut faults);
                lint_id(test, &mut first_id, &mut faults);
                let here = (&capability.name.value, test.name.origin);
                if let Some((other, first)) = first_use.insert(&test.name.value, here) {
                    faults.push(
                        Fault::new(
                            code::SHARED_TEST,
                            test.name.origin,
                            format!(
                                "test `{}` is in `{other}` and in `{}`: it counts twice",
                                test.name.value, capability.name.value
                            ),
                        )
                        .with_place(first, "the other one")
                        .with_help("leave it in the capability that it shows best"),
                    );
                }
            }
        }
        faults.sort();
        faults
    }

    fn lint_component(&self, component: &Component, faults: &mut Faults) {
        let mut seen: BTreeMap<&CapabilityName, (State, Origin)> = BTreeMap::new();
        for (state, names) in component.capabilities.iter() {
            for name in names {
                if let Some((other, first)) = seen.get(&name.value) {
                    faults.push(
                        Fault::new(
                            code::TWO_STATES,
                            name.origin,
                            format!(
                                "component `{}` lists `{}` as {other} and as {state}",
                                component.name.value, name.value
                            ),
                        )
                        .with_place(*first, "the other one")
                        .with_note(format!(
                            "the stronger state counts: {}",
                            (*other).min(state)
                        ))
                        .with_help("leave one of them"),
                    );
                } else {
                    seen.insert(&name.value, (state, name.origin));
                }
                if state == State::Removed && self.capability(name.value.as_str()).is_none() {
                    faults.push(
                        Fault::new(
                            code::UNDEFINED_REMOVED,
                            name.origin,
                            format!("the removed capability `{}` is not defined", name.value),
                        )
                        .with_help("keep its definition until the name is gone from the list"),
                    );
                }
            }
        }
        for (state, projects) in component.designated_sections.iter() {
            for project in projects {
                let Some(sections) = self
                    .designated_sections()
                    .iter()
                    .find(|sections| sections.project.value == project.value)
                else {
                    faults.push(
                        Fault::new(
                            code::SECTION_STATE,
                            project.origin,
                            format!("no designated sections of `{}` are defined", project.value),
                        )
                        .with_help("define them under `designated_sections`"),
                    );
                    continue;
                };
                if sections
                    .blocks
                    .iter()
                    .any(|block| block.state.value == SectionState::from(state))
                {
                    continue;
                }
                let mut fault = Fault::new(
                    code::SECTION_STATE,
                    project.origin,
                    format!(
                        "component `{}` has the designated sections of `{}` as {state}; \
                         they are not defined in that state",
                        component.name.value, project.value
                    ),
                )
                .with_help("make the two states agree");
                for block in &sections.blocks {
                    fault = fault.with_place(
                        block.state.origin,
                        format!("defined as {} here", block.state.value),
                    );
                }
                faults.push(fault);
            }
        }
    }

    fn lint_capability(&self, capability: &Capability, state: Option<State>, faults: &mut Faults) {
        let name = &capability.name.value;
        let mut warn = |code, place: Origin, message: String, help: &str| {
            faults.push(Fault::new(code, place, message).with_help(help));
        };
        let place = capability.name.origin;
        if state.is_none() {
            warn(
                code::UNUSED_CAPABILITY,
                place,
                format!("no component names the capability `{name}`"),
                "list it in a component, or take it away",
            );
        }
        if capability.tests.is_empty() {
            warn(
                code::NO_TESTS,
                place,
                format!("the capability `{name}` has no tests: anything satisfies it"),
                "add a test, or take the capability away",
            );
        }
        if state == Some(State::Required) {
            if !capability.tests.is_empty() && capability.tests.iter().all(Test::is_flagged) {
                warn(
                    code::ALL_FLAGGED,
                    place,
                    format!("all tests of the required capability `{name}` are flagged"),
                    "a capability that nothing shows should not be required",
                );
            }
            if capability.admin.value {
                warn(
                    code::REQUIRED_ADMIN,
                    capability.admin.origin,
                    format!("the required capability `{name}` needs administrator rights"),
                    "capabilities that need them cannot be required",
                );
            }
        }
        self.lint_achievements(capability, state, faults);
    }

    fn lint_achievements(
        &self,
        capability: &Capability,
        state: Option<State>,
        faults: &mut Faults,
    ) {
        let Some(scoring) = &self.metadata().scoring else {
            return;
        };
        let weights: BTreeMap<&str, u32> = scoring
            .criteria
            .iter()
            .map(|criterion| (criterion.key.value.as_str(), criterion.weight.value))
            .collect();
        if weights.is_empty() {
            return;
        }
        let mut score = 0_u64;
        let mut met: BTreeSet<&str> = BTreeSet::new();
        for achievement in &capability.achievements {
            let key = achievement.value.as_str();
            match weights.get(key) {
                Some(weight) if met.insert(key) => score += u64::from(*weight),
                Some(_) => {}
                None => faults.push(unknown_achievement(
                    achievement,
                    scoring
                        .criteria
                        .iter()
                        .map(|criterion| &criterion.key.value),
                )),
            }
        }
        if state != Some(State::Required) {
            return;
        }
        let Some(cutoff) = &scoring.cutoff else {
            return;
        };
        if score < u64::from(cutoff.value) {
            faults.push(
                Fault::new(
                    code::BELOW_CUTOFF,
                    capability.name.origin,
                    format!(
                        "the required capability `{}` scores {score}, below the cut-off {}",
                        capability.name.value, cutoff.value
                    ),
                )
                .with_place(cutoff.origin, "the cut-off")
                .with_help("record the achievements that it has, or say why it is required"),
            );
        }
    }
}

/// A project whose sections are said to be in two states that exclude each other.
fn lint_sections(sections: &DesignatedSections, faults: &mut Faults) {
    let mut binding = sections
        .blocks
        .iter()
        .filter(|block| block.state.value != SectionState::Informational);
    let Some(first) = binding.next() else { return };
    for other in binding {
        faults.push(
            Fault::new(
                code::TWO_SECTION_STATES,
                other.state.origin,
                format!(
                    "the designated sections of `{}` are {} and {}",
                    sections.project.value, first.state.value, other.state.value
                ),
            )
            .with_place(first.state.origin, "the other state")
            .with_help("leave one of them"),
        );
    }
}

/// One id under two names that no alias joins.
fn lint_id<'g>(test: &'g Test, first: &mut BTreeMap<TestUuid, &'g Test>, faults: &mut Faults) {
    let Some((id, uuid)) = test.id.as_ref().and_then(|id| Some((id, id.value.uuid()?))) else {
        return;
    };
    let Some(other) = first.get(&uuid) else {
        first.insert(uuid, test);
        return;
    };
    if test
        .names()
        .any(|name| other.names().any(|known| known == name))
    {
        return;
    }
    let mut fault = Fault::new(
        code::SHARED_ID,
        id.origin,
        format!(
            "the tests `{}` and `{}` have one id",
            other.name.value, test.name.value
        ),
    )
    .with_note("a test that a class inherits keeps its id")
    .with_help("if it is the same test under a new name, make that an alias");
    if let Some(id) = &other.id {
        fault = fault.with_place(id.origin, "the other one");
    }
    faults.push(fault);
}

fn unknown_achievement<'a>(
    achievement: &Located<String>,
    known: impl Iterator<Item = &'a CriterionKey> + Clone,
) -> Fault {
    let fault = Fault::new(
        code::UNKNOWN_ACHIEVEMENT,
        achievement.origin,
        format!("the achievement `{}` is no criterion", achievement.value),
    );
    match nearest(&achievement.value, known.clone().map(CriterionKey::as_str)) {
        Some(near) => fault.with_replacement(near),
        None => {
            let known: Vec<&str> = known.map(CriterionKey::as_str).collect();
            fault.with_help(format!("the criteria are {}", known.join(", ")))
        }
    }
}

fn lint_test(test: &Test, faults: &mut Faults) {
    let mut seen = BTreeSet::from([&test.name.value]);
    for alias in &test.aliases {
        if !seen.insert(&alias.value) {
            faults.push(
                Fault::new(
                    code::USELESS_ALIAS,
                    alias.origin,
                    format!("the alias `{}` is a name of the test already", alias.value),
                )
                .with_help("take it away"),
            );
        }
    }
    for name in std::iter::once(&test.name).chain(&test.aliases) {
        if !name.value.is_usual() {
            faults.push(
                Fault::new(
                    code::UNUSUAL_TEST_NAME,
                    name.origin,
                    format!("no test can be called `{}`", name.value),
                )
                .with_help("test names are identifiers joined by dots: `module.Class.method`"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        guideline::{
            Criterion, CriterionKey, DesignatedSections, ProjectName, Scoring, SectionBlock,
            SectionState, State,
            sample::{built, capability, component, draft, test},
        },
        origin::Located,
    };

    fn sections(project: &str, state: SectionState) -> DesignatedSections {
        DesignatedSections {
            project: Located::nowhere(ProjectName::new(project).unwrap()),
            blocks: vec![SectionBlock {
                state: Located::nowhere(state),
                guidance: String::new(),
                comment: None,
                sections: Vec::new(),
            }],
        }
    }

    /// One guideline with every fault class once.
    #[test]
    fn every_fault_class_is_found() {
        let mut component = component(
            "c",
            &[
                (State::Required, &["admin", "flagged", "low", "two", "none"]),
                (State::Deprecated, &["two"]),
                (State::Removed, &["gone"]),
            ],
        );
        let project = |name: &str| Located::nowhere(ProjectName::new(name).unwrap());
        component.designated_sections.required = vec![project("nova"), project("swift")];
        component.designated_sections.advisory = vec![project("manila")];
        let score = |mut capability: crate::guideline::Capability, keys: &[&str]| {
            capability.achievements = keys
                .iter()
                .map(|key| Located::nowhere((*key).to_owned()))
                .collect();
            capability
        };
        let mut admin = score(
            capability("admin", vec![test("t.a", 1, &["t.a", "t.b", "t.b"], false)]),
            &["discover"],
        );
        admin.admin = Located::nowhere(true);
        let mut draft = draft(
            vec![component],
            vec![
                admin,
                score(
                    capability("flagged", vec![test("t.f", 2, &[], true)]),
                    &["discover"],
                ),
                score(
                    capability("low", vec![test("t.l", 3, &[], false)]),
                    &["discoverable", "doc", "doc"],
                ),
                score(
                    capability("two", vec![test("t.a", 1, &[], false)]),
                    &["doc", "discover"],
                ),
                score(capability("none", Vec::new()), &["discover"]),
                capability("unused", vec![test("t.x:Wherej", 4, &[], false)]),
            ],
        );
        let criterion = |key: &str, weight| Criterion {
            key: Located::nowhere(CriterionKey::new(key).unwrap()),
            name: String::new(),
            description: String::new(),
            weight: Located::nowhere(weight),
        };
        draft.metadata.scoring = Some(Scoring {
            cutoff: Some(Located::nowhere(50)),
            criteria: vec![criterion("discover", 60), criterion("doc", 40)],
        });
        draft.designated_sections = vec![
            sections("nova", SectionState::Required),
            sections("manila", SectionState::Required),
        ];
        let faults = built(draft).lint();
        assert!(!faults.has_errors());
        let found: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "[W0321] the removed capability `gone` is not defined",
                "[W0324] component `c` lists `two` as required and as deprecated",
                "[W0340] the achievement `discoverable` is no criterion",
                "[W0341] the capability `none` has no tests: anything satisfies it",
                "[W0342] all tests of the required capability `flagged` are flagged",
                "[W0343] no component names the capability `unused`",
                "[W0344] test `t.a` is in `admin` and in `two`: it counts twice",
                "[W0345] the alias `t.a` is a name of the test already",
                "[W0345] the alias `t.b` is a name of the test already",
                "[W0346] the required capability `admin` needs administrator rights",
                "[W0347] the required capability `low` scores 40, below the cut-off 50",
                "[W0348] component `c` has the designated sections of `manila` as advisory; \
                 they are not defined in that state",
                "[W0348] no designated sections of `swift` are defined",
                "[W0349] no test can be called `t.x:Wherej`",
            ]
        );
    }
}
