//! The writers of entities, invocations, listings and errors, byte by byte (B.10, part C).

use occi_model::{AttributeName, CategoryId, Value};
use occi_rendering::{
    ActionView, CategoriesView, EntityView, HEADER_FIELD_LIMIT, LinkView, MediaType, Rendered,
    WriteError, write_categories, write_entities, write_entity, write_error, write_invocation,
    write_locations, write_ok,
};

fn id(text: &str) -> CategoryId {
    CategoryId::parse(text).unwrap()
}

fn attributes(list: &[(&str, Value)]) -> Vec<(AttributeName, Value)> {
    list.iter()
        .map(|(name, value)| (AttributeName::new(*name).unwrap(), value.clone()))
        .collect()
}

fn view(list: &[(AttributeName, Value)]) -> Vec<(&AttributeName, &Value)> {
    list.iter().map(|(name, value)| (name, value)).collect()
}

fn body(rendered: &Rendered) -> &str {
    std::str::from_utf8(&rendered.body).unwrap()
}

struct Example {
    compute: CategoryId,
    blue: CategoryId,
    network: CategoryId,
    nic: CategoryId,
    start: CategoryId,
    attributes: Vec<(AttributeName, Value)>,
    link: Vec<(AttributeName, Value)>,
}

impl Example {
    /// The worked example of the reference (B.12), with the ends of the link (D-57).
    fn new() -> Self {
        Self {
            compute: id("http://schemas.ogf.org/occi/infrastructure#compute"),
            blue: id("http://tags.example.org/alice#blue"),
            network: id("http://schemas.ogf.org/occi/infrastructure#network"),
            nic: id("http://schemas.ogf.org/occi/infrastructure#networkinterface"),
            start: id("http://schemas.ogf.org/occi/infrastructure/compute/action#start"),
            attributes: attributes(&[
                (
                    "occi.core.id",
                    Value::from("urn:uuid:6f1e7a52-6c58-4f6d-9b5a-0d6c1f5a9e11"),
                ),
                ("occi.core.title", Value::from("say \"hi\", twice")),
                ("occi.compute.cores", Value::from(2)),
                ("occi.compute.memory", Value::from(4.0)),
                ("occi.compute.state", Value::from("inactive")),
            ]),
            link: attributes(&[
                ("occi.core.id", Value::from("urn:uuid:1")),
                ("occi.core.title", Value::from("")),
                ("occi.core.source", Value::from("/compute/c1")),
                ("occi.core.target", Value::from("/network/n7")),
                ("occi.networkinterface.interface", Value::from("eth0")),
            ]),
        }
    }

    fn view(&self) -> EntityView<'_> {
        EntityView {
            location: "/compute/c1",
            kind: &self.compute,
            mixins: vec![&self.blue],
            attributes: view(&self.attributes),
            is_link: false,
            links: vec![LinkView {
                location: "/link/networkinterface/l3",
                kind: &self.nic,
                mixins: Vec::new(),
                attributes: view(&self.link),
                target_categories: vec![&self.network],
                actions: Vec::new(),
            }],
            actions: vec![ActionView { id: &self.start }],
        }
    }
}

#[test]
fn b12_the_worked_example_in_body_form() {
    let example = Example::new();
    let rendered = write_entity(MediaType::TextPlain, &example.view()).unwrap();
    assert!(rendered.headers.is_empty());
    assert_eq!(
        body(&rendered),
        "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\n\
         Category: blue; scheme=\"http://tags.example.org/alice#\"; class=\"mixin\"\r\n\
         Link: </network/n7>; rel=\"http://schemas.ogf.org/occi/infrastructure#network\"; \
         self=\"/link/networkinterface/l3\"; \
         category=\"http://schemas.ogf.org/occi/infrastructure#networkinterface\"; \
         occi.core.id=\"urn:uuid:1\"; occi.core.source=\"/compute/c1\"; \
         occi.core.target=\"/network/n7\"; occi.networkinterface.interface=\"eth0\"\r\n\
         Link: </compute/c1?action=start>; \
         rel=\"http://schemas.ogf.org/occi/infrastructure/compute/action#start\"\r\n\
         X-OCCI-Attribute: occi.core.id=\"urn:uuid:6f1e7a52-6c58-4f6d-9b5a-0d6c1f5a9e11\"\r\n\
         X-OCCI-Attribute: occi.core.title=\"say \\\"hi\\\", twice\"\r\n\
         X-OCCI-Attribute: occi.compute.cores=2\r\n\
         X-OCCI-Attribute: occi.compute.memory=4.0\r\n\
         X-OCCI-Attribute: occi.compute.state=\"inactive\"\r\n"
    );
    let other = write_entity(MediaType::TextOcciPlain, &example.view()).unwrap();
    assert_eq!(other, rendered);
}

