//! `occi compare`: what two endpoints, or an endpoint and a definition, offer differently.

use std::collections::{BTreeMap, BTreeSet};

use clap::Args;
use occi_grammar::{Compiled, format::Format};
use occi_model::{
    Access, Attribute, Model, ValueType,
    model::{ActionId, KindId, MixinId},
};

use super::discover::Discover;
use crate::{
    connection::Connection,
    exit::{Exit, Failure, Outcome},
    output::outln,
    source::Reading,
};

/// Compare what two endpoints offer, or an endpoint with a definition
///
/// Each is the URL of an endpoint, a file with a definition, or the name of a built-in one. The
/// command ends with 1 when they differ.
#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// What is compared: a URL, a file, or the name of a built-in definition
    #[arg(value_name = "ONE")]
    one: String,

    /// What it is compared with
    #[arg(value_name = "OTHER")]
    other: String,

    #[command(flatten)]
    connection: Connection,

    #[command(flatten)]
    reading: Reading,
}

/// What a category is like: names of features and their values.
type Features = BTreeMap<String, String>;

/// What is offered: categories with their features.
struct Offer {
    categories: BTreeMap<String, Features>,
    /// Whether types of attributes are known: the text rendering does not tell them.
    has_types: bool,
}

impl Compare {
    pub(crate) fn run(self) -> Outcome {
        let (one, other) = (self.offer(&self.one)?, self.offer(&self.other)?);
        let lines = differences(&one, &other);
        outln!("< {}\n> {}", self.one, self.other);
        for line in &lines {
            outln!("{line}");
        }
        let both = one
            .categories
            .keys()
            .filter(|id| other.categories.contains_key(*id))
            .count();
        outln!(
            "{both} categories in both, {} and {} in one only; {}",
            one.categories.len() - both,
            other.categories.len() - both,
            if lines.is_empty() {
                "no difference".to_owned()
            } else {
                format!("{} differences", lines.len())
            }
        );
        Ok(if lines.is_empty() {
            Exit::Success
        } else {
            Exit::Refused
        })
    }

    fn offer(&self, what: &str) -> Result<Offer, Failure> {
        let is_url = what.starts_with("http://") || what.starts_with("https://");
        let compiled = if is_url {
            let compiled = Discover::of(what, &self.connection, &self.reading)?;
            self.reading.report_beside(&compiled, true);
            compiled
        } else {
            self.reading.compiled(what)?
        };
        Offer::of(&compiled)
            .ok_or_else(|| Failure::refused(format!("what `{what}` offers is no valid definition")))
    }
}

impl Offer {
    fn of(compiled: &Compiled) -> Option<Self> {
        let model = compiled.model.as_ref()?;
        let mut categories = BTreeMap::new();
        for (id, kind) in model.kinds() {
            categories.insert(kind.id.to_string(), of_kind(model, id));
        }
        for (id, mixin) in model.mixins() {
            categories.insert(mixin.id.to_string(), of_mixin(model, id));
        }
        for (id, action) in model.actions() {
            categories.insert(action.id.to_string(), of_action(model, id));
        }
        Some(Self {
            categories,
            has_types: compiled.format != Some(Format::Text),
        })
    }
}

fn of_kind(model: &Model, id: KindId) -> Features {
    let kind = model.kind(id);
    let mut found = Features::from([("class".to_owned(), "kind".to_owned())]);
    if let Some(parent) = kind.parent {
        found.insert("parent".to_owned(), model.kind(parent).id.to_string());
    }
    if let Some(location) = &kind.location {
        found.insert("location".to_owned(), location.to_string());
    }
    attributes(&mut found, kind.attributes.iter().map(|a| &**a));
    actions(model, &mut found, &kind.actions);
    found
}

fn of_mixin(model: &Model, id: MixinId) -> Features {
    let mixin = model.mixin(id);
    let mut found = Features::from([("class".to_owned(), "mixin".to_owned())]);
    if let Some(location) = &mixin.location {
        found.insert("location".to_owned(), location.to_string());
    }
    for depends in &mixin.depends {
        let name = format!("depends on {}", model.mixin(*depends).id);
        found.insert(name, "yes".to_owned());
    }
    for applies in &mixin.applies {
        let name = format!("applies to {}", model.kind(*applies).id);
        found.insert(name, "yes".to_owned());
    }
    let own = mixin.attributes.iter().filter(|a| !a.is_setting);
    attributes(&mut found, own.map(|a| &**a));
    actions(model, &mut found, &mixin.actions);
    found
}

