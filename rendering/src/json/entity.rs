//! Reading of entities (C.1 to C.3, C.8).

use occi_model::{AttributeName, CategoryId, name::MAX_NAME_BYTES};

use super::{
    node::{Members, Node},
    shape::{identifier, identifiers, list, object, term_and_scheme, text, wrong_type},
};
use crate::{
    findings::{Findings, excerpt},
    limits::MAX_FIELD_BYTES,
    message::{ActionTag, CategoryTag, Class, EntityMessage, LinkMessage, RawValue},
    read::ReadError,
    repeated::check_attributes,
};

/// Where an entity stands, which says what it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// By itself, or among the `resources` of a collection.
    Alone,
    /// Among the `links` of a collection.
    Links,
    /// Among the `links` of a resource.
    Inline,
}

/// The members that an entity may have (C.1, C.2), and `location` (D-80).
pub(crate) const MEMBERS: [&str; 11] = [
    "kind",
    "mixins",
    "attributes",
    "actions",
    "id",
    "links",
    "summary",
    "title",
    "source",
    "target",
    "location",
];

/// The attributes that are members of the object (D-76), as (member, attribute).
const TEXT_MEMBERS: [(&str, &str); 3] = [
    ("id", "occi.core.id"),
    ("title", "occi.core.title"),
    ("summary", "occi.core.summary"),
];

/// Reads one entity.
pub(crate) fn entity(
    members: Members<'_>,
    place: Place,
    findings: &mut Findings,
) -> Result<EntityMessage, ReadError> {
    let mut entity = EntityMessage {
        looks_like_link: place != Place::Alone,
        ..EntityMessage::default()
    };
    let mut kind = None;
    let mut mixins = Vec::new();
    let mut core: Vec<(AttributeName, RawValue)> = Vec::new();
    for (member, node) in members {
        match &*member {
            "kind" => {
                kind = Some(CategoryTag {
                    id: identifier(findings, "kind", &node)?,
                    class: Some(Class::Kind),
                });
            }
            "mixins" => mixins = identifiers(findings, "mixins", node)?,
            "attributes" => {
                let attributes = object(findings, "attributes", node)?;
                entity.attributes = values(attributes, findings)?;
            }
            "actions" => {
                entity.actions = list(findings, "actions", node)?
                    .iter()
                    .map(|item| action(item, findings))
                    .collect::<Result<_, _>>()?;
            }
            "links" if place == Place::Alone => {
                entity.links = list(findings, "links", node)?
                    .into_iter()
                    .map(|item| link(item, findings))
                    .collect::<Result<_, _>>()?;
            }
            "source" => {
                entity.looks_like_link = true;
                endpoint(node, &SOURCE, &mut core, findings)?;
            }
            "target" => {
                entity.looks_like_link = true;
                endpoint(node, &TARGET, &mut core, findings)?;
            }
            "location" => entity.location = Some(text(findings, "location", node)?),
            // A left-over of an earlier draft, in the schema of the annex still (C.2).
            "rel" => findings.forgive("entity-member:rel", || "the member `rel`".to_owned())?,
            "self" => {
                findings.forgive("entity-member:self", || "the member `self`".to_owned())?;
                entity.location = Some(text(findings, "self", node)?);
            }
            other => match TEXT_MEMBERS.iter().find(|(member, _)| *member == other) {
                Some((member, name)) => {
                    if let Some(value) = text_member(member, node, findings)? {
                        core.push((known(name, findings)?, value));
                    }
                }
                None => findings.forgive("entity-member", || {
                    format!("an entity has no member {}", excerpt(other))
                })?,
            },
        }
    }
    entity.categories = kind.into_iter().collect();
    entity
        .categories
        .extend(mixins.into_iter().map(|id| CategoryTag {
            id,
            class: Some(Class::Mixin),
        }));
    entity.looks_like_link |= ends_in_attributes(&core, &entity.attributes, place, findings)?;
    entity.attributes = merge(core, entity.attributes, findings)?;
    check_attributes(&mut entity.attributes, findings)?;
    Ok(entity)
}

/// An attribute name that this file spells out.
fn known(name: &str, findings: &Findings) -> Result<AttributeName, ReadError> {
    AttributeName::new(name).map_err(|error| findings.refuse("attribute-syntax", error.to_string()))
}

