//! Faults that need more than one look at the server, or a memory.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use serde_json::Value as Json;

use super::{
    fault::{Fault, Work},
    message::{Asked, Given},
    shared,
};
use crate::transport::{Request, Response, Transport, TransportError};

/// What a scripted fault does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// Gives what a filter should leave out, and leaves out the rest.
    FilterInverted,
    /// Invokes an action on the first instance of the collection, whichever was meant.
    ActionOnFirst,
    /// Invokes an action on the members of a collection one by one, and stops at none.
    CollectionActionNotAtomic,
    /// Invokes an action on the collection for one member only.
    CollectionActionForOne,
    /// Deletes what leaves a mixin.
    DissociationDeletes,
    /// Shows the attributes of a mixin after it was taken off.
    MixinAttributesSurvive,
    /// Lists what was deleted in the collections of mixins.
    DeletedStaysMember,
    /// Takes mixins off when an instance is updated.
    UpdateDropsMixins,
    /// Takes an update of a part for one of the whole.
    UpdateReplaces,
    /// Loses every other page.
    PagesComeAndGo,
    /// Breaks down at every seventh request.
    Flaky,
    /// Changes a whole instance where a part of it was named, from what it read a moment ago.
    LostUpdate,
    /// Forgets at a restart what actions have changed, and restarts all the time.
    RestartLoss,
    /// Takes its time.
    Slow,
}

pub(super) const FAULTS: &[Fault] = &[
    Fault::new("filter-inverted", Work::Script(Script::FilterInverted)),
    Fault::new("action-on-the-first", Work::Script(Script::ActionOnFirst)),
    Fault::new(
        "collection-action-not-atomic",
        Work::Script(Script::CollectionActionNotAtomic),
    ),
    Fault::new(
        "collection-action-for-one",
        Work::Script(Script::CollectionActionForOne),
    ),
    Fault::new(
        "dissociation-deletes",
        Work::Script(Script::DissociationDeletes),
    ),
    Fault::new(
        "mixin-attributes-survive",
        Work::Script(Script::MixinAttributesSurvive),
    ),
    Fault::new(
        "deleted-stays-member",
        Work::Script(Script::DeletedStaysMember),
    ),
    Fault::new(
        "update-drops-mixins",
        Work::Script(Script::UpdateDropsMixins),
    ),
    Fault::new("update-is-a-full-one", Work::Script(Script::UpdateReplaces)),
    Fault::new("pages-come-and-go", Work::Script(Script::PagesComeAndGo)),
    Fault::new("every-seventh-request", Work::Script(Script::Flaky)),
];

/// What a faulty server remembers.
#[derive(Debug, Default)]
pub(super) struct Memory {
    requests: AtomicUsize,
    paths: Mutex<Vec<String>>,
    values: Mutex<BTreeMap<String, Json>>,
}

impl Memory {
    /// Keeps values of an instance.
    pub(super) fn keep(&self, path: &str, values: Json) {
        let mut all = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(path.to_owned(), values);
    }

    /// The values kept of an instance.
    pub(super) fn kept(&self, path: &str) -> Option<Json> {
        let all = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(path).cloned()
    }

    /// How often it was counted before.
    pub(super) fn count(&self) -> usize {
        self.requests.fetch_add(1, Ordering::Relaxed)
    }

    fn remember(&self, path: &str) {
        let mut paths = self.paths.lock().unwrap_or_else(PoisonError::into_inner);
        paths.push(path.to_owned());
    }

    fn has(&self, path: &str) -> bool {
        let paths = self.paths.lock().unwrap_or_else(PoisonError::into_inner);
        paths.iter().any(|known| known == path)
    }

    fn all(&self) -> Vec<String> {
        let paths = self.paths.lock().unwrap_or_else(PoisonError::into_inner);
        paths.clone()
    }
}

/// Answers a request with a fault.
pub(super) async fn play(
    script: Script,
    inner: &impl Transport,
    memory: &Memory,
    asked: Asked,
) -> Result<Response, TransportError> {
    match script {
        Script::FilterInverted => filter_inverted(inner, asked).await,
        Script::ActionOnFirst => action_on_first(inner, asked).await,
        Script::CollectionActionNotAtomic => one_by_one(inner, asked, usize::MAX).await,
        Script::CollectionActionForOne => one_by_one(inner, asked, 1).await,
        Script::DissociationDeletes => {
            if asked.is("DELETE") && asked.names_members() {
                let named = asked.body();
                for line in named.lines().filter_map(|line| line.split_once(": ")) {
                    let path = path_of(line.1);
                    let request = Request::new("DELETE", path).with_header("Accept", "text/plain");
                    inner.send(request).await?;
                }
                return Ok(Given::plain(200, "OK").response);
            }
            inner.send(asked.request).await
        }
        Script::MixinAttributesSurvive => attributes_survive(inner, memory, asked).await,
        Script::DeletedStaysMember => {
            let response = inner.send(asked.request.clone()).await?;
            if asked.is("DELETE") && asked.is_entity() && response.is_success() {
                memory.remember(asked.path());
            }
            let mut given = Given { response };
            let own = |path: &String| path.starts_with(asked.path());
            if asked.is("GET") && asked.is_collection() && given.media() == "text/uri-list" {
                let ghosts = memory.all();
                let more = ghosts.iter().filter(|path| !own(path));
                let body = more.fold(given.body(), |body, path| format!("{body}{path}\r\n"));
                given.set_body(body);
            }
            Ok(given.response)
        }
        Script::UpdateDropsMixins => {
            let response = inner.send(asked.request.clone()).await?;
            if asked.is_update() && response.is_success() {
                memory.remember(asked.path());
            }
            let mut given = Given { response };
            if asked.is("GET") && memory.has(asked.path()) {
                given.entities(|entity| {
                    entity.remove("mixins");
                });
            }
            Ok(given.response)
        }
        Script::UpdateReplaces => {
            let mut asked = asked;
            if asked.is_update() {
                asked.request.method = "PUT";
            }
            inner.send(asked.request).await
        }
        Script::PagesComeAndGo => {
            let response = inner.send(asked.request.clone()).await?;
            let mut given = Given { response };
            let odd = memory.requests.fetch_add(1, Ordering::Relaxed) % 2 == 1;
            if odd && asked.is("GET") && asked.query().contains("page=") {
                given.set_body("");
            }
            Ok(given.response)
        }
        Script::Flaky => {
            let count = memory.requests.fetch_add(1, Ordering::Relaxed);
            // What cleans up gets through.
            if count % 7 == 6 && !asked.is("DELETE") {
                return Ok(Given::plain(500, "try again").response);
            }
            inner.send(asked.request).await
        }
        Script::LostUpdate => shared::lost_update(inner, asked).await,
        Script::RestartLoss => shared::restart_loss(inner, memory, asked).await,
        Script::Slow => shared::slow(inner, asked).await,
    }
}

