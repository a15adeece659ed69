//! From the tree to the draft of a configuration.

use occi_model::{
    Fault, Located, Value,
    draft::{
        ConfigurationDraft, EntityDraft, InstanceDraft, LinkEndDraft, LinkInstanceDraft,
        SettingDraft, TagDraft,
    },
};

use super::{
    lower::{Lowering, annotations, use_draft},
    said, same_place,
    tree::{AttributeValue, Category, Configuration, Entity, Link, Resource},
};
use crate::format::{code, identifier};

/// Makes the draft of a configuration of that name; faults are added to those of its reader.
pub(crate) fn configuration(
    tree: Configuration,
    name: Located<String>,
    faults: &mut Vec<Fault>,
) -> ConfigurationDraft {
    let Configuration {
        description,
        location,
        uses,
        resources,
        tags,
        origin: _,
    } = tree;
    let mut lowering = Lowering::outside(faults);
    ConfigurationDraft {
        name,
        description: said(description),
        location,
        uses: uses.into_iter().map(use_draft).collect(),
        tags: tags.into_iter().map(tag).collect(),
        resources: resources
            .into_iter()
            .map(|resource| lowering.resource(resource))
            .collect(),
        texts: true,
        annotations: Vec::new(),
    }
}

fn tag(category: Category) -> TagDraft {
    let capability = category
        .attributes
        .first()
        .map(|attribute| attribute.name.origin)
        .or_else(|| category.actions.first().map(|action| action.term.origin));
    TagDraft {
        scheme: category
            .scheme
            .unwrap_or_else(|| same_place(&category.term, String::new())),
        term: category.term,
        title: said(category.title),
        description: said(category.description),
        location: None,
        capability,
    }
}

impl Lowering<'_> {
    fn resource(&mut self, resource: Resource) -> InstanceDraft {
        let Resource {
            entity,
            summary,
            links,
        } = resource;
        let (entity, said_summary) = self.entity(entity, summary);
        InstanceDraft {
            entity,
            summary: said_summary,
            links: links.into_iter().map(|link| self.link(link)).collect(),
        }
    }

    fn link(&mut self, link: Link) -> LinkInstanceDraft {
        let (entity, _) = self.entity(link.entity, None);
        LinkInstanceDraft {
            entity,
            target: same_place(&link.target, LinkEndDraft::Name(link.target.value.clone())),
        }
    }

    /// The id of an entity where it is a URI, or a UUID that lacks its scheme.
    fn uri(&mut self, id: Located<String>) -> Option<Located<String>> {
        let (id, fault) = identifier::read(id);
        if let Some(fault) = fault {
            self.report(fault);
        }
        id
    }

    /// An entity with its summary. The tools write what an entity has as features a second time
    /// among its values (`occi.core.id`); where the two agree, one is enough.
    fn entity(
        &mut self,
        entity: Entity,
        summary: Option<Located<String>>,
    ) -> (EntityDraft, Option<Located<String>>) {
        let Entity {
            id,
            kind,
            title,
            location,
            values,
            parts,
            origin,
        } = entity;
        let mut title = title;
        let mut summary = summary;
        let mut attributes: Vec<SettingDraft> = Vec::new();
        let mixins = parts
            .iter()
            .map(|part| self.category_reference(&part.mixin))
            .collect();
        let all = values
            .into_iter()
            .chain(parts.into_iter().flat_map(|part| part.values));
        for AttributeValue { name, value } in all {
            // Tools write an empty text where a value was taken away.
            if value.value.is_empty() {
                self.report(
                    Fault::new(
                        code::ECORE_EMPTY,
                        value.origin,
                        format!("the value of `{}` is empty", name.value),
                    )
                    .with_label("taken for absent"),
                );
                continue;
            }
            let feature = match &*name.value {
                "occi.core.id" => {
                    if id.as_ref().is_some_and(|id| id.value == value.value) {
                        continue;
                    }
                    None
                }
                // The place of a link says both.
                "occi.core.source" | "occi.core.target" => continue,
                "occi.core.title" => Some(&mut title),
                "occi.core.summary" => Some(&mut summary),
                _ => None,
            };
            if let Some(feature) = feature {
                if feature.as_ref().is_none_or(|one| one.value.is_empty()) {
                    *feature = Some(value);
                    continue;
                }
                if feature.as_ref() == Some(&value) {
                    continue;
                }
            }
            let setting = SettingDraft {
                value: same_place(&value, Value::String(value.value.clone())),
                name,
            };
            match attributes
                .iter_mut()
                .find(|other| other.name.value == setting.name.value)
            {
                Some(other) if other.value.value == setting.value.value => {
                    self.report(
                        Fault::new(
                            code::VALUE_TWICE,
                            setting.name.origin,
                            format!("`{}` has its value twice", setting.name.value),
                        )
                        .with_place(other.name.origin, "the same here")
                        .with_help("remove one of them"),
                    );
                }
                _ => attributes.push(setting),
            }
        }
        let name = match &id {
            Some(id) => id.clone(),
            None => Located::new(String::new(), origin),
        };
        let id = id.and_then(|id| self.uri(id));
        let entity = EntityDraft {
            name,
            id,
            kind: self.category_reference(&kind),
            title: title.filter(|title| !title.value.is_empty()),
            location,
            description: None,
            mixins,
            attributes,
            annotations: annotations(Vec::new()),
            origin,
        };
        (entity, summary.filter(|summary| !summary.value.is_empty()))
    }
}
