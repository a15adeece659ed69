//! Making the plan: names of categories first, then those that hang on them.

use std::{collections::BTreeMap, sync::Arc};

use occi_model::{
    Action, ActionId, Attribute, CategoryId, CategoryRef, Kind, KindId, Mixin, Model, ValueType,
    model::Owner,
};

use super::{
    ActionPlan, ExtensionPlan, Field, KindPlan, MixinPlan, Place, Plan, RustType, StatePlan,
    TYPES_MODULE, ValueTypes,
    fields::{FieldNames, Prefixes, RESERVED_IN_ENTITY},
    types::has_facets,
    values::{Naming, Types, action_ref, claim_or, note},
};
use crate::{
    name::{Role, Scope, identifier, plain},
    settings::{Layout, Settings},
};

/// Names that emitted code uses without a path: the prelude, and what its modules import. A
/// category of such a name is called otherwise, so that the code reads as usual.
const RESERVED_TYPES: [&str; 47] = [
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Context",
    "Copy",
    "Debug",
    "Default",
    "Defaults",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fault",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Providers",
    "Result",
    "Self_",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// Variables of emitted functions.
const RESERVED_VARIABLES: [&str; 14] = [
    "action",
    "builder",
    "changes",
    "current",
    "cx",
    "default",
    "id",
    "location",
    "new",
    "parameters",
    "patch",
    "provider",
    "self_",
    "service",
];

/// Methods of a provider trait that are there for every kind, and `new`, which takes no `self`.
const RESERVED_METHODS: [&str; 5] = ["act", "create", "delete", "new", "update"];

/// Names of one extension.
struct Scopes {
    types: Scope,
    modules: Scope,
}

pub(super) fn build<'m>(model: &'m Model, settings: &'m Settings) -> Plan<'m> {
    let extensions = extensions(model, settings);
    let mut builder = Builder {
        model,
        settings,
        scopes: extensions
            .iter()
            .map(|extension| Scopes {
                types: Scope::reserving(RESERVED_TYPES),
                modules: Scope::reserving([
                    "mod",
                    "service",
                    "tables",
                    TYPES_MODULE,
                    // A module of the name of its parent reads badly, and lints say so.
                    extension.module.as_str(),
                ]),
            })
            .collect(),
        types: Types::new(model, settings),
        notes: Vec::new(),
    };
    let mut plan = Plan {
        model,
        settings,
        extensions,
        kinds: Vec::new(),
        mixins: Vec::new(),
        values: ValueTypes::default(),
        has_below: vec![false; model.kinds().len()],
        notes: Vec::new(),
    };
    builder.kinds(&mut plan);
    builder.kind_actions(&mut plan);
    builder.mixins(&mut plan);
    builder.value_types(&mut plan);
    builder.types(&mut plan);
    plan.values = builder.types.finish();
    for (_, kind) in model.kinds() {
        if let Some(parent) = kind.parent {
            plan.has_below[parent.index()] = true;
        }
    }
    plan.notes = builder.notes;
    plan.notes.extend(super::unused::settings(&plan));
    states(&mut plan);
    plan
}

fn extensions(model: &Model, settings: &Settings) -> Vec<ExtensionPlan> {
    let core = model.kind(model.core().entity).extension;
    // Names of files and of modules of a whole crate.
    let mut scope = Scope::reserving(["lib", "main", "providers", "mod"]);
    let mut plans: Vec<ExtensionPlan> = Vec::new();
    for (at, (id, extension)) in model.extension_ids().zip(model.extensions()).enumerate() {
        let mut closure: Vec<usize> = extension
            .uses
            .iter()
            .filter(|(used, _)| *used != core)
            .flat_map(|(used, _)| {
                let used = used.index();
                let below = plans.get(used).map_or(&[][..], |plan| &plan.closure);
                below.iter().copied().chain([used])
            })
            .filter(|used| *used != at)
            .collect();
        closure.sort_unstable();
        closure.dedup();
        plans.push(ExtensionPlan {
            id,
            module: scope.claim(identifier(&extension.name, Role::Module), "_"),
            is_core: id == core,
            path: settings
                .extern_paths
                .get(&*extension.name)
                .map(|path| path.as_str().to_owned()),
            has_types: false,
            closure,
        });
    }
    plans
}

struct Builder<'m> {
    model: &'m Model,
    settings: &'m Settings,
    scopes: Vec<Scopes>,
    types: Types<'m>,
    notes: Vec<String>,
}

