//! Reading: bytes of any rendering in, messages out.

use std::ops::Range;

use crate::{
    Mode,
    findings::Findings,
    json,
    media::MediaType,
    message::{
        CategoryDescription, CategoryPlaces, EntityMessage, FilterMessage, InvocationMessage,
    },
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
    /// The bytes of the body that it was seen in, as closely as they are known; never known in
    /// the header form.
    pub place: Option<Range<usize>>,
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
    /// The bytes of the body that are accused, as closely as they are known; never known in the
    /// header form.
    pub place: Option<Range<usize>>,
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
        place: None,
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
    reading(mode, |findings| categories(payload, findings))
}

fn categories(
    payload: &Payload<'_>,
    findings: &mut Findings,
) -> Result<Vec<CategoryDescription>, ReadError> {
    match payload.media {
        MediaType::OcciJson | MediaType::Json => json::categories(payload.body, findings),
        MediaType::UriList => Err(not_a_listing()),
        _ => text::categories(payload, findings),
    }
}

/// What a reading of definitions gives: see [`read_categories_placed`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedCategories {
    /// The categories that could be read, with the places of their parts.
    pub categories: Vec<(CategoryDescription, CategoryPlaces)>,
    /// Deviations in order of their place.
    pub deviations: Vec<Deviation>,
    /// What could not be read, in order of its place.
    pub errors: Vec<ReadError>,
}

/// Reads what [`read_categories`] reads in lenient mode, for readers of definitions: says where
/// each part stands, and goes on behind a category that cannot be read.
///
/// In the header form there are places where the values of the header fields are pieces of
/// `body`: a file with a recorded answer.
#[must_use]
pub fn read_categories_placed(payload: &Payload<'_>) -> PlacedCategories {
    let mut findings = Findings::with_places();
    let (found, last) = match categories(payload, &mut findings) {
        Ok(found) => (found, None),
        Err(error) => (Vec::new(), Some(error)),
    };
    let (places, mut errors) = findings.take_places();
    errors.extend(last);
    PlacedCategories {
        categories: found.into_iter().zip(places).collect(),
        deviations: findings.done(()).deviations,
        errors,
    }
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
