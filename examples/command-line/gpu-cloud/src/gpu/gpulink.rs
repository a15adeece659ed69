//! Kind `gpulink`.

use ::occi::server::{Context, Fault};
use ::std::future::Future;

/// GPU Link.
///
/// A device that is attached to a compute instance.
///
/// * Kind: `http://example.com/occi/gpu#gpulink`
/// * Parent: `http://schemas.ogf.org/occi/core#link`
/// * Location: `/link/gpu/`
/// * Source: `http://schemas.ogf.org/occi/infrastructure#compute`
/// * Target: `http://example.com/occi/gpu#gpu`
#[derive(Clone, Debug, PartialEq)]
pub struct Gpulink {
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
    /// Slot of the device in the guest.
    ///
    /// * Attribute: `com.example.gpulink.slot`
    /// * Type: an integer from 0 to 31
    /// * Access: mutable
    pub slot: Option<u16>,
    /// Attached mixins, in order of attachment.
    pub mixins: Vec<::occi::CategoryId>,
    /// Actions that can be called now.
    pub actions: Vec<::occi::CategoryId>,
    /// Attributes of mixins, and those that the definition does not know.
    pub other: ::occi::Attributes,
}

impl Gpulink {
    /// The values of a mixin; none when it is not attached.
    ///
    /// # Errors
    ///
    /// When a value is missing, or is not what the definition says.
    pub fn mixin<M: ::occi::Mixin>(&self) -> Result<Option<M>, ::occi::FieldError> {
        ::occi::typed::mixin(&self.mixins, &self.other)
    }

    fn checked<T: ::occi::AttributeValue>(name: &str, value: T) -> Result<T, ::occi::FieldError> {
        ::occi::typed::checked(super::model(), <Self as ::occi::Entity>::KIND, name, value)
    }
}

::occi::entity! {
    "http://example.com/occi/gpu#gpulink" at "/link/gpu/" in super::model;
    Gpulink: mixins actions;
    NewGpulink: mixins;
    GpulinkPatch;
    mutable {
        title: "occi.core.title",
        source: "occi.core.source",
        target: "occi.core.target",
        target_kind: "occi.core.target.kind",
        slot: "com.example.gpulink.slot",
    }
    readonly {
        source_kind: "occi.core.source.kind",
    }
}

impl ::occi::Link for Gpulink {}

/// What a client gives to create a [`Gpulink`].
#[derive(Clone, Debug, PartialEq)]
pub struct NewGpulink {
    /// Display name of the instance; see [`Gpulink::title`].
    pub title: Option<String>,
    /// The resource where the link starts, as a URI reference; see [`Gpulink::source`].
    pub source: String,
    /// The resource that the link points to, inside or outside of the provider; see [`Gpulink::target`].
    pub target: String,
    /// Identifier of the kind of the target; see [`Gpulink::target_kind`].
    pub target_kind: Option<String>,
    /// Slot of the device in the guest; see [`Gpulink::slot`].
    pub slot: Option<u16>,
    /// Mixins to attach.
    pub mixins: Vec<::occi::CategoryId>,
    /// Values for attributes of mixins.
    pub other: ::occi::Attributes,
}

impl NewGpulink {
    /// Starts a request with the values that every new instance needs.
    pub fn builder(source: impl Into<String>, target: impl Into<String>) -> NewGpulinkBuilder {
        NewGpulinkBuilder {
            new: Self {
                title: None,
                source: source.into(),
                target: target.into(),
                target_kind: None,
                slot: None,
                mixins: Vec::new(),
                other: ::occi::Attributes::new(),
            },
        }
    }

    /// Starts a request for a link between two resources.
    pub fn between(
        source: &super::super::infrastructure::Compute,
        target: &super::Gpu,
    ) -> NewGpulinkBuilder {
        Self::builder(
            ::occi::Entity::location(source),
            ::occi::Entity::location(target),
        )
    }
}

/// Builds a [`NewGpulink`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "nothing is made before `build`"]
pub struct NewGpulinkBuilder {
    new: NewGpulink,
}

impl NewGpulinkBuilder {
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

