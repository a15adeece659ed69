//! Kind `storagelink`.

use ::occi::server::{Context, Fault};
use ::std::future::Future;

/// StorageLink Link.
///
/// Connects a resource, usually a compute instance, to a storage.
///
/// * Kind: `http://schemas.ogf.org/occi/infrastructure#storagelink`
/// * Parent: `http://schemas.ogf.org/occi/core#link`
/// * Location: `/link/storagelink/`
/// * Source: `http://schemas.ogf.org/occi/core#resource`
/// * Target: `http://schemas.ogf.org/occi/infrastructure#storage`
/// * States: `inactive`, `active`, `error`, starting with `inactive`, ending with `inactive`
#[derive(Clone, Debug, PartialEq)]
pub struct Storagelink {
    /// Identifier, unique in its provider's namespace.
    pub id: ::occi::EntityId,
    /// Location: an absolute path, or a URL.
    pub location: String,
    /// Display name of the instance.
    ///
    /// * Attribute: `occi.core.title`
    /// * Type: text
    /// * Access: mutable
    pub title: Option<String>,
    /// The resource where the link starts, as a URI reference.
    ///
    /// * Attribute: `occi.core.source`
    /// * Type: a reference to an entity of kind `http://schemas.ogf.org/occi/core#resource`
    /// * Access: mutable, required at creation
    pub source: String,
    /// The resource that the link points to, inside or outside of the provider.
    ///
    /// * Attribute: `occi.core.target`
    /// * Type: a URI reference
    /// * Access: mutable, required at creation
    pub target: String,
    /// Identifier of the kind of the target.
    ///
    /// * Attribute: `occi.core.target.kind`
    /// * Type: a URI reference
    /// * Access: mutable
    /// * Versions: since OCCI 1.2
    pub target_kind: Option<String>,
    /// Identifier of the kind of the source.
    ///
    /// * Attribute: `occi.core.source.kind`
    /// * Type: a URI reference
    /// * Access: set by the server only
    /// * Versions: since OCCI 1.2
    pub source_kind: Option<String>,
    /// Identifier of the device, defined by the provider.
    ///
    /// * Attribute: `occi.storagelink.deviceid`
    /// * Type: text
    /// * Default: made by the server after `disk{}`
    /// * Access: mutable
    pub deviceid: String,
    /// Point in the guest's file system where the storage is mounted.
    ///
    /// * Attribute: `occi.storagelink.mountpoint`
    /// * Type: text
    /// * Access: mutable
    pub mountpoint: Option<String>,
    /// Current state of the link.
    ///
    /// * Attribute: `occi.storagelink.state`
    /// * Type: one of `active`, `inactive`, `error`
    /// * Default: `inactive`
    /// * Access: set by the server only
    pub state: super::ActiveState,
    /// Explanation of the current state for people.
    ///
    /// * Attribute: `occi.storagelink.state.message`
    /// * Type: text
    /// * Access: set by the server only
    /// * Versions: since OCCI 1.2
    pub state_message: Option<String>,
    /// Attached mixins, in order of attachment.
    pub mixins: Vec<::occi::CategoryId>,
    /// Actions that can be called now.
    pub actions: Vec<::occi::CategoryId>,
    /// Attributes of mixins, and those that the definition does not know.
    pub other: ::occi::Attributes,
}

impl Storagelink {
    /// The values of a mixin; none when it is not attached.
    ///
    /// # Errors
    ///
    /// When a value is missing, or is not what the definition says.
    pub fn mixin<M: ::occi::Mixin>(&self) -> Result<Option<M>, ::occi::FieldError> {
        ::occi::typed::mixin(&self.mixins, &self.other)
    }
}

::occi::entity! {
    "http://schemas.ogf.org/occi/infrastructure#storagelink" at "/link/storagelink/" in super::model;
    Storagelink: mixins actions;
    NewStoragelink: mixins;
    StoragelinkPatch;
    mutable {
        title: "occi.core.title",
        source: "occi.core.source",
        target: "occi.core.target",
        target_kind: "occi.core.target.kind",
        deviceid: "occi.storagelink.deviceid",
        mountpoint: "occi.storagelink.mountpoint",
    }
    readonly {
        source_kind: "occi.core.source.kind",
        state: "occi.storagelink.state",
        state_message: "occi.storagelink.state.message",
    }
}

impl ::occi::Link for Storagelink {}

impl ::occi::Stateful for Storagelink {
    type State = super::ActiveState;

    fn state(&self) -> &super::ActiveState {
        &self.state
    }
}

