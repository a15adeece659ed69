//! The model and the protocol (GFD.221, GFD.223, GFD.185).

use http::Method;
use serde_json::{Value, json};

use super::*;

const TAGGED: &str = "http://tags.example.org/a#";

fn tag(term: &str) -> String {
    format!("Category: {term}; scheme=\"{TAGGED}\"; class=\"mixin\"; location=\"/tags/{term}/\"")
}

#[tokio::test]
async fn the_infrastructure_is_offered_and_usable_by_its_identifiers() {
    // CMP-002, CMP-005, CORE-011, INF-003, INF-004, CRTP-001, CRTP-003
    let service = service();
    let kinds = offered(&service, "kinds").await;
    let mixins = offered(&service, "mixins").await;
    assert!(mixins.contains(&kind("resource_tpl")));
    let [one, other] = [compute(&service).await, network(&service).await];
    let disk = storage(&service).await;
    for (term, path, attributes) in [
        ("compute", "/compute/", json!({})),
        ("network", "/network/", json!({})),
        ("storage", "/storage/", json!({ "occi.storage.size": 1.0 })),
        (
            "networkinterface",
            "/link/networkinterface/",
            json!({ "occi.core.source": one, "occi.core.target": other }),
        ),
        (
            "storagelink",
            "/link/storagelink/",
            json!({ "occi.core.source": one, "occi.core.target": disk }),
        ),
    ] {
        let id = kinds.iter().find(|id| **id == kind(term)).unwrap();
        let body = json!({ "kind": id, "attributes": attributes });
        made(&service, path, body).await;
    }
}

#[tokio::test]
async fn an_instance_keeps_its_kind() {
    // CORE-024, HTTP-095
    let service = service();
    let path = compute(&service).await;
    let other = json!({ "kind": kind("network"), "title": "x" });
    for request in [service.post(&path), service.put(&path)] {
        let reply = request.json(&other).send().await;
        assert!((400..500).contains(&reply.status()), "{}", reply.text());
    }
    let entity = read(&service, &path).await;
    assert_eq!(
        (&entity["kind"], &entity["title"]),
        (&json!(kind("compute")), &Value::Null)
    );
}

#[tokio::test]
async fn a_member_of_a_collection_is_read_where_the_collection_says() {
    // CORE-050, CORE-058, HTTP-006
    let service = service();
    for term in ["red", "green"] {
        service
            .post("/-/")
            .plain(&tag(term))
            .send()
            .await
            .expect(200);
    }
    let mixins = [format!("{TAGGED}red"), format!("{TAGGED}green")];
    let body = json!({ "kind": kind("compute"), "mixins": mixins });
    service
        .put("/anywhere/else")
        .json(&body)
        .send()
        .await
        .expect(201);
    let [path] = &service.get("/compute/").send().await.paths()[..] else {
        panic!()
    };
    assert_eq!(path, "/anywhere/else");
    assert_eq!(read(&service, path).await["mixins"], json!(mixins));
}

#[tokio::test]
async fn the_known_types_are_told() {
    // HTTP-013
    let service = service();
    for accept in ["*/*", "image/png"] {
        let reply = service.get("/-/").accept(accept).send().await;
        for known in [
            "text/plain",
            "text/occi",
            "text/uri-list",
            "application/occi+json",
        ] {
            assert!(reply.header("accept").contains(known), "{accept}");
        }
    }
}

#[tokio::test]
async fn a_filter_without_value_is_400() {
    // HTTP-023
    let service = service();
    compute(&service).await;
    for field in ["occi.compute.cores=", "occi.compute.cores", "=2", ""] {
        let request = service.get("/compute/").header("x-occi-attribute", field);
        let reply = request.send().await;
        assert_eq!(reply.status(), 400, "`{field}`: {}", reply.text());
    }
}

#[tokio::test]
async fn nothing_is_left_unimplemented() {
    // HTTP-037
    let Connected {
        service, compute, ..
    } = connected().await;
    let paths = [
        "/-/",
        "/",
        "/compute/",
        "/link/storagelink/",
        "/tags/blue/",
        "/none",
        compute.as_str(),
    ];
    for path in paths {
        for method in ["GET", "HEAD", "POST", "PUT", "OPTIONS", "PATCH", "TRACE"] {
            for accept in [
                "text/plain",
                "text/occi",
                "text/uri-list",
                "application/occi+json",
            ] {
                let method = Method::from_bytes(method.as_bytes()).unwrap();
                let reply = service
                    .ask(method.clone(), path)
                    .accept(accept)
                    .send()
                    .await;
                assert!(
                    reply.status() < 500,
                    "{method} {path} {accept}: {}",
                    reply.text()
                );
            }
        }
    }
}

