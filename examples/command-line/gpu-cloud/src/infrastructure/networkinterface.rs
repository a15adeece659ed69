//! Kind `networkinterface`.

use ::occi::server::{Context, Fault};
use ::std::future::Future;

/// NetworkInterface Link.
///
/// Connects a compute instance to a network.
///
/// * Kind: `http://schemas.ogf.org/occi/infrastructure#networkinterface`
/// * Parent: `http://schemas.ogf.org/occi/core#link`
/// * Location: `/link/networkinterface/`
/// * Source: `http://schemas.ogf.org/occi/infrastructure#compute`
/// * Target: `http://schemas.ogf.org/occi/infrastructure#network`
/// * States: `inactive`, `active`, `error`, starting with `inactive`, ending with `inactive`
#[derive(Clone, Debug, PartialEq)]
pub struct Networkinterface {
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
    /// Name of the interface in the instance.
    ///
    /// * Attribute: `occi.networkinterface.interface`
    /// * Type: text
    /// * Default: made by the server after `eth{}`
    /// * Access: set at creation only
    pub interface: String,
    /// MAC address of the interface.
    ///
    /// * Attribute: `occi.networkinterface.mac`
    /// * Type: a MAC address, such as `00:16:3e:2a:5b:01`
    /// * Default: made by the server
    /// * Access: mutable
    pub mac: ::occi::values::MacAddress,
    /// Current state of the link.
    ///
    /// * Attribute: `occi.networkinterface.state`
    /// * Type: one of `active`, `inactive`, `error`
    /// * Default: `inactive`
    /// * Access: set by the server only
    pub state: super::ActiveState,
    /// Explanation of the current state for people.
    ///
    /// * Attribute: `occi.networkinterface.state.message`
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

impl Networkinterface {
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
    "http://schemas.ogf.org/occi/infrastructure#networkinterface" at "/link/networkinterface/" in super::model;
    Networkinterface: mixins actions;
    NewNetworkinterface: mixins;
    NetworkinterfacePatch;
    mutable {
        title: "occi.core.title",
        source: "occi.core.source",
        target: "occi.core.target",
        target_kind: "occi.core.target.kind",
        mac: "occi.networkinterface.mac",
    }
    createonly {
        interface: "occi.networkinterface.interface",
    }
    readonly {
        source_kind: "occi.core.source.kind",
        state: "occi.networkinterface.state",
        state_message: "occi.networkinterface.state.message",
    }
}

impl ::occi::Link for Networkinterface {}

impl ::occi::Stateful for Networkinterface {
    type State = super::ActiveState;

    fn state(&self) -> &super::ActiveState {
        &self.state
    }
}

/// What a client gives to create a [`Networkinterface`].
#[derive(Clone, Debug, PartialEq)]
pub struct NewNetworkinterface {
    /// Display name of the instance; see [`Networkinterface::title`].
    pub title: Option<String>,
    /// The resource where the link starts, as a URI reference; see [`Networkinterface::source`].
    pub source: String,
    /// The resource that the link points to, inside or outside of the provider; see [`Networkinterface::target`].
    pub target: String,
    /// Identifier of the kind of the target; see [`Networkinterface::target_kind`].
    pub target_kind: Option<String>,
    /// Name of the interface in the instance; see [`Networkinterface::interface`].
    pub interface: Option<String>,
    /// MAC address of the interface; see [`Networkinterface::mac`].
    pub mac: Option<::occi::values::MacAddress>,
    /// Mixins to attach.
    pub mixins: Vec<::occi::CategoryId>,
    /// Values for attributes of mixins.
    pub other: ::occi::Attributes,
}

impl NewNetworkinterface {
    /// Starts a request with the values that every new instance needs.
    pub fn builder(
        source: impl Into<String>,
        target: impl Into<String>,
    ) -> NewNetworkinterfaceBuilder {
        NewNetworkinterfaceBuilder {
            new: Self {
                title: None,
                source: source.into(),
                target: target.into(),
                target_kind: None,
                interface: None,
                mac: None,
                mixins: Vec::new(),
                other: ::occi::Attributes::new(),
            },
        }
    }

    /// Starts a request for a link between two resources.
    pub fn between(source: &super::Compute, target: &super::Network) -> NewNetworkinterfaceBuilder {
        Self::builder(
            ::occi::Entity::location(source),
            ::occi::Entity::location(target),
        )
    }
}

/// Builds a [`NewNetworkinterface`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "nothing is made before `build`"]
pub struct NewNetworkinterfaceBuilder {
    new: NewNetworkinterface,
}

impl NewNetworkinterfaceBuilder {
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

