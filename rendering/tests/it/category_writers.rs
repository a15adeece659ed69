//! The writers of categories, byte by byte (B.10, C.5 to C.7).

use std::sync::LazyLock;

use occi_model::{
    CategoryId, CategoryRef, Draft, Model, Profile,
    draft::Access,
    table::{
        ActionTable, AttributeTable, DefaultTable, ExtensionTable, KindTable, LiteralTable,
        MemberTable, MixinTable, RangeTable, TypeTable, ValueTable,
    },
    version::VersionRange,
};
use occi_rendering::{
    CategoriesView, CategoryDescription, Class, MediaType, Mode, Payload, Rendered,
    read_categories, write_categories,
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
        annotations: &[],
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
    specification: None,
    annotations: &[],
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
    specification: None,
    annotations: &[],
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
                returns: None,
                versions: ALL,
                annotations: &[],
            },
            ActionTable {
                term: "down",
                scheme: "http://example.org/net/net/action#",
                title: None,
                description: None,
                parameters: &[],
                returns: None,
                versions: ALL,
                annotations: &[],
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
                            ..RangeTable::UNBOUNDED
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
                            total_digits: Some(5),
                            fraction_digits: Some(2),
                            ..RangeTable::UNBOUNDED
                        }),
                    )
                },
                attribute(
                    "org.example.routes",
                    TypeTable::List(
                        &TypeTable::Hash(&[
                            MemberTable {
                                name: "via",
                                value_type: TypeTable::Mac,
                                required: true,
                                default: None,
                                description: None,
                            },
                            MemberTable {
                                name: "metric",
                                value_type: TypeTable::Number(RangeTable {
                                    fraction_digits: Some(0),
                                    ..RangeTable::UNBOUNDED
                                }),
                                required: false,
                                default: Some(ValueTable::Integer(1)),
                                description: None,
                            },
                        ]),
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
            annotations: &[],
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
            annotations: &[],
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

fn body(rendered: &Rendered) -> &str {
    std::str::from_utf8(&rendered.body).unwrap()
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
                "pattern": {"$schema": dialect, "type": "number", "exclusiveMinimum": 0.0, "multipleOf": 0.01}
            },
            "org.example.routes": {
                "mutable": true, "required": false, "type": "array",
                "pattern": {
                    "$schema": dialect, "type": "array", "minItems": 1, "uniqueItems": true,
                    "items": {
                        "type": "object", "required": ["via"], "additionalProperties": false,
                        "properties": {
                            "via": {"type": "string", "pattern": "^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$"},
                            "metric": {"type": "number", "multipleOf": 1, "default": 1}
                        }
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
