//! Mixin collections, tags and templates (D-20, D-21, D-97, D-98).

use occi::server::Service;
use serde_json::{Value, json};

use crate::support::*;

const BLUE: &str = "http://tags.example.org/alice#blue";

async fn tag(service: &Service, term: &str) {
    let mixin = json!({ "mixins": [{ "term": term, "scheme": "http://tags.example.org/alice#", "location": format!("/{term}/") }] });
    service.post("/-/").json(&mixin).send().await.expect(200);
}

async fn members(service: &Service, path: &str) -> Vec<String> {
    service
        .get(path)
        .accept("text/uri-list")
        .send()
        .await
        .expect(200)
        .paths()
}

#[tokio::test]
async fn instances_join_and_leave_a_collection() {
    // D-97, D-98, HTTP-051, HTTP-053, HTTP-132 to HTTP-143, CORE-034, CORE-054 to CORE-056
    let service = service();
    tag(&service, "blue").await;
    let (c, s) = (compute(&service).await, storage(&service).await);
    // One that no filter by the mixin may show.
    compute(&service).await;
    let both = format!("X-OCCI-Location: http://test.example:80{c}\nX-OCCI-Location: {s}\n");
    let reply = service.post("/blue/").plain(&both).send().await.expect(200);
    assert_eq!(reply.paths(), [c.as_str(), s.as_str()]);
    assert_eq!(read(&service, &c).await["mixins"], json!([BLUE]));
    let category = "blue; scheme=\"http://tags.example.org/alice#\"; class=\"mixin\"";
    let filtered = service
        .get("/compute/")
        .header("category", category)
        .send()
        .await;
    assert_eq!(filtered.paths(), [c.as_str()]);
    // Again: no error. By id and by URI list, too.
    let id = read(&service, &c).await["id"].clone();
    service
        .post("/blue/")
        .json(&json!([id]))
        .send()
        .await
        .expect(200);
    service
        .post("/blue/")
        .body("text/uri-list", &format!("http://test.example:80{s}\r\n"))
        .send()
        .await
        .expect(200);
    assert_eq!(members(&service, "/blue/").await.len(), 2);
    service
        .delete("/blue/")
        .plain(&format!("X-OCCI-Location: {c}"))
        .send()
        .await
        .expect(200);
    assert_eq!(members(&service, "/blue/").await, [s.as_str()]);
    assert!(read(&service, &c).await.get("mixins").is_none());
    // Who is no member has left already.
    service
        .delete("/blue/")
        .json(&json!([c]))
        .send()
        .await
        .expect(200);
    service.delete("/blue/").send().await.expect(200);
    assert!(members(&service, "/blue/").await.is_empty());
    service.get(&s).send().await.expect(200);
}

#[tokio::test]
async fn put_makes_the_membership_exact() {
    // HTTP-113, HTTP-114, HTTP-112
    let service = service();
    tag(&service, "blue").await;
    let (a, b) = (compute(&service).await, compute(&service).await);
    service
        .post("/blue/")
        .json(&json!([a]))
        .send()
        .await
        .expect(200);
    let reply = service
        .put("/blue/")
        .json(&json!([b]))
        .send()
        .await
        .expect(200);
    assert_eq!(reply.json()["resources"].as_array().unwrap().len(), 1);
    assert_eq!(members(&service, "/blue/").await, [b.as_str()]);
    service.get(&a).send().await.expect(200);
    service
        .put("/blue/")
        .json(&json!([]))
        .send()
        .await
        .expect(200);
    assert!(members(&service, "/blue/").await.is_empty());
}

