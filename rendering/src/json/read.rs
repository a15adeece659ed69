//! Reading of whole JSON messages (C.4, C.7, D-71 to D-73).

use super::{
    category,
    entity::{MEMBERS, Place, entity, parameters, values},
    node::{Members, Node},
    shape::{identifier, object, text},
};
use crate::{
    findings::{Findings, excerpt},
    message::{CategoryDescription, EntityMessage, InvocationMessage},
    read::ReadError,
    repeated::check_attributes,
};

/// Reads one entity or a collection of entities. An empty object has none.
pub(crate) fn entities(
    body: &[u8],
    findings: &mut Findings,
) -> Result<Vec<EntityMessage>, ReadError> {
    match Node::parse(body, findings)? {
        Node::Object(members) => of_object(members, findings),
        Node::List(items) => {
            if items.iter().any(|item| item.as_text().is_some()) {
                return Err(findings.refuse(
                    "array-of-strings",
                    "an array of strings names existing entities; entities are wanted here",
                ));
            }
            findings.forgive("array-at-top", || {
                "an array of entities, not an object with the member `resources`".to_owned()
            })?;
            items
                .into_iter()
                .map(|item| {
                    let members = object(findings, "item", item)?;
                    entity(members, Place::Alone, findings)
                })
                .collect()
        }
        other => Err(not_an_object(&other, findings)),
    }
}

fn not_an_object(node: &Node<'_>, findings: &Findings) -> ReadError {
    findings.refuse(
        "wrong-type",
        format!("the message is {}, not an object", node.what()),
    )
}

fn of_object(
    members: Members<'_>,
    findings: &mut Findings,
) -> Result<Vec<EntityMessage>, ReadError> {
    let has = |wanted: &str| members.iter().any(|(name, _)| name == wanted);
    if members.is_empty() {
        return Ok(Vec::new());
    }
    // `links` alone is a collection; beside other members it belongs to a resource.
    if has("resources") || (has("links") && members.len() == 1) {
        return collection(members, findings);
    }
    if has("locations") {
        return Err(findings.refuse(
            "locations-object",
            "`locations` names existing entities; entities are wanted here",
        ));
    }
    if has("model") {
        return Err(findings.refuse("models-wrapped", "`model` holds no entity"));
    }
    if members
        .iter()
        .any(|(name, _)| MEMBERS.contains(&name.as_ref()))
    {
        return Ok(vec![entity(members, Place::Alone, findings)?]);
    }
    if members.iter().all(|(name, _)| name.contains('.')) {
        findings.forgive("bare-attributes", || {
            "attribute values without the object around them".to_owned()
        })?;
        let mut message = EntityMessage {
            attributes: values(members, findings)?,
            ..EntityMessage::default()
        };
        check_attributes(&mut message.attributes, findings)?;
        return Ok(vec![message]);
    }
    Err(findings.refuse(
        "no-entity",
        format!(
            "no member of an entity or collection; the first is {}",
            excerpt(&members[0].0)
        ),
    ))
}

fn collection(
    members: Members<'_>,
    findings: &mut Findings,
) -> Result<Vec<EntityMessage>, ReadError> {
    let mut entities = Vec::new();
    for (name, node) in members {
        let place = match &*name {
            "resources" => Place::Alone,
            "links" => Place::Links,
            "kinds" | "mixins" | "actions" => {
                findings.forgive("mixed-collection", || format!("`{name}` beside entities"))?;
                continue;
            }
            other => {
                collection_member(other, findings)?;
                continue;
            }
        };
        for item in items(&name, node, findings)? {
            let members = object(findings, &name, item)?;
            entities.push(entity(members, place, findings)?);
        }
    }
    Ok(entities)
}

/// A member that no collection has.
pub(crate) fn collection_member(name: &str, findings: &mut Findings) -> Result<(), ReadError> {
    let code = match name {
        "action" => "collection-member:action",
        "Category" => "collection-member:Category",
        _ => "collection-member",
    };
    findings.forgive(code, || {
        format!("a collection has no member {}", excerpt(name))
    })
}

/// The items of a collection; one server writes a single member without the array (D-71).
pub(crate) fn items<'a>(
    name: &str,
    node: Node<'a>,
    findings: &mut Findings,
) -> Result<Vec<Node<'a>>, ReadError> {
    match node {
        Node::List(items) => Ok(items),
        node @ Node::Object(_) => {
            findings.forgive("collection-not-array", || {
                format!("`{name}` is an object, not an array of objects")
            })?;
            Ok(vec![node])
        }
        other => Err(super::shape::wrong_type(findings, name, &other, "an array")),
    }
}

