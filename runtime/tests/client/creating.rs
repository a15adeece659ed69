//! Creation, and the many ways in which servers answer it.

use occi::{Instance, client::ClientError, typed::category};

use crate::{
    cloud::{Compute, ComputeState, NewCompute},
    fake::{Fake, Reply, json_compute, text_compute},
};

fn new() -> NewCompute {
    NewCompute {
        title: Some("say \"hi\"".to_owned()),
        cores: Some(2),
        memory: Some(4.0),
        ..NewCompute::default()
    }
}

async fn create(fake: &Fake) -> Compute {
    let made = fake.client().create(new()).await.unwrap();
    assert_eq!(made.id.as_str(), "urn:uuid:1");
    assert_eq!(made.location, "/vm/1");
    assert_eq!(made.state, ComputeState::Inactive);
    made
}

#[tokio::test]
async fn the_request_goes_to_the_discovered_location_in_json() {
    let fake = Fake::start()
        .await
        .on(
            "POST /vm/",
            Reply::json(json_compute("1", "inactive"))
                .status(201)
                .header("location", "http://10.0.0.1/vm/1"),
        )
        .await;
    create(&fake).await;
    let request = fake.last("POST /vm/");
    assert_eq!(request.header("content-type"), "application/occi+json");
    let sent: serde_json::Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(
        sent,
        serde_json::json!({
            "kind": "http://schemas.ogf.org/occi/infrastructure#compute",
            "title": "say \"hi\"",
            "attributes": {"occi.compute.cores": 2, "occi.compute.memory": 4.0},
        })
    );
    assert_eq!(fake.lines(), ["GET /-/", "POST /vm/"]);
}

#[tokio::test]
async fn the_request_is_written_as_text_for_a_text_server() {
    let fake = Fake::start_text()
        .await
        .on(
            "POST /vm/",
            Reply::text(text_compute("1", "inactive"))
                .status(201)
                .header("location", "/vm/1"),
        )
        .await;
    create(&fake).await;
    let request = fake.last("POST /vm/");
    assert!(request.header("content-type").starts_with("text/plain"));
    assert_eq!(
        request.body,
        "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\n\
         X-OCCI-Attribute: occi.core.title=\"say \\\"hi\\\"\"\r\n\
         X-OCCI-Attribute: occi.compute.cores=2\r\n\
         X-OCCI-Attribute: occi.compute.memory=4.0\r\n"
    );
}

#[tokio::test]
async fn an_answer_without_rendering_is_followed() {
    for reply in [
        Reply::new(201, "", "").header("location", "/vm/1"),
        Reply::text("OK").status(201).header("location", "/vm/1"),
        Reply::new(201, "text/html", "<p>created</p>").header("location", "/vm/1"),
        Reply::new(204, "", "").header("location", "/vm/1"),
        Reply::text("X-OCCI-Location: http://inside.example/vm/1\r\n"),
        Reply::new(200, "text/uri-list", "http://inside.example/vm/1\r\n"),
        Reply::new(201, "text/occi", "OK").header("X-OCCI-Location", "/vm/1"),
    ] {
        let shown = format!("{reply:?}");
        let fake = Fake::start_text()
            .await
            .on("POST /vm/", reply)
            .await
            .on("GET /vm/1", Reply::text(text_compute("1", "inactive")))
            .await;
        create(&fake).await;
        assert_eq!(
            fake.lines(),
            ["GET /-/", "POST /vm/", "GET /vm/1"],
            "{shown}"
        );
    }
}

#[tokio::test]
async fn a_collection_of_one_is_that_one() {
    let fake = Fake::start()
        .await
        .on(
            "POST /vm/",
            Reply::json(format!(
                r#"{{"resources": [{}]}}"#,
                json_compute("1", "inactive")
            ))
            .header("location", "/vm/1"),
        )
        .await;
    create(&fake).await;
}

#[tokio::test]
async fn an_entity_without_location_is_looked_up() {
    // D-80: JSON does not say where the entity is
    let fake = Fake::start()
        .await
        .on("POST /vm/", Reply::json(json_compute("1", "inactive")))
        .await
        .on(
            "GET /vm/ text/uri-list",
            Reply::new(
                200,
                "text/uri-list",
                "http://inside.example/vm/0\r\nhttp://inside.example/vm/1\r\n",
            ),
        )
        .await;
    create(&fake).await;
}

#[tokio::test]
async fn an_asynchronous_creation_is_waited_for() {
    // HTTP-157
    // D.12: 202 names a temporary resource, which redirects to the result
    let fake = Fake::start()
        .await
        .on(
            "POST /vm/",
            Reply::new(202, "", "").header("location", "/tasks/7"),
        )
        .await
        .on(
            "GET /tasks/7",
            vec![
                Reply::new(202, "", "").header("location", "/tasks/7"),
                Reply::new(301, "", "").header("location", "/vm/1"),
            ],
        )
        .await
        .on(
            "GET /vm/1",
            Reply::json(json_compute("1", "inactive")).header("location", "/vm/1"),
        )
        .await;
    create(&fake).await;
}

#[tokio::test]
async fn an_answer_that_says_nothing_is_an_error() {
    let fake = Fake::start().await.on("POST /vm/", Reply::json("{}")).await;
    let error = fake.client().create(new()).await.unwrap_err();
    assert!(matches!(error, ClientError::Nowhere { .. }), "{error:?}");
}

#[tokio::test]
async fn a_kind_without_known_location_is_not_offered() {
    let fake = Fake::start().await;
    let instance = Instance::new(category("http://example.com/occi#thing"));
    let error = fake.client().create_instance(instance).await.unwrap_err();
    assert!(matches!(error, ClientError::NotOffered { .. }), "{error:?}");
    assert_eq!(fake.lines(), ["GET /-/"]);
}
