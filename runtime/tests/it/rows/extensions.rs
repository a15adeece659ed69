//! Platform (GFD.227), agreements (GFD.228), monitoring and notification (drafts).

use occi::server::Service;
use occi_model::Profile;
use serde_json::{Value, json};

use super::*;

const SCHEMAS: &str = "http://schemas.ogf.org/occi/";

fn serving(file: &str) -> Service {
    Service::builder(compiled(file, Profile::Union))
        .build()
        .unwrap()
}

fn has(list: &[String], name: &str) -> bool {
    list.contains(&format!("{SCHEMAS}{name}"))
}

/// A client's attempt to give an instance another kind.
async fn keeps_its_kind(service: &Service, path: &str) {
    let before = read(service, path).await["kind"].clone();
    let other = json!({ "kind": format!("{SCHEMAS}core#resource") });
    let reply = service.post(path).json(&other).send().await;
    assert!((400..500).contains(&reply.status()), "{}", reply.text());
    assert_eq!(read(service, path).await["kind"], before);
}

async fn act(service: &Service, path: &str, action: &str) {
    let body = json!({ "action": format!("{SCHEMAS}{action}") });
    let term = action.rsplit('#').next().unwrap();
    let path = format!("{path}?action={term}");
    service.post(&path).json(&body).send().await.expect(200);
}

#[tokio::test]
async fn platforms_have_applications_and_components() {
    // CMP-006, PLT-001 to PLT-003, PLT-005, PLT-007, PLT-009 to PLT-016, PLT-020, PLT-022
    let service = serving("platform.occi");
    let kinds = offered(&service, "kinds").await;
    let mixins = offered(&service, "mixins").await;
    let actions = offered(&service, "actions").await;
    for name in ["application", "component", "componentlink"] {
        assert!(has(&kinds, &format!("platform#{name}")), "{name}");
    }
    for name in ["app_tpl", "database", "databaselink"] {
        assert!(has(&mixins, &format!("platform#{name}")), "{name}");
    }
    let named = json!({ "occi.app.name": "wiki" });
    let app = body("platform#application", &[], named);
    let app = made(&service, "/application/", app).await;
    let change = json!({ "attributes": { "occi.app.name": "blog" } });
    service.post(&app).json(&change).send().await.expect(200);
    assert_eq!(
        read(&service, &app).await["attributes"]["occi.app.name"],
        "blog"
    );
    let database = body("platform#component", &["platform#database"], json!({}));
    let component = made(&service, "/component/", database).await;
    for (of, path, name) in [
        ("application", &app, "occi.app.state"),
        ("component", &component, "occi.component.state"),
    ] {
        keeps_its_kind(&service, path).await;
        let state = async || read(&service, path).await["attributes"][name].clone();
        assert_eq!(state().await, "active");
        for (term, reached) in [("stop", "inactive"), ("start", "active")] {
            let action = format!("platform/{of}/action#{term}");
            assert!(has(&actions, &action), "{action}");
            act(&service, path, &action).await;
            assert_eq!(state().await, reached);
        }
        let all = read(&service, "/-/").await;
        let this = all["kinds"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["term"] == of)
            .unwrap();
        let states = &this["attributes"][name]["pattern"]["enum"];
        assert_eq!(*states, json!(["active", "inactive", "error"]));
    }
    let ends = json!({ "occi.core.source": app, "occi.core.target": component });
    let link = body("platform#componentlink", &["platform#databaselink"], ends);
    let link = made(&service, "/link/componentlink/", link).await;
    let shown = read(&service, &link).await;
    assert_eq!(shown["kind"], format!("{SCHEMAS}platform#componentlink"));
    assert_eq!(
        shown["mixins"],
        json!([format!("{SCHEMAS}platform#databaselink")])
    );
}

#[tokio::test]
async fn agreements_are_offered_and_shown() {
    // CMP-007, SLA-003 to SLA-005, SLA-009, SLA-016, SLA-018
    let service = serving("sla.occi");
    assert!(has(&offered(&service, "kinds").await, "sla#agreement"));
    let mixins = offered(&service, "mixins").await;
    assert!(has(&mixins, "sla#agreement_tpl") && has(&mixins, "sla#agreement_term"));
    let times = json!({
        "occi.agreement.effectiveFrom": "2030-01-01T00:00:00Z",
        "occi.agreement.effectiveUntil": "2031-01-01T00:00:00Z",
    });
    let path = made(
        &service,
        "/agreement/",
        body("sla#agreement", &[], times.clone()),
    )
    .await;
    keeps_its_kind(&service, &path).await;
    let attributes = read(&service, &path).await["attributes"].clone();
    assert_eq!(attributes["occi.agreement.state"], "pending");
    for (name, value) in times.as_object().unwrap() {
        assert_eq!(attributes[name], *value);
    }
    for (name, value) in [
        ("occi.agreement.state", "accepted"),
        ("occi.agreement.agreedAt", "2030-01-01T00:00:00Z"),
    ] {
        let change = json!({ "attributes": { (name): value } });
        service.post(&path).json(&change).send().await.expect(403);
    }
    assert_eq!(read(&service, &path).await["attributes"], attributes);
    let all = read(&service, "/-/").await;
    let kinds = all["kinds"].as_array().unwrap();
    let this = kinds.iter().find(|one| one["term"] == "agreement").unwrap();
    let states = this["attributes"]["occi.agreement.state"]["pattern"]["enum"].clone();
    assert_eq!(
        states,
        json!(["pending", "accepted", "rejected", "suspended", "terminated"])
    );
}

