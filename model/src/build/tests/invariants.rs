//! The invariants O01 to O50 and the structural rules S01 to S07 of the metamodel of OCCIware,
//! each broken by the smallest change of a sound draft.
//!
//! Here stand those up to O36 that a draft can break, those of types and structure stand in
//! `structures`; `docs/rules.md` lists all of them, and says of the others what keeps them.

use crate::{
    build::testing::{
        accepted, action, at, attribute, core, enumeration, extension, faults_in, integer, kind,
        mixin, place, reference, state, string, text, transition, with_core,
    },
    codes,
    draft::{
        Access, ConstraintDraft, DefaultDraft, Draft, ExprDraft, ExtensionDraft, KindDraft,
        MixinDraft, StatesDraft, TransitionDraft, TriggerDraft, TypeDraft,
    },
    fault::Code,
    origin::Origin,
    value::Value,
    version::{OcciVersion, Profile},
};

const STATE: &str = "com.example.gpu.state";
pub(super) const EXTRA: &str = "com.example.gpu.extra";

/// Asserts that the change gives exactly one fault: this code, at the place that it returns, in
/// these words.
#[track_caller]
pub(super) fn breaks(
    code: Code,
    message: &str,
    change: impl FnOnce(&mut ExtensionDraft) -> Origin,
) {
    let (found, origin, shown) = faults_in(Profile::Union, change);
    assert_eq!(shown, format!("[{code}] {message}"));
    assert_eq!(found, [(code, origin)]);
}

/// As [`breaks`], for a draft of several extensions.
#[track_caller]
fn breaks_whole(code: Code, message: &str, draft: &Draft, origin: Origin) {
    let faults = draft.build(Profile::Union).faults;
    assert_eq!(faults.to_string(), format!("[{code}] {message}"));
    let places: Vec<_> = faults.iter().map(|fault| fault.origin).collect();
    assert_eq!(places, [origin]);
}

fn machine(sample: &mut ExtensionDraft) -> &mut StatesDraft {
    sample.kinds[0].states.as_mut().unwrap()
}

/// Adds a link below `wire`.
fn link(sample: &mut ExtensionDraft) -> &mut KindDraft {
    sample.kinds.push(kind("cable", "core.link"));
    sample.kinds.last_mut().unwrap()
}

pub(super) fn in_scheme(mut mixin: MixinDraft, scheme: &str) -> MixinDraft {
    mixin.scheme = Some(text(scheme));
    mixin
}

#[test]
fn o01_identity_unique() {
    breaks(
        codes::M003,
        "`http://example.com/occi/gpu#wire` is defined twice",
        |sample| {
            sample.mixins.push(mixin("wire"));
            sample.mixins[2].term.origin
        },
    );
    breaks(
        codes::M004,
        "`http://example.com/occi/gpu#Wire` and `http://example.com/occi/gpu#wire` differ only by letter case",
        |sample| {
            sample.kinds.push(kind("Wire", "core.link"));
            sample.kinds[3].term.origin
        },
    );
}

#[test]
fn o02_scheme_ends_with_sharp() {
    breaks(
        codes::M002,
        "`http://example.com/occi/gpu` is not a scheme: an absolute URI that ends in `#` and has no other `#`",
        |sample| {
            sample.mixins[0].scheme = Some(text("http://example.com/occi/gpu"));
            sample.mixins[0].scheme.as_ref().unwrap().origin
        },
    );
}

#[test]
fn o03_attribute_names_unique() {
    breaks(
        codes::M013,
        "the kind `bigger` defines `com.example.gpu.extra` twice",
        |sample| {
            sample.kinds[1].attributes =
                vec![attribute(EXTRA, string()), attribute(EXTRA, string())];
            sample.kinds[1].attributes[1].name.origin
        },
    );
}

#[test]
fn o04_action_terms_unique() {
    breaks(
        codes::M003,
        "`http://example.com/occi/gpu/wire/action#go` is defined twice",
        |sample| {
            sample.kinds[2].actions = vec![action("go"), action("go")];
            sample.kinds[2].actions[1].term.origin
        },
    );
    breaks(
        codes::M004,
        "`http://example.com/occi/gpu/wire/action#Go` and `http://example.com/occi/gpu/wire/action#go` differ only by letter case",
        |sample| {
            sample.kinds[2].actions = vec![action("go"), action("Go")];
            sample.kinds[2].actions[1].term.origin
        },
    );
}

