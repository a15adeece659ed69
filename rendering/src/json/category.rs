//! Reading of category renderings (C.5, C.6, C.7).

use occi_model::{AttributeName, CategoryId, name::MAX_NAME_BYTES};

use super::{
    node::{Members, Node},
    read::{collection_member, items},
    shape::{identifier, identifiers, object, term_and_scheme, text, wrong_type},
};
use crate::{
    findings::{Findings, excerpt},
    limits::MAX_FIELD_BYTES,
    message::{AttributeDescription, CategoryDescription, Class},
    read::ReadError,
    repeated::first_repeated,
};

/// Reads a category collection, a single category (C.9), or an array of identifiers (C.9).
pub(crate) fn categories(
    node: Node<'_>,
    findings: &mut Findings,
) -> Result<Vec<CategoryDescription>, ReadError> {
    let members = match node {
        Node::Object(members) => members,
        Node::List(items) => {
            findings.forgive("array-at-top", || {
                "an array, not an object with the member `mixins`".to_owned()
            })?;
            return items
                .into_iter()
                .map(|item| category(item, None, findings))
                .collect();
        }
        other => return Err(wrong_type(findings, "message", &other, "an object")),
    };
    let has = |wanted: &str| members.iter().any(|(name, _)| name == wanted);
    // `actions` is also a member of a single kind or mixin.
    if has("term") || has("scheme") {
        return Ok(vec![category(Node::Object(members), None, findings)?]);
    }
    if members.is_empty() || has("kinds") || has("mixins") || has("actions") {
        return collection(members, findings);
    }
    let (code, what) = if has("model") {
        ("models-wrapped", "`model` around the categories")
    } else if members.iter().all(|(name, _)| name.contains('.')) {
        (
            "bare-attribute-definitions",
            "attribute definitions without a category around them",
        )
    } else {
        ("no-category", "none of `kinds`, `mixins`, `actions`")
    };
    Err(findings.refuse(code, what))
}

fn collection(
    members: Members<'_>,
    findings: &mut Findings,
) -> Result<Vec<CategoryDescription>, ReadError> {
    let mut found = Vec::new();
    for (name, node) in members {
        let class = match &*name {
            "kinds" => Class::Kind,
            "mixins" => Class::Mixin,
            "actions" => Class::Action,
            "resources" | "links" => {
                findings.forgive("mixed-collection", || format!("`{name}` beside categories"))?;
                continue;
            }
            other => {
                collection_member(other, findings)?;
                continue;
            }
        };
        for item in items(&name, node, findings)? {
            found.push(category(item, Some(class), findings)?);
        }
    }
    Ok(found)
}

/// Reads one category; `class` is what the collection says.
fn category(
    node: Node<'_>,
    class: Option<Class>,
    findings: &mut Findings,
) -> Result<CategoryDescription, ReadError> {
    if node.as_text().is_some() {
        let id = identifier(findings, "category", &node)?;
        findings.forgive("identifier-instead-of-category", || {
            format!("`{id}` is an identifier, not a category object")
        })?;
        return Ok(bare(id, class));
    }
    let members = object(findings, "category", node)?;
    let member = |wanted: &str| {
        members
            .iter()
            .find(|(name, _)| name == wanted)
            .map(|(_, node)| node)
    };
    let id = term_and_scheme(findings, member("term"), member("scheme"))?;
    let mut description = bare(id, class);
    let mut parent = None;
    let mut depends = Vec::new();
    for (name, node) in members {
        match &*name {
            "term" | "scheme" => {}
            "title" => description.title = title(node, findings)?,
            "attributes" => {
                let members = object(findings, "attributes", node)?;
                description.attributes = definitions(members, findings)?;
            }
            "actions" => description.actions = identifiers(findings, "actions", node)?,
            "parent" => {
                parent = Some(identifier(findings, "parent", &node)?);
                description.class.get_or_insert(Class::Kind);
            }
            "depends" => {
                depends = identifiers(findings, "depends", node)?;
                description.class.get_or_insert(Class::Mixin);
            }
            "applies" => {
                description.applies = identifiers(findings, "applies", node)?;
                description.class.get_or_insert(Class::Mixin);
            }
            "location" => description.location = Some(text(findings, "location", node)?),
            // The parent, or what a mixin depends on, in two earlier drafts.
            "related" => {
                findings.forgive("category-member:related", || {
                    "the member `related`, not `parent` or `depends`".to_owned()
                })?;
                if description.rel.is_empty() {
                    description.rel = related(node, findings)?;
                }
            }
            other => findings.forgive("category-member", || {
                format!("a category has no member {}", excerpt(other))
            })?,
        }
    }
    if parent.is_some() || !depends.is_empty() {
        description.rel = parent.into_iter().chain(depends).collect();
    }
    Ok(description)
}

fn bare(id: CategoryId, class: Option<Class>) -> CategoryDescription {
    CategoryDescription {
        id,
        class,
        title: None,
        rel: Vec::new(),
        applies: Vec::new(),
        location: None,
        attributes: Vec::new(),
        actions: Vec::new(),
    }
}

fn title(node: Node<'_>, findings: &mut Findings) -> Result<Option<String>, ReadError> {
    match node {
        Node::Text(text) => Ok(Some(text.into_owned())),
        // One implementation writes an empty title as an empty array.
        other => {
            findings.forgive("title-not-string", || {
                format!("the title is {}, not a string", other.what())
            })?;
            Ok(None)
        }
    }
}

