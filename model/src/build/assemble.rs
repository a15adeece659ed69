//! From the checked work to the model.

use std::sync::Arc;

use super::work::{AttributeWork, Work};
use crate::{
    draft,
    model::{
        Action, ActionId, Annotation, Attribute, CategoryRef, Core, Extension, ExtensionId, Index,
        Kind, KindId, Mixin, MixinId, Model, NamedType,
    },
    name::{CategoryId, Location},
    origin::Origin,
};

/// The model; `None` only where a fault has been reported.
pub(super) fn model(work: Work<'_>) -> Option<Model> {
    let [entity, resource, link] = work.core()?;
    let extensions = extensions(&work)?;
    let types = types(&work)?;
    let Work {
        scope,
        kinds,
        mixins,
        actions,
        ..
    } = work;
    let kinds = kinds
        .into_iter()
        .enumerate()
        .map(|(at, kind)| {
            let draft = kind.draft;
            Some(Kind {
                id: kind.id?,
                extension: ExtensionId::at(kind.extension),
                title: draft.title.clone(),
                description: draft.description.clone(),
                parent: kind.lineage.get(1).copied().map(KindId::at),
                // Entity is never instantiated (GFD.221 5.4.1), whatever a definition says.
                is_abstract: draft.is_abstract || at == entity,
                location: kind.location,
                attributes: made(&kind.attributes)?,
                actions: kind.actions,
                own_states: kind.own_states,
                constraints: kind.constraints,
                source: ids(&kind.source),
                target: ids(&kind.target),
                versions: draft.versions,
                lineage: kind.lineage.into_iter().map(KindId::at).collect(),
                all_attributes: kind.all_attributes,
                all_actions: kind.all_actions,
                states: kind.states,
                all_constraints: kind.all_constraints,
                annotations: annotations(&draft.annotations),
            })
        })
        .collect::<Option<Vec<Kind>>>()?;
    let mixins = mixins
        .into_iter()
        .map(|mixin| {
            let draft = mixin.draft;
            let mut attributes = made(&mixin.attributes)?;
            attributes.extend(mixin.settings);
            Some(Mixin {
                id: mixin.id?,
                extension: ExtensionId::at(mixin.extension),
                title: draft.title.clone(),
                description: draft.description.clone(),
                depends: mixin.depends.into_iter().map(MixinId::at).collect(),
                applies: mixin.applies.into_iter().map(KindId::at).collect(),
                exclusive: draft.exclusive,
                overriding: draft.overriding,
                location: mixin.location,
                attributes,
                actions: mixin.actions,
                states: mixin.states,
                constraints: mixin.constraints,
                versions: draft.versions,
                closure: mixin.closure.into_iter().map(MixinId::at).collect(),
                annotations: annotations(&draft.annotations),
            })
        })
        .collect::<Option<Vec<Mixin>>>()?;
    let actions = actions
        .into_iter()
        .map(|action| {
            Some(Action {
                id: action.id?,
                owner: action.owner,
                title: action.draft.title.clone(),
                description: action.draft.description.clone(),
                parameters: made(&action.parameters)?,
                versions: action.draft.versions,
                annotations: annotations(&action.draft.annotations),
                returns: action.draft.returns.clone(),
            })
        })
        .collect::<Option<Vec<Action>>>()?;
    let (index, locations) = indexes(&kinds, &mixins, &actions);
    Some(Model {
        profile: scope.profile,
        extensions,
        types,
        kinds,
        mixins,
        actions,
        index,
        locations,
        core: Core {
            entity: KindId::at(entity),
            resource: KindId::at(resource),
            link: KindId::at(link),
        },
    })
}

fn extensions(work: &Work<'_>) -> Option<Vec<Extension>> {
    work.scope
        .extensions
        .iter()
        .map(|extension| {
            let draft = extension.draft;
            Some(Extension {
                name: draft.name.value.as_str().into(),
                scheme: extension.scheme.clone()?,
                version: draft.version.clone(),
                description: draft.description.clone(),
                uses: extension
                    .imports
                    .iter()
                    .map(|import| {
                        (
                            ExtensionId::at(import.extension),
                            import.alias.map(Arc::from),
                        )
                    })
                    .collect(),
                annotations: annotations(&draft.annotations),
                specification: draft.specification.clone(),
            })
        })
        .collect()
}

fn types(work: &Work<'_>) -> Option<Vec<NamedType>> {
    work.scope
        .types
        .iter()
        .zip(&work.named)
        .map(|(named, value_type)| {
            Some(NamedType {
                name: named.draft.name.value.as_str().into(),
                extension: ExtensionId::at(named.extension),
                value_type: value_type.clone()?,
                description: named.draft.description.clone(),
                versions: named.draft.versions,
                annotations: annotations(&named.draft.annotations),
            })
        })
        .collect()
}

fn made(attributes: &[AttributeWork<'_>]) -> Option<Vec<Arc<Attribute>>> {
    attributes
        .iter()
        .map(|attribute| attribute.made.clone())
        .collect()
}

fn ids(kinds: &[(usize, Origin)]) -> Vec<KindId> {
    kinds.iter().map(|&(kind, _)| KindId::at(kind)).collect()
}

type Indexes = (Index<CategoryId>, Index<Location>);

fn indexes(kinds: &[Kind], mixins: &[Mixin], actions: &[Action]) -> Indexes {
    let mut index = Index::default();
    let mut locations = Index::default();
    for (at, kind) in kinds.iter().enumerate() {
        let category = CategoryRef::Kind(KindId::at(at));
        index.insert(kind.id.clone(), category);
        locations.extend(kind.location.clone().map(|location| (location, category)));
    }
    for (at, mixin) in mixins.iter().enumerate() {
        let category = CategoryRef::Mixin(MixinId::at(at));
        index.insert(mixin.id.clone(), category);
        locations.extend(mixin.location.clone().map(|location| (location, category)));
    }
    for (at, action) in actions.iter().enumerate() {
        index.insert(action.id.clone(), CategoryRef::Action(ActionId::at(at)));
    }
    (index, locations)
}

/// The annotations of an element, in source order.
pub(super) fn annotations(drafts: &[draft::Annotation]) -> Vec<Annotation> {
    drafts
        .iter()
        .map(|draft| Annotation {
            key: draft.key.value.as_str().into(),
            value: draft.value.as_str().into(),
        })
        .collect()
}
