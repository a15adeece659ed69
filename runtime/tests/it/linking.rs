//! Links (D-17, D-18, D-54 to D-57).

use serde_json::{Value, json};

use crate::support::*;

#[tokio::test]
async fn inline_links_come_with_their_resource() {
    // HTTP-078, HTTP-124 to HTTP-129, HTTP-131, INF-063
    let service = service();
    let target = network(&service).await;
    let body = format!(
        "Category: compute; scheme=\"{INFRA}\"; class=\"kind\"\n\
         Link: <{target}>; rel=\"{INFRA}network\"; category=\"{INFRA}networkinterface\"; occi.networkinterface.mac=\"02:00:5e:10:00:01\"\n\
         Link: <{target}>; rel=\"{INFRA}network\"; category=\"{INFRA}networkinterface\"; occi.networkinterface.interface=\"eth9\"\n"
    );
    let reply = service
        .post("/compute/")
        .plain(&body)
        .send()
        .await
        .expect(201);
    assert_eq!(reply.0.headers().get_all("location").iter().count(), 1);
    let path = reply.location();
    assert!(path.starts_with("/compute/"));
    let text = reply.text();
    let links: Vec<&str> = text
        .lines()
        .filter(|l| l.starts_with("Link: </network/"))
        .collect();
    assert_eq!(links.len(), 2);
    assert!(links[0].contains("occi.networkinterface.mac=\"02:00:5e:10:00:01\""));
    assert!(links[0].contains("occi.networkinterface.interface=\"eth0\""));
    assert!(links[1].contains("occi.networkinterface.interface=\"eth9\""));
    let own = links[0]
        .split("self=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let link = service.get(own).send().await.expect(200).text();
    assert!(link.contains(&format!("occi.core.source=\"{path}\"")));
    assert!(link.contains(&format!("occi.core.target=\"{target}\"")));
    assert!(
        !service
            .get(&target)
            .send()
            .await
            .text()
            .contains("networkinterface")
    );
    assert_eq!(
        service
            .get("/link/networkinterface/")
            .send()
            .await
            .paths()
            .len(),
        2
    );
}

#[tokio::test]
async fn interface_names_are_the_least_free_of_their_source() {
    let service = service();
    let (a, b, n) = (
        compute(&service).await,
        compute(&service).await,
        network(&service).await,
    );
    let link = |source: String| {
        let (service, n) = (service.clone(), n.clone());
        async move {
            let path = interface(&service, &source, &n).await;
            let name = read(&service, &path).await["attributes"]["occi.networkinterface.interface"]
                .clone();
            (path, name)
        }
    };
    let (first, name) = link(a.clone()).await;
    assert_eq!(name, "eth0");
    assert_eq!(link(a.clone()).await.1, "eth1");
    assert_eq!(link(b).await.1, "eth0");
    service.delete(&first).send().await.expect(200);
    assert_eq!(link(a).await.1, "eth0");
}

#[tokio::test]
async fn concurrent_links_get_different_names() {
    let service = service();
    let (source, target) = (compute(&service).await, network(&service).await);
    let ends = json!({ "occi.core.source": source, "occi.core.target": target });
    let body = json!({ "kind": kind("networkinterface"), "attributes": ends });
    let requests = (0..20).map(|_| service.post("/link/networkinterface/").json(&body).send());
    for reply in futures_util::future::join_all(requests).await {
        reply.expect(201);
    }
    let links = read(&service, &source).await["links"]
        .as_array()
        .unwrap()
        .clone();
    let mut names: Vec<String> = links
        .iter()
        .map(|link| {
            link["attributes"]["occi.networkinterface.interface"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 20);
}

#[tokio::test]
async fn ends_are_named_in_any_way_and_stored_in_one() {
    // D-14, D-18, CORE-080
    let service = service();
    let (c, n) = (compute(&service).await, network(&service).await);
    let id = read(&service, &n).await["id"].as_str().unwrap().to_owned();
    for target in [n.clone(), format!("http://test.example:80{n}"), id] {
        let body = json!({
            "kind": kind("networkinterface"),
            "source": { "location": c },
            "target": { "location": target },
        });
        let link = service
            .post("/link/networkinterface/")
            .json(&body)
            .send()
            .await
            .expect(201)
            .json();
        assert_eq!(
            link["target"],
            json!({ "location": n, "kind": kind("network") })
        );
        assert_eq!(
            link["source"],
            json!({ "location": c, "kind": kind("compute") })
        );
    }
}

#[tokio::test]
async fn ends_that_do_not_fit_are_refused() {
    // D-18, CORE-076 to CORE-078, INF-066, INF-073
    let service = service();
    let (c, n, s) = (
        compute(&service).await,
        network(&service).await,
        storage(&service).await,
    );
    let link = |term: &str, source: &str, target: Value| {
        let body = json!({
            "kind": kind(term),
            "source": { "location": source },
            "target": target,
        });
        service.post(&format!("/link/{term}/")).json(&body).send()
    };
    let at = |location: &str| json!({ "location": location });
    link("networkinterface", &c, at("/network/none"))
        .await
        .refused(404, "dangling-link");
    link("networkinterface", "/compute/none", at(&n))
        .await
        .refused(404, "dangling-link");
    link("networkinterface", "http://elsewhere.example/c", at(&n))
        .await
        .refused(404, "dangling-link");
    link("networkinterface", &c, at(&s))
        .await
        .refused(400, "wrong-link-end");
    link("networkinterface", &n, at(&n))
        .await
        .refused(400, "wrong-link-end");
    link("storagelink", &c, at(&n))
        .await
        .refused(400, "wrong-link-end");
    link(
        "networkinterface",
        &c,
        json!({ "location": n, "kind": kind("storage") }),
    )
    .await
    .refused(400, "wrong-end-kind");
    let body = json!({ "kind": kind("networkinterface"), "source": { "location": c } });
    service
        .post("/link/networkinterface/")
        .json(&body)
        .send()
        .await
        .expect(400);
    let none = json!({ "kind": kind("networkinterface"), "attributes": { "occi.core.source": c } });
    service
        .post("/link/networkinterface/")
        .json(&none)
        .send()
        .await
        .refused(400, "missing-attribute");
    assert!(service.get("/link/").send().await.text().is_empty());
    // An inline link that names another source, or no target.
    let inline = |link: Value| {
        service
            .post("/compute/")
            .json(&json!({ "kind": kind("compute"), "links": [link] }))
            .send()
    };
    let of = |source: &str| json!({ "kind": kind("networkinterface"), "source": { "location": source }, "target": { "location": n } });
    inline(of(&c)).await.refused(400, "wrong-link-end");
    inline(json!({ "kind": kind("networkinterface") }))
        .await
        .expect(400);
    inline(json!({ "kind": kind("compute"), "target": { "location": n } }))
        .await
        .refused(400, "not-a-link");
    // A bad inline link leaves no resource behind.
    let body = json!({
        "kind": kind("compute"),
        "links": [{ "kind": kind("networkinterface"), "target": { "location": "/network/none" } }],
    });
    service
        .post("/compute/")
        .json(&body)
        .send()
        .await
        .refused(404, "dangling-link");
    assert_eq!(service.get("/compute/").send().await.paths(), [c]);
}

#[tokio::test]
async fn targets_may_lie_outside() {
    // CORE-079, D-55
    let service = service();
    let c = compute(&service).await;
    let outside = "http://elsewhere.example/thing";
    let text = format!("Link: <{outside}>; rel=\"http://schemas.ogf.org/occi/core#resource\"");
    let after = service
        .post(&c)
        .plain(&text)
        .in_json()
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(
        after["links"][0]["kind"],
        "http://schemas.ogf.org/occi/core#link"
    );
    assert_eq!(after["links"][0]["target"]["location"], outside);
    let body = |kind_of_target: Option<&str>| {
        json!({
            "kind": kind("networkinterface"),
            "source": { "location": c },
            "target": match kind_of_target {
                Some(kind) => json!({ "location": outside, "kind": kind }),
                None => json!({ "location": outside }),
            },
        })
    };
    let post = |body: Value| service.post("/link/networkinterface/").json(&body).send();
    post(body(None)).await.refused(400, "wrong-link-end");
    let fits = post(body(Some(&kind("network")))).await.expect(201).json();
    assert_eq!(fits["target"]["kind"], kind("network"));
}

#[tokio::test]
async fn both_ends_can_be_moved() {
    // D-17
    let service = service();
    let (a, b) = (compute(&service).await, compute(&service).await);
    let (n, m) = (network(&service).await, network(&service).await);
    let link = interface(&service, &a, &n).await;
    let body = json!({ "attributes": { "occi.core.source": b, "occi.core.target": m } });
    let after = service
        .post(&link)
        .json(&body)
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(after["source"]["location"], b);
    assert_eq!(after["target"]["location"], m);
    assert!(read(&service, &a).await.get("links").is_none());
    assert_eq!(
        read(&service, &b).await["links"].as_array().unwrap().len(),
        1
    );
    let body = json!({ "attributes": { "occi.core.target": a } });
    service
        .post(&link)
        .json(&body)
        .send()
        .await
        .refused(400, "wrong-link-end");
}

#[tokio::test]
async fn a_link_has_no_links() {
    // HTTP-096
    let service = service();
    let (c, n) = (compute(&service).await, network(&service).await);
    let link = interface(&service, &c, &n).await;
    let text = format!("Link: <{n}>; rel=\"{INFRA}network\"; category=\"{INFRA}networkinterface\"");
    service
        .post(&link)
        .plain(&text)
        .in_json()
        .send()
        .await
        .refused(400, "link-in-link");
}

#[tokio::test]
async fn conditions_of_a_mixin_hold() {
    // D-36
    let service = service();
    let (c, n) = (compute(&service).await, network(&service).await);
    let body = |attributes: Value| {
        json!({
            "kind": kind("networkinterface"),
            "mixins": ["http://schemas.ogf.org/occi/infrastructure/networkinterface#ipnetworkinterface"],
            "source": { "location": c },
            "target": { "location": n },
            "attributes": attributes,
        })
    };
    let post = |body: Value| service.post("/link/networkinterface/").json(&body).send();
    let fixed = json!({ "occi.networkinterface.allocation": "static" });
    post(body(fixed)).await.refused(400, "constraint");
    let fixed = json!({ "occi.networkinterface.allocation": "static", "occi.networkinterface.address": "10.0.0.1/24" });
    post(body(fixed)).await.expect(201);
    let dynamic = post(body(json!({}))).await.expect(201).json();
    assert_eq!(
        dynamic["attributes"]["occi.networkinterface.allocation"],
        "dynamic"
    );
    let bad = json!({ "occi.networkinterface.allocation": "manual" });
    post(body(bad)).await.refused(400, "invalid-value");
}
