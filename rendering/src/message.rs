//! Messages: what any rendering says, free of its syntax.
//!
//! Readers fill these; the engine, the client and the conformance suite work on them. Values are
//! still as they stood on the wire ([`RawValue`]); the definition of an attribute decides what
//! they are (D-60).

use std::ops::Range;

use indexmap::IndexMap;
use occi_model::{AttributeName, CategoryId};

/// The class of a category, as the `class` parameter names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// A kind.
    Kind,
    /// A mixin.
    Mixin,
    /// An action.
    Action,
}

impl Class {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Mixin => "mixin",
            Self::Action => "action",
        }
    }
}

/// A value as it stood on the wire.
#[derive(Clone, Debug, PartialEq)]
pub enum RawValue {
    /// A quoted string of the text rendering (escapes resolved), or a JSON string.
    Text(String),
    /// A number, in its own letters (text), or in the shortest ones that mean it (JSON).
    Number(String),
    /// `true` or `false`.
    Boolean(bool),
    /// A bare word of the text rendering that is neither number nor boolean.
    Bare(String),
    /// A JSON array.
    List(Vec<RawValue>),
    /// A JSON object.
    Hash(Box<IndexMap<String, RawValue>>),
    /// JSON `null` (D-75), or an empty value of the text rendering: absent.
    Null,
}

/// A category named in a message, in its short form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryTag {
    /// Identifier.
    pub id: CategoryId,
    /// Class, when the message says it (D-64).
    pub class: Option<Class>,
}

/// A reference to an action inside an entity rendering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionTag {
    /// Identifier of the action.
    pub id: CategoryId,
    /// URI with the query `action=`; JSON has none.
    pub uri: Option<String>,
}

/// A link shown inside a resource, or sent along with one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LinkMessage {
    /// Location of the target. Empty only when lenient mode read a mere reference to a link, which
    /// then has a `location` or an `id`.
    pub target: String,
    /// Type identifiers of the target: its kind first.
    pub target_categories: Vec<CategoryId>,
    /// Location of the link itself (text), when given.
    pub location: Option<String>,
    /// Id of the link itself (JSON), when given.
    pub id: Option<String>,
    /// Location of the source (JSON), when given.
    pub source: Option<String>,
    /// Kind of the source (JSON), when given.
    pub source_kind: Option<CategoryId>,
    /// Type identifiers of the link: its kind first, then its mixins. Empty: `core#link` (D-55).
    pub categories: Vec<CategoryId>,
    /// Attribute values of the link, `occi.core.id` and `occi.core.title` among them.
    pub attributes: Vec<(AttributeName, RawValue)>,
    /// Actions applicable to the link (JSON).
    pub actions: Vec<ActionTag>,
}

/// An entity: a creation or update request, or a rendering.
///
/// The JSON members `id`, `title`, `summary`, `source` and `target` stand among the attributes
/// under their names of the text rendering: `occi.core.id`, `occi.core.title`,
/// `occi.core.summary`, `occi.core.source`, `occi.core.target`, `occi.core.source.kind`,
/// `occi.core.target.kind` (B.5, D-76).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EntityMessage {
    /// The categories in order of the message: kind and mixins.
    pub categories: Vec<CategoryTag>,
    /// Attribute values in order of the message.
    pub attributes: Vec<(AttributeName, RawValue)>,
    /// Links.
    pub links: Vec<LinkMessage>,
    /// Action references.
    pub actions: Vec<ActionTag>,
    /// Location, when the message has one (D-80).
    pub location: Option<String>,
    /// Whether a JSON message had the shape of a link: a source or target, or a place among the
    /// `links` of a collection.
    pub looks_like_link: bool,
}

/// An invocation of an action.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InvocationMessage {
    /// The action.
    pub action: Option<CategoryId>,
    /// Parameters.
    pub attributes: Vec<(AttributeName, RawValue)>,
}

/// The description of an attribute in a category rendering.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributeDescription {
    /// Name.
    pub name: AttributeName,
    /// Whether a client may change the value.
    pub mutable: bool,
    /// Whether a client must give it at creation.
    pub required: bool,
    /// What only JSON says. Text has none, and a listing in text has thousands of attributes, so
    /// that it takes no room there.
    pub json: Option<Box<JsonAttribute>>,
}

impl AttributeDescription {
    /// What only JSON says; nothing where nothing was said.
    #[must_use]
    pub fn json(&self) -> &JsonAttribute {
        static NOTHING: JsonAttribute = JsonAttribute {
            json_type: None,
            pattern: None,
            default: None,
            description: None,
        };
        self.json.as_deref().unwrap_or(&NOTHING)
    }
}

/// What only the JSON rendering says of an attribute (C.6).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JsonAttribute {
    /// `string`, `number`, `boolean`, `array`, `object`.
    pub json_type: Option<String>,
    /// A JSON Schema for the value.
    ///
    /// The regular expression of two earlier drafts stands under the keyword `pattern` between
    /// `^(?:` and `)$`, since their peers match the whole value.
    pub pattern: Option<serde_json::Value>,
    /// The default.
    pub default: Option<RawValue>,
    /// What it means.
    pub description: Option<String>,
}

/// A category with all its data, as the query interface shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct CategoryDescription {
    /// Identifier.
    pub id: CategoryId,
    /// Class, when the message says it.
    pub class: Option<Class>,
    /// Title.
    pub title: Option<String>,
    /// Kind: the parent (first entry). Mixin: what it depends on; text shows only the first.
    pub rel: Vec<CategoryId>,
    /// Mixin, JSON only: kinds it applies to.
    pub applies: Vec<CategoryId>,
    /// Path of the collection.
    pub location: Option<String>,
    /// Attributes.
    pub attributes: Vec<AttributeDescription>,
    /// Action identifiers.
    pub actions: Vec<CategoryId>,
}

/// Where the parts of a [`CategoryDescription`] stand, as byte ranges of the body.
///
/// Lists are as long as those of the description. A part that is not written itself (a class that
/// the key of a JSON collection says) has the place of what it was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CategoryPlaces {
    /// The term.
    pub term: Range<usize>,
    /// The scheme.
    pub scheme: Range<usize>,
    /// Each identifier of `rel`.
    pub rel: Vec<Range<usize>>,
    /// Each identifier of `applies`.
    pub applies: Vec<Range<usize>>,
    /// The location.
    pub location: Range<usize>,
    /// Each attribute.
    pub attributes: Vec<AttributePlaces>,
    /// Each identifier of `actions`.
    pub actions: Vec<Range<usize>>,
}

/// Where the parts of an [`AttributeDescription`] stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttributePlaces {
    /// The name; in nested definitions its last component.
    pub name: Range<usize>,
    /// The type, or else the name.
    pub json_type: Range<usize>,
    /// The pattern, or else the name.
    pub pattern: Range<usize>,
    /// The default, or else the name.
    pub default: Range<usize>,
}

impl AttributePlaces {
    /// All parts at one place.
    #[must_use]
    pub fn at(place: Range<usize>) -> Self {
        Self {
            name: place.clone(),
            json_type: place.clone(),
            pattern: place.clone(),
            default: place,
        }
    }
}

/// Categories named by a request, and attribute values: a filter (D-101).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FilterMessage {
    /// Categories.
    pub categories: Vec<CategoryTag>,
    /// Attribute values.
    pub attributes: Vec<(AttributeName, RawValue)>,
}

/// A value that does not fit the type of its attribute.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{found} is not {expected}")]
pub struct TypeMismatch {
    /// What was found, for people.
    pub found: String,
    /// What the type wants, for people: `an integer from 0 to 4095`.
    pub expected: String,
}
