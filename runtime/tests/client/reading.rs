//! Entities in all renderings.

use occi::{Value, client::ClientError};

use crate::{
    cloud::{Compute, ComputeState},
    fake::{Fake, Reply, json_compute, text_compute},
};

fn check(compute: &Compute) {
    assert_eq!(compute.id.as_str(), "urn:uuid:1");
    assert_eq!(compute.location, "/vm/1");
    assert_eq!(compute.title.as_deref(), Some("vm 1"));
    assert_eq!(compute.cores, Some(2));
    assert_eq!(compute.memory, Some(4.0));
    assert_eq!(compute.state, ComputeState::Active);
    assert_eq!(compute.other["com.example.rack"], Value::from("r1"));
}

#[tokio::test]
async fn json_is_read() {
    let fake = Fake::start()
        .await
        .on("GET /vm/1", Reply::json(json_compute("1", "active")))
        .await;
    let compute: Compute = fake.client().get("/vm/1").await.unwrap();
    check(&compute);
    assert_eq!(compute.actions[0].term(), "stop");
}

#[tokio::test]
async fn text_is_read() {
    let fake = Fake::start_text()
        .await
        .on("GET /vm/1", Reply::text(text_compute("1", "active")))
        .await;
    check(&fake.client().get("/vm/1").await.unwrap());
}

#[tokio::test]
async fn the_header_form_is_read() {
    let fake = Fake::start_text()
        .await
        .on(
            "GET /vm/1",
            Reply::new(200, "text/occi", "OK")
                .header(
                    "Category",
                    "compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"",
                )
                .header(
                    "X-OCCI-Attribute",
                    "occi.core.id=\"urn:uuid:1\", occi.core.title=\"vm 1\", occi.compute.cores=2, \
                     occi.compute.memory=4.0, occi.compute.state=\"active\", com.example.rack=\"r1\"",
                ),
        )
        .await;
    check(&fake.client().get("/vm/1").await.unwrap());
}

#[tokio::test]
async fn deviations_of_real_servers_are_forgiven() {
    // B.10: numbers quoted, class missing, blanks, no content type
    let body = "Category: compute ;scheme='http://schemas.ogf.org/occi/infrastructure#';\n\
                X-OCCI-Attribute: occi.core.id=\"urn:uuid:1\"\n\
                X-OCCI-Attribute: occi.core.title=\"vm 1\"\n\
                X-OCCI-Attribute: occi.compute.cores=\"2\"\n\
                X-OCCI-Attribute: occi.compute.memory=\"4.0\"\n\
                X-OCCI-Attribute: occi.compute.state=active\n\
                X-OCCI-Attribute: com.example.rack=\"r1\"\n";
    let fake = Fake::start_text()
        .await
        .on("GET /vm/1", Reply::new(200, "", body))
        .await;
    check(&fake.client().get("/vm/1").await.unwrap());
}

#[tokio::test]
async fn links_are_read_with_their_places() {
    let text = format!(
        "{}Link: </network/n7>; rel=\"http://schemas.ogf.org/occi/infrastructure#network\"; \
         self=\"/link/networkinterface/l3\"; \
         category=\"http://schemas.ogf.org/occi/infrastructure#networkinterface\"; \
         occi.networkinterface.mac=\"02:00:5e:10:00:01\"\r\n\
         Link: </vm/1?action=stop>; rel=\"http://schemas.ogf.org/occi/infrastructure/compute/action#stop\"\r\n",
        text_compute("1", "active")
    );
    let fake = Fake::start_text()
        .await
        .on("GET /vm/1", Reply::text(text))
        .await;
    let compute: Compute = fake.client().get("/vm/1").await.unwrap();
    let link = &compute.links[0];
    assert_eq!(link.target, "/network/n7");
    assert_eq!(link.target_kind.as_ref().unwrap().term(), "network");
    assert_eq!(
        link.link.location.as_deref(),
        Some("/link/networkinterface/l3")
    );
    assert_eq!(link.link.kind.term(), "networkinterface");
    assert_eq!(
        link.link.attributes["occi.core.target"],
        Value::from("/network/n7")
    );
    assert_eq!(compute.actions[0].term(), "stop");
}

#[tokio::test]
async fn an_entity_is_found_by_its_id() {
    let fake = Fake::start()
        .await
        .on("GET /vm/1", Reply::json(json_compute("1", "active")))
        .await;
    check(&fake.client().get("urn:uuid:1").await.unwrap());
}

