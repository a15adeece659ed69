//! Writes requests.
//!
//! Written for itself, without the writers of `occi-rendering`: the server under test may stand on
//! them, and a fault that both sides share would cancel itself out.

use occi_model::{AttributeName, CategoryId, Value};
use serde_json::{Map, json};

use crate::case::Rendering;

/// A request body with its header fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) headers: Vec<(&'static str, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
}

/// An entity with its values.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Entity<'a> {
    pub(crate) kind: Option<&'a CategoryId>,
    pub(crate) mixins: Vec<&'a CategoryId>,
    pub(crate) attributes: Vec<(&'a AttributeName, Value)>,
}

/// What cannot be said in a rendering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CannotSay;

/// Writes an entity.
pub(crate) fn entity(rendering: Rendering, entity: &Entity<'_>) -> Result<Message, CannotSay> {
    if rendering == Rendering::Json {
        return Ok(Message {
            headers: Vec::new(),
            body: json_entity(entity).to_string().into_bytes(),
        });
    }
    let kind = entity.kind.map(|kind| category(kind, "kind"));
    let mixins = entity.mixins.iter().map(|mixin| category(mixin, "mixin"));
    let categories = kind.into_iter().chain(mixins).collect();
    let attributes = attributes(&entity.attributes)?;
    Ok(fields(
        rendering,
        &[("Category", categories), ("X-OCCI-Attribute", attributes)],
    ))
}

/// Writes an action invocation.
pub(super) fn invocation(
    rendering: Rendering,
    action: &CategoryId,
    parameters: &[(&AttributeName, Value)],
) -> Result<Message, CannotSay> {
    if rendering == Rendering::Json {
        let mut values = Map::new();
        for (name, value) in parameters {
            values.insert(name.to_string(), json_value(value));
        }
        let body = json!({ "action": action.as_str(), "attributes": values });
        return Ok(Message {
            headers: Vec::new(),
            body: body.to_string().into_bytes(),
        });
    }
    let attributes = attributes(parameters)?;
    Ok(fields(
        rendering,
        &[
            ("Category", vec![category(action, "action")]),
            ("X-OCCI-Attribute", attributes),
        ],
    ))
}

/// Writes a user mixin for the query interface.
pub(super) fn tag(scheme: &str, term: &str, location: &str) -> Message {
    let line = format!(
        "Category: {term}; scheme=\"{scheme}\"; class=\"mixin\"; location=\"{location}\"\r\n"
    );
    Message {
        headers: Vec::new(),
        body: line.into_bytes(),
    }
}

/// Writes locations in body form.
pub(super) fn locations(urls: &[String]) -> Message {
    let mut body = String::new();
    for url in urls {
        body.push_str(&format!("X-OCCI-Location: {url}\r\n"));
    }
    Message {
        headers: Vec::new(),
        body: body.into_bytes(),
    }
}

/// Writes a resource with a link inside (C.2).
pub(super) fn with_link(entity: &Entity<'_>, link: &Entity<'_>) -> Message {
    let mut object = json_entity(entity);
    if let Some(object) = object.as_object_mut() {
        object.insert("links".to_owned(), json!([json_entity(link)]));
    }
    Message {
        headers: Vec::new(),
        body: object.to_string().into_bytes(),
    }
}

/// The header field that filters by a category (D-101).
pub(super) fn filter_by_category(id: &CategoryId) -> (&'static str, String) {
    let field = format!("{}; scheme=\"{}\"", id.term(), id.scheme());
    ("Category", field)
}

/// The header field that filters by a value.
pub(super) fn filter_by_value(
    name: &AttributeName,
    value: &Value,
) -> Result<(&'static str, String), CannotSay> {
    Ok(("X-OCCI-Attribute", format!("{name}={}", text_value(value)?)))
}

