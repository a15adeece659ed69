//! Kind `storage`.

use ::occi::server::{Context, Fault};
use ::std::future::Future;

/// Storage Resource.
///
/// A data storage device.
///
/// * Kind: `http://schemas.ogf.org/occi/infrastructure#storage`
/// * Parent: `http://schemas.ogf.org/occi/core#resource`
/// * Location: `/storage/`
/// * States: `offline`, `online`, `backup`, `snapshot`, `resize`, `degraded`, `error`, starting with `offline`, ending with `offline`
#[derive(Clone, Debug, PartialEq)]
pub struct Storage {
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
    /// Size of the storage.
    ///
    /// * Attribute: `occi.storage.size`
    /// * Type: a number greater than 0.0
    /// * Unit: GiB
    /// * Access: mutable, required at creation
    pub size: super::Size,
    /// Current state of the instance.
    ///
    /// * Attribute: `occi.storage.state`
    /// * Type: one of `online`, `offline`, `backup`, `snapshot`, `resize`, `degraded`, `error`
    /// * Default: `offline`
    /// * Access: set by the server only
    pub state: StorageState,
    /// Explanation of the current state for people.
    ///
    /// * Attribute: `occi.storage.state.message`
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

impl Storage {
    /// The values of a mixin; none when it is not attached.
    ///
    /// # Errors
    ///
    /// When a value is missing, or is not what the definition says.
    pub fn mixin<M: ::occi::Mixin>(&self) -> Result<Option<M>, ::occi::FieldError> {
        ::occi::typed::mixin(&self.mixins, &self.other)
    }

    /// The action `online`, if it can be called now: in the state `offline`. See [`StorageOnline`].
    #[must_use]
    pub fn can_online(&self) -> Option<::occi::Applicable<'_, StorageOnline>> {
        let allowed = matches!(self.state, StorageState::Offline | StorageState::Other(_));
        ::occi::Applicable::new(self, &self.actions, allowed)
    }

    /// The action `offline`, if it can be called now: in the state `online` or `degraded`. See [`StorageOffline`].
    #[must_use]
    pub fn can_offline(&self) -> Option<::occi::Applicable<'_, StorageOffline>> {
        let allowed = matches!(
            self.state,
            StorageState::Online | StorageState::Degraded | StorageState::Other(_)
        );
        ::occi::Applicable::new(self, &self.actions, allowed)
    }

    /// The action `backup`, if it can be called now: in the state `online`. See [`StorageBackup`].
    #[must_use]
    pub fn can_backup(&self) -> Option<::occi::Applicable<'_, StorageBackup>> {
        let allowed = matches!(self.state, StorageState::Online | StorageState::Other(_));
        ::occi::Applicable::new(self, &self.actions, allowed)
    }

    /// The action `snapshot`, if it can be called now: in the state `online`. See [`StorageSnapshot`].
    #[must_use]
    pub fn can_snapshot(&self) -> Option<::occi::Applicable<'_, StorageSnapshot>> {
        let allowed = matches!(self.state, StorageState::Online | StorageState::Other(_));
        ::occi::Applicable::new(self, &self.actions, allowed)
    }

    /// The action `resize`, if it can be called now: in the state `online`. See [`StorageResize`].
    #[must_use]
    pub fn can_resize(&self) -> Option<::occi::Applicable<'_, StorageResize>> {
        let allowed = matches!(self.state, StorageState::Online | StorageState::Other(_));
        ::occi::Applicable::new(self, &self.actions, allowed)
    }
}

::occi::entity! {
    "http://schemas.ogf.org/occi/infrastructure#storage" at "/storage/" in super::model;
    Storage: mixins links actions;
    NewStorage: mixins links;
    StoragePatch;
    mutable {
        title: "occi.core.title",
        summary: "occi.core.summary",
        size: "occi.storage.size",
    }
    readonly {
        state: "occi.storage.state",
        state_message: "occi.storage.state.message",
    }
}

impl ::occi::Resource for Storage {}

impl ::occi::Stateful for Storage {
    type State = StorageState;

    fn state(&self) -> &StorageState {
        &self.state
    }
}

