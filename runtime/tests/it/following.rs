//! Links that follow their source (D-37).

use std::sync::Arc;

use occi::{
    Instance, Model, Value as Occi,
    server::{BoxFuture, Context, Fault, Handler, Outcome, Service},
};
use serde_json::{Value, json};

use crate::support::*;

const STATE: &str = "occi.networkinterface.state";

async fn act(service: &Service, path: &str, owner: &str, term: &str) -> Reply {
    let id = format!("http://schemas.ogf.org/occi/infrastructure/{owner}/action#{term}");
    service
        .post(&format!("{path}?action={term}"))
        .json(&json!({ "action": id }))
        .send()
        .await
}

async fn interface(service: &Service, source: &str, target: &str) -> String {
    let ends = json!({ "occi.core.source": source, "occi.core.target": target });
    create(service, "/link/networkinterface/", "networkinterface", ends).await
}

async fn state(service: &Service, link: &str) -> String {
    read(service, link).await["attributes"][STATE]
        .as_str()
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn a_link_is_active_while_its_source_is() {
    // D-37, INF-069
    let service = service();
    let (c, n) = (compute(&service).await, network(&service).await);
    let other = compute(&service).await;
    let link = interface(&service, &c, &n).await;
    let elsewhere = interface(&service, &other, &n).await;
    assert_eq!(state(&service, &link).await, "inactive");
    for (term, wanted) in [
        ("start", "active"),
        ("restart", "active"),
        ("suspend", "inactive"),
        ("start", "active"),
        ("stop", "inactive"),
    ] {
        let after = act(&service, &c, "compute", term).await.expect(200).json();
        assert_eq!(after["links"][0]["attributes"][STATE], wanted, "{term}");
        assert_eq!(state(&service, &link).await, wanted, "{term}");
        assert_eq!(state(&service, &elsewhere).await, "inactive");
    }
    // The target does not matter.
    act(&service, &n, "network", "up").await.expect(200);
    assert_eq!(state(&service, &link).await, "inactive");
}

#[tokio::test]
async fn links_of_every_kind_follow_and_collections_take_theirs_along() {
    // D-37, INF-076
    let service = service();
    let (c, n, s) = (
        compute(&service).await,
        network(&service).await,
        storage(&service).await,
    );
    interface(&service, &c, &n).await;
    let ends = json!({ "occi.core.source": c, "occi.core.target": s });
    let disk = create(&service, "/link/storagelink/", "storagelink", ends).await;
    act(&service, "/compute/", "compute", "start")
        .await
        .expect(200);
    let after = read(&service, &disk).await;
    assert_eq!(after["attributes"]["occi.storagelink.state"], "active");
    let states: Vec<Value> = read(&service, &c).await["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| link["attributes"].clone())
        .collect();
    assert_eq!(states[0][STATE], "active");
    assert_eq!(states[1]["occi.storagelink.state"], "active");
}

#[tokio::test]
async fn a_new_link_of_an_active_source_is_active() {
    // D-37
    let service = service();
    let (c, n) = (compute(&service).await, network(&service).await);
    act(&service, &c, "compute", "start").await.expect(200);
    let link = interface(&service, &c, &n).await;
    assert_eq!(state(&service, &link).await, "active");
    let body =
        json!({ "links": [{ "kind": kind("networkinterface"), "target": { "location": n } }] });
    let after = service.post(&c).json(&body).send().await.expect(200).json();
    assert_eq!(after["links"][1]["attributes"][STATE], "active");
    // An update of anything else leaves the state alone.
    let body = json!({ "attributes": { "occi.networkinterface.mac": "02:00:00:00:00:09" } });
    service.post(&link).json(&body).send().await.expect(200);
    assert_eq!(state(&service, &link).await, "active");
    // A client cannot set it.
    let body = json!({ "attributes": { STATE: "inactive" } });
    service.post(&link).json(&body).send().await.expect(403);
}

#[tokio::test]
async fn a_moved_link_follows_its_new_source() {
    // D-17, D-37
    let service = service();
    let (a, b, n) = (
        compute(&service).await,
        compute(&service).await,
        network(&service).await,
    );
    act(&service, &b, "compute", "start").await.expect(200);
    let link = interface(&service, &a, &n).await;
    for (source, wanted) in [(&b, "active"), (&a, "inactive")] {
        let body = json!({ "attributes": { "occi.core.source": source } });
        service.post(&link).json(&body).send().await.expect(200);
        assert_eq!(state(&service, &link).await, wanted);
    }
}

/// A provider whose instances run at once, and fail when they are stopped.
struct Eager;

impl Handler for Eager {
    fn create<'a>(
        &'a self,
        cx: &'a Context,
        _new: Instance,
    ) -> BoxFuture<'a, Result<Instance, Fault>> {
        let mut instance = cx.proposed().clone();
        let name = occi::AttributeName::new("occi.compute.state").unwrap();
        instance.attributes.insert(name, Occi::from("active"));
        Box::pin(async { Ok(instance) })
    }

    fn act<'a>(
        &'a self,
        _cx: &'a Context,
        _current: Instance,
        _action: &'a occi::CategoryId,
        _parameters: occi::Attributes,
    ) -> BoxFuture<'a, Result<Outcome, Fault>> {
        Box::pin(async { Ok(Outcome::State("error".into())) })
    }
}

