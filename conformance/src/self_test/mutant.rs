//! Model mutants: a definition with one change that a server must not make (section 18.1).

use occi_model::draft::{
    Access, AttributeDraft, DefaultDraft, Draft, ExtensionDraft, KindDraft, LiteralDraft,
    StatesDraft, TypeDraft,
};
use occi_model::{Located, Value};

use crate::run::Selection;

/// A changed definition.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// What was changed where: `compute: drop required of occi.compute.cores`.
    pub name: String,
    /// The category that was changed.
    subject: String,
    /// The definition.
    pub draft: Draft,
}

impl Mutant {
    /// Which cases are run, one selection after the other: those about the category, then all.
    pub(super) fn selections(&self) -> Vec<Selection> {
        let own = format!("*:*#{}/**", self.subject);
        let first = Selection {
            patterns: own.parse().into_iter().collect(),
            ..Selection::default()
        };
        vec![first, Selection::default()]
    }
}

/// Every mutant of the last extension of a definition, in the order of the definition.
#[must_use]
pub fn all(draft: &Draft) -> Vec<Mutant> {
    let mut found = Vec::new();
    let Some(last) = draft.extensions.len().checked_sub(1) else {
        return found;
    };
    let Some(extension) = draft.extensions.last() else {
        return found;
    };
    let mut add = |subject: &str, what: String, change: &dyn Fn(&mut ExtensionDraft)| {
        let mut draft = draft.clone();
        if let Some(extension) = draft.extensions.get_mut(last) {
            let before = extension.clone();
            change(extension);
            if *extension != before {
                found.push(Mutant {
                    name: format!("{subject}: {what}"),
                    subject: subject.to_owned(),
                    draft,
                });
            }
        }
    };
    for (k, kind) in extension.kinds.iter().enumerate() {
        let subject = kind.term.value.as_str();
        let on = |change: &'static dyn Fn(&mut KindDraft)| {
            move |extension: &mut ExtensionDraft| {
                if let Some(kind) = extension.kinds.get_mut(k) {
                    change(kind);
                }
            }
        };
        for (a, attribute) in kind.attributes.iter().enumerate() {
            for (what, change) in OF_ATTRIBUTES {
                add(
                    subject,
                    format!("{what} of {}", attribute.name.value),
                    &|extension| {
                        if let Some(kind) = extension.kinds.get_mut(k)
                            && let Some(attribute) = kind.attributes.get_mut(a)
                        {
                            change(attribute);
                        }
                    },
                );
            }
            add(
                subject,
                format!("drop {}", attribute.name.value),
                &|extension| {
                    if let Some(kind) = extension.kinds.get_mut(k) {
                        kind.attributes.remove(a);
                    }
                },
            );
        }
        for (a, action) in kind.actions.iter().enumerate() {
            let term = &action.term.value;
            add(subject, format!("drop the parameters of {term}"), &|e| {
                if let Some(action) = e.kinds.get_mut(k).and_then(|kind| kind.actions.get_mut(a)) {
                    action.parameters.clear();
                }
            });
            for (p, parameter) in action.parameters.iter().enumerate() {
                for (what, change) in OF_ATTRIBUTES {
                    add(
                        subject,
                        format!("{what} of {} of {term}", parameter.name.value),
                        &|e| {
                            if let Some(parameter) = e
                                .kinds
                                .get_mut(k)
                                .and_then(|kind| kind.actions.get_mut(a))
                                .and_then(|action| action.parameters.get_mut(p))
                            {
                                change(parameter);
                            }
                        },
                    );
                }
            }
        }
        if let Some(machine) = &kind.states {
            states(machine, &mut |what, change| {
                add(subject, what, &|e| {
                    if let Some(machine) = e.kinds.get_mut(k).and_then(|kind| kind.states.as_mut())
                    {
                        change(machine);
                    }
                });
            });
        }
        for (what, change) in OF_KINDS {
            add(subject, (*what).to_owned(), &on(change));
        }
    }
    for (m, mixin) in extension.mixins.iter().enumerate() {
        let subject = mixin.term.value.as_str();
        for (a, attribute) in mixin.attributes.iter().enumerate() {
            for (what, change) in OF_ATTRIBUTES {
                add(
                    subject,
                    format!("{what} of {}", attribute.name.value),
                    &|extension| {
                        if let Some(attribute) = extension
                            .mixins
                            .get_mut(m)
                            .and_then(|mixin| mixin.attributes.get_mut(a))
                        {
                            change(attribute);
                        }
                    },
                );
            }
        }
        add(subject, "drop applies".to_owned(), &|e| {
            if let Some(mixin) = e.mixins.get_mut(m) {
                mixin.applies.clear();
            }
        });
        add(subject, "drop depends".to_owned(), &|e| {
            if let Some(mixin) = e.mixins.get_mut(m) {
                mixin.depends.clear();
            }
        });
        add(subject, "drop the mixin".to_owned(), &|e| {
            e.mixins.remove(m);
        });
        add(subject, "change the location".to_owned(), &|e| {
            if let Some(location) = e.mixins.get_mut(m).and_then(|m| m.location.as_mut()) {
                location.value = format!("/moved{}", location.value);
            }
        });
    }
    found
}

/// Every mutant in an order that a seed decides.
#[must_use]
pub fn shuffled(draft: &Draft, seed: u64) -> Vec<Mutant> {
    let mut all = all(draft);
    // Splitmix64: small, and the same everywhere.
    let mut state = seed;
    let mut next = move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    for at in (1..all.len()).rev() {
        let bound = u64::try_from(at + 1).unwrap_or(u64::MAX);
        let other = usize::try_from(next() % bound).unwrap_or(0);
        all.swap(at, other);
    }
    all
}