/// What a client gives to create a [`Storagelink`].
#[derive(Clone, Debug, PartialEq)]
pub struct NewStoragelink {
    /// Display name of the instance; see [`Storagelink::title`].
    pub title: Option<String>,
    /// The resource where the link starts, as a URI reference; see [`Storagelink::source`].
    pub source: String,
    /// The resource that the link points to, inside or outside of the provider; see [`Storagelink::target`].
    pub target: String,
    /// Identifier of the kind of the target; see [`Storagelink::target_kind`].
    pub target_kind: Option<String>,
    /// Identifier of the device, defined by the provider; see [`Storagelink::deviceid`].
    pub deviceid: Option<String>,
    /// Point in the guest's file system where the storage is mounted; see [`Storagelink::mountpoint`].
    pub mountpoint: Option<String>,
    /// Mixins to attach.
    pub mixins: Vec<::occi::CategoryId>,
    /// Values for attributes of mixins.
    pub other: ::occi::Attributes,
}

impl NewStoragelink {
    /// Starts a request with the values that every new instance needs.
    pub fn builder(source: impl Into<String>, target: impl Into<String>) -> NewStoragelinkBuilder {
        NewStoragelinkBuilder {
            new: Self {
                title: None,
                source: source.into(),
                target: target.into(),
                target_kind: None,
                deviceid: None,
                mountpoint: None,
                mixins: Vec::new(),
                other: ::occi::Attributes::new(),
            },
        }
    }

    /// Starts a request for a link between two resources.
    pub fn between(
        source: &impl ::occi::Resource,
        target: &super::Storage,
    ) -> NewStoragelinkBuilder {
        Self::builder(
            ::occi::Entity::location(source),
            ::occi::Entity::location(target),
        )
    }
}

/// Builds a [`NewStoragelink`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "nothing is made before `build`"]
pub struct NewStoragelinkBuilder {
    new: NewStoragelink,
}

impl NewStoragelinkBuilder {
    /// Sets `occi.core.title`: Display name of the instance.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.new.title = Some(title.into());
        self
    }

    /// Sets `occi.core.target.kind`: Identifier of the kind of the target.
    pub fn target_kind(mut self, target_kind: impl Into<String>) -> Self {
        self.new.target_kind = Some(target_kind.into());
        self
    }

    /// Sets `occi.storagelink.deviceid`: Identifier of the device, defined by the provider.
    pub fn deviceid(mut self, deviceid: impl Into<String>) -> Self {
        self.new.deviceid = Some(deviceid.into());
        self
    }

    /// Sets `occi.storagelink.mountpoint`: Point in the guest's file system where the storage is mounted.
    pub fn mountpoint(mut self, mountpoint: impl Into<String>) -> Self {
        self.new.mountpoint = Some(mountpoint.into());
        self
    }

    /// Attaches a mixin that applies to the kind, with its values.
    pub fn mixin(self, mixin: impl ::occi::AppliesTo<Storagelink>) -> Self {
        self.any_mixin(mixin)
    }

    /// Attaches a mixin that the definition does not name for the kind, with its values.
    pub fn any_mixin(mut self, mixin: impl ::occi::Mixin) -> Self {
        ::occi::typed::attach(mixin, &mut self.new.mixins, &mut self.new.other);
        self
    }

    /// The request.
    #[must_use]
    pub fn build(self) -> NewStoragelink {
        self.new
    }
}

/// What a client changes about a [`Storagelink`]; what is not given stays.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use = "a patch changes nothing before it is sent or applied"]
pub struct StoragelinkPatch {
    /// Display name of the instance; see [`Storagelink::title`].
    pub title: Option<String>,
    /// The resource where the link starts, as a URI reference; see [`Storagelink::source`].
    pub source: Option<String>,
    /// The resource that the link points to, inside or outside of the provider; see [`Storagelink::target`].
    pub target: Option<String>,
    /// Identifier of the kind of the target; see [`Storagelink::target_kind`].
    pub target_kind: Option<String>,
    /// Identifier of the device, defined by the provider; see [`Storagelink::deviceid`].
    pub deviceid: Option<String>,
    /// Point in the guest's file system where the storage is mounted; see [`Storagelink::mountpoint`].
    pub mountpoint: Option<String>,
    /// Values for attributes of mixins.
    pub other: ::occi::Attributes,
}

