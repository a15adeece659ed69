//! Who does the work for the instances of a derived kind.

use std::{future::Future, marker::PhantomData};

use occi_model::{Attributes, CategoryId};

use super::{Actions, Change, Creation, DefinedKind, Managed};
use crate::{
    Instance,
    server::{BoxFuture, Context, Fault, Handler, Outcome, ServiceBuilder},
    typed::{Entity, NewEntity, Patch},
};

/// What a provider may take over for the instances of the kind that `T` defines.
///
/// Every method has a default that does what the definition says.
pub trait Provider<T: DefinedKind>: Send + Sync + 'static {
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
        new: Creation<T>,
    ) -> impl Future<Output = Result<Managed<T>, Fault>> + Send {
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
        entity: &Managed<T>,
        change: Change<T>,
    ) -> impl Future<Output = Result<Managed<T>, Fault>> + Send {
        let _ = entity;
        async move { cx.apply(change) }
    }

    /// Deletes an instance; its links go with it.
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn delete(
        &self,
        cx: &Context,
        entity: &Managed<T>,
    ) -> impl Future<Output = Result<(), Fault>> + Send {
        let _ = (cx, entity);
        async { Ok(()) }
    }

    /// Performs an action of the kind.
    ///
    /// The action is possible in the present state; the context proposes the state after it.
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn act(
        &self,
        cx: &Context,
        entity: &Managed<T>,
        action: T::Action,
    ) -> impl Future<Output = Result<Outcome, Fault>> + Send {
        let _ = (entity, action);
        async move { Ok(cx.outcome()) }
    }

    /// Performs an action that the kind inherits, or that an attached mixin defines.
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn act_otherwise(
        &self,
        cx: &Context,
        entity: &Managed<T>,
        action: &CategoryId,
        parameters: Attributes,
    ) -> impl Future<Output = Result<Outcome, Fault>> + Send {
        let _ = (entity, action, parameters);
        async move { Ok(cx.outcome()) }
    }
}

/// Lets the engine call a [`Provider`].
pub struct Provided<T, P> {
    provider: P,
    kind: PhantomData<fn() -> T>,
}

impl<T, P> Provided<T, P> {
    /// A handler that asks this provider.
    pub const fn new(provider: P) -> Self {
        Self {
            provider,
            kind: PhantomData,
        }
    }
}

impl<T, P> std::fmt::Debug for Provided<T, P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Provided").finish_non_exhaustive()
    }
}

impl<T: DefinedKind, P: Provider<T>> Handler for Provided<T, P> {
    fn create<'a>(
        &'a self,
        cx: &'a Context,
        new: Instance,
    ) -> BoxFuture<'a, Result<Instance, Fault>> {
        Box::pin(async move {
            let new = Creation::from_instance(new)?;
            Ok(self.provider.create(cx, new).await?.into_instance())
        })
    }

    fn update<'a>(
        &'a self,
        cx: &'a Context,
        current: Instance,
        changes: Attributes,
    ) -> BoxFuture<'a, Result<Instance, Fault>> {
        Box::pin(async move {
            let entity = Managed::from_instance(current)?;
            let change = Change::from_attributes(changes)?;
            Ok(self
                .provider
                .update(cx, &entity, change)
                .await?
                .into_instance())
        })
    }

    fn delete<'a>(
        &'a self,
        cx: &'a Context,
        current: Instance,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            let entity = Managed::from_instance(current)?;
            self.provider.delete(cx, &entity).await
        })
    }

    fn act<'a>(
        &'a self,
        cx: &'a Context,
        current: Instance,
        action: &'a CategoryId,
        parameters: Attributes,
    ) -> BoxFuture<'a, Result<Outcome, Fault>> {
        Box::pin(async move {
            let entity = Managed::from_instance(current)?;
            match T::Action::read(action, &parameters)? {
                Some(own) => self.provider.act(cx, &entity, own).await,
                None => {
                    let provider = &self.provider;
                    provider
                        .act_otherwise(cx, &entity, action, parameters)
                        .await
                }
            }
        })
    }
}

impl ServiceBuilder {
    /// Gives the work on the instances of the kind that `T` defines to a provider.
    #[must_use]
    pub fn provider<T: DefinedKind>(self, provider: impl Provider<T>) -> Self {
        self.handler(T::ID, Provided::new(provider))
    }
}
