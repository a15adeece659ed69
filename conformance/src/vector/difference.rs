//! Where what is said differs from what should be.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::facts::{CategoryFacts, Facts, LinkFacts};

/// A difference: of what, what should be, what is.
pub(super) type Difference = (String, String, String);

/// The first difference.
pub(super) fn difference(expected: &Facts, found: &Facts) -> Option<Difference> {
    match (expected, found) {
        (
            Facts::Entity {
                kind,
                mixins,
                attributes,
                links,
                actions,
            },
            Facts::Entity {
                kind: found_kind,
                mixins: found_mixins,
                attributes: found_attributes,
                links: found_links,
                actions: found_actions,
            },
        ) => text("kind", kind.as_deref(), found_kind.as_deref())
            .or_else(|| set("mixins", mixins, found_mixins))
            .or_else(|| values("", attributes, found_attributes))
            .or_else(|| all_links(links, found_links))
            .or_else(|| set("actions", actions, found_actions)),
        (Facts::Categories { categories }, Facts::Categories { categories: found }) => {
            all_categories(categories, found)
        }
        (Facts::Locations { locations }, Facts::Locations { locations: found }) => {
            set("locations", locations, found)
        }
        (
            Facts::Invocation { action, attributes },
            Facts::Invocation {
                action: found_action,
                attributes: found_attributes,
            },
        ) => text("action", Some(action), Some(found_action))
            .or_else(|| values("", attributes, found_attributes)),
        _ => Some((
            "form".to_owned(),
            format!("{:?}", expected.form()),
            format!("{:?}", found.form()),
        )),
    }
}

fn text(what: &str, expected: Option<&str>, found: Option<&str>) -> Option<Difference> {
    let shown = |text: Option<&str>| text.unwrap_or("none").to_owned();
    (expected != found).then(|| (what.to_owned(), shown(expected), shown(found)))
}

fn set(what: &str, expected: &[String], found: &[String]) -> Option<Difference> {
    let sorted = |all: &[String]| -> BTreeSet<String> { all.iter().cloned().collect() };
    let (wanted, seen) = (sorted(expected), sorted(found));
    // What stands there twice is no longer the same.
    let is_same = wanted == seen && expected.len() == found.len();
    (!is_same).then(|| (what.to_owned(), expected.join(" "), found.join(" ")))
}

fn same(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Number(expected), Value::Number(found)) => {
            expected == found || expected.as_f64() == found.as_f64()
        }
        (Value::Array(expected), Value::Array(found)) => {
            expected.len() == found.len() && expected.iter().zip(found).all(|(a, b)| same(a, b))
        }
        (Value::Object(expected), Value::Object(found)) => {
            expected.len() == found.len()
                && expected
                    .iter()
                    .all(|(name, value)| found.get(name).is_some_and(|other| same(value, other)))
        }
        _ => expected == found,
    }
}

fn values(
    of: &str,
    expected: &Map<String, Value>,
    found: &Map<String, Value>,
) -> Option<Difference> {
    let names: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
    names.into_iter().find_map(|name| {
        let (wanted, seen) = (expected.get(name), found.get(name));
        let is_same = match (wanted, seen) {
            (Some(wanted), Some(seen)) => same(wanted, seen),
            _ => false,
        };
        let shown = |value: Option<&Value>| value.map_or("none".to_owned(), Value::to_string);
        (!is_same).then(|| (format!("{of}{name}"), shown(wanted), shown(seen)))
    })
}

fn all_links(expected: &[LinkFacts], found: &[LinkFacts]) -> Option<Difference> {
    let targets = |links: &[LinkFacts]| -> Vec<String> {
        links.iter().map(|link| link.target.clone()).collect()
    };
    set("links", &targets(expected), &targets(found)).or_else(|| {
        expected.iter().find_map(|link| {
            let other = found.iter().find(|other| other.target == link.target)?;
            let of = format!("link to {}: ", link.target);
            text(
                &format!("{of}kind"),
                link.kind.as_deref(),
                other.kind.as_deref(),
            )
            .or_else(|| values(&of, &link.attributes, &other.attributes))
        })
    })
}

fn all_categories(expected: &[CategoryFacts], found: &[CategoryFacts]) -> Option<Difference> {
    let ids = |all: &[CategoryFacts]| -> Vec<String> { all.iter().map(|c| c.id.clone()).collect() };
    set("categories", &ids(expected), &ids(found)).or_else(|| {
        expected.iter().find_map(|category| {
            let other = found.iter().find(|other| other.id == category.id)?;
            let of = |what: &str| format!("{}: {what}", category.id);
            text(&of("class"), Some(&category.class), Some(&other.class))
                .or_else(|| {
                    text(
                        &of("title"),
                        category.title.as_deref(),
                        other.title.as_deref(),
                    )
                })
                .or_else(|| text(&of("rel"), category.rel.as_deref(), other.rel.as_deref()))
                .or_else(|| {
                    let (wanted, seen) = (&category.location, &other.location);
                    text(&of("location"), wanted.as_deref(), seen.as_deref())
                })
                .or_else(|| set(&of("actions"), &category.actions, &other.actions))
                .or_else(|| {
                    let is_same = category.attributes == other.attributes;
                    let shown = |of: &CategoryFacts| format!("{:?}", of.attributes);
                    (!is_same).then(|| (of("attributes"), shown(category), shown(other)))
                })
        })
    })
}
