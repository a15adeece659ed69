//! The request that handlers work for: who asks, whether anybody still waits for the answer, and
//! what else is to change along with it.
//!
//! It travels with the task, so that what lies between the front and a handler need not hand it
//! on.

use std::{
    collections::BTreeMap,
    fmt,
    future::Future,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;

use super::{
    Fault,
    commit::Refused,
    engine::Engine,
    later::{self, Work},
};
use crate::{
    Instance,
    store::{Expect, Record, Transaction},
};

tokio::task_local! {
    static CALL: Arc<Call>;
}

/// Tells whether the client of a request has gone.
///
/// Clones watch the same request. A change goes on all the same, unless its provider gives up: a
/// provider that is about to do something long and useless looks here first.
#[derive(Clone, Debug)]
pub struct Cancellation(watch::Receiver<bool>);

/// Cancels when it is dropped, unless [`Self::finish`] comes first.
#[derive(Debug)]
pub(crate) struct Canceller(Option<watch::Sender<bool>>);

impl Cancellation {
    /// A token, and what cancels it.
    pub(crate) fn new() -> (Canceller, Self) {
        let (sender, receiver) = watch::channel(false);
        (Canceller(Some(sender)), Self(receiver))
    }

    /// One that nobody cancels.
    pub(crate) fn never() -> Self {
        Self(watch::channel(false).1)
    }

    /// Whether the client has gone.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        *self.0.borrow()
    }

    /// Resolves when the client has gone; never when it stays.
    pub async fn cancelled(&self) {
        let mut receiver = self.0.clone();
        if receiver.wait_for(|gone| *gone).await.is_err() {
            // Whoever could cancel has finished.
            std::future::pending::<()>().await;
        }
    }
}

impl Canceller {
    /// The client got its answer.
    pub(crate) fn finish(mut self) {
        self.0 = None;
    }
}

impl Drop for Canceller {
    fn drop(&mut self) {
        if let Some(sender) = &self.0 {
            let _ = sender.send(true);
        }
    }
}

/// Who asks: put among the extensions of a request by whoever authenticated it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal(pub(crate) Arc<str>);

/// What handlers may know of the request at hand, and what they add to it.
pub(crate) struct Call {
    engine: Arc<Engine>,
    pub(crate) principal: Option<Principal>,
    pub(crate) cancellation: Cancellation,
    staged: Mutex<Staged>,
    /// What goes on after the answer, by location.
    later: Mutex<BTreeMap<String, Work>>,
}

/// What handlers looked at and changed besides the instance they were asked about.
#[derive(Debug, Default)]
struct Staged {
    /// As it was first seen, by location.
    seen: BTreeMap<String, Arc<Record>>,
    /// As it is to be, by location.
    changed: BTreeMap<String, Instance>,
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("principal", &self.principal)
            .finish_non_exhaustive()
    }
}

impl Call {
    /// A call of the service itself, or of a request with these extensions.
    pub(crate) fn new(engine: Arc<Engine>, extensions: &http::Extensions) -> Self {
        Self {
            engine,
            principal: extensions.get().cloned(),
            cancellation: extensions
                .get()
                .cloned()
                .unwrap_or_else(Cancellation::never),
            staged: Mutex::default(),
            later: Mutex::default(),
        }
    }

    /// Does the work as part of this call. What handlers left for later begins when it succeeds.
    pub(crate) async fn scope<T, E>(
        self,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let call = Arc::new(self);
        let result = CALL.scope(Arc::clone(&call), work).await;
        if result.is_ok() {
            let later = mem::take(&mut *call.waiting());
            for work in later.into_values() {
                tokio::spawn(later::finish(Arc::clone(&call.engine), work));
            }
        }
        result
    }

    /// Leaves work about an instance for later. Another attempt at the request replaces it.
    pub(crate) fn leave(&self, work: Work) {
        self.waiting().insert(work.location.clone(), work);
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeMap<String, Work>> {
        self.later.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The call that the present task works for.
    pub(crate) fn current() -> Option<Arc<Self>> {
        CALL.try_with(Arc::clone).ok()
    }

    fn staged(&self) -> MutexGuard<'_, Staged> {
        self.staged.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Another instance: as a handler of this call changed it, else as it is stored.
    pub(crate) fn read(&self, location: &str) -> Option<Instance> {
        let mut staged = self.staged();
        if let Some(changed) = staged.changed.get(location) {
            return Some(changed.clone());
        }
        let record = self.engine.store.get(location)?;
        let instance = self.engine.instance(&record);
        staged.seen.entry(location.to_owned()).or_insert(record);
        Some(instance)
    }

    /// Takes in a change of another instance.
    ///
    /// # Errors
    ///
    /// 500 when nothing is stored there.
    pub(crate) fn change(&self, instance: Instance) -> Result<(), Fault> {
        let location = instance.location.clone().unwrap_or_default();
        let mut staged = self.staged();
        if !staged.seen.contains_key(&location) {
            let record = self.engine.store.get(&location).ok_or_else(|| {
                Fault::internal(format!(
                    "the provider changed `{location}`, where nothing is stored"
                ))
            })?;
            staged.seen.insert(location.clone(), record);
        }
        staged.changed.insert(location, instance);
        Ok(())
    }

    /// Whether there is more to commit than what the request asked for.
    pub(crate) fn has_changes(&self) -> bool {
        !self.staged().changed.is_empty()
    }

    /// Adds the changes to a transaction, and forgets them: another attempt asks anew.
    ///
    /// # Errors
    ///
    /// 500 when a change does not fit its definition, or is one of an instance that the request
    /// itself changes.
    pub(crate) fn join(&self, transaction: &mut Transaction) -> Result<(), Refused> {
        let Staged { mut seen, changed } = mem::take(&mut *self.staged());
        for (location, instance) in changed {
            let twice = transaction.put.iter().any(|put| put.location == location)
                || transaction.delete.contains(&location);
            if twice {
                return Err(Refused::Failed(Fault::internal(format!(
                    "the provider changed `{location}` besides, which the request itself changes"
                ))));
            }
            let Some(record) = seen.remove(&location) else {
                continue;
            };
            let changed = self.engine.taken_back(&record, instance)?;
            transaction
                .expect
                .push((location, Expect::Version(record.version)));
            transaction.put.push(changed);
        }
        Ok(())
    }
}
