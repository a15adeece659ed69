//! The text readers, decision by decision.

mod categories;

use occi_model::CategoryId;

use crate::{
    Class, EntityMessage, MediaType, Mode, Payload, RawValue, Read, ReadError, read_categories,
    read_entities, read_filter, read_invocation, read_locations,
};

const COMPUTE: &str =
    "compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"";

fn body(text: &str) -> Payload<'_> {
    Payload {
        media: MediaType::TextPlain,
        headers: Vec::new(),
        body: text.as_bytes(),
    }
}

fn headers<'a>(fields: &[(&'a str, &'a str)]) -> Payload<'a> {
    Payload {
        media: MediaType::TextOcci,
        headers: fields.iter().map(|(n, v)| (*n, v.as_bytes())).collect(),
        body: b"OK",
    }
}

fn entity(payload: &Payload<'_>, mode: Mode) -> Result<EntityMessage, ReadError> {
    read_entities(payload, mode).map(|mut read| read.value.swap_remove(0))
}

fn attribute(message: &EntityMessage, wanted: &str) -> Option<RawValue> {
    message
        .attributes
        .iter()
        .find(|(name, _)| *name == *wanted)
        .map(|(_, value)| value.clone())
}

fn codes<T>(read: &Read<T>) -> Vec<&'static str> {
    read.deviations.iter().map(|found| found.code).collect()
}

/// Strict mode refuses with the code, lenient mode forgives with it.
#[track_caller]
fn deviates(payload: &Payload<'_>, code: &str) -> EntityMessage {
    assert_eq!(read_entities(payload, Mode::Strict).unwrap_err().code, code);
    let mut read = read_entities(payload, Mode::Lenient).unwrap();
    assert!(codes(&read).iter().all(|found| *found == code), "{read:?}");
    assert!(!read.deviations.is_empty());
    read.value.swap_remove(0)
}

/// Both modes refuse with the code.
#[track_caller]
fn refused(payload: &Payload<'_>, code: &str) {
    for mode in [Mode::Strict, Mode::Lenient] {
        assert_eq!(read_entities(payload, mode).unwrap_err().code, code);
    }
}

fn text(text: &str) -> RawValue {
    RawValue::Text(text.to_owned())
}

fn number(letters: &str) -> RawValue {
    RawValue::Number(letters.to_owned())
}

#[test]
fn a_whole_entity_is_read_in_strict_mode() {
    let message = format!(
        "Category: {COMPUTE}\r\n\
         Category: blue; scheme=\"http://tags.example.org/alice#\"; class=\"mixin\"\r\n\
         Link: </network/n7>; rel=\"http://schemas.ogf.org/occi/infrastructure#network\"; \
         self=\"/link/networkinterface/l3\"; \
         category=\"http://schemas.ogf.org/occi/infrastructure#networkinterface \
         http://schemas.ogf.org/occi/infrastructure/networkinterface#ipnetworkinterface\"; \
         occi.networkinterface.interface=\"eth0\"; occi.networkinterface.vlan=7\r\n\
         Link: </compute/c1?action=start>; \
         rel=\"http://schemas.ogf.org/occi/infrastructure/compute/action#start\"\r\n\
         X-OCCI-Attribute: occi.core.title=\"say \\\"hi\\\", twice; thrice\"\r\n\
         X-OCCI-Attribute: occi.compute.cores=2\r\n\
         X-OCCI-Attribute: occi.compute.memory=4.0\r\n\
         X-OCCI-Attribute: example.flag=true\r\n"
    );
    let read = read_entities(&body(&message), Mode::Strict).unwrap();
    assert!(read.deviations.is_empty());
    let entity = &read.value[0];
    assert_eq!(entity.categories[0].id.term(), "compute");
    assert_eq!(entity.categories[0].class, Some(Class::Kind));
    assert_eq!(entity.categories[1].class, Some(Class::Mixin));
    let link = &entity.links[0];
    assert_eq!(link.target, "/network/n7");
    assert_eq!(link.location.as_deref(), Some("/link/networkinterface/l3"));
    assert_eq!(link.target_categories[0].term(), "network");
    assert_eq!(link.categories[1].term(), "ipnetworkinterface");
    assert_eq!(link.attributes[1].1, number("7"));
    assert_eq!(entity.actions[0].id.term(), "start");
    assert_eq!(
        entity.actions[0].uri.as_deref(),
        Some("/compute/c1?action=start")
    );
    assert_eq!(
        attribute(entity, "occi.core.title"),
        Some(text("say \"hi\", twice; thrice"))
    );
    assert_eq!(
        attribute(entity, "occi.compute.memory"),
        Some(number("4.0"))
    );
    assert_eq!(
        attribute(entity, "example.flag"),
        Some(RawValue::Boolean(true))
    );
}

