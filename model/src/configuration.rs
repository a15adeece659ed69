//! Configurations: instances that are to exist, checked against a model.
//!
//! A [`Configuration`] comes from [`Draft::build`](crate::Draft::build) only: every name in it is
//! resolved, every value has the form of its type, every instance has an id. It belongs to the
//! model that it was built with.

use std::sync::Arc;

use crate::{
    attributes::Attributes,
    model::{Annotation, ExtensionId, KindId},
    name::{CategoryId, Location},
};

/// A configuration (the class `Configuration` of the OCCIware metamodel).
#[derive(Clone, Debug, PartialEq)]
pub struct Configuration {
    /// Name, once per definition.
    pub name: Arc<str>,
    /// What it is.
    pub description: Option<String>,
    /// URI of the service that has these instances.
    pub location: Option<String>,
    /// The extensions in use, with the alias of each.
    pub uses: Vec<(ExtensionId, Option<Arc<str>>)>,
    /// Mixins of users.
    pub tags: Vec<Tag>,
    /// The resources, in source order.
    pub resources: Vec<ConfiguredResource>,
    /// Facts that only tools read.
    pub annotations: Vec<Annotation>,
}

/// A mixin of a user: without attributes, actions and dependencies (D-25).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Identifier.
    pub id: CategoryId,
    /// Title.
    pub title: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Path of its collection; absent: the server chooses one.
    pub location: Option<Location>,
}

/// What resources and links have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct ConfiguredEntity {
    /// Name: once per configuration for a resource, once per resource for a link.
    pub name: Arc<str>,
    /// URI, once over all configurations. One that was not given is a `urn:uuid:` made of the
    /// names of the configuration and of the instance (RFC 9562 5.5, version 5), so that it is
    /// always the same.
    pub id: Arc<str>,
    /// Whether the id was given.
    pub has_own_id: bool,
    /// Kind; it has instances.
    pub kind: KindId,
    /// What it is for.
    pub description: Option<String>,
    /// Mixins of the model and tags of the configuration, each once; they fit together and apply
    /// to the kind. What they depend on is not listed (D-09).
    pub mixins: Vec<CategoryId>,
    /// Values that a client may give at creation, title and summary among them
    /// (`occi.core.title`, `occi.core.summary`), without id and link ends.
    pub attributes: Attributes,
    /// Values of attributes that only the server sets: the state that a snapshot has seen.
    pub state: Attributes,
    /// Path on the service.
    pub location: Option<Location>,
    /// Facts that only tools read.
    pub annotations: Vec<Annotation>,
}

/// A resource with the links that start at it.
#[derive(Clone, Debug, PartialEq)]
pub struct ConfiguredResource {
    /// The resource itself.
    pub entity: ConfiguredEntity,
    /// Its links, in source order.
    pub links: Vec<ConfiguredLink>,
}

/// A link; it starts at the resource that holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct ConfiguredLink {
    /// The link itself.
    pub entity: ConfiguredEntity,
    /// Where it leads.
    pub target: LinkTarget,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// A resource of the configuration, by its place among [`Configuration::resources`].
    Resource(usize),
    /// An absolute URI, or an absolute path on the service.
    Uri(Arc<str>),
}

impl Configuration {
    /// How many links all resources have together.
    #[must_use]
    pub fn link_count(&self) -> usize {
        self.resources
            .iter()
            .map(|resource| resource.links.len())
            .sum()
    }

    /// The resource that a link leads to, when it is one of the configuration.
    #[must_use]
    pub fn target(&self, link: &ConfiguredLink) -> Option<&ConfiguredResource> {
        match &link.target {
            LinkTarget::Resource(at) => self.resources.get(*at),
            LinkTarget::Uri(_) => None,
        }
    }
}
