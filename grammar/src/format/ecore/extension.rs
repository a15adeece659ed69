//! Extensions: from elements to the classes that all syntaxes share.

use std::sync::Arc;

use occi_model::{Fault, Located};

use super::{
    super::{
        code,
        name::of_scheme,
        occiware::{
            said,
            tree::{
                Action, Annotation, Attribute, Category, Constraint, Extension, Import, Kind,
                Mixin, Target,
            },
        },
        xml::Element,
    },
    Generation,
    document::{Document, Reference, references, term},
    fields::{self, Class, Faults, located, text},
    href::{self, Fragment},
    names::{self, Pattern},
    states, types,
};

/// The key of the annotation that keeps how a category is spelt: terms are all lower case, names
/// are not.
pub(super) const NAME_KEY: &str = crate::format::occiware::NAME_KEY;

/// The scheme of Core.
const CORE: &str = "http://schemas.ogf.org/occi/core#";

/// What the parts of one root element are read with.
pub(super) struct Reading<'a, 'd> {
    pub(super) document: &'a Document<'d>,
    /// Number of the root element.
    pub(super) root: usize,
    pub(super) generation: Generation,
    /// What the scheme of the extension is, against which relative schemes count.
    pub(super) scheme: Option<String>,
    /// Documents that the extension imports.
    pub(super) imported: Vec<String>,
    /// Names of the own types, by position: each only once.
    pub(super) type_names: Vec<String>,
    /// Prefixes that the root element declares.
    pub(super) namespaces: &'a [(Option<&'d str>, Arc<str>)],
    pub(super) faults: &'a mut Faults,
}

