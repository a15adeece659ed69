//! The JSON readers, decision by decision.

use crate::{
    Class, EntityMessage, MediaType, Mode, Payload, RawValue, ReadError, read_categories,
    read_entities, read_invocation, read_locations,
};

fn json(text: &str) -> Payload<'_> {
    Payload {
        media: MediaType::OcciJson,
        headers: Vec::new(),
        body: text.as_bytes(),
    }
}

fn entities(text: &str, mode: Mode) -> Result<Vec<EntityMessage>, ReadError> {
    read_entities(&json(text), mode).map(|read| read.value)
}

#[track_caller]
fn deviates(text: &str, code: &str) -> Vec<EntityMessage> {
    assert_eq!(entities(text, Mode::Strict).unwrap_err().code, code);
    let read = read_entities(&json(text), Mode::Lenient).unwrap();
    assert!(read.deviations.iter().any(|d| d.code == code), "{read:?}");
    read.value
}

#[track_caller]
fn refused(text: &str, code: &str) {
    for mode in [Mode::Strict, Mode::Lenient] {
        assert_eq!(entities(text, mode).unwrap_err().code, code, "{text}");
    }
}

fn names(entity: &EntityMessage) -> Vec<&str> {
    entity
        .attributes
        .iter()
        .map(|(name, _)| name.as_str())
        .collect()
}

fn text(text: &str) -> RawValue {
    RawValue::Text(text.to_owned())
}

#[test]
fn a_resource_with_a_link_is_read_in_strict_mode() {
    let message = r#"{
        "kind": "http://a.b/c#compute",
        "mixins": ["http://a.b/c#blue"],
        "id": "urn:uuid:1", "title": "T", "summary": "S",
        "attributes": {"occi.compute.memory": 4.0, "occi.compute.cores": 2, "x.list": [1, "a"],
                       "x.hash": {"k": true}},
        "actions": ["http://a.b/c/compute/action#start"],
        "location": "/compute/1",
        "links": [{"kind": "http://a.b/c#nic", "id": "urn:uuid:2",
                   "target": {"location": "/network/1", "kind": "http://a.b/c#network"}}]
    }"#;
    let entity = &entities(message, Mode::Strict).unwrap()[0];
    assert_eq!(entity.categories[0].id.term(), "compute");
    assert_eq!(entity.categories[1].class, Some(Class::Mixin));
    // The members stand among the attributes under their names of the text rendering (D-76).
    assert_eq!(
        names(entity),
        [
            "occi.core.id",
            "occi.core.title",
            "occi.core.summary",
            "occi.compute.memory",
            "occi.compute.cores",
            "x.list",
            "x.hash"
        ]
    );
    assert_eq!(entity.attributes[3].1, RawValue::Number("4.0".to_owned()));
    assert_eq!(entity.actions[0].id.term(), "start");
    // D-80: a location is always taken.
    assert_eq!(entity.location.as_deref(), Some("/compute/1"));
    assert!(!entity.looks_like_link);
    let link = &entity.links[0];
    assert_eq!(link.target, "/network/1");
    assert_eq!(link.target_categories[0].term(), "network");
    assert_eq!(link.id.as_deref(), Some("urn:uuid:2"));
    // D-79: no source in an inline link.
    assert_eq!(link.source, None);
}

#[test]
fn a_link_is_read_with_both_ends() {
    let message = r#"{"kind": "http://a.b/c#nic",
        "source": {"location": "/compute/1", "kind": "http://a.b/c#compute"},
        "target": {"location": "/network/1"}}"#;
    let link = &entities(message, Mode::Strict).unwrap()[0];
    assert!(link.looks_like_link);
    assert_eq!(
        link.attributes
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone()))
            .collect::<Vec<_>>(),
        [
            ("occi.core.source", text("/compute/1")),
            ("occi.core.source.kind", text("http://a.b/c#compute")),
            ("occi.core.target", text("/network/1")),
        ]
    );
}

