//! The definition formats: which there are, how one is told from another, and what their readers
//! and writers promise.
//!
//! # The contract of a reader
//!
//! A reader is a function `fn(&str, SourceId) -> Read`. It gets the whole text, decoded and
//! without a byte order mark, and gives drafts whose every part knows its place in it.
//!
//! * It stops at nothing that it can go on from, and it never panics.
//! * What it forgives is a *warning* of a code that [`code`] lists as forgiven. The loader makes
//!   it an error where the caller asks for strictness; readers know nothing of that.
//! * [`ExtensionDraft::uses`] names imports as the format does: by name, by scheme, by the URI
//!   or the relative path of a document. The loader finds the document and puts the scheme in
//!   its place.
//! * A reference into another document that the reader cannot follow is
//!   [`Reference::Identifier`](occi_model::draft::Reference) with the document, `#`, and a
//!   fragment that starts with `//`, such as `Core.xmi#//@kinds.1` or
//!   `platform:/plugin/p/Core.occie#//@kinds[term='entity']`. The loader follows it, reading the
//!   document where no import did; that does not import it.
//! * Names of extensions are made to fit the language by [`name::fit`].
//!
//! A reader is registered by one line of [`Format::reader`].
//!
//! # The contract of a writer
//!
//! A writer is a function `fn(&Subject) -> Written`. What the format cannot hold is a [`Loss`]
//! for each thing that loses something, in the order of the model, and never passed over in
//! silence. What is written, read again and built for the same profile gives a model that differs
//! from the first in nothing that is not listed. Equal models give equal bytes.
//!
//! A writer is registered by one line of [`Format::writer`].

mod categories;
pub mod code;
mod compatible_one;
mod decode;
mod detect;
mod ecore;
mod erocci;
mod identifier;
pub mod json;
pub mod name;
pub(crate) mod occiware;
pub mod peek;
pub mod text;
mod textual;
pub mod xml;

use std::{fmt, str::FromStr};

use occi_model::{
    Fault, Model, SourceId,
    configuration::Configuration,
    draft::{ConfigurationDraft, ExtensionDraft},
    model::ExtensionId,
};

pub use decode::{DecodeFault, Decoded, decode};
pub use detect::{detect, of_path};

/// A definition format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// The `.occi` language of this project (`docs/language.md`).
    Occi,
    /// The text rendering of categories (GFD.185 and GFD.229): what a query interface answers.
    Text,
    /// The JSON rendering of categories (GFD.226), and older dialects of it.
    Json,
    /// Models of the OCCIware metamodel as Ecore/XMI: `.occie`, `.occic`, `.xmi`.
    Ecore,
    /// The OCCIware textual syntax of extensions and configurations.
    Textual,
    /// The extension descriptors of the erocci server: `extension` in the namespace of
    /// `occi.xsd`.
    ErocciXml,
    /// The XML rendering draft of the working group: what a query interface or a collection
    /// answers, in the same namespace.
    Xml,
    /// The category files of CompatibleOne.
    CompatibleOne,
}

/// A reader: see the contract of the module.
pub type Reader = fn(&str, SourceId) -> Read;

