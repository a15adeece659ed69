//! Providers of single actions.

use std::{future::Future, marker::PhantomData};

use occi_model::{Attributes, CategoryId};

use super::{BoxFuture, Context, Outcome};
use crate::{
    Instance,
    server::{Fault, ServiceBuilder},
    typed::{Action, Entity},
};

/// Takes over one action on the instances of one kind.
pub trait ActionHandler: Send + Sync + 'static {
    /// Performs the action, which is applicable in the present state.
    fn act<'a>(
        &'a self,
        cx: &'a Context,
        current: Instance,
        action: &'a CategoryId,
        parameters: Attributes,
    ) -> BoxFuture<'a, Result<Outcome, Fault>>;
}

/// Performs the action `A`, of a kind or of a mixin, in place of the provider of the kind.
pub trait ActionProvider<A: Action>: Send + Sync + 'static {
    /// Performs the action, which is applicable in the present state.
    /// [`Context::outcome`] is what the definition says.
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn act(
        &self,
        cx: &Context,
        entity: &A::Entity,
        action: A,
    ) -> impl Future<Output = Result<Outcome, Fault>> + Send;
}

/// Lets the engine call an [`ActionProvider`].
struct Provided<A, P> {
    provider: P,
    action: PhantomData<fn() -> A>,
}

impl<A: Action, P: ActionProvider<A>> ActionHandler for Provided<A, P> {
    fn act<'a>(
        &'a self,
        cx: &'a Context,
        current: Instance,
        _: &'a CategoryId,
        parameters: Attributes,
    ) -> BoxFuture<'a, Result<Outcome, Fault>> {
        Box::pin(async move {
            let entity = A::Entity::from_instance(current)?;
            let action = A::from_attributes(parameters)?;
            self.provider.act(cx, &entity, action).await
        })
    }
}

impl ServiceBuilder {
    /// Gives the work of the action `A` to a provider.
    #[must_use]
    pub fn action_provider<A: Action>(self, provider: impl ActionProvider<A>) -> Self {
        let action = PhantomData::<fn() -> A>;
        self.action_handler(A::Entity::KIND, A::ID, Provided { provider, action })
    }
}