fn fields(rendering: Rendering, fields: &[(&'static str, Vec<String>)]) -> Message {
    let mut message = Message::default();
    for (name, values) in fields.iter().filter(|(_, values)| !values.is_empty()) {
        if rendering == Rendering::Occi {
            message.headers.push((name, values.join(", ").into_bytes()));
        } else {
            for value in values {
                message
                    .body
                    .extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
            }
        }
    }
    message
}

fn category(id: &CategoryId, class: &str) -> String {
    format!(
        "{}; scheme=\"{}\"; class=\"{class}\"",
        id.term(),
        id.scheme()
    )
}

fn attributes(values: &[(&AttributeName, Value)]) -> Result<Vec<String>, CannotSay> {
    values
        .iter()
        .map(|(name, value)| Ok(format!("{name}={}", text_value(value)?)))
        .collect()
}

/// A value of the text rendering (B.5).
fn text_value(value: &Value) -> Result<String, CannotSay> {
    match value {
        Value::Boolean(truth) => Ok(truth.to_string()),
        Value::Integer(number) => Ok(number.to_string()),
        Value::Float(number) => {
            // Never an exponent, always a point (D-59); `Display` of floats has no exponent.
            let mut text = number.to_string();
            if !text.contains('.') {
                text.push_str(".0");
            }
            Ok(text)
        }
        Value::String(text) => Ok(format!(
            "\"{}\"",
            text.replace('\\', "\\\\").replace('"', "\\\"")
        )),
        Value::List(_) | Value::Hash(_) => Err(CannotSay),
    }
}

pub(crate) fn json_value(value: &Value) -> serde_json::Value {
    match value {
        Value::Boolean(truth) => (*truth).into(),
        Value::Integer(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::String(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(json_value).collect(),
        Value::Hash(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), json_value(value)))
            .collect(),
    }
}

/// A resource or link object (C.1, C.2): what Core names are members (D-76).
fn json_entity(entity: &Entity<'_>) -> serde_json::Value {
    let mut object = Map::new();
    let mut values = Map::new();
    let mut source = Map::new();
    let mut target = Map::new();
    if let Some(kind) = entity.kind {
        object.insert("kind".to_owned(), kind.as_str().into());
    }
    if !entity.mixins.is_empty() {
        let mixins = entity.mixins.iter().map(|mixin| mixin.as_str()).collect();
        object.insert("mixins".to_owned(), mixins);
    }
    let ends = entity
        .attributes
        .iter()
        .any(|(name, _)| **name == *"occi.core.target");
    for (name, value) in &entity.attributes {
        let value = json_value(value);
        match name.as_str() {
            "occi.core.id" => {
                object.insert("id".to_owned(), value);
            }
            "occi.core.title" => {
                object.insert("title".to_owned(), value);
            }
            "occi.core.summary" => {
                object.insert("summary".to_owned(), value);
            }
            "occi.core.source" => {
                source.insert("location".to_owned(), value);
            }
            "occi.core.target" => {
                target.insert("location".to_owned(), value);
            }
            // A target object needs a location (C.3); alone, the kind goes as an attribute.
            "occi.core.target.kind" if ends => {
                target.insert("kind".to_owned(), value);
            }
            _ => {
                values.insert(name.to_string(), value);
            }
        }
    }
    for (name, members) in [
        ("source", source),
        ("target", target),
        ("attributes", values),
    ] {
        if !members.is_empty() {
            object.insert(name.to_owned(), members.into());
        }
    }
    object.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> AttributeName {
        AttributeName::new(text).unwrap()
    }

    #[test]
    fn the_three_forms_of_an_entity() {
        let kind = CategoryId::parse("http://example.org/a#thing").unwrap();
        let (title, size, end) = (
            name("occi.core.title"),
            name("a.size"),
            name("occi.core.target"),
        );
        let thing = Entity {
            kind: Some(&kind),
            mixins: Vec::new(),
            attributes: vec![
                (&title, Value::from("a \"b\" \\")),
                (&size, Value::Float(4.0)),
                (&end, Value::from("/x")),
            ],
        };
        let plain = entity(Rendering::Plain, &thing).unwrap();
        assert_eq!(
            String::from_utf8(plain.body).unwrap(),
            "Category: thing; scheme=\"http://example.org/a#\"; class=\"kind\"\r\n\
             X-OCCI-Attribute: occi.core.title=\"a \\\"b\\\" \\\\\"\r\n\
             X-OCCI-Attribute: a.size=4.0\r\n\
             X-OCCI-Attribute: occi.core.target=\"/x\"\r\n"
        );
        let occi = entity(Rendering::Occi, &thing).unwrap();
        assert_eq!(occi.headers.len(), 2);
        assert!(occi.body.is_empty());
        let json = entity(Rendering::Json, &thing).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&json.body).unwrap();
        assert_eq!(
            json,
            json!({
                "kind": "http://example.org/a#thing",
                "title": "a \"b\" \\",
                "target": {"location": "/x"},
                "attributes": {"a.size": 4.0}
            })
        );
    }

    #[test]
    fn lists_are_for_json_only() {
        let list = name("a.list");
        let thing = Entity {
            attributes: vec![(&list, Value::List(Vec::new()))],
            ..Entity::default()
        };
        assert_eq!(entity(Rendering::Plain, &thing), Err(CannotSay));
        assert!(entity(Rendering::Json, &thing).is_ok());
    }

    #[test]
    fn floats_have_a_point_and_no_exponent() {
        assert_eq!(
            text_value(&Value::Float(1e21)).unwrap(),
            "1000000000000000000000.0"
        );
        assert_eq!(text_value(&Value::Float(1e-7)).unwrap(), "0.0000001");
    }
}
