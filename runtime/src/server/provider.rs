//! The provider seam: what a provider may take over, and what happens when it does not.
//!
//! The engine validates a request, works out the default result, and hands both to the handler of
//! the kind; what the handler gives back is checked again and stored in one transaction.

mod action;
mod mixin;

use std::{future::Future, pin::Pin, sync::Arc};

use occi_model::{Attributes, CategoryId, Value};

pub use self::{
    action::{ActionHandler, ActionProvider},
    mixin::{MixinHandler, MixinProvider},
};
use super::{
    Fault,
    call::{Call, Cancellation},
    later::Work,
};
use crate::{
    Instance,
    typed::{AttributeValue, Entity, NewEntity, Patch},
};

/// A boxed future that may move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What an action did.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The instance is in this state now (the state attribute's literal).
    State(String),
    /// The whole instance as it is now.
    Instance(Instance),
    /// Nothing visible changed.
    Unchanged,
}

/// What a handler knows about the request at hand.
///
/// Holds the default result that the engine worked out, so that a handler that changes nothing
/// can give it back.
#[derive(Clone, Debug)]
pub struct Context {
    /// The instance as it will be stored if the handler changes nothing.
    pub(crate) proposed: Instance,
    /// The state after the action, by the state machine; absent when no machine governs it.
    pub(crate) next_state: Option<String>,
    /// The request; absent where the engine works on its own account.
    pub(crate) call: Option<Arc<Call>>,
}

impl Context {
    /// Who asks; `None` without authentication.
    #[must_use]
    pub fn principal(&self) -> Option<&str> {
        let principal = self.call.as_ref()?.principal.as_ref()?;
        Some(&principal.0)
    }

    /// Tells whether the client still waits.
    #[must_use]
    pub fn cancellation(&self) -> Cancellation {
        self.call
            .as_ref()
            .map_or_else(Cancellation::never, |call| call.cancellation.clone())
    }

    /// Another instance, by its location: as [`Self::change`] left it, else as it is stored.
    #[must_use]
    pub fn read(&self, location: &str) -> Option<Instance> {
        self.call.as_ref()?.read(location)
    }

    /// Changes another instance in the transaction of this request: both changes are stored, or
    /// none is.
    ///
    /// When somebody else changes that instance meanwhile, the request is tried anew, and its
    /// provider asked again. What the change says is checked like an answer; the provider of
    /// the other instance is not asked.
    ///
    /// # Errors
    ///
    /// 500 when nothing is stored at the instance's location.
    pub fn change(&self, instance: Instance) -> Result<(), Fault> {
        match &self.call {
            Some(call) => call.change(instance),
            None => Err(Fault::internal(
                "no request is under way that the change could be part of",
            )),
        }
    }

    /// Leaves the rest of the work for later: the client is answered at once, with the instance in
    /// the state that the handler gives back, and the instance is in another one when `work` is
    /// done: the one that it gives, or `error` when it fails. A client waits by reading.
    ///
    /// The work begins when the change is stored, and is lost when the process ends before it is
    /// done: a provider that starts again tells how things stand by
    /// [`Service::report`](super::Service::report).
    ///
    /// # Errors
    ///
    /// 500 when no request is under way.
    pub fn later<S: AttributeValue>(
        &self,
        work: impl Future<Output = Result<S, Fault>> + Send + 'static,
    ) -> Result<(), Fault> {
        let Some(call) = &self.call else {
            return Err(Fault::internal(
                "no request is under way that work could be left by",
            ));
        };
        call.leave(Work {
            location: self.proposed.location.clone().unwrap_or_default(),
            future: Box::pin(async move {
                match work.await?.into_value() {
                    Value::String(name) => Ok(Outcome::State(name)),
                    other => Err(Fault::internal(format!("`{other}` is no state"))),
                }
            }),
        });
        Ok(())
    }

    /// The instance as the engine would store it: id, defaults, generated values and the initial
    /// state filled in (creation), or the changes applied (update).
    #[must_use]
    pub const fn proposed(&self) -> &Instance {
        &self.proposed
    }

    /// Accepts a creation as the engine proposes it, with the values that `new` holds now.
    ///
    /// # Errors
    ///
    /// When the proposal does not fit the typed view; that is an error of the generated code.
    pub fn accept<N: NewEntity>(&self, new: N) -> Result<N::Entity, Fault> {
        let mut instance = self.proposed.clone();
        for (name, value) in new.into_instance().attributes {
            instance.attributes.insert(name, value);
        }
        Ok(N::Entity::from_instance(instance)?)
    }

    /// Applies a change as the engine proposes it, with the values that `patch` holds now.
    ///
    /// # Errors
    ///
    /// When the proposal does not fit the typed view; that is an error of the generated code.
    pub fn apply<P: Patch>(&self, patch: P) -> Result<P::Entity, Fault> {
        let mut instance = self.proposed.clone();
        for (name, value) in patch.into_attributes() {
            instance.attributes.insert(name, value);
        }
        Ok(P::Entity::from_instance(instance)?)
    }

    /// What an action does when nobody takes it over: the next state by the state machine, or
    /// nothing visible.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.next_state
            .clone()
            .map_or(Outcome::Unchanged, Outcome::State)
    }

    /// The state after the action, by the state machine.
    ///
    /// # Errors
    ///
    /// When no state machine governs the action.
    pub fn next_state<S: AttributeValue>(&self) -> Result<S, Fault> {
        let state = self
            .next_state
            .clone()
            .ok_or_else(|| Fault::internal("no state machine governs this action"))?;
        S::from_value(state.into()).map_err(Fault::internal)
    }
}

/// Takes over the work on the instances of one kind.
///
/// Generated code implements this for its typed provider traits. Every method has a default that
/// does what the definition says.
pub trait Handler: Send + Sync + 'static {
    /// Creates an instance. `new` is the validated request.
    fn create<'a>(
        &'a self,
        cx: &'a Context,
        new: Instance,
    ) -> BoxFuture<'a, Result<Instance, Fault>> {
        let _ = new;
        Box::pin(async move { Ok(cx.proposed.clone()) })
    }

    /// Changes an instance. `changes` holds the attributes that the request gives.
    fn update<'a>(
        &'a self,
        cx: &'a Context,
        current: Instance,
        changes: Attributes,
    ) -> BoxFuture<'a, Result<Instance, Fault>> {
        let _ = (current, changes);
        Box::pin(async move { Ok(cx.proposed.clone()) })
    }

    /// Deletes an instance.
    fn delete<'a>(
        &'a self,
        cx: &'a Context,
        current: Instance,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        let _ = (cx, current);
        Box::pin(async { Ok(()) })
    }

    /// Performs an action that is applicable in the present state.
    fn act<'a>(
        &'a self,
        cx: &'a Context,
        current: Instance,
        action: &'a CategoryId,
        parameters: Attributes,
    ) -> BoxFuture<'a, Result<Outcome, Fault>> {
        let _ = (current, action, parameters);
        Box::pin(async move { Ok(cx.outcome()) })
    }
}

/// The handler of kinds that no provider takes over.
#[derive(Clone, Copy, Debug, Default)]
pub struct DefaultHandler;

impl Handler for DefaultHandler {}
