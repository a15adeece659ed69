//! Model mutants: a definition with one change that a server must not make (section 18.1).

use occi_model::draft::{
    Access, AttributeDraft, DefaultDraft, Draft, ExtensionDraft, KindDraft, LiteralDraft,
    MixinDraft, Reference, StatesDraft, TriggerDraft, TypeDraft,
};
use occi_model::{Located, Value};

use crate::{dice::Dice, run::Selection};

/// A changed definition.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// What was changed where: `compute: drop required of occi.compute.cores`.
    pub name: String,
    /// What was changed, without where: `drop required`.
    pub operator: &'static str,
    /// The category that was changed.
    subject: String,
    /// The definition.
    pub draft: Draft,
}

impl Mutant {
    /// Which cases are run, one selection after the other: those about the category, then all.
    #[must_use]
    pub fn selections(&self) -> Vec<Selection> {
        vec![self.own(), Selection::default()]
    }

    /// The cases about the category.
    #[must_use]
    pub fn own(&self) -> Selection {
        let own = format!("*:*#{}/**", self.subject);
        Selection {
            patterns: own.parse().into_iter().collect(),
            ..Selection::default()
        }
    }
}

/// Takes a change: the category, what is changed, in what of it, and the change.
type Add<'a> = &'a mut dyn FnMut(&str, &'static str, &str, &dyn Fn(&mut ExtensionDraft));

/// Every mutant of the last extension of a definition, in the order of the definition.
#[must_use]
pub fn all(draft: &Draft) -> Vec<Mutant> {
    let mut found = Vec::new();
    let Some(extension) = draft.extensions.last() else {
        return found;
    };
    let mut add = |subject: &str,
                   operator: &'static str,
                   part: &str,
                   change: &dyn Fn(&mut ExtensionDraft)| {
        let mut draft = draft.clone();
        if let Some(extension) = draft.extensions.last_mut() {
            let before = extension.clone();
            change(extension);
            if *extension != before {
                let of = if part.is_empty() { "" } else { " of " };
                found.push(Mutant {
                    name: format!("{subject}: {operator}{of}{part}"),
                    operator,
                    subject: subject.to_owned(),
                    draft,
                });
            }
        }
    };
    for k in 0..extension.kinds.len() {
        of_kind(extension, k, &mut add);
    }
    for m in 0..extension.mixins.len() {
        of_mixin(extension, m, &mut add);
    }
    for (t, named) in extension.types.iter().enumerate() {
        for (what, change) in OF_BOUNDS {
            add(&named.name.value, what, "the type", &|e| {
                let named = e.types.get_mut(t).into_iter();
                named.for_each(|named| change(&mut named.value_type.value));
            });
        }
    }
    found
}

fn of_kind(extension: &ExtensionDraft, k: usize, add: Add<'_>) {
    let Some(kind) = extension.kinds.get(k) else {
        return;
    };
    let subject = kind.term.value.as_str();
    let on = |extension: &mut ExtensionDraft, change: &dyn Fn(&mut KindDraft)| {
        if let Some(kind) = extension.kinds.get_mut(k) {
            change(kind);
        }
    };
    for (a, attribute) in kind.attributes.iter().enumerate() {
        let name = &attribute.name.value;
        for (what, change) in OF_ATTRIBUTES {
            add(subject, what, name, &|e| {
                on(e, &|kind| {
                    kind.attributes.get_mut(a).into_iter().for_each(change);
                });
            });
        }
        add(subject, "drop the attribute", name, &|e| {
            on(e, &|kind| {
                kind.attributes.remove(a);
            });
        });
    }
    for (a, action) in kind.actions.iter().enumerate() {
        let term = &action.term.value;
        add(subject, "drop the parameters", term, &|e| {
            on(e, &|kind| {
                if let Some(action) = kind.actions.get_mut(a) {
                    action.parameters.clear();
                }
            });
        });
        add(subject, "drop the action", term, &|e| {
            on(e, &|kind| drop_action(kind, term));
        });
        for (p, parameter) in action.parameters.iter().enumerate() {
            let part = format!("{} of {term}", parameter.name.value);
            for (what, change) in OF_ATTRIBUTES {
                add(subject, what, &part, &|e| {
                    on(e, &|kind| {
                        let action = kind.actions.get_mut(a);
                        let parameter = action.and_then(|one| one.parameters.get_mut(p));
                        parameter.into_iter().for_each(change);
                    });
                });
            }
        }
    }
    if let Some(machine) = &kind.states {
        states(machine, &mut |operator, part, change| {
            add(subject, operator, &part, &|e| {
                on(e, &|kind| {
                    kind.states.iter_mut().for_each(change);
                    begin_where_said(kind);
                });
            });
        });
    }
    for (what, change) in OF_KINDS {
        add(subject, what, "", &|e| on(e, change));
    }
    for (c, constraint) in kind.constraints.iter().enumerate() {
        let message = format!("{:?}", constraint.message);
        add(subject, "drop the condition", &message, &|e| {
            on(e, &|kind| {
                kind.constraints.remove(c);
            });
        });
    }
    add(subject, "drop the kind", "", &|e| {
        e.kinds.remove(k);
    });
    // Another parent of the same sort, whose attributes and actions come along.
    let other = extension
        .kinds
        .iter()
        .find(|other| other.term != kind.term && other.parent == kind.parent);
    if let Some(other) = other {
        let term = other.term.value.clone();
        add(subject, "change the parent", "", &|e| {
            on(e, &|kind| {
                if let Some(parent) = &mut kind.parent {
                    parent.value = Reference::name(term.as_str());
                }
            });
        });
    }
}

/// Lets the default of the state attribute say the initial state: it would win over another one.
fn begin_where_said(kind: &mut KindDraft) {
    let Some(machine) = &kind.states else { return };
    let initial = machine.states.iter().find(|state| state.initial);
    let state = kind
        .attributes
        .iter_mut()
        .find(|attribute| attribute.name.value == machine.attribute.value);
    if let (Some(initial), Some(state)) = (initial, state)
        && let Some(default) = &mut state.default
    {
        default.value = DefaultDraft::Value(Value::from(initial.name.value.as_str()));
    }
}

/// Drops an action, and with it the transitions that it triggers.
fn drop_action(kind: &mut KindDraft, term: &str) {
    kind.actions.retain(|action| action.term.value != term);
    for state in kind.states.iter_mut().flat_map(|m| m.states.iter_mut()) {
        state.transitions.retain(
            |t| !matches!(&t.trigger, TriggerDraft::Action(action) if action.value == *term),
        );
    }
}

fn of_mixin(extension: &ExtensionDraft, m: usize, add: Add<'_>) {
    let Some(mixin) = extension.mixins.get(m) else {
        return;
    };
    let subject = mixin.term.value.as_str();
    let on = |extension: &mut ExtensionDraft, change: &dyn Fn(&mut MixinDraft)| {
        if let Some(mixin) = extension.mixins.get_mut(m) {
            change(mixin);
        }
    };
    for (a, attribute) in mixin.attributes.iter().enumerate() {
        for (what, change) in OF_ATTRIBUTES {
            add(subject, what, &attribute.name.value, &|e| {
                on(e, &|mixin| {
                    mixin.attributes.get_mut(a).into_iter().for_each(change);
                });
            });
        }
    }
    for (c, constraint) in mixin.constraints.iter().enumerate() {
        let message = format!("{:?}", constraint.message);
        add(subject, "drop the condition", &message, &|e| {
            on(e, &|mixin| {
                mixin.constraints.remove(c);
            });
        });
    }
    for (what, change) in OF_MIXINS {
        add(subject, what, "", &|e| on(e, change));
    }
    add(subject, "drop the mixin", "", &|e| {
        e.mixins.remove(m);
    });
}

/// Puts things into an order that a seed decides, the same everywhere.
pub fn shuffle<T>(all: &mut [T], seed: u64) {
    let mut dice = Dice::new(seed);
    for at in (1..all.len()).rev() {
        let other = dice.below(at + 1);
        all.swap(at, other);
    }
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
    ("narrow the lower bound", |a| {
        narrow_from_below(&mut a.value_type.value);
    }),
    ("narrow the upper bound", |a| {
        narrow_from_above(&mut a.value_type.value);
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

type OfBound = fn(&mut TypeDraft);

const OF_BOUNDS: [(&str, OfBound); 2] = [
    ("narrow the lower bound", narrow_from_below),
    ("narrow the upper bound", narrow_from_above),
];

fn narrow_from_below(value_type: &mut TypeDraft) {
    if let TypeDraft::Integer(range) | TypeDraft::Float(range) = value_type
        && let Some((bound, _)) = &mut range.min
    {
        bound.value = moved(&bound.value, 1);
    }
}

fn narrow_from_above(value_type: &mut TypeDraft) {
    if let TypeDraft::Integer(range) | TypeDraft::Float(range) = value_type
        && let Some((bound, _)) = &mut range.max
    {
        bound.value = moved(&bound.value, -1);
    }
}

/// A number that is larger by so many.
fn moved(number: &Value, by: i32) -> Value {
    match number {
        Value::Integer(number) => Value::Integer(number.wrapping_add(i64::from(by))),
        Value::Float(number) => Value::Float(*number + f64::from(by)),
        other => other.clone(),
    }
}

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
];

type OfMixin = &'static dyn Fn(&mut MixinDraft);

const OF_MIXINS: &[(&str, OfMixin)] = &[
    ("drop applies", &|mixin| mixin.applies.clear()),
    ("drop depends", &|mixin| mixin.depends.clear()),
    ("change the location", &|mixin| {
        if let Some(location) = &mut mixin.location {
            location.value = format!("/moved{}", location.value);
        }
    }),
];

/// Takes a change of a state machine: what it is, in what of it, and the change.
type AddStates<'a> = &'a mut dyn FnMut(&'static str, String, &dyn Fn(&mut StatesDraft));

/// The mutants of a state machine.
fn states(machine: &StatesDraft, add: AddStates<'_>) {
    for (s, state) in machine.states.iter().enumerate() {
        let name = &state.name.value;
        if !state.initial {
            add("change the initial state", name.clone(), &|machine| {
                for (at, state) in machine.states.iter_mut().enumerate() {
                    state.initial = at == s;
                }
            });
        }
        for (t, transition) in state.transitions.iter().enumerate() {
            let to = &transition.to.value;
            add("drop a way", format!("{name} to {to} ({t})"), &|machine| {
                if let Some(state) = machine.states.get_mut(s) {
                    state.transitions.remove(t);
                }
            });
            let elsewhere = machine
                .states
                .iter()
                .map(|state| &state.name.value)
                .find(|other| *other != to);
            if let Some(elsewhere) = elsewhere {
                add(
                    "lead a way elsewhere",
                    format!("{name} to {to} ({t}): {elsewhere}"),
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
                    add(
                        "add a way",
                        format!("{from}, as {t} of {name}"),
                        &|machine| {
                            if let Some(state) = machine.states.get_mut(other)
                                && !state
                                    .transitions
                                    .iter()
                                    .any(|known| known.trigger == transition.trigger)
                            {
                                state.transitions.push(transition.clone());
                            }
                        },
                    );
                }
            }
        }
    }
}
