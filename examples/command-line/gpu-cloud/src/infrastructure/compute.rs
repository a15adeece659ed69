//! Kind `compute`.

use ::occi::server::{Context, Fault};
use ::std::future::Future;

/// Compute Resource.
///
/// A generic information processing resource: a virtual machine or a container.
///
/// * Kind: `http://schemas.ogf.org/occi/infrastructure#compute`
/// * Parent: `http://schemas.ogf.org/occi/core#resource`
/// * Location: `/compute/`
/// * States: `inactive`, `active`, `suspended`, `error`, starting with `inactive`, ending with `inactive`
#[derive(Clone, Debug, PartialEq)]
pub struct Compute {
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
    /// CPU architecture of the instance.
    ///
    /// * Attribute: `occi.compute.architecture`
    /// * Type: one of `x86`, `x64`
    /// * Access: mutable
    pub architecture: Option<super::Architecture>,
    /// Number of virtual CPU cores assigned to the instance.
    ///
    /// * Attribute: `occi.compute.cores`
    /// * Type: an integer of at least 1
    /// * Access: mutable
    pub cores: Option<i64>,
    /// Fully qualified DNS host name of the instance.
    ///
    /// * Attribute: `occi.compute.hostname`
    /// * Type: text
    /// * Access: mutable
    pub hostname: Option<String>,
    /// Relative number of CPU shares of the instance.
    ///
    /// * Attribute: `occi.compute.share`
    /// * Type: an integer of at least 0
    /// * Access: mutable
    /// * Versions: since OCCI 1.2
    pub share: Option<i64>,
    /// CPU clock frequency (the speed) of the instance.
    ///
    /// * Attribute: `occi.compute.speed`
    /// * Type: a number greater than 0.0
    /// * Unit: GHz
    /// * Access: mutable
    /// * Versions: until OCCI 1.1
    pub speed: Option<f64>,
    /// Maximum RAM of the instance.
    ///
    /// * Attribute: `occi.compute.memory`
    /// * Type: a number greater than 0.0
    /// * Unit: GiB
    /// * Access: mutable
    pub memory: Option<super::Size>,
    /// Current state of the instance.
    ///
    /// * Attribute: `occi.compute.state`
    /// * Type: one of `active`, `inactive`, `suspended`, `error`
    /// * Default: `inactive`
    /// * Access: set by the server only
    pub state: ComputeState,
    /// Explanation of the current state for people.
    ///
    /// * Attribute: `occi.compute.state.message`
    /// * Type: text
    /// * Access: set by the server only
    /// * Versions: since OCCI 1.2
    pub state_message: Option<String>,
    /// Attached mixins, in order of attachment.
    pub mixins: Vec<::occi::CategoryId>,
    /// Links that start here.
    pub links: Vec<::occi::LinkInstance>,
    /// Actions that can be called now.
    pub actions: Vec<::occi::CategoryId>,
    /// Attributes of mixins, and those that the definition does not know.
    pub other: ::occi::Attributes,
}

impl Compute {
    /// The values of a mixin; none when it is not attached.
    ///
    /// # Errors
    ///
    /// When a value is missing, or is not what the definition says.
    pub fn mixin<M: ::occi::Mixin>(&self) -> Result<Option<M>, ::occi::FieldError> {
        ::occi::typed::mixin(&self.mixins, &self.other)
    }

