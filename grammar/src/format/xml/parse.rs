//! From events to the tree.

use std::{borrow::Cow, ops::Range, sync::Arc};

use occi_model::{Fault, Origin, SourceId};
use quick_xml::{
    Error, Reader,
    errors::IllFormedError,
    escape::{EscapeError, resolve_xml_entity, unescape_with},
    events::{BytesStart, Event, attributes::AttrError},
};

use super::{Attribute, Document, ECORE, Element, MAX_DEPTH, Name, XMI, XSD, XSI};
use crate::format::code;

/// What prefixes customarily mean, for those that a document never declares.
const CUSTOMARY: [(&str, &str); 5] = [
    ("xsi", XSI),
    ("xmi", XMI),
    ("xs", XSD),
    ("xsd", XSD),
    ("ecore", ECORE),
];

/// Namespace of the prefix `xml`, which needs no declaration.
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Reads a whole document.
#[must_use]
pub fn parse(text: &str, source: SourceId) -> Document<'_> {
    let mut parser = Parser {
        text,
        source,
        faults: Vec::new(),
        open: Vec::new(),
        scopes: Vec::new(),
        namespaces: Vec::new(),
        undeclared: Vec::new(),
        root: None,
        root_namespaces: Vec::new(),
    };
    parser.run();
    parser.close_all();
    Document {
        root: parser.root,
        namespaces: parser.root_namespaces,
        faults: parser.faults,
    }
}

/// Reads a whole document that is well-formed.
///
/// # Errors
///
/// What is wrong with it. Nobody knows what the rest would have said, and faults that follow from
/// what is missing would only hide the one that counts.
pub fn sound(text: &str, source: SourceId) -> Result<Document<'_>, Vec<Fault>> {
    let document = parse(text, source);
    if document.faults.iter().any(Fault::is_error) {
        return Err(document.faults);
    }
    Ok(document)
}

