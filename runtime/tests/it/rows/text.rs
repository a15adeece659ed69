//! The text rendering (GFD.229, GFD.185).

use occi::server::Service;
use occi_model::Profile;
use serde_json::json;

use super::*;

/// Term of 1.2: any case, digits first, dots (GFD.229 4.1).
fn is_term(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphanumeric())
        && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// Term of 1.1 (GFD.185 3.5.1).
fn is_old_term(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_lowercase())
        && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
}

fn is_old_name(text: &str) -> bool {
    text.split('.').all(is_old_term)
}

/// Names in an `attributes` parameter; their braces hold properties only.
fn attribute_names(list: &str) -> Vec<String> {
    // Blanks inside of braces separate properties, not attributes.
    let mut names = Vec::new();
    for part in list.replace(" immutable", "+immutable").split(' ') {
        let (name, properties) = part.split_once('{').unwrap_or((part, "}"));
        let properties = properties.strip_suffix('}').unwrap();
        for property in properties.split('+').filter(|text| !text.is_empty()) {
            assert!(matches!(property, "immutable" | "required"), "{part}");
        }
        names.push(name.to_owned());
    }
    names
}

#[tokio::test]
async fn the_query_interface_follows_the_grammar() {
    // TXT-007, TXT-016, TXT-018, TXT-019, TXT-021, TXT-023 to TXT-025, TXT-029, TXT-030, TXT-033,
    // TXT-034, HTTP-001, HTTP-002
    let service = service();
    let reply = service.get("/-/").send().await.expect(200);
    let fields = fields(&reply);
    let mut terms = 0;
    let mut identifiers = Vec::new();
    let mut actions = Vec::new();
    let mut locations = Vec::new();
    for (field, value) in &fields {
        assert_eq!(field, "Category");
        let (term, parameters) = parameters(value);
        assert!(is_term(&term), "{value}");
        let names: Vec<&str> = parameters.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names[..2], ["scheme", "class"], "{value}");
        let order = ["title", "rel", "location", "attributes", "actions"];
        let mut rest = order.iter();
        for name in &names[2..] {
            assert!(rest.any(|next| next == name), "{name} in {value}");
        }
        let get = |name| parameter(&parameters, name).map(quoted);
        let scheme = get("scheme").unwrap();
        assert!(scheme.starts_with("http://") && scheme.ends_with('#'));
        identifiers.push(format!("{scheme}{term}"));
        let class = get("class").unwrap();
        assert!(matches!(class, "kind" | "mixin" | "action"), "{value}");
        assert!(get("rel").is_none_or(|rel| !rel.contains(' ')), "{value}");
        for name in get("attributes").map(attribute_names).unwrap_or_default() {
            assert!(name.split('.').all(is_term), "{name}");
        }
        actions.extend(
            get("actions")
                .into_iter()
                .flat_map(|list| list.split(' '))
                .map(str::to_owned),
        );
        if class == "action" {
            assert!(get("actions").is_none() && get("rel").is_none(), "{value}");
        }
        if let Some(location) = get("location") {
            assert!(
                location.starts_with('/') && !location.contains(['{', ' ']),
                "{location}"
            );
            locations.push(location.to_owned());
        }
        terms += 1;
    }
    let all = read(&service, "/-/").await;
    let in_json: usize = ["kinds", "mixins", "actions"]
        .map(|key| all[key].as_array().unwrap().len())
        .iter()
        .sum();
    assert_eq!(terms, in_json);
    assert!(actions.len() > 5);
    for action in &actions {
        assert!(identifiers.contains(action), "{action}");
    }
    let count = locations.len();
    locations.sort();
    locations.dedup();
    assert_eq!(locations.len(), count, "two categories share a location");
}

#[tokio::test]
async fn a_service_of_1_1_writes_the_names_of_1_1() {
    // TXT-020, TXT-022
    let model = compiled("infrastructure.occi", Profile::V1_1);
    let service = Service::builder(model).build().unwrap();
    let reply = service.get("/-/").send().await.expect(200);
    for (_, value) in fields(&reply) {
        let (term, parameters) = parameters(&value);
        assert!(is_old_term(&term), "{value}");
        let list = parameter(&parameters, "attributes").map(quoted);
        for name in list.map(attribute_names).unwrap_or_default() {
            assert!(is_old_name(&name), "{name}");
        }
    }
    let path = compute(&service).await;
    let shown = fields(&service.get(&path).send().await.expect(200));
    for (name, _) in attributes(&shown) {
        assert!(is_old_name(&name), "{name}");
    }
}

