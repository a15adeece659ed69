//! The shape of an instance: what its kind and its mixins together define.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use indexmap::IndexMap;
use occi_model::{
    Access, ActionId, Attribute, AttributeName, Attributes, CategoryId, KindId, MixinId, Model,
    Value, ValueType,
    hashing::Seeded,
    model::{Constraint, DefaultValue, StateMachine},
};

use super::{Fault, engine::Engine};
use crate::store::{Record, UserMixin};

/// A mixin of the model or of a user.
#[derive(Clone, Debug)]
pub(crate) enum MixinRef {
    /// Of the model.
    Model(MixinId),
    /// Defined by a client.
    User(Arc<UserMixin>),
}

impl MixinRef {
    /// Identifier.
    pub(crate) fn id<'a>(&'a self, model: &'a Model) -> &'a CategoryId {
        match self {
            Self::Model(id) => &model.mixin(*id).id,
            Self::User(mixin) => &mixin.id,
        }
    }

    /// The mixins of the model whose capabilities it brings, nearest first.
    pub(crate) fn closure<'a>(&self, model: &'a Model) -> &'a [MixinId] {
        match self {
            Self::Model(id) => &model.mixin(*id).closure,
            Self::User(mixin) => mixin
                .depends
                .as_ref()
                .and_then(|id| model.find_mixin(id.as_str()))
                .map_or(&[], |id| &model.mixin(id).closure),
        }
    }

    /// Whether it may be attached to instances of `kind` (D-08).
    pub(crate) fn applies_to(&self, model: &Model, kind: KindId) -> bool {
        match self {
            Self::Model(id) => model.applies_to(*id, kind),
            Self::User(mixin) => {
                let own = mixin.applies.is_empty()
                    || mixin.applies.iter().any(|id| {
                        model
                            .find_kind(id.as_str())
                            .is_some_and(|ancestor| model.is_a(kind, ancestor))
                    });
                own && self
                    .closure(model)
                    .first()
                    .is_none_or(|&depends| model.applies_to(depends, kind))
            }
        }
    }

    /// The exclusive families that it is a member of (D-21): what it depends on, not itself.
    pub(crate) fn families<'a>(&self, model: &'a Model) -> impl Iterator<Item = MixinId> + 'a {
        let itself = match self {
            Self::Model(id) => Some(*id),
            Self::User(_) => None,
        };
        self.closure(model)
            .iter()
            .copied()
            .filter(move |&id| Some(id) != itself && model.mixin(id).exclusive)
    }

    /// The value that it or a mixin it depends on gives to an attribute, nearest first.
    pub(crate) fn default_of<'a>(&self, model: &'a Model, name: &str) -> Option<&'a Attribute> {
        self.closure(model)
            .iter()
            .filter_map(|&id| model.mixin(id).attribute(name))
            .find(|attribute| attribute.default.is_some())
            .map(|attribute| &**attribute)
    }

    /// The value with which it overrides the client (D-20, first line).
    pub(crate) fn overriding<'a>(&self, model: &'a Model, name: &str) -> Option<&'a Value> {
        self.closure(model)
            .iter()
            .filter(|&&id| {
                let mixin = model.mixin(id);
                mixin
                    .closure
                    .iter()
                    .any(|&base| base != id && model.mixin(base).overriding)
            })
            .find_map(|&id| model.mixin(id).attribute(name)?.default_value())
    }
}

/// Everything that is said about one attribute of an instance.
#[derive(Clone, Debug)]
pub(crate) struct Definition {
    /// The definition of the kind, or else of the first mixin.
    pub(crate) attribute: Arc<Attribute>,
    /// Definitions of mixins, which may only be narrower (D-11).
    pub(crate) narrower: Vec<Arc<Attribute>>,
}

impl Definition {
    fn new(attribute: &Arc<Attribute>) -> Self {
        Self {
            attribute: Arc::clone(attribute),
            narrower: Vec::new(),
        }
    }