impl<'m> Builder<'m> {
    /// A module for a category, and the name of its type.
    fn category(
        &mut self,
        id: &CategoryId,
        extension: usize,
        suffix: &str,
        family: impl Fn(&str) -> Vec<String>,
    ) -> (Place, String) {
        let scopes = &mut self.scopes[extension];
        let module = identifier(id.term(), Role::Module);
        let module = claim_or(
            &mut scopes.modules,
            &[
                module.clone(),
                format!("{}_{}", module.trim_end_matches('_'), suffix.to_lowercase()),
            ],
        );
        let wanted = self.settings.renames.get(id.as_str()).map_or_else(
            || identifier(id.term(), Role::Type),
            |name| name.as_str().to_owned(),
        );
        let base = wanted.trim_end_matches('_');
        let candidates = std::iter::once(wanted.clone())
            .chain(std::iter::once(format!("{base}{suffix}")))
            .chain((2..).map(|number| format!("{base}{suffix}{number}")));
        let mut name = wanted.clone();
        for candidate in candidates {
            if family(&candidate).iter().all(|n| scopes.types.is_free(n)) {
                name = candidate;
                break;
            }
        }
        for taken in family(&name) {
            scopes.types.try_claim(&taken);
        }
        note(&mut self.notes, &wanted, &name, &format!("`{id}`"));
        let module = match self.settings.layout {
            Layout::Nested => module,
            Layout::Flat => String::new(),
        };
        (Place { extension, module }, name)
    }

    fn kinds(&mut self, plan: &mut Plan<'m>) {
        let model = self.model;
        for (id, kind) in model.kinds() {
            let extension = kind.extension.index();
            if plan.extensions[extension].is_core {
                plan.kinds.push(None);
                continue;
            }
            let (place, name) = self.category(&kind.id, extension, "Kind", |name| {
                vec![
                    name.to_owned(),
                    format!("New{name}"),
                    format!("New{name}Builder"),
                    format!("{name}Patch"),
                    format!("{name}Provider"),
                    format!("{name}Handler"),
                ]
            });
            let variable = identifier(kind.id.term(), Role::Field);
            let variable = if RESERVED_VARIABLES.contains(&variable.as_str()) {
                format!("{}_kind", variable.trim_end_matches('_'))
            } else {
                variable
            };
            plan.kinds.push(Some(KindPlan {
                id,
                kind,
                fields: self.kind_fields(id, kind),
                place,
                name,
                variable,
                actions: Vec::new(),
                state: None,
                is_link: model.is_link(id),
                is_resource: model.is_a(id, model.core().resource),
            }));
        }
    }

