//! Writing: views of entities and categories in, bytes of any rendering out (B.10, C).

use occi_model::{AttributeName, CategoryId, CategoryRef, Model, Value};

use crate::{media::MediaType, message::CategoryDescription};

/// A rendered message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Header fields that carry content (`text/occi`), in order. Not the `Content-Type`.
    pub headers: Vec<(&'static str, Vec<u8>)>,
    /// The body.
    pub body: Vec<u8>,
}

/// Why something cannot be written in a rendering; the server answers 406.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// A header field would be longer than the limit (D-66).
    #[error(
        "the header form would need a field of {bytes} bytes, more than {limit}; ask for text/plain"
    )]
    HeaderTooLong {
        /// Size of the field.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// A list or hash in a text rendering (D-58).
    #[error("attribute `{0}` is a list or hash, which only the JSON rendering can carry")]
    NotRenderable(AttributeName),
    /// An entity, categories or an invocation as a URI list.
    #[error("text/uri-list carries listings only")]
    NotAListing,
}

/// An action reference of an entity.
#[derive(Clone, Copy, Debug)]
pub struct ActionView<'a> {
    /// Identifier of the action.
    pub id: &'a CategoryId,
}

/// A link of a resource.
#[derive(Clone, Debug)]
pub struct LinkView<'a> {
    /// Location of the link: an absolute path.
    pub location: &'a str,
    /// Kind of the link.
    pub kind: &'a CategoryId,
    /// Mixins of the link.
    pub mixins: Vec<&'a CategoryId>,
    /// Attributes, `occi.core.id` first, `occi.core.source` and `occi.core.target` among them.
    pub attributes: Vec<(&'a AttributeName, &'a Value)>,
    /// Type identifiers of the target: its kind first.
    pub target_categories: Vec<&'a CategoryId>,
    /// Applicable actions.
    pub actions: Vec<ActionView<'a>>,
}

/// An entity.
#[derive(Clone, Debug)]
pub struct EntityView<'a> {
    /// Location: an absolute path.
    pub location: &'a str,
    /// Kind.
    pub kind: &'a CategoryId,
    /// Mixins in order of attachment.
    pub mixins: Vec<&'a CategoryId>,
    /// Attributes, `occi.core.id` first; the JSON writer makes members of the core ones (D-76).
    pub attributes: Vec<(&'a AttributeName, &'a Value)>,
    /// Whether the entity is a link; decides the shape in JSON.
    pub is_link: bool,
    /// Links of a resource.
    pub links: Vec<LinkView<'a>>,
    /// Applicable actions, in the order of the kind.
    pub actions: Vec<ActionView<'a>>,
}

/// Categories for the query interface: those of a model, then user-defined mixins.
#[derive(Clone, Debug, Default)]
pub struct CategoriesView<'a> {
    /// Categories of the model, in order.
    pub of_model: Option<(&'a Model, Vec<CategoryRef>)>,
    /// User-defined mixins.
    pub of_users: Vec<&'a CategoryDescription>,
}

/// Longest header field that is written, in bytes (D-66).
pub const HEADER_FIELD_LIMIT: usize = 60 * 1024;

/// Writes one entity.
///
/// # Errors
///
/// When the rendering cannot carry it.
pub fn write_entity(media: MediaType, entity: &EntityView<'_>) -> Result<Rendered, WriteError> {
    let _ = (media, entity);
    unimplemented!()
}

/// Writes a collection in full: JSON only, with the keys of D-71. `resources` and `links` say
/// which keys are shown even when empty.
///
/// # Errors
///
/// When `media` is not JSON ([`write_locations`] is for the others).
pub fn write_entities(
    media: MediaType,
    entities: &[EntityView<'_>],
    resources: bool,
    links: bool,
) -> Result<Rendered, WriteError> {
    let _ = (media, entities, resources, links);
    unimplemented!()
}

/// Writes a listing as absolute URLs: `X-OCCI-Location`s, a URI list; in JSON an array of strings.
///
/// # Errors
///
/// When a header field would be too long.
pub fn write_locations<'a>(
    media: MediaType,
    urls: impl IntoIterator<Item = &'a str>,
) -> Result<Rendered, WriteError> {
    let _ = (media, urls.into_iter());
    unimplemented!()
}

/// Writes category renderings: an answer of the query interface (B.10, D-53, D-70, D-71).
///
/// # Errors
///
/// When the rendering cannot carry them.
pub fn write_categories(
    media: MediaType,
    categories: &CategoriesView<'_>,
) -> Result<Rendered, WriteError> {
    let _ = (media, categories);
    unimplemented!()
}

/// Writes an action invocation.
///
/// # Errors
///
/// When the rendering cannot carry it.
pub fn write_invocation(
    media: MediaType,
    action: &CategoryId,
    parameters: &[(&AttributeName, &Value)],
) -> Result<Rendered, WriteError> {
    let _ = (media, action, parameters);
    unimplemented!()
}

/// Writes an error (D-81, D-113).
#[must_use]
pub fn write_error(media: MediaType, status: u16, code: &str, message: &str) -> Rendered {
    let _ = (media, status, code, message);
    unimplemented!()
}

/// Writes success without content: `OK`, or `{}` in JSON (D-83, D-99).
#[must_use]
pub fn write_ok(media: MediaType) -> Rendered {
    let _ = media;
    unimplemented!()
}
