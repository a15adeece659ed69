//! Which format a text has.

use std::path::Path;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::Format;

/// The namespace of erocci XML, of the XML rendering, and of the first Ecore models.
pub(super) const OCCI_XML: &str = "http://schemas.ogf.org/occi";
/// The namespace of later Ecore models.
pub(super) const OCCI_ECORE: &str = "http://schemas.ogf.org/occi/core/ecore";

/// Whether a namespace is that of later Ecore models, or of one version of their metamodel:
/// `http://schemas.ogf.org/occi/core/ecore/2.0`.
fn is_ecore(namespace: &str) -> bool {
    namespace
        .strip_prefix(OCCI_ECORE)
        .is_some_and(|version| version.is_empty() || version.starts_with('/'))
}

/// The format of a text, by what it says; `None`: it says nothing that is known, and then
/// [`of_path`] may.
#[must_use]
pub fn detect(text: &str) -> Option<Format> {
    let start = text.trim_start();
    match start.bytes().next()? {
        b'<' => xml(text),
        b'{' | b'[' => Some(Format::Json),
        _ => words(start),
    }
}

/// The format that the name of a file promises.
#[must_use]
pub fn of_path(path: &Path) -> Option<Format> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    match extension.as_str() {
        "occi" => Some(Format::Occi),
        "occie" | "occic" | "xmi" => Some(Format::Ecore),
        "json" => Some(Format::Json),
        "xml" => Some(Format::ErocciXml),
        "txt" | "text" | "http" => Some(Format::Text),
        _ => None,
    }
}

/// By the root element.
fn xml(text: &str) -> Option<Format> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(root) | Event::Empty(root) => return root_format(&root),
            Event::Eof | Event::DocType(_) => return None,
            _ => {}
        }
    }
}

fn root_format(root: &BytesStart<'_>) -> Option<Format> {
    let name = std::str::from_utf8(root.name().into_inner()).ok()?;
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    let declared = |prefix: &str| {
        root.attributes().flatten().find_map(|attribute| {
            let key = std::str::from_utf8(attribute.key.into_inner()).ok()?;
            let found = match key.strip_prefix("xmlns")? {
                "" => "",
                other => other.strip_prefix(':')?,
            };
            (found == prefix)
                .then(|| String::from_utf8(attribute.value.into_owned()).ok())
                .flatten()
        })
    };
    let namespace = declared(prefix).unwrap_or_default();
    match (namespace.as_str(), local) {
        (OCCI_XML, "Extension" | "Configuration") | (_, "XMI") => Some(Format::Ecore),
        (namespace, _) if is_ecore(namespace) => Some(Format::Ecore),
        (OCCI_XML, "extension") => Some(Format::ErocciXml),
        (OCCI_XML, _) => Some(Format::Xml),
        ("", "Extension" | "Configuration") => Some(Format::Ecore),
        ("", "schema" | "model" | "category") => Some(Format::CompatibleOne),
        _ => None,
    }
}

/// By the first words of a text that is neither XML nor JSON.
fn words(text: &str) -> Option<Format> {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        rest = match rest.as_bytes() {
            [b'/', b'/', ..] => rest.split_once('\n').map_or("", |(_, rest)| rest),
            [b'/', b'*', ..] => rest.split_once("*/").map_or("", |(_, rest)| rest),
            [b'#', b'[', ..] => return Some(Format::Occi),
            _ => break,
        };
    }
    let end = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
        .unwrap_or(rest.len());
    let (word, after) = rest.split_at(end);
    match word {
        "extension" => Some(if has_colon(after) {
            Format::Textual
        } else {
            Format::Occi
        }),
        // Statements of the language end with `;`, those of the textual syntax do not.
        "configuration" | "use" if !text.contains(';') => Some(Format::Textual),
        _ => is_rendering(rest).then_some(Format::Text),
    }
}

/// Whether a colon stands between the name of an extension and its scheme: that is how the
/// textual syntax differs from the language. That of a scheme without its quotes is another.
fn has_colon(after: &str) -> bool {
    let head = after
        .split(['"', '\'', ';', '{'])
        .next()
        .unwrap_or_default();
    head.split_once(':')
        .is_some_and(|(name, _)| name.split_whitespace().count() == 1)
}

/// Whether a line is a header of the text rendering, or a category without its name.
fn is_rendering(text: &str) -> bool {
    let known = |name: &str| {
        ["category", "link", "x-occi-attribute", "x-occi-location"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name))
    };
    text.starts_with("HTTP/")
        || text.lines().take(64).any(|line| {
            line.split_once(':')
                .is_some_and(|(name, _)| known(name.trim()))
                || (line.contains("scheme=") && line.contains(';'))
        })
}
