//! Which capability entered, advanced, was deprecated and removed, and when.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{build::Guideline, list::strongest_states, words::State};

/// A capability over the guidelines of a history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CapabilityHistory {
    /// Its name.
    pub name: String,
    /// Its state in each guideline of the history, the strongest over the components; `None`:
    /// no component names it.
    pub states: Vec<Option<&'static str>>,
}

/// A step of a capability.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The guideline of the step.
    pub guideline: String,
    /// The state before; `None`: not named, or no guideline before.
    pub from: Option<&'static str>,
    /// The state from then on; `None`: not named any more.
    pub to: Option<&'static str>,
}

impl CapabilityHistory {
    /// The guidelines in which the state changed, among `guidelines`.
    #[must_use]
    pub fn steps(&self, guidelines: &[String]) -> Vec<Step> {
        let mut before = None;
        let mut steps = Vec::new();
        for (guideline, state) in guidelines.iter().zip(&self.states) {
            if *state != before {
                steps.push(Step {
                    guideline: guideline.clone(),
                    from: before,
                    to: *state,
                });
                before = *state;
            }
        }
        steps
    }
}

/// The capabilities of several guidelines, one column for each guideline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct History {
    /// Ids of the guidelines, oldest first; `next` and its like last.
    pub guidelines: Vec<String>,
    /// The capabilities, in the order in which they entered, then by name.
    pub capabilities: Vec<CapabilityHistory>,
}

impl History {
    /// The history of guidelines of one programme, given in any order. Of guidelines with one
    /// id the last counts.
    #[must_use]
    pub fn of<'g>(guidelines: impl IntoIterator<Item = &'g Guideline>) -> Self {
        // Digits come before letters, so that `next` follows every month.
        let by_id: BTreeMap<&str, &Guideline> = guidelines
            .into_iter()
            .map(|guideline| (guideline.metadata().id.value.as_str(), guideline))
            .collect();
        let states: Vec<BTreeMap<&str, State>> = by_id
            .values()
            .map(|guideline| {
                strongest_states(guideline.components())
                    .into_iter()
                    .map(|(name, state)| (name.as_str(), state))
                    .collect()
            })
            .collect();
        let names: BTreeSet<&str> = states.iter().flat_map(BTreeMap::keys).copied().collect();
        let mut capabilities: Vec<CapabilityHistory> = names
            .into_iter()
            .map(|name| CapabilityHistory {
                name: name.to_owned(),
                states: states
                    .iter()
                    .map(|states| states.get(name).map(|state| state.as_str()))
                    .collect(),
            })
            .collect();
        // The sort is stable: names stay in order.
        capabilities.sort_by_key(|c| c.states.iter().position(Option::is_some));
        Self {
            guidelines: by_id.into_keys().map(str::to_owned).collect(),
            capabilities,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        guideline::{
            GuidelineId,
            sample::{built, component, draft},
        },
        origin::Located,
    };

    #[test]
    fn each_step_is_told_with_its_guideline() {
        let guideline = |id: &str, states: &[(State, &[&str])]| {
            let names = states.iter().flat_map(|(_, names)| names.iter());
            let capabilities = names
                .map(|name| crate::guideline::sample::capability(name, Vec::new()))
                .collect();
            let mut draft = draft(vec![component("c", states)], capabilities);
            draft.metadata.id = Located::nowhere(GuidelineId::new(id).unwrap());
            built(draft)
        };
        let next = guideline("next", &[(State::Required, &["b"])]);
        let old = guideline("2018.02", &[(State::Advisory, &["b"])]);
        let new = guideline(
            "2018.11",
            &[(State::Required, &["b"]), (State::Advisory, &["a"])],
        );
        let history = History::of([&next, &new, &old]);
        assert_eq!(history.guidelines, ["2018.02", "2018.11", "next"]);
        let names: Vec<&str> = history
            .capabilities
            .iter()
            .map(|c| c.name.as_str())
            .collect();
        assert_eq!(names, ["b", "a"]);
        let step = |guideline: &str, from, to| Step {
            guideline: guideline.to_owned(),
            from,
            to,
        };
        assert_eq!(
            history.capabilities[0].steps(&history.guidelines),
            [
                step("2018.02", None, Some("advisory")),
                step("2018.11", Some("advisory"), Some("required")),
            ]
        );
        assert_eq!(
            history.capabilities[1].steps(&history.guidelines),
            [
                step("2018.11", None, Some("advisory")),
                step("next", Some("advisory"), None),
            ]
        );
    }
}
