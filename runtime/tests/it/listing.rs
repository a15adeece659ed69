//! Collections: listings, filters, pages (D.7 to D.9).

use serde_json::json;

use crate::support::*;

#[tokio::test]
async fn a_listing_in_every_rendering() {
    // D-62, D-71, D-94, HTTP-109, HTTP-110, CORE-057
    let service = service();
    let empty = service
        .get("/compute/")
        .accept("application/occi+json")
        .send()
        .await
        .expect(200);
    assert_eq!(empty.json(), json!({ "resources": [] }));
    assert_eq!(
        service
            .get("/compute/")
            .accept("text/occi")
            .send()
            .await
            .expect(200)
            .text(),
        "OK"
    );
    assert!(
        service
            .get("/compute/")
            .send()
            .await
            .expect(200)
            .text()
            .is_empty()
    );
    let (a, b) = (compute(&service).await, compute(&service).await);
    let base = "http://test.example:80";
    let plain = service.get("/compute/").send().await.text();
    assert_eq!(
        plain,
        format!("X-OCCI-Location: {base}{a}\r\nX-OCCI-Location: {base}{b}\r\n")
    );
    let list = service
        .get("/compute/")
        .accept("text/uri-list")
        .send()
        .await;
    assert_eq!(list.text(), format!("{base}{a}\r\n{base}{b}\r\n"));
    let header = service.get("/compute/").accept("text/occi").send().await;
    assert_eq!(
        header.header("x-occi-location"),
        format!("{base}{a}, {base}{b}")
    );
    let json = service.get("/compute/").in_json().send().await.json();
    assert_eq!(json["resources"][1], read(&service, &b).await);
    assert!(json.get("links").is_none());
    let links = service.get("/link/").in_json().send().await.json();
    assert_eq!(links, json!({ "links": [] }));
}

#[tokio::test]
async fn collections_above_show_all_below() {
    // D-19
    let service = service();
    let (c, n) = (compute(&service).await, network(&service).await);
    assert_eq!(
        service.get("/resource/").send().await.paths(),
        [c.as_str(), n.as_str()]
    );
    let link = interface(&service, &c, &n).await;
    assert_eq!(service.get("/link/").send().await.paths(), [link]);
}

#[tokio::test]
async fn unbound_paths_show_the_namespace() {
    // HTTP-007, HTTP-146, HTTP-148, HTTP-149, D.7
    let service = service();
    let body = json!({ "kind": kind("compute") });
    service.put("/vms/a").json(&body).send().await.expect(201);
    service.put("/vms/b").json(&body).send().await.expect(201);
    let n = network(&service).await;
    assert_eq!(
        service.get("/vms/").send().await.paths(),
        ["/vms/a", "/vms/b"]
    );
    assert_eq!(
        service.get("/vms").send().await.paths(),
        ["/vms/a", "/vms/b"],
        "D-84"
    );
    assert_eq!(
        service.get("/").send().await.paths(),
        ["/vms/a", "/vms/b", n.as_str()]
    );
    let list = service
        .get("/")
        .accept("text/uri-list")
        .send()
        .await
        .paths();
    assert!(list.contains(&"/compute/".to_owned()) && list.contains(&"/vms/a".to_owned()));
    let json = service.get("/").in_json().send().await.json();
    assert_eq!(json["resources"].as_array().unwrap().len(), 3);
    assert_eq!(json["links"], json!([]));
    let category = format!("compute; scheme=\"{INFRA}\"; class=\"kind\"");
    let filtered = service
        .get("/")
        .header("category", &category)
        .send()
        .await
        .paths();
    assert_eq!(filtered, ["/vms/a", "/vms/b"]);
    // Above locations of categories, with nothing stored.
    service.get("/mixin/").send().await.expect(200);
    let reply = service.post("/vms/").json(&body).send().await.expect(405);
    assert_eq!(reply.header("allow"), "GET, HEAD, DELETE, OPTIONS");
}

