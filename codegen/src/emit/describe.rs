//! Documentation of generated items: the definition's own text first, then what is known about
//! the thing as a list.

use occi_model::{
    Access, Attribute, CategoryId, VersionRange,
    model::{Constraint, DefaultValue},
    types::Member,
};

use crate::{
    docs::{clean, code, one_line},
    plan::Origin,
};

/// The description, or else the title, or else `fallback`.
pub(super) fn text(description: Option<&str>, title: Option<&str>, fallback: &str) -> Vec<String> {
    [description, title]
        .into_iter()
        .flatten()
        .map(clean)
        .find(|lines| !lines.is_empty())
        .unwrap_or_else(|| vec![fallback.to_owned()])
}

/// Title first, then the description.
pub(super) fn titled(
    title: Option<&str>,
    description: Option<&str>,
    fallback: &str,
) -> Vec<String> {
    let title = title.map(one_line).filter(|title| !title.is_empty());
    let lines = description.map(clean).filter(|lines| !lines.is_empty());
    match (title, lines) {
        (Some(title), Some(lines)) => {
            let mut all = vec![sentence(&title), String::new()];
            all.extend(lines);
            all
        }
        (Some(title), None) => vec![sentence(&title)],
        (None, Some(lines)) => lines,
        (None, None) => vec![fallback.to_owned()],
    }
}

/// The text with a full stop.
pub(super) fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?', ':']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// A list under a text.
pub(super) fn with_facts(mut lines: Vec<String>, facts: Vec<String>) -> Vec<String> {
    if !facts.is_empty() {
        lines.push(String::new());
        lines.extend(facts.into_iter().map(|fact| format!("* {fact}")));
    }
    lines
}

/// All about an attribute or a parameter.
pub(super) fn attribute(attribute: &Attribute, what: &str) -> Vec<String> {
    let name = code(attribute.name.as_str());
    let lines = text(
        attribute.description.as_deref(),
        None,
        &format!("The {} {name}.", what.to_lowercase()),
    );
    let mut facts = vec![
        format!("{what}: {name}"),
        format!("Type: {}", one_line(&attribute.value_type.describe())),
    ];
    if let Some(unit) = &attribute.unit {
        facts.push(format!("Unit: {}", one_line(unit)));
    }
    match &attribute.default {
        Some(DefaultValue::Value(value)) => {
            let value = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            facts.push(format!("Default: {}", code(&value)));
        }
        Some(DefaultValue::Generated {
            template: Some(template),
        }) => facts.push(format!(
            "Default: made by the server after {}",
            code(template)
        )),
        Some(DefaultValue::Generated { template: None }) => {
            facts.push("Default: made by the server".to_owned());
        }
        None => {}
    }
    if what == "Attribute" {
        let access = match attribute.access {
            Access::Mutable => "mutable",
            Access::CreateOnly => "set at creation only",
            Access::ReadOnly => "set by the server only",
        };
        let required = if attribute.required {
            ", required at creation"
        } else {
            ""
        };
        facts.push(format!("Access: {access}{required}"));
    } else if attribute.required {
        facts.push("Required".to_owned());
    }
    facts.extend(versions(attribute.versions));
    if let Some(reason) = &attribute.deprecated {
        facts.push(format!("Deprecated: {}", one_line(reason)));
    }
    with_facts(lines, facts)
}

/// What a type of values is.
pub(super) fn value_type(origin: &Origin<'_>) -> Vec<String> {
    let (lead, description) = match origin {
        Origin::Named(named) => {
            let fallback = format!("The type {}.", code(&named.name));
            let lines = text(named.description.as_deref(), None, &fallback);
            return with_facts(lines, versions(named.versions).into_iter().collect());
        }
        Origin::Attribute(attribute) => (
            format!("Values of {}.", code(attribute.name.as_str())),
            &attribute.description,
        ),
        Origin::Member(member) => (
            format!("Values of the member {}.", code(&member.name)),
            &member.description,
        ),
    };
    let mut lines = vec![lead];
    if let Some(text) = description.as_deref().map(clean)
        && !text.is_empty()
    {
        lines.push(String::new());
        lines.extend(text);
    }
    lines
}

/// A member of a record.
pub(super) fn member(member: &Member) -> Vec<String> {
    let name = code(&member.name);
    let fallback = format!("The member {name}.");
    let mut facts = vec![
        format!("Member: {name}"),
        format!("Type: {}", one_line(&member.value_type.describe())),
    ];
    if let Some(value) = &member.default {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        facts.push(format!("Default: {}", code(&value)));
    }
    if member.required {
        facts.push("Required".to_owned());
    }
    with_facts(text(member.description.as_deref(), None, &fallback), facts)
}

/// `Holds: …`: a condition, by its message, with its name.
pub(super) fn condition(constraint: &Constraint) -> String {
    let name = constraint
        .name
        .as_deref()
        .map_or_else(String::new, |name| format!(" ({})", code(name)));
    format!("Holds{name}: {}", one_line(&constraint.message))
}

/// Which versions of the standard have something; nothing when all do.
pub(super) fn versions(range: VersionRange) -> Option<String> {
    match (range.since, range.until) {
        (None, None) => None,
        (Some(since), None) => Some(format!("Versions: since OCCI {since}")),
        (None, Some(until)) => Some(format!("Versions: until OCCI {until}")),
        (Some(since), Some(until)) if since == until => {
            Some(format!("Versions: OCCI {since} only"))
        }
        (Some(since), Some(until)) => Some(format!("Versions: OCCI {since} to {until}")),
    }
}

/// `Kind: <identifier>`
pub(super) fn identifier(what: &str, id: &CategoryId) -> String {
    format!("{what}: {}", code(id.as_str()))
}
