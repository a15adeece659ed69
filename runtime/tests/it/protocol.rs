//! What holds for every request: versions, methods, media types, errors (D.2 to D.5, D.12).

use http::Method;
use occi::server::Service;
use occi_model::Profile;
use serde_json::json;

use crate::support::*;

#[tokio::test]
async fn every_answer_names_the_versions() {
    // HTTP-015 to HTTP-017, D-87
    let service = Service::builder(infrastructure())
        .product("my-cloud/0.1.0")
        .build()
        .unwrap();
    let body = json!({ "kind": kind("compute") });
    let replies = [
        service.get("/-/").send().await.expect(200),
        service
            .post("/compute/")
            .json(&body)
            .send()
            .await
            .expect(201),
        service
            .post("/compute/")
            .plain("nonsense")
            .send()
            .await
            .expect(400),
        service.get("/none").send().await.expect(404),
        service.put("/-/").send().await.expect(405),
        service
            .get("/-/")
            .accept("image/png")
            .send()
            .await
            .expect(406),
    ];
    for reply in replies {
        assert_eq!(reply.header("server"), "my-cloud/0.1.0 OCCI/1.2 OCCI/1.1");
        assert_ne!(reply.header("content-type"), "", "HTTP-014");
    }
    for (profile, token) in [(Profile::V1_1, "OCCI/1.1"), (Profile::V1_2, "OCCI/1.2")] {
        let service = Service::builder(compiled("infrastructure.occi", profile))
            .build()
            .unwrap();
        let reply = service.get("/-/").send().await;
        assert!(reply.header("server").ends_with(&format!(" {token}")));
    }
}

#[tokio::test]
async fn higher_versions_are_501_and_change_nothing() {
    // D-87, HTTP-018, HTTP-019, CMP-008
    let service = service();
    let body = json!({ "kind": kind("compute") });
    let with = |agent: &str| {
        service
            .post("/compute/")
            .header("user-agent", agent)
            .json(&body)
            .send()
    };
    with("probe OCCI/99.0")
        .await
        .refused(501, "version-not-supported");
    with("probe OCCI/1.10")
        .await
        .refused(501, "version-not-supported");
    assert!(service.get("/compute/").send().await.text().is_empty());
    for fine in [
        "probe OCCI/1.1",
        "probe OCCI/1.2",
        "probe OCCI-CRTP/9.0",
        "probe",
    ] {
        with(fine).await.expect(201);
    }
}

#[tokio::test]
async fn methods_that_a_path_lacks_are_405_and_name_the_others() {
    // D.2, D-86, HTTP-030, HTTP-031, HTTP-039
    let service = service();
    let entity = compute(&service).await;
    service
        .put("/vms/a")
        .json(&json!({ "kind": kind("compute") }))
        .send()
        .await
        .expect(201);
    let cases = [
        (
            "/-/",
            "GET, HEAD, POST, DELETE, OPTIONS",
            vec!["PUT", "PATCH"],
        ),
        (
            entity.as_str(),
            "GET, HEAD, POST, PUT, DELETE, OPTIONS",
            vec!["PATCH", "TRACE"],
        ),
        (
            "/compute/",
            "GET, HEAD, POST, DELETE, OPTIONS",
            vec!["PUT", "PATCH"],
        ),
        (
            "/mixin/os_tpl/",
            "GET, HEAD, POST, PUT, DELETE, OPTIONS",
            vec!["PATCH"],
        ),
        ("/", "GET, HEAD, POST, DELETE, OPTIONS", vec!["PUT"]),
        ("/vms/", "GET, HEAD, DELETE, OPTIONS", vec!["PUT", "POST"]),
    ];
    for (path, allow, refused) in cases {
        let options = service.ask(Method::OPTIONS, path).send().await.expect(200);
        assert_eq!(options.header("allow"), allow, "{path}");
        for method in refused {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let reply = service
                .ask(method, path)
                .plain("x")
                .send()
                .await
                .expect(405);
            assert_eq!(reply.header("allow"), allow, "{path}");
        }
    }
}

#[tokio::test]
async fn unknown_content_is_415_and_content_without_type_400() {
    // D-89, D-90
    let service = service();
    let xml = service
        .post("/compute/")
        .body("application/xml", "<a/>")
        .in_json()
        .send()
        .await;
    let xml = xml.refused(415, "unsupported-media-type");
    assert!(xml.header("accept").contains("application/occi+json"));
    let mut bare = service.post("/compute/").in_json();
    bare = bare.body("text/plain", "Category: x");
    bare.without("content-type")
        .send()
        .await
        .refused(400, "missing-content-type");
}

#[tokio::test]
async fn errors_speak_the_language_of_the_request() {
    // D-81, D-113
    let service = service();
    let get = |media: &str| service.get("/none").accept(media).send();
    let json = get("application/occi+json").await.expect(404).json();
    assert_eq!(json["error"]["status"], 404);
    assert_eq!(json["error"]["code"], "not-found");
    assert!(json["error"]["message"].as_str().unwrap().contains("/none"));
    let plain = get("text/plain").await.expect(404);
    assert!(plain.text().contains("/none"));
    let occi = get("text/occi").await.expect(404);
    assert!(occi.header("x-occi-error").contains("/none"));
    assert!(occi.text().contains("/none"));
    let list = get("text/uri-list").await.expect(404);
    assert_eq!(list.header("content-type"), "text/plain; charset=utf-8");
}

#[tokio::test]
async fn large_bodies_are_413() {
    let service = Service::builder(infrastructure())
        .body_limit(100)
        .build()
        .unwrap();
    let body = json!({ "kind": kind("compute"), "title": "x".repeat(100) });
    let reply = service.post("/compute/").json(&body).send().await;
    reply.refused(413, "content-too-large");
    service
        .post("/compute/")
        .json(&json!({ "kind": kind("compute") }))
        .send()
        .await
        .expect(201);
}

#[tokio::test]
async fn urls_start_as_the_client_addressed_us_or_as_configured() {
    let host = service();
    let body = json!({ "kind": kind("compute") });
    let reply = host.post("/compute/").json(&body).send().await.expect(201);
    assert!(
        reply
            .header("location")
            .starts_with("http://test.example:80/compute/")
    );
    let fixed = Service::builder(infrastructure())
        .base_url("https://cloud.example/")
        .build()
        .unwrap();
    let reply = fixed.post("/compute/").json(&body).send().await.expect(201);
    assert!(
        reply
            .header("location")
            .starts_with("https://cloud.example/compute/")
    );
    // A host that could break out of a header or a string is not repeated.
    let odd = service()
        .post("/compute/")
        .without("host")
        .header("host", "a\"b,c")
        .json(&body);
    assert!(
        odd.send()
            .await
            .expect(201)
            .header("location")
            .starts_with("http://localhost/compute/")
    );
}

#[test]
fn faulty_setups_are_told() {
    let builder = || Service::builder(infrastructure());
    let unknown = builder()
        .handler("http://a.example/#b", occi::server::DefaultHandler)
        .build();
    assert!(
        unknown
            .unwrap_err()
            .to_string()
            .contains("http://a.example/#b")
    );
    for url in [
        "cloud.example",
        "ftp://a",
        "http://a/b",
        "http://a?b",
        "http://u@a",
        "",
    ] {
        let error = builder().base_url(url).build().unwrap_err();
        assert!(error.to_string().contains("https://host:port"), "{url}");
    }
    builder().product("a\nb").build().unwrap_err();
}
