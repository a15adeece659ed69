//! What a performance made: its marker, and the proof that an answer names just that (9.2).

use std::time::Instant;

use occi_model::CategoryId;

use super::{
    facts,
    performance::{Made, Performance, Stop},
};
use crate::{
    case::{Call, Target, Var},
    transport::{Response, Transport as _},
};

impl Performance<'_> {
    /// The marker of the entity that a call is about; a new one when it creates.
    pub(super) fn marker_for(&mut self, call: &Call) -> Result<String, Stop> {
        if let Some((var, kind)) = &call.creates {
            return Ok(self.announce(var, kind));
        }
        match &call.target {
            Target::Entity(var) => Ok(self.entity(var)?.marker.clone()),
            _ => Ok(self.fresh_marker()),
        }
    }

    fn fresh_marker(&self) -> String {
        let number = self.runner.next_number();
        format!("{}{number}", self.runner.ledger.marker())
    }

    fn announce(&mut self, var: &Var, kind: &CategoryId) -> String {
        let marker = self.fresh_marker();
        self.entities.insert(
            var.clone(),
            Made {
                kind: kind.clone(),
                marker: marker.clone(),
                path: None,
                id: None,
            },
        );
        marker
    }

    /// Finds out where a created entity is: by the answer, else by its marker (9.2).
    pub(super) async fn created(&mut self, var: &Var, response: &Response) -> Result<(), Stop> {
        let ledger = &self.runner.ledger;
        let told = response
            .header("location")
            .and_then(|location| ledger.resolve(location));
        let told = match told {
            Some(path) if self.proven(&path).await => Some(path),
            _ => None,
        };
        let path = match told {
            Some(path) => Some(path),
            None => self.search(var).await?,
        };
        let id = facts::entity(&self.runner.model, ledger.base(), response)
            .ok()
            .and_then(|facts| facts.id().map(str::to_owned));
        if let Some(path) = &path {
            self.created.push(path.clone());
        }
        if let Some(made) = self.entities.get_mut(var) {
            made.path = path;
            made.id = id;
        }
        Ok(())
    }

    /// Whether what an answer named is the new entity; it may take its time to be seen.
    async fn proven(&self, path: &str) -> bool {
        let ledger = &self.runner.ledger;
        let patience = self.runner.settings.timeouts.list_consistent;
        let (started, mut pause) = (Instant::now(), self.runner.settings.timeouts.first_pause);
        loop {
            if ledger.owns(path) {
                return true;
            }
            if !ledger.knows(path) || !self.again(started, &mut pause, patience).await {
                return false;
            }
            let _ = ledger.prove(path).await;
        }
    }

    /// Notes an entity that was found although it should not be there.
    pub(super) fn found(&mut self, path: String) {
        self.created.push(path);
    }
}
