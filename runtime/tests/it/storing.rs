//! What the service does when its store fails or changes under it.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use occi::{
    CategoryId,
    server::Service,
    store::{
        BoxFuture, CommitError, MemoryStore, Record, Store, StoreError, Transaction, UserMixin,
    },
};
use serde_json::json;

use crate::support::*;

/// A store that refuses its next commits.
struct Moody {
    inner: MemoryStore,
    /// Commits that fail.
    broken: AtomicUsize,
    /// Commits that find a conflict.
    conflicts: AtomicUsize,
}

fn down(counter: &AtomicUsize) -> bool {
    counter
        .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
            left.checked_sub(1)
        })
        .is_ok()
}

impl Store for Moody {
    fn get(&self, location: &str) -> Option<Arc<Record>> {
        self.inner.get(location)
    }
    fn by_id(&self, id: &str) -> Option<Arc<Record>> {
        self.inner.by_id(id)
    }
    fn of_kind(&self, kind: &str) -> Vec<Arc<Record>> {
        self.inner.of_kind(kind)
    }
    fn with_mixin(&self, mixin: &str) -> Vec<Arc<Record>> {
        self.inner.with_mixin(mixin)
    }
    fn links_from(&self, location: &str) -> Vec<Arc<Record>> {
        self.inner.links_from(location)
    }
    fn links_to(&self, location: &str) -> Vec<Arc<Record>> {
        self.inner.links_to(location)
    }
    fn below(&self, path: &str) -> Vec<Arc<Record>> {
        self.inner.below(path)
    }
    fn user_mixins(&self) -> Vec<Arc<UserMixin>> {
        self.inner.user_mixins()
    }
    fn kinds(&self) -> Vec<CategoryId> {
        self.inner.kinds()
    }
    fn commit(&self, transaction: Transaction) -> BoxFuture<'_, Result<(), CommitError>> {
        if down(&self.broken) {
            let path = "/secret/place.redb".into();
            return Box::pin(async { Err(CommitError::Failed(StoreError::Closed { path })) });
        }
        if down(&self.conflicts) {
            let location = transaction
                .put
                .first()
                .map_or_else(String::new, |r| r.location.clone());
            return Box::pin(async { Err(CommitError::Conflict { location }) });
        }
        self.inner.commit(transaction)
    }
}

fn moody() -> (Service, Arc<Moody>) {
    let store = Arc::new(Moody {
        inner: MemoryStore::new(),
        broken: AtomicUsize::new(0),
        conflicts: AtomicUsize::new(0),
    });
    let shared: Arc<dyn Store> = Arc::clone(&store) as Arc<dyn Store>;
    let service = Service::builder(infrastructure())
        .store(shared)
        .build()
        .unwrap();
    (service, store)
}

#[tokio::test]
async fn a_failing_store_is_500_tells_nothing_and_changes_nothing() {
    // HTTP-036
    let (service, store) = moody();
    let n = network(&service).await;
    let path = compute(&service).await;
    let before = service.get("/").in_json().send().await.json();
    let with_link = json!({
        "kind": kind("compute"),
        "links": [{ "kind": kind("networkinterface"), "target": { "location": n } }],
    });
    let start =
        json!({ "action": "http://schemas.ogf.org/occi/infrastructure/compute/action#start" });
    let tag = json!({ "mixins": [{ "term": "blue", "scheme": "http://a.example/#", "location": "/blue/" }] });
    let requests = [
        service.post("/compute/").json(&with_link),
        service.post(&path).json(&json!({ "title": "x" })),
        service.put(&path).json(&json!({ "kind": kind("compute") })),
        service.post(&format!("{path}?action=start")).json(&start),
        service.delete(&path).in_json(),
        service.delete("/compute/").in_json(),
        service.post("/-/").json(&tag),
    ];
    for request in requests {
        store.broken.store(1, Ordering::SeqCst);
        let reply = request.send().await.refused(500, "store-failed");
        assert!(!reply.text().contains("secret"), "{}", reply.text());
    }
    assert_eq!(service.get("/").in_json().send().await.json(), before);
    assert_eq!(
        service.get("/-/").in_json().send().await.json()["mixins"]
            .as_array()
            .unwrap()
            .len(),
        6
    );
}

#[tokio::test]
async fn conflicts_are_tried_again_and_then_told() {
    let (service, store) = moody();
    let path = compute(&service).await;
    let start =
        json!({ "action": "http://schemas.ogf.org/occi/infrastructure/compute/action#start" });
    store.conflicts.store(2, Ordering::SeqCst);
    let reply = service
        .post(&path)
        .json(&json!({ "title": "x" }))
        .send()
        .await
        .expect(200);
    assert_eq!(reply.json()["title"], "x");
    store.conflicts.store(2, Ordering::SeqCst);
    service
        .post(&format!("{path}?action=start"))
        .json(&start)
        .send()
        .await
        .expect(200);
    store.conflicts.store(100, Ordering::SeqCst);
    let reply = service
        .post(&path)
        .json(&json!({ "title": "y" }))
        .send()
        .await;
    reply.refused(409, "changed-meanwhile");
    store.conflicts.store(0, Ordering::SeqCst);
    assert_eq!(read(&service, &path).await["title"], "x");
}
