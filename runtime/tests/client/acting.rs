//! Changes, deletions, actions.

use occi::{Instance, client::Client, typed::category};

use crate::{
    cloud::{Compute, ComputePatch, ComputeState, ComputeStop},
    fake::{Fake, Reply, json_compute, text_compute},
};

async fn compute(client: &Client) -> Compute {
    client.get("/vm/1").await.unwrap()
}

#[tokio::test]
async fn an_update_sends_what_changes_only() {
    let fake = Fake::start()
        .await
        .on("GET /vm/1", Reply::json(json_compute("1", "active")))
        .await
        .on("POST /vm/1", Reply::json(json_compute("1", "inactive")))
        .await;
    let client = fake.client();
    let patch = ComputePatch {
        cores: Some(8),
        ..ComputePatch::default()
    };
    let updated = client.update(&compute(&client).await, patch).await.unwrap();
    assert_eq!(updated.state, ComputeState::Inactive);
    assert_eq!(updated.location, "/vm/1");
    let sent: serde_json::Value = serde_json::from_str(&fake.last("POST /vm/1").body).unwrap();
    assert_eq!(
        sent,
        serde_json::json!({
            "kind": "http://schemas.ogf.org/occi/infrastructure#compute",
            "attributes": {"occi.compute.cores": 8},
        })
    );
}

#[tokio::test]
async fn an_update_that_shows_nothing_is_read_again() {
    for reply in [
        Reply::json("{}"),
        Reply::new(204, "", ""),
        Reply::text("OK"),
        Reply::text("X-OCCI-Location: /vm/1\r\n").status(201),
    ] {
        let fake = Fake::start()
            .await
            .on("GET /vm/1", Reply::json(json_compute("1", "active")))
            .await
            .on("POST /vm/1", reply)
            .await;
        let client = fake.client();
        let updated = client
            .update(&compute(&client).await, ComputePatch::default())
            .await
            .unwrap();
        assert_eq!(updated.state, ComputeState::Active);
        assert_eq!(fake.lines().last().unwrap(), "GET /vm/1");
    }
}

#[tokio::test]
async fn a_replacement_is_put() {
    let fake = Fake::start()
        .await
        .on(
            "PUT /vm/mine",
            Reply::json(json_compute("1", "active")).status(201),
        )
        .await;
    let instance = Instance::new(category(
        "http://schemas.ogf.org/occi/infrastructure#compute",
    ));
    let made = fake
        .client()
        .replace_instance("/vm/mine", instance)
        .await
        .unwrap();
    assert_eq!(made.location.as_deref(), Some("/vm/mine"));
}

#[tokio::test]
async fn a_deletion_takes_every_success() {
    for reply in [
        Reply::text("OK"),
        Reply::json("{}"),
        Reply::new(204, "", ""),
    ] {
        let fake = Fake::start()
            .await
            .on("GET /vm/1", Reply::json(json_compute("1", "active")))
            .await
            .on("DELETE /vm/1", reply)
            .await;
        let client = fake.client();
        client.delete(&compute(&client).await).await.unwrap();
    }
}

#[tokio::test]
async fn a_deletion_whose_answer_got_lost_counts() {
    let fake = Fake::start()
        .await
        .on(
            "DELETE /vm/1",
            vec![
                Reply::text("busy").status(503),
                Reply::text("gone").status(404),
            ],
        )
        .await;
    let client = fake.client();
    client.delete_at("/vm/1").await.unwrap();
    // The second deletion is answered 404 at once: D.10.
    assert!(client.delete_at("/vm/1").await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn an_action_is_invoked_with_its_parameters() {
    let fake = Fake::start()
        .await
        .on("GET /vm/1", Reply::json(json_compute("1", "active")))
        .await
        .on(
            "POST /vm/1?action=stop",
            Reply::json(json_compute("1", "inactive")),
        )
        .await;
    let client = fake.client();
    let stop = ComputeStop {
        method: Some("graceful".to_owned()),
    };
    let stopped = client.act(&compute(&client).await, stop).await.unwrap();
    assert_eq!(stopped.state, ComputeState::Inactive);
    let sent: serde_json::Value =
        serde_json::from_str(&fake.last("POST /vm/1?action=stop").body).unwrap();
    assert_eq!(
        sent,
        serde_json::json!({
            "action": "http://schemas.ogf.org/occi/infrastructure/compute/action#stop",
            "attributes": {"method": "graceful"},
        })
    );
}

#[tokio::test]
async fn an_action_that_shows_something_else_is_followed_by_a_read() {
    // D-111: `save` shows the template that it made; others answer `OK`.
    for reply in [
        Reply::text("OK"),
        Reply::new(204, "", ""),
        Reply::text(text_compute("2", "active")),
        Reply::text("Category: image; scheme=\"http://example.com/os#\"; class=\"mixin\"\r\n"),
    ] {
        let fake = Fake::start_text()
            .await
            .on(
                "GET /vm/1",
                vec![
                    Reply::text(text_compute("1", "active")),
                    Reply::text(text_compute("1", "inactive")),
                ],
            )
            .await
            .on("POST /vm/1?action=stop", reply)
            .await;
        let client = fake.client();
        let before = compute(&client).await;
        let stopped = client.act(&before, ComputeStop::default()).await.unwrap();
        assert_eq!(stopped.state, ComputeState::Inactive);
        assert_eq!(stopped.id, before.id);
    }
}
