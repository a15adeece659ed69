//! What texts become in the draft.

mod behaviour;
mod conditions;
mod facts;
mod long;
mod types;

use occi_model::HashValue;
use occi_model::{
    Located, OcciVersion, Origin, SourceId, Value, VersionRange,
    draft::{
        Access, AttributeDraft, DefaultDraft, ExtensionDraft, LengthDraft, RangeDraft, RangeFacets,
        Reference, TypeDraft,
    },
};

fn lower(text: &str) -> ExtensionDraft {
    let read = super::read(text, SourceId(0));
    assert!(read.faults.is_empty(), "{:?}", read.faults);
    read.lowered.extension.unwrap()
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
            value_type: at(TypeDraft::Integer(RangeDraft::from(RangeFacets {
                min: Some((at(Value::Integer(1)), false)),
                max: None,
                fraction_digits: None,
                total_digits: None,
            }))),
            access: Access::CreateOnly,
            required: true,
            always: true,
            default: Some(Box::new(at(DefaultDraft::Value(Value::Integer(4))))),
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
        DefaultDraft::Value(Value::Hash(
            [
                ("a".into(), Value::Integer(1)),
                ("b c".into(), Value::Hash(HashValue::default()))
            ]
            .into()
        ))
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