fn text_member(
    member: &str,
    node: Node<'_>,
    findings: &mut Findings,
) -> Result<Option<RawValue>, ReadError> {
    match node {
        Node::Text(text) => Ok(Some(RawValue::Text(text.into_owned()))),
        // D-75; an id cannot be removed, so none is named.
        Node::Null => {
            findings.forgive("null-value", || format!("`{member}` is null"))?;
            Ok((member != "id").then_some(RawValue::Null))
        }
        Node::Integer(_) | Node::Float(_) | Node::Boolean(_) => {
            findings.forgive("title-not-string", || {
                format!("`{member}` is {}, not a string", node.what())
            })?;
            let letters = match node.into_raw() {
                RawValue::Number(letters) => letters,
                RawValue::Boolean(truth) => truth.to_string(),
                _ => String::new(),
            };
            Ok(Some(RawValue::Text(letters)))
        }
        other => Err(wrong_type(findings, member, &other, "a string")),
    }
}

/// The names that belong to one end of a link.
struct End {
    member: &'static str,
    location: &'static str,
    kind: &'static str,
    as_string: &'static str,
    in_attributes: &'static str,
    missing: &'static str,
}

const SOURCE: End = End {
    member: "source",
    location: "occi.core.source",
    kind: "occi.core.source.kind",
    as_string: "source-string",
    in_attributes: "source-in-attributes",
    missing: "no-source",
};

const TARGET: End = End {
    member: "target",
    location: "occi.core.target",
    kind: "occi.core.target.kind",
    as_string: "target-string",
    in_attributes: "target-in-attributes",
    missing: "no-target",
};

/// Reads `source` or `target` (C.3); several servers write the URI alone.
fn endpoint(
    node: Node<'_>,
    end: &End,
    into: &mut Vec<(AttributeName, RawValue)>,
    findings: &mut Findings,
) -> Result<(), ReadError> {
    let member = end.member;
    if let Node::Text(location) = node {
        findings.forgive(end.as_string, || {
            format!("`{member}` is a string, not an object with `location`")
        })?;
        into.push((
            known(end.location, findings)?,
            RawValue::Text(location.into_owned()),
        ));
        return Ok(());
    }
    let mut has_location = false;
    for (name, node) in object(findings, member, node)? {
        match &*name {
            "location" => {
                has_location = true;
                let location = text(findings, "location", node)?;
                into.push((known(end.location, findings)?, RawValue::Text(location)));
            }
            "kind" => {
                let kind = identifier(findings, "kind", &node)?;
                into.push((
                    known(end.kind, findings)?,
                    RawValue::Text(kind.as_str().to_owned()),
                ));
            }
            other => findings.forgive("entity-member", || {
                format!("`{member}` has no member {}", excerpt(other))
            })?,
        }
    }
    if has_location {
        Ok(())
    } else {
        Err(findings.refuse(end.missing, format!("`{member}` has no `location`")))
    }
}

/// Lenient mode takes the ends of a link from the attributes, where a link should have them as
/// members (D-76); tells whether it found any there. A link in a collection must have both.
fn ends_in_attributes(
    core: &[(AttributeName, RawValue)],
    attributes: &[(AttributeName, RawValue)],
    place: Place,
    findings: &mut Findings,
) -> Result<bool, ReadError> {
    let has = |list: &[(AttributeName, RawValue)], wanted: &str| {
        list.iter().any(|(name, _)| *name == *wanted)
    };
    let mut found = false;
    for end in [&SOURCE, &TARGET] {
        if has(core, end.location) {
            continue;
        }
        let code = if has(attributes, end.location) {
            found = true;
            end.in_attributes
        } else if place == Place::Links {
            end.missing
        } else {
            continue;
        };
        findings.forgive(code, || format!("the link has no member `{}`", end.member))?;
    }
    Ok(found)
}

/// Puts members and attributes together: an attribute may repeat a member, not contradict it
/// (D-76).
fn merge(
    mut core: Vec<(AttributeName, RawValue)>,
    attributes: Vec<(AttributeName, RawValue)>,
    findings: &Findings,
) -> Result<Vec<(AttributeName, RawValue)>, ReadError> {
    let members = core.len();
    core.reserve(attributes.len());
    for (name, value) in attributes {
        match core[..members].iter().find(|(other, _)| *other == name) {
            None => core.push((name, value)),
            Some((_, same)) if *same == value => {}
            Some(_) => {
                return Err(findings.refuse(
                    "contradiction",
                    format!("the attribute `{name}` contradicts the member of the object"),
                ));
            }
        }
    }
    Ok(core)
}

/// Reads attribute values of an entity (C.8).
pub(crate) fn values(
    members: Members<'_>,
    findings: &mut Findings,
) -> Result<Vec<(AttributeName, RawValue)>, ReadError> {
    let mut values = Vec::with_capacity(members.len());
    let mut bytes = 0;
    let mut was_nested = false;
    for (name, node) in members {
        match node {
            // D-74. Which names are attributes only a model knows; but no attribute of an entity
            // has a name of one component, so an object under such a name is a branch of a tree.
            Node::Object(members) if !name.contains('.') => {
                if !was_nested {
                    was_nested = true;
                    findings.forgive("nested-attributes", || {
                        format!("{} is a tree of attributes", excerpt(&name))
                    })?;
                }
                flatten(&name, members, &mut bytes, &mut values, findings)?;
            }
            node => values.push(value(&name, node, findings)?),
        }
    }
    Ok(values)
}

