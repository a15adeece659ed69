//! Links that follow their source (D-37).
//!
//! The rule: a link follows when its state machine has events without a name and the kind of its
//! source has a state machine. An event without a name is the server's own doing, and this is when
//! it does it: a link is in the state that bears the name of its source's state if such an event
//! leads there, and in its initial state otherwise. It moves along such events only, so a link
//! whose state none of them leaves, as after a failure, stays as it is.
//!
//! Links move when they are created, when their source is replaced, and in the same transaction as
//! every change of the source's state, whatever its cause. The handler of a new link sees the
//! proposed state and may answer with another one; later moves follow from the source alone.

use std::sync::Arc;

use occi_model::{
    Attributes, Value,
    model::{StateMachine, Trigger},
};

use super::{
    engine::{self, Engine},
    shape::state,
};
use crate::store::{Expect, Record, Transaction};

/// The state into which a link moves from `present` when its source is in `source`; none when it
/// stays.
fn step<'m>(machine: &'m StateMachine, present: &str, source: &str) -> Option<&'m Arc<str>> {
    let silent = || {
        machine
            .transitions
            .iter()
            .filter(|transition| transition.trigger == Trigger::Event(None))
    };
    let wanted = silent()
        .map(|transition| &transition.to)
        .find(|to| ***to == *source)
        .unwrap_or(&machine.initial);
    silent()
        .find(|transition| *transition.from == *present && transition.to == *wanted)
        .map(|transition| &transition.to)
        .filter(|to| ***to != *present)
}

impl Engine {
    /// Lets the values of a link, one of the given kind, follow its source; tells whether they
    /// changed.
    pub(crate) fn follow(&self, link: &Record, source: &Record, values: &mut Attributes) -> bool {
        let machine_of = |record: &Record| self.model.kind(self.kind_of(record)).states.as_deref();
        let (Some(own), Some(other)) = (machine_of(link), machine_of(source)) else {
            return false;
        };
        let moved = state(own, values)
            .zip(state(other, &source.attributes))
            .and_then(|(present, source)| step(own, present, source));
        let Some(to) = moved else {
            return false;
        };
        values.insert(own.attribute.clone(), Value::from(&**to));
        true
    }

    /// Adds the links to a transaction that follow the resources whose states it changes.
    pub(crate) fn let_links_follow(&self, transaction: &mut Transaction) {
        let mut moved: Vec<Record> = Vec::new();
        for source in &transaction.put {
            let kind = self.kind_of(source);
            let Some(machine) = self.model.kind(kind).states.as_deref() else {
                continue;
            };
            let before = self.store.get(&source.location);
            let changed = before.is_some_and(|before| {
                state(machine, &before.attributes) != state(machine, &source.attributes)
            });
            if !changed || self.model.is_link(kind) {
                continue;
            }
            for link in self.store.links_from(&source.location) {
                let is_put = |put: &Record| put.location == link.location;
                if transaction.put.iter().any(is_put) || transaction.delete.contains(&link.location)
                {
                    continue;
                }
                let mut after = (*link).clone();
                if self.follow(&link, source, &mut after.attributes) {
                    moved.push(after);
                }
            }
        }
        for link in moved {
            transaction
                .expect
                .push((link.location.clone(), Expect::Version(link.version)));
            transaction.put.push(link);
        }
    }

    /// The stored source of a link.
    pub(crate) fn source_of(&self, values: &Attributes) -> Option<Arc<Record>> {
        let source = values.get(&*engine::SOURCE)?.as_str()?;
        self.store.get(source)
    }
}
