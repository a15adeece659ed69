//! The JSON rendering (GFD.226).

use occi::server::Service;
use serde_json::{Value, json};

use super::*;

/// What an entity may show: attributes, by the kinds of its chain and its mixins.
async fn described(service: &Service) -> Vec<(String, Value)> {
    let all = read(service, "/-/").await;
    let mut found = Vec::new();
    for key in ["kinds", "mixins"] {
        for category in all[key].as_array().unwrap() {
            let attributes = category["attributes"].as_object();
            for (name, description) in attributes.into_iter().flatten() {
                found.push((name.clone(), description.clone()));
            }
        }
    }
    found
}

#[tokio::test]
async fn an_entity_is_an_object_of_its_members() {
    // JSON-002 to JSON-008, JSON-035, JSON-036
    let Connected {
        service,
        compute,
        interface,
        ..
    } = connected().await;
    let entity = read(&service, &compute).await;
    assert!(entity.is_object());
    assert_eq!(entity["kind"], kind("compute"));
    assert!(entity["id"].as_str().unwrap().starts_with("urn:uuid:"));
    assert_eq!(entity["mixins"], json!([TAG]));
    assert!(offered(&service, "mixins").await.contains(&TAG.to_owned()));
    assert_eq!(entity["title"], "one");
    assert_eq!(entity["summary"], "of many");
    let actions = entity["actions"].as_array().unwrap();
    assert!(actions.contains(&json!(
        "http://schemas.ogf.org/occi/infrastructure/compute/action#start"
    )));
    let known = described(&service).await;
    let attributes = entity["attributes"].as_object().unwrap();
    assert_eq!(attributes["occi.compute.cores"], 2);
    assert!(!attributes.contains_key("occi"));
    for (name, value) in attributes {
        assert!(known.iter().any(|(other, _)| other == name), "{name}");
        assert!(!value.is_null(), "{name}");
    }
    assert_eq!(entity["links"], json!([read(&service, &interface).await]));
}

#[tokio::test]
async fn title_and_summary_can_be_changed() {
    // JSON-009
    let Connected {
        service, compute, ..
    } = connected().await;
    let change = json!({ "kind": kind("compute"), "title": "two", "summary": "of few" });
    service
        .post(&compute)
        .json(&change)
        .send()
        .await
        .expect(200);
    let entity = read(&service, &compute).await;
    assert_eq!(
        (&entity["title"], &entity["summary"]),
        (&json!("two"), &json!("of few"))
    );
}

#[tokio::test]
async fn ends_of_a_link_say_where_and_what_they_are() {
    // JSON-014 to JSON-016
    let Connected {
        service,
        compute,
        network,
        interface,
    } = connected().await;
    let link = read(&service, &interface).await;
    for (end, location) in [("source", &compute), ("target", &network)] {
        assert_eq!(link[end]["location"], **location);
        let entity = read(&service, location).await;
        let said = &link[end]["kind"];
        assert!(said.is_null() || *said == entity["kind"], "{said}");
    }
    let shown = read(&service, &compute).await;
    assert_eq!(shown["links"][0]["target"]["kind"], kind("network"));
    // Core lets both ends be changed, and so does this server (D-17); what is no end is refused.
    let other = super::super::support::network(&service).await;
    let change = json!({ "kind": kind("networkinterface"), "target": { "location": other } });
    service
        .post(&interface)
        .json(&change)
        .send()
        .await
        .expect(200);
    assert_eq!(
        read(&service, &interface).await["target"]["location"],
        other
    );
    let change =
        json!({ "kind": kind("networkinterface"), "target": { "location": "/network/none" } });
    let reply = service.post(&interface).json(&change).send().await;
    assert!((400..500).contains(&reply.status()));
    assert_eq!(
        read(&service, &interface).await["target"]["location"],
        other
    );
}

#[tokio::test]
async fn collections_are_objects_of_arrays() {
    // JSON-027 to JSON-030
    let Connected {
        service,
        compute,
        interface,
        ..
    } = connected().await;
    let list = read(&service, "/compute/").await;
    assert_eq!(
        list,
        json!({ "resources": [read(&service, &compute).await] })
    );
    let list = read(&service, "/link/networkinterface/").await;
    assert_eq!(list, json!({ "links": [read(&service, &interface).await] }));
    assert_eq!(
        read(&service, "/storage/").await,
        json!({ "resources": [] })
    );
    assert_eq!(
        read(&service, "/link/storagelink/").await,
        json!({ "links": [] })
    );
}

