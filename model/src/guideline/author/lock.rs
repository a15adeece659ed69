//! From patterns to names.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    case::{CaseRef, Level, MAX_HAZARD},
    pattern::Pattern,
};
use crate::{
    fault::{Fault, Faults},
    guideline::{
        build::{Built, Guideline, GuidelineDraft, nearest},
        code,
        id::IdempotentId,
        list::strongest_states,
        name::{CapabilityName, TestName},
        parts::{Capability, Flag, Test},
        words::State,
    },
    origin::{Located, Origin},
};

/// A flag on a case of an authored capability.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseFlag {
    /// Id of the case.
    pub case: Located<TestName>,
    /// Why it does not count.
    pub flag: Flag,
}

/// A capability whose tests are selected by patterns.
#[derive(Clone, Debug, PartialEq)]
pub struct AuthoredCapability {
    /// Everything but the tests, of which there are none.
    pub capability: Capability,
    /// Cases that are in.
    pub include: Vec<Located<Pattern>>,
    /// Cases of these that are out again.
    pub exclude: Vec<Located<Pattern>>,
    /// Cases of these that do not count.
    pub flags: Vec<CaseFlag>,
}

/// A guideline with patterns instead of tests.
#[derive(Clone, Debug, PartialEq)]
pub struct Authored {
    /// Everything but the capabilities, of which there are none.
    pub draft: GuidelineDraft,
    /// The capabilities.
    pub capabilities: Vec<AuthoredCapability>,
}

