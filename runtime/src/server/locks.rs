//! Locks by name: work on one instance is done one request after the other.
//!
//! The store finds conflicting changes by itself; the locks spare the handlers from being asked
//! to start and to stop one thing at once.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

type Slot = Arc<AsyncMutex<()>>;

/// Locks that exist while somebody holds or awaits them.
#[derive(Debug, Default)]
pub(crate) struct Locks {
    slots: Mutex<HashMap<String, Slot>>,
}

/// Holds locks until dropped.
#[derive(Debug)]
pub(crate) struct Held<'a> {
    locks: &'a Locks,
    held: Vec<(String, Option<OwnedMutexGuard<()>>)>,
}

impl Locks {
    /// Takes the locks of all names. They are taken in one order everywhere, so that two requests
    /// never wait for each other.
    pub(crate) async fn hold(&self, names: impl IntoIterator<Item = String>) -> Held<'_> {
        let mut names: Vec<String> = names.into_iter().collect();
        names.sort_unstable();
        names.dedup();
        // Registered before awaiting, so that a request that is dropped while it waits cleans up.
        let mut held = Held {
            locks: self,
            held: Vec::with_capacity(names.len()),
        };
        for name in names {
            let slot = {
                let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
                Arc::clone(slots.entry(name.clone()).or_default())
            };
            held.held.push((name, None));
            let guard = slot.lock_owned().await;
            if let Some(last) = held.held.last_mut() {
                last.1 = Some(guard);
            }
        }
        held
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let mut slots = self
            .locks
            .slots
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for (name, guard) in self.held.drain(..) {
            drop(guard);
            // Only the table itself knows the slot: nobody holds or awaits it.
            if slots
                .get(&name)
                .is_some_and(|slot| Arc::strong_count(slot) == 1)
            {
                slots.remove(&name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_same_name_waits_and_slots_vanish() {
        let locks = Locks::default();
        let first = locks.hold(["a".to_owned(), "b".to_owned()]).await;
        let waits = locks.hold(["b".to_owned()]);
        tokio::pin!(waits);
        assert!(futures_util::poll!(waits.as_mut()).is_pending());
        let other = locks.hold(["c".to_owned()]).await;
        drop(first);
        drop(waits.await);
        drop(other);
        assert!(locks.slots.lock().unwrap().is_empty());
    }

    #[tokio::test]
    async fn a_dropped_wait_leaves_nothing() {
        let locks = Locks::default();
        let first = locks.hold(["a".to_owned()]).await;
        {
            let waits = locks.hold(["a".to_owned()]);
            tokio::pin!(waits);
            assert!(futures_util::poll!(waits.as_mut()).is_pending());
        }
        drop(first);
        assert!(locks.slots.lock().unwrap().is_empty());
    }
}