    /// The action `start`, if it can be called now: in the state `inactive` or `suspended`. See [`ComputeStart`].
    #[must_use]
    pub fn can_start(&self) -> Option<::occi::Applicable<'_, ComputeStart>> {
        let allowed = matches!(
            self.state,
            ComputeState::Inactive | ComputeState::Suspended | ComputeState::Other(_)
        );
        ::occi::Applicable::new(self, &self.actions, allowed)
    }

    /// The action `stop`, if it can be called now: in the state `active`. See [`ComputeStop`].
    #[must_use]
    pub fn can_stop(&self) -> Option<::occi::Applicable<'_, ComputeStop>> {
        let allowed = matches!(self.state, ComputeState::Active | ComputeState::Other(_));
        ::occi::Applicable::new(self, &self.actions, allowed)
    }

    /// The action `restart`, if it can be called now: in the state `active`. See [`ComputeRestart`].
    #[must_use]
    pub fn can_restart(&self) -> Option<::occi::Applicable<'_, ComputeRestart>> {
        let allowed = matches!(self.state, ComputeState::Active | ComputeState::Other(_));
        ::occi::Applicable::new(self, &self.actions, allowed)
    }

    /// The action `suspend`, if it can be called now: in the state `active`. See [`ComputeSuspend`].
    #[must_use]
    pub fn can_suspend(&self) -> Option<::occi::Applicable<'_, ComputeSuspend>> {
        let allowed = matches!(self.state, ComputeState::Active | ComputeState::Other(_));
        ::occi::Applicable::new(self, &self.actions, allowed)
    }

    /// The action `save`, if it can be called now: in the state `active` or `inactive`. See [`ComputeSave`].
    #[must_use]
    pub fn can_save(&self) -> Option<::occi::Applicable<'_, ComputeSave>> {
        let allowed = matches!(
            self.state,
            ComputeState::Active | ComputeState::Inactive | ComputeState::Other(_)
        );
        ::occi::Applicable::new(self, &self.actions, allowed)
    }

    fn checked<T: ::occi::AttributeValue>(name: &str, value: T) -> Result<T, ::occi::FieldError> {
        ::occi::typed::checked(super::model(), <Self as ::occi::Entity>::KIND, name, value)
    }
}

::occi::entity! {
    "http://schemas.ogf.org/occi/infrastructure#compute" at "/compute/" in super::model;
    Compute: mixins links actions;
    NewCompute: mixins links;
    ComputePatch;
    mutable {
        title: "occi.core.title",
        summary: "occi.core.summary",
        architecture: "occi.compute.architecture",
        cores: "occi.compute.cores",
        hostname: "occi.compute.hostname",
        share: "occi.compute.share",
        speed: "occi.compute.speed",
        memory: "occi.compute.memory",
    }
    readonly {
        state: "occi.compute.state",
        state_message: "occi.compute.state.message",
    }
}

impl ::occi::Resource for Compute {}

impl ::occi::Stateful for Compute {
    type State = ComputeState;

    fn state(&self) -> &ComputeState {
        &self.state
    }
}

/// What a client gives to create a [`Compute`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewCompute {
    /// Display name of the instance; see [`Compute::title`].
    pub title: Option<String>,
    /// A text that sums the resource up; see [`Compute::summary`].
    pub summary: Option<String>,
    /// CPU architecture of the instance; see [`Compute::architecture`].
    pub architecture: Option<super::Architecture>,
    /// Number of virtual CPU cores assigned to the instance; see [`Compute::cores`].
    pub cores: Option<i64>,
    /// Fully qualified DNS host name of the instance; see [`Compute::hostname`].
    pub hostname: Option<String>,
    /// Relative number of CPU shares of the instance; see [`Compute::share`].
    pub share: Option<i64>,
    /// CPU clock frequency (the speed) of the instance; see [`Compute::speed`].
    pub speed: Option<f64>,
    /// Maximum RAM of the instance; see [`Compute::memory`].
    pub memory: Option<super::Size>,
    /// Mixins to attach.
    pub mixins: Vec<::occi::CategoryId>,
    /// Links to create along with it.
    pub links: Vec<::occi::LinkInstance>,
    /// Values for attributes of mixins.
    pub other: ::occi::Attributes,
}

impl NewCompute {
    /// Starts a request.
    pub fn builder() -> NewComputeBuilder {
        <NewComputeBuilder as Default>::default()
    }
}

/// Builds a [`NewCompute`].
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use = "nothing is made before `build`"]
pub struct NewComputeBuilder {
    new: NewCompute,
}

impl NewComputeBuilder {
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

    /// Sets `occi.compute.architecture`: CPU architecture of the instance.
    pub fn architecture(mut self, architecture: impl Into<super::Architecture>) -> Self {
        self.new.architecture = Some(architecture.into());
        self
    }

    /// Sets `occi.compute.cores`: Number of virtual CPU cores assigned to the instance.
    ///
    /// # Errors
    ///
    /// When the value is not an integer of at least 1.
    pub fn cores(mut self, cores: impl Into<i64>) -> Result<Self, ::occi::FieldError> {
        let cores = Compute::checked("occi.compute.cores", cores.into())?;
        self.new.cores = Some(cores);
        Ok(self)
    }

    /// Sets `occi.compute.hostname`: Fully qualified DNS host name of the instance.
    pub fn hostname(mut self, hostname: impl Into<String>) -> Self {
        self.new.hostname = Some(hostname.into());
        self
    }

