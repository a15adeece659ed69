//! Reading: bytes of any rendering in, messages out.

use crate::{
    Mode,
    findings::Findings,
    json,
    media::MediaType,
    message::{CategoryDescription, EntityMessage, FilterMessage, InvocationMessage},
    text,
};

/// A message as it arrived: its type, its header fields, its body.
#[derive(Clone, Debug)]
pub struct Payload<'a> {
    /// Type of the content.
    pub media: MediaType,
    /// HTTP header fields in order of arrival, names in any letter case. Used by `text/occi`.
    pub headers: Vec<(&'a str, &'a [u8])>,
    /// The body.
    pub body: &'a [u8],
}

/// A deviation from the grammar that a lenient reader forgave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// Stable code, such as `trailing-semicolon` or `value-bare`.
    pub code: &'static str,
    /// What was seen.
    pub detail: String,
}

/// What was read, and what was forgiven.
#[derive(Clone, Debug, PartialEq)]
pub struct Read<T> {
    /// The message.
    pub value: T,
    /// Deviations in order of their place; always empty in strict mode.
    pub deviations: Vec<Deviation>,
}

/// Why a message cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ReadError {
    /// Stable code, such as `attribute-syntax` or `not-json`.
    pub code: &'static str,
    /// What is wrong, for the peer that sent it.
    pub message: String,
    /// Line (body form and JSON) or number of the header field, counted from 1.
    pub line: Option<usize>,
}

/// Runs a reader and hands out what it noticed.
fn reading<T>(
    mode: Mode,
    read: impl FnOnce(&mut Findings) -> Result<T, ReadError>,
) -> Result<Read<T>, ReadError> {
    let mut findings = Findings::new(mode);
    let value = read(&mut findings)?;
    Ok(findings.done(value))
}

/// A URI list is no rendering of anything but a listing (TXT-064).
fn not_a_listing() -> ReadError {
    ReadError {
        code: "not-a-listing",
        message: "text/uri-list carries listings only; send another media type".to_owned(),
        line: None,
    }
}

/// Reads one or several entities: a creation or update request, or a rendering.
///
/// The text renderings carry one; JSON may carry a collection (D-72). An empty JSON object has
/// none. How many categories there are, and which, is the caller's business, except that an
/// entity with two kinds is refused.
///
/// # Errors
///
/// When the payload is malformed, contradicts itself, or exceeds a [limit](crate::limits).
pub fn read_entities(
    payload: &Payload<'_>,
    mode: Mode,
) -> Result<Read<Vec<EntityMessage>>, ReadError> {
    reading(mode, |findings| match payload.media {
        MediaType::OcciJson | MediaType::Json => json::entities(payload.body, findings),
        MediaType::UriList => Err(not_a_listing()),
        _ => text::entities(payload, findings),
    })
}

/// Reads an action invocation: exactly one category, of class action.
///
/// An empty payload, and an empty JSON object, give an invocation without action.
///
/// # Errors
///
/// When the payload is malformed, names no or several actions, contradicts itself, or exceeds a
/// [limit](crate::limits).
pub fn read_invocation(
    payload: &Payload<'_>,
    mode: Mode,
) -> Result<Read<InvocationMessage>, ReadError> {
    reading(mode, |findings| match payload.media {
        MediaType::OcciJson | MediaType::Json => json::invocation(payload.body, findings),
        MediaType::UriList => Err(not_a_listing()),
        _ => text::invocation(payload, findings),
    })
}

/// Reads full category renderings: an answer of the query interface, or user mixins.
///
/// An empty payload has none.
///
/// # Errors
///
/// When the payload is malformed, contradicts itself, or exceeds a [limit](crate::limits).
pub fn read_categories(
    payload: &Payload<'_>,
    mode: Mode,
) -> Result<Read<Vec<CategoryDescription>>, ReadError> {
    reading(mode, |findings| match payload.media {
        MediaType::OcciJson | MediaType::Json => json::categories(payload.body, findings),
        MediaType::UriList => Err(not_a_listing()),
        _ => text::categories(payload, findings),
    })
}

/// Reads the locations (or ids) of existing entities: `X-OCCI-Location`s, a URI list, or the JSON
/// forms of D-73.
///
/// An empty payload has none. Other fields beside locations are ignored; a text payload that has
/// fields but no location is refused with `no-location`, a JSON entity without location and id
/// with `no-id`.
///
/// # Errors
///
/// When the payload is malformed or exceeds a [limit](crate::limits).
pub fn read_locations(payload: &Payload<'_>, mode: Mode) -> Result<Read<Vec<String>>, ReadError> {
    reading(mode, |findings| match payload.media {
        MediaType::OcciJson | MediaType::Json => json::locations(payload.body, findings),
        _ => text::locations(payload, findings),
    })
}

/// Reads a filter from header fields (D-101).
///
/// Only `Category` and `X-OCCI-Attribute` count; a `Link` field plays no part (D-68).
///
/// # Errors
///
/// When a field is malformed or exceeds a [limit](crate::limits).
pub fn read_filter<'a>(
    headers: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    mode: Mode,
) -> Result<Read<FilterMessage>, ReadError> {
    reading(mode, |findings| text::filter(headers, findings))
}
