//! Vectors that a model gives: for each kind an entity with all its attributes, and one for each
//! value at the edge of what an attribute may have.

use occi_model::{CategoryId, Model, Value};

use super::{Direction, Expected, Message, Vector, facts::Facts, writing};
use crate::{
    case::{Body, Case, CaseId, Datum, Payload, Prefix, Rendering, Step},
    catalogue::{Options, catalogue},
    engine::{Entity, json_value, written},
};

/// Families of cases whose entities are taken.
const FAMILIES: [&str; 2] = ["cre.full", "val.edge"];

/// The title of an entity that bears a marker in a run.
const TITLE: &str = "a title";

/// The vectors of a model, for readers and for writers.
#[must_use]
pub fn derived(model: &Model) -> Vec<Vector> {
    let mut all = Vec::new();
    let mut seen = Vec::new();
    for case in catalogue(model, &Options::default()).cases {
        if !FAMILIES.contains(&case.id.family()) {
            continue;
        }
        let Some((name, entity)) = created(&case).and_then(|body| named(&case, body)) else {
            continue;
        };
        // Cases that differ in their rendering create the same.
        if seen.contains(&name) {
            continue;
        }
        seen.push(name.clone());
        for rendering in Rendering::ENTITY {
            if let Some(reading) = reading(&case, &name, &entity, rendering) {
                all.extend(writing(&reading, rendering));
                all.push(reading);
            }
        }
    }
    all
}

/// What a case creates.
fn created(case: &Case) -> Option<&Body> {
    case.steps.iter().find_map(|step| match step {
        Step::Call(call) if call.creates.is_some() => match &call.payload {
            Payload::Entity(body) => Some(body),
            _ => None,
        },
        _ => None,
    })
}

/// An entity with values that need no run to be known.
struct Plain<'b> {
    body: &'b Body,
    values: Vec<Value>,
}

fn named<'b>(case: &Case, body: &'b Body) -> Option<(Vec<String>, Plain<'b>)> {
    let values = body
        .attributes
        .iter()
        .map(|(_, datum)| match datum {
            Datum::Value(value) => Some(value.clone()),
            Datum::Marker => Some(Value::from(TITLE)),
            Datum::Marked(tail) => Some(Value::from(format!("{TITLE}{tail}"))),
            Datum::Url(_) | Datum::Path(_) | Datum::Beside(..) => None,
        })
        .collect::<Option<Vec<Value>>>()?;
    let mut name = vec![case.id.subject().replace('#', ".")];
    name.extend(case.id.details().map(str::to_owned));
    Some((name, Plain { body, values }))
}

fn reading(
    case: &Case,
    name: &[String],
    entity: &Plain<'_>,
    rendering: Rendering,
) -> Option<Vector> {
    let attributes = entity.body.attributes.iter().zip(&entity.values);
    let message = written(
        rendering,
        &Entity {
            kind: entity.body.kind.as_ref(),
            mixins: entity.body.mixins.iter().collect(),
            attributes: attributes
                .clone()
                .map(|((name, _), value)| (name, value.clone()))
                .collect(),
        },
    )
    .ok()?;
    let facts = Facts::Entity {
        kind: entity.body.kind.as_ref().map(ToString::to_string),
        mixins: entity
            .body
            .mixins
            .iter()
            .map(CategoryId::to_string)
            .collect(),
        attributes: attributes
            .map(|((name, _), value)| (name.to_string(), json_value(value)))
            .collect(),
        links: Vec::new(),
        actions: Vec::new(),
    };
    let text = |octets: Vec<u8>| String::from_utf8(octets).ok();
    let details: Vec<&str> = name.iter().map(String::as_str).collect();
    let family = case.id.family();
    let id = CaseId::new(
        Prefix::Wire,
        "reader",
        family,
        &details,
        Some(rendering.code()),
    );
    if !facts.can_be_written(rendering) {
        return None;
    }
    Some(Vector {
        id: id.to_string().into(),
        title: format!("An entity as in: {}", case.title).into(),
        rows: rows(rendering, &entity.values),
        direction: Direction::Read,
        message: Message {
            media: rendering.media().as_str().to_owned(),
            headers: message
                .headers
                .into_iter()
                .map(|(name, value)| Some((name.to_owned(), text(value)?)))
                .collect::<Option<_>>()?,
            body: text(message.body)?,
        },
        expected: Expected::Facts(facts),
    })
}

/// Rows about values of these types.
fn rows(rendering: Rendering, values: &[Value]) -> Vec<std::borrow::Cow<'static, str>> {
    let mut rows: Vec<&'static str> = match rendering {
        Rendering::Json => vec!["JSON-005", "JSON-036", "JSON-037"],
        _ => values
            .iter()
            .map(|value| match value {
                Value::Boolean(_) => "TXT-050",
                Value::Integer(_) | Value::Float(_) => "TXT-049",
                Value::String(_) | Value::List(_) | Value::Hash(_) => "TXT-048",
            })
            .collect(),
    };
    rows.sort_unstable();
    rows.dedup();
    rows.into_iter().map(Into::into).collect()
}