#[tokio::test]
async fn terms_of_users_have_the_lexical_form() {
    // TXT-019
    let service = service();
    for (term, status) in [("-x", 400), ("9.x_Y", 200), ("a b", 400), ("", 400)] {
        let tag = format!(
            "Category: {term}; scheme=\"http://tags.example.org/a#\"; class=\"mixin\"; location=\"/t/\""
        );
        let reply = service.post("/-/").plain(&tag).send().await;
        assert_eq!(reply.status(), status, "{term}: {}", reply.text());
    }
}

#[tokio::test]
async fn rel_of_a_mixin_is_the_first_it_depends_on() {
    // TXT-031, TXT-032
    let model = written(
        r#"extension shop "http://example.com/shop#" version "1";
           use core;
           mixin first "First" at "/mixin/first/" {}
           mixin second "Second" at "/mixin/second/" {}
           mixin both "Both" at "/mixin/both/" { depends first, second; }
           mixin bound "Bound" at "/mixin/bound/" { applies core.resource; }"#,
    );
    let service = Service::builder(model).build().unwrap();
    let reply = service.get("/-/").send().await.expect(200);
    let rel = |term: &str| {
        let fields = fields(&reply);
        let found = fields
            .iter()
            .map(|(_, value)| parameters(value))
            .find(|(head, _)| head == term);
        let (_, parameters) = found.unwrap();
        parameter(&parameters, "rel").map(|rel| quoted(rel).to_owned())
    };
    assert_eq!(
        rel("both").as_deref(),
        Some("http://example.com/shop#first")
    );
    assert_eq!(rel("bound"), None);
}

#[tokio::test]
async fn each_type_of_text_shows_the_same_collection() {
    // TXT-001, TXT-002, TXT-036, TXT-037
    let service = service();
    let empty = service.get("/compute/").accept("text/plain").send().await;
    assert!(empty.expect(200).0.body().is_empty());
    let mut made = vec![compute(&service).await, compute(&service).await];
    made.sort();
    for media in [
        "text/plain",
        "text/occi+plain",
        "text/occi",
        "text/uri-list",
    ] {
        let reply = service
            .get("/compute/")
            .accept(media)
            .send()
            .await
            .expect(200);
        assert!(reply.header("content-type").starts_with(media), "{media}");
        let text = match media {
            "text/occi" => reply.header("x-occi-location").replace(", ", "\r\n"),
            _ => reply.text(),
        };
        let mut found: Vec<String> = text
            .split_terminator("\r\n")
            .map(|line| {
                let uri: http::Uri = line
                    .trim_start_matches("X-OCCI-Location: ")
                    .parse()
                    .unwrap();
                uri.path().to_owned()
            })
            .collect();
        found.sort();
        assert_eq!(found, made, "{media}");
    }
    let one = service.get("/-/").accept("text/occi+plain").send().await;
    let other = service.get("/-/").accept("text/plain").send().await;
    assert_eq!(one.text(), other.text());
}

#[tokio::test]
async fn lists_and_repeated_fields_are_understood_in_both_forms() {
    // TXT-008 to TXT-010, TXT-017
    let category = |class: &str| format!("compute; scheme=\"{INFRA}\"; class={class}");
    let (cores, memory) = ("occi.compute.cores=2", "occi.compute.memory=1.0");
    let service = service();
    let post = || service.post("/compute/");
    let requests = [
        post()
            .header("content-type", "text/occi")
            .header("category", &category("kind"))
            .header("x-occi-attribute", &format!("{cores}, {memory}")),
        post()
            .header("content-type", "text/occi")
            .header("category", &category("\"kind\""))
            .header("x-occi-attribute", cores)
            .header("x-occi-attribute", memory),
        post().plain(&format!(
            "Category: {}\r\nX-OCCI-Attribute: {cores}, {memory}\r\n",
            category("kind")
        )),
        post().plain(&format!(
            "Category: {}\r\nX-OCCI-Attribute: {cores}\r\nX-OCCI-Attribute: {memory}\r\n",
            category("\"kind\"")
        )),
    ];
    for request in requests {
        let path = request.send().await.expect(201).location();
        let attributes = &read(&service, &path).await["attributes"];
        assert_eq!(attributes["occi.compute.cores"], 2);
        assert_eq!(attributes["occi.compute.memory"], 1.0);
    }
}