    /// All definitions.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Attribute> {
        std::iter::once(&self.attribute)
            .chain(&self.narrower)
            .map(|attribute| &**attribute)
    }

    /// Who may set it: the strictest word counts.
    pub(crate) fn access(&self) -> Access {
        let mut strictest = Access::Mutable;
        for attribute in self.all() {
            strictest = match (strictest, attribute.access) {
                (Access::ReadOnly, _) | (_, Access::ReadOnly) => Access::ReadOnly,
                (Access::CreateOnly, _) | (_, Access::CreateOnly) => Access::CreateOnly,
                _ => Access::Mutable,
            };
        }
        strictest
    }

    /// Whether the client must give it (D-24).
    pub(crate) fn required(&self) -> bool {
        self.all().any(|attribute| attribute.required)
    }

    /// Whether every instance shows it (D-24).
    pub(crate) fn always(&self) -> bool {
        self.all().any(|attribute| attribute.always)
    }
}

/// What the kind and the mixins of an instance define together.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    /// The kind.
    pub(crate) kind: KindId,
    /// Definitions by attribute name: those of the kind, then those of mixins.
    pub(crate) attributes: IndexMap<AttributeName, Definition, Seeded>,
    /// State machines: that of the kind, then those of mixins.
    pub(crate) machines: Vec<Arc<StateMachine>>,
    /// Mixins, and what they depend on.
    pub(crate) carried: Vec<CategoryId>,
    /// Conditions that look at nothing but the instance.
    pub(crate) constraints: Vec<Arc<Constraint>>,
    /// Actions: those of the kind, then those of mixins.
    pub(crate) actions: Vec<ActionId>,
    /// Whether a value may need the least free number.
    pub(crate) is_numbered: bool,
}

impl Shape {
    /// What a kind defines.
    pub(crate) fn of_kind(model: &Model, kind: KindId) -> Self {
        let definition = model.kind(kind);
        let mut shape = Self {
            kind,
            attributes: definition
                .all_attributes
                .iter()
                .map(|attribute| (attribute.name.clone(), Definition::new(attribute)))
                .collect(),
            machines: definition.states.iter().cloned().collect(),
            carried: Vec::new(),
            constraints: local(&definition.all_constraints).collect(),
            actions: definition.all_actions.clone(),
            is_numbered: false,
        };
        shape.is_numbered = shape.has_numbers();
        shape
    }

    /// What it and mixins define together.
    ///
    /// # Errors
    ///
    /// 409 when two definitions of one attribute do not fit together (D-11).
    fn with(mut self, model: &Model, mixins: &[MixinId]) -> Result<Self, Fault> {
        for &id in mixins {
            self.add(model, id)?;
        }
        self.is_numbered = self.has_numbers();
        Ok(self)
    }

    fn add(&mut self, model: &Model, id: MixinId) -> Result<(), Fault> {
        let mixin = model.mixin(id);
        for attribute in mixin.attributes.iter().filter(|a| !a.is_setting) {
            match self.attributes.entry(attribute.name.clone()) {
                indexmap::map::Entry::Vacant(entry) => {
                    entry.insert(Definition::new(attribute));
                }
                indexmap::map::Entry::Occupied(mut entry) => {
                    let present = &entry.get().attribute.value_type;
                    if !compatible(present, &attribute.value_type) {
                        return Err(Fault::conflict(
                            "incompatible-mixin",
                            format!(
                                "mixin `{}` defines attribute `{}` as {}, which is {} here; leave the mixin out",
                                mixin.id,
                                attribute.name,
                                attribute.value_type.describe(),
                                present.describe(),
                            ),
                        ));
                    }
                    entry.get_mut().narrower.push(Arc::clone(attribute));
                }
            }
        }
        self.machines.extend(mixin.states.iter().cloned());
        self.carried.push(mixin.id.clone());
        self.constraints.extend(local(&mixin.constraints));
        for &action in &mixin.actions {
            if !self.actions.contains(&action) {
                self.actions.push(action);
            }
        }
        Ok(())
    }

    fn has_numbers(&self) -> bool {
        self.attributes.values().any(|definition| {
            definition.all().any(|attribute| {
                matches!(
                    attribute.default,
                    Some(DefaultValue::Generated { template: Some(_) })
                )
            })
        })
    }

    /// The definition of an attribute.
    pub(crate) fn definition(&self, name: &str) -> Option<&Definition> {
        self.attributes.get(name)
    }

    /// Puts values in the order of their definitions; values without definition are dropped.
    pub(crate) fn arrange(&self, mut values: Attributes) -> Attributes {
        self.attributes
            .keys()
            .filter_map(|name| values.shift_remove_entry(name))
            .collect()
    }

