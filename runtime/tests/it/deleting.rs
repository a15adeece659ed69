//! Deletion (D-16, D-98 to D-100, D-103, D-108).

use occi::server::Service;
use serde_json::json;

use crate::support::*;

#[tokio::test]
async fn a_deleted_instance_is_gone_from_everywhere() {
    // HTTP-105 to HTTP-107
    let service = service();
    let (path, other) = (compute(&service).await, compute(&service).await);
    let reply = service.delete(&path).send().await.expect(200);
    assert_eq!(reply.text(), "OK");
    service
        .get(&path)
        .in_json()
        .send()
        .await
        .refused(404, "not-found");
    service
        .delete(&path)
        .in_json()
        .send()
        .await
        .refused(404, "not-found");
    assert_eq!(
        service.get("/compute/").send().await.paths(),
        [other.as_str()]
    );
    let json = service.delete(&other).in_json().send().await.expect(200);
    assert_eq!(json.json(), json!({}));
}

#[tokio::test]
async fn links_go_with_their_ends() {
    // D-16, CORE-074, CORE-075, HTTP-108
    let service = service();
    let (c, n) = (compute(&service).await, network(&service).await);
    let link = || async {
        let ends = json!({ "occi.core.source": c, "occi.core.target": n });
        create(
            &service,
            "/link/networkinterface/",
            "networkinterface",
            ends,
        )
        .await
    };
    let first = link().await;
    service.delete(&first).send().await.expect(200);
    assert!(read(&service, &c).await.get("links").is_none());
    let second = link().await;
    service.delete(&n).send().await.expect(200);
    service.get(&second).send().await.expect(404);
    service.get(&c).send().await.expect(200);
    let storage = storage(&service).await;
    let ends = json!({ "occi.core.source": c, "occi.core.target": storage });
    let third = create(&service, "/link/storagelink/", "storagelink", ends).await;
    service.delete(&c).send().await.expect(200);
    service.get(&third).send().await.expect(404);
    service.get(&storage).send().await.expect(200);
}

#[tokio::test]
async fn collections_of_kinds_are_deleted_whole_or_in_part() {
    // HTTP-140, HTTP-141, HTTP-145
    let service = service();
    let (a, b, c) = (
        storage(&service).await,
        storage(&service).await,
        storage(&service).await,
    );
    let named = format!("X-OCCI-Location: http://test.example:80{a}");
    service
        .delete("/storage/")
        .plain(&named)
        .send()
        .await
        .expect(200);
    assert_eq!(
        service.get("/storage/").send().await.paths(),
        [b.as_str(), c.as_str()]
    );
    let compute = compute(&service).await;
    let foreign = format!("X-OCCI-Location: {compute}");
    service
        .delete("/storage/")
        .plain(&foreign)
        .in_json()
        .send()
        .await
        .refused(400, "not-a-member");
    service.delete("/storage/").send().await.expect(200);
    for path in [b, c] {
        service.get(&path).send().await.expect(404);
    }
    service.get(&compute).send().await.expect(200);
}

#[tokio::test]
async fn unbound_paths_delete_what_is_below_and_the_root_is_safe() {
    // D-100, HTTP-150
    let service = service();
    let body = json!({ "kind": kind("compute") });
    service.put("/vms/a/x").json(&body).send().await.expect(201);
    service.put("/vms/b/y").json(&body).send().await.expect(201);
    service.delete("/vms/a/").send().await.expect(200);
    service.get("/vms/a/x").send().await.expect(404);
    service.get("/vms/b/y").send().await.expect(200);
    service
        .delete("/")
        .in_json()
        .send()
        .await
        .refused(403, "root-deletion");
    service.get("/vms/b/y").send().await.expect(200);
    let open = Service::builder(infrastructure())
        .root_deletion(true)
        .build()
        .unwrap();
    let path = compute(&open).await;
    open.delete("/").send().await.expect(200);
    open.get(&path).send().await.expect(404);
}