#[tokio::test]
async fn header_fields_are_whole_quoted_and_one_of_each_name() {
    // TXT-012, TXT-013, TXT-015
    let service = service();
    let title = "a, b; c=\"d\" \\ e";
    let body = json!({ "kind": kind("compute"), "title": title });
    let path = made(&service, "/compute/", body).await;
    let reply = service
        .get(&path)
        .accept("text/occi")
        .send()
        .await
        .expect(200);
    for name in reply.0.headers().keys() {
        assert_eq!(reply.0.headers().get_all(name).iter().count(), 1, "{name}");
    }
    for value in reply.0.headers().values() {
        assert!(
            value
                .as_bytes()
                .iter()
                .all(|&b| b == b'\t' || (b >= b' ' && b != 0x7f))
        );
    }
    let field = reply.header("x-occi-attribute").to_owned();
    let written = r#"occi.core.title="a, b; c=\"d\" \\ e""#;
    assert!(split(&field, ',').contains(&written.to_owned()), "{field}");
    // It survives the way back.
    let category = format!("compute; scheme=\"{INFRA}\"; class=\"kind\"");
    let copy = service
        .post("/compute/")
        .header("content-type", "text/occi")
        .header("category", &category)
        .header("x-occi-attribute", written);
    let copy = copy.send().await.expect(201).location();
    assert_eq!(read(&service, &copy).await["title"], title);
}

#[tokio::test]
async fn links_are_shown_with_their_target_type_and_values() {
    // TXT-039 to TXT-043, TXT-058, TXT-059
    let Connected {
        service,
        compute,
        network,
        interface,
    } = connected().await;
    let shown = fields(&service.get(&compute).send().await.expect(200));
    let links = values(&shown, "Link");
    let links: Vec<_> = links.iter().map(|value| parameters(value)).collect();
    let owned: Vec<_> = links
        .iter()
        .filter(|(head, _)| !head.contains('?'))
        .collect();
    let [(head, parameters)] = owned[..] else {
        panic!("{links:?}")
    };
    assert_eq!(*head, format!("<{network}>"));
    let get = |name| quoted(parameter(parameters, name).unwrap());
    assert_eq!(get("rel"), kind("network"));
    assert_eq!(get("self"), interface);
    assert_eq!(get("category"), kind("networkinterface"));
    // Everything else is what the link shows by itself.
    let link = fields(&service.get(&interface).send().await.expect(200));
    let own = attributes(&link);
    assert!(values(&link, "Category")[0].starts_with("networkinterface;"));
    for (name, value) in parameters
        .iter()
        .filter(|(name, _)| name.starts_with("occi.networkinterface."))
    {
        assert_eq!(
            own.iter().find(|(other, _)| other == name).unwrap().1,
            *value,
            "{name}"
        );
    }
    assert_eq!(get("occi.networkinterface.mac"), MAC);
    let own = |name| parameter(&own, name).map(quoted);
    assert_eq!(own("occi.core.source"), Some(compute.as_str()));
    assert_eq!(own("occi.core.target"), Some(network.as_str()));
    let said = [own("occi.core.source.kind"), own("occi.core.target.kind")];
    for (said, meant) in said.iter().zip(["compute", "network"]) {
        assert!(said.is_none_or(|said| said == kind(meant)), "{said:?}");
    }
}

#[tokio::test]
async fn the_kind_of_a_target_outside_has_its_name() {
    // TXT-059
    let service = service();
    let source = compute(&service).await;
    let ends = json!({
        "kind": "http://schemas.ogf.org/occi/core#link",
        "source": { "location": source },
        "target": { "location": "http://other.example/x", "kind": kind("network") },
    });
    let link = made(&service, "/link/", ends).await;
    let shown = attributes(&fields(&service.get(&link).send().await.expect(200)));
    let said = parameter(&shown, "occi.core.target.kind").map(quoted);
    assert_eq!(said, Some(kind("network").as_str()));
}

