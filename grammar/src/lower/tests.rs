use indexmap::IndexMap;
use occi_model::{
    Located, OcciVersion, Origin, SourceId, Value, VersionRange,
    draft::{
        Access, ActionDraft, AttributeDraft, DefaultDraft, ExprDraft, ExtensionDraft, LengthDraft,
        LiteralDraft, MemberDraft, OperandDraft, RangeDraft, Reference, StateDraft,
        TransitionDraft, TriggerDraft, TypeDraft,
    },
    expr::Comparison,
};

use crate::syntax;

fn lower(text: &str) -> ExtensionDraft {
    let source = SourceId(0);
    let mut parsed = syntax::parse(text, source);
    let mut faults = std::mem::take(&mut parsed.faults);
    let draft = super::lower(&parsed, text, source, &mut faults);
    assert!(faults.is_empty(), "{faults:?}");
    draft.unwrap()
}

fn body(members: &str) -> ExtensionDraft {
    lower(&format!(
        "extension t \"http://example.com/t#\"; kind k {{ {members} }} mixin m;"
    ))
}

fn attribute(member: &str) -> AttributeDraft {
    body(member).kinds.remove(0).attributes.remove(0)
}

fn type_of(written: &str) -> TypeDraft {
    attribute(&format!("x: {written};")).value_type.value
}

fn at<T>(value: T) -> Located<T> {
    Located::nowhere(value)
}

fn name(name: &str) -> Reference {
    Reference::name(name)
}

fn string() -> TypeDraft {
    TypeDraft::String {
        pattern: None,
        length: LengthDraft::default(),
    }
}

fn since_1_2() -> VersionRange {
    VersionRange {
        since: Some(OcciVersion::V1_2),
        until: None,
    }
}

#[test]
fn a_head_says_everything_about_a_category() {
    let draft = lower(
        r##"//! One.
//!  Two.
extension gpu "http://example.com/gpu#" version "2.0";
use core;
use infrastructure as infra;
use "http://example.com/x#" as x;

/// A board.
///
/// More of it.
#[doc("\u{1F600}\tend")]
#[since("1.2")]
abstract kind board "A \"board\"" : core.resource in "http://example.com/own#" at "/board/";

exclusive overriding mixin tpl "T" in "http://example.com/tpl#" at "/tpl/" {
    depends a, infra.b;
    depends "http://example.com/x#c",;
    applies infra."medium.large";
    set com.example.n = 1;
    set "com.example.t" = "text";
}
kind "odd term" : "http://schemas.ogf.org/occi/core#link" { source a; target b, c; }
"##,
    );
    assert_eq!(draft.name.value, "gpu");
    assert_eq!(draft.scheme.value, "http://example.com/gpu#");
    assert_eq!(draft.version.as_deref(), Some("2.0"));
    assert_eq!(draft.description.as_deref(), Some("One.\n Two."));
    let uses: Vec<(&str, Option<&str>)> = draft
        .uses
        .iter()
        .map(|used| {
            let alias = used.alias.as_ref().map(|alias| &*alias.value);
            (&*used.extension.value, alias)
        })
        .collect();
    assert_eq!(
        uses,
        [
            ("core", None),
            ("infrastructure", Some("infra")),
            ("http://example.com/x#", Some("x"))
        ]
    );

    let board = &draft.kinds[0];
    assert_eq!(board.term.value, "board");
    assert_eq!(board.title.as_deref(), Some("A \"board\""));
    assert_eq!(
        board.description.as_deref(),
        Some("A board.\n\nMore of it.\n\u{1F600}\tend")
    );
    assert!(board.is_abstract);
    assert_eq!(board.versions, since_1_2());
    assert_eq!(board.scheme, Some(at("http://example.com/own#".into())));
    assert_eq!(board.location, Some(at("/board/".into())));
    assert_eq!(
        board.parent,
        Some(at(Reference::Name {
            qualifier: Some("core".into()),
            name: "resource".into()
        }))
    );

    let tpl = &draft.mixins[0];
    assert!(tpl.exclusive && tpl.overriding);
    assert_eq!(
        tpl.depends,
        [
            at(name("a")),
            at(Reference::Name {
                qualifier: Some("infra".into()),
                name: "b".into()
            }),
            at(Reference::Identifier("http://example.com/x#c".into())),
        ]
    );
    assert_eq!(
        tpl.applies,
        [at(Reference::Name {
            qualifier: Some("infra".into()),
            name: "medium.large".into()
        })]
    );
    assert_eq!(tpl.settings[0].value, at(Value::Integer(1)));
    assert_eq!(tpl.settings[1].name.value, "com.example.t");

    let odd = &draft.kinds[1];
    assert_eq!(odd.term.value, "odd term");
    assert_eq!(odd.source, [at(name("a"))]);
    assert_eq!(odd.target, [at(name("b")), at(name("c"))]);
}

