//! Collections of entities: a configuration, as a service shows it.

use occi_model::{
    Fault, Located, Origin, Value,
    draft::{
        ConfigurationDraft, EntityDraft, InstanceDraft, LinkEndDraft, LinkInstanceDraft,
        SettingDraft, UseDraft,
    },
};

use super::category::{CategoryReader, text};
use crate::format::{
    categories::listing::path_of_url,
    code, identifier, name,
    xml::{Attribute, Element},
};

/// Namespaces of `xl:href`: that of the draft, and that of XLink itself.
const XLINK: [&str; 2] = [
    "http://www.w3.org/2008/06/xlink",
    "http://www.w3.org/1999/xlink",
];

/// A link that stands apart from its source.
struct Apart {
    source: Option<Located<String>>,
    link: LinkInstanceDraft,
}

/// The configuration of a `collection`, or of a single `resource` or `link`.
pub(super) fn configuration(
    root: &Element<'_>,
    reader: &mut CategoryReader,
) -> Option<ConfigurationDraft> {
    let mut resources: Vec<InstanceDraft> = Vec::new();
    let mut apart: Vec<Apart> = Vec::new();
    collect(root, reader, &mut resources, &mut apart);
    for Apart { source, link } in apart {
        let owner = source.as_ref().and_then(|source| {
            resources
                .iter_mut()
                .find(|resource| is(&resource.entity, &source.value))
        });
        match owner {
            Some(owner) => {
                let known = owner
                    .links
                    .iter()
                    .any(|other| other.entity.id.is_some() && other.entity.id == link.entity.id);
                if !known {
                    owner.links.push(link);
                }
            }
            None => reader.faults.push(Fault::new(
                code::LOOSE_LINK,
                link.entity.origin,
                "the resource where the link starts is not in the collection; left out",
            )),
        }
    }
    let names: Vec<(String, Vec<String>)> = resources
        .iter()
        .map(|resource| {
            let entity = &resource.entity;
            let known = [&entity.id, &entity.location];
            let known = known.into_iter().flatten().map(|at| at.value.clone());
            (entity.name.value.clone(), known.collect())
        })
        .collect();
    for link in resources
        .iter_mut()
        .flat_map(|resource| &mut resource.links)
    {
        let LinkEndDraft::Uri(uri) = &link.target.value else {
            continue;
        };
        if let Some((name, _)) = names.iter().find(|(_, known)| known.contains(uri)) {
            link.target.value = LinkEndDraft::Name(name.clone());
        }
    }
    if resources.is_empty() {
        return None;
    }
    for resource in &mut resources {
        let links = resource.links.iter_mut().map(|link| &mut link.entity);
        for entity in std::iter::once(&mut resource.entity).chain(links) {
            normalise(entity, &mut reader.faults);
        }
    }
    let uses = reader.schemes.iter().map(|scheme| UseDraft {
        extension: scheme.clone(),
        alias: None,
    });
    Some(ConfigurationDraft {
        name: Located::new("collection".to_owned(), root.origin),
        description: None,
        location: None,
        uses: uses.collect(),
        tags: Vec::new(),
        resources,
        texts: true,
        annotations: Vec::new(),
    })
}

fn collect(
    element: &Element<'_>,
    reader: &mut CategoryReader,
    resources: &mut Vec<InstanceDraft>,
    apart: &mut Vec<Apart>,
) {
    match element.name.local {
        "collection" => {
            for child in &element.children {
                collect(child, reader, resources, apart);
            }
        }
        "resource" => {
            let number = resources.len();
            if let Some(resource) = resource(element, number, reader) {
                resources.push(resource);
            }
        }
        "link" => {
            let number = apart.len();
            if let Some(link) = link(element, number, reader) {
                apart.push(Apart {
                    source: end(element, "source"),
                    link,
                });
            }
        }
        other => reader.faults.push(Fault::new(
            code::XML_UNKNOWN,
            element.origin,
            format!("a collection has no `{other}`; left out"),
        )),
    }
}

fn resource(
    element: &Element<'_>,
    number: usize,
    reader: &mut CategoryReader,
) -> Option<InstanceDraft> {
    let entity = entity(element, number, reader)?;
    let summary = element
        .named("summary")
        .next()
        .map(|summary| Located::new(summary.text.clone().into_owned(), summary.text_origin));
    let mut links = Vec::new();
    for child in element.named("link") {
        links.extend(link(child, links.len(), reader));
    }
    Some(InstanceDraft {
        entity,
        summary,
        links,
    })
}

