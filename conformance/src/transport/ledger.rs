//! The ledger: below the engine, it lets through only what touches entities of this run (9.2).

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use super::{BoxFuture, Request, Response, Transport, TransportError};

/// What the ledger knows of an entity of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Owned {
    /// In order of creation.
    order: u64,
    gone: bool,
}

#[derive(Debug, Default)]
struct State {
    /// Entities by path.
    owned: BTreeMap<String, Owned>,
    /// Paths of collections that entities may be created in.
    collections: BTreeSet<String>,
    /// Locations of the run's own tags.
    tags: BTreeSet<String>,
    orders: u64,
    next_slot: Option<Instant>,
}

/// A transport that refuses PUT, update, action and DELETE on any URL that this run did not
/// create, whatever a case says.
///
/// Creations go to the locations of kinds only; what their answers name in `Location` belongs to
/// the run from then on. Requests on a whole collection are let through only when they may be at
/// all ([`Self::permit_collections`]) and a listing taken immediately before shows nothing
/// foreign. The query interface takes only tags of the run's own scheme.
pub struct Ledger {
    inner: Arc<dyn Transport>,
    marker: String,
    tag_scheme: String,
    collections_permitted: bool,
    pace: Duration,
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
            collections_permitted: false,
            pace: Duration::ZERO,
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

    /// Allows creations at the location of a kind.
    pub fn allow_creation(&self, path: &str) {
        self.state().collections.insert(path.to_owned());
    }

    /// Whether the run created what is at the path, and has not deleted it.
    #[must_use]
    pub fn owns(&self, path: &str) -> bool {
        self.state()
            .owned
            .get(path)
            .is_some_and(|owned| !owned.gone)
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
    /// When it cannot be read, or does not carry a marker of this run.
    pub async fn adopt(&self, path: &str) -> Result<(), TransportError> {
        if self.is_bound(path) {
            return Err(TransportError::Safety(format!("{path} is a collection")));
        }
        let request = Request::new("GET", path).with_header("Accept", "text/plain");
        let response = self.send(request).await?;
        let body = String::from_utf8_lossy(&response.body).into_owned();
        if response.is_success() && body.contains(&format!("\"{}", self.marker)) {
            self.register(path);
            Ok(())
        } else {
            Err(TransportError::Safety(format!(
                "{path} does not carry the marker of this run"
            )))
        }
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

    fn register(&self, path: &str) {
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

    fn is_query_interface(path: &str) -> bool {
        matches!(path, "/-/" | "/.well-known/org/ogf/occi/-/")
    }

    /// Whether a request may be sent; `Ok(true)`: only after a look at the collection.
    fn judge(&self, request: &Request) -> Result<bool, TransportError> {
        if matches!(request.method, "GET" | "HEAD" | "OPTIONS") {
            return Ok(false);
        }
        let path = request.path();
        let refuse = |why: &str| {
            Err(TransportError::Safety(format!(
                "{} {}: {why}",
                request.method, request.target
            )))
        };
        if path
            .split('/')
            .any(|part| matches!(part, "." | "..") || part.contains('%') || part.contains('\\'))
            || path.contains("//")
        {
            return refuse("the path may mean another one");
        }
        if self.owns(path) {
            return Ok(false);
        }
        if Self::is_query_interface(path) {
            return if self.names_own_tags_only(request) {
                Ok(false)
            } else {
                refuse("only tags of this run may be added or removed")
            };
        }
        let state = self.state();
        if state.tags.contains(path) {
            return if request.method == "POST" && request.target == path {
                Ok(false)
            } else {
                refuse("a tag of this run can only be attached")
            };
        }
        if !state.collections.contains(path) {
            // What the run deleted may be asked for again: nothing is there.
            if state.owned.contains_key(path) && request.method == "DELETE" {
                return Ok(false);
            }
            return refuse("this run did not create it");
        }
        let creates = request.method == "POST" && request.target == path;
        let on_the_whole = request.method == "DELETE" || (request.method == "POST" && !creates);
        if creates {
            Ok(false)
        } else if on_the_whole && self.collections_permitted {
            Ok(true)
        } else {
            refuse("a request on a whole collection")
        }
    }

    /// Whether a payload for the query interface speaks of the run's own tags only.
    fn names_own_tags_only(&self, request: &Request) -> bool {
        let content_type = request
            .headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
            .and_then(|(_, value)| std::str::from_utf8(value).ok());
        let Some(media) = content_type.and_then(occi_rendering::MediaType::parse) else {
            return false;
        };
        let payload = occi_rendering::Payload {
            media,
            headers: request
                .headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_slice()))
                .collect(),
            body: &request.body,
        };
        let Ok(read) = occi_rendering::read_categories(&payload, occi_rendering::Mode::Lenient)
        else {
            return false;
        };
        !read.value.is_empty()
            && read
                .value
                .iter()
                .all(|category| category.id.scheme() == self.tag_scheme)
    }

    /// Refuses a request on a collection with members that are not of this run.
    async fn look_at(&self, path: &str) -> Result<(), TransportError> {
        for member in self.members(path).await? {
            if !self.owns(&member) {
                return Err(TransportError::Safety(format!(
                    "{path} holds {member}, which this run did not create"
                )));
            }
        }
        Ok(())
    }

    /// The paths of the members of a collection.
    ///
    /// # Errors
    ///
    /// When it cannot be listed.
    pub async fn members(&self, path: &str) -> Result<Vec<String>, TransportError> {
        let request = Request::new("GET", path).with_header("Accept", "text/uri-list");
        let response = self.inner.send(request).await?;
        if response.status == 204 {
            return Ok(Vec::new());
        }
        if !response.is_success() {
            return Err(TransportError::Safety(format!(
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

    /// Notes what a request that was answered has done.
    fn note(&self, request: &Request, response: &Response) {
        let path = request.path();
        match request.method {
            "POST" if response.is_success() && request.target == path => {
                if self.state().collections.contains(path)
                    && let Some(location) = response.header("location")
                    && let Some(created) = self.resolve(location)
                {
                    self.register(&created);
                }
            }
            "DELETE" if response.is_success() || matches!(response.status, 404 | 410) => {
                let mut state = self.state();
                if let Some(owned) = state.owned.get_mut(path) {
                    owned.gone = true;
                }
            }
            _ => {}
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
            self.wait_for_slot().await;
            let response = self.inner.send(request.clone()).await?;
            self.note(&request, &response);
            Ok(response)
        })
    }

    fn base(&self) -> &str {
        self.inner.base()
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
