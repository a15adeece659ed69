//! What an answer says about an entity, free of its rendering.

use std::collections::{BTreeMap, BTreeSet};

use occi_model::{Attribute, CategoryId, CategoryRef, Model, Value, types::ValueType};
use occi_rendering::{
    Class, EntityMessage, LinkMessage, MediaType, Mode, Payload, RawValue, read_entities,
};

use crate::transport::{Response, resolve};

/// A link that a resource shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LinkFact {
    /// Id, when shown.
    pub(crate) id: Option<String>,
    /// Path, when shown.
    pub(crate) path: Option<String>,
    /// Path of the target, or its URL at another endpoint.
    pub(crate) target: String,
    /// Kind, when shown.
    pub(crate) kind: Option<CategoryId>,
}

/// An entity as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Facts {
    pub(crate) kinds: Vec<CategoryId>,
    pub(crate) mixins: BTreeSet<CategoryId>,
    pub(crate) attributes: BTreeMap<String, Value>,
    pub(crate) links: Vec<LinkFact>,
    pub(crate) actions: BTreeSet<CategoryId>,
    /// Attributes that nothing in the model defines for the entity.
    pub(crate) unknown: Vec<String>,
    /// Values that do not fit their definition, in words.
    pub(crate) unfit: Vec<String>,
}

impl Facts {
    /// The id.
    pub(crate) fn id(&self) -> Option<&str> {
        self.attributes.get("occi.core.id").and_then(Value::as_str)
    }
}

/// The payload of an answer; `None` when its type is none of OCCI's.
pub(crate) fn payload(response: &Response) -> Option<Payload<'_>> {
    let media = MediaType::parse(response.header("content-type")?)?;
    Some(Payload {
        media,
        headers: response
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_slice()))
            .collect(),
        body: &response.body,
    })
}

/// Reads the entities of an answer.
pub(super) fn entities(
    model: &Model,
    base: &str,
    response: &Response,
) -> Result<Vec<Facts>, String> {
    let payload = payload(response).ok_or_else(|| {
        format!(
            "content type {}",
            response.header("content-type").unwrap_or("missing")
        )
    })?;
    let read = read_entities(&payload, Mode::Lenient).map_err(|error| error.to_string())?;
    Ok(read
        .value
        .iter()
        .map(|message| facts(model, base, message, payload.media.is_json()))
        .collect())
}

/// Reads the one entity of an answer.
pub(crate) fn entity(model: &Model, base: &str, response: &Response) -> Result<Facts, String> {
    let mut all = entities(model, base, response)?;
    match (all.pop(), all.len()) {
        (Some(one), 0) => Ok(one),
        (None, _) => Err("no entity".to_owned()),
        (Some(_), more) => Err(format!("{} entities", more + 1)),
    }
}

fn facts(model: &Model, base: &str, message: &EntityMessage, json: bool) -> Facts {
    let mut found = Facts::default();
    for tag in &message.categories {
        let class = match model.find(tag.id.as_str()) {
            Some(CategoryRef::Kind(_)) => Some(Class::Kind),
            Some(CategoryRef::Mixin(_)) => Some(Class::Mixin),
            Some(CategoryRef::Action(_)) => Some(Class::Action),
            None => tag.class,
        };
        match class {
            Some(Class::Kind) => found.kinds.push(tag.id.clone()),
            Some(Class::Mixin) | None => {
                found.mixins.insert(tag.id.clone());
            }
            Some(Class::Action) => {}
        }
    }
    for (name, raw) in &message.attributes {
        if *raw == RawValue::Null {
            continue;
        }
        let definition = definition(model, &found, name.as_str());
        let value = match definition {
            Some(attribute) => typed(attribute, raw, json, &mut found.unfit),
            None => {
                found.unknown.push(name.to_string());
                untyped(raw)
            }
        };
        found.attributes.insert(name.to_string(), value);
    }
    found.links = message
        .links
        .iter()
        .map(|link| link_fact(base, link))
        .collect();
    found.links.sort();
    found.actions = message
        .actions
        .iter()
        .map(|action| action.id.clone())
        .collect();
    found
}

/// The definition of an attribute for an entity: by its kind, else by one of its mixins.
pub(super) fn definition<'m>(model: &'m Model, facts: &Facts, name: &str) -> Option<&'m Attribute> {
    let of_kind = facts
        .kinds
        .iter()
        .filter_map(|kind| model.find_kind(kind.as_str()))
        .find_map(|kind| model.kind(kind).attribute(name));
    of_kind.map(|attribute| &**attribute).or_else(|| {
        facts
            .mixins
            .iter()
            .filter_map(|mixin| model.find_mixin(mixin.as_str()))
            .flat_map(|mixin| &model.mixin(mixin).closure)
            .find_map(|mixin| model.mixin(*mixin).attribute(name))
            .map(|attribute| &**attribute)
    })
}

