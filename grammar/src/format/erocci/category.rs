//! Categories: kinds, mixins, actions and their attributes.

use occi_model::{
    Access, Fault, Located, Origin, VersionRange,
    draft::{
        ActionDraft, AttributeDraft, DefaultDraft, KindDraft, LengthDraft, MixinDraft, Reference,
        TypeDraft,
    },
};

use super::types;
use crate::format::{
    code,
    xml::{Attribute, Element, XSD},
};

const CORE_ENTITY: (&str, &str) = ("http://schemas.ogf.org/occi/core#", "entity");

/// A kind or mixin with the scheme it is listed under.
pub(super) struct Listed<D> {
    pub(super) scheme: Located<String>,
    pub(super) draft: D,
}

/// Reads categories and keeps what they refer to.
pub(super) struct CategoryReader {
    pub(super) faults: Vec<Fault>,
    /// Schemes that are referred to, in the order of the first mention.
    pub(super) schemes: Vec<Located<String>>,
    /// The scheme of categories that name none.
    pub(super) scheme: Option<Located<String>>,
}

impl CategoryReader {
    pub(super) fn kind(&mut self, element: &Element<'_>) -> Option<Listed<KindDraft>> {
        self.allow(element, &CATEGORY, &["parent", "attribute", "action"]);
        let (scheme, term) = self.identifier(element)?;
        let parents: Vec<_> = own(element, "parent").collect();
        if let [_, second, ..] = *parents {
            self.forgive(second, "a kind has one parent; this one is left out");
        }
        let parent = parents.first().and_then(|parent| self.reference(parent));
        let is_abstract = (&*scheme.value, &*term.value) == CORE_ENTITY;
        let location = location(element).filter(|_| !is_abstract);
        if let Some(path) = element.attribute("location").filter(|_| is_abstract) {
            // Servers list a path for everything.
            let message = "`entity` has no instances of its own, and so no path; left out";
            self.faults
                .push(Fault::new(code::XML_VALUE, path.origin, message));
        }
        Some(Listed {
            draft: KindDraft {
                term,
                scheme: Some(scheme.clone()),
                title: text(element, "title"),
                description: text(element, "description"),
                parent,
                is_abstract,
                location,
                attributes: self.attributes(element),
                actions: self.actions(element),
                states: None,
                constraints: Vec::new(),
                source: Vec::new(),
                target: Vec::new(),
                versions: VersionRange::ALL,
                annotations: Vec::new(),
            },
            scheme,
        })
    }

    pub(super) fn mixin(&mut self, element: &Element<'_>) -> Option<Listed<MixinDraft>> {
        let known = ["depends", "applies", "attribute", "action"];
        self.allow(element, &CATEGORY, &known);
        let (scheme, term) = self.identifier(element)?;
        let depends = self.references(element, "depends");
        let applies = self.references(element, "applies");
        Some(Listed {
            draft: MixinDraft {
                term,
                scheme: Some(scheme.clone()),
                title: text(element, "title"),
                description: text(element, "description"),
                depends,
                applies,
                exclusive: false,
                overriding: false,
                location: location(element),
                attributes: self.attributes(element),
                settings: Vec::new(),
                actions: self.actions(element),
                states: None,
                constraints: Vec::new(),
                versions: VersionRange::ALL,
                annotations: Vec::new(),
            },
            scheme,
        })
    }

    fn actions(&mut self, element: &Element<'_>) -> Vec<ActionDraft> {
        own(element, "action")
            .filter_map(|action| self.action(action))
            .collect()
    }

    pub(super) fn action(&mut self, element: &Element<'_>) -> Option<ActionDraft> {
        self.allow(element, &CATEGORY, &["attribute"]);
        let term = self.required(element, "term")?.located();
        Some(ActionDraft {
            term,
            scheme: element.attribute("scheme").map(Attribute::located),
            title: text(element, "title"),
            description: text(element, "description"),
            parameters: self.parameters(element),
            returns: None,
            versions: VersionRange::ALL,
            annotations: Vec::new(),
        })
    }

