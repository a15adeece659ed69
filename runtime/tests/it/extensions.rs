//! Services of the standard's other extensions, with nothing filled in: what their documents ask
//! for and their definitions say.

use occi::server::Service;
use occi_model::Profile;
use serde_json::{Value, json};

use crate::support::*;

const SCHEMAS: &str = "http://schemas.ogf.org/occi/";

fn serving(file: &str) -> Service {
    let model = compiled(file, Profile::Union);
    Service::builder(model).build().unwrap()
}

fn body(kind: &str, mixins: &[&str], attributes: Value) -> Value {
    let mixins: Vec<String> = mixins
        .iter()
        .map(|mixin| format!("{SCHEMAS}{mixin}"))
        .collect();
    json!({ "kind": format!("{SCHEMAS}{kind}"), "mixins": mixins, "attributes": attributes })
}

async fn made(service: &Service, path: &str, body: Value) -> String {
    service
        .post(path)
        .json(&body)
        .send()
        .await
        .expect(201)
        .location()
}

/// Cores, memory and ephemeral storage of a compute instance.
async fn sizes(service: &Service, path: &str) -> [Value; 3] {
    let attributes = &read(service, path).await["attributes"];
    [
        "occi.compute.cores",
        "occi.compute.memory",
        "occi.compute.ephemeral_storage.size",
    ]
    .map(|name| attributes[name].clone())
}

const SMALL: &str = "infrastructure/compute/template/1.1#small";
const MEDIUM: &str = "infrastructure/compute/template/1.1#medium";

#[tokio::test]
async fn a_resource_template_gives_its_sizes_whatever_the_client_says() {
    // CRTP-005, CRTP-007 to CRTP-012, CRTP-015
    for (term, expected) in [
        ("small", [json!(1), json!(1.0), json!(10.0)]),
        ("medium", [json!(2), json!(2.0), json!(20.0)]),
        ("large", [json!(4), json!(4.0), json!(40.0)]),
        ("mem_small", [json!(1), json!(4.0), json!(10.0)]),
        ("mem_medium", [json!(2), json!(8.0), json!(20.0)]),
        ("mem_large", [json!(4), json!(16.0), json!(40.0)]),
    ] {
        for version in ["1.0", "1.1"] {
            let service = serving(&format!("crtp-{}.occi", version.replace('.', "-")));
            let template = format!("infrastructure/compute/template/{version}#{term}");
            let request = body(
                "infrastructure#compute",
                &[&template],
                json!({ "occi.compute.cores": 64 }),
            );
            let path = made(&service, "/compute/", request).await;
            assert_eq!(sizes(&service, &path).await, expected, "{template}");
            let device = "occi.compute.ephemeral_storage.deviceid";
            assert!(read(&service, &path).await["attributes"][device].is_string());
            let size = "occi.compute.ephemeral_storage.size";
            let change = json!({ "attributes": { (size): 99.0 } });
            let reply = service.post(&path).json(&change).send().await;
            assert_eq!(reply.status(), 403, "{}", reply.text());
        }
    }
}

#[tokio::test]
async fn a_second_resource_template_replaces_the_first() {
    // CRTP-002, CRTP-006
    let service = serving("crtp-1-1.occi");
    let both = body("infrastructure#compute", &[SMALL, MEDIUM], json!({}));
    service
        .post("/compute/")
        .json(&both)
        .send()
        .await
        .expect(409);
    let small = body("infrastructure#compute", &[SMALL], json!({}));
    let path = made(&service, "/compute/", small).await;
    service
        .post("/mixin/resource_tpl/medium/")
        .plain(&format!("X-OCCI-Location: {path}"))
        .send()
        .await
        .expect(200);
    assert_eq!(
        sizes(&service, &path).await,
        [json!(2), json!(2.0), json!(20.0)]
    );
    let mixins = &read(&service, &path).await["mixins"];
    assert_eq!(*mixins, json!([format!("{SCHEMAS}{MEDIUM}")]));
}

#[tokio::test]
async fn applications_show_what_nobody_gave() {
    // PLT-006, PLT-008, PLT-021, PLT-023
    let service = serving("platform.occi");
    let named = json!({ "occi.app.name": "wiki" });
    let app = made(
        &service,
        "/application/",
        body("platform#application", &[], named),
    )
    .await;
    let attributes = &read(&service, &app).await["attributes"];
    for name in ["occi.app.context", "occi.app.url", "occi.app.state"] {
        assert!(attributes[name].is_string(), "{name}: {attributes}");
        let change = json!({ "attributes": { (name): "git@git.example.com" } });
        service.post(&app).json(&change).send().await.expect(403);
    }
    let given = json!({ "occi.app.name": "wiki", "occi.app.context": "git@git.example.com" });
    let request = body("platform#application", &[], given);
    let app_2 = made(&service, "/application/", request).await;
    let attributes = &read(&service, &app_2).await["attributes"];
    assert_eq!(attributes["occi.app.context"], "git@git.example.com");

    let request = body("platform#component", &["platform#database"], json!({}));
    let database = made(&service, "/component/", request).await;
    assert!(read(&service, &database).await["attributes"]["occi.database.version"].is_string());
    let ends = json!({ "occi.core.source": app, "occi.core.target": database });
    let request = body(
        "platform#componentlink",
        &["platform#databaselink"],
        ends.clone(),
    );
    let link = made(&service, "/link/componentlink/", request).await;
    assert!(read(&service, &link).await["attributes"]["occi.database.uri"].is_string());
    // A database makes a component, not an application.
    let request = body("platform#application", &["platform#database"], json!({}));
    let reply = service.post("/application/").json(&request).send().await;
    assert!((400..500).contains(&reply.status()), "{}", reply.text());
}

