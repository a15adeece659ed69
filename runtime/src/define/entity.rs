//! Entities of derived types: what a service has, what creates one, what changes one.

use std::ops::Deref;

use occi_model::{Attributes, CategoryId, Value};

use super::{DefinedKind, DefinedLink, DefinedResource, DefinedStates, Values, know};
use crate::{
    EntityId, Instance, LinkInstance,
    typed::{
        AppliesTo, Entity, FieldError, FieldWriter, Fields, Link, Mixin, NewEntity, Patch,
        Resource, Stateful, attach, category, identity, kind_is, mixin,
    },
};

/// An instance of the kind that `T` defines, as a service has it.
///
/// Gives the fields of `T` directly: `card.memory`.
#[derive(Clone, Debug, PartialEq)]
pub struct Managed<T> {
    /// Identifier, unique in its provider's namespace.
    pub id: EntityId,
    /// Location: an absolute path, or a URL.
    pub location: String,
    /// Display name of the instance: `occi.core.title`.
    pub title: Option<String>,
    /// The attributes that the kind defines.
    pub values: T,
    /// Attached mixins, in order of attachment.
    pub mixins: Vec<CategoryId>,
    /// Links that start here.
    pub links: Vec<LinkInstance>,
    /// Actions that can be called now.
    pub actions: Vec<CategoryId>,
    /// Attributes that the kind inherits, those of mixins, and those that nobody defines.
    pub other: Attributes,
}

impl<T> Deref for Managed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.values
    }
}

impl<T> Managed<T> {
    /// The values of a mixin; none when it is not attached.
    ///
    /// # Errors
    ///
    /// When a value is missing, or is not what the definition says.
    pub fn mixin<M: Mixin>(&self) -> Result<Option<M>, FieldError> {
        mixin(&self.mixins, &self.other)
    }
}

impl<T> Managed<T> {
    fn text(&self, name: &str) -> Option<&str> {
        match self.other.get(name) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        }
    }
}

impl<T: DefinedResource> Managed<T> {
    /// A text that sums the resource up: `occi.core.summary`.
    #[must_use]
    pub fn summary(&self) -> Option<&str> {
        self.text("occi.core.summary")
    }
}

impl<T: DefinedLink> Managed<T> {
    /// Where the link starts: an absolute path, or a URL.
    #[must_use]
    pub fn source(&self) -> &str {
        self.text("occi.core.source").unwrap_or_default()
    }

    /// Where the link leads: an absolute path, or a URL.
    #[must_use]
    pub fn target(&self) -> &str {
        self.text("occi.core.target").unwrap_or_default()
    }
}

impl<T: DefinedKind> Entity for Managed<T> {
    const KIND: &'static str = T::ID;
    const LOCATION: &'static str = T::LOCATION;
    type New = Creation<T>;
    type Patch = Change<T>;

    fn from_instance(instance: Instance) -> Result<Self, FieldError> {
        let (id, location) = identity(&instance, T::ID)?;
        let mut fields = Fields::new(instance.attributes);
        Ok(Self {
            id,
            location,
            title: fields.optional("occi.core.title")?,
            values: T::from_fields(&mut fields)?,
            mixins: instance.mixins,
            links: instance.links,
            actions: instance.actions,
            other: fields.rest(),
        })
    }

    fn into_instance(self) -> Instance {
        let mut fields = FieldWriter::new(self.other);
        fields.put_optional("occi.core.title", self.title);
        self.values.write(&mut fields);
        let mut instance = Instance::new(category(T::ID));
        instance.id = Some(self.id);
        instance.location = Some(self.location);
        instance.mixins = self.mixins;
        instance.attributes = fields.finish();
        instance.links = self.links;
        instance.actions = self.actions;
        instance
    }

    fn id(&self) -> &EntityId {
        &self.id
    }

    fn location(&self) -> &str {
        &self.location
    }
}

impl<T: DefinedResource> Resource for Managed<T> {}
impl<T: DefinedLink> Link for Managed<T> {}

impl<T: DefinedStates> Stateful for Managed<T> {
    type State = T::State;

    fn state(&self) -> &T::State {
        self.values.state()
    }
}

