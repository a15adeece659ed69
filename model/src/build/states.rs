//! State machines.

use std::sync::Arc;

use super::{
    report::Report,
    rules::states as rules,
    work::{AttributeWork, Parent, Work},
};
use crate::{
    draft::{StateDraft, StatesDraft, TransitionDraft, TriggerDraft},
    model::{Access, ActionId, Attribute, State, StateMachine, Transition, Trigger},
    origin::Located,
    types::{EnumType, ValueType},
    version::{Profile, VersionRange},
};

/// A kind or mixin with a state machine, and what it can refer to.
pub(super) struct Subject<'w> {
    /// For messages: "the kind `compute`".
    pub(super) name: String,
    pub(super) attributes: Vec<&'w Arc<Attribute>>,
    pub(super) actions: Vec<ActionId>,
    pub(super) own_actions: &'w [ActionId],
    /// Whether everything that it inherits is known.
    pub(super) complete: bool,
}

/// Makes the machines of all kinds and mixins; kinds without one inherit the nearest.
pub(super) fn lower(work: &mut Work<'_>, report: &mut Report) {
    for at in 0..work.order.len() {
        let kind = work.order[at];
        let own = &work.kinds[kind];
        let machine = own.draft.states.as_ref().and_then(|draft| {
            let subject = Subject {
                name: format!("the kind `{}`", own.draft.term.value),
                attributes: own.all_attributes.iter().collect(),
                actions: own.all_actions.clone(),
                own_actions: &own.actions,
                complete: own.complete,
            };
            machine(work, &subject, &own.attributes, draft, report).map(Arc::new)
        });
        let inherited = match own.parent {
            Parent::Of(parent) => work.kinds[parent].states.clone(),
            Parent::Root | Parent::Broken => None,
        };
        let own = &mut work.kinds[kind];
        own.states = machine.clone().or(inherited);
        own.own_states = machine;
    }
    for mixin in 0..work.mixins.len() {
        let own = &work.mixins[mixin];
        let machine = own.draft.states.as_ref().and_then(|draft| {
            let closure = || own.closure.iter().map(|&on| &work.mixins[on]);
            let subject = Subject {
                name: format!("the mixin `{}`", own.draft.term.value),
                attributes: closure()
                    .flat_map(|mixin| mixin.attributes.iter())
                    .filter_map(|attribute| attribute.made.as_ref())
                    .collect(),
                actions: closure()
                    .flat_map(|mixin| mixin.actions.iter().copied())
                    .collect(),
                own_actions: &own.actions,
                complete: own.complete,
            };
            machine(work, &subject, &own.attributes, draft, report).map(Arc::new)
        });
        work.mixins[mixin].states = machine;
    }
}

fn machine(
    work: &Work<'_>,
    subject: &Subject<'_>,
    own: &[AttributeWork<'_>],
    draft: &StatesDraft,
    report: &mut Report,
) -> Option<StateMachine> {
    let name = &*draft.attribute.value;
    let Some(attribute) = subject.attributes.iter().find(|one| one.name == *name) else {
        let faulty = own.iter().any(|one| one.draft.name.value == name);
        // A machine has no version marks of its own: it goes where its attribute goes.
        if subject.complete && !faulty && !work.dropped.contains(name) {
            rules::m050_unknown(subject, &draft.attribute, report);
        }
        return None;
    };
    let ValueType::Enum(literals) = &attribute.value_type else {
        rules::m050_attribute(subject, &draft.attribute, attribute, report);
        return None;
    };
    if attribute.access != Access::ReadOnly {
        rules::m050_attribute(subject, &draft.attribute, attribute, report);
        return None;
    }
    if !own.iter().any(|one| one.draft.name.value == name) {
        rules::m050_inherited(subject, &draft.attribute, report);
    }
    let mut builder = Builder {
        work,
        subject,
        draft,
        literals,
        report,
        states: Vec::new(),
        transitions: Vec::new(),
        sound: true,
    };
    let profile = work.scope.profile;
    let kept: Vec<&StateDraft> = draft
        .states
        .iter()
        .filter(|state| profile.admits(state.versions))
        .collect();
    for state in &kept {
        super::rules::names::e0224_versions("state", &state.name, state.versions, builder.report);
        builder.state(state);
    }
    for state in &kept {
        for transition in &state.transitions {
            if profile.admits(transition.versions) {
                builder.transition(state, transition);
            }
        }
    }
    let Builder {
        states,
        transitions,
        sound,
        ..
    } = builder;
    let initial = rules::m052_initial(subject, draft, &kept, report)?;
    if !sound {
        return None;
    }
    let machine = StateMachine {
        attribute: attribute.name.clone(),
        initial: initial.into(),
        states,
        transitions,
    };
    rules::m052_reachable(subject, draft, &machine, report);
    rules::m053_unused(work, subject, draft, &machine, report);
    let mut own = own.iter().map(|one| one.draft);
    if let Some(own) = own.find(|one| one.name.value == name) {
        rules::w0233_default(subject, own, draft, &machine, report);
    }
    rules::w0234_literals(subject, draft, literals, &machine, report);
    rules::w0235_final(subject, draft, report);
    Some(machine)
}

struct Builder<'b, 'w, 'd> {
    work: &'w Work<'d>,
    subject: &'b Subject<'w>,
    draft: &'b StatesDraft,
    literals: &'b EnumType,
    report: &'b mut Report,
    states: Vec<State>,
    transitions: Vec<Transition>,
    sound: bool,
}