fn link(
    element: &Element<'_>,
    number: usize,
    reader: &mut CategoryReader,
) -> Option<LinkInstanceDraft> {
    let entity = entity(element, number, reader)?;
    let Some(target) = end(element, "target") else {
        reader.faults.push(Fault::new(
            code::XML_MISSING,
            element.origin,
            "the link has no target",
        ));
        return None;
    };
    Some(LinkInstanceDraft {
        entity,
        target: Located::new(LinkEndDraft::Uri(target.value), target.origin),
    })
}

/// An end of a link: an attribute, a child element, or an attribute of OCCI.
fn end(element: &Element<'_>, which: &str) -> Option<Located<String>> {
    let own = element.attribute(which).map(Attribute::located);
    own.or_else(|| {
        let child = element.named(which).next()?;
        let referred = href(child).map(Attribute::located);
        referred.or_else(|| {
            let text = child.text.trim();
            (!text.is_empty()).then(|| Located::new(text.to_owned(), child.text_origin))
        })
    })
    .or_else(|| {
        let name = format!("occi.core.{which}");
        let attribute = element
            .named("attribute")
            .find(|attribute| attribute.value("name") == Some(&name))?;
        let value = attribute.attribute("value").or_else(|| href(attribute))?;
        Some(value.located())
    })
}

fn href<'e, 't>(element: &'e Element<'t>) -> Option<&'e Attribute<'t>> {
    XLINK
        .iter()
        .find_map(|namespace| element.attribute_of(namespace, "href"))
        .or_else(|| element.attribute("href"))
}

fn is(entity: &EntityDraft, uri: &str) -> bool {
    [&entity.id, &entity.location]
        .into_iter()
        .flatten()
        .any(|known| known.value == uri)
}

/// Makes a URI of an id and a path of a location that is a URL. Links were found by both as they
/// are written.
fn normalise(entity: &mut EntityDraft, faults: &mut Vec<Fault>) {
    if let Some(id) = entity.id.take() {
        let (id, fault) = identifier::read(id);
        entity.id = id;
        faults.extend(fault);
    }
    if let Some(location) = &mut entity.location
        && let Some(path) = path_of_url(&location.value)
    {
        location.value = path;
    }
}

/// What resources and links have in common.
fn entity(
    element: &Element<'_>,
    number: usize,
    reader: &mut CategoryReader,
) -> Option<EntityDraft> {
    let Some(kind) = element.named("kind").next() else {
        reader.faults.push(Fault::new(
            code::XML_MISSING,
            element.origin,
            format!("the {} has no kind", element.name.local),
        ));
        return None;
    };
    let term = text(kind, "term").unwrap_or_default();
    let kind = reader.reference(kind)?;
    let mixins = element
        .named("mixin")
        .filter_map(|mixin| reader.reference(mixin))
        .collect();
    let id = element.attribute("id").map(Attribute::located);
    let mut attributes = Vec::new();
    let mut title = element.attribute("title").map(Attribute::located);
    for attribute in element.named("attribute") {
        let Some(name) = reader.required(attribute, "name").map(Attribute::located) else {
            continue;
        };
        let Some(value) = value(attribute) else {
            reader.required(attribute, "value");
            continue;
        };
        match (&*name.value, &value.value) {
            ("occi.core.id" | "occi.core.source" | "occi.core.target", _) => {}
            ("occi.core.title", Value::String(text)) => {
                title.get_or_insert(Located::new(text.clone(), value.origin));
            }
            _ => attributes.push(SettingDraft { name, value }),
        }
    }
    let label = id
        .as_ref()
        .map(|id| id.value.rsplit(['/', ':']).next().unwrap_or_default())
        .filter(|label| !label.is_empty());
    let label = label.map_or_else(
        || format!("{}-{}", name::fit(&term), number + 1),
        |label| format!("{}-{label}", name::fit(&term)),
    );
    Some(EntityDraft {
        name: Located::new(name::fit(&label).into_owned(), element.origin),
        location: href(element).map(Attribute::located),
        id,
        kind,
        title,
        description: None,
        mixins,
        attributes,
        annotations: Vec::new(),
        origin: element.tag,
    })
}

/// The value of an attribute: one, or a list of `value` elements.
fn value(attribute: &Element<'_>) -> Option<Located<Value>> {
    if let Some(one) = attribute.attribute("value").or_else(|| href(attribute)) {
        let text = one.value.clone().into_owned();
        return Some(Located::new(Value::String(text), one.origin));
    }
    let many: Vec<Value> = attribute
        .named("value")
        .map(|value| Value::String(value.text.trim().to_owned()))
        .collect();
    let first = attribute.named("value").next()?;
    let origin: Origin = first.origin;
    Some(Located::new(Value::List(many), origin))
}