impl StoragelinkPatch {
    /// Sets `occi.core.title`: Display name of the instance.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Sets `occi.core.source`: The resource where the link starts, as a URI reference.
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Sets `occi.core.target`: The resource that the link points to, inside or outside of the provider.
    pub fn target(mut self, target: impl Into<String>) -> Self {
        self.target = Some(target.into());
        self
    }

    /// Sets `occi.core.target.kind`: Identifier of the kind of the target.
    pub fn target_kind(mut self, target_kind: impl Into<String>) -> Self {
        self.target_kind = Some(target_kind.into());
        self
    }

    /// Sets `occi.storagelink.deviceid`: Identifier of the device, defined by the provider.
    pub fn deviceid(mut self, deviceid: impl Into<String>) -> Self {
        self.deviceid = Some(deviceid.into());
        self
    }

    /// Sets `occi.storagelink.mountpoint`: Point in the guest's file system where the storage is mounted.
    pub fn mountpoint(mut self, mountpoint: impl Into<String>) -> Self {
        self.mountpoint = Some(mountpoint.into());
        self
    }
}

/// What a provider may take over for the instances of [`Storagelink`].
///
/// Every method has a default that does what the definition says.
pub trait StoragelinkProvider: Send + Sync + 'static {
    /// Creates an instance.
    ///
    /// The request is valid; the context proposes the instance that it makes.
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn create(
        &self,
        cx: &Context,
        new: NewStoragelink,
    ) -> impl Future<Output = Result<Storagelink, Fault>> + Send {
        async move { cx.accept(new) }
    }

    /// Changes an instance.
    ///
    /// The request is valid; the context proposes the instance with the changes applied.
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn update(
        &self,
        cx: &Context,
        storagelink: &Storagelink,
        patch: StoragelinkPatch,
    ) -> impl Future<Output = Result<Storagelink, Fault>> + Send {
        let _ = storagelink;
        async move { cx.apply(patch) }
    }

    /// Deletes an instance; its links go with it.
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn delete(
        &self,
        cx: &Context,
        storagelink: &Storagelink,
    ) -> impl Future<Output = Result<(), Fault>> + Send {
        let _ = (cx, storagelink);
        async { Ok(()) }
    }

    /// Performs an action that has no method here: one of an attached mixin.
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn act(
        &self,
        cx: &Context,
        storagelink: &Storagelink,
        action: &::occi::CategoryId,
        parameters: ::occi::Attributes,
    ) -> impl Future<Output = Result<::occi::server::Outcome, Fault>> + Send {
        let _ = (storagelink, action, parameters);
        async move { Ok(cx.outcome()) }
    }
}

/// Lets the engine call a [`StoragelinkProvider`].
#[derive(Clone, Copy, Debug, Default)]
pub struct StoragelinkHandler<P>(pub P);

impl<P: StoragelinkProvider> ::occi::server::Handler for StoragelinkHandler<P> {
    fn create<'a>(
        &'a self,
        cx: &'a Context,
        new: ::occi::Instance,
    ) -> ::occi::server::BoxFuture<'a, Result<::occi::Instance, Fault>> {
        Box::pin(async move {
            let new = ::occi::NewEntity::from_instance(new)?;
            let created = self.0.create(cx, new).await?;
            Ok(::occi::Entity::into_instance(created))
        })
    }

    fn update<'a>(
        &'a self,
        cx: &'a Context,
        current: ::occi::Instance,
        changes: ::occi::Attributes,
    ) -> ::occi::server::BoxFuture<'a, Result<::occi::Instance, Fault>> {
        Box::pin(async move {
            let storagelink = <Storagelink as ::occi::Entity>::from_instance(current)?;
            let patch = ::occi::Patch::from_attributes(changes)?;
            let updated = self.0.update(cx, &storagelink, patch).await?;
            Ok(::occi::Entity::into_instance(updated))
        })
    }

    fn delete<'a>(
        &'a self,
        cx: &'a Context,
        current: ::occi::Instance,
    ) -> ::occi::server::BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            let storagelink = <Storagelink as ::occi::Entity>::from_instance(current)?;
            self.0.delete(cx, &storagelink).await
        })
    }

    fn act<'a>(
        &'a self,
        cx: &'a Context,
        current: ::occi::Instance,
        action: &'a ::occi::CategoryId,
        parameters: ::occi::Attributes,
    ) -> ::occi::server::BoxFuture<'a, Result<::occi::server::Outcome, Fault>> {
        Box::pin(async move {
            let storagelink = <Storagelink as ::occi::Entity>::from_instance(current)?;
            self.0.act(cx, &storagelink, action, parameters).await
        })
    }
}
