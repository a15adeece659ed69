//! State machines.

use occi_model::draft::{StateDraft, StatesDraft, TransitionDraft, TriggerDraft};

use super::{Lowering, lead::Holds};
use crate::syntax::{
    self,
    tree::{State, States, Transition, Trigger},
};

impl<'a> Lowering<'a> {
    pub(super) fn states(&mut self, states: &States<'a>) -> StatesDraft {
        let mut drafts = Vec::with_capacity(states.states.len());
        self.each(&states.states, &syntax::states(), |lowering, state| {
            drafts.push(lowering.state(state));
        });
        StatesDraft {
            attribute: self.text(&states.attribute),
            states: drafts,
        }
    }

    fn state(&mut self, state: &State<'a>) -> StateDraft {
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
        let mut transitions = Vec::with_capacity(state.transitions.len());
        self.each(
            &state.transitions,
            &syntax::transitions(),
            |lowering, transition| transitions.push(lowering.transition(transition)),
        );
        StateDraft {
            name: self.text(&state.name),
            initial: said.contains(&"initial"),
            transitions,
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