    /// The attributes of a kind but the id, named; their types come later.
    fn kind_fields(&self, id: KindId, kind: &'m Kind) -> Vec<Field<'m>> {
        let owners = owners(self.model, id);
        let mut prefixes: BTreeMap<KindId, Prefixes> = BTreeMap::new();
        let mut names = FieldNames::new(self.settings, &kind.id, &RESERVED_IN_ENTITY);
        kind.all_attributes
            .iter()
            .filter(|attribute| attribute.name != *"occi.core.id")
            .map(|attribute| {
                let owner = owners.get(attribute.name.as_str()).copied().unwrap_or(id);
                let prefixes = prefixes.entry(owner).or_insert_with(|| {
                    let owner = self.model.kind(owner);
                    Prefixes::new(&owner.id, &self.model.extension(owner.extension).name, [])
                });
                Field {
                    name: names.claim(&attribute.name, prefixes),
                    attribute,
                    rust: RustType::Plain("String"),
                    is_checked: false,
                }
            })
            .collect()
    }

    fn kind_actions(&mut self, plan: &mut Plan<'m>) {
        let model = self.model;
        for kind in plan.kinds.iter_mut().flatten() {
            if kind.kind.is_abstract {
                continue;
            }
            let types = &mut self.scopes[kind.place.extension].types;
            let mut methods = Scope::reserving(RESERVED_METHODS);
            for &id in &kind.kind.all_actions {
                let action = model.action(id);
                let wanted = self.settings.renames.get(action.id.as_str()).map_or_else(
                    || {
                        let term = identifier(action.id.term(), Role::Type);
                        format!("{}{}", kind.name, term.trim_end_matches('_'))
                    },
                    |name| name.as_str().to_owned(),
                );
                let name = claim_or(types, &[wanted.clone(), format!("{wanted}Action")]);
                note(&mut self.notes, &wanted, &name, &format!("`{}`", action.id));
                let method = identifier(action.id.term(), Role::Function);
                let method = claim_or(
                    &mut methods,
                    &[method.clone(), format!("{}_action", plain(&method))],
                );
                kind.actions.push(ActionPlan {
                    action,
                    name,
                    method,
                    parameters: parameters(self.settings, action),
                    governed: kind.kind.states.as_ref().is_some_and(|m| m.governs(id)),
                });
            }
        }
    }

    fn mixins(&mut self, plan: &mut Plan<'m>) {
        let model = self.model;
        for (id, mixin) in model.mixins() {
            let extension = mixin.extension.index();
            if plan.extensions[extension].is_core {
                plan.mixins.push(None);
                continue;
            }
            let (place, name) =
                self.category(&mixin.id, extension, "Mixin", |name| vec![name.to_owned()]);
            let actions = self.mixin_actions(plan, mixin, &name, extension);
            plan.mixins.push(Some(MixinPlan {
                id,
                mixin,
                fields: self.mixin_fields(mixin),
                place,
                name,
                actions,
            }));
        }
    }

    fn mixin_fields(&self, mixin: &'m Mixin) -> Vec<Field<'m>> {
        let about = mixin
            .applies
            .iter()
            .map(|kind| self.model.kind(*kind).id.term().to_ascii_lowercase());
        let extension = &self.model.extension(mixin.extension).name;
        let prefixes = Prefixes::new(&mixin.id, extension, about);
        let mut names = FieldNames::new(self.settings, &mixin.id, &[]);
        mixin
            .attributes
            .iter()
            .filter(|attribute| !attribute.is_setting)
            .map(|attribute| Field {
                name: names.claim(&attribute.name, &prefixes),
                attribute,
                rust: RustType::Plain("String"),
                is_checked: false,
            })
            .collect()
    }

    /// An action belongs to one Rust type of entity, so each of a mixin's actions is there once
    /// for every kind of the output that the mixin names.
    fn mixin_actions(
        &mut self,
        plan: &Plan<'m>,
        mixin: &'m Mixin,
        name: &str,
        extension: usize,
    ) -> Vec<(KindId, ActionPlan<'m>)> {
        let kinds: Vec<&KindPlan<'m>> = mixin
            .applies
            .iter()
            .filter_map(|id| plan.kind(*id))
            .filter(|kind| !kind.kind.is_abstract)
            .collect();
        let mut actions = Vec::new();
        for &id in &mixin.actions {
            let action = self.model.action(id);
            let term = identifier(action.id.term(), Role::Type);
            for kind in &kinds {
                let wanted = match kinds.len() {
                    1 => format!("{name}{term}"),
                    _ => format!("{name}{term}{}", kind.name),
                };
                let types = &mut self.scopes[extension].types;
                let name = claim_or(types, &[wanted.clone(), format!("{wanted}Action")]);
                note(&mut self.notes, &wanted, &name, &format!("`{}`", action.id));
                actions.push((
                    kind.id,
                    ActionPlan {
                        action,
                        name,
                        method: identifier(action.id.term(), Role::Function),
                        parameters: parameters(self.settings, action),
                        governed: false,
                    },
                ));
            }
        }
        actions
    }

    /// Types of values, once every struct has its name: named ones, those of attributes, those of
    /// parameters.
    fn value_types(&mut self, plan: &mut Plan<'m>) {
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
    fn types(&self, plan: &mut Plan<'m>) {
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

/// Which kind defines each attribute of `id`: the nearest that states it.
fn owners(model: &Model, id: KindId) -> BTreeMap<&str, KindId> {
    let lineage = model.kind(id).lineage.iter().rev();
    lineage
        .flat_map(|&kind| {
            let attributes: &[Arc<Attribute>] = &model.kind(kind).attributes;
            attributes.iter().map(move |a| (a.name.as_str(), kind))
        })
        .collect()
}

/// The parameters of an action, named; their types come later.
fn parameters<'m>(settings: &Settings, action: &'m Action) -> Vec<Field<'m>> {
    let prefixes = Prefixes::new(&action.id, "", []);
    let mut names = FieldNames::new(settings, &action.id, &[]);
    action
        .parameters
        .iter()
        .map(|attribute| Field {
            name: names.claim(&attribute.name, &prefixes),
            attribute,
            rust: RustType::Plain("String"),
            is_checked: false,
        })
        .collect()
}

/// Which field shows the state. Only a required field of a plain enum type does.
fn states(plan: &mut Plan<'_>) {
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