#[test]
fn attributes_say_who_sets_them_and_what_they_become() {
    let whole = attribute(
        "/// Doc.\n#[deprecated(\"old\")] #[until(\"1.1\")] required always createonly a.b: integer(1..) = 4 unit \"GiB\";",
    );
    assert_eq!(
        whole,
        AttributeDraft {
            name: at("a.b".into()),
            value_type: at(TypeDraft::Integer(RangeDraft {
                min: Some((at(Value::Integer(1)), false)),
                max: None,
                fraction_digits: None,
                total_digits: None,
            })),
            access: Access::CreateOnly,
            required: true,
            always: true,
            default: Some(at(DefaultDraft::Value(Value::Integer(4)))),
            unit: Some("GiB".into()),
            description: Some("Doc.".into()),
            deprecated: Some("old".into()),
            versions: VersionRange {
                since: None,
                until: Some(OcciVersion::V1_1)
            },
            annotations: Vec::new(),
        }
    );
    let default = |written: &str| {
        attribute(&format!("x: any = {written};"))
            .default
            .unwrap()
            .value
    };
    assert_eq!(default("-2"), DefaultDraft::Value(Value::Integer(-2)));
    assert_eq!(default("1.5e3"), DefaultDraft::Value(Value::Float(1500.0)));
    assert_eq!(default("true"), DefaultDraft::Value(Value::Boolean(true)));
    assert_eq!(
        default("\"true\""),
        DefaultDraft::Value(Value::from("true"))
    );
    assert_eq!(
        default("static"),
        DefaultDraft::Value(Value::from("static"))
    );
    assert_eq!(default("1.2.3"), DefaultDraft::Value(Value::from("1.2.3")));
    assert_eq!(default("2xl"), DefaultDraft::Value(Value::from("2xl")));
    assert_eq!(
        default("[1, [], a,]"),
        DefaultDraft::Value(Value::List(vec![
            Value::Integer(1),
            Value::List(vec![]),
            Value::from("a")
        ]))
    );
    assert_eq!(
        default("{ a: 1, \"b c\": {} }"),
        DefaultDraft::Value(Value::Hash(IndexMap::from([
            ("a".into(), Value::Integer(1)),
            ("b c".into(), Value::Hash(IndexMap::new()))
        ])))
    );
    assert_eq!(
        default("generated"),
        DefaultDraft::Generated { template: None }
    );
    assert_eq!(
        default("generated(\"eth{}\")"),
        DefaultDraft::Generated {
            template: Some("eth{}".into())
        }
    );
    assert_eq!(
        default("\"generated\""),
        DefaultDraft::Value(Value::from("generated"))
    );
}

