//! Arbitrary drafts: names from a small pool, so that some references meet their target.

use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::{
    build::testing::{at, core, sample, text},
    draft::{
        Access, ActionDraft, Annotation, AttributeDraft, ConstraintDraft, DefaultDraft, Draft,
        ExtensionDraft, KindDraft, LengthDraft, LiteralDraft, MemberDraft, MixinDraft,
        NamedTypeDraft, RangeDraft, RangeFacets, Reference, SettingDraft, StateDraft, StatesDraft,
        TransitionDraft, TriggerDraft, TypeDraft, UseDraft,
    },
    origin::{Located, Origin},
    value::Value,
    version::{OcciVersion, Profile, VersionRange},
};

const NAMES: &[&str] = &[
    "gpu", "bigger", "wire", "tuned", "small", "resource", "link", "entity", "core", "a", "b", "A",
    "start", "stop", "on", "off", "error", "x y", "", "é", "T", "U",
];
const ATTRIBUTES: &[&str] = &[
    "com.example.gpu.memory",
    "com.example.gpu.state",
    "com.example.gpu.vendor",
    "occi.core.title",
    "com.example.a",
    "a",
    "a..b",
];
const SCHEMES: &[&str] = &[
    "http://example.com/occi/gpu#",
    "http://example.com/b#",
    "http://schemas.ogf.org/occi/core#",
    "http://schemas.ogf.org/occi/infrastructure#",
    "nothing",
];

pub(super) fn name() -> impl Strategy<Value = Located<String>> {
    select(NAMES).prop_map(text)
}

pub(super) fn attribute_name() -> impl Strategy<Value = Located<String>> {
    select(ATTRIBUTES).prop_map(text)
}

pub(super) fn reference() -> impl Strategy<Value = Located<Reference>> {
    let qualifier = option::of(select(NAMES).prop_map(str::to_owned));
    prop_oneof![
        4 => (qualifier, select(NAMES)).prop_map(|(qualifier, name)| Reference::Name {
            qualifier,
            name: name.to_owned()
        }),
        1 => (select(SCHEMES), select(NAMES))
            .prop_map(|(scheme, term)| Reference::Identifier(format!("{scheme}{term}"))),
    ]
    .prop_map(at)
}

fn annotations() -> impl Strategy<Value = Vec<Annotation>> {
    let one = (name(), select(NAMES)).prop_map(|(key, value)| Annotation {
        key,
        value: value.to_owned(),
    });
    vec(one, 0..2)
}

fn versions() -> impl Strategy<Value = VersionRange> {
    let version =
        || prop_oneof![3 => Just(None), 1 => select(&OcciVersion::ALL[..]).prop_map(Some)];
    (version(), version()).prop_map(|(since, until)| VersionRange { since, until })
}

pub(super) fn value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        any::<bool>().prop_map(Value::Boolean),
        prop_oneof![Just(i64::MIN), Just(i64::MAX), -9_i64..99].prop_map(Value::Integer),
        any::<f64>().prop_map(Value::Float),
        select(NAMES).prop_map(Value::from),
    ];
    scalar.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::List),
            vec((select(NAMES), inner), 0..3).prop_map(|members| {
                Value::Hash(
                    members
                        .into_iter()
                        .map(|(k, v)| (k.to_owned(), v))
                        .collect(),
                )
            }),
        ]
    })
}

fn length() -> impl Strategy<Value = LengthDraft> {
    (option::of(0_u32..9), option::of(0_u32..9)).prop_map(|(min, max)| LengthDraft {
        min: min.map(at),
        max: max.map(at),
    })
}

fn range() -> impl Strategy<Value = RangeDraft> {
    let end = || option::of((value().prop_map(at), any::<bool>()));
    let digits = || option::weighted(0.3, select(&[0_u32, 1, 2, 5, 308, 309][..]));
    (end(), end(), digits(), digits()).prop_map(|(min, max, total, fraction)| {
        RangeDraft::from(RangeFacets {
            min,
            max,
            total_digits: total.map(at),
            fraction_digits: fraction.map(at),
        })
    })
}

fn literal() -> impl Strategy<Value = LiteralDraft> {
    (name(), versions()).prop_map(|(name, versions)| LiteralDraft {
        name,
        description: None,
        versions,
    })
}

