//! M030 to M034, and settings.

use crate::{
    build::testing::{
        UNTIL_1_1, accepted, attribute, integer, kind, mixin, reference, refused, sample, setting,
        string, with_core,
    },
    codes,
    version::Profile,
};

#[test]
fn m030_unknown_mixin() {
    refused(codes::M030, |sample| {
        sample.mixins[1].depends = vec![reference("tunde")];
        sample.mixins[1].depends[0].origin
    });
}

#[test]
fn m030_circles() {
    for length in 1..4 {
        refused(codes::M030, |sample| {
            for number in 0..length {
                let mut member = mixin(&format!("c{number}"));
                member.depends = vec![reference(&format!("c{}", (number + 1) % length))];
                sample.mixins.push(member);
            }
            sample.mixins[2].term.origin
        });
    }
}

#[test]
fn m031_unknown_kind() {
    refused(codes::M031, |sample| {
        sample.mixins[0].applies.push(reference("gup"));
        sample.mixins[0].applies[1].origin
    });
    refused(codes::M031, |sample| {
        sample.mixins[0].applies.push(reference("small"));
        sample.mixins[0].applies[1].origin
    });
}

#[test]
fn m032_nothing_in_common() {
    refused(codes::M032, |sample| {
        let mut apart = mixin("apart");
        apart.depends = vec![reference("tuned")];
        apart.applies = vec![reference("wire")];
        let origin = apart.applies[0].origin;
        sample.mixins.push(apart);
        origin
    });
    for kind in ["bigger", "gpu", "core.resource"] {
        accepted(|sample| sample.mixins[1].applies = vec![reference(kind)]);
    }
}

#[test]
fn m033_two_dependencies() {
    refused(codes::M033, |sample| {
        sample.mixins.push(mixin("plain"));
        sample.mixins[1].depends.push(reference("plain"));
        sample.mixins[1].depends[1].origin
    });
}

#[test]
fn m034_wider_than_a_kind() {
    refused(codes::M034, |sample| {
        let wide = attribute("com.example.gpu.memory", integer(1, 100));
        sample.mixins[0].attributes.push(wide);
        sample.mixins[0].attributes[1].value_type.origin
    });
    accepted(|sample| {
        let narrow = attribute("com.example.gpu.memory", integer(1, 16));
        sample.mixins[0].attributes.push(narrow);
    });
}

#[test]
fn m034_looks_below_the_kinds_and_at_dependencies() {
    refused(codes::M034, |sample| {
        sample.kinds[1].attributes = vec![attribute("com.example.gpu.fan", integer(1, 4))];
        sample.mixins[0]
            .attributes
            .push(attribute("com.example.gpu.fan", string()));
        sample.mixins[0].attributes[1].value_type.origin
    });
    refused(codes::M034, |sample| {
        sample.mixins[1].settings.pop();
        sample.mixins[1].attributes = vec![attribute("com.example.gpu.clock", integer(1, 900))];
        sample.mixins[1].attributes[0].value_type.origin
    });
}

#[test]
fn m034_leaves_other_kinds_alone() {
    accepted(|sample| {
        let mut other = kind("other", "core.resource");
        other.attributes = vec![attribute("com.example.gpu.clock", string())];
        sample.kinds.push(other);
    });
}

#[test]
fn e0218_setting_of_nothing() {
    refused(codes::E0218, |sample| {
        sample.mixins[1].settings[0] = setting("com.example.gpu.memroy", 8_i64);
        sample.mixins[1].settings[0].name.origin
    });
}

#[test]
fn e0218_is_said_though_something_else_is_broken() {
    let mut sample = sample();
    sample.kinds[2].parent = Some(reference("core.lnik"));
    sample.mixins[1].settings[0] = setting("com.example.gpu.memroy", 8_i64);
    sample.mixins[1].settings[1] = setting("com.example.gpu.clock", 200_i64);
    let faults = with_core(sample).build(Profile::Union).faults;
    let mut found: Vec<_> = faults.iter().map(|fault| fault.code).collect();
    found.sort_unstable_by_key(|code| code.number);
    assert_eq!(found, [codes::M021, codes::E0218], "{faults}");
}

#[test]
fn e0218_names_the_mixin_to_depend_on() {
    let mut sample = sample();
    let mut plain = mixin("plain");
    plain.applies = vec![reference("gpu")];
    plain.settings = vec![setting("com.example.gpu.clock", 200_i64)];
    sample.mixins.push(plain);
    let faults = with_core(sample).build(Profile::Union).faults.into_vec();
    assert_eq!(faults[0].code, codes::E0218);
    assert!(faults[0].help.as_ref().unwrap().contains("depends tuned;"));
}

#[test]
fn settings_reach_kinds_below_those_that_a_dependency_applies_to() {
    accepted(|sample| {
        sample.mixins[0].applies = vec![reference("core.resource")];
    });
}

#[test]
fn settings_of_attributes_of_other_versions_go_with_them() {
    let mut sample = sample();
    let mut old = attribute("com.example.gpu.speed", integer(1, 9));
    old.versions = UNTIL_1_1;
    sample.kinds[0].attributes.push(old);
    sample.mixins[1]
        .settings
        .push(setting("com.example.gpu.speed", 5_i64));
    let draft = with_core(sample);
    for (profile, settings) in [(Profile::V1_1, 3), (Profile::V1_2, 2), (Profile::Union, 3)] {
        let model = draft.build(profile).model.unwrap();
        let small = model
            .find_mixin("http://example.com/occi/gpu#small")
            .unwrap();
        assert_eq!(model.mixin(small).attributes.len(), settings);
    }
}

#[test]
fn e0221_endless_dependencies() {
    let mut broken = sample();
    for number in 0..300 {
        let mut member = mixin(&format!("c{number}"));
        if number > 0 {
            member.depends = vec![reference(&format!("c{}", number - 1))];
        }
        broken.mixins.push(member);
    }
    let faults = with_core(broken).build(Profile::Union).faults;
    assert!(faults.iter().all(|fault| fault.code == codes::E0221) && !faults.is_empty());
}