    fn attributes(&mut self, element: &Element<'_>) -> Vec<AttributeDraft> {
        own(element, "attribute")
            .filter_map(|attribute| self.attribute(attribute))
            .collect()
    }

    /// Parameters are given by the caller, so that `immutable` says nothing of them.
    fn parameters(&mut self, element: &Element<'_>) -> Vec<AttributeDraft> {
        let mut parameters = self.attributes(element);
        for parameter in &mut parameters {
            parameter.required |= parameter.always;
            parameter.always = false;
            parameter.access = Access::Mutable;
        }
        parameters
    }

    fn attribute(&mut self, element: &Element<'_>) -> Option<AttributeDraft> {
        let known = [
            "name",
            "type",
            "use",
            "default",
            "title",
            "description",
            "immutable",
            "minOccurs",
            "maxOccurs",
        ];
        self.allow(
            element,
            &known,
            &["restriction", "simpleType", "annotation"],
        );
        let name = self.required(element, "name")?.located();
        let mut value_type = types::of_attribute(element, &mut self.faults);
        let many = self.many(element);
        if many {
            let origin = value_type.origin;
            value_type = Located::new(
                TypeDraft::List {
                    item: Box::new(value_type),
                    length: LengthDraft::default(),
                    unique: false,
                },
                origin,
            );
        }
        let immutable = self.flag(element, "immutable", &[("true", true), ("1", true)]);
        let required = self.flag(element, "use", &[("required", true), ("optional", false)])
            || element.value("minOccurs").is_some_and(|least| {
                // Without `use`, a value that must occur is a required one.
                element.attribute("use").is_none()
                    && least.trim().parse::<u32>().is_ok_and(|least| least > 0)
            });
        Some(AttributeDraft {
            name,
            access: if immutable {
                Access::ReadOnly
            } else {
                Access::Mutable
            },
            required: required && !immutable,
            always: required && immutable,
            default: self.default(element, &value_type.value).map(Box::new),
            value_type,
            unit: None,
            description: text(element, "description").or_else(|| text(element, "title")),
            deprecated: None,
            versions: VersionRange::ALL,
            annotations: Vec::new(),
        })
    }

    fn default(
        &mut self,
        element: &Element<'_>,
        value_type: &TypeDraft,
    ) -> Option<Located<DefaultDraft>> {
        let given = element.attribute("default")?;
        let is_text = matches!(value_type, TypeDraft::String { .. });
        if given.value.trim().is_empty() && !is_text {
            let message = "an empty default is no value of the type; left out";
            self.faults
                .push(Fault::new(code::XML_VALUE, given.name_origin, message));
            return None;
        }
        Some(Located::new(
            DefaultDraft::Text(given.value.clone().into_owned()),
            given.origin,
        ))
    }

    /// Whether an attribute may have several values.
    fn many(&mut self, element: &Element<'_>) -> bool {
        let Some(most) = element.attribute("maxOccurs") else {
            return false;
        };
        match most.value.trim() {
            "unbounded" => true,
            number => match number.parse::<u32>() {
                Ok(number) => number > 1,
                Err(_) => {
                    self.bad_value(most);
                    false
                }
            },
        }
    }

    /// An attribute with few values; anything else is as if it were not there.
    fn flag(&mut self, element: &Element<'_>, name: &str, values: &[(&str, bool)]) -> bool {
        let Some(given) = element.attribute(name) else {
            return false;
        };
        let value = given.value.trim();
        match values.iter().find(|(known, _)| *known == value) {
            Some((_, flag)) => *flag,
            None => {
                if !matches!(value, "false" | "0") || name == "use" {
                    self.bad_value(given);
                }
                false
            }
        }
    }

    fn bad_value(&mut self, given: &Attribute<'_>) {
        let message = format!(
            "`{}` is no value of `{}`; left out",
            given.value, given.name.local
        );
        self.faults
            .push(Fault::new(code::XML_VALUE, given.origin, message));
    }

