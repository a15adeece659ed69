//! The structure of the JSON rendering (GFD.226).

use serde_json::{Map, Value as Json};

use crate::{
    case::Level::Must,
    engine::passive::{Check, Note, Shape, check},
    transport::Response,
};

pub(super) const CHECKS: &[Check] = &[
    check(
        "json-object",
        Must,
        &["JSON-002", "JSON-026", "JSON-031", "JSON-058"],
        "A JSON answer is one object in UTF-8.",
    ),
    check(
        "json-entity",
        Must,
        &["JSON-003", "JSON-004", "JSON-006", "JSON-008"],
        "An entity object has kind and id; mixins and actions are arrays of identifiers; title and summary are strings.",
    ),
    check(
        "json-attributes",
        Must,
        &["JSON-005", "JSON-035", "JSON-036"],
        "Attributes are flat members with values that are not null.",
    ),
    check(
        "json-links",
        Must,
        &["JSON-007", "JSON-013", "JSON-014"],
        "A link object has kind, id, source and target; both ends have a location.",
    ),
    check(
        "json-collection",
        Must,
        &["JSON-027", "JSON-028", "JSON-029", "JSON-030"],
        "A collection holds arrays of entity objects under resources and links.",
    ),
    check(
        "json-categories",
        Must,
        &[
            "JSON-017", "JSON-018", "JSON-022", "JSON-025", "JSON-032", "JSON-033", "JSON-034",
        ],
        "Kinds, mixins and actions are arrays of objects with term and scheme; actions have no location.",
    ),
    check(
        "json-references",
        Must,
        &["JSON-019", "JSON-021", "JSON-023", "JSON-024"],
        "parent is one identifier; actions, depends and applies are arrays of identifiers.",
    ),
    check(
        "json-descriptions",
        Must,
        &[
            "JSON-038", "JSON-039", "JSON-040", "JSON-041", "JSON-042", "JSON-045",
        ],
        "An attribute description has mutable and required as booleans, a type of JSON, a pattern object, and a default of its type.",
    ),
    check(
        "locations",
        Must,
        &["HTTP-001", "HTTP-003", "JSON-020"],
        "Kinds and mixins have locations of their own; core#entity has none.",
    ),
];

/// Looks at a JSON answer.
pub(super) fn observe(response: &Response, shape: Shape, note: Note<'_>) {
    if response.body.is_empty() {
        return;
    }
    let read: Result<Json, _> = serde_json::from_slice(&response.body);
    let object = match &read {
        Ok(Json::Object(object)) => object,
        Ok(_) => return note("json-object", Some("no object".to_owned())),
        Err(error) => return note("json-object", Some(error.to_string())),
    };
    note("json-object", None);
    match shape {
        Shape::Entity => entity(object, true, note),
        Shape::Listing => collection(object, note),
        Shape::Categories => categories(object, note),
        Shape::Free => {}
    }
}

fn is_identifier(value: &Json) -> bool {
    value.as_str().is_some_and(|text| text.contains('#'))
}

/// Whether a member is absent or an array of identifiers.
fn identifiers(object: &Map<String, Json>, name: &str) -> bool {
    object.get(name).is_none_or(|value| {
        value
            .as_array()
            .is_some_and(|all| all.iter().all(is_identifier))
    })
}

fn is_text(object: &Map<String, Json>, name: &str) -> bool {
    object.get(name).is_none_or(Json::is_string)
}

fn entity(object: &Map<String, Json>, whole: bool, note: Note<'_>) {
    let has = |name: &str| object.get(name).is_some_and(Json::is_string);
    let wrong = if !object.get("kind").is_some_and(is_identifier) {
        Some("kind")
    } else if !has("id") {
        Some("id")
    } else {
        ["mixins", "actions"]
            .into_iter()
            .find(|name| !identifiers(object, name))
            .or_else(|| {
                ["title", "summary"]
                    .into_iter()
                    .find(|name| !is_text(object, name))
            })
    };
    note("json-entity", wrong.map(str::to_owned));
    if let Some(attributes) = object.get("attributes") {
        let wrong = match attributes {
            Json::Object(all) => all
                .iter()
                .find(|(name, value)| value.is_null() || *name == "occi" || name.is_empty())
                .map(|(name, value)| format!("{name}: {value}")),
            _ => Some("no object".to_owned()),
        };
        note("json-attributes", wrong);
    }
    if object.contains_key("source") || object.contains_key("target") {
        let bad = ["source", "target"]
            .into_iter()
            .find(|end| !is_end(object, end));
        note("json-links", bad.map(|end| format!("the {end}")));
    }
    if whole && let Some(links) = object.get("links") {
        match links.as_array() {
            None => note("json-links", Some("links is no array".to_owned())),
            Some(links) => {
                for link in links {
                    match link.as_object() {
                        Some(link) if link.contains_key("target") => entity(link, false, note),
                        _ => note("json-links", Some("a link without target".to_owned())),
                    }
                }
            }
        }
    }
}