#[test]
fn d62_d66_the_header_form_has_one_field_for_each_name() {
    let example = Example::new();
    let rendered = write_entity(MediaType::TextOcci, &example.view()).unwrap();
    assert_eq!(rendered.body, b"OK");
    let names: Vec<&str> = rendered.headers.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["Category", "Link", "X-OCCI-Attribute"]);
    assert_eq!(
        std::str::from_utf8(&rendered.headers[0].1).unwrap(),
        "compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\", \
         blue; scheme=\"http://tags.example.org/alice#\"; class=\"mixin\""
    );
    assert_eq!(
        std::str::from_utf8(&rendered.headers[2].1).unwrap(),
        "occi.core.id=\"urn:uuid:6f1e7a52-6c58-4f6d-9b5a-0d6c1f5a9e11\", \
         occi.core.title=\"say \\\"hi\\\", twice\", occi.compute.cores=2, \
         occi.compute.memory=4.0, occi.compute.state=\"inactive\""
    );
}

#[test]
fn d66_a_long_header_field_is_refused_and_never_truncated() {
    let urls: Vec<String> = (0..4000)
        .map(|n| format!("http://example.org/compute/{n}"))
        .collect();
    let urls = || urls.iter().map(String::as_str);
    assert!(matches!(
        write_locations(MediaType::TextOcci, urls()),
        Err(WriteError::HeaderTooLong { bytes, limit: HEADER_FIELD_LIMIT }) if bytes > HEADER_FIELD_LIMIT
    ));
    assert!(write_locations(MediaType::TextPlain, urls()).is_ok());
}

#[test]
fn a_creation_request_has_no_location_and_no_id() {
    let mut example = Example::new();
    example.attributes.remove(0);
    example.link.remove(0);
    let mut request = example.view();
    request.location = "";
    request.links[0].location = "";
    let rendered = write_entity(MediaType::TextPlain, &request).unwrap();
    for absent in ["self=", "?action=", "occi.core.id"] {
        assert!(!body(&rendered).contains(absent), "{absent}");
    }
    let rendered = write_entity(MediaType::OcciJson, &request).unwrap();
    assert!(!body(&rendered).contains("\"id\""));
}

#[test]
fn d76_d77_d80_an_entity_in_json() {
    let example = Example::new();
    let rendered = write_entity(MediaType::OcciJson, &example.view()).unwrap();
    assert_eq!(
        body(&rendered),
        "{\"kind\":\"http://schemas.ogf.org/occi/infrastructure#compute\",\
         \"mixins\":[\"http://tags.example.org/alice#blue\"],\
         \"attributes\":{\"occi.compute.cores\":2,\"occi.compute.memory\":4.0,\"occi.compute.state\":\"inactive\"},\
         \"actions\":[\"http://schemas.ogf.org/occi/infrastructure/compute/action#start\"],\
         \"id\":\"urn:uuid:6f1e7a52-6c58-4f6d-9b5a-0d6c1f5a9e11\",\
         \"links\":[{\"kind\":\"http://schemas.ogf.org/occi/infrastructure#networkinterface\",\
         \"attributes\":{\"occi.networkinterface.interface\":\"eth0\"},\
         \"id\":\"urn:uuid:1\",\"source\":{\"location\":\"/compute/c1\"},\
         \"target\":{\"location\":\"/network/n7\",\
         \"kind\":\"http://schemas.ogf.org/occi/infrastructure#network\"},\"title\":\"\"}],\
         \"title\":\"say \\\"hi\\\", twice\"}"
    );
    assert_eq!(
        write_entity(MediaType::Json, &example.view()).unwrap(),
        rendered
    );
}

#[test]
fn a_link_in_json_has_its_ends_as_members() {
    let kind = id("http://a.b/c#nic");
    let own = attributes(&[
        ("occi.core.id", Value::from("urn:1")),
        ("occi.core.source", Value::from("/a")),
        ("occi.core.source.kind", Value::from("http://a.b/c#compute")),
        ("occi.core.target", Value::from("http://h/b")),
    ]);
    let link = EntityView {
        location: "/nic/1",
        kind: &kind,
        mixins: Vec::new(),
        attributes: view(&own),
        is_link: true,
        links: Vec::new(),
        actions: Vec::new(),
    };
    let text = "{\"kind\":\"http://a.b/c#nic\",\"id\":\"urn:1\",\
         \"source\":{\"location\":\"/a\",\"kind\":\"http://a.b/c#compute\"},\
         \"target\":{\"location\":\"http://h/b\"}}";
    assert_eq!(
        body(&write_entity(MediaType::OcciJson, &link).unwrap()),
        text
    );
    // D-71: the keys that are asked for are there, empty or not; a link goes under `links`.
    for (resources, links, wanted) in [
        (
            true,
            true,
            format!("{{\"resources\":[],\"links\":[{text}]}}"),
        ),
        (false, true, format!("{{\"links\":[{text}]}}")),
        (false, false, format!("{{\"links\":[{text}]}}")),
    ] {
        let rendered = write_entities(
            MediaType::OcciJson,
            std::slice::from_ref(&link),
            resources,
            links,
        );
        assert_eq!(body(&rendered.unwrap()), wanted);
    }
    let empty = write_entities(MediaType::Json, &[], true, false).unwrap();
    assert_eq!(body(&empty), "{\"resources\":[]}");
    assert_eq!(
        write_entities(MediaType::TextPlain, &[], true, true),
        Err(WriteError::FullCollection)
    );
}

