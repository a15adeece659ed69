//! Actions (D.11, D-32, D-34, D-110, D-111).

use occi::server::Service;
use serde_json::{Value, json};

use crate::support::*;

fn action(owner: &str, term: &str) -> String {
    format!("http://schemas.ogf.org/occi/infrastructure/{owner}/action#{term}")
}

async fn act(service: &Service, path: &str, owner: &str, term: &str, attributes: Value) -> Reply {
    let body = json!({ "action": action(owner, term), "attributes": attributes });
    service
        .post(&format!("{path}?action={term}"))
        .json(&body)
        .send()
        .await
}

fn offered(entity: &Value) -> Vec<String> {
    let actions = entity["actions"].as_array().cloned().unwrap_or_default();
    actions
        .iter()
        .map(|id| id.as_str().unwrap().rsplit('#').next().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn every_transition_of_a_compute() {
    // D-32, INF-025 to INF-029, INF-034, HTTP-079, HTTP-098, HTTP-101, CORE-043
    let service = service();
    let path = compute(&service).await;
    let script = [
        (
            "start",
            "active",
            vec!["stop", "restart", "suspend", "save"],
        ),
        (
            "restart",
            "active",
            vec!["stop", "restart", "suspend", "save"],
        ),
        ("suspend", "suspended", vec!["start"]),
        (
            "start",
            "active",
            vec!["stop", "restart", "suspend", "save"],
        ),
        ("stop", "inactive", vec!["start", "save"]),
    ];
    assert_eq!(offered(&read(&service, &path).await), ["start", "save"]);
    for (term, state, next) in script {
        let after = act(&service, &path, "compute", term, json!({}))
            .await
            .expect(200)
            .json();
        assert_eq!(after["attributes"]["occi.compute.state"], state, "{term}");
        assert_eq!(offered(&after), next, "{term}");
        assert_eq!(read(&service, &path).await, after, "D-111");
    }
}

#[tokio::test]
async fn text_invocations_work_in_both_forms() {
    let service = service();
    let path = compute(&service).await;
    let category = "start; scheme=\"http://schemas.ogf.org/occi/infrastructure/compute/action#\"; class=\"action\"";
    let start = format!("{path}?action=start");
    let reply = service
        .post(&start)
        .plain(&format!("Category: {category}"))
        .send()
        .await
        .expect(200);
    assert!(reply.text().contains("occi.compute.state=\"active\""));
    let category = category.replace("start", "stop");
    let stop = service
        .post(&format!("{path}?action=stop"))
        .header("content-type", "text/occi")
        .header("category", &category)
        .header("x-occi-attribute", "method=\"graceful\"")
        .accept("text/occi");
    let reply = stop.send().await.expect(200);
    assert_eq!(reply.text(), "OK");
    assert!(reply.header("x-occi-attribute").contains("inactive"));
}

#[tokio::test]
async fn an_action_that_does_not_apply_is_409_and_changes_nothing() {
    // D-32, HTTP-103, CORE-044
    let service = service();
    let path = compute(&service).await;
    let before = read(&service, &path).await;
    for term in ["stop", "suspend", "restart"] {
        act(&service, &path, "compute", term, json!({}))
            .await
            .refused(409, "action-not-applicable");
    }
    assert_eq!(read(&service, &path).await, before);
}

#[tokio::test]
async fn the_checks_of_an_invocation_in_their_order() {
    // D-110, HTTP-100
    let service = service();
    let path = compute(&service).await;
    let post = |query: &str, body: Value| {
        service
            .post(&format!("{path}?action={query}"))
            .json(&body)
            .send()
    };
    let start = action("compute", "start");
    post("fly", json!({ "action": start }))
        .await
        .refused(400, "unknown-action-term");
    service
        .post(&format!("{path}?action=start"))
        .in_json()
        .send()
        .await
        .refused(400, "missing-invocation");
    post("start", json!({ "action": "http://a.example/#start" }))
        .await
        .refused(404, "unknown-action");
    post("stop", json!({ "action": start }))
        .await
        .refused(400, "action-mismatch");
    post("start", json!({ "action": kind("compute") }))
        .await
        .expect(400);
    post(
        "start",
        json!({ "action": start, "attributes": { "x": 1 } }),
    )
    .await
    .refused(400, "unknown-parameter");
    // A bad parameter comes before the state: stop does not apply here at all.
    let bad = json!({ "action": action("compute", "stop"), "attributes": { "method": "softly" } });
    post("stop", bad).await.refused(400, "invalid-value");
    service
        .post("/compute/none?action=start")
        .in_json()
        .send()
        .await
        .refused(404, "not-found");
    service
        .post("/-/?action=start")
        .in_json()
        .send()
        .await
        .refused(400, "no-actions");
    service
        .post("/?action=start")
        .in_json()
        .send()
        .await
        .refused(400, "no-actions");
    // HTTP-137
    service
        .post("/network/?action=start")
        .json(&json!({ "action": start }))
        .send()
        .await
        .refused(400, "unknown-action-term");
}

#[tokio::test]
async fn transient_states_are_passed_through() {
    // D-34, INF-058 to INF-061
    let service = service();
    let path = storage(&service).await;
    let size = json!({ "size": 20.0 });
    for term in ["backup", "snapshot"] {
        act(&service, &path, "storage", term, json!({}))
            .await
            .refused(409, "action-not-applicable");
    }
    act(&service, &path, "storage", "online", json!({}))
        .await
        .expect(200);
    for term in ["backup", "snapshot"] {
        let after = act(&service, &path, "storage", term, json!({}))
            .await
            .expect(200)
            .json();
        assert_eq!(after["attributes"]["occi.storage.state"], "online");
    }
    let after = act(&service, &path, "storage", "resize", size)
        .await
        .expect(200)
        .json();
    assert_eq!(after["attributes"]["occi.storage.size"], 20.0);
    assert_eq!(after["attributes"]["occi.storage.state"], "online");
    act(&service, &path, "storage", "resize", json!({}))
        .await
        .refused(400, "missing-parameter");
    act(
        &service,
        &path,
        "storage",
        "resize",
        json!({ "size": -1.0 }),
    )
    .await
    .refused(400, "invalid-value");
    let after = act(&service, &path, "storage", "offline", json!({}))
        .await
        .expect(200)
        .json();
    assert_eq!(after["attributes"]["occi.storage.state"], "offline");
}

#[tokio::test]
async fn saving_answers_with_a_new_template() {
    // D-111, INF-030 to INF-033
    let service = service();
    let path = compute(&service).await;
    let saved = act(
        &service,
        &path,
        "compute",
        "save",
        json!({ "name": "snap" }),
    )
    .await
    .expect(200)
    .json();
    let mixins = saved["mixins"].as_array().unwrap();
    assert_eq!(mixins.len(), 1);
    assert_eq!(mixins[0]["depends"], json!([kind("os_tpl")]));
    assert_eq!(mixins[0]["title"], "snap");
    let id = format!(
        "{}{}",
        mixins[0]["scheme"].as_str().unwrap(),
        mixins[0]["term"].as_str().unwrap()
    );
    service.delete(&path).send().await.expect(200);
    let body = json!({ "kind": kind("compute"), "mixins": [id] });
    let copy = service
        .post("/compute/")
        .json(&body)
        .send()
        .await
        .expect(201)
        .json();
    assert_eq!(copy["mixins"], json!([id]));
    let network = json!({ "kind": kind("network"), "mixins": [id] });
    service
        .post("/network/")
        .json(&network)
        .send()
        .await
        .refused(403, "mixin-not-applicable");
}

#[tokio::test]
async fn a_collection_acts_as_one_or_not_at_all() {
    // HTTP-136, HTTP-138, HTTP-139, CORE-045
    let service = service();
    let (a, b) = (compute(&service).await, compute(&service).await);
    let after = act(&service, "/compute/", "compute", "start", json!({}))
        .await
        .expect(200)
        .json();
    let states: Vec<_> = after["resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| &r["attributes"]["occi.compute.state"])
        .collect();
    assert_eq!(states, ["active", "active"]);
    act(&service, &a, "compute", "stop", json!({}))
        .await
        .expect(200);
    act(&service, "/compute/", "compute", "stop", json!({}))
        .await
        .refused(409, "action-not-applicable");
    assert_eq!(
        read(&service, &b).await["attributes"]["occi.compute.state"],
        "active"
    );
    let text = service
        .post("/network/?action=up")
        .plain("Category: up; scheme=\"http://schemas.ogf.org/occi/infrastructure/network/action#\"; class=\"action\"")
        .send()
        .await
        .expect(200);
    assert!(
        text.text().is_empty(),
        "an empty collection has nothing to act"
    );
}

#[tokio::test]
async fn the_collection_of_a_mixin_has_the_actions_of_the_mixin() {
    // CORE-037, CORE-046, D-110
    let model = written(
        r#"
        extension lamps "http://lamps.example/occi#";
        use core;
        kind lamp "Lamp" : core.resource at "/lamp/" { com.example.watts: integer(0..) = 40; }
        mixin dimmer "Dimmer" at "/dimmer/" {
            applies lamp;
            com.example.level: integer(0..=100) = 50;
            readonly always com.example.dimmer.state: enum { off, on } = off;
            action switch(required level: integer(0..=100));
            states com.example.dimmer.state {
                initial off { switch -> on; }
                on { switch -> off; }
            }
        }
        "#,
    );
    let service = Service::builder(model).build().unwrap();
    let lamp = json!({ "kind": "http://lamps.example/occi#lamp" });
    let path = created(&service, "/lamp/", &lamp).await;
    assert!(offered(&read(&service, &path).await).is_empty());
    let with = service
        .post("/dimmer/")
        .json(&json!([path]))
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(offered(&with["resources"][0]), ["switch"]);
    assert_eq!(with["resources"][0]["attributes"]["com.example.level"], 50);
    let invocation = json!({ "action": "http://lamps.example/occi/dimmer/action#switch", "attributes": { "level": 7 } });
    let after = service
        .post("/dimmer/?action=switch")
        .json(&invocation)
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(
        after["resources"][0]["attributes"]["com.example.dimmer.state"],
        "on"
    );
    assert_eq!(after["resources"][0]["attributes"]["com.example.level"], 7);
    let one = service
        .post(&format!("{path}?action=switch"))
        .json(&invocation)
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(one["attributes"]["com.example.dimmer.state"], "off");
    service
        .post("/lamp/?action=switch")
        .json(&invocation)
        .send()
        .await
        .refused(400, "unknown-action-term");
    service
        .delete("/dimmer/")
        .json(&json!([path]))
        .send()
        .await
        .expect(200);
    assert_eq!(
        read(&service, &path).await["attributes"],
        json!({ "com.example.watts": 40 })
    );
}

#[tokio::test]
async fn a_term_shared_by_two_actions_needs_an_identifier() {
    // HTTP-034: two mixins that no definition brings together, but an instance may carry both.
    let model = written(
        r#"
        extension two "http://two.example/occi#";
        use core;
        kind thing "Thing" : core.resource at "/thing/" {}
        mixin left "Left" at "/left/" { action turn; }
        mixin right "Right" at "/right/" { action turn; }
        "#,
    );
    let service = Service::builder(model).build().unwrap();
    let base = "http://two.example/occi#";
    let body = json!({ "kind": format!("{base}thing"), "mixins": [format!("{base}left"), format!("{base}right")] });
    let path = created(&service, "/thing/", &body).await;
    let turn = format!("{path}?action=turn");
    service
        .post(&turn)
        .in_json()
        .send()
        .await
        .refused(409, "ambiguous-action");
    let invocation = json!({ "action": "http://two.example/occi/right/action#turn" });
    service
        .post(&turn)
        .json(&invocation)
        .send()
        .await
        .expect(200);
}