/// Whether an end of a link has its location; its kind is not known of what lies elsewhere.
fn is_end(object: &Map<String, Json>, name: &str) -> bool {
    let Some(end) = object.get(name).and_then(Json::as_object) else {
        return false;
    };
    let Some(location) = end.get("location").and_then(Json::as_str) else {
        return false;
    };
    !location.is_empty() && end.get("kind").is_none_or(is_identifier)
}

fn collection(object: &Map<String, Json>, note: Note<'_>) {
    let known = ["resources", "links"];
    let mut wrong = (!known.iter().any(|name| object.contains_key(*name)))
        .then(|| "neither resources nor links".to_owned());
    for name in known {
        match object.get(name) {
            None => {}
            Some(Json::Array(members)) => {
                for member in members {
                    match member {
                        Json::Object(member) => entity(member, true, note),
                        other => wrong = Some(format!("{name} holds {other}")),
                    }
                }
            }
            Some(_) => wrong = Some(format!("{name} is no array")),
        }
    }
    note("json-collection", wrong);
}

fn categories(object: &Map<String, Json>, note: Note<'_>) {
    let mut locations: Vec<&str> = Vec::new();
    for class in ["kinds", "mixins", "actions"] {
        let Some(list) = object.get(class) else {
            // An answer without mixins or actions need not say so; kinds there always are.
            note(
                "json-categories",
                (class == "kinds").then(|| "no kinds".to_owned()),
            );
            continue;
        };
        let Some(list) = list.as_array() else {
            note("json-categories", Some(format!("{class} is no array")));
            continue;
        };
        for one in list {
            let Some(one) = one.as_object() else {
                note("json-categories", Some(format!("{class} holds no object")));
                continue;
            };
            category(class, one, note);
            if class != "actions" {
                place(one, &mut locations, note);
            }
        }
    }
}

fn category(class: &str, one: &Map<String, Json>, note: Note<'_>) {
    let text = |name: &str| one.get(name).and_then(Json::as_str).unwrap_or_default();
    let term = text("term");
    let unfit = ["location", "parent", "depends", "applies", "actions"];
    let wrong = if term.is_empty() || !text("scheme").ends_with('#') {
        Some(format!("term or scheme of {term:?}"))
    } else if class == "actions" {
        unfit
            .into_iter()
            .find(|name| one.contains_key(*name))
            .map(|name| format!("the action {term} has {name}"))
    } else {
        None
    };
    note("json-categories", wrong);
    let parent = one.get("parent").is_none_or(is_identifier);
    let bad = ["actions", "depends", "applies"]
        .into_iter()
        .find(|name| !identifiers(one, name))
        .or((!parent).then_some("parent"));
    note(
        "json-references",
        bad.map(|name| format!("{name} of {term}")),
    );
    if let Some(attributes) = one.get("attributes") {
        let wrong = match attributes.as_object() {
            None => Some(format!("attributes of {term}")),
            Some(all) => all
                .iter()
                .find(|(_, description)| !is_description(description))
                .map(|(name, description)| format!("{name}: {description}")),
        };
        note("json-descriptions", wrong);
    }
}

fn place<'j>(one: &'j Map<String, Json>, locations: &mut Vec<&'j str>, note: Note<'_>) {
    let text = |name: &str| one.get(name).and_then(Json::as_str);
    let is_entity = text("term") == Some("entity")
        && text("scheme") == Some("http://schemas.ogf.org/occi/core#");
    let term = text("term").unwrap_or_default();
    let wrong = match text("location") {
        Some(location) if is_entity => Some(format!("core#entity lies at {location}")),
        Some(location) if locations.contains(&location) => {
            Some(format!("{term} shares {location}"))
        }
        Some(location) => {
            locations.push(location);
            None
        }
        None => None,
    };
    note("locations", wrong);
}

