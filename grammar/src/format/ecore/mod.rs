//! Models of the OCCIware metamodel as Ecore/XMI: extensions (`.occie`), configurations
//! (`.occic`), and the `.xmi` files of the first generation (the OCCIware metamodel).
//!
//! The reader takes all three generations, and what their files have in common: references by key
//! and by position (`href`), into the same document or others; several roots in one `xmi:XMI`;
//! typed configurations. It fills the tree of [`super::occiware`], which gives it its meaning.
//! What a reference into another document means is left to whoever has that document.

mod classifier;
mod configuration;
mod document;
mod extension;
mod fields;
mod href;
mod names;
mod states;
mod types;
mod write;

pub(crate) use self::{configuration::feature, write::write};

use occi_model::{Fault, SourceId};

use self::{document::Document, extension::Reading, fields::Faults};
use super::{Read, code, detect::OCCI_XML, occiware, xml};

/// The generations of the metamodel, as far as they differ in what a file leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Generation {
    /// 2015: an attribute without `mutable` is immutable.
    A,
    /// 2016: an attribute without `mutable` is mutable.
    B,
    /// 2017: terms are the lower case of names, and names have patterns.
    C,
}

impl Generation {
    /// The generation of a root element. The namespace of B and of C is one; they differ in how
    /// the first category writes its term.
    fn of(element: &xml::Element<'_>) -> Self {
        if element
            .name
            .namespace
            .as_deref()
            .is_some_and(|namespace| namespace == OCCI_XML)
        {
            return Self::A;
        }
        let first = element
            .children
            .iter()
            .find(|child| matches!(child.name.local, "kinds" | "mixins"));
        match first {
            Some(category) if category.attribute("term").is_some() => Self::B,
            _ => Self::C,
        }
    }
}

/// Reads a document: all its extensions and configurations.
pub(crate) fn read(text: &str, source: SourceId) -> Read {
    let parsed = match xml::sound(text, source) {
        Ok(document) => document,
        Err(faults) => return Read::refused(faults),
    };
    let mut faults = Faults(parsed.faults);
    let mut read = Read::default();
    let Some(root) = &parsed.root else {
        read.faults = faults.0;
        return read;
    };
    let document = Document::new(root);
    let mut loose = Vec::new();
    let mut configurations = Vec::new();
    for (at, one) in document.roots.iter().enumerate() {
        let element = one.element;
        let mut reading = Reading {
            document: &document,
            root: at,
            generation: Generation::of(element),
            scheme: None,
            imported: Vec::new(),
            type_names: Vec::new(),
            namespaces: &parsed.namespaces,
            faults: &mut faults,
        };
        match element.name.local {
            "Extension" => {
                let tree = reading.extension(element);
                read.extensions
                    .push(occiware::extension(tree, &mut faults.0));
            }
            "Configuration" => {
                configurations.push(reading.configuration(element));
            }
            "Resource" => loose.extend(reading.resource(element)),
            other => {
                let message = format!("`{other}` is neither an extension nor a configuration");
                faults.push(Fault::new(code::ECORE_ROOT, element.origin, message));
            }
        }
    }
    if !loose.is_empty() {
        // Resources outside of any configuration, as extractors write them, belong to that of the
        // file; without one, they are one together, of what the file defines.
        if configurations.is_empty() {
            let uses = read
                .extensions
                .iter()
                .map(|extension| occiware::tree::Import {
                    document: extension.scheme.clone(),
                    alias: None,
                });
            configurations.push(occiware::tree::Configuration {
                description: None,
                location: None,
                uses: uses.collect(),
                resources: Vec::new(),
                tags: Vec::new(),
                origin: root.origin,
            });
        }
        if let Some(first) = configurations.first_mut() {
            first.resources.extend(loose);
        }
    }
    for (at, tree) in configurations.into_iter().enumerate() {
        let name = configuration::name(at, tree.origin);
        let draft = occiware::configuration(tree, name, &mut faults.0);
        read.configurations.push(draft);
    }
    read.faults = faults.0;
    read
}
