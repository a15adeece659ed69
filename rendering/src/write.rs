//! Writing: views of entities and categories in, bytes of any rendering out (B.10, C).

use occi_model::{AttributeName, CategoryId, CategoryRef, Model, Value};

use crate::{
    json,
    media::MediaType,
    message::{CategoryDescription, Class},
    text,
};

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
    /// A string with control characters in a text rendering, which has no form for them (D-67).
    #[error(
        "attribute `{0}` has line breaks or other control characters, which only the JSON rendering can carry"
    )]
    ControlCharacter(AttributeName),
    /// An entity, categories or an invocation as a URI list.
    #[error("text/uri-list carries listings only")]
    NotAListing,
    /// A collection in full in a text rendering.
    #[error("only the JSON rendering carries a collection in full")]
    FullCollection,
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

/// What a writer does otherwise than by default, for peers that need it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Whether entities in JSON have the extra member `location`, which GFD.226 does not have
    /// (D-80).
    pub locations: bool,
    /// Whether commas and semicolons are left out of titles in the text renderings, for peers
    /// that split fields at every one (D-69).
    pub avoid_commas: bool,
}

/// Longest header field that is written, in bytes (D-66).
pub const HEADER_FIELD_LIMIT: usize = 60 * 1024;

/// Writes one entity.
///
/// A creation request has an empty `location` and no `occi.core.id`: neither is written then.
///
/// # Errors
///
/// When the rendering cannot carry it.
pub fn write_entity(media: MediaType, entity: &EntityView<'_>) -> Result<Rendered, WriteError> {
    write_entity_styled(media, entity, Style::default())
}

/// As [`write_entity`], in a style.
///
/// # Errors
///
/// As [`write_entity`].
pub fn write_entity_styled(
    media: MediaType,
    entity: &EntityView<'_>,
    style: Style,
) -> Result<Rendered, WriteError> {
    if media.is_json() {
        Ok(json::write_entity(entity, style))
    } else {
        text::write_entity(media, entity, style)
    }
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
    write_entities_styled(media, entities, (resources, links), Style::default())
}

/// As [`write_entities`], in a style; `keys` are `resources` and `links`.
///
/// # Errors
///
/// As [`write_entities`].
pub fn write_entities_styled(
    media: MediaType,
    entities: &[EntityView<'_>],
    keys: (bool, bool),
    style: Style,
) -> Result<Rendered, WriteError> {
    if media.is_json() {
        Ok(json::write_entities(entities, keys, style))
    } else {
        Err(WriteError::FullCollection)
    }
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
    if media.is_json() {
        Ok(json::write_locations(urls.into_iter()))
    } else {
        text::write_locations(media, urls.into_iter())
    }
}

/// Writes category renderings: an answer of the query interface (B.10, D-53, D-70, D-71).
///
/// A user-defined category without class is written as a mixin.
///
/// # Errors
///
/// When the rendering cannot carry them.
pub fn write_categories(
    media: MediaType,
    categories: &CategoriesView<'_>,
) -> Result<Rendered, WriteError> {
    write_categories_styled(media, categories, Style::default())
}

/// As [`write_categories`], in a style.
///
/// # Errors
///
/// As [`write_categories`].
pub fn write_categories_styled(
    media: MediaType,
    categories: &CategoriesView<'_>,
    style: Style,
) -> Result<Rendered, WriteError> {
    if media.is_json() {
        Ok(json::write_categories(categories))
    } else {
        text::write_categories(media, categories, style)
    }
}

/// Writes a filter of a listing: header fields without a body (D.8, D-101).
///
/// # Errors
///
/// When header fields cannot carry it.
pub fn write_filter(
    categories: &[(&CategoryId, Class)],
    attributes: &[(&AttributeName, &Value)],
) -> Result<Rendered, WriteError> {
    text::write_filter(categories, attributes)
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
    if media.is_json() {
        Ok(json::write_invocation(action, parameters))
    } else {
        text::write_invocation(media, action, parameters)
    }
}

/// Writes an error: the object of D-81, the text itself, in the header form also the field
/// `X-OCCI-Error` (D-113), in a URI list a comment.
#[must_use]
pub fn write_error(media: MediaType, status: u16, code: &str, message: &str) -> Rendered {
    if media.is_json() {
        return json::write_error(status, code, message);
    }
    // One line, whatever the message is made of.
    let line: String = message
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    match media {
        MediaType::TextOcci => Rendered {
            headers: vec![("X-OCCI-Error", line.into_bytes())],
            body: message.as_bytes().to_vec(),
        },
        MediaType::UriList => Rendered {
            headers: Vec::new(),
            body: format!("# {line}\r\n").into_bytes(),
        },
        _ => Rendered {
            headers: Vec::new(),
            body: message.as_bytes().to_vec(),
        },
    }
}

/// Writes success without content: `OK`, or `{}` in JSON (D-83, D-99), or an empty URI list.
#[must_use]
pub fn write_ok(media: MediaType) -> Rendered {
    let body: &[u8] = match media {
        MediaType::OcciJson | MediaType::Json => b"{}",
        MediaType::UriList => b"",
        _ => b"OK",
    };
    Rendered {
        headers: Vec::new(),
        body: body.to_vec(),
    }
}