/// `related`: an identifier or several.
fn related(node: Node<'_>, findings: &Findings) -> Result<Vec<CategoryId>, ReadError> {
    match node {
        Node::List(_) => identifiers(findings, "related", node),
        Node::Text(text) if text.is_empty() => Ok(Vec::new()),
        Node::Null => Ok(Vec::new()),
        other => Ok(vec![identifier(findings, "related", &other)?]),
    }
}

/// The members of an attribute description (C.6).
const DEFINITION: [&str; 6] = [
    "mutable",
    "required",
    "type",
    "pattern",
    "default",
    "description",
];

/// Reads attribute descriptions; two earlier drafts nest them by the components of the names.
fn definitions(
    members: Members<'_>,
    findings: &mut Findings,
) -> Result<Vec<AttributeDescription>, ReadError> {
    let mut reader = Definitions {
        found: Vec::with_capacity(members.len()),
        bytes: 0,
        was_nested: false,
        findings,
    };
    reader.read("", members)?;
    let Definitions { found, .. } = reader;
    match first_repeated(&found, |attribute: &AttributeDescription| {
        attribute.name.as_str()
    }) {
        None => Ok(found),
        Some((_, later)) => Err(findings.refuse(
            "contradiction",
            format!("`{}` is defined twice", found[later].name),
        )),
    }
}

struct Definitions<'f> {
    found: Vec<AttributeDescription>,
    bytes: usize,
    was_nested: bool,
    findings: &'f mut Findings,
}

impl Definitions<'_> {
    fn read(&mut self, prefix: &str, members: Members<'_>) -> Result<(), ReadError> {
        for (name, node) in members {
            let name = match prefix {
                "" => name.into_owned(),
                _ => {
                    let length = prefix.len() + 1 + name.len();
                    self.bytes += length;
                    if length > MAX_NAME_BYTES || self.bytes > MAX_FIELD_BYTES {
                        return Err(self
                            .findings
                            .refuse("too-long", "the names of nested attributes are too long"));
                    }
                    format!("{prefix}.{name}")
                }
            };
            let members = object(self.findings, &name, node)?;
            if is_definition(&members) {
                let definition = self.definition(&name, members)?;
                self.found.push(definition);
                continue;
            }
            if !self.was_nested {
                self.was_nested = true;
                self.findings.forgive("nested-attribute-definitions", || {
                    format!("{} is a tree of definitions", excerpt(&name))
                })?;
            }
            self.read(&name, members)?;
        }
        Ok(())
    }

    fn definition(
        &mut self,
        name: &str,
        members: Members<'_>,
    ) -> Result<AttributeDescription, ReadError> {
        let findings = &mut *self.findings;
        let name = AttributeName::new(name)
            .map_err(|error| findings.refuse("attribute-definition-syntax", error.to_string()))?;
        // The defaults of the table; that of `mutable` is the opposite of the text rendering's
        // (D-70).
        let mut definition = AttributeDescription {
            name,
            mutable: false,
            required: false,
            json_type: Some("string".to_owned()),
            pattern: None,
            default: None,
            description: None,
        };
        let mut was_capitalised = false;
        for (member, node) in members {
            let small = member.to_ascii_lowercase();
            if small != *member && DEFINITION.contains(&&*small) && !was_capitalised {
                was_capitalised = true;
                findings.forgive("capitalised-definition-members", || {
                    format!(
                        "{} in the definition of `{}`",
                        excerpt(&member),
                        definition.name
                    )
                })?;
            }
            match (&*small, node) {
                ("mutable", Node::Boolean(truth)) => definition.mutable = truth,
                ("required", Node::Boolean(truth)) => definition.required = truth,
                ("type", Node::Text(text)) => definition.json_type = Some(text.into_owned()),
                ("pattern", node @ Node::Object(_)) => {
                    definition.pattern = Some(node.into_json());
                }
                ("pattern", Node::Text(text)) => {
                    findings.forgive("pattern-string", || {
                        format!(
                            "the pattern of `{}` is a string, not a JSON Schema",
                            definition.name
                        )
                    })?;
                    definition.pattern = Some(serde_json::json!({ "pattern": text }));
                }
                ("default", node) => {
                    definition.default = (node != Node::Null).then(|| node.into_raw());
                }
                ("description", Node::Text(text)) => {
                    definition.description = Some(text.into_owned());
                }
                // An absent value, spelled out.
                (_, Node::Null) if findings.is_lenient() => {}
                (known, node) if DEFINITION.contains(&known) => {
                    return Err(wrong_type(findings, known, &node, "what C.6 wants"));
                }
                _ => findings.forgive("definition-member", || {
                    format!(
                        "an attribute description has no member {}",
                        excerpt(&member)
                    )
                })?,
            }
        }
        Ok(definition)
    }
}

/// Whether an object describes an attribute, rather than being a branch of nested ones: it is
/// empty, or has a member of the table whose value is no object, or nothing but such members.
fn is_definition(members: &Members<'_>) -> bool {
    let known = |name: &str| {
        DEFINITION
            .iter()
            .any(|member| member.eq_ignore_ascii_case(name))
    };
    members
        .iter()
        .any(|(name, node)| known(name) && !matches!(node, Node::Object(_)))
        || members.iter().all(|(name, _)| known(name))
}
