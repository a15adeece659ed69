//! Conditions beyond the values of one instance (D-36): calculations and texts, ends of links,
//! mixins, links of a resource, all instances of a kind.

use std::sync::Arc;

use occi::{Model, server::Service, store::MemoryStore};
use serde_json::{Value, json};

use crate::support::*;

const TEST: &str = "http://example.com/occi/test#";

const DEFINITION: &str = r#"
extension test "http://example.com/occi/test#";
use core;

kind rack : core.resource at "/rack/" {
    com.example.slots: integer = 2;
    com.example.watts: float = 100.0;
    com.example.tag: string;
    readonly always com.example.mode: enum { on, off } = on;
    action resize(required slots: integer);
    states com.example.mode { initial on { resize -> on; event -> off; } off; }

    require com.example.slots * 2 - 1 < 20 "at most ten slots";
    require not defined(com.example.tag) or length(com.example.tag) <= 4
        and not starts_with(lower(com.example.tag), "x") "tags are short, without x";
    require unique(com.example.tag) "tags differ";
    require links(slot) <= com.example.slots "every card has a slot";
    require links(slot, target has spare) <= 1 "one spare is enough";
}

kind card : core.resource at "/card/" {
    com.example.need: float = 10.0;
}

mixin spare at "/spare/" { applies card; }
mixin golden at "/golden/" { depends spare; applies card; }

kind slot : core.link at "/slot/" {
    source rack;
    target card, rack;
    com.example.number: integer;

    require not defined(target(com.example.need))
        or target(com.example.need) <= source(com.example.watts) "the card needs more power";
    require unique(occi.core.source, com.example.number) "the slot is taken";
    require acyclic() "a rack stands in itself";
}

mixin cooled at "/cooled/" {
    applies slot;
    require target has spare "only spare cards are cooled";
    require self has quiet or not defined(com.example.number) "numbered slots are quiet";
}
mixin quiet at "/quiet/" { applies slot; }

/// Never without a card.
kind shelf : core.resource at "/shelf/" {
    require links(place) >= 1 "a shelf is not empty";
}
kind place : core.link at "/place/" { source shelf; target card; }
"#;

fn service() -> Service {
    Service::builder(written(DEFINITION)).build().unwrap()
}

async fn make(service: &Service, term: &str, attributes: Value) -> Reply {
    let body = json!({ "kind": format!("{TEST}{term}"), "attributes": attributes });
    service.post(&format!("/{term}/")).json(&body).send().await
}

async fn made(service: &Service, term: &str, attributes: Value) -> String {
    make(service, term, attributes).await.expect(201).location()
}

async fn connect(service: &Service, source: &str, target: &str, attributes: Value) -> Reply {
    let body = json!({
        "kind": format!("{TEST}slot"),
        "source": { "location": source },
        "target": { "location": target },
        "attributes": attributes,
    });
    service.post("/slot/").json(&body).send().await
}

async fn change(service: &Service, path: &str, attributes: Value) -> Reply {
    let body = json!({ "attributes": attributes });
    service.post(path).json(&body).send().await
}

async fn attach(service: &Service, mixin: &str, path: &str) -> Reply {
    let text = format!("X-OCCI-Location: http://test.example:80{path}");
    service
        .post(&format!("/{mixin}/"))
        .plain(&text)
        .in_json()
        .send()
        .await
}

async fn detach(service: &Service, mixin: &str, path: &str) -> Reply {
    let text = format!("X-OCCI-Location: http://test.example:80{path}");
    service
        .delete(&format!("/{mixin}/"))
        .plain(&text)
        .in_json()
        .send()
        .await
}

async fn count(service: &Service, path: &str) -> usize {
    let listed = service.get(path).accept("text/uri-list").send().await;
    listed.text().lines().count()
}

#[tokio::test]
async fn calculations_and_texts() {
    let service = service();
    for wrong in [
        json!({ "com.example.slots": 11 }),
        // Beyond 64 bits there is no result, and nothing is less than nothing.
        json!({ "com.example.slots": i64::MAX }),
        json!({ "com.example.tag": "abcde" }),
        json!({ "com.example.tag": "Xa" }),
    ] {
        make(&service, "rack", wrong)
            .await
            .refused(400, "constraint");
    }
    let right = json!({ "com.example.slots": 10, "com.example.tag": "äöüß" });
    let rack = made(&service, "rack", right).await;
    change(&service, &rack, json!({ "com.example.slots": 11 }))
        .await
        .refused(400, "constraint");
    assert_eq!(
        read(&service, &rack).await["attributes"]["com.example.slots"],
        10
    );
}

#[tokio::test]
async fn an_action_breaks_no_condition() {
    let service = service();
    let rack = made(&service, "rack", json!({})).await;
    let resize = |slots: i64| {
        let body = json!({
            "action": "http://example.com/occi/test/rack/action#resize",
            "attributes": { "slots": slots },
        });
        service
            .post(&format!("{rack}?action=resize"))
            .json(&body)
            .send()
    };
    resize(5).await.expect(200);
    resize(11).await.refused(409, "constraint");
    for _ in 0..2 {
        let card = made(&service, "card", json!({})).await;
        connect(&service, &rack, &card, json!({})).await.expect(201);
    }
    resize(1).await.refused(409, "constraint");
    assert_eq!(
        read(&service, &rack).await["attributes"]["com.example.slots"],
        5
    );
}