fn path_of(url: &str) -> String {
    let url = url.trim();
    match url.split_once("://") {
        Some((_, rest)) => rest
            .find('/')
            .and_then(|at| rest.get(at..))
            .unwrap_or("/")
            .to_owned(),
        None => url.to_owned(),
    }
}

async fn members(inner: &impl Transport, path: &str) -> Result<Vec<String>, TransportError> {
    let request = Request::new("GET", path).with_header("Accept", "text/uri-list");
    let response = inner.send(request).await?;
    let body = String::from_utf8_lossy(&response.body).into_owned();
    Ok(body.lines().map(path_of).collect())
}

async fn filter_inverted(inner: &impl Transport, asked: Asked) -> Result<Response, TransportError> {
    let filtered = asked.header("Category").is_some() || asked.header("X-OCCI-Attribute").is_some();
    let response = inner.send(asked.request.clone()).await?;
    if !(asked.is("GET") && asked.is_collection() && filtered && response.is_success()) {
        return Ok(response);
    }
    let mut without = asked.clone();
    without.drop_header("Category");
    without.drop_header("X-OCCI-Attribute");
    let mut all = Given {
        response: inner.send(without.request).await?,
    };
    let found = Given { response };
    let text = found.body();
    all.lines(|line| !text.contains(line.trim_end()));
    let seen: Option<Json> = serde_json::from_slice(&found.response.body).ok();
    all.json(|json| {
        for key in ["resources", "links"] {
            let taken = seen
                .as_ref()
                .and_then(|s| s.get(key))
                .and_then(Json::as_array);
            if let (Some(Json::Array(members)), Some(taken)) = (json.get_mut(key), taken) {
                members.retain(|member| !taken.contains(member));
            }
        }
    });
    Ok(all.response)
}

async fn action_on_first(inner: &impl Transport, asked: Asked) -> Result<Response, TransportError> {
    let mut asked = asked;
    if asked.is_action() && asked.is_entity() {
        let folder = asked
            .path()
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        let all = members(inner, &format!("{folder}/")).await?;
        match all.iter().find(|path| *path != asked.path()) {
            Some(first) => asked.request.target = format!("{first}?{}", asked.query()),
            None => return Ok(Given::plain(200, "OK").response),
        }
    }
    inner.send(asked.request).await
}

async fn one_by_one(
    inner: &impl Transport,
    asked: Asked,
    most: usize,
) -> Result<Response, TransportError> {
    if !(asked.is_action() && asked.is_collection()) {
        return inner.send(asked.request).await;
    }
    let mut worst = None;
    for path in members(inner, asked.path()).await?.into_iter().take(most) {
        let mut request = asked.request.clone();
        request.target = format!("{path}?{}", asked.query());
        let response = inner.send(request).await?;
        if !response.is_success() && worst.is_none() {
            worst = Some(response);
        }
    }
    Ok(worst.unwrap_or_else(|| Given::plain(200, "OK").response))
}

async fn attributes_survive(
    inner: &impl Transport,
    memory: &Memory,
    asked: Asked,
) -> Result<Response, TransportError> {
    if asked.is("DELETE") && asked.names_members() {
        for line in asked
            .body()
            .lines()
            .filter_map(|line| line.split_once(": "))
        {
            let path = path_of(line.1);
            let request =
                Request::new("GET", path.clone()).with_header("Accept", "application/occi+json");
            let response = inner.send(request).await?;
            if let Ok(json) = serde_json::from_slice::<Json>(&response.body) {
                memory.keep(&path, json["attributes"].clone());
            }
        }
    }
    let path = asked.path().to_owned();
    let mut given = Given {
        response: inner.send(asked.request).await?,
    };
    if let Some(kept) = memory.kept(&path) {
        given.entities(|entity| {
            entity.insert("attributes".to_owned(), kept.clone());
        });
    }
    Ok(given.response)
}