/// What a client gives to create an instance of the kind that `T` defines.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "nothing is created before it is sent"]
pub struct Creation<T: DefinedKind> {
    /// Display name of the instance: `occi.core.title`.
    pub title: Option<String>,
    /// The attributes that a client gives.
    pub values: T::New,
    /// Mixins to attach.
    pub mixins: Vec<CategoryId>,
    /// Links to create along with it.
    pub links: Vec<LinkInstance>,
    /// Values of attributes that the kind inherits, and of those of mixins.
    pub other: Attributes,
}

impl<T: DefinedKind> Creation<T> {
    /// Starts a request with the values of the kind's own attributes.
    pub fn new(values: T::New) -> Self {
        Self {
            title: None,
            values,
            mixins: Vec::new(),
            links: Vec::new(),
            other: Attributes::new(),
        }
    }

    /// Sets `occi.core.title`: display name of the instance.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Attaches a mixin that applies to the kind, with its values.
    pub fn mixin(self, mixin: impl AppliesTo<Managed<T>>) -> Self {
        self.any_mixin(mixin)
    }

    /// Attaches a mixin that does not name the kind, such as one for a kind above it, with its
    /// values.
    pub fn any_mixin(mut self, mixin: impl Mixin) -> Self {
        attach(mixin, &mut self.mixins, &mut self.other);
        self
    }

    fn set(mut self, name: &str, value: String) -> Self {
        let mut fields = FieldWriter::new(std::mem::take(&mut self.other));
        fields.put(name, value);
        self.other = fields.finish();
        self
    }
}

impl<T: DefinedResource> Creation<T> {
    /// Sets `occi.core.summary`: a text that sums the resource up.
    pub fn summary(self, summary: impl Into<String>) -> Self {
        self.set("occi.core.summary", summary.into())
    }

    /// Creates a link along with it.
    pub fn link(mut self, link: LinkInstance) -> Self {
        self.links.push(link);
        self
    }
}

impl<T: DefinedLink> Creation<T> {
    /// Sets both ends: locations, or URLs.
    pub fn between(self, source: impl Into<String>, target: impl Into<String>) -> Self {
        self.set("occi.core.source", source.into())
            .set("occi.core.target", target.into())
    }
}

impl<T: DefinedKind> NewEntity for Creation<T> {
    type Entity = Managed<T>;

    fn from_instance(instance: Instance) -> Result<Self, FieldError> {
        kind_is(&instance, T::ID)?;
        let mut fields = Fields::new(instance.attributes);
        Ok(Self {
            title: fields.optional("occi.core.title")?,
            values: T::New::from_fields(&mut fields)?,
            mixins: instance.mixins,
            links: instance.links,
            other: fields.rest(),
        })
    }

    fn into_instance(self) -> Instance {
        let mut fields = FieldWriter::new(self.other);
        fields.put_optional("occi.core.title", self.title);
        self.values.write(&mut fields);
        know(T::ID, T::TABLE.attributes);
        let mut instance = Instance::new(category(T::ID));
        instance.mixins = self.mixins;
        instance.attributes = fields.finish();
        instance.links = self.links;
        instance
    }
}

/// What a client changes about an instance of the kind that `T` defines; what is not given stays.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "nothing is changed before it is sent or applied"]
pub struct Change<T: DefinedKind> {
    /// Display name of the instance: `occi.core.title`.
    pub title: Option<String>,
    /// The attributes that the kind defines.
    pub values: T::Patch,
    /// Values of attributes that the kind inherits, and of those of mixins.
    pub other: Attributes,
}

impl<T: DefinedKind> Change<T> {
    /// Starts a change with values of the kind's own attributes.
    pub fn new(values: T::Patch) -> Self {
        Self {
            title: None,
            values,
            other: Attributes::new(),
        }
    }

    /// Sets `occi.core.title`: display name of the instance.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }
}

impl<T: DefinedKind> Patch for Change<T> {
    type Entity = Managed<T>;

    fn from_attributes(attributes: Attributes) -> Result<Self, FieldError> {
        let mut fields = Fields::new(attributes);
        Ok(Self {
            title: fields.optional("occi.core.title")?,
            values: T::Patch::from_fields(&mut fields)?,
            other: fields.rest(),
        })
    }

    fn into_attributes(self) -> Attributes {
        let mut fields = FieldWriter::new(self.other);
        fields.put_optional("occi.core.title", self.title);
        self.values.write(&mut fields);
        know(T::ID, T::TABLE.attributes);
        fields.finish()
    }
}