    fn references(&mut self, element: &Element<'_>, name: &str) -> Vec<Located<Reference>> {
        own(element, name)
            .filter_map(|reference| self.reference(reference))
            .collect()
    }

    /// `<parent scheme="…" term="…"/>` and its like.
    pub(super) fn reference(&mut self, element: &Element<'_>) -> Option<Located<Reference>> {
        let (scheme, term) = self.identifier(element)?;
        let identifier = format!("{}{}", scheme.value, term.value);
        if !self.schemes.iter().any(|known| known.value == scheme.value) {
            self.schemes.push(scheme);
        }
        Some(Located::new(
            Reference::Identifier(identifier),
            span(element),
        ))
    }

    /// Scheme and term; the scheme is that of the extension where none is given.
    fn identifier(&mut self, element: &Element<'_>) -> Option<(Located<String>, Located<String>)> {
        let term = self.required(element, "term")?.located();
        let scheme = match element.attribute("scheme") {
            Some(scheme) => scheme.located(),
            None => match &self.scheme {
                Some(scheme) => scheme.clone(),
                None => {
                    self.required(element, "scheme");
                    return None;
                }
            },
        };
        Some((scheme, term))
    }

    /// An attribute that must be there.
    pub(super) fn required<'e, 't>(
        &mut self,
        element: &'e Element<'t>,
        name: &str,
    ) -> Option<&'e Attribute<'t>> {
        let found = element.attribute(name);
        if found.is_none() {
            self.faults.push(Fault::new(
                code::XML_MISSING,
                element.origin,
                format!("`{}` has no `{name}`", element.name.local),
            ));
        }
        found
    }

    /// Forgives attributes and elements that have no place in an element.
    pub(super) fn allow(&mut self, element: &Element<'_>, attributes: &[&str], children: &[&str]) {
        for attribute in &element.attributes {
            if attribute.name.prefix.is_none() && !attributes.contains(&attribute.name.local) {
                self.faults.push(Fault::new(
                    code::XML_UNKNOWN,
                    attribute.name_origin,
                    format!(
                        "`{}` has no attribute `{}`; left out",
                        element.name.local, attribute.name.local
                    ),
                ));
            }
        }
        for child in &element.children {
            let is_schema = matches!(
                child.name.local,
                "restriction" | "simpleType" | "annotation"
            );
            let foreign = if is_schema {
                child.name.namespace.as_deref() != Some(XSD)
            } else {
                child.name.namespace != element.name.namespace
            };
            if foreign || !children.contains(&child.name.local) {
                self.forgive(
                    child,
                    &format!(
                        "`{}` has no place in `{}`; left out",
                        child.name.local, element.name.local
                    ),
                );
            }
        }
    }

    fn forgive(&mut self, element: &Element<'_>, message: &str) {
        self.faults
            .push(Fault::new(code::XML_UNKNOWN, element.origin, message));
    }
}

/// Attributes of categories.
const CATEGORY: [&str; 6] = ["scheme", "term", "title", "description", "use", "location"];

/// The elements directly inside that have a name of the same namespace.
pub(super) fn own<'e, 't>(
    element: &'e Element<'t>,
    local: &'e str,
) -> impl Iterator<Item = &'e Element<'t>> {
    element
        .named(local)
        .filter(|child| child.name.namespace == element.name.namespace)
}

/// An attribute that says something.
pub(super) fn text(element: &Element<'_>, name: &str) -> Option<String> {
    element
        .value(name)
        .filter(|value| !value.is_empty())
        .map(str::to_owned)
}

fn location(element: &Element<'_>) -> Option<Located<String>> {
    element.attribute("location").map(Attribute::located)
}

/// The place of a reference: its term.
fn span(element: &Element<'_>) -> Origin {
    element
        .attribute("term")
        .map_or(element.origin, |term| term.origin)
}
