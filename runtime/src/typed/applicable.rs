//! Actions that can be called now.

use std::{fmt, marker::PhantomData};

use occi_model::CategoryId;

use super::Action;

/// An action that an entity, as it was read, allows: made by the methods `can_…` of generated
/// types, and taken by [`call`](Self::call).
///
/// The state may have changed since the entity was read; then the server refuses.
#[must_use = "nothing is done before `call`"]
pub struct Applicable<'a, A: Action> {
    entity: &'a A::Entity,
    action: PhantomData<fn() -> A>,
}

impl<'a, A: Action> Applicable<'a, A> {
    /// The action, when the definition allows it in the present state, and the server offered it.
    /// A server that offers no action at all leaves it to the definition.
    #[must_use]
    pub fn new(entity: &'a A::Entity, offered: &[CategoryId], allowed: bool) -> Option<Self> {
        let offered = offered.is_empty() || offered.iter().any(|id| *id == *A::ID);
        (allowed && offered).then_some(Self {
            entity,
            action: PhantomData,
        })
    }

    /// The entity.
    #[must_use]
    pub const fn entity(&self) -> &'a A::Entity {
        self.entity
    }

    /// Performs the action, and gives the entity as it is afterwards.
    ///
    /// # Errors
    ///
    /// When the state has changed meanwhile, or the server refuses.
    #[cfg(feature = "client")]
    pub async fn call(
        self,
        client: &crate::client::Client,
        action: A,
    ) -> Result<A::Entity, crate::client::ClientError> {
        client.act(self.entity, action).await
    }
}

impl<A: Action> Clone for Applicable<'_, A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A: Action> Copy for Applicable<'_, A> {}

impl<A: Action> fmt::Debug for Applicable<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Applicable").field(&A::ID).finish()
    }
}