    /// Sets `occi.compute.share`: Relative number of CPU shares of the instance.
    ///
    /// # Errors
    ///
    /// When the value is not an integer of at least 0.
    pub fn share(mut self, share: impl Into<i64>) -> Result<Self, ::occi::FieldError> {
        let share = Compute::checked("occi.compute.share", share.into())?;
        self.new.share = Some(share);
        Ok(self)
    }

    /// Sets `occi.compute.speed`: CPU clock frequency (the speed) of the instance.
    ///
    /// # Errors
    ///
    /// When the value is not a number greater than 0.0.
    pub fn speed(mut self, speed: impl Into<f64>) -> Result<Self, ::occi::FieldError> {
        let speed = Compute::checked("occi.compute.speed", speed.into())?;
        self.new.speed = Some(speed);
        Ok(self)
    }

    /// Sets `occi.compute.memory`: Maximum RAM of the instance.
    pub fn memory(mut self, memory: impl Into<super::Size>) -> Self {
        self.new.memory = Some(memory.into());
        self
    }

    /// Attaches a mixin that applies to the kind, with its values.
    pub fn mixin(self, mixin: impl ::occi::AppliesTo<Compute>) -> Self {
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
    pub fn build(self) -> NewCompute {
        self.new
    }
}

/// What a client changes about a [`Compute`]; what is not given stays.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use = "a patch changes nothing before it is sent or applied"]
pub struct ComputePatch {
    /// Display name of the instance; see [`Compute::title`].
    pub title: Option<String>,
    /// A text that sums the resource up; see [`Compute::summary`].
    pub summary: Option<String>,
    /// CPU architecture of the instance; see [`Compute::architecture`].
    pub architecture: Option<super::Architecture>,
    /// Number of virtual CPU cores assigned to the instance; see [`Compute::cores`].
    pub cores: Option<i64>,
    /// Fully qualified DNS host name of the instance; see [`Compute::hostname`].
    pub hostname: Option<String>,
    /// Relative number of CPU shares of the instance; see [`Compute::share`].
    pub share: Option<i64>,
    /// CPU clock frequency (the speed) of the instance; see [`Compute::speed`].
    pub speed: Option<f64>,
    /// Maximum RAM of the instance; see [`Compute::memory`].
    pub memory: Option<super::Size>,
    /// Values for attributes of mixins.
    pub other: ::occi::Attributes,
}

impl ComputePatch {
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

    /// Sets `occi.compute.architecture`: CPU architecture of the instance.
    pub fn architecture(mut self, architecture: impl Into<super::Architecture>) -> Self {
        self.architecture = Some(architecture.into());
        self
    }

    /// Sets `occi.compute.cores`: Number of virtual CPU cores assigned to the instance.
    ///
    /// # Errors
    ///
    /// When the value is not an integer of at least 1.
    pub fn cores(mut self, cores: impl Into<i64>) -> Result<Self, ::occi::FieldError> {
        let cores = Compute::checked("occi.compute.cores", cores.into())?;
        self.cores = Some(cores);
        Ok(self)
    }

    /// Sets `occi.compute.hostname`: Fully qualified DNS host name of the instance.
    pub fn hostname(mut self, hostname: impl Into<String>) -> Self {
        self.hostname = Some(hostname.into());
        self
    }

    /// Sets `occi.compute.share`: Relative number of CPU shares of the instance.
    ///
    /// # Errors
    ///
    /// When the value is not an integer of at least 0.
    pub fn share(mut self, share: impl Into<i64>) -> Result<Self, ::occi::FieldError> {
        let share = Compute::checked("occi.compute.share", share.into())?;
        self.share = Some(share);
        Ok(self)
    }

    /// Sets `occi.compute.speed`: CPU clock frequency (the speed) of the instance.
    ///
    /// # Errors
    ///
    /// When the value is not a number greater than 0.0.
    pub fn speed(mut self, speed: impl Into<f64>) -> Result<Self, ::occi::FieldError> {
        let speed = Compute::checked("occi.compute.speed", speed.into())?;
        self.speed = Some(speed);
        Ok(self)
    }