    /// Sets `occi.networkinterface.interface`: Name of the interface in the instance.
    pub fn interface(mut self, interface: impl Into<String>) -> Self {
        self.new.interface = Some(interface.into());
        self
    }

    /// Sets `occi.networkinterface.mac`: MAC address of the interface.
    pub fn mac(mut self, mac: impl Into<::occi::values::MacAddress>) -> Self {
        self.new.mac = Some(mac.into());
        self
    }

    /// Attaches a mixin that applies to the kind, with its values.
    pub fn mixin(self, mixin: impl ::occi::AppliesTo<Networkinterface>) -> Self {
        self.any_mixin(mixin)
    }

    /// Attaches a mixin that the definition does not name for the kind, with its values.
    pub fn any_mixin(mut self, mixin: impl ::occi::Mixin) -> Self {
        ::occi::typed::attach(mixin, &mut self.new.mixins, &mut self.new.other);
        self
    }

    /// The request.
    #[must_use]
    pub fn build(self) -> NewNetworkinterface {
        self.new
    }
}

/// What a client changes about a [`Networkinterface`]; what is not given stays.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use = "a patch changes nothing before it is sent or applied"]
pub struct NetworkinterfacePatch {
    /// Display name of the instance; see [`Networkinterface::title`].
    pub title: Option<String>,
    /// The resource where the link starts, as a URI reference; see [`Networkinterface::source`].
    pub source: Option<String>,
    /// The resource that the link points to, inside or outside of the provider; see [`Networkinterface::target`].
    pub target: Option<String>,
    /// Identifier of the kind of the target; see [`Networkinterface::target_kind`].
    pub target_kind: Option<String>,
    /// MAC address of the interface; see [`Networkinterface::mac`].
    pub mac: Option<::occi::values::MacAddress>,
    /// Values for attributes of mixins.
    pub other: ::occi::Attributes,
}

impl NetworkinterfacePatch {
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

    /// Sets `occi.networkinterface.mac`: MAC address of the interface.
    pub fn mac(mut self, mac: impl Into<::occi::values::MacAddress>) -> Self {
        self.mac = Some(mac.into());
        self
    }
}

/// What a provider may take over for the instances of [`Networkinterface`].
///
/// Every method has a default that does what the definition says.
pub trait NetworkinterfaceProvider: Send + Sync + 'static {
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
        new: NewNetworkinterface,
    ) -> impl Future<Output = Result<Networkinterface, Fault>> + Send {
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
        networkinterface: &Networkinterface,
        patch: NetworkinterfacePatch,
    ) -> impl Future<Output = Result<Networkinterface, Fault>> + Send {
        let _ = networkinterface;
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
        networkinterface: &Networkinterface,
    ) -> impl Future<Output = Result<(), Fault>> + Send {
        let _ = (cx, networkinterface);
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
        networkinterface: &Networkinterface,
        action: &::occi::CategoryId,
        parameters: ::occi::Attributes,
    ) -> impl Future<Output = Result<::occi::server::Outcome, Fault>> + Send {
        let _ = (networkinterface, action, parameters);
        async move { Ok(cx.outcome()) }
    }
}

/// Lets the engine call a [`NetworkinterfaceProvider`].
#[derive(Clone, Copy, Debug, Default)]
pub struct NetworkinterfaceHandler<P>(pub P);

impl<P: NetworkinterfaceProvider> ::occi::server::Handler for NetworkinterfaceHandler<P> {
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
            let networkinterface = <Networkinterface as ::occi::Entity>::from_instance(current)?;
            let patch = ::occi::Patch::from_attributes(changes)?;
            let updated = self.0.update(cx, &networkinterface, patch).await?;
            Ok(::occi::Entity::into_instance(updated))
        })
    }

    fn delete<'a>(
        &'a self,
        cx: &'a Context,
        current: ::occi::Instance,
    ) -> ::occi::server::BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            let networkinterface = <Networkinterface as ::occi::Entity>::from_instance(current)?;
            self.0.delete(cx, &networkinterface).await
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
            let networkinterface = <Networkinterface as ::occi::Entity>::from_instance(current)?;
            self.0.act(cx, &networkinterface, action, parameters).await
        })
    }
}
