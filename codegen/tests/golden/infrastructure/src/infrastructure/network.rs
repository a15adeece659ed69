//! Kind `network`.

use ::occi::server::{Context, Fault};
use ::std::future::Future;

/// Network Resource.
///
/// An L2 networking entity, such as a virtual switch.
///
/// * Kind: `http://schemas.ogf.org/occi/infrastructure#network`
/// * Parent: `http://schemas.ogf.org/occi/core#resource`
/// * Location: `/network/`
/// * States: `inactive`, `active`, `error`, starting with `inactive`, ending with `inactive`
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
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
    /// 802\.1q VLAN identifier.
    ///
    /// * Attribute: `occi.network.vlan`
    /// * Type: an integer from 0 to 4095
    /// * Access: mutable
    pub vlan: Option<u16>,
    /// Tag of a tag-based VLAN.
    ///
    /// * Attribute: `occi.network.label`
    /// * Type: a token (no blanks, no separators)
    /// * Access: mutable
    pub label: Option<::occi::values::Token>,
    /// Current state of the instance.
    ///
    /// * Attribute: `occi.network.state`
    /// * Type: one of `active`, `inactive`, `error`
    /// * Default: `inactive`
    /// * Access: set by the server only
    pub state: super::ActiveState,
    /// Explanation of the current state for people.
    ///
    /// * Attribute: `occi.network.state.message`
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

impl Network {
    /// The values of a mixin; none when it is not attached.
    ///
    /// # Errors
    ///
    /// When a value is missing, or is not what the definition says.
    pub fn mixin<M: ::occi::Mixin>(&self) -> Result<Option<M>, ::occi::FieldError> {
        ::occi::typed::mixin(&self.mixins, &self.other)
    }

    /// The action `up`, if it can be called now: in the state `inactive`. See [`NetworkUp`].
    #[must_use]
    pub fn can_up(&self) -> Option<::occi::Applicable<'_, NetworkUp>> {
        let allowed = matches!(
            self.state,
            super::ActiveState::Inactive | super::ActiveState::Other(_)
        );
        ::occi::Applicable::new(self, &self.actions, allowed)
    }

    /// The action `down`, if it can be called now: in the state `active`. See [`NetworkDown`].
    #[must_use]
    pub fn can_down(&self) -> Option<::occi::Applicable<'_, NetworkDown>> {
        let allowed = matches!(
            self.state,
            super::ActiveState::Active | super::ActiveState::Other(_)
        );
        ::occi::Applicable::new(self, &self.actions, allowed)
    }

    fn checked<T: ::occi::AttributeValue>(name: &str, value: T) -> Result<T, ::occi::FieldError> {
        ::occi::typed::checked(super::model(), <Self as ::occi::Entity>::KIND, name, value)
    }
}

::occi::entity! {
    "http://schemas.ogf.org/occi/infrastructure#network" at "/network/" in super::model;
    Network: mixins links actions;
    NewNetwork: mixins links;
    NetworkPatch;
    mutable {
        title: "occi.core.title",
        summary: "occi.core.summary",
        vlan: "occi.network.vlan",
        label: "occi.network.label",
    }
    readonly {
        state: "occi.network.state",
        state_message: "occi.network.state.message",
    }
}

impl ::occi::Resource for Network {}

impl ::occi::Stateful for Network {
    type State = super::ActiveState;

    fn state(&self) -> &super::ActiveState {
        &self.state
    }
}

/// What a client gives to create a [`Network`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewNetwork {
    /// Display name of the instance; see [`Network::title`].
    pub title: Option<String>,
    /// A text that sums the resource up; see [`Network::summary`].
    pub summary: Option<String>,
    /// 802\.1q VLAN identifier; see [`Network::vlan`].
    pub vlan: Option<u16>,
    /// Tag of a tag-based VLAN; see [`Network::label`].
    pub label: Option<::occi::values::Token>,
    /// Mixins to attach.
    pub mixins: Vec<::occi::CategoryId>,
    /// Links to create along with it.
    pub links: Vec<::occi::LinkInstance>,
    /// Values for attributes of mixins.
    pub other: ::occi::Attributes,
}

impl NewNetwork {
    /// Starts a request.
    pub fn builder() -> NewNetworkBuilder {
        <NewNetworkBuilder as Default>::default()
    }
}

/// Builds a [`NewNetwork`].
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use = "nothing is made before `build`"]
pub struct NewNetworkBuilder {
    new: NewNetwork,
}

impl NewNetworkBuilder {
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

    /// Sets `occi.network.vlan`: 802\.1q VLAN identifier.
    ///
    /// # Errors
    ///
    /// When the value is not an integer from 0 to 4095.
    pub fn vlan(mut self, vlan: impl Into<u16>) -> Result<Self, ::occi::FieldError> {
        let vlan = Network::checked("occi.network.vlan", vlan.into())?;
        self.new.vlan = Some(vlan);
        Ok(self)
    }

    /// Sets `occi.network.label`: Tag of a tag-based VLAN.
    pub fn label(mut self, label: impl Into<::occi::values::Token>) -> Self {
        self.new.label = Some(label.into());
        self
    }