/// A provider of links that cannot attach.
struct Broken;

impl Handler for Broken {
    fn create<'a>(
        &'a self,
        cx: &'a Context,
        _new: Instance,
    ) -> BoxFuture<'a, Result<Instance, Fault>> {
        let mut instance = cx.proposed().clone();
        let name = occi::AttributeName::new(STATE).unwrap();
        instance.attributes.insert(name, Occi::from("error"));
        Box::pin(async { Ok(instance) })
    }
}

#[tokio::test]
async fn what_the_provider_says_of_the_source_counts() {
    // D-37: the handler of the compute decides, and its links follow.
    let service = Service::builder(infrastructure())
        .handler("http://schemas.ogf.org/occi/infrastructure#compute", Eager)
        .build()
        .unwrap();
    let n = network(&service).await;
    let body = json!({
        "kind": kind("compute"),
        "links": [{ "kind": kind("networkinterface"), "target": { "location": n } }],
    });
    let made = service.post("/compute/").json(&body).send().await;
    let made = made.expect(201).json();
    assert_eq!(made["attributes"]["occi.compute.state"], "active");
    assert_eq!(made["links"][0]["attributes"][STATE], "active");
    let path = service.get("/compute/").send().await.paths().remove(0);
    let after = act(&service, &path, "compute", "stop").await;
    let after = after.expect(200).json();
    assert_eq!(after["attributes"]["occi.compute.state"], "error");
    assert_eq!(after["links"][0]["attributes"][STATE], "inactive");
}

#[tokio::test]
async fn a_link_that_failed_stays_so() {
    let service = Service::builder(infrastructure())
        .handler(
            "http://schemas.ogf.org/occi/infrastructure#networkinterface",
            Broken,
        )
        .build()
        .unwrap();
    let (c, n) = (compute(&service).await, network(&service).await);
    let link = interface(&service, &c, &n).await;
    for term in ["start", "stop"] {
        act(&service, &c, "compute", term).await.expect(200);
        assert_eq!(state(&service, &link).await, "error");
    }
}

/// Lamps and their cables: nothing of the infrastructure.
fn lamps() -> Arc<Model> {
    written(
        r#"
        extension lamps "http://example.com/occi/lamps#";
        use core;
        kind lamp "Lamp" : core.resource at "/lamp/" {
            readonly always com.example.lamp.state: enum { dark, lit, worn };
            action light;
            action wear;
            states com.example.lamp.state {
                initial dark { light -> lit; }
                lit { wear -> worn; }
                worn { light -> lit; }
            }
        }
        kind cable "Cable" : core.link at "/cable/" {
            source lamp;
            readonly always com.example.cable.state: enum { cold, lit, cut };
            states com.example.cable.state {
                initial cold { event -> lit | cut; }
                lit { event -> cold | cut; }
                cut;
            }
        }
        kind fuse "Fuse" : core.link at "/fuse/" {
            source lamp;
            readonly always com.example.fuse.state: enum { cold, lit };
            states com.example.fuse.state {
                initial cold { event glow -> lit; }
                lit { event fade -> cold; }
            }
        }
        "#,
    )
}

#[tokio::test]
async fn the_rule_is_of_the_model() {
    // D-37: events without a name follow, events with a name belong to the provider.
    let service = Service::builder(lamps()).build().unwrap();
    let make = |path: &'static str, body: Value| {
        let asked = service.post(path).json(&body);
        async move { asked.send().await.expect(201).location() }
    };
    let id = |term: &str| format!("http://example.com/occi/lamps#{term}");
    let lamp = make("/lamp/", json!({ "kind": id("lamp") })).await;
    let ends = |term: &str| {
        json!({
            "kind": id(term),
            "source": { "location": lamp },
            "target": { "location": lamp },
        })
    };
    let cable = make("/cable/", ends("cable")).await;
    let fuse = make("/fuse/", ends("fuse")).await;
    for (term, wanted) in [("light", "lit"), ("wear", "cold"), ("light", "lit")] {
        let action = format!("http://example.com/occi/lamps/lamp/action#{term}");
        service
            .post(&format!("{lamp}?action={term}"))
            .json(&json!({ "action": action }))
            .send()
            .await
            .expect(200);
        let cable = read(&service, &cable).await;
        assert_eq!(cable["attributes"]["com.example.cable.state"], wanted);
        let fuse = read(&service, &fuse).await;
        assert_eq!(fuse["attributes"]["com.example.fuse.state"], "cold");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_made_while_the_source_changes_agree_with_it() {
    // D-37
    let service = service();
    let (c, n) = (compute(&service).await, network(&service).await);
    let links: Vec<_> = (0..20)
        .map(|_| {
            let (service, c, n) = (service.clone(), c.clone(), n.clone());
            tokio::spawn(async move { interface(&service, &c, &n).await })
        })
        .collect();
    for term in ["start", "stop", "start"] {
        act(&service, &c, "compute", term).await.expect(200);
        tokio::task::yield_now().await;
    }
    for link in links {
        let link = link.await.unwrap();
        assert_eq!(state(&service, &link).await, "active");
    }
}
