use occi_model::{
    Access, Located, Model, Origin, Profile, Value, VersionRange,
    draft::{
        AttributeDraft, ConstraintDraft, DefaultDraft, Draft, ExprDraft, ExtensionDraft, KindDraft,
        LengthDraft, LiteralDraft, MemberDraft, NamedTypeDraft, OperandDraft, RangeDraft,
        Reference, TypeDraft, UseDraft,
    },
    expr::Comparison,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::all;
use crate::{FileResolver, MemoryResolver, builtin, compile, fmt, load};

/// The model that its own text gives.
fn again(model: &Model) -> Result<Model, String> {
    let texts = all(model);
    let mut resolver = MemoryResolver::new();
    for (name, text) in &texts {
        resolver = resolver.with(name, text);
    }
    let (entry, text) = texts.last().unwrap();
    let compiled = compile(entry, &mut resolver, model.profile());
    compiled
        .model
        .ok_or_else(|| format!("{}\n{text}", compiled.faults))
}

/// The first part in which two models differ.
fn difference(left: &Model, right: &Model) -> Option<String> {
    fn first<'m, T: std::fmt::Debug + PartialEq + 'm>(
        left: impl ExactSizeIterator<Item = T>,
        right: impl ExactSizeIterator<Item = T>,
    ) -> Option<String> {
        if left.len() != right.len() {
            return Some(format!("{} and {}", left.len(), right.len()));
        }
        left.zip(right)
            .find(|(left, right)| left != right)
            .map(|(left, right)| format!("{left:#?}\n{right:#?}"))
    }
    (left.profile() != right.profile() || left.core() != right.core())
        .then(|| "profile or core".to_owned())
        .or_else(|| first(left.extensions().iter(), right.extensions().iter()))
        .or_else(|| first(left.types().iter(), right.types().iter()))
        .or_else(|| first(left.kinds(), right.kinds()))
        .or_else(|| first(left.mixins(), right.mixins()))
        .or_else(|| first(left.actions(), right.actions()))
}

#[track_caller]
fn survives(model: &Model) {
    let written = again(model).unwrap_or_else(|faults| panic!("{faults}"));
    if let Some(difference) = difference(model, &written) {
        panic!("{difference}\n{}", all(model).pop().unwrap().1);
    }
    for (name, text) in all(model) {
        let formatted = fmt::format(&name, &text).unwrap_or_else(|no| panic!("{}", no.faults));
        assert_eq!(formatted, text, "the text is in style");
    }
}

#[test]
fn the_shipped_definitions_survive() {
    for builtin in builtin::ALL {
        let mut resolver = MemoryResolver::new();
        for one in builtin::ALL {
            resolver = resolver.with(one.name, one.text);
        }
        for profile in [Profile::Union, Profile::V1_1, Profile::V1_2] {
            let compiled = compile(builtin.name, &mut resolver, profile);
            // Not every definition has something to say in every version.
            if let Some(model) = compiled.model {
                survives(&model);
            }
        }
    }
}

#[test]
fn definitions_full_of_obstacles_survive() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for path in [
        "examples/gpu.occi",
        "examples/tour.occi",
        "codegen/tests/obstacles.occi",
    ] {
        let path = root.join(path);
        let compiled = compile(
            path.to_str().unwrap(),
            &mut FileResolver::new(),
            Profile::Union,
        );
        survives(
            &compiled
                .model
                .unwrap_or_else(|| panic!("{}", compiled.faults)),
        );
    }
}

// ---- generated models

fn at<T>(value: T) -> Located<T> {
    Located::nowhere(value)
}

