//! Partial and full updates (D-105 to D-109, 13.1).

use occi::server::Service;
use serde_json::json;

use crate::support::*;

async fn titled(service: &Service) -> String {
    let attributes = json!({
        "occi.core.title": "one",
        "occi.core.summary": "sum",
        "occi.compute.cores": 2,
        "occi.compute.hostname": "host",
    });
    create(service, "/compute/", "compute", attributes).await
}

#[tokio::test]
async fn a_partial_update_changes_what_it_names() {
    // D-107, HTTP-092, HTTP-094, CORE-003, CORE-071, CORE-073
    let service = service();
    let path = titled(&service).await;
    let before = read(&service, &path).await;
    let reply = service
        .post(&path)
        .json(&json!({ "title": "two" }))
        .send()
        .await
        .expect(200);
    let mut wanted = before.clone();
    wanted["title"] = json!("two");
    assert_eq!(reply.json(), wanted);
    assert_eq!(read(&service, &path).await, wanted);
    let text = "X-OCCI-Attribute: occi.compute.cores=8\n";
    service.post(&path).plain(text).send().await.expect(200);
    wanted["attributes"]["occi.compute.cores"] = json!(8);
    assert_eq!(read(&service, &path).await, wanted);
}

#[tokio::test]
async fn null_takes_a_value_away() {
    // D-75
    let service = service();
    let path = titled(&service).await;
    let body = json!({ "attributes": { "occi.compute.cores": null } });
    let after = service
        .post(&path)
        .json(&body)
        .send()
        .await
        .expect(200)
        .json();
    assert!(after["attributes"].get("occi.compute.cores").is_none());
    let storage = storage(&service).await;
    let body = json!({ "attributes": { "occi.storage.size": null } });
    service
        .post(&storage)
        .json(&body)
        .send()
        .await
        .refused(400, "missing-attribute");
    let body = json!({ "attributes": { "occi.compute.state": null } });
    service
        .post(&path)
        .json(&body)
        .send()
        .await
        .refused(403, "immutable-attribute");
    // In text an empty value is none given (B.5).
    let kept = service
        .post(&path)
        .plain("X-OCCI-Attribute: occi.compute.hostname=")
        .in_json();
    let kept = kept.send().await.expect(200).json();
    assert_eq!(kept["attributes"]["occi.compute.hostname"], "host");
}

#[tokio::test]
async fn immutable_values_stay() {
    // HTTP-027, CORE-004, CORE-006, CORE-072, INF-015, INF-064
    let service = service();
    let path = titled(&service).await;
    let before = read(&service, &path).await;
    let state = json!({ "attributes": { "occi.compute.state": "active" } });
    service
        .post(&path)
        .json(&state)
        .send()
        .await
        .refused(403, "immutable-attribute");
    let mut full = before.clone();
    full["attributes"]["occi.compute.state"] = json!("active");
    service
        .put(&path)
        .json(&full)
        .send()
        .await
        .refused(403, "immutable-attribute");
    let id = json!({ "id": "urn:uuid:00000000-0000-0000-0000-000000000000" });
    service
        .post(&path)
        .json(&id)
        .send()
        .await
        .refused(403, "immutable-attribute");
    assert_eq!(read(&service, &path).await, before);
    let (c, n) = (compute(&service).await, network(&service).await);
    let link = interface(&service, &c, &n).await;
    let body = json!({ "attributes": { "occi.networkinterface.interface": "eth7" } });
    service
        .post(&link)
        .json(&body)
        .send()
        .await
        .refused(403, "immutable-attribute");
    let body = json!({ "attributes": { "occi.networkinterface.mac": "02:00:5e:10:00:01" } });
    let changed = service
        .post(&link)
        .json(&body)
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(
        changed["attributes"]["occi.networkinterface.mac"], "02:00:5e:10:00:01",
        "INF-065"
    );
}

#[tokio::test]
async fn bad_updates_change_nothing() {
    // D-112, INF-010
    let service = service();
    let path = titled(&service).await;
    let before = read(&service, &path).await;
    let post = |body: serde_json::Value| service.post(&path).json(&body).send();
    post(json!({ "title": "x", "attributes": { "occi.compute.cores": 0 } }))
        .await
        .refused(400, "invalid-value");
    post(json!({ "title": "x", "attributes": { "a.b": 0 } }))
        .await
        .refused(400, "unknown-attribute");
    post(json!({ "title": "x", "kind": kind("network") }))
        .await
        .refused(409, "kind-changed");
    post(json!({ "title": "x", "mixins": [kind("nothing")] }))
        .await
        .refused(404, "unknown-mixin");
    post(json!({ "title": "x", "mixins": ["http://schemas.ogf.org/occi/infrastructure/network#ipnetwork"] }))
        .await
        .refused(403, "mixin-not-applicable");
    service
        .post(&path)
        .in_json()
        .send()
        .await
        .refused(400, "missing-content");
    service
        .post("/compute/none")
        .json(&json!({ "title": "x" }))
        .send()
        .await
        .refused(404, "not-found");
    assert_eq!(read(&service, &path).await, before);
}

