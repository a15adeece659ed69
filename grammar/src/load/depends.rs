//! Mixins of configurations of OCCIware that lack those they depend on.
//!
//! In the language a mixin brings along what it depends on (D-09). The tools of OCCIware list all
//! mixins of an entity, so that one that is missing there was forgotten.

use std::collections::{BTreeMap, BTreeSet};

use occi_model::{
    Draft, Fault, Origin,
    draft::{EntityDraft, ExtensionDraft, MixinDraft, Reference},
};

use crate::format::code;

/// The mixins of a draft by identifier, each with its extension.
type Mixins<'d> = BTreeMap<String, (&'d ExtensionDraft, &'d MixinDraft)>;

/// Warns of mixins whose dependencies are not listed.
pub(super) fn check(draft: &Draft) -> Vec<Fault> {
    if !draft.configurations.iter().any(|one| one.texts) {
        return Vec::new();
    }
    let mut mixins = Mixins::new();
    for extension in &draft.extensions {
        for mixin in &extension.mixins {
            mixins.insert(identifier(extension, mixin), (extension, mixin));
        }
    }
    let mut faults = Vec::new();
    let foreign = draft.configurations.iter().filter(|one| one.texts);
    for resource in foreign.flat_map(|one| &one.resources) {
        let links = resource.links.iter().map(|link| &link.entity);
        for entity in std::iter::once(&resource.entity).chain(links) {
            of_entity(draft, &mixins, entity, &mut faults);
        }
    }
    faults
}

fn identifier(extension: &ExtensionDraft, mixin: &MixinDraft) -> String {
    let scheme = mixin.scheme.as_ref().unwrap_or(&extension.scheme);
    format!("{}{}", scheme.value, mixin.term.value)
}

fn of_entity(draft: &Draft, mixins: &Mixins<'_>, entity: &EntityDraft, faults: &mut Vec<Fault>) {
    let listed: Vec<(&str, Origin)> = entity
        .mixins
        .iter()
        .filter_map(|mixin| match &mixin.value {
            Reference::Identifier(identifier) => Some((identifier.as_str(), mixin.origin)),
            Reference::Name { .. } => None,
        })
        .collect();
    let mut said: BTreeSet<String> = listed.iter().map(|(one, _)| (*one).to_owned()).collect();
    for (name, origin) in &listed {
        let Some((extension, mixin)) = mixins.get(*name) else {
            continue;
        };
        for depended in &mixin.depends {
            let found = match &depended.value {
                Reference::Identifier(identifier) => Some(identifier.clone()),
                Reference::Name { qualifier, name } => {
                    let of = match qualifier {
                        None => Some(*extension),
                        Some(qualifier) => draft
                            .extensions
                            .iter()
                            .find(|one| one.name.value == *qualifier),
                    };
                    of.and_then(|of| {
                        let mut own = of.mixins.iter();
                        let found = own.find(|one| one.term.value == *name)?;
                        Some(identifier(of, found))
                    })
                }
            };
            let Some(found) = found.filter(|found| mixins.contains_key(found)) else {
                continue;
            };
            if said.insert(found.clone()) {
                faults.push(
                    Fault::new(
                        code::ECORE_DEPENDS,
                        *origin,
                        format!(
                            "`{}` depends on `{found}`, which is not there",
                            mixin.term.value
                        ),
                    )
                    .with_place(depended.origin, "depends on it here")
                    .with_label("added"),
                );
            }
        }
    }
}
