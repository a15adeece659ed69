//! Conditions that a reader made of OCL and that the model does not take.
//!
//! A reader translates the OCL of a constraint without knowing the documents that it speaks of: a
//! class may be unknown, a mixin may apply to no kind that has links. Such a constraint is then
//! what others are that could not be translated: an annotation, and a warning.

use std::collections::BTreeSet;

use occi_model::{
    Draft, Fault, Faults, Origin,
    draft::{Annotation, ConstraintDraft},
};

use crate::format::{code, occiware::ocl_key};

/// Takes out the conditions that errors accuse and whose OCL is kept; warns of each.
pub(super) fn take_out(draft: &mut Draft, faults: &Faults) -> Vec<Fault> {
    let accused: BTreeSet<Origin> = faults
        .iter()
        .filter(|fault| fault.is_error())
        .map(|fault| fault.origin)
        .collect();
    let mut warnings = Vec::new();
    for extension in &mut draft.extensions {
        let kinds = extension.kinds.iter_mut();
        let mixins = extension.mixins.iter_mut();
        let categories = kinds
            .map(|kind| (&mut kind.constraints, &kind.annotations))
            .chain(mixins.map(|mixin| (&mut mixin.constraints, &mixin.annotations)));
        for (constraints, annotations) in categories {
            constraints.retain(|constraint| {
                let unfit =
                    accused.contains(&constraint.origin) && is_kept(constraint, annotations);
                if unfit {
                    warnings.push(unchecked(constraint));
                }
                !unfit
            });
        }
    }
    warnings
}

fn is_kept(constraint: &ConstraintDraft, annotations: &[Annotation]) -> bool {
    constraint.name.as_ref().is_some_and(|name| {
        let key = ocl_key(&name.value);
        annotations.iter().any(|one| one.key.value == key)
    })
}

fn unchecked(constraint: &ConstraintDraft) -> Fault {
    let name = constraint.name.as_ref().map_or("", |name| &name.value);
    Fault::new(
        code::OCL,
        constraint.origin,
        format!("the constraint `{name}` is not checked"),
    )
    .with_label("OCL, kept as an annotation")
    .with_note("what it speaks of is not what the model has")
}
