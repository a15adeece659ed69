//! Types, ranges and lengths.

use occi_model::{
    Located, Value, VersionRange,
    draft::{
        LengthDraft, LiteralDraft, MemberDraft, RangeDraft, RangeFacets, Reference, TypeDraft,
    },
};

use super::{at, name, since_1_2, string, type_of};

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
        let end = |end: &Option<(Located<Value>, bool)>| {
            end.clone().map(|(value, open)| (value.value, open))
        };
        (end(&range.min), end(&range.max))
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
        TypeDraft::Integer(RangeDraft::from(RangeFacets {
            min: Some((at(Value::Integer(-5)), false)),
            max: Some((at(Value::Integer(-1)), false)),
            fraction_digits: None,
            total_digits: None,
        }))
    );
    assert_eq!(
        type_of("number(1..2.5)"),
        TypeDraft::Number(RangeDraft::from(RangeFacets {
            min: Some((at(Value::Integer(1)), false)),
            max: Some((at(Value::Float(2.5)), true)),
            fraction_digits: None,
            total_digits: None,
        }))
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
