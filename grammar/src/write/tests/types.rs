//! Texts, types and values.

use occi_model::{
    Located, Value, VersionRange,
    draft::{
        Annotation, LengthDraft, LiteralDraft, MemberDraft, RangeDraft, RangeFacets, Reference,
        TypeDraft,
    },
};
use proptest::{collection::vec, option, prelude::*, sample::select};

pub(super) fn at<T>(value: T) -> Located<T> {
    Located::nowhere(value)
}

pub(super) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z .]{0,12}",
        "[ -~\\n\\t\"\\\\é\u{202e}]{0,12}",
        Just("/// a\n\nb ".to_owned()),
    ]
}

fn length() -> impl Strategy<Value = LengthDraft> {
    (option::of(0_u32..4), option::of(4_u32..9)).prop_map(|(min, max)| LengthDraft {
        min: min.map(at),
        max: max.map(at),
    })
}

pub(super) fn versions() -> impl Strategy<Value = VersionRange> {
    select(&[(None, None), (Some("1.2"), None), (None, Some("1.1"))][..]).prop_map(
        |(since, until)| VersionRange {
            since: since.map(|text: &str| text.parse().unwrap()),
            until: until.map(|text: &str| text.parse().unwrap()),
        },
    )
}

pub(super) fn literals() -> impl Strategy<Value = Vec<LiteralDraft>> {
    let word = select(
        &[
            "a",
            "true",
            "2",
            "generated",
            "a b",
            "\"",
            "x-",
            "in",
            "é",
            "event",
        ][..],
    );
    prop::collection::btree_map(word, (option::of(text()), versions()), 1..5).prop_map(|all| {
        all.into_iter()
            .map(|(name, (description, versions))| LiteralDraft {
                name: at(name.to_owned()),
                description,
                versions,
            })
            .collect()
    })
}

pub(super) fn value_type() -> impl Strategy<Value = TypeDraft> {
    let range = |low: std::ops::Range<i64>, high: std::ops::Range<i64>, float: bool| {
        let number = move |number: i64| {
            at(if float {
                Value::Float(number as f64 / 4.0)
            } else {
                Value::Integer(number)
            })
        };
        let low = option::of((low, any::<bool>()));
        let high = option::of((high, any::<bool>()));
        // Enough for the ends: quarters have two digits behind the point.
        let digits = (option::of(3_u32..9), option::of(2_u32..4));
        (low, high, digits).prop_map(move |(low, high, (total, fraction))| {
            RangeDraft::from(RangeFacets {
                min: low.map(|(end, open)| (number(end), open)),
                max: high.map(|(end, open)| (number(end), open)),
                total_digits: total.map(at),
                fraction_digits: fraction.filter(|_| float).map(at),
            })
        })
    };
    let leaf = prop_oneof![
        (
            option::of(select(&["[a-z]+", "\\\\d\"", "é{2}"][..])),
            length()
        )
            .prop_map(|(pattern, length)| TypeDraft::String {
                pattern: pattern.map(|text| at(text.to_owned())),
                length,
            }),
        range(-9..0, 5..9, false).prop_map(TypeDraft::Integer),
        range(-9..0, 5..9, true).prop_map(TypeDraft::Float),
        range(-9..0, 5..9, true).prop_map(TypeDraft::Number),
        literals().prop_map(TypeDraft::Enum),
        select(vec![
            TypeDraft::Boolean,
            TypeDraft::Uri,
            TypeDraft::IpAddress,
            TypeDraft::IpNetwork,
            TypeDraft::IpPrefix {
                optional_length: false,
            },
            TypeDraft::IpPrefix {
                optional_length: true,
            },
            TypeDraft::Mac,
            TypeDraft::Token,
            TypeDraft::DateTime,
            TypeDraft::Duration,
            TypeDraft::Ref(None),
            TypeDraft::Ref(Some(at(Reference::name("thing")))),
            TypeDraft::Named(Reference::name("string")),
        ]),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            (inner.clone(), length(), any::<bool>()).prop_map(|(item, length, unique)| {
                TypeDraft::List {
                    item: Box::new(at(item)),
                    length,
                    unique,
                }
            }),
            vec((inner, 0..3_u8, option::of(text())), 0..3).prop_map(|members| {
                TypeDraft::Hash(
                    members
                        .into_iter()
                        .enumerate()
                        .map(|(number, (value_type, choice, description))| MemberDraft {
                            name: at(format!("m {number}")),
                            required: choice == 1,
                            default: value_of(&value_type).filter(|_| choice == 2).map(at),
                            value_type: at(value_type),
                            description,
                        })
                        .collect(),
                )
            }),
        ]
    })
}

/// A value of a generated type, if one is at hand.
pub(super) fn value_of(value_type: &TypeDraft) -> Option<Value> {
    Some(match value_type {
        TypeDraft::Boolean => Value::Boolean(true),
        TypeDraft::Integer(_) => Value::Integer(1),
        TypeDraft::Float(_) => Value::Float(0.25),
        TypeDraft::Number(_) => Value::Integer(1),
        TypeDraft::Uri | TypeDraft::Ref(_) => Value::from("urn:a?b=%20#c"),
        TypeDraft::Mac => Value::from("02:00:5e:10:00:01"),
        TypeDraft::Token => Value::from("2nd"),
        TypeDraft::DateTime => Value::from("2016-09-19T12:00:00Z"),
        TypeDraft::Duration => Value::from("PT1H"),
        TypeDraft::Enum(literals) => Value::from(&*literals[0].name.value),
        TypeDraft::List { length, .. } if length.min.as_ref().is_none_or(|min| min.value == 0) => {
            Value::List(Vec::new())
        }
        TypeDraft::Hash(members) if members.is_empty() => {
            Value::Hash([("a b".to_owned(), Value::List(vec![Value::Float(1e300)]))].into())
        }
        _ => return None,
    })
}

pub(super) fn annotations() -> impl Strategy<Value = Vec<Annotation>> {
    let key = select(&["a", "Containment", "two words", "\"\\", "é"][..]);
    prop::collection::btree_map(key, text(), 0..3).prop_map(|all| {
        all.into_iter()
            .map(|(key, value)| Annotation {
                key: at(key.to_owned()),
                value,
            })
            .collect()
    })
}