#[tokio::test]
async fn what_cannot_join_is_refused_and_nobody_joins() {
    // D-97, HTTP-026, HTTP-028, HTTP-134, CORE-041
    let service = service();
    tag(&service, "blue").await;
    let (c, n) = (compute(&service).await, network(&service).await);
    let refused = service
        .post("/mixin/ipnetwork/")
        .json(&json!([n, c]))
        .send()
        .await;
    refused.refused(403, "mixin-not-applicable");
    assert!(members(&service, "/mixin/ipnetwork/").await.is_empty());
    service
        .post("/blue/")
        .json(&json!([c, "/compute/none"]))
        .send()
        .await
        .refused(404, "unknown-location");
    assert!(members(&service, "/blue/").await.is_empty());
    service
        .post("/blue/")
        .json(&json!({ "kind": kind("compute") }))
        .send()
        .await
        .expect(400);
    service
        .post("/blue/")
        .in_json()
        .send()
        .await
        .refused(400, "missing-content");
    service
        .post("/compute/")
        .json(&json!([c]))
        .send()
        .await
        .expect(400);
    // A mixin whose required value nobody gives.
    service
        .post("/mixin/ssh_key/")
        .json(&json!([c]))
        .send()
        .await
        .refused(400, "missing-attribute");
}

#[tokio::test]
async fn a_removed_mixin_is_taken_off_everything() {
    // HTTP-072, HTTP-074
    let service = service();
    tag(&service, "blue").await;
    tag(&service, "red").await;
    let body =
        json!({ "kind": kind("compute"), "mixins": [BLUE, "http://tags.example.org/alice#red"] });
    let path = created(&service, "/compute/", &body).await;
    service
        .delete("/-/")
        .json(&json!([BLUE]))
        .send()
        .await
        .expect(200);
    assert_eq!(
        read(&service, &path).await["mixins"],
        json!(["http://tags.example.org/alice#red"]),
        "HTTP-117"
    );
    service.get("/blue/").send().await.expect(404);
    tag(&service, "blue").await;
    assert!(members(&service, "/blue/").await.is_empty());
}

#[tokio::test]
async fn attributes_come_and_go_with_their_mixin() {
    // CORE-038, INF-046, INF-049
    let service = service();
    let n = network(&service).await;
    let ip = "http://schemas.ogf.org/occi/infrastructure/network#ipnetwork";
    let values =
        json!({ "occi.network.address": "10.0.0.0/8", "occi.network.allocation": "static" });
    service
        .post(&n)
        .json(&json!({ "attributes": values }))
        .send()
        .await
        .refused(400, "unknown-attribute");
    let after = service
        .post(&n)
        .json(&json!({ "mixins": [ip], "attributes": values }))
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(after["attributes"]["occi.network.address"], "10.0.0.0/8");
    service.delete("/mixin/ipnetwork/").send().await.expect(200);
    let bare = read(&service, &n).await;
    assert_eq!(
        bare["attributes"],
        json!({ "occi.network.state": "inactive" })
    );
}

#[tokio::test]
async fn misprinted_identifiers_are_taken() {
    // D-26
    let service = service();
    let body = json!({ "kind": kind("network"), "mixins": ["http://schemas.ogf.org/occi/infrastructure/network#ipnetworking"] });
    let made = service
        .post("/network/")
        .json(&body)
        .send()
        .await
        .expect(201)
        .json();
    assert_eq!(
        made["mixins"],
        json!(["http://schemas.ogf.org/occi/infrastructure/network#ipnetwork"])
    );
}

/// Templates of two families, and mixins with defaults.
fn templates() -> Service {
    let model = written(
        r#"
        extension sizes "http://sizes.example/occi#";
        use core;
        use infrastructure;
        mixin small "Small" at "/small/" { depends infrastructure.resource_tpl; set occi.compute.cores = 1; set occi.compute.memory = 1.5; }
        mixin large "Large" at "/large/" { depends infrastructure.resource_tpl; set occi.compute.cores = 8; }
        mixin debian "Debian" at "/debian/" { depends infrastructure.os_tpl; set occi.compute.hostname = "debian"; }
        mixin fedora "Fedora" at "/fedora/" { depends infrastructure.os_tpl; }
        mixin base "Base" at "/base/" { applies infrastructure.compute; com.example.level: integer(0..=9) = 3; }
        mixin top "Top" at "/top/" { applies infrastructure.compute; depends base; set com.example.level = 5; }
        "#,
    );
    Service::builder(model).build().unwrap()
}