/// What a client gives to create a [`Storage`].
#[derive(Clone, Debug, PartialEq)]
pub struct NewStorage {
    /// Display name of the instance; see [`Storage::title`].
    pub title: Option<String>,
    /// A text that sums the resource up; see [`Storage::summary`].
    pub summary: Option<String>,
    /// Size of the storage; see [`Storage::size`].
    pub size: super::Size,
    /// Mixins to attach.
    pub mixins: Vec<::occi::CategoryId>,
    /// Links to create along with it.
    pub links: Vec<::occi::LinkInstance>,
    /// Values for attributes of mixins.
    pub other: ::occi::Attributes,
}

impl NewStorage {
    /// Starts a request with the values that every new instance needs.
    pub fn builder(size: impl Into<super::Size>) -> NewStorageBuilder {
        NewStorageBuilder {
            new: Self {
                title: None,
                summary: None,
                size: size.into(),
                mixins: Vec::new(),
                links: Vec::new(),
                other: ::occi::Attributes::new(),
            },
        }
    }
}

/// Builds a [`NewStorage`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "nothing is made before `build`"]
pub struct NewStorageBuilder {
    new: NewStorage,
}

impl NewStorageBuilder {
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

    /// Attaches a mixin that applies to the kind, with its values.
    pub fn mixin(self, mixin: impl ::occi::AppliesTo<Storage>) -> Self {
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
    pub fn build(self) -> NewStorage {
        self.new
    }
}

/// What a client changes about a [`Storage`]; what is not given stays.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use = "a patch changes nothing before it is sent or applied"]
pub struct StoragePatch {
    /// Display name of the instance; see [`Storage::title`].
    pub title: Option<String>,
    /// A text that sums the resource up; see [`Storage::summary`].
    pub summary: Option<String>,
    /// Size of the storage; see [`Storage::size`].
    pub size: Option<super::Size>,
    /// Values for attributes of mixins.
    pub other: ::occi::Attributes,
}

impl StoragePatch {
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

    /// Sets `occi.storage.size`: Size of the storage.
    pub fn size(mut self, size: impl Into<super::Size>) -> Self {
        self.size = Some(size.into());
        self
    }
}

/// Makes the storage available.
///
/// * Action: `http://schemas.ogf.org/occi/infrastructure/storage/action#online`
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct StorageOnline;

impl ::occi::Action for StorageOnline {
    const ID: &'static str = "http://schemas.ogf.org/occi/infrastructure/storage/action#online";
    type Entity = Storage;

    fn from_attributes(_attributes: ::occi::Attributes) -> Result<Self, ::occi::FieldError> {
        Ok(Self)
    }

    fn into_attributes(self) -> ::occi::Attributes {
        ::occi::Attributes::new()
    }
}

/// Makes the storage unavailable.
///
/// * Action: `http://schemas.ogf.org/occi/infrastructure/storage/action#offline`
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct StorageOffline;

impl ::occi::Action for StorageOffline {
    const ID: &'static str = "http://schemas.ogf.org/occi/infrastructure/storage/action#offline";
    type Entity = Storage;

    fn from_attributes(_attributes: ::occi::Attributes) -> Result<Self, ::occi::FieldError> {
        Ok(Self)
    }

    fn into_attributes(self) -> ::occi::Attributes {
        ::occi::Attributes::new()
    }
}

/// Makes a backup.
///
/// * Action: `http://schemas.ogf.org/occi/infrastructure/storage/action#backup`
/// * Versions: until OCCI 1.1
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct StorageBackup;

impl ::occi::Action for StorageBackup {
    const ID: &'static str = "http://schemas.ogf.org/occi/infrastructure/storage/action#backup";
    type Entity = Storage;

    fn from_attributes(_attributes: ::occi::Attributes) -> Result<Self, ::occi::FieldError> {
        Ok(Self)
    }

    fn into_attributes(self) -> ::occi::Attributes {
        ::occi::Attributes::new()
    }
}

/// Takes a snapshot.
///
/// * Action: `http://schemas.ogf.org/occi/infrastructure/storage/action#snapshot`
/// * Versions: until OCCI 1.1
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct StorageSnapshot;

impl ::occi::Action for StorageSnapshot {
    const ID: &'static str = "http://schemas.ogf.org/occi/infrastructure/storage/action#snapshot";
    type Entity = Storage;

