//! Making the plan: names of categories first, then those that hang on them.

use std::{collections::BTreeMap, sync::Arc};

use occi_model::{Action, Attribute, CategoryId, Kind, KindId, Mixin, Model};

use super::{
    ActionPlan, ExtensionPlan, Field, KindPlan, Matched, MixinPlan, Place, Plan, RustType,
    TYPES_MODULE, ValueTypes,
    fields::{FieldNames, Prefixes, RESERVED_IN_ENTITY},
    values::{Types, claim_or, note},
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
pub(super) struct Scopes {
    pub(super) types: Scope,
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
                    "definition",
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
        notes: Vec::new(),
        matched: Matched::default(),
    };
    builder.kinds(&mut plan);
    builder.kind_actions(&mut plan);
    builder.mixins(&mut plan);
    builder.value_types(&mut plan);
    builder.types(&mut plan);
    plan.values = builder.types.finish();
    plan.notes = builder.notes;
    plan.notes.extend(super::unused::settings(&plan));
    super::typing::states(&mut plan);
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
            module: {
                let wanted = settings.renames.get(&*extension.name).map_or_else(
                    || identifier(&extension.name, Role::Module),
                    |name| name.as_str().to_owned(),
                );
                scope.claim(wanted, "_")
            },
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

pub(super) struct Builder<'m> {
    pub(super) model: &'m Model,
    pub(super) settings: &'m Settings,
    pub(super) scopes: Vec<Scopes>,
    pub(super) types: Types<'m>,
    pub(super) notes: Vec<String>,
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
}

/// Which kind defines each attribute of `id`: the nearest that states it.
pub(super) fn owners(model: &Model, id: KindId) -> BTreeMap<&str, KindId> {
    let lineage = model.kind(id).lineage.iter().rev();
    lineage
        .flat_map(|&kind| {
            let attributes: &[Arc<Attribute>] = &model.kind(kind).attributes;
            attributes.iter().map(move |a| (a.name.as_str(), kind))
        })
        .collect()
}

/// The parameters of an action, named; their types come later.
pub(super) fn parameters<'m>(settings: &Settings, action: &'m Action) -> Vec<Field<'m>> {
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