fn sized(term: &str) -> String {
    format!("http://sizes.example/occi#{term}")
}

async fn made(service: &Service, mixins: &[&str], attributes: Value) -> Reply {
    let mixins: Vec<String> = mixins.iter().map(|term| sized(term)).collect();
    let body = json!({ "kind": kind("compute"), "mixins": mixins, "attributes": attributes });
    service.post("/compute/").json(&body).send().await
}

#[tokio::test]
async fn template_values_win_where_the_family_overrides() {
    // D-20, INF-090, CORE-020, CORE-052
    let service = templates();
    let asked = json!({ "occi.compute.cores": 8, "occi.compute.hostname": "mine" });
    let vm = made(&service, &["small", "debian"], asked)
        .await
        .expect(201)
        .json();
    assert_eq!(vm["attributes"]["occi.compute.cores"], 1);
    assert_eq!(vm["attributes"]["occi.compute.memory"], 1.5);
    assert_eq!(vm["attributes"]["occi.compute.hostname"], "mine");
    let vm = made(&service, &["debian"], json!({}))
        .await
        .expect(201)
        .json();
    assert_eq!(vm["attributes"]["occi.compute.hostname"], "debian");
    let vm = made(&service, &["base"], json!({}))
        .await
        .expect(201)
        .json();
    assert_eq!(vm["attributes"]["com.example.level"], 3);
    let vm = made(&service, &["top"], json!({})).await.expect(201).json();
    assert_eq!(
        vm["attributes"]["com.example.level"], 5,
        "a mixin before those it depends on"
    );
    assert_eq!(vm["mixins"], json!([sized("top")]), "D-09");
}

#[tokio::test]
async fn a_family_has_one_member_per_instance() {
    // D-21, INF-083, INF-091, INF-092
    let service = templates();
    made(&service, &["small", "large"], json!({}))
        .await
        .refused(409, "exclusive-mixins");
    let path = made(&service, &["small", "debian"], json!({}))
        .await
        .expect(201)
        .location();
    service
        .post("/large/")
        .json(&json!([path]))
        .send()
        .await
        .expect(200);
    let vm = read(&service, &path).await;
    assert_eq!(vm["mixins"], json!([sized("debian"), sized("large")]));
    assert_eq!(vm["attributes"]["occi.compute.cores"], 8);
    assert!(members(&service, "/small/").await.is_empty());
    let body = json!({ "mixins": [sized("fedora")] });
    let vm = service
        .post(&path)
        .json(&body)
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(vm["mixins"], json!([sized("large"), sized("fedora")]));
}

#[tokio::test]
async fn a_mixin_that_another_needs_stays() {
    // D-98
    let service = templates();
    let path = made(&service, &["base", "top"], json!({}))
        .await
        .expect(201)
        .location();
    service
        .delete("/base/")
        .json(&json!([path]))
        .send()
        .await
        .refused(409, "mixin-needed");
    service.delete("/top/").send().await.expect(200);
    service.delete("/base/").send().await.expect(200);
    assert!(
        read(&service, &path).await["attributes"]
            .get("com.example.level")
            .is_none()
    );
}

#[tokio::test]
async fn a_full_update_names_all_mixins() {
    let service = templates();
    let path = made(&service, &["base"], json!({}))
        .await
        .expect(201)
        .location();
    let body = json!({ "kind": kind("compute"), "mixins": [sized("small")] });
    let vm = service
        .put(&path)
        .json(&body)
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(vm["mixins"], json!([sized("small")]));
    assert!(vm["attributes"].get("com.example.level").is_none());
    assert_eq!(vm["attributes"]["occi.compute.cores"], 1);
    // Values alone leave the mixins.
    let vm = service
        .put(&path)
        .json(&json!({ "title": "x" }))
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(vm["mixins"], json!([sized("small")]));
}
