//! Types of values and of fields, once every struct has its name.

use std::sync::Arc;

use occi_model::{ActionId, Attribute, CategoryRef, Model, ValueType, model::Owner};

use super::{
    ActionPlan, Field, Place, Plan, RustType, StatePlan, TYPES_MODULE,
    build::{Builder, owners, parameters},
    types::has_facets,
    values::{Naming, action_ref},
};
use crate::{
    name::{Role, identifier, plain},
    settings::Layout,
};

impl<'m> Builder<'m> {
    /// The types themselves: named ones, those of attributes, those of parameters.
    pub(super) fn value_types(&mut self, plan: &mut Plan<'m>) {
        let model = self.model;
        let Self {
            types,
            notes,
            scopes,
            ..
        } = self;
        for (at, extension) in plan.extensions.iter_mut().enumerate() {
            if extension.is_core {
                continue;
            }
            let place = Place {
                extension: at,
                module: match self.settings.layout {
                    Layout::Nested => TYPES_MODULE.to_owned(),
                    Layout::Flat => String::new(),
                },
            };
            let mut naming = Naming {
                place: &place,
                scope: &mut scopes[at].types,
                notes: &mut *notes,
            };
            extension.has_types = types.add_named(extension.id, &mut naming);
        }
        let mut add = |owner, place: &Place, wanted: &[String], attribute: &'m Attribute| {
            let mut naming = Naming {
                place,
                scope: &mut scopes[place.extension].types,
                notes: &mut *notes,
            };
            types.add_anonymous(owner, attribute, wanted, &mut naming);
        };
        let wanted = |owner: &str, field: &Field<'_>| {
            format!("{owner}{}", identifier(plain(&field.name), Role::Type))
        };
        for kind in plan.kinds.iter().flatten() {
            for attribute in &kind.kind.attributes {
                let mut fields = kind.fields.iter();
                if let Some(field) = fields.find(|f| Arc::ptr_eq(f.attribute, attribute)) {
                    let wanted = wanted(&kind.name, field);
                    add(
                        CategoryRef::Kind(kind.id),
                        &kind.place,
                        &[wanted],
                        attribute,
                    );
                }
            }
        }
        for mixin in plan.mixins.iter().flatten() {
            for field in &mixin.fields {
                let owner = CategoryRef::Mixin(mixin.id);
                let wanted = wanted(&mixin.name, field);
                add(owner, &mixin.place, &[wanted], field.attribute);
            }
        }
        for (id, action) in model.actions() {
            let (place, owner) = match action.owner {
                Owner::Kind(kind) => match plan.kind(kind) {
                    Some(kind) => (kind.place.clone(), kind.name.as_str()),
                    None => continue,
                },
                Owner::Mixin(mixin) => match plan.mixins.get(mixin.index()) {
                    Some(Some(mixin)) => (mixin.place.clone(), mixin.name.as_str()),
                    _ => continue,
                },
            };
            for parameter in parameters(self.settings, action) {
                let term = identifier(action.id.term(), Role::Type);
                let field = identifier(plain(&parameter.name), Role::Type);
                let wanted = [format!("{term}{field}"), format!("{owner}{term}{field}")];
                add(action_ref(id), &place, &wanted, parameter.attribute);
            }
        }
    }

    /// The types of all fields.
    pub(super) fn types(&self, plan: &mut Plan<'m>) {
        let core = plan.extensions.iter().position(|e| e.is_core);
        for kind in plan.kinds.iter_mut().flatten() {
            let owners = owners(self.model, kind.id);
            for field in &mut kind.fields {
                let owner = owners
                    .get(field.attribute.name.as_str())
                    .copied()
                    .unwrap_or(kind.id);
                let extension = self.model.kind(owner).extension.index();
                if Some(extension) == core && field.attribute.value_type.is_text() {
                    // Locations and identifiers of Core are used as text everywhere.
                    field.rust = RustType::Plain("String");
                } else {
                    self.set_type(field, CategoryRef::Kind(owner), extension);
                }
            }
            for action in &mut kind.actions {
                self.action_types(action, kind.place.extension);
            }
        }
        for mixin in plan.mixins.iter_mut().flatten() {
            let extension = mixin.place.extension;
            for field in &mut mixin.fields {
                self.set_type(field, CategoryRef::Mixin(mixin.id), extension);
            }
            for (_, action) in &mut mixin.actions {
                self.action_types(action, extension);
            }
        }
    }

    fn action_types(&self, action: &mut ActionPlan<'m>, extension: usize) {
        let Some(id) = self.model.find_action(action.action.id.as_str()) else {
            return;
        };
        let extension = action_extension(self.model, id).unwrap_or(extension);
        for field in &mut action.parameters {
            self.set_type(field, action_ref(id), extension);
        }
    }

    fn set_type(&self, field: &mut Field<'m>, owner: CategoryRef, extension: usize) {
        field.rust = self.types.rust_type(owner, field.attribute, extension);
        // A type that checks its values, or that the user answers for, needs no more.
        field.is_checked = !matches!(field.rust, RustType::Narrow { .. } | RustType::Custom(_))
            && has_facets(&field.attribute.value_type);
    }
}

fn action_extension(model: &Model, id: ActionId) -> Option<usize> {
    Some(match model.action(id).owner {
        Owner::Kind(kind) => model.kind(kind).extension.index(),
        Owner::Mixin(mixin) => model.mixin(mixin).extension.index(),
    })
}

/// Which field shows the state. Only a required field of a plain enum type does.
pub(super) fn states(plan: &mut Plan<'_>) {
    for kind in plan.kinds.iter_mut().flatten() {
        let Some(machine) = &kind.kind.states else {
            continue;
        };
        let field = kind
            .fields
            .iter()
            .position(|field| field.attribute.name == machine.attribute && field.is_always());
        kind.state = field.and_then(|at| match &kind.fields[at] {
            Field {
                rust: RustType::Enum(enumeration),
                attribute,
                ..
            } if matches!(attribute.value_type, ValueType::Enum(_)) => Some(StatePlan {
                field: at,
                enumeration: *enumeration,
            }),
            _ => None,
        });
        if kind.state.is_none() {
            for action in &mut kind.actions {
                action.governed = false;
            }
        }
    }
}
