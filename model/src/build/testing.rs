//! Drafts for tests: every written thing has a place of its own.

use std::cell::Cell;

use crate::{
    draft::{
        Access, ActionDraft, AttributeDraft, Draft, ExtensionDraft, KindDraft, LiteralDraft,
        MixinDraft, RangeDraft, RangeFacets, Reference, SettingDraft, StateDraft, StatesDraft,
        TransitionDraft, TriggerDraft, TypeDraft, UseDraft,
    },
    fault::Code,
    origin::{Located, Origin, SourceId},
    value::Value,
    version::{OcciVersion, Profile, VersionRange},
};

pub(crate) const SINCE_1_2: VersionRange = VersionRange {
    since: Some(OcciVersion::V1_2),
    until: None,
};
pub(crate) const UNTIL_1_1: VersionRange = VersionRange {
    since: None,
    until: Some(OcciVersion::V1_1),
};

thread_local! {
    static NEXT: Cell<usize> = const { Cell::new(0) };
}

/// A place that no other thing has.
pub(crate) fn place() -> Origin {
    let start = NEXT.get();
    NEXT.set(start + 2);
    Origin::span(SourceId(0), start..start + 1)
}

pub(crate) fn at<T>(value: T) -> Located<T> {
    Located::new(value, place())
}

pub(crate) fn text(text: &str) -> Located<String> {
    at(text.to_owned())
}

/// `name`, `qualifier.name`, or a whole identifier.
pub(crate) fn reference(text: &str) -> Located<Reference> {
    at(if text.contains('#') {
        Reference::Identifier(text.to_owned())
    } else {
        match text.split_once('.') {
            Some((qualifier, name)) => Reference::Name {
                qualifier: Some(qualifier.to_owned()),
                name: name.to_owned(),
            },
            None => Reference::name(text),
        }
    })
}

pub(crate) fn literal(name: &str) -> LiteralDraft {
    LiteralDraft {
        name: text(name),
        description: None,
        versions: VersionRange::ALL,
    }
}

pub(crate) fn enumeration(names: &[&str]) -> TypeDraft {
    TypeDraft::Enum(names.iter().map(|name| literal(name)).collect())
}

pub(crate) fn string() -> TypeDraft {
    TypeDraft::String {
        pattern: None,
        length: crate::draft::LengthDraft::default(),
    }
}

pub(crate) fn integer(min: i64, max: i64) -> TypeDraft {
    TypeDraft::Integer(RangeDraft::from(RangeFacets {
        min: Some((at(Value::Integer(min)), false)),
        max: Some((at(Value::Integer(max)), false)),
        fraction_digits: None,
        total_digits: None,
    }))
}