#[tokio::test]
async fn terms_begin_undefined_and_links_lead_to_resources() {
    // SLA-022, SLA-023: the attributes of a term belong to a mixin of the provider.
    let terms = r#"extension terms "http://example.com/terms#" version "1";
        use core;
        use sla;
        mixin uptime "Uptime" at "/mixin/uptime/" {
            depends sla.agreement_term;
            readonly always com.example.uptime.term.state: enum { undefined, fulfilled, violated } = undefined;
        }"#;
    let specs = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs");
    let text = |name: &str| std::fs::read_to_string(format!("{specs}/{name}.occi")).unwrap();
    let mut files = occi_grammar::MemoryResolver::new()
        .with("terms", terms)
        .with("core", text("core"))
        .with("sla", text("sla"));
    let compiled = occi_grammar::compile("terms", &mut files, Profile::V1_2);
    let model = compiled
        .model
        .unwrap_or_else(|| panic!("{}", compiled.faults));
    let service = Service::builder(std::sync::Arc::new(model))
        .build()
        .unwrap();
    let agreement = json!({
        "kind": format!("{SCHEMAS}sla#agreement"),
        "mixins": ["http://example.com/terms#uptime"],
    });
    let agreement = made(&service, "/agreement/", agreement).await;
    let state = &read(&service, &agreement).await["attributes"]["com.example.uptime.term.state"];
    assert_eq!(*state, "undefined");
    let resource = made(
        &service,
        "/resource/",
        body("core#resource", &[], json!({})),
    )
    .await;
    let ends = json!({ "occi.core.source": agreement, "occi.core.target": resource });
    let link = body("sla#agreement_link", &[], ends);
    let link = made(&service, "/link/agreement_link/", link).await;
    let shown = read(&service, &link).await;
    assert_eq!(shown["kind"], format!("{SCHEMAS}sla#agreement_link"));
    assert_eq!(shown["source"]["location"], agreement);
    assert_eq!(shown["target"]["location"], resource);
}

#[tokio::test]
async fn sensors_exist_where_monitoring_is_served() {
    // MON-006, MON-010, MON-012
    let plain = service();
    let [kinds, mixins] = [
        offered(&plain, "kinds").await,
        offered(&plain, "mixins").await,
    ];
    for name in ["sensor", "collector", "metric", "aggregator", "publisher"] {
        let name = format!("monitoring#{name}");
        assert!(!has(&kinds, &name) && !has(&mixins, &name), "{name}");
    }
    let sensor = |period: f64| {
        body(
            "monitoring#sensor",
            &[],
            json!({ "occi.sensor.period": period }),
        )
    };
    let reply = plain.post("/sensor/").json(&sensor(1.0)).send().await;
    assert!((400..500).contains(&reply.status()));
    let service = serving("monitoring.occi");
    let path = made(&service, "/sensor/", sensor(0.000_001)).await;
    let period = &read(&service, &path).await["attributes"]["occi.sensor.period"];
    assert!(
        period.as_f64().is_some_and(|period| period > 0.0),
        "{period}"
    );
    // Whoever serves the extension offers profile 2: users' mixins may depend on the tags.
    for tag in ["metric", "aggregator", "publisher"] {
        let mixin = format!(
            "Category: my-{tag}; scheme=\"http://tags.example.org/a#\"; class=\"mixin\"; rel=\"{SCHEMAS}monitoring#{tag}\"; location=\"/my/{tag}/\""
        );
        service.post("/-/").plain(&mixin).send().await.expect(200);
    }
    let all = read(&service, "/-/").await;
    let mixins = all["mixins"].as_array().unwrap();
    let mine = mixins
        .iter()
        .find(|one| one["term"] == "my-metric")
        .unwrap();
    assert_eq!(
        mine["depends"],
        json!([format!("{SCHEMAS}monitoring#metric")])
    );
}

#[tokio::test]
async fn who_stops_to_notify_has_no_notifications() {
    // NTF-003
    let service = serving("notification.occi");
    let resource = |mixins: &[&str]| body("core#resource", mixins, json!({}));
    let notifier = made(&service, "/resource/", resource(&["notification#notifier"])).await;
    let told = made(&service, "/resource/", resource(&[])).await;
    let link = async |kind: &str, path: &str, source: &str, target: &str| {
        let ends = json!({ "occi.core.source": source, "occi.core.target": target });
        made(&service, path, body(kind, &[], ends)).await
    };
    let gone = link(
        "notification#notification",
        "/link/notification/",
        &notifier,
        &told,
    )
    .await;
    let stays = link("core#link", "/link/", &notifier, &told).await;
    let other = made(&service, "/resource/", resource(&["notification#notifier"])).await;
    let incoming = link(
        "notification#notification",
        "/link/notification/",
        &other,
        &notifier,
    )
    .await;
    let leave = json!([notifier]);
    service
        .delete("/mixin/notifier/")
        .json(&leave)
        .send()
        .await
        .expect(200);
    service.get(&gone).send().await.expect(404);
    for path in [&notifier, &stays, &incoming] {
        service.get(path).send().await.expect(200);
    }
    let links: Value = read(&service, &notifier).await["links"].clone();
    assert_eq!(links.as_array().unwrap().len(), 1);
    // Without the whole collection named, everybody leaves.
    service.delete("/mixin/notifier/").send().await.expect(200);
    service.get(&incoming).send().await.expect(404);
}
