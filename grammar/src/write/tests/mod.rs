//! What is written and read again is the same model.

mod conditions;
pub(crate) mod models;
mod types;

use occi_model::{Draft, Model, Profile};
use proptest::prelude::*;

use super::all;
use crate::{FileResolver, MemoryResolver, builtin, compile, fmt};

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

/// The model of a generated draft; the generators make sound ones only.
fn built(draft: &Draft) -> Result<Model, TestCaseError> {
    let built = draft.build(Profile::Union);
    built
        .model
        .ok_or_else(|| TestCaseError::fail(format!("refused: {}", built.faults)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_model_survives(draft in models::draft()) {
        let model = built(&draft)?;
        let written = again(&model).map_err(TestCaseError::fail)?;
        if let Some(difference) = difference(&model, &written) {
            return Err(TestCaseError::fail(difference));
        }
        let text = all(&model).pop().unwrap().1;
        let formatted = fmt::format("t.occi", &text);
        prop_assert_eq!(formatted.ok(), Some(text));
    }
}
