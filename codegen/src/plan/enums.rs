//! Enums: which there are, where they stand, and what they and their variants are called.

use std::{collections::BTreeMap, sync::Arc};

use occi_model::{
    ActionId, Attribute, CategoryRef, Model, ValueType,
    model::{ExtensionId, TypeId},
    types::EnumType,
};

use super::{EnumOrigin, EnumPlan, Place, RustType, TYPES_MODULE};
use crate::name::{Role, Scope, identifier};

/// The enums found so far, by what declares them.
#[derive(Debug)]
pub(super) struct Enums<'m> {
    model: &'m Model,
    plans: Vec<EnumPlan<'m>>,
    named: BTreeMap<TypeId, usize>,
    anonymous: BTreeMap<(CategoryRef, &'m str), usize>,
}

/// The enum inside a type, if there is one.
pub(super) fn enum_in(value_type: &ValueType) -> Option<&Arc<EnumType>> {
    match value_type {
        ValueType::Enum(enumeration) => Some(enumeration),
        ValueType::List(list) => enum_in(&list.item),
        _ => None,
    }
}

impl<'m> Enums<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        Self {
            model,
            plans: Vec::new(),
            named: BTreeMap::new(),
            anonymous: BTreeMap::new(),
        }
    }

    pub(super) fn finish(self) -> Vec<EnumPlan<'m>> {
        self.plans
    }

    /// Plans the named types of an extension that hold an enum; says whether there is one.
    pub(super) fn add_named(
        &mut self,
        extension: ExtensionId,
        scope: &mut Scope,
        notes: &mut Vec<String>,
    ) -> bool {
        let mut any = false;
        let model = self.model;
        for (at, named) in model.type_ids().zip(model.types()) {
            let Some(literals) =
                enum_in(&named.value_type).filter(|_| named.extension == extension)
            else {
                continue;
            };
            // An alias of another named enum is that enum.
            if let Some(known) = self.find_named(literals, named.extension) {
                self.named.insert(at, known);
                continue;
            }
            let wanted = identifier(&named.name, Role::Type);
            let name = claim_or(scope, &[wanted.clone(), format!("{wanted}Type")]);
            note(notes, &wanted, &name, &format!("type `{}`", named.name));
            let place = Place {
                extension: extension.index(),
                module: TYPES_MODULE.to_owned(),
            };
            self.named.insert(at, self.plans.len());
            self.push(place, name, EnumOrigin::Named(named), literals);
            any = true;
        }
        any
    }

    /// Plans the enum of an attribute or parameter that is declared in place.
    pub(super) fn add_anonymous(
        &mut self,
        owner: CategoryRef,
        attribute: &'m Attribute,
        place: &Place,
        wanted: &[String],
        scope: &mut Scope,
        notes: &mut Vec<String>,
    ) {
        let Some(literals) = enum_in(&attribute.value_type) else {
            return;
        };
        if self.named_of(attribute, place.extension).is_some() {
            return;
        }
        let name = claim_or(scope, wanted);
        if let Some(first) = wanted.first() {
            note(
                notes,
                first,
                &name,
                &format!("the values of `{}`", attribute.name),
            );
        }
        self.anonymous
            .insert((owner, attribute.name.as_str()), self.plans.len());
        self.push(
            place.clone(),
            name,
            EnumOrigin::Attribute(attribute),
            literals,
        );
    }

    /// The type of an attribute or parameter that `owner` defines.
    pub(super) fn rust_type(
        &self,
        owner: CategoryRef,
        attribute: &Attribute,
        extension: usize,
    ) -> RustType {
        let enumeration = enum_in(&attribute.value_type).and_then(|_| {
            self.anonymous
                .get(&(owner, attribute.name.as_str()))
                .copied()
                .or_else(|| self.named_of(attribute, extension))
        });
        RustType::of(&attribute.value_type, enumeration)
    }

    fn push(
        &mut self,
        place: Place,
        name: String,
        origin: EnumOrigin<'m>,
        literals: &'m Arc<EnumType>,
    ) {
        // `Other` holds what the definition does not know.
        let mut scope = Scope::reserving(["Other", "Self_"]);
        let variants = literals
            .literals
            .iter()
            .map(|literal| {
                let wanted = identifier(&literal.name, Role::Variant);
                let variant = claim_or(
                    &mut scope,
                    &[
                        wanted.clone(),
                        format!("{}Literal", wanted.trim_end_matches('_')),
                    ],
                );
                (variant, literal)
            })
            .collect();
        self.plans.push(EnumPlan {
            place,
            name,
            origin,
            variants,
        });
    }

    /// The named enum that an attribute was declared with, directly or inside a list.
    fn named_of(&self, attribute: &Attribute, extension: usize) -> Option<usize> {
        if let Some(known) = attribute.named_type.and_then(|id| self.named.get(&id)) {
            return Some(*known);
        }
        let literals = enum_in(&attribute.value_type)?;
        let id = self.model.extension_ids().nth(extension)?;
        self.find_named(literals, id)
    }

    /// A planned named enum with these literals under the name that the type itself carries;
    /// those of the extension itself come first.
    fn find_named(&self, literals: &EnumType, extension: ExtensionId) -> Option<usize> {
        let name = literals.name.as_ref()?;
        let is_it = |id: TypeId| {
            let named = self.model.named_type(id);
            named.name == *name && enum_in(&named.value_type).is_some_and(|e| **e == *literals)
        };
        let found = |own: bool| {
            self.named
                .iter()
                .find(|(id, _)| {
                    (self.model.named_type(**id).extension == extension) == own && is_it(**id)
                })
                .map(|(_, at)| *at)
        };
        found(true).or_else(|| found(false))
    }
}

/// Parameters belong to their action.
pub(super) fn action_ref(id: ActionId) -> CategoryRef {
    CategoryRef::Action(id)
}

/// The first of the names that is free, else the last with a number.
pub(super) fn claim_or(scope: &mut Scope, wanted: &[String]) -> String {
    for name in wanted {
        if scope.try_claim(name) {
            return name.clone();
        }
    }
    scope.claim(wanted.last().cloned().unwrap_or_default(), "")
}

/// Notes that something is not called what one would expect.
pub(super) fn note(notes: &mut Vec<String>, wanted: &str, name: &str, what: &str) {
    if wanted != name {
        notes.push(format!(
            "{what} is `{name}` in Rust, because `{wanted}` is taken"
        ));
    }
}
