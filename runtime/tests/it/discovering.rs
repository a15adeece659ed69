//! The query interface (D.6).

use occi::server::Service;
use occi_model::Profile;
use serde_json::json;

use crate::support::*;

const TAG: &str = "http://tags.example.org/alice#";
const BLUE: &str = r#"Category: blue; scheme="http://tags.example.org/alice#"; class="mixin"; title="Blue"; location="/blue/""#;

fn terms(reply: &Reply) -> Vec<String> {
    reply
        .text()
        .lines()
        .filter_map(|line| {
            let rest = line.strip_prefix("Category: ")?;
            rest.split(';').next().map(str::to_owned)
        })
        .collect()
}

#[tokio::test]
async fn both_paths_show_the_same_octets_in_every_rendering() {
    // HTTP-057 to HTTP-061, CMP-001, CMP-003, CMP-004, B.10 rule 11
    let service = service();
    for media in [
        "text/plain",
        "text/occi",
        "application/occi+json",
        "application/json",
        "text/occi+plain",
    ] {
        let one = service.get("/-/").accept(media).send().await.expect(200);
        let path = "/.well-known/org/ogf/occi/-/";
        let other = service.get(path).accept(media).send().await.expect(200);
        assert!(one.header("content-type").starts_with(media));
        assert_eq!(one.0.body(), other.0.body());
        assert_eq!(one.0.headers(), other.0.headers());
        assert!(one.header("accept").contains("text/uri-list"), "HTTP-012");
    }
    let text = service.get("/-/").send().await;
    assert_eq!(terms(&text)[..4], ["entity", "resource", "link", "compute"]);
    assert_eq!(terms(&text).len(), 8 + 6 + 12, "D-120");
    let json = service.get("/-/").in_json().send().await.json();
    assert_eq!(json["kinds"].as_array().unwrap().len(), 8);
    assert_eq!(json["mixins"].as_array().unwrap().len(), 6);
    assert_eq!(json["actions"].as_array().unwrap().len(), 12);
    // The answer is the same when it comes from the cache.
    let again = service.get("/-/").in_json().send().await.json();
    assert_eq!(json, again);
}

#[tokio::test]
async fn core_alone_has_three_kinds() {
    // CORE-030, HTTP-003
    let model = compiled("core.occi", Profile::Union);
    let service = Service::builder(model).build().unwrap();
    let reply = service.get("/-/").send().await.expect(200);
    assert_eq!(terms(&reply), ["entity", "resource", "link"]);
    assert!(!reply.text().lines().next().unwrap().contains("location="));
}

#[tokio::test]
async fn filters_name_exactly_what_comes_back() {
    // D-92, HTTP-045 to HTTP-048
    let service = service();
    let category = |term| format!("{term}; scheme=\"{INFRA}\"; class=\"kind\"");
    let one = service.get("/-/").header("category", &category("compute"));
    assert_eq!(terms(&one.send().await.expect(200)), ["compute"]);
    let both = format!("{}, {}", category("storage"), category("compute"));
    let two = service
        .get("/-/")
        .header("category", &both)
        .in_json()
        .send()
        .await;
    let json = two.expect(200).json();
    assert_eq!(json["kinds"].as_array().unwrap().len(), 2);
    assert_eq!(json["mixins"], json!([]), "D-71");
    let unknown = service
        .get("/-/")
        .header("category", &category("nothing"))
        .in_json();
    unknown.send().await.refused(404, "unknown-category");
    service
        .get("/-/")
        .header("category", "compute; scheme=")
        .send()
        .await
        .expect(400);
}

#[tokio::test]
async fn categories_come_in_pages() {
    // D-102
    let service = service();
    let page = |n| service.get(&format!("/-/?page={n}&number=10")).send();
    let mut all = Vec::new();
    for n in 1..=4 {
        all.extend(terms(&page(n).await.expect(200)));
    }
    assert_eq!(all, terms(&service.get("/-/").send().await));
    assert_eq!(terms(&page(3).await).len(), 6);
}

