//! Seeded defects: each can be seen from outside, and only when it is seeded.

use std::collections::BTreeMap;

use occi::server::{Defect, Service};
use serde_json::{Value, json};

use crate::support::*;

/// What a peer sees of a service in one walk through it; ids are blotted out.
async fn walk(service: &Service) -> BTreeMap<&'static str, String> {
    let mut seen = BTreeMap::new();
    let mut keep = |step: &'static str, reply: &Reply| {
        let mut text = format!(
            "{} {:?}\n{}",
            reply.status(),
            reply.0.headers(),
            reply.text()
        );
        // Entity tags are digests of ids, too.
        if let Some(tag) = reply.0.headers().get("etag") {
            text = text.replace(tag.to_str().unwrap().trim_matches('"'), "<tag>");
        }
        while let Some(at) = text.find("01") {
            // Every id starts with its time.
            let end = text[at..]
                .find(|c: char| !c.is_ascii_hexdigit() && c != '-')
                .map_or(text.len(), |n| at + n);
            text.replace_range(at..end, "<id>");
        }
        seen.insert(step, text);
    };
    for media in ["text/plain", "application/occi+json"] {
        let step = if media == "text/plain" {
            "discovery"
        } else {
            "discovery in JSON"
        };
        keep(step, &service.get("/-/").accept(media).send().await);
    }
    let post = |attributes: Value| {
        let body = json!({ "kind": kind("compute"), "title": "a \"b\"", "attributes": attributes });
        service
            .post("/compute/")
            .accept("text/plain")
            .json(&body)
            .send()
    };
    let created = post(json!({ "occi.compute.cores": 2 })).await;
    keep("create", &created);
    for (step, attributes) in [
        ("read-only", json!({ "occi.compute.state": "active" })),
        ("range", json!({ "occi.compute.cores": 0 })),
        ("enum", json!({ "occi.compute.architecture": "sparc" })),
        ("unknown", json!({ "a.b": 1 })),
    ] {
        keep(step, &post(attributes).await);
    }
    keep(
        "missing",
        &service
            .post("/storage/")
            .json(&json!({ "kind": kind("storage") }))
            .send()
            .await,
    );
    keep("list", &service.get("/compute/").send().await);
    let list = service.get("/compute/").send().await.paths();
    let path = list[0].clone();
    keep("json", &service.get(&path).in_json().send().await);
    keep(
        "update",
        &service
            .post(&path)
            .json(&json!({ "summary": "s" }))
            .send()
            .await,
    );
    keep(
        "full",
        &service
            .put(&path)
            .json(&json!({ "kind": kind("compute") }))
            .send()
            .await,
    );
    let act = |term: &str, attributes: Value| {
        let action = format!("http://schemas.ogf.org/occi/infrastructure/compute/action#{term}");
        let body = json!({ "action": action, "attributes": attributes });
        service
            .post(&format!("{path}?action={term}"))
            .json(&body)
            .send()
    };
    keep("illegal", &act("stop", json!({})).await);
    keep(
        "parameter",
        &act("stop", json!({ "method": "softly" })).await,
    );
    keep("start", &act("start", json!({})).await);
    let network = "/network/n";
    let body = json!({ "kind": kind("network") });
    service.put(network).json(&body).send().await;
    let ends = json!({ "occi.core.source": path, "occi.core.target": network });
    let link = service
        .post("/link/networkinterface/")
        .json(&json!({ "kind": kind("networkinterface"), "attributes": ends }))
        .send()
        .await;
    let with_ip = json!({
        "kind": kind("networkinterface"),
        "mixins": ["http://schemas.ogf.org/occi/infrastructure/networkinterface#ipnetworkinterface"],
        "attributes": ends,
    });
    let defaults = service
        .post("/link/networkinterface/")
        .json(&with_ip)
        .send()
        .await;
    let shown = defaults.text().contains("occi.networkinterface.allocation");
    keep(
        "default",
        &Reply(http::Response::new(bytes::Bytes::from(shown.to_string()))),
    );
    drop(link);
    keep("put on query", &service.put("/-/").send().await);
    keep(
        "future",
        &service
            .get("/compute/none")
            .header("user-agent", "OCCI/9.9")
            .send()
            .await,
    );
    keep("delete", &service.delete(&path).send().await);
    keep("gone", &service.get(&path).send().await);
    keep("list after", &service.get("/compute/").send().await);
    keep(
        "links after",
        &Reply(http::Response::new(bytes::Bytes::from(
            service.get("/link/").send().await.paths().len().to_string(),
        ))),
    );
    seen
}

#[tokio::test]
async fn each_defect_shows_and_none_without() {
    let clean = walk(&service()).await;
    assert_eq!(walk(&service()).await, clean, "the walk itself is stable");
    for defect in Defect::ALL {
        let faulty = Service::builder(infrastructure())
            .defect(defect)
            .build()
            .unwrap();
        let seen = walk(&faulty).await;
        assert_ne!(seen, clean, "{defect:?} cannot be seen");
    }
}