#[test]
fn d51_field_names_have_no_case() {
    let message = format!("cATEGORY: {COMPUTE}\nx-occi-attribute: a.b=1\n");
    assert_eq!(
        attribute(&entity(&body(&message), Mode::Strict).unwrap(), "a.b"),
        Some(number("1"))
    );
}

#[test]
fn d65_line_ends_and_folding() {
    // LF CR, empty lines, blanks at the end, a continuation line with a tab.
    let message = format!(
        "Category: {COMPUTE}  \t\n\r\n\r\n\rX-OCCI-Attribute: a.b=\n\r\t\"x\n y\",\r\n  c.d=2\n\r"
    );
    let read = entity(&body(&message), Mode::Strict).unwrap();
    assert_eq!(attribute(&read, "a.b"), Some(text("x y")));
    assert_eq!(attribute(&read, "c.d"), Some(number("2")));
}

#[test]
fn d65_an_indented_field_is_no_continuation() {
    let message = format!("Category: {COMPUTE}\n  X-OCCI-Attribute: a.b=1");
    let read = deviates(&body(&message), "indented-field");
    assert_eq!(attribute(&read, "a.b"), Some(number("1")));
    // Inside an open quote it is data.
    let message = "X-OCCI-Attribute: a.b=\"see\n  Link: x\"";
    let read = entity(&body(message), Mode::Strict).unwrap();
    assert_eq!(attribute(&read, "a.b"), Some(text("see Link: x")));
}

#[test]
fn d65_unknown_fields_and_junk_are_skipped_only_beside_known_fields() {
    let message = format!("Category: {COMPUTE}\nServer: x\n more of it\n");
    deviates(&body(&message), "unknown-field");
    let message = format!("Category: {COMPUTE}\nthis is no field\n");
    deviates(&body(&message), "junk-line");
    refused(&body("Server: x\n"), "unknown-field");
    refused(&body("<html>\n<p>\n"), "junk-line");
    refused(&body(" a: b\n"), "junk-line");
    refused(&body("\r\n \n"), "empty-message");
    let error = entity(&body("\n\nX-OCCI-Attribute: a"), Mode::Strict).unwrap_err();
    assert_eq!((error.code, error.line), ("attribute-syntax", Some(3)));
}

#[test]
fn an_empty_link_field_says_that_there_is_none() {
    let fields = [("Category", COMPUTE), ("X-OCCI-Link", " ")];
    let read = read_entities(&headers(&fields), Mode::Lenient).unwrap();
    assert!(read.value[0].links.is_empty());
    assert_eq!(codes(&read), ["field-alias", "link-empty"]);
    let error = entity(&headers(&fields), Mode::Strict).unwrap_err();
    assert_eq!(error.code, "field-alias");
}