/// Reads a value as its definition wants it. What only a lenient reader takes (a quoted number,
/// say) is a finding, and still a value.
fn typed(attribute: &Attribute, raw: &RawValue, json: bool, unfit: &mut Vec<String>) -> Value {
    // References and URIs are exchanged as text whatever their form.
    let value_type: &ValueType = &attribute.value_type;
    match raw.typed(value_type, Mode::Strict) {
        Ok(value) => value,
        Err(error) => {
            let form = if json { "JSON" } else { "text" };
            unfit.push(format!("{} ({form}): {error}", attribute.name));
            raw.typed(value_type, Mode::Lenient)
                .unwrap_or_else(|_| untyped(raw))
        }
    }
}

/// A value by its looks.
fn untyped(raw: &RawValue) -> Value {
    match raw {
        RawValue::Text(text) | RawValue::Bare(text) => Value::from(text.as_str()),
        RawValue::Number(text) => text
            .parse::<i64>()
            .map(Value::Integer)
            .or_else(|_| text.parse::<f64>().map(Value::Float))
            .unwrap_or_else(|_| Value::from(text.as_str())),
        RawValue::Boolean(truth) => Value::Boolean(*truth),
        RawValue::List(items) => Value::List(items.iter().map(untyped).collect()),
        RawValue::Hash(members) => Value::Hash(
            members
                .iter()
                .map(|(name, value)| (name.clone(), untyped(value)))
                .collect(),
        ),
        RawValue::Null => Value::from(""),
    }
}

fn link_fact(base: &str, link: &LinkMessage) -> LinkFact {
    let id = link.id.clone().or_else(|| {
        link.attributes
            .iter()
            .find(|(name, _)| *name == *"occi.core.id")
            .and_then(|(_, value)| match value {
                RawValue::Text(text) | RawValue::Bare(text) => Some(text.clone()),
                _ => None,
            })
    });
    LinkFact {
        id,
        path: link
            .location
            .as_deref()
            .and_then(|location| resolve(base, location)),
        target: resolve(base, &link.target).unwrap_or_else(|| link.target.clone()),
        kind: link.categories.first().cloned(),
    }
}

/// The ends of links, whose values name entities.
pub(super) fn is_end(name: &str) -> bool {
    matches!(name, "occi.core.source" | "occi.core.target")
}

/// Whether two values of an attribute mean the same.
pub(crate) fn same_value(base: &str, name: &str, left: &Value, right: &Value) -> bool {
    if left.same_as(right) {
        return true;
    }
    match (left.as_str(), right.as_str()) {
        (Some(left), Some(right)) if is_end(name) => {
            resolve(base, left).is_some_and(|left| Some(left) == resolve(base, right))
        }
        _ => false,
    }
}

/// The first difference between two readings, in words.
pub(super) fn difference(
    base: &str,
    left: &Facts,
    right: &Facts,
    except: &dyn Fn(&str) -> bool,
) -> Option<(String, String, String)> {
    let shown = |set: &BTreeSet<CategoryId>| {
        set.iter()
            .map(|id| id.term().to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    if left.kinds != right.kinds {
        let kinds = |facts: &Facts| format!("{:?}", facts.kinds);
        return Some(("kind".to_owned(), kinds(left), kinds(right)));
    }
    if left.mixins != right.mixins {
        return Some((
            "mixins".to_owned(),
            shown(&left.mixins),
            shown(&right.mixins),
        ));
    }
    let names: BTreeSet<&String> = left
        .attributes
        .keys()
        .chain(right.attributes.keys())
        .collect();
    for name in names {
        if except(name) {
            continue;
        }
        let values = (left.attributes.get(name), right.attributes.get(name));
        let same = match values {
            (Some(a), Some(b)) => same_value(base, name, a, b),
            (a, b) => a == b,
        };
        if !same {
            let show = |value: Option<&Value>| {
                value.map_or_else(|| "no value".to_owned(), ToString::to_string)
            };
            return Some((name.clone(), show(values.0), show(values.1)));
        }
    }
    let links = |facts: &Facts| {
        facts
            .links
            .iter()
            .map(|link| {
                let name = link.id.clone().or_else(|| link.path.clone());
                format!("{} -> {}", name.unwrap_or_default(), link.target)
            })
            .collect::<BTreeSet<_>>()
    };
    if links(left) != links(right) {
        let show = |facts: &Facts| links(facts).into_iter().collect::<Vec<_>>().join(", ");
        return Some(("links".to_owned(), show(left), show(right)));
    }
    if left.actions != right.actions {
        return Some((
            "actions offered".to_owned(),
            shown(&left.actions),
            shown(&right.actions),
        ));
    }
    None
}
