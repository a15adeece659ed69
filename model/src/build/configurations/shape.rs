//! What instances of one kind with the same mixins have in common, worked out once.

use std::{
    collections::{HashMap, hash_map::Entry},
    rc::Rc,
    sync::Arc,
};

use crate::{
    build::report::Report,
    codes,
    fault::Fault,
    model::{Access, Attribute, Constraint, DefaultValue, KindId, MixinId, Model, StateMachine},
    origin::Origin,
    value::Value,
};

/// Attributes of Core that have words of their own in a configuration (D-15).
pub(super) const ID: &str = "occi.core.id";
pub(super) const TITLE: &str = "occi.core.title";
pub(super) const SUMMARY: &str = "occi.core.summary";
pub(super) const SOURCE: &str = "occi.core.source";
pub(super) const SOURCE_KIND: &str = "occi.core.source.kind";
pub(super) const TARGET: &str = "occi.core.target";
pub(super) const TARGET_KIND: &str = "occi.core.target.kind";

/// Most attributes, required values and conditions that all instances have to be looked at for.
const MOST_WORK: usize = 2_000_000;

/// What is known of the value that an attribute will have.
#[derive(Debug)]
pub(super) enum Known {
    /// This value.
    Value(Value),
    /// None.
    Nothing,
    /// The server decides.
    Unknown,
}

/// What a kind with certain mixins gives to its instances.
pub(super) struct Shape {
    /// The attributes by name.
    pub(super) definitions: HashMap<String, Arc<Attribute>>,
    /// Those that a client has to give, in order of their names.
    pub(super) required: Vec<Arc<Attribute>>,
    pub(super) machines: Vec<Arc<StateMachine>>,
    /// Template values that win over what is given (D-20).
    overriding: Vec<Arc<Attribute>>,
    /// The mixins, and all that they depend on.
    pub(super) closure: Vec<MixinId>,
    pub(super) constraints: Vec<Arc<Constraint>>,
}

impl Shape {
    fn new(model: &Model, kind: KindId, mixins: &[MixinId]) -> Self {
        let attributes = model.attributes_of(kind, mixins);
        let closure = model.closure_of(mixins);
        let of_mixins = || closure.iter().map(|&mixin| model.mixin(mixin));
        let is_required = |attribute: &&Arc<Attribute>| {
            attribute.required
                && attribute.access != Access::ReadOnly
                && attribute.default.is_none()
                && !matches!(attribute.name.as_str(), SOURCE | TARGET)
        };
        let mut required: Vec<Arc<Attribute>> =
            attributes.iter().filter(is_required).cloned().collect();
        required.sort_by(|one, other| one.name.as_str().cmp(other.name.as_str()));
        let of_kind = model.kind(kind);
        Self {
            required,
            machines: of_kind
                .states
                .iter()
                .chain(of_mixins().filter_map(|mixin| mixin.states.as_ref()))
                .cloned()
                .collect(),
            overriding: model.overriding_values(mixins),
            constraints: of_kind
                .all_constraints
                .iter()
                .chain(of_mixins().flat_map(|mixin| &mixin.constraints))
                .cloned()
                .collect(),
            definitions: attributes
                .into_iter()
                .map(|attribute| (attribute.name.to_string(), attribute))
                .collect(),
            closure,
        }
    }

    /// What is known of the value that an attribute of an instance will have after creation
    /// (D-20): that of an overriding template, the one given, the default, the initial state.
    pub(super) fn known(&self, name: &str, given: Option<&Value>) -> Known {
        let Some(attribute) = self.definitions.get(name) else {
            return if name == ID {
                Known::Unknown
            } else {
                Known::Nothing
            };
        };
        let template = self.overriding.iter().find(|one| one.name == *name);
        if let Some(value) = template.and_then(|one| one.default_value()).or(given) {
            return Known::Value(value.clone());
        }
        // Ends, and what is said of them, are texts of the server.
        if matches!(name, ID | SOURCE | SOURCE_KIND | TARGET | TARGET_KIND) {
            return Known::Unknown;
        }
        match &attribute.default {
            Some(DefaultValue::Value(value)) => return Known::Value(value.clone()),
            Some(DefaultValue::Generated { .. }) => return Known::Unknown,
            None => {}
        }
        if let Some(machine) = self.machines.iter().find(|one| one.attribute == *name) {
            return Known::Value(Value::from(&*machine.initial));
        }
        if attribute.access == Access::ReadOnly {
            Known::Unknown
        } else {
            Known::Nothing
        }
    }
}

/// The shapes that were met, and how much work is left.
pub(super) struct Shapes {
    known: HashMap<(KindId, Vec<MixinId>), Rc<Shape>>,
    left: Option<usize>,
    /// Whether it has been said that there is too much work.
    said: bool,
}

impl Default for Shapes {
    fn default() -> Self {
        Self {
            known: HashMap::new(),
            left: Some(MOST_WORK),
            said: false,
        }
    }
}

impl Shapes {
    /// The shape of an instance; `None` when all instances together are too much work, which is
    /// reported once (E0221).
    pub(super) fn get(
        &mut self,
        model: &Model,
        (kind, mixins): (KindId, &[MixinId]),
        origin: Origin,
        report: &mut Report,
    ) -> Option<Rc<Shape>> {
        let Some(left) = self.left else {
            if !self.said {
                self.said = true;
                report.push(
                    Fault::new(
                        codes::E0221,
                        origin,
                        "the instances have too many attributes and conditions to be checked",
                    )
                    .with_label("this instance and those behind it are not checked")
                    .with_help("divide them among several files"),
                );
            }
            return None;
        };
        let mut cost = 0;
        let shape = match self.known.entry((kind, mixins.to_vec())) {
            Entry::Occupied(entry) => Rc::clone(entry.get()),
            Entry::Vacant(entry) => {
                let shape = entry.insert(Rc::new(Shape::new(model, kind, mixins)));
                cost += shape.definitions.len();
                Rc::clone(shape)
            }
        };
        cost += shape.required.len() + shape.constraints.len();
        self.left = left.checked_sub(cost);
        Some(shape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        build::testing::{place, sample, with_core},
        version::Profile,
    };

    #[test]
    fn e0221_too_much_work_is_said_once() {
        let model = with_core(sample()).build(Profile::Union).model.unwrap();
        let (kind, _) = model.kinds().last().unwrap();
        let mut report = Report::default();
        let mut shapes = Shapes {
            left: Some(0),
            ..Shapes::default()
        };
        let mut get = |report: &mut Report| shapes.get(&model, (kind, &[]), place(), report);
        // What makes it too much is still done.
        assert!(get(&mut report).is_some());
        assert!(get(&mut report).is_none());
        assert!(get(&mut report).is_none());
        let faults = report.finish();
        let found: Vec<_> = faults.iter().map(|fault| fault.code).collect();
        assert_eq!(found, [codes::E0221]);
    }
}
