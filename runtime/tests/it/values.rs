//! Values as the server takes and keeps them: digits, members that are left out, final states.

use occi::server::Service;
use serde_json::{Value, json};

use crate::support::*;

const SHOP: &str = r#"
extension shop "http://example.com/occi/shop#";
use core;

kind item "Item" : core.resource at "/item/" {
    com.example.item.price: number(0..=999, digits = 5, fraction = 2);
    com.example.item.year: integer(digits = 4);
    com.example.item.box: hash {
        required width: float;
        count: integer(digits = 2) = 1;
        label: hash { text: string = "none"; } = {};
    };
    com.example.item.spare: hash { width: float = 2.5; } = {};

    readonly always com.example.item.state: enum { shelved, sold } = shelved;
    action sell returns "the item as it was sold";
    action unpack;
    states com.example.item.state {
        initial final shelved { sell -> sold; unpack -> shelved; }
        final sold { unpack -> shelved; }
    }
}
"#;

fn shop() -> Service {
    Service::builder(written(SHOP)).build().unwrap()
}

async fn item(service: &Service, attributes: Value) -> Reply {
    let body = json!({ "kind": "http://example.com/occi/shop#item", "attributes": attributes });
    service.post("/item/").json(&body).in_json().send().await
}

#[tokio::test]
async fn numbers_have_no_more_digits_than_their_type_says() {
    // D-22
    let service = shop();
    for (name, value) in [
        ("price", json!(0.125)),
        ("price", json!(1000)),
        ("year", json!(10000)),
    ] {
        let name = format!("com.example.item.{name}");
        let reply = item(&service, json!({ name.clone(): value })).await;
        let reply = reply.refused(400, "invalid-value");
        assert!(reply.text().contains(&name), "{}", reply.text());
    }
    let reply = item(
        &service,
        json!({ "com.example.item.price": 998.75, "com.example.item.year": -9999 }),
    )
    .await
    .expect(201);
    let shown = read(&service, &reply.location()).await;
    assert_eq!(shown["attributes"]["com.example.item.price"], 998.75);
    assert_eq!(shown["attributes"]["com.example.item.year"], -9999);
}

#[tokio::test]
async fn members_that_are_left_out_get_their_defaults() {
    let service = shop();
    let given = json!({ "com.example.item.box": { "width": 2.0 } });
    let path = item(&service, given).await.expect(201).location();
    let shown = read(&service, &path).await;
    assert_eq!(
        shown["attributes"]["com.example.item.box"],
        json!({ "width": 2.0, "count": 1, "label": { "text": "none" } })
    );
    // The default of an attribute has them too.
    assert_eq!(
        shown["attributes"]["com.example.item.spare"],
        json!({ "width": 2.5 })
    );
    // A change gives the whole value: what it leaves out has its default again.
    let change = json!({ "attributes": { "com.example.item.box": { "width": 3.0, "count": 7 } } });
    service
        .post(&path)
        .json(&change)
        .in_json()
        .send()
        .await
        .expect(200);
    let change = json!({ "attributes": { "com.example.item.box": { "width": 4.0 } } });
    service
        .post(&path)
        .json(&change)
        .in_json()
        .send()
        .await
        .expect(200);
    let shown = read(&service, &path).await;
    assert_eq!(
        shown["attributes"]["com.example.item.box"],
        json!({ "width": 4.0, "count": 1, "label": { "text": "none" } })
    );
    // What a member gets is checked as what a client gives.
    let wrong = json!({ "com.example.item.box": { "width": 2.0, "count": 100 } });
    item(&service, wrong).await.refused(400, "invalid-value");
}

#[tokio::test]
async fn final_states_can_be_left_and_any_state_can_be_deleted_from() {
    // D-33
    let service = shop();
    let path = item(&service, json!({})).await.expect(201).location();
    for action in ["sell", "unpack", "sell"] {
        let url = format!("{path}?action={action}");
        let body =
            json!({ "action": format!("http://example.com/occi/shop/item/action#{action}") });
        service
            .post(&url)
            .json(&body)
            .in_json()
            .send()
            .await
            .expect(200);
    }
    let shown = read(&service, &path).await;
    assert_eq!(shown["attributes"]["com.example.item.state"], "sold");
    service.delete(&path).send().await;
    assert_eq!(service.get(&path).send().await.status(), 404);
}