fn value_type() -> impl Strategy<Value = TypeDraft> {
    let pattern = option::of(select(&["a+", "(", "[a-z]*", "a)|(b"][..]).prop_map(text));
    let leaf = prop_oneof![
        (pattern, length()).prop_map(|(pattern, length)| TypeDraft::String { pattern, length }),
        range().prop_map(TypeDraft::Integer),
        range().prop_map(TypeDraft::Float),
        range().prop_map(TypeDraft::Number),
        Just(TypeDraft::Boolean),
        vec(literal(), 0..4).prop_map(TypeDraft::Enum),
        select(
            &[
                TypeDraft::Uri,
                TypeDraft::IpAddress,
                TypeDraft::IpNetwork,
                TypeDraft::IpPrefix {
                    optional_length: true
                },
                TypeDraft::Mac,
                TypeDraft::Token,
                TypeDraft::DateTime,
                TypeDraft::Duration,
            ][..]
        ),
        option::of(reference()).prop_map(TypeDraft::Ref),
        reference().prop_map(|reference| TypeDraft::Named(reference.value)),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (inner.clone(), length(), any::<bool>()).prop_map(|(item, length, unique)| {
                TypeDraft::List {
                    item: Box::new(at(item)),
                    length,
                    unique,
                }
            }),
            vec(
                (name(), inner, any::<bool>(), option::weighted(0.3, value())),
                0..3
            )
            .prop_map(|members| {
                TypeDraft::Hash(
                    members
                        .into_iter()
                        .map(|(name, value_type, required, default)| MemberDraft {
                            name,
                            value_type: at(value_type),
                            required,
                            default: default.map(at),
                            description: None,
                        })
                        .collect(),
                )
            }),
        ]
    })
}

fn attribute() -> impl Strategy<Value = AttributeDraft> {
    let default = prop_oneof![
        2 => Just(None),
        1 => value().prop_map(|value| Some(DefaultDraft::Value(value))),
        1 => option::of(select(&["eth{}", "eth"][..])).prop_map(|template| {
            Some(DefaultDraft::Generated { template: template.map(str::to_owned) })
        }),
    ];
    let access = select(&[Access::Mutable, Access::CreateOnly, Access::ReadOnly][..]);
    (
        attribute_name(),
        value_type(),
        access,
        any::<(bool, bool)>(),
        default,
        versions(),
        annotations(),
    )
        .prop_map(
            |(name, value_type, access, (required, always), default, versions, annotations)| {
                AttributeDraft {
                    name,
                    value_type: at(value_type),
                    access,
                    required,
                    always,
                    default: default.map(at).map(Box::new),
                    unit: None,
                    description: None,
                    deprecated: None,
                    versions,
                    annotations,
                }
            },
        )
}

fn action() -> impl Strategy<Value = ActionDraft> {
    let scheme = option::weighted(0.2, select(SCHEMES).prop_map(text));
    let returns = option::of(select(NAMES).prop_map(str::to_owned));
    (
        name(),
        scheme,
        vec(attribute(), 0..2),
        versions(),
        returns,
        annotations(),
    )
        .prop_map(
            |(term, scheme, parameters, versions, returns, annotations)| ActionDraft {
                term,
                scheme,
                title: None,
                description: None,
                parameters,
                versions,
                returns,
                annotations,
            },
        )
}

fn states() -> impl Strategy<Value = StatesDraft> {
    let trigger = prop_oneof![
        name().prop_map(TriggerDraft::Action),
        option::of(select(NAMES).prop_map(str::to_owned)).prop_map(TriggerDraft::Event),
    ];
    let transition = (
        trigger,
        name(),
        option::of(name()),
        option::of(name()),
        versions(),
    )
        .prop_map(|(trigger, to, via, failure, versions)| TransitionDraft {
            trigger,
            to,
            via,
            failure,
            versions,
        });
    let flags = any::<(bool, bool)>();
    let state = (name(), flags, vec(transition, 0..3), versions()).prop_map(
        |(name, (initial, is_final), transitions, versions)| StateDraft {
            name,
            initial,
            transitions,
            versions,
            is_final,
        },
    );
    (attribute_name(), vec(state, 0..4))
        .prop_map(|(attribute, states)| StatesDraft { attribute, states })
}

fn constraint() -> impl Strategy<Value = ConstraintDraft> {
    let named = (super::expressions::condition(), option::of(name()));
    named.prop_map(|(condition, name)| ConstraintDraft {
        name,
        condition,
        message: "no".to_owned(),
        origin: Origin::Unknown,
    })
}

fn location() -> impl Strategy<Value = Option<Located<String>>> {
    option::of(select(&["/gpu/", "/a/", "a", "/-/", "/a b/", ""][..]).prop_map(text))
}