#[tokio::test]
async fn an_id_that_is_no_part_of_the_location_is_looked_for() {
    let collection = format!(r#"{{"resources": [{}]}}"#, json_compute("1", "active"));
    let fake = Fake::start()
        .await
        .on("GET /vm/?page=1&number=100", Reply::json(collection))
        .await
        .on(
            "GET /vm/?page=1&number=100 text/uri-list",
            Reply::new(
                200,
                "text/uri-list",
                "http://inside.example/vm/web-server\r\n",
            ),
        )
        .await
        .on(
            "GET /vm/web-server",
            Reply::json(json_compute("1", "active")),
        )
        .await;
    let client = fake.client();
    let found: Compute = client.get("urn:uuid:1").await.unwrap();
    assert_eq!(found.location, "/vm/web-server");
    let error = client.get::<Compute>("urn:uuid:2").await.unwrap_err();
    assert!(error.is_not_found(), "{error:?}");
}

#[tokio::test]
async fn what_is_no_entity_of_the_kind_is_an_error() {
    let network = json_compute("1", "active").replace("#compute", "#network");
    let stateless = json_compute("1", "active").replace("occi.compute.state", "occi.compute.mood");
    let two = format!("[{0}, {0}]", json_compute("1", "active"));
    let fake = Fake::start()
        .await
        .on("GET /vm/network", Reply::json(network))
        .await
        .on("GET /vm/stateless", Reply::json(stateless))
        .await
        .on(
            "GET /vm/two",
            Reply::json(format!(r#"{{"resources": {two}}}"#)),
        )
        .await
        .on("GET /vm/broken", Reply::json(r#"{"kind": "#))
        .await
        .on(
            "GET /vm/page",
            Reply::new(200, "text/html", "<html>Sign in</html>"),
        )
        .await;
    let client = fake.client();
    let get = async |location| client.get::<Compute>(location).await.unwrap_err();
    let error = get("/vm/network").await;
    assert!(matches!(error, ClientError::Mistyped { .. }), "{error:?}");
    let error = get("/vm/stateless").await;
    assert!(
        error
            .to_string()
            .contains("`occi.compute.state` is missing"),
        "{error}"
    );
    let error = get("/vm/two").await;
    assert!(
        matches!(error, ClientError::NotOne { found: 2, .. }),
        "{error:?}"
    );
    let error = get("/vm/broken").await;
    assert!(matches!(error, ClientError::Unreadable { .. }), "{error:?}");
    let error = get("/vm/page").await;
    assert!(
        matches!(error, ClientError::NoRendering { .. }),
        "{error:?}"
    );
    let error = get("http://elsewhere.example/vm/1").await;
    assert!(matches!(error, ClientError::Foreign { .. }), "{error:?}");
}

#[tokio::test]
async fn redirections_inside_the_server_are_followed() {
    let fake = Fake::start()
        .await
        .on(
            "GET /vm/old",
            Reply::text("").status(301).header("location", "/vm/1"),
        )
        .await
        .on("GET /vm/1", Reply::json(json_compute("1", "active")))
        .await
        .on(
            "GET /vm/away",
            Reply::text("")
                .status(302)
                .header("location", "http://elsewhere.example/"),
        )
        .await;
    let client = fake.client();
    assert_eq!(
        client.get::<Compute>("/vm/old").await.unwrap().id.as_str(),
        "urn:uuid:1"
    );
    let error = client.get::<Compute>("/vm/away").await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("redirects to http://elsewhere.example/"),
        "{error}"
    );
}

#[tokio::test]
async fn redirections_end() {
    let to = |target: &str| Reply::text("").status(302).header("location", target);
    let mut fake = Fake::start()
        .await
        .on("GET /vm/a", to("/vm/b"))
        .await
        .on("GET /vm/b", to("/vm/a"))
        .await
        .on("GET /vm/self", to("/vm/self"))
        .await;
    for step in 0..9 {
        let next = to(&format!("/vm/{}", step + 1));
        fake = fake.on(&format!("GET /vm/{step}"), next).await;
    }
    let client = fake.client();
    for (path, said) in [
        ("/vm/a", "in a circle, back to"),
        ("/vm/self", "in a circle, back to"),
        ("/vm/0", "more than 5 times"),
    ] {
        let error = client.get::<Compute>(path).await.unwrap_err();
        assert!(
            matches!(error, ClientError::Redirections { .. }),
            "{error:?}"
        );
        assert!(error.to_string().contains(said), "{error}");
    }
}
