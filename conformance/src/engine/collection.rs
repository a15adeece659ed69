//! Steps about collections: membership, absence, tags.

use std::{collections::BTreeSet, time::Instant};

use occi_model::{CategoryId, Value};
use occi_rendering::{Mode, read_locations};

use super::{
    facts::{self, payload},
    passive::Shape,
    performance::{Performance, Stop},
};
use crate::{
    case::{Choice, Rendering, Var},
    oracle::{Grading, Situation},
    transport::Transport as _,
    verdict::Code,
};

/// Whether a listing has an entity.
enum Membership {
    Is(bool),
}

impl Performance<'_> {
    pub(super) async fn listed(
        &mut self,
        entity: &Var,
        collection: &CategoryId,
        choice: Choice,
        present: bool,
    ) -> Result<(), Stop> {
        let rendering = self.choose(choice);
        let path = self.collection(collection)?;
        if rendering == Rendering::Json && self.entity(entity)?.id.is_none() {
            // JSON collections name members by their ids.
            self.read(entity, Choice::Run, &Var::named("for its id"))
                .await?;
        }
        self.member(entity, &path, rendering, present).await
    }

    pub(super) async fn tagged(&mut self, entity: &Var, present: bool) -> Result<(), Stop> {
        let Some(tag) = self.tag.clone() else {
            return Err(Stop::Error("the case has no tag".to_owned()));
        };
        self.member(entity, &tag.location, Rendering::Uri, present)
            .await
    }

    /// Looks until the membership is as wanted, or the time is over.
    async fn member(
        &mut self,
        entity: &Var,
        path: &str,
        rendering: Rendering,
        present: bool,
    ) -> Result<(), Stop> {
        let timeouts = self.runner.settings.timeouts;
        let patience = if present {
            timeouts.list_consistent
        } else {
            timeouts.delete_visible
        };
        let (started, mut pause) = (Instant::now(), timeouts.first_pause);
        loop {
            let Membership::Is(found) = self.look(entity, path, rendering).await?;
            if found == present {
                return Ok(());
            }
            if !self.again(started, &mut pause, patience).await {
                let word = |there: bool| if there { "listed" } else { "not listed" };
                let what = format!("GET {path} as {}", rendering.media().as_str());
                return Err(if patience.bound {
                    self.failed(Code::WrongFact, what, word(present), word(found))
                } else {
                    Stop::Inconclusive(format!(
                        "{what}: still {} after {} s",
                        word(found),
                        patience.limit.as_secs()
                    ))
                });
            }
        }
    }

    async fn look(
        &mut self,
        entity: &Var,
        path: &str,
        rendering: Rendering,
    ) -> Result<Membership, Stop> {
        let what = format!("GET {path} as {}", rendering.media().as_str());
        let request = self.request("GET", path, rendering);
        let response = self.send(request, Shape::Listing).await?;
        if response.status == 204 {
            let note = "an empty collection: 204; HTTP-111: allowed in 1.1".to_owned();
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
            return Ok(Membership::Is(false));
        }
        if response.status != 200 {
            let code = if response.status >= 500 {
                Code::ServerError
            } else {
                Code::WrongStatus
            };
            return Err(self.failed(code, what, "200", response.status.to_string()));
        }
        let asked = rendering.media().as_str();
        // An empty body has no type.
        if !response.body.is_empty() && response.media_type().as_deref() != Some(asked) {
            let found = response.media_type().unwrap_or_else(|| "none".to_owned());
            return Err(self.failed(Code::WrongType, what, asked, found));
        }
        let made = self.entity(entity)?;
        let base = self.runner.ledger.base();
        if response.body.is_empty() && rendering != Rendering::Occi {
            return Ok(Membership::Is(false));
        }
        if rendering == Rendering::Json {
            let members = facts::entities(&self.runner.model, base, &response)
                .map_err(|error| self.failed(Code::Unparsable, what, "a collection", error))?;
            return Ok(Membership::Is(
                members
                    .iter()
                    .any(|member| member.id() == made.id.as_deref()),
            ));
        }
        let read = payload(&response)
            .ok_or_else(|| "no content type".to_owned())
            .and_then(|payload| {
                read_locations(&payload, Mode::Lenient).map_err(|error| error.to_string())
            })
            .map_err(|error| self.failed(Code::Unparsable, what, "a listing", error))?;
        Ok(Membership::Is(read.value.iter().any(|location| {
            self.runner.ledger.resolve(location) == made.path && made.path.is_some()
        })))
    }

    /// The entity cannot be read any more.
    pub(super) async fn gone(&mut self, entity: &Var) -> Result<(), Stop> {
        let path = self.path(entity)?;
        let graded = Situation::Deleted.graded();
        let patience = self.runner.settings.timeouts.delete_visible;
        let (started, mut pause) = (Instant::now(), self.runner.settings.timeouts.first_pause);
        loop {
            let rendering = self.choose(Choice::Run);
            let request = self.request("GET", path.clone(), rendering);
            let response = self.send(request, Shape::Free).await?;
            match graded.grade(response.status) {
                Grading::Preferred => return Ok(()),
                Grading::Tolerated(reason) => {
                    self.notes.push(format!(
                        "{}: {}; {reason}",
                        graded.situation, response.status
                    ));
                    return Ok(());
                }
                Grading::Wrong => {}
            }
            if !self.again(started, &mut pause, patience).await {
                return Err(if patience.bound {
                    self.failed(
                        Code::WrongStatus,
                        graded.situation,
                        graded.describe(),
                        response.status.to_string(),
                    )
                } else {
                    Stop::Inconclusive(format!("{path} can still be read"))
                });
            }
        }
    }

    /// The members of a kind's collection.
    async fn members(&mut self, kind: &CategoryId) -> Result<Vec<String>, Stop> {
        let path = self.collection(kind)?;
        self.runner
            .ledger
            .members(&path)
            .await
            .map_err(|error| Stop::Inconclusive(error.to_string()))
    }

    pub(super) async fn remember(&mut self, kind: &CategoryId) -> Result<(), Stop> {
        let members: BTreeSet<String> = self.members(kind).await?.into_iter().collect();
        self.remembered.insert(kind.clone(), members);
        Ok(())
    }

    pub(super) async fn own_only(&mut self, kind: &CategoryId) -> Result<(), Stop> {
        let members = self.members(kind).await?;
        let foreign = members
            .iter()
            .find(|member| !self.runner.ledger.owns(member));
        match foreign {
            None => Ok(()),
            Some(member) => Err(Stop::NotRun(format!("foreign entities present: {member}"))),
        }
    }

    /// Whether a member is what a refused creation was to make.
    async fn is_trace(
        &mut self,
        member: &str,
        kind: &CategoryId,
        marker: &str,
    ) -> Result<bool, Stop> {
        let rendering = self.choose(Choice::Run);
        let request = self.request("GET", member, rendering);
        let response = self.send(request, Shape::Free).await?;
        let base = self.runner.ledger.base();
        let Ok(facts) = facts::entity(&self.runner.model, base, &response) else {
            return Ok(false);
        };
        let text = |name: &str| facts.attributes.get(name).and_then(Value::as_str);
        let title = text("occi.core.title");
        if title.is_some_and(|title| title.starts_with(marker)) {
            return Ok(true);
        }
        // Without a marker: a member that was not there before, and is no one else's.
        let new = self
            .remembered
            .get(kind)
            .is_some_and(|before| !before.contains(member));
        let of_another = title.is_some_and(|title| title.starts_with("oct-"));
        Ok(new && !of_another && !self.runner.ledger.knows(member))
    }

    /// Members of the collection that are in nobody's ledger yet.
    async fn strangers(&mut self, kind: &CategoryId) -> Result<Vec<String>, Stop> {
        let members = self.members(kind).await?;
        let known = self.remembered.get(kind).cloned().unwrap_or_default();
        Ok(members
            .into_iter()
            .filter(|member| !self.runner.ledger.knows(member) && !known.contains(member))
            .collect())
    }

    pub(super) async fn nothing_created(
        &mut self,
        entity: &Var,
        kind: &CategoryId,
    ) -> Result<(), Stop> {
        let marker = self.entity(entity)?.marker.clone();
        for member in self.strangers(kind).await? {
            if !self.is_trace(&member, kind, &marker).await? {
                continue;
            }
            // An entity of another case may be listed before its ledger knows of it.
            tokio::time::sleep(self.runner.settings.timeouts.first_pause).await;
            if self.runner.ledger.knows(&member) || !self.is_trace(&member, kind, &marker).await? {
                continue;
            }
            if self.runner.ledger.adopt(&member).await.is_ok() {
                self.found(member.clone());
            }
            return Err(self.failed(
                Code::Stored,
                "collection of the kind after a refusal",
                "nothing new",
                member,
            ));
        }
        Ok(())
    }

    /// Looks for an entity by its marker, when no answer told where it is (9.2).
    pub(super) async fn search(&mut self, entity: &Var) -> Result<Option<String>, Stop> {
        let made = self.entity(entity)?.clone();
        for member in self.strangers(&made.kind).await? {
            if self.is_trace(&member, &made.kind, &made.marker).await?
                && self.runner.ledger.adopt(&member).await.is_ok()
            {
                return Ok(Some(member));
            }
        }
        Ok(None)
    }
}
