//! The ledger: below the engine, it lets through only what touches entities of this run (9.2).

mod book;
mod judge;
mod saving;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

pub(crate) use saving::TITLE_OF_SAVED;

use super::{
    BoxFuture, Request, Response, Transport, TransportError,
    journal::{Entry, Journal},
    proof,
};

/// What the ledger knows of an entity of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Owned {
    /// In order of creation.
    order: u64,
    gone: bool,
}

/// An entity that the answer to a creation spoke of, before anything proves that it is the run's.
#[derive(Clone, Debug)]
struct Claim {
    /// The marker that the request gave it.
    marker: Option<String>,
    /// The collection that it was created in.
    collection: String,
    /// Members of that collection immediately before, looked up when there is no marker.
    before: Option<BTreeSet<String>>,
    /// The number under which the ledger file announced it.
    number: u64,
}

/// What is noted before a creation is sent.
#[derive(Debug, Default)]
struct Intent {
    marker: Option<String>,
    before: Option<BTreeSet<String>>,
    number: u64,
}

/// How much a run may create (9.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Entities of the run that exist at one time; none: any number.
    pub entities: Option<usize>,
    /// Creations of the whole run; none: any number.
    pub created: Option<usize>,
}

#[derive(Debug, Default)]
struct State {
    /// Entities by path.
    owned: BTreeMap<String, Owned>,
    /// What the answers to creations name and nothing has proven yet.
    claimed: BTreeMap<String, Claim>,
    /// Members of each collection before the run created anything in it; none where it could not
    /// be listed.
    baseline: BTreeMap<String, Option<BTreeSet<String>>>,
    /// Locations of mixins, whose collections own entities may join.
    mixins: BTreeSet<String>,
    /// Paths of collections that entities may be created in.
    collections: BTreeSet<String>,
    /// Locations of the run's own tags.
    tags: BTreeSet<String>,
    /// Creations that were sent and whose outcome is not known yet: number and collection.
    unclear: BTreeMap<u64, String>,
    /// User mixins that may be there, and whether an answer has said so.
    open_tags: BTreeMap<String, bool>,
    /// Templates that actions of the run made.
    templates: BTreeSet<String>,
    orders: u64,
    creations: u64,
    next_slot: Option<Instant>,
}

/// A transport that refuses PUT, update, action and DELETE on any URL that this run did not
/// create, whatever a case says.
///
/// Creations go to the locations of kinds only. What their answers name in `Location` is only a
/// claim, since a faulty server may name a foreign entity: it belongs to the run once it was not
/// there before the run created anything, and shows the marker that the request gave it. An
/// entity whose title is under test bears no marker; it must be new in the collection since
/// immediately before the request. Instances join and leave collections of mixins only by requests
/// that name own ones and no others. Requests on a whole collection are let through only when they may be at
/// all ([`Self::permit_collections`]) and a listing taken immediately before shows nothing
/// foreign. The query interface takes only tags of the run's own scheme, and the templates that
/// actions of the run made.
pub struct Ledger {
    inner: Arc<dyn Transport>,
    marker: String,
    tag_scheme: String,
    reserved_scheme: String,
    collections_permitted: bool,
    pace: Duration,
    limits: Limits,
    journal: Option<Arc<Journal>>,
    state: Mutex<State>,
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger")
            .field("inner", &self.inner)
            .field("marker", &self.marker)
            .finish_non_exhaustive()
    }
}

impl Ledger {
    /// A ledger for a run; `run` is its eight letters.
    #[must_use]
    pub fn new(inner: Arc<dyn Transport>, run: &str) -> Self {
        Self {
            inner,
            marker: format!("oct-{run}-"),
            tag_scheme: format!("http://occi-conformance.invalid/run-{run}#"),
            reserved_scheme: format!("http://schemas.ogf.org/occi/oct-{run}#"),
            collections_permitted: false,
            pace: Duration::ZERO,
            limits: Limits::default(),
            journal: None,
            state: Mutex::default(),
        }
    }

    /// Lets requests on whole collections through, after the check for foreign members.
    #[must_use]
    pub const fn permit_collections(mut self, permitted: bool) -> Self {
        self.collections_permitted = permitted;
        self
    }

