//! Configurations, plain and typed.

use occi_model::{Fault, Located, Origin};

use super::{
    super::{
        code,
        occiware::{
            said,
            tree::{AttributeValue, Category, Configuration, Entity, Link, Part, Resource, Target},
        },
        xml::{Element, XSI},
    },
    document::{Reference, references},
    extension::Reading,
    fields::{self, Class, located, text},
    types,
};

impl<'d> Reading<'_, 'd> {
    /// Reads the root element as a configuration.
    pub(super) fn configuration(&mut self, element: &'d Element<'d>) -> Configuration {
        let class = &fields::CONFIGURATION;
        self.faults.unknown(class, element);
        Configuration {
            description: said(text(element, "description")),
            location: located(element, "location").filter(|one| !one.value.is_empty()),
            uses: self.imports(element, "use"),
            resources: element
                .named("resources")
                .filter_map(|child| self.resource(child))
                .collect(),
            tags: element
                .named("mixins")
                .enumerate()
                .map(|(at, child)| self.tag(child, at))
                .collect(),
            origin: element.origin,
        }
    }

    fn tag(&mut self, element: &'d Element<'d>, at: usize) -> Category {
        let mut category = self.category(&fields::MIXIN, element, at);
        let dependency = references(element, "depends").into_iter().next();
        if let (Some(reference), true) = (dependency, category.attributes.is_empty()) {
            // O42: what makes it more than a tag is shown by the first attribute or action; a
            // dependency has no other place there.
            let message = format!(
                "the mixin `{}` of a user has a dependency",
                category.term.value
            );
            self.faults.push(
                Fault::new(code::ECORE_TAG, reference.origin, message)
                    .with_note("mixins of users are tags (OCCIware invariant 42)"),
            );
        }
        category.constraints.clear();
        category
    }

    /// A resource; one without kind is a fault and no resource.
    pub(super) fn resource(&mut self, element: &'d Element<'d>) -> Option<Resource> {
        let class = &fields::RESOURCE;
        let entity = self.entity(class, element);
        let links = element
            .named("links")
            .filter_map(|child| self.link(child))
            .collect();
        self.opposites(element);
        Some(Resource {
            entity: entity?,
            summary: located(element, "summary"),
            links,
        })
    }

    fn link(&mut self, element: &'d Element<'d>) -> Option<Link> {
        let class = &fields::LINK;
        let entity = self.entity(class, element);
        let target = match references(element, "target").into_iter().next() {
            None => {
                self.faults.missing(class, "target", element.origin);
                None
            }
            Some(reference) => self.resource_at(&reference),
        };
        Some(Link {
            entity: entity?,
            target: target?,
        })
    }

    /// The identifier of the resource that a reference leads to.
    fn resource_at(&mut self, reference: &Reference<'d>) -> Option<Located<String>> {
        if let Some(document) = reference.href.document {
            // O41.
            let message = format!("the link leads into another document, `{document}`");
            self.faults.push(
                Fault::new(code::ECORE_OUTSIDE, reference.origin, message)
                    .with_note(
                        "links connect resources of one configuration (OCCIware invariant 41)",
                    )
                    .with_help("bring both resources into one file"),
            );
            return None;
        }
        let found = self
            .document
            .target(&reference.href)
            .filter(|element| is_resource(element));
        let Some(element) = found else {
            self.leads_nowhere(reference, "a resource");
            return None;
        };
        let id = located(element, "id")?;
        Some(Located::new(id.value, reference.origin))
    }

    /// The links that `rlinks` lists lead to the resource that lists them (S05).
    fn opposites(&mut self, element: &'d Element<'d>) {
        for reference in references(element, "rlinks") {
            let link = self.document.target(&reference.href);
            let leads_here = link.is_some_and(|link| {
                references(link, "target")
                    .first()
                    .and_then(|target| self.document.target(&target.href))
                    .is_some_and(|target| std::ptr::eq(target, element))
            });
            if !leads_here {
                let message = format!(
                    "`{}` is no link that leads to this resource",
                    reference.text
                );
                self.faults.push(
                    Fault::new(code::ECORE_OPPOSITE, reference.origin, message)
                        .with_label("left out: links say themselves where they lead"),
                );
            }
        }
    }

    fn entity(&mut self, class: &Class, element: &'d Element<'d>) -> Option<Entity> {
        let typed = types::class_of(element)
            .filter(|xsi| !matches!(&*xsi.value, "Resource" | "Link" | "Entity"));
        match typed {
            // The features of a typed element are those of its kind, which is defined elsewhere.
            Some(_) => self.faults.unknown_elements(class, element, &is_feature),
            None => self.faults.unknown(class, element),
        }
        let id = self.faults.required(class, element, "id");
        let kind = self.kind_of(class, element);
        let mut values = self.values(element);
        let mut parts = Vec::new();
        for mixin in self.categories(element, "mixins") {
            parts.push(Part {
                mixin,
                values: Vec::new(),
            });
        }
        for child in element.named("parts") {
            parts.extend(self.part(child));
        }
        if typed.is_some() {
            let said: Vec<String> = values
                .iter()
                .map(|value| feature(&value.name.value))
                .collect();
            values.extend(features(class, element, &said));
        }
        Some(Entity {
            id,
            kind: kind?,
            title: located(element, "title"),
            location: located(element, "location").filter(|one| !one.value.is_empty()),
            values,
            parts,
            origin: element.origin,
        })
    }

    /// The kind of an entity: that which it refers to, or the class of a typed one.
    fn kind_of(&mut self, class: &Class, element: &'d Element<'d>) -> Option<Located<Target>> {
        let mut found = self.categories(element, "kind");
        if !found.is_empty() {
            return Some(found.swap_remove(0));
        }
        let kind = self.typed_category(element);
        if kind.is_none() {
            self.faults.missing(class, "kind", element.origin);
        }
        kind
    }

    fn part(&mut self, element: &'d Element<'d>) -> Option<Part> {
        let class = &fields::PART;
        let typed = types::class_of(element).filter(|xsi| xsi.value != "MixinBase");
        match typed {
            Some(_) => self.faults.unknown_elements(class, element, &is_feature),
            None => self.faults.unknown(class, element),
        }
        let mut mixins = self.categories(element, "mixin");
        let mixin = if mixins.is_empty() {
            self.typed_category(element)
        } else {
            Some(mixins.swap_remove(0))
        };
        if mixin.is_none() {
            self.faults.missing(class, "mixin", element.origin);
        }
        let mut values = self.values(element);
        if typed.is_some() {
            let said: Vec<String> = values
                .iter()
                .map(|value| feature(&value.name.value))
                .collect();
            values.extend(features(class, element, &said));
        }
        Some(Part {
            mixin: mixin?,
            values,
        })
    }

    fn values(&mut self, element: &'d Element<'d>) -> Vec<AttributeValue> {
        let class = &fields::VALUE;
        let values = element.named("attributes").filter_map(|child| {
            self.faults.unknown(class, child);
            let name = self.faults.required(class, child, "name");
            let value = self.faults.required(class, child, "value");
            Some(AttributeValue {
                name: name?,
                value: value?,
            })
        });
        values.collect()
    }

    /// The kind or mixin whose class a typed element is an instance of.
    ///
    /// The Ecore package of an extension has the URI of its scheme without `#`, then `/ecore`,
    /// and a class the term with a capital (the OCCIware metamodel).
    fn typed_category(&self, element: &Element<'_>) -> Option<Located<Target>> {
        let class = types::class_of(element)?;
        let attribute = element.attribute_of(XSI, "type")?;
        let (prefix, _) = attribute.value.split_once(':')?;
        let (_, package) = self
            .namespaces
            .iter()
            .find(|(declared, _)| *declared == Some(prefix))?;
        let scheme = package.strip_suffix("/ecore")?;
        Some(Located::new(
            Target::Foreign {
                extension: format!("{scheme}#"),
                name: class.value.to_ascii_lowercase(),
            },
            class.origin,
        ))
    }
}