fn text() -> impl Strategy<Value = String> {
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

fn versions() -> impl Strategy<Value = VersionRange> {
    select(&[(None, None), (Some("1.2"), None), (None, Some("1.1"))][..]).prop_map(
        |(since, until)| VersionRange {
            since: since.map(|text: &str| text.parse().unwrap()),
            until: until.map(|text: &str| text.parse().unwrap()),
        },
    )
}

fn literals() -> impl Strategy<Value = Vec<LiteralDraft>> {
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

fn value_type() -> impl Strategy<Value = TypeDraft> {
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
        (low, high).prop_map(move |(low, high)| RangeDraft {
            min: low.map(|(end, open)| (number(end), open)),
            max: high.map(|(end, open)| (number(end), open)),
            fraction_digits: None,
            total_digits: None,
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
            vec((inner, any::<bool>(), option::of(text())), 0..3).prop_map(|members| {
                TypeDraft::Hash(
                    members
                        .into_iter()
                        .enumerate()
                        .map(
                            |(number, (value_type, required, description))| MemberDraft {
                                name: at(format!("m {number}")),
                                value_type: at(value_type),
                                required,
                                description,
                                default: None,
                            },
                        )
                        .collect(),
                )
            }),
        ]
    })
}

fn attribute(name: &str, value_type: TypeDraft) -> AttributeDraft {
    AttributeDraft {
        name: at(format!("com.example.{name}")),
        value_type: at(value_type),
        access: Access::Mutable,
        required: false,
        always: false,
        default: None,
        unit: None,
        description: None,
        deprecated: None,
        versions: VersionRange::ALL,
        annotations: Vec::new(),
    }
}

pub(crate) fn attributes() -> impl Strategy<Value = Vec<AttributeDraft>> {
    let one = (
        value_type(),
        select(&[Access::Mutable, Access::CreateOnly, Access::ReadOnly][..]),
        any::<(bool, bool)>(),
        option::of(text()),
        option::of(text()),
        option::of(text()),
        versions(),
    );
    vec(one, 0..5).prop_map(|all| {
        all.into_iter()
            .enumerate()
            .map(
                |(
                    number,
                    (
                        value_type,
                        access,
                        (required, always),
                        unit,
                        description,
                        deprecated,
                        versions,
                    ),
                )| {
                    AttributeDraft {
                        access,
                        required,
                        always,
                        unit,
                        description,
                        deprecated,
                        versions,
                        ..attribute(&format!("x{number}"), value_type)
                    }
                },
            )
            .collect()
    })
}

fn condition() -> impl Strategy<Value = ExprDraft> {
    let name = |name: &str| at(format!("com.example.{name}"));
    let number = || OperandDraft::Name(at("com.example.number".to_owned()));
    let comparison = select(&[Comparison::Equal, Comparison::NotEqual, Comparison::Less][..]);
    let leaf = prop_oneof![
        Just(ExprDraft::Defined(name("number"))),
        (comparison, -3_i64..3).prop_map(move |(comparison, value)| ExprDraft::Compare(
            number(),
            comparison,
            OperandDraft::Literal(at(Value::Integer(value)))
        )),
        vec(text(), 1..3).prop_map(move |texts| ExprDraft::In(
            OperandDraft::Name(at("com.example.text".to_owned())),
            texts
                .into_iter()
                .map(|text| OperandDraft::Literal(at(Value::String(text))))
                .collect()
        )),
    ];
    leaf.prop_recursive(4, 12, 2, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            inner.prop_map(|one| ExprDraft::Not(Box::new(one))),
            pair.clone()
                .prop_map(|(a, b)| ExprDraft::And(Box::new(a), Box::new(b))),
            pair.prop_map(|(a, b)| ExprDraft::Or(Box::new(a), Box::new(b))),
        ]
    })
}

fn model() -> impl Strategy<Value = Model> {
    (
        attributes(),
        vec((condition(), text()), 0..4),
        option::of(text()),
        option::of(text()),
        literals(),
    )
        .prop_filter_map(
            "refused",
            |(mut attributes, conditions, title, description, literals)| {
                let default = DefaultDraft::Value(Value::String(literals[0].name.value.clone()));
                attributes.extend([
                    attribute("number", TypeDraft::Integer(RangeDraft::default())),
                    attribute(
                        "text",
                        TypeDraft::String {
                            pattern: None,
                            length: LengthDraft::default(),
                        },
                    ),
                    AttributeDraft {
                        default: literals[0]
                            .versions
                            .eq(&VersionRange::ALL)
                            .then(|| at(default)),
                        ..attribute("choice", TypeDraft::Enum(literals))
                    },
                ]);
                let kind = KindDraft {
                    term: at("thing".to_owned()),
                    scheme: None,
                    title,
                    description: description.clone(),
                    parent: Some(at(Reference::Name {
                        qualifier: Some("base".to_owned()),
                        name: "resource".to_owned(),
                    })),
                    is_abstract: false,
                    location: None,
                    attributes,
                    actions: Vec::new(),
                    states: None,
                    constraints: conditions
                        .into_iter()
                        .map(|(condition, message)| ConstraintDraft {
                            condition,
                            message,
                            origin: Origin::Unknown,
                            name: None,
                        })
                        .collect(),
                    source: Vec::new(),
                    target: Vec::new(),
                    versions: VersionRange::ALL,
                    annotations: Vec::new(),
                };
                let extension = ExtensionDraft {
                    name: at("t".to_owned()),
                    scheme: at("http://example.com/t#".to_owned()),
                    version: None,
                    description,
                    uses: vec![UseDraft {
                        extension: at("core".to_owned()),
                        alias: Some(at("base".to_owned())),
                    }],
                    types: vec![NamedTypeDraft {
                        // A type called like a built-in one.
                        name: at("string".to_owned()),
                        value_type: at(TypeDraft::Boolean),
                        description: None,
                        versions: VersionRange::ALL,
                        annotations: Vec::new(),
                    }],
                    kinds: vec![kind],
                    mixins: Vec::new(),
                    annotations: Vec::new(),
                    specification: None,
                };
                let core = builtin::find("core").unwrap();
                let mut draft: Draft =
                    load("core", &mut MemoryResolver::new().with("core", core.text)).draft;
                draft.extensions.push(extension);
                draft.build(Profile::Union).model
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_model_survives(model in model()) {
        let written = again(&model).map_err(TestCaseError::fail)?;
        if let Some(difference) = difference(&model, &written) {
            return Err(TestCaseError::fail(difference));
        }
        let text = all(&model).pop().unwrap().1;
        let formatted = fmt::format("t.occi", &text);
        prop_assert_eq!(formatted.ok(), Some(text));
    }
}