type OfAttribute = fn(&mut AttributeDraft);

const OF_ATTRIBUTES: &[(&str, OfAttribute)] = &[
    ("drop required", |a| a.required = false),
    ("make mutable", |a| a.access = Access::Mutable),
    ("make read-only", |a| a.access = Access::ReadOnly),
    ("make create-only", |a| a.access = Access::CreateOnly),
    ("drop the default", |a| a.default = None),
    ("change the default", |a| {
        if let Some(default) = &mut a.default
            && let DefaultDraft::Value(value) = &mut default.value
        {
            *value = match &*value {
                Value::Integer(number) => Value::Integer(number.wrapping_add(1)),
                Value::Float(number) => Value::Float(*number + 1.0),
                Value::Boolean(truth) => Value::Boolean(!*truth),
                other => other.clone(),
            };
        }
    }),
    ("drop the lower bound", |a| {
        if let TypeDraft::Integer(range) | TypeDraft::Float(range) | TypeDraft::Number(range) =
            &mut a.value_type.value
        {
            range.min = None;
        }
    }),
    ("drop the upper bound", |a| {
        if let TypeDraft::Integer(range) | TypeDraft::Float(range) | TypeDraft::Number(range) =
            &mut a.value_type.value
        {
            range.max = None;
        }
    }),
    ("widen the lower bound", |a| {
        if let TypeDraft::Integer(range) = &mut a.value_type.value
            && let Some((bound, _)) = &mut range.min
            && let Value::Integer(number) = &mut bound.value
        {
            *number -= 1;
        }
    }),
    ("widen the upper bound", |a| {
        if let TypeDraft::Integer(range) = &mut a.value_type.value
            && let Some((bound, _)) = &mut range.max
            && let Value::Integer(number) = &mut bound.value
        {
            *number += 1;
        }
    }),
    ("drop the pattern", |a| {
        if let TypeDraft::String { pattern, .. } = &mut a.value_type.value {
            *pattern = None;
        }
    }),
    ("drop the lengths", |a| {
        if let TypeDraft::String { length, .. } | TypeDraft::List { length, .. } =
            &mut a.value_type.value
        {
            *length = Default::default();
        }
    }),
    ("drop a literal", |a| {
        if let TypeDraft::Enum(literals) = &mut a.value_type.value {
            literals.pop();
        }
    }),
    ("add a literal", |a| {
        if let TypeDraft::Enum(literals) = &mut a.value_type.value
            && let Some(last) = literals.last().cloned()
        {
            literals.push(LiteralDraft {
                name: Located::new(format!("{}x", last.name.value), last.name.origin),
                ..last
            });
        }
    }),
    ("take any text", |a| {
        a.value_type.value = TypeDraft::String {
            pattern: None,
            length: Default::default(),
        };
    }),
    ("rename", |a| a.name.value.push('x')),
    ("hide", |a| a.always = false),
];

type OfKind = &'static dyn Fn(&mut KindDraft);

const OF_KINDS: &[(&str, OfKind)] = &[
    ("change the location", &|kind| {
        if let Some(location) = &mut kind.location {
            location.value = format!("/moved{}", location.value);
        }
    }),
    ("let any source", &|kind| kind.source.clear()),
    ("let any target", &|kind| kind.target.clear()),
    ("drop the conditions", &|kind| kind.constraints.clear()),
    ("drop the states", &|kind| kind.states = None),
    ("drop the last action", &|kind| {
        if let Some(action) = kind.actions.pop() {
            let term = action.term.value;
            for state in kind.states.iter_mut().flat_map(|m| m.states.iter_mut()) {
                state.transitions.retain(|t| {
                    !matches!(&t.trigger, occi_model::draft::TriggerDraft::Action(a) if a.value == term)
                });
            }
        }
    }),
];

/// Takes a change of a state machine: what it is, and the change.
type AddStates<'a> = &'a mut dyn FnMut(String, &dyn Fn(&mut StatesDraft));

/// The mutants of a state machine.
fn states(machine: &StatesDraft, add: AddStates<'_>) {
    for (s, state) in machine.states.iter().enumerate() {
        let name = &state.name.value;
        if !state.initial {
            add(format!("start in {name}"), &|machine| {
                for (at, state) in machine.states.iter_mut().enumerate() {
                    state.initial = at == s;
                }
            });
        }
        for (t, transition) in state.transitions.iter().enumerate() {
            let to = &transition.to.value;
            add(
                format!("drop the way {t} from {name} to {to}"),
                &|machine| {
                    if let Some(state) = machine.states.get_mut(s) {
                        state.transitions.remove(t);
                    }
                },
            );
            let elsewhere = machine
                .states
                .iter()
                .map(|state| &state.name.value)
                .find(|other| *other != to);
            if let Some(elsewhere) = elsewhere {
                add(
                    format!("lead the way {t} from {name} to {elsewhere}"),
                    &|machine| {
                        let way = machine
                            .states
                            .get_mut(s)
                            .and_then(|s| s.transitions.get_mut(t));
                        if let Some(way) = way {
                            way.to.value = elsewhere.clone();
                        }
                    },
                );
            }
            for (other, target) in machine.states.iter().enumerate() {
                if other != s {
                    let from = &target.name.value;
                    add(format!("add a way {t} of {name} from {from}"), &|machine| {
                        if let Some(state) = machine.states.get_mut(other)
                            && !state
                                .transitions
                                .iter()
                                .any(|known| known.trigger == transition.trigger)
                        {
                            state.transitions.push(transition.clone());
                        }
                    });
                }
            }
        }
    }
}
