//! Entity instances without static types: what the engine, the store and the dynamic client
//! handle, and what typed entities are read from and written to.

use std::{borrow::Borrow, fmt, sync::Arc};

use occi_model::{AttributeName, Attributes, CategoryId, Value};
use serde::{Deserialize, Serialize};

/// The id of an entity: a URI, opaque, unique in the provider's namespace (GFD.221 5.4).
///
/// Ids that this project mints are `urn:uuid:` with a time-ordered UUID (version 7).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntityId(Arc<str>);

impl EntityId {
    /// Takes the text as it is; a peer's ids are opaque.
    #[must_use]
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// A fresh id, greater than all earlier ones of this process.
    #[must_use]
    pub fn mint() -> Self {
        Self(format!("urn:uuid:{}", uuid::Uuid::now_v7()).into())
    }

    /// A name for the last part of a location: the UUID of a `urn:uuid:`, else one made of the
    /// URI (RFC 9562 5.5), so that it can stand in a path and is always the same.
    #[cfg(feature = "server")]
    pub(crate) fn to_name(&self) -> String {
        let own = self.0.strip_prefix("urn:uuid:");
        match own.filter(|name| uuid::Uuid::try_parse(name).is_ok()) {
            Some(name) => name.to_owned(),
            None => uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, self.0.as_bytes()).to_string(),
        }
    }

    /// The URI.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for EntityId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for EntityId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// A link as a resource shows it, or as it is sent along with a resource.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkInstance {
    /// Location of the target: an absolute path inside the provider, else a URL.
    pub target: String,
    /// Kind of the target, when known.
    pub target_kind: Option<CategoryId>,
    /// The link itself.
    pub link: Instance,
}

/// An entity instance.
///
/// `attributes` holds every attribute but `occi.core.id`: title and summary under
/// `occi.core.title` and `occi.core.summary`, the ends of a link under `occi.core.source` and
/// `occi.core.target`.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance {
    /// Id; absent in a creation request.
    pub id: Option<EntityId>,
    /// Where it is: an absolute path; absent in a creation request.
    pub location: Option<String>,
    /// Kind.
    pub kind: CategoryId,
    /// Attached mixins, in order of attachment (D-09).
    pub mixins: Vec<CategoryId>,
    /// Attribute values.
    pub attributes: Attributes,
    /// Links that start here (resources only).
    pub links: Vec<LinkInstance>,
    /// Actions that are applicable now (renderings only).
    pub actions: Vec<CategoryId>,
}

impl Instance {
    /// An instance with nothing but its kind.
    #[must_use]
    pub fn new(kind: CategoryId) -> Self {
        Self {
            id: None,
            location: None,
            kind,
            mixins: Vec::new(),
            attributes: Attributes::new(),
            links: Vec::new(),
            actions: Vec::new(),
        }
    }

    /// The value of an attribute.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.attributes.get(name)
    }

    /// The same with a value of an attribute.
    #[must_use]
    pub fn with(mut self, name: AttributeName, value: impl Into<Value>) -> Self {
        self.set(name, Some(value.into()));
        self
    }

    /// Sets or removes the value of an attribute.
    pub fn set(&mut self, name: AttributeName, value: Option<Value>) {
        match value {
            Some(value) => {
                self.attributes.insert(name, value);
            }
            None => {
                self.attributes.shift_remove(&name);
            }
        }
    }
}
