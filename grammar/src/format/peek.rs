//! Which extensions a text defines, seen from its head: enough to find an import by scheme
//! without reading every file of a directory.

use std::collections::BTreeSet;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{Format, detect};

/// How many bytes of a file are looked at.
pub const HEAD: usize = 64 << 10;

/// An extension that a text seems to define.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peeked {
    /// The format of the text.
    pub format: Format,
    /// Its name, as written.
    pub name: String,
    /// Its scheme.
    pub scheme: String,
}

impl Peeked {
    /// Whether the text is a listing of categories, which makes an extension of each of its schemes.
    #[must_use]
    pub const fn is_listed(&self) -> bool {
        matches!(self.format, Format::Text | Format::Json)
    }
}

/// The extensions of a text of which only the head may be there. Nothing is said of formats that
/// do not name extensions.
#[must_use]
pub fn peek(text: &str) -> Vec<Peeked> {
    let Some(format) = detect(text) else {
        return Vec::new();
    };
    match format {
        Format::Occi | Format::Textual => words(text, format).into_iter().collect(),
        Format::Ecore | Format::ErocciXml => xml(text, format),
        Format::Text | Format::Json => listed(text, format),
        Format::Xml | Format::CompatibleOne => Vec::new(),
    }
}

/// The schemes of the categories of a listing, without those that lie below another: these belong
/// to the extension of that one. Schemes of actions are told by how they end (D-13).
fn listed(text: &str, format: Format) -> Vec<Peeked> {
    let mut schemes: BTreeSet<&str> = BTreeSet::new();
    for (at, word) in text.match_indices("scheme") {
        let rest = &text[at + word.len()..];
        let rest = rest.strip_prefix('"').unwrap_or(rest).trim_start();
        let Some(rest) = rest.strip_prefix([':', '=']) else {
            continue;
        };
        let quoted = rest.trim_start().strip_prefix(['"', '\'']);
        let Some((scheme, _)) = quoted.and_then(|rest| rest.split_once(['"', '\''])) else {
            continue;
        };
        if scheme.ends_with('#') && !scheme.ends_with("/action#") {
            schemes.insert(scheme);
        }
    }
    let is_below = |scheme: &str| {
        let mut ends = scheme.match_indices('/').map(|(at, _)| &scheme[..at]);
        ends.any(|above| schemes.contains(&*format!("{above}#")))
    };
    schemes
        .iter()
        .filter(|scheme| !is_below(scheme))
        .map(|scheme| Peeked {
            format,
            name: super::name::of_scheme(scheme),
            scheme: (*scheme).to_owned(),
        })
        .collect()
}

/// Whether an extension in XML imports the scheme that it has: it means another by it. Nothing is
/// found behind the head, and in formats other than Ecore and erocci XML.
#[must_use]
pub(crate) fn imports_itself(text: &str, scheme: &str) -> bool {
    let Some(format @ (Format::Ecore | Format::ErocciXml)) = detect(text) else {
        return false;
    };
    let mut reader = Reader::from_str(text);
    let mut is_inside = false;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                if let Some(extension) = element(&tag, format) {
                    is_inside = extension.scheme == scheme;
                } else if is_inside && tag.local_name().into_inner() == b"import" {
                    // `http://…/core#/` is the first extension of a document.
                    let imported = attribute(&tag, "href").or_else(|| attribute(&tag, "scheme"));
                    let rest = imported.as_deref().and_then(|all| all.strip_prefix(scheme));
                    if matches!(rest, Some("" | "/" | "/0")) {
                        return true;
                    }
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    false
}

/// `extension NAME "SCHEME"`, with or without a colon.
fn words(text: &str, format: Format) -> Option<Peeked> {
    let line = text
        .lines()
        .map(str::trim_start)
        .find(|line| line.starts_with("extension"))?;
    let at = text.find(line)?;
    let rest = text.get(at + "extension".len()..)?;
    let (name, rest) = rest.split_once(['"', '\''])?;
    let (scheme, rest) = rest.split_once(['"', '\''])?;
    let bare = name.trim().trim_end_matches(':').trim_end();
    if !bare.is_empty() {
        return Some(Peeked {
            format,
            name: bare.to_owned(),
            scheme: scheme.to_owned(),
        });
    }
    // The name itself is quoted.
    let (_, rest) = rest.split_once(['"', '\''])?;
    let (second, _) = rest.split_once(['"', '\''])?;
    Some(Peeked {
        format,
        name: scheme.to_owned(),
        scheme: second.to_owned(),
    })
}

/// Attributes of the root, or of the elements directly below a root that holds several.
fn xml(text: &str, format: Format) -> Vec<Peeked> {
    let mut reader = Reader::from_str(text);
    let mut found = Vec::new();
    let mut depth = 0_usize;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) => {
                if depth < 2 {
                    found.extend(element(&tag, format));
                }
                depth += 1;
                if depth == 1 && !found.is_empty() {
                    break;
                }
            }
            Event::Empty(tag) if depth < 2 => found.extend(element(&tag, format)),
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof => break,
            _ => {}
        }
    }
    found
}

fn element(tag: &BytesStart<'_>, format: Format) -> Option<Peeked> {
    if !tag
        .local_name()
        .into_inner()
        .eq_ignore_ascii_case(b"extension")
    {
        return None;
    }
    Some(Peeked {
        format,
        name: attribute(tag, "name").unwrap_or_default(),
        scheme: attribute(tag, "scheme")?,
    })
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok()??;
    let value = String::from_utf8(attribute.value.into_owned()).ok()?;
    quick_xml::escape::unescape(&value)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_name_extensions() {
        for (text, name, scheme) in [
            (
                "//! x\nextension t \"http://t#\" version \"1\";",
                "t",
                "http://t#",
            ),
            ("extension \"t\" \"http://t#\";", "t", "http://t#"),
            ("extension t : 'http://t#' import \"x#\"", "t", "http://t#"),
            (
                "<occi:extension xmlns:occi='http://schemas.ogf.org/occi' name='A &amp; B' scheme='http://t#'><occi:kind",
                "A & B",
                "http://t#",
            ),
            (
                "<xmi:XMI xmlns:xmi='x' xmlns:occi='y'><occi:Extension scheme=\"http://t#\" name=\"t\"><a",
                "t",
                "http://t#",
            ),
        ] {
            let peeked = peek(text);
            assert_eq!(peeked.len(), 1, "{text}");
            assert_eq!((&*peeked[0].name, &*peeked[0].scheme), (name, scheme));
        }
        for text in [
            "",
            "hello",
            "<a/>",
            "extension",
            "{}",
            "Category: a; scheme=\"b\"",
        ] {
            assert_eq!(peek(text), [], "{text}");
        }
    }

    #[test]
    fn listings_name_the_schemes_of_their_extensions() {
        for text in [
            "Category: a; scheme=\"http://t#\"; class=\"kind\"\nCategory: b; scheme=\"http://t/b#\"; class=\"mixin\"\nCategory: go; scheme=\"http://u/a/action#\"; class=\"action\"",
            "{\"kinds\": [{\"term\": \"a\", \"scheme\" : \"http://t#\", \"parent\": \"http://u#b\"}, {\"scheme\":\"http://t/b#\"}",
        ] {
            let peeked = peek(text);
            assert_eq!(peeked.len(), 1, "{peeked:?}");
            assert_eq!((&*peeked[0].name, &*peeked[0].scheme), ("t", "http://t#"));
            assert!(peeked[0].is_listed());
        }
    }
}
