//! Values against the model's own checker, which knows nothing of them: good ones and edges fit
//! their types, bad ones do not.

use std::sync::Arc;

use occi_conformance::values::{Sample, bad, edges, good};
use occi_model::{Attribute, Profile, Value};

use crate::{
    support::{compiled, infrastructure},
    synthetic::ZOO,
};

fn attributes() -> Vec<Arc<Attribute>> {
    [
        infrastructure(Profile::Union),
        compiled(ZOO, Profile::Union),
    ]
    .iter()
    .flat_map(|model| {
        let of_kinds = model.kinds().flat_map(|(_, kind)| kind.attributes.clone());
        let of_mixins = model
            .mixins()
            .flat_map(|(_, mixin)| mixin.attributes.clone());
        let parameters = model
            .actions()
            .flat_map(|(_, action)| action.parameters.clone());
        of_kinds
            .chain(of_mixins)
            .chain(parameters)
            .collect::<Vec<_>>()
    })
    .collect()
}

fn fits(attribute: &Attribute, value: &Value) -> bool {
    attribute.value_type.check(value.clone()).is_ok()
}

#[test]
fn good_values_are_good_and_differ() {
    let mut pairs = 0;
    for attribute in attributes() {
        let name = attribute.name.as_str();
        let first = good(&attribute.value_type, name, 0);
        let second = good(&attribute.value_type, name, 1);
        assert!(first.is_some(), "{name} has no good value");
        for sample in [&first, &second].into_iter().flatten() {
            if let Sample::Value(value) = sample {
                assert!(fits(&attribute, value), "{name}: {value}");
            }
        }
        if let (Some(Sample::Value(first)), Some(Sample::Value(second))) = (first, second) {
            assert!(!first.same_as(&second), "{name}: {first}");
            pairs += 1;
        }
    }
    assert!(pairs > 50);
}

#[test]
fn edges_are_valid() {
    let mut seen = 0;
    for attribute in attributes() {
        for edge in edges(&attribute.value_type, attribute.name.as_str(), false) {
            if let Ok(Sample::Value(value)) = &edge.value {
                assert!(
                    fits(&attribute, value),
                    "{} {}: {value}",
                    attribute.name,
                    edge.name
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 100);
}

#[test]
fn bad_values_are_bad() {
    let mut seen = 0;
    for attribute in attributes() {
        let name = attribute.name.as_str();
        for bad in bad(&attribute.value_type, name, false) {
            // That nothing is there, or of another kind, only a server can know.
            if matches!(bad.class, "dangling" | "wrong-kind") {
                continue;
            }
            if let Ok(Sample::Value(value)) = &bad.value {
                assert!(!fits(&attribute, value), "{name} {}: {value}", bad.class);
                seen += 1;
            }
        }
    }
    assert!(seen > 100);
}