#[test]
fn d68_aliases_and_foreign_links() {
    let fields = [("X-OCCI-Category", COMPUTE)];
    assert_eq!(
        deviates(&headers(&fields), "field-alias").categories[0]
            .id
            .term(),
        "compute"
    );
    let fields = [
        ("Host", "example.org"),
        ("category", COMPUTE),
        (
            "Link",
            "</compute/?page=2>; rel=\"next\", <x y>; title*=UTF-8''a, </a,b>; rel=prev; title=\"a, b\"",
        ),
    ];
    let read = entity(&headers(&fields), Mode::Strict).unwrap();
    assert!(read.links.is_empty() && read.actions.is_empty());
    // In a body nobody else uses the field, and without brackets it is a link of no standard.
    let message = format!("Category: {COMPUTE}\nLink: </compute/?page=2>; rel=\"next\"");
    refused(&body(&message), "rel-not-identifier");
    refused(
        &headers(&[("Category", COMPUTE), ("Link", "bar; foo=\"bar\"")]),
        "link-syntax",
    );
}

#[test]
fn b8_several_header_lines_and_commas_mean_the_same() {
    let one = headers(&[("X-OCCI-Attribute", "a.b=\"x, y\",c.d=2 , e.f=\"z\"")]);
    let three = headers(&[
        ("X-OCCI-Attribute", "a.b=\"x, y\""),
        ("x-occi-attribute", "c.d=2"),
        ("X-Occi-Attribute", "e.f=\"z\""),
    ]);
    let one = entity(&one, Mode::Strict).unwrap();
    assert_eq!(one, entity(&three, Mode::Strict).unwrap());
    assert_eq!(one.attributes.len(), 3);
}

#[test]
fn b9_the_quoting_probe_of_the_compliance_suite() {
    let fields = [(
        "X-OCCI-Attribute",
        r#"occi.compute.memory=3.6, occi.core.title="... \", occi.compute.memory=1.0""#,
    )];
    let read = entity(&headers(&fields), Mode::Strict).unwrap();
    assert_eq!(attribute(&read, "occi.compute.memory"), Some(number("3.6")));
    assert_eq!(read.attributes.len(), 2);
}

#[test]
fn d54_d55_link_categories() {
    let message = "Link: </n/1>; rel=\"http://a.b/c#net\"; category=http://a.b/c#nic; a.b=eth0";
    let read = entity(&body(message), Mode::Strict).unwrap();
    assert_eq!(read.links[0].categories[0].term(), "nic");
    assert_eq!(
        read.links[0].attributes[0].1,
        RawValue::Bare("eth0".to_owned())
    );
    let message = "Link: </n/1>; rel=\"http://a.b/c#net\"";
    let read = entity(&body(message), Mode::Strict).unwrap();
    assert!(read.links[0].categories.is_empty());
}

#[test]
fn d58_d59_d60_values_without_quotes() {
    let cases = [
        ("-4", number("-4"), None),
        ("4.50", number("4.50"), None),
        (".5", number(".5"), None),
        ("+4", number("+4"), Some("number-form")),
        ("1e3", number("1e3"), Some("number-form")),
        (
            "True",
            RawValue::Bare("True".to_owned()),
            Some("boolean-case"),
        ),
        (
            "foobar",
            RawValue::Bare("foobar".to_owned()),
            Some("value-bare"),
        ),
        (
            "/network/1",
            RawValue::Bare("/network/1".to_owned()),
            Some("value-bare"),
        ),
        (".", RawValue::Bare(".".to_owned()), Some("value-bare")),
        ("", RawValue::Null, Some("value-empty")),
    ];
    for (letters, value, code) in cases {
        let message = format!("X-OCCI-Attribute: a.b={letters}");
        let read = match code {
            None => entity(&body(&message), Mode::Strict).unwrap(),
            Some(code) => deviates(&body(&message), code),
        };
        assert_eq!(attribute(&read, "a.b"), Some(value), "{letters}");
    }
    refused(&body("X-OCCI-Attribute: a.b=two words"), "attribute-syntax");
    refused(&body("X-OCCI-Attribute: a.b=\"x\" y"), "attribute-syntax");
    refused(&body("X-OCCI-Attribute: a b=1"), "attribute-syntax");
    refused(&body("X-OCCI-Attribute: a.b=\"x"), "bad-quoting");
}

