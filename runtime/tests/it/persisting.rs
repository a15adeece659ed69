//! The service on a store on disk.

use std::sync::Arc;

use occi::{server::Service, store::RedbStore};
use serde_json::json;

use crate::support::*;

#[tokio::test]
async fn everything_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let open = || {
        let store = RedbStore::open(folder.path().join("x.redb")).unwrap();
        Service::builder(infrastructure())
            .store(Arc::new(store))
            .build()
            .unwrap()
    };
    let service = open();
    let (c, n) = (compute(&service).await, network(&service).await);
    let ends = json!({ "occi.core.source": c, "occi.core.target": n });
    create(
        &service,
        "/link/networkinterface/",
        "networkinterface",
        ends,
    )
    .await;
    let tag = json!({ "mixins": [{ "term": "blue", "scheme": "http://a.example/#", "location": "/blue/" }] });
    service.post("/-/").json(&tag).send().await.expect(200);
    service
        .post("/blue/")
        .json(&json!([c]))
        .send()
        .await
        .expect(200);
    let invocation =
        json!({ "action": "http://schemas.ogf.org/occi/infrastructure/compute/action#start" });
    service
        .post(&format!("{c}?action=start"))
        .json(&invocation)
        .send()
        .await
        .expect(200);
    let before = read(&service, &c).await;
    drop(service);
    let service = open();
    assert_eq!(read(&service, &c).await, before);
    assert_eq!(service.get("/blue/").send().await.paths(), [c.as_str()]);
    service.delete(&c).send().await.expect(200);
    drop(service);
    let service = open();
    service.get(&c).send().await.expect(404);
    assert_eq!(service.get("/").send().await.paths(), [n]);
}

#[tokio::test]
async fn a_store_of_another_definition_is_refused_when_the_service_is_built() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.redb");
    {
        let store = RedbStore::open(&path).unwrap();
        let service = Service::builder(infrastructure())
            .store(Arc::new(store))
            .build()
            .unwrap();
        compute(&service).await;
    }
    let core = compiled("core.occi", occi_model::Profile::Union);
    let store = RedbStore::open(&path).unwrap();
    let error = Service::builder(core)
        .store(Arc::new(store))
        .build()
        .unwrap_err();
    assert!(
        error.to_string().contains("infrastructure#compute"),
        "{error}"
    );
}