impl Builder<'_, '_, '_> {
    fn state(&mut self, state: &StateDraft) {
        let name = &state.name;
        if !self.literals.has(&name.value) {
            self.sound = false;
            rules::m051_literal(self.subject, self.draft, name, self.literals, self.report);
        } else if self.states.iter().any(|one| *one.name == *name.value) {
            self.sound = false;
            rules::m051_twice(self.draft, name, self.report);
        } else {
            self.states.push(State {
                name: name.value.as_str().into(),
                versions: state.versions,
                is_final: state.is_final,
            });
        }
    }

    /// A state that a transition leads to. One that has no entry of its own has no way out.
    fn target(&mut self, name: &Located<String>) -> Option<Arc<str>> {
        if let Some(state) = self.states.iter().find(|state| *state.name == *name.value) {
            return Some(Arc::clone(&state.name));
        }
        let Some(literal) = self
            .literals
            .literals
            .iter()
            .find(|one| *one.name == *name.value)
        else {
            self.sound = false;
            rules::m051_literal(self.subject, self.draft, name, self.literals, self.report);
            return None;
        };
        let state = State {
            name: Arc::clone(&literal.name),
            versions: literal.versions,
            is_final: false,
        };
        self.states.push(state);
        Some(Arc::clone(&literal.name))
    }

    /// The state after a failure; none where the profile does not have it: 1.1 knows no `error`.
    fn failure(&mut self, name: &Located<String>) -> Option<Arc<str>> {
        let profile = self.work.scope.profile;
        let elsewhere = self
            .draft
            .states
            .iter()
            .any(|state| state.name.value == name.value && !profile.admits(state.versions));
        if elsewhere && !self.literals.has(&name.value) {
            return None;
        }
        self.target(name)
    }

    fn trigger(&mut self, draft: &TriggerDraft) -> Option<Trigger> {
        let term = match draft {
            TriggerDraft::Event(label) => {
                return Some(Trigger::Event(label.as_deref().map(Arc::from)));
            }
            TriggerDraft::Action(term) => term,
        };
        let found = self
            .subject
            .actions
            .iter()
            .find(|&&action| self.work.action(action).draft.term.value == term.value);
        match found {
            Some(&action) => Some(Trigger::Action(action)),
            None => {
                self.sound = false;
                if self.subject.complete {
                    rules::m051_action(self.work, self.subject, term, self.report);
                }
                None
            }
        }
    }

    fn transition(&mut self, from: &StateDraft, draft: &TransitionDraft) {
        let trigger = self.trigger(&draft.trigger);
        let to = self.target(&draft.to);
        let via = draft.via.as_ref().map(|via| self.target(via));
        let failure = draft
            .failure
            .as_ref()
            .and_then(|failure| self.failure(failure));
        let (Some(trigger), Some(to)) = (trigger, to) else {
            return;
        };
        if matches!(via, Some(None)) || !self.literals.has(&from.name.value) {
            return;
        }
        let transition = Transition {
            from: from.name.value.as_str().into(),
            trigger,
            to,
            via: via.flatten(),
            failure,
            versions: draft.versions,
        };
        let twin = self.transitions.iter_mut().find(|one| {
            one.from == transition.from
                && one.trigger == transition.trigger
                && matches!(one.trigger, Trigger::Action(_))
        });
        match twin {
            None => self.transitions.push(transition),
            Some(twin) => {
                if !merge(twin, &transition) {
                    self.sound = false;
                    rules::e0223_two_ways(from, draft, self.report);
                }
            }
        }
    }
}

/// Makes one transition of two that versions without overlap have, when only the failure
/// differs: the union of both versions has it (D-120).
fn merge(twin: &mut Transition, other: &Transition) -> bool {
    let disjoint = ![Profile::V1_1, Profile::V1_2]
        .into_iter()
        .any(|profile| profile.admits(twin.versions) && profile.admits(other.versions));
    let same_way = twin.to == other.to && twin.via == other.via;
    let failures_agree =
        twin.failure.is_none() || other.failure.is_none() || twin.failure == other.failure;
    if !(disjoint && same_way && failures_agree) {
        return false;
    }
    if twin.failure.is_none() {
        twin.failure.clone_from(&other.failure);
    }
    // There are two versions; what both halves have between them is all.
    twin.versions = VersionRange::ALL;
    true
}
