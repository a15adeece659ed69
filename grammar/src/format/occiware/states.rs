//! State machines.
//!
//! In the metamodel an action may lead from one state to several; published models mean
//! success and failure by that. A draft has one transition for each action in a state, with the
//! failure as part of it.

use std::collections::BTreeMap;

use occi_model::{
    Fault, Located, VersionRange,
    draft::{StateDraft, StatesDraft, TransitionDraft, TriggerDraft},
};

use super::{
    lower::Lowering,
    tree::{Attribute, State, StateMachine, Transition},
};
use crate::format::code;

/// The state that a failed action leads to, in every published model.
const ERROR: &str = "error";

/// An action, or an event of the server, with the states that it leads to from one state.
type Ways = (Option<Located<String>>, Vec<Located<String>>);

impl Lowering<'_> {
    pub(super) fn states(
        &mut self,
        machine: StateMachine,
        attributes: &[Attribute],
    ) -> StatesDraft {
        let StateMachine { attribute, states } = machine;
        let mut drafts: Vec<StateDraft> =
            states.into_iter().map(|state| self.state(state)).collect();
        let mut initial = drafts.iter_mut().filter(|state| state.initial);
        let first = initial.next().map(|first| first.name.origin);
        for second in initial {
            let origin = second.name.origin;
            second.initial = false;
            self.report(
                Fault::new(
                    code::ECORE_INITIALS,
                    origin,
                    format!("two states of `{}` are initial", attribute.value),
                )
                .with_place(first.unwrap_or(origin), "the first")
                .with_help("a new instance is in one state: keep one"),
            );
        }
        if !drafts.iter().any(|state| state.initial) && !drafts.is_empty() {
            let default = attributes
                .iter()
                .find(|one| one.name.value == attribute.value)
                .and_then(|one| one.default.as_ref());
            let at = default
                .and_then(|default| {
                    drafts
                        .iter()
                        .position(|state| state.name.value == default.value)
                })
                .unwrap_or(0);
            drafts[at].initial = true;
            self.report(
                Fault::new(
                    code::INITIAL,
                    attribute.origin,
                    format!("no state of `{}` is initial", attribute.value),
                )
                .with_place(drafts[at].name.origin, "taken for the initial one")
                .with_help("mark the state of a new instance as `initial`"),
            );
        }
        StatesDraft {
            attribute,
            states: drafts,
        }
    }

    fn state(&mut self, state: State) -> StateDraft {
        let State {
            literal,
            initial,
            is_final,
            transitions,
        } = state;
        StateDraft {
            is_final,
            transitions: self.transitions(&literal, transitions),
            name: literal,
            initial,
            versions: VersionRange::ALL,
        }
    }

    fn transitions(
        &mut self,
        from: &Located<String>,
        list: Vec<Transition>,
    ) -> Vec<TransitionDraft> {
        // The ways of each action, in the order in which the actions first appear.
        let mut ways: Vec<Ways> = Vec::new();
        let mut place: BTreeMap<String, usize> = BTreeMap::new();
        for Transition { action, target } in list {
            let known = action.as_ref().and_then(|action| place.get(&action.value));
            match known {
                Some(&at) => {
                    if !ways[at].1.contains(&target) {
                        ways[at].1.push(target);
                    }
                }
                None => {
                    if let Some(action) = &action {
                        place.insert(action.value.clone(), ways.len());
                    }
                    ways.push((action, vec![target]));
                }
            }
        }
        let mut drafts = Vec::new();
        for (action, mut targets) in ways {
            let draft = |trigger, to, failure| TransitionDraft {
                trigger,
                to,
                via: None,
                failure,
                versions: VersionRange::ALL,
            };
            let Some(action) = action else {
                let events = targets
                    .into_iter()
                    .map(|to| draft(TriggerDraft::Event(None), to, None));
                drafts.extend(events);
                continue;
            };
            let failure = (targets.len() > 1)
                .then(|| {
                    targets
                        .iter()
                        .position(|to| to.value.eq_ignore_ascii_case(ERROR))
                })
                .flatten()
                .map(|at| targets.remove(at));
            let mut targets = targets.into_iter();
            let Some(to) = targets.next() else { continue };
            let rest: Vec<Located<String>> = targets.collect();
            if !rest.is_empty() {
                self.ambiguous(from, &action, &to, &rest);
            }
            let label = action.value.clone();
            drafts.push(draft(TriggerDraft::Action(action), to, failure));
            // What the server decides is an event of the server.
            drafts.extend(
                rest.into_iter()
                    .map(|to| draft(TriggerDraft::Event(Some(label.clone())), to, None)),
            );
        }
        drafts
    }

    fn ambiguous(
        &mut self,
        from: &Located<String>,
        action: &Located<String>,
        to: &Located<String>,
        rest: &[Located<String>],
    ) {
        let mut fault = Fault::new(
            code::WAYS,
            action.origin,
            format!(
                "`{}` leads several ways from `{}`",
                action.value, from.value
            ),
        )
        .with_label(format!("read as the way to `{}`", to.value))
        .with_note("an action leads to one state, and to one more where it fails (D-30)");
        for other in rest {
            fault = fault.with_place(other.origin, "read as an event of the server");
        }
        self.report(fault);
    }
}