fn of_action(model: &Model, id: ActionId) -> Features {
    let mut found = Features::from([("class".to_owned(), "action".to_owned())]);
    attributes(&mut found, model.action(id).parameters.iter().map(|a| &**a));
    found
}

fn actions(model: &Model, found: &mut Features, actions: &[ActionId]) {
    for action in actions {
        let name = format!("action {}", model.action(*action).id.term());
        found.insert(name, model.action(*action).id.to_string());
    }
}

/// What a query interface can tell of attributes: type of JSON, flags.
fn attributes<'a>(found: &mut Features, all: impl Iterator<Item = &'a Attribute>) {
    for attribute in all {
        let name = &attribute.name;
        let mut flags = Vec::new();
        if attribute.access != Access::Mutable {
            flags.push("immutable");
        }
        if attribute.required {
            flags.push("required");
        }
        let flags = if flags.is_empty() {
            "optional".to_owned()
        } else {
            flags.join(" ")
        };
        found.insert(name.to_string(), flags);
        found.insert(
            format!("type of {name}"),
            json_type(&attribute.value_type).to_owned(),
        );
    }
}

const fn json_type(value_type: &ValueType) -> &'static str {
    match value_type {
        ValueType::Integer(_) | ValueType::Float(_) | ValueType::Number(_) => "number",
        ValueType::Boolean => "boolean",
        ValueType::List(_) => "array",
        ValueType::Hash(_) => "object",
        _ => "string",
    }
}

/// The differences of two definitions, one a line; `None` where one is none.
pub(crate) fn differ(one: &Compiled, other: &Compiled) -> Option<Vec<String>> {
    Some(differences(&Offer::of(one)?, &Offer::of(other)?))
}

/// The differences, one a line, sorted by category.
fn differences(one: &Offer, other: &Offer) -> Vec<String> {
    let ids: BTreeSet<&String> = one
        .categories
        .keys()
        .chain(other.categories.keys())
        .collect();
    let has_types = one.has_types && other.has_types;
    let mut lines = Vec::new();
    for id in ids {
        match (one.categories.get(id), other.categories.get(id)) {
            (Some(features), None) => lines.push(format!("< {} {id}", class(features))),
            (None, Some(features)) => lines.push(format!("> {} {id}", class(features))),
            (Some(left), Some(right)) => of_category(id, (left, right), has_types, &mut lines),
            (None, None) => {}
        }
    }
    lines
}

fn class(features: &Features) -> &str {
    features.get("class").map_or("", String::as_str)
}

fn of_category(
    id: &str,
    (left, right): (&Features, &Features),
    has_types: bool,
    lines: &mut Vec<String>,
) {
    let names: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
    for name in names {
        let of = name.strip_prefix("type of ");
        // The type of what only one has is not a second difference.
        let moot = of.is_some_and(|name| {
            !has_types || !left.contains_key(name) || !right.contains_key(name)
        });
        let (l, r) = (left.get(name), right.get(name));
        if l == r || moot {
            continue;
        }
        let text = |value: Option<&String>| value.map_or("-", String::as_str).to_owned();
        lines.push(format!("  {id} {name}: {} | {}", text(l), text(r)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(features: &[(&str, &str, &str)]) -> Offer {
        let mut categories: BTreeMap<String, Features> = BTreeMap::new();
        for (category, name, value) in features {
            categories
                .entry((*category).to_owned())
                .or_default()
                .insert((*name).to_owned(), (*value).to_owned());
        }
        Offer {
            categories,
            has_types: true,
        }
    }

    #[test]
    fn what_one_lacks_and_what_differs_is_a_line_each() {
        let one = offer(&[
            ("a#x", "class", "kind"),
            ("a#x", "b", "optional"),
            ("a#x", "type of b", "string"),
            ("a#only", "class", "mixin"),
        ]);
        let mut other = offer(&[
            ("a#x", "class", "kind"),
            ("a#x", "b", "required"),
            ("a#x", "type of b", "number"),
            ("a#x", "c", "optional"),
            ("a#x", "type of c", "string"),
        ]);
        assert_eq!(
            differences(&one, &other),
            [
                "< mixin a#only",
                "  a#x b: optional | required",
                "  a#x c: - | optional",
                "  a#x type of b: string | number",
            ]
        );
        other.has_types = false;
        assert_eq!(differences(&one, &other).len(), 3);
        assert!(differences(&one, &one).is_empty());
    }
}
