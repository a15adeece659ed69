//! State machines of a model.

use std::sync::Arc;

use super::ActionId;
use crate::{name::AttributeName, version::VersionRange};

/// What makes an instance change its state.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Trigger {
    /// An action that a client can call.
    Action(ActionId),
    /// Something inside the server.
    Event(Option<Arc<str>>),
}

/// A transition of a state machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Transition {
    /// State before.
    pub from: Arc<str>,
    /// Cause.
    pub trigger: Trigger,
    /// State after success.
    pub to: Arc<str>,
    /// Transient state passed through on the way (D-34).
    pub via: Option<Arc<str>>,
    /// State after failure.
    pub failure: Option<Arc<str>>,
    /// Versions of the standard that have it.
    pub versions: VersionRange,
}

/// A state of a state machine.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The literal of the state attribute.
    pub name: Arc<str>,
    /// Versions of the standard that have it.
    pub versions: VersionRange,
    /// Whether instances may end here, as the diagrams of the standard show it. Nothing follows
    /// from it: ways may lead on, and an instance can be deleted in any state (GFD.224 3).
    pub is_final: bool,
}

/// A state machine over an enum attribute.
#[derive(Clone, Debug, PartialEq)]
pub struct StateMachine {
    /// The attribute that shows the state.
    pub attribute: AttributeName,
    /// State of a new instance.
    pub initial: Arc<str>,
    /// All states, in source order.
    pub states: Vec<State>,
    /// All transitions, in source order.
    pub transitions: Vec<Transition>,
}

impl StateMachine {
    /// The transition that `action` makes in `state`.
    #[must_use]
    pub fn transition(&self, state: &str, action: ActionId) -> Option<&Transition> {
        self.transitions
            .iter()
            .find(|t| &*t.from == state && t.trigger == Trigger::Action(action))
    }

    /// The actions applicable in `state` (D-32), in source order of the transitions.
    pub fn applicable<'a>(&'a self, state: &'a str) -> impl Iterator<Item = ActionId> + 'a {
        self.transitions
            .iter()
            .filter(move |t| &*t.from == state)
            .filter_map(|t| match t.trigger {
                Trigger::Action(action) => Some(action),
                Trigger::Event(_) => None,
            })
    }

    /// Whether the machine governs `action` at all.
    #[must_use]
    pub fn governs(&self, action: ActionId) -> bool {
        self.transitions
            .iter()
            .any(|t| t.trigger == Trigger::Action(action))
    }
}
