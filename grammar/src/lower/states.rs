//! State machines.

use occi_model::draft::{StateDraft, StatesDraft, TransitionDraft, TriggerDraft};

use super::{Lowering, lead::Holds};
use crate::syntax::tree::{State, States, Transition, Trigger};

impl Lowering<'_> {
    pub(super) fn states(&mut self, states: &States<'_>) -> StatesDraft {
        StatesDraft {
            attribute: self.text(&states.attribute),
            states: states
                .states
                .iter()
                .map(|state| self.state(state))
                .collect(),
        }
    }

    fn state(&mut self, state: &State<'_>) -> StateDraft {
        let lead = self.lead(&state.lead, Holds::VERSIONS, "a state");
        let mut said: Vec<&str> = Vec::new();
        for (at, modifier) in state.modifiers.iter().enumerate() {
            let before = &state.modifiers[..at];
            match before.iter().find(|one| one.value == modifier.value) {
                None => said.push(&modifier.value),
                Some(first) => {
                    let what = format!("`{}`", modifier.value);
                    self.doubled(first.span, modifier.span, &what);
                }
            }
        }
        StateDraft {
            name: self.text(&state.name),
            initial: said.contains(&"initial"),
            transitions: state
                .transitions
                .iter()
                .map(|transition| self.transition(transition))
                .collect(),
            versions: lead.versions,
            is_final: said.contains(&"final"),
        }
    }

    fn transition(&mut self, transition: &Transition<'_>) -> TransitionDraft {
        let lead = self.lead(&transition.lead, Holds::VERSIONS, "a transition");
        let failure = self
            .once(&transition.failures, |text| text.span, "the failure state")
            .cloned();
        let via = self
            .once(&transition.vias, |text| text.span, "the transient state")
            .cloned();
        TransitionDraft {
            trigger: match &transition.trigger {
                Trigger::Action(term) => TriggerDraft::Action(self.text(term)),
                Trigger::Event(label) => {
                    TriggerDraft::Event(label.as_ref().map(|label| label.value.to_string()))
                }
            },
            to: self.text(&transition.to),
            via: via.map(|text| self.text(&text)),
            failure: failure.map(|text| self.text(&text)),
            versions: lead.versions,
        }
    }
}
