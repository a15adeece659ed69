//! Definitions of CompatibleOne: `schema`, `model`, `category` (occi-implementations 4.1).
//!
//! How they map to the metamodel:
//!
//! * A `model` is an extension; its scheme is its `namespace`, or that of its first category.
//! * `instance` and `collection` are attributes that refer to one or several entities of a kind.
//!   All files of the platform share one scheme, so that a kind of another file cannot be told
//!   from one that is missing: such a reference is to any entity (`W0616`).
//! * Many kinds have the same action there. An action belongs to one kind (D-12), so that each
//!   gets the identifier of convention (D-13, `W0617`).
//! * What only the code generators of the platform read is kept as annotations.

use std::collections::{BTreeMap, BTreeSet};

use occi_model::{
    Access, Fault, Located, Origin, SourceId, VersionRange,
    draft::{
        ActionDraft, Annotation, AttributeDraft, DefaultDraft, ExtensionDraft, KindDraft,
        LengthDraft, MixinDraft, RangeDraft, Reference, TypeDraft, UseDraft,
    },
};

use super::{
    Read, code, name,
    xml::{self, Attribute, Element},
};

/// Attributes that are kept as annotations.
const KEPT: [&str; 7] = [
    "structname",
    "headerfilename",
    "legacytype",
    "scope",
    "script",
    "validation",
    "index",
];

/// Reads a `schema`, a single `model`, or a single `category`.
pub(super) fn read(text: &str, source: SourceId) -> Read {
    let document = match xml::sound(text, source) {
        Ok(document) => document,
        Err(faults) => return Read::refused(faults),
    };
    let mut reader = CompatibleOne {
        faults: document.faults,
        known: BTreeSet::new(),
        actions: BTreeMap::new(),
    };
    let mut extensions = Vec::new();
    if let Some(root) = &document.root {
        match root.name.local {
            "schema" => {
                for child in &root.children {
                    match child.name.local {
                        "model" => extensions.extend(reader.model(child)),
                        _ => reader.unknown(child, root),
                    }
                }
            }
            "category" => extensions.extend(reader.extension(root, std::slice::from_ref(root))),
            _ => extensions.extend(reader.model(root)),
        }
    }
    Read {
        extensions,
        configurations: Vec::new(),
        faults: reader.faults,
    }
}

struct CompatibleOne {
    faults: Vec<Fault>,
    /// Identifiers of the categories of the model.
    known: BTreeSet<String>,
    /// How many categories have an action, by its identifier.
    actions: BTreeMap<String, usize>,
}

impl CompatibleOne {
    fn fault(&mut self, code: occi_model::Code, origin: Origin, message: impl Into<String>) {
        self.faults.push(Fault::new(code, origin, message));
    }

    fn unknown(&mut self, element: &Element<'_>, parent: &Element<'_>) {
        let message = format!(
            "`{}` has no place in `{}`; left out",
            element.name.local, parent.name.local
        );
        self.fault(code::XML_UNKNOWN, element.origin, message);
    }

    fn required<'e, 't>(
        &mut self,
        element: &'e Element<'t>,
        name: &str,
    ) -> Option<&'e Attribute<'t>> {
        let found = element
            .attribute(name)
            .filter(|found| !found.value.is_empty());
        if found.is_none() {
            let message = format!("`{}` has no `{name}`", element.name.local);
            self.fault(code::XML_MISSING, element.origin, message);
        }
        found
    }

    fn model(&mut self, element: &Element<'_>) -> Option<ExtensionDraft> {
        for child in &element.children {
            if child.name.local != "category" {
                self.unknown(child, element);
            }
        }
        self.extension(element, &element.children)
    }