fn kind() -> impl Strategy<Value = KindDraft> {
    let scheme = option::weighted(0.1, select(SCHEMES).prop_map(text));
    let head = (
        name(),
        scheme,
        option::weighted(0.9, reference()),
        any::<bool>(),
        location(),
    );
    let body = (
        vec(attribute(), 0..4),
        vec(action(), 0..3),
        option::of(states()),
        vec(constraint(), 0..2),
        (vec(reference(), 0..2), vec(reference(), 0..2)),
        versions(),
    );
    (head, body).prop_map(|(head, body)| {
        let (term, scheme, parent, is_abstract, location) = head;
        let (attributes, actions, states, constraints, (source, target), versions) = body;
        KindDraft {
            term,
            scheme,
            title: None,
            description: None,
            parent,
            is_abstract,
            location,
            attributes,
            actions,
            states,
            constraints,
            source,
            target,
            versions,
            annotations: Vec::new(),
        }
    })
}

fn mixin() -> impl Strategy<Value = MixinDraft> {
    let scheme = option::weighted(0.1, select(SCHEMES).prop_map(text));
    let setting = (attribute_name(), value()).prop_map(|(name, value)| SettingDraft {
        name,
        value: at(value),
    });
    let head = (
        name(),
        scheme,
        vec(reference(), 0..3),
        vec(reference(), 0..3),
        location(),
    );
    let body = (
        vec(attribute(), 0..3),
        vec(setting, 0..2),
        vec(action(), 0..3),
        option::of(states()),
        vec(constraint(), 0..2),
        any::<(bool, bool)>(),
        versions(),
    );
    (head, body).prop_map(|(head, body)| {
        let (term, scheme, depends, applies, location) = head;
        let (attributes, settings, actions, states, constraints, flags, versions) = body;
        MixinDraft {
            term,
            scheme,
            title: None,
            description: None,
            depends,
            applies,
            exclusive: flags.0,
            overriding: flags.1,
            location,
            attributes,
            settings,
            actions,
            states,
            constraints,
            versions,
            annotations: Vec::new(),
        }
    })
}

/// An extension of anything.
pub(super) fn extension() -> impl Strategy<Value = ExtensionDraft> {
    let uses = vec(
        (
            select(&["core", "gpu", "a", "nowhere"][..]),
            option::of(name()),
        )
            .prop_map(|(extension, alias)| UseDraft {
                extension: text(extension),
                alias,
            }),
        0..3,
    );
    let named = (name(), value_type(), versions(), annotations()).prop_map(
        |(name, value_type, versions, annotations)| NamedTypeDraft {
            name,
            value_type: at(value_type),
            description: None,
            versions,
            annotations,
        },
    );
    let scheme = select(SCHEMES).prop_map(text);
    (
        name(),
        scheme,
        uses,
        vec(named, 0..4),
        vec(kind(), 0..5),
        vec(mixin(), 0..4),
        annotations(),
    )
        .prop_map(
            |(name, scheme, uses, types, kinds, mixins, annotations)| ExtensionDraft {
                name,
                scheme,
                version: None,
                description: None,
                uses,
                types,
                kinds,
                mixins,
                specification: annotations.first().map(|one| one.value.clone()),
                annotations,
            },
        )
}

/// Core, the sound sample with a few parts of anything in it, and at times an extension of
/// anything. Most parts are left out most of the time, so that sound drafts come up as well.
pub(super) fn draft() -> impl Strategy<Value = Draft> {
    let parts = (
        option::weighted(0.1, kind()),
        option::weighted(0.2, mixin()),
        option::weighted(0.4, attribute()),
        option::weighted(0.2, action()),
        option::weighted(0.1, states()),
        option::weighted(0.2, constraint()),
    );
    let changed = (parts, 0_usize..2).prop_map(|(parts, to)| {
        let (kind, mixin, attribute, action, states, constraint) = parts;
        let mut changed = sample();
        changed.kinds.extend(kind);
        changed.mixins.extend(mixin);
        changed.kinds[to].attributes.extend(attribute);
        changed.kinds[to].actions.extend(action);
        changed.kinds[to].constraints.extend(constraint);
        if states.is_some() {
            changed.kinds[to].states = states;
        }
        changed
    });
    (changed, option::weighted(0.2, extension())).prop_map(|(changed, other)| Draft {
        extensions: [Some(core()), Some(changed), other]
            .into_iter()
            .flatten()
            .collect(),
        configurations: Vec::new(),
    })
}

/// One of the profiles.
pub(super) fn profile() -> impl Strategy<Value = Profile> {
    select(&[Profile::V1_1, Profile::V1_2, Profile::Union][..])
}
