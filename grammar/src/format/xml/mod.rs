//! A small XML tree whose every element, attribute and value knows its place.
//!
//! It is built over the events of quick-xml. A reader that is strict about namespaces would
//! refuse published models: many of them use the prefix `xsi` and never declare it. Here an
//! undeclared prefix is forgiven (`W0604`) and stands for what it customarily means.
//!
//! Refused are document types, and with them external and nested entities; entities beyond the
//! five of XML; elements nested more than [`MAX_DEPTH`] deep. Nothing of the input is expanded
//! beyond its own length.

mod parse;
pub mod write;

use std::{borrow::Cow, sync::Arc};

use occi_model::{Fault, Located, Origin};

pub use parse::{parse, sound};

/// How deep elements may be nested.
pub const MAX_DEPTH: usize = 64;

/// Namespace of `xsi:type`.
pub const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// Namespace of `xmi:XMI` and `xmi:id`.
pub const XMI: &str = "http://www.omg.org/XMI";
/// Namespace of XML Schema.
pub const XSD: &str = "http://www.w3.org/2001/XMLSchema";
/// Namespace of Ecore.
pub const ECORE: &str = "http://www.eclipse.org/emf/2002/Ecore";

/// A name with its namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name<'t> {
    /// The prefix as written.
    pub prefix: Option<&'t str>,
    /// The name without prefix.
    pub local: &'t str,
    /// The namespace, when there is one. Attributes without prefix have none (Namespaces in XML
    /// 1.0 6.2).
    pub namespace: Option<Arc<str>>,
}

impl Name<'_> {
    /// Whether it is this name of this namespace.
    #[must_use]
    pub fn is(&self, namespace: &str, local: &str) -> bool {
        self.local == local && self.namespace.as_deref() == Some(namespace)
    }
}

/// An attribute; declarations of namespaces are none.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute<'t> {
    /// Its name.
    pub name: Name<'t>,
    /// Its value, entities resolved, white space made blanks (XML 1.0 3.3.3).
    pub value: Cow<'t, str>,
    /// Where the name is written.
    pub name_origin: Origin,
    /// Where the value is written, without quotes.
    pub origin: Origin,
}

impl Attribute<'_> {
    /// The value with its place.
    #[must_use]
    pub fn located(&self) -> Located<String> {
        Located::new(self.value.clone().into_owned(), self.origin)
    }
}

/// An element.
#[derive(Clone, Debug, PartialEq)]
pub struct Element<'t> {
    /// Its name.
    pub name: Name<'t>,
    /// Where the name is written in the start tag.
    pub origin: Origin,
    /// The start tag, from `<` to `>`.
    pub tag: Origin,
    /// The attributes, in source order.
    pub attributes: Vec<Attribute<'t>>,
    /// The elements directly inside, in source order.
    pub children: Vec<Element<'t>>,
    /// The characters directly inside, whatever elements stand between; empty when they are all
    /// white space.
    pub text: Cow<'t, str>,
    /// Where the first of them stand.
    pub text_origin: Origin,
}

impl<'t> Element<'t> {
    /// The attribute without prefix of a name.
    #[must_use]
    pub fn attribute(&self, local: &str) -> Option<&Attribute<'t>> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name.prefix.is_none() && attribute.name.local == local)
    }

    /// The attribute of a namespace.
    #[must_use]
    pub fn attribute_of(&self, namespace: &str, local: &str) -> Option<&Attribute<'t>> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name.is(namespace, local))
    }

    /// The value of the attribute without prefix of a name.
    #[must_use]
    pub fn value(&self, local: &str) -> Option<&str> {
        self.attribute(local).map(|attribute| &*attribute.value)
    }

    /// The elements directly inside that have a name, whatever their namespace.
    pub fn named<'e>(&'e self, local: &'e str) -> impl Iterator<Item = &'e Element<'t>> {
        self.children
            .iter()
            .filter(move |child| child.name.local == local)
    }
}

/// What [`parse()`] gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Document<'t> {
    /// The root element; what follows the first fault of well-formedness is missing in it.
    /// Absent when there is no start tag at all.
    pub root: Option<Element<'t>>,
    /// Prefixes of the root's namespace declarations with what they mean, in source order.
    pub namespaces: Vec<(Option<&'t str>, Arc<str>)>,
    /// Faults of XML itself.
    pub faults: Vec<Fault>,
}

#[cfg(test)]
mod tests;