#[tokio::test]
async fn users_add_and_remove_mixins() {
    // D-25, D-93, HTTP-059, HTTP-062, HTTP-066, HTTP-067, HTTP-070, HTTP-072, CORE-083
    let service = service();
    let added = service.post("/-/").plain(BLUE).send().await.expect(200);
    assert_eq!(terms(&added), ["blue"]);
    let shown = service.get("/-/").send().await;
    assert_eq!(terms(&shown).last().unwrap(), "blue");
    assert!(shown.text().contains(r#"title="Blue"; location="/blue/""#));
    let json = service.get("/-/").in_json().send().await.json();
    assert_eq!(json["mixins"][6]["location"], "/blue/");
    assert!(
        service
            .get("/blue/")
            .send()
            .await
            .expect(200)
            .text()
            .is_empty()
    );
    // The other path works for all verbs.
    let well_known = "/.well-known/org/ogf/occi/-/";
    service
        .delete(well_known)
        .plain(BLUE)
        .send()
        .await
        .expect(200);
    service.get("/blue/").send().await.expect(404);
    assert!(!terms(&service.get("/-/").send().await).contains(&"blue".to_owned()));
    service
        .delete("/-/")
        .plain(BLUE)
        .in_json()
        .send()
        .await
        .refused(404, "unknown-category");
}

#[tokio::test]
async fn mixins_are_added_in_json_too() {
    // D-93, C.9
    let service = service();
    let mixin = json!({ "mixins": [{ "term": "red", "scheme": TAG, "location": "/red/", "title": "Red" }] });
    let added = service
        .post("/-/")
        .json(&mixin)
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(added["mixins"][0]["term"], "red");
    let by_header = format!("red; scheme=\"{TAG}\"; class=\"mixin\"");
    let shown = service
        .get("/-/")
        .header("category", &by_header)
        .send()
        .await;
    assert_eq!(terms(&shown.expect(200)), ["red"]);
    let gone = service
        .delete("/-/")
        .json(&json!([format!("{TAG}red")]))
        .send()
        .await;
    assert_eq!(gone.expect(200).json(), json!({}));
}

#[tokio::test]
async fn a_generated_location_is_free() {
    // D-93
    let service = service();
    for (scheme, place) in [
        ("http://a.example/#", "/mixins/x/"),
        ("http://b.example/#", "/mixins/x-2/"),
    ] {
        let body = format!("Category: x; scheme=\"{scheme}\"; class=\"mixin\"");
        let added = service.post("/-/").plain(&body).send().await.expect(200);
        assert!(
            added.text().contains(&format!("location=\"{place}\"")),
            "{}",
            added.text()
        );
    }
    // 1.1 wants a location.
    let model = compiled("infrastructure.occi", Profile::V1_1);
    let old = Service::builder(model).build().unwrap();
    let body = format!("Category: x; scheme=\"{TAG}\"; class=\"mixin\"");
    old.post("/-/")
        .plain(&body)
        .in_json()
        .send()
        .await
        .refused(400, "missing-location");
}

#[tokio::test]
async fn what_no_user_may_add_is_refused() {
    // D-93, HTTP-068, HTTP-069, HTTP-073
    let service = service();
    service.post("/-/").plain(BLUE).send().await.expect(200);
    let cases = [
        (BLUE.to_owned(), 409, "category-exists"),
        (
            BLUE.replace("Category: blue", "Category: green"),
            409,
            "location-taken",
        ),
        (
            BLUE.replace("Category: blue", "Category: green")
                .replace("/blue/", "/compute"),
            409,
            "location-taken",
        ),
        (
            BLUE.replace("Category: blue", "Category: green")
                .replace("/blue/", "/-/"),
            409,
            "location-taken",
        ),
        (BLUE.replace(TAG, INFRA), 403, "reserved-scheme"),
        (
            BLUE.replace("blue", "green")
                .replace("\"mixin\"", "\"kind\""),
            400,
            "not-a-mixin",
        ),
        (
            format!("{}; attributes=\"a.b\"", BLUE.replace("blue", "green")),
            400,
            "mixin-with-capabilities",
        ),
        (
            BLUE.replace("blue", "green").replace("/green/", "/a/../b/"),
            400,
            "invalid-location",
        ),
    ];
    for (body, status, code) in cases {
        let reply = service.post("/-/").plain(&body).in_json().send().await;
        reply.refused(status, code);
    }
    service
        .post("/-/")
        .in_json()
        .send()
        .await
        .refused(400, "missing-content");
    let provider = "Category: ipnetwork; scheme=\"http://schemas.ogf.org/occi/infrastructure/network#\"; class=\"mixin\"";
    service
        .delete("/-/")
        .plain(provider)
        .in_json()
        .send()
        .await
        .refused(403, "provider-category");
    // Two at once: all or none.
    let both = format!("{}\r\n{BLUE}", BLUE.replace("blue", "green"));
    service
        .post("/-/")
        .plain(&both)
        .in_json()
        .send()
        .await
        .refused(409, "category-exists");
    assert!(!terms(&service.get("/-/").send().await).contains(&"green".to_owned()));
}

#[tokio::test]
async fn a_related_mixin_counts_when_it_is_known() {
    // D-93
    let service = service();
    let known = format!("{BLUE}; rel=\"{INFRA}os_tpl\"");
    // The parameters of the standard stand in a fixed order.
    let known = known.replace("; location=\"/blue/\"", "") + "; location=\"/blue/\"";
    let added = service.post("/-/").plain(&known).send().await.expect(200);
    assert!(added.text().contains(&format!("rel=\"{INFRA}os_tpl\"")));
    let hint = BLUE.replace("blue", "green") + "; rel=\"http://nowhere.example/#thing\"";
    let added = service.post("/-/").plain(&hint).send().await.expect(200);
    assert!(added.text().contains("http://nowhere.example/#thing"));
    let strict = Service::builder(infrastructure())
        .strict(true)
        .build()
        .unwrap();
    let json = json!({ "mixins": [{ "term": "x", "scheme": TAG, "location": "/x/", "depends": ["http://nowhere.example/#thing"] }] });
    strict
        .post("/-/")
        .json(&json)
        .send()
        .await
        .refused(404, "unknown-category");
}

#[tokio::test]
async fn put_is_not_defined() {
    // HTTP-075, HTTP-030, HTTP-031
    let service = service();
    let reply = service.put("/-/").plain(BLUE).send().await.expect(405);
    assert_eq!(reply.header("allow"), "GET, HEAD, POST, DELETE, OPTIONS");
    assert_eq!(terms(&service.get("/-/").send().await).len(), 26);
}