    /// The actions that the present values allow (D-32): those that no state machine governs, and
    /// those that lead away from the present state.
    pub(crate) fn applicable(&self, values: &Attributes) -> Vec<ActionId> {
        self.actions
            .iter()
            .copied()
            .filter(|&action| self.is_applicable(action, values))
            .collect()
    }

    /// Whether the present values allow an action.
    pub(crate) fn is_applicable(&self, action: ActionId, values: &Attributes) -> bool {
        self.machines
            .iter()
            .filter(|machine| machine.governs(action))
            .all(|machine| {
                state(machine, values)
                    .is_some_and(|state| machine.transition(state, action).is_some())
            })
    }
}

/// The mixins of the model that mixins of an instance bring along, themselves among them, each once.
fn brought(model: &Model, mixins: &[MixinRef]) -> Vec<MixinId> {
    let mut all: Vec<MixinId> = Vec::new();
    for &id in mixins.iter().flat_map(|mixin| mixin.closure(model)) {
        if !all.contains(&id) {
            all.push(id);
        }
    }
    all
}

/// A kind and the mixins of the model that come to it, in order.
type Combination = (KindId, Vec<MixinId>);

/// Clients choose the combinations; beyond these, a shape is put together each time.
const MOST_SHAPES: usize = 1_024;

/// The shapes of combinations that were met.
#[derive(Debug, Default)]
pub(crate) struct Shapes(RwLock<HashMap<Combination, Arc<Shape>, Seeded>>);

impl Shapes {
    fn get(&self, combination: &Combination) -> Option<Arc<Shape>> {
        // One insertion is all that changes under the lock, so a poisoned one holds whole data.
        let shapes = self.0.read().unwrap_or_else(PoisonError::into_inner);
        shapes.get(combination).cloned()
    }

    fn keep(&self, combination: Combination, shape: &Arc<Shape>) {
        let mut shapes = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if shapes.len() < MOST_SHAPES {
            shapes.insert(combination, Arc::clone(shape));
        }
    }
}

impl Engine {
    /// What a kind and mixins define together. Most instances have no mixins; what their kind
    /// defines was put together once.
    ///
    /// # Errors
    ///
    /// 409 when two definitions of one attribute do not fit together (D-11).
    pub(crate) fn shape(&self, kind: KindId, mixins: &[MixinRef]) -> Result<Arc<Shape>, Fault> {
        let of_kind = &self.facts(kind).shape;
        let combination = (kind, brought(&self.model, mixins));
        if combination.1.is_empty() {
            return Ok(Arc::clone(of_kind));
        }
        if let Some(shape) = self.shapes.get(&combination) {
            return Ok(shape);
        }
        let shape = Shape::clone(of_kind).with(&self.model, &combination.1)?;
        let shape = Arc::new(shape);
        self.shapes.keep(combination, &shape);
        Ok(shape)
    }

    /// The shape of a record.
    ///
    /// # Errors
    ///
    /// As [`Self::shape`].
    pub(crate) fn shape_of(&self, record: &Record) -> Result<Arc<Shape>, Fault> {
        self.shape(self.kind_of(record), &self.mixins_of(record))
    }
}

/// Those that look at nothing but their own instance. The others are asked where what is around
/// the instance is known.
fn local(constraints: &[Arc<Constraint>]) -> impl Iterator<Item = Arc<Constraint>> {
    let local = |constraint: &&Arc<Constraint>| constraint.condition.reach().is_local();
    constraints.iter().filter(local).cloned()
}

/// The present state of a machine.
pub(crate) fn state<'a>(machine: &StateMachine, values: &'a Attributes) -> Option<&'a str> {
    values.get(&machine.attribute)?.as_str()
}

/// Whether two definitions of one attribute can hold together: the same basic type; the facets of
/// both are checked.
fn compatible(one: &ValueType, other: &ValueType) -> bool {
    let number = |t: &ValueType| {
        matches!(
            t,
            ValueType::Integer(_) | ValueType::Float(_) | ValueType::Number(_)
        )
    };
    one.keyword() == other.keyword()
        || (number(one) && number(other))
        || (one.is_text() && other.is_text())
}