#[tokio::test]
async fn categories_stand_under_their_class() {
    // JSON-017, JSON-031 to JSON-034
    let Connected { service, .. } = connected().await;
    let all = read(&service, "/-/").await;
    let keys: Vec<&String> = all.as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 3);
    assert!(
        offered(&service, "kinds")
            .await
            .contains(&"http://schemas.ogf.org/occi/core#resource".to_owned())
    );
    let text = fields(&service.get("/-/").send().await.expect(200));
    for (key, class) in [
        ("kinds", "kind"),
        ("mixins", "mixin"),
        ("actions", "action"),
    ] {
        assert!(all[key].as_array().unwrap().iter().all(Value::is_object));
        let mut in_text: Vec<String> = text
            .iter()
            .map(|(_, value)| parameters(value))
            .filter(|(_, parameters)| quoted(parameter(parameters, "class").unwrap()) == class)
            .map(|(term, parameters)| {
                format!(
                    "{}{term}",
                    quoted(parameter(&parameters, "scheme").unwrap())
                )
            })
            .collect();
        let mut in_json = offered(&service, key).await;
        in_text.sort();
        in_json.sort();
        assert_eq!(in_text, in_json);
    }
}

#[tokio::test]
async fn attributes_are_described() {
    // JSON-038 to JSON-042, JSON-044, JSON-045
    let service = service();
    let known = described(&service).await;
    let get = |name: &str| &known.iter().find(|(other, _)| other == name).unwrap().1;
    assert_eq!(get("occi.compute.cores")["mutable"], true);
    assert_eq!(get("occi.compute.state")["mutable"], false);
    assert_eq!(get("occi.storage.size")["required"], true);
    let storage = json!({ "kind": kind("storage") });
    service
        .post("/storage/")
        .json(&storage)
        .send()
        .await
        .expect(400);
    let mut patterns = 0;
    for (name, description) in &known {
        let object = description.as_object().unwrap();
        assert!(
            object["mutable"].is_boolean() && object["required"].is_boolean(),
            "{name}"
        );
        let of_type: fn(&Value) -> bool = match object["type"].as_str().unwrap() {
            "string" => Value::is_string,
            "number" => Value::is_number,
            "boolean" => Value::is_boolean,
            "array" => Value::is_array,
            "object" => Value::is_object,
            other => panic!("{name}: {other}"),
        };
        assert!(object.get("default").is_none_or(of_type), "{name}");
        let Some(pattern) = object.get("pattern") else {
            continue;
        };
        let pattern = pattern.as_object().unwrap();
        if pattern.is_empty() {
            continue;
        }
        patterns += 1;
        for (keyword, value) in pattern {
            let fine = match keyword.as_str() {
                "$schema" => *value == "https://json-schema.org/draft/2020-12/schema",
                "type" | "format" | "pattern" | "title" | "description" => value.is_string(),
                "enum" => value.as_array().is_some_and(|list| !list.is_empty()),
                "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
                    value.is_number()
                }
                "minLength" | "maxLength" => value.is_u64(),
                "anyOf" | "oneOf" | "allOf" => value.is_array(),
                _ => false,
            };
            assert!(fine, "{name}: {keyword} {value}");
        }
        assert!(pattern.contains_key("$schema"), "{name}: {pattern:?}");
    }
    assert!(patterns > 3);
}

#[tokio::test]
async fn mixins_and_their_members_are_said_in_json() {
    // JSON-052 to JSON-054
    let service = service();
    let tag = json!({ "mixins": [{ "term": "red", "scheme": "http://tags.example.org/a#", "location": "/tags/red/" }] });
    service.post("/-/").json(&tag).send().await.expect(200);
    assert!(
        offered(&service, "mixins")
            .await
            .contains(&"http://tags.example.org/a#red".to_owned())
    );
    let mut whole = Vec::new();
    for _ in 0..2 {
        let path = compute(&service).await;
        whole.push(read(&service, &path).await);
    }
    let ids = async || {
        let members = read(&service, "/tags/red/").await;
        let members = members["resources"].as_array().unwrap().clone();
        members
            .iter()
            .map(|one| one["id"].clone())
            .collect::<Vec<_>>()
    };
    let both = json!({ "resources": whole });
    service
        .post("/tags/red/")
        .json(&both)
        .send()
        .await
        .expect(200);
    assert_eq!(
        ids().await,
        [whole[0]["id"].clone(), whole[1]["id"].clone()]
    );
    let one = json!({ "resources": [whole[1]] });
    service
        .put("/tags/red/")
        .json(&one)
        .send()
        .await
        .expect(200);
    assert_eq!(ids().await, [whole[1]["id"].clone()]);
}

#[tokio::test]
async fn text_of_the_whole_world_survives() {
    // JSON-058
    let service = service();
    let title = "Ünïcödé \u{1f980} \u{0001} \"\\/";
    let body = json!({ "kind": kind("compute"), "title": title });
    let path = made(&service, "/compute/", body).await;
    let reply = service.get(&path).in_json().send().await.expect(200);
    assert_eq!(reply.json()["title"], title);
    std::str::from_utf8(reply.0.body()).unwrap();
}
