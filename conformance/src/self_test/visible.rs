//! What of a definition a client can tell from outside, at a server that does as it says.
//!
//! Two definitions that differ in nothing else make the same server: no suite finds the one that
//! runs the other. What counts as the same follows from the definitions alone, by these rules:
//!
//! - Ways of a state machine are seen by taking them. Those that begin in a state in which no
//!   instance ever is are not; nor are those that only a named event takes, which comes from the
//!   provider's own software, and those that a failure takes, which the built-in server never has.
//!   The query interface shows no state machines.
//! - A link with a way without a name follows its source (D-37): which state it is in for which
//!   state of the source is seen, not the ways by themselves.
//! - A link that may lead from or to any resource may do so whether the definition says it or not.
//! - That every instance shows an attribute says nothing more where every instance has a value: it
//!   is required, or the server gives it and no client can take it away (D-24).

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use occi_model::{
    Access, Action, Attribute, KindId, Mixin, Model,
    model::{Kind, StateMachine, Trigger},
};

/// Whether a client can tell two definitions apart.
pub(super) fn same(one: &Model, other: &Model) -> bool {
    Seen::of(one) == Seen::of(other)
}

/// What can be told of a definition.
#[derive(PartialEq)]
struct Seen {
    kinds: Vec<(Kind, Option<Ways>)>,
    mixins: Vec<Mixin>,
    actions: Vec<Action>,
}

impl Seen {
    fn of(model: &Model) -> Self {
        let kinds = model.kinds().map(|(id, kind)| {
            let ways = kind.states.as_deref().map(|_| Ways::of(model, id));
            let mut kind = kind.clone();
            kind.own_states = None;
            kind.states = None;
            let any = model.core().resource;
            for ends in [&mut kind.source, &mut kind.target] {
                if ends.contains(&any) {
                    ends.clear();
                }
            }
            let state = ways.as_ref().map(|ways| ways.attribute.clone());
            let all = kind.attributes.iter_mut().chain(&mut kind.all_attributes);
            all.for_each(|one| settle(one, state.as_deref()));
            (kind, ways)
        });
        let mixins = model.mixins().map(|(_, mixin)| {
            let mut mixin = mixin.clone();
            mixin
                .attributes
                .iter_mut()
                .for_each(|one| settle(one, None));
            mixin
        });
        let actions = model.actions().map(|(_, action)| {
            let mut action = action.clone();
            for parameter in &mut action.parameters {
                // A parameter is part of an invocation, which no instance shows.
                Arc::make_mut(parameter).always = false;
            }
            action
        });
        Self {
            kinds: kinds.collect(),
            mixins: mixins.collect(),
            actions: actions.collect(),
        }
    }
}

/// Says of an attribute that every instance shows it where every instance has a value.
fn settle(attribute: &mut Arc<Attribute>, state: Option<&str>) {
    let is_given = attribute.default.is_some() || Some(attribute.name.as_str()) == state;
    let stays = attribute.access != Access::Mutable;
    if (attribute.required && attribute.default.is_none()) || (is_given && stays) {
        Arc::make_mut(attribute).always = true;
    }
}

/// What a state machine does, as far as instances come about.
#[derive(PartialEq)]
struct Ways {
    attribute: String,
    start: String,
    /// From where which action leads where.
    taken: BTreeSet<(String, String, String)>,
    /// Actions that the machine speaks of at all: they are refused wherever no way is.
    governed: BTreeSet<String>,
    /// For a link: from where it goes where when its source is in a state.
    followed: BTreeMap<(String, String), String>,
}

impl Ways {
    /// The ways of a kind that has a state machine.
    fn of(model: &Model, id: KindId) -> Self {
        let kind = model.kind(id);
        let mut found = Self {
            attribute: String::new(),
            start: String::new(),
            taken: BTreeSet::new(),
            governed: BTreeSet::new(),
            followed: BTreeMap::new(),
        };
        let Some(machine) = kind.states.as_deref() else {
            return found;
        };
        found.attribute = machine.attribute.to_string();
        found.start = start(kind, machine);
        let sources = if model.is_link(id) {
            states_of_sources(model, kind)
        } else {
            BTreeSet::new()
        };
        for transition in &machine.transitions {
            if let Trigger::Action(action) = transition.trigger {
                found.governed.insert(model.action(action).id.to_string());
            }
        }
        let mut reached = BTreeSet::new();
        let mut open = vec![found.start.clone()];
        while let Some(state) = open.pop() {
            if !reached.insert(state.clone()) {
                continue;
            }
            for action in machine.applicable(&state) {
                if let Some(way) = machine.transition(&state, action) {
                    let action = model.action(action).id.to_string();
                    found
                        .taken
                        .insert((state.clone(), action, way.to.to_string()));
                    open.push(way.to.to_string());
                }
            }
            for source in &sources {
                if let Some(to) = follows(machine, &state, source) {
                    found
                        .followed
                        .insert((state.clone(), source.clone()), to.to_owned());
                    open.push(to.to_owned());
                }
            }
        }
        found
    }
}

/// The state of a new instance.
fn start(kind: &Kind, machine: &StateMachine) -> String {
    kind.attribute(machine.attribute.as_str())
        .and_then(|attribute| attribute.default_value())
        .and_then(|value| value.as_str())
        .unwrap_or(&machine.initial)
        .to_owned()
}

/// Every state that a source of a link can be in.
fn states_of_sources(model: &Model, link: &Kind) -> BTreeSet<String> {
    let may_be = |id: KindId| {
        link.source.is_empty() || link.source.iter().any(|wanted| model.is_a(id, *wanted))
    };
    model
        .kinds()
        .filter(|(id, kind)| !kind.is_abstract && !model.is_link(*id) && may_be(*id))
        .filter(|(_, kind)| kind.states.is_some())
        .flat_map(|(id, _)| {
            let ways = Ways::of(model, id);
            let to = ways.taken.into_iter().map(|(_, _, to)| to);
            to.chain([ways.start]).collect::<Vec<_>>()
        })
        .collect()
}

/// Where a link in a state goes by itself when its source is in a state: where a way without a name
/// leads to the state of that name, else back to the initial one, if such a way leads there.
fn follows<'m>(machine: &'m StateMachine, present: &str, source: &str) -> Option<&'m str> {
    let nameless = || {
        machine
            .transitions
            .iter()
            .filter(|way| way.trigger == Trigger::Event(None))
    };
    let wanted = nameless()
        .map(|way| &*way.to)
        .find(|to| *to == source)
        .unwrap_or(&machine.initial);
    nameless()
        .find(|way| *way.from == *present && *way.to == *wanted)
        .map(|way| &*way.to)
        .filter(|to| *to != present)
}