#[test]
fn json_strings_are_escaped() {
    let action = id("http://a.b/c#go");
    let own = attributes(&[(
        "a",
        Value::from("\"\\/\u{8}\u{c}\n\r\t\u{0}\u{1f}\u{7f}é\u{2028}"),
    )]);
    let rendered = write_invocation(MediaType::OcciJson, &action, &view(&own)).unwrap();
    assert_eq!(
        body(&rendered),
        "{\"action\":\"http://a.b/c#go\",\"attributes\":{\"a\":\
         \"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0000\\u001f\\u007fé\u{2028}\"}}"
    );
    let rendered = write_invocation(MediaType::OcciJson, &action, &[]).unwrap();
    assert_eq!(body(&rendered), "{\"action\":\"http://a.b/c#go\"}");
}

#[test]
fn d58_d67_what_text_cannot_carry_is_refused() {
    let action = id("http://a.b/c#go");
    for (value, is_list) in [
        (Value::List(vec![Value::from(1)]), true),
        (Value::Hash(indexmap::IndexMap::new().into()), true),
        (Value::from("a\r\nX-OCCI-Attribute: b=1"), false),
        (Value::from("a\u{0}"), false),
    ] {
        let own = attributes(&[("a", value)]);
        let name = own[0].0.clone();
        let expected = match is_list {
            true => WriteError::NotRenderable(name),
            false => WriteError::ControlCharacter(name),
        };
        for media in [MediaType::TextPlain, MediaType::TextOcci] {
            let result = write_invocation(media, &action, &view(&own));
            assert_eq!(result, Err(expected.clone()));
        }
        assert!(write_invocation(MediaType::OcciJson, &action, &view(&own)).is_ok());
    }
    // Characters above U+007F travel as UTF-8 octets.
    let own = attributes(&[("a", Value::from("grün\t"))]);
    let rendered = write_invocation(MediaType::TextOcci, &action, &view(&own)).unwrap();
    assert_eq!(rendered.headers[1].1, "a=\"grün\t\"".as_bytes());
}

#[test]
fn a_uri_list_carries_listings_only() {
    let example = Example::new();
    assert_eq!(
        write_entity(MediaType::UriList, &example.view()),
        Err(WriteError::NotAListing)
    );
    assert_eq!(
        write_categories(MediaType::UriList, &CategoriesView::default()),
        Err(WriteError::NotAListing)
    );
}

#[test]
fn d62_listings() {
    let urls = ["http://h/a", "http://h/b,c"];
    let write = |media| write_locations(media, urls).unwrap();
    assert_eq!(
        body(&write(MediaType::TextPlain)),
        "X-OCCI-Location: http://h/a\r\nX-OCCI-Location: http://h/b%2Cc\r\n"
    );
    assert_eq!(
        body(&write(MediaType::UriList)),
        "http://h/a\r\nhttp://h/b%2Cc\r\n"
    );
    let header = write(MediaType::TextOcci);
    assert_eq!(
        header.headers,
        [("X-OCCI-Location", b"http://h/a, http://h/b%2Cc".to_vec())]
    );
    assert_eq!(
        body(&write(MediaType::OcciJson)),
        "[\"http://h/a\",\"http://h/b,c\"]"
    );
    // D-94: an empty collection.
    assert_eq!(write_locations(MediaType::TextPlain, []).unwrap().body, b"");
    let empty = write_locations(MediaType::TextOcci, []).unwrap();
    assert_eq!((empty.headers.len(), &*empty.body), (0, &b"OK"[..]));
}

#[test]
fn d81_d113_errors_and_d83_d99_success() {
    let write = |media| write_error(media, 404, "unknown-kind", "no\nsuch \"kind\"");
    assert_eq!(
        body(&write(MediaType::OcciJson)),
        "{\"error\":{\"status\":404,\"code\":\"unknown-kind\",\"message\":\"no\\nsuch \\\"kind\\\"\"}}"
    );
    assert_eq!(body(&write(MediaType::TextPlain)), "no\nsuch \"kind\"");
    let header = write(MediaType::TextOcci);
    assert_eq!(
        header.headers,
        [("X-OCCI-Error", b"no such \"kind\"".to_vec())]
    );
    assert_eq!(body(&header), "no\nsuch \"kind\"");
    assert_eq!(body(&write(MediaType::UriList)), "# no such \"kind\"\r\n");
    assert_eq!(write_ok(MediaType::TextPlain).body, b"OK");
    assert_eq!(write_ok(MediaType::TextOcci).body, b"OK");
    assert_eq!(write_ok(MediaType::Json).body, b"{}");
}
