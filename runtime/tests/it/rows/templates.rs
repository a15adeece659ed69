//! The infrastructure and its templates (GFD.224, GFD.184).

use occi::server::Service;
use occi_model::Profile;
use serde_json::{Value, json};

use super::*;

async fn act(service: &Service, path: &str, of: &str, term: &str, attributes: Value) -> u16 {
    let action = format!("http://schemas.ogf.org/occi/infrastructure/{of}/action#{term}");
    let body = json!({ "action": action, "attributes": attributes });
    let path = format!("{path}?action={term}");
    service.post(&path).json(&body).send().await.status()
}

/// Every state that a walk over all actions shows, and the literals that JSON announces.
async fn states(profile: Profile, of: &str, body: Value, actions: &[&str]) -> Vec<String> {
    let model = compiled("infrastructure.occi", profile);
    let service = Service::builder(model).build().unwrap();
    let path = made(&service, &format!("/{of}/"), body).await;
    let name = format!("occi.{of}.state");
    let mut seen = Vec::new();
    for term in actions {
        let size = if *term == "resize" {
            json!({ "size": 2.0 })
        } else {
            json!({})
        };
        assert_eq!(act(&service, &path, of, term, size).await, 200, "{term}");
        let entity = read(&service, &path).await;
        seen.push(entity["attributes"][&name].as_str().unwrap().to_owned());
    }
    let all = read(&service, "/-/").await;
    let kinds = all["kinds"].as_array().unwrap();
    let this = kinds.iter().find(|one| one["term"] == of).unwrap();
    let literals = this["attributes"][&name]["pattern"]["enum"]
        .as_array()
        .unwrap();
    for state in &seen {
        assert!(literals.contains(&json!(state)), "{state}");
    }
    let mut literals: Vec<String> = literals
        .iter()
        .map(|one| one.as_str().unwrap().to_owned())
        .collect();
    literals.sort();
    literals
}

#[tokio::test]
async fn states_are_those_of_the_version() {
    // INF-016, INF-017, INF-054, INF-055
    let compute = ["start", "suspend", "start", "restart", "stop"];
    let new = || json!({ "kind": kind("compute") });
    assert_eq!(
        states(Profile::V1_1, "compute", new(), &compute).await,
        ["active", "inactive", "suspended"]
    );
    assert_eq!(
        states(Profile::V1_2, "compute", new(), &compute).await,
        ["active", "error", "inactive", "suspended"]
    );
    let new = || json!({ "kind": kind("storage"), "attributes": { "occi.storage.size": 1.0 } });
    let old = ["online", "backup", "snapshot", "resize", "offline"];
    assert_eq!(
        states(Profile::V1_1, "storage", new(), &old).await,
        [
            "backup", "degraded", "offline", "online", "resize", "snapshot"
        ]
    );
    assert_eq!(
        states(Profile::V1_2, "storage", new(), &["online", "offline"]).await,
        ["error", "offline", "online"]
    );
}

#[tokio::test]
async fn an_allocation_is_dynamic_or_static() {
    // INF-070
    let Connected {
        service,
        compute,
        network,
        ..
    } = connected().await;
    let interface = |allocation: &str| {
        json!({
            "kind": kind("networkinterface"),
            "mixins": ["http://schemas.ogf.org/occi/infrastructure/networkinterface#ipnetworkinterface"],
            "source": { "location": compute },
            "target": { "location": network },
            "attributes": {
                "occi.networkinterface.address": "192.0.2.7/24",
                "occi.networkinterface.allocation": allocation,
            },
        })
    };
    for (allocation, status) in [
        ("dynamic", 201),
        ("static", 201),
        ("manual", 400),
        ("DYNAMIC", 400),
    ] {
        let request = service
            .post("/link/networkinterface/")
            .json(&interface(allocation));
        request.send().await.expect(status);
    }
}

#[tokio::test]
async fn os_templates_are_made_named_at_creation_and_not_replaced() {
    // CORE-032, INF-077, INF-080, INF-082
    let service = service();
    let path = compute(&service).await;
    // No template is applied that nobody named.
    assert!(read(&service, &path).await["mixins"].is_null());
    for name in ["one", "two"] {
        assert_eq!(
            act(&service, &path, "compute", "save", json!({ "name": name })).await,
            200
        );
    }
    let all = read(&service, "/-/").await;
    let templates: Vec<&Value> = all["mixins"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["depends"] == json!([kind("os_tpl")]))
        .collect();
    assert_eq!(templates.len(), 2);
    let id = |at: usize| {
        let part = |name: &str| templates[at][name].as_str().unwrap().to_owned();
        part("scheme") + &part("term")
    };
    let body = json!({ "kind": kind("compute"), "mixins": [id(0)] });
    let vm = made(&service, "/compute/", body).await;
    assert_eq!(read(&service, &vm).await["mixins"], json!([id(0)]));
    let second = templates[1]["location"].as_str().unwrap();
    let reply = service.post(second).json(&json!([vm])).send().await;
    let now = read(&service, &vm).await["mixins"].clone();
    match reply.status() {
        200 => assert_eq!(now, json!([id(1)])),
        400 | 403 | 409 => assert_eq!(now, json!([id(0)])),
        other => panic!("{other}: {}", reply.text()),
    }
}

#[tokio::test]
async fn without_template_a_compute_has_what_was_asked_for() {
    // INF-093
    let service = service();
    let path = compute(&service).await;
    let entity = read(&service, &path).await;
    let attributes = entity["attributes"].as_object().unwrap();
    // The definition has no default sizes, so none is shown; a provider fills in its own.
    assert!(!attributes.contains_key("occi.compute.cores"));
    assert_eq!(attributes["occi.compute.state"], "inactive");
}

#[tokio::test]
async fn templates_show_no_side_effects() {
    // INF-089
    for file in ["crtp-1-0.occi", "crtp-1-1.occi"] {
        let service = Service::builder(compiled(file, Profile::Union))
            .build()
            .unwrap();
        let all = read(&service, "/-/").await;
        for mixin in all["mixins"].as_array().unwrap() {
            for name in mixin["attributes"]
                .as_object()
                .into_iter()
                .flat_map(|all| all.keys())
            {
                assert!(name.starts_with("occi."), "{name}");
            }
        }
    }
}
