//! Reading of category renderings (C.5, C.6, C.7).

use std::ops::Range;

use occi_model::{AttributeName, CategoryId, name::MAX_NAME_BYTES};

use super::{
    node::{Members, Node},
    read::{collection_member, items},
    shape::{identifier, object, placed_identifiers, term_and_scheme, text, wrong_type},
};
use crate::{
    findings::{Findings, excerpt},
    limits::MAX_FIELD_BYTES,
    message::{
        AttributeDescription, AttributePlaces, CategoryDescription, CategoryPlaces, Class,
        JsonAttribute,
    },
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
            let mut found = Vec::with_capacity(items.len());
            for item in items {
                add(&mut found, item, None, findings)?;
            }
            return Ok(found);
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
    if has("model") {
        return models(members, findings);
    }
    let (code, what) = if members.iter().all(|(name, _)| name.contains('.')) {
        (
            "bare-attribute-definitions",
            "attribute definitions without a category around them",
        )
    } else {
        ("no-category", "none of `kinds`, `mixins`, `actions`")
    };
    Err(findings.refuse(code, what))
}

/// Reads several collections, each under the identifier of its extension, as one server sends
/// them.
fn models(
    members: Members<'_>,
    findings: &mut Findings,
) -> Result<Vec<CategoryDescription>, ReadError> {
    let mut found = Vec::new();
    for (name, node) in members {
        findings.look(&name);
        if name != "model" {
            collection_member(&name, findings)?;
            continue;
        }
        findings.forgive("models-wrapped", || {
            "`model` around the categories".to_owned()
        })?;
        for model in items(&name, node, findings)? {
            let mut members = object(findings, &name, model)?;
            members.retain(|(name, _)| name != "id");
            found.append(&mut collection(members, findings)?);
        }
    }
    Ok(found)
}

fn collection(
    members: Members<'_>,
    findings: &mut Findings,
) -> Result<Vec<CategoryDescription>, ReadError> {
    let mut found = Vec::new();
    for (name, node) in members {
        findings.look(&name);
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
            add(&mut found, item, Some(class), findings)?;
        }
    }
    Ok(found)
}

