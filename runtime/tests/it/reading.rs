//! Reading of instances, in every rendering (D.10, D.5).

use serde_json::json;

use crate::support::*;

#[tokio::test]
async fn every_rendering_tells_the_same() {
    // HTTP-014, HTTP-076, HTTP-077, HTTP-154, CORE-068 to CORE-070
    let service = service();
    let attributes =
        json!({ "occi.compute.cores": 2, "occi.compute.memory": 4.0, "occi.core.title": "a" });
    let path = create(&service, "/compute/", "compute", attributes).await;
    let get = |media: &str| service.get(&path).accept(media).send();
    let plain = get("text/plain").await.expect(200);
    assert_eq!(plain.header("content-type"), "text/plain; charset=utf-8");
    assert!(plain.text().contains("occi.compute.memory=4.0"), "D-59");
    let named = get("text/occi+plain").await.expect(200);
    assert_eq!(named.text(), plain.text());
    let occi = get("text/occi").await.expect(200);
    assert_eq!(occi.text(), "OK");
    assert!(
        occi.header("x-occi-attribute")
            .contains("occi.compute.cores=2")
    );
    let json = get("application/occi+json").await.expect(200);
    assert_eq!(json.header("content-type"), "application/occi+json");
    assert_eq!(json.json()["attributes"]["occi.compute.memory"], 4.0);
    assert_eq!(json.json()["title"], "a", "D-76");
    let common = get("application/json").await.expect(200);
    assert_eq!(common.header("content-type"), "application/json", "D-50");
    assert_eq!(common.json(), json.json());
}

#[tokio::test]
async fn negotiation_follows_quality_and_defaults_to_text() {
    // D-88, D-91, HTTP-152, HTTP-153
    let service = service();
    let path = compute(&service).await;
    let cases = [
        ("*/*", "text/plain; charset=utf-8"),
        (
            "text/plain;q=0.1, application/occi+json",
            "application/occi+json",
        ),
        ("application/*", "application/occi+json"),
        ("image/png, text/occi;q=0.2", "text/occi; charset=utf-8"),
        (
            "text/uri-list, text/plain;q=0.5",
            "text/plain; charset=utf-8",
        ),
    ];
    for (accept, media) in cases {
        let reply = service.get(&path).accept(accept).send().await.expect(200);
        assert_eq!(reply.header("content-type"), media, "{accept}");
    }
    let none = service.get(&path).send().await.expect(200);
    assert_eq!(none.header("content-type"), "text/plain; charset=utf-8");
}

#[tokio::test]
async fn what_cannot_be_written_is_406_and_a_list_of_one_400() {
    // HTTP-032, HTTP-012, D.5
    let service = service();
    let path = compute(&service).await;
    for place in [path.as_str(), "/-/", "/compute/"] {
        let reply = service
            .get(place)
            .accept("image/png")
            .send()
            .await
            .expect(406);
        assert!(reply.header("accept").contains("text/plain"));
        assert_eq!(reply.header("content-type"), "text/plain; charset=utf-8");
    }
    for place in [path.as_str(), "/-/"] {
        let reply = service.get(place).accept("text/uri-list").send().await;
        reply.expect(400);
    }
    let body = json!({ "kind": kind("compute") });
    let create = service
        .post("/compute/")
        .accept("text/uri-list")
        .json(&body);
    create.send().await.expect(400);
    assert_eq!(
        service.get("/compute/").send().await.paths().len(),
        1,
        "nothing was created"
    );
    service
        .get("/compute/")
        .accept("text/uri-list")
        .send()
        .await
        .expect(200);
}

#[tokio::test]
async fn a_rendering_too_large_for_headers_is_406() {
    // D-66, HTTP-033
    let service = service();
    let attributes = json!({ "occi.core.summary": "x".repeat(70 * 1024) });
    let path = create(&service, "/compute/", "compute", attributes).await;
    let reply = service
        .get(&path)
        .accept("text/occi")
        .send()
        .await
        .expect(406);
    assert!(reply.text().contains("text/plain"));
    service
        .get(&path)
        .accept("text/plain")
        .send()
        .await
        .expect(200);
    // Who takes another type, too, gets that (D-91).
    for (accept, expected) in [
        ("text/occi, text/plain;q=0.2", "text/plain"),
        ("text/occi, image/png, */*;q=0.1", "text/plain"),
        ("text/occi, application/*;q=0.1", "application/occi+json"),
    ] {
        let reply = service.get(&path).accept(accept).send().await.expect(200);
        let found = reply.header("content-type");
        assert!(found.starts_with(expected), "{accept}: {found}");
    }
    let refused = service.get(&path).accept("text/occi, image/png");
    refused.send().await.expect(406);
}

#[tokio::test]
async fn strings_cannot_break_out_of_a_rendering() {
    // D-67, B.9
    let service = service();
    let hostile = "a\"; x=\"b, c\\\r\nX-OCCI-Attribute: occi.compute.cores=99\u{1F600}";
    let attributes = json!({ "occi.core.title": hostile });
    let path = create(&service, "/compute/", "compute", attributes).await;
    assert_eq!(read(&service, &path).await["title"], hostile);
    let text = service.get(&path).send().await;
    if text.status() == 200 {
        let forged = text
            .text()
            .lines()
            .any(|line| line == "X-OCCI-Attribute: occi.compute.cores=99");
        assert!(!forged, "{}", text.text());
    }
    let header = service.get(&path).accept("text/occi").send().await;
    if header.status() == 200 {
        assert!(!header.0.headers().contains_key("occi.compute.cores"));
    }
}

#[tokio::test]
async fn paths_are_what_they_are() {
    // D-84, D-103, HTTP-028, HTTP-080
    let service = service();
    let path = compute(&service).await;
    assert!(!path.ends_with('/'));
    service
        .get(&format!("{path}/"))
        .in_json()
        .send()
        .await
        .refused(404, "not-found");
    service
        .get("/no-such-thing")
        .in_json()
        .send()
        .await
        .refused(404, "not-found");
    service
        .get("/compute/none")
        .in_json()
        .send()
        .await
        .refused(404, "not-found");
    service.get("/compute").send().await.expect(200);
    service.get("/-").send().await.expect(200);
}

#[tokio::test]
async fn head_is_get_without_body() {
    // D-86
    let service = service();
    let path = compute(&service).await;
    let get = service.get(&path).send().await;
    let head = service
        .ask(http::Method::HEAD, &path)
        .send()
        .await
        .expect(200);
    assert!(head.0.body().is_empty());
    assert_eq!(
        head.header("content-length"),
        get.0.body().len().to_string()
    );
    assert_eq!(head.header("content-type"), get.header("content-type"));
}
