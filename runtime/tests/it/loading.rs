//! Configurations that a service loads: created once, compared ever after.

use std::sync::Arc;

use occi::server::{LoadError, Loaded, Service};
use occi_grammar::{Compiled, MemoryResolver, compile};
use occi_model::{Configuration, Model, Profile};

use crate::support::{Asks, read, service};

/// The configurations of a text with the model that they were checked against, which is not the
/// service's.
fn configurations(text: &str) -> (Arc<Model>, Vec<Configuration>) {
    let mut texts = MemoryResolver::new().with("test", text);
    let Compiled {
        model,
        configurations,
        faults,
        ..
    } = compile("test", &mut texts, Profile::Union);
    assert!(faults.is_empty(), "{faults}");
    (Arc::new(model.unwrap()), configurations)
}

async fn load(service: &Service, text: &str) -> Result<Loaded, LoadError> {
    let (model, configurations) = configurations(text);
    service.load(&model, &configurations[0]).await
}

/// The paths in the collection at a path.
async fn paths(service: &Service, path: &str) -> Vec<String> {
    let listing = service.get(path).accept("text/uri-list").send().await;
    listing.expect(200).paths()
}

const SHOP: &str = r#"
    use core;
    use platform;
    use infrastructure as infra;
    configuration shop {
        tag shown "Shown" in "http://example.com/tags#" at "/shown/";
        resource web "Web" : infra.compute with shown {
            occi.compute.cores = 2;
            occi.compute.memory = 1.5;
            link nic : infra.networkinterface -> net with infra.ipnetworkinterface {
                occi.networkinterface.address = "192.0.2.7";
            }
        }
        resource net : infra.network at "/network/office" {
            id "urn:x:net";
            link out : core.link -> "http://other.example/x";
        }
        resource box : platform.application { occi.app.name = "platform"; occi.app.context = "http://box.example/"; }
    }
"#;

/// Without what the service does not have.
fn shop() -> String {
    let lines = SHOP.lines().filter(|line| !line.contains("platform"));
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn what_is_not_there_is_created_with_its_ids() {
    let service = service();
    let loaded = load(&service, &shop()).await.unwrap();
    assert_eq!(loaded.tags.len(), 1);
    assert_eq!(
        loaded.to_string(),
        "shop: 4 created, 0 unchanged, 0 different"
    );
    let names: Vec<&str> = loaded.created.iter().map(|(name, _)| &**name).collect();
    assert_eq!(names, ["web", "net", "web.nic", "net.out"]);
    let web = &loaded.created[0].1;
    assert!(web.starts_with("/compute/"), "{web}");
    let shown = read(&service, web).await;
    assert_eq!(shown["title"], "Web");
    assert_eq!(shown["attributes"]["occi.compute.memory"], 1.5);
    assert_eq!(shown["mixins"][0], "http://example.com/tags#shown");
    assert_eq!(shown["links"][0]["target"]["location"], "/network/office");
    // The state machine has put it into its first state.
    assert_eq!(shown["attributes"]["occi.compute.state"], "inactive");
    let net = read(&service, "/network/office").await;
    assert_eq!(net["id"], "urn:x:net");
    let members = paths(&service, "/shown/").await;
    assert_eq!(members, [web.as_str()]);
}

#[tokio::test]
async fn what_is_there_stays_as_it_is() {
    let service = service();
    let first = load(&service, &shop()).await.unwrap();
    let again = load(&service, &shop()).await.unwrap();
    assert_eq!(
        again.to_string(),
        "shop: 0 created, 4 unchanged, 0 different"
    );
    assert!(again.tags.is_empty());
    // Somebody changes one, and deletes another.
    let web = &first.created[0].1;
    service
        .post(web)
        .json(&serde_json::json!({ "attributes": { "occi.compute.cores": 3 } }))
        .send()
        .await
        .expect(200);
    let nic = &first.created[2].1;
    service.delete(nic).send().await.expect(200);
    let third = load(&service, &shop()).await.unwrap();
    assert_eq!(
        third.to_string(),
        "shop: 1 created, 2 unchanged, 1 different"
    );
    assert_eq!(third.created, [("web.nic".to_owned(), nic.clone())]);
    assert_eq!(third.different[0].name, "web");
    assert_eq!(third.different[0].what, ["occi.compute.cores"]);
    let cores = read(&service, web).await;
    assert_eq!(cores["attributes"]["occi.compute.cores"], 3);
}

#[tokio::test]
async fn what_the_service_refuses_is_not_there_at_all() {
    let service = service();
    let error = load(&service, SHOP).await.unwrap_err();
    assert!(
        matches!(&error, LoadError::Refused { configuration, fault } if configuration == "shop" && fault.code == "unknown-kind"),
        "{error:?}"
    );
    assert!(paths(&service, "/compute/").await.is_empty());
    // The kind of an instance never changes.
    let kind = |kind: &str| {
        format!(
            "use infrastructure as infra;\nconfiguration c {{ resource x : infra.{kind} {{ id \"urn:x:1\"; }} }}"
        )
    };
    load(&service, &kind("network")).await.unwrap();
    let error = load(&service, &kind("compute")).await.unwrap_err();
    assert!(matches!(error, LoadError::OtherKind { .. }), "{error:?}");
    // Nor is a path given twice.
    let path = "use infrastructure as infra;\nconfiguration c { resource y : infra.compute at \"/network/y\"; }";
    let error = load(&service, path).await.unwrap_err().to_string();
    assert!(error.contains("lies below /network/"), "{error}");
}

#[tokio::test]
async fn templates_win_over_configurations() {
    let text = "use infrastructure as infra;\nuse crtp-1-1 as sizes;\nconfiguration c { resource x : infra.compute with sizes.small { occi.compute.cores = 7; } }";
    let (model, configurations) = configurations(text);
    let service = Service::builder(Arc::clone(&model)).build().unwrap();
    let first = service.load(&model, &configurations[0]).await.unwrap();
    assert_eq!(first.created.len(), 1);
    let again = service.load(&model, &configurations[0]).await.unwrap();
    assert_eq!((again.unchanged, again.different.len()), (1, 0));
}