    /// Sets `occi.compute.memory`: Maximum RAM of the instance.
    pub fn memory(mut self, memory: impl Into<super::Size>) -> Self {
        self.memory = Some(memory.into());
        self
    }
}

/// Starts the instance.
///
/// * Action: `http://schemas.ogf.org/occi/infrastructure/compute/action#start`
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct ComputeStart;

impl ::occi::Action for ComputeStart {
    const ID: &'static str = "http://schemas.ogf.org/occi/infrastructure/compute/action#start";
    type Entity = Compute;

    fn from_attributes(_attributes: ::occi::Attributes) -> Result<Self, ::occi::FieldError> {
        Ok(Self)
    }

    fn into_attributes(self) -> ::occi::Attributes {
        ::occi::Attributes::new()
    }
}

/// Stops the instance.
///
/// * Action: `http://schemas.ogf.org/occi/infrastructure/compute/action#stop`
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ComputeStop {
    /// How the instance is stopped.
    ///
    /// * Parameter: `method`
    /// * Type: one of `graceful`, `acpioff`, `poweroff`
    pub method: Option<StopMethod>,
}

impl ::occi::Action for ComputeStop {
    const ID: &'static str = "http://schemas.ogf.org/occi/infrastructure/compute/action#stop";
    type Entity = Compute;

    fn model() -> Option<&'static ::std::sync::Arc<::occi::Model>> {
        Some(super::model())
    }

    fn from_attributes(attributes: ::occi::Attributes) -> Result<Self, ::occi::FieldError> {
        let mut fields = ::occi::Fields::new(attributes);
        Ok(Self {
            method: fields.optional("method")?,
        })
    }

    fn into_attributes(self) -> ::occi::Attributes {
        let mut fields = ::occi::FieldWriter::default();
        fields.put_optional("method", self.method);
        fields.finish()
    }
}

/// Restarts the instance: stop, then start.
///
/// * Action: `http://schemas.ogf.org/occi/infrastructure/compute/action#restart`
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ComputeRestart {
    /// How the instance is restarted.
    ///
    /// * Parameter: `method`
    /// * Type: one of `graceful`, `warm`, `cold`
    pub method: Option<RestartMethod>,
}

impl ::occi::Action for ComputeRestart {
    const ID: &'static str = "http://schemas.ogf.org/occi/infrastructure/compute/action#restart";
    type Entity = Compute;

    fn model() -> Option<&'static ::std::sync::Arc<::occi::Model>> {
        Some(super::model())
    }

    fn from_attributes(attributes: ::occi::Attributes) -> Result<Self, ::occi::FieldError> {
        let mut fields = ::occi::Fields::new(attributes);
        Ok(Self {
            method: fields.optional("method")?,
        })
    }

    fn into_attributes(self) -> ::occi::Attributes {
        let mut fields = ::occi::FieldWriter::default();
        fields.put_optional("method", self.method);
        fields.finish()
    }
}

/// Suspends the instance.
///
/// * Action: `http://schemas.ogf.org/occi/infrastructure/compute/action#suspend`
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ComputeSuspend {
    /// How the instance is suspended.
    ///
    /// * Parameter: `method`
    /// * Type: one of `hibernate`, `suspend`
    pub method: Option<SuspendMethod>,
}

impl ::occi::Action for ComputeSuspend {
    const ID: &'static str = "http://schemas.ogf.org/occi/infrastructure/compute/action#suspend";
    type Entity = Compute;

    fn model() -> Option<&'static ::std::sync::Arc<::occi::Model>> {
        Some(super::model())
    }

    fn from_attributes(attributes: ::occi::Attributes) -> Result<Self, ::occi::FieldError> {
        let mut fields = ::occi::Fields::new(attributes);
        Ok(Self {
            method: fields.optional("method")?,
        })
    }

    fn into_attributes(self) -> ::occi::Attributes {
        let mut fields = ::occi::FieldWriter::default();
        fields.put_optional("method", self.method);
        fields.finish()
    }
}

/// Makes an OS template from an independent copy of the instance.
///
/// * Action: `http://schemas.ogf.org/occi/infrastructure/compute/action#save`
/// * Returns: the rendering of the new OS template mixin
/// * Versions: since OCCI 1.2
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ComputeSave {
    /// Whether the instance runs on, or is stopped for the copy.
    ///
    /// * Parameter: `method`
    /// * Type: one of `hot`, `deferred`
    pub method: Option<SaveMethod>,
    /// Name of the OS template; the provider may ignore it.
    ///
    /// * Parameter: `name`
    /// * Type: text
    pub name: Option<String>,
}

