//! Writing models of generation C: a file `.occie` for each extension, `.occic` for each
//! configuration.
//!
//! What is written is what the tools of OCCIware read: elements in their order, references into
//! other extensions by scheme, into the own by position. Every type has a name there, so a type
//! that is written where it is used gets one; like all that the metamodel cannot hold, this is
//! listed.

mod configuration;
mod extension;
mod ocl;
mod states;
mod types;

use occi_model::model::{Annotation, CategoryRef};

use self::extension::Extension;
use super::super::{Loss, Subject, Written, WrittenFile, xml::write::XmlWriter};

/// Writes the extensions and configurations of a subject.
pub(crate) fn write(subject: &Subject<'_>) -> Written {
    let mut written = Written::default();
    for id in subject.extensions {
        let mut extension = Extension::new(subject.model, *id);
        extension.write();
        let (text, losses) = extension.finish();
        written.files.push(WrittenFile {
            name: format!("{}.occie", subject.model.extension(*id).name),
            text,
        });
        written.losses.extend(losses);
    }
    for configuration in subject.configurations {
        let (text, losses) = configuration::write(subject.model, configuration);
        written.files.push(WrittenFile {
            name: format!("{}.occic", configuration.name),
            text,
        });
        written.losses.extend(losses);
    }
    written
}

/// Starts a document with a root element of the metamodel.
fn document(root: &str) -> XmlWriter {
    let mut xml = XmlWriter::new();
    xml.open(root);
    xml.attribute("xmi:version", "2.0");
    xml.attribute("xmlns:xmi", super::super::xml::XMI);
    xml.attribute("xmlns:xsi", super::super::xml::XSI);
    xml.attribute("xmlns:occi", super::super::detect::OCCI_ECORE);
    xml
}

/// The value of the annotation of a key.
fn annotation<'m>(annotations: &'m [Annotation], key: &str) -> Option<&'m str> {
    annotations
        .iter()
        .find(|annotation| &*annotation.key == key)
        .map(|annotation| &*annotation.value)
}

/// Notes a loss.
fn lose(losses: &mut Vec<Loss>, what: impl Into<String>, why: impl Into<String>) {
    let loss = Loss {
        what: what.into(),
        why: why.into(),
    };
    // Two transitions, or two uses of a type, may lose the same.
    if losses.last() != Some(&loss) && !losses.contains(&loss) {
        losses.push(loss);
    }
}

/// The feature that holds categories of a class.
const fn feature(category: CategoryRef) -> &'static str {
    match category {
        CategoryRef::Kind(_) => "kinds",
        CategoryRef::Mixin(_) => "mixins",
        CategoryRef::Action(_) => "actions",
    }
}