fn flatten(
    prefix: &str,
    members: Members<'_>,
    bytes: &mut usize,
    values: &mut Vec<(AttributeName, RawValue)>,
    findings: &mut Findings,
) -> Result<(), ReadError> {
    for (name, node) in members {
        let length = prefix.len() + 1 + name.len();
        // The prefix is repeated for every leaf, so a small tree could become a large list.
        *bytes += length;
        if length > MAX_NAME_BYTES || *bytes > MAX_FIELD_BYTES {
            return Err(findings.refuse("too-long", "the names of nested attributes are too long"));
        }
        let name = format!("{prefix}.{name}");
        match node {
            Node::Object(members) => flatten(&name, members, bytes, values, findings)?,
            node => values.push(value(&name, node, findings)?),
        }
    }
    Ok(())
}

fn value(
    name: &str,
    node: Node<'_>,
    findings: &mut Findings,
) -> Result<(AttributeName, RawValue), ReadError> {
    let name = AttributeName::new(name)
        .map_err(|error| findings.refuse("attribute-syntax", error.to_string()))?;
    if node == Node::Null {
        findings.forgive("null-value", || format!("the value of `{name}` is null"))?;
    }
    Ok((name, node.into_raw()))
}

/// Reads parameter values of an invocation: never nested, since their names have one component.
pub(crate) fn parameters(
    members: Members<'_>,
    findings: &mut Findings,
) -> Result<Vec<(AttributeName, RawValue)>, ReadError> {
    members
        .into_iter()
        .map(|(name, node)| value(&name, node, findings))
        .collect()
}

/// Reads an action reference: an identifier; one server writes a category object.
fn action(node: &Node<'_>, findings: &mut Findings) -> Result<ActionTag, ReadError> {
    let id = match node {
        Node::Object(members) => {
            let member = |wanted: &str| {
                members
                    .iter()
                    .find(|(name, _)| name == wanted)
                    .map(|(_, node)| node)
            };
            let (id, _) = term_and_scheme(findings, member("term"), member("scheme"))?;
            findings.forgive("action-object-in-entity", || {
                format!("the action `{id}` is an object, not an identifier")
            })?;
            id
        }
        other => identifier(findings, "actions", other)?,
    };
    Ok(ActionTag { id, uri: None })
}

/// Reads a link inside a resource; one server writes its location alone.
fn link(node: Node<'_>, findings: &mut Findings) -> Result<LinkMessage, ReadError> {
    let members = match node {
        Node::Text(location) => {
            findings.forgive("link-as-string", || {
                format!("the link {} is a string, not an object", excerpt(&location))
            })?;
            return Ok(LinkMessage {
                location: Some(location.into_owned()),
                ..LinkMessage::default()
            });
        }
        other => object(findings, "links", other)?,
    };
    let EntityMessage {
        categories,
        attributes,
        actions,
        location,
        ..
    } = entity(members, Place::Inline, findings)?;
    let mut link = LinkMessage {
        location,
        categories: categories.into_iter().map(|tag| tag.id).collect(),
        actions,
        ..LinkMessage::default()
    };
    let mut target = None;
    for (name, value) in attributes {
        match (name.as_str(), value) {
            ("occi.core.source", RawValue::Text(text)) => link.source = Some(text),
            ("occi.core.target", RawValue::Text(text)) => target = Some(text),
            ("occi.core.source.kind", RawValue::Text(text)) => {
                link.source_kind = Some(kind_of_end(&text, findings)?);
            }
            ("occi.core.target.kind", RawValue::Text(text)) => {
                link.target_categories = vec![kind_of_end(&text, findings)?];
            }
            ("occi.core.id", RawValue::Text(text)) => {
                link.id = Some(text.clone());
                link.attributes.push((name, RawValue::Text(text)));
            }
            (_, value) => link.attributes.push((name, value)),
        }
    }
    if link.categories.is_empty() {
        findings.forgive("no-kind", || "the link has no kind".to_owned())?;
    }
    match target {
        Some(target) => link.target = target,
        // A reference to a link that exists already says enough.
        None if link.id.is_some() || link.location.is_some() => {
            findings.forgive("no-target", || "the link has no target".to_owned())?;
        }
        None => return Err(findings.refuse("no-target", "the link has no target")),
    }
    Ok(link)
}

fn kind_of_end(text: &str, findings: &mut Findings) -> Result<CategoryId, ReadError> {
    identifier(findings, "kind", &Node::Text(text.into()))
}