impl ::occi::Action for ComputeSave {
    const ID: &'static str = "http://schemas.ogf.org/occi/infrastructure/compute/action#save";
    type Entity = Compute;

    fn model() -> Option<&'static ::std::sync::Arc<::occi::Model>> {
        Some(super::model())
    }

    fn from_attributes(attributes: ::occi::Attributes) -> Result<Self, ::occi::FieldError> {
        let mut fields = ::occi::Fields::new(attributes);
        Ok(Self {
            method: fields.optional("method")?,
            name: fields.optional("name")?,
        })
    }

    fn into_attributes(self) -> ::occi::Attributes {
        let mut fields = ::occi::FieldWriter::default();
        fields.put_optional("method", self.method);
        fields.put_optional("name", self.name);
        fields.finish()
    }
}

/// Values of `occi.compute.state`.
///
/// Current state of the instance.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ComputeState {
    /// `active`.
    Active,
    /// `inactive`.
    Inactive,
    /// `suspended`.
    Suspended,
    /// `error`.
    ///
    /// * Versions: since OCCI 1.2
    Error,
    /// A literal that the definition does not know.
    Other(String),
}

::occi::literals! {
    ComputeState {
        Active = "active",
        Inactive = "inactive",
        Suspended = "suspended",
        Error = "error",
    }
}

/// Values of `method`.
///
/// How the instance is stopped.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum StopMethod {
    /// `graceful`.
    Graceful,
    /// `acpioff`.
    Acpioff,
    /// `poweroff`.
    Poweroff,
    /// A literal that the definition does not know.
    Other(String),
}

::occi::literals! {
    StopMethod {
        Graceful = "graceful",
        Acpioff = "acpioff",
        Poweroff = "poweroff",
    }
}

/// Values of `method`.
///
/// How the instance is restarted.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum RestartMethod {
    /// `graceful`.
    Graceful,
    /// `warm`.
    Warm,
    /// `cold`.
    Cold,
    /// A literal that the definition does not know.
    Other(String),
}

::occi::literals! {
    RestartMethod {
        Graceful = "graceful",
        Warm = "warm",
        Cold = "cold",
    }
}

/// Values of `method`.
///
/// How the instance is suspended.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum SuspendMethod {
    /// `hibernate`.
    Hibernate,
    /// `suspend`.
    Suspend,
    /// A literal that the definition does not know.
    Other(String),
}

::occi::literals! {
    SuspendMethod {
        Hibernate = "hibernate",
        Suspend = "suspend",
    }
}

/// Values of `method`.
///
/// Whether the instance runs on, or is stopped for the copy.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum SaveMethod {
    /// `hot`.
    Hot,
    /// `deferred`.
    Deferred,
    /// A literal that the definition does not know.
    Other(String),
}

::occi::literals! {
    SaveMethod {
        Hot = "hot",
        Deferred = "deferred",
    }
}