fn is_description(description: &Json) -> bool {
    let Some(description) = description.as_object() else {
        return false;
    };
    let flag = |name: &str| description.get(name).is_none_or(Json::is_boolean);
    let kind = description.get("type").map_or(Some("string"), Json::as_str);
    let fits = |value: &Json| match kind {
        Some("string") => value.is_string(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => false,
    };
    let known = matches!(
        kind,
        Some("string" | "number" | "boolean" | "array" | "object")
    );
    flag("mutable")
        && flag("required")
        && known
        && description.get("pattern").is_none_or(Json::is_object)
        && description.get("default").is_none_or(fits)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use serde_json::json;

    use super::*;

    fn violations(body: &Json, shape: Shape) -> Vec<&'static str> {
        let response = Response {
            status: 200,
            body: Bytes::from(body.to_string()),
            ..Response::default()
        };
        let mut found = Vec::new();
        observe(&response, shape, &mut |check, violation| {
            if violation.is_some() {
                found.push(check);
            }
        });
        found
    }

    #[test]
    fn each_rule_of_entities_is_broken_by_one_change() {
        let well = json!({
            "kind": "http://a/#thing", "id": "1", "mixins": ["http://a/#m"], "title": "t",
            "attributes": {"a.b": 1},
            "links": [{"kind": "http://a/#link", "id": "2",
                "source": {"location": "/1", "kind": "http://a/#thing"},
                "target": {"location": "/2", "kind": "http://a/#thing"}}],
        });
        assert_eq!(violations(&well, Shape::Entity), Vec::<&str>::new());
        for (pointer, value, check) in [
            ("/kind", json!("thing"), "json-entity"),
            ("/id", json!(1), "json-entity"),
            ("/mixins", json!("http://a/#m"), "json-entity"),
            ("/title", json!(null), "json-entity"),
            ("/attributes", json!({"occi": {"a": 1}}), "json-attributes"),
            ("/attributes/a.b", json!(null), "json-attributes"),
            ("/links/0/target/kind", json!(1), "json-links"),
            ("/links/0/source", json!("/1"), "json-links"),
        ] {
            let mut broken = well.clone();
            *broken.pointer_mut(pointer).unwrap() = value;
            assert_eq!(violations(&broken, Shape::Entity), [check], "{pointer}");
        }
        assert_eq!(violations(&json!([]), Shape::Entity), ["json-object"]);
        assert_eq!(
            violations(&json!({"resources": {}}), Shape::Listing),
            ["json-collection"]
        );
        assert_eq!(
            violations(&json!({"entities": []}), Shape::Listing),
            ["json-collection"]
        );
    }

    #[test]
    fn each_rule_of_categories_is_broken_by_one_change() {
        let well = json!({
            "kinds": [
                {"term": "entity", "scheme": "http://schemas.ogf.org/occi/core#"},
                {"term": "thing", "scheme": "http://a/#", "location": "/thing/",
                 "parent": "http://a/#p", "actions": ["http://a/x#go"],
                 "attributes": {"a.b": {"type": "number", "mutable": true, "default": 1}}},
                {"term": "other", "scheme": "http://a/#", "location": "/other/"},
            ],
            "mixins": [],
            "actions": [{"term": "go", "scheme": "http://a/x#"}],
        });
        assert_eq!(violations(&well, Shape::Categories), Vec::<&str>::new());
        for (pointer, value, check) in [
            ("/kinds/1/term", json!(""), "json-categories"),
            ("/actions/0", json!("go"), "json-categories"),
            ("/mixins", json!({}), "json-categories"),
            ("/kinds/1/parent", json!([]), "json-references"),
            (
                "/kinds/1/actions",
                json!("http://a/x#go"),
                "json-references",
            ),
            (
                "/kinds/1/attributes/a.b/default",
                json!("1"),
                "json-descriptions",
            ),
            (
                "/kinds/1/attributes/a.b/mutable",
                json!("yes"),
                "json-descriptions",
            ),
            (
                "/kinds/1/attributes/a.b/type",
                json!("integer"),
                "json-descriptions",
            ),
            ("/kinds/2/location", json!("/thing/"), "locations"),
        ] {
            let mut broken = well.clone();
            *broken.pointer_mut(pointer).unwrap() = value;
            assert_eq!(violations(&broken, Shape::Categories), [check], "{pointer}");
        }
    }
}