/// Reads one category of several.
fn add(
    found: &mut Vec<CategoryDescription>,
    node: Node<'_>,
    class: Option<Class>,
    findings: &mut Findings,
) -> Result<(), ReadError> {
    match category(node, class, findings) {
        Ok(description) => found.push(description),
        Err(error) => findings.go_on(error)?,
    }
    Ok(())
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
        let place = findings.place();
        findings.keep(CategoryPlaces {
            term: place.clone(),
            scheme: place.clone(),
            location: place,
            ..CategoryPlaces::default()
        });
        return Ok(bare(id, class));
    }
    let members = object(findings, "category", node)?;
    let member = |wanted: &str| {
        members
            .iter()
            .find(|(name, _)| name == wanted)
            .map(|(_, node)| node)
    };
    let (id, [term, scheme]) = term_and_scheme(findings, member("term"), member("scheme"))?;
    let mut description = bare(id, class);
    let mut places = CategoryPlaces {
        location: term.clone(),
        term,
        scheme,
        ..CategoryPlaces::default()
    };
    let mut parent = None;
    let mut depends = Vec::new();
    let mut at_rel = Vec::new();
    for (name, node) in members {
        findings.look(&name);
        match &*name {
            "term" | "scheme" => {}
            "title" => description.title = title(node, findings)?,
            "attributes" => {
                let members = object(findings, "attributes", node)?;
                description.attributes = definitions(members, &mut places.attributes, findings)?;
            }
            "actions" => {
                description.actions =
                    placed_identifiers(findings, "actions", node, &mut places.actions)?;
            }
            // The root of all kinds has no parent, which servers say with an empty text.
            "parent" if node.as_text() == Some("") => {
                findings.forgive("parent-empty", || {
                    "an empty `parent`, where there is none".to_owned()
                })?;
                description.class.get_or_insert(Class::Kind);
            }
            "parent" => {
                parent = Some(identifier(findings, "parent", &node)?);
                at_rel.insert(0, findings.place());
                description.class.get_or_insert(Class::Kind);
            }
            "depends" => {
                depends = placed_identifiers(findings, "depends", node, &mut at_rel)?;
                description.class.get_or_insert(Class::Mixin);
            }
            "applies" => {
                description.applies =
                    placed_identifiers(findings, "applies", node, &mut places.applies)?;
                description.class.get_or_insert(Class::Mixin);
            }
            "location" => {
                if let Some(text) = node.as_text() {
                    findings.look(text);
                }
                places.location = findings.place();
                description.location = Some(text(findings, "location", node)?);
            }
            // The parent, or what a mixin depends on, in two earlier drafts.
            "related" => {
                findings.forgive("category-member:related", || {
                    "the member `related`, not `parent` or `depends`".to_owned()
                })?;
                if description.rel.is_empty() {
                    description.rel = related(node, &mut places.rel, findings)?;
                }
            }
            other => findings.forgive("category-member", || {
                format!("a category has no member {}", excerpt(other))
            })?,
        }
    }
    if parent.is_some() || !depends.is_empty() {
        description.rel = parent.into_iter().chain(depends).collect();
        places.rel = at_rel;
    }
    findings.keep(places);
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
fn related(
    node: Node<'_>,
    places: &mut Vec<Range<usize>>,
    findings: &mut Findings,
) -> Result<Vec<CategoryId>, ReadError> {
    match node {
        Node::List(_) => placed_identifiers(findings, "related", node, places),
        Node::Text(text) if text.is_empty() => Ok(Vec::new()),
        Node::Null => Ok(Vec::new()),
        other => {
            let id = identifier(findings, "related", &other)?;
            places.push(findings.place());
            Ok(vec![id])
        }
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
    places: &mut Vec<AttributePlaces>,
    findings: &mut Findings,
) -> Result<Vec<AttributeDescription>, ReadError> {
    let mut reader = Definitions {
        found: Vec::with_capacity(members.len()),
        places,
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
    places: &'f mut Vec<AttributePlaces>,
    bytes: usize,
    was_nested: bool,
    findings: &'f mut Findings,
}

impl Definitions<'_> {
    fn read(&mut self, prefix: &str, members: Members<'_>) -> Result<(), ReadError> {
        for (name, node) in members {
            self.findings.look(&name);
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
            if let Node::Text(word) = &node
                && let Some((mutable, required)) = flags_of(word)
            {
                self.findings.look(word);
                self.word(&name, mutable, required)?;
                continue;
            }
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

    /// A definition that is one word: it says nothing of the type.
    fn word(&mut self, name: &str, mutable: bool, required: bool) -> Result<(), ReadError> {
        let findings = &mut *self.findings;
        findings.forgive("definition-as-word", || {
            format!("a word describes `{name}`, not an object")
        })?;
        let name = AttributeName::new(name)
            .map_err(|error| findings.refuse("attribute-definition-syntax", error.to_string()))?;
        if findings.wants_places() {
            self.places.push(AttributePlaces::at(findings.place()));
        }
        self.found.push(AttributeDescription {
            name,
            mutable,
            required,
            json: None,
        });
        Ok(())
    }

    fn definition(
        &mut self,
        name: &str,
        members: Members<'_>,
    ) -> Result<AttributeDescription, ReadError> {
        let findings = &mut *self.findings;
        let mut places = AttributePlaces::at(findings.place());
        let name = AttributeName::new(name)
            .map_err(|error| findings.refuse("attribute-definition-syntax", error.to_string()))?;
        // The defaults of the table; that of `mutable` is the opposite of the text rendering's
        // (D-70).
        let mut definition = AttributeDescription {
            name,
            mutable: false,
            required: false,
            json: None,
        };
        let mut said = JsonAttribute {
            json_type: Some("string".to_owned()),
            ..JsonAttribute::default()
        };
        let mut was_capitalised = false;
        for (member, node) in members {
            findings.look(&member);
            let place = match &node {
                Node::Text(text) => findings.place_of(text),
                _ => findings.place(),
            };
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
                ("type", Node::Text(text)) => {
                    places.json_type = place;
                    said.json_type = Some(text.into_owned());
                }
                ("pattern", node @ Node::Object(_)) => {
                    places.pattern = place;
                    said.pattern = Some(node.into_json());
                }
                ("pattern", Node::Text(text)) => {
                    findings.forgive("pattern-string", || {
                        format!(
                            "the pattern of `{}` is a string, not a JSON Schema",
                            definition.name
                        )
                    })?;
                    places.pattern = place;
                    let whole = format!("^(?:{text})$");
                    said.pattern = Some(serde_json::json!({ "pattern": whole }));
                }
                ("default", node) => {
                    places.default = place;
                    said.default = (node != Node::Null).then(|| node.into_raw());
                }
                ("description", Node::Text(text)) => {
                    said.description = Some(text.into_owned());
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
        if findings.wants_places() {
            self.places.push(places);
        }
        definition.json = Some(Box::new(said));
        Ok(definition)
    }
}

/// The flags that a word stands for; one server misspells the first.
fn flags_of(word: &str) -> Option<(bool, bool)> {
    match word {
        "mutable" | "muttable" => Some((true, false)),
        "immutable" => Some((false, false)),
        "required" => Some((true, true)),
        _ => None,
    }
}

/// Whether an object describes an attribute, rather than being a branch of nested ones: it is
/// empty, or has a member of the table whose value is no object, or nothing but members of the
/// table that can be objects. (A branch may be called `type`.)
fn is_definition(members: &Members<'_>) -> bool {
    let known = |name: &str| {
        DEFINITION
            .iter()
            .any(|member| member.eq_ignore_ascii_case(name))
    };
    members
        .iter()
        .any(|(name, node)| known(name) && !matches!(node, Node::Object(_)))
        || members.iter().all(|(name, _)| {
            ["pattern", "default"]
                .iter()
                .any(|one| one.eq_ignore_ascii_case(name))
        })
}
