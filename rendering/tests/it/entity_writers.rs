//! The writers, byte by byte (B.10, part C).
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::LazyLock;

use occi_model::{
    AttributeName, CategoryId, CategoryRef, Draft, Model, Profile, Value,
    draft::Access,
    table::{
        ActionTable, AttributeTable, DefaultTable, ExtensionTable, KindTable, LiteralTable,
        MemberTable, MixinTable, RangeTable, TypeTable, ValueTable,
    },
    version::VersionRange,
};
use occi_rendering::{
    ActionView, CategoriesView, CategoryDescription, Class, EntityView, HEADER_FIELD_LIMIT,
    LinkView, MediaType, Mode, Payload, Rendered, WriteError, read_categories, write_categories,
    write_entities, write_entity, write_error, write_invocation, write_locations, write_ok,
};

const CORE: &str = "http://schemas.ogf.org/occi/core#";
const NET: &str = "http://example.org/net#";
const ALL: VersionRange = VersionRange::ALL;
const STRING: TypeTable = TypeTable::String(None, (None, None));

const fn kind(
    term: &'static str,
    scheme: &'static str,
    parent: Option<&'static str>,
    attributes: &'static [AttributeTable],
) -> KindTable {
    KindTable {
        term,
        scheme,
        title: None,
        description: None,
        parent,
        is_abstract: false,
        location: None,
        attributes,
        actions: &[],
        states: None,
        constraints: &[],
        source: &[],
        target: &[],
        versions: ALL,
    }
}

const fn attribute(name: &'static str, value_type: TypeTable) -> AttributeTable {
    AttributeTable::new(name, value_type)
}

static CORE_TABLE: ExtensionTable = ExtensionTable {
    name: "core",
    scheme: CORE,
    version: None,
    description: None,
    uses: &[],
    types: &[],
    kinds: &[
        KindTable {
            is_abstract: true,
            title: Some("Entity"),
            ..kind(
                "entity",
                CORE,
                None,
                &[
                    AttributeTable {
                        access: Access::ReadOnly,
                        always: true,
                        ..attribute("occi.core.id", TypeTable::Uri)
                    },
                    attribute("occi.core.title", STRING),
                ],
            )
        },
        KindTable {
            location: Some("/resource/"),
            ..kind(
                "resource",
                CORE,
                Some("http://schemas.ogf.org/occi/core#entity"),
                &[attribute("occi.core.summary", STRING)],
            )
        },
        KindTable {
            location: Some("/link/"),
            ..kind(
                "link",
                CORE,
                Some("http://schemas.ogf.org/occi/core#entity"),
                &[
                    attribute("occi.core.source", TypeTable::Ref(None)),
                    attribute("occi.core.target", TypeTable::Ref(None)),
                ],
            )
        },
    ],
    mixins: &[],
};

static NET_TABLE: ExtensionTable = ExtensionTable {
    name: "net",
    scheme: NET,
    version: None,
    description: None,
    uses: &[("core", None)],
    types: &[],
    kinds: &[KindTable {
        title: Some("A \"net\", or two"),
        location: Some("/net/"),
        actions: &[
            ActionTable {
                term: "up",
                scheme: "http://example.org/net/net/action#",
                title: Some("Bring it up"),
                description: None,
                parameters: &[AttributeTable {
                    required: true,
                    ..attribute("method", STRING)
                }],
                versions: ALL,
            },
            ActionTable {
                term: "down",
                scheme: "http://example.org/net/net/action#",
                title: None,
                description: None,
                parameters: &[],
                versions: ALL,
            },
        ],
        ..kind(
            "net",
            NET,
            Some("http://schemas.ogf.org/occi/core#resource"),
            &[
                AttributeTable {
                    description: Some("The number of the net."),
                    ..attribute(
                        "org.example.vlan",
                        TypeTable::Integer(RangeTable {
                            min: Some((0, false)),
                            max: Some((4095, false)),
                        }),
                    )
                },
                AttributeTable {
                    access: Access::CreateOnly,
                    required: true,
                    ..attribute(
                        "org.example.label",
                        TypeTable::String(Some("[a-z]+"), (Some(1), Some(8))),
                    )
                },
                AttributeTable {
                    access: Access::ReadOnly,
                    default: Some(DefaultTable::Value(ValueTable::String("off"))),
                    ..attribute(
                        "org.example.state",
                        TypeTable::Enum(&[
                            LiteralTable {
                                name: "on",
                                description: None,
                                versions: ALL,
                            },
                            LiteralTable {
                                name: "off",
                                description: None,
                                versions: ALL,
                            },
                        ]),
                    )
                },
                AttributeTable {
                    required: true,
                    ..attribute("org.example.address", TypeTable::IpAddress)
                },
                AttributeTable {
                    default: Some(DefaultTable::Generated(Some("net{}"))),
                    ..attribute("org.example.nick", STRING)
                },
                AttributeTable {
                    unit: Some("1"),
                    ..attribute(
                        "org.example.load",
                        TypeTable::Float(RangeTable {
                            min: Some((0.0, true)),
                            max: None,
                        }),
                    )
                },
                attribute(
                    "org.example.routes",
                    TypeTable::List(
                        &TypeTable::Hash(&[MemberTable {
                            name: "via",
                            value_type: TypeTable::Mac,
                            required: true,
                            description: None,
                        }]),
                        (Some(1), None),
                        true,
                    ),
                ),
            ],
        )
    }],
    mixins: &[
        MixinTable {
            term: "tpl",
            scheme: NET,
            title: None,
            description: None,
            depends: &[],
            applies: &["http://example.org/net#net"],
            exclusive: false,
            overriding: false,
            location: Some("/tpl/"),
            attributes: &[],
            settings: &[],
            actions: &[],
            states: None,
            constraints: &[],
            versions: ALL,
        },
        MixinTable {
            term: "small",
            scheme: "http://example.org/tpl#",
            title: Some("Small"),
            description: None,
            depends: &["http://example.org/net#tpl"],
            applies: &["http://example.org/net#net"],
            exclusive: false,
            overriding: false,
            location: Some("/tpl/small/"),
            attributes: &[],
            settings: &[("org.example.vlan", ValueTable::Integer(7))],
            actions: &[],
            states: None,
            constraints: &[],
            versions: ALL,
        },
    ],
};

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let built = Draft::from_tables(&[&CORE_TABLE, &NET_TABLE]).build(Profile::Union);
    built.model.unwrap_or_else(|| panic!("{:#?}", built.faults))
});

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
        (Value::Hash(indexmap::IndexMap::new()), true),
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

