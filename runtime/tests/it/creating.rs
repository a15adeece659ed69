//! Creation (D-22, D-95, D-96).

use occi::server::Service;
use serde_json::{Value, json};

use crate::support::*;

fn compute_with(attributes: Value) -> Value {
    json!({ "kind": kind("compute"), "attributes": attributes })
}

#[tokio::test]
async fn one_instance_is_201_with_an_absolute_location_and_the_rendering() {
    // D-96, HTTP-119, HTTP-121, HTTP-122, HTTP-085, CORE-023
    let service = service();
    let body = "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\n\
        X-OCCI-Attribute: occi.compute.cores=2\r\n\
        X-OCCI-Attribute: occi.compute.memory=4.0\r\n\
        X-OCCI-Attribute: occi.core.title=\"say \\\"hi\\\", twice\"\r\n";
    let reply = service
        .post("/compute/")
        .plain(body)
        .send()
        .await
        .expect(201);
    assert!(
        reply
            .header("location")
            .starts_with("http://test.example:80/compute/")
    );
    let text = reply.text();
    for line in [
        "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"",
        "X-OCCI-Attribute: occi.compute.cores=2",
        "X-OCCI-Attribute: occi.compute.memory=4.0",
        "X-OCCI-Attribute: occi.core.title=\"say \\\"hi\\\", twice\"",
        "X-OCCI-Attribute: occi.compute.state=\"inactive\"",
    ] {
        assert!(text.contains(line), "{line} is missing in\n{text}");
    }
    let path = reply.location();
    assert_eq!(service.get(&path).send().await.expect(200).text(), text);
    assert_eq!(service.get("/compute/").send().await.paths(), [path]);
}

#[tokio::test]
async fn header_form_and_json_create_the_same() {
    // CMP-003, D-90, HTTP-155
    let service = service();
    let category = format!("compute; scheme=\"{INFRA}\"; class=\"kind\"");
    let attributes =
        "occi.compute.memory=3.6, occi.core.title=\"... \\\", occi.compute.memory=1.0\"";
    let reply = service
        .post("/compute/")
        .header("content-type", "text/occi")
        .header("category", &category)
        .header("x-occi-attribute", attributes)
        .accept("text/occi")
        .send()
        .await
        .expect(201);
    assert_eq!(reply.text(), "OK");
    assert!(reply.header("category").starts_with("compute;"));
    let json = read(&service, &reply.location()).await;
    assert_eq!(json["attributes"]["occi.compute.memory"], 3.6, "B.9");
    assert_eq!(json["title"], "... \", occi.compute.memory=1.0");
    // Without Content-Type the header fields speak for themselves.
    let reply = service
        .post("/compute/")
        .header("category", &category)
        .send()
        .await;
    reply.expect(201);
}

#[tokio::test]
async fn the_place_decides_which_kinds_are_taken() {
    // D-95
    let service = service();
    let body = compute_with(json!({}));
    for place in ["/compute/", "/compute", "/", "/resource/"] {
        let reply = service.post(place).json(&body).send().await.expect(201);
        assert!(reply.location().starts_with("/compute/"), "D-85");
    }
    service
        .post("/network/")
        .json(&body)
        .send()
        .await
        .refused(400, "kind-mismatch");
    service
        .post("/link/")
        .json(&body)
        .send()
        .await
        .refused(400, "kind-mismatch");
    service
        .post("/vms/")
        .json(&body)
        .send()
        .await
        .refused(404, "not-found");
    let below = service.post("/link/").accept("application/json");
    below
        .json(&json!({}))
        .send()
        .await
        .refused(400, "missing-content");
}

#[tokio::test]
async fn exactly_one_known_concrete_kind() {
    // D-22 step 1, CORE-049, CORE-067, HTTP-028
    let service = service();
    let post = |body: Value| service.post("/").json(&body).send();
    let entity = "http://schemas.ogf.org/occi/core#entity";
    post(json!({ "kind": entity }))
        .await
        .refused(400, "abstract-kind");
    post(json!({ "kind": kind("nothing") }))
        .await
        .refused(404, "unknown-kind");
    post(json!({ "attributes": {} })).await.expect(400);
    post(json!({ "kind": kind("os_tpl") }))
        .await
        .refused(400, "wrong-class");
    let two = "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\n\
        Category: network; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\n";
    service
        .post("/compute/")
        .plain(two)
        .in_json()
        .send()
        .await
        .refused(400, "several-kinds");
    // No class: the model knows it (D-64).
    let bare = format!("Category: compute; scheme=\"{INFRA}\"");
    service
        .post("/compute/")
        .plain(&bare)
        .send()
        .await
        .expect(201);
    let action = "Category: start; scheme=\"http://schemas.ogf.org/occi/infrastructure/compute/action#\"; class=\"action\"";
    let both = format!("{bare}\n{action}");
    service
        .post("/compute/")
        .plain(&both)
        .in_json()
        .send()
        .await
        .refused(400, "unexpected-action");
    assert_eq!(service.get("/compute/").send().await.paths().len(), 1);
}