    /// The extension of a model, or of a category that stands alone.
    fn extension(
        &mut self,
        model: &Element<'_>,
        children: &[Element<'_>],
    ) -> Option<ExtensionDraft> {
        let categories: Vec<_> = children
            .iter()
            .filter(|child| child.name.local == "category")
            .collect();
        let first = categories
            .iter()
            .find_map(|category| category.attribute("scheme"));
        let Some(scheme) = model.attribute("namespace").or(first) else {
            self.required(model, "namespace");
            return None;
        };
        let scheme = scheme.located();
        self.known = categories
            .iter()
            .filter_map(|category| {
                let own = category.value("scheme").unwrap_or(&scheme.value);
                Some(format!("{own}{}", category.value("term")?))
            })
            .collect();
        self.actions.clear();
        let ids = categories.iter().flat_map(|category| actions(category));
        for id in ids.filter_map(|action| action.value("id")) {
            *self.actions.entry(id.to_owned()).or_default() += 1;
        }
        let name = model
            .attribute("name")
            .filter(|name| model.name.local == "model" && !name.value.is_empty());
        let mut extension = ExtensionDraft {
            name: match name {
                Some(name) => Located::new(name::fit(&name.value).into_owned(), name.origin),
                None => Located::new(name::of_scheme(&scheme.value), model.origin),
            },
            version: text(model, "version"),
            description: text(model, "description"),
            specification: None,
            annotations: Vec::new(),
            uses: Vec::new(),
            types: Vec::new(),
            kinds: Vec::new(),
            mixins: Vec::new(),
            scheme,
        };
        for category in categories {
            self.category(category, &mut extension);
        }
        self.share_no_location(&mut extension);
        Some(extension)
    }

    /// Leaves a path to the first category that has it, as listings of categories do.
    fn share_no_location(&mut self, extension: &mut ExtensionDraft) {
        let mut taken: BTreeMap<String, (String, Origin)> = BTreeMap::new();
        let kinds = extension.kinds.iter_mut();
        let mixins = extension.mixins.iter_mut();
        let locations = kinds
            .map(|kind| (&kind.term.value, &mut kind.location))
            .chain(mixins.map(|mixin| (&mixin.term.value, &mut mixin.location)));
        for (term, location) in locations {
            let Some(found) = location else { continue };
            let Some((first, origin)) = taken.get(&found.value) else {
                taken.insert(found.value.clone(), (term.clone(), found.origin));
                continue;
            };
            let message = format!("`{}` is the path of `{first}` already", found.value);
            self.faults.push(
                Fault::new(code::SHARED_LOCATION, found.origin, message)
                    .with_place(*origin, "of that one")
                    .with_label("left out here"),
            );
            *location = None;
        }
    }

    fn category(&mut self, element: &Element<'_>, extension: &mut ExtensionDraft) {
        let Some(term) = self.required(element, "term").map(Attribute::located) else {
            return;
        };
        let own = element.attribute("scheme").map(Attribute::located);
        let scheme = own.filter(|own| *own != extension.scheme);
        let related = element.attribute("rel").map(|related| {
            let reference = Reference::Identifier(related.value.clone().into_owned());
            Located::new(reference, related.origin)
        });
        if let Some(related) = &related {
            import(extension, related);
        }
        let class = element.value("class").unwrap_or("kind");
        let attributes = self.attributes(element);
        let actions = self.action_drafts(element);
        let annotations = kept(element);
        let location = element.attribute("location").map(Attribute::located);
        let (title, description) = (text(element, "title"), text(element, "description"));
        for child in &element.children {
            if !matches!(child.name.local, "attributes" | "actions") {
                self.unknown(child, element);
            }
        }
        match class {
            "mixin" => extension.mixins.push(MixinDraft {
                term,
                scheme,
                title,
                description,
                depends: related.into_iter().collect(),
                applies: Vec::new(),
                exclusive: false,
                overriding: false,
                location,
                attributes,
                settings: Vec::new(),
                actions,
                states: None,
                constraints: Vec::new(),
                versions: VersionRange::ALL,
                annotations,
            }),
            "kind" | "link" => extension.kinds.push(KindDraft {
                term,
                scheme,
                title,
                description,
                parent: related,
                is_abstract: false,
                location,
                attributes,
                actions,
                states: None,
                constraints: Vec::new(),
                source: Vec::new(),
                target: Vec::new(),
                versions: VersionRange::ALL,
                annotations,
            }),
            other => {
                let message = format!("`{other}` is no class of categories; left out");
                let origin = element
                    .attribute("class")
                    .map_or(element.origin, |class| class.origin);
                self.fault(code::XML_VALUE, origin, message);
            }
        }
    }

    fn attributes(&mut self, category: &Element<'_>) -> Vec<AttributeDraft> {
        let mut drafts: Vec<AttributeDraft> = Vec::new();
        for list in category.named("attributes") {
            for element in &list.children {
                let value_type = match element.name.local {
                    "attribute" => self.value_type(element),
                    "instance" => self.reference(element),
                    "collection" => {
                        let item = Box::new(self.reference(element));
                        let origin = item.origin;
                        let list = TypeDraft::List {
                            item,
                            length: LengthDraft::default(),
                            unique: false,
                        };
                        Located::new(list, origin)
                    }
                    _ => {
                        self.unknown(element, list);
                        continue;
                    }
                };
                let Some(name) = self.required(element, "name").map(Attribute::located) else {
                    continue;
                };
                let immutable = self.flag(element, "immutable");
                let required = self.flag(element, "required");
                let draft = AttributeDraft {
                    name,
                    value_type,
                    access: if immutable {
                        Access::ReadOnly
                    } else {
                        Access::Mutable
                    },
                    required: required && !immutable,
                    always: required && immutable,
                    default: element
                        .attribute("default")
                        .filter(|default| !default.value.is_empty())
                        .map(|default| {
                            let text = default.value.clone().into_owned();
                            Box::new(Located::new(DefaultDraft::Text(text), default.origin))
                        }),
                    unit: text(element, "units"),
                    description: text(element, "description"),
                    deprecated: None,
                    versions: VersionRange::ALL,
                    annotations: kept(element),
                };
                // Places do not count in the comparison. Other words would leave open what holds,
                // and the metamodel refuses them (M013).
                if drafts.contains(&draft) {
                    let message = format!("`{}` is listed twice; it counts once", draft.name.value);
                    self.fault(code::ATTRIBUTE_TWICE, draft.name.origin, message);
                } else {
                    drafts.push(draft);
                }
            }
        }
        drafts
    }

    fn flag(&mut self, element: &Element<'_>, name: &str) -> bool {
        let Some(given) = element.attribute(name) else {
            return false;
        };
        let is_true = &*given.value == "true";
        if !is_true && &*given.value != "false" {
            let message = format!("`{}` is neither `true` nor `false`", given.value);
            self.fault(code::XML_VALUE, given.origin, message);
        }
        is_true
    }

    fn value_type(&mut self, element: &Element<'_>) -> Located<TypeDraft> {
        let any = TypeDraft::String {
            pattern: None,
            length: LengthDraft::default(),
        };
        let Some(given) = element.attribute("type") else {
            return Located::new(any, element.origin);
        };
        let draft = match &*given.value {
            "string" | "" => any,
            "int" | "integer" | "long" => TypeDraft::Integer(RangeDraft::default()),
            "float" | "double" => TypeDraft::Float(RangeDraft::default()),
            "number" => TypeDraft::Number(RangeDraft::default()),
            "bool" | "boolean" => TypeDraft::Boolean,
            "uri" => TypeDraft::Uri,
            other => {
                let message = format!("the type `{other}` is not known; taken for text");
                self.fault(code::XSD_TYPE, given.origin, message);
                any
            }
        };
        Located::new(draft, given.origin)
    }

    /// The type of a reference to entities of a category.
    fn reference(&mut self, element: &Element<'_>) -> Located<TypeDraft> {
        let Some(category) = self.required(element, "category") else {
            return Located::new(TypeDraft::Ref(None), element.origin);
        };
        let identifier = category.value.clone().into_owned();
        if self.known.contains(&identifier) {
            let kind = Located::new(Reference::Identifier(identifier), category.origin);
            return Located::new(TypeDraft::Ref(Some(kind)), category.origin);
        }
        let message = format!("`{identifier}` is not a category of this file; any entity is meant");
        self.fault(code::ELSEWHERE, category.origin, message);
        Located::new(TypeDraft::Ref(None), category.origin)
    }

    fn action_drafts(&mut self, category: &Element<'_>) -> Vec<ActionDraft> {
        let mut drafts = Vec::new();
        let mut terms = BTreeSet::new();
        for element in actions(category) {
            let Some(id) = self.required(element, "id") else {
                continue;
            };
            let (scheme, term) = id.value.rsplit_once('#').unwrap_or(("", &id.value));
            if !terms.insert(term.to_owned()) {
                continue;
            }
            let shared = self.actions.get(&*id.value).is_some_and(|count| *count > 1);
            if shared {
                let message = format!(
                    "several categories have the action `{}`; each gets one of its own",
                    id.value
                );
                self.fault(code::SHARED_ACTION_ID, id.origin, message);
            }
            let own = !shared && !scheme.is_empty();
            drafts.push(ActionDraft {
                term: Located::new(term.to_owned(), id.origin),
                scheme: own.then(|| Located::new(format!("{scheme}#"), id.origin)),
                title: text(element, "title"),
                description: text(element, "description"),
                parameters: Vec::new(),
                returns: None,
                versions: VersionRange::ALL,
                annotations: Vec::new(),
            });
        }
        drafts
    }
}

fn actions<'e, 't>(category: &'e Element<'t>) -> impl Iterator<Item = &'e Element<'t>> {
    category
        .named("actions")
        .flat_map(|list| list.named("action"))
}

/// Imports the scheme of a reference into another extension.
fn import(extension: &mut ExtensionDraft, reference: &Located<Reference>) {
    let identifier = reference.value.to_string();
    let Some((scheme, _)) = identifier.rsplit_once('#') else {
        return;
    };
    let scheme = format!("{scheme}#");
    let known = scheme == extension.scheme.value
        || extension
            .uses
            .iter()
            .any(|used| used.extension.value == scheme);
    if !known {
        extension.uses.push(UseDraft {
            extension: Located::new(scheme, reference.origin),
            alias: None,
        });
    }
}

fn kept(element: &Element<'_>) -> Vec<Annotation> {
    KEPT.iter()
        .filter_map(|key| {
            let found = element.attribute(key)?;
            Some(Annotation {
                key: Located::new((*key).to_owned(), found.name_origin),
                value: found.value.clone().into_owned(),
            })
        })
        .collect()
}

fn text(element: &Element<'_>, name: &str) -> Option<String> {
    element
        .value(name)
        .filter(|value| !value.is_empty())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use occi_model::Profile;

    use crate::{Compiled, MemoryResolver, compile, format::Format};

    fn compiled(text: &str) -> Compiled {
        compile(
            "t",
            &mut MemoryResolver::new().with("t", text),
            Profile::Union,
        )
    }

    const MODEL: &str = r#"<?xml version="1.0"?>
<schema version='0.1.0'><model name='m' description='M' version='0.1.0'>
  <category term='a' scheme='http://example.com/c#' class='kind' location='/a/' rel='http://schemas.ogf.org/occi/core#resource' structname='s'>
    <attributes>
      <attribute name='com.example.s' type='string' required='true' immutable='false'/>
      <attribute name='com.example.i' type='int' required='false' immutable='true' default='1'/>
      <instance name='com.example.one' category='http://example.com/c#b' multiplicity='[0..1]'/>
      <collection name='com.example.many' category='http://example.com/c#b' multiplicity='[0..*]'/>
    </attributes>
    <actions><action id='http://example.com/c#go'/><action id='http://example.com/c#stop'/></actions>
  </category>
  <category term='b' scheme='http://example.com/c#' class='kind' location='/b/' rel='http://schemas.ogf.org/occi/core#resource'>
    <attributes/>
    <actions><action id='http://example.com/c#stop'/></actions>
  </category>
</model></schema>"#;

    #[test]
    fn a_model_means_what_the_language_says() {
        let foreign = compiled(MODEL);
        assert_eq!(foreign.format, Some(Format::CompatibleOne));
        let codes: Vec<String> = foreign.faults.iter().map(|f| f.code.to_string()).collect();
        assert_eq!(
            codes,
            ["W0061", "W0041", "W0617", "W0617"],
            "{}",
            foreign.faults
        );
        let own = compiled(
            r#"//! M
            extension m "http://example.com/c#" version "0.1.0";
            use core;
            #[annotation("structname", "s")]
            kind a : core.resource at "/a/" {
                required com.example.s: string;
                readonly com.example.i: integer = 1;
                com.example.one: ref(b);
                com.example.many: list(ref(b));
                action go in "http://example.com/c#";
                action stop;
            }
            kind b : core.resource at "/b/" { action stop; }"#,
        );
        assert!(own.model.is_some(), "{}", own.faults);
        assert_eq!(foreign.model, own.model);
    }

    #[test]
    fn deviations_are_told() {
        for (from, to, code) in [
            (
                "category='http://example.com/c#b' multiplicity='[0..1]'",
                "category='http://example.com/c#z'",
                "W0616",
            ),
            ("type='int'", "type='blob'", "W0610"),
            ("required='true'", "required='perhaps'", "W0611"),
            (
                "class='kind' location='/b/'",
                "class='thing' location='/b/'",
                "W0611",
            ),
            ("<attributes/>", "<links/>", "W0609"),
            (
                "<attributes/>",
                "<attributes><attribute name='com.example.x'/><attribute name='com.example.x'/></attributes>",
                "W0618",
            ),
            ("term='b' ", "", "E0608"),
            ("name='com.example.s' ", "", "E0608"),
            (
                "scheme='http://example.com/c#' class='kind' location='/a/'",
                "class='link' location='/a/'",
                "W0617",
            ),
        ] {
            assert!(MODEL.contains(from), "{from}");
            let compiled = compiled(&MODEL.replacen(from, to, 1));
            let codes: Vec<String> = compiled.faults.iter().map(|f| f.code.to_string()).collect();
            assert!(codes.iter().any(|found| found == code), "{to}: {codes:?}");
        }
    }
}