#[test]
fn types_say_their_facets() {
    for (word, expected) in [
        ("boolean", TypeDraft::Boolean),
        ("uri", TypeDraft::Uri),
        ("ip-address", TypeDraft::IpAddress),
        ("ip-network", TypeDraft::IpNetwork),
        (
            "ip-prefix",
            TypeDraft::IpPrefix {
                optional_length: false,
            },
        ),
        (
            "ip-prefix(optional)",
            TypeDraft::IpPrefix {
                optional_length: true,
            },
        ),
        ("mac", TypeDraft::Mac),
        ("token", TypeDraft::Token),
        ("datetime", TypeDraft::DateTime),
        ("duration", TypeDraft::Duration),
        ("ref", TypeDraft::Ref(None)),
        ("ref(compute)", TypeDraft::Ref(Some(at(name("compute"))))),
        ("hash", TypeDraft::Hash(vec![])),
        ("string", string()),
        ("integer", TypeDraft::Integer(RangeDraft::default())),
        ("Vlan", TypeDraft::Named(name("Vlan"))),
        ("\"mac\"", TypeDraft::Named(name("mac"))),
        (
            "infra.Vlan",
            TypeDraft::Named(Reference::Name {
                qualifier: Some("infra".into()),
                name: "Vlan".into(),
            }),
        ),
    ] {
        assert_eq!(type_of(word), expected, "{word}");
    }
    assert_eq!(
        type_of("string(pattern = \"[a-z]+\\\\d\", length = 1..=64)"),
        TypeDraft::String {
            pattern: Some(at("[a-z]+\\d".into())),
            length: LengthDraft {
                min: Some(at(1)),
                max: Some(at(64))
            }
        }
    );
    assert_eq!(
        type_of("list(list(string), unique, length = 2)"),
        TypeDraft::List {
            item: Box::new(at(TypeDraft::List {
                item: Box::new(at(string())),
                length: LengthDraft::default(),
                unique: false
            })),
            length: LengthDraft {
                min: Some(at(2)),
                max: Some(at(2))
            },
            unique: true
        }
    );
    assert_eq!(
        type_of("hash { /// D\n required a: string; b: hash; }"),
        TypeDraft::Hash(vec![
            MemberDraft {
                name: at("a".into()),
                value_type: at(string()),
                required: true,
                description: Some("D".into()),
                default: None,
            },
            MemberDraft {
                name: at("b".into()),
                value_type: at(TypeDraft::Hash(vec![])),
                required: false,
                description: None,
                default: None,
            },
        ])
    );
    assert_eq!(
        type_of("enum { /// D\n a, \"b c\", #[since(\"1.2\")] enum, }"),
        TypeDraft::Enum(vec![
            LiteralDraft {
                name: at("a".into()),
                description: Some("D".into()),
                versions: VersionRange::ALL
            },
            LiteralDraft {
                name: at("b c".into()),
                description: None,
                versions: VersionRange::ALL
            },
            LiteralDraft {
                name: at("enum".into()),
                description: None,
                versions: since_1_2()
            },
        ])
    );
    assert_eq!(type_of("enum { }"), TypeDraft::Enum(vec![]));
}

#[test]
fn ranges_include_and_exclude_their_ends() {
    let ends = |written: &str| {
        let TypeDraft::Float(range) = type_of(&format!("float({written})")) else {
            panic!("{written}");
        };
        let end =
            |end: Option<(Located<Value>, bool)>| end.map(|(value, open)| (value.value, open));
        (end(range.min), end(range.max))
    };
    let one = Value::Float(1.0);
    let two = Value::Float(2.0);
    for (written, min, max) in [
        ("1..=2", Some(false), Some(false)),
        ("1..2", Some(false), Some(true)),
        ("1..<2", Some(false), Some(true)),
        ("1<..=2", Some(true), Some(false)),
        ("1<..<2", Some(true), Some(true)),
        ("1.0 .. 2.0", Some(false), Some(true)),
        ("1..", Some(false), None),
        ("1<..", Some(true), None),
        ("..2", None, Some(true)),
        ("..=2", None, Some(false)),
        ("..", None, None),
    ] {
        let expected = (
            min.map(|open| (one.clone(), open)),
            max.map(|open| (two.clone(), open)),
        );
        assert_eq!(ends(written), expected, "{written}");
    }
    // An integer's range stays whole, a number's as written.
    assert_eq!(
        type_of("integer(-5..=-1)"),
        TypeDraft::Integer(RangeDraft {
            min: Some((at(Value::Integer(-5)), false)),
            max: Some((at(Value::Integer(-1)), false)),
            fraction_digits: None,
            total_digits: None,
        })
    );
    assert_eq!(
        type_of("number(1..2.5)"),
        TypeDraft::Number(RangeDraft {
            min: Some((at(Value::Integer(1)), false)),
            max: Some((at(Value::Float(2.5)), true)),
            fraction_digits: None,
            total_digits: None,
        })
    );
    let length = |written: &str| {
        let TypeDraft::String { length, .. } = type_of(&format!("string(length = {written})"))
        else {
            panic!("{written}");
        };
        (
            length.min.map(|end| end.value),
            length.max.map(|end| end.value),
        )
    };
    assert_eq!(length("1..9"), (Some(1), Some(8)));
    assert_eq!(length("1<..=9"), (Some(2), Some(9)));
    assert_eq!(length("..=9"), (None, Some(9)));
    assert_eq!(length("7"), (Some(7), Some(7)));
}

