//! What the ledger writes down, in memory and in its file, and how much it lets a run create.

use std::collections::BTreeSet;

use super::{Intent, Ledger, judge::payload_of};
use crate::transport::{Request, Response, TransportError, journal::Entry};

impl Ledger {
    /// Writes down what a request is about to create; a request that cannot be written down is not
    /// sent.
    pub(super) fn promise(
        &self,
        request: &Request,
        intent: Option<&Intent>,
    ) -> Result<(), TransportError> {
        if let Some(intent) = intent {
            let collection = request.path().to_owned();
            self.enter(&Entry::Intent {
                number: intent.number,
                collection: collection.clone(),
                marker: intent.marker.clone(),
            })?;
            self.state().unclear.insert(intent.number, collection);
        } else if matches!(request.method, "POST" | "PUT")
            && Self::is_query_interface(request.path())
        {
            for id in tags_in(request) {
                self.enter(&Entry::Tag { id: id.clone() })?;
                self.state().open_tags.entry(id).or_insert(false);
            }
        }
        Ok(())
    }

    /// Writes a line into the ledger file, when there is one.
    pub(in crate::transport) fn enter(&self, entry: &Entry) -> Result<(), TransportError> {
        match &self.journal {
            Some(journal) => journal.write(entry).map_err(|error| {
                let path = journal.path().display().to_string();
                TransportError::Safety(format!("the ledger {path} cannot be written: {error}"))
            }),
            None => Ok(()),
        }
    }

    /// Whether the limits allow another creation.
    pub(super) fn room(&self, request: &Request) -> Result<(), TransportError> {
        let state = self.state();
        if request.method != "POST" || !state.collections.contains(request.path()) {
            return Ok(());
        }
        let there = state.owned.values().filter(|owned| !owned.gone).count() + state.unclear.len();
        let over = |limit: Option<usize>, number: usize| limit.filter(|limit| number >= *limit);
        if let Some(limit) = over(self.limits.entities, there) {
            let what = format!("{limit} entities of the run exist already");
            return Err(TransportError::Limit(what));
        }
        let created = usize::try_from(state.creations).unwrap_or(usize::MAX);
        match over(self.limits.created, created) {
            Some(limit) => Err(TransportError::Limit(format!(
                "the run has sent {limit} creations already"
            ))),
            None => Ok(()),
        }
    }

    /// Collections that creations without a known outcome were sent to.
    pub(in crate::transport) fn unclear_collections(&self) -> BTreeSet<String> {
        self.state().unclear.values().cloned().collect()
    }

    /// Notes that a collection holds nothing of the run that is not known.
    pub(in crate::transport) fn settled_in(&self, collection: &str) {
        let mut state = self.state();
        let settled: Vec<u64> = state
            .unclear
            .iter()
            .filter(|(_, sent_to)| *sent_to == collection)
            .map(|(number, _)| *number)
            .collect();
        for number in &settled {
            state.unclear.remove(number);
        }
        drop(state);
        for number in settled {
            self.note_settled(number);
        }
    }

    /// Writes down that a creation has left nothing that is not known.
    pub(in crate::transport) fn note_settled(&self, number: u64) {
        let _ = self.enter(&Entry::Refused { number });
    }

    /// User mixins of the run that may be there.
    pub(in crate::transport) fn open_tags(&self) -> BTreeSet<String> {
        self.state().open_tags.keys().cloned().collect()
    }

    /// Notes that a user mixin is not there any more.
    pub(in crate::transport) fn note_untagged(&self, id: &str) {
        self.state().open_tags.remove(id);
        let _ = self.enter(&Entry::Untagged { id: id.to_owned() });
    }

    /// Notes what became of user mixins that a request to the query interface named.
    pub(super) fn note_tags(&self, request: &Request, response: &Response) {
        let refused = (400..500).contains(&response.status);
        for id in tags_in(request) {
            if request.method == "DELETE" {
                if response.is_success() {
                    self.note_untagged(&id);
                }
            } else if response.is_success() {
                self.state().open_tags.insert(id, true);
            } else if refused && self.state().open_tags.get(&id) == Some(&false) {
                // A second addition that is refused leaves the first one where it is.
                self.note_untagged(&id);
            }
        }
    }
}

/// The user mixins that a payload for the query interface names.
fn tags_in(request: &Request) -> Vec<String> {
    payload_of(request)
        .and_then(|payload| {
            occi_rendering::read_categories(&payload, occi_rendering::Mode::Lenient).ok()
        })
        .map(|read| {
            let ids = read.value.iter().map(|category| category.id.to_string());
            ids.collect()
        })
        .unwrap_or_default()
}
