//! Generated models: what any of them loses in a format is listed.

use std::sync::LazyLock;

use occi_grammar::{
    FileResolver, MemoryResolver, ResolveError, Resolved, Resolver, compile, diagnostic,
    format::{Format, Subject},
    load,
};
use occi_model::{
    Access, Located, Model, Origin, Profile, Value, VersionRange,
    draft::{
        ActionDraft, Annotation, AttributeDraft, ConstraintDraft, DefaultDraft, Draft, ExprDraft,
        ExtensionDraft, KindDraft, LengthDraft, LiteralDraft, MemberDraft, MixinDraft,
        NamedTypeDraft, OperandDraft, RangeDraft, RangeFacets, Reference, StateDraft, StatesDraft,
        TransitionDraft, TriggerDraft, TypeDraft, UseDraft,
    },
    expr::Comparison,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::differ;

fn at<T>(value: T) -> Located<T> {
    Located::nowhere(value)
}

fn said() -> impl Strategy<Value = Option<String>> {
    option::of(select(
        &[
            "a",
            "two words",
            "a \"b\" 'c' \\ <d> & é\nf\tg",
            "// x /* y */ {",
            "ü",
        ][..],
    ))
    .prop_map(|text| text.map(str::to_owned))
}

fn annotations() -> impl Strategy<Value = Vec<Annotation>> {
    let value = select(&["v", "a \"b\"\n<c>"][..]);
    option::weighted(0.3, value).prop_map(|value| {
        let one = |value: &str| Annotation {
            key: at("Containment".to_owned()),
            value: value.to_owned(),
        };
        value.map(one).into_iter().collect()
    })
}

fn length() -> impl Strategy<Value = LengthDraft> {
    (option::of(0_u32..4), option::of(4_u32..9)).prop_map(|(min, max)| LengthDraft {
        min: min.map(at),
        max: max.map(at),
    })
}

fn range(float: bool) -> impl Strategy<Value = RangeDraft> {
    let number = move |number: i64| {
        at(if float {
            Value::Float(f64::from(i32::try_from(number).unwrap()) / 4.0)
        } else {
            Value::Integer(number)
        })
    };
    let low = option::of((-9_i64..0, any::<bool>()));
    let high = option::of((5_i64..9, any::<bool>()));
    (low, high, option::weighted(0.2, 2_u32..5)).prop_map(move |(low, high, digits)| {
        RangeDraft::from(RangeFacets {
            min: low.map(|(end, open)| (number(end), open)),
            max: high.map(|(end, open)| (number(end), open)),
            total_digits: digits.map(at),
            fraction_digits: None,
        })
    })
}

fn literals() -> impl Strategy<Value = Vec<LiteralDraft>> {
    let word = select(&["on", "off", "error", "Some-Thing", "kind", "2x", "a b"][..]);
    prop::collection::btree_map(word, said(), 1..5).prop_map(|all| {
        all.into_iter()
            .map(|(name, description)| LiteralDraft {
                name: at(name.to_owned()),
                description,
                versions: VersionRange::ALL,
            })
            .collect()
    })
}

fn value_type() -> impl Strategy<Value = TypeDraft> {
    let leaf = prop_oneof![
        (
            option::of(select(&["[a-z]+", "\\d\"<", "é{2}"][..])),
            length()
        )
            .prop_map(|(pattern, length)| TypeDraft::String {
                pattern: pattern.map(|text| at(text.to_owned())),
                length,
            }),
        range(false).prop_map(TypeDraft::Integer),
        range(true).prop_map(TypeDraft::Float),
        range(true).prop_map(TypeDraft::Number),
        literals().prop_map(TypeDraft::Enum),
        select(vec![
            TypeDraft::Boolean,
            TypeDraft::Uri,
            TypeDraft::IpAddress,
            TypeDraft::IpNetwork,
            TypeDraft::Mac,
            TypeDraft::Token,
            TypeDraft::DateTime,
            TypeDraft::Duration,
            TypeDraft::Ref(None),
            TypeDraft::Named(Reference::name("Choice")),
        ]),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            (inner.clone(), length(), any::<bool>()).prop_map(|(item, length, unique)| {
                TypeDraft::List {
                    item: Box::new(at(item)),
                    length,
                    unique,
                }
            }),
            vec((inner, any::<bool>(), said()), 0..3).prop_map(|members| {
                let member = |(number, (value_type, required, description))| MemberDraft {
                    name: at(format!("m{number}")),
                    value_type: at(value_type),
                    required,
                    default: None,
                    description,
                };
                TypeDraft::Hash(members.into_iter().enumerate().map(member).collect())
            }),
        ]
    })
}

