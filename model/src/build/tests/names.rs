//! M001 to M005, and names of our own.

use crate::{
    build::testing::{
        SINCE_1_2, accepted, action, attribute, extension, kind, literal, mixin, reference,
        refused, refused_in, string, text, with_core,
    },
    codes,
    draft::{NamedTypeDraft, TypeDraft},
    origin::Located,
    version::{OcciVersion, Profile, VersionRange},
};

#[test]
fn m001_malformed_term() {
    refused(codes::M001, |sample| {
        sample.mixins[0].actions[0].term = text("re tune");
        sample.mixins[0].actions[0].term.origin
    });
}

#[test]
fn m001_form_of_1_1() {
    let change = |sample: &mut crate::draft::ExtensionDraft| {
        sample.mixins[0].actions[0].term = text("Retune");
        sample.mixins[0].actions[0].term.origin
    };
    refused_in(Profile::V1_1, codes::M001, change);
    accepted(|sample| {
        change(sample);
    });
}

#[test]
fn m001_is_said_once_of_a_kind_that_others_name() {
    refused(codes::M001, |sample| {
        sample.kinds[0].term = text("g pu");
        sample.kinds[1].parent = Some(reference("g pu"));
        sample.kinds[2].source.clear();
        sample.mixins[0].applies = vec![reference("g pu")];
        sample.kinds[0].term.origin
    });
}

#[test]
fn m002_scheme_without_hash() {
    let mut sample = extension("gpu", "http://example.com/occi/gpu", &["core"]);
    sample.kinds = vec![kind("gpu", "core.resource")];
    let origin = sample.scheme.origin;
    let built = with_core(sample).build(Profile::Union);
    let faults = built.faults.into_vec();
    assert_eq!(faults.len(), 1);
    assert_eq!((faults[0].code, faults[0].origin), (codes::M002, origin));
    let mend = faults[0].suggestion.as_ref().unwrap();
    assert_eq!(mend.replacement, "\"http://example.com/occi/gpu#\"");
}

#[test]
fn m003_kind_and_mixin_of_one_identifier() {
    refused(codes::M003, |sample| {
        sample.mixins.push(mixin("wire"));
        sample.mixins[2].term.origin
    });
}

#[test]
fn m003_action_and_mixin_of_one_identifier() {
    refused(codes::M003, |sample| {
        let mut other = mixin("retune");
        other.scheme = Some(text("http://example.com/occi/gpu/tuned/action#"));
        sample.mixins.push(other);
        sample.mixins[0].actions[0].term.origin
    });
}

#[test]
fn m003_does_not_concern_versions_that_never_meet() {
    let until = VersionRange {
        since: None,
        until: Some(OcciVersion::V1_1),
    };
    let mut sample = crate::build::testing::sample();
    for versions in [until, SINCE_1_2] {
        let mut twin = mixin("twin");
        twin.versions = versions;
        sample.mixins.push(twin);
    }
    let draft = with_core(sample);
    assert!(draft.build(Profile::V1_1).faults.is_empty());
    assert!(draft.build(Profile::V1_2).faults.is_empty());
    assert_eq!(draft.build(Profile::Union).faults.len(), 1);
}

#[test]
fn m004_identifiers_that_differ_by_case() {
    refused(codes::M004, |sample| {
        sample.mixins.push(mixin("Tuned"));
        sample.mixins[2].term.origin
    });
}

#[test]
fn m005_scheme_of_an_extension_under_the_reserved_base() {
    refused(codes::M005, |sample| {
        sample.scheme = text("http://schemas.ogf.org/occi/gpu#");
        sample.scheme.origin
    });
}

#[test]
fn m005_invention_in_the_name_of_a_published_extension() {
    let mut forged = extension(
        "infrastructure",
        "http://schemas.ogf.org/occi/infrastructure#",
        &["core"],
    );
    forged.kinds = vec![
        kind("compute", "core.resource"),
        kind("gpu", "core.resource"),
    ];
    forged.kinds[1].actions = vec![action("start")];
    let origin = forged.kinds[1].term.origin;
    let built = with_core(forged).build(Profile::Union);
    let found: Vec<_> = built
        .faults
        .iter()
        .map(|fault| (fault.code, fault.origin))
        .collect();
    assert_eq!(found, [(codes::M005, origin)], "{}", built.faults);
}

#[test]
fn m005_own_scheme_of_a_category() {
    refused(codes::M005, |sample| {
        let mut own = mixin("mine");
        own.scheme = Some(text("http://schemas.ogf.org/occi/infrastructure/compute#"));
        sample.mixins.push(own);
        sample.mixins[2].term.origin
    });
}

#[test]
fn e0214_names_that_could_not_be_names_of_files() {
    refused(codes::E0214, |sample| {
        sample.name = text("../gpu");
        sample.name.origin
    });
    refused(codes::E0214, |sample| {
        let value_type = Located::nowhere(TypeDraft::Enum(vec![literal("a\nb")]));
        if let TypeDraft::Enum(literals) = &value_type.value {
            let origin = literals[0].name.origin;
            sample.types.push(NamedTypeDraft {
                name: text("Broken"),
                value_type,
                description: None,
                versions: VersionRange::ALL,
                annotations: Vec::new(),
            });
            return origin;
        }
        unreachable!()
    });
}

#[test]
fn e0224_versions_that_no_version_has() {
    refused(codes::E0224, |sample| {
        let mut never = attribute("com.example.gpu.never", string());
        never.versions = VersionRange {
            since: Some(OcciVersion::V1_2),
            until: Some(OcciVersion::V1_1),
        };
        let origin = never.name.origin;
        sample.kinds[0].attributes.push(never);
        origin
    });
}