struct Parser<'t> {
    text: &'t str,
    source: SourceId,
    faults: Vec<Fault>,
    /// Elements whose end tag was not met yet.
    open: Vec<Element<'t>>,
    /// How many declarations of namespaces there were before each open element.
    scopes: Vec<usize>,
    /// Declarations that hold here, inner ones last.
    namespaces: Vec<(Option<&'t str>, Arc<str>)>,
    /// Undeclared prefixes that were reported.
    undeclared: Vec<(&'t str, Option<Arc<str>>)>,
    root: Option<Element<'t>>,
    root_namespaces: Vec<(Option<&'t str>, Arc<str>)>,
}

/// An end of the reading; it was reported.
struct Stop;

impl<'t> Parser<'t> {
    fn origin(&self, range: Range<usize>) -> Origin {
        Origin::span(self.source, range)
    }

    fn fault(&mut self, code: occi_model::Code, range: Range<usize>, message: impl Into<String>) {
        let origin = self.origin(range);
        self.faults.push(Fault::new(code, origin, message));
    }

    fn run(&mut self) {
        let mut reader = Reader::from_str(self.text);
        reader.config_mut().check_comments = false;
        loop {
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let at = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
                    self.ill_formed(&error, at);
                    return;
                }
            };
            let end = usize::try_from(reader.buffer_position())
                .unwrap_or(usize::MAX)
                .min(self.text.len());
            let done = match event {
                Event::Start(tag) => self.start(&tag, end, false),
                Event::Empty(tag) => self.start(&tag, end, true),
                Event::End(_) => {
                    self.end();
                    Ok(())
                }
                Event::Text(text) => {
                    let range = end.saturating_sub(text.len())..end;
                    self.characters(range)
                }
                Event::CData(text) => {
                    let end = end.saturating_sub("]]>".len());
                    let range = end.saturating_sub(text.len())..end;
                    self.characters(range)
                }
                Event::GeneralRef(name) => {
                    let range = end.saturating_sub(name.len() + "&;".len())..end;
                    self.reference(range);
                    Ok(())
                }
                Event::DocType(content) => {
                    let start = self.text[..end].rfind("<!").filter(|_| content.is_empty());
                    let start = start
                        .unwrap_or_else(|| end.saturating_sub(content.len() + "<!DOCTYPE >".len()));
                    self.fault(
                        code::DOCTYPE,
                        start..(start + "<!DOCTYPE".len()).min(end),
                        "a document type declaration is never followed",
                    );
                    Err(Stop)
                }
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => Ok(()),
                Event::Eof => {
                    self.finish(end);
                    return;
                }
            };
            if done.is_err() {
                return;
            }
        }
    }

    /// The end of the text: all must be closed, and something must have been there.
    fn finish(&mut self, end: usize) {
        if let Some(element) = self.open.last() {
            let fault = Fault::new(
                code::XML,
                element.origin,
                format!("`<{}>` is never closed", written(&element.name)),
            )
            .with_label("opened here");
            self.faults.push(fault);
        } else if self.root.is_none() {
            self.fault(code::XML, end..end, "the text ends without any element");
        }
    }

    fn ill_formed(&mut self, error: &Error, at: usize) {
        let at = at.min(self.text.len());
        let message = match error {
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                format!("`</{found}>` stands where `</{expected}>` would close")
            }
            other => other.to_string(),
        };
        let rest = self.text.get(at..).unwrap_or_default();
        let length = rest
            .find(|c: char| c.is_whitespace() || c == '>')
            .map_or(rest.len(), |length| length.max(1))
            .min(80);
        let mut fault = Fault::new(
            code::XML,
            self.origin(at..at + length),
            first_lower(&message),
        );
        if let Some(open) = self.open.last() {
            fault = fault.with_place(open.origin, "inside this element");
        }
        self.faults.push(fault);
    }

    fn start(&mut self, tag: &BytesStart<'_>, end: usize, empty: bool) -> Result<(), Stop> {
        let content_end = end - if empty { 2 } else { 1 };
        let content = content_end.saturating_sub(tag.len())..content_end;
        let Some(inner) = self.text.get(content.clone()) else {
            return Err(Stop);
        };
        let at = content.start;
        if self.open.is_empty() && self.root.is_some() {
            self.fault(
                code::XML,
                content,
                "a second root element: a document has one",
            );
            return Err(Stop);
        }
        if self.open.len() >= MAX_DEPTH {
            self.fault(
                code::XML_DEPTH,
                content,
                format!("elements are nested more than {MAX_DEPTH} deep"),
            );
            return Err(Stop);
        }
        let scope = self.namespaces.len();
        let (name_text, _) = inner.split_at(tag.name().as_ref().len().min(inner.len()));
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = match attribute {
                Ok(attribute) => attribute,
                Err(error) => {
                    self.bad_attribute(&error, at, inner.len());
                    return Err(Stop);
                }
            };
            let key = offset(tag, attribute.key.as_ref());
            let Cow::Borrowed(raw) = attribute.value else {
                continue;
            };
            let value = offset(tag, raw);
            let (Some(key), Some(raw)) = (
                inner.get(key.clone()).map(|text| (text, key)),
                inner.get(value.clone()),
            ) else {
                continue;
            };
            let (key, key_range) = key;
            let origin = self.origin(at + value.start..at + value.end);
            let name_origin = self.origin(at + key_range.start..at + key_range.end);
            let value = self.value(raw, at + value.start);
            match key.strip_prefix("xmlns") {
                Some("") => self.namespaces.push((None, value.into())),
                Some(prefix) if prefix.starts_with(':') => {
                    self.namespaces.push((Some(&prefix[1..]), value.into()));
                }
                _ => attributes.push((key, value, name_origin, origin)),
            }
        }
        if self.open.is_empty() {
            self.root_namespaces = self.namespaces.clone();
        }
        let name_range = at..at + name_text.len();
        let origin = self.origin(name_range.clone());
        let name = self.name(name_text, origin, true);
        let attributes = attributes
            .into_iter()
            .map(|(key, value, name_origin, origin)| Attribute {
                name: self.name(key, name_origin, false),
                value,
                name_origin,
                origin,
            })
            .collect();
        self.scopes.push(scope);
        self.open.push(Element {
            name,
            origin,
            tag: self.origin(at.saturating_sub(1)..end),
            attributes,
            children: Vec::new(),
            text: Cow::Borrowed(""),
            text_origin: self.origin(end..end),
        });
        if empty {
            self.end();
        }
        Ok(())
    }

    /// Takes the innermost open element into the one around it.
    fn end(&mut self) {
        let Some(mut element) = self.open.pop() else {
            return;
        };
        self.namespaces.truncate(self.scopes.pop().unwrap_or(0));
        if element.text.bytes().all(|byte| byte.is_ascii_whitespace()) {
            element.text = Cow::Borrowed("");
        }
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
    }

    fn close_all(&mut self) {
        while !self.open.is_empty() {
            self.end();
        }
    }

    /// Characters of the text, as they stand there.
    fn characters(&mut self, range: Range<usize>) -> Result<(), Stop> {
        let text = self.text;
        let Some(piece) = text.get(range.clone()) else {
            return Ok(());
        };
        let origin = self.origin(range.clone());
        match self.open.last_mut() {
            Some(element) => {
                append(element, Cow::Borrowed(piece), origin);
                Ok(())
            }
            None if piece.bytes().all(|byte| byte.is_ascii_whitespace()) => Ok(()),
            None => {
                let blank = piece.len() - piece.trim_start().len();
                let start = range.start + blank;
                let end = start + piece.trim().len().min(40);
                self.fault(
                    code::XML,
                    start..text.floor_char_boundary(end),
                    "text stands outside of the root element",
                );
                Err(Stop)
            }
        }
    }

    /// A reference in the text: `&amp;`.
    fn reference(&mut self, range: Range<usize>) {
        let text = self.text;
        let raw = text.get(range.clone()).unwrap_or_default();
        let resolved = self.value(raw, range.start);
        let origin = self.origin(range);
        if let Some(element) = self.open.last_mut() {
            append(element, resolved, origin);
        }
    }

    /// A value with its references resolved.
    fn value(&mut self, raw: &'t str, at: usize) -> Cow<'t, str> {
        if !raw
            .bytes()
            .any(|byte| matches!(byte, b'&' | b'\t' | b'\n' | b'\r'))
        {
            return Cow::Borrowed(raw);
        }
        let blank = raw.replace("\r\n", " ").replace(['\t', '\n', '\r'], " ");
        match unescape_with(&blank, resolve_xml_entity) {
            Ok(value) => Cow::Owned(value.into_owned()),
            Err(error) => {
                let whole = at..at + raw.len();
                let (range, message) = match error {
                    EscapeError::UnrecognizedEntity(_, name) => {
                        let written = format!("&{name};");
                        let start = raw.find(&written).map_or(at, |start| at + start);
                        (
                            start..start + written.len(),
                            format!("there is no entity `{written}`"),
                        )
                    }
                    EscapeError::UnterminatedEntity(_) => (
                        whole,
                        "a `&` without `;`: the character is written `&amp;`".to_owned(),
                    ),
                    other => (whole, first_lower(&other.to_string())),
                };
                self.fault(code::ENTITY, range, message);
                Cow::Owned(blank)
            }
        }
    }

    fn bad_attribute(&mut self, error: &AttrError, at: usize, length: usize) {
        let (offset, message, first) = match *error {
            AttrError::ExpectedEq(offset) => (offset, "an attribute without `=`", None),
            AttrError::ExpectedValue(offset) => (offset, "an attribute without value", None),
            AttrError::UnquotedValue(offset) => (offset, "a value stands between quotes", None),
            AttrError::ExpectedQuote(offset, _) => (offset, "a value without closing quote", None),
            AttrError::Duplicated(offset, first) => {
                (offset, "an attribute is given twice", Some(first))
            }
        };
        let place = |offset: usize| {
            let offset = offset.min(length);
            let rest = &self.text[..at + length];
            let rest = rest.get(at + offset..).unwrap_or_default();
            let word = rest
                .find(|c: char| c.is_whitespace() || matches!(c, '=' | '>'))
                .unwrap_or(rest.len());
            self.origin(at + offset..at + offset + word)
        };
        let mut fault = Fault::new(code::XML, place(offset), message);
        if let Some(first) = first {
            fault = fault.with_place(place(first), "the first one");
        }
        self.faults.push(fault);
    }

    fn name(&mut self, written: &'t str, origin: Origin, element: bool) -> Name<'t> {
        let Some((prefix, local)) = written.split_once(':') else {
            return Name {
                prefix: None,
                local: written,
                namespace: element.then(|| self.declared(None)).flatten(),
            };
        };
        let namespace = self
            .declared(Some(prefix))
            .or_else(|| self.undeclared(prefix, origin));
        Name {
            prefix: Some(prefix),
            local,
            namespace,
        }
    }

    fn declared(&self, prefix: Option<&str>) -> Option<Arc<str>> {
        self.namespaces
            .iter()
            .rev()
            .find(|(declared, _)| *declared == prefix)
            .map(|(_, namespace)| Arc::clone(namespace))
            .filter(|namespace| !namespace.is_empty())
    }

    /// What an undeclared prefix is taken for; reported at its first use.
    fn undeclared(&mut self, prefix: &'t str, origin: Origin) -> Option<Arc<str>> {
        if prefix == "xml" {
            return Some(XML.into());
        }
        if let Some((_, namespace)) = self.undeclared.iter().find(|(known, _)| *known == prefix) {
            return namespace.clone();
        }
        let namespace = CUSTOMARY
            .iter()
            .find(|(known, _)| *known == prefix)
            .map(|(_, namespace)| Arc::<str>::from(*namespace));
        self.undeclared.push((prefix, namespace.clone()));
        let message = format!("the prefix `{prefix}` is not declared");
        let mut fault = Fault::new(code::PREFIX, origin, message);
        if let Some(namespace) = &namespace {
            fault = fault.with_help(format!(
                "write `xmlns:{prefix}=\"{namespace}\"` in the root element"
            ));
        }
        self.faults.push(fault);
        namespace
    }
}

fn written(name: &Name<'_>) -> String {
    match name.prefix {
        Some(prefix) => format!("{prefix}:{}", name.local),
        None => name.local.to_owned(),
    }
}

fn append<'t>(element: &mut Element<'t>, piece: Cow<'t, str>, origin: Origin) {
    if element.text.is_empty() {
        element.text = piece;
        element.text_origin = origin;
    } else {
        element.text.to_mut().push_str(&piece);
    }
}

/// Where a part of a tag lies in it: both are slices of one text.
fn offset(whole: &[u8], part: &[u8]) -> Range<usize> {
    let start = (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
    start..start.wrapping_add(part.len()).max(start)
}

/// The messages of quick-xml as those of this project: without capital.
fn first_lower(message: &str) -> String {
    let mut characters = message.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(characters).collect()
    })
}
