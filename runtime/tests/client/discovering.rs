//! Discovery and the choice of the rendering.

use occi::client::{ClientError, Rendering};

use crate::{
    cloud::Compute,
    fake::{Fake, OFFER, Reply, TEXT_OFFER, json_compute, text_compute},
};

#[tokio::test]
async fn json_is_spoken_where_it_is_offered() {
    let fake = Fake::start()
        .await
        .on("GET /vm/1", Reply::json(json_compute("1", "active")))
        .await;
    fake.client().get::<Compute>("/vm/1").await.unwrap();
    assert!(
        fake.last("GET /vm/1")
            .header("accept")
            .starts_with("application/occi+json")
    );
}

#[tokio::test]
async fn text_is_spoken_where_json_is_not_offered() {
    let fake = Fake::start_text()
        .await
        .on("GET /vm/1", Reply::text(text_compute("1", "active")))
        .await;
    fake.client().get::<Compute>("/vm/1").await.unwrap();
    assert_eq!(fake.last("GET /vm/1").header("accept"), "text/plain");
}

#[tokio::test]
async fn application_json_is_answered_with_the_same() {
    let fake = Fake::start()
        .await
        .on("GET /-/", Reply::new(200, "application/json", OFFER))
        .await
        .on("GET /vm/1", Reply::json(json_compute("1", "active")))
        .await;
    fake.client().get::<Compute>("/vm/1").await.unwrap();
    assert_eq!(fake.last("GET /vm/1").header("accept"), "application/json");
}

#[tokio::test]
async fn a_server_that_wants_one_type_in_accept_gets_it() {
    let fake = Fake::start()
        .await
        .on("GET /-/", Reply::text("no").status(406))
        .await
        .on("GET /-/ text/plain", Reply::text(TEXT_OFFER))
        .await;
    let offered = fake.client().discover().await.unwrap();
    assert_eq!(offered[0].id.term(), "compute");
}

#[tokio::test]
async fn a_server_whose_json_is_older_than_the_standard_is_spoken_to_in_text() {
    let old = r#"[{"term": "compute", "actions": "method"}, "#;
    let page = Reply::new(200, "text/html", "<html></html>");
    for first in [Reply::json(old), page] {
        let fake = Fake::start()
            .await
            .on("GET /-/", first)
            .await
            .on("GET /-/ text/plain", Reply::text(TEXT_OFFER))
            .await
            .on("GET /vm/1", Reply::text(text_compute("1", "active")))
            .await;
        fake.client().get::<Compute>("/vm/1").await.unwrap();
        assert_eq!(fake.last("GET /vm/1").header("accept"), "text/plain");
        assert_eq!(fake.client().discover().await.unwrap().len(), 1);
    }
    // Where text is no better, the first answer is told; JSON that was asked for is not replaced.
    let fake = Fake::start().await.on("GET /-/", Reply::json(old)).await;
    let error = fake.client().discover().await.unwrap_err();
    assert!(matches!(error, ClientError::Unreadable { .. }), "{error}");
    let fake = fake.on("GET /-/ text/plain", Reply::text(TEXT_OFFER)).await;
    let client = fake.builder().rendering(Rendering::Json).build().unwrap();
    client.discover().await.unwrap_err();
}

#[tokio::test]
async fn the_rendering_can_be_chosen() {
    let fake = Fake::start()
        .await
        .on("GET /-/ text/plain", Reply::text(TEXT_OFFER))
        .await
        .on("GET /vm/1", Reply::text(text_compute("1", "active")))
        .await;
    let client = fake.builder().rendering(Rendering::Text).build().unwrap();
    client.get::<Compute>("/vm/1").await.unwrap();
    assert_eq!(fake.last("GET /-/").header("accept"), "text/plain");
    assert_eq!(fake.last("GET /vm/1").header("accept"), "text/plain");
}

#[tokio::test]
async fn the_well_known_path_is_the_second_choice() {
    // D.6
    let fake = Fake::start()
        .await
        .on("GET /-/", Reply::text("").status(404))
        .await
        .on("GET /.well-known/org/ogf/occi/-/", Reply::json(OFFER))
        .await;
    let offered = fake.client().discover().await.unwrap();
    assert_eq!(offered.len(), 2);
    assert_eq!(offered[0].location.as_deref(), Some("/vm/"));
}

#[tokio::test]
async fn the_raw_answer_is_given_as_it_came() {
    let fake = Fake::start()
        .await
        .on(
            "GET /-/",
            Reply::json(OFFER).header("server", "cloud OCCI/1.2"),
        )
        .await;
    let raw = fake.client().discover_raw().await.unwrap();
    assert_eq!(raw.body, OFFER);
    assert_eq!(raw.content_type, "application/occi+json");
    assert_eq!(raw.server, "cloud OCCI/1.2");
}

#[tokio::test]
async fn a_server_of_the_older_version_is_told_that_version() {
    // D.4: a version that is too high is answered 501
    let fake = Fake::start()
        .await
        .on(
            "GET /-/",
            vec![Reply::text("too new").status(501), Reply::text(TEXT_OFFER)],
        )
        .await;
    fake.client().discover().await.unwrap();
    let agents: Vec<_> = fake
        .seen()
        .iter()
        .map(|seen| seen.header("user-agent").to_owned())
        .collect();
    assert!(agents[0].ends_with(" OCCI/1.2"), "{agents:?}");
    assert!(agents[1].ends_with(" OCCI/1.1"), "{agents:?}");
}

#[tokio::test]
async fn discovery_happens_once() {
    let fake = Fake::start()
        .await
        .on("GET /vm/1", Reply::json(json_compute("1", "active")))
        .await;
    let client = fake.client();
    client.get::<Compute>("/vm/1").await.unwrap();
    client.clone().get::<Compute>("/vm/1").await.unwrap();
    assert_eq!(fake.lines(), ["GET /-/", "GET /vm/1", "GET /vm/1"]);
}

#[tokio::test]
async fn a_server_without_query_interface_is_used_by_the_default_locations() {
    let fake = Fake::start()
        .await
        .on("GET /-/", Reply::text("").status(404))
        .await
        .on("GET /compute/?page=1&number=100", Reply::text(""))
        .await;
    let all = fake.client().list_all::<Compute>().await.unwrap();
    assert!(all.is_empty());
}