    /// The least time between the starts of two requests (9.4).
    #[must_use]
    pub const fn pace(mut self, pace: Duration) -> Self {
        self.pace = pace;
        self
    }

    /// Sets how much may be created.
    pub const fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
    }

    /// Writes everything down in a file as well, before it is sent.
    pub fn set_journal(&mut self, journal: Arc<Journal>) {
        self.journal = Some(journal);
    }

    /// What the title of every entity of the run begins with.
    #[must_use]
    pub fn marker(&self) -> &str {
        &self.marker
    }

    /// The scheme of the run's own tags.
    #[must_use]
    pub fn tag_scheme(&self) -> &str {
        &self.tag_scheme
    }

    /// A scheme of the run that lies under the standard's, where no tag may be.
    #[must_use]
    pub fn reserved_scheme(&self) -> &str {
        &self.reserved_scheme
    }

    /// Allows creations at the location of a kind.
    pub fn allow_creation(&self, path: &str) {
        self.state().collections.insert(path.to_owned());
    }

    /// Allows own entities to join the collection of a mixin.
    pub fn allow_mixin(&self, path: &str) {
        self.state().mixins.insert(path.to_owned());
    }

    /// Whether an answer to a creation of this run named the path, proven or not.
    #[must_use]
    pub fn knows(&self, path: &str) -> bool {
        let state = self.state();
        state.owned.contains_key(path) || state.claimed.contains_key(path)
    }

    /// Whether the run created what is at the path, and has not deleted it.
    #[must_use]
    pub fn owns(&self, path: &str) -> bool {
        self.state()
            .owned
            .get(path)
            .is_some_and(|owned| !owned.gone)
    }

    /// Whether it is, or was, one of those that the run is known to have created.
    pub(super) fn was_owned(&self, path: &str) -> bool {
        self.state().owned.contains_key(path)
    }

    /// Paths of what still exists, the youngest first.
    #[must_use]
    pub fn open(&self) -> Vec<String> {
        let state = self.state();
        let mut open: Vec<(&u64, &String)> = state
            .owned
            .iter()
            .filter(|(_, owned)| !owned.gone)
            .map(|(path, owned)| (&owned.order, path))
            .collect();
        open.sort_by(|a, b| b.cmp(a));
        open.into_iter().map(|(_, path)| path.clone()).collect()
    }

    /// Takes over an entity that the run created although no answer told where: reads it and
    /// looks for the marker itself.
    ///
    /// # Errors
    ///
    /// When it cannot be read, was there before the run, or does not carry a marker of this run.
    pub async fn adopt(&self, path: &str) -> Result<(), TransportError> {
        if self.is_bound(path) {
            return Err(TransportError::Safety(format!("{path} is a collection")));
        }
        if !self.was_there_before(path)
            && self
                .looks(path, &|title| title.starts_with(&self.marker))
                .await?
        {
            let found = Entry::Found {
                path: path.to_owned(),
            };
            self.enter(&found)?;
            self.register(path);
            Ok(())
        } else {
            Err(TransportError::Safety(format!(
                "{path} does not carry the marker of this run"
            )))
        }
    }

    /// Looks whether what the answer to a creation named is the new entity; from then on it belongs
    /// to the run.
    ///
    /// # Errors
    ///
    /// When the endpoint cannot be asked.
    pub async fn prove(&self, path: &str) -> Result<bool, TransportError> {
        let claim = {
            let state = self.state();
            if state.owned.contains_key(path) {
                return Ok(true);
            }
            state.claimed.get(path).cloned()
        };
        let Some(claim) = claim else {
            return Ok(false);
        };
        let proven = match (&claim.marker, &claim.before) {
            (Some(marker), _) => self.looks(path, &|title| title == marker).await?,
            (None, Some(before)) if !before.contains(path) => self
                .members(&claim.collection)
                .await
                .is_ok_and(|members| members.iter().any(|member| member == path)),
            (None, _) => false,
        };
        if proven {
            let created = Entry::Created {
                number: claim.number,
                path: path.to_owned(),
            };
            // The file still announces it where this cannot be written.
            let _ = self.enter(&created);
            let mut state = self.state();
            state.claimed.remove(path);
            state.unclear.remove(&claim.number);
            drop(state);
            self.register(path);
        }
        Ok(proven)
    }

    /// Whether the entity's title or summary meets a condition, in one rendering or another.
    async fn looks(
        &self,
        path: &str,
        holds: &(dyn Fn(&str) -> bool + Sync),
    ) -> Result<bool, TransportError> {
        for accept in ["text/plain", "application/occi+json"] {
            self.wait_for_slot().await;
            let request = Request::new("GET", path).with_header("Accept", accept);
            if proof::shows(&self.inner.send(request).await?, holds) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn was_there_before(&self, path: &str) -> bool {
        self.state()
            .baseline
            .values()
            .flatten()
            .any(|members| members.contains(path))
    }

    /// What must be known before a creation is sent; none when the request creates nothing.
    async fn intent(&self, request: &Request) -> Option<Intent> {
        let path = request.path();
        let listed = {
            let state = self.state();
            if request.method != "POST"
                || request.target != path
                || !state.collections.contains(path)
            {
                return None;
            }
            state.baseline.contains_key(path)
        };
        if !listed {
            let members = self.members(path).await.ok();
            // The first listing stands: whoever creates has waited for one.
            self.state()
                .baseline
                .entry(path.to_owned())
                .or_insert_with(|| members.map(|members| members.into_iter().collect()));
        }
        let marker = proof::marker_in(request, &self.marker);
        let before = match marker {
            Some(_) => None,
            None => self.members(path).await.ok(),
        };
        let number = {
            let mut state = self.state();
            state.creations += 1;
            state.creations
        };
        Some(Intent {
            marker,
            before: before.map(|members| members.into_iter().collect()),
            number,
        })
    }

    /// The path of a URL or path of this endpoint; `None` for another one.
    #[must_use]
    pub fn resolve(&self, location: &str) -> Option<String> {
        resolve(self.inner.base(), location)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_bound(&self, path: &str) -> bool {
        let state = self.state();
        let bare = path.trim_end_matches('/');
        path.ends_with('/')
            || state
                .collections
                .iter()
                .chain(&state.tags)
                .any(|bound| bound.trim_end_matches('/') == bare)
    }

    pub(in crate::transport) fn register(&self, path: &str) {
        if self.is_bound(path) {
            return;
        }
        let mut state = self.state();
        state.orders += 1;
        let order = state.orders;
        state
            .owned
            .insert(path.to_owned(), Owned { order, gone: false });
    }

    /// Refuses a request on a collection with members that are not of this run.
    async fn look_at(&self, path: &str) -> Result<(), TransportError> {
        for member in self.members(path).await? {
            if self.owns(&member) {
                continue;
            }
            if !self.is_anything(&member).await? {
                return Err(TransportError::Listed(format!("{path} lists {member}")));
            }
            // A server that carries out a creation twice makes two of the run's.
            if self.adopt(&member).await.is_err() {
                return Err(TransportError::Foreign(format!(
                    "{path} holds {member}, which this run did not create"
                )));
            }
        }
        Ok(())
    }

    /// Whether there can be an entity that a listing names: at this endpoint, and not known to be
    /// gone or never to have been.
    async fn is_anything(&self, member: &str) -> Result<bool, TransportError> {
        if !member.starts_with('/') || member.contains(char::is_whitespace) {
            return Ok(false);
        }
        self.wait_for_slot().await;
        let request = Request::new("GET", member).with_header("Accept", "text/plain");
        let answer = self.inner.send(request).await?;
        Ok(!matches!(answer.status, 404 | 410))
    }

    /// Collections that the run has created in.
    pub(in crate::transport) fn created_in(&self) -> Vec<String> {
        self.state().baseline.keys().cloned().collect()
    }

    /// The paths of the members of a collection.
    ///
    /// # Errors
    ///
    /// When it cannot be listed.
    pub async fn members(&self, path: &str) -> Result<Vec<String>, TransportError> {
        self.wait_for_slot().await;
        let request = Request::new("GET", path).with_header("Accept", "text/uri-list");
        let response = self.inner.send(request).await?;
        if response.status == 204 {
            return Ok(Vec::new());
        }
        if !response.is_success() {
            return Err(TransportError::Unclear(format!(
                "{path} cannot be listed (status {})",
                response.status
            )));
        }
        let text = String::from_utf8_lossy(&response.body).into_owned();
        Ok(text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(|line| self.resolve(line).unwrap_or_else(|| line.to_owned()))
            .collect())
    }

    /// Notes what a request that was answered has done; gives the path that a creation names.
    fn note(
        &self,
        request: &Request,
        response: &Response,
        intent: Option<Intent>,
    ) -> Option<String> {
        let path = request.path();
        if let Some(intent) = &intent
            && (400..500).contains(&response.status)
        {
            let refused = Entry::Refused {
                number: intent.number,
            };
            let _ = self.enter(&refused);
            self.state().unclear.remove(&intent.number);
        }
        if Self::is_query_interface(path) {
            self.note_tags(request, response);
            return None;
        }
        match request.method {
            "POST" if response.is_success() => {
                let intent = intent?;
                let created = self.resolve(response.header("location")?)?;
                if self.is_bound(&created)
                    || self.was_there_before(&created)
                    || self.state().owned.contains_key(&created)
                {
                    return None;
                }
                let claim = Claim {
                    marker: intent.marker,
                    collection: path.to_owned(),
                    before: intent.before,
                    number: intent.number,
                };
                self.state().claimed.insert(created.clone(), claim);
                return Some(created);
            }
            "DELETE" if response.is_success() => self.note_gone(path),
            _ => {}
        }
        None
    }

    /// Notes that an entity of the run is not there any more.
    fn note_gone(&self, path: &str) {
        let mut state = self.state();
        if let Some(owned) = state.owned.get_mut(path).filter(|owned| !owned.gone) {
            owned.gone = true;
            drop(state);
            let path = path.to_owned();
            let _ = self.enter(&Entry::Gone { path });
        }
    }

    /// Allows entities of the run to be attached to one of its tags; gives the location that the
    /// tag is to be bound to.
    pub fn allow_tag(&self, number: u32) -> String {
        let location = format!("/{}tag-{number}/", self.marker);
        self.state().tags.insert(location.clone());
        location
    }

    async fn wait_for_slot(&self) {
        if self.pace.is_zero() {
            return;
        }
        let until = {
            let mut state = self.state();
            let now = Instant::now();
            let slot = state.next_slot.map_or(now, |slot| slot.max(now));
            state.next_slot = Some(slot + self.pace);
            slot
        };
        tokio::time::sleep_until(until.into()).await;
    }
}

impl Transport for Ledger {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            if self.judge(&request)? {
                self.look_at(request.path()).await?;
            }
            self.room(&request)?;
            self.wait_for_slot().await;
            let intent = self.intent(&request).await;
            self.promise(&request, intent.as_ref())?;
            let before = self.before_saving(&request).await?;
            let response = self.inner.send(request.clone()).await?;
            if let Some(before) = before {
                self.note_templates(&request, &response, &before).await;
            }
            let is_denied = request.method == "DELETE" && matches!(response.status, 404 | 410);
            // A server may fail to delete and say that nothing is there (pyssf 0.4.7).
            if is_denied
                && self.owns(request.path())
                && !self.is_anything(request.path()).await.unwrap_or(true)
            {
                self.note_gone(request.path());
            }
            if let Some(created) = self.note(&request, &response, intent) {
                // What cannot be proven now stays a claim, and is not touched.
                let _ = self.prove(&created).await;
            }
            Ok(response)
        })
    }

    fn base(&self) -> &str {
        self.inner.base()
    }

    fn frames(&self) -> bool {
        self.inner.frames()
    }
}

/// The path that a location means at an endpoint; `None` when it is at another one.
pub(crate) fn resolve(base: &str, location: &str) -> Option<String> {
    let location = location.trim();
    if let Some(rest) = location
        .get(..base.len())
        .filter(|start| start.eq_ignore_ascii_case(base))
        .and_then(|_| location.get(base.len()..))
    {
        return match rest.chars().next() {
            None => Some("/".to_owned()),
            Some('/') => Some(rest.to_owned()),
            Some(_) => None,
        };
    }
    (location.starts_with('/') && !location.starts_with("//")).then(|| location.to_owned())
}