    fn from_attributes(_attributes: ::occi::Attributes) -> Result<Self, ::occi::FieldError> {
        Ok(Self)
    }

    fn into_attributes(self) -> ::occi::Attributes {
        ::occi::Attributes::new()
    }
}

/// Resize virtual disk.
///
/// Changes the size; in 1.2 that is an update of `occi.storage.size`.
///
/// * Action: `http://schemas.ogf.org/occi/infrastructure/storage/action#resize`
/// * Versions: until OCCI 1.1
#[derive(Clone, Debug, PartialEq)]
pub struct StorageResize {
    /// The new size.
    ///
    /// * Parameter: `size`
    /// * Type: a number greater than 0.0
    /// * Unit: GiB
    /// * Required
    pub size: super::Size,
}

impl ::occi::Action for StorageResize {
    const ID: &'static str = "http://schemas.ogf.org/occi/infrastructure/storage/action#resize";
    type Entity = Storage;

    fn model() -> Option<&'static ::std::sync::Arc<::occi::Model>> {
        Some(super::model())
    }

    fn from_attributes(attributes: ::occi::Attributes) -> Result<Self, ::occi::FieldError> {
        let mut fields = ::occi::Fields::new(attributes);
        Ok(Self {
            size: fields.required("size")?,
        })
    }

    fn into_attributes(self) -> ::occi::Attributes {
        let mut fields = ::occi::FieldWriter::default();
        fields.put("size", self.size);
        fields.finish()
    }
}

/// Values of `occi.storage.state`.
///
/// Current state of the instance.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum StorageState {
    /// `online`.
    Online,
    /// `offline`.
    Offline,
    /// `backup`.
    ///
    /// * Versions: until OCCI 1.1
    Backup,
    /// `snapshot`.
    ///
    /// * Versions: until OCCI 1.1
    Snapshot,
    /// `resize`.
    ///
    /// * Versions: until OCCI 1.1
    Resize,
    /// `degraded`.
    ///
    /// * Versions: until OCCI 1.1
    Degraded,
    /// `error`.
    ///
    /// * Versions: since OCCI 1.2
    Error,
    /// A literal that the definition does not know.
    Other(String),
}

::occi::literals! {
    StorageState {
        Online = "online",
        Offline = "offline",
        Backup = "backup",
        Snapshot = "snapshot",
        Resize = "resize",
        Degraded = "degraded",
        Error = "error",
    }
}