#[test]
fn d62_d80_locations() {
    let message = "X-OCCI-Location: http://h/a, http://h/b\r\nX-OCCI-Location: /c\r\n";
    let read = read_locations(&body(message), Mode::Strict).unwrap();
    assert_eq!(read.value, ["http://h/a", "http://h/b", "/c"]);
    let fields = [("X-OCCI-Location", "/a,/b"), ("Category", COMPUTE)];
    let read = read_locations(&headers(&fields), Mode::Strict).unwrap();
    assert_eq!(read.value, ["/a", "/b"]);
    let error = read_locations(&body("X-OCCI-Location: /a b"), Mode::Lenient).unwrap_err();
    assert_eq!(error.code, "location-not-uri");
    // A full description where names are wanted, and nothing at all.
    let error = read_locations(&headers(&[("Category", COMPUTE)]), Mode::Lenient).unwrap_err();
    assert_eq!(error.code, "no-location");
    assert!(
        read_locations(&headers(&[]), Mode::Strict)
            .unwrap()
            .value
            .is_empty()
    );
    assert!(
        read_locations(&body(""), Mode::Strict)
            .unwrap()
            .value
            .is_empty()
    );
    let message = format!("Category: {COMPUTE}\nX-OCCI-Location: /compute/1");
    let read = entity(&body(&message), Mode::Strict).unwrap();
    assert_eq!(read.location.as_deref(), Some("/compute/1"));
}

#[test]
fn uri_lists() {
    let payload = |body| Payload {
        media: MediaType::UriList,
        headers: Vec::new(),
        body,
    };
    let list = payload(b"# two\r\nhttp://h/a\r\n\r\nhttp://h/b\n");
    let read = read_locations(&list, Mode::Strict).unwrap();
    assert_eq!(read.value, ["http://h/a", "http://h/b"]);
    let relative = payload(b"/a");
    assert_eq!(
        read_locations(&relative, Mode::Strict).unwrap_err().code,
        "uri-not-absolute"
    );
    assert_eq!(
        read_locations(&relative, Mode::Lenient).unwrap().value,
        ["/a"]
    );
    // TXT-064: only listings.
    assert_eq!(
        read_entities(&list, Mode::Lenient).unwrap_err().code,
        "not-a-listing"
    );
}

#[test]
fn d67_control_characters_are_refused() {
    for value in ["\"a\rb\"", "\"a\\\rb\"", "\"\u{0}\"", "a\u{7}b"] {
        let message = format!("X-OCCI-Attribute: a.b={value}");
        for mode in [Mode::Strict, Mode::Lenient] {
            assert_eq!(
                entity(&body(&message), mode).unwrap_err().code,
                "control-character",
                "{value:?}"
            );
        }
    }
    let read = entity(&body("X-OCCI-Attribute: a.b=\"gr\u{fc}n\t\""), Mode::Strict).unwrap();
    assert_eq!(attribute(&read, "a.b"), Some(text("grün\t")));
    let not_utf8 = Payload {
        media: MediaType::TextOcci,
        headers: vec![("X-OCCI-Attribute", b"a.b=\"\xfc\"")],
        body: b"",
    };
    refused(&not_utf8, "not-utf-8");
}

#[test]
fn invocations_have_exactly_one_action() {
    let action = "start; scheme=\"http://a.b/c/action#\"; class=\"action\"";
    let message = format!("Category: {action}\nX-OCCI-Attribute: method=\"cold\"");
    let read = read_invocation(&body(&message), Mode::Strict)
        .unwrap()
        .value;
    assert_eq!(read.action.unwrap().term(), "start");
    assert_eq!(read.attributes.len(), 1);
    let none = read_invocation(&headers(&[("Host", "h")]), Mode::Strict).unwrap();
    assert_eq!(none.value.action, None);
    assert!(
        read_invocation(&body(""), Mode::Strict)
            .unwrap()
            .value
            .action
            .is_none()
    );
    for message in [
        format!("Category: {action}, {action}"),
        format!("Category: {COMPUTE}"),
        "X-OCCI-Attribute: method=\"cold\"".to_owned(),
    ] {
        for mode in [Mode::Strict, Mode::Lenient] {
            let error = read_invocation(&body(&message), mode).unwrap_err();
            assert_eq!(error.code, "not-one-action", "{message}");
        }
    }
}