#[tokio::test]
async fn several_mixins_are_added_at_once_or_none() {
    // HTTP-064, HTTP-071
    let service = service();
    let both = format!("{}\r\n{}", tag("red"), tag("green"));
    service.post("/-/").plain(&both).send().await.expect(200);
    let mixins = offered(&service, "mixins").await;
    assert!(mixins.contains(&format!("{TAGGED}red")) && mixins.contains(&format!("{TAGGED}green")));
    let half = format!("{}\r\n{}", tag("blue"), tag("red"));
    service.post("/-/").plain(&half).send().await.expect(409);
    assert!(
        !offered(&service, "mixins")
            .await
            .contains(&format!("{TAGGED}blue"))
    );
    service.delete("/-/").send().await.expect(400);
}

#[tokio::test]
async fn updates_answer_with_what_they_made() {
    // HTTP-088, HTTP-093, HTTP-102, HTTP-104, HTTP-120
    let service = service();
    let path = compute(&service).await;
    let change = json!({ "kind": kind("compute"), "title": "x" });
    for request in [service.post(&path), service.put(&path)] {
        // 201 would need a Location; an update answers 200 with the instance (D-107).
        let reply = request.json(&change).send().await.expect(200);
        assert_eq!(reply.json()["title"], "x");
    }
    let action =
        |term: &str| format!("http://schemas.ogf.org/occi/infrastructure/compute/action#{term}");
    let invoke = |term: &str, attributes: Value| {
        let body = json!({ "action": action(term), "attributes": attributes });
        service.post(&format!("{path}?action={term}")).json(&body)
    };
    let reply = invoke("start", json!({})).send().await.expect(200);
    assert_eq!(reply.json()["attributes"]["occi.compute.state"], "active");
    let reply = invoke("stop", json!({ "method": "poweroff" }))
        .send()
        .await
        .expect(200);
    assert_eq!(reply.json()["id"], read(&service, &path).await["id"]);
    let two = json!({ "resources": [{ "kind": kind("compute") }, { "kind": kind("compute") }] });
    let reply = service
        .post("/compute/")
        .json(&two)
        .send()
        .await
        .expect(200);
    assert_eq!(reply.json()["resources"].as_array().unwrap().len(), 2);
    let text = service
        .post("/compute/")
        .accept("text/plain")
        .json(&two)
        .send()
        .await;
    for path in text.expect(200).paths() {
        service.get(&path).send().await.expect(200);
    }
}

#[tokio::test]
async fn a_creation_names_one_kind_at_its_place() {
    // HTTP-111, HTTP-115, HTTP-116, HTTP-118, HTTP-123
    let service = service();
    let category = |term: &str| format!("Category: {term}; scheme=\"{INFRA}\"; class=\"kind\"\r\n");
    let both = format!("{}{}", category("compute"), category("network"));
    for (path, body) in [
        ("/compute/", String::new()),
        ("/compute/", both),
        ("/storage/", category("compute")),
    ] {
        service.post(path).plain(&body).send().await.expect(400);
    }
    let one_is_wrong = json!({ "resources": [
        { "kind": kind("compute") },
        { "kind": kind("compute"), "attributes": { "occi.compute.cores": "many" } },
    ] });
    service
        .post("/compute/")
        .json(&one_is_wrong)
        .send()
        .await
        .expect(400);
    let none = service.get("/compute/").send().await.expect(200);
    assert!(none.text().is_empty());
}

#[tokio::test]
async fn a_link_names_both_ends() {
    // HTTP-130
    let service = service();
    let [from, to] = [compute(&service).await, network(&service).await];
    let kind = format!("Category: networkinterface; scheme=\"{INFRA}\"; class=\"kind\"\r\n");
    let source = format!("X-OCCI-Attribute: occi.core.source=\"{from}\"\r\n");
    let target = format!("X-OCCI-Attribute: occi.core.target=\"{to}\"\r\n");
    for (body, status) in [
        (format!("{kind}{source}{target}"), 201),
        (format!("{kind}{source}"), 400),
        (format!("{kind}{target}"), 400),
        (kind.clone(), 400),
    ] {
        let request = service.post("/link/networkinterface/").plain(&body);
        request.send().await.expect(status);
    }
}

#[tokio::test]
async fn a_collection_of_a_mixin_can_be_emptied() {
    // HTTP-144
    let Connected {
        service, compute, ..
    } = connected().await;
    service.delete("/tags/blue/").send().await.expect(200);
    assert!(
        service
            .get("/tags/blue/")
            .send()
            .await
            .expect(200)
            .text()
            .is_empty()
    );
    assert!(read(&service, &compute).await["mixins"].is_null());
}

#[tokio::test]
async fn tags_stay_while_nothing_changes() {
    // HTTP-156
    let Connected {
        service, compute, ..
    } = connected().await;
    let tag = async || {
        service
            .get(&compute)
            .send()
            .await
            .expect(200)
            .header("etag")
            .to_owned()
    };
    let first = tag().await;
    assert!(!first.is_empty());
    assert_eq!(tag().await, first);
    let change = json!({ "kind": kind("compute"), "title": "other" });
    service
        .post(&compute)
        .json(&change)
        .send()
        .await
        .expect(200);
    assert_ne!(tag().await, first);
}
