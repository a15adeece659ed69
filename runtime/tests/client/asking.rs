//! What requests of a client look like on the wire, whatever is asked.

use futures_util::TryStreamExt as _;
use http::StatusCode;
use occi::{
    CategoryId, Instance, LinkInstance,
    client::{Client, ClientError, Filter, Rendering},
    typed::{Entity as _, category},
};
use occi_model::AttributeName;

use crate::{
    cloud::{Compute, ComputePatch, ComputeStop, NewCompute},
    fake::{Fake, Reply, json_compute, text_compute},
};

fn id(text: &str) -> CategoryId {
    CategoryId::parse(text).unwrap()
}

fn name(text: &str) -> AttributeName {
    AttributeName::new(text).unwrap()
}

/// Uses everything that a client has.
async fn used(client: &Client) {
    let vm: Compute = client.get("/vm/1").await.unwrap();
    client.create(NewCompute::default()).await.unwrap();
    client.update(&vm, ComputePatch::default()).await.unwrap();
    client.act(&vm, ComputeStop { method: None }).await.unwrap();
    client.list_all::<Compute>().await.unwrap();
    let filter = Filter::new().attribute(name("occi.compute.cores"), 2);
    client
        .find::<Compute>(filter)
        .try_collect::<Vec<_>>()
        .await
        .unwrap();
    client.namespace("/vm").await.unwrap();
    let tag = client.tag_of("alice", "blue").unwrap();
    client.define_tag(&tag, None, None).await.unwrap();
    client.remove_tag(&tag).await.unwrap();
    client.delete(&vm).await.unwrap();
}

async fn cloud(fake: Fake, text: bool) -> Fake {
    let vm = |state| {
        if text {
            Reply::text(text_compute("1", state))
        } else {
            Reply::json(json_compute("1", state)).header("location", "/vm/1")
        }
    };
    let list = if text {
        Reply::text("X-OCCI-Location: /vm/1\r\n")
    } else {
        Reply::json(format!(
            "{{\"resources\": [{}]}}",
            json_compute("1", "active")
        ))
    };
    fake.on("GET /vm/1", vm("active"))
        .await
        .on("POST /vm/1", vm("active"))
        .await
        .on("POST /vm/1?action=stop", vm("inactive"))
        .await
        .on("DELETE /vm/1", Reply::text("OK"))
        .await
        .on(
            "POST /vm/",
            vm("inactive").status(201).header("location", "/vm/1"),
        )
        .await
        .on("GET /vm/?page=1&number=100", list)
        .await
        .on(
            "GET /vm/?page=1&number=100 text/uri-list",
            Reply::new(200, "text/uri-list", "/vm/1\r\n"),
        )
        .await
        .on(
            "GET /vm/",
            Reply::new(200, "text/uri-list", "/vm/1\r\n/vm/2\r\n"),
        )
        .await
        .on("POST /-/", Reply::text("OK"))
        .await
        .on("DELETE /-/", Reply::text("OK"))
        .await
}

#[tokio::test]
async fn every_request_names_its_types_and_its_version() {
    // HTTP-008 to HTTP-011, HTTP-147, HTTP-151
    for text in [false, true] {
        let fake = if text {
            Fake::start_text().await
        } else {
            Fake::start().await
        };
        let fake = cloud(fake, text).await;
        used(&fake.client()).await;
        let seen = fake.seen();
        assert!(seen.len() > 10);
        for seen in &seen {
            assert_ne!(seen.header("accept"), "", "{}", seen.line);
            let typed = !seen.header("content-type").is_empty();
            assert!(typed || seen.body.is_empty(), "{}", seen.line);
            let version = seen
                .header("user-agent")
                .split(' ')
                .find(|word| word.starts_with("OCCI/"));
            assert!(
                matches!(version, Some("OCCI/1.2")),
                "{}",
                seen.header("user-agent")
            );
            let (_, path) = seen.line.split_once(' ').unwrap();
            let path = path.split('?').next().unwrap();
            assert!(
                path.ends_with('/') || path.starts_with("/vm/1"),
                "{}",
                seen.line
            );
        }
        assert_eq!(fake.last("GET /vm/").header("accept"), "text/uri-list");
    }
}

#[tokio::test]
async fn the_namespace_is_a_list_of_locations() {
    // HTTP-147
    let fake = cloud(Fake::start().await, false).await;
    let all = fake.client().namespace("/vm/").await.unwrap();
    assert_eq!(all, ["/vm/1", "/vm/2"]);
}