/// Whether an element is a resource: of a configuration, or a root of its own.
fn is_resource(element: &Element<'_>) -> bool {
    matches!(element.name.local, "resources" | "Resource")
}

/// The name of the Ecore feature of an attribute: `occiComputeCores` for `occi.compute.cores`.
pub(crate) fn feature(attribute: &str) -> String {
    let mut feature = String::with_capacity(attribute.len());
    for (at, component) in attribute.split('.').enumerate() {
        let mut characters = component.chars();
        match characters.next() {
            Some(first) if at > 0 => {
                feature.extend(first.to_uppercase());
                feature.push_str(characters.as_str());
            }
            _ => feature.push_str(component),
        }
    }
    feature
}

/// The values that a typed element has as features, without those that it also says plainly.
/// They stand under the name of the feature until the kind is known.
fn features(class: &Class, element: &Element<'_>, said: &[String]) -> Vec<AttributeValue> {
    element
        .attributes
        .iter()
        .filter(|attribute| {
            let name = attribute.name.local;
            attribute.name.prefix.is_none()
                && !class.attributes.contains(&name)
                && !class.elements.contains(&name)
                && !said.iter().any(|said| said == name)
        })
        .map(|attribute| AttributeValue {
            name: Located::new(attribute.name.local.to_owned(), attribute.name_origin),
            value: attribute.located(),
        })
        .chain(
            element
                .children
                .iter()
                .filter(|child| is_feature(child) && !class.elements.contains(&child.name.local))
                .map(|child| AttributeValue {
                    name: Located::new(child.name.local.to_owned(), child.origin),
                    value: Located::new(child.text.trim().to_owned(), child.text_origin),
                }),
        )
        .collect()
}

/// Whether an element can be a value of a typed entity: it holds a text and nothing else.
fn is_feature(element: &Element<'_>) -> bool {
    element.attributes.is_empty() && element.children.is_empty() && !element.text.is_empty()
}

/// The name of a configuration, which has none: by its number among those of the file.
pub(super) fn name(number: usize, origin: Origin) -> Located<String> {
    let name = match number {
        0 => "configuration".to_owned(),
        other => format!("configuration-{}", other + 1),
    };
    Located::new(name, origin)
}
