//! Values that nobody gave: templates, defaults, generated values, initial states (D-20).

use std::collections::BTreeSet;

use occi_model::{Access, Attribute, AttributeName, Attributes, Model, Value, model::DefaultValue};

use super::{
    defect::{Defect, Defects},
    engine::Engine,
    generate,
    shape::{Definition, MixinRef, Shape},
};

/// Finds the least number, counted from 0, whose text nobody near the instance has.
pub(crate) type LeastFree<'a> = dyn Fn(&AttributeName, &str) -> String + 'a;

/// What values are completed from.
pub(crate) struct Completion<'a, 'm> {
    /// The model.
    pub(crate) model: &'m Model,
    /// Attached mixins in order of the request.
    pub(crate) mixins: &'a [MixinRef],
    /// What they and the kind define.
    pub(crate) shape: &'a Shape,
    /// For generated values with a template.
    pub(crate) least_free: &'a LeastFree<'a>,
    /// Seeded defects.
    pub(crate) defects: Defects,
}

impl<'m> Completion<'_, 'm> {
    /// Completes the values of a new instance, in the order of precedence of D-20, and sets every
    /// state machine to its initial state.
    pub(crate) fn create(&self, mut given: Attributes) -> Attributes {
        // Gathered first: what is stored should have room for its values only.
        let mut values = Vec::with_capacity(self.shape.attributes.len());
        for (name, definition) in &self.shape.attributes {
            if definition.attribute.name == *super::engine::ID {
                continue;
            }
            let given = given.swap_remove(name);
            let value = if self.defects.has(Defect::DefaultIgnored) {
                given
            } else {
                self.overriding(name)
                    .or(given)
                    .or_else(|| self.default(definition))
            };
            let value = value.or_else(|| self.initial(name)).or_else(|| {
                // Nobody else can give it, and every instance shows it.
                (definition.always() && definition.access() == Access::ReadOnly)
                    .then(|| generate::value(&definition.attribute.value_type))
                    .flatten()
            });
            if let Some(value) = value {
                values.push((definition.attribute.name.clone(), value));
            }
        }
        let mut exact = Attributes::with_capacity(values.len());
        exact.extend(values);
        exact
    }

    /// Completes the values of an instance that gets the mixins of `added`: what they override,
    /// then their defaults and initial states for what has no value yet (D-20, INF-092).
    pub(crate) fn attach(&self, added: &[MixinRef], values: &mut Attributes) {
        for (name, definition) in &self.shape.attributes {
            if let Some(value) = last(added, |mixin| mixin.overriding(self.model, name.as_str())) {
                values.insert(definition.attribute.name.clone(), value.clone());
            } else if !values.contains_key(name) {
                let value = last(added, |mixin| mixin.default_of(self.model, name.as_str()))
                    .and_then(|attribute| self.of_attribute(attribute))
                    .or_else(|| self.initial(name));
                if let Some(value) = value {
                    values.insert(definition.attribute.name.clone(), value);
                }
            }
        }
    }

    /// Gives every attribute that all instances show its default back, after a change took the
    /// value away.
    pub(crate) fn refill(&self, values: &mut Attributes) {
        for (name, definition) in &self.shape.attributes {
            if definition.always()
                && !values.contains_key(name)
                && let Some(value) = self.default(definition)
            {
                values.insert(definition.attribute.name.clone(), value);
            }
        }
    }

    /// The value with which a template overrides the client.
    fn overriding(&self, name: &AttributeName) -> Option<Value> {
        last(self.mixins, |mixin| {
            mixin.overriding(self.model, name.as_str())
        })
        .cloned()
    }

    /// The default: of mixins, later before earlier, then of the kind.
    fn default(&self, definition: &Definition) -> Option<Value> {
        let name = definition.attribute.name.as_str();
        last(self.mixins, |mixin| mixin.default_of(self.model, name))
            .and_then(|attribute| self.of_attribute(attribute))
            .or_else(|| self.of_attribute(&definition.attribute))
    }

    fn of_attribute(&self, attribute: &Attribute) -> Option<Value> {
        match attribute.default.as_ref()? {
            DefaultValue::Value(value) => Some(value.clone()),
            DefaultValue::Generated {
                template: Some(template),
            } => Some(Value::from((self.least_free)(&attribute.name, template))),
            DefaultValue::Generated { template: None } => generate::value(&attribute.value_type),
        }
    }

    fn initial(&self, name: &AttributeName) -> Option<Value> {
        self.shape
            .machines
            .iter()
            .find(|machine| machine.attribute == *name)
            .map(|machine| Value::from(&*machine.initial))
    }
}

/// The first hit from the end: later mixins win over earlier ones.
fn last<'a, T>(mixins: &'a [MixinRef], find: impl Fn(&'a MixinRef) -> Option<T>) -> Option<T> {
    mixins.iter().rev().find_map(find)
}

/// The text of a template with the least number that no instance of the kind (for links: none of
/// the same source) has.
pub(crate) fn least_free<'a>(
    engine: &Engine,
    kind: &str,
    source: Option<&str>,
    planned: impl Iterator<Item = &'a Attributes>,
    name: &AttributeName,
    template: &str,
) -> String {
    let stored = match source {
        Some(source) => engine
            .store
            .links_from(source)
            .into_iter()
            .filter(|link| link.kind == *kind)
            .collect(),
        None => engine.store.of_kind(kind),
    };
    let text = |values: &Attributes| values.get(name)?.as_str().map(str::to_owned);
    let mut used: BTreeSet<String> = stored.iter().filter_map(|r| text(&r.attributes)).collect();
    used.extend(planned.filter_map(text));
    let mut number = 0;
    loop {
        let text = generate::fill(template, number);
        if !used.contains(&text) || !template.contains("{}") {
            return text;
        }
        number += 1;
    }
}