#[tokio::test]
async fn a_link_needs_target_and_type_of_target_only() {
    // TXT-044
    let service = service();
    let network = network(&service).await;
    let request = format!(
        "Category: compute; scheme=\"{INFRA}\"; class=\"kind\"\r\nLink: <{network}>; rel=\"{INFRA}network\"\r\n"
    );
    let made = service.post("/compute/").plain(&request).send().await;
    let path = made.expect(201).location();
    let links = read(&service, &path).await["links"].clone();
    assert_eq!(links[0]["kind"], "http://schemas.ogf.org/occi/core#link");
    assert_eq!(links[0]["target"]["location"], network);
}

#[tokio::test]
async fn action_references_can_be_followed() {
    // TXT-045, TXT-046, TXT-061, JSON-011
    let service = service();
    let path = compute(&service).await;
    let shown = fields(&service.get(&path).send().await.expect(200));
    let (head, rel) = parameters(&values(&shown, "Link")[0]);
    assert_eq!(head, format!("<{path}?action=start>"));
    let action = format!("{}/compute/action#start", INFRA.trim_end_matches('#'));
    assert_eq!(quoted(parameter(&rel, "rel").unwrap()), action);
    let url = head.trim_matches(['<', '>']);
    let scheme = action.trim_end_matches("start");
    let category =
        |term: &str| format!("Category: {term}; scheme=\"{scheme}\"; class=\"action\"\r\n");
    let two = format!("{}{}", category("start"), category("stop"));
    service.post(url).plain(&two).send().await.expect(400);
    service.post(url).json(&json!({})).send().await.expect(400);
    service
        .post(url)
        .plain(&category("start"))
        .send()
        .await
        .expect(200);
    assert_eq!(
        read(&service, &path).await["attributes"]["occi.compute.state"],
        "active"
    );
}

#[tokio::test]
async fn a_link_with_actions_shows_them_and_booleans_are_bare() {
    // TXT-047, TXT-050
    let model = written(
        r#"extension shop "http://example.com/shop#" version "1";
           use core;
           kind cable "Cable" : core.link at "/cable/" {
               com.example.cable.shielded: boolean;
               com.example.cable.spare: boolean;
               action cut;
           }"#,
    );
    let service = Service::builder(model).build().unwrap();
    let end = made(
        &service,
        "/resource/",
        body("core#resource", &[], json!({})),
    )
    .await;
    let cable = json!({
        "kind": "http://example.com/shop#cable",
        "source": { "location": end },
        "target": { "location": end },
        "attributes": { "com.example.cable.shielded": true, "com.example.cable.spare": false },
    });
    let path = made(&service, "/cable/", cable).await;
    let shown = fields(&service.get(&path).send().await.expect(200));
    assert_eq!(
        values(&shown, "Link"),
        [format!(
            "<{path}?action=cut>; rel=\"http://example.com/shop/cable/action#cut\""
        )]
    );
    let attributes = attributes(&shown);
    assert_eq!(
        parameter(&attributes, "com.example.cable.shielded"),
        Some("true")
    );
    assert_eq!(
        parameter(&attributes, "com.example.cable.spare"),
        Some("false")
    );
}

#[tokio::test]
async fn core_attributes_have_their_names_and_their_place() {
    // TXT-051, TXT-055 to TXT-057, TXT-062, TXT-063
    let Connected {
        service, compute, ..
    } = connected().await;
    let reply = service.get(&compute).send().await.expect(200);
    let text = reply.text();
    assert!(text.ends_with("\r\n"));
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
    let shown = fields(&reply);
    let names: Vec<&str> = shown.iter().map(|(name, _)| name.as_str()).collect();
    let mut order = names.clone();
    order.dedup();
    assert_eq!(order, ["Category", "Link", "X-OCCI-Attribute"]);
    let attributes = attributes(&shown);
    let get = |name| parameter(&attributes, name).map(quoted);
    assert!(get("occi.core.id").is_some_and(|id| id.starts_with("urn:uuid:")));
    assert_eq!(get("occi.core.title"), Some("one"));
    assert_eq!(get("occi.core.summary"), Some("of many"));
    assert_eq!(get("occi.compute.state"), Some("inactive"));
}