impl Authored {
    /// Expands the patterns against a catalogue (conformance-design 12.1) and builds the
    /// guideline. Capabilities are sorted by name, tests by id: the order of the catalogue does
    /// not matter.
    ///
    /// Errors: a flag on a case that is not selected; a case of hazard 4 or 5; a required
    /// capability without a case of level must; and what [`GuidelineDraft::build`] refuses.
    /// Warnings: an including pattern that selects nothing, and what [`Guideline::lint`] finds about tests
    /// of two capabilities.
    #[must_use]
    pub fn lock(mut self, cases: &[CaseRef<'_>]) -> Built {
        let mut faults = Faults::new();
        let cases: BTreeMap<&str, &CaseRef<'_>> =
            cases.iter().map(|case| (case.id, case)).collect();
        let states: BTreeMap<CapabilityName, State> = strongest_states(&self.draft.components)
            .into_iter()
            .map(|(name, state)| (name.clone(), state))
            .collect();
        self.capabilities
            .sort_by(|a, b| a.capability.name.value.cmp(&b.capability.name.value));
        let mut draft = self.draft;
        draft.capabilities = self
            .capabilities
            .into_iter()
            .map(|authored| {
                let state = states.get(&authored.capability.name.value).copied();
                authored.lock(state, &cases, &mut faults)
            })
            .collect();
        let mut built = draft.build();
        if let Some(guideline) = &built.guideline {
            faults.extend(
                guideline
                    .lint()
                    .into_iter()
                    .filter(|fault| fault.code == code::SHARED_TEST),
            );
        }
        if faults.has_errors() {
            built.guideline = None;
        }
        built.faults.extend(faults);
        built.faults.sort();
        built
    }
}

impl AuthoredCapability {
    fn lock(
        self,
        state: Option<State>,
        cases: &BTreeMap<&str, &CaseRef<'_>>,
        faults: &mut Faults,
    ) -> Capability {
        let mut capability = self.capability;
        let mut selected: BTreeSet<&str> = BTreeSet::new();
        for pattern in &self.include {
            let matching = cases.keys().filter(|id| pattern.value.matches(id));
            let found: Vec<&str> = matching.copied().collect();
            if found.is_empty() {
                faults.push(unused(pattern));
            }
            selected.extend(found);
        }
        // A pattern that excludes nothing is a precaution, not a fault: catalogues grow.
        selected.retain(|id| !self.exclude.iter().any(|p| p.value.matches(id)));
        let place = capability.name.origin;
        let name = &capability.name.value;
        let chosen: Vec<&CaseRef<'_>> = selected
            .iter()
            .filter_map(|id| cases.get(id).copied())
            .collect();
        judge_choice(name, place, state, &chosen, faults);
        let mut flags = BTreeMap::new();
        for flag in self.flags {
            let id = flag.case.value.as_str();
            if selected.contains(id) {
                flags.insert(
                    flag.case.value.clone(),
                    Located::new(flag.flag, flag.case.origin),
                );
                continue;
            }
            let fault = Fault::new(
                code::FLAG_WITHOUT_CASE,
                flag.case.origin,
                format!("`{name}` flags the case `{id}`, which it does not select"),
            );
            faults.push(match nearest(id, selected.iter().copied()) {
                Some(near) => fault.with_help(format!("did you mean `{near}`?")),
                None => fault.with_help("take the flag away, or include the case"),
            });
        }
        for case in chosen {
            match TestName::new(case.id) {
                Ok(test) => capability.tests.push(Test {
                    flag: flags.remove(&test),
                    name: Located::new(test, place),
                    id: Some(Located::new(IdempotentId::from(case.uuid), place)),
                    aliases: Vec::new(),
                }),
                Err(error) => faults.push(Fault::new(
                    code::BAD_NAME,
                    place,
                    format!("a case of the catalogue: {error}"),
                )),
            }
        }
        capability
    }
}

fn unused(pattern: &Located<Pattern>) -> Fault {
    Fault::new(
        code::PATTERN_WITHOUT_CASE,
        pattern.origin,
        format!("the pattern `{}` selects no case", pattern.value),
    )
    .with_note("`*` does not cross a `/`; `**` does")
    .with_help("correct it, or take it away")
}

/// What holds for the cases of a capability, however they were chosen.
fn judge_choice(
    name: &CapabilityName,
    place: Origin,
    state: Option<State>,
    chosen: &[&CaseRef<'_>],
    faults: &mut Faults,
) {
    for case in chosen.iter().filter(|case| case.hazard > MAX_HAZARD) {
        faults.push(
            Fault::new(
                code::HAZARDOUS_CASE,
                place,
                format!(
                    "`{name}` has the case `{}` of hazard {}: nobody can be made to run it",
                    case.id, case.hazard
                ),
            )
            .with_help("exclude it"),
        );
    }
    if state == Some(State::Required) && !chosen.iter().any(|case| case.level == Level::Must) {
        faults.push(
            Fault::new(
                code::NO_MUST_CASE,
                place,
                format!("the required capability `{name}` has no case of level must"),
            )
            .with_help("include one, or make the capability advisory"),
        );
    }
}

/// Whether a locked guideline fits a catalogue: every test is a case of it, under its id, and
/// the rules of [`Authored::lock`] hold (conformance-design 12.1).
#[must_use]
pub fn check(guideline: &Guideline, cases: &[CaseRef<'_>]) -> Faults {
    let mut faults = Faults::new();
    let cases: BTreeMap<&str, &CaseRef<'_>> = cases.iter().map(|case| (case.id, case)).collect();
    let states = strongest_states(guideline.components());
    for capability in guideline.capabilities() {
        let mut chosen = Vec::new();
        for test in &capability.tests {
            let name = &test.name.value;
            let Some(case) = cases.get(name.as_str()) else {
                let fault = Fault::new(
                    code::UNKNOWN_CASE,
                    test.name.origin,
                    format!("there is no case `{name}`"),
                );
                faults.push(match nearest(name.as_str(), cases.keys().copied()) {
                    Some(near) => fault.with_help(format!("did you mean `{near}`?")),
                    None => fault.with_help("lock the guideline again"),
                });
                continue;
            };
            chosen.push(*case);
            if let Some(id) = &test.id
                && id.value.uuid() != Some(case.uuid)
            {
                faults.push(
                    Fault::new(
                        code::WRONG_CASE_ID,
                        id.origin,
                        format!("the case `{name}` has another id than `{}`", id.value),
                    )
                    .with_replacement(format!("id-{}", case.uuid)),
                );
            }
        }
        let name = &capability.name;
        let state = states.get(&name.value).copied();
        judge_choice(&name.value, name.origin, state, &chosen, &mut faults);
    }
    faults.sort();
    faults
}