#[tokio::test]
async fn both_ends_of_a_link_count_whoever_changes() {
    let service = service();
    let rack = made(&service, "rack", json!({ "com.example.watts": 20.0 })).await;
    let big = made(&service, "card", json!({ "com.example.need": 30.0 })).await;
    let card = made(&service, "card", json!({})).await;
    connect(&service, &rack, &big, json!({}))
        .await
        .refused(400, "constraint");
    let link = connect(&service, &rack, &card, json!({}))
        .await
        .expect(201)
        .location();
    // The link itself is led elsewhere.
    change(&service, &link, json!({ "occi.core.target": big }))
        .await
        .refused(400, "constraint");
    // One of its ends changes.
    change(&service, &card, json!({ "com.example.need": 21.0 }))
        .await
        .refused(409, "constraint");
    change(&service, &rack, json!({ "com.example.watts": 9.0 }))
        .await
        .refused(409, "constraint");
    change(&service, &card, json!({ "com.example.need": 20.0 }))
        .await
        .expect(200);
    let shown = read(&service, &link).await.to_string();
    assert!(shown.contains(&card) && !shown.contains(&big), "{shown}");
    // What is elsewhere has no values.
    let kind = json!({ "occi.core.target.kind": format!("{TEST}card") });
    connect(&service, &rack, "http://other.example/card/1", kind)
        .await
        .expect(201);
    // Without the link the card is free.
    service.delete(&link).send().await.expect(200);
    change(&service, &card, json!({ "com.example.need": 21.0 }))
        .await
        .expect(200);
}

#[tokio::test]
async fn mixins_are_asked_for_and_kept() {
    let service = service();
    let rack = made(&service, "rack", json!({})).await;
    let card = made(&service, "card", json!({})).await;
    let link = connect(&service, &rack, &card, json!({ "com.example.number": 1 }))
        .await
        .expect(201)
        .location();
    attach(&service, "quiet", &link).await.expect(200);
    attach(&service, "cooled", &link)
        .await
        .refused(400, "constraint");
    // A mixin that depends on the wanted one will do.
    attach(&service, "golden", &card).await.expect(200);
    attach(&service, "cooled", &link).await.expect(200);
    detach(&service, "golden", &card)
        .await
        .refused(409, "constraint");
    detach(&service, "quiet", &link)
        .await
        .refused(400, "constraint");
    detach(&service, "cooled", &link).await.expect(200);
    detach(&service, "golden", &card).await.expect(200);
    detach(&service, "quiet", &link).await.expect(200);
}

#[tokio::test]
async fn links_are_counted() {
    let service = service();
    let rack = made(&service, "rack", json!({})).await;
    let mut cards = Vec::new();
    for _ in 0..3 {
        cards.push(made(&service, "card", json!({})).await);
    }
    for card in &cards[..2] {
        connect(&service, &rack, card, json!({})).await.expect(201);
    }
    connect(&service, &rack, &cards[2], json!({}))
        .await
        .refused(409, "constraint");
    assert_eq!(count(&service, "/slot/").await, 2);
    change(&service, &rack, json!({ "com.example.slots": 1 }))
        .await
        .refused(400, "constraint");
    // What the links lead to counts, too.
    attach(&service, "spare", &cards[0]).await.expect(200);
    attach(&service, "spare", &cards[1])
        .await
        .refused(409, "constraint");
    // A rack that brings its links along is new itself.
    let inline = |targets: &[String]| {
        let links: Vec<Value> = targets
            .iter()
            .map(|card| json!({ "kind": format!("{TEST}slot"), "target": { "location": card } }))
            .collect();
        json!({ "kind": format!("{TEST}rack"), "links": links })
    };
    let post = |body: Value| service.post("/rack/").json(&body).send();
    post(inline(&cards)).await.refused(400, "constraint");
    post(inline(&cards[..2])).await.expect(201);
    assert_eq!(count(&service, "/slot/").await, 4);
}

#[tokio::test]
async fn what_needs_a_link_keeps_it() {
    let service = service();
    let card = made(&service, "card", json!({})).await;
    make(&service, "shelf", json!({}))
        .await
        .refused(400, "constraint");
    let body = json!({
        "kind": format!("{TEST}shelf"),
        "links": [{ "kind": format!("{TEST}place"), "target": { "location": card } }],
    });
    let reply = service.post("/shelf/").json(&body).send().await.expect(201);
    let shelf = reply.location();
    let link = service
        .get("/place/")
        .accept("text/uri-list")
        .send()
        .await
        .paths()
        .remove(0);
    for needed in [&link, &card] {
        service
            .delete(needed)
            .in_json()
            .send()
            .await
            .refused(409, "constraint");
    }
    assert_eq!(count(&service, "/place/").await, 1);
    service.delete(&shelf).send().await.expect(200);
    assert_eq!(count(&service, "/place/").await, 0);
    service.delete(&card).send().await.expect(200);
}