#[test]
fn o05_names_of_conditions_unique() {
    breaks(
        codes::W0282,
        "the kind `bigger` has two conditions named `small`",
        |sample| {
            let condition = |name: &str| ConstraintDraft {
                name: Some(text(name)),
                condition: ExprDraft::Defined(text("com.example.gpu.memory")),
                message: "no".to_owned(),
                origin: place(),
            };
            let constraints = &mut sample.kinds[1].constraints;
            *constraints = ["small", "tiny", "small"].map(condition).into();
            constraints[2].name.as_ref().unwrap().origin
        },
    );
}

#[test]
fn o06_state_attribute_is_an_enum() {
    breaks(
        codes::M050,
        "`com.example.gpu.memory` of the kind `gpu` cannot show a state",
        |sample| {
            machine(sample).attribute = text("com.example.gpu.memory");
            machine(sample).attribute.origin
        },
    );
}

#[test]
fn o07_state_attribute_is_contained() {
    // Of another kind that has nothing to do with this one.
    breaks(
        codes::M050,
        "the kind `wire` has no attribute `com.example.gpu.state`",
        |sample| {
            let machine = sample.kinds[0].states.clone();
            sample.kinds[2].states = machine;
            sample.kinds[2].states.as_ref().unwrap().attribute.origin
        },
    );
    // Of the parent.
    let inherit = |sample: &mut ExtensionDraft| {
        let mut inherited = sample.kinds[0].states.clone().unwrap();
        inherited.attribute = text(STATE);
        let origin = inherited.attribute.origin;
        sample.kinds[1].states = Some(inherited);
        origin
    };
    breaks(
        codes::M050,
        "the kind `bigger` only inherits `com.example.gpu.state` and cannot make it its state",
        inherit,
    );
    accepted(|sample| {
        inherit(sample);
        let mut own = attribute(STATE, enumeration(&["off", "on", "error"]));
        own.access = Access::ReadOnly;
        sample.kinds[1].attributes.push(own);
    });
    // Of a mixin that the mixin depends on.
    breaks(
        codes::M050,
        "the mixin `small` only inherits `com.example.gpu.mode` and cannot make it its state",
        |sample| {
            let mut mode = attribute("com.example.gpu.mode", enumeration(&["a"]));
            mode.access = Access::ReadOnly;
            sample.mixins[0].attributes.push(mode);
            let mut only = state("a", vec![]);
            only.initial = true;
            let machine = StatesDraft {
                attribute: text("com.example.gpu.mode"),
                states: vec![only],
            };
            let origin = machine.attribute.origin;
            sample.mixins[1].states = Some(machine);
            origin
        },
    );
}

#[test]
fn o08_state_literals() {
    breaks(
        codes::M051,
        "`halted` is no literal of `com.example.gpu.state` of the kind `gpu`",
        |sample| {
            machine(sample).states.push(state("halted", vec![]));
            machine(sample).states[3].name.origin
        },
    );
}

#[test]
fn o09_actions_of_transitions() {
    breaks(
        codes::M051,
        "the kind `gpu` has no action `retune`",
        |sample| {
            let foreign = transition("retune", "on");
            let TriggerDraft::Action(term) = &foreign.trigger else {
                unreachable!()
            };
            let origin = term.origin;
            machine(sample).states[1].transitions.push(foreign);
            origin
        },
    );
    // Those of the parent are the kind's own, and without an action it is an event.
    accepted(|sample| {
        let mut own = attribute(STATE, enumeration(&["off", "on", "error"]));
        own.access = Access::ReadOnly;
        sample.kinds[1].attributes.push(own);
        let mut machine = sample.kinds[0].states.clone().unwrap();
        machine.states[1].transitions.push(TransitionDraft {
            trigger: TriggerDraft::Event(None),
            ..transition("unused", "error")
        });
        sample.kinds[1].states = Some(machine);
    });
}

#[test]
fn o10_defaults_are_instances_of_the_type() {
    let default = |value_type: TypeDraft, value: Value| {
        move |sample: &mut ExtensionDraft| {
            let mut made = attribute(EXTRA, value_type);
            made.default = Some(Box::new(at(DefaultDraft::Value(value))));
            let origin = made.default.as_ref().unwrap().origin;
            sample.kinds[0].attributes.push(made);
            origin
        }
    };
    breaks(
        codes::M015,
        "the default of `com.example.gpu.extra`: \"yes\" is not `true` or `false`",
        default(TypeDraft::Boolean, Value::from("yes")),
    );
    breaks(
        codes::M015,
        "the default of `com.example.gpu.extra`: \"maybe\" is not one of `on`, `off`",
        default(enumeration(&["on", "off"]), Value::from("maybe")),
    );
    breaks(
        codes::M015,
        "the default of `com.example.gpu.extra`: 10 is not an integer from 0 to 9",
        default(integer(0, 9), Value::Integer(10)),
    );
}