    /// Attaches a mixin that applies to the kind, with its values.
    pub fn mixin(self, mixin: impl ::occi::AppliesTo<Network>) -> Self {
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
    pub fn build(self) -> NewNetwork {
        self.new
    }
}

/// What a client changes about a [`Network`]; what is not given stays.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use = "a patch changes nothing before it is sent or applied"]
pub struct NetworkPatch {
    /// Display name of the instance; see [`Network::title`].
    pub title: Option<String>,
    /// A text that sums the resource up; see [`Network::summary`].
    pub summary: Option<String>,
    /// 802\.1q VLAN identifier; see [`Network::vlan`].
    pub vlan: Option<u16>,
    /// Tag of a tag-based VLAN; see [`Network::label`].
    pub label: Option<::occi::values::Token>,
    /// Values for attributes of mixins.
    pub other: ::occi::Attributes,
}

impl NetworkPatch {
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

    /// Sets `occi.network.vlan`: 802\.1q VLAN identifier.
    ///
    /// # Errors
    ///
    /// When the value is not an integer from 0 to 4095.
    pub fn vlan(mut self, vlan: impl Into<u16>) -> Result<Self, ::occi::FieldError> {
        let vlan = Network::checked("occi.network.vlan", vlan.into())?;
        self.vlan = Some(vlan);
        Ok(self)
    }

    /// Sets `occi.network.label`: Tag of a tag-based VLAN.
    pub fn label(mut self, label: impl Into<::occi::values::Token>) -> Self {
        self.label = Some(label.into());
        self
    }
}

/// Brings the network up.
///
/// * Action: `http://schemas.ogf.org/occi/infrastructure/network/action#up`
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct NetworkUp;

impl ::occi::Action for NetworkUp {
    const ID: &'static str = "http://schemas.ogf.org/occi/infrastructure/network/action#up";
    type Entity = Network;

    fn from_attributes(_attributes: ::occi::Attributes) -> Result<Self, ::occi::FieldError> {
        Ok(Self)
    }

    fn into_attributes(self) -> ::occi::Attributes {
        ::occi::Attributes::new()
    }
}

/// Takes the network down.
///
/// * Action: `http://schemas.ogf.org/occi/infrastructure/network/action#down`
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct NetworkDown;

impl ::occi::Action for NetworkDown {
    const ID: &'static str = "http://schemas.ogf.org/occi/infrastructure/network/action#down";
    type Entity = Network;

    fn from_attributes(_attributes: ::occi::Attributes) -> Result<Self, ::occi::FieldError> {
        Ok(Self)
    }

    fn into_attributes(self) -> ::occi::Attributes {
        ::occi::Attributes::new()
    }
}

/// What a provider may take over for the instances of [`Network`].
///
/// Every method has a default that does what the definition says.
pub trait NetworkProvider: Send + Sync + 'static {
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
        new: NewNetwork,
    ) -> impl Future<Output = Result<Network, Fault>> + Send {
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
        network: &Network,
        patch: NetworkPatch,
    ) -> impl Future<Output = Result<Network, Fault>> + Send {
        let _ = network;
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
        network: &Network,
    ) -> impl Future<Output = Result<(), Fault>> + Send {
        let _ = (cx, network);
        async { Ok(()) }
    }

    /// Brings the network up.
    ///
    /// * Action: `http://schemas.ogf.org/occi/infrastructure/network/action#up`
    /// * From `inactive` to `active`, or `error` on failure
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn up(
        &self,
        cx: &Context,
        network: &Network,
        action: NetworkUp,
    ) -> impl Future<Output = Result<super::ActiveState, Fault>> + Send {
        let _ = (network, action);
        async move { cx.next_state() }
    }

    /// Takes the network down.
    ///
    /// * Action: `http://schemas.ogf.org/occi/infrastructure/network/action#down`
    /// * From `active` to `inactive`, or `error` on failure
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn down(
        &self,
        cx: &Context,
        network: &Network,
        action: NetworkDown,
    ) -> impl Future<Output = Result<super::ActiveState, Fault>> + Send {
        let _ = (network, action);
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
        network: &Network,
        action: &::occi::CategoryId,
        parameters: ::occi::Attributes,
    ) -> impl Future<Output = Result<::occi::server::Outcome, Fault>> + Send {
        let _ = (network, action, parameters);
        async move { Ok(cx.outcome()) }
    }
}

/// Lets the engine call a [`NetworkProvider`].
#[derive(Clone, Copy, Debug, Default)]
pub struct NetworkHandler<P>(pub P);

impl<P: NetworkProvider> ::occi::server::Handler for NetworkHandler<P> {
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
            let network = <Network as ::occi::Entity>::from_instance(current)?;
            let patch = ::occi::Patch::from_attributes(changes)?;
            let updated = self.0.update(cx, &network, patch).await?;
            Ok(::occi::Entity::into_instance(updated))
        })
    }

    fn delete<'a>(
        &'a self,
        cx: &'a Context,
        current: ::occi::Instance,
    ) -> ::occi::server::BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            let network = <Network as ::occi::Entity>::from_instance(current)?;
            self.0.delete(cx, &network).await
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
            let network = <Network as ::occi::Entity>::from_instance(current)?;
            match action.as_str() {
                "http://schemas.ogf.org/occi/infrastructure/network/action#up" => {
                    let action = ::occi::Action::from_attributes(parameters)?;
                    let state = self.0.up(cx, &network, action).await?;
                    Ok(::occi::server::Outcome::State(state.to_string()))
                }
                "http://schemas.ogf.org/occi/infrastructure/network/action#down" => {
                    let action = ::occi::Action::from_attributes(parameters)?;
                    let state = self.0.down(cx, &network, action).await?;
                    Ok(::occi::server::Outcome::State(state.to_string()))
                }
                _ => self.0.act(cx, &network, action, parameters).await,
            }
        })
    }
}