#[test]
fn d101_filters_take_categories_and_attributes_and_no_links() {
    let fields: [(&str, &[u8]); 5] = [
        ("Accept", b"text/plain"),
        ("Category", COMPUTE.as_bytes()),
        ("Link", b"<x>; rel=\"next\""),
        ("Link", b"\xff"),
        ("X-OCCI-Attribute", b"occi.compute.memory=2"),
    ];
    let read = read_filter(fields, Mode::Strict).unwrap().value;
    assert_eq!(read.categories.len(), 1);
    assert_eq!(read.attributes.len(), 1);
}

#[test]
fn one_attribute_has_one_value() {
    deviates(
        &body("X-OCCI-Attribute: a.b=1, c.d=2, a.b=1"),
        "repeated-attribute",
    );
    refused(&body("X-OCCI-Attribute: a.b=1, a.b=2"), "contradiction");
}

#[test]
fn deviations_of_links() {
    let rel = "rel=\"http://a.b/c#net\"";
    let category = "category=\"http://a.b/c#nic\"";
    for (value, code) in [
        (
            format!("</n>; {rel}; {category}; a.b=\"x\" c.d=\"y\" e.f=1"),
            "blank-separated-attributes",
        ),
        (
            format!("</n>; {rel}; a.b=\"x\""),
            "attribute-before-category",
        ),
        (
            format!("</n>; {rel}; {category}; self=\"/l\""),
            "parameter-order",
        ),
        (
            format!("</n>; {rel}; {category}; {category}"),
            "repeated-parameter:category",
        ),
        (format!("</n>; {rel}; self=/l"), "parameter-unquoted"),
        (
            "</n>; \"rel\"=\"http://a.b/c#net\"".to_owned(),
            "quoted-parameter-name",
        ),
    ] {
        deviates(&body(&format!("Link: {value}")), code);
    }
    for (value, code) in [
        ("</n>".to_owned(), "rel-missing"),
        (format!("</n; {rel}"), "link-syntax"),
        (format!("<a b>; {rel}"), "link-syntax"),
        (format!("</n>; {rel}; self=\"a b\""), "self-not-uri"),
        (
            format!("</n>; {rel}; category=\"nic\""),
            "category-not-identifier",
        ),
        (format!("</n>; {rel}; {rel}"), "repeated-parameter:rel"),
        (
            format!("</n>; {rel}; {category}; a.b=\"x\"y"),
            "link-attribute-value",
        ),
        (format!("</n>; {rel}; {category}; a.b"), "attribute-syntax"),
    ] {
        refused(&body(&format!("Link: {value}")), code);
    }
}

#[test]
fn limits_hold() {
    use crate::limits::{MAX_BODY_BYTES, MAX_FIELD_BYTES, MAX_ITEMS};
    let long = format!("X-OCCI-Attribute: a.b=\"{}\"", "x".repeat(MAX_FIELD_BYTES));
    refused(&body(&long), "too-long");
    let folded = format!(
        "X-OCCI-Attribute: a.b=\"{}\"",
        "x\n ".repeat(MAX_FIELD_BYTES)
    );
    refused(&body(&folded), "too-long");
    let many = "X-OCCI-Location: a,a,a\n".repeat(MAX_ITEMS / 3 + 1);
    let error = read_locations(&body(&many), Mode::Lenient).unwrap_err();
    assert_eq!(error.code, "too-many-items");
    let huge = " ".repeat(MAX_BODY_BYTES + 1);
    refused(&body(&huge), "too-long");
}