#[test]
fn o11_and_o31_schemes_of_kinds() {
    for scheme in [
        "http://example.com/other#",
        "http://example.com/occi/gpu/sub#",
    ] {
        breaks(
            codes::W0230,
            "the kind `bigger` is not in the scheme of its extension",
            |sample| {
                sample.kinds[1].scheme = Some(text(scheme));
                sample.kinds[1].scheme.as_ref().unwrap().origin
            },
        );
    }
    accepted(|sample| sample.kinds[1].scheme = Some(text("http://example.com/occi/gpu#")));
}

#[test]
fn o12_no_cyclic_inheritance() {
    breaks(
        codes::M021,
        "the kind `a` is its own ancestor: `a` : `b` : …",
        |sample| {
            sample.kinds.extend([kind("a", "b"), kind("b", "a")]);
            sample.kinds[3].parent.as_ref().unwrap().origin
        },
    );
}

#[test]
fn o13_entity_is_the_root() {
    breaks(codes::M020, "the kind `orphan` has no parent", |sample| {
        let mut orphan = kind("orphan", "none");
        orphan.parent = None;
        let origin = orphan.term.origin;
        sample.kinds.push(orphan);
        origin
    });
}

#[test]
fn o14_attributes_of_the_parent() {
    breaks(
        codes::M014,
        "`occi.core.title` does not fit the attribute of the kind `entity`: an integer from 0 to 1 is not text",
        |sample| {
            sample.kinds[1].attributes = vec![attribute("occi.core.title", integer(0, 1))];
            sample.kinds[1].attributes[0].value_type.origin
        },
    );
    // The same or narrower is allowed (D-11).
    accepted(|sample| {
        sample.kinds[1].attributes = vec![attribute("occi.core.title", string())];
    });
}

#[test]
fn o15_targets() {
    breaks(
        codes::E0222,
        "`bigger` is no link and has no target",
        |sample| {
            sample.kinds[1].target = vec![reference("gpu")];
            sample.kinds[1].target[0].origin
        },
    );
    breaks(
        codes::E0222,
        "`wire` is no resource and cannot be a target",
        |sample| {
            link(sample).target = vec![reference("wire")];
            link_end(&sample.kinds[3].target)
        },
    );
}

#[test]
fn o16_sources() {
    breaks(
        codes::E0222,
        "`bigger` is no link and has no source",
        |sample| {
            sample.kinds[1].source = vec![reference("gpu")];
            sample.kinds[1].source[0].origin
        },
    );
    breaks(
        codes::E0222,
        "`wire` is no resource and cannot be a source",
        |sample| {
            link(sample).source = vec![reference("wire")];
            link_end(&sample.kinds[3].source)
        },
    );
}

fn link_end(ends: &[crate::origin::Located<crate::draft::Reference>]) -> Origin {
    ends[0].origin
}

#[test]
fn o17_schemes_of_actions() {
    breaks(
        codes::M041,
        "the scheme of the action `go` is not the conventional one",
        |sample| {
            let mut go = action("go");
            go.scheme = Some(text("http://example.com/occi/gpu/gpu/action#"));
            let origin = go.scheme.as_ref().unwrap().origin;
            sample.kinds[2].actions = vec![go];
            origin
        },
    );
}

#[test]
fn o18_actions_label_transitions() {
    breaks(
        codes::M053,
        "the action `idle` applies in no state of the kind `gpu`",
        |sample| {
            sample.kinds[0].actions.push(action("idle"));
            sample.kinds[0].actions[2].term.origin
        },
    );
}

#[test]
fn o19_and_o32_schemes_of_mixins() {
    for scheme in [
        "http://example.net/occi/gpu#",
        "http://example.com/occi/gpus#",
    ] {
        breaks(
            codes::W0230,
            "the mixin `plain` is not in the scheme of its extension",
            |sample| {
                sample.mixins.push(in_scheme(mixin("plain"), scheme));
                sample.mixins[2].scheme.as_ref().unwrap().origin
            },
        );
    }
    accepted(|sample| {
        let below = in_scheme(mixin("plain"), "http://example.com/occi/gpu/templates#");
        sample.mixins.push(below);
    });
}

#[test]
fn o20_no_cyclic_dependencies() {
    breaks(
        codes::M030,
        "the mixin `a` depends on itself: `a` -> `b` -> …",
        |sample| {
            let depends = |name: &str, on: &str| {
                let mut member = mixin(name);
                member.depends = vec![reference(on)];
                member
            };
            sample.mixins.extend([depends("a", "b"), depends("b", "a")]);
            sample.mixins[2].term.origin
        },
    );
}

