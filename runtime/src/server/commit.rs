//! Between the engine and what may fail: handlers and the store.

use std::{future::Future, panic::AssertUnwindSafe, sync::Arc};

use futures_util::FutureExt as _;
use http::StatusCode;
use occi_model::{CategoryId, Value};

use super::{
    Context, Fault,
    call::Call,
    engine::{self, Category, Engine},
    shape::MixinRef,
    validate,
};
use crate::{
    Instance, LinkInstance,
    store::{CommitError, Record, Transaction},
};

/// How often a request is tried anew when another one changed what it works on.
pub(crate) const ATTEMPTS: usize = 4;

/// Runs the work of a handler; a panic is an error like any other, and nothing is stored.
pub(crate) async fn guarded<T>(work: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    AssertUnwindSafe(work)
        .catch_unwind()
        .await
        .unwrap_or_else(|_| Err(Fault::internal("the provider failed; nothing was changed")))
}

/// What a handler is told.
pub(crate) fn context(proposed: Instance, next_state: Option<String>) -> Context {
    Context {
        proposed,
        next_state,
        call: Call::current(),
    }
}

impl Engine {
    /// An instance as handlers see it.
    pub(crate) fn instance(&self, record: &Record) -> Instance {
        let mut instance = bare(record);
        if !self.model.is_link(self.kind_of(record)) {
            instance.links = self
                .store
                .links_from(&record.location)
                .iter()
                .map(|link| self.link_instance(link))
                .collect();
        }
        instance.actions = self
            .offered(record)
            .iter()
            .map(|&action| self.model.action(action).id.clone())
            .collect();
        instance
    }

    /// A link as its source shows it to handlers.
    pub(crate) fn link_instance(&self, link: &Record) -> LinkInstance {
        let target = link
            .attributes
            .get(&*engine::TARGET)
            .and_then(Value::as_str)
            .unwrap_or_default();
        LinkInstance {
            target: target.to_owned(),
            target_kind: self.store.get(target).map(|record| record.kind.clone()),
            link: bare(link),
        }
    }

    /// Checks what a handler gives back and makes it the record to store. Identity is the
    /// engine's: kind, id and location stay.
    ///
    /// # Errors
    ///
    /// 500 when it does not fit the definition.
    pub(crate) fn taken_back(&self, proposed: &Record, given: Instance) -> Result<Record, Fault> {
        if given.kind != proposed.kind {
            return Err(Fault::internal(format!(
                "the provider answered with a `{}` for a `{}`",
                given.kind, proposed.kind
            )));
        }
        let mut mixins: Vec<MixinRef> = Vec::with_capacity(given.mixins.len());
        for id in &given.mixins {
            match self.find(id.as_str()) {
                Some(Category::Mixin(mixin)) => mixins.push(mixin),
                _ => {
                    return Err(Fault::internal(format!(
                        "the provider attached `{id}`, which is no known mixin"
                    )));
                }
            }
        }
        let shape = self
            .shape(self.kind_of(proposed), &mixins)
            .map_err(|fault| Fault::internal(fault.message))?;
        let mut attributes = given.attributes;
        attributes.shift_remove(&*engine::ID);
        // A typed view without a place for them gives neither ends nor states back.
        for name in [
            &engine::SOURCE,
            &engine::TARGET,
            &engine::SOURCE_KIND,
            &engine::TARGET_KIND,
        ] {
            if let (false, Some(value)) = (
                attributes.contains_key(&**name),
                proposed.attributes.get(&**name),
            ) {
                attributes.insert((**name).clone(), value.clone());
            }
        }
        for machine in &shape.machines {
            if let (false, Some(value)) = (
                attributes.contains_key(&machine.attribute),
                proposed.attributes.get(&machine.attribute),
            ) {
                attributes.insert(machine.attribute.clone(), value.clone());
            }
        }
        Ok(Record {
            version: proposed.version,
            order: proposed.order,
            id: proposed.id.clone(),
            location: proposed.location.clone(),
            kind: proposed.kind.clone(),
            mixins: given.mixins,
            attributes: validate::of_handler(&shape, attributes)?,
        })
    }