/// What a provider may take over for the instances of [`Storage`].
///
/// Every method has a default that does what the definition says.
pub trait StorageProvider: Send + Sync + 'static {
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
        new: NewStorage,
    ) -> impl Future<Output = Result<Storage, Fault>> + Send {
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
        storage: &Storage,
        patch: StoragePatch,
    ) -> impl Future<Output = Result<Storage, Fault>> + Send {
        let _ = storage;
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
        storage: &Storage,
    ) -> impl Future<Output = Result<(), Fault>> + Send {
        let _ = (cx, storage);
        async { Ok(()) }
    }

    /// Makes the storage available.
    ///
    /// * Action: `http://schemas.ogf.org/occi/infrastructure/storage/action#online`
    /// * From `offline` to `online`, or `error` on failure
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn online(
        &self,
        cx: &Context,
        storage: &Storage,
        action: StorageOnline,
    ) -> impl Future<Output = Result<StorageState, Fault>> + Send {
        let _ = (storage, action);
        async move { cx.next_state() }
    }

    /// Makes the storage unavailable.
    ///
    /// * Action: `http://schemas.ogf.org/occi/infrastructure/storage/action#offline`
    /// * From `online` to `offline`, or `error` on failure
    /// * From `degraded` to `offline`
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn offline(
        &self,
        cx: &Context,
        storage: &Storage,
        action: StorageOffline,
    ) -> impl Future<Output = Result<StorageState, Fault>> + Send {
        let _ = (storage, action);
        async move { cx.next_state() }
    }

    /// Makes a backup.
    ///
    /// * Action: `http://schemas.ogf.org/occi/infrastructure/storage/action#backup`
    /// * Versions: until OCCI 1.1
    /// * From `online` to `online` by way of `backup`
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn backup(
        &self,
        cx: &Context,
        storage: &Storage,
        action: StorageBackup,
    ) -> impl Future<Output = Result<StorageState, Fault>> + Send {
        let _ = (storage, action);
        async move { cx.next_state() }
    }

    /// Takes a snapshot.
    ///
    /// * Action: `http://schemas.ogf.org/occi/infrastructure/storage/action#snapshot`
    /// * Versions: until OCCI 1.1
    /// * From `online` to `online` by way of `snapshot`
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn snapshot(
        &self,
        cx: &Context,
        storage: &Storage,
        action: StorageSnapshot,
    ) -> impl Future<Output = Result<StorageState, Fault>> + Send {
        let _ = (storage, action);
        async move { cx.next_state() }
    }

    /// Resize virtual disk.
    ///
    /// Changes the size; in 1.2 that is an update of `occi.storage.size`.
    ///
    /// * Action: `http://schemas.ogf.org/occi/infrastructure/storage/action#resize`
    /// * Versions: until OCCI 1.1
    /// * From `online` to `online` by way of `resize`
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn resize(
        &self,
        cx: &Context,
        storage: &Storage,
        action: StorageResize,
    ) -> impl Future<Output = Result<StorageState, Fault>> + Send {
        let _ = (storage, action);
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
        storage: &Storage,
        action: &::occi::CategoryId,
        parameters: ::occi::Attributes,
    ) -> impl Future<Output = Result<::occi::server::Outcome, Fault>> + Send {
        let _ = (storage, action, parameters);
        async move { Ok(cx.outcome()) }
    }
}

/// Lets the engine call a [`StorageProvider`].
#[derive(Clone, Copy, Debug, Default)]
pub struct StorageHandler<P>(pub P);

impl<P: StorageProvider> ::occi::server::Handler for StorageHandler<P> {
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
            let storage = <Storage as ::occi::Entity>::from_instance(current)?;
            let patch = ::occi::Patch::from_attributes(changes)?;
            let updated = self.0.update(cx, &storage, patch).await?;
            Ok(::occi::Entity::into_instance(updated))
        })
    }

    fn delete<'a>(
        &'a self,
        cx: &'a Context,
        current: ::occi::Instance,
    ) -> ::occi::server::BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            let storage = <Storage as ::occi::Entity>::from_instance(current)?;
            self.0.delete(cx, &storage).await
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
            let storage = <Storage as ::occi::Entity>::from_instance(current)?;
            match action.as_str() {
                "http://schemas.ogf.org/occi/infrastructure/storage/action#online" => {
                    let action = ::occi::Action::from_attributes(parameters)?;
                    let state = self.0.online(cx, &storage, action).await?;
                    Ok(::occi::server::Outcome::State(state.to_string()))
                }
                "http://schemas.ogf.org/occi/infrastructure/storage/action#offline" => {
                    let action = ::occi::Action::from_attributes(parameters)?;
                    let state = self.0.offline(cx, &storage, action).await?;
                    Ok(::occi::server::Outcome::State(state.to_string()))
                }
                "http://schemas.ogf.org/occi/infrastructure/storage/action#backup" => {
                    let action = ::occi::Action::from_attributes(parameters)?;
                    let state = self.0.backup(cx, &storage, action).await?;
                    Ok(::occi::server::Outcome::State(state.to_string()))
                }
                "http://schemas.ogf.org/occi/infrastructure/storage/action#snapshot" => {
                    let action = ::occi::Action::from_attributes(parameters)?;
                    let state = self.0.snapshot(cx, &storage, action).await?;
                    Ok(::occi::server::Outcome::State(state.to_string()))
                }
                "http://schemas.ogf.org/occi/infrastructure/storage/action#resize" => {
                    let action = ::occi::Action::from_attributes(parameters)?;
                    let state = self.0.resize(cx, &storage, action).await?;
                    Ok(::occi::server::Outcome::State(state.to_string()))
                }
                _ => self.0.act(cx, &storage, action, parameters).await,
            }
        })
    }
}