#[tokio::test]
async fn a_creation_names_the_kind_once_and_any_mixins() {
    // CORE-048, CORE-050, HTTP-115, HTTP-116, HTTP-118
    let blue = id("http://tags.example.org/a#blue");
    for text in [false, true] {
        let fake = if text {
            Fake::start_text().await
        } else {
            Fake::start().await
        };
        let fake = cloud(fake, text).await;
        let mut new = Instance::new(category(Compute::KIND));
        new.mixins.push(blue.clone());
        fake.client().create_instance(new).await.unwrap();
        let body = fake.last("POST /vm/").body;
        if text {
            let categories: Vec<&str> = body
                .lines()
                .filter(|l| l.starts_with("Category: "))
                .collect();
            assert_eq!(
                categories,
                [
                    "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"",
                    "Category: blue; scheme=\"http://tags.example.org/a#\"; class=\"mixin\"",
                ]
            );
        } else {
            let sent: serde_json::Value = serde_json::from_str(&body).unwrap();
            assert_eq!(sent["kind"], Compute::KIND);
            assert_eq!(sent["mixins"], serde_json::json!([blue.as_str()]));
        }
    }
}

#[tokio::test]
async fn a_link_creation_names_both_ends_and_an_inline_link_has_no_self() {
    // HTTP-127, HTTP-130
    let fake = cloud(Fake::start_text().await, true).await;
    let link = || {
        let mut link = Instance::new(category("http://schemas.ogf.org/occi/core#link"));
        link.attributes
            .insert(name("occi.core.source"), "/vm/1".into());
        link.attributes
            .insert(name("occi.core.target"), "/vm/2".into());
        link
    };
    let _ = fake.client().update_instance("/vm/1", link()).await;
    let body = fake.last("POST /vm/1").body;
    for part in [
        "core#\"; class=\"kind\"",
        "occi.core.source=\"/vm/1\"",
        "occi.core.target=\"/vm/2\"",
    ] {
        assert!(body.contains(part), "{body}");
    }
    let mut new = Instance::new(category(Compute::KIND));
    new.links.push(LinkInstance {
        target: "/vm/2".to_owned(),
        target_kind: None,
        link: link(),
    });
    fake.client().create_instance(new).await.unwrap();
    let body = fake.last("POST /vm/").body;
    assert!(
        body.contains("Link: </vm/2>;") && !body.contains("self="),
        "{body}"
    );
}

