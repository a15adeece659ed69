//! The readers and writers of this project, as a harness speaks for them.

use std::collections::BTreeMap;

use occi_model::{AttributeName, CategoryId, Value};
use occi_rendering::{
    ActionView, AttributeDescription, CategoriesView, CategoryDescription, Class, EntityMessage,
    EntityView, LinkView, MediaType, Mode, Payload, RawValue, Rendered, read_categories,
    read_entities, read_invocation, read_locations, write_categories, write_entity,
    write_invocation, write_locations,
};
use serde_json::{Map, Value as Json};

use super::{
    Message,
    facts::{AttributeFacts, CategoryFacts, Facts, Form, LinkFacts},
};

/// Reads a message, and forgives what real peers write.
///
/// # Errors
///
/// When it is malformed, in words.
pub fn read(form: Form, message: &Message) -> Result<Facts, String> {
    read_in(Mode::Lenient, form, message)
}

/// Reads a message.
pub(super) fn read_in(mode: Mode, form: Form, message: &Message) -> Result<Facts, String> {
    let media = MediaType::parse(&message.media)
        .ok_or_else(|| format!("`{}` is none of the media types of OCCI", message.media))?;
    let payload = Payload {
        media,
        headers: message
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_bytes()))
            .collect(),
        body: message.body.as_bytes(),
    };
    let said = |error: occi_rendering::ReadError| error.to_string();
    Ok(match form {
        Form::Entity => {
            let mut all = read_entities(&payload, mode).map_err(said)?.value;
            match (all.pop(), all.is_empty()) {
                (Some(one), true) => entity(one),
                _ => return Err("not one entity".to_owned()),
            }
        }
        Form::Categories => Facts::Categories {
            categories: read_categories(&payload, mode)
                .map_err(said)?
                .value
                .into_iter()
                .map(category)
                .collect(),
        },
        Form::Locations => Facts::Locations {
            locations: read_locations(&payload, mode).map_err(said)?.value,
        },
        Form::Invocation => {
            let read = read_invocation(&payload, mode).map_err(said)?.value;
            let action = read.action.ok_or("no action is named")?;
            Facts::Invocation {
                action: action.to_string(),
                attributes: values(read.attributes),
            }
        }
    })
}

fn values(attributes: Vec<(AttributeName, RawValue)>) -> Map<String, Json> {
    attributes
        .into_iter()
        .filter(|(_, value)| *value != RawValue::Null)
        .map(|(name, value)| (name.to_string(), json(value)))
        .collect()
}

fn json(value: RawValue) -> Json {
    match value {
        RawValue::Text(text) | RawValue::Bare(text) => Json::from(text),
        RawValue::Number(text) => {
            let whole = text.parse::<i64>().ok().map(Json::from);
            let broken = || text.parse::<f64>().ok().map(Json::from);
            whole
                .or_else(broken)
                .unwrap_or_else(|| Json::from(text.clone()))
        }
        RawValue::Boolean(truth) => Json::from(truth),
        RawValue::List(items) => items.into_iter().map(json).collect(),
        RawValue::Hash(members) => members
            .into_iter()
            .map(|(name, value)| (name, json(value)))
            .collect::<Map<_, _>>()
            .into(),
        RawValue::Null => Json::Null,
    }
}

fn entity(message: EntityMessage) -> Facts {
    let (mut kind, mut mixins) = (None, Vec::new());
    for (at, tag) in message.categories.into_iter().enumerate() {
        // JSON says the class by the member, which comes first.
        let is_kind = match tag.class {
            Some(class) => class == Class::Kind,
            None => at == 0,
        };
        match kind {
            None if is_kind => kind = Some(tag.id.to_string()),
            _ => mixins.push(tag.id.to_string()),
        }
    }
    let links = message.links.into_iter().map(|link| {
        let mut attributes = values(link.attributes);
        for name in [
            "occi.core.id",
            "occi.core.source",
            "occi.core.target",
            "occi.core.source.kind",
            "occi.core.target.kind",
        ] {
            attributes.remove(name);
        }
        LinkFacts {
            target: link.target,
            kind: link.categories.first().map(ToString::to_string),
            attributes,
        }
    });
    let mut attributes = values(message.attributes);
    // What the ends are is said by what they are.
    attributes.remove("occi.core.source.kind");
    attributes.remove("occi.core.target.kind");
    Facts::Entity {
        kind,
        mixins,
        links: links.collect(),
        attributes,
        actions: message
            .actions
            .iter()
            .map(|action| action.id.to_string())
            .collect(),
    }
}

fn category(read: CategoryDescription) -> CategoryFacts {
    CategoryFacts {
        id: read.id.to_string(),
        class: read.class.map_or("", Class::as_str).to_owned(),
        title: read.title,
        rel: read.rel.first().map(ToString::to_string),
        location: read.location,
        attributes: read
            .attributes
            .into_iter()
            .map(|attribute| {
                let facts = AttributeFacts {
                    mutable: attribute.mutable,
                    required: attribute.required,
                };
                (attribute.name.to_string(), facts)
            })
            .collect(),
        actions: read.actions.iter().map(ToString::to_string).collect(),
    }
}

