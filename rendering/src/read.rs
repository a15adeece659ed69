//! Reading: bytes of any rendering in, messages out.

use crate::{
    Mode,
    media::MediaType,
    message::{CategoryDescription, EntityMessage, FilterMessage, InvocationMessage},
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

/// Reads one or several entities: a creation or update request, or a rendering.
///
/// The text renderings carry one; JSON may carry a collection (D-72).
///
/// # Errors
///
/// When the payload is malformed.
pub fn read_entities(
    payload: &Payload<'_>,
    mode: Mode,
) -> Result<Read<Vec<EntityMessage>>, ReadError> {
    let _ = (payload, mode);
    unimplemented!()
}

/// Reads an action invocation: exactly one category, of class action.
///
/// An empty payload gives an invocation without action.
///
/// # Errors
///
/// When the payload is malformed.
pub fn read_invocation(
    payload: &Payload<'_>,
    mode: Mode,
) -> Result<Read<InvocationMessage>, ReadError> {
    let _ = (payload, mode);
    unimplemented!()
}

/// Reads full category renderings: an answer of the query interface, or user mixins.
///
/// # Errors
///
/// When the payload is malformed.
pub fn read_categories(
    payload: &Payload<'_>,
    mode: Mode,
) -> Result<Read<Vec<CategoryDescription>>, ReadError> {
    let _ = (payload, mode);
    unimplemented!()
}

/// Reads the locations (or ids) of existing entities: `X-OCCI-Location`s, a URI list, or the JSON
/// forms of D-73.
///
/// # Errors
///
/// When the payload is malformed.
pub fn read_locations(payload: &Payload<'_>, mode: Mode) -> Result<Read<Vec<String>>, ReadError> {
    let _ = (payload, mode);
    unimplemented!()
}

/// Reads a filter from header fields (D-101).
///
/// # Errors
///
/// When a field is malformed. A `Link` field that is none of OCCI's is ignored (D-68).
pub fn read_filter<'a>(
    headers: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    mode: Mode,
) -> Result<Read<FilterMessage>, ReadError> {
    let _ = (headers.into_iter(), mode);
    unimplemented!()
}