#[tokio::test]
async fn each_status_is_a_result_of_its_own() {
    // HTTP-020
    for status in [
        200, 201, 204, 400, 401, 403, 404, 405, 406, 409, 413, 500, 501, 503,
    ] {
        let fake = Fake::start().await;
        let body = if status == 204 {
            String::new()
        } else {
            json_compute("1", "active")
        };
        let reply = Reply::json(body).status(status);
        let fake = fake
            .on("DELETE /vm/1", reply.clone())
            .await
            .on("GET /vm/1", reply)
            .await;
        let client = fake.builder().retries(0).build().unwrap();
        let result = client.delete_at("/vm/1").await;
        match result {
            Ok(()) => assert!(status < 300, "{status}"),
            Err(ClientError::Status { status: found, .. }) => assert_eq!(found.as_u16(), status),
            Err(other) => panic!("{status}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn filters_travel_in_header_fields() {
    // HTTP-055, HTTP-056, HTTP-162
    for rendering in [Rendering::Json, Rendering::Text] {
        let fake = match rendering {
            Rendering::Text => cloud(Fake::start_text().await, true).await,
            _ => cloud(Fake::start().await, false).await,
        };
        let client = fake.builder().rendering(rendering).build().unwrap();
        let filter = Filter::new()
            // The category of the path says nothing there.
            .category(category(Compute::KIND))
            .category(id("http://tags.example.org/a#blue"))
            .attribute(name("occi.compute.cores"), 2)
            .attribute(name("occi.core.title"), "a, \"b\"");
        let found: Vec<Compute> = client.find(filter).try_collect().await.unwrap();
        assert_eq!(found.len(), 1);
        let seen = fake.last("GET /vm/?page=1&number=100");
        assert_eq!(seen.body, "");
        assert_eq!(
            seen.header("category"),
            "blue; scheme=\"http://tags.example.org/a#\"; class=\"kind\""
        );
        assert_eq!(
            seen.header("x-occi-attribute"),
            "occi.compute.cores=2, occi.core.title=\"a, \\\"b\\\"\""
        );
    }
    // With nothing else to ask for, nothing is sent.
    let fake = cloud(Fake::start().await, false).await;
    let filter = Filter::new().category(category(Compute::KIND));
    fake.client()
        .find::<Compute>(filter)
        .try_collect::<Vec<_>>()
        .await
        .unwrap();
    let seen = fake.last("GET /vm/?page=1&number=100");
    assert_eq!(
        (seen.header("category"), seen.header("content-type")),
        ("", "")
    );
}

#[tokio::test]
async fn mixins_of_users_are_described_in_full() {
    // CORE-084, HTTP-063, HTTP-065, HTTP-071
    for text in [false, true] {
        let fake = if text {
            Fake::start_text().await
        } else {
            Fake::start().await
        };
        let fake = cloud(fake, text).await;
        let client = fake.client();
        let tag = client.tag_of("alice b", "blue").unwrap();
        assert_eq!(tag.scheme(), format!("{}/tags/alice%20b#", fake.url));
        assert_ne!(tag, client.tag_of("bob", "blue").unwrap());
        client.tag_of("bob", "b l u e").unwrap_err();
        client
            .define_tag(&tag, Some("Blue"), text.then_some("/blue/"))
            .await
            .unwrap();
        client.remove_tag(&tag).await.unwrap();
        for line in ["POST /-/", "DELETE /-/"] {
            let body = fake.last(line).body;
            for part in ["blue", tag.scheme()] {
                assert!(body.contains(part), "{line}: {body}");
            }
        }
        // A server of 1.1 is told a location, whoever chooses it.
        client.define_tag(&tag, None, None).await.unwrap();
        let body = fake.last("POST /-/").body;
        assert_eq!(body.contains("location=\"/mixins/blue/\""), text, "{body}");
    }
}

#[tokio::test]
async fn an_id_is_only_compared() {
    // CORE-066
    let odd = json_compute("1", "active").replace("urn:uuid:1", "tag:x,2016:any/thing?at#all");
    let fake = Fake::start().await.on("GET /vm/1", Reply::json(odd)).await;
    let vm: Compute = fake.client().get("/vm/1").await.unwrap();
    assert_eq!(vm.id.as_str(), "tag:x,2016:any/thing?at#all");
}

#[tokio::test]
async fn both_forms_of_lists_are_read() {
    // TXT-011
    let fields = [
        (
            "category",
            "compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"",
        ),
        (
            "category",
            "blue; scheme=\"http://tags.example.org/a#\"; class=\"mixin\"",
        ),
        ("x-occi-attribute", "occi.core.id=\"urn:uuid:1\""),
        ("x-occi-attribute", "occi.core.title=\"a, b\""),
        ("x-occi-attribute", "occi.compute.state=\"active\""),
    ];
    let several = fields.iter().fold(
        Reply::new(200, "text/occi", "OK"),
        |reply, (name, value)| reply.header(name, *value),
    );
    let joined = |wanted: &str| {
        let values = fields.iter().filter(|(name, _)| *name == wanted);
        values
            .map(|(_, value)| *value)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let one = Reply::new(200, "text/occi", "OK")
        .header("category", joined("category"))
        .header("x-occi-attribute", joined("x-occi-attribute"));
    let mut read = Vec::new();
    for reply in [several, one] {
        let fake = Fake::start_text().await.on("GET /vm/1", reply).await;
        read.push(fake.client().get_instance("/vm/1").await.unwrap());
    }
    assert_eq!(read[0], read[1]);
    assert_eq!(read[0].attributes["occi.core.title"].as_str(), Some("a, b"));
    assert_eq!(read[0].mixins.len(), 1);
}

#[tokio::test]
async fn a_change_is_made_of_what_was_read() {
    // HTTP-097; RFC 9110 13.1.1
    let tagged = |tag: &str| Reply::json(json_compute("1", "active")).header("etag", tag);
    let fake = Fake::start()
        .await
        .on("GET /vm/1", vec![tagged("\"a\""), tagged("\"b\"")])
        .await
        .on(
            "POST /vm/1",
            vec![Reply::text("changed").status(412), tagged("\"c\"")],
        )
        .await;
    let client = fake.client();
    let mut looks = 0;
    client
        .modify("/vm/1", |current| {
            looks += 1;
            let mut changes = Instance::new(current.kind.clone());
            changes
                .attributes
                .insert(name("occi.core.title"), format!("{looks}").into());
            changes
        })
        .await
        .unwrap();
    assert_eq!(
        fake.lines(),
        [
            "GET /-/",
            "GET /vm/1",
            "POST /vm/1",
            "GET /vm/1",
            "POST /vm/1"
        ]
    );
    let last = fake.last("POST /vm/1");
    assert_eq!(last.header("if-match"), "\"b\"");
    assert!(last.body.contains("\"title\":\"2\""), "{}", last.body);
}

#[tokio::test]
async fn what_is_outdated_is_told() {
    let fake = Fake::start()
        .await
        .on(
            "GET /vm/1",
            Reply::json(json_compute("1", "active")).header("etag", "\"a\""),
        )
        .await
        .on("DELETE /vm/1", Reply::text("changed").status(412))
        .await
        .on("PUT /vm/1", Reply::text("changed").status(412))
        .await;
    let client = fake.client();
    let (vm, version) = client.get_versioned("/vm/1").await.unwrap();
    let version = version.unwrap();
    let error = client.delete_if("/vm/1", &version).await.unwrap_err();
    assert!(error.is_outdated());
    assert_eq!(error.status(), Some(StatusCode::PRECONDITION_FAILED));
    let error = client.replace_if("/vm/1", &version, vm).await.unwrap_err();
    assert!(error.is_outdated());
    assert_eq!(
        fake.last("DELETE /vm/1").header("if-match"),
        version.as_str()
    );
    assert_eq!(fake.last("PUT /vm/1").header("if-match"), version.as_str());
}