#[test]
fn actions_and_states_say_all_their_parts() {
    let draft = body(
        r#"
        /// Stops.
        #[since("1.2")]
        action stop "Stop" in "http://example.com/a#" (
            /// How.
            required method: enum { hard },
            #[until("1.1")] size: integer unit "s" = 3,
        );
        action event;
        states x.state {
            initial off { stop -> on | error via going; event -> off; event crash -> error; "event" -> on; }
            #[since("1.2")] initial;
            on { #[since("1.2")] event "disk full" -> off via a | b; }
        }"#,
    );
    let kind = &draft.kinds[0];
    let ActionDraft {
        term,
        scheme,
        title,
        description,
        parameters,
        versions,
        returns: _,
        annotations: _,
    } = &kind.actions[0];
    assert_eq!(term.value, "stop");
    assert_eq!(scheme, &Some(at("http://example.com/a#".into())));
    assert_eq!(title.as_deref(), Some("Stop"));
    assert_eq!(description.as_deref(), Some("Stops."));
    assert_eq!(*versions, since_1_2());
    assert_eq!(parameters.len(), 2);
    assert_eq!(parameters[0].description.as_deref(), Some("How."));
    assert!(parameters[0].required);
    assert_eq!(parameters[1].unit.as_deref(), Some("s"));
    assert_eq!(parameters[1].versions.until, Some(OcciVersion::V1_1));
    assert_eq!(kind.actions[1].term.value, "event");

    let transition =
        |trigger, to: &str, via: Option<&str>, failure: Option<&str>| TransitionDraft {
            trigger,
            to: at(to.into()),
            via: via.map(|via| at(via.into())),
            failure: failure.map(|failure| at(failure.into())),
            versions: VersionRange::ALL,
        };
    let states = kind.states.as_ref().unwrap();
    assert_eq!(states.attribute.value, "x.state");
    assert_eq!(
        states.states,
        [
            StateDraft {
                name: at("off".into()),
                initial: true,
                transitions: vec![
                    transition(
                        TriggerDraft::Action(at("stop".into())),
                        "on",
                        Some("going"),
                        Some("error")
                    ),
                    transition(TriggerDraft::Event(None), "off", None, None),
                    transition(
                        TriggerDraft::Event(Some("crash".into())),
                        "error",
                        None,
                        None
                    ),
                    transition(TriggerDraft::Action(at("event".into())), "on", None, None),
                ],
                versions: VersionRange::ALL,
                is_final: false,
            },
            StateDraft {
                name: at("initial".into()),
                initial: false,
                transitions: vec![],
                versions: since_1_2(),
                is_final: false,
            },
            StateDraft {
                name: at("on".into()),
                initial: false,
                transitions: vec![TransitionDraft {
                    versions: since_1_2(),
                    ..transition(
                        TriggerDraft::Event(Some("disk full".into())),
                        "off",
                        Some("a"),
                        Some("b")
                    )
                }],
                versions: VersionRange::ALL,
                is_final: false,
            },
        ]
    );
}

#[test]
fn conditions_bind_like_in_other_languages() {
    let condition = |written: &str| {
        let draft = body(&format!("require {written} \"m\";"));
        let constraint = draft.kinds[0].constraints[0].clone();
        assert_eq!(constraint.message, "m");
        constraint.condition
    };
    let name = |text: &str| OperandDraft::Name(at(text.into()));
    let literal = |value: Value| OperandDraft::Literal(at(value));
    let is = |left: &str, right: &str| {
        Box::new(ExprDraft::Compare(
            name(left),
            Comparison::Equal,
            name(right),
        ))
    };
    assert_eq!(
        condition("a == b or c == d and not e == f or g == h"),
        ExprDraft::Or(
            Box::new(ExprDraft::Or(
                is("a", "b"),
                Box::new(ExprDraft::And(
                    is("c", "d"),
                    Box::new(ExprDraft::Not(is("e", "f")))
                ))
            )),
            is("g", "h")
        )
    );
    assert_eq!(
        condition("(a == b or c == d) and e == f"),
        ExprDraft::And(
            Box::new(ExprDraft::Or(is("a", "b"), is("c", "d"))),
            is("e", "f")
        )
    );
    assert_eq!(
        condition("x.y in (a, \"b c\", 3, true)"),
        ExprDraft::In(
            name("x.y"),
            vec![
                name("a"),
                literal(Value::from("b c")),
                literal(Value::Integer(3)),
                literal(Value::Boolean(true))
            ]
        )
    );
    assert_eq!(
        condition("a not in (b)"),
        ExprDraft::Not(Box::new(ExprDraft::In(name("a"), vec![name("b")])))
    );
    assert_eq!(
        condition("not not defined(a)"),
        ExprDraft::Not(Box::new(ExprDraft::Not(Box::new(ExprDraft::Defined(at(
            "a".into()
        ))))))
    );
    for (operator, comparison) in [
        ("!=", Comparison::NotEqual),
        ("<", Comparison::Less),
        ("<=", Comparison::LessOrEqual),
        (">", Comparison::Greater),
        (">=", Comparison::GreaterOrEqual),
    ] {
        assert_eq!(
            condition(&format!("a{operator}1.5")),
            ExprDraft::Compare(name("a"), comparison, literal(Value::Float(1.5)))
        );
    }
    // Keywords are names where an operand is expected.
    assert_eq!(condition("not == in"), *is("not", "in"));
    assert_eq!(condition("defined == or"), *is("defined", "or"));
}

#[test]
fn keywords_are_names_where_a_name_is_expected() {
    let words = [
        "extension",
        "use",
        "as",
        "enum",
        "type",
        "kind",
        "mixin",
        "abstract",
        "exclusive",
        "overriding",
        "in",
        "at",
        "unit",
        "generated",
        "required",
        "always",
        "readonly",
        "createonly",
        "action",
        "states",
        "initial",
        "event",
        "via",
        "require",
        "depends",
        "applies",
        "source",
        "target",
        "set",
        "not",
        "and",
        "or",
        "defined",
        "string",
        "list",
        "hash",
        "true",
        "1",
    ];
    for word in words {
        let draft = lower(&format!(
            "extension {word} \"http://example.com/t#\";
             use {word} as {word};
             enum {word} {{ {word} }}
             type {word} = \"{word}\";
             abstract kind {word} : {word} {{
                 {word}: string = \"{word}\";
                 readonly {word} : {word}.{word};
                 action {word}(required {word}: string);
                 states {word} {{ initial {word} {{ {} -> {word} | {word} via {word}; }} {word}; }}
                 source {word}, {word};
             }}
             exclusive mixin {word} {{ depends {word}; set {word} = {word}; }}",
            if word == "event" { "event event" } else { word },
        ));
        let kind = &draft.kinds[0];
        assert_eq!(kind.term.value, word);
        assert_eq!(kind.attributes.len(), 2, "{word}");
        assert!(
            kind.attributes.iter().all(|found| found.name.value == word),
            "{word}"
        );
        assert_eq!(kind.attributes[1].access, Access::ReadOnly);
        assert_eq!(kind.actions[0].parameters[0].name.value, word);
        let states = kind.states.as_ref().unwrap();
        assert_eq!(states.states.len(), 2);
        assert!(states.states[0].initial && !states.states[1].initial);
        assert_eq!(draft.mixins[0].settings[0].name.value, word);
        assert_eq!(draft.types.len(), 2);
    }
}

#[test]
fn every_part_knows_its_place() {
    let text = "\u{feff}extension t \"http://example.com/t#\";\r\nkind k {\r\n  // ü\r\n  x: integer(1..);\r\n}";
    let draft = lower(text);
    let excerpt = |origin: Origin| &text[origin.range().unwrap()];
    assert_eq!(excerpt(draft.scheme.origin), "\"http://example.com/t#\"");
    let attribute = &draft.kinds[0].attributes[0];
    assert_eq!(excerpt(draft.kinds[0].term.origin), "k");
    assert_eq!(excerpt(attribute.name.origin), "x");
    assert_eq!(excerpt(attribute.value_type.origin), "integer(1..)");
    let TypeDraft::Integer(range) = &attribute.value_type.value else {
        panic!("an integer");
    };
    assert_eq!(excerpt(range.min.as_ref().unwrap().0.origin), "1");
}