#[tokio::test]
async fn putting_back_what_was_read_changes_nothing() {
    // 13.1, D-106, HTTP-086, HTTP-087, HTTP-091
    let service = service();
    let path = titled(&service).await;
    let target = network(&service).await;
    let link = json!({ "links": [{ "kind": kind("networkinterface"), "target": { "location": target } }] });
    service.post(&path).json(&link).send().await.expect(200);
    let before = read(&service, &path).await;
    for _ in 0..2 {
        let reply = service.put(&path).json(&before).send().await.expect(200);
        assert_eq!(reply.json(), before);
    }
    let text = service.get(&path).send().await.text();
    let reply = service.put(&path).plain(&text).send().await.expect(200);
    assert_eq!(reply.text(), text);
    assert_eq!(read(&service, &path).await, before);
}

#[tokio::test]
async fn a_full_update_deletes_what_is_missing_and_keeps_links() {
    // HTTP-086, HTTP-090, D-105, D-109
    let service = service();
    let path = titled(&service).await;
    let target = network(&service).await;
    let link = json!({ "links": [{ "kind": kind("networkinterface"), "target": { "location": target } }] });
    service.post(&path).json(&link).send().await.expect(200);
    let full = json!({ "kind": kind("compute"), "attributes": { "occi.compute.cores": 4 } });
    let after = service
        .put(&path)
        .json(&full)
        .send()
        .await
        .expect(200)
        .json();
    assert!(after.get("title").is_none() && after.get("summary").is_none());
    assert_eq!(
        after["attributes"],
        json!({ "occi.compute.cores": 4, "occi.compute.state": "inactive" })
    );
    assert_eq!(after["links"].as_array().unwrap().len(), 1);
    // Without a kind, as the example of 1.1.
    let bare = "X-OCCI-Attribute: occi.compute.cores=5";
    service.put(&path).plain(bare).send().await.expect(200);
    let other = json!({ "kind": kind("network") });
    service
        .put(&path)
        .json(&other)
        .send()
        .await
        .refused(409, "kind-changed");
    let id = json!({ "kind": kind("compute"), "id": "urn:x:other" });
    service
        .put(&path)
        .json(&id)
        .send()
        .await
        .refused(409, "other-id");
}

#[tokio::test]
async fn a_full_update_needs_what_is_required() {
    // HTTP-090
    let service = service();
    let path = storage(&service).await;
    let before = read(&service, &path).await;
    let body = json!({ "kind": kind("storage"), "title": "x" });
    service
        .put(&path)
        .json(&body)
        .send()
        .await
        .refused(400, "missing-attribute");
    assert_eq!(read(&service, &path).await, before);
    let body = json!({ "kind": kind("storage"), "attributes": { "occi.storage.size": 20 } });
    let after = service
        .put(&path)
        .json(&body)
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(after["attributes"]["occi.storage.size"], 20.0, "INF-053");
}

#[tokio::test]
async fn a_full_update_adds_no_links() {
    // D-106, HTTP-089
    let service = service();
    let (path, target) = (titled(&service).await, network(&service).await);
    let text =
        format!("Link: <{target}>; rel=\"{INFRA}network\"; category=\"{INFRA}networkinterface\"");
    service
        .put(&path)
        .plain(&text)
        .in_json()
        .send()
        .await
        .refused(400, "link-in-full-update");
    let after = service
        .post(&path)
        .plain(&text)
        .in_json()
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(after["links"].as_array().unwrap().len(), 1, "D-107");
    // The same target and type: a restatement.
    service.put(&path).plain(&text).send().await.expect(200);
    // A strict server holds a 1.1 client to the rule of 1.1.
    let strict = Service::builder(infrastructure())
        .strict(true)
        .build()
        .unwrap();
    let (path, target) = (titled(&strict).await, network(&strict).await);
    let link = json!({ "kind": kind("compute"), "links": [{ "kind": kind("networkinterface"), "target": { "location": target } }] });
    strict.post(&path).json(&link).send().await.expect(200);
    let text = strict.get(&path).send().await.text();
    strict.put(&path).plain(&text).send().await.expect(200);
    let old = strict
        .put(&path)
        .header("user-agent", "x OCCI/1.1")
        .plain(&text)
        .in_json();
    old.send().await.refused(400, "link-in-full-update");
}

#[tokio::test]
async fn several_instances_are_too_many_for_one_path() {
    let service = service();
    let path = titled(&service).await;
    let body = json!({ "resources": [{ "kind": kind("compute") }, { "kind": kind("compute") }] });
    service
        .post(&path)
        .json(&body)
        .send()
        .await
        .refused(400, "several-instances");
    service
        .put(&path)
        .json(&body)
        .send()
        .await
        .refused(400, "several-instances");
}

#[tokio::test]
async fn user_data_is_given_once() {
    // D-39, INF-096, INF-099, INF-100
    let service = service();
    let data = "http://schemas.ogf.org/occi/infrastructure/compute#user_data";
    let body = json!({ "kind": kind("compute"), "mixins": [data], "attributes": { "occi.compute.userdata": "a" } });
    let path = created(&service, "/compute/", &body).await;
    let again = json!({ "attributes": { "occi.compute.userdata": "b" } });
    service
        .post(&path)
        .json(&again)
        .send()
        .await
        .refused(403, "immutable-attribute");
    // With the mixin, at the time it is attached.
    let path = compute(&service).await;
    let late = json!({ "mixins": [data], "attributes": { "occi.compute.userdata": "c" } });
    let after = service
        .post(&path)
        .json(&late)
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(after["attributes"]["occi.compute.userdata"], "c");
    // Without its data the mixin is not attached.
    let path = compute(&service).await;
    service
        .post(&path)
        .json(&json!({ "mixins": [data] }))
        .send()
        .await
        .refused(400, "missing-attribute");
    assert!(read(&service, &path).await.get("mixins").is_none());
}
