//! Configurations as written: instances of kinds, with their mixins, values and links.

use super::{Annotation, Reference, SettingDraft, UseDraft};
use crate::origin::{Located, Origin};

/// A configuration: instances that are to exist (the class `Configuration` of the OCCIware
/// metamodel).
#[derive(Clone, Debug, PartialEq)]
pub struct ConfigurationDraft {
    /// Name.
    pub name: Located<String>,
    /// What it is.
    pub description: Option<String>,
    /// URI of the service that has these instances.
    pub location: Option<Located<String>>,
    /// Imports.
    pub uses: Vec<UseDraft>,
    /// Mixins of users, which are tags.
    pub tags: Vec<TagDraft>,
    /// The resources, in source order.
    pub resources: Vec<InstanceDraft>,
    /// Whether all values are texts, whatever the type of their attribute: so have the formats of
    /// OCCIware them. Such a text is read as its attribute's type wants it.
    pub texts: bool,
    /// Facts that only tools read.
    pub annotations: Vec<Annotation>,
}

/// A mixin that a user defines: without attributes, actions and dependencies.
#[derive(Clone, Debug, PartialEq)]
pub struct TagDraft {
    /// Term.
    pub term: Located<String>,
    /// Scheme.
    pub scheme: Located<String>,
    /// Title.
    pub title: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Path of its collection.
    pub location: Option<Located<String>>,
    /// Place of the first attribute, action or dependency that a foreign format gives it; no tag
    /// may have any.
    pub capability: Option<Origin>,
}

/// What resources and links have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct EntityDraft {
    /// Name inside the configuration.
    pub name: Located<String>,
    /// URI, when it is fixed.
    pub id: Option<Located<String>>,
    /// Kind.
    pub kind: Located<Reference>,
    /// `occi.core.title`
    pub title: Option<Located<String>>,
    /// Path on the service, when it is known.
    pub location: Option<Located<String>>,
    /// What it is for.
    pub description: Option<String>,
    /// Mixins, standard ones and tags.
    pub mixins: Vec<Located<Reference>>,
    /// Values of attributes, of the kind and of the mixins.
    pub attributes: Vec<SettingDraft>,
    /// Facts that only tools read.
    pub annotations: Vec<Annotation>,
    /// Where it is written.
    pub origin: Origin,
}

/// A resource with the links that start at it.
#[derive(Clone, Debug, PartialEq)]
pub struct InstanceDraft {
    /// The resource itself.
    pub entity: EntityDraft,
    /// `occi.core.summary`
    pub summary: Option<Located<String>>,
    /// Its links, in source order.
    pub links: Vec<LinkInstanceDraft>,
}

/// A link; it starts at the resource that it is written in.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkInstanceDraft {
    /// The link itself.
    pub entity: EntityDraft,
    /// Where it leads.
    pub target: Located<LinkEndDraft>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkEndDraft {
    /// A resource of the same configuration, by its name.
    Name(String),
    /// A resource by its URI or path.
    Uri(String),
}
