//! Writing of entities, invocations and listings as text (B.10).

use memchr::memchr2;
use occi_model::{AttributeName, CategoryId, Value, core::RESOURCE};

use super::lex::{has_control, is_control, push_uri};
use crate::{
    media::MediaType,
    message::Class,
    number::{push_float, push_integer},
    write::{EntityView, HEADER_FIELD_LIMIT, LinkView, Rendered, Style, WriteError},
};

/// The names of the fields (B.10 rule 6).
pub(crate) const CATEGORY: &str = "Category";
const LINK: &str = "Link";
const ATTRIBUTE: &str = "X-OCCI-Attribute";
const LOCATION: &str = "X-OCCI-Location";

/// The attribute that gives a link its target (B.5).
const TARGET: &str = "occi.core.target";

/// The title of an entity (B.5).
const TITLE: &str = "occi.core.title";

/// Collects fields: as lines of a body, or as header fields.
#[derive(Debug)]
pub(crate) enum Text {
    /// One line for each value, CRLF at its end (B.8).
    Body(Vec<u8>),
    /// One comma-separated field for each name (D-62, D-66), in the order of their first values.
    Header(Vec<(&'static str, Vec<u8>)>),
}

impl Text {
    /// An empty message of a text rendering that carries fields.
    ///
    /// # Errors
    ///
    /// When the rendering carries locations only.
    pub(crate) fn new(media: MediaType) -> Result<Self, WriteError> {
        match media {
            MediaType::TextOcci => Ok(Self::Header(Vec::with_capacity(3))),
            MediaType::UriList => Err(WriteError::NotAListing),
            _ => Ok(Self::Body(Vec::with_capacity(1024))),
        }
    }

    /// Begins a value of a field and gives the bytes to append it to.
    ///
    /// The values of one name must follow each other.
    pub(crate) fn begin(&mut self, name: &'static str) -> &mut Vec<u8> {
        match self {
            // B.10 rule 9: exactly one blank after the colon.
            Self::Body(out) => {
                out.extend_from_slice(name.as_bytes());
                out.extend_from_slice(b": ");
                out
            }
            Self::Header(fields) => {
                match fields.last_mut() {
                    Some((last, value)) if *last == name => value.extend_from_slice(b", "),
                    _ => fields.push((name, Vec::with_capacity(256))),
                }
                // The branch above makes sure that there is a last one.
                let last = fields.len() - 1;
                &mut fields[last].1
            }
        }
    }

    /// Ends the value that was begun last.
    pub(crate) fn end(&mut self) {
        if let Self::Body(out) = self {
            out.extend_from_slice(b"\r\n");
        }
    }

    /// The message.
    ///
    /// # Errors
    ///
    /// When a header field is longer than [`HEADER_FIELD_LIMIT`]; it is never truncated (D-66).
    pub(crate) fn finish(self) -> Result<Rendered, WriteError> {
        match self {
            Self::Body(body) => Ok(Rendered {
                headers: Vec::new(),
                body,
            }),
            Self::Header(headers) => {
                match headers
                    .iter()
                    .find(|(_, value)| value.len() > HEADER_FIELD_LIMIT)
                {
                    Some((_, value)) => Err(WriteError::HeaderTooLong {
                        bytes: value.len(),
                        limit: HEADER_FIELD_LIMIT,
                    }),
                    // The body of the header form is `OK` on success (GFD.185 3.6.6).
                    None => Ok(Rendered {
                        headers,
                        body: b"OK".to_vec(),
                    }),
                }
            }
        }
    }
}

/// Appends a quoted string: `\` before `"` and `\`, everything else as it is (B.5).
fn push_quoted(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    while let Some(at) = memchr2(b'"', b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(&[b'\\', rest[at]]);
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

/// Appends a quoted text for people: control characters become blanks, so that no text can end
/// a line or a header field.
pub(crate) fn push_quoted_title(out: &mut Vec<u8>, text: &str) {
    let start = out.len();
    push_quoted(out, text);
    for byte in &mut out[start..] {
        if is_control(*byte) {
            *byte = b' ';
        }
    }
}

/// A title without what some peers split at (D-69).
pub(crate) fn without_separators(title: &str) -> String {
    title.replace([',', ';'], "")
}

/// Appends the value of an attribute in a style.
///
/// # Errors
///
/// As [`push_value`].
fn push_styled(
    out: &mut Vec<u8>,
    name: &AttributeName,
    value: &Value,
    style: Style,
) -> Result<(), WriteError> {
    match value {
        Value::String(title) if style.avoid_commas && *name == TITLE => {
            push_value(out, name, &Value::from(without_separators(title)))
        }
        _ => push_value(out, name, value),
    }
}

/// Appends a value: numbers and booleans bare, everything else quoted (B.5).
///
/// # Errors
///
/// When the rendering has no form for the value: a list or hash (D-58), or a string with control
/// characters, which no quoted string may contain (D-67).
fn push_value(out: &mut Vec<u8>, name: &AttributeName, value: &Value) -> Result<(), WriteError> {
    match value {
        Value::Boolean(true) => out.extend_from_slice(b"true"),
        Value::Boolean(false) => out.extend_from_slice(b"false"),
        Value::Integer(number) => push_integer(out, *number),
        Value::Float(number) => push_float(out, *number),
        Value::String(text) => {
            if has_control(text.as_bytes()) {
                return Err(WriteError::ControlCharacter(name.clone()));
            }
            push_quoted(out, text);
        }
        Value::List(_) | Value::Hash(_) => return Err(WriteError::NotRenderable(name.clone())),
    }
    Ok(())
}

/// Whether a value has any form at all: a number that is not finite has none.
fn is_writable(value: &Value) -> bool {
    !matches!(value, Value::Float(number) if !number.is_finite())
}

/// Appends `term; scheme="..."; class="..."`.
pub(crate) fn push_category(out: &mut Vec<u8>, id: &CategoryId, class: &str) {
    out.extend_from_slice(id.term().as_bytes());
    out.extend_from_slice(b"; scheme=\"");
    out.extend_from_slice(id.scheme().as_bytes());
    out.extend_from_slice(b"\"; class=\"");
    out.extend_from_slice(class.as_bytes());
    out.push(b'"');
}

/// Appends type identifiers, separated by blanks.
fn push_ids<'a>(out: &mut Vec<u8>, ids: impl IntoIterator<Item = &'a CategoryId>) {
    for (at, id) in ids.into_iter().enumerate() {
        if at > 0 {
            out.push(b' ');
        }
        out.extend_from_slice(id.as_str().as_bytes());
    }
}

/// Writes an entity: kind, mixins, links, action references, attributes (D-63).
pub(crate) fn write_entity(
    media: MediaType,
    entity: &EntityView<'_>,
    style: Style,
) -> Result<Rendered, WriteError> {
    let mut text = Text::new(media)?;
    push_category(text.begin(CATEGORY), entity.kind, "kind");
    text.end();
    for mixin in &entity.mixins {
        push_category(text.begin(CATEGORY), mixin, "mixin");
        text.end();
    }
    for link in &entity.links {
        push_link(text.begin(LINK), link, style)?;
        text.end();
    }
    // An entity that has no location yet has no URI to call an action at.
    if !entity.location.is_empty() {
        for action in &entity.actions {
            let out = text.begin(LINK);
            out.push(b'<');
            push_uri(out, entity.location);
            out.extend_from_slice(b"?action=");
            out.extend_from_slice(action.id.term().as_bytes());
            out.extend_from_slice(b">; rel=\"");
            out.extend_from_slice(action.id.as_str().as_bytes());
            out.push(b'"');
            text.end();
        }
    }
    push_attributes(&mut text, &entity.attributes, style)?;
    text.finish()
}

fn push_attributes(
    text: &mut Text,
    attributes: &[(&AttributeName, &Value)],
    style: Style,
) -> Result<(), WriteError> {
    for &(name, value) in attributes {
        if !is_writable(value) {
            continue;
        }
        let out = text.begin(ATTRIBUTE);
        out.extend_from_slice(name.as_str().as_bytes());
        out.push(b'=');
        push_styled(out, name, value, style)?;
        text.end();
    }
    Ok(())
}

/// Appends a link: target, `rel`, `self`, `category`, attributes (B.3, D-54, D-57).
fn push_link(out: &mut Vec<u8>, link: &LinkView<'_>, style: Style) -> Result<(), WriteError> {
    out.push(b'<');
    let target = link
        .attributes
        .iter()
        .find(|(name, _)| **name == TARGET)
        .and_then(|(_, value)| value.as_str())
        .unwrap_or_default();
    push_uri(out, target);
    out.extend_from_slice(b">; rel=\"");
    if link.target_categories.is_empty() {
        // Something must stand here, and this is true of every target.
        out.extend_from_slice(RESOURCE.as_bytes());
    }
    push_ids(out, link.target_categories.iter().copied());
    if !link.location.is_empty() {
        out.extend_from_slice(b"\"; self=\"");
        push_uri(out, link.location);
    }
    out.extend_from_slice(b"\"; category=\"");
    push_ids(
        out,
        std::iter::once(link.kind).chain(link.mixins.iter().copied()),
    );
    out.push(b'"');
    for &(name, value) in &link.attributes {
        // B.10 rule 10: no empty quoted link attribute.
        if !is_writable(value) || value.as_str() == Some("") {
            continue;
        }
        out.extend_from_slice(b"; ");
        out.extend_from_slice(name.as_str().as_bytes());
        out.push(b'=');
        push_styled(out, name, value, style)?;
    }
    Ok(())
}

/// Writes a filter: header fields, and no body at all.
pub(crate) fn write_filter(
    categories: &[(&CategoryId, Class)],
    attributes: &[(&AttributeName, &Value)],
) -> Result<Rendered, WriteError> {
    let mut text = Text::new(MediaType::TextOcci)?;
    for (id, class) in categories {
        push_category(text.begin(CATEGORY), id, class.as_str());
        text.end();
    }
    push_attributes(&mut text, attributes, Style::default())?;
    Ok(Rendered {
        body: Vec::new(),
        ..text.finish()?
    })
}

/// Writes an action invocation: the category, then the parameters.
pub(crate) fn write_invocation(
    media: MediaType,
    action: &CategoryId,
    parameters: &[(&AttributeName, &Value)],
) -> Result<Rendered, WriteError> {
    let mut text = Text::new(media)?;
    push_category(text.begin(CATEGORY), action, "action");
    text.end();
    push_attributes(&mut text, parameters, Style::default())?;
    text.finish()
}

/// Writes a listing (D-62).
pub(crate) fn write_locations<'a>(
    media: MediaType,
    urls: impl Iterator<Item = &'a str>,
) -> Result<Rendered, WriteError> {
    if media == MediaType::UriList {
        let mut body = Vec::with_capacity(1024);
        for url in urls {
            push_uri(&mut body, url);
            body.extend_from_slice(b"\r\n");
        }
        return Ok(Rendered {
            headers: Vec::new(),
            body,
        });
    }
    let mut text = Text::new(media)?;
    for url in urls {
        push_uri(text.begin(LOCATION), url);
        text.end();
    }
    text.finish()
}