/// Writes what is to be said, in a media type.
///
/// # Errors
///
/// When that type cannot say it, or what is to be said cannot be meant; in words.
pub fn write(media: &str, facts: &Facts) -> Result<Message, String> {
    let media_type = MediaType::parse(media)
        .ok_or_else(|| format!("`{media}` is none of the media types of OCCI"))?;
    let rendered = rendered(media_type, facts)?;
    Ok(Message {
        media: media.to_owned(),
        headers: rendered
            .headers
            .into_iter()
            .map(|(name, value)| {
                (
                    name.to_owned(),
                    String::from_utf8_lossy(&value).into_owned(),
                )
            })
            .collect(),
        body: String::from_utf8_lossy(&rendered.body).into_owned(),
    })
}

fn rendered(media: MediaType, facts: &Facts) -> Result<Rendered, String> {
    let said = |error: occi_rendering::WriteError| error.to_string();
    match facts {
        Facts::Entity { .. } => written_entity(media, facts),
        Facts::Invocation { action, attributes } => {
            let (action, attributes) = (id(action)?, typed(attributes)?);
            write_invocation(media, &action, &views(&attributes)).map_err(said)
        }
        Facts::Locations { locations } => {
            write_locations(media, locations.iter().map(String::as_str)).map_err(said)
        }
        Facts::Categories { categories } => {
            let categories: Vec<CategoryDescription> = categories
                .iter()
                .map(description)
                .collect::<Result<_, _>>()?;
            let view = CategoriesView {
                of_model: None,
                of_users: categories.iter().collect(),
            };
            write_categories(media, &view).map_err(said)
        }
    }
}

/// Where an entity is that nobody says the place of.
const SOMEWHERE: &str = "/entity/1";

fn written_entity(media: MediaType, facts: &Facts) -> Result<Rendered, String> {
    let Facts::Entity {
        kind,
        mixins,
        attributes,
        links,
        actions,
    } = facts
    else {
        return Err("no entity".to_owned());
    };
    let kind = id(kind.as_deref().ok_or("an entity needs a kind")?)?;
    let mixins = ids(mixins)?;
    let actions = ids(actions)?;
    let values = typed(attributes)?;
    let is_link = attributes.contains_key("occi.core.target");
    let named: Vec<(CategoryId, Vec<(AttributeName, Value)>)> = links
        .iter()
        .map(|link| {
            let kind = link.kind.as_deref();
            let kind = kind.unwrap_or("http://schemas.ogf.org/occi/core#link");
            let mut values = typed(&link.attributes)?;
            for (name, end) in [
                ("occi.core.source", SOMEWHERE),
                ("occi.core.target", &*link.target),
            ] {
                let name = AttributeName::new(name).map_err(|error| error.to_string())?;
                values.push((name, Value::from(end)));
            }
            Ok((id(kind)?, values))
        })
        .collect::<Result<_, String>>()?;
    let view = EntityView {
        // Only what points to the entity needs to know where it is.
        location: if links.is_empty() && actions.is_empty() {
            ""
        } else {
            SOMEWHERE
        },
        kind: &kind,
        mixins: mixins.iter().collect(),
        attributes: views(&values),
        is_link,
        links: named
            .iter()
            .map(|(kind, values)| LinkView {
                location: "/link/1",
                kind,
                mixins: Vec::new(),
                attributes: views(values),
                target_categories: Vec::new(),
                actions: Vec::new(),
            })
            .collect(),
        actions: actions.iter().map(|id| ActionView { id }).collect(),
    };
    write_entity(media, &view).map_err(|error| error.to_string())
}

fn description(facts: &CategoryFacts) -> Result<CategoryDescription, String> {
    let attributes: &BTreeMap<String, AttributeFacts> = &facts.attributes;
    Ok(CategoryDescription {
        id: id(&facts.id)?,
        class: match facts.class.as_str() {
            "kind" => Some(Class::Kind),
            "mixin" => Some(Class::Mixin),
            "action" => Some(Class::Action),
            other => return Err(format!("`{other}` is no class")),
        },
        title: facts.title.clone(),
        rel: facts
            .rel
            .iter()
            .map(|rel| id(rel))
            .collect::<Result<_, _>>()?,
        applies: Vec::new(),
        location: facts.location.clone(),
        attributes: attributes
            .iter()
            .map(|(name, facts)| {
                Ok(AttributeDescription {
                    name: AttributeName::new(name.as_str()).map_err(|error| error.to_string())?,
                    mutable: facts.mutable,
                    required: facts.required,
                    json: None,
                })
            })
            .collect::<Result<_, String>>()?,
        actions: ids(&facts.actions)?,
    })
}

fn id(text: &str) -> Result<CategoryId, String> {
    CategoryId::parse(text).map_err(|error| error.to_string())
}

fn ids(texts: &[String]) -> Result<Vec<CategoryId>, String> {
    texts.iter().map(|text| id(text)).collect()
}

fn typed(values: &Map<String, Json>) -> Result<Vec<(AttributeName, Value)>, String> {
    values
        .iter()
        .map(|(name, json)| {
            let name = AttributeName::new(name.as_str()).map_err(|error| error.to_string())?;
            let value = serde_json::from_value(json.clone()).map_err(|error| error.to_string())?;
            Ok((name, value))
        })
        .collect()
}

fn views(values: &[(AttributeName, Value)]) -> Vec<(&AttributeName, &Value)> {
    values.iter().map(|(name, value)| (name, value)).collect()
}