#[tokio::test]
async fn values_are_unique() {
    let service = service();
    let rack = made(&service, "rack", json!({ "com.example.tag": "a" })).await;
    let other = made(&service, "rack", json!({ "com.example.tag": "b" })).await;
    // Without a value nobody is like anybody.
    for _ in 0..2 {
        made(&service, "rack", json!({})).await;
    }
    make(&service, "rack", json!({ "com.example.tag": "a" }))
        .await
        .refused(400, "constraint");
    change(&service, &other, json!({ "com.example.tag": "a" }))
        .await
        .refused(400, "constraint");
    change(&service, &rack, json!({ "com.example.tag": "a" }))
        .await
        .expect(200);
    // Of several attributes all must be equal.
    let mut cards = Vec::new();
    for _ in 0..2 {
        cards.push(made(&service, "card", json!({})).await);
    }
    let number = || json!({ "com.example.number": 7 });
    connect(&service, &rack, &cards[0], number())
        .await
        .expect(201);
    connect(&service, &rack, &cards[1], number())
        .await
        .refused(400, "constraint");
    connect(&service, &other, &cards[1], number())
        .await
        .expect(201);
    service.delete(&rack).send().await.expect(200);
    made(&service, "rack", json!({ "com.example.tag": "a" })).await;
}

#[tokio::test]
async fn no_circle_is_closed() {
    let service = service();
    let mut racks = Vec::new();
    for _ in 0..4 {
        racks.push(made(&service, "rack", json!({})).await);
    }
    let link = connect(&service, &racks[0], &racks[1], json!({}))
        .await
        .expect(201)
        .location();
    connect(&service, &racks[1], &racks[2], json!({}))
        .await
        .expect(201);
    // Two ways to one place are no circle.
    connect(&service, &racks[0], &racks[2], json!({}))
        .await
        .expect(201);
    for (from, to) in [(2, 0), (1, 0), (3, 3)] {
        connect(&service, &racks[from], &racks[to], json!({}))
            .await
            .refused(400, "constraint");
    }
    connect(&service, &racks[3], &racks[0], json!({}))
        .await
        .expect(201);
    change(&service, &link, json!({ "occi.core.target": racks[3] }))
        .await
        .refused(400, "constraint");
    service.delete(&link).send().await.expect(200);
    connect(&service, &racks[1], &racks[0], json!({}))
        .await
        .expect(201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_requests_at_the_same_time_one_wins() {
    let service = service();
    let (left, right) = (
        made(&service, "rack", json!({ "com.example.slots": 9 })).await,
        made(&service, "rack", json!({ "com.example.slots": 9 })).await,
    );
    let mut tasks = Vec::new();
    for number in 0..16 {
        let service = service.clone();
        let (left, right) = (left.clone(), right.clone());
        tasks.push(tokio::spawn(async move {
            let tagged = make(&service, "rack", json!({ "com.example.tag": "same" })).await;
            let (from, to) = if number % 2 == 0 {
                (&left, &right)
            } else {
                (&right, &left)
            };
            connect(&service, from, to, json!({})).await;
            tagged.status()
        }));
    }
    let mut created = 0;
    for task in tasks {
        match task.await.unwrap() {
            201 => created += 1,
            400 | 409 => {}
            other => panic!("{other}"),
        }
    }
    assert_eq!(created, 1);
    let ways = async |from: &str| {
        let rack = read(&service, from).await;
        rack["links"].as_array().map_or(0, Vec::len)
    };
    let (there, back) = (ways(&left).await, ways(&right).await);
    assert!(
        there > 0 && back == 0 || back > 0 && there == 0,
        "{there} and {back}"
    );
}

#[tokio::test]
async fn what_was_broken_before_stands_in_nobodys_way() {
    let lax = DEFINITION
        .replace("the card needs more power\";", "x\";")
        .replace(
            "or target(com.example.need) <= source(com.example.watts)",
            "or target(com.example.need) != 0",
        );
    assert_ne!(lax, DEFINITION);
    let store = Arc::new(MemoryStore::new());
    let serve = |model: Arc<Model>| {
        let store = Arc::clone(&store);
        Service::builder(model).store(store).build().unwrap()
    };
    let before = serve(written(&lax));
    let rack = made(&before, "rack", json!({ "com.example.watts": 5.0 })).await;
    let card = made(&before, "card", json!({})).await;
    let link = connect(&before, &rack, &card, json!({}))
        .await
        .expect(201)
        .location();
    let after = serve(written(DEFINITION));
    // The ends are free to change; the link has to be mended when it is touched.
    change(&after, &rack, json!({ "com.example.tag": "a" }))
        .await
        .expect(200);
    change(&after, &link, json!({ "com.example.number": 1 }))
        .await
        .refused(400, "constraint");
    change(&after, &rack, json!({ "com.example.watts": 10.0 }))
        .await
        .expect(200);
    change(&after, &link, json!({ "com.example.number": 1 }))
        .await
        .expect(200);
    change(&after, &rack, json!({ "com.example.watts": 9.0 }))
        .await
        .refused(409, "constraint");
}
