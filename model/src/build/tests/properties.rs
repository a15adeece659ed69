//! What holds for every draft.

use proptest::prelude::*;

use super::{
    arbitrary::{draft, extension, profile},
    tables::{normal, table},
};
use crate::{Draft, Model};

/// What others rely on without looking.
fn closed(model: &Model) -> Result<(), TestCaseError> {
    for (id, kind) in model.kinds() {
        prop_assert_eq!(kind.lineage.first(), Some(&id));
        prop_assert_eq!(kind.lineage.last(), Some(&model.core().entity));
        prop_assert_eq!(kind.lineage.get(1).copied(), kind.parent);
        for (at, attribute) in kind.all_attributes.iter().enumerate() {
            let first = kind
                .all_attributes
                .iter()
                .position(|one| one.name == attribute.name);
            prop_assert_eq!(first, Some(at), "{} has {} twice", kind.id, attribute.name);
        }
        for attribute in &kind.attributes {
            prop_assert!(kind.all_attributes.contains(attribute));
        }
        for action in &kind.actions {
            prop_assert!(kind.all_actions.contains(action));
        }
        if let Some(states) = &kind.states {
            prop_assert!(
                states
                    .states
                    .iter()
                    .any(|state| state.name == states.initial)
            );
            prop_assert!(kind.attribute(states.attribute.as_str()).is_some());
        }
    }
    for (id, mixin) in model.mixins() {
        prop_assert_eq!(mixin.closure.first(), Some(&id));
    }
    for (category, id) in model.categories() {
        prop_assert_eq!(model.find(id.as_str()), Some(category));
    }
    let all = model.kinds().flat_map(|(_, kind)| &kind.attributes);
    for attribute in all.chain(model.mixins().flat_map(|(_, mixin)| &mixin.attributes)) {
        if let Some(value) = attribute.default_value() {
            let checked = attribute.value_type.check(value.clone());
            prop_assert_eq!(checked, Ok(value.clone()));
        }
    }
    for (kind, _) in model.kinds() {
        let mixins: Vec<_> = model.mixins().map(|(id, _)| id).collect();
        if model.check_mixins(kind, &mixins).is_ok() {
            let attributes = model.attributes_of(kind, &mixins);
            prop_assert!(attributes.len() >= model.kind(kind).all_attributes.len());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_draft_gives_a_model_or_an_error(draft in draft(), profile in profile()) {
        let built = draft.build(profile);
        prop_assert_eq!(built.model.is_none(), built.faults.has_errors(), "{}", built.faults);
        let again = draft.build(profile);
        prop_assert_eq!(&built.faults, &again.faults);
        prop_assert_eq!(&built.model, &again.model);
        for fault in &built.faults {
            prop_assert!(!fault.message.is_empty() && !fault.message.contains('\n'), "{}", fault);
            prop_assert!(crate::codes::explain(fault.code).is_some(), "{}", fault);
        }
        if let Some(model) = &built.model {
            closed(model)?;
        }
    }

    #[test]
    fn any_extension_survives_its_table(extension in extension(), profile in profile()) {
        let written = normal(&extension);
        let read = Draft::from_tables(&[&table(&written)]);
        prop_assert_eq!(&read.extensions[0], &written);
        let _ = read.build(profile);
    }
}

#[test]
fn the_sample_gives_the_same_model_from_text_and_from_tables() {
    use crate::build::testing::{core, sample, with_core};

    let model = with_core(sample())
        .build(crate::Profile::Union)
        .model
        .unwrap();
    let tables = [table(&normal(&core())), table(&normal(&sample()))];
    let built = Draft::from_tables(&[&tables[0], &tables[1]]).build(crate::Profile::Union);
    assert!(built.faults.is_empty(), "{}", built.faults);
    assert_eq!(built.model, Some(model));
}
