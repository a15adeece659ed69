//! What the service does when its store fails or changes under it.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use occi::{
    AttributeName, CategoryId, Model, Value,
    server::Service,
    store::{
        BoxFuture, CommitError, MemoryStore, Record, Store, StoreError, Transaction, UserMixin,
    },
};
use serde_json::json;

use crate::support::*;

/// A store that refuses its next commits, and counts the records that it shows.
struct Moody {
    inner: MemoryStore,
    /// Records of all lists.
    shown: AtomicUsize,
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

impl Moody {
    fn show(&self, records: Vec<Arc<Record>>) -> Vec<Arc<Record>> {
        self.shown.fetch_add(records.len(), Ordering::SeqCst);
        records
    }
}

impl Store for Moody {
    fn get(&self, location: &str) -> Option<Arc<Record>> {
        self.inner.get(location)
    }
    fn by_id(&self, id: &str) -> Option<Arc<Record>> {
        self.inner.by_id(id)
    }
    fn of_kind(&self, kind: &str) -> Vec<Arc<Record>> {
        self.show(self.inner.of_kind(kind))
    }
    fn with_mixin(&self, mixin: &str) -> Vec<Arc<Record>> {
        self.show(self.inner.with_mixin(mixin))
    }
    fn links_from(&self, location: &str) -> Vec<Arc<Record>> {
        self.show(self.inner.links_from(location))
    }
    fn links_to(&self, location: &str) -> Vec<Arc<Record>> {
        self.show(self.inner.links_to(location))
    }
    fn with_values(&self, values: &[(&AttributeName, &Value)]) -> Option<Vec<Arc<Record>>> {
        let found = self.inner.with_values(values)?;
        Some(self.show(found))
    }
    fn below(&self, path: &str) -> Vec<Arc<Record>> {
        self.show(self.inner.below(path))
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
    moody_with(infrastructure())
}

fn moody_with(model: Arc<Model>) -> (Service, Arc<Moody>) {
    let store = Arc::new(Moody {
        inner: MemoryStore::new(),
        shown: AtomicUsize::new(0),
        broken: AtomicUsize::new(0),
        conflicts: AtomicUsize::new(0),
    });
    let shared: Arc<dyn Store> = Arc::clone(&store) as Arc<dyn Store>;
    let service = Service::builder(model).store(shared).build().unwrap();
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

/// What a uniqueness costs does not grow with the number of instances: not of those of the kind,
/// not of those that share one of several values.
#[tokio::test]
async fn uniqueness_looks_at_equals_only() {
    let definition = r#"
extension test "http://example.com/occi/test#";
use core;

kind rack : core.resource at "/rack/" {
    com.example.row: integer;
    com.example.tag: string;
    require unique(com.example.tag) "tags differ";
    require unique(com.example.row, com.example.tag) "tags of a row differ";
}
"#;
    let (service, store) = moody_with(written(definition));
    let make = async |number: usize| {
        let attributes = json!({ "com.example.row": 1, "com.example.tag": format!("t{number}") });
        let body = json!({ "kind": "http://example.com/occi/test#rack", "attributes": attributes });
        service.post("/rack/").json(&body).send().await
    };
    for number in 0..200 {
        make(number).await.expect(201);
    }
    assert_eq!(store.shown.load(Ordering::SeqCst), 0);
    make(7).await.refused(400, "constraint");
    assert_eq!(store.shown.load(Ordering::SeqCst), 1);
}