#[tokio::test]
async fn agreements_hold_between_absolute_times() {
    // SLA-006, SLA-007, SLA-008
    let service = serving("sla.occi");
    for (text, status) in [
        ("2030-01-01T00:00:00Z", 201),
        ("2030-01-01", 201),
        ("P1Y", 400),
        ("2030-01-01/2031-01-01", 400),
        ("00:00:00Z", 400),
    ] {
        let times = json!({ "occi.agreement.effectiveFrom": text });
        let request = body("sla#agreement", &[], times);
        let reply = service.post("/agreement/").json(&request).send().await;
        assert_eq!(reply.status(), status, "{text}: {}", reply.text());
        if status == 201 {
            let attributes = &read(&service, &reply.location()).await["attributes"];
            assert_eq!(attributes["occi.agreement.effectiveFrom"], text);
            assert_eq!(attributes["occi.agreement.state"], "pending");
        }
    }
}

#[tokio::test]
async fn agreements_end_only_where_they_hold() {
    // SLA-011 to SLA-015, D-47, D-48
    let service = serving("sla.occi");
    let act = async |path: &str, term: &str| {
        let action = json!({ "action": format!("{SCHEMAS}sla#{term}") });
        let path = format!("{path}?action={term}");
        service.post(&path).json(&action).send().await.status()
    };
    let request = || body("sla#agreement", &[], json!({}));
    let path = made(&service, "/agreement/", request()).await;
    assert_eq!(act(&path, "terminate").await, 409);
    for (term, state) in [
        ("accept", "accepted"),
        ("suspend", "suspended"),
        ("resume", "accepted"),
        ("terminate", "terminated"),
    ] {
        assert!((200..300).contains(&act(&path, term).await), "{term}");
        let found = &read(&service, &path).await["attributes"]["occi.agreement.state"];
        assert_eq!(*found, state);
    }
    assert_eq!(act(&path, "resume").await, 409);
    let path = made(&service, "/agreement/", request()).await;
    assert!((200..300).contains(&act(&path, "reject").await));
    assert_eq!(act(&path, "accept").await, 409);
}

#[tokio::test]
async fn sensors_measure_in_order_and_collect_from_resources() {
    // MON-003, MON-005, MON-008, MON-009
    let service = serving("monitoring.occi");
    let sensor = |attributes: Value| body("monitoring#sensor", &[], attributes);
    for (attributes, status) in [
        (json!({}), 400),
        (
            json!({ "occi.sensor.period": 1, "occi.sensor.timestart": 20, "occi.sensor.timestop": 10 }),
            400,
        ),
        (
            json!({ "occi.sensor.period": 0.000001, "occi.sensor.timestart": 10, "occi.sensor.timestop": 20.5 }),
            201,
        ),
        (
            json!({ "occi.sensor.period": 1, "occi.sensor.timestop": 10 }),
            201,
        ),
    ] {
        let request = sensor(attributes);
        let reply = service.post("/sensor/").json(&request).send().await;
        assert_eq!(reply.status(), status, "{request}: {}", reply.text());
    }
    let sensor = made(
        &service,
        "/sensor/",
        sensor(json!({ "occi.sensor.period": 1 })),
    )
    .await;
    let measured = made(
        &service,
        "/resource/",
        body("core#resource", &[], json!({})),
    )
    .await;
    for (source, target, status) in [(&sensor, &measured, 201), (&measured, &sensor, 400)] {
        let ends = json!({
            "occi.core.source": source,
            "occi.core.target": target,
            "occi.collector.period": 5,
        });
        let request = body("monitoring#collector", &["monitoring#metric"], ends);
        let reply = service.post("/link/collector/").json(&request).send().await;
        assert_eq!(reply.status(), status, "{}", reply.text());
    }
}

#[tokio::test]
async fn any_resource_can_notify() {
    // NTF-001
    let service = serving("notification.occi");
    let notifier = body("core#resource", &["notification#notifier"], json!({}));
    let from = made(&service, "/resource/", notifier).await;
    let to = made(
        &service,
        "/resource/",
        body("core#resource", &[], json!({})),
    )
    .await;
    let ends = json!({ "occi.core.source": from, "occi.core.target": to });
    let request = body("notification#notification", &[], ends);
    let link = made(&service, "/link/notification/", request).await;
    service.get(&link).send().await.expect(200);
}
