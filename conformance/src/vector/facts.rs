//! What a message says, free of its rendering.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::case::Rendering;

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// An entity: a request, or an answer.
    Entity,
    /// Full categories, as the query interface shows them.
    Categories,
    /// A listing by locations.
    Locations,
    /// An invocation of an action.
    Invocation,
}

/// A link inside a resource.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkFacts {
    /// Location of the target.
    pub target: String,
    /// Identifier of the link's kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Values by name, without `occi.core.id` and the ends.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub attributes: Map<String, Value>,
}

/// An attribute of a category.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeFacts {
    /// Whether a client may change it.
    pub mutable: bool,
    /// Whether a client must give it.
    pub required: bool,
}

/// A category with what both renderings say of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryFacts {
    /// Identifier.
    pub id: String,
    /// `kind`, `mixin` or `action`.
    pub class: String,
    /// Title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Kind: the parent. Mixin: the first of what it depends on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rel: Option<String>,
    /// Path of its collection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Attributes by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, AttributeFacts>,
    /// Identifiers of actions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<String>,
}

/// What a message says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "lowercase", deny_unknown_fields)]
pub enum Facts {
    /// An entity.
    Entity {
        /// Identifier of the kind, when it is named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<String>,
        /// Identifiers of the mixins.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mixins: Vec<String>,
        /// Values by name; id, title, summary, source and target by their names `occi.core.…`.
        #[serde(default, skip_serializing_if = "Map::is_empty")]
        attributes: Map<String, Value>,
        /// Links.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        links: Vec<LinkFacts>,
        /// Identifiers of actions that are offered.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        actions: Vec<String>,
    },
    /// Categories.
    Categories {
        /// All of them.
        categories: Vec<CategoryFacts>,
    },
    /// Locations.
    Locations {
        /// All of them, as they are written.
        locations: Vec<String>,
    },
    /// An invocation.
    Invocation {
        /// Identifier of the action.
        action: String,
        /// Values of parameters by name.
        #[serde(default, skip_serializing_if = "Map::is_empty")]
        attributes: Map<String, Value>,
    },
}

impl Facts {
    /// What the message is.
    #[must_use]
    pub const fn form(&self) -> Form {
        match self {
            Self::Entity { .. } => Form::Entity,
            Self::Categories { .. } => Form::Categories,
            Self::Locations { .. } => Form::Locations,
            Self::Invocation { .. } => Form::Invocation,
        }
    }

    /// Whether a rendering can say it.
    #[must_use]
    pub fn can_be_written(&self, rendering: Rendering) -> bool {
        let is_plain = |value: &Value| match value {
            Value::Array(_) | Value::Object(_) | Value::Null => false,
            Value::String(text) => !text.chars().any(char::is_control),
            Value::Bool(_) | Value::Number(_) => true,
        };
        match (self, rendering) {
            (Self::Locations { .. }, _) => true,
            (_, Rendering::Uri) => false,
            (_, Rendering::Json) => true,
            (
                Self::Entity {
                    attributes, links, ..
                },
                _,
            ) => {
                attributes.values().all(is_plain)
                    && links
                        .iter()
                        .all(|link| link.attributes.values().all(is_plain))
            }
            (Self::Invocation { attributes, .. }, _) => attributes.values().all(is_plain),
            (Self::Categories { .. }, _) => true,
        }
    }
}