fn plain(name: &str, value_type: TypeDraft) -> AttributeDraft {
    AttributeDraft {
        name: at(name.to_owned()),
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

/// Attributes of any type; some of types whose values are known have a default.
fn attributes(prefix: &'static str) -> impl Strategy<Value = Vec<AttributeDraft>> {
    let flags = (
        select(&[Access::Mutable, Access::CreateOnly, Access::ReadOnly][..]),
        any::<(bool, bool)>(),
    );
    let texts = (said(), option::weighted(0.1, Just("GiB".to_owned())));
    let with_default = select(vec![
        (TypeDraft::Boolean, None, Value::Boolean(true)),
        (
            TypeDraft::Integer(RangeDraft::default()),
            None,
            Value::Integer(-3),
        ),
        (
            TypeDraft::Float(RangeDraft::default()),
            None,
            Value::Float(1.5),
        ),
        (
            TypeDraft::String {
                pattern: None,
                length: LengthDraft::default(),
            },
            Some("x"),
            Value::from("a 'b' \"c\""),
        ),
    ]);
    let typed = prop_oneof![
        3 => value_type().prop_map(|value_type| (value_type, None)),
        1 => with_default.prop_map(|(value_type, _, value)| (value_type, Some(value))),
    ];
    vec((typed, flags, texts, annotations()), 0..4).prop_map(move |all| {
        all.into_iter()
            .enumerate()
            .map(|(number, (typed, flags, texts, annotations))| {
                let (value_type, default) = typed;
                let (access, (required, always)) = flags;
                let (description, unit) = texts;
                let may_be_given = access != Access::ReadOnly;
                AttributeDraft {
                    access,
                    required: required && may_be_given && default.is_none(),
                    always,
                    default: default.map(|value| Box::new(at(DefaultDraft::Value(value)))),
                    unit,
                    description,
                    annotations,
                    ..plain(&format!("{prefix}a{number}"), value_type)
                }
            })
            .collect()
    })
}

fn action(term: &'static str) -> impl Strategy<Value = ActionDraft> {
    (said(), said(), said(), attributes("p"), annotations()).prop_map(
        move |(title, description, returns, mut parameters, annotations)| {
            for parameter in &mut parameters {
                parameter.access = Access::Mutable;
                parameter.always = false;
                parameter.annotations.clear();
            }
            ActionDraft {
                term: at(term.to_owned()),
                scheme: None,
                title,
                description,
                parameters,
                returns,
                versions: VersionRange::ALL,
                annotations,
            }
        },
    )
}

/// A state machine over three states that the action `start` and the server work.
fn states() -> impl Strategy<Value = StatesDraft> {
    (
        any::<(bool, bool, bool)>(),
        option::of(select(&["error", "on"][..])),
    )
        .prop_map(|((via, label, is_final), failure)| {
            let state = |name: &str, transitions| StateDraft {
                name: at(name.to_owned()),
                initial: name == "off",
                is_final: is_final && name == "error",
                transitions,
                versions: VersionRange::ALL,
            };
            let to = |trigger, to: &str| TransitionDraft {
                trigger,
                to: at(to.to_owned()),
                via: None,
                failure: None,
                versions: VersionRange::ALL,
            };
            let start = TransitionDraft {
                failure: failure
                    .filter(|one| *one != "on")
                    .map(|one| at(one.to_owned())),
                via: via.then(|| at("error".to_owned())),
                ..to(TriggerDraft::Action(at("start".to_owned())), "on")
            };
            let event = TriggerDraft::Event(label.then(|| "lost".to_owned()));
            StatesDraft {
                attribute: at("com.example.state".to_owned()),
                states: vec![
                    state("off", vec![start]),
                    state("on", vec![to(event, "off")]),
                    state("error", Vec::new()),
                ],
            }
        })
}

fn state_attribute() -> AttributeDraft {
    let literal = |name: &str| LiteralDraft {
        name: at(name.to_owned()),
        description: None,
        versions: VersionRange::ALL,
    };
    AttributeDraft {
        access: Access::ReadOnly,
        always: true,
        ..plain(
            "com.example.state",
            TypeDraft::Enum(["off", "on", "error"].map(literal).to_vec()),
        )
    }
}

fn constraint() -> impl Strategy<Value = ConstraintDraft> {
    (
        option::of(Just("Few")),
        select(&["com.example.number"][..]),
        1_i64..9,
    )
        .prop_map(|(name, attribute, most)| ConstraintDraft {
            name: name.map(|name| at(name.to_owned())),
            condition: ExprDraft::Compare(
                OperandDraft::Name(at(attribute.to_owned())),
                Comparison::Less,
                OperandDraft::Literal(at(Value::Integer(most))),
            ),
            message: "too many".to_owned(),
            origin: Origin::Unknown,
        })
}

fn core(name: &str) -> Located<Reference> {
    at(Reference::Name {
        qualifier: Some("core".to_owned()),
        name: name.to_owned(),
    })
}

fn kind() -> impl Strategy<Value = KindDraft> {
    let head = (said(), said(), any::<bool>(), annotations());
    let body = (
        attributes("com.example."),
        action("start"),
        option::of(states()),
        option::weighted(0.3, constraint()),
    );
    (head, body).prop_map(
        |((title, description, is_abstract, annotations), (mut attributes, start, states, few))| {
            attributes.push(plain(
                "com.example.number",
                TypeDraft::Integer(RangeDraft::default()),
            ));
            attributes.push(state_attribute());
            KindDraft {
                term: at("thing".to_owned()),
                scheme: None,
                title,
                description,
                parent: Some(core("resource")),
                is_abstract,
                location: (!is_abstract).then(|| at("/thing/".to_owned())),
                attributes,
                actions: vec![start],
                states,
                constraints: few.into_iter().collect(),
                source: Vec::new(),
                target: Vec::new(),
                versions: VersionRange::ALL,
                annotations,
            }
        },
    )
}

fn mixin() -> impl Strategy<Value = MixinDraft> {
    let head = (said(), said(), any::<(bool, bool)>(), annotations());
    (head, attributes("org.example."), action("tune")).prop_map(|(head, attributes, tune)| {
        let (title, description, (exclusive, applies), annotations) = head;
        MixinDraft {
            term: at("tuned".to_owned()),
            scheme: Some(at("http://example.com/t/tuned#".to_owned())),
            title,
            description,
            depends: Vec::new(),
            applies: applies
                .then(|| at(Reference::name("thing")))
                .into_iter()
                .collect(),
            exclusive,
            overriding: false,
            location: None,
            attributes,
            settings: Vec::new(),
            actions: vec![tune],
            states: None,
            constraints: Vec::new(),
            versions: VersionRange::ALL,
            annotations,
        }
    })
}

static CORE: LazyLock<Draft> =
    LazyLock::new(|| load("core", &mut MemoryResolver::new().with("core", CORE_TEXT)).draft);
static CORE_TEXT: &str = include_str!("../../specs/core.occi");

/// Models of one extension beside Core.
pub(crate) fn models() -> impl Strategy<Value = Model> {
    let head = (
        said(),
        said(),
        option::weighted(0.2, Just("1.0".to_owned())),
    );
    let choice = (literals(), said());
    (head, kind(), mixin(), choice).prop_filter_map(
        "refused",
        |((description, specification, version), thing, tuned, (literals, about))| {
            let wire = KindDraft {
                term: at("wire".to_owned()),
                parent: Some(core("link")),
                location: None,
                is_abstract: false,
                attributes: Vec::new(),
                actions: Vec::new(),
                states: None,
                constraints: Vec::new(),
                source: vec![at(Reference::name("thing"))],
                target: vec![core("resource")],
                ..thing.clone()
            };
            let extension = ExtensionDraft {
                name: at("t".to_owned()),
                scheme: at("http://example.com/t#".to_owned()),
                version,
                description,
                specification,
                annotations: Vec::new(),
                uses: vec![UseDraft {
                    extension: at("core".to_owned()),
                    alias: None,
                }],
                types: vec![NamedTypeDraft {
                    name: at("Choice".to_owned()),
                    value_type: at(TypeDraft::Enum(literals)),
                    description: about,
                    versions: VersionRange::ALL,
                    annotations: Vec::new(),
                }],
                kinds: vec![thing, wire],
                mixins: vec![tuned],
            };
            let mut draft = CORE.clone();
            draft.extensions.push(extension);
            draft.build(Profile::Union).model
        },
    )
}

/// A text in memory; what it imports is built in.
struct Text(String);

impl Resolver for Text {
    fn entry(&mut self, entry: &str) -> Result<Resolved, ResolveError> {
        Ok(Resolved {
            name: entry.to_owned(),
            key: entry.to_owned(),
            path: None,
            bytes: self.0.clone().into_bytes(),
        })
    }

    fn import(&mut self, name: &str, from: &Resolved) -> Result<Option<Resolved>, ResolveError> {
        FileResolver::new().import(name, from)
    }
}

/// Writes a model, reads what was written, and compares.
fn comes_back(model: &Model, format: Format) -> Result<(), TestCaseError> {
    let id = model.extension_ids().last().unwrap();
    let subject = Subject {
        model,
        extensions: &[id],
        configurations: &[],
    };
    let written = format.writer().unwrap()(&subject);
    let text = written.files[0].text.clone();
    let again = compile("text", &mut Text(text.clone()), Profile::Union);
    let Some(after) = &again.model else {
        let shown = diagnostic::one_line(&again.faults, &again.sources, 9);
        return Err(TestCaseError::fail(format!("refused: {shown}\n{text}")));
    };
    let found = differ::unlisted(model, after, "t", &written.losses);
    prop_assert!(
        found.is_empty(),
        "{found:#?}\n{text}\n{:#?}",
        written.losses
    );
    // Equal models give equal bytes.
    prop_assert_eq!(format.writer().unwrap()(&subject), written);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn ecore(model in models()) {
        comes_back(&model, Format::Ecore)?;
    }

    #[test]
    fn textual(model in models()) {
        comes_back(&model, Format::Textual)?;
    }

    #[test]
    fn erocci_xml(model in models()) {
        comes_back(&model, Format::ErocciXml)?;
    }

    #[test]
    fn xml(model in models()) {
        comes_back(&model, Format::Xml)?;
    }

    #[test]
    fn occi(model in models()) {
        comes_back(&model, Format::Occi)?;
    }
}