#[tokio::test]
async fn values_are_checked() {
    // D-22 step 4, D-60, D-112, INF-010, INF-011, INF-038, INF-039, INF-047, INF-048, INF-049
    let service = service();
    let cases = [
        (
            "compute",
            "occi.compute.cores",
            json!("two"),
            "invalid-value",
        ),
        ("compute", "occi.compute.cores", json!(1.5), "invalid-value"),
        ("compute", "occi.compute.cores", json!(0), "invalid-value"),
        (
            "compute",
            "occi.compute.architecture",
            json!("sparc"),
            "invalid-value",
        ),
        (
            "compute",
            "occi.compute.architecture",
            json!(["x86"]),
            "invalid-value",
        ),
        (
            "compute",
            "occi.compute.memory",
            json!(0.0),
            "invalid-value",
        ),
        ("compute", "occi.core.title", json!(["a"]), "invalid-value"),
        (
            "compute",
            "occi.compute.nosuch",
            json!("1"),
            "unknown-attribute",
        ),
        ("network", "occi.network.vlan", json!(4096), "invalid-value"),
        ("network", "occi.network.vlan", json!(-1), "invalid-value"),
        (
            "network",
            "occi.network.label",
            json!("a b"),
            "invalid-value",
        ),
        (
            "network",
            "occi.network.address",
            json!("10.0.0.1/8"),
            "unknown-attribute",
        ),
    ];
    for (term, name, value, code) in cases {
        let body = json!({ "kind": kind(term), "attributes": { name: value } });
        let reply = service.post(&format!("/{term}/")).json(&body).send().await;
        reply.refused(400, code);
    }
    assert!(service.get("/").send().await.text().is_empty());
    // A number for a string, and the other way round, is a matter of strictness.
    let swapped = json!({ "occi.core.title": 7, "occi.compute.cores": "4" });
    let path = create(&service, "/compute/", "compute", swapped.clone()).await;
    let shown = read(&service, &path).await;
    assert_eq!(shown["title"], "7");
    assert_eq!(shown["attributes"]["occi.compute.cores"], 4);
    let strict = Service::builder(infrastructure())
        .strict(true)
        .build()
        .unwrap();
    let reply = strict
        .post("/compute/")
        .json(&compute_with(swapped))
        .send()
        .await;
    reply.refused(400, "invalid-value");
    for vlan in [0, 4095] {
        let attributes = json!({ "occi.network.vlan": vlan });
        let path = create(&service, "/network/", "network", attributes).await;
        assert_eq!(
            read(&service, &path).await["attributes"]["occi.network.vlan"],
            vlan
        );
    }
}

#[tokio::test]
async fn old_spellings_of_an_architecture_are_taken_and_never_shown() {
    // D-28
    let service = service();
    for old in ["x86_64", "amd64"] {
        let attributes = json!({ "occi.compute.architecture": old });
        let path = create(&service, "/compute/", "compute", attributes).await;
        let shown = read(&service, &path).await;
        assert_eq!(shown["attributes"]["occi.compute.architecture"], "x64");
    }
    let strict = Service::builder(infrastructure())
        .strict(true)
        .build()
        .unwrap();
    let body = compute_with(json!({ "occi.compute.architecture": "amd64" }));
    strict
        .post("/compute/")
        .json(&body)
        .send()
        .await
        .refused(400, "invalid-value");
}

#[tokio::test]
async fn server_managed_values_are_refused_and_ids_ignored() {
    // D-22 step 5, D-116, HTTP-027, CORE-005
    let service = service();
    let body = compute_with(json!({ "occi.compute.state": "active" }));
    service
        .post("/compute/")
        .json(&body)
        .send()
        .await
        .refused(403, "immutable-attribute");
    for id in [
        "Compute_17",
        "urn:uuid:6f1e7a52-6c58-4f6d-9b5a-0d6c1f5a9e11",
    ] {
        let body = json!({ "kind": kind("compute"), "id": id });
        let path = created(&service, "/compute/", &body).await;
        let shown = read(&service, &path).await;
        assert_ne!(shown["id"], id);
        assert!(shown["id"].as_str().unwrap().starts_with("urn:uuid:"));
    }
}

#[tokio::test]
async fn required_values_must_be_given() {
    // D-22 step 7, CORE-019, INF-052
    let service = service();
    let body = json!({ "kind": kind("storage") });
    let refused = service.post("/storage/").json(&body).send().await;
    let refused = refused.refused(400, "missing-attribute");
    assert!(refused.text().contains("occi.storage.size"));
    storage(&service).await;
}

#[tokio::test]
async fn several_instances_are_created_together_or_not_at_all() {
    // D-72, D-82, D-96
    let service = service();
    let good = compute_with(json!({ "occi.compute.cores": 1 }));
    let bad = compute_with(json!({ "occi.compute.cores": 0 }));
    let body = json!({ "resources": [good, bad] });
    service
        .post("/compute/")
        .json(&body)
        .send()
        .await
        .refused(400, "invalid-value");
    assert!(service.get("/compute/").send().await.text().is_empty());
    let body = json!({ "resources": [good, good] });
    let reply = service
        .post("/compute/")
        .json(&body)
        .send()
        .await
        .expect(200);
    assert_eq!(reply.json()["resources"].as_array().unwrap().len(), 2);
    assert_eq!(service.get("/compute/").send().await.paths().len(), 2);
}