    /// Sets `com.example.gpulink.slot`: Slot of the device in the guest.
    ///
    /// # Errors
    ///
    /// When the value is not an integer from 0 to 31.
    pub fn slot(mut self, slot: impl Into<u16>) -> Result<Self, ::occi::FieldError> {
        let slot = Gpulink::checked("com.example.gpulink.slot", slot.into())?;
        self.new.slot = Some(slot);
        Ok(self)
    }

    /// Attaches a mixin that applies to the kind, with its values.
    pub fn mixin(self, mixin: impl ::occi::AppliesTo<Gpulink>) -> Self {
        self.any_mixin(mixin)
    }

    /// Attaches a mixin that the definition does not name for the kind, with its values.
    pub fn any_mixin(mut self, mixin: impl ::occi::Mixin) -> Self {
        ::occi::typed::attach(mixin, &mut self.new.mixins, &mut self.new.other);
        self
    }

    /// The request.
    #[must_use]
    pub fn build(self) -> NewGpulink {
        self.new
    }
}

/// What a client changes about a [`Gpulink`]; what is not given stays.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use = "a patch changes nothing before it is sent or applied"]
pub struct GpulinkPatch {
    /// Display name of the instance; see [`Gpulink::title`].
    pub title: Option<String>,
    /// The resource where the link starts, as a URI reference; see [`Gpulink::source`].
    pub source: Option<String>,
    /// The resource that the link points to, inside or outside of the provider; see [`Gpulink::target`].
    pub target: Option<String>,
    /// Identifier of the kind of the target; see [`Gpulink::target_kind`].
    pub target_kind: Option<String>,
    /// Slot of the device in the guest; see [`Gpulink::slot`].
    pub slot: Option<u16>,
    /// Values for attributes of mixins.
    pub other: ::occi::Attributes,
}

impl GpulinkPatch {
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

    /// Sets `com.example.gpulink.slot`: Slot of the device in the guest.
    ///
    /// # Errors
    ///
    /// When the value is not an integer from 0 to 31.
    pub fn slot(mut self, slot: impl Into<u16>) -> Result<Self, ::occi::FieldError> {
        let slot = Gpulink::checked("com.example.gpulink.slot", slot.into())?;
        self.slot = Some(slot);
        Ok(self)
    }
}

/// What a provider may take over for the instances of [`Gpulink`].
///
/// Every method has a default that does what the definition says.
pub trait GpulinkProvider: Send + Sync + 'static {
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
        new: NewGpulink,
    ) -> impl Future<Output = Result<Gpulink, Fault>> + Send {
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
        gpulink: &Gpulink,
        patch: GpulinkPatch,
    ) -> impl Future<Output = Result<Gpulink, Fault>> + Send {
        let _ = gpulink;
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
        gpulink: &Gpulink,
    ) -> impl Future<Output = Result<(), Fault>> + Send {
        let _ = (cx, gpulink);
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
        gpulink: &Gpulink,
        action: &::occi::CategoryId,
        parameters: ::occi::Attributes,
    ) -> impl Future<Output = Result<::occi::server::Outcome, Fault>> + Send {
        let _ = (gpulink, action, parameters);
        async move { Ok(cx.outcome()) }
    }
}

/// Lets the engine call a [`GpulinkProvider`].
#[derive(Clone, Copy, Debug, Default)]
pub struct GpulinkHandler<P>(pub P);

impl<P: GpulinkProvider> ::occi::server::Handler for GpulinkHandler<P> {
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
            let gpulink = <Gpulink as ::occi::Entity>::from_instance(current)?;
            let patch = ::occi::Patch::from_attributes(changes)?;
            let updated = self.0.update(cx, &gpulink, patch).await?;
            Ok(::occi::Entity::into_instance(updated))
        })
    }

    fn delete<'a>(
        &'a self,
        cx: &'a Context,
        current: ::occi::Instance,
    ) -> ::occi::server::BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            let gpulink = <Gpulink as ::occi::Entity>::from_instance(current)?;
            self.0.delete(cx, &gpulink).await
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
            let gpulink = <Gpulink as ::occi::Entity>::from_instance(current)?;
            self.0.act(cx, &gpulink, action, parameters).await
        })
    }
}