pub(crate) fn attribute(name: &str, value_type: TypeDraft) -> AttributeDraft {
    AttributeDraft {
        name: text(name),
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

pub(crate) fn action(term: &str) -> ActionDraft {
    ActionDraft {
        term: text(term),
        scheme: None,
        title: None,
        description: None,
        parameters: Vec::new(),
        versions: VersionRange::ALL,
        annotations: Vec::new(),
        returns: None,
    }
}

pub(crate) fn kind(term: &str, parent: &str) -> KindDraft {
    KindDraft {
        term: text(term),
        scheme: None,
        title: None,
        description: None,
        parent: Some(reference(parent)),
        is_abstract: false,
        location: None,
        attributes: Vec::new(),
        actions: Vec::new(),
        states: None,
        constraints: Vec::new(),
        source: Vec::new(),
        target: Vec::new(),
        versions: VersionRange::ALL,
        annotations: Vec::new(),
    }
}

pub(crate) fn mixin(term: &str) -> MixinDraft {
    MixinDraft {
        term: text(term),
        scheme: None,
        title: None,
        description: None,
        depends: Vec::new(),
        applies: Vec::new(),
        exclusive: false,
        overriding: false,
        location: None,
        attributes: Vec::new(),
        settings: Vec::new(),
        actions: Vec::new(),
        states: None,
        constraints: Vec::new(),
        versions: VersionRange::ALL,
        annotations: Vec::new(),
    }
}

pub(crate) fn setting(name: &str, value: impl Into<Value>) -> SettingDraft {
    SettingDraft {
        name: text(name),
        value: at(value.into()),
    }
}

pub(crate) fn transition(action: &str, to: &str) -> TransitionDraft {
    TransitionDraft {
        trigger: TriggerDraft::Action(text(action)),
        to: text(to),
        via: None,
        failure: None,
        versions: VersionRange::ALL,
    }
}

pub(crate) fn state(name: &str, transitions: Vec<TransitionDraft>) -> StateDraft {
    StateDraft {
        name: text(name),
        initial: false,
        transitions,
        versions: VersionRange::ALL,
        is_final: false,
    }
}

pub(crate) fn extension(name: &str, scheme: &str, uses: &[&str]) -> ExtensionDraft {
    ExtensionDraft {
        name: text(name),
        scheme: text(scheme),
        version: None,
        description: None,
        uses: uses
            .iter()
            .map(|name| UseDraft {
                extension: text(name),
                alias: None,
            })
            .collect(),
        types: Vec::new(),
        kinds: Vec::new(),
        mixins: Vec::new(),
        annotations: Vec::new(),
        specification: None,
    }
}

pub(crate) fn core() -> ExtensionDraft {
    let mut core = extension("core", "http://schemas.ogf.org/occi/core#", &[]);
    let mut entity = kind("entity", "none");
    entity.parent = None;
    entity.is_abstract = true;
    entity.attributes = vec![attribute("occi.core.title", string())];
    let mut resource = kind("resource", "entity");
    resource.location = Some(text("/resource/"));
    resource.attributes = vec![attribute("occi.core.summary", string())];
    core.kinds = vec![entity, resource, kind("link", "entity")];
    core
}

/// An extension that uses most of the language, without a fault:
/// kinds `gpu` (0, with states), `bigger` (1, below it), `wire` (2, a link);
/// mixins `tuned` (0, of `gpu`), `small` (1, depends on it and sets a value).
pub(crate) fn sample() -> ExtensionDraft {
    let mut sample = extension("gpu", "http://example.com/occi/gpu#", &["core"]);
    let mut gpu = kind("gpu", "core.resource");
    gpu.location = Some(text("/gpu/"));
    let mut shown = attribute(
        "com.example.gpu.state",
        enumeration(&["off", "on", "error"]),
    );
    shown.access = Access::ReadOnly;
    gpu.attributes = vec![
        attribute("com.example.gpu.memory", integer(1, 64)),
        attribute("com.example.gpu.vendor", enumeration(&["red", "green"])),
        attribute("com.example.gpu.bought", TypeDraft::DateTime),
        shown,
    ];
    gpu.actions = vec![action("start"), action("stop")];
    let mut off = state("off", vec![transition("start", "on")]);
    off.initial = true;
    gpu.states = Some(StatesDraft {
        attribute: text("com.example.gpu.state"),
        states: vec![
            off,
            state("on", vec![transition("stop", "off")]),
            state("error", vec![]),
        ],
    });
    let mut wire = kind("wire", "core.link");
    wire.source = vec![reference("gpu")];
    wire.target = vec![reference("core.resource")];
    sample.kinds = vec![gpu, kind("bigger", "gpu"), wire];
    let mut tuned = mixin("tuned");
    tuned.applies = vec![reference("gpu")];
    tuned.attributes = vec![attribute("com.example.gpu.clock", integer(100, 900))];
    tuned.actions = vec![action("retune")];
    tuned.location = Some(text("/mixin/tuned/"));
    let mut small = mixin("small");
    small.depends = vec![reference("tuned")];
    small.settings = vec![
        setting("com.example.gpu.memory", 8_i64),
        setting("com.example.gpu.clock", 200_i64),
    ];
    sample.mixins = vec![tuned, small];
    sample
}

/// Core and one extension on it.
pub(crate) fn with_core(extension: ExtensionDraft) -> Draft {
    Draft {
        extensions: vec![core(), extension],
        configurations: Vec::new(),
    }
}

/// The faults of the sample after a change: code and place of each.
#[track_caller]
pub(crate) fn faults_in(
    profile: Profile,
    change: impl FnOnce(&mut ExtensionDraft) -> Origin,
) -> (Vec<(Code, Origin)>, Origin, String) {
    let mut extension = sample();
    let origin = change(&mut extension);
    let built = with_core(extension).build(profile);
    assert_eq!(
        built.model.is_none(),
        built.faults.has_errors(),
        "{}",
        built.faults
    );
    let found = built
        .faults
        .iter()
        .map(|fault| (fault.code, fault.origin))
        .collect();
    (found, origin, built.faults.to_string())
}

/// Asserts that the change gives exactly one fault: this code, at the place that it returns.
#[track_caller]
pub(crate) fn refused(code: Code, change: impl FnOnce(&mut ExtensionDraft) -> Origin) {
    refused_in(Profile::Union, code, change);
}

/// As [`refused`], under one profile.
#[track_caller]
pub(crate) fn refused_in(
    profile: Profile,
    code: Code,
    change: impl FnOnce(&mut ExtensionDraft) -> Origin,
) {
    let (found, origin, text) = faults_in(profile, change);
    assert_eq!(found, [(code, origin)], "{text}");
}

/// Asserts that the change gives no fault at all.
#[track_caller]
pub(crate) fn accepted(change: impl FnOnce(&mut ExtensionDraft)) {
    let (found, _, text) = faults_in(Profile::Union, |extension| {
        change(extension);
        Origin::Unknown
    });
    assert_eq!(found, [], "{text}");
}

#[test]
fn the_sample_is_sound_under_every_profile() {
    for profile in [Profile::V1_1, Profile::V1_2, Profile::Union] {
        let built = with_core(sample()).build(profile);
        assert!(built.faults.is_empty(), "{profile}: {}", built.faults);
        assert!(built.model.is_some());
    }
}