#[tokio::test]
async fn links_of_a_batch_find_its_resources() {
    // D-72: the ids of the request name its own resources.
    let service = service();
    let body = json!({
        "resources": [
            { "kind": kind("compute"), "id": "urn:x:c" },
            { "kind": kind("network"), "id": "urn:x:n" },
        ],
        "links": [{
            "kind": kind("networkinterface"),
            "source": { "location": "urn:x:c" },
            "target": { "location": "urn:x:n" },
        }],
    });
    let reply = service
        .post("/")
        .json(&body)
        .send()
        .await
        .expect(200)
        .json();
    let resources = reply["resources"].as_array().unwrap();
    assert_eq!(resources.len(), 2);
    assert_eq!(resources[0]["links"].as_array().unwrap().len(), 1);
    assert_eq!(
        reply["links"][0]["attributes"]["occi.networkinterface.interface"],
        "eth0"
    );
}

#[tokio::test]
async fn malformed_content_is_400() {
    // HTTP-022
    let service = service();
    let post = |media, body| service.post("/compute/").body(media, body).in_json().send();
    post("text/plain", "Category: compute; scheme=\"http:")
        .await
        .expect(400);
    post("application/occi+json", "{").await.expect(400);
    post("application/occi+json", "[]").await.expect(400);
    post("application/occi+json", "")
        .await
        .refused(400, "missing-content");
    post("text/plain", "X-OCCI-Location: /compute/x")
        .await
        .refused(400, "location-in-creation");
    service
        .post("/compute/")
        .in_json()
        .send()
        .await
        .refused(400, "missing-content");
}

#[tokio::test]
async fn a_path_can_be_chosen_by_put() {
    // D-104, D-118, HTTP-081 to HTTP-085
    let service = service();
    let body = compute_with(json!({ "occi.compute.cores": 3 }));
    let reply = service
        .put("/compute/mine")
        .json(&body)
        .send()
        .await
        .expect(201);
    assert_eq!(reply.location(), "/compute/mine");
    assert_eq!(reply.json()["attributes"]["occi.compute.cores"], 3);
    service.put("/vms/a").json(&body).send().await.expect(201);
    let mut listed = service.get("/compute/").send().await.paths();
    listed.sort();
    assert_eq!(listed, ["/compute/mine", "/vms/a"]);
    let put = |path: &str| service.put(path).json(&body).send();
    put("/network/x").await.refused(409, "path-of-other-kind");
    put("/elsewhere/").await.refused(400, "invalid-path");
    put("/-/x").await.refused(400, "reserved-path");
    put("/compute/").await.expect(405);
    put("/compute").await.expect(405);
    put("/vms/").await.expect(405);
    service
        .put("/compute/none")
        .json(&json!({ "title": "x" }))
        .send()
        .await
        .refused(400, "missing-kind");
}

#[tokio::test]
async fn references_name_instances_of_their_kind() {
    // D-14, D-18
    let model = written(
        r#"
        extension racks "http://racks.example/occi#";
        use core;
        use infrastructure;
        kind rack "Rack" : core.resource at "/rack/" { com.example.host: ref(infrastructure.compute); }
        "#,
    );
    let service = Service::builder(model).build().unwrap();
    let (c, n) = (compute(&service).await, network(&service).await);
    let post = |host: &str| {
        let rack = "http://racks.example/occi#rack";
        let body = json!({ "kind": rack, "attributes": { "com.example.host": host } });
        service.post("/rack/").json(&body).send()
    };
    post(&c).await.expect(201);
    post(&n).await.refused(400, "wrong-reference");
    post("/compute/none")
        .await
        .refused(404, "dangling-reference");
}

/// What was carried out is not denied where its rendering cannot be written (D-66, D-67, HTTP-036).
#[tokio::test]
async fn a_change_whose_rendering_cannot_be_written_is_still_told() {
    let service = service();
    let broken = json!({ "occi.core.summary": "a\r\nX-Injected: yes" });
    let reply = service
        .post("/compute/")
        .accept("text/occi")
        .json(&compute_with(broken.clone()))
        .send()
        .await
        .expect(201);
    assert_eq!(reply.text(), "OK");
    assert_eq!(reply.header("x-injected"), "");
    let location = reply.header("location");
    let path = location["http://test.example:80".len()..].to_owned();
    let shown = service
        .get(&path)
        .accept("application/occi+json")
        .send()
        .await
        .expect(200);
    assert!(shown.text().contains("X-Injected"), "{}", shown.text());
    for request in [service.post(&path), service.put(&path)] {
        let request = request.accept("text/plain");
        let reply = request.json(&compute_with(broken.clone())).send().await;
        assert_eq!(reply.expect(200).text(), "OK");
    }
    // Reading still says why it cannot be shown.
    service
        .get(&path)
        .accept("text/plain")
        .send()
        .await
        .expect(406);
}