/// What a provider may take over for the instances of [`Compute`].
///
/// Every method has a default that does what the definition says.
pub trait ComputeProvider: Send + Sync + 'static {
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
        new: NewCompute,
    ) -> impl Future<Output = Result<Compute, Fault>> + Send {
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
        compute: &Compute,
        patch: ComputePatch,
    ) -> impl Future<Output = Result<Compute, Fault>> + Send {
        let _ = compute;
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
        compute: &Compute,
    ) -> impl Future<Output = Result<(), Fault>> + Send {
        let _ = (cx, compute);
        async { Ok(()) }
    }

    /// Starts the instance.
    ///
    /// * Action: `http://schemas.ogf.org/occi/infrastructure/compute/action#start`
    /// * From `inactive` to `active`, or `error` on failure
    /// * From `suspended` to `active`, or `error` on failure
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn start(
        &self,
        cx: &Context,
        compute: &Compute,
        action: ComputeStart,
    ) -> impl Future<Output = Result<ComputeState, Fault>> + Send {
        let _ = (compute, action);
        async move { cx.next_state() }
    }

    /// Stops the instance.
    ///
    /// * Action: `http://schemas.ogf.org/occi/infrastructure/compute/action#stop`
    /// * From `active` to `inactive`, or `error` on failure
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn stop(
        &self,
        cx: &Context,
        compute: &Compute,
        action: ComputeStop,
    ) -> impl Future<Output = Result<ComputeState, Fault>> + Send {
        let _ = (compute, action);
        async move { cx.next_state() }
    }

    /// Restarts the instance: stop, then start.
    ///
    /// * Action: `http://schemas.ogf.org/occi/infrastructure/compute/action#restart`
    /// * From `active` to `active`, or `error` on failure
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn restart(
        &self,
        cx: &Context,
        compute: &Compute,
        action: ComputeRestart,
    ) -> impl Future<Output = Result<ComputeState, Fault>> + Send {
        let _ = (compute, action);
        async move { cx.next_state() }
    }

    /// Suspends the instance.
    ///
    /// * Action: `http://schemas.ogf.org/occi/infrastructure/compute/action#suspend`
    /// * From `active` to `suspended`, or `error` on failure
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn suspend(
        &self,
        cx: &Context,
        compute: &Compute,
        action: ComputeSuspend,
    ) -> impl Future<Output = Result<ComputeState, Fault>> + Send {
        let _ = (compute, action);
        async move { cx.next_state() }
    }

    /// Makes an OS template from an independent copy of the instance.
    ///
    /// * Action: `http://schemas.ogf.org/occi/infrastructure/compute/action#save`
    /// * Returns: the rendering of the new OS template mixin
    /// * Versions: since OCCI 1.2
    /// * From `inactive` to `inactive`
    /// * From `active` to `active`, or `error` on failure
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn save(
        &self,
        cx: &Context,
        compute: &Compute,
        action: ComputeSave,
    ) -> impl Future<Output = Result<ComputeState, Fault>> + Send {
        let _ = (compute, action);
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
        compute: &Compute,
        action: &::occi::CategoryId,
        parameters: ::occi::Attributes,
    ) -> impl Future<Output = Result<::occi::server::Outcome, Fault>> + Send {
        let _ = (compute, action, parameters);
        async move { Ok(cx.outcome()) }
    }
}

/// Lets the engine call a [`ComputeProvider`].
#[derive(Clone, Copy, Debug, Default)]
pub struct ComputeHandler<P>(pub P);

impl<P: ComputeProvider> ::occi::server::Handler for ComputeHandler<P> {
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
            let compute = <Compute as ::occi::Entity>::from_instance(current)?;
            let patch = ::occi::Patch::from_attributes(changes)?;
            let updated = self.0.update(cx, &compute, patch).await?;
            Ok(::occi::Entity::into_instance(updated))
        })
    }

    fn delete<'a>(
        &'a self,
        cx: &'a Context,
        current: ::occi::Instance,
    ) -> ::occi::server::BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            let compute = <Compute as ::occi::Entity>::from_instance(current)?;
            self.0.delete(cx, &compute).await
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
            let compute = <Compute as ::occi::Entity>::from_instance(current)?;
            match action.as_str() {
                "http://schemas.ogf.org/occi/infrastructure/compute/action#start" => {
                    let action = ::occi::Action::from_attributes(parameters)?;
                    let state = self.0.start(cx, &compute, action).await?;
                    Ok(::occi::server::Outcome::State(state.to_string()))
                }
                "http://schemas.ogf.org/occi/infrastructure/compute/action#stop" => {
                    let action = ::occi::Action::from_attributes(parameters)?;
                    let state = self.0.stop(cx, &compute, action).await?;
                    Ok(::occi::server::Outcome::State(state.to_string()))
                }
                "http://schemas.ogf.org/occi/infrastructure/compute/action#restart" => {
                    let action = ::occi::Action::from_attributes(parameters)?;
                    let state = self.0.restart(cx, &compute, action).await?;
                    Ok(::occi::server::Outcome::State(state.to_string()))
                }
                "http://schemas.ogf.org/occi/infrastructure/compute/action#suspend" => {
                    let action = ::occi::Action::from_attributes(parameters)?;
                    let state = self.0.suspend(cx, &compute, action).await?;
                    Ok(::occi::server::Outcome::State(state.to_string()))
                }
                "http://schemas.ogf.org/occi/infrastructure/compute/action#save" => {
                    let action = ::occi::Action::from_attributes(parameters)?;
                    let state = self.0.save(cx, &compute, action).await?;
                    Ok(::occi::server::Outcome::State(state.to_string()))
                }
                _ => self.0.act(cx, &compute, action, parameters).await,
            }
        })
    }
}
