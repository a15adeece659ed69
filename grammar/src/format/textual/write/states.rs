//! State machines.

use std::sync::Arc;

use occi_model::{
    VersionRange,
    model::{CategoryRef, StateMachine, Transition, Trigger},
};

use super::{Writer, category::Body, types::literal_of};

impl Writer<'_> {
    pub(super) fn states(&mut self, body: &Body<'_>, machine: &StateMachine) {
        let attribute = machine.attribute.as_str();
        let what = format!("{} {attribute}", body.what);
        let shown = body
            .attributes
            .iter()
            .find(|one| one.name == machine.attribute);
        let Some(shown) = shown else { return };
        // The type has been given its name with the attribute.
        let enumeration = self.type_name(shown);
        let literal = |name: &str| format!("{enumeration}.{}", literal_of(&shown.value_type, name));
        self.line(0, &format!("FSM attribute {attribute} {{"));
        let last = machine.states.len().saturating_sub(1);
        for (at, state) in machine.states.iter().enumerate() {
            if state.versions != VersionRange::ALL {
                self.lose(&what, format!("state `{}`: its versions", state.name));
            }
            self.line(1, "state");
            if state.name == machine.initial {
                self.push(" initial");
            }
            if state.is_final {
                self.push(" final");
            }
            self.push(&format!(" {}", literal(&state.name)));
            let mut ways = Vec::new();
            for transition in &machine.transitions {
                if transition.from == state.name {
                    ways.extend(self.ways(body, &what, transition, &literal));
                }
            }
            if !ways.is_empty() {
                self.push(" transitions (");
                let count = ways.len();
                for (at, way) in ways.iter().enumerate() {
                    let comma = if at + 1 < count { "," } else { "" };
                    self.line(2, &format!("{way}{comma}"));
                }
                self.push(" )");
            }
            if at < last {
                self.push(",");
            }
        }
        self.line(0, "}");
    }

    /// The ways of a transition: success, then failure.
    fn ways(
        &mut self,
        body: &Body<'_>,
        what: &str,
        transition: &Transition,
        literal: &impl Fn(&str) -> String,
    ) -> Vec<String> {
        let from = &transition.from;
        if transition.versions != VersionRange::ALL {
            self.lose(what, format!("a transition from `{from}`: its versions"));
        }
        if let Some(via) = &transition.via {
            self.lose(
                what,
                format!("a transition from `{from}`: that it goes through `{via}`"),
            );
        }
        let cause = match &transition.trigger {
            Trigger::Event(label) => {
                if let Some(label) = label {
                    self.lose(what, format!("the name `{label}` of an event"));
                }
                String::new()
            }
            Trigger::Action(id) => {
                let term = self.model.action(*id).id.term();
                if body.actions.contains(id) {
                    format!("action {} ", self.name(CategoryRef::Action(*id)))
                } else {
                    self.lose(
                        what,
                        format!(
                            "the cause `{term}` of a transition from `{from}`: only own actions can be named"
                        ),
                    );
                    String::new()
                }
            }
        };
        let mut ways = vec![format!("{cause}to {}", literal(&transition.to))];
        // The state on the way stays one that can be reached.
        let via = transition.via.as_ref();
        ways.extend(via.map(|via| format!("to {}", literal(via))));
        if let Some(failure) = &transition.failure {
            ways.push(format!("{cause}to {}", literal(failure)));
            let is_error = |name: &Arc<str>| name.eq_ignore_ascii_case("error");
            if !is_error(failure) || is_error(&transition.to) {
                self.lose(
                    what,
                    format!("that `{failure}` is where a transition from `{from}` fails to"),
                );
            }
        }
        ways
    }
}