fn refs() -> Vec<CategoryRef> {
    let kinds = MODEL.kinds().map(|(id, _)| CategoryRef::Kind(id));
    let mixins = MODEL.mixins().map(|(id, _)| CategoryRef::Mixin(id));
    let actions = MODEL.actions().map(|(id, _)| CategoryRef::Action(id));
    kinds.chain(mixins).chain(actions).collect()
}

fn user_mixin() -> CategoryDescription {
    CategoryDescription {
        id: id("http://example.org/alice#my_stuff"),
        class: None,
        title: Some("my\r\nstuff".to_owned()),
        rel: vec![id("http://example.org/net#tpl")],
        applies: Vec::new(),
        location: Some("/my_stuff/".to_owned()),
        attributes: Vec::new(),
        actions: Vec::new(),
    }
}

#[test]
fn b10_the_query_interface_as_text() {
    let mine = user_mixin();
    let categories = CategoriesView {
        of_model: Some((&MODEL, refs())),
        of_users: vec![&mine],
    };
    let rendered = write_categories(MediaType::TextPlain, &categories).unwrap();
    let lines: Vec<&str> = body(&rendered).split_terminator("\r\n").collect();
    assert_eq!(
        lines,
        [
            "Category: entity; scheme=\"http://schemas.ogf.org/occi/core#\"; class=\"kind\"; title=\"Entity\"; attributes=\"occi.core.id{immutable} occi.core.title\"",
            "Category: resource; scheme=\"http://schemas.ogf.org/occi/core#\"; class=\"kind\"; rel=\"http://schemas.ogf.org/occi/core#entity\"; location=\"/resource/\"; attributes=\"occi.core.summary\"",
            "Category: link; scheme=\"http://schemas.ogf.org/occi/core#\"; class=\"kind\"; rel=\"http://schemas.ogf.org/occi/core#entity\"; location=\"/link/\"; attributes=\"occi.core.source occi.core.target\"",
            "Category: net; scheme=\"http://example.org/net#\"; class=\"kind\"; title=\"A \\\"net\\\", or two\"; rel=\"http://schemas.ogf.org/occi/core#resource\"; location=\"/net/\"; attributes=\"org.example.vlan org.example.label{required immutable} org.example.state{immutable} org.example.address{required} org.example.nick org.example.load org.example.routes\"; actions=\"http://example.org/net/net/action#up http://example.org/net/net/action#down\"",
            "Category: tpl; scheme=\"http://example.org/net#\"; class=\"mixin\"; location=\"/tpl/\"",
            "Category: small; scheme=\"http://example.org/tpl#\"; class=\"mixin\"; title=\"Small\"; rel=\"http://example.org/net#tpl\"; location=\"/tpl/small/\"; attributes=\"org.example.vlan\"",
            "Category: up; scheme=\"http://example.org/net/net/action#\"; class=\"action\"; title=\"Bring it up\"; attributes=\"method{required}\"",
            "Category: down; scheme=\"http://example.org/net/net/action#\"; class=\"action\"",
            "Category: my_stuff; scheme=\"http://example.org/alice#\"; class=\"mixin\"; title=\"my  stuff\"; rel=\"http://example.org/net#tpl\"; location=\"/my_stuff/\"",
        ]
    );
}

fn read(media: MediaType, rendered: &Rendered) -> Vec<CategoryDescription> {
    let payload = Payload {
        media,
        headers: rendered.headers.iter().map(|(n, v)| (*n, &v[..])).collect(),
        body: &rendered.body,
    };
    let read = read_categories(&payload, Mode::Strict).unwrap();
    assert!(read.deviations.is_empty());
    read.value
}