#[tokio::test]
async fn filters_by_value_and_category() {
    // D-101, HTTP-049 to HTTP-054, CORE-059
    let service = service();
    let a = create(
        &service,
        "/compute/",
        "compute",
        json!({ "occi.core.title": "a", "occi.compute.memory": 2.0 }),
    )
    .await;
    let b = create(
        &service,
        "/compute/",
        "compute",
        json!({ "occi.core.title": "b", "occi.compute.memory": 2.0 }),
    )
    .await;
    let find = |filter: &str| {
        service
            .get("/compute/")
            .header("x-occi-attribute", filter)
            .send()
    };
    assert_eq!(find("occi.core.title=\"a\"").await.paths(), [a.as_str()]);
    assert_eq!(
        find("occi.compute.memory=2").await.paths().len(),
        2,
        "2 equals 2.0"
    );
    assert_eq!(
        find("occi.compute.memory=2.0, occi.core.title=\"b\"")
            .await
            .paths(),
        [b.as_str()]
    );
    assert!(
        find("occi.core.title=\"A\"")
            .await
            .expect(200)
            .text()
            .is_empty()
    );
    assert!(
        find("occi.compute.hostname=\"x\"")
            .await
            .expect(200)
            .text()
            .is_empty()
    );
    find("occi.compute.nosuch=1").await.expect(400);
    find("occi.compute.memory=").await.expect(400);
    let id = read(&service, &b).await["id"].as_str().unwrap().to_owned();
    assert_eq!(
        find(&format!("occi.core.id=\"{id}\"")).await.paths(),
        [b.as_str()]
    );
    // Every rendering is filtered.
    let json = service
        .get("/compute/")
        .header("x-occi-attribute", "occi.core.title=\"a\"")
        .in_json()
        .send()
        .await
        .json();
    assert_eq!(json["resources"].as_array().unwrap().len(), 1);
    let category = |id: &str| {
        let (scheme, term) = id.split_at(id.rfind('#').unwrap() + 1);
        service
            .get("/compute/")
            .header("category", &format!("{term}; scheme=\"{scheme}\""))
            .in_json()
            .send()
    };
    category("http://a.example/#none")
        .await
        .refused(404, "unknown-category");
    let of_kind = category(&kind("compute")).await.expect(200).json();
    assert_eq!(of_kind["resources"].as_array().unwrap().len(), 2);
    let mixin = category(&kind("os_tpl")).await.expect(200).json();
    assert_eq!(mixin, json!({ "resources": [] }));
    let other = category(&kind("network")).await.expect(200).json();
    assert_eq!(other, json!({ "resources": [] }));
}

#[tokio::test]
async fn links_are_found_by_their_ends() {
    // D-18, D-101
    let service = service();
    let (c, n) = (compute(&service).await, network(&service).await);
    let link = interface(&service, &c, &n).await;
    for target in [n.clone(), format!("http://test.example:80{n}")] {
        let filter = format!("occi.core.target=\"{target}\"");
        let found = service
            .get("/link/")
            .header("x-occi-attribute", &filter)
            .send()
            .await;
        assert_eq!(found.paths(), [link.as_str()]);
    }
}

#[tokio::test]
async fn pages_part_a_collection() {
    // D-102, HTTP-040 to HTTP-044
    let service = service();
    let mut all = Vec::new();
    for _ in 0..5 {
        all.push(compute(&service).await);
    }
    let page = |query: &str| service.get(&format!("/compute/?{query}")).send();
    assert_eq!(page("page=1&number=2").await.paths(), all[..2]);
    assert_eq!(page("number=2;page=2").await.paths(), all[2..4]);
    assert_eq!(page("page=3&number=2").await.paths(), all[4..]);
    assert!(
        page("page=1000&number=100")
            .await
            .expect(200)
            .text()
            .is_empty()
    );
    assert_eq!(page("number=3").await.paths(), all[..3]);
    assert_eq!(page("page=1").await.paths(), all);
    for bad in [
        "page=0", "page=-1", "number=0", "page=x", "number=", "page=1.5",
    ] {
        page(bad).await.expect(400);
    }
    page("page=1&number=1001").await.expect(413);
    page("page=1&number=100000000000000000000000")
        .await
        .expect(413);
    // Filter first, then page.
    let named = json!({ "title": "x" });
    service.post(&all[3]).json(&named).send().await.expect(200);
    let filtered = service
        .get("/compute/?page=1&number=1")
        .header("x-occi-attribute", "occi.core.title=\"x\"")
        .send();
    assert_eq!(filtered.await.paths(), all[3..4]);
}
