//! Kind `gpu`.

use ::occi::server::{Context, Fault};
use ::std::future::Future;

/// GPU.
///
/// A graphics processor that compute instances can use.
///
/// * Kind: `http://example.com/occi/gpu#gpu`
/// * Parent: `http://schemas.ogf.org/occi/core#resource`
/// * Location: `/gpu/`
/// * States: `idle`, `busy`, starting with `idle`
#[derive(Clone, Debug, PartialEq)]
pub struct Gpu {
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
    /// A text that sums the resource up.
    ///
    /// * Attribute: `occi.core.summary`
    /// * Type: text
    /// * Access: mutable
    pub summary: Option<String>,
    /// Memory of the device.
    ///
    /// * Attribute: `com.example.gpu.memory`
    /// * Type: an integer from 1 to 1024
    /// * Unit: GiB
    /// * Access: set at creation only, required at creation
    pub memory: u16,
    /// Who made the device.
    ///
    /// * Attribute: `com.example.gpu.vendor`
    /// * Type: one of `amd`, `intel`, `nvidia`
    /// * Access: set at creation only
    pub vendor: Option<super::Vendor>,
    /// What the device is doing.
    ///
    /// * Attribute: `com.example.gpu.state`
    /// * Type: one of `idle`, `busy`
    /// * Default: `idle`
    /// * Access: set by the server only
    pub state: GpuState,
    /// Attached mixins, in order of attachment.
    pub mixins: Vec<::occi::CategoryId>,
    /// Links that start here.
    pub links: Vec<::occi::LinkInstance>,
    /// Actions that can be called now.
    pub actions: Vec<::occi::CategoryId>,
    /// Attributes of mixins, and those that the definition does not know.
    pub other: ::occi::Attributes,
}

impl Gpu {
    /// The values of a mixin; none when it is not attached.
    ///
    /// # Errors
    ///
    /// When a value is missing, or is not what the definition says.
    pub fn mixin<M: ::occi::Mixin>(&self) -> Result<Option<M>, ::occi::FieldError> {
        ::occi::typed::mixin(&self.mixins, &self.other)
    }

    /// The action `claim`, if it can be called now: in the state `idle`. See [`GpuClaim`].
    #[must_use]
    pub fn can_claim(&self) -> Option<::occi::Applicable<'_, GpuClaim>> {
        let allowed = matches!(self.state, GpuState::Idle | GpuState::Other(_));
        ::occi::Applicable::new(self, &self.actions, allowed)
    }

    /// The action `release`, if it can be called now: in the state `busy`. See [`GpuRelease`].
    #[must_use]
    pub fn can_release(&self) -> Option<::occi::Applicable<'_, GpuRelease>> {
        let allowed = matches!(self.state, GpuState::Busy | GpuState::Other(_));
        ::occi::Applicable::new(self, &self.actions, allowed)
    }

    fn checked<T: ::occi::AttributeValue>(name: &str, value: T) -> Result<T, ::occi::FieldError> {
        ::occi::typed::checked(super::model(), <Self as ::occi::Entity>::KIND, name, value)
    }
}

::occi::entity! {
    "http://example.com/occi/gpu#gpu" at "/gpu/" in super::model;
    Gpu: mixins links actions;
    NewGpu: mixins links;
    GpuPatch;
    mutable {
        title: "occi.core.title",
        summary: "occi.core.summary",
    }
    createonly {
        memory: "com.example.gpu.memory",
        vendor: "com.example.gpu.vendor",
    }
    readonly {
        state: "com.example.gpu.state",
    }
}

impl ::occi::Resource for Gpu {}

impl ::occi::Stateful for Gpu {
    type State = GpuState;

    fn state(&self) -> &GpuState {
        &self.state
    }
}

/// What a client gives to create a [`Gpu`].
#[derive(Clone, Debug, PartialEq)]
pub struct NewGpu {
    /// Display name of the instance; see [`Gpu::title`].
    pub title: Option<String>,
    /// A text that sums the resource up; see [`Gpu::summary`].
    pub summary: Option<String>,
    /// Memory of the device; see [`Gpu::memory`].
    pub memory: u16,
    /// Who made the device; see [`Gpu::vendor`].
    pub vendor: Option<super::Vendor>,
    /// Mixins to attach.
    pub mixins: Vec<::occi::CategoryId>,
    /// Links to create along with it.
    pub links: Vec<::occi::LinkInstance>,
    /// Values for attributes of mixins.
    pub other: ::occi::Attributes,
}