#[test]
fn d71_d72_collections_and_bare_entities() {
    let one = r#"{"kind": "http://a.b/c#x"}"#;
    let resources = format!(r#"{{"resources": [{one}, {one}], "links": []}}"#);
    assert_eq!(entities(&resources, Mode::Strict).unwrap().len(), 2);
    assert!(
        entities(r#"{"links": []}"#, Mode::Strict)
            .unwrap()
            .is_empty()
    );
    assert!(entities("{}", Mode::Strict).unwrap().is_empty());
    // `links` beside other members belongs to a resource.
    let message =
        r#"{"title": "T", "links": [{"kind": "http://a.b/c#nic", "target": {"location": "/n"}}]}"#;
    assert_eq!(entities(message, Mode::Strict).unwrap()[0].links.len(), 1);
    assert_eq!(deviates(&format!("[{one}]"), "array-at-top").len(), 1);
    let flat = format!(r#"{{"resources": {one}}}"#);
    assert_eq!(deviates(&flat, "collection-not-array").len(), 1);
    refused(r#"["/a"]"#, "array-of-strings");
    refused(r#"{"locations": ["/a"]}"#, "locations-object");
    refused(r#"{"error": {"status": 404}}"#, "no-entity");
    refused("7", "wrong-type");
}

#[test]
fn d73_names_of_existing_entities() {
    let locations = |text: &str, mode| read_locations(&json(text), mode).map(|read| read.value);
    for message in [
        r#"{"resources": [{"id": "urn:1", "location": "/a"}], "links": [{"id": "/b"}]}"#,
        r#"["/a", "/b"]"#,
        r#"{"locations": ["/a", "/b"]}"#,
        r#"{"resources": ["/a", "/b"]}"#,
        r#"[{"location": "/a"}, {"id": "/b"}]"#,
    ] {
        assert_eq!(
            locations(message, Mode::Lenient).unwrap(),
            ["/a", "/b"],
            "{message}"
        );
    }
    assert_eq!(
        locations(r#"["/a"]"#, Mode::Strict).unwrap_err().code,
        "array-of-strings"
    );
    assert_eq!(
        locations(r#"{"locations": ["/a"]}"#, Mode::Strict)
            .unwrap_err()
            .code,
        "locations-object"
    );
    assert_eq!(
        locations(r#"{"id": "x", "kind": "http://a.b/c#x"}"#, Mode::Strict).unwrap(),
        ["x"]
    );
    assert_eq!(
        locations(
            r#"{"resources": [{"kind": "http://a.b/c#x"}]}"#,
            Mode::Lenient
        )
        .unwrap_err()
        .code,
        "no-id"
    );
    assert!(locations("{}", Mode::Strict).unwrap().is_empty());
    assert!(locations(" ", Mode::Strict).unwrap().is_empty());
}

#[test]
fn d74_nested_attributes_are_flattened() {
    let message = r#"{"kind": "http://a.b/c#x", "attributes":
        {"occi": {"core": {"title": "T"}, "compute": {"cores": 1, "state": "up"}}, "x.y": {"z": 1}}}"#;
    let read = deviates(message, "nested-attributes");
    assert_eq!(
        names(&read[0]),
        [
            "occi.core.title",
            "occi.compute.cores",
            "occi.compute.state",
            "x.y"
        ]
    );
    // Parameters of an action have names of one component, so a hash stays one.
    let message = r#"{"action": "http://a.b/c#go", "attributes": {"options": {"k": 1}}}"#;
    let read = read_invocation(&json(message), Mode::Lenient).unwrap();
    assert!(matches!(read.value.attributes[0].1, RawValue::Hash(_)));
}

#[test]
fn d74_a_small_tree_does_not_become_a_large_list() {
    let branch = "x".repeat(4000);
    let leaves: Vec<String> = (0..10_000).map(|n| format!(r#""l{n}": 1"#)).collect();
    let message = format!(
        r#"{{"kind": "http://a.b/c#x", "attributes": {{"{branch}": {{{}}}}}}}"#,
        leaves.join(",")
    );
    assert_eq!(
        entities(&message, Mode::Lenient).unwrap_err().code,
        "too-long"
    );
}

#[test]
fn d75_null_removes_in_lenient_mode_only() {
    let read = deviates(
        r#"{"attributes": {"a.b": null}, "title": null}"#,
        "null-value",
    );
    assert!(
        read[0]
            .attributes
            .iter()
            .all(|(_, value)| *value == RawValue::Null)
    );
    assert_eq!(names(&read[0]), ["occi.core.title", "a.b"]);
}

#[test]
fn d76_attributes_may_repeat_members_and_not_contradict_them() {
    let same = r#"{"id": "1", "attributes": {"occi.core.id": "1", "occi.core.title": "T"}}"#;
    let read = entities(same, Mode::Strict).unwrap();
    assert_eq!(names(&read[0]), ["occi.core.id", "occi.core.title"]);
    refused(
        r#"{"id": "1", "attributes": {"occi.core.id": "2"}}"#,
        "contradiction",
    );
    refused(
        r#"{"source": {"location": "/a"}, "attributes": {"occi.core.source": "/b"}}"#,
        "contradiction",
    );
    let read = deviates(
        r#"{"attributes": {"occi.core.source": "/a"}}"#,
        "source-in-attributes",
    );
    assert!(read[0].looks_like_link);
    refused(r#"{"id": "1", "id": "1"}"#, "duplicate-member");
}

#[test]
fn forms_of_earlier_drafts_are_forgiven() {
    let link = |more: &str| format!(r#"{{"links": [{{"kind": "http://a.b/c#l", {more}}}]}}"#);
    deviates(
        &link(r#""source": "/a", "target": {"location": "/b"}"#),
        "source-string",
    );
    deviates(
        &link(r#""source": {"location": "/a"}, "target": "/b""#),
        "target-string",
    );
    deviates(
        &link(r#""source": {"location": "/a"}, "target": {"location": "/b"}, "rel": "x""#),
        "entity-member:rel",
    );
    deviates(&link(r#""source": {"location": "/a"}"#), "no-target");
    deviates(r#"{"id": 5}"#, "title-not-string");
    deviates(r#"{"id": "5", "colour": 1}"#, "entity-member");
    deviates(r#"{"a.b": 1}"#, "bare-attributes");
    let read = deviates(
        r#"{"id": "1", "actions": [{"term": "go", "scheme": "http://a.b/c#"}]}"#,
        "action-object-in-entity",
    );
    assert_eq!(read[0].actions[0].id.as_str(), "http://a.b/c#go");
    let read = deviates(r#"{"id": "1", "links": ["/link/1"]}"#, "link-as-string");
    assert_eq!(read[0].links[0].location.as_deref(), Some("/link/1"));
    // A new link has to say where it goes.
    refused(
        r#"{"id": "1", "links": [{"kind": "http://a.b/c#l"}]}"#,
        "no-target",
    );
}

#[test]
fn faults_are_refused_in_both_modes() {
    for (message, code) in [
        (r#"{"kind": "compute"}"#, "category-not-identifier"),
        (r#"{"kind": 1}"#, "wrong-type"),
        (r#"{"mixins": "http://a.b/c#x"}"#, "wrong-type"),
        (r#"{"attributes": []}"#, "wrong-type"),
        (r#"{"attributes": {"a b": 1}}"#, "attribute-syntax"),
        (r#"{"source": {"kind": "http://a.b/c#x"}}"#, "no-source"),
        ("{\"kind\": \"http://a.b/c#x\"", "not-json"),
        ("OK", "not-json"),
        ("", "not-json"),
    ] {
        refused(message, code);
    }
}

#[test]
fn invocations() {
    let read = |text: &str, mode| read_invocation(&json(text), mode);
    let message = r#"{"action": "http://a.b/c#stop", "attributes": {"method": "cold"}}"#;
    let invocation = read(message, Mode::Strict).unwrap().value;
    assert_eq!(invocation.action.unwrap().term(), "stop");
    assert_eq!(invocation.attributes[0].1, text("cold"));
    for empty in ["", "{}", " \n"] {
        assert_eq!(read(empty, Mode::Strict).unwrap().value.action, None);
    }
    let error = read(r#"{"attributes": {}}"#, Mode::Lenient).unwrap_err();
    assert_eq!(error.code, "not-one-action");
    let error = read(r#"{"action": "http://a.b/c#stop", "x": 1}"#, Mode::Strict).unwrap_err();
    assert_eq!(error.code, "invocation-member");
}

#[test]
fn d70_categories_with_the_defaults_of_the_table() {
    let message = r#"{"kinds": [{"term": "x", "scheme": "http://a.b/c#", "title": "X",
        "parent": "http://a.b/c#y", "location": "/x/", "actions": ["http://a.b/x#go"],
        "attributes": {"a.b": {}, "c.d": {"mutable": true, "required": true, "type": "number",
            "default": 4, "description": "D", "pattern": {"minimum": 1}}}}],
        "mixins": [{"term": "m", "scheme": "http://a.b/c#", "depends": ["http://a.b/c#n"],
            "applies": ["http://a.b/c#x"], "location": "/m/"}],
        "actions": [{"term": "go", "scheme": "http://a.b/x#"}]}"#;
    let read = read_categories(&json(message), Mode::Strict).unwrap().value;
    assert_eq!(
        read.iter().map(|c| c.class).collect::<Vec<_>>(),
        [Some(Class::Kind), Some(Class::Mixin), Some(Class::Action)]
    );
    let plain = &read[0].attributes[0];
    assert_eq!(
        (
            plain.mutable,
            plain.required,
            plain.json().json_type.as_deref()
        ),
        (false, false, Some("string"))
    );
    let full = &read[0].attributes[1];
    assert_eq!((full.mutable, full.required), (true, true));
    assert_eq!(full.json().default, Some(RawValue::Number("4".to_owned())));
    assert_eq!(full.json().pattern, Some(serde_json::json!({"minimum": 1})));
    assert_eq!(read[0].rel[0].term(), "y");
    assert_eq!(
        (read[1].rel[0].term(), read[1].applies[0].term()),
        ("n", "x")
    );
}

#[test]
fn c9_user_mixins_in_all_their_forms() {
    let mixin = r#"{"term": "m", "scheme": "http://a.b/c#", "location": "/m/"}"#;
    for message in [
        format!(r#"{{"mixins": [{mixin}]}}"#),
        mixin.to_owned(),
        r#"["http://a.b/c#m"]"#.to_owned(),
    ] {
        let read = read_categories(&json(&message), Mode::Lenient)
            .unwrap()
            .value;
        assert_eq!(read[0].id.as_str(), "http://a.b/c#m", "{message}");
    }
    assert!(
        read_categories(&json(""), Mode::Strict)
            .unwrap()
            .value
            .is_empty()
    );
    assert!(
        read_categories(&json("{}"), Mode::Strict)
            .unwrap()
            .value
            .is_empty()
    );
}

#[test]
fn definitions_of_earlier_drafts_are_forgiven() {
    let message = r#"{"mixins": [{"term": "m", "scheme": "http://a.b/c#", "title": [],
        "related": ["http://a.b/c#n"],
        "attributes": {"org": {"x": {"Mutable": true, "Pattern": "[a-z]+"}, "type": {"y": {"Type": "number"}}}}}]}"#;
    let read = read_categories(&json(message), Mode::Lenient).unwrap();
    let mut codes: Vec<_> = read.deviations.iter().map(|d| d.code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(
        codes,
        [
            "capitalised-definition-members",
            "category-member:related",
            "nested-attribute-definitions",
            "pattern-string",
            "title-not-string"
        ]
    );
    let attributes: Vec<_> = read.value[0]
        .attributes
        .iter()
        .map(|a| a.name.as_str())
        .collect();
    assert_eq!(attributes, ["org.x", "org.type.y"]);
    assert!(read.value[0].attributes[0].mutable);
    assert_eq!(read.value[0].rel[0].term(), "n");
}