#[test]
fn o21_attributes_of_dependencies() {
    breaks(
        codes::M034,
        "`com.example.gpu.clock` does not fit the attribute of the mixin `tuned`: text is not an integer from 100 to 900",
        |sample| {
            sample.mixins[1].settings.pop();
            sample.mixins[1].attributes = vec![attribute("com.example.gpu.clock", string())];
            sample.mixins[1].attributes[0].value_type.origin
        },
    );
    // The same or narrower is allowed (D-11); templates live on it.
    accepted(|sample| {
        sample.mixins[1].settings.pop();
        sample.mixins[1].attributes = vec![attribute("com.example.gpu.clock", integer(200, 200))];
    });
}

#[test]
fn o30_schemes_of_extensions() {
    let twin = extension("twin", "http://example.com/occi/gpu#", &["core"]);
    let origin = twin.scheme.origin;
    let mut draft = with_core(crate::build::testing::sample());
    draft.extensions.push(twin);
    breaks_whole(
        codes::W0231,
        "`twin` and `gpu` share the scheme `http://example.com/occi/gpu#`",
        &draft,
        origin,
    );
}

#[test]
fn o33_terms_of_an_extension() {
    let twin = |term: &str| in_scheme(mixin(term), "http://example.com/occi/gpu/sub#");
    for (term, message) in [
        (
            "wire",
            "the extension has two categories of the term `wire`",
        ),
        (
            "Wire",
            "the extension has two categories of the term `Wire`",
        ),
    ] {
        breaks(codes::W0232, message, |sample| {
            sample.mixins.push(twin(term));
            sample.mixins[2].term.origin
        });
    }
    // In no version there are both.
    accepted(|sample| {
        let mut late = twin("wire");
        late.versions.since = Some(OcciVersion::V1_2);
        sample.mixins.push(late);
        sample.kinds[2].versions.until = Some(OcciVersion::V1_1);
    });
}

/// Core, an extension `lib` with the kind `disk` and the mixin `fast`, an extension `mid` that
/// imports it, and one that imports only `mid`, after a change.
fn indirect(change: impl FnOnce(&mut ExtensionDraft) -> Origin) -> (Draft, Origin) {
    let mut lib = extension("lib", "http://example.com/lib#", &["core"]);
    lib.kinds = vec![kind("disk", "core.resource")];
    lib.mixins = vec![mixin("fast")];
    let mid = extension("mid", "http://example.com/mid#", &["core", "lib"]);
    let mut user = extension("user", "http://example.com/user#", &["core", "mid"]);
    let origin = change(&mut user);
    let extensions = vec![core(), lib, mid, user];
    (
        Draft {
            extensions,
            configurations: Vec::new(),
        },
        origin,
    )
}

/// The same draft is sound as soon as the extension is imported.
#[track_caller]
fn sound_when_imported(mut draft: Draft) {
    let import = extension("x", "http://example.com/x#", &["lib"]).uses;
    draft.extensions[3].uses.extend(import);
    let faults = draft.build(Profile::Union).faults;
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn o34_parents_are_local_or_imported() {
    let (draft, origin) = indirect(|user| {
        user.kinds = vec![kind("mine", "http://example.com/lib#disk")];
        user.kinds[0].parent.as_ref().unwrap().origin
    });
    breaks_whole(
        codes::M021,
        "the kind `http://example.com/lib#disk` is of `lib`, which is not imported",
        &draft,
        origin,
    );
    sound_when_imported(draft);
}

#[test]
fn o35_dependencies_are_local_or_imported() {
    let (draft, origin) = indirect(|user| {
        user.mixins = vec![mixin("mine")];
        user.mixins[0].depends = vec![reference("http://example.com/lib#fast")];
        user.mixins[0].depends[0].origin
    });
    breaks_whole(
        codes::M030,
        "the mixin `http://example.com/lib#fast` is of `lib`, which is not imported",
        &draft,
        origin,
    );
    sound_when_imported(draft);
}

#[test]
fn o36_applied_kinds_are_local_or_imported() {
    let (draft, origin) = indirect(|user| {
        user.mixins = vec![mixin("mine")];
        user.mixins[0].applies = vec![reference("http://example.com/lib#disk")];
        user.mixins[0].applies[0].origin
    });
    breaks_whole(
        codes::M031,
        "the kind `http://example.com/lib#disk` is of `lib`, which is not imported",
        &draft,
        origin,
    );
    sound_when_imported(draft);
}