impl<'d> Reading<'_, 'd> {
    /// Reads the root element as an extension.
    pub(super) fn extension(&mut self, element: &'d Element<'d>) -> Extension {
        let class = &fields::EXTENSION;
        self.faults.unknown(class, element);
        let scheme = self.faults.required(class, element, "scheme");
        let name = self.faults.required(class, element, "name");
        let scheme = scheme.unwrap_or_else(|| {
            // What follows has an identifier all the same.
            Located::new("urn:unnamed#".to_owned(), element.origin)
        });
        let name = name.unwrap_or_else(|| Located::new(of_scheme(&scheme.value), element.origin));
        self.scheme = Some(scheme.value.clone());
        names::scheme(self.faults, &scheme);
        self.type_names = names::types(self.faults, element);
        let imports = self.imports(element, "import");
        self.imported = imports
            .iter()
            .map(|import| import.document.value.clone())
            .collect();
        let types = element
            .named("types")
            .enumerate()
            .map(|(at, child)| types::named(self, child, at))
            .collect();
        Extension {
            name,
            description: text(element, "description"),
            specification: text(element, "specification"),
            imports,
            kinds: self.kinds(element),
            mixins: self.mixins(element),
            types,
            annotations: self.annotations(element),
            scheme,
        }
    }

    /// The extensions that a feature names: `<import href="http://…/core#/"/>`.
    pub(super) fn imports(&mut self, element: &'d Element<'d>, feature: &str) -> Vec<Import> {
        let mut imports: Vec<Import> = Vec::new();
        for reference in references(element, feature) {
            let document = match (reference.href.document, &reference.href.fragment) {
                (Some(document), Fragment::Root(0)) => href::import(document),
                // Another root of the same document.
                (None, Fragment::Root(root)) => match self.scheme_of(*root) {
                    Some(scheme) => scheme.value,
                    None => {
                        self.leads_nowhere(&reference, "an extension");
                        continue;
                    }
                },
                _ => {
                    self.leads_nowhere(&reference, "an extension");
                    continue;
                }
            };
            if Some(&document) == self.scheme.as_ref() {
                let message = "the extension imports itself".to_owned();
                self.faults.push(
                    Fault::new(crate::code::CYCLE, reference.origin, message)
                        .with_help("remove the import"),
                );
                continue;
            }
            // Said twice is said once: tools write the same import again.
            if imports.iter().all(|known| known.document.value != document) {
                imports.push(Import {
                    document: Located::new(document, reference.origin),
                    alias: None,
                });
            }
        }
        imports
    }

    fn scheme_of(&self, root: usize) -> Option<Located<String>> {
        located(self.document.roots.get(root)?.element, "scheme")
    }

    pub(super) fn leads_nowhere(&mut self, reference: &Reference<'_>, what: &str) {
        let message = format!("`{}` does not lead to {what}", reference.text);
        self.faults.push(Fault::new(
            code::ECORE_UNRESOLVED,
            reference.origin,
            message,
        ));
    }

    fn kinds(&mut self, element: &'d Element<'d>) -> Vec<Kind> {
        let class = &fields::KIND;
        element
            .named("kinds")
            .enumerate()
            .map(|(at, child)| {
                let category = self.category(class, child, at);
                let mut parents = self.categories(child, "parent");
                if let Some(second) = parents.get(1) {
                    let message = "a kind with two parents".to_owned();
                    self.faults
                        .push(Fault::new(code::ECORE_VALUE, second.origin, message));
                }
                Kind {
                    parent: (!parents.is_empty()).then(|| parents.swap_remove(0)),
                    source: self.categories(child, "source"),
                    target: self.categories(child, "target"),
                    category,
                }
            })
            .collect()
    }

    fn mixins(&mut self, element: &'d Element<'d>) -> Vec<Mixin> {
        let class = &fields::MIXIN;
        element
            .named("mixins")
            .enumerate()
            .map(|(at, child)| Mixin {
                category: self.category(class, child, at),
                depends: self.categories(child, "depends"),
                applies: self.categories(child, "applies"),
            })
            .collect()
    }

    /// What kinds, mixins and mixins of users have in common.
    pub(super) fn category(
        &mut self,
        class: &Class,
        element: &'d Element<'d>,
        at: usize,
    ) -> Category {
        self.faults.unknown(class, element);
        let (term, mut annotations) = self.named(class, element, at);
        let scheme = located(element, "scheme").filter(|scheme| !scheme.value.is_empty());
        if scheme.is_none() {
            let message = format!("the {} `{}` has no scheme", class.name, term.value);
            self.faults.push(
                Fault::new(code::ECORE_SCHEME, element.origin, message)
                    .with_label("taken for that of the extension"),
            );
        }
        annotations.extend(self.annotations(element));
        let constraints = element.named("constraints").filter_map(|child| {
            let class = &fields::CONSTRAINT;
            self.faults.unknown(class, child);
            let name = self.faults.required(class, child, "name")?;
            let body = match child.attribute("body") {
                Some(body) if !body.value.trim().is_empty() => body.located(),
                _ => self.no_body(&name),
            };
            Some(Constraint {
                name,
                description: said(text(child, "description")),
                body,
            })
        });
        let constraints = constraints.collect();
        Category {
            scheme,
            title: said(text(element, "title")),
            description: said(text(element, "description")),
            attributes: self.attributes(&fields::ATTRIBUTE, element, "attributes"),
            actions: self.actions(element),
            constraints,
            states: states::machine(self, element),
            annotations,
            term,
        }
    }

    /// Says that a constraint has only a name: nothing to check, and nothing that the rest of the
    /// model depends on.
    fn no_body(&mut self, name: &Located<String>) -> Located<String> {
        let message = format!("the constraint `{}` has no body", name.value);
        self.faults.push(
            Fault::new(code::ECORE_NO_BODY, name.origin, message)
                .with_label("kept by its name; nothing is checked")
                .with_help("add `body`, or leave the constraint out"),
        );
        Located::new(String::new(), name.origin)
    }

    /// The term of a category, and its spelling where that is not the term.
    fn named(
        &mut self,
        class: &Class,
        element: &'d Element<'d>,
        at: usize,
    ) -> (Located<String>, Vec<Annotation>) {
        let found = term(element).filter(|term| !term.value.is_empty());
        let Some(term) = found else {
            self.faults.missing(class, "name", element.origin);
            let placeholder = format!("unnamed-{at}");
            return (Located::new(placeholder, element.origin), Vec::new());
        };
        let written = element
            .attribute("name")
            .map(super::super::xml::Attribute::located);
        if self.generation == Generation::C
            && let Some(written) = &written
        {
            names::check(self.faults, Pattern::Name, written);
        }
        let spelt = element
            .attribute("name")
            .filter(|name| *name.value != *term.value);
        let annotations = spelt
            .map(|name| Annotation {
                key: Located::new(NAME_KEY.to_owned(), name.origin),
                value: name.value.clone().into_owned(),
            })
            .into_iter()
            .collect();
        (term, annotations)
    }

    fn actions(&mut self, element: &'d Element<'d>) -> Vec<Action> {
        let class = &fields::ACTION;
        element
            .named("actions")
            .enumerate()
            .map(|(at, child)| {
                self.faults.unknown(class, child);
                let (term, mut annotations) = self.named(class, child, at);
                annotations.extend(self.annotations(child));
                Action {
                    term,
                    // Without one it has the conventional scheme, which no tool writes otherwise.
                    scheme: located(child, "scheme").filter(|scheme| !scheme.value.is_empty()),
                    title: said(text(child, "title")),
                    description: said(text(child, "description")),
                    parameters: self.attributes(&fields::ATTRIBUTE, child, "attributes"),
                    annotations,
                }
            })
            .collect()
    }

    /// Attributes, parameters, or fields of records.
    pub(super) fn attributes(
        &mut self,
        class: &Class,
        element: &'d Element<'d>,
        feature: &'d str,
    ) -> Vec<Attribute> {
        element
            .named(feature)
            .filter_map(|child| self.attribute(class, child))
            .collect()
    }

    fn attribute(&mut self, class: &Class, element: &'d Element<'d>) -> Option<Attribute> {
        self.faults.unknown(class, element);
        if element.name.local != "recordFields"
            && let Some(xsi) = types::class_of(element)
            && xsi.value == "RecordField"
        {
            // O48.
            let message = "a field of a record stands outside of any record".to_owned();
            self.faults.push(
                Fault::new(code::ECORE_CLASS, xsi.origin, message)
                    .with_help("leave `xsi:type` out: an attribute is meant"),
            );
        }
        let name = self.faults.required(class, element, "name");
        let mutable = self.faults.truth(element, "mutable");
        let required = self.faults.truth(element, "required");
        let multiple = self.faults.truth(element, "multiple_values");
        let value_type = self.data_type(element);
        let name = name?;
        if self.generation == Generation::C {
            let is_field = element.name.local == "recordFields";
            let pattern = if is_field {
                Pattern::Field
            } else {
                Pattern::Attribute
            };
            names::check(self.faults, pattern, &name);
        }
        if value_type.is_none() && references(element, "type").is_empty() {
            let message = format!("the attribute `{}` has no type", name.value);
            self.faults.push(
                Fault::new(code::ECORE_UNTYPED, name.origin, message)
                    .with_label("taken for text, or for what it is where it is defined first"),
            );
        }
        Some(Attribute {
            name,
            value_type,
            mutable: mutable.unwrap_or(self.generation != Generation::A),
            required: required.unwrap_or(false),
            multiple: multiple.unwrap_or(false),
            default: located(element, "default"),
            description: said(text(element, "description")),
            annotations: self.annotations(element),
        })
    }

    /// The annotations of an element; of those of Ecore, what documents it is read where it
    /// belongs.
    pub(super) fn annotations(&mut self, element: &'d Element<'d>) -> Vec<Annotation> {
        let class = &fields::ANNOTATION;
        let mut annotations = Vec::new();
        for child in element.named("annotations") {
            self.faults.unknown(class, child);
            let key = self.faults.required(class, child, "key");
            let value = self.faults.required(class, child, "value");
            if let (Some(key), Some(value)) = (key, value) {
                let value = value.value;
                self.annotate(&mut annotations, Annotation { key, value });
            }
        }
        annotations
    }

    /// Adds an annotation; the second of a key gets another, because keys are looked up.
    fn annotate(&mut self, annotations: &mut Vec<Annotation>, mut one: Annotation) {
        let twin = annotations
            .iter()
            .find(|other| other.key.value == one.key.value);
        let Some(twin) = twin else {
            annotations.push(one);
            return;
        };
        let key = one.key.value.clone();
        let fault = Fault::new(
            code::ECORE_KEY,
            one.key.origin,
            format!("the key `{key}` is given twice"),
        )
        .with_place(twin.key.origin, "first here");
        if twin.value == one.value {
            self.faults
                .push(fault.with_label("the same again; left out"));
            return;
        }
        let free = (2_u32..)
            .map(|number| format!("{key}-{number}"))
            .find(|free| annotations.iter().all(|other| other.key.value != *free));
        one.key.value = free.unwrap_or(key);
        self.faults
            .push(fault.with_label(format!("read as `{}`", one.key.value)));
        annotations.push(one);
    }

    /// The kinds or mixins that a feature refers to.
    pub(super) fn categories(
        &mut self,
        element: &'d Element<'d>,
        feature: &str,
    ) -> Vec<Located<Target>> {
        references(element, feature)
            .iter()
            .map(|reference| Located::new(self.category_of(reference), reference.origin))
            .collect()
    }

    fn category_of(&self, reference: &Reference<'d>) -> Target {
        let Reference { text, href, .. } = reference;
        if let Some(document) = href.document {
            return foreign(document, text);
        }
        let found = self.document.target(href).and_then(term);
        match (found, self.document.root_of(href)) {
            (Some(term), None) => Target::Own(term.value),
            (Some(term), Some(root)) if root == self.root => Target::Own(term.value),
            (Some(term), Some(root)) => match self.scheme_of(root) {
                Some(scheme) => Target::Foreign {
                    extension: scheme.value,
                    name: term.value,
                },
                None => Target::Own(term.value),
            },
            // Nothing has such a name, and the model will say so at this place.
            (None, _) => Target::Own(key(&href.fragment).unwrap_or(text).to_owned()),
        }
    }

    /// The data type that an attribute, a field or an array refers to.
    pub(super) fn data_type(&mut self, element: &'d Element<'d>) -> Option<Located<Target>> {
        let reference = references(element, "type").into_iter().next()?;
        let target = self.data_type_of(&reference)?;
        Some(Located::new(target, reference.origin))
    }

    /// Warns of a type of an extension that is not imported; of kinds and mixins the model says so.
    /// Core is in every model.
    fn not_imported(&mut self, reference: &Reference<'_>, document: &str) {
        let import = href::import(document);
        if import == CORE || self.imported.contains(&import) || self.scheme.is_none() {
            return;
        }
        let message = format!("the type is of `{document}`, which is not imported");
        self.faults.push(
            Fault::new(code::ECORE_NOT_IMPORTED, reference.origin, message)
                .with_help(format!("add `<import href=\"{document}#/\"/>`")),
        );
    }

    fn data_type_of(&mut self, reference: &Reference<'d>) -> Option<Target> {
        let Reference { text, href, .. } = reference;
        if let Fragment::Classifier(name) = href.fragment
            && href.document.is_some()
        {
            let basic = super::classifier::basic(name);
            if basic.is_none() {
                self.leads_nowhere(reference, "a data type");
            }
            return basic.map(Target::Basic);
        }
        if let Some(document) = href.document {
            self.not_imported(reference, document);
            return Some(foreign(document, text));
        }
        let Some(element) = self
            .document
            .target(href)
            .filter(|element| element.name.local == "types")
        else {
            self.leads_nowhere(reference, "a data type");
            return None;
        };
        let root = self.document.root_of(href).unwrap_or(self.root);
        if root != self.root {
            return Some(Target::Foreign {
                extension: self.scheme_of(root)?.value,
                name: element.value("name")?.to_owned(),
            });
        }
        // The name that stands there may be another's too.
        let position = self.document.roots.get(root)?.position("types", element)?;
        Some(Target::Own(self.type_names.get(position)?.clone()))
    }
}

/// The key that a way of one step ends with: the term in `//@kinds[term='a']`.
fn key<'t>(fragment: &Fragment<'t>) -> Option<&'t str> {
    let Fragment::Path(_, steps) = fragment else {
        return None;
    };
    match &**steps {
        [
            href::Step {
                at: href::At::Key("term", value),
                ..
            },
        ] => Some(value),
        _ => None,
    }
}

/// A category or a type of another document: only whoever has it can follow the way. The scheme
/// of a mixin need not be that of its extension, so that not even a key tells its identifier.
fn foreign(document: &str, text: &str) -> Target {
    Target::Foreign {
        extension: href::import(document),
        name: text.split_once('#').map_or("", |(_, path)| path).to_owned(),
    }
}