    /// Lets the handlers of mixins have their say about an instance that is created, or changed
    /// from what `before` was.
    ///
    /// # Errors
    ///
    /// What a handler says; 500 when one fails.
    pub(crate) async fn of_mixins(
        &self,
        cx: &Context,
        before: Option<&Instance>,
        mut instance: Instance,
    ) -> Result<Instance, Fault> {
        if self.mixin_handlers.is_empty() {
            return Ok(instance);
        }
        let had = before.map_or(&[][..], |before| &before.mixins);
        for id in instance.mixins.clone() {
            if let Some(handler) = self.mixin_handlers.get(&id) {
                let work = async {
                    if had.contains(&id) {
                        handler.update(cx, instance).await
                    } else {
                        handler.attach(cx, instance).await
                    }
                };
                instance = guarded(work).await?;
            }
        }
        if let Some(before) = before {
            let lost = had.iter().filter(|id| !instance.mixins.contains(id));
            self.off_mixins(cx, before, lost).await?;
        }
        Ok(instance)
    }

    /// Tells the handlers of mixins that an instance loses them.
    ///
    /// # Errors
    ///
    /// What a handler says; 500 when one fails.
    pub(crate) async fn off_mixins(
        &self,
        cx: &Context,
        instance: &Instance,
        lost: impl Iterator<Item = &CategoryId>,
    ) -> Result<(), Fault> {
        for id in lost {
            if let Some(handler) = self.mixin_handlers.get(id) {
                guarded(async { handler.detach(cx, instance.clone()).await }).await?;
            }
        }
        Ok(())
    }

    /// Stores a transaction whose records carry no mixin that a user removed meanwhile, with the
    /// links that follow it (D-37).
    ///
    /// # Errors
    ///
    /// 409 when something changed meanwhile or a condition would be broken, 500 when the store
    /// fails.
    pub(crate) async fn commit(&self, mut transaction: Transaction) -> Result<(), Refused> {
        if let Some(call) = Call::current() {
            call.join(&mut transaction)?;
        }
        self.drop_carried(&mut transaction).await?;
        self.let_links_follow(&mut transaction);
        let _definitions = self.definitions_lock.read().await;
        for record in &transaction.put {
            for id in &record.mixins {
                if self.find(id.as_str()).is_none() {
                    return Err(Refused::Changed(Fault::conflict(
                        "changed-meanwhile",
                        format!("mixin `{id}` was removed by another request"),
                    )));
                }
            }
        }
        let _related = self.relate(&transaction).await?;
        match self.store.commit(transaction).await {
            Ok(()) => Ok(()),
            Err(error @ CommitError::Conflict { .. }) => Err(Refused::Changed(error.into())),
            Err(error) => Err(Refused::Failed(error.into())),
        }
    }

    /// The stored records of these locations; one that vanished again is left out.
    pub(crate) fn stored<'a>(
        &self,
        locations: impl IntoIterator<Item = &'a str>,
    ) -> Vec<Arc<Record>> {
        locations
            .into_iter()
            .filter_map(|location| self.store.get(location))
            .collect()
    }
}

/// Why a transaction was not stored.
#[derive(Debug)]
pub(crate) enum Refused {
    /// Something changed meanwhile: another attempt may succeed.
    Changed(Fault),
    /// No attempt will.
    Failed(Fault),
}

impl From<Refused> for Fault {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Changed(fault) | Refused::Failed(fault) => fault,
        }
    }
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::Failed(fault)
    }
}

/// A record without its links and actions.
pub(crate) fn bare(record: &Record) -> Instance {
    Instance {
        id: Some(record.id.clone()),
        location: Some(record.location.clone()),
        kind: record.kind.clone(),
        mixins: record.mixins.clone(),
        attributes: record.attributes.clone(),
        links: Vec::new(),
        actions: Vec::new(),
    }
}

impl From<CommitError> for Fault {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Conflict { location } => Self::conflict(
                "changed-meanwhile",
                format!("`{location}` was changed by another request; read it again"),
            ),
            CommitError::Failed(error) => {
                // Paths and causes are for the operator, not for the peer.
                eprintln!("error: {error}");
                Self::new(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "store-failed",
                    "the store could not keep the change; nothing was changed",
                )
            }
        }
    }
}
