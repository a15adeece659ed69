//! Writing state machines: all references are positions.

use std::sync::Arc;

use occi_model::{
    Attribute, ValueType, VersionRange,
    model::{CategoryRef, StateMachine, Trigger},
};

use super::{extension::Extension, types::TypeRef};

/// The state that readers take for the one after a failure.
const ERROR: &str = "error";

impl Extension<'_> {
    /// Writes the machine of a category whose attributes have these types.
    pub(super) fn machine(
        &mut self,
        category: CategoryRef,
        machine: &StateMachine,
        attributes: &[Arc<Attribute>],
        types: &[TypeRef],
    ) {
        let what = format!("{} {}", self.model.id_of(category), machine.attribute);
        let position = attributes
            .iter()
            .position(|attribute| attribute.name == machine.attribute);
        let Some((position, reference)) = position.zip(position.and_then(|at| types.get(at)))
        else {
            self.lose(what, "state machine: its attribute is another's");
            return;
        };
        let ValueType::Enum(literals) = &attributes[position].value_type else {
            return;
        };
        let owner = self.path(category);
        self.xml.open("fsm");
        self.xml
            .attribute("attribute", &format!("{owner}/@attributes.{position}"));
        for state in &machine.states {
            let literal = literals
                .literals
                .iter()
                .position(|literal| literal.name == state.name)
                .unwrap_or(0);
            let own = reference.own_literal(literal);
            self.xml.open("ownedState");
            self.xml.optional("literal", own.as_deref());
            if state.name == machine.initial {
                self.xml.attribute("initial", "true");
            }
            if state.is_final {
                self.xml.attribute("final", "true");
            }
            let mut left: Vec<&str> = Vec::new();
            for transition in &machine.transitions {
                if transition.from == state.name {
                    if transition.trigger == Trigger::Event(None) {
                        left.push(&transition.to);
                    }
                    self.transition(&what, &owner, machine, transition);
                }
            }
            // What is passed through on the way is left by a change of the server.
            for transition in &machine.transitions {
                if transition.via.as_ref() == Some(&state.name) && !left.contains(&&*transition.to)
                {
                    left.push(&transition.to);
                    self.step(&owner, machine, &transition.to, None);
                }
            }
            if own.is_none() {
                self.xml.open("literal");
                self.xml.attribute("href", &reference.literal(literal));
                self.xml.close();
            }
            self.xml.close();
            if state.versions != VersionRange::ALL {
                let why = format!(
                    "versions of the state `{}`: the metamodel knows none",
                    state.name
                );
                self.lose(&*what, why);
            }
        }
        self.xml.close();
    }

    /// Writes one outgoing transition.
    fn step(
        &mut self,
        owner: &str,
        machine: &StateMachine,
        target: &str,
        action: Option<CategoryRef>,
    ) {
        let position = machine
            .states
            .iter()
            .position(|state| *state.name == *target)
            .unwrap_or(0);
        self.xml.open("outgoingTransition");
        self.xml
            .attribute("target", &format!("{owner}/@fsm/@ownedState.{position}"));
        if let Some(action) = action {
            if self.is_own(action) {
                let path = self.path(action);
                self.xml.attribute("action", &path);
            } else {
                let href = self.href(action);
                self.xml.open("action");
                self.xml.attribute("href", &href);
                self.xml.close();
            }
        }
        self.xml.close();
    }

    fn transition(
        &mut self,
        what: &str,
        owner: &str,
        machine: &StateMachine,
        transition: &occi_model::model::Transition,
    ) {
        let trigger = match &transition.trigger {
            Trigger::Action(action) => self.model.action(*action).id.term(),
            Trigger::Event(label) => label.as_deref().unwrap_or("event"),
        };
        let way = format!(
            "`{trigger}` from `{}` to `{}`",
            transition.from, transition.to
        );
        let first = transition.via.as_ref().unwrap_or(&transition.to);
        let action = match transition.trigger {
            Trigger::Action(action) => Some(CategoryRef::Action(action)),
            Trigger::Event(_) => None,
        };
        for target in std::iter::once(first).chain(&transition.failure) {
            self.step(owner, machine, target, action);
        }
        if let Trigger::Event(Some(label)) = &transition.trigger {
            self.lose(
                what,
                format!("label `{label}` of {way}: transitions have none"),
            );
        }
        if let Some(via) = &transition.via {
            let why = format!("via `{via}` on {way}: a change by the server leads on from there");
            self.lose(what, why);
        }
        match &transition.failure {
            Some(failure) if !failure.eq_ignore_ascii_case(ERROR) => {
                let why =
                    format!("failure `{failure}` of {way}: it is read as a change by the server");
                self.lose(what, why);
            }
            Some(_) if matches!(transition.trigger, Trigger::Event(_)) => {
                let why = format!("failure of {way}, an event: it is read as an event of its own");
                self.lose(what, why);
            }
            None if transition.to.eq_ignore_ascii_case(ERROR) => {}
            _ => {}
        }
        if transition.versions != VersionRange::ALL {
            let why = format!("versions of {way}: the metamodel knows none");
            self.lose(what, why);
        }
    }
}