#[test]
fn categories_read_back_in_every_rendering() {
    let mine = user_mixin();
    let categories = CategoriesView {
        of_model: Some((&MODEL, refs())),
        of_users: vec![&mine],
    };
    let all: Vec<Vec<CategoryDescription>> = [
        MediaType::TextPlain,
        MediaType::TextOcci,
        MediaType::OcciJson,
    ]
    .into_iter()
    .map(|media| read(media, &write_categories(media, &categories).unwrap()))
    .collect();
    assert_eq!(all[0], all[1]);
    // JSON groups by class, and says more.
    for category in &all[2] {
        let text = all[0].iter().find(|other| other.id == category.id).unwrap();
        assert_eq!(text.class, category.class);
        assert_eq!(text.location, category.location);
        assert_eq!(text.actions, category.actions);
        assert_eq!(text.rel.first(), category.rel.first());
        let flags = |of: &CategoryDescription| {
            of.attributes
                .iter()
                .map(|a| (a.name.clone(), a.mutable, a.required))
                .collect::<Vec<_>>()
        };
        assert_eq!(flags(text), flags(category));
    }
    assert_eq!(all[2].len(), all[0].len());
    // What was read of JSON can be written and read again without loss.
    let again = CategoriesView {
        of_model: None,
        of_users: all[2].iter().collect(),
    };
    let rendered = write_categories(MediaType::OcciJson, &again).unwrap();
    assert_eq!(read(MediaType::OcciJson, &rendered), all[2]);
}

#[test]
fn d70_definitions_carry_flags_types_schemas_and_fixed_defaults() {
    let net = MODEL.find("http://example.org/net#net").unwrap();
    let small = MODEL.find("http://example.org/tpl#small").unwrap();
    let categories = CategoriesView {
        of_model: Some((&MODEL, vec![net, small])),
        of_users: Vec::new(),
    };
    let rendered = write_categories(MediaType::OcciJson, &categories).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&rendered.body).unwrap();
    let dialect = "https://json-schema.org/draft/2020-12/schema";
    let vlan = serde_json::json!({
        "mutable": true, "required": false, "type": "number",
        "pattern": {"$schema": dialect, "type": "integer", "minimum": 0, "maximum": 4095},
        "description": "The number of the net."
    });
    assert_eq!(
        json["kinds"][0]["attributes"],
        serde_json::json!({
            "org.example.vlan": vlan,
            "org.example.label": {
                "mutable": false, "required": true, "type": "string",
                "pattern": {"$schema": dialect, "type": "string", "minLength": 1, "maxLength": 8, "pattern": "^(?:[a-z]+)$"}
            },
            "org.example.state": {
                "mutable": false, "required": false, "type": "string",
                "pattern": {"$schema": dialect, "type": "string", "enum": ["on", "off"]},
                "default": "off"
            },
            "org.example.address": {
                "mutable": true, "required": true, "type": "string",
                "pattern": {"$schema": dialect, "type": "string", "anyOf": [{"format": "ipv4"}, {"format": "ipv6"}]}
            },
            // A default that the server makes is no fixed value.
            "org.example.nick": {"mutable": true, "required": false, "type": "string"},
            "org.example.load": {
                "mutable": true, "required": false, "type": "number",
                "pattern": {"$schema": dialect, "type": "number", "exclusiveMinimum": 0.0}
            },
            "org.example.routes": {
                "mutable": true, "required": false, "type": "array",
                "pattern": {
                    "$schema": dialect, "type": "array", "minItems": 1, "uniqueItems": true,
                    "items": {
                        "type": "object", "required": ["via"], "additionalProperties": false,
                        "properties": {"via": {"type": "string", "pattern": "^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$"}}
                    }
                }
            }
        })
    );
    assert_eq!(
        json["mixins"][0]["depends"],
        serde_json::json!(["http://example.org/net#tpl"])
    );
    assert_eq!(
        json["mixins"][0]["applies"],
        serde_json::json!(["http://example.org/net#net"])
    );
    assert_eq!(
        json["mixins"][0]["attributes"]["org.example.vlan"]["default"],
        7
    );
    // D-71: all three keys, always.
    assert_eq!(json["actions"], serde_json::json!([]));
    let empty = write_categories(MediaType::OcciJson, &CategoriesView::default()).unwrap();
    assert_eq!(body(&empty), "{\"kinds\":[],\"mixins\":[],\"actions\":[]}");
}

#[test]
fn users_categories_keep_their_class() {
    let mut action = user_mixin();
    action.class = Some(Class::Action);
    action.rel.clear();
    action.location = None;
    let categories = CategoriesView {
        of_model: None,
        of_users: vec![&action],
    };
    let rendered = write_categories(MediaType::OcciJson, &categories).unwrap();
    assert_eq!(read(MediaType::OcciJson, &rendered), [action]);
}