/// Reads an invocation (C.4). An empty body or object has no action.
pub(crate) fn invocation(
    body: &[u8],
    findings: &mut Findings,
) -> Result<InvocationMessage, ReadError> {
    let mut message = InvocationMessage::default();
    if body.trim_ascii().is_empty() {
        return Ok(message);
    }
    let members = match Node::parse(body, findings)? {
        Node::Object(members) => members,
        other => return Err(not_an_object(&other, findings)),
    };
    let is_empty = members.is_empty();
    for (name, node) in members {
        match &*name {
            "action" => message.action = Some(identifier(findings, "action", &node)?),
            "attributes" => {
                let members = object(findings, "attributes", node)?;
                message.attributes = parameters(members, findings)?;
            }
            other => findings.forgive("invocation-member", || {
                format!("an invocation has no member {}", excerpt(other))
            })?,
        }
    }
    if message.action.is_none() && !is_empty {
        return Err(findings.refuse("not-one-action", "the invocation has no member `action`"));
    }
    Ok(message)
}

/// Reads category renderings (C.5, C.7).
pub(crate) fn categories(
    body: &[u8],
    findings: &mut Findings,
) -> Result<Vec<CategoryDescription>, ReadError> {
    if body.trim_ascii().is_empty() {
        return Ok(Vec::new());
    }
    let node = Node::parse(body, findings)?;
    category::categories(node, findings)
}

/// Reads the names of existing entities (D-73): locations or ids.
pub(crate) fn locations(body: &[u8], findings: &mut Findings) -> Result<Vec<String>, ReadError> {
    if body.trim_ascii().is_empty() {
        return Ok(Vec::new());
    }
    let members = match Node::parse(body, findings)? {
        Node::List(items) => {
            if items.iter().all(|item| matches!(item, Node::Object(_))) && !items.is_empty() {
                findings.forgive("array-at-top", || {
                    "an array of entities, not an object with the member `resources`".to_owned()
                })?;
                return items
                    .into_iter()
                    .map(|item| named(object(findings, "item", item)?, findings))
                    .collect();
            }
            findings.forgive("array-of-strings", || {
                "an array of strings, not a collection".to_owned()
            })?;
            return strings(items, findings);
        }
        Node::Object(members) => members,
        other => return Err(not_an_object(&other, findings)),
    };
    let has = |wanted: &str| members.iter().any(|(name, _)| name == wanted);
    let is_collection = has("resources") || has("locations") || (has("links") && !has("kind"));
    if !is_collection {
        return match members.is_empty() {
            true => Ok(Vec::new()),
            false => Ok(vec![named(members, findings)?]),
        };
    }
    let mut found = Vec::new();
    for (name, node) in members {
        match &*name {
            "locations" => {
                findings.forgive("locations-object", || {
                    "the member `locations`, not a collection of entities".to_owned()
                })?;
                found.extend(strings(items(&name, node, findings)?, findings)?);
            }
            "resources" | "links" => {
                for item in items(&name, node, findings)? {
                    found.push(match item {
                        Node::Text(location) => {
                            findings.forgive("array-of-strings", || {
                                format!("a string among `{name}`, not an object")
                            })?;
                            location.into_owned()
                        }
                        other => named(object(findings, &name, other)?, findings)?,
                    });
                }
            }
            "kinds" | "mixins" | "actions" => {
                findings.forgive("mixed-collection", || format!("`{name}` beside entities"))?;
            }
            other => collection_member(other, findings)?,
        }
    }
    Ok(found)
}

fn strings(items: Vec<Node<'_>>, findings: &Findings) -> Result<Vec<String>, ReadError> {
    items
        .into_iter()
        .map(|item| text(findings, "location", item))
        .collect()
}

/// The location of an entity, or else its id.
fn named(members: Members<'_>, findings: &Findings) -> Result<String, ReadError> {
    let mut id = None;
    let mut location = None;
    for (name, node) in members {
        match &*name {
            "id" => id = Some(text(findings, "id", node)?),
            "location" => location = Some(text(findings, "location", node)?),
            _ => {}
        }
    }
    location.or(id).ok_or_else(|| {
        findings.refuse(
            "no-id",
            "an entity without `id` and `location`; existing entities are named by one of them",
        )
    })
}