impl NewGpu {
    /// Starts a request with the values that every new instance needs.
    ///
    /// # Errors
    ///
    /// When the value is not an integer from 1 to 1024.
    pub fn builder(memory: impl Into<u16>) -> Result<NewGpuBuilder, ::occi::FieldError> {
        let memory = Gpu::checked("com.example.gpu.memory", memory.into())?;
        Ok(NewGpuBuilder {
            new: Self {
                title: None,
                summary: None,
                memory,
                vendor: None,
                mixins: Vec::new(),
                links: Vec::new(),
                other: ::occi::Attributes::new(),
            },
        })
    }
}

/// Builds a [`NewGpu`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "nothing is made before `build`"]
pub struct NewGpuBuilder {
    new: NewGpu,
}

impl NewGpuBuilder {
    /// Sets `occi.core.title`: Display name of the instance.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.new.title = Some(title.into());
        self
    }

    /// Sets `occi.core.summary`: A text that sums the resource up.
    pub fn summary(mut self, summary: impl Into<String>) -> Self {
        self.new.summary = Some(summary.into());
        self
    }

    /// Sets `com.example.gpu.vendor`: Who made the device.
    pub fn vendor(mut self, vendor: impl Into<super::Vendor>) -> Self {
        self.new.vendor = Some(vendor.into());
        self
    }

    /// Attaches a mixin that applies to the kind, with its values.
    pub fn mixin(self, mixin: impl ::occi::AppliesTo<Gpu>) -> Self {
        self.any_mixin(mixin)
    }

    /// Attaches a mixin that the definition does not name for the kind, with its values.
    pub fn any_mixin(mut self, mixin: impl ::occi::Mixin) -> Self {
        ::occi::typed::attach(mixin, &mut self.new.mixins, &mut self.new.other);
        self
    }

    /// Creates a link along with it.
    pub fn link(mut self, link: ::occi::LinkInstance) -> Self {
        self.new.links.push(link);
        self
    }

    /// The request.
    #[must_use]
    pub fn build(self) -> NewGpu {
        self.new
    }
}

/// What a client changes about a [`Gpu`]; what is not given stays.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use = "a patch changes nothing before it is sent or applied"]
pub struct GpuPatch {
    /// Display name of the instance; see [`Gpu::title`].
    pub title: Option<String>,
    /// A text that sums the resource up; see [`Gpu::summary`].
    pub summary: Option<String>,
    /// Values for attributes of mixins.
    pub other: ::occi::Attributes,
}

impl GpuPatch {
    /// Sets `occi.core.title`: Display name of the instance.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Sets `occi.core.summary`: A text that sums the resource up.
    pub fn summary(mut self, summary: impl Into<String>) -> Self {
        self.summary = Some(summary.into());
        self
    }
}

/// Hands the device out.
///
/// * Action: `http://example.com/occi/gpu/gpu/action#claim`
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct GpuClaim;

impl ::occi::Action for GpuClaim {
    const ID: &'static str = "http://example.com/occi/gpu/gpu/action#claim";
    type Entity = Gpu;

    fn from_attributes(_attributes: ::occi::Attributes) -> Result<Self, ::occi::FieldError> {
        Ok(Self)
    }

    fn into_attributes(self) -> ::occi::Attributes {
        ::occi::Attributes::new()
    }
}

/// Takes the device back and clears its memory.
///
/// * Action: `http://example.com/occi/gpu/gpu/action#release`
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct GpuRelease {
    /// How thoroughly the memory is cleared.
    ///
    /// * Parameter: `erase`
    /// * Type: one of `quick`, `thorough`
    pub erase: Option<ReleaseErase>,
}

impl ::occi::Action for GpuRelease {
    const ID: &'static str = "http://example.com/occi/gpu/gpu/action#release";
    type Entity = Gpu;

    fn model() -> Option<&'static ::std::sync::Arc<::occi::Model>> {
        Some(super::model())
    }

    fn from_attributes(attributes: ::occi::Attributes) -> Result<Self, ::occi::FieldError> {
        let mut fields = ::occi::Fields::new(attributes);
        Ok(Self {
            erase: fields.optional("erase")?,
        })
    }

    fn into_attributes(self) -> ::occi::Attributes {
        let mut fields = ::occi::FieldWriter::default();
        fields.put_optional("erase", self.erase);
        fields.finish()
    }
}