/// A writer: see the contract of the module.
pub type Writer = fn(&Subject<'_>) -> Written;

impl Format {
    /// Every format, in the order of the documentation.
    pub const ALL: [Self; 8] = [
        Self::Occi,
        Self::Text,
        Self::Json,
        Self::Ecore,
        Self::Textual,
        Self::ErocciXml,
        Self::Xml,
        Self::CompatibleOne,
    ];

    /// The word of the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Occi => "occi",
            Self::Text => "text",
            Self::Json => "json",
            Self::Ecore => "ecore",
            Self::Textual => "textual",
            Self::ErocciXml => "erocci-xml",
            Self::Xml => "xml",
            Self::CompatibleOne => "compatible-one",
        }
    }

    /// What messages call it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Occi => "the OCCI definition language",
            Self::Text => "the OCCI text rendering",
            Self::Json => "the OCCI JSON rendering",
            Self::Ecore => "OCCIware Ecore/XMI",
            Self::Textual => "the OCCIware textual syntax",
            Self::ErocciXml => "erocci XML",
            Self::Xml => "the OCCI XML rendering",
            Self::CompatibleOne => "CompatibleOne XML",
        }
    }

    /// The reader, when there is one; the language itself is read by the loader.
    #[must_use]
    pub const fn reader(self) -> Option<Reader> {
        match self {
            Self::Text => Some(text::read),
            Self::Json => Some(json::read),
            Self::Ecore => Some(ecore::read),
            Self::Textual => Some(textual::read),
            Self::ErocciXml => Some(erocci::read_extension),
            Self::Xml => Some(erocci::read_listing),
            Self::CompatibleOne => Some(compatible_one::read),
            Self::Occi => None,
        }
    }

    /// The writer, when there is one.
    #[must_use]
    pub const fn writer(self) -> Option<Writer> {
        match self {
            Self::Occi => Some(occi),
            Self::Text => Some(text::write),
            Self::Json => Some(json::write),
            Self::Textual => Some(textual::write),
            Self::Ecore => Some(ecore::write),
            Self::ErocciXml => Some(erocci::write_extension),
            Self::Xml => Some(erocci::write_listing),
            Self::CompatibleOne => None,
        }
    }

    /// Whether definitions in the format can be read.
    #[must_use]
    pub const fn is_readable(self) -> bool {
        matches!(self, Self::Occi) || self.reader().is_some()
    }

    /// Whether models can be written in the format.
    #[must_use]
    pub const fn is_writable(self) -> bool {
        self.writer().is_some()
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A word that names no format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no format: {words}", words = words())]
pub struct UnknownFormat(String);

/// The words of all formats, for messages.
fn words() -> String {
    Format::ALL.map(Format::word).join(", ")
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| format.word() == text)
            .ok_or_else(|| UnknownFormat(text.to_owned()))
    }
}

/// What a reader understood of one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    /// The extensions, in source order.
    pub extensions: Vec<ExtensionDraft>,
    /// The configurations, in source order.
    pub configurations: Vec<ConfigurationDraft>,
    /// What is wrong with the text, and what was forgiven.
    pub faults: Vec<Fault>,
}

impl Read {
    /// What a text gives that cannot be read at all.
    fn refused(faults: Vec<Fault>) -> Self {
        Self {
            faults,
            ..Self::default()
        }
    }
}

/// How foreign definitions are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Whether what a reader would forgive is an error.
    pub strict: bool,
}

/// What is to be written.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'m> {
    /// The model.
    pub model: &'m Model,
    /// The extensions of it that are written, in order of the model; the others are referred to.
    pub extensions: &'m [ExtensionId],
    /// The configurations that are written; they belong to the model.
    pub configurations: &'m [Configuration],
}

/// One text that a writer made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenFile {
    /// The name of the file that suits it, without directory: `infrastructure.occie`.
    pub name: String,
    /// The text.
    pub text: String,
}

/// What a writer made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The texts: formats with one extension a file give several.
    pub files: Vec<WrittenFile>,
    /// What the format cannot hold.
    pub losses: Vec<Loss>,
}

/// Something that a format cannot hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What loses something: the identifier of a category, with the name of the attribute or the
    /// action behind a space; the name of an extension, a type, or a configuration.
    pub what: String,
    /// What is lost and why: one clause without full stop, such as "constraint `ip-in-range`: the
    /// format has none".
    pub why: String,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.why)
    }
}

/// A loss as one line of JSON: an object with `lost` and `why`.
#[must_use]
pub fn loss_json(loss: &Loss) -> String {
    serde_json::json!({ "lost": loss.what, "why": loss.why }).to_string()
}

/// The language holds all that a model has.
fn occi(subject: &Subject<'_>) -> Written {
    let file = |id: &ExtensionId| WrittenFile {
        name: format!("{}.occi", subject.model.extension(*id).name),
        text: crate::write::extension(subject.model, *id),
    };
    let mut files: Vec<WrittenFile> = subject.extensions.iter().map(file).collect();
    for configuration in subject.configurations {
        let plain = format!("{}.occi", configuration.name);
        let is_taken = files.iter().any(|file| file.name == plain);
        files.push(WrittenFile {
            name: if is_taken {
                format!("{}-configuration.occi", configuration.name)
            } else {
                plain
            },
            text: crate::write::configuration(subject.model, configuration),
        });
    }
    Written {
        files,
        losses: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
