//! Providers of mixins: what happens when an instance of whatever kind gets one, has its values
//! changed, or loses it.

use std::{future::Future, marker::PhantomData};

use super::{BoxFuture, Context};
use crate::{
    Instance,
    server::{Fault, ServiceBuilder},
    typed::{FieldWriter, Fields, Mixin},
};

/// Takes over the work that comes with one mixin.
///
/// It is asked after the handler of the kind, and before anything is stored. Every method has a
/// default that does what the definition says.
pub trait MixinHandler: Send + Sync + 'static {
    /// The instance gets the mixin: it is created with it, or associated later. Gives the instance
    /// to store.
    fn attach<'a>(
        &'a self,
        cx: &'a Context,
        instance: Instance,
    ) -> BoxFuture<'a, Result<Instance, Fault>> {
        let _ = cx;
        Box::pin(async move { Ok(instance) })
    }

    /// An instance that carries the mixin changes. Gives the instance to store.
    fn update<'a>(
        &'a self,
        cx: &'a Context,
        instance: Instance,
    ) -> BoxFuture<'a, Result<Instance, Fault>> {
        let _ = cx;
        Box::pin(async move { Ok(instance) })
    }

    /// The instance, shown as it was, loses the mixin: it is taken off, or the instance is
    /// deleted.
    fn detach<'a>(
        &'a self,
        cx: &'a Context,
        instance: Instance,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        let _ = (cx, instance);
        Box::pin(async { Ok(()) })
    }
}

/// What a provider may take over for the instances that carry the mixin `M`.
///
/// Every method has a default that does what the definition says. The actions of a mixin are
/// taken over one by one; see [`ActionProvider`](super::ActionProvider).
pub trait MixinProvider<M: Mixin + Send + 'static>: Send + Sync + 'static {
    /// An instance gets the mixin: it is created with it, or associated later. Gives the values
    /// to store.
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn attach(
        &self,
        cx: &Context,
        instance: &Instance,
        values: M,
    ) -> impl Future<Output = Result<M, Fault>> + Send {
        let _ = (cx, instance);
        async move { Ok(values) }
    }

    /// An instance that carries the mixin changes; it is shown as it will be. Gives the values to
    /// store.
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn update(
        &self,
        cx: &Context,
        instance: &Instance,
        values: M,
    ) -> impl Future<Output = Result<M, Fault>> + Send {
        let _ = (cx, instance);
        async move { Ok(values) }
    }

    /// The instance, shown as it was, loses the mixin: it is taken off, or the instance is
    /// deleted.
    ///
    /// # Errors
    ///
    /// The refusal that the client gets; nothing is changed then.
    fn detach(
        &self,
        cx: &Context,
        instance: &Instance,
        values: M,
    ) -> impl Future<Output = Result<(), Fault>> + Send {
        let _ = (cx, instance, values);
        async { Ok(()) }
    }
}

/// Lets the engine call a [`MixinProvider`].
struct Provided<M, P> {
    provider: P,
    mixin: PhantomData<fn() -> M>,
}

/// The mixin's values of an instance.
fn values<M: Mixin>(instance: &Instance) -> Result<M, Fault> {
    Ok(M::from_fields(&mut Fields::new(
        instance.attributes.clone(),
    ))?)
}

/// The instance with these values of the mixin.
fn with<M: Mixin>(mut instance: Instance, values: M) -> Instance {
    let mut fields = FieldWriter::new(instance.attributes);
    values.write(&mut fields);
    instance.attributes = fields.finish();
    instance
}

impl<M, P> MixinHandler for Provided<M, P>
where
    M: Mixin + Send + 'static,
    P: MixinProvider<M>,
{
    fn attach<'a>(
        &'a self,
        cx: &'a Context,
        instance: Instance,
    ) -> BoxFuture<'a, Result<Instance, Fault>> {
        Box::pin(async move {
            let given = values(&instance)?;
            let made = self.provider.attach(cx, &instance, given).await?;
            Ok(with(instance, made))
        })
    }

    fn update<'a>(
        &'a self,
        cx: &'a Context,
        instance: Instance,
    ) -> BoxFuture<'a, Result<Instance, Fault>> {
        Box::pin(async move {
            let given = values(&instance)?;
            let made = self.provider.update(cx, &instance, given).await?;
            Ok(with(instance, made))
        })
    }

    fn detach<'a>(
        &'a self,
        cx: &'a Context,
        instance: Instance,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            let had = values(&instance)?;
            self.provider.detach(cx, &instance, had).await
        })
    }
}

impl ServiceBuilder {
    /// Gives the work that comes with the mixin `M` to a provider.
    #[must_use]
    pub fn mixin_provider<M: Mixin + Send + 'static>(
        self,
        provider: impl MixinProvider<M>,
    ) -> Self {
        let mixin = PhantomData::<fn() -> M>;
        self.mixin_handler(M::MIXIN, Provided { provider, mixin })
    }
}