/// Values of `com.example.gpu.state`.
///
/// What the device is doing.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum GpuState {
    /// Nobody uses it.
    ///
    /// * Literal: `idle`
    Idle,
    /// A compute instance uses it.
    ///
    /// * Literal: `busy`
    Busy,
    /// A literal that the definition does not know.
    Other(String),
}

::occi::literals! {
    GpuState {
        Idle = "idle",
        Busy = "busy",
    }
}

/// Values of `erase`.
///
/// How thoroughly the memory is cleared.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ReleaseErase {
    /// `quick`.
    Quick,
    /// `thorough`.
    Thorough,
    /// A literal that the definition does not know.
    Other(String),
}

::occi::literals! {
    ReleaseErase {
        Quick = "quick",
        Thorough = "thorough",
    }
}

/// What a provider may take over for the instances of [`Gpu`].
///
/// Every method has a default that does what the definition says.
pub trait GpuProvider: Send + Sync + 'static {
    /// Creates an instance.
    ///
    /// The request is valid; the context proposes the instance that it makes.
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn create(&self, cx: &Context, new: NewGpu) -> impl Future<Output = Result<Gpu, Fault>> + Send {
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
        gpu: &Gpu,
        patch: GpuPatch,
    ) -> impl Future<Output = Result<Gpu, Fault>> + Send {
        let _ = gpu;
        async move { cx.apply(patch) }
    }

    /// Deletes an instance; its links go with it.
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn delete(&self, cx: &Context, gpu: &Gpu) -> impl Future<Output = Result<(), Fault>> + Send {
        let _ = (cx, gpu);
        async { Ok(()) }
    }

    /// Hands the device out.
    ///
    /// * Action: `http://example.com/occi/gpu/gpu/action#claim`
    /// * From `idle` to `busy`
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn claim(
        &self,
        cx: &Context,
        gpu: &Gpu,
        action: GpuClaim,
    ) -> impl Future<Output = Result<GpuState, Fault>> + Send {
        let _ = (gpu, action);
        async move { cx.next_state() }
    }

    /// Takes the device back and clears its memory.
    ///
    /// * Action: `http://example.com/occi/gpu/gpu/action#release`
    /// * From `busy` to `idle`
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn release(
        &self,
        cx: &Context,
        gpu: &Gpu,
        action: GpuRelease,
    ) -> impl Future<Output = Result<GpuState, Fault>> + Send {
        let _ = (gpu, action);
        async move { cx.next_state() }
    }

    /// Performs an action that has no method here: one of an attached mixin.
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn act(
        &self,
        cx: &Context,
        gpu: &Gpu,
        action: &::occi::CategoryId,
        parameters: ::occi::Attributes,
    ) -> impl Future<Output = Result<::occi::server::Outcome, Fault>> + Send {
        let _ = (gpu, action, parameters);
        async move { Ok(cx.outcome()) }
    }
}

/// Lets the engine call a [`GpuProvider`].
#[derive(Clone, Copy, Debug, Default)]
pub struct GpuHandler<P>(pub P);

impl<P: GpuProvider> ::occi::server::Handler for GpuHandler<P> {
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
            let gpu = <Gpu as ::occi::Entity>::from_instance(current)?;
            let patch = ::occi::Patch::from_attributes(changes)?;
            let updated = self.0.update(cx, &gpu, patch).await?;
            Ok(::occi::Entity::into_instance(updated))
        })
    }

    fn delete<'a>(
        &'a self,
        cx: &'a Context,
        current: ::occi::Instance,
    ) -> ::occi::server::BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            let gpu = <Gpu as ::occi::Entity>::from_instance(current)?;
            self.0.delete(cx, &gpu).await
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
            let gpu = <Gpu as ::occi::Entity>::from_instance(current)?;
            match action.as_str() {
                "http://example.com/occi/gpu/gpu/action#claim" => {
                    let action = ::occi::Action::from_attributes(parameters)?;
                    let state = self.0.claim(cx, &gpu, action).await?;
                    Ok(::occi::server::Outcome::State(state.to_string()))
                }
                "http://example.com/occi/gpu/gpu/action#release" => {
                    let action = ::occi::Action::from_attributes(parameters)?;
                    let state = self.0.release(cx, &gpu, action).await?;
                    Ok(::occi::server::Outcome::State(state.to_string()))
                }
                _ => self.0.act(cx, &gpu, action, parameters).await,
            }
        })
    }
}
